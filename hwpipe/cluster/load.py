"""Cluster files to `Cluster`: read, validate, expand, connect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hwpipe.cluster.build import build_device, mark_overridden
from hwpipe.cluster.catalogue import CatalogueEntry, close_names, device_type
from hwpipe.cluster.connect import connect
from hwpipe.cluster.model import Cluster, Device
from hwpipe.cluster.repeat import counted, repeated_groups
from hwpipe.cluster.tomlfile import read_toml
from hwpipe.errors import InputError
from hwpipe.resources import data_dir

__all__ = ["cluster_from_table", "default_cluster", "example_clusters", "load_cluster"]


def example_clusters() -> dict[str, Path]:
    """The bundled example cluster files by name, sorted."""
    found = {path.stem: path for path in data_dir("examples").glob("*.toml")}
    return dict(sorted(found.items()))


def default_cluster() -> Cluster:
    """The mixed cluster that is used where none is named: two FPGA boards, a GPU, a TPU."""
    return load_cluster("default")


def load_cluster(ref: str | Path) -> Cluster:
    """Read a cluster.

    Args:
        ref: path of a cluster file, or the name of a bundled example (`hwpipe clusters`); a
            file that exists comes first.

    Raises:
        InputError: if there is no such file or example, or the file is no valid cluster; the
            message is one line with file, key, value, limit and remedy.
    """
    path = _resolve(ref)
    bundled = path.parent == data_dir("examples")
    source = f"example {path.stem}" if bundled else str(ref)
    return cluster_from_table(read_toml(path), source, path.parent, path.stem)


def _resolve(ref: str | Path) -> Path:
    path = Path(ref)
    try:
        exists = path.exists()
    except (OSError, ValueError):  # a name that no file system takes
        exists = False
    if exists and not (path.is_dir() and str(ref) in example_clusters()):
        return path
    examples = example_clusters()
    name = str(ref)
    if name.removesuffix(".toml") in examples:
        return examples[name.removesuffix(".toml")]
    if len(path.parts) > 1 or path.suffix:
        raise InputError(
            "no such file",
            where=name[:200],
            remedy=f"check the path, or name an example: {', '.join(examples)}",
        )
    raise InputError(
        f"no cluster file or example {name[:60]!r}", remedy=close_names(name, list(examples))
    )


def cluster_from_table(table: Mapping[str, Any], source: str, folder: Path, name: str) -> Cluster:
    """The cluster that a parsed cluster file describes.

    Args:
        table: what a TOML reader returns.
        source: name of the file for errors and for `Cluster.source`.
        folder: folder that relative paths in the file start from.
        name: name of the cluster where the file gives none.

    Raises:
        InputError: as `load_cluster`.
    """
    # Loading pydantic takes longer than everything else here, so only when it is needed.
    from pydantic_core import ValidationError

    from hwpipe.cluster.explain import explain
    from hwpipe.cluster.schema import validator

    try:
        raw = validator().validate_python(table)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise explain([dict(item) for item in found], source) from None
    copies: dict[str, list[str]] = {}
    if "topology" in raw and "group" in raw["topology"]:
        groups, copies = repeated_groups(raw["topology"], f"{source}, topology")
        raw["topology"]["group"] = groups
    devices, blocks, entries = _expand(raw["device"], source, folder, copies)
    topology, links, notes = connect(raw, devices, blocks, entries, source)
    return Cluster(
        name=raw.get("name", name),
        devices=tuple(devices),
        links=links,
        topology=topology,
        ordered=raw.get("ordered", False),
        source=source,
        notes=tuple(notes),
    )


def _expand(
    blocks: list[dict[str, Any]],
    source: str,
    folder: Path,
    copies: Mapping[str, list[str]],
) -> tuple[list[Device], list[tuple[int, dict[str, Any]]], list[CatalogueEntry]]:
    """Devices of all blocks, with (index, block) and catalogue entry of each.

    A block in a group of which there are several (`copies`) stands for its devices in each.
    """
    from hwpipe.cluster.schema import MAX_DEVICES

    total = sum(
        block.get("count", 1) * len(copies.get(block.get("group", ""), [""])) for block in blocks
    )
    if total > MAX_DEVICES:
        raise InputError(
            f"{total:,} devices",
            where=source,
            limit=f"{MAX_DEVICES:,}",
            remedy="describe a part of the cluster",
        )
    devices: list[Device] = []
    origin: list[tuple[int, dict[str, Any]]] = []
    entries: list[CatalogueEntry] = []
    seen: dict[str, int] = {}
    for index, block in enumerate(blocks):
        where = f"{source}, device[{index}]"
        try:
            entry = device_type(block["type"])
        except InputError as error:
            raise InputError(error.what, where=f"{where}.type", remedy=error.remedy) from None
        device = build_device(block, entry, where, folder)
        for name, group in _names(block, copies):
            if name in seen:
                raise InputError(
                    f"the name {name!r} is taken by device[{seen[name]}]",
                    where=f"{where}.name",
                    remedy="give each device its own",
                )
            seen[name] = index
            devices.append(replace(device, name=name))
            origin.append((index, block if group is None else {**block, "group": group}))
            entries.append(entry)
    return mark_overridden(devices, {e.name: e.device for e in entries}), origin, entries


def _names(
    block: Mapping[str, Any], copies: Mapping[str, list[str]]
) -> list[tuple[str, str | None]]:
    """Names of the devices of a block, with the copy of a repeated group that each hangs in."""
    base: str = block.get("name", block["type"])
    names = counted(base, block["count"]) if "count" in block else [base]
    if block.get("group") not in copies:
        return [(name, None) for name in names]
    return [(f"{group}-{name}", group) for group in copies[block["group"]] for name in names]
