"""Groups of a tree that stand for many alike: `count` in `[[topology.group]]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hwpipe.errors import InputError

__all__ = ["counted", "repeated_groups"]


def counted(base: str, count: int) -> list[str]:
    """`gpu` counts gpu0, gpu1; `v100` would count v1000, so a digit gets a dash."""
    dash = "-" if base[-1].isdigit() else ""
    return [f"{base}{dash}{i}" for i in range(count)]


def repeated_groups(
    topology: Mapping[str, Any], where: str
) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """The groups of a topology one by one, and the names that stand for a repeated one.

    Args:
        topology: validated.
        where: place for errors.

    Raises:
        InputError: a group below a repeated one, whose copy would not be known.
    """
    groups = topology.get("group", [])
    names = {g["name"]: counted(g["name"], g["count"]) for g in groups if "count" in g}
    found: list[dict[str, Any]] = []
    for index, group in enumerate(groups):
        if group.get("parent") in names:
            raise InputError(
                f"the parent {group['parent']!r} is repeated",
                where=f"{where}.group[{index}].parent",
                limit="groups without count",
                remedy="write out the groups above",
            )
        plain = {key: value for key, value in group.items() if key != "count"}
        found += [{**plain, "name": name} for name in names.get(group["name"], [group["name"]])]
    return found, names
