"""A lowered program becomes commands, packed weights and a DDR image."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.command import Buffer, Command, Image, Step
from hwpipe.accel.layers import (
    NotOnKernel,
    conv_command,
    elementwise,
    grid_scale,
    selection,
    window,
)
from hwpipe.accel.places import ALIGN_BYTES, Place, aliases, image_size, place_tensors
from hwpipe.accel.rounding import clip_scalars, rounding_scalars
from hwpipe.conv import ConvConfig, ConvShape, plan_conv
from hwpipe.conv.layout import TensorLayout
from hwpipe.conv.plan import ConvPlan
from hwpipe.errors import InputError
from hwpipe.fpga.exact import accumulator_range
from hwpipe.lower.model import (
    Add,
    AveragePool,
    ChannelShuffle,
    Clip,
    Concat,
    Conv,
    FullyConnected,
    GlobalAveragePool,
    Layer,
    LeakyRelu,
    MaxPool,
    Program,
    Requantise,
    Reshape,
    Slice,
    Upsample,
)

__all__ = ["build_image", "config_for"]

Array = npt.NDArray[Any]


def config_for(program: Program, config: ConvConfig) -> ConvConfig:
    """The configuration, with one product a multiplier where a weight of -128 needs that."""
    if any(getattr(layer, "needs_unpacked", False) for layer in program.layers):
        return replace(config, shift=0)
    return config


@dataclass
class _Task:
    """A convolution to run: of a layer, or one that moves channels."""

    shape: ConvShape
    values: dict[str, Any]
    x: str
    y: str
    scratch: bool = False


class _Lowering:
    """Collects plans first, since they say how much memory is read, then writes commands."""

    def __init__(self, program: Program, config: ConvConfig, latency: int) -> None:
        self.program, self.config, self.latency = program, config, latency
        self.home = aliases(program, config.pi)
        self.places, _ = place_tensors(program, config.pi, 0, {}, {})
        self.weights = bytearray(ALIGN_BYTES)  # address 0 is nobody's
        self.spans: list[Buffer] = []
        self.plans: dict[int, list[tuple[_Task, ConvPlan]]] = {}
        self.reasons: dict[int, str] = {}
        self.folded: dict[str, ConvPlan] = {}
        self.scratch = 0

    # -- planning ------------------------------------------------------------------------------

    def task(self, layer: Layer) -> list[_Task]:
        """Convolutions of a layer."""
        if isinstance(layer, Conv) and layer.kind == "conv":
            return [self._conv(layer)]
        if isinstance(layer, Conv) and layer.groups != self.channels(layer.output):
            return [self._conv(layer)]  # several filters a channel
        if isinstance(layer, FullyConnected):
            return [self._product(layer)]
        return self._moves(layer)

    def channels(self, name: str) -> int:
        """Channels of a tensor."""
        return image_size(self.program.tensors[name])[0]

    def _conv(self, layer: Conv) -> _Task:
        c, h, w = image_size(self.program.tensors[layer.inputs[0]])
        filters, lanes = layer.w.shape[0], self.config.pi
        weights, groups = layer.w, layer.groups
        if groups > 1 and (c // groups % lanes or filters // groups % lanes):
            # Groups that share a channel block become one convolution with zeros between.
            weights = np.zeros((filters, c, *layer.w.shape[2:]), np.int8)
            per_in, per_out = c // groups, filters // groups
            for g in range(groups):
                rows, cols = slice(g * per_out, (g + 1) * per_out), slice(g * per_in, None)
                weights[rows, cols][:, :per_in] = layer.w[rows]
            groups = 1
        (top, left), (bottom, right) = layer.pads
        shape = ConvShape(c, h, w, filters, tuple(weights.shape[2:]), tuple(layer.strides),
                          (top, left, bottom, right), groups, tuple(layer.dilations))  # fmt: skip
        return _Task(shape, self._values(layer, weights), layer.inputs[0], layer.output)

    def _product(self, layer: FullyConnected) -> _Task:
        lay = self.places[layer.inputs[0]].layout
        filters = layer.w.shape[0]
        w = layer.w.reshape(filters, lay.channels, lay.height, lay.width)
        shape = ConvShape(lay.channels, lay.height, lay.width, filters, (lay.height, lay.width))
        return _Task(shape, self._values(layer, w), layer.inputs[0], layer.output)

    @staticmethod
    def _values(layer: Conv | FullyConnected, w: Array) -> dict[str, Any]:
        return {"w": w, "bias": layer.bias, "scale": grid_scale(layer.multiplier),
                "x_zero_point": layer.x_zero_point, "out": layer.out}  # fmt: skip

    def _moves(self, layer: Layer) -> list[_Task]:
        """Channels that change their lanes move through a 1x1 convolution of ones."""
        c, h, w = image_size(self.program.tensors[layer.output])
        lanes = self.config.pi

        def move(name: str, pairs: list[tuple[int, int]], scratch: bool = False) -> _Task:
            have = self.channels(name)
            values = selection(have, c, pairs)
            return _Task(ConvShape(have, h, w, c), values, name, layer.output, scratch)

        if isinstance(layer, ChannelShuffle):
            per = c // layer.groups
            return [move(layer.inputs[0], [
                (g * per + i, i * layer.groups + g) for g in range(layer.groups) for i in range(per)
            ])]  # fmt: skip
        if isinstance(layer, Slice) and layer.start % lanes:
            return [move(layer.inputs[0], [(layer.start + i, i) for i in range(c)])]
        if isinstance(layer, Concat) and any(
            self.channels(name) % lanes for name in layer.inputs[:-1]
        ):
            start, tasks = 0, []
            for i, name in enumerate(layer.inputs):
                have = self.channels(name)
                tasks.append(move(name, [(j, start + j) for j in range(have)], i > 0))
                start += have
            return tasks
        return []

    def plan(self, i: int, layer: Layer) -> None:
        """Plan the convolutions of a layer."""
        planned = []
        for task in self.task(layer):
            groups = task.shape.groups
            x = self.places[task.x].layout
            y = self.places[task.y].layout
            if task.scratch:
                y = replace(y, ring=(0, 0, 0, 0))
            readers = [r for r in self.program.layers if task.x in r.inputs]
            entering = any(port.tensor == task.x for port in self.program.inputs)
            fold = (entering and len(readers) == 1 and isinstance(layer, Conv) and groups == 1
                    and task.shape.channels < self.config.pi)  # fmt: skip
            plan = plan_conv(
                task.shape, self.config, latency_cycles=self.latency,
                x_layout=None if fold else replace(x, groups=groups),
                y_layout=replace(y, groups=groups),
            )  # fmt: skip
            if fold:
                self.folded[task.x] = plan
            if task.scratch:
                self.scratch = max(self.scratch, y.total_bytes)
            planned.append((task, plan))
        self.plans[i] = planned

    def plan_all(self) -> None:
        """Plan every layer, or note why it stays on the host."""
        for i, layer in enumerate(self.program.layers):
            try:
                self.plan(i, layer)
            except NotOnKernel as reason:
                self.reasons[i] = str(reason)
            except InputError as error:
                limit = f" (limit: {error.limit})" if error.limit else ""
                self.reasons[i] = f"{error.what}{limit}"

    # -- writing -------------------------------------------------------------------------------

    def write(self, data: Array) -> int:
        """Store a constant on a page of its own."""
        at = len(self.weights)
        raw = np.ascontiguousarray(data).tobytes()
        self.weights += raw + bytes(-len(raw) % ALIGN_BYTES)
        self.spans.append(Buffer(at, len(self.weights) - at, False))
        return at

    def commands(self, i: int, layer: Layer, scratch: Place | None) -> tuple[Command, ...]:
        """Commands of a layer; empty where addressing does it."""
        found: list[Command] = []
        y = self.places[layer.output]
        for task, plan in self.plans[i]:
            x = self.places[task.x]
            target = y
            if task.scratch:
                assert scratch is not None
                lay = replace(y.layout, ring=(0, 0, 0, 0))
                target = replace(scratch, layout=lay)
            found.append(conv_command(plan, task.values, x.address, target.address, self.write))
            if task.scratch:
                found.append(elementwise(y, target, y, {"kb": 1}, port_bytes=self.port))
        if not found:
            found = list(_HANDLERS[type(layer)](self, layer))
        return tuple(found)

    @property
    def port(self) -> int:
        """Bytes of a port."""
        return self.config.port_bytes

    def copied(self, layer: Layer) -> list[Command]:
        """Parts of a concatenation, or an aligned slice, that do not lie there already."""
        y, start, out = self.places[layer.output], 0, []
        lanes = self.config.pi
        if isinstance(layer, Concat):
            for name in layer.inputs:
                x = self.places[name]
                at = y.address + start // lanes * y.layout.block_bytes
                if x.address != at or x.root != y.root:
                    lay = replace(y.layout, channels=x.layout.channels)
                    out.append(elementwise(x, None, replace(y, layout=lay, address=at), {},
                                           port_bytes=self.port))  # fmt: skip
                start += x.layout.channels
            return out
        assert isinstance(layer, Slice)
        x = self.places[layer.inputs[0]]
        at = x.address + layer.start // lanes * x.layout.block_bytes
        if (y.address, y.root) == (at, x.root):
            return []
        part = replace(x, address=at, layout=replace(x.layout, channels=y.layout.channels))
        return [elementwise(part, None, y, {}, port_bytes=self.port)]

    def unary(self, layer: Layer, numbers: dict[str, int], **options: Any) -> list[Command]:
        """One tensor in, one out."""
        x, y = self.places[layer.inputs[0]], self.places[layer.output]
        return [elementwise(x, None, y, numbers, port_bytes=self.port, **options)]

    def windowed(
        self, layer: Any, rounding: dict[str, int], before: int,
        parameters: tuple[Array | None, Array, Array], fill: int, **options: Any,
    ) -> list[Command]:  # fmt: skip
        """One window kernel; `geometry` replaces the layer's own."""
        x, y = self.places[layer.inputs[0]], self.places[layer.output]
        geometry = options.pop("geometry", None) or {
            "kernel": layer.kernel, "strides": layer.strides, "pads": layer.pads,
            "dilations": getattr(layer, "dilations", (1, 1)),
        }  # fmt: skip
        return [
            window(x, y, geometry, parameters, self.write, rounding=rounding, before=before,
                   fill=fill, **options)
        ]  # fmt: skip


