"""Lists of a kernel's source as small arrays: comprehensions, sums, extremes, stream reads.

A list is an array of registers (partitioned completely) and a comprehension an unrolled loop.
"""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from hwpipe.hls.lang import Stream
from hwpipe.hls.vitis.cpp import Cx, ap_type, as_operand, exact_type, paren, unwrapped
from hwpipe.hls.vitis.expr import Expressions
from hwpipe.hls.vitis.place import Place
from hwpipe.hls.vitis.record import Fact

__all__ = ["Lists"]


class Lists(Expressions):
    """Translates what has several values, or comes from several."""

    def list_choice(
        self, node: ast.IfExp, test: Cx, yes: tuple[list[str], Cx], no: tuple[list[str], Cx]
    ) -> Cx:
        """A choice between two lists: both branches fill one array."""
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

    def new_list(self, stem: str, shape: tuple[int, ...], lo: int, hi: int) -> str:
        """Declare an array for a list of the source."""
        name, self.hint = self.out.fresh(self.hint or stem), ""
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
        elif isinstance(node, ast.IfExp) and all(map(self.fact, (node.body, node.orelse))):
            test = self.condition(node.test)
            with self.out.braces(f"if {paren(test.text)}"):
                self.fill(target, node.body)
            with self.out.braces("else"):
                self.fill(target, node.orelse)
        elif isinstance(node, ast.ListComp | ast.GeneratorExp):
            count = self.out.fresh("at") if len(node.generators) > 1 else ""
            if count or node.generators[0].ifs or not self._from_zero(node.generators[0]):
                count = count or self.out.fresh("at")
                self.out.add(f"int {count} = 0;")

            def set_element(indices: list[str]) -> None:
                self.fill(f"{target}[{f'{count}++' if count else indices[0]}]", node.elt)

            self.generators(node.generators, set_element)
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

    @abstractmethod
    def unrolled(
        self, var: str, over: ast.expr, stmt: ast.stmt | None = None
    ) -> AbstractContextManager[str]:
        """Context of an unrolled loop; gives the C++ name of its counter."""

    def _listcomp(self, node: ast.ListComp) -> Cx:
        return self.make_list(node)

    def _list(self, node: ast.List) -> Cx:
        return self.make_list(node)

    def _tuple(self, node: ast.Tuple) -> Cx:
        return self.make_list(node)

    def total(self, node: ast.Call) -> Cx:
        """`sum(...)` as an unrolled accumulation; the tool balances it or keeps the chain."""
        lo, hi = self._range(node)
        # Partial sums may leave the range; they wrap, and the last addition wraps them back.
        name = self.out.fresh("sum")
        self.out.add(f"{exact_type(lo, hi)} {name} = 0;")
        arg = node.args[0]

        def add(term: Cx) -> None:
            self.out.add(f"{name} += {unwrapped(as_operand(term).text)};")

        if isinstance(arg, ast.GeneratorExp | ast.ListComp):
            self.generators(arg.generators, lambda _: add(self.scalar(arg.elt)))
        else:
            items = self.expr(arg)
            k = self.out.fresh("term")
            with self.out.braces(f"for (int {k} = 0; {k} < {items.shape[0]}; ++{k})"):
                self.out.add("#pragma HLS unroll")
                add(Cx(f"{items.text}[{k}]", items.lo, items.hi))
        return Cx(name, lo, hi)

    def extreme(self, node: ast.Call, name: str) -> Cx:
        """`min(...)` or `max(...)` of arguments, or of a list."""
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

    def read_stream(self, node: ast.Call, func: ast.Attribute) -> Cx:
        """`stream.get()`: a statement in front, so that reads keep their order."""
        place = self.scope.get(ast.unparse(func.value))
        if not isinstance(place, Place) or func.attr != "get":
            raise self.error(node, f"call of {ast.unparse(func)} inside an expression")
        spec = place.item
        assert isinstance(spec, Stream)
        assert isinstance(func.value, ast.Name)
        if spec.lanes == 1:
            name = self.out.fresh(f"{func.value.id}_item")
            self.out.add(f"const {ap_type(spec.dtype)} {name} = {place.name}.read();")
            return Cx(name, spec.dtype.lo, spec.dtype.hi)
        word = self.out.fresh(f"{func.value.id}_word")
        width = spec.dtype.width
        self.out.add(f"const ap_uint<{width * spec.lanes}> {word} = {place.name}.read();")
        name = self.new_list(f"{func.value.id}_item", (spec.lanes,), spec.dtype.lo, spec.dtype.hi)
        k = self.out.fresh("lane")
        with self.out.braces(f"for (int {k} = 0; {k} < {spec.lanes}; ++{k})"):
            self.out.add("#pragma HLS unroll")
            cut = f"{word}.range({width} * {k} + {width - 1}, {width} * {k})"
            self.out.add(f"{name}[{k}] = {ap_type(spec.dtype)}(ap_uint<{width}>({cut}));")
        return Cx(name, spec.dtype.lo, spec.dtype.hi, "ap", (spec.lanes,))
