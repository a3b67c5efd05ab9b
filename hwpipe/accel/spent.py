"""Where the cycles of a command went, and what it moved."""

from __future__ import annotations

from dataclasses import dataclass, fields

from hwpipe.sim.simulator import Simulator, Taken

__all__ = ["Spent", "Traffic", "traffic_of"]


@dataclass(frozen=True)
class Traffic:
    """Bytes that ports have read and written."""

    read_bytes: int
    write_bytes: int

    def __sub__(self, before: Traffic) -> Traffic:
        return Traffic(
            self.read_bytes - before.read_bytes, self.write_bytes - before.write_bytes
        )  # fmt: skip


def traffic_of(simulator: Simulator) -> Traffic:
    """What all memory ports of a simulator have transferred so far."""
    uses = [(bundle.data_bytes, simulator.use(bundle.name)) for bundle in simulator.ports.axi]
    return Traffic(
        sum(width * use.read_beats for width, use in uses), sum(use.write_bytes for _, use in uses)
    )


@dataclass(frozen=True)
class Spent:
    """Cycles of one command or of several, and the bytes that they moved.

    `cycles` is `refill_cycles`, `read_cycles`, `write_cycles`, `drain_cycles` and those in which
    the process that computes did its work.

    Attributes:
        cycles: from the start to the end.
        refill_cycles: until the process that computes has its first inputs.
        read_cycles: in which it waited for inputs or weights afterwards.
        write_cycles: in which it waited for room for its results.
        drain_cycles: after its last iteration, until the last result is written.
        read_bytes: over all ports.
        write_bytes: over all ports.
    """

    cycles: int = 0
    refill_cycles: int = 0
    read_cycles: int = 0
    write_cycles: int = 0
    drain_cycles: int = 0
    read_bytes: int = 0
    write_bytes: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Spent)))

    @property
    def busy_cycles(self) -> int:
        """In which the process that computes waited for nothing."""
        waits = self.refill_cycles + self.read_cycles + self.write_cycles + self.drain_cycles
        return self.cycles - waits

    @classmethod
    def of(cls, start: int, end: int, taken: Taken, moved: Traffic) -> Spent:
        """From clock cycles of start and end, what the computing process did, and traffic."""
        opened = max(taken.opened_cycle, start)
        return cls(
            end - start, opened - start, taken.read_cycles, taken.write_cycles,
            end - max(taken.last_cycle, opened), moved.read_bytes, moved.write_bytes,
        )  # fmt: skip
