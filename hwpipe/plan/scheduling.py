"""Where a compilation compares generated schedules: after its search, in training."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.partition import Partition, bottleneck_bound, solve
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.inputs import MOST_SINGLE, relaxed_bound
from hwpipe.plan.judge import TIMED
from hwpipe.plan.outcome import Candidate, Outcome
from hwpipe.plan.schedule_model import is_generated

if TYPE_CHECKING:
    from hwpipe.partition import PlanningProblem
    from hwpipe.plan.search import Search

__all__ = ["chosen_schedule", "compares", "rescheduled"]

#: Devices up to which `auto` compares generated schedules.
_MOST_DEVICES = 64


def chosen_schedule(search: Search) -> str | None:
    """The generated schedule that the user asked for by name.

    Raises:
        InputError: another option rules it out.
    """
    options, name = search.options, search.options.schedule
    if name in (None, "terapipe") or not is_generated(name) or not search.training:
        return None
    for wish, limit in (
        (options.objective not in TIMED and f"--objective {options.objective}", ", ".join(TIMED)),
        (options.pins and "--pin", "BaPipe's schedules"),
        (search.large and f"{len(search.cluster.devices)} devices", f"{MOST_SINGLE} devices"),
    ):
        if wish:
            raise InputError(f"--schedule {name} with {wish}", limit=limit,
                             remedy="--schedule auto")  # fmt: skip
    return name


def compares(search: Search) -> bool:
    """Whether the search is to compare generated schedules."""
    options = search.options
    if chosen_schedule(search) is not None:
        return True
    return (
        search.training
        and options.schedule is None
        and options.method == "auto"
        and options.objective in TIMED
        and not options.pins
        and not search.stopped_early
        and 1 < len(search.cluster.devices) <= _MOST_DEVICES
    )


def rescheduled(search: Search, outcome: Outcome | None) -> Outcome | None:
    """The outcome under the best schedule: the one asked for, or any that is faster.

    Args:
        search: which has run.
        outcome: its best plan, None where nothing fits.

    Returns:
        The outcome with a comparison of schedules; None without any plan.

    Raises:
        InfeasibleError: a schedule was asked for by name that exists on no pipeline that fits.
    """
    from hwpipe.plan.reschedule import Rescheduler, trainable
    from hwpipe.schedule.generators import GENERATORS

    chosen = chosen_schedule(search)
    names = (chosen,) if chosen else tuple(
        name for name in trainable() if GENERATORS[name].synchronous and name not in _TWINS
    )  # fmt: skip
    below = math.inf if chosen or outcome is None else outcome.found.value
    search.say("comparing schedules")
    problems, bounds = _problems(search)
    own = search.options.method in ("auto", "exact", "joint")
    used = [(c, p) for c, p in problems if bounds[c] < below]
    effort = search.options.effort * (4 if chosen else 1)
    compared = Rescheduler(used, names, replication=search.options.replication, effort=effort)
    given = _given(search, outcome, used, own)
    best = compared.best_below(below, given, shapes=own)
    if best is None and chosen:  # no pipeline: replicas, or a single device
        best = compared.best_below(below, given, shapes=own, least_ranks=1)
    rows = tuple(compared.rows[name] for name in names if name in compared.rows)
    if best is None:
        if chosen:
            raise _nowhere(chosen, search, rows[0].reason if rows else None)
        return None if outcome is None else replace(outcome, schedules=rows)
    found, candidate = best
    synchronous = GENERATORS[found.schedule].synchronous
    return Outcome(
        found=found,
        candidate=candidate,
        inside=synchronous,
        lower=min(bounds.values()),
        space=_space(search, [c for c, _ in problems]),
        cuts="any",
        bottleneck_lower_s=bottleneck_bound(search.problem(candidate)),
        stopped_early=search.stopped_early,
        schedules=rows,
    )


#: The planners' own schedules under other names.
_TWINS = ("pipedream-flush",)


def _problems(
    search: Search,
) -> tuple[list[tuple[Candidate, PlanningProblem]], dict[Candidate, float]]:
    """A candidate for each micro-batch size, its problem, and a bound under any schedule."""
    schedule = search.schedules()[0]
    found = []
    for size in search.sizes:
        candidate = Candidate(size, search.batch // size, schedule)
        try:
            found.append((candidate, search.problem(candidate)))
        except InputError:  # a size that the model cannot run at, which the search has noted
            continue
    return found, {c: relaxed_bound(p) for c, p in found}


def _given(
    search: Search,
    outcome: Outcome | None,
    problems: list[tuple[Candidate, PlanningProblem]],
    own: bool,
) -> list[tuple[Candidate, Partition]]:
    """Partitions of planners: the best plan's, and the best pipeline of single devices."""
    found: list[tuple[Candidate, Partition]] = []
    for candidate, problem in problems:
        if outcome is None or candidate.micro_batch != outcome.candidate.micro_batch:
            continue
        if _plain(outcome.found):
            found.append((candidate, outcome.found.partition))
        if own:
            try:
                partition = solve(search.timed(search.unreplicated(problem)), "exact")
            except InfeasibleError:
                continue
            found.append((candidate, replace(partition, certificate=None, method="pipeline")))
    return found


def _plain(found: Evaluated) -> bool:
    """Whether stages are whole layers on one device or replicas in turn, as they are."""
    joint = found.joint
    return not found.strategies and (joint is None or all(
        stage.mode != "split" and not stage.sharded and not stage.recompute
        for stage in joint.stages
    ))  # fmt: skip


def _space(search: Search, candidates: list[Candidate]) -> str:
    words = search.drive(candidates)
    tail = f", {words.partition(', ')[2]}" if words else ""
    return (
        "stages of any nodes on any devices, single, replicated or split, under any schedule "
        f"without late gradients{tail}; bounded by computing alone"
    )


def _nowhere(name: str, search: Search, reason: str | None) -> InfeasibleError:
    return InfeasibleError(
        f"no pipeline under {name}" + (f": {reason}" if reason else ""),
        where=search.source.name,
        remedy="give another --batch, --microbatches or --schedule, or more devices",
    )
