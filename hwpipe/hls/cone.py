"""What a set of nodes depends on, and which nodes the issue stage decides with."""

from __future__ import annotations

from collections.abc import Iterable

from hwpipe.hls.ir import Node
from hwpipe.hls.predicates import issue_pure
from hwpipe.hls.process_ir import ProcessIR

__all__ = ["control_roots", "reachable"]


def reachable(roots: Iterable[Node]) -> list[Node]:
    """Nodes under the roots, operands first."""
    out: list[Node] = []
    seen: set[int] = set()
    for root in roots:
        stack: list[tuple[Node, int]] = [(root, 0)]
        while stack:
            node, position = stack.pop()
            if node.id in seen:
                continue
            if position < len(node.args):
                stack.append((node, position + 1))
                if node.args[position].id not in seen:
                    stack.append((node.args[position], 0))
                continue
            seen.add(node.id)
            out.append(node)
    return out


def control_roots(ir: ProcessIR) -> list[Node]:
    """Nodes that the issue stage decides with: loop ends and conditions of streams."""
    roots = [level.last for level in ir.levels]
    for effect in ir.effects:
        waits = effect.op in {"pop", "acquire", "release"}
        if waits or (effect.op == "put" and issue_pure(effect.args[0])):
            roots.append(effect.args[0])
    return roots
