"""The automatic scheduler: F, B and W for unequal times, links and memory limits.

In the spirit of the heuristic of Zero Bubble (arXiv 2401.10241, section 4), with a wider field:
free list scheduling under several policies, fixed warm-ups with W placed where a rank waits,
and the handcrafted schedules. The event simulator picks the best that fits in memory.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from hwpipe.errors import InfeasibleError
from hwpipe.schedule.generators.build import assemble, with_updates
from hwpipe.schedule.generators.exact import exact_schedule
from hwpipe.schedule.generators.greedy import Placement, Policy, StageCosts, list_schedule
from hwpipe.schedule.generators.rounds import Objective, best_found, score
from hwpipe.schedule.generators.split import two_stage_backward, zero_bubble
from hwpipe.schedule.generators.stretch import Ranks, short_count, stretched
from hwpipe.schedule.generators.times import stage_costs
from hwpipe.schedule.generators.vshape import BLOCKS, block_order, v_placement, v_schedule
from hwpipe.schedule.model import Action, PipelineTimes, Schedule
from hwpipe.schedule.simulate import simulate

__all__ = ["Objective", "automatic"]

_TINY = 8  # micro-batches times ranks up to which the optimum is looked for


def automatic(
    name: str,
    times: PipelineTimes,
    microbatches: int,
    *,
    objective: Objective = "makespan",
) -> Schedule:
    """The best schedule found for these times under `times.memory_bytes`.

    Deterministic. Never worse than any of ZB-H1, ZB-H2 and 2BP (`zb-auto`) or ZB-V, V-Half and
    V-Min (`zb-v-auto`) that fits; of the smallest makespan possible for up to `_TINY` (ranks
    times micro-batches) with `zb-auto` and the objective `makespan`, unless the search for it
    takes too long.

    Args:
        name: `zb-auto` for one stage a rank, `zb-v-auto` for two stages a rank on a V.
        times: of the schedule's stages (2 p for `zb-v-auto`).
        microbatches: m.
        objective: what is made smallest.

    Raises:
        InfeasibleError: memory does not even hold one micro-batch on some rank.
    """
    S = len(times.forward_s)
    placement = Placement(S, (tuple(range(S)),)) if name == "zb-auto" else v_placement(S // 2)
    costs = stage_costs(times, placement)
    _check_room(name, placement, costs)
    held = placement.held()

    def finished(ranks: Ranks) -> Schedule:
        return assemble(
            name, stages=S, microbatches=microbatches, rank_stage=held,
            ranks=with_updates([list(actions) for actions in ranks], held),
        )  # fmt: skip

    best: tuple[tuple[float, float], Schedule] | None = None
    for ranks in _lists(name, placement, costs, microbatches, objective):
        if not _fits(ranks, costs):
            continue
        schedule = finished(ranks)
        timeline = simulate(schedule, times)
        value = score(objective, max(timeline.rank_span_s), timeline.makespan_s)
        if best is None or value < best[0]:
            best = value, schedule
    if best is None:
        raise InfeasibleError(
            f"no order of {microbatches} micro-batches found", where=f"schedule {name}",
            limit="the memory of its devices", remedy="allow more memory or use smaller batches",
        )  # fmt: skip
    if objective == "makespan" and name == "zb-auto" and S * microbatches <= _TINY:
        exact = exact_schedule(costs, microbatches, within=best[0][0])
        if exact.ranks is not None:
            return finished(exact.ranks)
    return best[1]


def _check_room(name: str, placement: Placement, costs: StageCosts) -> None:
    for rank, (held, cap) in enumerate(zip(placement.held(), costs.cap_bytes, strict=True)):
        need = sum(costs.kept_bytes[s] for s in held)
        if need > cap * (1 + 1e-9):
            raise InfeasibleError(
                f"one micro-batch needs {need:g} bytes of activations",
                where=f"schedule {name}, rank {rank}",
                limit=f"{max(cap, 0):g} bytes beside weights and workspace",
                remedy="allow more memory, or use smaller micro-batches or more stages",
            )


def _fits(ranks: Ranks, costs: StageCosts) -> bool:
    for actions, cap in zip(ranks, costs.cap_bytes, strict=True):
        level = peak = 0.0
        for action in actions:
            kept, late = costs.kept_bytes[action.stage], costs.late_bytes[action.stage]
            level += kept if action.kind == "F" else late - kept if action.kind == "B" else -late
            peak = max(peak, level)
        if peak > cap * (1 + 1e-9):
            return False
    return True


def _lists(
    name: str, placement: Placement, costs: StageCosts, count: int, objective: Objective
) -> Iterator[Ranks]:
    """Candidates at full length: handcrafted ones, then the best list schedules."""
    p = placement.ranks
    if name == "zb-auto":
        hand = [zero_bubble("zb-h1", p, count), zero_bubble("zb-h2", p, count),
                two_stage_backward("2bp", p, count)]  # fmt: skip
    else:
        hand = [v_schedule(block, p, count, costs) for block in BLOCKS]
    for schedule in hand:
        yield tuple(
            tuple(a for a in actions if a.kind in ("F", "B", "W")) for actions in schedule.ranks
        )
    short = short_count(p, count)
    breadth = _breadth(p * short)
    found = best_found(
        placement, costs, short, _policies(name, placement, costs, short, breadth),
        objective=objective, refine=not breadth.large,
    )  # fmt: skip
    steady = False
    for result in found[: breadth.kept]:
        ranks = stretched([result.ranks], short, count)
        if ranks is not None:
            steady = True
            yield ranks
    if not steady:
        full = list_schedule(placement, costs, count, Policy(fill=0.5))
        if full is not None:
            yield full.ranks


@dataclass(frozen=True)
class _Breadth:
    """How many policies are tried; fewer where each takes long."""

    fills: tuple[float, ...]
    levels: tuple[bool, ...]
    gaps: tuple[float, ...]
    scales: tuple[float, ...]
    extras: tuple[int, ...]
    kept: int
    large: bool = False


def _breadth(size: int) -> _Breadth:
    """By micro-batches times ranks of the short schedule."""
    if size <= 300:
        return _Breadth((0.0, 0.5, 1.0), (False, True), (0.0, 0.5, 1.0), (1.0, 1.25, 1.5, 2.0),
                        (-1, 0, 1, 2), 6)  # fmt: skip
    if size <= 1500:
        return _Breadth((0.0, 0.5, 1.0), (False,), (0.5, 1.0), (1.0, 1.5), (-1, 0, 1, 2), 4)
    return _Breadth((0.0, 0.5), (False,), (0.5,), (1.0, 1.5), (0, 1), 3, large=True)


def _policies(
    name: str, placement: Placement, costs: StageCosts, count: int, breadth: _Breadth
) -> Iterator[Policy]:
    for fill, level, hurry in product(breadth.fills, breadth.levels, (False, True)):
        yield Policy(fill=fill, level=level, hurry=hurry)
    orders: dict[Ranks, None] = {}
    if name == "zb-auto":
        for warmups in _warmups(costs, breadth):
            orders[_alternating(warmups, count)] = None
    else:
        for block in BLOCKS:
            orders[block_order(block, placement.ranks, count)] = None
    early = (False,) if name == "zb-auto" else (False, True)
    for order, fill, level, ahead in product(orders, breadth.gaps, breadth.levels, early):
        yield Policy(fill=fill, level=level, order=order, ahead=ahead)


def _warmups(costs: StageCosts, breadth: _Breadth) -> Iterator[tuple[int, ...]]:
    """Forwards of every stage before its first backward, for several ideas of how many.

    Stage i waits for its first gradient while the stages behind it run F and B and tensors
    travel there and back; as many forwards as fit into that time, or a multiple of it, fill the
    wait, as far as memory goes.
    """
    p = len(costs.forward_s)
    most = [
        math.floor(min(cap / kept, 1e9)) if kept > 0 else 10**9
        for cap, kept in zip(costs.cap_bytes, costs.kept_bytes, strict=True)
    ]
    seen = set()
    for scale, extra in product(breadth.scales, breadth.extras):
        warmups = []
        reach = 0.0
        for i in reversed(range(p)):
            if i + 1 < p:
                reach += costs.forward_s[i + 1] + costs.input_s[i + 1] + 2 * costs.send_s[i]
            own = max(costs.forward_s[i], 1e-3 * max(costs.forward_s), 1e-300)
            wanted = round(scale * reach / own + 1) + extra
            warmups.append(max(1, min(most[i], wanted)))
        row = tuple(reversed(warmups))
        if row not in seen:
            seen.add(row)
            yield row


def _alternating(warmups: Sequence[int], count: int) -> Ranks:
    """Warm-up forwards, then B and F in turn."""
    ranks = []
    for i, warmup in enumerate(warmups):
        actions = [Action("F", i, k) for k in range(min(warmup, count))]
        for k in range(count):
            actions.append(Action("B", i, k))
            if warmup + k < count:
                actions.append(Action("F", i, warmup + k))
        ranks.append(tuple(actions))
    return tuple(ranks)
