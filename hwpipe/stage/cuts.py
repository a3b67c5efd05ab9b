"""Cuts that an accelerator can have: between quantised tensors.

In the QDQ form Conv, Relu and QuantizeLinear are one operation of the accelerator. A planner that
cuts through it leaves sums that no int8 tensor holds. The operation moves to the stage in which it
ends, and with it the DequantizeLinear in front, so that codes cross in place of floats.
"""

from __future__ import annotations

from collections.abc import Sequence

from hwpipe.lower.trace import Trace

__all__ = ["settle_cuts"]


def settle_cuts(trace: Trace, stages: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Stages whose boundaries divide no operation of the accelerator.

    Args:
        trace: of the model.
        stages: nodes of every stage, in pipeline order.

    Returns:
        The same stages where no operation is divided; else its nodes are in the last of its
        stages, unless an earlier stage reads a result of it (then it stays, and runs in float).
    """
    where = {node: number for number, nodes in enumerate(stages) for node in nodes}
    readers: dict[str, list[int]] = {}
    for i, node in enumerate(trace.nodes):
        for name in node.input:
            readers.setdefault(name, []).append(i)
    leaving = set(trace.outputs)
    for group in dict.fromkeys(trace.groups):
        placed = [where[i] for i in group if i in where]
        if len(set(placed)) < 2 or any(i in trace.reasons for i in group):
            continue
        target = max(placed)
        outside = [
            reader
            for i in group
            for name in trace.nodes[i].output
            for reader in readers.get(name, ())
            if reader not in group
        ]
        if all(where.get(reader, target) >= target for reader in outside):
            where.update((i, target) for i in group if i in where)
    for i, node in enumerate(trace.nodes):
        if node.op_type != "DequantizeLinear" or i not in where or node.output[0] in leaving:
            continue
        later = [where[r] for name in node.output for r in readers.get(name, ()) if r in where]
        if later:
            where[i] = max(where[i], min(later))
    return [
        tuple(sorted(i for i, stage in where.items() if stage == number))
        for number in range(len(stages))
    ]
