"""The cheapest strategy that fits: keep everything, shard state, swap and recompute, spill.

For up to `MAX_BLOCKS` blocks every combination of keep, recompute and swap is considered in the
order of a lower bound of its time (no engine ends before all its own work is done); the search
ends when the bound reaches the best simulated time, so the result is optimal. It starts from
KARMA's two steps (SC'20): keep as many last blocks as fit, since they are needed first, and swap
the others; then recompute where that is shorter than the stall of the swap.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InfeasibleError
from hwpipe.memory.model import Choice, MemoryPlan, StageMemory
from hwpipe.memory.sharding import ShardedState, sharded_state
from hwpipe.memory.simulate import StageRun, simulate_stage
from hwpipe.memory.spill import spill
from hwpipe.units import format_bytes

__all__ = ["MAX_BLOCKS", "MEASURES", "karma_choices", "memory_strategy"]

#: What may happen to activations that do not fit.
MEASURES: Final[tuple[Choice, ...]] = ("recompute", "swap")

#: Blocks up to which every combination is considered: 3^9 = 19,683.
MAX_BLOCKS: Final = 9
_CHOICES: Final[tuple[Choice, ...]] = ("keep", "recompute", "swap")
_ROUNDING: Final = 1e-12


@dataclass(frozen=True)
class _Found:
    choices: tuple[Choice, ...]
    run: StageRun
    lower_s: float  # of the makespan
    exact: bool


def _everywhere(choice: Choice, stage: StageMemory) -> tuple[Choice, ...]:
    return tuple([choice] * len(stage.blocks))


@lru_cache(maxsize=16)
def _combinations(count: int) -> npt.NDArray[np.int8]:
    """Every choice vector, fewest measures first, shape (3^n, n)."""
    grid = np.array(list(itertools.product(range(3), repeat=count)), dtype=np.int8)
    return grid[np.argsort((grid > 0).sum(axis=1), kind="stable")]


def _bounds(
    stage: StageMemory, grid: npt.NDArray[np.int8], held_bytes: float
) -> npt.NDArray[np.float64]:
    """No run of a choice vector is shorter than this; `inf` where it cannot fit."""
    blocks, rounds = stage.blocks, stage.microbatches
    forward = np.array([b.forward_s for b in blocks])
    backward = np.array([b.backward_s for b in blocks])
    size = np.array([b.activation_bytes for b in blocks])
    kept = np.array([b.checkpoint_bytes for b in blocks])
    again, moved = grid == 1, grid == 2
    compute = stage.compute_s + rounds * (again @ forward)
    copied = rounds * (moved @ size) / stage.host_bytes_per_s
    # The copy out of the first swapped block follows the forwards up to it; the last copy in
    # precedes the backwards from the first swapped block down.
    first = moved.argmax(axis=1)
    before = np.cumsum(forward)[first] + np.cumsum(backward)[first]
    once = size[first] / stage.host_bytes_per_s
    copies = np.where(moved.any(axis=1), before + copied + once, 0.0)
    # When the last micro-batch in flight has gone forward, all that is kept is there.
    peak = held_bytes + stage.in_flight * ((grid == 0) @ size + again @ kept)
    alone = np.where(grid > 0, size, 0.0).max(axis=1)
    full = stage.capacity_bytes * (1 + 1e-9)
    fits = (peak <= full) & (held_bytes + alone <= full)
    return np.asarray(np.where(fits, np.maximum(compute, copies), math.inf))


def karma_choices(
    stage: StageMemory, held_bytes: float, allowed: Sequence[Choice] = MEASURES
) -> tuple[Choice, ...] | None:
    """KARMA's two steps; None if not even swapping or recomputing everything fits."""
    count = len(stage.blocks)
    run: StageRun | None = None
    choices: list[Choice] = []
    for resident in range(count, -1, -1):
        measures: tuple[Choice, ...] = ("swap", "recompute")
        for measure in measures:
            if measure not in allowed:
                continue
            choices = [measure] * (count - resident)
            choices += ["keep"] * resident
            run = simulate_stage(stage, choices, held_bytes)
            if run is not None:
                break
        if run is not None:
            break
    if run is None:
        return None
    for b in range(count):
        if choices[b] != "swap" or "recompute" not in allowed:
            continue
        trial: list[Choice] = [*choices[:b], "recompute", *choices[b + 1 :]]
        other = simulate_stage(stage, trial, held_bytes)
        if other is not None and other.makespan_s < run.makespan_s * (1 - _ROUNDING):
            choices, run = trial, other
    return tuple(choices)


