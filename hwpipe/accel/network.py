"""A whole network on the accelerator's RTL, one DDR image, every layer compared bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.check import check_commands
from hwpipe.accel.cycles import predicted_cycles
from hwpipe.accel.format import decode, encode
from hwpipe.accel.image import Image, Step
from hwpipe.accel.lowering import build_image, config_for
from hwpipe.accel.machine import Machine
from hwpipe.accel.spent import Spent
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError, WorkError
from hwpipe.lower.model import Layer, Program
from hwpipe.lower.run import enter_inputs, run_layer, run_tensors

__all__ = ["LayerRun", "NetworkRun", "run_network"]

Array = npt.NDArray[Any]

#: Commands of fewer cycles take the later of the two closed forms.
_SHORT_CYCLES = 5000


@dataclass(frozen=True)
class LayerRun:
    """One layer of a simulated network.

    Attributes:
        name: of the ONNX node.
        kind: of the operation.
        where: kernels that ran it, `addressing` or `host`.
        reason: why it ran on the host.
        commands: starts of kernels.
        macs: useful multiply-accumulates.
        spent: cycles of its commands by cause, and bytes.
        predicted_cycles: of its commands in closed form.
        bit_exact: its output equals `run_integer`'s.
        first_difference: where not, as text.
        runtime_differences: elements in which it differs from onnxruntime's; None where that was
            not asked for, or does not show the tensor.
    """

    name: str
    kind: str
    where: str
    reason: str | None
    commands: int
    macs: int
    spent: Spent
    predicted_cycles: float
    bit_exact: bool
    first_difference: str | None
    runtime_differences: int | None = None

    @property
    def cycles(self) -> int:
        """Of all its commands."""
        return self.spent.cycles


@dataclass(frozen=True)
class NetworkRun:
    """A simulated network.

    Attributes:
        name: of the program.
        layers: in order.
        macs_per_cycle: of the configuration.
        image_bytes: of the DDR image.
        weight_bytes: of the program.
        outside: (name, operation, reason) of nodes that are not part of the program.
        lists: cycles and bytes that belong to no layer: reading the lists of commands; after a
            list's first command that happens while layers run.
    """

    name: str
    layers: tuple[LayerRun, ...]
    macs_per_cycle: int
    image_bytes: int
    weight_bytes: int
    outside: tuple[tuple[str, str, str], ...]
    lists: Spent

    @property
    def cycles(self) -> int:
        """From start to end of all lists of commands."""
        return self.spent.cycles

    @property
    def predicted_cycles(self) -> float:
        """Of all commands in closed form."""
        return sum(layer.predicted_cycles for layer in self.layers)

    @property
    def spent(self) -> Spent:
        """Of all layers and lists."""
        return sum((layer.spent for layer in self.layers), self.lists)

    @property
    def bit_exact(self) -> bool:
        """Whether every layer is."""
        return all(layer.bit_exact for layer in self.layers)

    @property
    def runtime_differences(self) -> int | None:
        """Elements that differ from onnxruntime's, over all layers; None if none was compared."""
        counts = [y.runtime_differences for y in self.layers if y.runtime_differences is not None]
        return sum(counts) if counts else None

    @property
    def mac_use(self) -> float:
        """Products of layers on kernels over what the array could do in all cycles."""
        done = sum(layer.macs for layer in self.layers if layer.where != "host")
        return done / max(1, self.macs_per_cycle * self.cycles)


