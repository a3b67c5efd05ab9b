"""Value ranges of every source expression, taken from the compiler's own front end.

The front end proves an interval for each node of its data-flow graph. Here it runs once more
over a process and notes, for every expression of the source, the union of the intervals that
it gave it (an expression under an unrolled loop is evaluated many times). So the C++ has types
of exactly the widths that the hardware has, and reads like the source.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hwpipe.hls.directives import Schedule
from hwpipe.hls.front import Front
from hwpipe.hls.ir import Node
from hwpipe.hls.kernel import Kernel, Process
from hwpipe.hls.split import split_loops

__all__ = ["Fact", "Facts", "record"]


@dataclass
class Fact:
    """What an expression was seen to be.

    Attributes:
        lo: smallest value of it, or of its elements where it is a list.
        hi: largest value.
        shape: extents of a list, empty for an integer; the largest where they differ.
        ragged: it had different shapes at different times.
        other: it was no integer and no list of integers (an array, a type).
    """

    lo: int = 0
    hi: int = 0
    shape: tuple[int, ...] = ()
    ragged: bool = False
    other: bool = False

    def join(self, more: Fact) -> None:
        """Widen by another sighting."""
        self.ragged |= more.ragged or self.shape != more.shape
        if len(self.shape) == len(more.shape):
            self.shape = tuple(map(max, self.shape, more.shape))
        self.other |= more.other
        self.lo, self.hi = min(self.lo, more.lo), max(self.hi, more.hi)


def _fact(value: Any) -> Fact:
    if isinstance(value, Node):
        return Fact(value.lo, value.hi)
    if isinstance(value, bool | int):
        return Fact(int(value), int(value))
    if isinstance(value, list | tuple) and value:
        parts = [_fact(v) for v in value]
        out = replace(parts[0])
        for part in parts[1:]:
            out.join(part)
        out.shape = (len(value), *parts[0].shape)
        return out
    return Fact(other=True)


class Facts:
    """Facts by expression."""

    def __init__(self) -> None:
        self.table: dict[int, Fact] = {}

    @staticmethod
    def key(node: ast.AST) -> int:
        """Number of an expression: survives the copies that the compiler makes of the tree."""
        return getattr(node, "hls_id", -1)

    def note(self, node: ast.AST, value: Any) -> None:
        """Add a sighting."""
        key = self.key(node)
        if key < 0:
            return
        fact = _fact(value)
        if key in self.table:
            self.table[key].join(fact)
        else:
            self.table[key] = fact

    def of(self, node: ast.AST) -> Fact | None:
        """Fact of an expression; None where it was never evaluated (dead code)."""
        return self.table.get(self.key(node))


class _Desugar(ast.NodeTransformer):
    """Plain assignments only, so that every expression has one node.

    `x += e` becomes `x = x + e`, `x: T = e` loses its annotation, and `a = b = e` goes through a
    variable of its own, so that `e` is evaluated once.
    """

    def __init__(self) -> None:
        self.chains = 0

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.AST]:
        self.generic_visit(node)
        if len(node.targets) == 1:
            return node
        self.chains += 1
        name = f"chained{self.chains}"
        out: list[ast.AST] = [ast.Assign([ast.Name(name, ast.Store())], node.value)]
        out += [ast.Assign([target], ast.Name(name, ast.Load())) for target in node.targets]
        return [ast.copy_location(stmt, node) for stmt in out]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign([node.target], node.value), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        load = copy.deepcopy(node.target)
        for part in ast.walk(load):
            if isinstance(part, ast.Name | ast.Subscript) and part is load:
                part.ctx = ast.Load()
        value = ast.copy_location(ast.BinOp(load, node.op, node.value), node)
        return ast.copy_location(ast.Assign([node.target], value), node)


class _Recorder(Front):
    """The front end, noting what each expression evaluates to."""

    facts: Facts

    def value(self, node: ast.expr) -> Any:
        """Evaluate any expression."""
        out = super().value(node)
        self.facts.note(node, out)
        return out

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> list[Any]:
        """Unrolled list comprehension."""
        out = super().comprehension(node)
        self.facts.note(node, out)
        return out

    def iterable(self, node: ast.expr) -> list[Any]:
        """Values of a constant range or of a list."""
        out = super().iterable(node)
        self.facts.note(node, out)
        return out


@dataclass(frozen=True)
class Recorded:
    """A process ready to be written as C++: its tree after loop splitting, helpers, facts."""

    tree: ast.FunctionDef
    helpers: Mapping[str, ast.FunctionDef]
    facts: Facts


def record(kernel: Kernel, process: Process, schedule: Schedule) -> Recorded:
    """Run the front end over one process and note every expression's range.

    Args:
        kernel: the kernel.
        process: one of its processes.
        schedule: its directives; a copy is used.

    Raises:
        InputError: what the compiler itself refuses.
    """
    schedule = copy.deepcopy(schedule)
    constants = {k: v for k, v in kernel.namespace.items() if isinstance(v, int)}
    tree = split_loops(process.tree, process.name, schedule, kernel.path.name, constants)
    tree = _Desugar().visit(tree)
    helpers = {
        name: _Desugar().visit(copy.deepcopy(helper))
        for name, helper in kernel.namespace.get("__hls_helpers__", {}).items()
    }
    number = 0
    for root in (tree, *helpers.values()):
        ast.fix_missing_locations(root)
        for node in ast.walk(root):
            if isinstance(node, ast.expr) and not isinstance(node, ast.expr_context):
                number += 1
                node.hls_id = number  # type: ignore[attr-defined]
    front = _Recorder(kernel, replace(process, tree=tree), schedule)
    front.namespace = {**kernel.namespace, "__hls_helpers__": helpers}
    front.facts = Facts()
    front.run()
    return Recorded(tree, helpers, front.facts)
