"""Schedules on a V: ZB-V, V-Half and V-Min from repeated building blocks.

Rank i of p holds the stages i and 2 p - 1 - i, so that the last stage stands on the rank of the
first and a micro-batch's memory is released where it was taken (arXiv 2401.10241 section 6,
2405.15362). A building block says when the four F and B steps of one micro-batch run on every
rank, in slots of equal length; a new micro-batch enters every six slots (two chunks of F, B and
W). The gaps between ranks are the block's offsets; they fix how long activations live, hence
the peak memory, which is the same on every rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

from hwpipe.schedule.generators.build import assemble, with_updates
from hwpipe.schedule.generators.greedy import Placement, Policy, StageCosts
from hwpipe.schedule.generators.rounds import best_found
from hwpipe.schedule.generators.stretch import Ranks, short_count, stretched
from hwpipe.schedule.model import Action, Schedule

__all__ = ["BLOCKS", "block_order", "v_placement", "v_schedule", "v_stages"]

#: Slots between neighbouring ranks of first-chunk F, second-chunk F, second-chunk B,
#: first-chunk B. A micro-batch holds its two chunk activations for
#: (p - 1 - i)(d1 + d4) + (p - 1 + i)(d2 + d3) slots on rank i, up to a constant. With
#: d1 + d4 = d2 + d3 that is (p - 1)(d1 + d2 + d3 + d4) on every rank, and a sixth of it chunks.
BLOCKS: dict[str, tuple[int, int, int, int]] = {
    "zb-v": (4, 2, 4, 2),  # (p - 1) full activations, as 1F1B on its first rank
    "v-half": (2, 1, 2, 1),  # half of that
    "v-min": (1, 1, 1, 1),  # a third of that
}
_PERIOD = 6
_LARGE = 6000  # micro-batches times ranks from which one policy must do


def v_stages(stages: int) -> list[tuple[int, int]]:
    """The two stages of every rank on a V."""
    return [(i, 2 * stages - 1 - i) for i in range(stages)]


@lru_cache(maxsize=64)
def _block(name: str, stages: int) -> tuple[tuple[int, int, int, int], ...]:
    """Start slots of F, F', B', B of micro-batch 0 on every rank.

    The three turns of the V (first to second chunk on the last rank, loss on the first, second
    to first chunk on the last) may wait up to five slots each; the shortest waits are taken
    with which no two steps of a rank meet in the same slot of a period.
    """
    d1, d2, d3, d4 = BLOCKS[name]
    last = stages - 1
    waits = sorted(product(range(_PERIOD), repeat=3), key=lambda x: (sum(x), x))
    for turn, loss, back in waits:
        second = last * d1 + 1 + turn  # of F' on the last rank
        third = second + last * d2 + 1 + loss  # of B' on the first rank
        fourth = third + last * d3 + 1 + back  # of B on the last rank
        rows = tuple(
            (i * d1, second + (last - i) * d2, third + i * d3, fourth + (last - i) * d4)
            for i in range(stages)
        )
        if all(len({slot % _PERIOD for slot in row}) == 4 for row in rows):
            return rows
    raise AssertionError(f"no {name} block for {stages} ranks")


def v_placement(stages: int) -> Placement:
    """2 p stages on a V of p ranks."""
    return Placement(stages, ((*range(stages), *reversed(range(stages))),))


def v_schedule(
    name: str, stages: int, microbatches: int, costs: StageCosts | None = None
) -> Schedule:
    """ZB-V, V-Half or V-Min: the building block repeated, W where a rank would wait.

    F and B stand in the order of the block, but for ZB-V, whose ranks start as many forwards
    ahead as memory holds where they would wait for the first backwards: that makes its bubble
    zero. W are placed by list scheduling under the peak memory of the block, for the given
    costs. Of several policies the schedule with the shortest longest span of a rank is taken,
    then the shortest makespan.

    Args:
        name: a key of `BLOCKS`.
        stages: ranks p; the schedule has 2 p stages.
        microbatches: m.
        costs: times of the 2 p stages; None: equal times of F, B and W. Its caps are not used.
    """
    S = 2 * stages
    if costs is None:
        costs = StageCosts((1.0,) * S, (1.0,) * S, (1.0,) * S, (0.0,) * (S - 1), (1.0,) * S,
                           (0.5,) * S, ())  # fmt: skip
    held = v_stages(stages)
    short = short_count(stages, microbatches)
    slots = _slots(name, stages, short)
    costs = replace(costs, cap_bytes=tuple(_peak(actions, costs) for actions in slots))
    ranks = stretched(_candidates(name, slots, short, costs), short, microbatches)
    if ranks is None:
        ranks = _slots(name, stages, microbatches)
    return assemble(
        name, stages=S, microbatches=microbatches,
        ranks=with_updates([list(actions) for actions in ranks], held), rank_stage=held,
    )  # fmt: skip


def _slots(name: str, stages: int, count: int) -> Ranks:
    """The block repeated, W in free slots."""
    return tuple(
        tuple(_in_slots(row, pair, count))
        for row, pair in zip(_block(name, stages), v_stages(stages), strict=True)
    )


def block_order(name: str, stages: int, count: int) -> Ranks:
    """F and B of every rank in the order of the repeated block."""
    return _without_weights(_slots(name, stages, count))


def _without_weights(ranks: Ranks) -> Ranks:
    return tuple(tuple(a for a in actions if a.kind != "W") for actions in ranks)


def _candidates(name: str, slots: Ranks, count: int, costs: StageCosts) -> list[Ranks]:
    """Lists under several policies, the best first; few where there are many actions."""
    stages = len(slots)
    order = _without_weights(slots)
    large = stages * count > _LARGE
    ahead = name == "zb-v"  # the others' memory has no room for it
    policies = [Policy(fill=0.5, order=order, ahead=ahead)]
    if not large:
        policies += [
            Policy(fill=fill, level=level, order=order, ahead=early)
            for fill in (0.5, 1.0)
            for level in (False, True)
            for early in {False, ahead}
            if (fill, level, early) != (0.5, False, ahead)
        ]
    found = best_found(
        v_placement(stages), costs, count, policies, objective="span", refine=not large
    )
    return [x.ranks for x in found]


def _peak(actions: Sequence[Action], costs: StageCosts) -> float:
    """Largest sum of activations over the steps of a rank."""
    level = peak = 0.0
    for kind, stage, *_ in actions:
        kept, late = costs.kept_bytes[stage], costs.late_bytes[stage]
        level += kept if kind == "F" else late - kept if kind == "B" else -late
        peak = max(peak, level)
    return peak


def _in_slots(row: tuple[int, int, int, int], pair: tuple[int, int], count: int) -> list[Action]:
    """The steps of one rank in the order of their slots, W into free ones."""
    first, second = pair
    kinds = (("F", first), ("F", second), ("B", second), ("B", first))
    by_slot = {slot % _PERIOD: (slot, *kind) for slot, kind in zip(row, kinds, strict=True)}
    actions: list[Action] = []
    waiting: list[Action] = []
    done = 0
    end = row[3] + _PERIOD * (count - 1)
    for slot in range(end + 1):
        start, kind, stage = by_slot.get(slot % _PERIOD, (slot + 1, "", 0))
        k = (slot - start) // _PERIOD
        if slot >= start and k < count:
            if kind == "F":
                actions.append(Action("F", stage, k))
            else:
                actions.append(Action("B", stage, k))
                waiting.append(Action("W", stage, k))
        elif done < len(waiting):
            actions.append(waiting[done])
            done += 1
    return actions + waiting[done:]
