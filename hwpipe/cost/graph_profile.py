"""Cost tables from measured layer profiles (PipeDream's and DAPPLE's graph.txt).

Such a profile has forward and backward milliseconds of every layer on one GPU type at one
batch size, activation and parameter bytes, and no shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from hwpipe.cluster.model import Device
from hwpipe.cost.build import distinct_devices, energy_j, optimizer_state
from hwpipe.cost.precision import peak_per_s, storage_scale
from hwpipe.cost.table import CostTable, FloatArray
from hwpipe.errors import InputError
from hwpipe.graph.model import Graph

__all__ = ["ProfiledGraph", "profile_cost_table"]

#: Rates of the GPU that the public profiles were taken on: V100 (SXM2) in float32, 15.7
#: TFLOP/s and 900 GB/s (NVIDIA V100 data sheet). Used where the cluster has no device of the
#: profiled type to ask.
_V100 = (15.7e12, 900e9)
#: Layers with parameters are bound by arithmetic (convolutions, products, whole transformer
#: layers or cells) unless their name begins like one of these, which move data.
_MEMORY_BOUND = ("batchnorm", "layernorm", "groupnorm", "norm", "embedding")


class ProfiledGraph(Protocol):
    """What `profile_cost_table` reads: a graph and seconds aligned to its nodes."""

    @property
    def forward_s(self) -> FloatArray:
        """Measured forward seconds, shape (L,)."""
        ...

    @property
    def backward_s(self) -> FloatArray:
        """Measured backward seconds, shape (L,)."""
        ...

    def graph(self) -> Graph:
        """The profiled layers."""
        ...


def profile_cost_table(
    source: ProfiledGraph,
    devices: Sequence[Device],
    *,
    profile_type: str = "v100",
    training: bool,
    optimizer: str = "momentum",
) -> CostTable:
    """Cost table of a measured layer profile.

    Rows whose cost key starts with `profile_type` hold the measured seconds ("measured").
    Other GPUs, CPUs and TPU-like devices hold them times a roofline ratio ("model"): layers with
    parameters, normalisations and embeddings apart, by the ratio of peak rates (at the device's
    precision, over the profiled type's), all others by the ratio of memory bandwidths, plus the
    difference of launch overheads, never below zero. An FPGA engine needs layer shapes, which a
    profile lacks: inf.

    Backward seconds are one figure in a profile: a layer with parameters is charged half of
    it in the input column and half in the weight column (the two products have equally many
    multiply-accumulates), any other all of it in the input column. Times of `Input` layers are
    data loading and count as 0, as in PipeDream's released optimizer.

    Args:
        source: profiled graph.
        devices: one row for each distinct cost key.
        profile_type: device type that was profiled.
        training: False gives backward columns and training state of 0.
        optimizer: as in `build_cost_table`.

    Raises:
        InputError: no devices, or times that do not match the layers.
    """
    if not devices:
        raise InputError("no devices to cost", remedy="name at least one device in the cluster")
    graph = source.graph()
    nodes = graph.nodes
    measured_f = np.array(source.forward_s, dtype=np.float64)
    measured_b = np.array(source.backward_s, dtype=np.float64)
    if measured_f.shape != (len(nodes),) or measured_b.shape != (len(nodes),):
        raise InputError(
            f"{measured_f.size} forward and {measured_b.size} backward times",
            where=graph.name,
            limit=f"one for each of {len(nodes)} layers",
        )
    loading = np.array([node.op == "Input" for node in nodes], dtype=bool)
    measured_f[loading] = 0.0
    measured_b[loading] = 0.0
    compute = np.array(
        [n.param_bytes > 0 and not n.op.lower().startswith(_MEMORY_BOUND) for n in nodes],
        dtype=bool,
    )
    params = np.array([node.param_bytes for node in nodes], dtype=np.float64)
    output = np.array([node.write_bytes for node in nodes], dtype=np.float64)
    halves = np.where(params > 0, 0.5, 0.0)
    rows = distinct_devices(devices)
    reference = next(
        ((peak_per_s(d, d.dtype), d.memory_bytes_per_s, d.launch_overhead_s)
         for key, d in rows.items() if key.startswith(profile_type)),
        (*_V100, 0.0),
    )  # fmt: skip
    shape = (len(rows), len(nodes))
    forward, backward = np.empty(shape), np.empty(shape)
    forward_j, backward_j = np.zeros(shape), np.zeros(shape)
    weight_bytes, activation = np.empty(shape), np.empty(shape)
    origin = np.full(shape, "model", dtype=object)
    for row, (key, device) in enumerate(rows.items()):
        if key.startswith(profile_type):
            forward[row], backward[row] = measured_f, measured_b
            origin[row] = "measured"
            scale = 1.0
        else:
            forward[row] = _scaled(measured_f, compute, device, reference)
            backward[row] = _scaled(measured_b, compute, device, reference)
            scale = storage_scale("float32", device.dtype)
        weight_bytes[row], activation[row] = params * scale, output * scale
        forward_j[row] = energy_j(device, forward[row], 0.0)
        if training:
            backward_j[row] = energy_j(device, backward[row], 0.0)
    if not training:
        backward[:] = 0.0
    # inf * 0 is nan: a layer without parameters has no weight column even where it cannot run.
    weight = np.where(halves > 0, backward * np.where(halves > 0, halves, 1.0), 0.0)
    return CostTable(
        micro_batch=graph.batch,
        keys=tuple(rows),
        node_names=tuple(node.name for node in nodes),
        forward_s=forward,
        backward_input_s=backward * (1.0 - halves),
        backward_weight_s=weight,
        weight_bytes=weight_bytes,
        activation_bytes=activation,
        workspace_bytes=np.zeros(shape),
        forward_j=forward_j,
        backward_j=backward_j,
        source=origin,
        gradient_bytes_per_weight_byte=1.0 if training else 0.0,
        optimizer_bytes_per_weight_byte=optimizer_state(optimizer) if training else 0.0,
    )


def _scaled(
    seconds: FloatArray,
    compute: np.ndarray[tuple[int], np.dtype[np.bool_]],
    device: Device,
    reference: tuple[float, float, float],
) -> FloatArray:
    """Seconds on `device` of layers measured on a GPU with `reference` rates."""
    if device.kind == "fpga":
        return np.full(seconds.shape, np.inf)
    peak, bandwidth, launch_s = reference
    ratio = np.where(
        compute,
        peak / peak_per_s(device, device.dtype),
        bandwidth / device.memory_bytes_per_s,
    )
    extra = device.launch_overhead_s - launch_s
    scaled = np.maximum(seconds * ratio + extra, 0.0)
    result: FloatArray = np.where(seconds > 0, scaled, 0.0)
    return result
