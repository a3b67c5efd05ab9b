"""Strength reduction: products with loop counters become registers that are added to.

A product whose polynomial is linear in the loop counters, with coefficients of constants and
scalars, needs no multiplier: `count * s` is a register that starts at 0, grows by s when its
loop advances and returns to 0 when the loop wraps.
"""

from __future__ import annotations

from dataclasses import dataclass

from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.poly import poly_of
from hwpipe.hls.predicates import issue_pure
from hwpipe.hls.timing import is_multiplier

__all__ = ["reduce_products"]


@dataclass(frozen=True)
class _Term:
    """One monomial: `counter * factor`, or a factor alone where `level` is None."""

    level: int | None
    reach: int
    factor: Node


def _term(graph: Graph, key: tuple[int, ...], value: int) -> _Term | None:
    """One monomial without a multiplier; None if it has several counters or opaque atoms."""
    level: int | None = None
    reach = 0
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
    return _Term(level, reach, factor)


def _product(graph: Graph, terms: list[_Term], widest: dict[tuple[int, int], int]) -> Node:
    total = graph.const(0)
    for term in terms:
        node = term.factor
        if term.level is not None:
            reach = widest[term.level, node.id]
            corners = [0, reach * node.lo, reach * node.hi]
            node = graph.make("step", (node,), term.level, min(corners), max(corners))
        total = graph.add(total, node)
    return total


def reduce_products(graph: Graph, roots: list[Node]) -> dict[int, Node]:
    """What takes the place of each product that needs no multiplier, by node id.

    Loops of several phases share a counter, and so the register that steps with it: it is as wide
    as the longest of them needs.
    """
    found: dict[int, list[_Term]] = {}
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
            plain = [t for t in terms if t is not None]
            if len(plain) == len(terms) and any(t.level is not None for t in plain):
                found[node.id] = plain
                continue
        stack.extend(node.args)
    widest: dict[tuple[int, int], int] = {}
    for term in (t for plain in found.values() for t in plain):
        if term.level is not None:
            place = term.level, term.factor.id
            widest[place] = max(widest.get(place, 0), term.reach)
    out = {}
    for ident, plain in found.items():
        node = graph.nodes[ident]
        out[ident] = graph.assume(_product(graph, plain, widest), node.lo, node.hi)
    return out
