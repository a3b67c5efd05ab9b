"""Schedules without a flush: weight versions as data in the action lists.

Every F, B and W carries the weight version it reads; an UPDATE carries the version it makes.
"""

from __future__ import annotations

from collections.abc import Callable

from hwpipe.errors import InputError
from hwpipe.schedule.generators.build import assemble, check_count
from hwpipe.schedule.model import Action, Schedule
from hwpipe.schedule.rules import UpdateRule

__all__ = ["double_buffered", "per_sample", "pipedream", "streamed"]


def _order(stage: int, count: int, warmup: int) -> list[tuple[str, int]]:
    """1F1B: `warmup` forwards, a backward and a forward in turn, the backwards left."""
    steps = [("F", k) for k in range(min(warmup, count))]
    for k in range(count):
        steps.append(("BW", k))
        if warmup + k < count:
            steps.append(("F", warmup + k))
    return steps


def _lists(
    stages: int,
    count: int,
    warmup: Callable[[int], int],
    reads: Callable[[int, int, int], int],
    *,
    stashed: bool,
    group: int = 1,
) -> list[list[Action]]:
    """1F1B lists with an update after every `group` backwards.

    Args:
        stages: p.
        count: micro-batches.
        warmup: forwards of a stage before its first backward.
        reads: version that (stage, micro-batch) reads when `newest` (third) is the newest.
        stashed: whether backwards read the version of their forward; else the newest.
        group: micro-batches of an update.
    """
    ranks = []
    for stage in range(stages):
        actions: list[Action] = []
        read: dict[int, int] = {}
        newest = 0
        for kind, k in _order(stage, count, warmup(stage)):
            if kind == "F":
                read[k] = reads(stage, k, newest)
                actions.append(Action("F", stage, k, version=read[k]))
                continue
            version = read.pop(k)
            actions.append(Action("BW", stage, k, version=version if stashed else newest))
            if (k + 1) % group == 0:
                newest += 1
                actions.append(Action("UPDATE", stage, k // group, version=newest))
        ranks.append(actions)
    return ranks


def pipedream(name: str, stages: int, microbatches: int) -> Schedule:
    """PipeDream (SOSP 2019) with vertical sync: one version for a micro-batch on all stages.

    A micro-batch reads, on every stage, the version that the first stage reads when it is
    admitted: w(t+1) = w(t) - nu grad f(w1(t-n+1), ..., wn(t-n+1)). The gradient delay is n - 1
    everywhere, and so are the versions that the last stage keeps, instead of 1. Without vertical
    sync (`pipedream`) stage s (1-based) reads its newest and keeps n - s + 1.

    Args:
        name: `pipedream-vertical`.
        stages: n.
        microbatches: minibatches of the run; the pipeline is never flushed.
    """
    ranks = _lists(
        stages,
        microbatches,
        lambda stage: stages - stage,
        lambda stage, k, newest: max(0, k - stages + 1),
        stashed=True,
    )
    return assemble(
        name, stages=stages, microbatches=microbatches, ranks=ranks,
        rank_stage=[(i,) for i in range(stages)],
        update_rule=UpdateRule(delay=(stages - 1,) * stages),
    )  # fmt: skip


def double_buffered(name: str, stages: int, microbatches: int, group: int) -> Schedule:
    """PipeDream-2BW (arXiv 2006.09503): two weight versions, no flush.

    Gradients of `group` >= p micro-batches are summed into one update,
    W(t+1) = W(t) - nu grad f(W(t-1)): micro-batches of group t read version t - 1 forward and
    backward, on every stage.

    Args:
        name: `pipedream-2bw`.
        stages: p.
        microbatches: of the run, a multiple of `group`.
        group: micro-batches of an update, at least p.

    Raises:
        InputError: a group below p, or micro-batches that do not make whole groups.
    """
    check_count(name, "micro-batches per update", group)
    if group < stages:
        raise InputError(
            f"{group} micro-batches per update on {stages} stages", where=f"schedule {name}",
            limit=f"at least {stages}, or more than two weight versions would be alive",
            remedy=f"sum the gradients of {stages} or more",
        )  # fmt: skip
    if microbatches % group:
        raise InputError(
            f"{microbatches} micro-batches with {group} per update", where=f"schedule {name}",
            limit=f"a multiple of {group}", remedy="the last update needs a full group",
        )  # fmt: skip
    ranks = _lists(
        stages,
        microbatches,
        lambda stage: stages - stage,
        lambda stage, k, newest: max(0, k // group - 1),
        stashed=True,
        group=group,
    )
    return assemble(
        name, stages=stages, microbatches=microbatches, ranks=ranks,
        rank_stage=[(i,) for i in range(stages)],
        update_rule=UpdateRule(delay=(1,) * stages, microbatches_per_update=group),
    )  # fmt: skip


def per_sample(name: str, stages: int, microbatches: int) -> Schedule:
    """Pipelined Backpropagation (arXiv 2003.11666): batch one, an update after every backward.

    Stage s (0-based) of S runs 2 (S - 1 - s) + 1 forwards before its first backward, which keeps
    every stage busy; its gradients are D = 2 (S - 1 - s) updates old. No weights are stashed:
    forwards read weights predicted D updates ahead, backwards the newest, and spike
    compensation corrects the update (see `UpdateRule`).

    Args:
        name: `pipelined-backprop`.
        stages: S.
        microbatches: samples of the run.
    """
    ranks = _lists(
        stages,
        microbatches,
        lambda stage: 2 * (stages - 1 - stage) + 1,
        lambda stage, k, newest: newest,
        stashed=False,
    )
    rule = UpdateRule(
        delay=tuple(2 * (stages - 1 - s) for s in range(stages)),
        backward_weights="latest",
        spike_compensation=True,
        weight_prediction=True,
    )
    return assemble(
        name, stages=stages, microbatches=microbatches, ranks=ranks,
        rank_stage=[(i,) for i in range(stages)], update_rule=rule,
    )  # fmt: skip


def streamed(name: str, stages: int, microbatches: int) -> Schedule:
    """PARTIME (arXiv 2210.09147): one sample after the other streams through the stages.

    The order is that of Pipelined Backpropagation: at every beat a stage takes the newest sample
    forward and the newest gradient backward. Nothing is kept for a sample: the gradient of an
    earlier one meets the activations and weights of the latest, which differ little where the
    stream changes slowly. A stage holds the activations of one sample.

    Args:
        name: `partime`.
        stages: S.
        microbatches: samples of the stream.
    """
    ranks = _lists(
        stages,
        microbatches,
        lambda stage: 2 * (stages - 1 - stage) + 1,
        lambda stage, k, newest: newest,
        stashed=False,
    )
    rule = UpdateRule(
        delay=tuple(2 * (stages - 1 - s) for s in range(stages)),
        backward_weights="latest",
        backward_activations="latest",
    )
    return assemble(
        name, stages=stages, microbatches=microbatches, ranks=ranks,
        rank_stage=[(i,) for i in range(stages)], update_rule=rule,
    )  # fmt: skip
