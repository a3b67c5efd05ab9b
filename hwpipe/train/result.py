"""`TrainResult`: what a training run gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hwpipe.runtime.piece import Array
from hwpipe.train.record import RankRun, Span, Traffic

__all__ = ["StageSeconds", "TrainResult"]


@dataclass(frozen=True, slots=True)
class StageSeconds:
    """Least seconds of a stage's steps for one micro-batch, as measured here; 0 where none ran.

    `backward_s` is a whole backward, `backward_input_s` and `backward_weight_s` its halves where
    the schedule splits it.
    """

    stage: int
    forward_s: float
    backward_s: float
    backward_input_s: float
    backward_weight_s: float
    update_s: float


@dataclass(frozen=True)
class TrainResult:
    """The outcome of `train`.

    Attributes:
        losses: mean loss of every step, those before a resumed checkpoint included.
        weights: trained weights and running statistics by initializer name.
        first_step: step that this run began with.
        iteration_s: least seconds of a step, the first left out where there are several.
        predicted_s: what the plan says for its own devices; None without a plan.
        simulated_s: of a step on the measured seconds of its stages, transfers free; None
            where too few steps were taken to measure them.
        stages: measured seconds by stage.
        weight_versions: most versions of each stage's weights alive at once.
        runs: what every rank recorded.
        notes: what the user should know.
    """

    losses: tuple[float, ...]
    weights: dict[str, Array]
    first_step: int
    iteration_s: float
    predicted_s: float | None
    stages: tuple[StageSeconds, ...]
    weight_versions: tuple[int, ...]
    runs: tuple[RankRun, ...]
    simulated_s: float | None = None
    notes: tuple[str, ...] = field(default=())

    def state_dict(self) -> dict[str, Any]:
        """The weights as torch tensors by initializer name."""
        from hwpipe.runtime.module import to_torch

        return {name: to_torch(array) for name, array in self.weights.items()}

    def traffic(self, what: str) -> Traffic:
        """Bytes of all ranks.

        Args:
            what: `boundary` (to other stages, there and back) or `gradients` (between replicas;
                counted where they are compressed).
        """
        total = Traffic()
        for run in self.runs:
            own: Traffic = getattr(run, what)
            total.add(own.whole_bytes, own.sent_bytes)
        return total

    def spans(self) -> list[tuple[int, Span]]:
        """(rank, action) of the last action lists, from the earliest on."""
        found = [(run.rank, span) for run in self.runs for span in run.spans]
        return sorted(found, key=lambda item: item[1].start_s)


def stage_seconds(runs: Sequence[RankRun], stages: int) -> tuple[StageSeconds, ...]:
    """Least seconds over all ranks that hold a stage."""

    def least(stage: int, kind: str) -> float:
        found = [run.minima[stage, kind] for run in runs if (stage, kind) in run.minima]
        return min(found, default=0.0)

    return tuple(
        StageSeconds(s, least(s, "F"), least(s, "BW"), least(s, "B"), least(s, "W"),
                     least(s, "UPDATE"))
        for s in range(stages)
    )  # fmt: skip


def iteration_seconds(runs: Sequence[RankRun]) -> float:
    """Least seconds of a step over the lists; a list of several steps counts by its mean."""
    begun = min(run.begun for run in runs)
    ends = {step: max(run.ends[step] for run in runs) for step in runs[0].ends}
    times, before, last = [], begun, -1
    for position, step in enumerate(sorted(ends)):
        first = step if position == 0 and len(ends) > 1 else last + 1
        times.append((ends[step] - before) / max(1, step - first + 1))
        before, last = ends[step], step
    return min(times[1:] or times)