def _neighbours(
    choices: tuple[Choice, ...], allowed: Sequence[Choice]
) -> Iterator[tuple[Choice, ...]]:
    for b, choice in enumerate(choices):
        for other in _CHOICES:
            if other != choice and (other == "keep" or other in allowed):
                yield (*choices[:b], other, *choices[b + 1 :])


def _best_choices(
    stage: StageMemory, held_bytes: float, budget: int, allowed: Sequence[Choice] = MEASURES
) -> _Found | None:
    """The choices with the smallest makespan, at most `budget` simulations."""
    keep: tuple[Choice, ...] = _everywhere("keep", stage)
    run = simulate_stage(stage, keep, held_bytes)
    if run is not None:
        return _Found(keep, run, run.makespan_s, exact=True)
    best = karma_choices(stage, held_bytes, allowed)
    best_run = None if best is None else simulate_stage(stage, best, held_bytes)
    if len(stage.blocks) > MAX_BLOCKS:
        return _descend(stage, held_bytes, best, best_run, budget=budget, allowed=allowed)
    grid = _combinations(len(stage.blocks))
    for number, choice in enumerate(_CHOICES):
        if choice != "keep" and choice not in allowed:
            grid = grid[~(grid == number).any(axis=1)]
    bounds = _bounds(stage, grid, held_bytes)
    lower = math.inf
    for at in np.argsort(bounds, kind="stable").tolist():
        bound = float(bounds[at])
        if math.isinf(bound) or (
            best_run is not None and bound >= best_run.makespan_s * (1 - _ROUNDING)
        ):
            break
        if budget <= 0:
            lower = bound
            break
        budget -= 1
        trial: tuple[Choice, ...] = tuple([_CHOICES[k] for k in grid[at].tolist()])
        run = simulate_stage(stage, trial, held_bytes)
        if run is not None and (best_run is None or run.makespan_s < best_run.makespan_s):
            best, best_run = trial, run
    if best is None or best_run is None:
        return None
    exact = math.isinf(lower)
    return _Found(best, best_run, best_run.makespan_s if exact else lower, exact)


def _descend(
    stage: StageMemory,
    held_bytes: float,
    best: tuple[Choice, ...] | None,
    best_run: StageRun | None,
    *,
    budget: int,
    allowed: Sequence[Choice],
) -> _Found | None:
    """Change one block at a time while that helps; for stages of many blocks."""
    if best is None or best_run is None:
        return None
    better = True
    while better and budget > 0:
        better = False
        for trial in _neighbours(best, allowed):
            budget -= 1
            run = simulate_stage(stage, trial, held_bytes)
            if run is not None and run.makespan_s < best_run.makespan_s * (1 - _ROUNDING):
                best, best_run, better = trial, run, True
                break
            if budget <= 0:
                break
    exact = best_run.makespan_s <= stage.compute_s * (1 + _ROUNDING)
    return _Found(best, best_run, stage.compute_s, exact)


