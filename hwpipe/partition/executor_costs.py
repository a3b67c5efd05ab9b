"""What executing adds to the seconds of a stage's nodes, as a profile of training measured it.

Actions, messages and optimizer steps add seconds; micro-batches in flight stretch those of nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hwpipe.cost.executor import ExecutorCosts
from hwpipe.cost.table import CostTable
from hwpipe.partition.problem import PlanningProblem
from hwpipe.schedule.model import PipelineTimes, Schedule

__all__ = ["Flight", "executor_extra", "flight_of", "split_table", "stretched", "update_seconds",
           "with_executor"]  # fmt: skip

#: Of every rank, (stage, most micro-batches that it keeps of it).
Flight = tuple[tuple[tuple[int, float], ...], ...]


def flight_of(schedule: Schedule) -> Flight:
    """Micro-batches that the ranks of a schedule keep of each of their stages, at most."""
    found = []
    for actions in schedule.ranks:
        kept: dict[int, float] = {}
        most: dict[int, float] = {}
        split = {a.stage for a in actions if a.kind == "W"}
        part = 1.0 / schedule.slices
        for action in actions:
            stage = action.stage
            if action.kind == "F":
                kept[stage] = kept.get(stage, 0.0) + part
                most[stage] = max(kept[stage], most.get(stage, 0.0))
            elif action.kind == "W" or (action.kind in ("B", "BW") and stage not in split):
                kept[stage] = kept.get(stage, 0.0) - part
        found.append(tuple(sorted(most.items())))
    return tuple(found)


def stretched(
    problem: PlanningProblem, stages: Sequence[tuple[Sequence[str], Sequence[int]]],
    flight: Flight, *, split: bool = False,
) -> list[tuple[float, float, float]]:  # fmt: skip
    """Factors on each stage's F, B and W seconds for what its ranks keep in flight.

    Bytes kept are counted in whole micro-batches of the whole model, with which profiles measure.

    Args:
        problem: with a cost table that holds measured factors.
        stages: devices and nodes of each.
        flight: of `flight_of`.
        split: whether the schedule takes B and W apart.
    """
    table = problem.table
    share = []
    for devices, nodes in stages:
        row = table.row(problem.cluster.by_name[devices[0]].cost_key)
        whole = float(table.activation_bytes[row].sum())
        own = float(table.activation_bytes[row, list(nodes)].sum())
        share.append(own / whole if whole > 0 else 0.0)
    held = [0.0] * len(stages)
    for rank in flight:
        kept = sum(count * share[stage] for stage, count in rank)
        for stage, _ in rank:
            held[stage] = max(held[stage], kept)
    factors = []
    for (devices, _), kept in zip(stages, held, strict=True):
        rows = {table.row(problem.cluster.by_name[name].cost_key) for name in devices}
        known = [one for row in rows if (one := table.in_flight[row]) is not None]
        kinds = ("FS", "B", "W") if split else ("F", "BW", "BW")
        first, second, third = (max((one.at(k, kept) for one in known), default=1.0) for k in kinds)
        factors.append((first, second, third))
    return factors


def split_table(table: CostTable) -> CostTable:
    """The table for schedules that take B and W apart: their own seconds, where measured."""
    if table.split_input_s is None or table.split_weight_s is None:
        return table
    return replace(
        table, backward_input_s=table.split_input_s, backward_weight_s=table.split_weight_s
    )


def update_seconds(problem: PlanningProblem, devices: Sequence[str], nodes: Sequence[int]) -> float:
    """Seconds of the optimizer's step of a stage on its slowest device; 0 where not measured."""
    table = problem.table
    if table.update_s is None or not problem.training:
        return 0.0
    rows = sorted({table.row(problem.cluster.by_name[name].cost_key) for name in devices})
    step = float(table.update_s[np.ix_(rows, list(nodes))].sum(axis=1).max())
    return step + max(_action(_costs(table, row), "UPDATE") for row in rows)


def executor_extra(
    problem: PlanningProblem, stages: Sequence[Sequence[str]], crossing: Sequence[float], *,
    split: bool = False,
) -> list[tuple[float, float, float]]:  # fmt: skip
    """Seconds beyond those of the nodes of each stage's F, B (or whole backward) and W.

    A message is charged to both of its ends, since copying takes their processors; what a forward
    sends is looked through for numbers that are not finite. Stages that meet on one device
    exchange no message.

    Args:
        problem: with a cost table that holds measured costs of the executor.
        stages: devices of each.
        crossing: bytes at each boundary.
        split: whether the schedule takes B and W apart.
    """
    table = problem.table
    found = []
    for index, devices in enumerate(stages):
        worst = (0.0, 0.0, 0.0)
        for row in sorted({table.row(problem.cluster.by_name[n].cost_key) for n in devices}):
            costs = _costs(table, row)
            if costs is None:
                continue
            there = back = 0.0
            for boundary in (index - 1, index):
                if not 0 <= boundary < len(stages) - 1 or not crossing[boundary] > 0:
                    continue
                size, enters = crossing[boundary], boundary < index
                if not enters:
                    there += costs.check_s_per_byte * size
                if costs.channel is None or set(stages[boundary]) == set(stages[boundary + 1]):
                    continue
                send, receive, _ = costs.channel.at(size)
                there += receive if enters else send
                back += send if enters else receive
            first = _action(costs, "B" if split else "BW")
            second = _action(costs, "W") if split else 0.0
            own = (_action(costs, "F") + there, first + back, second)
            worst = max(worst, own, key=sum)
        found.append(worst)
    return found


def with_executor(
    problem: PlanningProblem, stages: Sequence[tuple[Sequence[str], Sequence[int]]],
    times: PipelineTimes, crossing: Sequence[float], *, split: bool = False,
    flight: Flight | None = None,
) -> PipelineTimes:  # fmt: skip
    """Times of stages with what the executor adds; the same object where nothing was measured.

    Args:
        problem: whose cost table may hold measured costs of the executor.
        stages: devices and nodes of each.
        times: of the nodes and links.
        crossing: bytes at each boundary.
        split: as in `executor_extra`.
        flight: of the schedule; None: one micro-batch is kept at a time.
    """
    table = problem.table
    if not problem.training or (not any(table.executor) and table.update_s is None):
        return times
    extra = executor_extra(problem, [devices for devices, _ in stages], crossing, split=split)
    columns = (times.forward_s, times.backward_input_s, times.backward_weight_s)
    factors = [(1.0, 1.0, 1.0)] * len(stages)
    if flight is not None and any(table.in_flight):
        factors = stretched(problem, stages, flight, split=split)
    forward, inputs, weights = (
        tuple(
            own * factor[i] + more[i]
            for own, factor, more in zip(column, factors, extra, strict=True)
        )
        for i, column in enumerate(columns)
    )
    return replace(
        times, forward_s=forward, backward_input_s=inputs, backward_weight_s=weights,
        update_s=tuple(update_seconds(problem, devices, nodes) for devices, nodes in stages),
    )  # fmt: skip


def _costs(table: CostTable, row: int) -> ExecutorCosts | None:
    return table.executor[row] if table.executor else None


def _action(costs: ExecutorCosts | None, kind: str) -> float:
    return 0.0 if costs is None else costs.action_s.get(kind, 0.0)
