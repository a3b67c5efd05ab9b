"""Torch functions for ONNX operators, by theme, and the table that finds them.

Importing this folder imports torch. Public: `lookup`, `supported`, `OpNode` functions by file.
"""

from __future__ import annotations

from hwpipe.runtime.ops import (
    activation,
    conv,
    elementwise,
    index,
    linear,
    normalise,
    pool,
    quant,
    recurrent,
    reduce,
    resize,
    shape,
)
from hwpipe.runtime.ops.registry import Operator, lookup, supported

__all__ = [
    "Operator", "activation", "conv", "elementwise", "index", "linear", "lookup", "normalise",
    "pool", "quant", "recurrent", "reduce", "resize", "shape", "supported",
]  # fmt: skip
