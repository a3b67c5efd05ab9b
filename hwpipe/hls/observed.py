"""Choices that nobody observes: what is stored or put under a condition may assume it.

Loops one after the other become one nest with a phase; a register that the first loop loads is
read through a multiplexer by the second one's body, although the two never hold in one iteration.
Where every store and put that sees such a choice excludes its condition, the choice is dropped.
"""

from __future__ import annotations

from collections.abc import Callable

from hwpipe.hls.cone import reachable
from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.predicates import exclusive
from hwpipe.hls.process_ir import ProcessIR
from hwpipe.hls.timing import is_multiplier

__all__ = ["drop_unobserved"]

#: Their operands are no part of the value: a load keeps its place among the stores.
_LEAVES = frozenset({"load", "read", "get", "state", "iv", "step"})


def _cone(roots: list[Node]) -> list[Node]:
    """Nodes under the roots, operands first, not beyond leaves."""
    out: list[Node] = []
    seen: set[int] = set()
    stack = [(root, False) for root in roots]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            out.append(node)
        elif node.id not in seen:
            seen.add(node.id)
            stack.append((node, True))
            if node.op not in _LEAVES:
                stack += [(a, False) for a in node.args]
    return out


def _free_choices(graph: Graph, effects: list[Node]) -> dict[int, Node]:
    """What each `sel` that no effect needs becomes, by its id."""
    answers: dict[tuple[int, int], bool] = {}

    def never(pred: Node, condition: Node) -> bool:
        key = (pred.id, condition.id)
        if key not in answers:
            answers[key] = exclusive(graph, pred, condition)
        return answers[key]

    found: dict[int, Node | None] = {}
    # Effects under one condition see the same things; one walk serves all of them.
    groups: dict[int, list[Node]] = {}
    for effect in effects:
        groups.setdefault(effect.args[0].id, []).append(effect)
    for group in groups.values():
        pred = group[0].args[0]
        for node in _cone([a for e in group for a in e.args[1:]]):
            if node.op != "sel":
                continue
            known = found.get(node.id, node)
            if known is None:
                continue
            keep = node.args[2] if never(pred, node.args[0]) else None
            if keep is not None and known in (node, keep):
                found[node.id] = keep
            else:
                found[node.id] = None
    return {k: v for k, v in found.items() if v is not None}


def _rewriter(graph: Graph, choices: dict[int, Node]) -> Callable[[Node], Node]:
    done: dict[int, Node] = {}

    def rewrite(root: Node) -> Node:
        for node in _cone([root]):
            if node.id in done:
                continue
            if node.id in choices:
                target = choices[node.id]
                done[node.id] = done[target.id]
            elif node.op in _LEAVES:
                done[node.id] = node
            else:
                args = [done[a.id] for a in node.args]
                if all(a is b for a, b in zip(args, node.args, strict=True)):
                    done[node.id] = node
                else:
                    graph.line = node.line
                    new = graph.make(node.op, args, node.attr, node.lo, node.hi)
                    new.name = new.name or node.name
                    done[node.id] = new
        return done[root.id]

    return rewrite


def drop_unobserved(ir: ProcessIR) -> None:
    """Rewrite the stored and put values of a process in place.

    Nothing changes if a multiplier would be there twice: once for what is stored, once for what
    a carried register takes.
    """
    graph = ir.graph
    effects = [e for e in ir.effects if e.op in {"store", "put"}]
    choices = _free_choices(graph, effects)
    if not choices:
        return
    rewrite = _rewriter(graph, choices)
    out = []
    for effect in ir.effects:
        if effect.op in {"store", "put"}:
            args = [effect.args[0], *(rewrite(a) for a in effect.args[1:])]
            new = graph.make(effect.op, args, effect.attr, 0, 0, unique=True)
            new.line = effect.line
            out.append(new)
        else:
            out.append(effect)
    before = sum(is_multiplier(n) for n in reachable(ir.effects))
    if sum(is_multiplier(n) for n in reachable(out)) <= before:
        ir.effects = out
