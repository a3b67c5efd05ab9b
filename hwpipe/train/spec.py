"""`TrainSpec`: what a rank of a training run is told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hwpipe.runtime.piece import TensorSpec
from hwpipe.runtime.strategy import StageStrategy
from hwpipe.schedule.model import Schedule
from hwpipe.train.frozen import Frozen
from hwpipe.train.options import TrainOptions
from hwpipe.train.routes import Edge, Routes, Tie
from hwpipe.train.tokens.plan import TokenPlan

__all__ = ["TrainSpec", "list_spans"]


def list_spans(first: int, steps: int, every: int, longest: int) -> list[int]:
    """Steps of each action list of a run without flushes: up to a checkpoint or the end.

    Args:
        first: steps taken before.
        steps: in all.
        every: steps between checkpoints; 0 for none.
        longest: steps of a list at most.
    """
    spans = []
    while first < steps:
        stop = min(steps, (first // every + 1) * every) if every else steps
        spans.append(min(stop - first, longest))
        first += spans[-1]
    return spans


@dataclass(frozen=True)
class TrainSpec:
    """The orders of one rank.

    Attributes:
        rank, world: own number, and how many there are.
        schedule: the action lists of one or several steps without a flush between them.
        others: the same of other numbers of steps, before a checkpoint or the end.
        micro_batches: of a step.
        micro_batch: samples of a micro-batch.
        edges, feeds, ties: of `Routes`.
        inputs: the model's inputs at `micro_batch`.
        tokens: how stages run token slices; None: whole sequences.
        blocks: of a distillation, first and behind last of each student stage, front to back.
        devices: kind ("gpu", "cpu", ...) of the device of each stage.
        strategies: how each stage's activations fit its memory; empty: all stay.
        frozen: what FPGA stages run; empty: there are none.
        options: what the user asked for; functions by name.
        model_hash: of the model.
        first_step: where to begin.
        resume_from: checkpoint to load weights and optimizer state from.
        outputs: number of graph outputs.
        members: processes of each rank of the schedule; empty: one.
        exchanges: see `Routes`.
        task: what the worker process calls.
    """

    rank: int
    world: int
    schedule: Schedule
    micro_batches: int
    micro_batch: int
    edges: tuple[Edge, ...]
    feeds: tuple[tuple[str, ...], ...]
    inputs: tuple[TensorSpec, ...]
    devices: tuple[str, ...]
    options: TrainOptions
    model_hash: str
    ties: tuple[Tie, ...] = ()
    strategies: tuple[StageStrategy | None, ...] = ()
    frozen: tuple[Frozen | None, ...] = ()
    tokens: TokenPlan | None = None
    blocks: tuple[tuple[int, int], ...] = ()
    others: tuple[Schedule, ...] = ()
    first_step: int = 0
    resume_from: Path | None = None
    task: str = "hwpipe.train.worker:run_forked"
    members: tuple[int, ...] = ()
    exchanges: tuple[int, ...] = ()

    @property
    def routes(self) -> Routes:
        """Edges, feeds and ties, without pieces."""
        return Routes((), self.edges, self.feeds, self.ties, self.schedule.slices,
                      exchanges=self.exchanges, ends=self.ends)  # fmt: skip

    @property
    def ends(self) -> tuple[int, ...]:
        """Stages whose outputs the loss is taken of, where they are not the last alone."""
        count = len(self.blocks)
        return tuple(range(count, 2 * count))

    @property
    def losses_per_step(self) -> int:
        """Losses of a step over all ranks: one a micro-batch, or one for each block of it."""
        return self.micro_batches * (self.blocks[-1][1] if self.blocks else 1)

    @property
    def first_of(self) -> tuple[int, ...]:
        """Process of member 0 of every rank of the schedule."""
        counts = self.members or (1,) * len(self.schedule.ranks)
        return tuple(sum(counts[:rank]) for rank in range(len(counts)))

    @property
    def unit(self) -> int:
        """Rank of the schedule that this process serves, alone or with others."""
        return bisect_right(self.first_of, self.rank) - 1 if self.members else self.rank

    @property
    def member(self) -> int:
        """Place among the processes of that rank."""
        return self.rank - self.first_of[self.unit] if self.members else 0

    @property
    def threads(self) -> int:
        """Compute threads of the process."""
        return self.options.threads

    @property
    def stages(self) -> tuple[int, ...]:
        """Stages that this rank holds."""
        return self.schedule.rank_stage[self.unit]

    @property
    def stage(self) -> int:
        """The first of them, for messages."""
        return self.stages[0]

    @property
    def replica(self) -> int:
        """Which of the ranks that hold its first stage this one is."""
        holders = [r for r, held in enumerate(self.schedule.rank_stage) if self.stage in held]
        return holders.index(self.unit)

    @property
    def replicas(self) -> tuple[int, ...]:
        """Ranks that hold each stage."""
        return self.schedule.replicas

    def lists(self) -> Iterator[tuple[int, Schedule]]:
        """(first step, action lists) until all steps are taken."""
        step, options = self.first_step, self.options
        known = {s.microbatches // self.micro_batches: s for s in (self.schedule, *self.others)}
        if len(known) > 1:
            every = options.checkpoint_every
            spans = list_spans(step, options.steps, every, max(known))
        else:
            (span,) = known
            spans = [span] * -(-(options.steps - step) // span)
        for span in spans:
            yield step, known[span]
            step += span

    def rank_of_first(self, stage: int) -> int:
        """The rank of the schedule that speaks for a stage: the first that holds it."""
        return next(r for r, held in enumerate(self.schedule.rank_stage) if stage in held)
