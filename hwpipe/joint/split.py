"""Prices of split stages: the tensor partition of a node set over a device set, remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from hwpipe.cluster.model import Device, Link
from hwpipe.errors import InputError
from hwpipe.partition.problem import PlanningProblem
from hwpipe.tensor.layers import layer_graph
from hwpipe.tensor.model import GroupPlan, LayerGraph
from hwpipe.tensor.stage import StageSplit, in_flight_of, layer_seconds, tensor_stage_time

__all__ = ["Splitter", "TensorSplitter", "work_shares"]


class Splitter(Protocol):
    """Prices a stage split over devices; None where it cannot be split."""

    def __call__(
        self, nodes: tuple[int, ...], devices: tuple[str, ...], held: int
    ) -> StageSplit | None:
        """Price `nodes` on `devices` with activations of `held` micro-batches in flight."""
        ...


@dataclass
class _Found:
    """What was found for one graph, cost table, cluster and number of micro-batches.

    Schedules differ in the micro-batches in flight alone, so they share it. `owners` are kept so
    that their identities stay theirs.
    """

    owners: tuple[object, ...]
    layers: dict[tuple[int, ...], LayerGraph | None] = field(default_factory=dict)
    splits: dict[tuple[tuple[int, ...], tuple[str, ...], int], StageSplit | None] = field(
        default_factory=dict
    )
    links: dict[tuple[str, ...], dict[tuple[str, str], Link] | None] = field(default_factory=dict)


_FOUND: OrderedDict[tuple[object, ...], _Found] = OrderedDict()
#: Problems of which splits are remembered.
_REMEMBERED = 8


def _found_of(problem: PlanningProblem, mode: str) -> _Found:
    owners = (problem.graph, problem.table, problem.cluster)
    key = (*map(id, owners), problem.training, problem.microbatches, mode)
    found = _FOUND.get(key)
    if found is None:
        found = _FOUND[key] = _Found(owners)
        while len(_FOUND) > _REMEMBERED:
            _FOUND.popitem(last=False)
    return found


class TensorSplitter:
    """The splits of `hwpipe.tensor`, one for every (nodes, devices, held)."""

    def __init__(self, problem: PlanningProblem, mode: str = "best") -> None:
        """Prepare for the graph, table and links of `problem`; `mode` as `tensor_stage_time`."""
        self._problem, self._mode = problem, mode
        found = _found_of(problem, mode)
        self._layers, self._known, self._links = found.layers, found.splits, found.links

    def __call__(
        self, nodes: tuple[int, ...], devices: tuple[str, ...], held: int
    ) -> StageSplit | None:
        """See `Splitter`."""
        key = (nodes, devices, held)
        if key not in self._known:
            self._known[key] = self._with_workspace(self._held(nodes, devices, held), nodes)
        return self._known[key]

    def _held(
        self, nodes: tuple[int, ...], devices: tuple[str, ...], held: int
    ) -> StageSplit | None:
        """The split with that many micro-batches in flight, from that with one if it fits."""
        key = (nodes, devices, 0)
        if key not in self._known:
            self._known[key] = self._price(nodes, devices, 1)
        one = self._known[key]
        if one is None:
            return None
        members = [self._problem.cluster.by_name[name] for name in devices]
        more = in_flight_of(one, members, held)
        return more if more is not None else self._price(nodes, devices, held)

    def _with_workspace(
        self, split: StageSplit | None, nodes: tuple[int, ...]
    ) -> StageSplit | None:
        """The split with the largest workspace of its nodes in its memory."""
        if split is None:
            return None
        table, cluster = self._problem.table, self._problem.cluster
        rows = sorted({table.row(cluster.by_name[name].cost_key) for name in split.plan.devices})
        workspace = float(table.workspace_bytes[np.ix_(rows, list(nodes))].max(initial=0.0))
        return split._replace(memory_bytes=tuple(m + workspace for m in split.memory_bytes))

    def _price(
        self, nodes: tuple[int, ...], devices: tuple[str, ...], held: int
    ) -> StageSplit | None:
        problem, table = self._problem, self._problem.table
        layers = self._layer_graph(nodes)
        links = self._links_of(devices)
        if layers is None or links is None:
            return None
        members = [problem.cluster.by_name[name] for name in devices]
        keys = [member.cost_key for member in members]
        seconds = layer_seconds(layers, table, keys, training=problem.training)
        if not np.isfinite(seconds).all():
            return None
        forward = layer_seconds(layers, table, keys, training=False) if problem.training else None
        state = 1.0
        if problem.training:
            state += table.gradient_bytes_per_weight_byte + table.optimizer_bytes_per_weight_byte
        try:
            return tensor_stage_time(
                layers,
                members,
                links,
                self._mode,
                training=problem.training,
                seconds=seconds,
                forward_seconds=forward,
                micro_batches=problem.microbatches,
                in_flight=held,
                state_bytes_per_weight_byte=state,
            )
        except InputError:  # a pair of halves that no link joins
            return None

    def _layer_graph(self, nodes: tuple[int, ...]) -> LayerGraph | None:
        if nodes not in self._layers:
            try:
                self._layers[nodes] = layer_graph(self._problem.graph, nodes)
            except InputError:  # a measured profile has no shapes
                self._layers[nodes] = None
        return self._layers[nodes]

    def _links_of(self, devices: tuple[str, ...]) -> dict[tuple[str, str], Link] | None:
        if devices not in self._links:
            links: dict[tuple[str, str], Link] | None = {}
            for a in devices:
                for b in devices:
                    link = self._problem.cluster.link(a, b) if a != b else None
                    if a != b and link is None:
                        links = None
                        break
                    if link is not None and links is not None:
                        links[a, b] = link
                if links is None:
                    break
            self._links[devices] = links
        return self._links[devices]


def work_shares(split: StageSplit, devices: Sequence[str] | Sequence[Device]) -> tuple[float, ...]:
    """Part of the arithmetic on each device, layers weighted by their seconds.

    Where several devices compute a layer alike each counts its own copy.
    """
    names = [d if isinstance(d, str) else d.name for d in devices]
    root = split.plan.root
    if root is None:
        return (1.0,)
    weight = np.array(split.plan.layer_s)
    if weight.sum() <= 0:
        weight = np.ones(len(weight))
    leaves: list[float] = []

    def walk(group: GroupPlan | None, part: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        if group is None:
            leaves.append(float((part * weight).sum() / weight.sum()))
            return
        kind = np.array([int(c.type) for c in group.choices])
        ratio = np.array([c.ratio for c in group.choices])
        for child, share in zip(group.children, (ratio, 1.0 - ratio), strict=True):
            walk(child, part * np.where(kind == 3, 1.0, share))

    walk(root, np.ones(len(weight)))
    by_name = dict(zip(split.plan.devices, leaves, strict=True))
    return tuple(by_name[name] for name in names)
