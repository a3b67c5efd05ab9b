"""Directives of a schedule as pragmas (syntax: AMD UG1399, "HLS Pragmas")."""

from __future__ import annotations

from collections.abc import Mapping

from hwpipe.hls.directives import Partition

__all__ = ["partition_pragmas", "storage_pragma"]

#: `impl` of bind_storage by RAM style.
_IMPL = {"block": "bram", "distributed": "lutram"}


def partition_pragmas(name: str, directives: Mapping[int, Partition], dimensions: int) -> list[str]:
    """`array_partition` pragmas of an array.

    Dimensions count from 1 there and 0 means all of them; in a schedule they count from 0, -1
    means all, and a directive for one dimension goes before the one for all.
    """
    if not directives:
        return []
    each = {d: directives.get(d, directives.get(-1)) for d in range(dimensions)}
    if len(set(each.values())) == 1 and -1 in directives:
        placed = {0: each[0]}
    else:
        placed = {d + 1: how for d, how in each.items()}
    out = []
    for dim, how in placed.items():
        if how is None:
            continue
        factor = f" factor={how.factor}" if how.kind != "complete" else ""
        out.append(f"#pragma HLS array_partition variable={name} type={how.kind}{factor} dim={dim}")
    return out


def storage_pragma(name: str, style: str) -> str:
    """`bind_storage` pragma of a RAM style, empty for `auto`."""
    if style not in _IMPL:
        return ""
    return f"#pragma HLS bind_storage variable={name} type=ram_2p impl={_IMPL[style]}"
