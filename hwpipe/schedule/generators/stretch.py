"""`stretched`: schedule few micro-batches, repeat the steady state for many.

List scheduling tries policies, which takes a while with thousands of micro-batches. In the
steady state every rank repeats itself, so a short schedule is cut open there and filled up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from hwpipe.schedule.model import Action

__all__ = ["Ranks", "short_count", "stretch", "stretched"]

Ranks = tuple[tuple[Action, ...], ...]
_PERIODS = (1, 2, 3, 4, 6)
_COMMON = 12  # a multiple of all of them


def short_count(stages: int, microbatches: int) -> int:
    """Micro-batches of the short schedule: filling, draining and a few periods between them."""
    few = 3 * stages + 4 * max(_PERIODS)
    return min(microbatches, few + (microbatches - few) % _COMMON)


def stretched(candidates: Iterable[Ranks], short: int, microbatches: int) -> Ranks | None:
    """The first of some short schedules that has a steady state, with that repeated.

    Args:
        candidates: lists for `short` micro-batches, the best first.
        short: as `short_count` gives it.
        microbatches: wanted.

    Returns:
        Lists for `microbatches`, or None if no candidate has a steady state.
    """
    for ranks in candidates:
        if short == microbatches:
            return ranks
        for period in _PERIODS:
            longer = stretch(ranks, short, microbatches, period)
            if longer is not None:
                return longer
    return None


def stretch(ranks: Ranks, short: int, long: int, period: int) -> Ranks | None:
    """Insert steady periods into lists of `short` micro-batches until there are `long`.

    A rank is cut behind the backward of micro-batch c of its first stage. Its lists may be cut
    there if the steps of the `period` micro-batches up to c are, but for their numbers, those of
    the `period` before: then the same steps go on for as long as wanted.

    Returns:
        The lists, or None if no c is a steady one for all ranks.
    """
    if (long - short) % period or short < 2 * period:
        return None
    marks = [_marks(actions, short) for actions in ranks]
    middle = (short - 1) // 2
    for c in sorted(range(2 * period, short - 1), key=lambda k: (abs(k - middle), k)):
        if all(_steady(a, m, c, period) for a, m in zip(ranks, marks, strict=True)):
            times = (long - short) // period
            return tuple(_insert(a, m, c, period, times) for a, m in zip(ranks, marks, strict=True))
    return None


def _marks(actions: Sequence[Action], count: int) -> list[int]:
    """Index behind the backward of each micro-batch on the lowest stage that ran it."""
    marks = [0] * count
    for at, action in enumerate(actions):
        if action.kind in ("B", "BW"):
            marks[action.micro_batch] = at + 1
    return marks


def _shifted(actions: Sequence[Action], by: Iterable[int]) -> Iterator[Action]:
    """The actions again and again, each time with `by` added to the micro-batch."""
    if not actions:
        return iter(())
    kinds, stages, micros, *_ = zip(*actions, strict=True)
    return chain.from_iterable(
        map(Action, kinds, stages, [k + more for k in micros]) for more in by
    )


def _steady(actions: Sequence[Action], marks: list[int], c: int, period: int) -> bool:
    a, b, end = marks[c - 2 * period], marks[c - period], marks[c]
    same = b - a == end - b and all(
        x[0] == y[0] and x[1] == y[1] and x[2] + period == y[2]
        for x, y in zip(actions[a:b], actions[b:end], strict=True)
    )
    if not same:
        return False
    # Every kind of step keeps pace: W that pile up until the end are no steady state.
    pace = Counter((x[0], x[1]) for x in actions[b:end])
    return all(pace[step] == period for step in {(x[0], x[1]) for x in actions})


def _insert(
    actions: tuple[Action, ...], marks: list[int], c: int, period: int, times: int
) -> tuple[Action, ...]:
    found = list(actions[: marks[c]])
    found += _shifted(
        actions[marks[c - period] : marks[c]], range(period, (times + 1) * period, period)
    )
    found += _shifted(actions[marks[c] :], (times * period,))
    return tuple(found)
