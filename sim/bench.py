"""The clock of a cocotb bench and the loop that all bus models share.

Inputs change at falling edges and everything is sampled after the design has settled, before the
rising edge. So what a model sees is what the design's registers see, in an event-driven simulator
(Icarus) and in a cycle-based one (Verilator) alike.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from typing import Any, Protocol

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import FallingEdge, ReadOnly

__all__ = ["Bench", "Model", "settings"]


class Model(Protocol):
    """A bus model: drives its inputs of the design, then looks at what happens at the edge."""

    def drive(self) -> None:
        """Set inputs; called once a cycle."""

    def sample(self) -> None:
        """Look at settled signals; a transfer happens where valid and ready are both high."""


def settings() -> dict[str, Any]:
    """Return what the pytest function gave this bench (see `runner.run_bench`)."""
    result: dict[str, Any] = json.loads(os.environ.get("HWPIPE_BENCH", "{}"))
    return result


class Bench:
    """Clock, reset, models and time limits of one test."""

    def __init__(
        self, dut: Any, clock: str = "clk", reset: str = "rst", *, active_low: bool = False
    ) -> None:
        """Take a design; nothing runs yet.

        Args:
            dut: the top module.
            clock: its clock input.
            reset: its reset input.
            active_low: whether reset is active at 0.
        """
        self.dut = dut
        self.cycle = 0
        self.rng = random.Random(int(os.environ.get("COCOTB_RANDOM_SEED", "1")))
        self.models: list[Any] = []
        self._clock = getattr(dut, clock)
        self._reset = getattr(dut, reset)
        self._active = 0 if active_low else 1
        self._edge = FallingEdge(self._clock)
        self._settled = ReadOnly()

    def add(self, model: Any) -> Any:
        """Add a bus model and return it."""
        self.models.append(model)
        return model

    async def start(self, reset_cycles: int = 8) -> None:
        """Start the clock (10 ns) and reset the design."""
        cocotb.start_soon(Clock(self._clock, 10, unit="ns").start())
        await self.reset(reset_cycles)

    async def reset(self, cycles: int = 8) -> None:
        """Hold reset for some cycles; models neither drive nor sample meanwhile."""
        await self._edge
        self._reset.value = self._active
        for model in self.models:
            if hasattr(model, "idle"):
                model.idle()
        for _ in range(cycles):
            await self._edge
        self._reset.value = 1 - self._active
        for _ in range(3):
            await self._edge

    async def step(self) -> None:
        """Run one clock cycle."""
        await self._edge
        for model in self.models:
            model.drive()
        await self._settled
        for model in self.models:
            model.sample()
        self.cycle += 1

    async def cycles(self, count: int) -> None:
        """Run some clock cycles."""
        for _ in range(count):
            await self.step()

    async def until(self, done: Callable[[], bool], what: str, limit: int = 100_000) -> int:
        """Run until a condition holds after a cycle and return the cycles that took.

        Raises:
            AssertionError: it does not hold within `limit` cycles.
        """
        start = self.cycle
        while not done():
            if self.cycle - start >= limit:
                raise AssertionError(f"cycle {self.cycle}: {what}: not within {limit} cycles")
            await self.step()
        return self.cycle - start
