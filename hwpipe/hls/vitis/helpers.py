"""Helper functions of a kernel file, written in place of their calls."""

from __future__ import annotations

import ast
from abc import abstractmethod

from hwpipe.hls.variables import assignments
from hwpipe.hls.vitis.cpp import Cx, as_operand, exact_type, literal
from hwpipe.hls.vitis.place import Place
from hwpipe.hls.vitis.variables import Variables

__all__ = ["Helpers"]


class Helpers(Variables):
    """Inlines helper functions: every call has names of its own, as Python gives them."""

    @abstractmethod
    def statement(self, stmt: ast.stmt) -> None:
        """One statement."""

    def _argument(self, helper: ast.FunctionDef, name: str, value: ast.expr) -> Cx | Place:
        """What a parameter is inside the helper; one that it assigns is a variable of its own."""
        place = self.scope.get(ast.unparse(value))
        if isinstance(place, Place):
            return place
        own = assignments(helper).get(name, [])
        x = self.expr(value)
        if x.shape:
            if own:
                raise self.error(
                    own[0], f"{helper.name} assigns its list parameter {name}",
                    "use a variable of its own",
                )  # fmt: skip
            return x
        x = as_operand(x)
        if not own and (x.text.isidentifier() or (x.const is not None and x.kind == "int")):
            return x
        lo, hi = x.lo, x.hi
        for fact in [self.fact(stmt.value) for stmt in own]:
            if fact is not None:
                lo, hi = min(lo, fact.lo), max(hi, fact.hi)
        c = self.out.fresh(name)
        self.out.add(f"{'' if own else 'const '}{exact_type(lo, hi)} {c} = {x.text};")
        return Cx(c, lo, hi)

    def inline(self, helper: ast.FunctionDef, node: ast.Call) -> Cx:
        """A helper function written in place.

        Raises:
            InputError: if it calls itself, or assigns a parameter that is a list.
        """
        if helper.name in self.inlining:
            raise self.error(node, f"{helper.name} calls itself")
        arguments = {
            parameter.arg: self._argument(helper, parameter.arg, value)
            for parameter, value in zip(helper.args.args, node.args, strict=True)
        }
        saved = self.scope, self.types, self.declared, self.targets, self.assigned
        shared = {k: v for k, v in self.scope.items() if isinstance(v, Place)}
        self.scope = {**shared, **arguments}
        self.inlining.append(helper.name)
        self.enter(helper)
        result = literal(0)
        for stmt in helper.body:
            if isinstance(stmt, ast.Return) and stmt.value is not None:
                result = self.expr(stmt.value)
            elif not (isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Constant)):
                self.statement(stmt)
        self.inlining.pop()
        self.scope, self.types, self.declared, self.targets, self.assigned = saved
        return result
