"""Blockwise distillation as a pipeline (Pipe-BD): teacher relaying and hybrid distribution.

`distill_models` plans two models, `distill_plan` finds block groups and replicas of any costs.
"""

from hwpipe.distill.blocks import BlockPair, match_blocks
from hwpipe.distill.costs import distill_problem
from hwpipe.distill.model import DistillPlan, DistillProblem, DistillStage
from hwpipe.distill.models import Distillation, distill_models
from hwpipe.distill.solve import data_parallel_plan, distill_plan, run_s

__all__ = [
    "BlockPair",
    "DistillPlan",
    "DistillProblem",
    "DistillStage",
    "Distillation",
    "data_parallel_plan",
    "distill_models",
    "distill_plan",
    "distill_problem",
    "match_blocks",
    "run_s",
]
