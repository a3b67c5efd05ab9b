"""Expressions of a kernel's source as C++ expressions of the same value.

Sums, differences and products of `ap_int` are exact in the vendor's headers; everything else
(shifts, selections, minima) is given operands of a type that holds both operands and result.
Reads of streams and sums over generators become statements in front of the expression.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from hwpipe.errors import InputError
from hwpipe.hls.kernel import Kernel, Process
from hwpipe.hls.lang import Stream
from hwpipe.hls.types import Int, sat
from hwpipe.hls.vitis.block import Writer
from hwpipe.hls.vitis.cpp import (
    Cx,
    ap_type,
    as_ap,
    as_bool,
    as_operand,
    exact_type,
    fits_int,
    identifier,
    literal,
)
from hwpipe.hls.vitis.record import Fact, Recorded

__all__ = ["Expressions", "Place"]

_ARITHMETIC: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*",
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
}  # fmt: skip
_COMPARE: dict[type[ast.AST], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


class Place:
    """An array, memory, buffer or stream of the source under its C++ name."""

    def __init__(self, name: str, item: Any, access: Callable[[list[str]], str]) -> None:
        self.name, self.item, self.access = name, item, access

    @property
    def dtype(self) -> Int:
        """Element type."""
        return self.item.dtype  # type: ignore[no-any-return]


class Expressions:
    """Translates expressions; `scope` maps source names to C++ expressions and places."""

    def __init__(self, kernel: Kernel, process: Process, recorded: Recorded) -> None:
        self.kernel, self.process, self.recorded = kernel, process, recorded
        self.facts = recorded.facts
        self.out = Writer(set())
        self.scope: dict[str, Cx | Place] = {}
        self.constants: dict[str, None] = {}

    # ---- what statements supply ----

    def inline(self, helper: ast.FunctionDef, node: ast.Call) -> Cx:
        """A call of a helper function, written in place."""
        raise NotImplementedError

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

    # ---- evaluation ----

    def expr(self, node: ast.expr) -> Cx:
        """C++ of an expression; may write statements first."""
        fact = self.fact(node)
        if (
            fact is not None and not fact.shape and not fact.other and fact.lo == fact.hi
            and not self.reads_stream(node)
        ):  # fmt: skip
            if isinstance(node, ast.Name) and self._is_constant(node.id):
                return self._constant(node.id)
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

    def index(self, node: ast.expr) -> str:
        """C++ of an index: exact width, so that addresses are no wider than they need be."""
        out = as_operand(self.scalar(node))
        if out.kind == "ap" and out.compound:
            return f"{exact_type(out.lo, out.hi)}{self._paren(out.text)}"
        return out.text

    @staticmethod
    def _paren(text: str) -> str:
        return text if text.startswith("(") and text.endswith(")") else f"({text})"

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
            return found
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
        if a.kind == "int" and b.kind == "int":
            if fits_int(lo, hi, a.lo, a.hi, b.lo, b.hi):
                return Cx(f"({a.text} {sign} {b.text})", lo, hi, "int", compound=True)
            a = as_ap(a)
        return Cx(f"({a.text} {sign} {b.text})", lo, hi, compound=True)

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
            return self._list_choice(node, test, (first, a), (second, b))
        lo, hi = min(a.lo, b.lo), max(a.hi, b.hi)
        if a.kind == b.kind == "bool" and not first and not second:
            return Cx(f"({test.text} ? {a.text} : {b.text})", 0, 1, "bool", compound=True)
        a, b = as_operand(a), as_operand(b)
        holder = exact_type(lo, hi)
        if not first and not second:
            if a.kind == b.kind == "int":
                return Cx(f"({test.text} ? {a.text} : {b.text})", lo, hi, "int", compound=True)
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
        self.out.add(f"if {self._paren(test.text)} {{")
        self.out.lines += [pad + x[1:] if x.startswith("@") else x for x in yes]
        self.out.add("} else {")
        self.out.lines += [pad + x[1:] if x.startswith("@") else x for x in no]
        self.out.add("}")

    def _list_choice(
        self, node: ast.IfExp, test: Cx, yes: tuple[list[str], Cx], no: tuple[list[str], Cx]
    ) -> Cx:
        shape = yes[1].shape
        if shape != no[1].shape:
            raise self.error(node, "a choice of lists of different lengths")
        lo, hi = min(yes[1].lo, no[1].lo), max(yes[1].hi, no[1].hi)
        name = self.new_list("choice", shape, lo, hi)
        blocks = []
        for lines, value in (yes, no):
            with self.out.capture() as copied:
                self.copy_list(name, value)
            blocks.append([*lines, *copied])
        self._branches(test, *blocks)
        return Cx(name, lo, hi, "ap", shape)

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
            terms.append(f"({left.text} {_COMPARE[type(op)]} {right.text})")
            left = right
        text = terms[0] if len(terms) == 1 else f"({' && '.join(terms)})"
        return Cx(text, 0, 1, "bool", compound=True)

    def _subscript(self, node: ast.Subscript) -> Cx:
        if isinstance(node.value, ast.Name) and isinstance(self.scope.get(node.value.id), Place):
            place = self.scope[node.value.id]
            assert isinstance(place, Place)
            text = place.access(self.indices(node.slice))
            return Cx(text, place.dtype.lo, place.dtype.hi)
        base = self.expr(node.value)
        if not base.shape:
            raise self.error(node, f"{ast.unparse(node)} cannot be indexed")
        where = self.scalar(node.slice)
        at = as_operand(where).text
        if where.const is not None and where.const < 0:
            at = str(where.const + base.shape[0])
        return Cx(f"{base.text}[{at}]", base.lo, base.hi, "ap", base.shape[1:])

    def indices(self, node: ast.expr) -> list[str]:
        """C++ of the indices of an access."""
        return [self.index(n) for n in (node.elts if isinstance(node, ast.Tuple) else [node])]

    # ---- lists ----

    def new_list(self, stem: str, shape: tuple[int, ...], lo: int, hi: int) -> str:
        """Declare an array for a list of the source."""
        name = self.out.fresh(stem)
        extents = "".join(f"[{n}]" for n in shape)
        self.out.add(f"{exact_type(lo, hi)} {name}{extents};")
        self.out.add(f"#pragma HLS array_partition variable={name} type=complete dim=0")
        return name

    def copy_list(self, name: str, value: Cx) -> None:
        """Copy a list element by element."""
        if not value.shape:
            self.out.add(f"{name} = {value.text};")
            return
        k = self.out.fresh("copy")
        with self.out.braces(f"for (int {k} = 0; {k} < {value.shape[0]}; ++{k})"):
            self.out.add("#pragma HLS unroll")
            inner = Cx(f"{value.text}[{k}]", value.lo, value.hi, "ap", value.shape[1:])
            self.copy_list(f"{name}[{k}]", inner)

    def list_fact(self, node: ast.expr) -> Fact:
        """Shape and range of a list.

        Raises:
            InputError: if it has several shapes, or is not one of integers.
        """
        fact = self.fact(node)
        if fact is None or fact.ragged or fact.other or not fact.shape:
            raise self.error(
                node, f"{ast.unparse(node)}, a list without one shape of integers",
                "use lists of integers of one length",
            )  # fmt: skip
        return fact

    def make_list(self, node: ast.expr, stem: str = "list") -> Cx:
        """A new array that holds a list expression."""
        fact = self.list_fact(node)
        name = self.new_list(stem, fact.shape, fact.lo, fact.hi)
        self.fill(name, node)
        return Cx(name, fact.lo, fact.hi, "ap", fact.shape)

    def fill(self, target: str, node: ast.expr) -> None:
        """Set an array (or a part of one) to a list expression."""
        if isinstance(node, ast.List | ast.Tuple):
            for k, element in enumerate(node.elts):
                self.fill(f"{target}[{k}]", element)
        elif isinstance(node, ast.ListComp | ast.GeneratorExp):
            count = self.out.fresh("at") if len(node.generators) > 1 else ""
            if count or node.generators[0].ifs or not self._from_zero(node.generators[0]):
                count = count or self.out.fresh("at")
                self.out.add(f"int {count} = 0;")

            def element(indices: list[str]) -> None:
                self.fill(f"{target}[{f'{count}++' if count else indices[0]}]", node.elt)

            self.generators(node.generators, element)
        else:
            value = self.expr(node)
            self.copy_list(target, value)

    @staticmethod
    def _from_zero(gen: ast.comprehension) -> bool:
        return isinstance(gen.iter, ast.Call) and len(gen.iter.args) == 1

    def generators(
        self, parts: Sequence[ast.comprehension], body: Callable[[list[str]], None]
    ) -> None:
        """Unrolled loops of a comprehension around what `body` writes."""

        def nest(depth: int, indices: list[str]) -> None:
            if depth == len(parts):
                body(indices)
                return
            gen = parts[depth]
            assert isinstance(gen.target, ast.Name)
            saved = self.scope.get(gen.target.id)
            with self.unrolled(gen.target.id, gen.iter) as index:
                if gen.ifs:
                    tests = [self.condition(c).text for c in gen.ifs]
                    with self.out.braces(f"if ({' && '.join(tests)})"):
                        nest(depth + 1, [*indices, index])
                else:
                    nest(depth + 1, [*indices, index])
            if saved is None:
                self.scope.pop(gen.target.id, None)
            else:
                self.scope[gen.target.id] = saved

        nest(0, [])

    def unrolled(self, var: str, over: ast.expr) -> Any:
        """Context of an unrolled loop; gives the C++ name of its counter."""
        raise NotImplementedError

    def _listcomp(self, node: ast.ListComp) -> Cx:
        return self.make_list(node)

    def _list(self, node: ast.List) -> Cx:
        return self.make_list(node)

    def _tuple(self, node: ast.Tuple) -> Cx:
        return self.make_list(node)

    # ---- calls ----

    def _call(self, node: ast.Call) -> Cx:
        if isinstance(node.func, ast.Attribute):
            return self._method(node, node.func)
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        known = self.kernel.namespace.get(name)
        if isinstance(known, Int) and name not in self.scope:
            value = as_operand(self.scalar(node.args[0]))
            return Cx(f"{ap_type(known)}{self._paren(value.text)}", known.lo, known.hi)
        if known is sat:
            return self._saturate(node)
        if name == "sum":
            return self._sum(node)
        if name in {"min", "max"}:
            return self._extreme(node, name)
        if name == "abs":
            a = as_operand(self.scalar(node.args[0]))
            holder = exact_type(min(a.lo, -a.hi), max(a.hi, -a.lo))
            lo, hi = self._range(node, a)
            return Cx(f"hwpipe::abs_of<{holder} >({a.text})", lo, hi)
        if name == "int":
            return self.scalar(node.args[0])
        helper = self.recorded.helpers.get(name)
        if helper is not None:
            return self.inline(helper, node)
        raise self.error(node, f"call of {name}")

    def _saturate(self, node: ast.Call) -> Cx:
        dtype = self.kernel.namespace.get(ast.unparse(node.args[0]))
        if not isinstance(dtype, Int):
            raise self.error(node, "sat to a type computed at run time", "name the type: sat(i8, x)")
        a = as_operand(self.scalar(node.args[1]))
        holder = exact_type(min(a.lo, dtype.lo), max(a.hi, dtype.hi))
        text = (
            f"hwpipe::clamp<{ap_type(dtype)}, {holder} >"
            f"({a.text}, {literal(dtype.lo).text}, {literal(dtype.hi).text})"
        )
        return Cx(text, dtype.lo, dtype.hi)

    def _sum(self, node: ast.Call) -> Cx:
        lo, hi = self._range(node)
        # Partial sums may leave the range; they wrap, and the last addition wraps them back.
        name = self.out.fresh("sum")
        self.out.add(f"{exact_type(lo, hi)} {name} = 0;")
        arg = node.args[0]

        def add(term: Cx) -> None:
            self.out.add(f"{name} += {as_operand(term).text};")

        if isinstance(arg, ast.GeneratorExp | ast.ListComp):
            self.generators(arg.generators, lambda _: add(self.scalar(arg.elt)))
        else:
            items = self.expr(arg)
            k = self.out.fresh("term")
            with self.out.braces(f"for (int {k} = 0; {k} < {items.shape[0]}; ++{k})"):
                self.out.add("#pragma HLS unroll")
                add(Cx(f"{items.text}[{k}]", items.lo, items.hi))
        return Cx(name, lo, hi)

    def _extreme(self, node: ast.Call, name: str) -> Cx:
        lo, hi = self._range(node)
        if len(node.args) > 1:
            parts = [as_operand(self.scalar(a)) for a in node.args]
            holder = exact_type(min(p.lo for p in parts), max(p.hi for p in parts))
            text = parts[0].text
            for part in parts[1:]:
                text = f"hwpipe::{name}_of<{holder} >({text}, {part.text})"
            return Cx(text, lo, hi)
        arg = node.args[0]
        generated = isinstance(arg, ast.GeneratorExp | ast.ListComp)
        items = self.make_list(arg, "items") if generated else self.expr(arg)
        holder = exact_type(items.lo, items.hi)
        out = self.out.fresh("most" if name == "max" else "least")
        self.out.add(f"{holder} {out} = {items.text}[0];")
        k = self.out.fresh("item")
        with self.out.braces(f"for (int {k} = 1; {k} < {items.shape[0]}; ++{k})"):
            self.out.add("#pragma HLS unroll")
            self.out.add(f"{out} = hwpipe::{name}_of<{holder} >({out}, {items.text}[{k}]);")
        return Cx(out, lo, hi)

    def _method(self, node: ast.Call, func: ast.Attribute) -> Cx:
        place = self.scope.get(ast.unparse(func.value))
        if not isinstance(place, Place) or func.attr != "get":
            raise self.error(node, f"call of {ast.unparse(func)} inside an expression")
        spec = place.item
        assert isinstance(spec, Stream)
        if spec.lanes == 1:
            name = self.out.fresh(f"{place.name}_item")
            self.out.add(f"const {ap_type(spec.dtype)} {name} = {place.name}.read();")
            return Cx(name, spec.dtype.lo, spec.dtype.hi)
        word = self.out.fresh(f"{place.name}_word")
        width = spec.dtype.width
        self.out.add(f"const ap_uint<{width * spec.lanes}> {word} = {place.name}.read();")
        name = self.new_list(f"{place.name}_item", (spec.lanes,), spec.dtype.lo, spec.dtype.hi)
        k = self.out.fresh("lane")
        with self.out.braces(f"for (int {k} = 0; {k} < {spec.lanes}; ++{k})"):
            self.out.add("#pragma HLS unroll")
            cut = f"{word}.range({width} * {k} + {width - 1}, {width} * {k})"
            self.out.add(f"{name}[{k}] = {ap_type(spec.dtype)}(ap_uint<{width}>({cut}));")
        return Cx(name, spec.dtype.lo, spec.dtype.hi, "ap", (spec.lanes,))