def memory_strategy(
    stage: StageMemory,
    *,
    allow_sharding: bool = True,
    allow_spill: bool = True,
    measures: Sequence[Choice] = MEASURES,
    budget: int = 400_000,
) -> MemoryPlan:
    """The cheapest way to fit a stage into its device's memory; nothing if it fits as it is.

    Tried in this order, the least `extra_s` wins and the earlier one where they are equal: state
    as it is, optimizer state sharded over the replicas, gradients sharded too; with each,
    the best of keep, recompute and swap for every block. Only if all of them fail are the
    weights spilled to host memory (Hydra).

    Args:
        stage: blocks, memory, links.
        allow_sharding: whether replicas may shard their state.
        allow_spill: whether weights may be spilled.
        measures: what may happen to activations: `recompute`, `swap`.
        budget: most simulated passes of a block (some 1 us each) for each level of sharding;
            beyond it the plan says `exact = False` and `lower_s` bounds it.

    Raises:
        InfeasibleError: if nothing fits; says how much is missing.
    """
    if not stage.training:
        return _inference(stage, allow_spill)
    runs = max(20, budget // (2 * len(stage.blocks) * stage.microbatches))
    best: MemoryPlan | None = None
    lower = math.inf
    levels = (0, 1, 2) if allow_sharding and stage.replicas > 1 else (0,)
    for level in levels:
        state = sharded_state(stage, level)
        held = state.state_bytes + stage.extra_state_bytes + stage.workspace_bytes
        if held > stage.capacity_bytes * (1 + 1e-9):
            continue
        if best is not None and state.extra_s >= best.extra_s:
            continue
        found = _best_choices(stage, held, runs, measures)
        if found is None:
            continue
        lower = min(lower, max(0.0, found.lower_s - stage.compute_s) + state.extra_s)
        plan = _plan(stage, state, found)
        if best is None or plan.extra_s < best.extra_s * (1 - _ROUNDING):
            best = plan
        if best.extra_s <= _ROUNDING * stage.compute_s:
            break
    if best is None:
        return _spilled(stage, allow_spill)
    exact = best.extra_s <= lower + _ROUNDING * stage.compute_s
    return MemoryPlan(**{**best.__dict__, "lower_s": min(lower, best.extra_s), "exact": exact})


def _plan(stage: StageMemory, state: ShardedState, found: _Found) -> MemoryPlan:
    run = found.run
    return MemoryPlan(
        choices=found.choices,
        sharding=state.level,
        shards=(),
        buffer_bytes=0.0,
        peak_bytes=run.peak_bytes,
        capacity_bytes=stage.capacity_bytes,
        makespan_s=run.makespan_s,
        extra_s=run.recompute_s + run.stall_s + state.extra_s,
        recompute_s=run.recompute_s,
        stall_s=run.stall_s,
        sharding_s=state.extra_s,
        copy_out_s=run.copy_out_s,
        copy_in_s=run.copy_in_s,
    )


def _inference(stage: StageMemory, allow_spill: bool) -> MemoryPlan:
    largest = max(block.activation_bytes for block in stage.blocks)
    peak = stage.weight_bytes + stage.extra_state_bytes + stage.workspace_bytes + largest
    if peak <= stage.capacity_bytes * (1 + 1e-9):
        keep: tuple[Choice, ...] = _everywhere("keep", stage)
        return MemoryPlan(keep, 0, (), 0.0, peak, stage.capacity_bytes, stage.compute_s, 0.0)
    return _spilled(stage, allow_spill)


def _spilled(stage: StageMemory, allow_spill: bool) -> MemoryPlan:
    if not allow_spill:
        levels = (0, 1, 2) if stage.training else (0,)
        state = min(sharded_state(stage, level).state_bytes for level in levels)
        largest = max(block.activation_bytes for block in stage.blocks)
        need = state + stage.extra_state_bytes + stage.workspace_bytes + largest
        raise InfeasibleError(
            f"state and one block's activations need {format_bytes(need)} even with every "
            "activation swapped or recomputed",
            where=stage.name,
            limit=f"{format_bytes(stage.capacity_bytes)} of device memory",
            remedy="allow spilling, use more devices or a smaller micro-batch",
        )
    plan = spill(stage)
    spilled: tuple[Choice, ...] = _everywhere("spill", stage)
    return MemoryPlan(
        choices=spilled,
        sharding=0,
        shards=plan.shards,
        buffer_bytes=plan.buffer_bytes,
        peak_bytes=plan.peak_bytes,
        capacity_bytes=stage.capacity_bytes,
        makespan_s=plan.makespan_s,
        extra_s=plan.makespan_s - stage.compute_s,
        recompute_s=plan.recompute_s,
        stall_s=plan.makespan_s - stage.compute_s - plan.recompute_s,
        copy_out_s=plan.copy_out_s,
        copy_in_s=plan.copy_in_s,
        exact=False,
    )
