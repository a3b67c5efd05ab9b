"""Which devices a stage may take: groups of interchangeable devices, links, and moves.

Two devices are interchangeable when exchanging their names changes neither a cost nor a link.
A planner then counts how many of each group are used instead of naming them: 64 devices of
three kinds give 64^3 / 27 states instead of 2^64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hwpipe.cluster.model import Cluster, Device, Link
from hwpipe.partition.lanes import lanes_of
from hwpipe.partition.positions import IntArray

__all__ = ["DeviceSpace", "LinkClass", "Moves", "device_space"]

_NO_STATES = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class LinkClass:
    """Figures of the link from one stage to the next, and of the way back."""

    bytes_per_s: float
    latency_s: float
    back_bytes_per_s: float
    back_latency_s: float
    overlap: bool
    lanes: int = 0  # most transfers side by side; 0: each over a link of its own


@dataclass(frozen=True)
class Moves:
    """Every way to put one stage before the stages already placed, into states of one layer.

    Row r takes `replicas` devices of group `group`: `source[r]` is the state of the devices
    used behind, `target[r]` the state with the new stage. `final` are the targets of the moves
    behind which no device is used.
    """

    group: int
    replicas: int
    source: IntArray
    target: IntArray
    final: IntArray


@dataclass(frozen=True, eq=False)
class DeviceSpace:
    """Groups of a cluster, the link class between groups, and the states of used devices.

    Attributes:
        groups: names of the devices of each group, in cluster order.
        members: one `Device` that stands for its group.
        ordered: True if stages must follow the order of the cluster file.
        class_of: link class from group p to group g, shape (G, G); -1 where not connected.
        classes: the distinct link classes.
        max_replicas: most devices of one stage, per group.
        order: names of all devices, in cluster order.
        unit: devices taken at a time from each group; empty means one.
    """

    groups: tuple[tuple[str, ...], ...]
    members: tuple[Device, ...]
    ordered: bool
    class_of: IntArray
    classes: tuple[LinkClass, ...]
    max_replicas: tuple[int, ...]

    @property
    def total(self) -> int:
        """Number of devices."""
        return sum(len(group) for group in self.groups)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Devices of each group."""
        return tuple(len(group) for group in self.groups)

    @cached_property
    def units(self) -> tuple[int, ...]:
        """Devices taken at a time from each group."""
        return self.unit or (1,) * len(self.groups)

    @cached_property
    def bundles(self) -> tuple[int, ...]:
        """How many times each group can give its unit of devices."""
        return tuple(size // unit for size, unit in zip(self.sizes, self.units, strict=True))

    @property
    def bundled(self) -> bool:
        """Whether devices are taken several at a time."""
        return max(self.units) > 1

    def in_order(self) -> DeviceSpace:
        """The same devices in the order of the cluster file, one a stage."""
        return replace(self, ordered=True, max_replicas=(1,) * len(self.groups), unit=())

    def in_bundles(self, parts: int) -> DeviceSpace:
        """The same devices, taken in at most `parts` equal bundles of each group."""
        unit = tuple(
            min(max(1, size // parts), most)
            for size, most in zip(self.sizes, self.max_replicas, strict=True)
        )
        return replace(self, unit=unit)

    @cached_property
    def states(self) -> int:
        """Number of states of used devices."""
        if self.ordered:
            return self.total + 1
        product = 1
        for size in self.bundles:
            product *= size + 1
        return product

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """Weight of one unit of each group in the number of a state (mixed radix)."""
        strides = [1]
        for size in self.bundles[:-1]:
            strides.append(strides[-1] * (size + 1))
        return tuple(strides)

    @cached_property
    def layers(self) -> tuple[tuple[Moves, ...], ...]:
        """Moves by target layer, in an order in which every source is final before its use.

        Unordered: a state is a vector of counts, a layer the number of used devices. Ordered:
        state k means that the devices k.. of the chain are behind; skipping is a choice of
        where the next stage starts, and replicas are neighbours in the order.
        """
        return self._ordered_layers() if self.ordered else self._counted_layers()

    @cached_property
    def layer_states(self) -> tuple[IntArray, ...]:
        """Target states of each layer."""
        return tuple(np.unique(np.concatenate([move.target for move in layer] or [_NO_STATES]))
                     for layer in self.layers)  # fmt: skip

    @cached_property
    def _sources(self) -> dict[tuple[int, int, int], list[int]]:
        table: dict[tuple[int, int, int], list[int]] = {}
        for layer in self.layers:
            for move in layer:
                for source, target in zip(move.source.tolist(), move.target.tolist(), strict=True):
                    table.setdefault((move.group, move.replicas, target), []).append(source)
        return table

    def sources(self, group: int, replicas: int, target: int) -> list[int]:
        """States from which a stage of `replicas` devices of `group` leads to `target`."""
        return self._sources.get((group, replicas, target), [])

    def _counted_layers(self) -> tuple[tuple[Moves, ...], ...]:
        states = np.arange(self.states)
        counts = np.stack(
            [states // stride % (size + 1)
             for stride, size in zip(self.strides, self.bundles, strict=True)]
        )  # fmt: skip
        total = counts.sum(axis=0)
        layers: list[tuple[Moves, ...]] = []
        for layer in range(1, sum(self.bundles) + 1):
            moves: list[Moves] = []
            here = states[total == layer]
            for group, limit in enumerate(self.max_replicas):
                unit = self.units[group]
                for taken in range(1, min(limit // unit, layer) + 1):
                    target = here[counts[group, here] >= taken]
                    if len(target):
                        source = target - taken * self.strides[group]
                        moves.append(
                            Moves(group, taken * unit, source, target, target[source == 0])
                        )
            layers.append(tuple(moves))
        return tuple(layers)

    def _ordered_layers(self) -> tuple[tuple[Moves, ...], ...]:
        group_at = [0] * self.total
        for group, names in enumerate(self.groups):
            for name in names:
                group_at[self._order[name]] = group
        layers: list[tuple[Moves, ...]] = []
        for first in range(self.total - 1, -1, -1):
            group = group_at[first]
            moves: list[Moves] = []
            for replicas in range(1, self.max_replicas[group] + 1):
                end = first + replicas
                if end > self.total or any(g != group for g in group_at[first:end]):
                    break
                source = np.arange(end, self.total + 1)
                target = np.full_like(source, first)
                moves.append(Moves(group, replicas, source, target, target[:1]))
            layers.append(tuple(moves))
        return tuple(layers)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {name: k for k, name in enumerate(self.order)}

    order: tuple[str, ...] = ()
    unit: tuple[int, ...] = ()

    def used(self, state: int) -> int:
        """Devices used in a state; ordered, at most this many (those from there on)."""
        if self.ordered:
            return self.total - state
        return sum(unit * (state // stride % (size + 1))
                   for unit, stride, size in zip(self.units, self.strides, self.bundles,
                                                 strict=True))  # fmt: skip

    @property
    def empty_state(self) -> int:
        """The state in which no device is used."""
        return self.total if self.ordered else 0

    def names(
        self, stages: Sequence[tuple[int, int]], states: Sequence[int]
    ) -> list[tuple[str, ...]]:
        """Device names of stages given as (group, replicas), front to back.

        Args:
            stages: group and replicas of each stage.
            states: state of used devices with that stage in front (needed when ordered).
        """
        if self.ordered:
            return [
                self.order[state : state + replicas]
                for (_, replicas), state in zip(stages, states, strict=True)
            ]
        free = [list(group) for group in self.groups]
        return [tuple(free[group].pop(0) for _ in range(count)) for group, count in stages]


def _figures(link: Link | None) -> tuple[float, float, bool, bool] | None:
    if link is None:
        return None
    return link.bytes_per_s, link.latency_s, link.overlap, link.shared is not None


def _interchangeable(cluster: Cluster, a: Device, b: Device) -> bool:
    """Whether exchanging the names `a` and `b` leaves every cost and link as it is."""
    if (a.cost_key, a.kind, a.memory_bytes) != (b.cost_key, b.kind, b.memory_bytes):
        return False
    if _figures(cluster.link(a.name, b.name)) != _figures(cluster.link(b.name, a.name)):
        return False
    for other in cluster.devices:
        if other.name in (a.name, b.name):
            continue
        x = other.name
        if _figures(cluster.link(a.name, x)) != _figures(cluster.link(b.name, x)):
            return False
        if _figures(cluster.link(x, a.name)) != _figures(cluster.link(x, b.name)):
            return False
    return True


def _lanes(cluster: Cluster, senders: Sequence[Device], receivers: Sequence[Device]) -> int:
    """Most transfers side by side between any devices of two groups; 0: no resource is shared."""
    links: list[Link] = []
    for a in senders:
        for b in receivers:
            link = cluster.link(a.name, b.name) if a is not b else None
            if link is not None and link.shared is None:
                return 0
            if link is not None:
                links.append(link)
    return lanes_of(links)


def _link_class(
    cluster: Cluster, senders: Sequence[Device], receivers: Sequence[Device], training: bool
) -> LinkClass | None:
    src, dst = senders[0].name, receivers[-1].name
    there, back = cluster.link(src, dst), cluster.link(dst, src)
    if there is None or (training and back is None):
        return None
    both = training and back is not None
    back = back if both and back is not None else there
    lanes = _lanes(cluster, senders, receivers)
    if both:
        lanes = min(lanes or len(cluster.devices), _lanes(cluster, receivers, senders)) or lanes
    return LinkClass(
        there.bytes_per_s,
        there.latency_s,
        back.bytes_per_s,
        back.latency_s,
        there.overlap and back.overlap,
        lanes,
    )


def device_space(
    cluster: Cluster, *, training: bool, allow_replication: bool = True,
    max_replicas: int | None = None,
) -> DeviceSpace:  # fmt: skip
    """Group the devices of a cluster and prepare the states that a planner walks through."""
    groups: list[list[Device]] = []
    for device in cluster.devices:
        for group in groups:
            # Interchangeability is transitive, so the first member speaks for its group.
            if _interchangeable(cluster, group[0], device):
                group.append(device)
                break
        else:
            groups.append([device])
    classes: dict[LinkClass, int] = {}
    class_of = np.full((len(groups), len(groups)), -1, dtype=np.int64)
    for p, group_p in enumerate(groups):
        for g, group_g in enumerate(groups):
            if p == g and len(group_p) < 2:
                continue
            found = _link_class(cluster, group_p, group_g, training)
            if found is not None:
                class_of[p, g] = classes.setdefault(found, len(classes))
    limits = [
        1 if not allow_replication else min(len(group), max_replicas or len(group))
        for group in groups
    ]
    if training:
        # Replicas sum their gradients over links among themselves.
        limits = [
            limit if class_of[g, g] >= 0 else 1 for g, limit in enumerate(limits)
        ]  # fmt: skip
    return DeviceSpace(
        groups=tuple(tuple(d.name for d in group) for group in groups),
        members=tuple(group[0] for group in groups),
        ordered=cluster.ordered,
        class_of=class_of,
        classes=tuple(classes),
        max_replicas=tuple(limits),
        order=tuple(device.name for device in cluster.devices),
    )
