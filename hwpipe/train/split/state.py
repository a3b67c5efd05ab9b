"""Weights and optimizer state of members joined into whole ones, and cut again.

A checkpoint does not know how layers were shared: it holds whole weights, so that a run resumes on
another plan and an exported model is complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hwpipe.runtime.piece import Array
from hwpipe.runtime.shard.boxes import Box
from hwpipe.runtime.shard.reshape import indices
from hwpipe.runtime.shard.weights import block_of
from hwpipe.train.split.stage import SplitStage
from hwpipe.train.stage import TrainStage

__all__ = ["Block", "block_for", "merge", "own_block"]


@dataclass(frozen=True)
class Block:
    """A member's block of an array of `shape`."""

    values: Array
    shape: tuple[int, ...]
    box: Box


def own_block(stage: TrainStage, name: str, values: Array) -> Array | Block:
    """An array of a weight's, or its optimizer state, as it goes to a checkpoint."""
    held = stage.shard.held.get(name) if isinstance(stage, SplitStage) else None
    if held is None:
        return values
    box = held.layout.boxes[stage.shard.member]  # type: ignore[attr-defined]
    if values.shape != tuple(sum(b - a for a, b in runs) for runs in box):
        return values  # one number for the whole weight
    return Block(values, held.layout.shape, box)


def merge(found: dict[str, Any], own: Mapping[str, Any]) -> None:
    """Add a rank's arrays to those of others, blocks at their place."""
    for name, value in own.items():
        if isinstance(value, Mapping):
            merge(found.setdefault(name, {}), value)
        elif isinstance(value, Block):
            if name not in found:
                found[name] = np.empty(value.shape, value.values.dtype)
            place = np.ix_(*(indices(runs) for runs in value.box)) if value.box else ()
            found[name][place] = value.values
        else:
            found[name] = value


def block_for(stage: TrainStage, name: str, whole: Array) -> Array:
    """What this member holds of a whole array; the array itself where it is not the weight's."""
    held = stage.shard.held.get(name) if isinstance(stage, SplitStage) else None
    if held is None or tuple(whole.shape) != held.layout.shape:
        return whole
    return block_of(whole, held.layout.boxes[stage.shard.member])  # type: ignore[attr-defined]
