"""The steps of a rank: action lists one after the other, losses told, checkpoints written."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from hwpipe.train.channel.mail import Mail
from hwpipe.train.rank import TrainRank
from hwpipe.train.record import RECENT, RankRun, Span, step_losses
from hwpipe.train.spec import TrainSpec
from hwpipe.train.special import boards_of, close_stages, kept_bytes
from hwpipe.train.split.ranks import Pieces
from hwpipe.train.split.state import merge
from hwpipe.train.state.checkpoint import Checkpoint, checkpoint_path, save_checkpoint
from hwpipe.train.state.residuals import Residual

__all__ = ["Gather", "run_rank"]

#: Collects an object of every rank on rank 0; None elsewhere.
Gather = Callable[[Any], Sequence[Any] | None]
#: Called with an event name and its fields.
Tell = Callable[..., None]

#: Seconds between signs of life.
_BEAT_S = 0.2


def run_rank(  # noqa: PLR0917 (every one is a different thing)
    spec: TrainSpec,
    pieces: Pieces,
    mail: Mail,
    gather: Gather,
    tell: Tell,
    ready: Callable[[], None],
) -> tuple[Sequence[RankRun] | None, Checkpoint | None]:
    """Take all steps of a run as one of its ranks.

    Args:
        spec: the orders.
        pieces: of the rank's stages.
        mail: to the other ranks.
        gather: collects objects on rank 0.
        tell: is told "beat" (doing) and "step" (step, losses).
        ready: called when everything is loaded; returns when the run may begin.

    Returns:
        On rank 0 what every rank knows, and the state after the last step; None elsewhere.
    """
    rank = _rank(spec, pieces, mail)
    ready()
    run = RankRun(spec.rank, time.monotonic())
    recorder = _Recorder(run, tell)
    state: Sequence[Any] | None = None
    checkpoint: Checkpoint | None = None
    for step, schedule in spec.lists():
        recorder.begin(step)
        values = rank.run_list(schedule, step, recorder)
        run.losses.update(values)
        count = schedule.microbatches // spec.micro_batches
        for done in range(step, step + count):
            own = {k: v for k, v in values.items() if k // spec.losses_per_step == done}
            tell("step", step=done, losses=sorted(own.items()))
        run.ends[step + count - 1] = time.monotonic()
        after, every = step + count, spec.options.checkpoint_every
        last = after == spec.options.steps
        due = spec.options.checkpoint is not None and bool(every) and after % every == 0
        if last or due:
            tell("beat", doing="writing a checkpoint")
            state = gather((*rank.state(), dict(run.losses)))
            if state is not None:
                checkpoint = _joined(spec, after, rank.losses, state)
                if spec.options.checkpoint is not None:
                    save_checkpoint(checkpoint, checkpoint_path(spec.options.checkpoint, after))
    run.versions = {s: held.weights.peak_versions for s, held in rank.held.items()}
    run.boundary, run.gradients = rank.traffic
    run.kept = kept_bytes(rank.held)
    run.boards = boards_of(rank.held)
    runs = gather(run)
    close_stages(rank.held.values())
    return runs, checkpoint if runs is not None else None


def _rank(spec: TrainSpec, pieces: Pieces, mail: Mail) -> TrainRank:
    if spec.options.engine == "torch":
        from hwpipe.train.pipelining import PipeliningRank

        return PipeliningRank(spec, pieces, mail)
    return TrainRank(spec, pieces, mail)


def _joined(
    spec: TrainSpec, step: int, before: Sequence[float], states: Sequence[Any]
) -> Checkpoint:
    weights: dict[str, Any] = {}
    state: dict[str, Any] = {}
    values: dict[int, float] = {}
    residuals: list[Residual] = []
    for own_weights, own_state, kept, losses in states:
        residuals += kept
        merge(weights, own_weights)
        merge(state, own_state)
        values.update(losses)
    means = step_losses(values, spec.losses_per_step)
    known = {**dict(enumerate(before)), **means}
    return Checkpoint(
        step, spec.model_hash, spec.options.optimizer.name,
        dict(sorted(weights.items())), dict(sorted(state.items())),
        tuple(known[i] for i in sorted(known)), tuple(residuals),
    )  # fmt: skip


class _Recorder:
    """Takes the spans of a list; says now and then that the rank is alive."""

    def __init__(self, run: RankRun, tell: Tell) -> None:
        self._run, self._tell = run, tell
        self._step = 0
        self._seen: set[tuple[int, str, int]] = set()
        self._least: dict[tuple[int, str, int], float] = {}
        self._beat = 0.0

    def begin(self, step: int) -> None:
        """A new list."""
        self._step = step
        self._run.spans = []

    def __call__(self, span: Span) -> None:
        """After every action."""
        self._run.spans.append(span)
        key = (span.stage, span.kind, span.slice)
        seconds = span.end_s - span.start_s
        if self._run.ends:  # the first list warms caches and allocators
            recent = self._run.recent.setdefault(key[:2], deque(maxlen=RECENT))
            recent.append(seconds)
        if key not in self._seen:
            self._seen.add(key)
        elif seconds < (known := self._least.get(key, math.inf)):
            whole = span.stage, span.kind
            less = seconds - (0.0 if known == math.inf else known)
            self._run.minima[whole] = self._run.minima.get(whole, 0.0) + less
            self._least[key] = seconds
        if span.end_s - self._beat > _BEAT_S:
            self._beat = span.end_s
            at = f" of micro-batch {span.micro_batch}" if span.micro_batch >= 0 else ""
            self._tell("beat", doing=f"after {span.kind}{at} in the list of step {self._step}")
