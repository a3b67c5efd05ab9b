"""Plans to start from: what other planners propose, and the whole network on every device set."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from hwpipe.errors import InfeasibleError
from hwpipe.joint.model import JointStage
from hwpipe.joint.options import StageOptions
from hwpipe.joint.pool import most_replicas
from hwpipe.joint.split import Splitter
from hwpipe.partition.methods import METHODS, solve, solve_below
from hwpipe.partition.model import Partition
from hwpipe.partition.problem import PlanningProblem

#: Device sets, and devices of a cluster, up to which the whole network is tried on every set.
MOST_WHOLE = 100
MOST_DEVICES = 64

__all__ = ["as_stages", "known_plans", "obeys", "whole_network"]


def as_stages(problem: PlanningProblem, partition: Partition) -> tuple[JointStage, ...]:
    """A partition as joint stages; unequal replicas keep the slowest one's pace."""
    stages = []
    for stage in partition.stages:
        kinds = {problem.cluster.by_name[name].cost_key for name in stage.devices}
        mode = "single" if len(stage.devices) == 1 else "replicated"
        stages.append(
            JointStage(stage.nodes, stage.devices, mode, paced=len(kinds) > 1)  # type: ignore[arg-type]
        )
    return tuple(stages)


def obeys(stages: tuple[JointStage, ...], pins: Mapping[int, str]) -> bool:
    """Whether every pinned node runs on its device alone."""
    for stage in stages:
        for node in stage.nodes:
            if node in pins and stage.devices != (pins[node],):
                return False
    return True


def known_plans(
    problem: PlanningProblem, *, baselines: bool, below_s: float = math.inf
) -> Iterator[tuple[str, tuple[JointStage, ...]]]:
    """Plans of the exact search and of every compared method that has one.

    Args:
        problem: what to plan.
        baselines: whether the compared methods plan too.
        below_s: the exact search may end when it has proven that it stays above these seconds.
    """
    names = ["exact"]
    if baselines:
        names += [n for n, info in METHODS.items()
                  if info.baseline and (problem.training or not info.training_only)]  # fmt: skip
    for name in names:
        try:
            bounded = name == "exact" and math.isfinite(below_s)
            partition = solve_below(problem, below_s) if bounded else solve(problem, name)
        except InfeasibleError:
            continue
        if not isinstance(partition, Partition):
            continue
        stages = as_stages(problem, partition)
        if any(len(stage.devices) > most_replicas(problem) for stage in stages):
            continue
        yield name, stages
        if any(stage.paced for stage in stages):
            yield name, tuple(JointStage(s.nodes, s.devices, s.mode) for s in stages)


def whole_network(
    problem: PlanningProblem, options: StageOptions, splitter: Splitter | None,
    split_sets: frozenset[tuple[int, ...]], below_s: float = math.inf,
) -> Iterator[tuple[JointStage, ...]]:  # fmt: skip
    """The whole network as one stage, on every device set in every mode.

    Sets that need `below_s` seconds an iteration for their compute alone are left out.
    """
    nodes = tuple(range(len(problem.graph)))
    pool = options.pool
    sets = pool.sets
    if len(sets) > MOST_WHOLE or pool.devices(pool.sizes) > MOST_DEVICES:
        # Too many to simulate each: whole groups, and powers of two of one group.
        sets = tuple(
            counts for counts in sets
            if all(c in (0, s) for c, s in zip(counts, pool.sizes, strict=True))
            or (sum(c > 0 for c in counts) == 1 and all(c & (c - 1) == 0 for c in counts))
        )  # fmt: skip
    per_s = 1.0 / np.maximum(problem.node_time_s, 1e-300)  # of each node on each group
    for counts in sets:
        names = pool.names(counts)
        if math.isfinite(below_s):
            together = per_s[[problem.group_of[name] for name in names]].sum(axis=0)
            if not (together > 0).all() or problem.microbatches * (1 / together).sum() >= below_s:
                continue
        if len(names) == 1:
            yield (JointStage(nodes, names, "single", thrift=options.thrift),)
            continue
        if len(names) <= most_replicas(problem):
            yield (JointStage(nodes, names, "replicated", thrift=options.thrift),)
        if splitter is not None and counts in split_sets and not pool.unit:
            held = options.splits.held(options.count - 1) if options.splits else 1
            split = splitter(nodes, names, held)
            if split is not None and split.seconds_s < 1e20:
                yield (JointStage(nodes, names, "split", tensor=split),)
