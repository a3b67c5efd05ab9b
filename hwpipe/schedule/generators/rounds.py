"""`best_found`: list scheduling in two rounds, policies first, then patience around the best."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from hwpipe.schedule.generators.greedy import (
    Found,
    Placement,
    Policy,
    StageCosts,
    list_schedule,
)

__all__ = ["Objective", "best_found", "score"]

#: `span`: longest span of a rank, the period where iterations follow each other without a
#: barrier; `makespan`: with a barrier. Ties are settled by the other.
Objective = Literal["span", "makespan"]


def score(objective: Objective, span_s: float, makespan_s: float) -> tuple[float, float]:
    """What is compared, the smaller the better."""
    return (span_s, makespan_s) if objective == "span" else (makespan_s, span_s)


def best_found(
    placement: Placement,
    costs: StageCosts,
    microbatches: int,
    policies: Iterable[Policy],
    *,
    objective: Objective,
    refine: bool,
) -> list[Found]:
    """Different schedules, the best first.

    The second round lets ranks wait for F and B rather than run a W that delays them, up to a
    share of the best bubble of the first round in all: which rank may be late, and how much, is
    only known once a bubble is.

    Args:
        placement: where stages stand.
        costs: of the stages.
        microbatches: to schedule.
        policies: of the first round.
        objective: what is compared.
        refine: whether there is a second round.
    """
    found: dict[tuple[object, ...], Found] = {}
    first: list[tuple[tuple[float, float], int, Policy]] = []
    for number, policy in enumerate(policies):
        result = list_schedule(placement, costs, microbatches, policy)
        if result is not None:
            found.setdefault(result.ranks, result)
            first.append((score(objective, result.span_s, result.makespan_s), number, policy))
    if refine and first:
        base = min(found.values(), key=lambda x: x.span_s)
        bubble = base.span_s - max(_busy(base, costs))
        seen: list[Policy] = []
        for _, _, policy in sorted(first, key=lambda x: x[:2]):
            kind = replace(policy, fill=1.0, level=False)
            if kind not in seen:
                seen.append(kind)
        for kind in seen[:2]:
            for share in (0.25, 0.5, 0.75, 0.85, 1.0) if bubble > 0 else ():
                for fill in (0.5, 1.0):
                    patient = replace(kind, fill=fill, patience_s=share * bubble)
                    result = list_schedule(placement, costs, microbatches, patient)
                    if result is not None:
                        found.setdefault(result.ranks, result)
    return sorted(found.values(), key=lambda x: score(objective, x.span_s, x.makespan_s))


def _busy(found: Found, costs: StageCosts) -> list[float]:
    rows = {"F": costs.forward_s, "B": costs.input_s, "W": costs.weight_s}
    return [sum(rows[a.kind][a.stage] for a in actions) for actions in found.ranks]
