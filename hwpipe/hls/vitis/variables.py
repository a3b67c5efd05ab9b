"""Variables and arrays of a process: their C++ types, where they are declared, their pragmas."""

from __future__ import annotations

import ast

from hwpipe.hls.directives import Schedule
from hwpipe.hls.kernel import Kernel, Process
from hwpipe.hls.lang import Array
from hwpipe.hls.types import Int
from hwpipe.hls.variables import assignments
from hwpipe.hls.vitis.block import Writer
from hwpipe.hls.vitis.cpp import (
    Cx,
    ap_type,
    as_operand,
    exact_type,
)
from hwpipe.hls.vitis.loops import Loops
from hwpipe.hls.vitis.place import Place, subscripts
from hwpipe.hls.vitis.pragmas import partition_pragmas, storage_pragma
from hwpipe.hls.vitis.record import Fact
from hwpipe.hls.vitis.scopes import declarations, loop_targets

__all__ = ["Variables", "appended"]


def appended(value: ast.expr, name: str) -> list[ast.expr] | None:
    """The new elements of `[*name, ...]`; None where a value is something else."""
    if not isinstance(value, ast.List) or not value.elts:
        return None
    first, *rest = value.elts
    kept = isinstance(first, ast.Starred) and isinstance(first.value, ast.Name)
    if not kept or first.value.id != name or any(isinstance(e, ast.Starred) for e in rest):  # type: ignore[attr-defined]
        return None
    return rest


class Variables(Loops):
    """Knows the variables of a process and declares them."""

    def __init__(
        self, kernel: Kernel, process: Process, schedule: Schedule, ii: int, taken: set[str]
    ) -> None:
        super().__init__(kernel, process, schedule, ii)
        self.tree = self.recorded.tree
        self.out = Writer(taken)
        self.types: dict[str, Fact] = {}
        self.declared: dict[int, set[str]] = {}
        self.targets: set[str] = set()
        self.at: ast.AST = self.tree
        self.assigned: dict[str, list[ast.stmt]] = {}
        self.filled: dict[str, str] = {}

    def enter(self, tree: ast.FunctionDef) -> None:
        """Start on a function: types of its variables, declarations of those that live long."""
        self.types, self.declared = {}, declarations(tree)
        self.targets, self.assigned = loop_targets(tree), assignments(tree)
        self._types(tree)
        self._hoist(tree)

    def grows(self, name: str) -> bool:
        """Whether a variable is a list that only ever is emptied and appended to."""
        values = [s.value for s in self.assigned.get(name, []) if isinstance(s, ast.Assign)]
        return bool(values) and all(
            isinstance(v, ast.List)
            and (not v.elts or appended(v, name) is not None)
            and len(self.assigned[name]) == len(values)
            for v in values
        )

    def _types(self, tree: ast.FunctionDef) -> None:
        """Range and shape of every variable: the union over its assignments."""
        for node in ast.walk(tree):
            if not isinstance(node, ast.Assign):
                continue
            for target in node.targets:
                pairs: list[tuple[ast.expr, ast.expr | Fact]] = [(target, node.value)]
                if isinstance(target, ast.Tuple | ast.List):
                    pairs = self._unpacked(target, node.value)
                for part, value in pairs:
                    fact = self.fact(value) if isinstance(value, ast.expr) else value
                    if isinstance(part, ast.Name) and fact is not None and not fact.other:
                        if part.id in self.types:
                            self.types[part.id].join(fact)
                        else:
                            self.types[part.id] = Fact(fact.lo, fact.hi, fact.shape, fact.ragged)

    def _unpacked(
        self, target: ast.Tuple | ast.List, value: ast.expr
    ) -> list[tuple[ast.expr, ast.expr | Fact]]:
        if isinstance(value, ast.Tuple | ast.List):
            return list(zip(target.elts, value.elts, strict=True))
        whole = self.fact(value)
        if whole is None:
            return []
        part = Fact(whole.lo, whole.hi, whole.shape[1:])
        return [(t, part) for t in target.elts]

    def _hoist(self, tree: ast.FunctionDef) -> None:
        """Declare at the top what is carried from iteration to iteration."""
        inside = {name for names in self.declared.values() for name in names}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Store):
                continue
            name = node.id
            if name in self.types and name not in inside and name not in self.scope:
                if name in self.targets:
                    raise self.error(
                        node, f"{name} is a loop variable and is assigned as well", "rename one"
                    )
                self.declare(name, node)

    def declare(self, name: str, at: ast.AST, value: str | None = None) -> Cx:
        """Declare a variable of the source."""
        fact = self.types[name]
        if fact.ragged and not self.grows(name):
            raise self.error(at, f"{name} holds lists of different lengths")
        if fact.shape:
            c = self.new_list(name, fact.shape, fact.lo, fact.hi)
            if self.grows(name):
                self.filled[c] = self.out.fresh(f"{name}_count")
                self.out.add(f"int {self.filled[c]} = 0;")
        else:
            c = self.out.fresh(name)
            first = "0" if value is None else value
            self.out.add(f"{exact_type(fact.lo, fact.hi)} {c} = {first};{self.source(at)}")
        out = Cx(c, fact.lo, fact.hi, "ap", fact.shape)
        self.scope[name] = out
        return out

    def declare_array(self, name: str, call: ast.Call) -> None:
        """`name = Array(...)`: storage pragmas, and its first values where it has some."""
        dtype = self.kernel.namespace.get(ast.unparse(call.args[0]))
        if not isinstance(dtype, Int):
            raise self.error(call, f"element type {ast.unparse(call.args[0])} of {name}")
        shape = [self.scalar(a).lo for a in call.args[1:]]
        c = self.out.fresh(name)
        key = self.prefix + name
        extents = "".join(f"[{n}]" for n in shape)
        self.out.add(f"{ap_type(dtype)} {c}{extents};{self.source(call)}")
        for line in partition_pragmas(c, self.schedule.partitions.get(key, {}), len(shape)):
            self.out.add(line)
        storage = storage_pragma(c, self.schedule.ram_styles.get(key, "auto"))
        if storage:
            self.out.add(storage)
        self.scope[name] = Place(c, Array(dtype, *shape), lambda at: subscripts(c, at))
        for keyword in call.keywords:
            start = as_operand(self.scalar(keyword.value)).text
            counters = []
            for extent in shape:
                k = self.out.fresh("init")
                self.out.add(f"for (int {k} = 0; {k} < {extent}; ++{k}) {{")
                self.out.add("#pragma HLS unroll")
                self.out.depth += 1
                counters.append(k)
            self.out.add(f"{subscripts(c, counters)} = {start};")
            for _ in shape:
                self.out.depth -= 1
                self.out.add("}")
