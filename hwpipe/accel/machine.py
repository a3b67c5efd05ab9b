"""The accelerator's compiled RTL with memory: a network's commands in one start.

    with Machine(config) as machine:
        run = machine.run(image)      # every command of the image; its memory holds the results

The sequence is the driver's: write the list, its address and QUIET, start, wait for the interrupt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from hwpipe.accel.command import OPS, Command
from hwpipe.accel.format import encode
from hwpipe.accel.image import Image
from hwpipe.accel.spent import Spent, Traffic, traffic_of
from hwpipe.accel.top import TOP, AcceleratorBuild, build_accelerator
from hwpipe.conv import ConvConfig
from hwpipe.errors import WorkError
from hwpipe.fpga.interface import REGISTERS, STOPPED, Region, encode_list, error_text
from hwpipe.rtl.registers import AP_DONE, AP_IDLE, AP_START

if TYPE_CHECKING:
    from hwpipe.sim.simulator import Simulator

__all__ = ["Machine", "Outcome", "build_simulator"]

_PROGRESS = "u_sequencer.progress_reg"
_UNIT_BITS, _TRACE_POINT = "u_sequencer.unit_reg", "u_sequencer.trace_point"
#: In the lower bits of `_TRACE_POINT`, of hwp_sequencer.sv: a command runs.
_RUNNING = 3
#: Cycles after which a list that makes no progress is given up, by hardware and then by Python.
_QUIET_CYCLES = 200_000


@dataclass(frozen=True)
class Outcome:
    """How a list ended.

    Attributes:
        error: of `interface.ERRORS`, 0 if all commands ran.
        detail: register DETAIL.
        progress: commands that ran.
        cycles: register CYCLES, from the start to the end of the list.
        spent: of every command that ran: cycles from the end of the one before it to its own
            end, the first one from its start; bytes that it moved, those that were read ahead
            for it included.
        list_spent: of the list itself: until the first command starts, and at the end.
    """

    error: int
    detail: int
    progress: int
    cycles: int
    spent: tuple[Spent, ...]
    list_spent: Spent

    @property
    def text(self) -> str:
        """One line for an error, empty if there is none."""
        return error_text(self.error, self.detail, self.progress) if self.error else ""


_FOLDERS: list[TemporaryDirectory[str]] = []


@lru_cache(maxsize=4)
def _emitted(config: ConvConfig, ports: int) -> AcceleratorBuild:
    _FOLDERS.append(TemporaryDirectory(prefix="hwpipe-accelerator-"))
    return build_accelerator(config, _FOLDERS[-1].name, ports)


def build_simulator(config: ConvConfig, ports: int = 2, *, trace: str | None = None) -> Path:
    """Folder of the accelerator's compiled simulator, from the cache if it is there.

    Args:
        config: of the convolution kernel; the others take its lanes and port width.
        ports: AXI4 ports.
        trace: `vcd` or `fst` for waves.
    """
    from hwpipe.sim import compiled
    from hwpipe.sim.state import PROCESS_SIGNALS

    watch = (*PROCESS_SIGNALS, "progress_reg", "unit_reg", "trace_point", "beat_passed")
    return compiled.build(_emitted(config, ports).files, TOP, watch=watch, trace=trace)


@dataclass(frozen=True)
class _Counter:
    """Beats of one burst engine: number of the simulator's counter, bytes of a beat."""

    number: int
    width: int
    write: bool
    early: bool


class _Traffic:
    """Splits what burst engines move by command: some read for the next one already."""

    def __init__(self, simulator: Simulator, masters: Sequence[_Counter]) -> None:
        self.simulator, self.masters = simulator, masters
        self.kept = Traffic(0, 0)
        self._take(lambda master: True)

    def _take(self, wanted: Callable[[_Counter], bool]) -> Traffic:
        sums = {False: 0, True: 0}
        for master in filter(wanted, self.masters):
            sums[master.write] += self.simulator.counted(master.number) * master.width
        return Traffic(sums[False], sums[True])

    def ahead(self) -> None:
        """From here on the early engines work for the next command."""
        self.kept = self._take(lambda master: master.early)

    def of_command(self, lent: bool) -> Traffic:
        """Of the command that has ended; `lent`: early engines work for the next one."""
        moved = self._take(lambda master: not (lent and master.early))
        if lent:
            moved = Traffic(moved.read_bytes + self.kept.read_bytes, moved.write_bytes)
        self.kept = Traffic(0, 0)
        return moved


