"""Links from a topology: paths through switches and trees, rings, dedicated pairs.

The path from one device to another through switches runs: the port of the source, the switch of
each group on the way up and its uplink, the switch where both sides meet, and the mirror image
down to the port of the destination. Its bandwidth is the smallest along the way, its latency
the sum, and it overlaps with compute if both ports do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from hwpipe.cluster.model import Link

__all__ = ["Group", "NetworkLinks", "Port", "ring_links"]

#: Above this many devices the links of a network are not kept once made (16 M for 4,096).
_CACHED_DEVICES = 256


@dataclass(frozen=True, slots=True)
class Port:
    """How one device hangs on the network: rates out of and into it, in bytes per second."""

    out_bytes_per_s: float = inf
    in_bytes_per_s: float = inf
    latency_s: float = 0.0
    overlap: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A switch with its uplink towards `parent` (None: the root).

    `up` carries traffic out of the group, `down` into it; rates in bytes per second.
    """

    name: str
    parent: str | None = None
    bytes_per_s: float = inf
    latency_s: float = 0.0
    up_bytes_per_s: float = inf
    down_bytes_per_s: float = inf
    uplink_latency_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Path:
    """The part of a path between two ports, without the ports."""

    bytes_per_s: float
    latency_s: float
    shared: str | None
    shared_bytes_per_s: float = 0.0


class NetworkLinks(Mapping[tuple[str, str], Link]):
    """Links between all pairs of devices of a switch, a tree or a full mesh, made on demand.

    A mesh of 4,096 devices has 16 million links; a plan needs a handful of them.

    Attributes:
        ports: port of each device by name, in the order of the devices.
        root: the top switch; its rate and latency are those of `[topology]`.
        groups: switches below the root by name.
        member: the group of each device; devices that are absent hang on the root.
        overrides: links that replace or add to those of the network.
    """

    def __init__(
        self,
        ports: Mapping[str, Port],
        root: Group,
        groups: Mapping[str, Group] | None = None,
        member: Mapping[str, str] | None = None,
        overrides: Mapping[tuple[str, str], Link] | None = None,
    ) -> None:
        self.ports = dict(ports)
        self.root = root
        self.groups = dict(groups or {})
        self.member = dict(member or {})
        self.overrides = dict(overrides or {})
        self._paths: dict[tuple[str | None, str | None], _Path] = {}
        self._made: dict[tuple[str, str], Link] = {}

    def __getitem__(self, pair: tuple[str, str]) -> Link:
        """The link of (source, destination).

        Raises:
            KeyError: for an unknown device or a device with itself.
        """
        if pair in self._made:
            return self._made[pair]
        if pair in self.overrides:
            return self.overrides[pair]
        src, dst = pair
        if src == dst:
            raise KeyError(pair)
        out, into = self.ports[src], self.ports[dst]
        path = self._path(self.member.get(src), self.member.get(dst))
        link = Link(
            src=src,
            dst=dst,
            bytes_per_s=min(out.out_bytes_per_s, path.bytes_per_s, into.in_bytes_per_s),
            latency_s=out.latency_s + path.latency_s + into.latency_s,
            overlap=out.overlap and into.overlap,
            shared=path.shared,
            shared_bytes_per_s=path.shared_bytes_per_s,
        )
        if len(self.ports) <= _CACHED_DEVICES:
            self._made[pair] = link
        return link

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for src in self.ports:
            for dst in self.ports:
                if src != dst:
                    yield src, dst

    def __len__(self) -> int:
        return len(self.ports) * (len(self.ports) - 1)

    def _climb(self, group: str | None) -> list[str]:
        """Names of the groups from `group` up to below the root."""
        chain: list[str] = []
        while group is not None:
            chain.append(group)
            group = self.groups[group].parent
        return chain

    def _path(self, src: str | None, dst: str | None) -> _Path:
        if (src, dst) not in self._paths:
            self._paths[src, dst] = self._make_path(self._climb(src), self._climb(dst))
        return self._paths[src, dst]

    def _make_path(self, up: list[str], down: list[str]) -> _Path:
        common: str | None = None
        while up and down and up[-1] == down[-1]:
            common = up.pop()
            down.pop()
        top = self.root if common is None else self.groups[common]
        rate, latency = top.bytes_per_s, top.latency_s
        narrowest, shared = inf, None
        for names, outward in ((up, True), (down, False)):
            for name in names:
                group = self.groups[name]
                uplink = group.up_bytes_per_s if outward else group.down_bytes_per_s
                rate = min(rate, group.bytes_per_s, uplink)
                latency += group.latency_s + group.uplink_latency_s
                if uplink < narrowest or shared is None:
                    # A `Link` names one shared resource: the narrowest uplink of the path.
                    narrowest, shared = uplink, f"{name} uplink {'out' if outward else 'in'}"
        return _Path(rate, latency, shared, narrowest if shared and narrowest < inf else 0.0)


def ring_links(
    names: list[str], bytes_per_s: float, back_bytes_per_s: float, latency_s: float, overlap: bool
) -> dict[tuple[str, str], Link]:
    """Links between neighbours of a ring, both ways; two devices share one pair of links.

    `bytes_per_s` holds in the order of `names` (and from the last to the first),
    `back_bytes_per_s` against it.
    """
    links: dict[tuple[str, str], Link] = {}
    for i, src in enumerate(names):
        dst = names[(i + 1) % len(names)]
        if src == dst or (src, dst) in links:  # one device; or the second round of two
            continue
        links[src, dst] = Link(src, dst, bytes_per_s, latency_s, overlap)
        links[dst, src] = Link(dst, src, back_bytes_per_s, latency_s, overlap)
    return links
