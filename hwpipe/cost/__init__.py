"""Cost models: seconds, bytes and joules of every node on every device type.

`build_cost_table` models a graph (GPU and CPU roofline, systolic array, FPGA engine) and
`profile_cost_table` reads a measured profile; both end in a `CostTable`.
"""

from __future__ import annotations

from hwpipe.cost.build import build_cost_table
from hwpipe.cost.engine import EngineCost, EngineModel
from hwpipe.cost.graph_profile import profile_cost_table
from hwpipe.cost.measured import MeasuredNode, MeasuredProfile, load_profile, save_profile
from hwpipe.cost.table import CostTable

__all__ = [
    "CostTable",
    "EngineCost",
    "EngineModel",
    "MeasuredNode",
    "MeasuredProfile",
    "build_cost_table",
    "load_profile",
    "profile_cost_table",
    "save_profile",
]
