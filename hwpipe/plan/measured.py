"""Measured links: a profile of training holds the channel between processes of one host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hwpipe.cluster.model import Cluster, Link
from hwpipe.cost import load_profile
from hwpipe.units import format_seconds

__all__ = ["with_measured_links"]

#: Where size adds no time that shows; plan files have no infinity.
_MOST_BYTES_PER_S = 1e15


def with_measured_links(cluster: Cluster, profiles: Sequence[str | Path]) -> Cluster:
    """The cluster with the links that a profile has measured.

    A profile's channel joins devices of its own type, as processes of one host; links to other
    types stay what the cluster file says.

    Args:
        cluster: as its file describes it.
        profiles: files of `hwpipe profile`.

    Raises:
        InputError: an unreadable profile.
    """
    links = cluster.links
    changed: dict[tuple[str, str], Link] = {}
    notes: list[str] = []
    for path in profiles:
        profile = load_profile(path)
        channel = profile.executor.channel if profile.executor is not None else None
        if channel is None:
            continue
        own = [
            device.name for device in cluster.devices
            if profile.device_type in (device.cost_key, device.type.split("#", 1)[0])
        ]  # fmt: skip
        rate = min(channel.bytes_per_s, _MOST_BYTES_PER_S)
        pairs = [(a, b) for a in own for b in own if a != b and (a, b) in links]
        for pair in pairs:
            changed[pair] = replace(
                links[pair], bytes_per_s=rate, latency_s=channel.latency_s,
                shared=None, shared_bytes_per_s=0.0,
            )  # fmt: skip
        if pairs:
            notes.append(
                f"links between {profile.device_type} devices as measured in {Path(path).name}: "
                f"{rate / 1e9:.3g} GB/s, {format_seconds(channel.latency_s)}"
            )
    if not changed:
        return cluster
    return replace(cluster, links={**links, **changed}, notes=(*cluster.notes, *notes))
