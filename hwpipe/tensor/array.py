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
from hwpipe.tensor.model import GroupPlan

__all__ = ["DeviceArray"]


@dataclass(frozen=True)
class _Node:
    """A party and where it lies: indices of its devices, and its halves."""

    party: Party
    members: tuple[int, ...]
    halves: tuple[_Node, _Node] | None


class DeviceArray:
    """Devices of a stage with the tree that splits them."""

    def __init__(
        self,
        devices: Sequence[Device],
        links: Mapping[tuple[str, str], Link] | Link,
        layer_s: FloatArray,
        forward_s: FloatArray | None = None,
    ) -> None:
        """Build the tree.

        Args:
            devices: the devices of the stage, at least one, names unique.
            links: directed links by (source, destination) as in `Cluster.links`, or one link
                that stands for every pair.
            layer_s: seconds of each whole layer on each device, shape (devices, layers).
            forward_s: the same for the forward products alone.

        Raises:
            InputError: if there is no device, or one that no link reaches.
        """
        if not devices:
            raise InputError("a stage without devices", limit="at least 1",
                             remedy="name the devices that run the stage")  # fmt: skip
        self.devices = tuple(devices)
        self._layer_s = layer_s
        self._forward_s = layer_s if forward_s is None else forward_s
        count = len(devices)
        self._rate = np.zeros((count, count))  # [source, destination], bytes per second
        self._latency = np.zeros((count, count))
        self._shared: dict[tuple[int, int], str] = {}
        if isinstance(links, Link):
            self._rate[:], self._latency[:] = links.bytes_per_s, links.latency_s
        else:
            where = {device.name: k for k, device in enumerate(devices)}
            for (src, dst), link in links.items():
                if src in where and dst in where:
                    cell = (where[src], where[dst])
                    self._rate[cell], self._latency[cell] = link.bytes_per_s, link.latency_s
                    if link.shared:
                        self._shared[cell] = link.shared
        np.fill_diagonal(self._rate, 0.0)
        self._speed = 1.0 / np.maximum(layer_s.sum(axis=1), 1e-300)
        kinds = [d.cost_key for d in devices]
        self._kind = np.array([kinds.index(k) for k in kinds])
        self._known: dict[tuple[object, ...], Party] = {}
        self._root = self._build(list(range(count)))

    @property
    def party(self) -> Party:
        """The whole array."""
        return self._root.party

    @property
    def order(self) -> tuple[int, ...]:
        """Indices of the devices, left to right in the tree."""
        return self._root.members

    def _build(self, members: list[int]) -> _Node:
        if len(members) == 1:
            row, forward = self._layer_s[members[0]], self._forward_s[members[0]]
            leaf = self._intern(
                ("device", row.tobytes(), forward.tobytes()), lambda: device_party(row, forward)
            )
            return _Node(leaf, tuple(members), None)
        first, second = (self._build(part) for part in self._cut(members))
        (rate_i, wait_i), (rate_j, wait_j) = (
            self._received(first, second), self._received(second, first)
        )  # fmt: skip
        rates, waits = (rate_i, rate_j), (wait_i, wait_j)
        party = self._intern(
            ("group", id(first.party), id(second.party), rates, waits),
            lambda: joined(first.party, second.party, rates, waits),
        )
        return _Node(party, first.members + second.members, (first, second))

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

    def _sources(self, to: tuple[int, ...], from_: tuple[int, ...]) -> list[tuple[int, int, float]]:
        """For each device of `to`: (best source in `from_`, itself, its part of the rate)."""
        rate = self._rate[np.ix_(from_, to)]
        best = rate.argmax(axis=0)
        flows = []
        for column, receiver in enumerate(to):
            speed = float(rate[best[column], column])
            if speed <= 0:
                raise InputError(
                    f"no link reaches device {self.devices[receiver].name!r} from "
                    f"{', '.join(repr(self.devices[k].name) for k in from_[:4])}",
                    remedy="add the link, or give the stage devices that are connected",
                )
            flows.append((from_[int(best[column])], receiver, speed))
        users: dict[str, int] = {}
        for src, dst, _ in flows:
            name = self._shared.get((src, dst))
            if name:
                users[name] = users.get(name, 0) + 1
        if not users:
            return flows
        return [(s, d, r / users.get(self._shared.get((s, d), ""), 1)) for s, d, r in flows]

    def _received(self, to: _Node, from_: _Node) -> tuple[float, float]:
        """Bytes per second that one half receives from the other, and the latency.

        Every device receives its part over its best link at the same time; links that share
        one physical resource share its bandwidth.
        """
        flows = self._sources(to.members, from_.members)
        return (
            float(sum(rate for _, _, rate in flows)),
            float(max(self._latency[src, dst] for src, dst, _ in flows)),
        )

    def traffic_bytes(self, plan: GroupPlan | None) -> dict[tuple[str, str], float]:
        """Bytes over each link that carries any, by (source, destination) name."""
        total: dict[tuple[str, str], float] = {}
        stack = [(self._root, plan)]
        while stack:
            node, group = stack.pop()
            if group is None or node.halves is None:
                continue
            first, second = node.halves
            for half, other, size in ((first, second, group.received_bytes[0]),
                                      (second, first, group.received_bytes[1])):  # fmt: skip
                if size <= 0:
                    continue
                flows = self._sources(half.members, other.members)
                whole = sum(rate for _, _, rate in flows)
                for src, dst, rate in flows:
                    key = (self.devices[src].name, self.devices[dst].name)
                    total[key] = total.get(key, 0.0) + size * rate / whole
            stack += [(first, group.children[0]), (second, group.children[1])]
        return dict(sorted(total.items()))


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
