"""A stage whose layers are shared by several devices: who holds what, and what they exchange.

`shard_piece` cuts a stage's piece into one for each device (`Shard`), with the exchanges of
AccPar's partition types between their operators; `Collectives` executes them. Free of torch but
for `collectives` and `functions`.
"""

from __future__ import annotations

from hwpipe.runtime.shard.blocks import LayerBlocks, StageShards
from hwpipe.runtime.shard.cut import shard_piece
from hwpipe.runtime.shard.model import Shard

__all__ = ["LayerBlocks", "Shard", "StageShards", "shard_piece"]
