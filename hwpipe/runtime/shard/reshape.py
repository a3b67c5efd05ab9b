"""Layouts through Reshape: which blocks stay blocks when the axes are divided anew."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from hwpipe.runtime.shard.boxes import Box, Layout, Runs, full

__all__ = ["axis_groups", "indices", "reshaped", "runs_of"]

#: Groups of axes with more elements are gathered instead.
_LARGEST = 1 << 22

_Indices = npt.NDArray[np.int64]


def indices(runs: Runs) -> _Indices:
    """The indices of a set, ascending."""
    if not runs:
        return np.empty(0, np.int64)
    return np.concatenate([np.arange(low, high) for low, high in runs])


def runs_of(found: _Indices) -> Runs:
    """The set of ascending indices."""
    if not len(found):
        return ()
    breaks = np.flatnonzero(np.diff(found) != 1) + 1
    starts, stops = np.r_[0, breaks], np.r_[breaks, len(found)] - 1
    return tuple((int(found[a]), int(found[b]) + 1) for a, b in zip(starts, stops, strict=True))


def axis_groups(
    before: Sequence[int], after: Sequence[int]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]] | None:
    """Smallest groups of axes with equal products; None where sizes are zero or do not match."""
    if prod(before) != prod(after) or 0 in before or 0 in after:
        return None
    groups: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    i = j = 0
    while i < len(before) or j < len(after):
        a, b = i, j
        left = right = 1
        if i < len(before):
            left, i = before[i], i + 1
        if j < len(after):
            right, j = after[j], j + 1
        while left != right:
            if left < right:
                left, i = left * before[i], i + 1
            else:
                right, j = right * after[j], j + 1
        groups.append((tuple(range(a, i)), tuple(range(b, j))))
    return groups


def reshaped(layout: Layout, shape: Sequence[int]) -> Layout | None:
    """The layout after a reshape that every member does on its own block.

    Returns:
        None where some member's elements are no block of the new shape.
    """
    groups = axis_groups(layout.shape, shape)
    if groups is None:
        return None
    boxes = []
    for box in layout.boxes:
        found: list[Runs] = [full(n) for n in shape]
        for old, new in groups:
            sets = _regrouped([box[a] for a in old], [layout.shape[a] for a in old],
                              [shape[a] for a in new])  # fmt: skip
            if sets is None:
                return None
            for axis, runs in zip(new, sets, strict=True):
                found[axis] = runs
        boxes.append(tuple(found))
    return Layout(tuple(shape), tuple(boxes))


def _regrouped(box: Sequence[Runs], before: Sequence[int], after: Sequence[int]) -> Box | None:
    if all(runs == full(n) for runs, n in zip(box, before, strict=True)):
        return tuple(full(n) for n in after)
    if prod(before) > _LARGEST:
        return None
    flat = np.zeros(1, np.int64)
    for runs, size in zip(box, before, strict=True):
        flat = (flat[:, None] * size + indices(runs)[None, :]).reshape(-1)
    if not after:
        return () if len(flat) == 1 else None
    sets = [np.unique(axis) for axis in np.unravel_index(flat, tuple(after))]
    if prod(len(found) for found in sets) != len(flat):
        return None
    return tuple(runs_of(found) for found in sets)
