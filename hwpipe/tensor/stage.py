"""A stage run by several devices: its time, memory, traffic and tensor plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from hwpipe.cluster.model import Device, Link
from hwpipe.cost.table import CostTable, FloatArray
from hwpipe.errors import InputError
from hwpipe.tensor.array import DeviceArray
from hwpipe.tensor.cube_stage import cube_stage
from hwpipe.tensor.hierarchy import Solver
from hwpipe.tensor.methods import find_method
from hwpipe.tensor.model import LayerGraph, TensorLayer, TensorPlan, chain
from hwpipe.tensor.price import UplinkUse, price_plan
from hwpipe.tensor.structure import Structure

__all__ = ["BEST_OF", "StageSplit", "in_flight_of", "layer_seconds", "tensor_stage_time"]

#: What `best` compares: every published method, so that it is never slower than one of them.
BEST_OF: Final = ("full", "accpar", "hypar", "owt", "data-parallel")


class StageSplit(NamedTuple):
    """A stage split over its devices.

    Attributes:
        seconds_s: one micro-batch, all layers (forward and backward in training).
        memory_bytes: for each device, in the order they were given: weights with training
            state, and activations of the micro-batches in flight.
        traffic_bytes: bytes over each link, by (source, destination), for one micro-batch.
        plan: the choices, level by level.
        uplinks: who receives what over shared links, and in which share of their bandwidth.
    """

    seconds_s: float
    memory_bytes: tuple[float, ...]
    traffic_bytes: dict[tuple[str, str], float]
    plan: TensorPlan
    uplinks: tuple[UplinkUse, ...] = ()


def layer_seconds(
    layers: LayerGraph, table: CostTable, keys: Sequence[str], *, training: bool = True
) -> FloatArray:
    """Seconds of each whole layer from a cost table: its nodes' columns added up.

    Args:
        layers: a graph made by `layer_graph`, whose layers name their nodes.
        table: costs at the layers' batch size.
        keys: `Device.cost_key` of each device.
        training: add both backward columns.

    Returns:
        Shape (devices, layers); `inf` where a device cannot run a layer.
    """
    columns = table.forward_s
    if training:
        columns = columns + table.backward_input_s + table.backward_weight_s
    nodes = [k for layer in layers.layers for k in layer.nodes]
    owner = [i for i, layer in enumerate(layers.layers) for _ in layer.nodes]
    known: dict[str, FloatArray] = {}
    for key in keys:
        if key not in known:
            row = columns[table.row(key)][nodes]
            known[key] = np.bincount(owner, row, minlength=len(layers)).astype(np.float64)
    return np.array([known[key] for key in keys])


def _model_seconds(layers: LayerGraph, devices: Sequence[Device], training: bool) -> FloatArray:
    """FLOP of the layers over the peak rate of each device (AccPar's E_cp with share 1)."""
    key = ("flop", training)
    if key not in layers.prepared:
        products = np.array([x.flops for x in layers.layers], dtype=np.float64)
        layers.prepared[key] = products.sum(axis=1) if training else products[:, 0]
    peaks = []
    for device in devices:
        peak = device.peak_per_s.get(device.dtype)
        if not peak or peak <= 0:
            raise InputError(
                f"no peak rate for {device.dtype!r}",
                where=f"device {device.name}",
                limit=", ".join(device.peak_per_s) or "at least one dtype",
                remedy="give the rate, or run the device in a dtype that it has",
            )
        peaks.append(peak)
    seconds: FloatArray = layers.prepared[key][None, :] / np.array(peaks)[:, None]
    return seconds


def tensor_stage_time(
    layers: LayerGraph | Sequence[TensorLayer],
    devices: Sequence[Device],
    links: Mapping[tuple[str, str], Link] | Link,
    mode: str = "accpar",
    *,
    training: bool = True,
    seconds: FloatArray | None = None,
    forward_seconds: FloatArray | None = None,
    micro_batches: int = 1,
    in_flight: int = 1,
    state_bytes_per_weight_byte: float | None = None,
) -> StageSplit:
    """Split a stage over several, possibly unequal, devices.

    Layers run one after another and every exchange is waited for, so the stage takes the sum
    over layers of the slowest device. The result is deterministic.

    Args:
        layers: the layers of the stage at micro-batch size; a sequence is a chain.
        devices: at least one; names unique.
        links: directed links by (source, destination), or one link for every pair.
        mode: a method (`accpar`, `full`, `hypar`, `owt`, `data-parallel`, `accpar-public`),
            `3d`: p^3 devices as a cube, or `best`: the fastest of `BEST_OF`, of those that
            fit every device's memory if any does.
        training: all three products, or the forward only.
        seconds: whole-layer seconds, shape (devices, layers), e.g. from `layer_seconds`;
            None: FLOP over peak rate.
        forward_seconds: the same for the forward alone, for `plan.forward_s` in training; None:
            from FLOP where `seconds` is None, else not told apart.
        micro_batches: the weight gradient is exchanged once for so many micro-batches, and
            its time is spread over them.
        in_flight: micro-batches of which the stage keeps activations at once.
        state_bytes_per_weight_byte: weights, gradients and optimizer state as a multiple of
            the weights; None: 3 in training (momentum), 1 in inference.

    Raises:
        InputError: for an unknown mode, no device, missing links, or sizes that do not match.
    """
    graph = layers if isinstance(layers, LayerGraph) else chain("stage", layers)
    if not len(graph):
        raise InputError("a stage without layers", limit="at least 1",
                         remedy="keep such a stage on one device")  # fmt: skip
    if seconds is None:
        seconds = _model_seconds(graph, devices, training)
        if forward_seconds is None:
            forward_seconds = _model_seconds(graph, devices, False)
    for given in (seconds, forward_seconds):
        if given is not None and given.shape != (len(devices), len(graph)):
            raise InputError(
                f"seconds of shape {given.shape}",
                limit=f"{(len(devices), len(graph))} for (devices, layers)",
                remedy="give a row for each device and a column for each layer",
            )
    for count, what in ((micro_batches, "micro-batches"), (in_flight, "micro-batches in flight")):
        if count < 1:
            raise InputError(f"{count} {what}", limit="at least 1", remedy="give 1 or more")
    if mode == "3d":
        return _cubed(graph, devices, links, seconds, forward_seconds, training=training,
                      in_flight=in_flight, state=state_bytes_per_weight_byte)  # fmt: skip
    array = DeviceArray(devices, links, seconds)
    state = _state(state_bytes_per_weight_byte, training=training)
    names = BEST_OF if mode == "best" else (mode,)
    found = [
        _solved(graph, array, seconds, name, training=training, micro_batches=micro_batches,
                in_flight=in_flight, state=state)
        for name in names
    ]  # fmt: skip
    best = min(found, key=lambda split: (_overflows(split, devices), split.seconds_s))
    if training and forward_seconds is not None:
        forward = _structure(graph, "full", training=False, micro_batches=1)
        price = price_plan(forward, array, best.plan.root, forward_seconds, graph.element_bytes)
        best = best._replace(plan=replace(best.plan, forward_s=float(price.layer_s.sum())))
    return best


def in_flight_of(split: StageSplit, devices: Sequence[Device], in_flight: int) -> StageSplit | None:
    """The split of one micro-batch in flight with more of them; None where it does not fit then.

    The fastest method that fits with one in flight is the fastest that fits with more, if it does.
    """
    plan = split.plan
    need = {
        name: states + in_flight * kept
        for name, states, kept in zip(
            plan.devices, plan.state_bytes, plan.activation_bytes, strict=True
        )
    }
    more = split._replace(memory_bytes=tuple(need[device.name] for device in devices))
    return None if _overflows(more, devices) else more


def _overflows(split: StageSplit, devices: Sequence[Device]) -> bool:
    return any(
        used > device.memory_bytes for used, device in zip(split.memory_bytes, devices, strict=True)
    )


def _structure(graph: LayerGraph, name: str, *, training: bool, micro_batches: int) -> Structure:
    """The arrays of a search, kept with the graph."""
    key = ("structure", name, training, micro_batches)
    if key not in graph.prepared:
        graph.prepared[key] = Structure(
            graph, find_method(name), training=training, micro_batches=micro_batches
        )
    structure: Structure = graph.prepared[key]
    return structure


def _lower_s(seconds: FloatArray) -> float:
    """Sum over layers of 1 / sum over devices of 1 / seconds."""
    with np.errstate(divide="ignore"):
        return float((1.0 / (1.0 / seconds).sum(axis=0)).sum())


def _state(given: float | None, *, training: bool) -> float:
    if given is not None:
        return given
    return 3.0 if training else 1.0


def _cubed(
    graph: LayerGraph,
    devices: Sequence[Device],
    links: Mapping[tuple[str, str], Link] | Link,
    seconds: FloatArray,
    forward_seconds: FloatArray | None,
    *,
    training: bool,
    in_flight: int,
    state: float | None,
) -> StageSplit:
    cube = cube_stage(graph, devices, links, seconds, training=training)
    forward_s = None
    if not training:
        forward_s = float(cube.layer_s.sum())
    elif forward_seconds is not None:
        alone = cube_stage(graph, devices, links, forward_seconds, training=False)
        forward_s = float(alone.layer_s.sum())
    size, count = graph.element_bytes, len(devices)
    states = cube.weight_elements * size * _state(state, training=training)
    activations = cube.activation_elements * size
    plan = TensorPlan(
        method="3d",
        training=training,
        layer_names=tuple(x.name for x in graph.layers),
        devices=tuple(d.name for d in devices),
        root=None,
        layer_s=tuple(cube.layer_s.tolist()),
        seconds_s=float(cube.layer_s.sum()),
        forward_s=forward_s,
        lower_s=_lower_s(seconds),
        state_bytes=(states,) * count,
        activation_bytes=(activations,) * count,
    )
    traffic = {pair: elements * size for pair, elements in cube.traffic_elements.items()}
    memory = (states + in_flight * activations,) * count
    return StageSplit(plan.seconds_s, memory, traffic, plan)


def _solved(
    graph: LayerGraph,
    array: DeviceArray,
    seconds: FloatArray,
    name: str,
    *,
    training: bool,
    micro_batches: int,
    in_flight: int,
    state: float,
) -> StageSplit:
    structure = _structure(graph, name, training=training, micro_batches=micro_batches)
    size = graph.element_bytes
    solution = Solver(structure, size).solve(array.party)
    price = price_plan(structure, array, solution.plan, seconds, size)
    states = tuple(x * size * state for x in solution.weight_elements)
    kept = solution.input_elements if training else solution.largest_elements
    activations = tuple(x * size for x in kept)
    total_s = float(price.layer_s.sum())
    plan = TensorPlan(
        method=name,
        training=training,
        layer_names=tuple(x.name for x in graph.layers),
        devices=tuple(array.devices[k].name for k in array.order),
        root=solution.plan,
        layer_s=tuple(price.layer_s.tolist()),
        seconds_s=total_s,
        forward_s=None if training else total_s,
        lower_s=_lower_s(seconds),
        state_bytes=states,
        activation_bytes=activations,
        moved_bytes=tuple(price.moved_bytes.tolist()),
    )
    memory = [0.0] * len(array.devices)
    for place, device in enumerate(array.order):
        memory[device] = states[place] + in_flight * activations[place]
    return StageSplit(total_s, tuple(memory), price.traffic_bytes, plan, price.uplinks)
