"""The data-flow graph of one loop iteration: nodes with value ranges, folded as they are made.

Every node is an exact integer with a proven interval [lo, hi]; nodes are hash-consed, so equal
subexpressions are one node. Effects (stores, puts, register writes) are nodes too, kept in
`Graph.effects` in program order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hwpipe.hls.node import Node
from hwpipe.hls.types import Int, bits_of_range

__all__ = ["Graph", "Node"]


#: Operators whose interval does not follow from their operands.
_DECLARED = frozenset({"iv", "wrapiv", "step", "scalar", "state", "load", "get"})


@dataclass
class Graph:
    """Nodes of one process, with folding constructors."""

    nodes: list[Node] = field(default_factory=list)
    effects: list[Node] = field(default_factory=list)
    line: int = 0
    _table: dict[Any, Node] = field(default_factory=dict)

    def make(
        self, op: str, args: Iterable[Node], attr: Any, lo: int, hi: int, *, unique: bool = False
    ) -> Node:
        """The node of that operator and operands, made if it is new."""
        args = tuple(args)
        key = (op, tuple(a.id for a in args), attr)
        if not unique and key in self._table:
            known = self._table[key]
            # Whoever makes one of these knows its interval; that of others follows from operands.
            if op in _DECLARED and (lo < known.lo or known.hi < hi):
                raise AssertionError(f"{op} in [{lo}, {hi}] is known in [{known.lo}, {known.hi}]")
            return known
        weight = {
            "mul": 3,
            "mac": 3,
            "load": 4,
            "state": 1000,
            "const": 0,
            "iv": 0,
            "scalar": 0,
        }.get(op, 1)
        depth = weight + max((a.depth for a in args), default=0)
        node = Node(len(self.nodes), op, args, attr, lo, hi, self.line, "", depth)
        self.nodes.append(node)
        if not unique:
            self._table[key] = node
        return node

    def const(self, value: int) -> Node:
        """Constant."""
        return self.make("const", (), int(value), int(value), int(value))

    def effect(self, op: str, args: Iterable[Node], attr: Any) -> Node:
        """An action in program order."""
        node = self.make(op, args, attr, 0, 0, unique=True)
        self.effects.append(node)
        return node

    # ---- arithmetic: each constructor folds constants and proves the interval ----

    def add(self, a: Node, b: Node) -> Node:
        """A + b."""
        if a.const is not None and b.const is not None:
            return self.const(a.const + b.const)
        if a.const == 0:
            return b
        if b.const == 0:
            return a
        if a.const is not None:
            a, b = b, a
        if b.const is not None and a.op == "add" and a.args[1].const is not None:
            return self.add(a.args[0], self.const(a.args[1].const + b.const))
        if b.const is None and a.id > b.id:
            a, b = b, a
        return self.make("add", (a, b), None, a.lo + b.lo, a.hi + b.hi)

    def neg(self, a: Node) -> Node:
        """-a."""
        return self.sub(self.const(0), a)

    def sub(self, a: Node, b: Node) -> Node:
        """A - b."""
        if b.const is not None:
            return self.add(a, self.const(-b.const))
        if a is b:
            return self.const(0)
        return self.make("sub", (a, b), None, a.lo - b.hi, a.hi - b.lo)

    def mul(self, a: Node, b: Node) -> Node:
        """A * b."""
        if a.const is not None:
            a, b = b, a
        if b.const is not None:
            if a.const is not None:
                return self.const(a.const * b.const)
            if b.const == 0:
                return b
            if b.const == 1:
                return a
            if b.const > 0 and b.const & (b.const - 1) == 0:
                return self.shl(a, b.const.bit_length() - 1)
        elif a.id > b.id:
            a, b = b, a
        corners = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
        lo = 0 if a is b and a.lo <= 0 <= a.hi else min(corners)
        return self.make("mul", (a, b), None, lo, max(corners))

    def mac(self, a: Node, b: Node, c: Node) -> Node:
        """A * b + c in one DSP, registered behind the adder."""
        corners = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
        return self.make("mac", (a, b, c), None, min(corners) + c.lo, max(corners) + c.hi)

    def assume(self, a: Node, lo: int, hi: int) -> Node:
        """A, promised to lie in [lo, hi]."""
        if lo <= a.lo and a.hi <= hi:
            return a
        return self.make("assume", (a,), (lo, hi), max(lo, a.lo), min(hi, a.hi))

    def shl(self, a: Node, amount: int) -> Node:
        """A << constant."""
        if a.const is not None:
            return self.const(a.const << amount)
        if amount == 0:
            return a
        if a.op == "shl":
            return self.shl(a.args[0], a.attr + amount)
        return self.make("shl", (a,), amount, a.lo << amount, a.hi << amount)

    def shr(self, a: Node, amount: int) -> Node:
        """A >> constant (floor)."""
        if a.const is not None:
            return self.const(a.const >> amount)
        if amount == 0:
            return a
        if a.lo >> amount == a.hi >> amount:
            return self.const(a.lo >> amount)
        return self.make("shr", (a,), amount, a.lo >> amount, a.hi >> amount)

    def shift(self, op: str, a: Node, b: Node) -> Node:
        """Shift by a variable amount; `op` is `shlv` or `shrv`. The amount must be >= 0."""
        if b.const is not None:
            return self.shl(a, b.const) if op == "shlv" else self.shr(a, b.const)
        if op == "shlv":
            corners = [x << s for x in (a.lo, a.hi) for s in (b.lo, b.hi)]
        else:
            corners = [x >> s for x in (a.lo, a.hi) for s in (b.lo, b.hi)]
        return self.make(op, (a, b), None, min(corners), max(corners))

    def bits(self, op: str, a: Node, b: Node) -> Node:
        """Bitwise and, or, xor of two's complement numbers."""
        if a.const is not None and b.const is not None:
            table = {"and": a.const & b.const, "or": a.const | b.const, "xor": a.const ^ b.const}
            return self.const(table[op])
        if a.truth and b.truth and op != "xor":
            return self.logic("band" if op == "and" else "bor", a, b)
        if a.const is not None:
            a, b = b, a
        if b.const == 0:
            return b if op == "and" else a
        if op == "and" and (a.lo >= 0 or b.lo >= 0):
            tops = [x.hi for x in (a, b) if x.lo >= 0]
            mask = b.const
            if (
                mask is not None
                and mask >= 0
                and mask & (mask + 1) == 0
                and a.lo >= 0
                and a.hi <= mask
            ):
                return a
            return self.make(op, (a, b), None, 0, min(tops))
        width = max(bits_of_range(a.lo, a.hi), bits_of_range(b.lo, b.hi))
        top = (1 << (width - 1)) - 1
        lo = 0 if a.lo >= 0 and b.lo >= 0 else -top - 1
        return self.make(op, (a, b), None, lo, top)

    def inv(self, a: Node) -> Node:
        """~a."""
        return self.sub(self.const(-1), a)

    def compare(self, op: str, a: Node, b: Node) -> Node:
        """`lt`, `le`, `eq`, `ne`, folded where the intervals decide."""
        if op == "lt" and (a.hi < b.lo or a.lo >= b.hi):
            return self.const(int(a.hi < b.lo))
        if op == "le" and (a.hi <= b.lo or a.lo > b.hi):
            return self.const(int(a.hi <= b.lo))
        if op in {"eq", "ne"}:
            if a is b:
                return self.const(int(op == "eq"))
            if a.hi < b.lo or b.hi < a.lo:
                return self.const(int(op == "ne"))
            if a.lo == a.hi == b.lo == b.hi:
                return self.const(int(op == "eq"))
            if a.truth and b.const in {0, 1}:
                return a if (b.const == 1) == (op == "eq") else self.lnot(a)
            scaled, offset = a.scaled
            if b.const is not None and scaled is not None:
                value, odd = divmod(b.const - offset, 1 << scaled.attr)
                met = self.compare(op, scaled.args[0], self.const(value))
                return self.const(int(op == "ne")) if odd else met
        if a is b:
            return self.const(int(op == "le"))
        return self.make(op, (a, b), None, 0, 1)

    def truth(self, a: Node) -> Node:
        """Whether a is not zero."""
        if a.truth:
            return a
        return self.compare("ne", a, self.const(0))

    def lnot(self, a: Node) -> Node:
        """Not a."""
        a = self.truth(a)
        if a.const is not None:
            return self.const(1 - a.const)
        if a.op == "bnot":
            return a.args[0]
        return self.make("bnot", (a,), None, 0, 1)

    def logic(self, op: str, a: Node, b: Node) -> Node:
        """`band` or `bor` of two truth values."""
        a, b = self.truth(a), self.truth(b)
        for x, y in ((a, b), (b, a)):
            if x.const is not None:
                neutral = 1 if op == "band" else 0
                return y if x.const == neutral else x
        if a is b:
            return a
        if self.lnot(a) is b:
            return self.const(0 if op == "band" else 1)
        if a.id > b.id:
            a, b = b, a
        return self.make(op, (a, b), None, 0, 1)

    def all_of(self, terms: Iterable[Node]) -> Node:
        """Conjunction."""
        out = self.const(1)
        for term in terms:
            out = self.logic("band", out, term)
        return out

    def select(self, c: Node, a: Node, b: Node) -> Node:
        """A if c else b."""
        c = self.truth(c)
        if c.const is not None:
            return a if c.const else b
        if a is b:
            return a
        if c.op == "bnot":
            return self.select(c.args[0], b, a)
        if (a.truth and b.truth) or (
            {a.const, b.const} <= {0, 1} and a.const is not None and b.const is not None
        ):
            return self.logic("bor", self.logic("band", c, a), self.logic("band", self.lnot(c), b))
        return self.make("sel", (c, a, b), None, min(a.lo, b.lo), max(a.hi, b.hi))

    def minimum(self, a: Node, b: Node) -> Node:
        """min(a, b), with the interval that a plain select would lose."""
        if a.hi <= b.lo:
            return a
        if b.hi <= a.lo:
            return b
        return self.make(
            "sel", (self.compare("lt", b, a), b, a), "min", min(a.lo, b.lo), min(a.hi, b.hi)
        )

    def maximum(self, a: Node, b: Node) -> Node:
        """max(a, b)."""
        if a.lo >= b.hi:
            return a
        if b.lo >= a.hi:
            return b
        return self.make(
            "sel", (self.compare("lt", a, b), b, a), "max", max(a.lo, b.lo), max(a.hi, b.hi)
        )

    def wrap(self, dtype: Int, a: Node) -> Node:
        """A wrapped to a type; nothing if it fits already.

        Sums under a wrap are made exact first: wrapping is a ring homomorphism, so inner wraps
        of at least this width can go, and the sum takes whatever shape is asked for.
        """
        if dtype.lo <= a.lo and a.hi <= dtype.hi:
            return a
        if a.const is not None:
            return self.const(dtype(a.const))
        terms = self._ring_terms(a, dtype.width)
        if terms is not None:
            a = self.total(terms)
            if dtype.lo <= a.lo and a.hi <= dtype.hi:
                return a
        if a.op == "wrap" and a.attr.width >= dtype.width:
            return self.wrap(dtype, a.args[0])
        return self.make("wrap", (a,), dtype, dtype.lo, dtype.hi)

    def saturate(self, dtype: Int, a: Node) -> Node:
        """A clipped to a type."""
        return self.maximum(self.minimum(a, self.const(dtype.hi)), self.const(dtype.lo))

    def _ring_terms(self, a: Node, width: int) -> list[Node] | None:
        """Terms of a sum, looking through wraps of at least `width` bits; None if no sum."""
        if a.op not in {"add", "sum"}:
            return None
        terms: list[Node] = []
        stack = list(reversed(a.args))
        while stack:
            term = stack.pop()
            if term.op == "wrap" and term.attr.width >= width and term.args[0].op in {"add", "sum"}:
                stack.extend(reversed(term.args[0].args))
            elif term.op in {"add", "sum"}:
                stack.extend(reversed(term.args))
            else:
                terms.append(term)
        return terms

    def total(self, terms: list[Node]) -> Node:
        """Sum of many terms as one node; its shape is decided when it is scheduled."""
        flat: list[Node] = []
        constant = 0
        for term in terms:
            if term.const is not None:
                constant += term.const
            elif term.op == "sum":
                flat.extend(term.args)
            else:
                flat.append(term)
        if constant:
            flat.append(self.const(constant))
        if not flat:
            return self.const(0)
        if len(flat) == 1:
            return flat[0]
        if len(flat) == 2:
            return self.add(*flat)
        return self.make("sum", flat, None, sum(t.lo for t in flat), sum(t.hi for t in flat))
