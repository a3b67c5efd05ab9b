"""Kinds of actions as the integers that the arrays of a program hold."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["BW", "CODE", "FORWARD_HALF", "KINDS", "RECOMPUTE", "RECV", "REDUCE", "SEND", "UPDATE",
           "B", "F", "IntArray", "W"]  # fmt: skip

IntArray = npt.NDArray[np.int64]

#: Kinds that the simulator can time; an action's code is its index here.
KINDS: tuple[str, ...] = (
    "F", "B", "W", "BW", "SEND", "RECV", "UPDATE", "REDUCE", "RECOMPUTE",
)  # fmt: skip
CODE = {kind: code for code, kind in enumerate(KINDS)}
F, B, W, BW, SEND, RECV, UPDATE, REDUCE, RECOMPUTE = range(len(KINDS))

#: On a split engine these run on the forward half, all others on the backward half.
FORWARD_HALF = (F, RECOMPUTE)
