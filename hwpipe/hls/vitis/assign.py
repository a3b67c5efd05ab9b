"""Assignments of a kernel's source: scalars, lists, unpacking, elements of arrays."""

from __future__ import annotations

import ast

from hwpipe.hls.lang import Array
from hwpipe.hls.vitis.cpp import Cx, as_operand, exact_type, unwrapped
from hwpipe.hls.vitis.locks import Locks
from hwpipe.hls.vitis.place import Place
from hwpipe.hls.vitis.variables import appended

__all__ = ["Assignments"]


def _reads(node: ast.AST, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node))


class Assignments(Locks):
    """Translates assignments."""

    def assign(self, target: ast.expr, value: ast.expr, stmt: ast.stmt) -> None:
        """`target = value`."""
        if (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and self.kernel.namespace.get(value.func.id) is Array
        ):
            assert isinstance(target, ast.Name)
            self.declare_array(target.id, value)
            return
        if isinstance(target, ast.Tuple | ast.List):
            self._unpack(target, value, stmt)
            return
        if self.fact(value) is None and not isinstance(target, ast.Subscript):
            return
        if isinstance(target, ast.Subscript):
            if self.fact(value) is not None:
                self._store(target, value)
            return
        assert isinstance(target, ast.Name)
        name = target.id
        if name in self.process.arguments and not self.inlining:
            raise self.error(stmt, f"argument {name} is assigned", "use a variable of its own")
        if name not in self.types:
            raise self.error(stmt, f"{ast.unparse(value)} kept in a variable")
        here = name in self.declared.get(id(stmt), set())
        if self.types[name].shape and self.grows(name):
            self._grow(name, value, stmt, here=here)
            return
        if self.types[name].shape and here and self._list_in_place(name, value):
            self.hint = name
            self.scope[name] = self.expr(value)
            return
        if self.types[name].shape:
            variable = self.declare(name, stmt) if here else self.scope[name]
            assert isinstance(variable, Cx)
            if _reads(value, name):
                fresh = self.make_list(value, f"new_{name}")
                self.copy_list(variable.text, fresh)
            else:
                self.fill(variable.text, value)
            return
        if here and len(self.assigned.get(name, [])) == 1 and self._is_counted(value):
            x = self.counting(value)
            if x.kind in {"int", "long"}:
                c = self.out.fresh(name)
                kind = "int" if x.kind == "int" else "long long"
                self.out.add(f"const {kind} {c} = {unwrapped(x.text)};")
                self.scope[name] = Cx(c, x.lo, x.hi, x.kind)
                return
        x = self.expr(value)
        if here:
            self.declare(name, stmt, unwrapped(x.text))
        else:
            variable = self.scope[name]
            assert isinstance(variable, Cx)
            self.out.add(f"{variable.text} = {unwrapped(x.text)};")

    def _grow(self, name: str, value: ast.expr, stmt: ast.stmt, *, here: bool) -> None:
        """Empty a list, or append to it: an array and a count that unrolling makes constant."""
        variable = self.declare(name, stmt) if here else self.scope[name]
        assert isinstance(variable, Cx)
        count = self.filled[variable.text]
        more = appended(value, name)
        if more is None and not here:
            self.out.add(f"{count} = 0;")
        for element in more or []:
            self.fill(f"{variable.text}[{count}]", element)
            self.out.add(f"++{count};")

    def _is_counted(self, value: ast.expr) -> bool:
        """Whether a value is made of loop counters and run-time scalars alone: an address."""
        counters = 0
        for node in ast.walk(value):
            if isinstance(node, ast.Name):
                found = self.scope.get(node.id)
                if isinstance(found, Cx) and found.kind in {"int", "long"} and not found.shape:
                    counters += 1
                elif node.id not in self.process.arguments and not self._is_constant(node.id):
                    return False
            elif not isinstance(node, ast.BinOp | ast.Constant | ast.operator | ast.expr_context):
                return False
        return counters > 0

    def _list_in_place(self, name: str, value: ast.expr) -> bool:
        """Whether a variable can be the array that its only value is made in."""
        fresh = isinstance(value, ast.List | ast.ListComp) or (
            isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
        )
        return fresh and len(self.assigned.get(name, [])) == 1

    def _unpack(self, target: ast.Tuple | ast.List, value: ast.expr, stmt: ast.stmt) -> None:
        # Values first, in variables of their own: a, b = b, a swaps.
        values: list[Cx]
        if isinstance(value, ast.Tuple | ast.List):
            values = []
            for element in value.elts:
                x = self.scalar(element)
                held = self.out.fresh("part")
                self.out.add(f"const {exact_type(x.lo, x.hi)} {held} = {x.text};")
                values.append(Cx(held, x.lo, x.hi))
        else:
            whole = self.make_list(value, "parts")
            values = [
                Cx(f"{whole.text}[{k}]", whole.lo, whole.hi, "ap", whole.shape[1:])
                for k in range(whole.shape[0])
            ]
        for part, x in zip(target.elts, values, strict=True):
            if isinstance(part, ast.Name):
                variable = self.scope.get(part.id)
                if isinstance(variable, Cx):
                    self.copy_list(variable.text, x)
                elif x.shape:
                    self.copy_list(self.declare(part.id, stmt).text, x)
                else:
                    self.declare(part.id, stmt, x.text)
            elif isinstance(part, ast.Subscript):
                self._store_text(part, x)
            else:
                raise self.error(stmt, f"assignment to {ast.unparse(target)}")

    def _store(self, target: ast.Subscript, value: ast.expr) -> None:
        x = as_operand(self.scalar(value))
        self._store_text(target, x)

    def _store_text(self, target: ast.Subscript, x: Cx) -> None:
        place = self.scope.get(ast.unparse(target.value))
        if not isinstance(place, Place):
            raise self.error(target, f"store into {ast.unparse(target.value)}")
        where = place.access(self.indices(target.slice))
        self.out.add(f"{where} = {unwrapped(x.text)};")
