"""The interpreter: one rank's action list, bound once and executed step after step.

A list is bound before it runs for the first time: every action becomes a callable that knows its
stage, messages and weights, so that a step costs what its tensors cost. `BINDERS` names what binds
each kind of action. A new kind is a `BoundAction` in a file of its own, which

* takes (execution, action, position in the list) and looks up there what stays the same,
* executes when called, on the tables of `Execution`, and returns the seconds that it waited,
* names in `expects` the messages that it is sure to receive, so that receives are posted early,

a line in `BINDERS`, and its name among the kinds that `hwpipe.train.program` lets through.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hwpipe.errors import HwpipeError
from hwpipe.schedule.model import Action
from hwpipe.train.actions import (
    BackwardAction,
    ForwardAction,
    UpdateAction,
    WeightAction,
)
from hwpipe.train.channel.mail import Expected, Mail
from hwpipe.train.codec import BoundaryCodec, GradientCodec
from hwpipe.train.execution import (
    BoundAction,
    Execution,
    Feed,
    Held,
    LossOf,
    channels_of,
    shared_channel,
)
from hwpipe.train.program import Program
from hwpipe.train.record import Span
from hwpipe.train.reduce import KINDS, reduce_gradients
from hwpipe.train.replicas import ReduceAction
from hwpipe.train.routes import Routes
from hwpipe.train.split.actions import leads, lent_sums, shared_action, taken_sums

__all__ = ["BINDERS", "Held", "Interpreter", "channels_of"]

#: What binds an action of each kind.
BINDERS: dict[str, Callable[[Execution, Action, int], BoundAction]] = {
    "F": ForwardAction,
    "B": BackwardAction,
    "BW": BackwardAction,
    "W": WeightAction,
    "REDUCE": ReduceAction,
    "UPDATE": UpdateAction,
}


@dataclass(frozen=True)
class _Bound:
    """A list that is ready to run."""

    program: Program
    steps: tuple[tuple[Action, BoundAction], ...]
    expected: tuple[Expected, ...]
    exchanges: tuple[tuple[int, int], ...]
    numbers: int


class Interpreter:
    """Executes action lists; the same for every schedule."""

    def __init__(  # noqa: PLR0917 (every one is a different thing)
        self,
        rank: int,
        routes: Routes,
        held: dict[int, Held],
        mail: Mail,
        boundary: BoundaryCodec,
        gradients: GradientCodec,
    ) -> None:
        """Join the parts of a rank; see `Execution`."""
        self._run = Execution(rank, routes, held, mail, boundary, gradients)
        self._bound: dict[int, _Bound] = {}

    def run(
        self,
        program: Program,
        feed: Feed,
        loss_of: LossOf,
        report: Callable[[Span], None],
        *,
        loss_scale: int = 1,
    ) -> None:
        """Execute this rank's list once.

        Args:
            program: the schedule.
            feed: graph inputs.
            loss_of: used on the last stage.
            report: called after every action.
            loss_scale: gradients are those of the losses divided by it.

        Raises:
            WorkError: if an operator fails or a number is not finite; the message names stage,
                micro-batch and node.
            TransportError: if a peer is lost.
        """
        run = self._run
        run.begin(program, feed, loss_of, loss_scale)
        bound = self._bound.get(id(program)) or self._bind(program)
        run.mail.expect(bound.expected)
        if bound.exchanges:
            run.lines.aside.announce(bound.exchanges)
        clock = time.monotonic
        for action, step in bound.steps:
            begun = clock()
            try:
                waited = step()
            except HwpipeError as error:
                raise _placed(error, action) from error
            report(Span(action.kind, action.stage, action.micro_batch, begun + waited, clock()))
        run.mail.finish(bound.numbers)
        if bound.exchanges:
            run.lines.other.finish(bound.numbers)
        for held in run.held.values():
            held.weights.rewind()

    def _bind(self, program: Program) -> _Bound:
        """Bind a program for this run and those to come."""
        run, steps = self._run, []
        run.sums = {}
        for position, action in enumerate(program.ranks[run.rank]):
            step = shared_action(run, action, position, BINDERS)
            if program.ties and position == program.tie_at[run.rank]:
                step = _TiedFirst(run, step)
            steps.append((action, step))
        expected = tuple(receive for _, step in steps for receive in step.expects())
        numbers = max(
            program.schedule.microbatches, KINDS * (len(program.reductions) + len(program.ties))
        )
        # The program is kept too: its identity is the key.
        bound = self._bound[id(program)] = _Bound(
            program, tuple(steps), expected,
            tuple(job for each in sorted(run.sums.values(), key=lambda e: e.order)
                  for job in each.jobs),
            numbers,
        )  # fmt: skip
        return bound


class _TiedFirst(BoundAction):
    """Adds up the gradients of weights that several stages hold, then executes an action."""

    __slots__ = ("_action", "_run")

    def __init__(self, execution: Execution, action: BoundAction) -> None:
        self._run, self._action = execution, action

    def expects(self) -> Iterator[Expected]:
        """Those of the action."""
        return self._action.expects()

    def __call__(self) -> float:
        """Sum stage by stage, then rank by rank."""
        run, program = self._run, self._run.program
        first = shared_channel(run.routes, run.routes.stages)
        for number, tie in enumerate(run.routes.ties):
            reduction = program.ties[number]
            if run.rank not in reduction.members:
                continue
            own = [run.held[stage] for stage in tie.stages if stage in run.held]
            at = program.tie_at[run.rank]
            sums = lent_sums(own[0], tie.weights, at)
            for other in own[1:]:
                more = lent_sums(other, tie.weights, at)
                sums = [a + b for a, b in zip(sums, more, strict=True)]
            if leads(own[0]):
                sums = reduce_gradients(run.mail, run.rank, reduction, first + 2 * number, sums)
            for held in own:
                taken = taken_sums(held, tie.weights, sums)
                held.weights.put_sums(dict(zip(tie.weights, taken, strict=True)))
        return self._action()


def _placed(error: HwpipeError, action: Action) -> HwpipeError:
    """The error with stage and micro-batch in front of where it happened."""
    spot = f"stage {action.stage}"
    if action.kind not in ("UPDATE", "REDUCE"):
        spot += f", micro-batch {action.micro_batch}"
    where = f"{spot}, {error.where}" if error.where else spot
    return type(error)(error.what, where=where, limit=error.limit, remedy=error.remedy)
