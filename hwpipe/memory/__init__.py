"""Memory strategies of a stage: keep, recompute or swap each block, shard state, spill weights.

`memory_strategy` chooses the cheapest that fits and simulates it; `stage_memory` reads a stage
of a partition, `fit_stages` all of them; `stage_extra_s` bounds them in planner loops.
"""

from hwpipe.memory.apply import FittedStages, fit_stages
from hwpipe.memory.bound import smallest_extra_s
from hwpipe.memory.model import Block, MemoryPlan, ReplicaLink, StageMemory
from hwpipe.memory.prefix import stage_extra_s
from hwpipe.memory.sharding import ShardedState, sharded_state
from hwpipe.memory.simulate import StageRun, simulate_stage
from hwpipe.memory.spill import SpillPlan, longest_remaining_first, spill
from hwpipe.memory.stage import stage_memory
from hwpipe.memory.strategy import memory_strategy

__all__ = [
    "Block",
    "FittedStages",
    "MemoryPlan",
    "ReplicaLink",
    "ShardedState",
    "SpillPlan",
    "StageMemory",
    "StageRun",
    "fit_stages",
    "longest_remaining_first",
    "memory_strategy",
    "sharded_state",
    "simulate_stage",
    "smallest_extra_s",
    "spill",
    "stage_extra_s",
    "stage_memory",
]
