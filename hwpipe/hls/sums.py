"""The shape of sums: a balanced tree by arrival, a chain, or a cascade of DSPs.

With `addend` the first slice of a cascade takes what is no product: no adder in fabric.
"""

from __future__ import annotations

import heapq

from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.timing import is_multiplier

__all__ = ["shape_sums"]


def _is_product(node: Node) -> bool:
    return node.op == "mul" and is_multiplier(node)


def _with_addend(graph: Graph, terms: list[Node]) -> Node:
    """A cascade of the products whose first slice's C port takes the sum of everything else."""
    products = [t for t in terms if _is_product(t)]
    rest = [t for t in terms if not _is_product(t)]
    out = _pairwise(graph, rest, "tree") if rest else graph.const(0)
    for term in products:
        out = graph.mac(term.args[0], term.args[1], out)
    return out


def _pairwise(graph: Graph, terms: list[Node], shape: str) -> Node:
    if shape == "addend":
        return _with_addend(graph, terms)
    if shape == "chain":
        out = terms[0]
        for term in terms[1:]:
            out = graph.add(out, term)
        return out
    if shape == "cascade":
        products = [t for t in terms if t.op == "mul" and t.args[1].const is None]
        if len(products) > 1:
            chain = graph.const(0)
            for term in products:
                chain = graph.mac(term.args[0], term.args[1], chain)
            terms = [*(t for t in terms if t not in products), chain]
    # Earliest operands first, so that a carried accumulator is added last and alone.
    heap = [(t.depth, position, t) for position, t in enumerate(terms)]
    heapq.heapify(heap)
    count = len(terms)
    while len(heap) > 1:
        _, _, a = heapq.heappop(heap)
        _, _, b = heapq.heappop(heap)
        node = graph.add(a, b)
        count += 1
        heapq.heappush(heap, (node.depth, count, node))
    return heap[0][2]


def shape_sums(
    graph: Graph,
    roots: list[Node],
    shape: str,
    replace: dict[int, Node],
    alias: dict[int, Node] | None = None,
) -> dict[int, Node]:
    """Replace every `sum` under the roots by two-operand additions.

    Args:
        graph: where the nodes live.
        roots: nodes to rebuild, with all they depend on.
        shape: `tree`, `chain`, `cascade` (products added in a chain of DSPs) or `addend` (the
            same, and the first DSP adds what is no product).
        replace: final nodes by the id of what they take the place of.
        alias: the same, for nodes that are rebuilt in turn.

    Returns:
        Map from node id to the node that takes its place (itself where nothing changed).
    """
    done: dict[int, Node] = dict(replace)

    def rebuild(root: Node) -> None:
        stack = [root]
        while stack:
            node = stack[-1]
            if node.id in done:
                stack.pop()
                continue
            if alias and node.id in alias:
                target = alias[node.id]
                if target.id in done:
                    done[node.id] = done[target.id]
                    stack.pop()
                else:
                    stack.append(target)
                continue
            waiting = [a for a in node.args if a.id not in done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            args = [done[a.id] for a in node.args]
            if node.op == "sum":
                new = _pairwise(graph, args, shape)
            elif shape == "addend" and node.op == "add" and any(map(_is_product, args)):
                new = _with_addend(graph, args)
            elif all(a is b for a, b in zip(args, node.args, strict=True)):
                new = node
            else:
                graph.line = node.line
                new = graph.make(node.op, args, node.attr, node.lo, node.hi)
                new.name = node.name
            done[node.id] = new

    for root in roots:
        rebuild(root)
    return done
