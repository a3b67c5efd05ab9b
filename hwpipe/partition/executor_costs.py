"""What a measured executor adds to the seconds of stages: actions, messages, optimizer steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hwpipe.cost.executor import ExecutorCosts
from hwpipe.cost.table import CostTable
from hwpipe.partition.problem import PlanningProblem
from hwpipe.schedule.model import PipelineTimes

__all__ = ["executor_extra", "split_table", "update_seconds", "with_executor"]


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
) -> PipelineTimes:  # fmt: skip
    """Times of stages with what the executor adds; the same object where nothing was measured.

    Args:
        problem: whose cost table may hold measured costs of the executor.
        stages: devices and nodes of each.
        times: of the nodes and links.
        crossing: bytes at each boundary.
        split: as in `executor_extra`.
    """
    table = problem.table
    if not problem.training or (not any(table.executor) and table.update_s is None):
        return times
    extra = executor_extra(problem, [devices for devices, _ in stages], crossing, split=split)
    columns = (times.forward_s, times.backward_input_s, times.backward_weight_s)
    forward, inputs, weights = (
        tuple(own + more[i] for own, more in zip(column, extra, strict=True))
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
