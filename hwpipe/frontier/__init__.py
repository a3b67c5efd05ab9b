"""Pareto frontiers over (time, memory, energy): Frontier Tracking's algebra and its uses.

`pipeline_frontier` lists the plans of a `PlanningProblem` worth choosing from,
`strategy_frontier` those of a graph of operators with configurations.
"""

from hwpipe.frontier.algebra import Frontier, coarsen, non_dominated, product, union
from hwpipe.frontier.pipeline import pipeline_frontier
from hwpipe.frontier.point import FrontierPoint, PipelineFrontier
from hwpipe.frontier.strategy import StrategyFrontier, strategy_frontier

__all__ = [
    "Frontier",
    "FrontierPoint",
    "PipelineFrontier",
    "StrategyFrontier",
    "coarsen",
    "non_dominated",
    "pipeline_frontier",
    "product",
    "strategy_frontier",
    "union",
]