def _depthwise(low: _Lowering, layer: Conv) -> list[Command]:
    m = layer.multiplier
    smallest, largest = accumulator_range(layer.w, layer.bias, layer.x_zero_point)
    if max(-int(smallest.min()), int(largest.max())) >= 1 << 31:
        raise NotOnKernel("its sums need more than 32 bits")
    rounding, before = rounding_scalars(m.shift, m.guard, layer.out, zero_first=False)
    w = layer.w.reshape(len(layer.w), -1)
    bias = layer.bias.astype(np.int64) - layer.x_zero_point * w.astype(np.int64).sum(1)
    k = np.broadcast_to(m.k.reshape(-1), (len(w),))
    geometry = {"kernel": layer.w.shape[2:], "strides": layer.strides, "pads": layer.pads,
                "dilations": layer.dilations}  # fmt: skip
    return low.windowed(
        layer, rounding, before, (w, bias, k), layer.x_zero_point, geometry=geometry
    )


def _max_pool(low: _Lowering, layer: MaxPool) -> list[Command]:
    c = low.channels(layer.output)
    parameters = (None, np.zeros(c, np.int32), np.ones(c, np.int64))
    return low.windowed(layer, clip_scalars(), 0, parameters, -128, largest=True)


def _mean(
    low: _Lowering, layer: AveragePool | GlobalAveragePool, geometry: dict[str, Any],
    zero_first: bool,
) -> list[Command]:  # fmt: skip
    m, c = layer.multiplier, low.channels(layer.output)
    rounding, before = rounding_scalars(m.shift, m.guard, layer.out, zero_first=zero_first)
    kh, kw = geometry["kernel"]
    bias = np.full(c, -layer.x_zero_point * kh * kw, np.int64)
    k = m.k if m.k.ndim == 2 else np.broadcast_to(m.k.reshape(-1), (c,))
    return low.windowed(
        layer, rounding, before, (None, bias, k), layer.x_zero_point, geometry=geometry
    )


