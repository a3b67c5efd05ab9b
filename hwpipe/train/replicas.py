"""REDUCE: the sum over the replicas of a stage, begun early and waited for at its UPDATE."""

from __future__ import annotations

from collections.abc import Callable

from hwpipe.schedule.model import Action
from hwpipe.train.buckets import BucketedSum
from hwpipe.train.execution import BoundAction, Execution, shared_channel
from hwpipe.train.program import Program, Reduction
from hwpipe.train.reduce import reduce_gradients, share_statistics

__all__ = ["ReduceAction", "closing_sum"]

_GIVES = ("W", "BW")


def closing_sum(execution: Execution, action: Action, position: int) -> BucketedSum | None:
    """The sum over replicas that a W or BW gives the last gradients to, if there is one."""
    actions = execution.program.ranks[execution.rank]
    for at in range(position + 1, len(actions)):
        later = actions[at]
        if later.stage != action.stage:
            continue
        if later.kind == "REDUCE":
            return _sum_of(execution, later, at)
        if later.kind in _GIVES or later.kind == "UPDATE":
            return None
    return None


def _update_behind(program: Program, rank: int, stage: int, position: int) -> int | None:
    """Position of the UPDATE that takes a REDUCE; None where gradients come in between."""
    actions = program.ranks[rank]
    for at in range(position + 1, len(actions)):
        if actions[at].stage == stage:
            if actions[at].kind == "UPDATE":
                return at
            if actions[at].kind in _GIVES:
                return None
    return None


def _reduction(execution: Execution, action: Action) -> Reduction:
    return execution.program.reductions[action.stage, action.micro_batch, action.version]


def _taken_at(execution: Execution, action: Action) -> tuple[int, ...] | None:
    """Where each member's UPDATE stands; None where any must not wait until then."""
    reduction, program = _reduction(execution, action), execution.program
    found = [
        _update_behind(program, member, action.stage, place)
        for member, place in zip(reduction.members, reduction.places, strict=True)
    ]
    known = tuple(at for at in found if at is not None)
    return known if len(known) == len(found) else None


def _sum_of(execution: Execution, action: Action, position: int) -> BucketedSum | None:
    """The sum of a REDUCE, where it may be waited for later."""
    taken_at = _taken_at(execution, action)
    if not execution.gradients.exact or taken_at is None:
        return None
    reduction = _reduction(execution, action)
    if reduction.number not in execution.sums:
        execution.sums[reduction.number] = BucketedSum(
            execution.lines, execution.rank, reduction, taken_at,
            shared_channel(execution.routes, action.stage), execution.held[action.stage].weights,
        )  # fmt: skip
    return execution.sums[reduction.number]


class ReduceAction(BoundAction):
    """REDUCE: what has not left yet leaves; running statistics of normalisation too.

    Compressed sums, and those that further gradients follow before the UPDATE, are exchanged
    here and now.
    """

    __slots__ = ("_held", "_reduction", "_routes", "_run", "_stage", "_sum", "_taken_at")

    def __init__(self, execution: Execution, action: Action, position: int) -> None:
        """Look up its members."""
        self._run, self._stage = execution, action.stage
        self._held, self._routes = execution.held[action.stage], execution.routes
        self._reduction = _reduction(execution, action)
        self._sum = _sum_of(execution, action, position)
        self._taken_at = _taken_at(execution, action)

    def __call__(self) -> float:
        """Execute."""
        run, reduction = self._run, self._reduction
        channel = shared_channel(self._routes, self._stage)
        statistics = share_statistics(
            run.mail, run.rank, reduction, shared_channel(self._routes, self._stage + 1) - 1,
            self._held.stage.normalised, self._taken_at or reduction.places,
        )  # fmt: skip
        if self._sum is not None:
            self._sum.close()
            run.pending[self._stage] = _both(self._sum.finish, statistics)
            return 0.0
        weights = self._held.weights
        sums = weights.sums()
        reduced = reduce_gradients(run.mail, run.rank, reduction, channel,
                                   list(sums.values()), run.gradients, list(sums))  # fmt: skip
        weights.put_sums(dict(zip(sums, reduced, strict=True)))
        statistics()
        return 0.0


def _both(first: Callable[[], None], then: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        first()
        then()

    return run
