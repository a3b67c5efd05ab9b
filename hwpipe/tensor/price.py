"""What a plan costs on every device, counted from the blocks that the devices hold.

The tables that the search minimises know two parties at a time. Inside a party they take for
granted that what arrives from outside can be spread over its devices, which is wrong where
devices inside need the same elements. So a finished plan is priced device by device. A device
holds of each layer the samples, input channels and output channels that the levels left it; of a
tensor it needs the block that its part of the consumer reads, has the block that its part of the
producer wrote, and fetches the difference from the nearest level at which it exists:

    fetched at level h = |need & group(h)| - |need & group(h + 1)|

where group(h) is the block that its party at level h holds together. Partial sums are reduced
recursively: k devices that hold the same block receive 2 (k - 1) / k of it each, as in a ring.
For two devices this is AccPar's tables exactly; data parallelism over n costs an all-reduce.

Devices that receive over one uplink share it so that they end a layer together (`hwpipe.sharing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.sharing.layers import finish_together
from hwpipe.tensor.array import ArrayNode, DeviceArray, Flow
from hwpipe.tensor.model import GroupPlan
from hwpipe.tensor.structure import IntArray, Structure

__all__ = ["Price", "UplinkUse", "price_plan"]

#: Differences of fractions below this many elements are rounding.
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class UplinkUse:
    """What one device receives over a shared link.

    Attributes:
        link: name of the shared resource.
        device: name of the receiver.
        share: of the link's bandwidth while layers are exchanged, mean over bytes.
        size_bytes: received for one micro-batch.
    """

    link: str
    device: str
    share: float
    size_bytes: float


@dataclass(frozen=True)
class Price:
    """Seconds of each layer on the slowest device, and bytes by link (source, destination).

    `moved_bytes` are the bytes that all devices together receive for each layer, `uplinks` who
    receives what over shared links.
    """

    layer_s: FloatArray
    traffic_bytes: dict[tuple[str, str], float]
    moved_bytes: FloatArray
    uplinks: tuple[UplinkUse, ...] = ()


@dataclass(frozen=True)
class _Level:
    """One bisection on the way to a device: choices, and the device's link to the other half."""

    types: IntArray
    part: float  # devices of the own half over devices of the group
    flow: Flow
    half: int  # the same number for all devices of a half


@dataclass(frozen=True)
class _Exchange:
    """What a device that receives over a shared link spends on each layer.

    `compute_s` and the rows of `moved_s`, one a level, have a column a layer.
    """

    device: int
    levels: list[_Level]
    compute_s: FloatArray
    moved_s: FloatArray
    size_bytes: FloatArray  # (levels, layers)


def price_plan(
    structure: Structure,
    array: DeviceArray,
    plan: GroupPlan | None,
    layer_s: FloatArray,
    element_bytes: float,
) -> Price:
    """Price a plan.

    Args:
        structure: the graph; `training` says which products are counted.
        array: the devices.
        plan: choices for every bisection; None for one device.
        layer_s: seconds of each whole layer, shape (devices, layers).
        element_bytes: bytes of an element.
    """
    return _Pricing(structure, array, layer_s, element_bytes).run(plan)


