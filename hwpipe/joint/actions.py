"""Action lists of pipelines whose replicas take unequal numbers of micro-batches.

With W_s micro-batches in flight at stage s, its ranks run the forward of micro-batch k behind the
backwards of their own micro-batches up to k - W_s and before all later ones. Such lists cannot
deadlock however the micro-batches are dealt out, as long as W falls strictly from stage to stage:
place the backward of k at position k and the forward of k at position k - W_s, ties in the order
backward (last stage first), forward (first stage first); every dependency then leads to a later
place. Dealt out in turn the lists are those of `hwpipe.schedule.make_schedule`, whose warm-up of
ceil(after / m) + 1 forwards per replica is W_s = m + after.
"""

from __future__ import annotations

from collections.abc import Sequence

from hwpipe.schedule import make_schedule
from hwpipe.schedule.model import Action, Schedule

__all__ = ["dealt_schedule", "held_by_rank", "window"]


def window(schedule: str, after: int, replicas: int, microbatches: int) -> int:
    """Micro-batches in flight at a stage in all, W_s, with `after` ranks behind it."""
    if schedule in ("gpipe", "pipeline"):
        return microbatches
    if schedule == "1f1b-so":
        return 2 * after + replicas
    if schedule == "fbp-as":
        return 2 * after + 2 * replicas
    return after + replicas


def held_by_rank(
    schedule: str, own: Sequence[int], after: int, replicas: int, microbatches: int
) -> int:
    """Most micro-batches of which a rank keeps activations at once.

    Args:
        schedule: its name.
        own: the micro-batches of the rank, ascending.
        after: ranks of all stages behind.
        replicas: ranks of this stage.
        microbatches: M.
    """
    if schedule == "pipeline":
        return min(2, max(1, len(own)))
    size = window(schedule, after, replicas, microbatches)
    most, last = 0, 0
    for first in range(len(own)):
        while last < len(own) and own[last] < own[first] + size:
            last += 1
        most = max(most, last - first)
    return most


def dealt_schedule(
    name: str, owners: Sequence[Sequence[int]], replicas: Sequence[int], microbatches: int
) -> Schedule:
    """The schedule `name` with micro-batch k of stage s on replica `owners[s][k]`.

    Only synchronous schedules; `pipedream` deals in turn.
    """
    plain = make_schedule(
        name, stages=len(replicas), microbatches=microbatches, replicas=list(replicas)
    )
    in_turn = all(
        owner == k % count
        for row, count in zip(owners, replicas, strict=True)
        for k, owner in enumerate(row)
    )
    if in_turn:
        return plain
    ranks: list[tuple[Action, ...]] = []
    for stage, count in enumerate(replicas):
        size = window(name, sum(replicas[stage + 1 :]), count, microbatches)
        dealt: dict[int, list[int]] = {replica: [] for replica in range(count)}
        for k, owner in enumerate(owners[stage]):
            if owner in dealt:
                dealt[owner].append(k)
        for own in dealt.values():
            if not plain.training:
                ranks.append(tuple(Action("F", stage, k) for k in own))
                continue
            placed = [(k - size, 1, Action("F", stage, k)) for k in own]
            placed += [(k, 0, Action("BW", stage, k)) for k in own]
            actions = [action for _, _, action in sorted(placed, key=lambda p: p[:2])]
            if count > 1:
                actions.append(Action("REDUCE", stage))
            actions.append(Action("UPDATE", stage))
            ranks.append(tuple(actions))
    return Schedule(
        name=name,
        stages=plain.stages,
        microbatches=microbatches,
        ranks=tuple(ranks),
        rank_stage=plain.rank_stage,
        replicas=plain.replicas,
        training=plain.training,
        split_engine=plain.split_engine,
    )