def _average_pool(low: _Lowering, layer: AveragePool) -> list[Command]:
    geometry = {"kernel": layer.kernel, "strides": layer.strides, "pads": layer.pads,
                "dilations": (1, 1)}  # fmt: skip
    return _mean(low, layer, geometry, layer.zero_first)


def _global(low: _Lowering, layer: GlobalAveragePool) -> list[Command]:
    lay = low.places[layer.inputs[0]].layout
    geometry = {"kernel": (lay.height, lay.width), "strides": (1, 1), "dilations": (1, 1),
                "pads": ((0, 0), (0, 0))}  # fmt: skip
    return _mean(low, layer, geometry, False)


def _add(low: _Lowering, layer: Add) -> list[Command]:
    rounding, before = rounding_scalars(layer.sum.shift, 0, layer.out, zero_first=layer.zero_first)
    a, b = (low.places[name] for name in layer.inputs)
    numbers = {"ka": layer.sum.a, "ka_low": layer.sum.a, "kb": layer.sum.b,
               "pivot": layer.a_zero_point,
               "offset": before - layer.b_zero_point * layer.sum.b, **rounding}  # fmt: skip
    return [elementwise(a, b, low.places[layer.output], numbers, port_bytes=low.port)]


def _requantise(low: _Lowering, layer: Requantise) -> list[Command]:
    m = layer.multiplier
    if m.k.size != 1:
        raise NotOnKernel("it has a multiplier for each channel")
    rounding, _ = rounding_scalars(m.shift, m.guard, layer.out, zero_first=False)
    k = int(m.k.reshape(-1)[0])
    return low.unary(layer, {"ka": k, "ka_low": k, "pivot": layer.x_zero_point, **rounding})