def run_network(
    program: Program,
    inputs: Mapping[str, Array],
    config: ConvConfig | None = None,
    *,
    latency_cycles: int = 100,
    stall: float = 0.0,
    seed: int = 1,
    runtime: Mapping[str, Array] | None = None,
    progress: Callable[[str], None] = lambda name: None,
) -> NetworkRun:
    """Run one batch through the accelerator in RTL simulation, in one start.

    A layer that runs on the host ends a start, and the next one begins behind it.

    Args:
        program: what `lower_model` made.
        inputs: arrays as for `run_integer`, as many images as the program's batch.
        config: of the convolution kernel; the others take its lanes and ports.
        latency_cycles: of the memory.
        stall: chance of every channel of the ports to pause in a cycle.
        seed: of the stalls.
        runtime: tensors that onnxruntime computed (`hwpipe.quantize.runtime_tensors`), compared
            too.
        progress: called with the name of every layer when it has run.

    Returns:
        Cycles and equality with `run_integer`, layer by layer.

    Raises:
        InputError: another number of images, a bad input.
        WorkError: a kernel broke a rule, or touched memory outside its buffers.
    """
    config = config_for(program, config or ConvConfig())
    image = build_image(program, config, latency_cycles=latency_cycles)
    listed = [command for step in image.steps for command in step.commands]
    check_commands(listed, image.buffers, config)
    for name, array in inputs.items():
        if len(array) != image.batch:
            raise InputError(f"input {name!r} has {len(array)} images", limit=str(image.batch))
    expected = run_tensors(program, inputs)
    for name, codes in enter_inputs(program, inputs).items():
        for index in range(image.batch):
            image.enter(name, codes[index], index)
    runs: list[LayerRun] = []
    with Machine(config, latency_cycles=latency_cycles, stall=stall, seed=seed) as machine:

        def done(step: Step, spent: Spent) -> None:
            """Compare what a step left in memory, before a later one reuses the bytes."""
            layer = program.layers[step.layer]
            progress(layer.name)
            _fetch(machine, image, layer.output, step.image)
            run = _compared(image, layer, step, spent, (expected, runtime or {}))
            # A plan's form is the better one but for short convolutions, where fixed costs weigh.
            predicted = [
                cycles if cycles is not None and cycles > _SHORT_CYCLES
                else max(cycles or 0.0, predicted_cycles(c.op, c.scalars, config, latency_cycles))
                for c, cycles in zip(step.commands, step.planned, strict=True)
            ]  # fmt: skip
            run = replace(run, predicted_cycles=sum(predicted))
            if step.image:
                runs[step.layer] = _joined(runs[step.layer], run)
            else:
                runs.append(run)

        machine.load(image)
        waiting: list[Step] = []
        lists = Spent()
        for step in image.steps:
            if step.host is None:
                waiting.append(step)
                continue
            lists += _start(machine, waiting, done)
            waiting = []
            _on_host(machine, image, step)
            done(step, Spent())
        lists += _start(machine, waiting, done)
    return NetworkRun(
        program.name, tuple(runs), config.macs_per_cycle, image.memory.size,
        program.weight_bytes, tuple((n.name, n.op, n.reason) for n in program.host), lists,
    )  # fmt: skip


def _joined(first: LayerRun, second: LayerRun) -> LayerRun:
    """A layer over images of a batch."""
    return replace(
        first, commands=first.commands + second.commands, spent=first.spent + second.spent,
        macs=first.macs + second.macs,
        predicted_cycles=first.predicted_cycles + second.predicted_cycles,
        bit_exact=first.bit_exact and second.bit_exact,
        first_difference=first.first_difference or second.first_difference,
        runtime_differences=_sum(first.runtime_differences, second.runtime_differences),
    )  # fmt: skip


def _sum(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _start(machine: Machine, steps: Sequence[Step], done: Callable[[Step, Spent], None]) -> Spent:
    """Run the commands of some steps in one start; `done` is called when a step has ended.

    Returns:
        What belongs to no command.
    """
    left = list(steps)
    parts: list[Spent] = []

    def ended() -> None:
        while left and len(parts) >= len(left[0].commands):
            step = left.pop(0)
            count = len(step.commands)
            done(step, sum(parts[:count], Spent()))
            del parts[:count]

    def after(_: int, spent: Spent) -> None:
        parts.append(spent)
        ended()

    ended()  # what addressing alone does, in front of the first command
    commands = [decode(encode(command)) for step in left for command in step.commands]
    if not commands:
        return Spent()
    outcome = machine.start(commands, after)
    if outcome.error:
        raise WorkError(f"the accelerator stopped: {outcome.text}")
    return outcome.list_spent


def _fetch(machine: Machine, image: Image, name: str, index: int) -> None:
    """Bring a tensor from the machine's memory into the image's."""
    machine.fetch(image.address_of(name, index), image.places[name].layout.total_bytes)


def _on_host(machine: Machine, image: Image, step: Step) -> None:
    """A layer that no unit takes: read from memory, computed in numpy, written back."""
    layer = image.program.layers[step.layer]
    for name in layer.inputs:
        _fetch(machine, image, name, step.image)
    result = run_layer(layer, *(image.read(name, step.image) for name in layer.inputs))
    _fetch(machine, image, layer.output, step.image)  # the ring around it stays
    image.write(layer.output, result[0], step.image)
    size = image.places[layer.output].layout.total_bytes
    machine.store(image.address_of(layer.output, step.image), size)


def _compared(
    image: Image, layer: Layer, step: Step, spent: Spent,
    references: tuple[Mapping[str, Array], Mapping[str, Array]],
) -> LayerRun:  # fmt: skip
    """What a layer left in the image against the integers, and against onnxruntime."""
    expected, runtime = references
    got = image.read(layer.output, step.image)
    want = expected[layer.output][step.image : step.image + 1]
    difference = None
    if not np.array_equal(got, want):
        wrong = np.argwhere(got != want)
        at = tuple(int(v) for v in wrong[0])
        place = [step.image, *at[1:]]
        difference = f"{place} is {got[at]}, {want[at]} expected ({len(wrong)} differ)"
    other = runtime.get(layer.output)
    unequal = None
    if other is not None:
        unequal = int(np.count_nonzero(got != other[step.image : step.image + 1]))
    ops = sorted({command.op for command in step.commands})
    where = "host" if step.host is not None else "+".join(ops) or "addressing"
    return LayerRun(
        layer.name, layer.kind, where, step.host, len(step.commands), step.macs, spent, 0.0,
        difference is None, difference, unequal,
    )  # fmt: skip
