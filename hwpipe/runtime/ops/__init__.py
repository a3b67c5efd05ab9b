"""Torch functions for ONNX operators, by theme, and the table that finds them.

Importing this folder imports torch. Public: `lookup`, `supported`, `Operator`; a module per theme.
"""

from __future__ import annotations

from hwpipe.runtime.ops import (  # noqa: F401 (importing a theme fills the table)
    activation,
    attention,
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

__all__ = ["Operator", "lookup", "supported"]
