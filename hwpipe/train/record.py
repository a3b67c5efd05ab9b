"""What ranks record while they train: plain data that the parent reads without torch."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["BoardRan", "KeptBytes", "RankRun", "Span", "Traffic", "step_losses"]


@dataclass(frozen=True, slots=True)
class Span:
    """An action as it ran, seconds on the monotonic clock, waiting for others left out."""

    kind: str
    stage: int
    micro_batch: int
    start_s: float
    end_s: float
    slice: int = 0


@dataclass(slots=True)
class Traffic:
    """Bytes that left a rank: what an exchange without compression sends, and what was sent."""

    whole_bytes: int = 0
    sent_bytes: int = 0

    def add(self, whole_bytes: int, sent_bytes: int) -> None:
        """Count a message."""
        self.whole_bytes += whole_bytes
        self.sent_bytes += sent_bytes


#: Actions of a kind whose seconds a rank remembers.
RECENT = 200


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """Activations of a stage with a memory strategy, in bytes.

    Attributes:
        peak: most that its device held at once between forwards and backwards.
        swapped_out, swapped_in: moved to host memory and back in the whole run.
        recomputed: computed again in the whole run.
    """

    peak: int
    swapped_out: int
    swapped_in: int
    recomputed: int


@dataclass(frozen=True, slots=True)
class BoardRan:
    """How a stage on an FPGA ran.

    Attributes:
        backend: what it ran on.
        simulated: whether that was no hardware.
        clock_hz: of the kernel on the board.
        cycles: mean of the board's clock cycles per micro-batch, None where none were counted.
    """

    backend: str
    simulated: bool
    clock_hz: float
    cycles: float | None


@dataclass
class RankRun:
    """What a rank knows after its steps.

    Attributes:
        rank: which.
        begun: when the first list began; all times are on the monotonic clock.
        losses: by micro-batch number, of those it took through the last stage.
        spans: actions of the last list.
        minima: least seconds of each (stage, kind of action), token slices added up; the first
            one warms caches and is left out.
        recent: seconds of the last actions of each (stage, kind), those of the first list left out.
        ends: time at which each list's last action ended, by the list's last step.
        versions: most weight versions alive at once, by stage.
        boundary, gradients: what it sent to other stages and to its replicas.
        kept: activations of stages with memory strategies, by stage.
        boards: how stages on FPGAs ran, by stage.
    """

    rank: int
    begun: float
    losses: dict[int, float] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    minima: dict[tuple[int, str], float] = field(default_factory=dict)
    recent: dict[tuple[int, str], deque[float]] = field(default_factory=dict)
    ends: dict[int, float] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    boundary: Traffic = field(default_factory=Traffic)
    gradients: Traffic = field(default_factory=Traffic)
    kept: dict[int, KeptBytes] = field(default_factory=dict)
    boards: dict[int, BoardRan] = field(default_factory=dict)


def step_losses(values: Mapping[int, float], micro_batches: int) -> dict[int, float]:
    """Mean loss of each step that is complete, summed in the order of its micro-batches."""
    steps: dict[int, list[float]] = {}
    for number in sorted(values):
        steps.setdefault(number // micro_batches, []).append(values[number])
    return {s: sum(v) / len(v) for s, v in steps.items() if len(v) == micro_batches}
