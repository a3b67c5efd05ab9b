"""The links of a cluster file: `[topology]`, ports and `[[link]]` blocks."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from hwpipe.cluster.catalogue import CatalogueEntry, PortLimit, close_names
from hwpipe.cluster.model import Device, Link
from hwpipe.cluster.topology import Group, NetworkLinks, Port, ring_links
from hwpipe.errors import InputError
from hwpipe.units import format_rate

__all__ = ["connect"]

Links = Mapping[tuple[str, str], Link]
Blocks = list[tuple[int, dict[str, Any]]]

#: Keys of [topology] beside `kind` that each kind takes.
_KEYS = {
    "switch": {"bandwidth", "latency", "overlap"},
    "all-to-all": {"bandwidth", "latency", "overlap"},
    "ring": {"bandwidth", "bandwidth_back", "latency", "overlap"},
    "tree": {"bandwidth", "latency", "overlap", "group"},
    "pairs": {"overlap"},
}


def connect(
    raw: Mapping[str, Any],
    devices: list[Device],
    blocks: Blocks,
    entries: list[CatalogueEntry],
    source: str,
) -> tuple[str, Links, list[str]]:
    """Topology name, links and notes of a validated cluster file.

    Args:
        raw: the validated file.
        devices: its devices in order.
        blocks: index and `[[device]]` block of each device.
        entries: catalogue entry of each device.
        source: name of the file for errors.

    Raises:
        InputError: if keys do not suit the topology, an end of a link is unknown, or devices
            remain that no path joins.
    """
    topology = raw.get("topology")
    if topology is None:
        if len(devices) > 1 and "link" not in raw:
            raise InputError(
                f"{len(devices)} devices but no [topology]",
                where=source,
                remedy='add [topology] with kind = "switch" and a bandwidth',
            )
        topology = {"kind": "pairs"}
    kind: str = topology["kind"]
    where = f"{source}, topology"
    for key in topology:
        if key != "kind" and key not in _KEYS[kind]:
            raise InputError(
                f"{key} has no meaning in kind {kind!r}",
                where=where,
                limit=", ".join(sorted(_KEYS[kind])),
                remedy=f"remove {key}",
            )
    if "bandwidth" not in topology and kind in ("switch", "all-to-all", "ring"):
        raise InputError(
            "lacks the key 'bandwidth'",
            where=where,
            remedy='write for example bandwidth = "12.5 GB/s"',
        )
    _check_block_keys(kind, blocks, source)
    names = [device.name for device in devices]
    overlap = topology.get("overlap", True)
    links: dict[tuple[str, str], Link] | NetworkLinks
    if kind == "ring":
        rate = topology["bandwidth"]
        links = ring_links(
            names, rate, topology.get("bandwidth_back", rate), topology.get("latency", 0.0), overlap
        )
    elif kind == "pairs":
        links = {}
    else:
        groups = _groups(topology.get("group", []), where)
        member = {
            d.name: b["group"] for d, (_, b) in zip(devices, blocks, strict=True) if "group" in b
        }
        for device, (index, _) in zip(devices, blocks, strict=True):
            if device.name in member and member[device.name] not in groups:
                raise InputError(
                    f"unknown group {member[device.name]!r}",
                    where=f"{source}, device[{index}].group",
                    remedy=close_names(member[device.name], list(groups))
                    if groups
                    else "add a [[topology.group]] block",
                )
        root = Group("root", None, topology.get("bandwidth", inf), topology.get("latency", 0.0))
        networked = kind != "all-to-all"
        ports = {
            d.name: _port(b, e, overlap) if networked else Port(overlap=overlap)
            for d, (_, b), e in zip(devices, blocks, entries, strict=True)
        }
        links = NetworkLinks(ports, root, groups, member)
        _check_finite(links, groups, names, where)
    overrides = _pairs(raw.get("link", []), links, names, overlap, source)
    if isinstance(links, NetworkLinks):
        links = NetworkLinks(links.ports, links.root, links.groups, links.member, overrides)
    else:
        links |= overrides
        _check_connected(names, links, source)
    notes = _port_notes(devices, blocks, entries) if kind in ("switch", "tree") else []
    return kind, links, notes


def _check_block_keys(kind: str, blocks: Blocks, source: str) -> None:
    for index, block in blocks:
        if "port" in block and kind not in ("switch", "tree"):
            raise InputError(
                f"a port has no meaning in kind {kind!r}",
                limit="switch, tree",
                where=f"{source}, device[{index}].port",
                remedy="use [[link]]",
            )
        if "group" in block and kind != "tree":
            raise InputError(
                f"a group has no meaning in kind {kind!r}",
                limit="tree",
                where=f"{source}, device[{index}].group",
                remedy="remove group",
            )


def _port(block: Mapping[str, Any], entry: CatalogueEntry, overlap: bool) -> Port:
    """Port of a device: its block's, else the network port that the catalogue knows."""
    port = block.get("port", {})
    own = entry.port
    out = port.get("bandwidth", own.bytes_per_s if own else inf)
    return Port(
        out_bytes_per_s=out,
        in_bytes_per_s=port.get("bandwidth_back", out),
        latency_s=port.get("latency", own.latency_s if own else 0.0),
        overlap=port.get("overlap", overlap),
    )


