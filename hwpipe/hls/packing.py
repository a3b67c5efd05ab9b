"""Two products in one DSP: sums that multiply the same operands share their multipliers.

With a shift S, ((a << S) + b) * c holds both a * c and b * c; a chain of DSPs adds several of them
before the lanes are split again: the low lane is the low S bits as a signed number, the high
lane the rest plus the borrow that a negative low lane took, which is the low lane's sign bit.
S is 17 for the 25-bit port of a DSP48E1 and 18 for the 27-bit port of a DSP48E2. How many products
one chain may add follows from the operands' intervals: the low lane must not overflow.
"""

from __future__ import annotations

from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.process_ir import ProcessIR
from hwpipe.hls.types import Int, bits_of_range

__all__ = ["PORT_BITS", "pack_products"]

#: Bits of the wide multiplier port by shift: DSP48E1 (UG479), DSP48E2 (UG579).
PORT_BITS = {17: 25, 18: 27}


def _range_of_product(a: Node, b: Node) -> tuple[int, int]:
    corners = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return min(corners), max(corners)


def _match(first: Node, second: Node) -> list[tuple[Node, Node, Node]] | None:
    """Products of two sums as (a, b, c) with a * c in the first and b * c in the second."""
    ours = [t for t in first.args if t.op == "mul" and t.args[1].const is None]
    theirs = [t for t in second.args if t.op == "mul" and t.args[1].const is None]
    if len(ours) != len(theirs) or not ours:
        return None
    by_operand: dict[int, list[Node]] = {}
    for term in theirs:
        for operand in {id(a): a for a in term.args}.values():
            by_operand.setdefault(operand.id, []).append(term)
    used: set[int] = set()
    out = []
    for term in ours:
        found = None
        for c, a in (term.args, term.args[::-1]):
            for other in by_operand.get(c.id, []):
                if other.id not in used and other is not term:
                    b = other.args[1] if other.args[0] is c else other.args[0]
                    found = (a, b, c, other)
                    break
            if found:
                break
        if found is None:
            return None
        used.add(found[3].id)
        out.append(found[:3])
    return out


def _pack(
    graph: Graph, triples: list[tuple[Node, Node, Node]], shift: int
) -> tuple[list[Node], list[Node]] | None:
    """High and low lanes of all groups; None if an operand is too wide for the port."""
    port = PORT_BITS[shift]
    low_lo, low_hi = -(1 << (shift - 1)), (1 << (shift - 1)) - 1
    groups: list[list[tuple[Node, Node, Node]]] = [[]]
    reach = (0, 0)
    for a, b, c in triples:
        wide = graph.add(graph.shl(a, shift), b)
        lo, hi = _range_of_product(b, c)
        fits = low_lo <= lo and hi <= low_hi
        if wide.width > port or c.width > 18 or not fits:
            return None
        reach = (reach[0] + lo, reach[1] + hi)
        if groups[-1] and not (low_lo <= reach[0] and reach[1] <= low_hi):
            groups.append([])
            reach = (lo, hi)
        groups[-1].append((a, b, c))
    if len(groups) * 2 > len(triples) + 1 and len(triples) > 1:
        return None  # a lane split for every product costs more than the multiplier it saves
    highs, lows = [], []
    for group in groups:
        chain = graph.const(0)
        low = (0, 0)
        high = (0, 0)
        for a, b, c in group:
            wide = graph.add(graph.shl(a, shift), b)
            chain = graph.mac(wide, c, chain)
            p, q = _range_of_product(a, c), _range_of_product(b, c)
            high, low = (high[0] + p[0], high[1] + p[1]), (low[0] + q[0], low[1] + q[1])
        borrow = graph.bits("and", graph.shr(chain, shift - 1), graph.const(1))
        upper = graph.add(graph.shr(chain, shift), borrow)
        highs.append(graph.wrap(Int(bits_of_range(*high)), upper))
        lows.append(graph.wrap(Int(min(shift, bits_of_range(*low))), chain))
    return highs, lows


def pack_products(ir: ProcessIR, roots: list[Node], shift: int) -> dict[int, Node]:
    """Pair sums that share operands and pack their products.

    Args:
        ir: the process.
        roots: nodes that use the sums.
        shift: 17 (DSP48E1) or 18 (DSP48E2).

    Returns:
        What takes the place of each packed sum, by node id.
    """
    graph = ir.graph
    sums: list[Node] = []
    seen: set[int] = set()
    stack = list(roots)
    while stack:
        node = stack.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        stack.extend(node.args)
        if node.op == "sum":
            sums.append(node)
    sums.sort(key=lambda n: n.id)
    out: dict[int, Node] = {}
    for position, first in enumerate(sums):
        if first.id in out:
            continue
        for second in sums[position + 1 :]:
            if second.id in out:
                continue
            triples = _match(first, second)
            lanes = _pack(graph, triples, shift) if triples else None
            if triples and lanes:
                products = {"a": first, "b": second}
                for lane, total in zip(lanes, products.values(), strict=True):
                    rest = [t for t in total.args if t.op != "mul" or t.args[1].const is not None]
                    out[total.id] = graph.total([*lane, *rest])
                break
    return out
