"""Convolution layers on the `conv2d` kernel: scalars, blocking, memory layouts, simulated runs.

`plan_conv` chooses the blocking and predicts cycles; `pack_*` and `unpack_output` move tensors
between numpy and the kernel's layouts; `run_conv` simulates a layer and compares it.
"""

from __future__ import annotations

from typing import Any

from hwpipe.conv.shape import ConvConfig, ConvShape

__all__ = [
    "ConvConfig", "ConvPlan", "ConvRun", "ConvShape", "TensorLayout", "board_config",
    "pack_channels",
    "pack_input", "pack_weights", "plan_conv", "random_layer", "reference_conv", "run_conv",
    "to_signed", "to_unsigned", "unpack_output",
]  # fmt: skip

_LAZY = {
    "ConvPlan": "hwpipe.conv.plan",
    "ConvRun": "hwpipe.conv.run",
    "TensorLayout": "hwpipe.conv.layout",
    "board_config": "hwpipe.conv.engine",
    "pack_channels": "hwpipe.conv.pack",
    "pack_input": "hwpipe.conv.pack",
    "pack_weights": "hwpipe.conv.pack",
    "plan_conv": "hwpipe.conv.plan",
    "random_layer": "hwpipe.conv.run",
    "reference_conv": "hwpipe.conv.run",
    "run_conv": "hwpipe.conv.run",
    "to_signed": "hwpipe.conv.pack",
    "to_unsigned": "hwpipe.conv.pack",
    "unpack_output": "hwpipe.conv.pack",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        import importlib

        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
