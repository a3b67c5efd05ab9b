"""Blockwise distillation as a pipeline (Pipe-BD): teacher relaying and hybrid distribution.

`distill_plan` finds the block groups and replicas, `distill_problem` costs two graphs for it.
"""

from hwpipe.distill.blocks import BlockPair, match_blocks
from hwpipe.distill.costs import distill_problem
from hwpipe.distill.model import DistillPlan, DistillProblem, DistillStage
from hwpipe.distill.solve import data_parallel_plan, distill_plan, run_s

__all__ = [
    "BlockPair",
    "DistillPlan",
    "DistillProblem",
    "DistillStage",
    "data_parallel_plan",
    "distill_plan",
    "distill_problem",
    "match_blocks",
    "run_s",
]
