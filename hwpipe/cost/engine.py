"""The seam between the FPGA cost model and whatever counts an engine's cycles.

`TiledEngine` (`hwpipe.cost.tiled`) counts them by formula from a kernel configuration; a
schedule made by a compiler can take its place by implementing `EngineModel`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from hwpipe.cost.classes import NodeClass

__all__ = ["Direction", "EngineCost", "EngineModel"]

#: Forward pass, gradient of the inputs, gradient of the weights.
Direction = Literal["forward", "input", "weight"]


class EngineCost(NamedTuple):
    """What one operator costs on an engine: cycles, DRAM traffic and useful work."""

    cycles: int
    dram_read_bytes: int
    dram_write_bytes: int
    macs: int


class EngineModel(Protocol):
    """Counts cycles of an operator on one engine."""

    def cycles(
        self, node: NodeClass, graph_batch: int, direction: Direction = "forward"
    ) -> EngineCost | None:
        """Cost of `node` for `graph_batch` samples, or None where the engine cannot run it."""
        ...
