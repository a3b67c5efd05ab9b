"""A lowered program becomes commands, packed weights and a DDR image."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.command import Buffer, Command
from hwpipe.accel.image import Image, Step
from hwpipe.accel.layers import NotOnKernel, conv_command, elementwise
from hwpipe.accel.places import (
    ALIGN_BYTES,
    CHUNK_BYTES,
    Arena,
    Place,
    Region,
    aliases,
    place_tensors,
)
from hwpipe.accel.streams import Streams
from hwpipe.accel.tasks import Task, tasks_of
from hwpipe.conv import ConvConfig, ConvShape, plan_conv
from hwpipe.conv.layout import TensorLayout
from hwpipe.conv.plan import ConvPlan
from hwpipe.errors import InputError
from hwpipe.lower.model import Conv, FullyConnected, Layer, Program

__all__ = ["Outline", "build_image", "config_for", "outline"]

Array = npt.NDArray[Any]

#: What memory holds that nobody wrote, so that reading it shows.
_UNWRITTEN = 0xA5


def config_for(program: Program, config: ConvConfig) -> ConvConfig:
    """The configuration, with one product a multiplier where a weight of -128 needs that."""
    if any(getattr(layer, "needs_unpacked", False) for layer in program.layers):
        return replace(config, shift=0)
    return config


@lru_cache(maxsize=4096)
def _planned(
    shape: ConvShape, config: ConvConfig, latency: int, x: TensorLayout | None, y: TensorLayout
) -> ConvPlan:
    """Networks repeat layers: each is planned once."""
    plan: ConvPlan = plan_conv(shape, config, latency_cycles=latency, x_layout=x, y_layout=y)
    return plan


class _Plans:
    """Every layer's convolutions, planned, and what they need of the activations' places."""

    def __init__(self, program: Program, config: ConvConfig, latency: int) -> None:
        if config.pi != config.po:
            raise InputError(f"pi = {config.pi}, po = {config.po}", limit="equal numbers of lanes")
        self.program, self.config, self.latency = program, config, latency
        self.places = place_tensors(program, config.pi).places
        self.planned: dict[int, list[tuple[Task, ConvPlan]]] = {}
        self.reasons: dict[int, str] = {}
        self.folded: dict[str, ConvPlan] = {}
        self.scratch = 0
        for i, layer in enumerate(program.layers):
            try:
                self.planned[i] = [
                    (task, self._plan(layer, task))
                    for task in tasks_of(layer, program, self.places, config)
                ]
            except NotOnKernel as reason:
                self.reasons[i] = str(reason)
            except InputError as error:
                limit = f" (limit: {error.limit})" if error.limit else ""
                self.reasons[i] = f"{error.what}{limit}"

    def _folds(self, layer: Layer, task: Task) -> bool:
        """Whether the host lays an input out for this layer alone."""
        readers = [r for r in self.program.layers if task.x in r.inputs]
        entering = any(port.tensor == task.x for port in self.program.inputs)
        few = task.shape.groups == 1 and task.shape.channels < self.config.pi
        return entering and len(readers) == 1 and isinstance(layer, Conv) and few

    def _plan(self, layer: Layer, task: Task) -> ConvPlan:
        shape, config = task.shape, self.config
        x = replace(self.places[task.x].layout, groups=shape.groups)
        y = _target(self.places[task.y].layout, task)
        fold = self._folds(layer, task)
        plan = _planned(shape, config, self.latency, None if fold else x, y)
        if fold:
            self.folded[task.x] = plan
        if task.scratch:
            self.scratch = max(self.scratch, y.total_bytes)
        return plan

    def arena(self, batch: int) -> Arena:
        """Places, with room for what the plans read beyond a tensor's end."""
        sizes: dict[str, int] = {}
        for planned in self.planned.values():
            for task, plan in planned:
                place = self.places[task.x]
                need = place.address - place.buffer[0] + plan.x_bytes
                sizes[place.root] = max(sizes.get(place.root, 0), need)
        given: dict[str, TensorLayout] = {n: p.x_layout for n, p in self.folded.items()}
        return place_tensors(self.program, self.config.pi, sizes, given, scratch=self.scratch,
                             batch=batch)  # fmt: skip


