"""AXI4-Lite master: one register access at a time, every channel with its own random stalls."""

from __future__ import annotations

import random
from typing import Any

from bench import Bench

__all__ = ["AxiLiteMaster"]


class AxiLiteMaster:
    """Reads and writes 32-bit registers; checks response codes and the stability rule."""

    def __init__(self, bench: Bench, prefix: str, stall: float = 0.0) -> None:
        """Find the signals `<prefix>_awaddr`, ... in either case."""
        self._bench = bench
        self._rng: random.Random = bench.rng
        self.stall = stall
        dut = bench.dut

        def pin(name: str) -> Any:
            upper = f"{prefix}_{name.upper()}"
            return getattr(dut, upper if hasattr(dut, upper) else f"{prefix}_{name}")

        out = ("awaddr", "awvalid", "wdata", "wstrb", "wvalid", "bready")
        out += ("araddr", "arvalid", "rready")
        self._out = {name: pin(name) for name in out}
        into = ("awready", "wready", "bvalid", "bresp", "arready", "rvalid", "rdata", "rresp")
        self._in = {name: pin(name) for name in into}
        self._level = dict.fromkeys(("awvalid", "wvalid", "bready", "arvalid", "rready"), 0)
        self._todo: set[str] = set()
        self._access: dict[str, int] = {}
        self._data = 0
        self.idle()

    def idle(self) -> None:
        """Offer nothing."""
        self._todo.clear()
        for name in self._level:
            self._level[name] = 0
            self._out[name].value = 0

    def drive(self) -> None:
        """Offer what is still to do; an offer once made stays."""
        for name, value in self._access.items():
            self._out[name].value = value
        self._access = {}
        for channel, name, sticky in (
            ("aw", "awvalid", True),
            ("w", "wvalid", True),
            ("b", "bready", False),
            ("ar", "arvalid", True),
            ("r", "rready", False),
        ):
            wanted = channel in self._todo
            held = sticky and self._level[name]
            level = int(wanted and (held or self._rng.random() >= self.stall))
            if level != self._level[name]:
                self._level[name] = level
                self._out[name].value = level

    def sample(self) -> None:
        """See which channels transfer."""
        if not self._todo:
            return
        for channel in ("aw", "w", "ar"):
            if self._level[f"{channel}valid"] and int(self._in[f"{channel}ready"].value):
                self._todo.discard(channel)
        if self._level["bready"] and int(self._in["bvalid"].value):
            assert not self._todo & {"aw", "w"}, "BVALID before address and data were taken"
            assert int(self._in["bresp"].value) == 0, "write response is not OKAY"
            self._todo.discard("b")
        if self._level["rready"] and int(self._in["rvalid"].value):
            assert "ar" not in self._todo, "RVALID before the address was taken"
            assert int(self._in["rresp"].value) == 0, "read response is not OKAY"
            self._data = int(self._in["rdata"].value)
            self._todo.discard("r")

    async def write(self, offset: int, value: int, strobe: int = 15) -> None:
        """Write a register and wait for the response."""
        self._access = {"awaddr": offset, "wdata": value & 0xFFFFFFFF, "wstrb": strobe}
        self._todo |= {"aw", "w", "b"}
        await self._bench.until(lambda: not self._todo, f"write of register {offset:#x}", 10_000)

    async def read(self, offset: int) -> int:
        """Read a register."""
        self._access = {"araddr": offset}
        self._todo |= {"ar", "r"}
        await self._bench.until(lambda: not self._todo, f"read of register {offset:#x}", 10_000)
        return self._data
