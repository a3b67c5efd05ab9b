"""A stage whose layers are shared by several devices: who holds what, and what they exchange.

`shard_piece` cuts a stage's piece into one for each device (`Shard`), with the exchanges of
AccPar's partition types between their operators; `Collectives` executes them. Free of torch but
for `collectives`, `functions` and `backend`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hwpipe.runtime.shard.blocks import LayerBlocks, StageShards
    from hwpipe.runtime.shard.cut import shard_piece
    from hwpipe.runtime.shard.model import Shard

__all__ = ["LayerBlocks", "Shard", "StageShards", "shard_piece"]

_HOME = {"LayerBlocks": "blocks", "Shard": "model", "StageShards": "blocks", "shard_piece": "cut"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