def _port_notes(devices: list[Device], blocks: Blocks, entries: list[CatalogueEntry]) -> list[str]:
    """One line for each kind of network port that limits devices without their file saying so."""
    limited: dict[PortLimit, list[str]] = {}
    for device, (_, block), entry in zip(devices, blocks, entries, strict=True):
        if entry.port is not None and "bandwidth" not in block.get("port", {}):
            limited.setdefault(entry.port, []).append(device.name)
    notes = []
    for port, names in limited.items():
        shown = ", ".join(names)
        if len(names) > 4:
            shown = f"{names[0]} .. {names[-1]} ({len(names)} devices)"
        notes.append(f"{shown}: limited to {format_rate(port.bytes_per_s)} by {port.name}")
    return notes


def _groups(blocks: list[dict[str, Any]], where: str) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for index, block in enumerate(blocks):
        if block["name"] in groups:
            raise InputError(
                f"the name {block['name']!r} is taken", where=f"{where}.group[{index}].name"
            )
        uplink = block.get("uplink", {})
        up = uplink.get("bandwidth", inf)
        groups[block["name"]] = Group(
            name=block["name"],
            parent=block.get("parent"),
            bytes_per_s=block.get("bandwidth", inf),
            latency_s=block.get("latency", 0.0),
            up_bytes_per_s=up,
            down_bytes_per_s=uplink.get("bandwidth_back", up),
            uplink_latency_s=uplink.get("latency", 0.0),
        )
    settled: set[str] = set()
    for index, block in enumerate(blocks):
        chain: list[str] = []
        name: str | None = block["name"]
        while name is not None and name not in settled:
            if name not in groups:
                raise InputError(
                    f"unknown group {name!r}",
                    where=f"{where}.group[{index}].parent",
                    remedy=close_names(name, list(groups)),
                )
            if name in chain:
                raise InputError(
                    f"group {name!r} is its own ancestor",
                    where=f"{where}.group[{index}].parent",
                    remedy="let parents lead to the root",
                )
            chain.append(name)
            name = groups[name].parent
        settled.update(chain)
    return groups


def _check_finite(
    links: NetworkLinks, groups: Mapping[str, Group], names: list[str], where: str
) -> None:
    """Every path must be limited somewhere: a tree may leave rates out, but not all of them."""
    example: dict[tuple[str | None, float, float], list[str]] = {}
    for name in names:
        port = links.ports[name]
        kind = (links.member.get(name), port.out_bytes_per_s, port.in_bytes_per_s)
        example.setdefault(kind, [])
        if len(example[kind]) < 2:
            example[kind].append(name)
    chosen = [name for pair in example.values() for name in pair]
    for src in chosen:
        for dst in chosen:
            if src != dst and links[src, dst].bytes_per_s == inf:
                raise InputError(
                    f"no bandwidth anywhere between {src!r} and {dst!r}",
                    where=where,
                    remedy="give the root, the groups or the uplinks one",
                )


def _pairs(
    blocks: list[dict[str, Any]], links: Links, names: list[str], overlap: bool, source: str
) -> dict[tuple[str, str], Link]:
    """Links of the `[[link]]` blocks, both directions."""
    known = set(names)
    made: dict[tuple[str, str], Link] = {}
    for index, block in enumerate(blocks):
        where = f"{source}, link[{index}]"
        src, dst = block["from"], block["to"]
        for key, end in (("from", src), ("to", dst)):
            if end not in known:
                raise InputError(
                    f"unknown device {end!r}",
                    where=f"{where}.{key}",
                    remedy=close_names(end, names[:64]),
                )
        if src == dst:
            raise InputError(f"joins {src!r} with itself", where=where, remedy="name two devices")
        if block.get("one_way") and "bandwidth_back" in block:
            raise InputError(
                "bandwidth_back has no meaning with one_way",
                where=where,
                remedy="remove one of them",
            )
        ways = [(src, dst, block.get("bandwidth"))]
        if not block.get("one_way", False):
            ways.append((dst, src, block.get("bandwidth_back", block.get("bandwidth"))))
        for a, b, given in ways:
            if (a, b) in made:
                raise InputError(
                    f"the link from {a!r} to {b!r} is given twice",
                    where=where,
                    remedy="remove one, or set one_way on both",
                )
            under = links.get((a, b))
            rate = under.bytes_per_s if given is None and under is not None else given
            if rate is None:
                raise InputError(
                    "lacks the key 'bandwidth'",
                    where=where,
                    remedy='write for example bandwidth = "12.5 GB/s"',
                )
            made[a, b] = Link(
                src=a,
                dst=b,
                bytes_per_s=rate,
                latency_s=block.get("latency", under.latency_s if under else 0.0),
                overlap=block.get("overlap", under.overlap if under else overlap),
                shared=block.get("shared", under.shared if under else None),
                shared_bytes_per_s=(
                    under.shared_bytes_per_s if under and "shared" not in block else 0.0
                ),
            )
    return made


def _check_connected(names: list[str], links: Links, source: str) -> None:
    """Every device must reach, or be reached by, some chain of links from the first."""
    neighbours: dict[str, set[str]] = {name: set() for name in names}
    for src, dst in links:
        neighbours[src].add(dst)
        neighbours[dst].add(src)
    reached, open_ends = {names[0]}, [names[0]]
    while open_ends:
        for name in neighbours[open_ends.pop()] - reached:
            reached.add(name)
            open_ends.append(name)
    for name in names:
        if name not in reached:
            alone = (
                "is connected to no other"
                if not neighbours[name]
                else (f"and {names[0]!r} lie in parts that no link joins")
            )
            raise InputError(
                f"device {name!r} {alone}", where=source, remedy="add a [[link]] block"
            )
