"""One operation of the data-flow graph: operands, proven interval, source line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hwpipe.hls.types import bits_of_range

__all__ = ["TRUTH", "Node"]

#: Operators whose result is a truth value (one unsigned bit in hardware).
TRUTH = frozenset({"lt", "le", "eq", "ne", "band", "bor", "bnot"})


@dataclass(eq=False)
class Node:
    """One operation.

    Attributes:
        op: operator.
        args: operands.
        attr: what else names it (level, array, constant, type).
        lo: smallest value it can have.
        hi: largest value it can have.
        line: source line, 0 where there is none.
        name: variable that first held it.
    """

    id: int
    op: str
    args: tuple[Node, ...]
    attr: Any
    lo: int
    hi: int
    line: int = 0
    name: str = ""
    depth: int = 0

    @property
    def truth(self) -> bool:
        """Whether the node is one unsigned bit."""
        return self.op in TRUTH

    @property
    def width(self) -> int:
        """Bits of the signed wire that carries it."""
        return 1 if self.truth else bits_of_range(self.lo, self.hi)

    @property
    def const(self) -> int | None:
        """Its value, if it is a constant."""
        return self.attr if self.op == "const" else None

    @property
    def scaled(self) -> tuple[Node | None, int]:
        """The shift and the constant of `(x << k) + constant`; None and 0 for any other form."""
        if self.op == "shl":
            return self, 0
        if self.op == "add" and self.args[0].op == "shl" and self.args[1].const is not None:
            return self.args[0], self.args[1].const
        return None, 0

    def __repr__(self) -> str:
        return f"%{self.id}={self.op}({','.join(f'%{a.id}' for a in self.args)}){self.attr or ''}"
