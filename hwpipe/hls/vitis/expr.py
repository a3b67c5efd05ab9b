"""Expressions of a kernel's source as C++ expressions of the same value.

Sums, differences and products of `ap_int` are exact in the vendor's headers; everything else
(shifts, selections, minima) is given operands of a type that holds both operands and result.
Reads of streams and sums over generators become statements in front of the expression.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable

from hwpipe.errors import InputError
from hwpipe.hls.kernel import Kernel, Process
from hwpipe.hls.vitis.block import Writer
from hwpipe.hls.vitis.cpp import (
    Cx,
    as_ap,
    as_bool,
    as_long,
    as_operand,
    exact_type,
    fits_int,
    fits_long,
    identifier,
    literal,
    paren,
    unwrapped,
)
from hwpipe.hls.vitis.place import Place
from hwpipe.hls.vitis.record import Fact, Recorded

__all__ = ["Expressions"]

_ARITHMETIC: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*",
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
}  # fmt: skip
_COMPARE: dict[type[ast.AST], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


class Expressions(ABC):
    """Translates expressions; `scope` maps source names to C++ expressions and places."""

    def __init__(self, kernel: Kernel, process: Process, recorded: Recorded) -> None:
        self.kernel, self.process, self.recorded = kernel, process, recorded
        self.facts = recorded.facts
        self.out = Writer(set())
        self.scope: dict[str, Cx | Place] = {}
        self.constants: dict[str, None] = {}
        self.addressing = False
        #: Name for the next list, where it is a variable's only value.
        self.hint = ""

    # ---- what Lists supplies ----

    @abstractmethod
    def list_choice(
        self, node: ast.IfExp, test: Cx, yes: tuple[list[str], Cx], no: tuple[list[str], Cx]
    ) -> Cx:
        """A choice between two lists."""

    # ---- errors and facts ----

    def error(self, node: ast.AST, what: str, remedy: str | None = None) -> InputError:
        """An error that names file and line."""
        where = f"{self.kernel.path.name}:{getattr(node, 'lineno', 0)}"
        return InputError(f"{what} in Vitis HLS C++", where=where, remedy=remedy)

    def fact(self, node: ast.expr) -> Fact | None:
        """What the front end knows of an expression."""
        return self.facts.of(node)

    def reads_stream(self, node: ast.AST) -> bool:
        """Whether evaluating it takes an item from a stream."""
        for part in ast.walk(node):
            if isinstance(part, ast.Call):
                if isinstance(part.func, ast.Attribute):
                    return True
                if isinstance(part.func, ast.Name):
                    helper = self.recorded.helpers.get(part.func.id)
                    if helper is not None and self.reads_stream(helper):
                        return True
        return False

    def expr(self, node: ast.expr) -> Cx:
        """C++ of an expression; may write statements first."""
        fact = self.fact(node)
        if (
            fact is not None and not fact.shape and not fact.other and fact.lo == fact.hi
            and not self.reads_stream(node)
        ):  # fmt: skip
            if not isinstance(node, ast.Name):
                return literal(fact.lo)
            if self._is_constant(node.id):
                return self._constant(node.id)
            if not isinstance(self.scope.get(node.id), Cx):
                return literal(fact.lo)
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise self.error(node, f"{ast.unparse(node)} cannot be written")
        out: Cx = method(node)
        if fact is not None and not out.shape and not fact.other and not fact.shape:
            out = out.narrowed(fact.lo, fact.hi)
        return out

    def scalar(self, node: ast.expr) -> Cx:
        """C++ of an integer expression."""
        out = self.expr(node)
        if out.shape:
            raise self.error(node, f"the list {ast.unparse(node)} used as a number")
        return out

    def condition(self, node: ast.expr) -> Cx:
        """C++ of a truth value."""
        return as_bool(self.scalar(node))

    def counting(self, node: ast.expr) -> Cx:
        """C++ of an index or a loop bound, in C++'s own integers wherever they hold it.

        The vendor's dependence and burst analyses follow `int` counters through an address;
        a chain of widths of their own stops them.
        """
        saved, self.addressing = self.addressing, True
        out = as_operand(self.scalar(node))
        self.addressing = saved
        return self._native(out)

    def index(self, node: ast.expr) -> str:
        """Text of an index."""
        out = self.counting(node).text
        return unwrapped(out)

    @staticmethod
    def _native(x: Cx) -> Cx:
        """An arbitrary-precision value as a C++ integer, where one holds it."""
        if x.kind != "ap" or x.shape or not fits_long(x.lo, x.hi):
            return x
        if fits_int(x.lo, x.hi):
            return Cx(f"{x.text}.to_int()", x.lo, x.hi, "int")
        return Cx(f"{x.text}.to_int64()", x.lo, x.hi, "long")

    def _is_constant(self, name: str) -> bool:
        return name not in self.scope and isinstance(self.kernel.namespace.get(name), int)

    def _constant(self, name: str) -> Cx:
        value = int(self.kernel.namespace[name])
        if not fits_int(value):
            return literal(value)
        self.constants[name] = None
        return Cx(identifier(name), value, value, "int")

    def _name(self, node: ast.Name) -> Cx:
        found = self.scope.get(node.id)
        if isinstance(found, Cx):
            return self._native(found) if self.addressing else found
        if isinstance(found, Place):
            raise self.error(node, f"{node.id} used as a number")
        if self._is_constant(node.id):
            return self._constant(node.id)
        value = self.kernel.namespace.get(node.id)
        fact = self.fact(node)
        if isinstance(value, list | tuple) and fact is not None and not fact.ragged:
            self.constants[node.id] = None
            return Cx(identifier(node.id), fact.lo, fact.hi, "ap", fact.shape)
        raise self.error(
            node, f"{node.id} read outside the loop or branch that sets it",
            "assign it before the loop",
        )  # fmt: skip

    def _unaryop(self, node: ast.UnaryOp) -> Cx:
        if isinstance(node.op, ast.Not):
            return Cx(f"(!{self.condition(node.operand).text})", 0, 1, "bool", compound=True)
        operand = as_operand(self.scalar(node.operand))
        if isinstance(node.op, ast.USub):
            return self._arith("-", literal(0), operand, node)
        if isinstance(node.op, ast.Invert):
            # -1 - a holds for unsigned operands too, where C++'s ~ would not widen.
            return self._arith("-", literal(-1), operand, node)
        return operand

    def _range(self, node: ast.expr, *operands: Cx) -> tuple[int, int]:
        fact = self.fact(node)
        if fact is None:
            return min(o.lo for o in operands), max(o.hi for o in operands)
        return fact.lo, fact.hi

    def _arith(self, sign: str, a: Cx, b: Cx, node: ast.expr) -> Cx:
        lo, hi = self._range(node, a, b)
        a, b = as_operand(a), as_operand(b)
        if a.kind != "ap" and b.kind != "ap":
            if fits_int(lo, hi, a.lo, a.hi, b.lo, b.hi):
                return Cx(f"({a.text} {sign} {b.text})", lo, hi, "int", compound=True)
            if self.addressing and fits_long(lo, hi, a.lo, a.hi, b.lo, b.hi):
                text = f"({as_long(a).text} {sign} {b.text})"
                return Cx(text, lo, hi, "long", compound=True)
            a = as_ap(a)
        a, b = self._exact_counters(a, b)
        return Cx(f"({a.text} {sign} {b.text})", lo, hi, compound=True)

    @staticmethod
    def _exact_counters(a: Cx, b: Cx) -> tuple[Cx, Cx]:
        """Beside data, a counter takes its exact width: a 32-bit operand costs multipliers."""
        if a.kind == "ap" and b.kind != "ap" and b.const is None:
            b = as_ap(b)
        elif b.kind == "ap" and a.kind != "ap" and a.const is None:
            a = as_ap(a)
        return a, b

    def _binop(self, node: ast.BinOp) -> Cx:
        left, right = self.expr(node.left), self.expr(node.right)
        if left.shape or right.shape:
            raise self.error(node, "list arithmetic", "write a list comprehension")
        left, right = as_operand(left), as_operand(right)
        sign = _ARITHMETIC.get(type(node.op))
        if sign is not None:
            return self._arith(sign, left, right, node)
        if isinstance(node.op, ast.LShift | ast.RShift):
            return self._shift(node, left, right, isinstance(node.op, ast.LShift))
        by = right.const
        if by is None or by < 1 or by & (by - 1):
            raise self.error(
                node, f"division by {ast.unparse(node.right)}",
                "divide by a constant power of two",
            )  # fmt: skip
        if isinstance(node.op, ast.Mod):
            return self._arith("&", left, literal(by - 1), node)
        if isinstance(node.op, ast.FloorDiv):
            return self._shift(node, left, literal(by.bit_length() - 1), False)
        raise self.error(node, f"operator in {ast.unparse(node)}")

    def _shift(self, node: ast.expr, a: Cx, amount: Cx, left: bool) -> Cx:
        lo, hi = self._range(node, a)
        if amount.const is not None and a.kind != "ap":
            fits = fits_int if a.kind == "int" else fits_long
            if left and fits(a.lo, a.hi, lo, hi, 1 << amount.const):
                # C++14 does not define << of negative numbers.
                text = f"({a.text} * {1 << amount.const})"
                return Cx(text, lo, hi, a.kind, compound=True)
            if not left and amount.const < 31:
                return Cx(f"({a.text} >> {amount.const})", lo, hi, a.kind, compound=True)
        if left:
            # The shifted value keeps its type in C++: give it the result's.
            holder = exact_type(min(a.lo, lo), max(a.hi, hi), amount.hi + 1)
        else:
            holder = exact_type(a.lo, a.hi, amount.hi + 1)
        text = f"({holder}({a.text}) {'<<' if left else '>>'} {amount.text})"
        return Cx(text, lo, hi, compound=True)

    def lazily(self, *parts: Callable[[], Cx]) -> list[tuple[list[str], Cx]]:
        """Translate parts that only one path evaluates, with the statements that each needs."""
        out = []
        for part in parts:
            with self.out.capture() as lines:
                value = part()
            out.append((lines, value))
        return out

    def _ifexp(self, node: ast.IfExp) -> Cx:
        if self.fact(node.body) is None:
            return self._dead_branch(node.test, node.orelse)
        if self.fact(node.orelse) is None:
            return self._dead_branch(node.test, node.body)
        test = self.condition(node.test)
        (first, a), (second, b) = self.lazily(
            lambda: self.expr(node.body), lambda: self.expr(node.orelse)
        )
        if a.shape or b.shape:
            return self.list_choice(node, test, (first, a), (second, b))
        lo, hi = min(a.lo, b.lo), max(a.hi, b.hi)
        if a.kind == b.kind == "bool" and not first and not second:
            return Cx(f"({test.text} ? {a.text} : {b.text})", 0, 1, "bool", compound=True)
        a, b = as_operand(a), as_operand(b)
        holder = exact_type(lo, hi)
        if not first and not second:
            if a.kind == b.kind != "ap":
                return Cx(f"({test.text} ? {a.text} : {b.text})", lo, hi, a.kind, compound=True)
            text = f"({test.text} ? {holder}({a.text}) : {holder}({b.text}))"
            return Cx(text, lo, hi, compound=True)
        name = self.out.fresh("choice")
        self.out.add(f"{holder} {name};")
        self._branches(test, [*first, f"@{name} = {a.text};"], [*second, f"@{name} = {b.text};"])
        return Cx(name, lo, hi)

    def _dead_branch(self, test: ast.expr, live: ast.expr) -> Cx:
        if self.reads_stream(test):
            self.condition(test)
        return self.expr(live)

    def _branches(self, test: Cx, yes: list[str], no: list[str]) -> None:
        """An if with both branches; lines that start with @ still need their indentation."""
        pad = "  " * (self.out.depth + 1)
        self.out.add(f"if {paren(test.text)} {{")
        self.out.lines += [pad + x[1:] if x.startswith("@") else x for x in yes]
        self.out.add("} else {")
        self.out.lines += [pad + x[1:] if x.startswith("@") else x for x in no]
        self.out.add("}")

    def _boolop(self, node: ast.BoolOp) -> Cx:
        joiner = " && " if isinstance(node.op, ast.And) else " || "
        terms = []
        for part in node.values:
            with self.out.capture() as lines:
                term = self.condition(part)
            if lines:
                raise self.error(
                    part, "a stream read or sum inside and/or", "give it a variable of its own"
                )
            terms.append(term.text)
        return Cx(f"({joiner.join(terms)})", 0, 1, "bool", compound=True)

    def _compare(self, node: ast.Compare) -> Cx:
        terms = []
        left = as_operand(self.scalar(node.left))
        for op, right_node in zip(node.ops, node.comparators, strict=True):
            right = as_operand(self.scalar(right_node))
            a, b = self._exact_counters(left, right)
            terms.append(f"({a.text} {_COMPARE[type(op)]} {b.text})")
            left = right
        text = terms[0] if len(terms) == 1 else f"({' && '.join(terms)})"
        return Cx(text, 0, 1, "bool", compound=True)

    def _subscript(self, node: ast.Subscript) -> Cx:
        if isinstance(node.value, ast.Name) and isinstance(self.scope.get(node.value.id), Place):
            place = self.scope[node.value.id]
            assert isinstance(place, Place)
            text = place.access(self.indices(node.slice))
            out = Cx(text, place.dtype.lo, place.dtype.hi)
            return self._native(out) if self.addressing else out
        base = self.expr(node.value)
        if not base.shape:
            raise self.error(node, f"{ast.unparse(node)} cannot be indexed")
        where = self.counting(node.slice)
        at = self.index(node.slice) if where.const is None else where.text
        if where.const is not None and where.const < 0:
            at = str(where.const + base.shape[0])
        return Cx(f"{base.text}[{at}]", base.lo, base.hi, "ap", base.shape[1:])

    def indices(self, node: ast.expr) -> list[str]:
        """C++ of the indices of an access."""
        return [self.index(n) for n in (node.elts if isinstance(node, ast.Tuple) else [node])]
