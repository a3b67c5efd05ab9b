"""`make_schedule`: the action lists of the schedules that are known by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import index
from typing import SupportsIndex

from hwpipe.errors import InputError
from hwpipe.schedule.catalogue import schedule_info
from hwpipe.schedule.model import Action, Schedule

__all__ = ["make_schedule", "warmup_forwards"]


def warmup_forwards(
    name: str, *, stages: int, microbatches: int, replicas: Sequence[int] | None = None
) -> tuple[int, ...]:
    """Forwards that a replica of each stage runs before its first backward.

    With one replica a stage these are BaPipe's N-i+1, 2(N-i)+1 and 2(N-i+1) (i = 1..N). With
    replicas the number of following stages becomes the number of following ranks per rank of
    the stage, rounded up, as in PipeDream's start-up phase (SOSP 2019, section 3.2). That is
    enough for every list to be free of deadlock: with w_s forwards of warm-up and r_s replicas,
    the forward of micro-batch k + (w_{s+1} - 1) r_{s+1} at stage s, which stage s+1 wants
    before its backward of k, stands at stage s behind the backward of a micro-batch below k
    since w_s r_s >= r_s + sum_{t>s} r_t > (w_{s+1} - 1) r_{s+1}.

    Returns:
        One number a stage, at most the micro-batches of its busiest replica.

    Raises:
        InputError: as `make_schedule`.
    """
    counts = _checked(name, stages, microbatches, replicas)
    warmup = []
    for stage, count in enumerate(counts):
        own = -(-microbatches // count)
        after = sum(counts[stage + 1 :])
        if name in ("gpipe", "pipeline"):
            wanted = own
        elif name == "1f1b-so":
            wanted = -(-2 * after // count) + 1
        elif name == "fbp-as":
            wanted = -(-2 * after // count) + 2
        else:
            wanted = -(-after // count) + 1
        warmup.append(min(own, wanted))
    return tuple(warmup)


def make_schedule(
    name: str, *, stages: int, microbatches: int, replicas: Sequence[int] | None = None
) -> Schedule:
    """Build the schedule `name`.

    Rank numbers run over stages, then over the replicas of a stage. Replica r of a stage takes
    the micro-batches k with k % replicas == r. Backward steps are `BW` (input and weight
    gradient in one step). Synchronous training schedules end with REDUCE (where a stage is
    replicated) and UPDATE. `pipedream` reduces and updates after each round of micro-batches,
    one for each replica; its forwards and backwards carry the weight version they use, the
    backward that of its forward (weight stashing).

    Args:
        name: a key of `SCHEDULES`.
        stages: pipeline stages, at least 1.
        microbatches: micro-batches of an iteration, at least 1.
        replicas: data-parallel replicas of each stage; one each if None.

    Raises:
        InputError: unknown name, a count below 1, or replicas that do not match the stages.
    """
    counts = _checked(name, stages, microbatches, replicas)
    return _build(name, int(stages), int(microbatches), counts)


@lru_cache(maxsize=32)  # a search asks for few schedules many times; they are immutable
def _build(name: str, stages: int, microbatches: int, counts: tuple[int, ...]) -> Schedule:
    info = schedule_info(name)
    warmup = warmup_forwards(name, stages=stages, microbatches=microbatches, replicas=counts)
    ranks: list[tuple[Action, ...]] = []
    rank_stage: list[tuple[int, ...]] = []
    for stage, count in enumerate(counts):
        for replica in range(count):
            own = range(replica, microbatches, count)
            if not info.training:
                actions = [Action("F", stage, k) for k in own]
            elif name == "pipedream":
                actions = _asynchronous(stage, own, warmup[stage], count)
            else:
                actions = _one_f_one_b(stage, own, warmup[stage])
                if count > 1:
                    actions.append(Action("REDUCE", stage))
                actions.append(Action("UPDATE", stage))
            ranks.append(tuple(actions))
            rank_stage.append((stage,))
    return Schedule(
        name=name,
        stages=stages,
        microbatches=microbatches,
        ranks=tuple(ranks),
        rank_stage=tuple(rank_stage),
        replicas=counts,
        training=info.training,
        split_engine=name == "fbp-as",
    )


def _one_f_one_b(stage: int, own: range, warmup: int) -> list[Action]:
    """`warmup` forwards, then one backward one forward, then the backwards that are left."""
    actions = [Action("F", stage, k) for k in own[:warmup]]
    for done, following in zip(own, own[warmup:], strict=False):
        actions.append(Action("BW", stage, done))
        actions.append(Action("F", stage, following))
    actions.extend(Action("BW", stage, k) for k in own[max(0, len(own) - warmup) :])
    return actions


def _asynchronous(stage: int, own: range, warmup: int, replicas: int) -> list[Action]:
    """The same order with an update after every backward, and the weight versions noted."""
    actions: list[Action] = []
    version_of: dict[int, int] = {}
    version = 0
    for action in _one_f_one_b(stage, own, warmup):
        k = action.micro_batch
        if action.kind == "F":
            version_of[k] = version
            actions.append(action._replace(version=version))
            continue
        actions.append(action._replace(version=version_of[k]))
        if replicas > 1:  # the round is the collective's name: a short last round may lack ranks
            actions.append(Action("REDUCE", stage, k // replicas, version=version))
        version += 1
        actions.append(Action("UPDATE", stage, k // replicas, version=version))
    return actions


def _checked(
    name: str, stages: int, microbatches: int, replicas: Sequence[int] | None
) -> tuple[int, ...]:
    """Check the arguments of `make_schedule`; return the replicas of each stage."""
    schedule_info(name)
    where = f"schedule {name}"
    for what, value in (("stages", stages), ("micro-batches", microbatches)):
        if not _is_count(value):
            raise InputError(
                f"{value!r} {what}", where=where, limit="a whole number of at least 1",
                remedy=f"give 1 or more {what}",
            )  # fmt: skip
    if replicas is None:
        return (1,) * stages
    counts = tuple(replicas)
    if len(counts) != stages:
        raise InputError(
            f"replicas given for {len(counts)} stages", where=where,
            limit=f"one number for each of the {stages} stages",
            remedy="give a replica count for every stage",
        )  # fmt: skip
    for stage, count in enumerate(counts):
        if not _is_count(count):
            raise InputError(
                f"{count!r} replicas of stage {stage}", where=where,
                limit="a whole number of at least 1", remedy="use 1 for a stage on one device",
            )  # fmt: skip
    return tuple(int(count) for count in counts)


def _is_count(value: object) -> bool:
    """Whether `value` is a whole number of at least 1, of Python or numpy."""
    return isinstance(value, SupportsIndex) and not isinstance(value, bool) and index(value) >= 1
