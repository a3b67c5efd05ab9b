"""Nodes as SystemVerilog expressions.

Every integer is a signed wire wide enough for its interval, every truth value one unsigned
bit; so no expression mixes signed and unsigned operands, and assignment widths decide alone.
"""

from __future__ import annotations

import re

from hwpipe.hls.ir import Node
from hwpipe.hls.types import Int

__all__ = ["identifier", "literal", "operation", "signed_slice", "wire_decl"]

_BINARY = {
    "add": "+", "sub": "-", "mul": "*", "and": "&", "or": "|", "xor": "^",
    "lt": "<", "le": "<=", "eq": "==", "ne": "!=",
}  # fmt: skip


def identifier(text: str) -> str:
    """A legal name: `window[3]` becomes `window_3`."""
    return re.sub(r"_+", "_", re.sub(r"[^A-Za-z0-9_]", "_", text)).strip("_")


def literal(value: int) -> str:
    """Sized signed constant."""
    width = max(abs(value).bit_length() + 1, 2)
    return f"{'-' if value < 0 else ''}{width}'sd{abs(value)}"


def wire_decl(node: Node, kind: str = "wire") -> str:
    """Declaration of a node's signal without its name."""
    if node.truth:
        return kind
    return f"{kind} signed [{node.width - 1}:0]"


def as_signed(node: Node, name: str) -> str:
    """Operand in arithmetic."""
    return f"$signed({{1'b0, {name}}})" if node.truth else name


def as_truth(node: Node, name: str) -> str:
    """Operand as a condition."""
    if node.const is not None:
        return "1'b1" if node.const else "1'b0"
    return name if node.truth else f"({name} != 0)"


def signed_slice(bus: str, dtype: Int, low: int, whole: bool = False) -> str:
    """Element of a bus as a signed expression."""
    bits = bus if whole else f"{bus}[{low + dtype.width - 1}:{low}]"
    return f"$signed({bits})" if dtype.signed else f"$signed({{1'b0, {bits}}})"


def _shift_add(signal: str, factor: int) -> str:
    """Product with a constant of one or two set bits, as shifts: a DSP would be wasted on it.

    The width of the assignment's target is the width of every shift.
    """
    size = abs(factor)
    shifts = [k for k in range(size.bit_length()) if size >> k & 1]
    terms = " + ".join(f"({signal} <<< {k})" for k in shifts)
    return f"-({terms})" if factor < 0 else terms


def operation(node: Node, names: list[str]) -> str:
    """Right-hand side of a combinational node.

    Args:
        node: the node.
        names: its operands' signals in the stage where it works.
    """
    args = node.args
    ints = [as_signed(a, n) for a, n in zip(args, names, strict=True)]
    if node.op == "mul" and args[1].const is not None and bin(abs(args[1].const)).count("1") <= 2:
        return _shift_add(ints[0], args[1].const)
    if node.op in _BINARY:
        return f"{ints[0]} {_BINARY[node.op]} {ints[1]}"
    if node.op == "sel":
        return f"{as_truth(args[0], names[0])} ? {ints[1]} : {ints[2]}"
    if node.op == "shl":
        return f"{ints[0]} <<< {node.attr}"
    if node.op == "shr":
        return f"{ints[0]} >>> {node.attr}"
    if node.op == "shlv":
        return f"{ints[0]} <<< {names[1]}"
    if node.op == "shrv":
        return f"{ints[0]} >>> {names[1]}"
    if node.op in {"band", "bor"}:
        mark = "&&" if node.op == "band" else "||"
        return f"{as_truth(args[0], names[0])} {mark} {as_truth(args[1], names[1])}"
    if node.op == "bnot":
        return f"!{as_truth(args[0], names[0])}"
    if node.op == "mac":
        return f"{ints[0]} * {ints[1]} + {ints[2]}"
    if node.op in {"wrapiv", "assume"}:
        return ints[0]
    if node.op == "cdiv":
        return f"{ints[0]} / {literal(node.attr)}"
    raise AssertionError(f"operator {node.op} has no expression")
