"""Pipe-BD's automatic hybrid distribution, exactly; its baseline; and a run of batches.

The dynamic programme walks over blocks and used devices: with best[u, j] the smallest period
of the first j blocks on devices u (a count of each kind),

    best[u + r of kind g, j] = min over i < j of max(best[u, i], stage_s[g, r][i, j])

minimising max_k (sum (t_b + s_b)(B / r_k) + comm) as arXiv 2301.12443 states it.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.distill.model import DistillPlan, DistillProblem, DistillStage
from hwpipe.distill.timeline import StageSeconds, run_stages
from hwpipe.errors import InfeasibleError

__all__ = ["data_parallel_plan", "distill_plan", "run_s", "stage_seconds"]

Counts = tuple[int, ...]


def distill_plan(problem: DistillProblem) -> DistillPlan:
    """Block groups and replicas with the smallest period; not every device must be used.

    Exact for stages of contiguous blocks on replicas of one kind. Among equal periods the one
    with the fewest devices wins.

    Raises:
        InfeasibleError: if no distribution fits the devices' memory.
    """
    sizes = [len(names) for names in problem.groups]
    count = len(problem.blocks)
    costs = {
        (g, r): problem.stage_s(g, r)
        for g, size in enumerate(sizes)
        for r in range(1, size + 1)
    }  # fmt: skip
    start = np.full(count + 1, math.inf)
    start[0] = 0.0
    empty: Counts = (0,) * len(sizes)
    best: dict[Counts, FloatArray] = {empty: start}
    back: dict[tuple[Counts, int], tuple[int, int, int]] = {}
    states = sorted(
        itertools.product(*(range(size + 1) for size in sizes)), key=lambda u: (sum(u), u)
    )
    for used in states:
        if used == empty:
            continue
        values = np.full(count + 1, math.inf)
        for g, taken in enumerate(used):
            for r in range(1, taken + 1):
                before = best[(*used[:g], taken - r, *used[g + 1 :])]
                cells = np.maximum(before[:, None], costs[g, r])
                first = cells.argmin(axis=0)
                reached = cells[first, np.arange(count + 1)]
                for j in np.flatnonzero(reached < values).tolist():
                    back[used, j] = (g, r, int(first[j]))
                values = np.minimum(values, reached)
        best[used] = values
    used = min(states, key=lambda u: (float(best[u][-1]), sum(u), u))
    period = float(best[used][-1])
    if not math.isfinite(period):
        raise _does_not_fit(problem)
    return DistillPlan("pipe-bd", _stages(problem, used, back, costs), period, count)


def _stages(
    problem: DistillProblem,
    used: Counts,
    back: dict[tuple[Counts, int], tuple[int, int, int]],
    costs: dict[tuple[int, int], FloatArray],
) -> tuple[DistillStage, ...]:
    found: list[tuple[int, int, int, int]] = []
    j = len(problem.blocks)
    while j:
        g, r, i = back[used, j]
        found.append((i, j, g, r))
        used, j = (*used[:g], used[g] - r, *used[g + 1 :]), i
    free = [list(names) for names in problem.groups]
    stages = []
    for i, j, g, r in reversed(found):
        names, free[g] = tuple(free[g][:r]), free[g][r:]
        stages.append(DistillStage(i, j, names, float(costs[g, r][i, j])))
    return tuple(stages)


def _does_not_fit(problem: DistillProblem) -> InfeasibleError:
    able = np.isfinite(problem.teacher_s + problem.student_s).any(axis=(0, 1))
    if not able.all():
        return InfeasibleError(
            f"block {problem.blocks[int(able.argmin())]!r} runs on no device of the cluster",
            remedy="add a device that trains it",
        )
    if problem.memory_bytes is None or problem.capacity_bytes is None:
        return InfeasibleError("no order of the devices can run all blocks",
                               remedy="add devices that can train them")  # fmt: skip
    least = problem.memory_bytes.min(axis=(0, 1))
    worst = int(least.argmax())
    return InfeasibleError(
        f"no distribution of the blocks fits the devices: block {problem.blocks[worst]!r} needs "
        f"{least[worst]:.3g} bytes, all blocks {least.sum():.3g}",
        limit=f"{problem.capacity_bytes.max():.3g} bytes of memory on the largest device",
        remedy="use more devices, a smaller batch or more blocks",
    )


def data_parallel_plan(problem: DistillProblem) -> DistillPlan:
    """The baseline: each student block data-parallel, the teacher's prefix run for each.

    On all devices if the costs reach that many replicas, the slowest kind setting the pace, or
    on all of one kind; the faster counts. Memory is that of one block at a time.
    """
    count = len(problem.blocks)
    every = sum(len(names) for names in problem.groups)
    choices: list[tuple[Counts, tuple[str, ...]]] = [
        ((g,), names) for g, names in enumerate(problem.groups)
    ]
    if len(problem.groups) > 1 and every <= problem.teacher_s.shape[1]:
        everyone = tuple(name for names in problem.groups for name in names)
        choices.append((tuple(range(len(problem.groups))), everyone))
    best: DistillPlan | None = None
    for kinds, names in choices:
        rows, r = list(kinds), len(names) - 1
        prefix = np.cumsum(problem.teacher_s[rows, r], axis=-1)
        each = (prefix + problem.student_s[rows, r]).max(axis=0)
        seconds = float((each + problem.reduce_s[rows, r].max(axis=0)).sum())
        if best is None or seconds < best.period_s:
            stage = DistillStage(0, count, tuple(names), seconds)
            best = DistillPlan("data-parallel", (stage,), seconds, count * (count + 1) // 2)
    assert best is not None
    return best


def stage_seconds(problem: DistillProblem, plan: DistillPlan) -> tuple[StageSeconds, ...]:
    """What the stages of `distill_plan` do per batch; r replicas share a transfer."""
    kind = {name: g for g, names in enumerate(problem.groups) for name in names}
    found = []
    for stage, behind in itertools.zip_longest(plan.stages, plan.stages[1:]):
        g, r = kind[stage.devices[0]], len(stage.devices)
        part = slice(stage.start, stage.stop)
        relay = 0.0
        if behind is not None:
            relay = float(problem.send_s[stage.stop - 1]) / min(r, len(behind.devices))
        found.append(
            StageSeconds(
                float(problem.teacher_s[g, r - 1, part].sum()),
                float(problem.student_s[g, r - 1, part].sum()),
                float(problem.reduce_s[g, r - 1, part].sum()),
                relay,
            )
        )
    return tuple(found)


def run_s(
    problem: DistillProblem, plan: DistillPlan, batches: int, *, decoupled: bool = True
) -> float:
    """Seconds of `batches` batches through a Pipe-BD plan, by events (see `timeline`).

    Args:
        problem: the costs.
        plan: stages of `distill_plan`.
        batches: number of batches, at least 1.
        decoupled: False makes every stage wait until all have updated before the next batch.
    """
    events = run_stages(stage_seconds(problem, plan), batches, overlap=problem.overlap,
                        decoupled=decoupled)  # fmt: skip
    return max(event.end_s for event in events)
