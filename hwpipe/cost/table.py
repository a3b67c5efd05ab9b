"""`CostTable`: seconds, bytes and joules of every node on every device type.

A table holds one micro-batch size. Forward, backward-input and backward-weight seconds are
three columns: measured profiles show backward over forward from 0.6 to 1.9, and the order of
two GPUs may flip with the micro-batch, so no factor replaces a column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hwpipe.cost.executor import ExecutorCosts
from hwpipe.cost.in_flight import InFlight

__all__ = ["CostTable", "FloatArray"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CostTable:
    """Costs of L nodes on K device types at one micro-batch size.

    Attributes:
        micro_batch: samples in one micro-batch.
        keys: `Device.cost_key` of each row, K of them.
        node_names: name of each column, L of them.
        forward_s, backward_input_s, backward_weight_s: seconds, shape (K, L), float64;
            `inf` where the node cannot run on that type.
        weight_bytes: parameters as that type stores them, shape (K, L).
        activation_bytes: bytes that a training forward keeps for its backward, per
            micro-batch, shape (K, L).
        workspace_bytes: transient bytes (the largest of a stage counts), shape (K, L).
        gradient_bytes_per_weight_byte, optimizer_bytes_per_weight_byte: training state as
            multiples of `weight_bytes` (1 and 0 for plain SGD, 1 and 1 with momentum, 1 and 2
            for Adam).
        forward_j, backward_j: joules per micro-batch, shape (K, L).
        source: "model", "kernel closed form", "measured" or "simulated" for each
            cell, shape (K, L), dtype object.
        split_input_s, split_weight_s: B and W of schedules that take the backward apart, where
            they were measured so, shape (K, L); None: the backward columns hold for both.
        update_s: optimizer's step of a node's weights, shape (K, L); None: not counted.
        executor: of each row, what executing a stage adds; None or empty: not counted.
        in_flight: of each row, what keeping several micro-batches costs; None or empty: nothing.
        notes: what the user should know of how the figures came about, one line each.
    """

    micro_batch: int
    keys: tuple[str, ...]
    node_names: tuple[str, ...]
    forward_s: FloatArray
    backward_input_s: FloatArray
    backward_weight_s: FloatArray
    weight_bytes: FloatArray
    activation_bytes: FloatArray
    workspace_bytes: FloatArray
    forward_j: FloatArray
    backward_j: FloatArray
    source: npt.NDArray[np.object_]
    gradient_bytes_per_weight_byte: float = 1.0
    optimizer_bytes_per_weight_byte: float = 1.0
    notes: tuple[str, ...] = ()
    split_input_s: FloatArray | None = None
    split_weight_s: FloatArray | None = None
    update_s: FloatArray | None = None
    executor: tuple[ExecutorCosts | None, ...] = ()
    in_flight: tuple[InFlight | None, ...] = ()

    def __post_init__(self) -> None:
        shape = (len(self.keys), len(self.node_names))
        for name in ("forward_s", "backward_input_s", "backward_weight_s", "weight_bytes",
                     "activation_bytes", "workspace_bytes", "forward_j", "backward_j"):  # fmt: skip
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} has shape {getattr(self, name).shape}, not {shape}")

        for name in ("split_input_s", "split_weight_s", "update_s"):
            column = getattr(self, name)
            if column is not None and column.shape != shape:
                raise ValueError(f"{name} has shape {column.shape}, not {shape}")

    def row(self, key: str) -> int:
        """Row of a device type."""
        return self.keys.index(key)