class _Pricing:
    def __init__(
        self, structure: Structure, array: DeviceArray, layer_s: FloatArray, element_bytes: float
    ) -> None:
        self._structure, self._array = structure, array
        self._layer_s, self._bytes = np.minimum(layer_s, 1e30), element_bytes
        self._count = structure.dims.shape[1]
        self._slowest = np.zeros(self._count)
        self._moved = np.zeros(self._count)
        self._traffic: dict[tuple[str, str], float] = {}
        self._tensors = structure.edge_elements(structure.dims)
        self._sharing: list[_Exchange] = []
        self._halves = 0

    def run(self, plan: GroupPlan | None) -> Price:
        dims = self._structure.dims
        self._walk(self._array.root, plan, [(np.zeros_like(dims), dims)], [])
        uplinks = self._share_uplinks()
        for one in self._sharing:
            np.maximum(self._slowest, one.compute_s + one.moved_s.sum(axis=0), out=self._slowest)
        return Price(self._slowest, dict(sorted(self._traffic.items())), self._moved, uplinks)

    def _walk(
        self,
        node: ArrayNode,
        plan: GroupPlan | None,
        blocks: list[tuple[FloatArray, FloatArray]],
        levels: list[dict[int, _Level]],
    ) -> None:
        """Go down with the blocks (low, high) held by the parties so far."""
        if node.halves is None or plan is None:
            device = node.members[0]
            self._device(device, blocks, [level[device] for level in levels])
            return
        types = np.array([c.type for c in plan.choices], dtype=np.intp)
        ratio = np.array([c.ratio for c in plan.choices])
        low, high = blocks[-1]
        sizes = self._structure.shrink(high - low, types, ratio)
        starts = (low, high - sizes[1])
        for k, half in enumerate(node.halves):
            part = len(half.members) / len(node.members)
            self._halves += 1
            level = {
                flow.receiver: _Level(types, part, flow, self._halves) for flow in node.flows[k]
            }
            # The first half keeps the low end of what was split, the second the high end.
            block = (starts[k], starts[k] + sizes[k])
            self._walk(half, plan.children[k], [*blocks, block], [*levels, level])

    def _device(
        self, device: int, blocks: list[tuple[FloatArray, FloatArray]], levels: list[_Level]
    ) -> None:
        structure = self._structure
        size = blocks[-1][1] - blocks[-1][0]
        seconds = self._layer_s[device] * structure.share(size)
        if levels:
            elements, messages = self._partial_sums(size, levels)
            self._fetch(blocks, elements, messages)
            self._moved += elements.sum(axis=0) * self._bytes
            name = self._array.devices[device].name
            for level, total in zip(levels, elements.sum(axis=1).tolist(), strict=True):
                if total > 0:
                    key = (self._array.devices[level.flow.source].name, name)
                    self._traffic[key] = self._traffic.get(key, 0.0) + total * self._bytes
            rates = np.array([level.flow.bytes_per_s for level in levels])[:, None]
            waits = np.array([level.flow.latency_s for level in levels])[:, None]
            moved_s = elements * (self._bytes / rates) + messages * waits
            if any(level.flow.uplink for level in levels):
                sizes = elements * self._bytes
                self._sharing.append(_Exchange(device, levels, seconds, moved_s, sizes))
                return
            seconds = seconds + moved_s.sum(axis=0)
        np.maximum(self._slowest, seconds, out=self._slowest)

    def _share_uplinks(self) -> tuple[UplinkUse, ...]:
        """Bandwidth shares for every half that receives over a shared link, outer halves first."""
        asks = [
            (level.half, level.flow.uplink or "", row, one)
            for one in self._sharing
            for row, level in enumerate(one.levels)
            if level.flow.uplink
        ]
        asks.sort(key=lambda ask: (ask[2], ask[0], ask[1], ask[3].device))
        found: list[UplinkUse] = []
        for (_, _, name), run in groupby(asks, key=lambda ask: (ask[2], ask[0], ask[1])):
            group = [(row, one) for _, _, row, one in run]
            flows = [one.levels[row].flow for row, one in group]
            sizes = np.array([one.size_bytes[row] for row, one in group])
            even_s = sizes / np.array([flow.bytes_per_s for flow in flows])[:, None]
            base = np.array([one.compute_s + one.moved_s.sum(0) for _, one in group]) - even_s
            ports = np.array([flow.port_per_s for flow in flows])
            end, share = finish_together(base, sizes, flows[0].uplink_per_s, ports)
            weight = sizes.sum(axis=0)
            total = max(float(weight.sum()), 1e-300)
            for k, (row, one) in enumerate(group):
                one.moved_s[row] += end[k] - base[k] - even_s[k]
                device = self._array.devices[one.device].name
                mean = float((share[k] * weight).sum()) / total
                found.append(UplinkUse(name, device, mean, float(sizes[k].sum())))
        return tuple(use for use in found if use.size_bytes > 0)

    def _partial_sums(
        self, size: FloatArray, levels: list[_Level]
    ) -> tuple[FloatArray, FloatArray]:
        """Elements and messages of the reductions, shape (levels, layers) each."""
        index = np.arange(self._count)
        intra = self._structure.intra(size)
        left = np.ones_like(intra)  # part of the block that this device reduces at a level
        elements = np.zeros((len(levels), self._count))
        for row in range(len(levels) - 1, -1, -1):
            types = levels[row].types
            elements[row] = intra[index, types] * left[index, types]
            left[index, types] *= levels[row].part
        return elements, (elements > 0).astype(np.float64)

    def _fetch(
        self,
        blocks: list[tuple[FloatArray, FloatArray]],
        elements: FloatArray,
        messages: FloatArray,
    ) -> None:
        """Add the tensors fetched at each level to `elements` and `messages`."""
        structure = self._structure
        src, dst = structure.src, structure.dst
        if not len(src):
            return
        low = np.array([block[0] for block in blocks]) / structure.dims
        high = np.array([block[1] for block in blocks]) / structure.dims
        # Written: rows and output channels of the producer; read: rows and input channels.
        written = (low[:, 0, src], high[:, 0, src], low[:, 2, src], high[:, 2, src])
        read = (low[:, 0, dst], high[:, 0, dst], low[:, 1, dst], high[:, 1, dst])
        ways = [(written, read)]
        if structure.training:
            ways.append((read, written))
        for have, need in ways:
            shared = _overlap(have[0], have[1], need[0][-1], need[1][-1])
            shared = shared * _overlap(have[2], have[3], need[2][-1], need[3][-1])
            fetched = -np.diff(shared, axis=0) * self._tensors
            fetched = np.where(fetched > _NOTHING, fetched, 0.0)
            for row in range(len(elements)):
                elements[row] += np.bincount(dst, fetched[row], minlength=self._count)
                messages[row] += np.bincount(dst, fetched[row] > 0, minlength=self._count)


def _overlap(
    low: FloatArray, high: FloatArray, other_low: FloatArray, other_high: FloatArray
) -> FloatArray:
    """Length of the intersection of two intervals."""
    result: FloatArray = np.maximum(np.minimum(high, other_high) - np.maximum(low, other_low), 0.0)
    return result
