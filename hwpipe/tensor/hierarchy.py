"""Hierarchical bisection: split an array in two, choose, and go on inside each half.

A `Party` is a tree: a device, or two parties with the rate at which each receives from the
other. Halves that are built of equal devices are one object, and a half with the same layer
sizes is solved once, so 2^k equal devices cost k searches.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.tensor.level import LevelResult, solve_level
from hwpipe.tensor.model import GroupPlan, LayerChoice, PartitionType
from hwpipe.tensor.structure import Dims, Pair, Structure

__all__ = ["ArraySolution", "Party", "Solver", "device_party", "joined"]


@dataclass(frozen=True, eq=False)
class Party:
    """A device, or a group of devices in two halves.

    Attributes:
        layer_s: seconds of each whole layer (original size) on the party, work shared
            perfectly inside it; shape (layers,).
        devices: number of devices.
        halves: two parties, or None for a device.
        receive_bytes_per_s: rate at which each half receives from the other.
        latency_s: delay of an exchange in each direction.
    """

    layer_s: FloatArray = field(repr=False)
    devices: int = 1
    halves: tuple[Party, Party] | None = None
    receive_bytes_per_s: tuple[float, float] = (np.inf, np.inf)
    latency_s: tuple[float, float] = (0.0, 0.0)


def device_party(layer_s: FloatArray) -> Party:
    """One device; `layer_s` are its seconds for each whole layer (`inf`: it cannot run it)."""
    return Party(np.minimum(np.asarray(layer_s, dtype=np.float64), 1e30))


def joined(
    first: Party,
    second: Party,
    receive_bytes_per_s: tuple[float, float],
    latency_s: tuple[float, float] = (0.0, 0.0),
) -> Party:
    """Two parties as one: their rates add."""
    with np.errstate(divide="ignore"):
        rate = 1.0 / first.layer_s + 1.0 / second.layer_s
        together = 1.0 / rate
    return Party(
        together,
        devices=first.devices + second.devices,
        halves=(first, second),
        receive_bytes_per_s=receive_bytes_per_s,
        latency_s=latency_s,
    )


@dataclass(frozen=True)
class ArraySolution:
    """The split of all layers inside one party.

    Attributes:
        plan: choices of this level and below; None for a device.
        weight_elements, input_elements, largest_elements: for each device, left to right:
            weights it holds, layer inputs it keeps for its backward, and the largest sum of
            one layer's input and output.
    """

    plan: GroupPlan | None
    weight_elements: tuple[float, ...]
    input_elements: tuple[float, ...]
    largest_elements: tuple[float, ...]


class Solver:
    """Searches a tree of parties for one layer graph."""

    def __init__(self, structure: Structure, element_bytes: float) -> None:
        """Search for `structure`, with tensors of `element_bytes` bytes an element."""
        self._structure, self._bytes = structure, element_bytes
        self._known: dict[tuple[int, bytes], ArraySolution] = {}
        self._keeps = np.array([x.kind != "join" for x in structure.graph.layers])

    def solve(self, party: Party, dims: Dims | None = None) -> ArraySolution:
        """The split of layers of sizes `dims` (None: the whole layers) inside `party`."""
        sizes = self._structure.dims if dims is None else dims
        key = (id(party), sizes.tobytes())
        if key not in self._known:
            self._known[key] = (
                self._device(party, sizes) if party.halves is None else self._group(party, sizes)
            )
        return self._known[key]

    def _device(self, party: Party, dims: Dims) -> ArraySolution:
        structure = self._structure
        inputs = dims[0] * dims[1] * structure.in_map
        outputs = dims[0] * dims[2] * structure.out_map
        return ArraySolution(
            plan=None,
            weight_elements=(float(structure.weight_elements(dims).sum()),),
            input_elements=(float((inputs * self._keeps).sum()),),
            largest_elements=(float((inputs + outputs).max()),),
        )

    def _group(self, party: Party, dims: Dims) -> ArraySolution:
        structure = self._structure
        assert party.halves is not None
        left, right = party.halves
        pair = _pair(party, structure.share(dims), self._bytes)
        result = solve_level(structure, dims, pair)
        first_dims, second_dims = structure.shrink(dims, result.types, result.ratio)
        first = self.solve(left, first_dims)
        second = self.solve(right, second_dims)
        return ArraySolution(
            plan=self._plan(result, first, second),
            weight_elements=first.weight_elements + second.weight_elements,
            input_elements=first.input_elements + second.input_elements,
            largest_elements=first.largest_elements + second.largest_elements,
        )

    def _plan(self, result: LevelResult, first: ArraySolution, second: ArraySolution) -> GroupPlan:
        received = result.elements.sum(axis=1)
        seconds = result.exchange_s.sum(axis=1)
        return GroupPlan(
            choices=tuple(
                LayerChoice(PartitionType(t), r)
                for t, r in zip(result.types.tolist(), result.ratio.tolist(), strict=True)
            ),
            received_elements=(float(received[0]), float(received[1])),
            received_bytes=(float(received[0]) * self._bytes, float(received[1]) * self._bytes),
            exchange_s=(float(seconds[0]), float(seconds[1])),
            search_cost=result.search_cost,
            exact=result.exact,
            children=(first.plan, second.plan),
        )


def _pair(party: Party, share: FloatArray, element_bytes: float) -> Pair:
    assert party.halves is not None
    left, right = party.halves
    rates, waits = party.receive_bytes_per_s, party.latency_s
    return Pair(
        compute_i=left.layer_s * share,
        compute_j=right.layer_s * share,
        element_i=element_bytes / rates[0],
        element_j=element_bytes / rates[1],
        latency_i=waits[0],
        latency_j=waits[1],
        even=left.devices / party.devices,
    )
