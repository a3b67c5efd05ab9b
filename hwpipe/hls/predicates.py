"""What the form of a predicate shows: whether it is decided at issue, and what it excludes."""

from __future__ import annotations

from hwpipe.hls.ir import Graph, Node

__all__ = ["common", "exclusive", "issue_pure", "literals"]


def issue_pure(node: Node, seen: dict[int, bool] | None = None) -> bool:
    """Whether a node depends on loop counters, scalars and constants alone."""
    seen = {} if seen is None else seen
    if node.id not in seen:
        seen[node.id] = node.op not in {"get", "load", "state"} and all(
            issue_pure(a, seen) for a in node.args
        )
    return seen[node.id]


def literals(node: Node) -> set[tuple[int, bool]]:
    """Conjunction of a predicate as (node id, polarity)."""
    if node.op == "band":
        return literals(node.args[0]) | literals(node.args[1])
    if node.op == "bnot":
        return {(node.args[0].id, False)}
    return {(node.id, True)}


def common(graph: Graph, a: Node | None, b: Node | None) -> Node | None:
    """What holds wherever one of two predicates does, as far as their form shows; None: nothing.

    A predicate of None always holds.
    """
    if a is b or a is None or b is None:
        return a if a is b else None
    out: Node | None = None
    for ident, positive in sorted(literals(a) & literals(b)):
        node = graph.nodes[ident] if positive else graph.lnot(graph.nodes[ident])
        out = node if out is None else graph.logic("band", out, node)
    return out


def exclusive(graph: Graph, a: Node, b: Node) -> bool:
    """Whether two predicates can never hold together, as far as their form shows."""
    la, lb = literals(a), literals(b)
    if any((n, not p) in lb for n, p in la):
        return True
    equal_a = {
        graph.nodes[n].args[0].id: graph.nodes[n].args[1].const
        for n, p in la if p and graph.nodes[n].op == "eq"
    }  # fmt: skip
    for n, p in lb:
        node = graph.nodes[n]
        if p and node.op == "eq" and node.args[1].const is not None:
            other = equal_a.get(node.args[0].id)
            if other is not None and other != node.args[1].const:
                return True
    return False
