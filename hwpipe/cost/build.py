"""From a graph and devices to a `CostTable`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from hwpipe.cluster.model import Device
from hwpipe.cost.classes import NodeClass, NodeTimes, classify
from hwpipe.cost.executor import ExecutorCosts
from hwpipe.cost.fpga_device import EngineDeviceModel
from hwpipe.cost.gpu import RooflineModel
from hwpipe.cost.in_flight import InFlight
from hwpipe.cost.measured import MeasuredNode, MeasuredProfile, load_profile
from hwpipe.cost.precision import storage_scale
from hwpipe.cost.table import CostTable, FloatArray
from hwpipe.cost.tpu import SystolicModel
from hwpipe.cost.traffic import kept_bytes
from hwpipe.errors import InputError
from hwpipe.graph.cuts import linear_order_cut_bytes
from hwpipe.graph.model import Graph, Node

__all__ = ["OPTIMIZER_STATE", "build_cost_table", "distinct_devices"]

#: Optimizer state as a multiple of the weights: a velocity with momentum, two moments in Adam
#: (Kingma and Ba, 2015).
OPTIMIZER_STATE: dict[str, float] = {
    "sgd": 0.0, "momentum": 1.0, "nesterov": 1.0, "adagrad": 1.0, "rmsprop": 1.0,
    "adam": 2.0, "adamw": 2.0, "lamb": 2.0,
}  # fmt: skip


class DeviceModel(Protocol):
    """Prices node classes on one device."""

    def times(self, node: NodeClass) -> NodeTimes:
        """Seconds of one node; `inf` where it cannot run."""
        ...


def distinct_devices(devices: Sequence[Device]) -> dict[str, Device]:
    """The first device of every cost key, in order of appearance."""
    found: dict[str, Device] = {}
    for device in devices:
        found.setdefault(device.cost_key, device)
    return found


def _model(device: Device, training: bool, batch: int) -> DeviceModel:
    if device.kind in ("gpu", "cpu"):
        return RooflineModel(device, training=training)
    if device.kind == "tpu":
        return SystolicModel(device, training=training)
    return EngineDeviceModel(device, training=training, batch=batch)


def optimizer_state(optimizer: str) -> float:
    """Optimizer bytes per weight byte.

    Raises:
        InputError: if the optimizer is unknown.
    """
    state = OPTIMIZER_STATE.get(optimizer.lower())
    if state is None:
        raise InputError(
            f"unknown optimizer {optimizer!r}", limit="one of " + ", ".join(sorted(OPTIMIZER_STATE))
        )
    return state


def energy_j(device: Device, seconds: FloatArray, wait_s: FloatArray | float) -> FloatArray:
    """Joules of a device that computes for `seconds`, of which it waits `wait_s` for launches.

    Power is `busy_w` while an operator runs (board power: the data sheet's figure includes the
    memory) and `idle_w` while a launch is on its way. Idling between micro-batches belongs to
    the schedule, not to a node.
    """
    joules = np.full(seconds.shape, np.inf)
    finite = np.isfinite(seconds)
    active = (seconds - wait_s)[finite]
    joules[finite] = active * device.busy_w + (seconds[finite] - active) * device.idle_w
    return joules


def build_cost_table(
    graph: Graph,
    devices: Sequence[Device],
    *,
    training: bool,
    profiles: Mapping[str, MeasuredProfile] | None = None,
    optimizer: str = "momentum",
) -> CostTable:
    """Cost of every node on every distinct device type.

    Args:
        graph: bound to the micro-batch size (`graph.batch`).
        devices: one row of the table for each distinct `cost_key`, in order of appearance.
        training: False gives backward columns, gradients and optimizer state of 0, and
            `activation_bytes` that are a node's output; `workspace_bytes` then are all tensors
            that live while the node runs in graph order, so that the largest of a stage is the
            peak of the stage.
        profiles: measured profiles by cost key or catalogue type (that of `h100` holds for
            `h100#2` unless that has its own); where one has the node at this batch size it
            replaces the model. A device's own `profile` file is read where
            the mapping has none.
        optimizer: name in `OPTIMIZER_STATE`.

    Returns:
        The table; `source` says "model", "kernel closed form" (of an FPGA kernel's schedule, for
        the forward seconds) or "measured" for each cell.

    Raises:
        InputError: no devices, an unknown precision or optimizer, an unreadable profile.
    """
    if not devices:
        raise InputError("no devices to cost", remedy="name at least one device in the cluster")
    state = optimizer_state(optimizer) if training else 0.0
    classes, index = classify(graph)
    nodes = graph.nodes
    rows = distinct_devices(devices)
    shape = (len(rows), len(nodes))
    forward, inputs, weights = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    forward_j, backward_j = np.zeros(shape), np.zeros(shape)
    weight_bytes, activation, workspace = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    source = np.full(shape, "model", dtype=object)
    notes: list[str] = []
    trained = _Trained(shape, inputs, weights)
    params = np.array([node.param_bytes for node in nodes], dtype=np.float64)
    read = np.array([node.read_bytes for node in nodes], dtype=np.float64)
    write = np.array([0 if n.work.kind == "view" else n.write_bytes for n in nodes], dtype=float)
    kept, positions = map(np.array, kept_bytes(graph)) if training else (write, 0.0)
    # Training: the gradients of a node's output and inputs. Inference keeps nothing, so what is
    # transient is all that lives while the node runs: what it and later nodes read, its output.
    # Convolutions are implicit products: no im2col matrix.
    transient = write + read if training else linear_order_cut_bytes(graph)[:-1] + write
    dtypes = sorted({node.dtype for node in nodes})
    dtype_index = np.array([dtypes.index(node.dtype) for node in nodes], dtype=np.intp)
    for row, device in enumerate(rows.values()):
        model = _model(device, training, graph.batch)
        times = np.array([model.times(item) for item in classes]).reshape(-1, 5)[index]
        forward[row], inputs[row], weights[row] = times[:, 0], times[:, 1], times[:, 2]
        waits = times[:, 3], times[:, 4]
        if isinstance(model, EngineDeviceModel):
            source[row] = np.array([model.source(item) for item in classes], dtype=object)[index]
        profile = _profile(device, profiles or {})
        if profile is not None:
            columns = forward[row], inputs[row], weights[row]
            measured = _override(graph, profile, columns, training)
            source[row, measured] = "measured"
            waits[0][measured] = 0.0
            waits[1][measured] = 0.0
            if training:
                trained.fill(row, graph, profile, measured)
            notes += _coverage(device, profile, graph, measured)
        scale = np.array([storage_scale(name, device.dtype) for name in dtypes])[dtype_index]
        weight_bytes[row] = params * scale
        activation[row] = kept * scale + positions
        workspace[row] = transient * scale
        forward_j[row] = energy_j(device, forward[row], waits[0])
        if training:
            backward_j[row] = energy_j(device, inputs[row] + weights[row], waits[1])
    return CostTable(
        micro_batch=graph.batch,
        keys=tuple(rows),
        node_names=tuple(node.name for node in nodes),
        forward_s=forward,
        backward_input_s=inputs,
        backward_weight_s=weights,
        weight_bytes=weight_bytes,
        activation_bytes=activation,
        workspace_bytes=workspace,
        forward_j=forward_j,
        backward_j=backward_j,
        source=source,
        gradient_bytes_per_weight_byte=1.0 if training else 0.0,
        optimizer_bytes_per_weight_byte=state,
        notes=tuple(notes),
        **trained.columns(),
    )


class _Trained:
    """What profiles of training say beyond three columns; filled row by row."""

    def __init__(self, shape: tuple[int, int], inputs: FloatArray, weights: FloatArray) -> None:
        self._inputs, self._weights = inputs, weights  # (K, L), to be overridden
        self._split: tuple[FloatArray, FloatArray] | None = None
        self._update = np.zeros(shape)
        self._executor: list[ExecutorCosts | None] = [None] * shape[0]
        self._flight: list[InFlight | None] = [None] * shape[0]

    def fill(
        self, row: int, graph: Graph, profile: MeasuredProfile, measured: Sequence[int]
    ) -> None:
        """Take B and W apart, replace the row's halves by those of a whole backward."""
        self._executor[row] = profile.executor
        self._flight[row] = min(
            profile.in_flight, key=lambda one: abs(one.batch - graph.batch), default=None
        )
        if any(node.backward_s for node in profile.nodes.values()) and self._split is None:
            self._split = np.full(self._inputs.shape, np.nan), np.full(self._inputs.shape, np.nan)
        for index in measured:
            entry, share = _measured_node(graph, profile, graph.nodes[index])
            assert entry is not None, "it replaced the model"
            self._update[row, index] = share * entry.update_s
            whole = entry.whole_backward_at(graph.batch)
            if self._split is None or whole is None or not entry.backward_s:
                continue
            whole *= share
            halves = self._inputs[row, index], self._weights[row, index]
            for column, seconds in zip(self._split, halves, strict=True):
                column[row, index] = seconds
            part = halves[0] / sum(halves) if sum(halves) > 0 else 0.5
            self._inputs[row, index] = whole * part
            self._weights[row, index] = whole - whole * part

    def columns(self) -> dict[str, Any]:
        """Fields of a `CostTable`, without those that no profile has filled."""
        found: dict[str, Any] = {}
        if self._split is not None:
            for name, column, other in zip(("split_input_s", "split_weight_s"), self._split,
                                           (self._inputs, self._weights), strict=True):  # fmt: skip
                found[name] = np.where(np.isnan(column), other, column)
        if self._update.any():
            found["update_s"] = self._update
        if any(self._executor):
            found["executor"] = tuple(self._executor)
        if any(self._flight):
            found["in_flight"] = tuple(self._flight)
        return found


