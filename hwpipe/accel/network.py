"""A whole network on the kernels' RTL, one DDR image, every layer compared bit for bit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.check import check_commands
from hwpipe.accel.command import POINTERS, Buffer, Command
from hwpipe.accel.cycles import predicted_cycles
from hwpipe.accel.format import decode, encode
from hwpipe.accel.image import Image, Step
from hwpipe.accel.lowering import build_image, config_for
from hwpipe.accel.spent import Spent, traffic_of
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.lower.model import Layer, Program
from hwpipe.lower.run import enter_inputs, run_layer, run_tensors

if TYPE_CHECKING:
    from hwpipe.hls.builder import BuildResult

__all__ = ["LayerRun", "NetworkRun", "run_network"]

Array = npt.NDArray[Any]


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
    """A simulated network: its layers, and what stays outside as the program names it."""

    name: str
    layers: tuple[LayerRun, ...]
    macs_per_cycle: int
    image_bytes: int
    weight_bytes: int
    outside: tuple[tuple[str, str, str], ...]

    @property
    def cycles(self) -> int:
        """Of all commands."""
        return sum(layer.cycles for layer in self.layers)

    @property
    def predicted_cycles(self) -> float:
        """Of all commands in closed form."""
        return sum(layer.predicted_cycles for layer in self.layers)

    @property
    def spent(self) -> Spent:
        """Of all layers."""
        return sum((layer.spent for layer in self.layers), Spent())

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


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


@lru_cache(maxsize=8)
def built_kernel(op: str, config: ConvConfig) -> BuildResult:
    """RTL of one kernel with the configuration's lanes and ports."""
    from hwpipe.hls.builder import build
    from hwpipe.hls.kernel import load_kernel

    params = {"LANES": config.pi, "PORT": config.port_bytes}
    _FOLDERS.append(tempfile.TemporaryDirectory(prefix=f"hwpipe-{op}-"))
    kernel = load_kernel(op, config.params if op == "conv2d" else params)
    return build(kernel, _FOLDERS[-1].name)


class _Machine:
    """Compiled RTL of the kernels, started one command at a time on one memory image."""

    def __init__(self, image: Image, config: ConvConfig, latency: int, stall: float, seed: int):
        self.image, self.config = image, config
        self.latency, self.stall, self.seed = latency, stall, seed
        self.simulators: dict[str, Any] = {}
        self.tallies: dict[str, int] = {}

    def simulator(self, op: str) -> Any:
        """The kernel's simulator, made at its first command."""
        if op not in self.simulators:
            from hwpipe.hls.rtl_run import simulator_of
            from hwpipe.sim.simulator import PortSettings, Simulator

            sim = Simulator(simulator_of(built_kernel(op, self.config)), self.seed)
            sim.configure_all(PortSettings(
                read_latency_cycles=self.latency, write_latency_cycles=self.latency,
                stall=self.stall,
            ))  # fmt: skip
            self.simulators[op] = sim
            self.tallies[op] = sim.tally("u_process_compute")
        return self.simulators[op]

    def run(self, command: Command) -> Spent:
        """Run a command and return its cycles and traffic.

        Its kernel sees the declared buffers that it names and nothing else: any other access
        stops the simulation.
        """
        from hwpipe.sim.kernel import call

        sim = self.simulator(command.op)
        before = traffic_of(sim)
        sim.taken(self.tallies[command.op])
        sim.free_all()
        memory, pointers = self.image.memory, {}
        bases: dict[Buffer, tuple[int, bool]] = {}
        for name, writes in POINTERS[command.op].items():
            at = command.pointers[name]
            buffer = next(b for b in self.image.buffers if b.address <= at < b.address + b.size)
            known = bases.get(buffer)
            if known is None:
                data = memory[buffer.address : buffer.address + buffer.size]
                shared = any(
                    out and buffer.address <= command.pointers[n] < buffer.address + buffer.size
                    for n, out in POINTERS[command.op].items()
                )
                known = bases[buffer] = (sim.allocate(data, writable=shared), shared)
            pointers[name] = known[0] + at - buffer.address
            assert not writes or known[1]
        registers = built_kernel(command.op, self.config).register_map
        done = call(
            sim, registers, {**command.scalars, **pointers}, limit_cycles=1 << 40,
            quiet_cycles=20_000,
        )  # fmt: skip
        for buffer, (base, shared) in bases.items():
            if shared:
                got = sim.read(base, buffer.size, np.uint8)
                memory[buffer.address : buffer.address + buffer.size] = got
        moved = traffic_of(sim) - before
        taken = sim.taken(self.tallies[command.op])
        return Spent.of(done.start_cycle, done.start_cycle + done.cycles, taken, moved)

    def close(self) -> None:
        """Free the simulators."""
        for sim in self.simulators.values():
            sim.close()


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
    """Run one batch through every layer's kernel in RTL simulation.

    Args:
        program: what `lower_model` made.
        inputs: arrays as for `run_integer`, as many images as the program's batch.
        config: of the convolution kernel; the others take its lanes and ports.
        latency_cycles: of the memory.
        stall: chance of every channel of the ports to pause in a cycle.
        seed: of the stalls.
        runtime: tensors that onnxruntime computed (`hwpipe.quantize.runtime_tensors`), compared
            too.
        progress: called with the name of every layer before it runs.

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
    machine = _Machine(image, config, latency_cycles, stall, seed)
    runs: list[LayerRun] = []
    try:
        for step in image.steps:
            layer = program.layers[step.layer]
            progress(layer.name)
            spent = sum((machine.run(decode(encode(c))) for c in step.commands), Spent())
            if step.host is not None:
                _on_host(image, layer, step.image)
            run = _compared(image, layer, step, spent, (expected, runtime or {}))
            predicted = [predicted_cycles(c.op, c.scalars, config, latency_cycles)
                         for c in step.commands]  # fmt: skip
            run = replace(run, predicted_cycles=sum(predicted))
            if step.image:
                runs[step.layer] = _joined(runs[step.layer], run)
            else:
                runs.append(run)
    finally:
        machine.close()
    return NetworkRun(
        program.name, tuple(runs), config.macs_per_cycle, image.memory.size,
        program.weight_bytes, tuple((n.name, n.op, n.reason) for n in program.host),
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


def _on_host(image: Image, layer: Layer, index: int) -> None:
    """A layer that no kernel takes: read from the image, computed in numpy, written back."""
    given = [image.read(name, index) for name in layer.inputs]
    result = run_layer(layer, *given)
    image.write(layer.output, result[0], index)


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