def _target(y: TensorLayout, task: Task) -> TensorLayout:
    """Layout of the part of a tensor that a task writes."""
    ring = (0, 0, 0, 0) if task.scratch else y.ring
    return replace(y, channels=task.shape.filters, groups=task.shape.groups, ring=ring)


class _Weights:
    """Constants behind the activations, each on pages of its own and in one region.

    A dry one is for commands whose weights nobody wants: convolutions write none.
    """

    def __init__(self, base: int, *, dry: bool = False) -> None:
        self.end, self.dry = base, dry
        self.parts: list[tuple[int, Array]] = []
        self.regions: list[Region] = []
        self.buffers: list[Buffer] = []

    def reserve(self, size: int) -> int:
        """Room for so many bytes; returns its address."""
        at, self.end = self.end, self.end + -(-size // ALIGN_BYTES) * ALIGN_BYTES
        return at

    def __call__(self, data: Array) -> int:
        """Store an array and return its address."""
        raw = np.ascontiguousarray(data).reshape(-1).view(np.uint8)
        at = self.reserve(raw.size)
        size = self.end - at
        self.parts.append((at, raw))
        self.buffers.append(Buffer(at, size, False))
        last = self.regions[-1] if self.regions else None
        if last is None or last.size + size > CHUNK_BYTES:
            self.regions.append(Region(f"weights{len(self.regions)}", at, size, False))
        else:
            self.regions[-1] = replace(last, size=last.size + size)
        return at


def _convolutions(
    plans: _Plans, i: int, arena: Arena, write: _Weights, port_bytes: int
) -> list[Command]:
    """Commands of a layer's planned convolutions."""
    found: list[Command] = []
    for task, plan in plans.planned[i]:
        x, y = arena.places[task.x], arena.places[task.y]
        layout = _target(y.layout, task)
        target = Place(y.root, layout, y.address + task.block * y.layout.block_bytes, y.buffer)
        if task.scratch:
            assert arena.scratch is not None
            target = Place("", layout, arena.scratch[0], arena.scratch)
        if write.dry:
            out = task.values["out"]
            limits = {"zero": out.zero_point, "low": out.low, "high": out.high}
            found.append(Command("conv2d", {**plan.scalars, **limits}, {}))
            for _ in range(2):  # half of the weights for each port
                write.reserve(plan.scalars["w_blocks"] * plan.scalars["w_beats"] * port_bytes)
            write.reserve(8 * plan.scalars["w_blocks"] * plan.scalars["p_beats"])
        else:
            found.append(conv_command(plan, task.values, x.address, target.address, write))
        if task.scratch:
            found.append(elementwise(y, target, y, {"kb": 1}, port_bytes=port_bytes))
    return found


def _macs(program: Program, layer: Layer) -> int:
    """Useful products of one image."""
    if not isinstance(layer, Conv | FullyConnected):
        return 0
    shape = program.tensors[layer.output].shape[1:]
    return int(np.prod(shape, dtype=np.int64)) * (layer.w.size // layer.w.shape[0])


def _batch(program: Program) -> int:
    """Images that every input holds.

    Raises:
        InputError: inputs of different batch.
    """
    sizes = {port.name: program.tensors[port.tensor].shape[0] for port in program.inputs}
    if len(set(sizes.values())) > 1:
        text = ", ".join(f"{name} {size}" for name, size in sizes.items())
        raise InputError(f"inputs of batch {text}", limit="one batch for all inputs",
                         remedy="export the model with one batch size")  # fmt: skip
    return next(iter(sizes.values()), 1)


def build_image(program: Program, config: ConvConfig, *, latency_cycles: int = 100) -> Image:
    """Commands, weights and activations' places of a program.

    The images of a batch run one after the other, with inputs and outputs of their own.

    Args:
        program: what `lower_model` made.
        config: of the convolution kernel; the others take its lanes and ports.
        latency_cycles: of the memory, for the plans of convolutions.

    Raises:
        InputError: inputs of different batch, or lanes that differ on the two sides of the array.
    """
    batch = _batch(program)
    plans = _Plans(program, config, latency_cycles)
    arena = plans.arena(batch)
    write = _Weights(arena.end)
    steps = _steps(plans, arena, write)
    moved = [_moved(step, arena, image) for image in range(batch) for step in steps]
    return Image(
        program, _memory(program, arena, write, batch), (*_buffers(arena, batch), *write.buffers),
        (*arena.regions, *write.regions), arena.places, tuple(moved), config.pi, plans.folded,
        arena.strides, batch,
    )  # fmt: skip


@dataclass(frozen=True)
class Outline:
    """A network's commands without its weights: steps of one image, size of the DDR image."""

    steps: tuple[Step, ...]
    image_bytes: int


def outline(program: Program, config: ConvConfig, *, latency_cycles: int = 100) -> Outline:
    """Commands of one image without weights, many times faster than `build_image`.

    Arguments and errors as there.
    """
    plans = _Plans(program, config, latency_cycles)
    arena = plans.arena(_batch(program))
    write = _Weights(arena.end, dry=True)
    return Outline(tuple(_steps(plans, arena, write)), write.end)


def _steps(plans: _Plans, arena: Arena, write: _Weights) -> list[Step]:
    """What becomes of every layer."""
    program, config = plans.program, plans.config
    streams = Streams(program, arena.places, aliases(program, config.pi), config.pi,
                      config.port_bytes, write)  # fmt: skip
    steps = []
    for i, layer in enumerate(program.layers):
        reason = plans.reasons.get(i)
        commands: tuple[Command, ...] = ()
        if reason is None:
            try:
                found = _convolutions(plans, i, arena, write, config.port_bytes)
                commands = tuple(found or streams.commands(layer))
            except NotOnKernel as why:
                reason = str(why)
            except InputError as error:
                reason = str(error)
        planned = iter(plan.blocking.cycles for _, plan in plans.planned.get(i, []))
        cycles = tuple(next(planned, None) if c.op == "conv2d" else None for c in commands)
        steps.append(Step(i, commands, reason, _macs(program, layer), planned=cycles))
    return steps


def _moved(step: Step, arena: Arena, image: int) -> Step:
    """A step for another image of the batch: its inputs and outputs lie further on."""
    if not image:
        return step
    spans = {p.buffer: arena.strides[p.root] for p in arena.places.values()
             if p.root in arena.strides}  # fmt: skip

    def shifted(at: int) -> int:
        by = next((s for (first, size), s in spans.items() if first <= at < first + size), 0)
        return at + image * by

    commands = tuple(
        replace(c, pointers={name: shifted(at) for name, at in c.pointers.items()})
        for c in step.commands
    )
    return replace(step, commands=commands, image=image)


def _memory(program: Program, arena: Arena, write: _Weights, batch: int) -> Array:
    """The image's bytes before the first run."""
    memory = np.full(write.end, _UNWRITTEN, np.uint8)
    for at, raw in write.parts:
        memory[at : at + raw.size] = raw
        memory[at + raw.size : -(-(at + raw.size) // ALIGN_BYTES) * ALIGN_BYTES] = 0
    for name, place in arena.places.items():
        if name != place.root or not any(place.layout.ring):
            continue
        (first, size), zero = place.buffer, program.tensors[name].scale.zero_point
        for image in range(batch if place.root in arena.strides else 1):
            at = first + image * arena.strides.get(place.root, 0)
            memory[at : at + size] = np.int8(zero).view(np.uint8)
    return memory


def _buffers(arena: Arena, batch: int) -> list[Buffer]:
    """Activations that commands may touch; those that reuse each other's bytes count as one."""
    rooms: dict[int, int] = {}
    for place in arena.places.values():
        first, size = place.buffer
        for image in range(batch if place.root in arena.strides else 1):
            at = first + image * arena.strides.get(place.root, 0)
            rooms[at] = max(rooms.get(at, 0), size)
    if arena.scratch:
        rooms[arena.scratch[0]] = arena.scratch[1]
    out: list[Buffer] = []
    for at, size in sorted(rooms.items()):
        if out and at < out[-1].address + out[-1].size:
            last = out.pop()
            out.append(Buffer(last.address, max(last.size, at + size - last.address), True))
        else:
            out.append(Buffer(at, size, True))
    return out
