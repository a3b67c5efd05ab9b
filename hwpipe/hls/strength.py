"""Strength reduction: products with loop counters become registers that are added to.

A product whose polynomial is linear in the loop counters, with coefficients of constants and
scalars, needs no multiplier: `count * s` is a register that starts at 0, grows by s when its
loop advances and returns to 0 when the loop wraps.
"""

from __future__ import annotations

from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.poly import poly_of
from hwpipe.hls.predicates import issue_pure
from hwpipe.hls.timing import is_multiplier

__all__ = ["reduce_products"]


def _term(graph: Graph, key: tuple[int, ...], value: int) -> Node | None:
    """One monomial without a multiplier; None if it has several counters or opaque atoms."""
    level: int | None = None
    factor = graph.const(value)
    for atom in key:
        node = graph.nodes[atom]
        if node.op in {"iv", "wrapiv"}:
            if level is not None:
                return None
            level = node.attr if node.op == "iv" else node.args[0].attr
            reach = node.hi
        elif node.op == "scalar":
            factor = graph.mul(node, factor)
        else:
            return None
    if level is None:
        return factor
    corners = [0, reach * factor.lo, reach * factor.hi]
    return graph.make("step", (factor,), level, min(corners), max(corners))


def reduce_products(graph: Graph, roots: list[Node]) -> dict[int, Node]:
    """What takes the place of each product that needs no multiplier, by node id."""
    out: dict[int, Node] = {}
    seen: set[int] = set()
    pure: dict[int, bool] = {}
    stack = list(roots)
    while stack:
        node = stack.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        if is_multiplier(node) and node.op == "mul" and issue_pure(node, pure):
            terms = [_term(graph, k, v) for k, v in sorted(poly_of(node).items())]
            found = [t for t in terms if t is not None]
            if len(found) == len(terms) and any(t.op == "step" for t in found):
                total = graph.const(0)
                for term in found:
                    total = graph.add(total, term)
                out[node.id] = graph.assume(total, node.lo, node.hi)
                continue
        stack.extend(node.args)
    return out
