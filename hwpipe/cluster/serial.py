"""A cluster as plain JSON types and back: what a plan carries of its cluster.

Equal devices are written once, under their type. Links of a network are written as the network
(ports, groups, overrides), those of a ring or of pairs one by one, so 64 devices behind a
switch take kilobytes and not the 4,032 links between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from math import inf
from typing import Any

from hwpipe.cluster.model import Cluster, Device, FpgaEngine, Link, SystolicArray
from hwpipe.cluster.topology import Group, NetworkLinks, Port
from hwpipe.errors import InputError

__all__ = ["cluster_from_dict", "cluster_to_dict"]


def _finite(record: Mapping[str, Any]) -> dict[str, Any]:
    """Without unlimited rates and absent values: JSON knows no infinity."""
    return {k: v for k, v in record.items() if v is not None and v != inf}


def cluster_to_dict(cluster: Cluster) -> dict[str, Any]:
    """The cluster as dicts, lists, strings, numbers and booleans; equal clusters, equal dicts."""
    types: dict[str, dict[str, Any]] = {}
    for device in cluster.devices:
        record = _finite(asdict(device))
        del record["name"], record["type"]
        record["peak_per_s"] = dict(sorted(device.peak_per_s.items()))
        types.setdefault(device.type, record)
    links = cluster.links
    body: dict[str, Any]
    if isinstance(links, NetworkLinks):
        body = {
            "network": {
                "root": _finite(asdict(links.root)),
                "groups": [_finite(asdict(group)) for group in links.groups.values()],
                "ports": [
                    {"device": name, **_finite(asdict(port))} for name, port in links.ports.items()
                ],
                "members": dict(sorted(links.member.items())),
            },
            "links": _link_list(links.overrides),
        }
    else:
        body = {"links": _link_list(links)}
    return {
        "name": cluster.name,
        "topology": cluster.topology,
        "ordered": cluster.ordered,
        "source": cluster.source,
        "notes": list(cluster.notes),
        "types": dict(sorted(types.items())),
        "devices": [{"name": device.name, "type": device.type} for device in cluster.devices],
        **body,
    }


def _link_list(links: Mapping[tuple[str, str], Link]) -> list[dict[str, Any]]:
    return [_finite(asdict(links[pair])) for pair in sorted(links)]


def cluster_from_dict(data: Mapping[str, Any]) -> Cluster:
    """The cluster that `cluster_to_dict` wrote.

    Raises:
        InputError: if keys or values are not as it writes them.
    """
    try:
        return _from_dict(data)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(
            f"damaged cluster record ({type(error).__name__}: {str(error)[:80]})",
            where="plan, cluster",
            remedy="compile the plan again",
        ) from None


def _from_dict(data: Mapping[str, Any]) -> Cluster:
    types = {name: _device(name, record) for name, record in data["types"].items()}
    devices = tuple(replace(types[d["type"]], name=d["name"]) for d in data["devices"])
    made = {(r["src"], r["dst"]): Link(**r) for r in data["links"]}
    names = {device.name for device in devices}
    if any(src not in names or dst not in names for src, dst in made):
        raise ValueError("a link ends at an unknown device")
    links: Mapping[tuple[str, str], Link] = made
    if "network" in data:
        network = data["network"]
        ports = {
            p["device"]: Port(**{k: v for k, v in p.items() if k != "device"})
            for p in network["ports"]
        }
        groups = {g["name"]: Group(**g) for g in network["groups"]}
        links = NetworkLinks(ports, Group(**network["root"]), groups, network["members"], made)
    return Cluster(
        name=data["name"],
        devices=devices,
        links=links,
        topology=data["topology"],
        ordered=data["ordered"],
        source=data["source"],
        notes=tuple(data["notes"]),
    )


def _device(name: str, record: Mapping[str, Any]) -> Device:
    fields = dict(record)
    if "array" in fields:
        fields["array"] = SystolicArray(**fields["array"])
    if "engine" in fields:
        fields["engine"] = FpgaEngine(**fields["engine"])
    return Device(name=name, type=name, **fields)
