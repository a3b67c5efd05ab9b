"""A bisection tree over the devices of a stage, from their links and kinds.

Where to cut: between groups of devices that only slow links join; else between device types;
else in the middle. Equal halves become one `Party` object, which is what makes large
homogeneous arrays cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hwpipe.cluster.model import Device, Link
from hwpipe.cost.table import FloatArray
from hwpipe.errors import InputError
from hwpipe.tensor.hierarchy import Party, device_party, joined

__all__ = ["ArrayNode", "DeviceArray", "Flow"]


@dataclass(frozen=True, slots=True)
class Flow:
    """The link over which a device receives from the other half of its group.

    `bytes_per_s` is its part of a link that it shares with others of its half, an equal one;
    `port_per_s` what its own port can take, `uplink` the name of the shared link and
    `uplink_per_s` its rate.
    """

    source: int
    receiver: int
    bytes_per_s: float
    latency_s: float
    port_per_s: float
    uplink: str | None = None
    uplink_per_s: float = 0.0


@dataclass(frozen=True)
class ArrayNode:
    """A party and where it lies: indices of its devices, its halves, and their links."""

    party: Party
    members: tuple[int, ...]
    halves: tuple[ArrayNode, ArrayNode] | None
    flows: tuple[tuple[Flow, ...], tuple[Flow, ...]] = ((), ())


class DeviceArray:
    """Devices of a stage with the tree that splits them."""

    def __init__(
        self,
        devices: Sequence[Device],
        links: Mapping[tuple[str, str], Link] | Link,
        layer_s: FloatArray,
    ) -> None:
        """Build the tree.

        Args:
            devices: the devices of the stage, at least one, names unique.
            links: directed links by (source, destination) as in `Cluster.links`, or one link
                that stands for every pair.
            layer_s: seconds of each whole layer on each device, shape (devices, layers).

        Raises:
            InputError: if there is no device, or one that no link reaches.
        """
        if not devices:
            raise InputError("a stage without devices", limit="at least 1",
                             remedy="name the devices that run the stage")  # fmt: skip
        self.devices = tuple(devices)
        self._layer_s = layer_s
        count = len(devices)
        self._rate = np.zeros((count, count))  # [source, destination], bytes per second
        self._latency = np.zeros((count, count))
        self._shared: dict[tuple[int, int], tuple[str, float]] = {}
        if isinstance(links, Link):
            self._rate[:], self._latency[:] = links.bytes_per_s, links.latency_s
        else:
            where = {device.name: k for k, device in enumerate(devices)}
            for (src, dst), link in links.items():
                if src in where and dst in where:
                    cell = (where[src], where[dst])
                    self._rate[cell], self._latency[cell] = link.bytes_per_s, link.latency_s
                    if link.shared:
                        most = max(link.shared_bytes_per_s, link.bytes_per_s)
                        self._shared[cell] = (link.shared, most)
        np.fill_diagonal(self._rate, 0.0)
        self._speed = 1.0 / np.maximum(layer_s.sum(axis=1), 1e-300)
        kinds = [d.cost_key for d in devices]
        self._kind = np.array([kinds.index(k) for k in kinds])
        self._known: dict[tuple[object, ...], Party] = {}
        self.root = self._build(list(range(count)))

    @property
    def party(self) -> Party:
        """The whole array, as the search sees it."""
        return self.root.party

    @property
    def order(self) -> tuple[int, ...]:
        """Indices of the devices, left to right in the tree."""
        return self.root.members

    def _build(self, members: list[int]) -> ArrayNode:
        if len(members) == 1:
            row = self._layer_s[members[0]]
            leaf = self._intern(("device", row.tobytes()), lambda: device_party(row))
            return ArrayNode(leaf, tuple(members), None)
        first, second = (self._build(part) for part in self._cut(members))
        flows = (self._flows(first, second), self._flows(second, first))
        # Every device receives its part over its own link at the same time.
        rates = tuple(float(sum(flow.bytes_per_s for flow in half)) for half in flows)
        waits = tuple(max(flow.latency_s for flow in half) for half in flows)
        party = self._intern(
            ("group", id(first.party), id(second.party), rates, waits),
            lambda: joined(first.party, second.party, (rates[0], rates[1]), (waits[0], waits[1])),
        )
        return ArrayNode(party, first.members + second.members, (first, second), flows)

    def _intern(self, key: tuple[object, ...], make: Callable[[], Party]) -> Party:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def _cut(self, members: list[int]) -> tuple[list[int], list[int]]:
        """Two halves of `members`: by slow links, by type, or in the middle."""
        index = np.array(members)
        inside = self._rate[np.ix_(index, index)]
        both = np.minimum(inside, inside.T)
        blocks: list[list[int]] = []
        for slow in np.unique(both[~np.eye(len(members), dtype=bool)])[:-1]:
            blocks = [[members[k] for k in part] for part in _components(both > slow)]
            if len(blocks) > 1:
                break
        if not 1 < len(blocks) < len(members):
            kinds = list(dict.fromkeys(self._kind[index].tolist()))
            blocks = [[m for m in members if self._kind[m] == kind] for kind in kinds]
        if len(blocks) < 2:
            middle = (len(members) + 1) // 2
            return members[:middle], members[middle:]
        speed = np.cumsum([self._speed[block].sum() for block in blocks])
        cut = int(np.argmin(np.abs(speed[:-1] - speed[-1] / 2))) + 1
        return [m for b in blocks[:cut] for m in b], [m for b in blocks[cut:] for m in b]

    def _flows(self, half: ArrayNode, other: ArrayNode) -> tuple[Flow, ...]:
        """For each device of `half` its best link from `other`; shared ones are shared."""
        to, from_ = half.members, other.members
        rate = self._rate[np.ix_(from_, to)]
        best = [from_[k] for k in rate.argmax(axis=0).tolist()]
        found = [self._shared.get(cell) for cell in zip(best, to, strict=True)]
        names = [known[0] if known else None for known in found]
        flows = []
        for source, receiver, known in zip(best, to, found, strict=True):
            speed = float(self._rate[source, receiver])
            if speed <= 0:
                raise InputError(
                    f"no link reaches device {self.devices[receiver].name!r} from "
                    f"{', '.join(repr(self.devices[k].name) for k in from_[:4])}",
                    remedy="add the link, or give the stage devices that are connected",
                )
            wait = float(self._latency[source, receiver])
            beside = names.count(known[0]) if known else 1
            if known is None or beside < 2:
                flows.append(Flow(source, receiver, speed, wait, speed))
                continue
            part = min(speed, known[1] / beside)
            flows.append(Flow(source, receiver, part, wait, speed, *known))
        return tuple(flows)


def _components(near: npt.NDArray[np.bool_]) -> list[list[int]]:
    """Connected components of an adjacency matrix, each ascending, by first member."""
    left = np.ones(len(near), dtype=bool)
    parts = []
    for start in range(len(near)):
        if not left[start]:
            continue
        part = np.zeros(len(near), dtype=bool)
        part[start] = True
        while True:
            grown = part | near[part].any(axis=0)
            if (grown == part).all():
                break
            part = grown
        left &= ~part
        parts.append(np.flatnonzero(part).tolist())
    return parts