def _catalogue_type(device: Device) -> str:
    """`h100` of `h100#2`, as a type is called when the cluster file changes its figures."""
    return device.type.split("#", 1)[0]


def _profile(device: Device, profiles: Mapping[str, MeasuredProfile]) -> MeasuredProfile | None:
    found = profiles.get(device.cost_key) or profiles.get(_catalogue_type(device))
    if found is None and device.profile is not None:
        found = load_profile(device.profile)
    return found


def _override(
    graph: Graph,
    profile: MeasuredProfile,
    columns: tuple[FloatArray, FloatArray, FloatArray],
    training: bool,
) -> list[int]:
    """Replace modelled seconds by measured ones in place; indices of the nodes replaced."""
    replaced = []
    for node in graph.nodes:
        entry, share = _measured_node(graph, profile, node)
        times = entry.at(graph.batch) if entry is not None else None
        if times is None or (training and not all(map(math.isfinite, times))):
            continue
        columns[0][node.index] = share * times[0]
        if training:
            columns[1][node.index], columns[2][node.index] = share * times[1], share * times[2]
        replaced.append(node.index)
    return replaced


def _measured_node(
    graph: Graph, profile: MeasuredProfile, node: Node
) -> tuple[MeasuredNode | None, float]:
    """What was measured of a node, and its share of that: parts of a split layer take theirs."""
    entry = profile.nodes.get(node.name)
    base, part, _ = node.name.rpartition("/part")
    if entry is not None or not part or base not in profile.nodes:
        return entry, 1.0
    whole = sum(n.work.macs for n in graph.nodes if n.name.rpartition("/part")[0] == base)
    return profile.nodes[base], node.work.macs / whole if whole else 0.5


def _coverage(
    device: Device, profile: MeasuredProfile, graph: Graph, measured: list[int]
) -> list[str]:
    """Lines that say what a profile did not cover, and where it is not of this device or model."""
    lines = []
    if profile.device_type not in (_catalogue_type(device), device.cost_key):
        lines.append(
            f"{device.cost_key}: profile {profile.source} was measured on {profile.device_type}"
        )
    if profile.model_hash and profile.model_hash != graph.model_hash:
        lines.append(f"{device.cost_key}: profile {profile.source} was measured on another model")
    work = [n for n in graph.nodes if n.work.kind not in ("view", "shape")]
    present = set(measured)
    missing = [node.name for node in work if node.index not in present]
    if not missing:
        return lines
    shown = ", ".join(missing[:3]) + (", ..." if len(missing) > 3 else "")
    return [
        *lines,
        f"{device.cost_key}: profile {profile.source} measures {len(work) - len(missing)} of "
        f"{len(work)} nodes at batch {graph.batch}; modelled: {shown}",
    ]
