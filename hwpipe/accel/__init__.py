"""Whole int8 networks on the kernels: commands, the DDR image, RTL simulation.

Public: `run_network`, `build_image`, `Command`.
"""

from hwpipe.accel.command import Command
from hwpipe.accel.lowering import build_image
from hwpipe.accel.network import run_network

__all__ = ["Command", "build_image", "run_network"]
