"""Addresses as polynomials over atoms: loop counters, scalars and whatever else is opaque.

Used to split arrays into banks, to find contiguous runs in memory and to compare addresses.
"""

from __future__ import annotations

from hwpipe.hls.ir import Graph, Node

__all__ = ["Poly", "poly_add", "poly_mul", "poly_node", "poly_of", "poly_scale"]

#: Coefficient by monomial; a monomial is the sorted tuple of its atoms' node ids.
Poly = dict[tuple[int, ...], int]


def poly_add(a: Poly, b: Poly, sign: int = 1) -> Poly:
    """A + sign * b."""
    out = dict(a)
    for key, value in b.items():
        out[key] = out.get(key, 0) + sign * value
        if out[key] == 0:
            del out[key]
    return out


def poly_scale(a: Poly, factor: int) -> Poly:
    """A times a constant."""
    return {k: v * factor for k, v in a.items()} if factor else {}


def poly_mul(a: Poly, b: Poly) -> Poly:
    """A times b."""
    out: Poly = {}
    for ka, va in a.items():
        for kb, vb in b.items():
            key = tuple(sorted((*ka, *kb)))
            out[key] = out.get(key, 0) + va * vb
            if out[key] == 0:
                del out[key]
    return out


def poly_of(node: Node) -> Poly:
    """Polynomial of a node; operators other than +, -, *, << are atoms."""
    if node.const is not None:
        return {(): node.const} if node.const else {}
    if node.op in {"add", "sum"}:
        out: Poly = {}
        for arg in node.args:
            out = poly_add(out, poly_of(arg))
        return out
    if node.op == "sub":
        return poly_add(poly_of(node.args[0]), poly_of(node.args[1]), -1)
    if node.op == "mul":
        return poly_mul(poly_of(node.args[0]), poly_of(node.args[1]))
    if node.op == "shl":
        return poly_scale(poly_of(node.args[0]), 1 << node.attr)
    return {(node.id,): 1}


def poly_node(graph: Graph, poly: Poly) -> Node:
    """Node that computes a polynomial of this graph's atoms."""
    terms = []
    for key in sorted(poly):
        term = graph.const(poly[key])
        for atom in key:
            term = graph.mul(graph.nodes[atom], term)
        terms.append(term)
    return graph.total(terms)
