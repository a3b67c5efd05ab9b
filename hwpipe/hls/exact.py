"""The exact cycle model: the kernel's control path alone, compiled and run.

The same schedule, emitted without its data path, takes the same cycles by construction: the
same modules issue, stall, hand over and burst. What a plan is certified with.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hwpipe.errors import WorkError
from hwpipe.hls.builder import cell_files, emit_files
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.control_cut import data_decides
from hwpipe.hls.counting import Counter
from hwpipe.hls.emit_top import register_map
from hwpipe.hls.interp import writers
from hwpipe.hls.lang import Mem, Scalar
from hwpipe.rtl import module_files

__all__ = ["ExactModel", "MemoryTiming"]


@dataclass(frozen=True)
class MemoryTiming:
    """The board's memory as a kernel sees it: cycles from address to first beat, and its rate.

    Attributes:
        latency_cycles: of reads and of write responses.
        bytes_per_cycle: of each port and direction; 0 means the width of the port.
        outstanding: bursts in flight on each port.
    """

    latency_cycles: int = 100
    bytes_per_cycle: float = 0.0
    outstanding: int = 16


class ExactModel:
    """Cycles of a compiled kernel, exactly as its RTL takes them."""

    def __init__(self, compiled: Compiled, *, full: bool = False) -> None:
        """Compile the control path (seconds the first time, then found in a cache).

        Args:
            compiled: the kernel.
            full: keep the data path, to compare both.

        Raises:
            WorkError: if no C++ compiler or Verilator is there.
        """
        from hwpipe.sim import compiled as native
        from hwpipe.sim.state import PROCESS_SIGNALS

        self.compiled = compiled
        self.registers = register_map(compiled)
        with tempfile.TemporaryDirectory(prefix="hwpipe-control-") as folder:
            paths = []
            for name, text in emit_files(compiled, control_only=not full).items():
                path = Path(folder) / name
                path.write_text(text, encoding="utf-8")
                paths.append(path)
            self.folder = native.build(
                (*paths, *module_files(), *cell_files()), compiled.kernel.name,
                watch=PROCESS_SIGNALS,
            )  # fmt: skip

    def cycles(
        self, scalars: Mapping[str, int], timing: MemoryTiming | None = None,
        *, limit_cycles: int = 2_000_000_000,
    ) -> int:  # fmt: skip
        """Cycles from start to interrupt.

        Args:
            scalars: values of the run-time scalars; pointers may be given too (their place in
                a 4 KB page decides how bursts split), else they are multiples of 4 KB.
            timing: of the board's memory.
            limit_cycles: stop there.

        Input streams always have their next item, output streams are always taken.

        Raises:
            WorkError: if the kernel does not finish, with the state of every port; if data
                decides the cycles of a kernel that reads streams.
        """
        from hwpipe.sim.kernel import call
        from hwpipe.sim.simulator import PortSettings, Simulator

        timing = timing or MemoryTiming()
        kernel = self.compiled.kernel
        feeds = self._feeds(scalars)
        arguments = {}
        place = 1 << 32
        for name, item in kernel.objects.items():
            if isinstance(item, Scalar):
                arguments[name] = int(scalars[name])
            elif isinstance(item, Mem):
                arguments[name] = int(scalars.get(name, place))
                place += 1 << 32
        with Simulator(self.folder) as sim:
            sim.configure_all(
                PortSettings(
                    timing.latency_cycles, timing.latency_cycles, timing.outstanding,
                    timing.bytes_per_cycle, timing.bytes_per_cycle,
                )
            ) if sim.ports.axi else None  # fmt: skip
            for name, items in feeds.items():
                width = next(s.data_bytes for s in sim.ports.streams if s.name == name)
                sim.push(name, np.zeros(items * width, np.uint8))
            return call(
                sim, self.registers, arguments, limit_cycles=limit_cycles, quiet_cycles=100_000
            ).cycles

    def _feeds(self, scalars: Mapping[str, int]) -> dict[str, int]:
        """Items that the kernel reads of each input stream; they wait at its door.

        Raises:
            WorkError: if data decides how many.
        """
        kernel = self.compiled.kernel
        out: dict[str, int] = {}
        for process in self.compiled.processes:
            for effect in process.ir.effects:
                name = effect.attr
                if effect.op != "pop" or name not in kernel.objects or writers(kernel, name):
                    continue
                if any(data_decides(p) for p in self.compiled.processes):
                    raise WorkError(
                        f"kernel {kernel.name} reads stream {name}, and data decides its cycles",
                        remedy="simulate it with rtl_run on the data that matters",
                    )
                count = Counter(process.ir, scalars).count(effect.args[0])
                out[name] = out.get(name, 0) + count
        return out
