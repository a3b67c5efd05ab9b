"""Delays of operators, for chaining several of them in one clock cycle.

Estimates for a 7-series device of speed grade 1, in nanoseconds, with routing: carry chains
0.03 ns a bit, a level of logic about 0.9 ns (orders of magnitude from DS187's switching
characteristics). Correctness never depends on them, only how many stages a pipeline has.
"""

from __future__ import annotations

from hwpipe.hls.ir import Node

__all__ = ["FREE", "delay_ns", "is_multiplier", "is_wiring", "latency"]

#: Operators that cost no logic.
FREE = frozenset(
    {"step", "assume", "const", "scalar", "wrap", "wrapiv", "shl", "shr", "iv", "get", "state"}
)

#: When a value leaves its source, after the clock edge.
CLK_TO_OUT_NS = {"iv": 0.6, "step": 0.6, "get": 1.2, "state": 0.6, "load": 2.4, "scalar": 0.6}


def is_multiplier(node: Node) -> bool:
    """Whether a product is worth a DSP: neither operand a constant of one or two set bits."""
    if node.op != "mul":
        return node.op == "mac"
    for arg in node.args:
        if arg.const is not None and bin(abs(arg.const)).count("1") <= 2:
            return False
    return True


def is_wiring(node: Node) -> bool:
    """Whether a bitwise operator only picks or joins bits: `x & 255`, `x << 8 | y & 255`."""
    if node.op == "and":
        mask = node.args[1].const
        return mask is not None and mask > 0 and mask & (mask + 1) == 0
    if node.op == "or":
        for high, low in (node.args, node.args[::-1]):
            if high.op == "shl" and low.lo >= 0 and low.hi < 1 << high.attr:
                return True
    return False


def delay_ns(node: Node) -> float:
    """Combinational delay of a node."""
    if node.op in FREE or node.op == "load":
        return CLK_TO_OUT_NS.get(node.op, 0.0)
    if is_wiring(node):
        return 0.0
    width = max([node.width, *(a.width for a in node.args)])
    if node.op in {"add", "sub", "lt", "le"}:
        return 1.2 + 0.03 * width
    if node.op in {"eq", "ne"}:
        return 1.0 + 0.02 * width
    if node.op == "mul":
        return 1.5 + 0.06 * width if not is_multiplier(node) else 3.8 + 0.1 * max(0, width - 25)
    if node.op in {"shlv", "shrv"}:
        return 0.6 * max(1, node.args[1].width)
    if node.op == "sel":
        return 0.9
    return 0.7


def latency(node: Node) -> int:
    """Cycles from operands to result: 1 for memories and multipliers, 0 for logic."""
    return 1 if node.op == "load" or is_multiplier(node) else 0