def _leaky(low: _Lowering, layer: LeakyRelu) -> list[Command]:
    s = layer.slopes
    rounding, _ = rounding_scalars(s.shift, s.guard, layer.out, zero_first=False)
    return low.unary(layer, {"ka": s.positive, "ka_low": s.negative, "pivot": layer.x_zero_point,
                             **rounding})  # fmt: skip


def _reshape(low: _Lowering, layer: Reshape) -> list[Command]:
    if layer.output in low.home:
        return []
    raise NotOnKernel("it reorders bytes: only a flattening that matrix products read is free")


def _nothing(low: _Lowering, layer: Layer) -> list[Command]:
    raise NotOnKernel(f"{layer.kind} has no command")


class _Handlers(dict[type[Layer], Callable[[_Lowering, Any], list[Command]]]):
    def __missing__(self, kind: type[Layer]) -> Callable[[_Lowering, Any], list[Command]]:
        return _nothing


_HANDLERS = _Handlers({
    Conv: _depthwise, MaxPool: _max_pool, AveragePool: _average_pool, GlobalAveragePool: _global,
    Add: _add, Requantise: _requantise, LeakyRelu: _leaky, Reshape: _reshape,
    Clip: lambda low, y: low.unary(y, clip_scalars(y.low, y.high)),
    Upsample: lambda low, y: low.unary(y, {}, factors=y.factors),
    Concat: lambda low, y: low.copied(y), Slice: lambda low, y: low.copied(y),
})  # fmt: skip