class Machine:
    """An accelerator with memory, simulated at register-transfer level.

    Attributes:
        ident: of its configuration.
        simulator: for registers, waves and memory.
    """

    def __init__(
        self, config: ConvConfig, ports: int = 2, *, latency_cycles: int = 100,
        stall: float = 0.0, seed: int = 1,
    ) -> None:  # fmt: skip
        """Build or find the simulator and reset it.

        Args:
            config: of the convolution kernel.
            ports: AXI4 ports.
            latency_cycles: of the memory.
            stall: chance of every channel to pause in a cycle.
            seed: of the stalls, and of registers that are not reset.
        """
        from hwpipe.sim.simulator import PortSettings, Simulator

        self.config = config
        self.ident = _emitted(config, ports).ident
        self.simulator: Simulator = Simulator(build_simulator(config, ports), seed)
        self.simulator.configure_all(PortSettings(
            read_latency_cycles=latency_cycles, write_latency_cycles=latency_cycles, stall=stall,
        ))  # fmt: skip
        self._tallies = {
            op: self.simulator.tally(f"u_{op}.u_process_compute") for op in OPS
        }  # fmt: skip
        emitted = _emitted(config, ports)
        self._masters = [
            _Counter(self.simulator.count(f"u_{m.name}_guard.beat_passed"), emitted.width // 8,
                     m.write, m.early)
            for m in emitted.masters
        ]  # fmt: skip
        self._image: Image | None = None
        self._bases: list[int] = []

    def __enter__(self) -> Machine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Free the simulator."""
        self.simulator.close()

    # ---- memory ----

    def load(self, image: Image) -> None:
        """Put an image's regions into memory; nothing else may be touched from here on."""
        self.simulator.free_all()
        self._image = image
        self._bases = [
            self.simulator.allocate(image.content(r), writable=r.writable, exact=True)
            for r in image.regions
        ]

    def _place(self, address: int) -> int:
        assert self._image is not None
        pointer = self._image.pointer(address)
        return self._bases[pointer >> 32] + (pointer & 0xFFFFFFFF)

    def regions(self) -> list[Region]:
        """Regions of the loaded image, where they lie in memory."""
        assert self._image is not None
        return [
            Region(base, r.size, True, r.writable)
            for base, r in zip(self._bases, self._image.regions, strict=True)
        ]

    def fetch(self, address: int, size: int) -> None:
        """Bring bytes from the machine's memory into the image's, addresses of the image."""
        assert self._image is not None
        self._image.memory[address : address + size] = self.simulator.read(
            self._place(address), size, np.uint8
        )

    def store(self, address: int, size: int) -> None:
        """Bring bytes from the image's memory into the machine's."""
        assert self._image is not None
        self.simulator.write(self._place(address), self._image.memory[address : address + size])

    # ---- runs ----

    def run(self, image: Image, on_command: Callable[[int, Spent], None] | None = None) -> Outcome:
        """Load an image, run all of its commands in one start, and bring the results back.

        Args:
            image: whose memory is changed.
            on_command: called with position and cycles when a command has ended; `fetch` shows
                what it wrote.

        Raises:
            WorkError: the accelerator broke a rule of its ports, hung, or reported an error.
        """
        self.load(image)
        outcome = self.start(image.commands, on_command)
        if outcome.error:
            raise WorkError(f"the accelerator stopped: {outcome.text}")
        for region in image.regions:
            if region.writable:
                self.fetch(region.address, region.size)
        return outcome

    def start(
        self, commands: Sequence[Command], on_command: Callable[[int, Spent], None] | None = None
    ) -> Outcome:
        """Run commands of the loaded image in one start.

        Args:
            commands: pointers are addresses in the image.
            on_command: as for `run`.

        Raises:
            WorkError: it broke a rule of its ports, or hung.
        """
        assert self._image is not None
        listed = [encode(self._image.relative(command)) for command in commands]
        return self.start_list(encode_list(self.regions(), listed, self.ident), on_command)

    def start_list(
        self, raw: bytes, on_command: Callable[[int, Spent], None] | None = None, *,
        quiet_cycles: int = _QUIET_CYCLES, limit_cycles: int = 0,
    ) -> Outcome:  # fmt: skip
        """Run a list as it lies in memory.

        Args:
            raw: its bytes; regions are where the list says.
            on_command: as for `run`.
            quiet_cycles: register QUIET.
            limit_cycles: register LIMIT.

        Raises:
            WorkError: it broke a rule of its ports, or hung.
        """
        sim = self.simulator
        at = sim.allocate(np.frombuffer(raw, np.uint8), exact=True)
        for name, value in (("LIST", at), ("QUIET", quiet_cycles), ("LIMIT", limit_cycles)):
            sim.write_register(REGISTERS[name], value & 0xFFFFFFFF)
        sim.write_register(REGISTERS["LIST"] + 4, at >> 32)
        sim.write_register(REGISTERS["GIE"], 1)
        sim.write_register(REGISTERS["IER"], 1)
        control = sim.read_register(REGISTERS["CTRL"])
        if not control & AP_IDLE:
            raise WorkError(f"the accelerator is not idle (CTRL = {control:#x})")
        before = traffic_of(sim)
        sim.write_register(REGISTERS["CTRL"], AP_START)
        spent = self._follow(on_command, 2 * quiet_cycles + 100_000)
        return self._ended(spent, traffic_of(sim) - before)

    def _follow(self, on_command: Callable[[int, Spent], None] | None, quiet: int) -> list[Spent]:
        """Run until the interrupt; what every command spent."""
        sim, found = self.simulator, list[Spent]()
        start, traffic = 0, _Traffic(sim, self._masters)
        while not sim.irq:
            progress, ahead = sim.peek(_PROGRESS), sim.peek(_TRACE_POINT) >> 3
            sim.run_until_change(_TRACE_POINT, 1 << 62, quiet)
            point = sim.peek(_TRACE_POINT)
            if point & 7 == _RUNNING and not start:
                start = sim.cycle
                for tally in self._tallies.values():
                    sim.taken(tally)
            if point >> 3 and not ahead:
                traffic.ahead()
            if sim.peek(_PROGRESS) != progress + 1:
                continue
            op = OPS[sim.peek(_UNIT_BITS).bit_length() - 1]
            taken, moved = sim.taken(self._tallies[op]), traffic.of_command(bool(point >> 3))
            found.append(Spent.of(start, sim.cycle, taken, moved))
            start = sim.cycle
            if on_command is not None:
                on_command(len(found) - 1, found[-1])
        return found

    def _ended(self, spent: list[Spent], moved: Traffic) -> Outcome:
        sim = self.simulator
        read = {
            name: sim.read_register(REGISTERS[name])
            for name in ("STATE", "ERROR", "DETAIL", "PROGRESS", "CYCLES", "ISR")
        }
        high = sim.read_register(REGISTERS["CYCLES"] + 4)
        sim.write_register(REGISTERS["ISR"], read["ISR"])
        control = sim.read_register(REGISTERS["CTRL"])
        if control & (AP_START | AP_DONE | AP_IDLE) != AP_DONE | AP_IDLE:
            raise WorkError(f"CTRL is {control:#x} after the interrupt")
        if (read["STATE"] == STOPPED) != bool(read["ERROR"]):
            raise WorkError(f"STATE is {read['STATE']} with error {read['ERROR']}")
        cycles, ran = high << 32 | read["CYCLES"], sum(spent, Spent())
        rest = Spent(
            cycles - ran.cycles, read_bytes=moved.read_bytes - ran.read_bytes,
            write_bytes=moved.write_bytes - ran.write_bytes,
        )  # fmt: skip
        rest = replace(rest, refill_cycles=rest.cycles)
        return Outcome(read["ERROR"], read["DETAIL"], read["PROGRESS"], cycles, tuple(spent), rest)
