"""Where to cut a network and which devices run each stage, with a proof of how good that is.

Start with `make_problem`, `solve` and `stage_times`; the cost semantics stand in `problem`.
"""

from hwpipe.partition.best import objective_value, space_sentence
from hwpipe.partition.bounds import bottleneck_bound, ideal_time, quick_bound, quick_bounds
from hwpipe.partition.evaluate import (
    bottleneck,
    check_memory,
    energy_j,
    iteration_bound,
    memory_shares,
    stage_bytes,
    stage_times,
)
from hwpipe.partition.methods import METHODS, MethodInfo, solve, solve_below
from hwpipe.partition.model import Certificate, NodeSplit, NoneBetter, Partition, Stage
from hwpipe.partition.problem import PlanningProblem, in_flight, make_problem
from hwpipe.partition.refine import in_space
from hwpipe.partition.splits import propose_splits

__all__ = [
    "METHODS",
    "Certificate",
    "MethodInfo",
    "NodeSplit",
    "NoneBetter",
    "Partition",
    "PlanningProblem",
    "Stage",
    "bottleneck",
    "bottleneck_bound",
    "check_memory",
    "energy_j",
    "ideal_time",
    "in_flight",
    "in_space",
    "iteration_bound",
    "make_problem",
    "memory_shares",
    "objective_value",
    "propose_splits",
    "quick_bound",
    "quick_bounds",
    "solve",
    "solve_below",
    "space_sentence",
    "stage_bytes",
    "stage_times",
]