def _macs(program: Program, layer: Layer) -> int:
    if not isinstance(layer, Conv | FullyConnected):
        return 0
    return program.tensors[layer.output].elements * (layer.w.size // layer.w.shape[0])


def build_image(program: Program, config: ConvConfig, *, latency_cycles: int = 100) -> Image:
    """Commands, weights and activations' places of a program.

    Args:
        program: what `lower_model` made, batch 1.
        config: of the convolution kernel; the others take its lanes and ports.
        latency_cycles: of the memory, for the plans of convolutions.

    Raises:
        InputError: a batch other than 1, or lanes that differ on the two sides of the array.
    """
    for port in program.inputs:
        shape = program.tensors[port.tensor].shape
        if shape[0] != 1:
            raise InputError(f"input {port.name!r} has batch {shape[0]}", limit="1",
                             remedy="export or quantise the model with batch 1")  # fmt: skip
    if config.pi != config.po:
        raise InputError(f"pi = {config.pi}, po = {config.po}", limit="equal numbers of lanes")
    low = _Lowering(program, config, latency_cycles)
    low.plan_all()
    sizes: dict[str, int] = {}
    given: dict[str, TensorLayout] = {name: p.x_layout for name, p in low.folded.items()}
    for planned in low.plans.values():
        for task, plan in planned:
            place = low.places[task.x]
            need = place.address - place.buffer[0] + plan.x_bytes
            sizes[place.root] = max(sizes.get(place.root, 0), need)
    return _filled(low, sizes, given)


def _filled(low: _Lowering, sizes: dict[str, int], given: dict[str, TensorLayout]) -> Image:
    """Write weights (their size does not depend on addresses), then place, then make commands."""
    program, lanes = low.program, low.config.pi
    steps = _steps(low, None)  # a first pass finds the size of the weights
    base = len(low.weights)
    low.places, end = place_tensors(program, lanes, base, sizes, given)
    low.weights, low.spans = bytearray(ALIGN_BYTES), []
    low.reasons = {s.layer: s.host for s in steps if s.host}
    scratch = None
    if low.scratch:
        room = -(-low.scratch // ALIGN_BYTES) * ALIGN_BYTES
        scratch = Place("", TensorLayout(1, 1, 1, lanes), end, (end, room))
        end += room
    steps = _steps(low, scratch)
    memory = np.resize(np.array([0xA5, 0x5A, 0xC3], np.uint8), end)
    memory[:base] = np.frombuffer(bytes(low.weights), np.uint8)
    rooms: dict[int, int] = {}
    for name, place in low.places.items():
        first, size = place.buffer
        rooms[first] = max(rooms.get(first, 0), size)
        if any(place.layout.ring):
            first, size = place.buffer
            zero = np.int8(program.tensors[name].scale.zero_point).astype(np.uint8)
            memory[first : first + size] = zero
    if scratch:
        rooms[scratch.buffer[0]] = scratch.buffer[1]
    merged = _merged(rooms)
    buffers = (*low.spans, *merged)
    return Image(memory, buffers, low.places, tuple(steps), lanes, low.folded)


def _merged(rooms: dict[int, int]) -> list[Buffer]:
    """Buffers that reuse each other's bytes count as one."""
    out: list[Buffer] = []
    for at, size in sorted(rooms.items()):
        if out and at < out[-1].address + out[-1].size:
            last = out.pop()
            out.append(Buffer(last.address, max(last.size, at + size - last.address), True))
        else:
            out.append(Buffer(at, size, True))
    return out


def _steps(low: _Lowering, scratch: Place | None) -> list[Step]:
    if scratch is None and low.scratch:
        scratch = Place("", TensorLayout(1, 1, 1, low.config.pi), 0, (0, low.scratch))
    steps = []
    for i, layer in enumerate(low.program.layers):
        reason = low.reasons.get(i)
        commands: tuple[Command, ...] = ()
        if reason is None:
            try:
                commands = low.commands(i, layer, scratch)
            except NotOnKernel as found:
                reason = str(found)
            except InputError as error:
                reason = str(error)
        steps.append(Step(i, commands, reason, _macs(low.program, layer)))
    return steps
