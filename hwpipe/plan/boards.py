"""What FPGA boards can really run of a quantised model: the kernel's own lowering decides.

A cost model prices operators; whether the kernel runs a node depends on more, for instance on the
scales around it. So a quantised model is lowered once for every kernel configuration of the
cluster, and a node that does not run there costs infinity, with the reason in the plan's notes.
Boards with another engine than hwpipe's kernel keep what the cost model says, and so do float
models: their figures for boards hold once `hwpipe quantize` has been run.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from hwpipe.cluster.model import Device
from hwpipe.cost.table import CostTable
from hwpipe.graph import ModelSource
from hwpipe.graph.model import Graph

if TYPE_CHECKING:
    from hwpipe.conv import ConvConfig
    from hwpipe.plan.model import PlanStage

__all__ = ["BoardLimits", "float_note", "is_quantised_graph"]

#: One of these says that a model has int8 layers.
_QUANTISED = frozenset({
    "QLinearConv", "QLinearMatMul", "QGemm", "QLinearAdd", "QuantizeLinear",
})  # fmt: skip

#: (operator, why) of a node.
Reason = tuple[str, str]


def is_quantised_graph(graph: Graph) -> bool:
    """Whether a graph holds int8 layers."""
    return any(node.op in _QUANTISED for node in graph.nodes)


def float_note(graph: Graph, stages: Sequence[PlanStage]) -> str | None:
    """What to know of a float model whose plan has stages on FPGA boards; else None."""
    boards = dict.fromkeys(stage.device_type for stage in stages if stage.kind == "fpga")
    if not boards or is_quantised_graph(graph):
        return None
    return (
        f"{', '.join(boards)} compute in int8 and this model is float: their figures are those "
        "after `hwpipe quantize`; until then hwpipe run computes their stages in float32 here"
    )


class BoardLimits:
    """Which nodes the boards of a cluster refuse.

    Args:
        source: the model; it is lowered at the first quantised graph.
        devices: of the cluster.
    """

    def __init__(self, source: ModelSource, devices: Sequence[Device]) -> None:
        self._source, self._devices = source, devices

    @cached_property
    def _configs(self) -> dict[str, ConvConfig]:
        """Kernel configuration of every kind of board, by cost key."""
        from hwpipe.stage.board import kernel_of

        found = {d.cost_key: kernel_of(d) for d in self._devices if d.kind == "fpga"}
        return {key: config for key, config in found.items() if config is not None}

    @cached_property
    def refused(self) -> dict[str, dict[str, Reason]]:
        """Nodes that a kind of board does not run, by cost key and name of the node."""
        if not self._configs:
            return {}
        from hwpipe.lower.trace import trace_model
        from hwpipe.stage.divide import divide

        batch = 1 if self._source.default_batch is None else None
        trace = trace_model(self._source.materialise(batch), self._source.name)
        known = {
            config: divide(trace, range(len(trace.nodes)), config).reasons
            for config in set(self._configs.values())
        }
        return {
            key: {name: (op, why) for name, op, why in known[config]}
            for key, config in self._configs.items()
        }

    def applied(self, graph: Graph, table: CostTable) -> CostTable:
        """The table with infinite seconds where a board refuses a node of a quantised graph."""
        if not is_quantised_graph(graph) or not self._configs:  # the first costs no imports
            return table
        forward, joules = table.forward_s.copy(), table.forward_j.copy()
        notes: list[str] = []
        for key, reasons in self.refused.items():
            if key not in table.keys:
                continue
            row = table.row(key)
            names = [_whole(node.name) for node in graph.nodes]
            own = [i for i, name in enumerate(names) if name in reasons]
            forward[row, own], joules[row, own] = np.inf, np.inf
            if own:
                notes.append(_words(key, [(names[i], *reasons[names[i]]) for i in own], graph))
        return dataclasses.replace(
            table, forward_s=forward, forward_j=joules, notes=(*table.notes, *notes)
        )


def _whole(name: str) -> str:
    """The node that a part of an intra-layer split comes from."""
    return name.rsplit("/part", 1)[0]


def _words(key: str, refused: list[tuple[str, str, str]], graph: Graph) -> str:
    """One line: how many, and the first reasons with how often each."""
    counted: dict[tuple[str, str], list[str]] = {}
    for name, op, why in refused:
        counted.setdefault((op, why), []).append(name)
    parts = [
        f"{op} {names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''}: {why}"
        for (op, why), names in list(counted.items())[:3]
    ]
    return f"{key} does not run {len(refused)} of {len(graph)} nodes: {'; '.join(parts)}"
