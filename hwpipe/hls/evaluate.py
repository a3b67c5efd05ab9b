"""Expressions of a process to nodes: a symbolic run of Python's own evaluation rules."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hwpipe.errors import InputError
from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.lang import within
from hwpipe.hls.types import Int, sat

__all__ = ["Evaluator", "Handle"]

_COMPARE = {ast.Lt: "lt", ast.LtE: "le", ast.Eq: "eq", ast.NotEq: "ne"}


@dataclass(frozen=True)
class Handle:
    """An array, stream, memory or buffer named in the source."""

    name: str
    kind: str


class Evaluator(ABC):
    """Evaluates syntax to nodes, Python constants, lists or handles.

    Subclasses give variables, arrays and streams a meaning.
    """

    def __init__(self, graph: Graph, path: str, namespace: Mapping[str, Any]) -> None:
        self.graph, self.path, self.namespace = graph, path, namespace
        self.env: dict[str, Any] = {}
        self.pred = graph.const(1)

    # ---- meaning that the front end supplies ----

    @abstractmethod
    def variable(self, name: str) -> Any:
        """Value of a variable that is not bound yet."""

    @abstractmethod
    def load(self, handle: Handle, index: list[Any]) -> Any:
        """Element of an array."""

    @abstractmethod
    def method(self, handle: Handle, name: str, args: list[Any]) -> Any:
        """`stream.get()` and the like."""

    @abstractmethod
    def call_function(self, function: ast.FunctionDef, args: list[Any]) -> Any:
        """A helper function of the kernel file."""

    @abstractmethod
    def promise(self, value: Node, lo: int, hi: int) -> None:
        """Note that a value was promised to lie in [lo, hi]."""

    # ---- errors ----

    def error(self, node: ast.AST, what: str, remedy: str | None = None) -> InputError:
        """An error that names file and line."""
        return InputError(what, where=f"{self.path}:{getattr(node, 'lineno', 0)}", remedy=remedy)

    # ---- evaluation ----

    def lift(self, value: Any, at: ast.AST) -> Node:
        """A node of a value."""
        if isinstance(value, Node):
            return value
        if isinstance(value, bool | int):
            return self.graph.const(int(value))
        raise self.error(at, f"{ast.unparse(at)} is not an integer")

    def integer(self, node: ast.expr) -> Node:
        """Evaluate to an integer node."""
        return self.lift(self.value(node), node)

    def value(self, node: ast.expr) -> Any:
        """Evaluate any expression."""
        if getattr(node, "lineno", 0):
            self.graph.line = node.lineno
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise self.error(
                node, f"{type(node).__name__} ({ast.unparse(node)}) cannot become hardware",
                "use integer arithmetic, comparisons, conditionals and indexing",
            )  # fmt: skip
        return method(node)

    def _constant(self, node: ast.Constant) -> Any:
        if isinstance(node.value, bool | int):
            return int(node.value)
        raise self.error(node, f"constant {node.value!r}", "kernels compute with integers")

    def _name(self, node: ast.Name) -> Any:
        if node.id in self.env:
            return self.env[node.id]
        found = self.variable(node.id)
        if found is not None:
            return found
        if node.id in self.namespace:
            return self.namespace[node.id]
        raise self.error(node, f"{node.id} has no value here", "assign it before it is read")

    def _tuple(self, node: ast.Tuple) -> list[Any]:
        return [self.value(e) for e in node.elts]

    def _list(self, node: ast.List) -> list[Any]:
        out: list[Any] = []
        for element in node.elts:
            if isinstance(element, ast.Starred):
                out.extend(self.iterable(element.value))
            else:
                out.append(self.value(element))
        return out

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        if isinstance(node.op, ast.Not):
            if not isinstance(value, Node):
                return int(not value)
            return self.graph.lnot(value)
        if not isinstance(value, Node):
            value = self.lift(value, node)
        if isinstance(node.op, ast.USub):
            return self.graph.neg(value)
        if isinstance(node.op, ast.Invert):
            return self.graph.inv(value)
        return value

    def _binop(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(left, list) and isinstance(node.op, ast.Add):
            return left + list(right)
        a, b = self.lift(left, node.left), self.lift(right, node.right)
        g = self.graph
        if isinstance(node.op, ast.Add):
            return g.add(a, b)
        if isinstance(node.op, ast.Sub):
            return g.sub(a, b)
        if isinstance(node.op, ast.Mult):
            return g.mul(a, b)
        if isinstance(node.op, ast.LShift | ast.RShift):
            if b.lo < 0 or b.hi > 512:
                raise self.error(
                    node, f"shift by {b.lo} to {b.hi}", "cast the amount: u5(...), for instance"
                )
            return g.shift("shlv" if isinstance(node.op, ast.LShift) else "shrv", a, b)
        for kind, op in ((ast.BitAnd, "and"), (ast.BitOr, "or"), (ast.BitXor, "xor")):
            if isinstance(node.op, kind):
                return g.bits(op, a, b)
        if isinstance(node.op, ast.FloorDiv | ast.Mod):
            if a.const is not None and b.const:
                floor = isinstance(node.op, ast.FloorDiv)
                return g.const(a.const // b.const if floor else a.const % b.const)
            if b.const is None or b.const < 1 or b.const & (b.const - 1):
                raise self.error(
                    node, f"division by {ast.unparse(node.right)}",
                    "divide by a constant power of two, or count with a variable",
                )  # fmt: skip
            amount = b.const.bit_length() - 1
            if isinstance(node.op, ast.FloorDiv):
                return g.shr(a, amount)
            return g.bits("and", a, g.const(b.const - 1))
        raise self.error(node, f"operator in {ast.unparse(node)}", "use + - * << >> & | ^ // %")

    def _boolop(self, node: ast.BoolOp) -> Any:
        out: Node | None = None
        op = "band" if isinstance(node.op, ast.And) else "bor"
        for part in node.values:
            term = self.integer(part)
            if not (term.truth or (term.lo >= 0 and term.hi <= 1)):
                raise self.error(part, f"{ast.unparse(part)} is no truth value", "compare it")
            out = self.graph.truth(term) if out is None else self.graph.logic(op, out, term)
        return out

    def _compare(self, node: ast.Compare) -> Any:
        left = self.value(node.left)
        terms = []
        for op, right_ast in zip(node.ops, node.comparators, strict=True):
            right = self.value(right_ast)
            a, b = self.lift(left, node), self.lift(right, node)
            kind = type(op)
            if kind in {ast.Gt, ast.GtE}:
                terms.append(self.graph.compare("lt" if kind is ast.Gt else "le", b, a))
            elif kind in _COMPARE:
                terms.append(self.graph.compare(_COMPARE[kind], a, b))
            else:
                raise self.error(node, f"comparison {ast.unparse(node)}", "use < <= > >= == !=")
            left = right
        return self.graph.all_of(terms)

    def _ifexp(self, node: ast.IfExp) -> Any:
        test = self.integer(node.test)
        if test.const is not None:
            return self.value(node.body if test.const else node.orelse)
        before = self.pred
        self.pred = self.graph.logic("band", before, test)
        yes = self.value(node.body)
        self.pred = self.graph.logic("band", before, self.graph.lnot(test))
        no = self.value(node.orelse)
        self.pred = before
        if isinstance(yes, list):
            return [
                self.graph.select(test, self.lift(a, node), self.lift(b, node))
                for a, b in zip(yes, no, strict=True)
            ]
        return self.graph.select(test, self.lift(yes, node), self.lift(no, node))

    def _subscript(self, node: ast.Subscript) -> Any:
        base = self.value(node.value)
        index = self.value(node.slice)
        if isinstance(base, Handle):
            return self.load(base, index if isinstance(index, list) else [index])
        if isinstance(base, Sequence):
            pos = self.lift(index, node)
            if pos.const is not None:
                if not -len(base) <= pos.const < len(base):
                    raise self.error(node, f"index {pos.const} of {len(base)} elements")
                return base[pos.const]
            out = self.lift(base[0], node)
            for k in range(1, len(base)):
                hit = self.graph.compare("eq", pos, self.graph.const(k))
                out = self.graph.select(hit, self.lift(base[k], node), out)
            return out
        raise self.error(node, f"{ast.unparse(node.value)} cannot be indexed")

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> list[Any]:
        """Unrolled list comprehension over constant ranges and lists."""
        out: list[Any] = []

        def nest(depth: int) -> None:
            if depth == len(node.generators):
                out.append(self.value(node.elt))
                return
            gen = node.generators[depth]
            if not isinstance(gen.target, ast.Name):
                raise self.error(node, "comprehension with several targets")
            saved = self.env.get(gen.target.id)
            for item in self.iterable(gen.iter):
                self.env[gen.target.id] = item
                tests = [self.integer(c).const for c in gen.ifs]
                if None in tests:
                    raise self.error(node, "comprehension with a run-time condition")
                if all(tests):
                    nest(depth + 1)
            if saved is None:
                self.env.pop(gen.target.id, None)
            else:
                self.env[gen.target.id] = saved

        nest(0)
        return out

    def iterable(self, node: ast.expr) -> list[Any]:
        """Values of a constant `range(...)` or of a list."""
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "range"
        ):
            bounds = []
            for arg in node.args:
                bound = self.integer(arg).const
                if bound is None:
                    raise self.error(
                        arg, f"bound {ast.unparse(arg)} of an unrolled loop is not constant",
                        "pipeline the loop, or split it with unroll(loop, factor)",
                    )  # fmt: skip
                bounds.append(bound)
            return list(range(*bounds))
        value = self.value(node)
        if isinstance(value, list | tuple):
            return list(value)
        raise self.error(node, f"{ast.unparse(node)} is no constant range or list")

    def _listcomp(self, node: ast.ListComp) -> list[Any]:
        return self.comprehension(node)

    def _call(self, node: ast.Call) -> Any:
        if node.keywords:
            raise self.error(node, f"keyword argument in {ast.unparse(node)}")
        if isinstance(node.func, ast.Attribute):
            base = self.value(node.func.value)
            if isinstance(base, Handle):
                return self.method(base, node.func.attr, [self.value(a) for a in node.args])
            raise self.error(node, f"call of {ast.unparse(node.func)}")
        if not isinstance(node.func, ast.Name):
            raise self.error(node, f"call of {ast.unparse(node.func)}")
        name = node.func.id
        known = self.namespace.get(name)
        g = self.graph
        if isinstance(known, Int) and name not in self.env:
            return g.wrap(known, self.integer(node.args[0]))
        if known is sat:
            dtype = self.value(node.args[0])
            return g.saturate(dtype, self.integer(node.args[1]))
        if known is within:
            value, lo, hi = (self.integer(a) for a in node.args)
            if lo.const is None or hi.const is None:
                raise self.error(node, "within(...) needs constant bounds")
            self.promise(value, lo.const, hi.const)
            return g.assume(value, lo.const, hi.const)
        if name == "sum":
            arg = node.args[0]
            items = (
                self.comprehension(arg) if isinstance(arg, ast.GeneratorExp) else self.value(arg)
            )
            return g.total([self.lift(i, node) for i in items])
        if name in {"min", "max"}:
            args = node.args
            if len(args) == 1 and isinstance(args[0], ast.GeneratorExp):
                items = self.comprehension(args[0])
            elif len(args) == 1:
                items = list(self.value(args[0]))
            else:
                items = [self.value(a) for a in args]
            nodes = [self.lift(i, node) for i in items]
            step = g.minimum if name == "min" else g.maximum
            while len(nodes) > 1:
                nodes = [
                    step(*nodes[i : i + 2]) if i + 1 < len(nodes) else nodes[i]
                    for i in range(0, len(nodes), 2)
                ]
            return nodes[0]
        if name == "abs":
            a = self.integer(node.args[0])
            return g.maximum(a, g.neg(a))
        if name == "int":
            return self.integer(node.args[0])
        if name == "len":
            return len(self.value(node.args[0]))
        function = self.helper(name)
        if function is not None:
            return self.call_function(function, [self.value(a) for a in node.args])
        raise self.error(node, f"call of {name}", "use types, sat, sum, min, max, abs or a helper")

    def helper(self, name: str) -> ast.FunctionDef | None:
        """Syntax of a helper function of the kernel file."""
        trees: dict[str, ast.FunctionDef] = self.namespace.get("__hls_helpers__", {})
        return trees.get(name)
