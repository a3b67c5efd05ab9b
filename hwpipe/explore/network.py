"""Every accelerator that fits a board, and what a quantised network takes on each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from hwpipe.accel.command import Command
from hwpipe.accel.cycles import predicted_cycles, traffic_bytes
from hwpipe.accel.lowering import config_for, outline
from hwpipe.cluster.catalogue import CatalogueEntry
from hwpipe.conv.shape import ConvConfig, packing_shift
from hwpipe.errors import InputError
from hwpipe.explore.area import Area
from hwpipe.explore.search import CLOSE, board_entry, depths
from hwpipe.explore.units import UNIT_LANES, UNIT_PORTS, accelerator_area
from hwpipe.lower.model import Program

__all__ = ["Design", "LayerCycles", "NetworkExploration", "designs", "energy_j", "explore_network"]


@dataclass(frozen=True)
class LayerCycles:
    """A layer on a design.

    Attributes:
        name: of the ONNX node.
        kind: of the operation.
        cycles: of its commands in closed form, the memory's bandwidth respected.
        read_bytes: from DDR.
        write_bytes: to DDR.
        host: why it stays on the host, None where it does not.
    """

    name: str
    kind: str
    cycles: int
    read_bytes: int
    write_bytes: int
    host: str | None


@dataclass(frozen=True)
class Design:
    """An accelerator on a board, and what one image of the network takes on it.

    Attributes:
        config: parameters of its kernels.
        area: estimate of what they take together.
        cycles: of all operators.
        mac_use: useful products over what the array could do in that time.
        fps: images per second at the board's clock, transfers to the host not counted.
        energy_j: of an image.
        read_bytes: from DDR for an image.
        write_bytes: to DDR for an image.
        layers: in order.
        pareto: no other takes as few cycles, DSPs and joules.
    """

    config: ConvConfig
    area: Area
    cycles: int
    mac_use: float
    fps: float
    energy_j: float
    read_bytes: int
    write_bytes: int
    layers: tuple[LayerCycles, ...]
    pareto: bool = False


@dataclass(frozen=True)
class NetworkExploration:
    """Result: `designs` by cycles, and the `picked` one of the front."""

    board: str
    clock_hz: float
    designs: tuple[Design, ...]
    picked: Design


def designs(entry: CatalogueEntry) -> Iterator[tuple[ConvConfig, Area]]:
    """Configurations that fit a board, with their area.

    Lanes are equal on the two sides of the array, since one kernel's outputs are the next one's
    inputs.
    """
    logic, engine = entry.resources, entry.device.engine
    assert logic is not None
    assert engine is not None
    have = {name: float(getattr(logic, name)) for name in ("dsp", "bram36", "lut", "ff")}
    packing = packing_shift(logic.part)
    rate = entry.device.memory_bytes_per_s / engine.clock_hz
    for lanes in UNIT_LANES:
        for port in UNIT_PORTS:
            # The two ports read at once; a wider one than memory feeds only takes logic.
            if port > lanes or (port > UNIT_PORTS[0] and port > rate):
                continue
            for shift in (0, packing):
                for psum, tile in depths(lanes * lanes // port):
                    config = ConvConfig(lanes, lanes, shift, psum, tile, 1024, port)
                    area = accelerator_area(config)
                    if area.fits(have):
                        yield config, area


def fitting_area(config: ConvConfig, board: str) -> Area | None:
    """Area of the accelerator with a kernel; None where it is not built so, or does not fit.

    Raises:
        InputError: unknown board, or one without programmable logic.
    """
    logic = board_entry(board).resources
    assert logic is not None
    if config.pi != config.po or config.pi not in UNIT_LANES or config.port_bytes not in UNIT_PORTS:
        return None
    have = {name: float(getattr(logic, name)) for name in ("dsp", "bram36", "lut", "ff")}
    area = accelerator_area(config)
    return area if area.fits(have) else None


def energy_j(entry: CatalogueEntry, area: Area, seconds: float) -> float:
    """Joules of an image: the board's idle power, and of what it draws more when busy the share
    of its DSPs that the design has.
    """  # noqa: D205
    logic, device = entry.resources, entry.device
    assert logic is not None
    share = min(1.0, area.dsp / logic.dsp)
    return seconds * (device.idle_w + (device.busy_w - device.idle_w) * share)


@lru_cache(maxsize=65536)
def _streamed(op: str, scalars: tuple[tuple[str, int], ...], config: ConvConfig, latency: int) -> (
    tuple[float, int, int]
):  # fmt: skip
    """Cycles and traffic of a command; networks repeat them, and depths change none of these."""
    values = dict(scalars)
    read, written = traffic_bytes(Command(op, values, {}), config)
    return predicted_cycles(op, values, config, latency), read, written


def _cost(
    command: Command, planned: float | None, config: ConvConfig, latency: int
) -> tuple[float, int, int]:
    if planned is not None:
        return planned, *traffic_bytes(command, config)
    plain = ConvConfig(config.pi, config.po, port_bytes=config.port_bytes)
    return _streamed(command.op, tuple(command.scalars.items()), plain, latency)


def layers_on(
    program: Program, config: ConvConfig, latency: int, ddr: float
) -> tuple[LayerCycles, ...]:
    """Every layer of a network on one configuration.

    Args:
        program: the network.
        config: of the kernels.
        latency: of the memory in cycles.
        ddr: bytes that it gives a cycle, over all ports and both ways.
    """
    found = []
    for step in outline(program, config, latency_cycles=latency).steps:
        layer = program.layers[step.layer]
        cycles = read = written = 0
        for command, plan in zip(step.commands, step.planned, strict=True):
            took, more, less = _cost(command, plan, config, latency)
            cycles += math.ceil(max(took, (more + less) / ddr))
            read, written = read + more, written + less
        found.append(LayerCycles(layer.name, layer.kind, cycles, read, written, step.host))
    return tuple(found)


def _front(found: list[Design]) -> list[Design]:
    """Mark what no other design beats in cycles, DSP and energy; of equals the smallest."""

    def key(d: Design) -> tuple[float, ...]:
        return d.cycles, d.area.dsp, d.energy_j

    def beats(a: Design, b: Design) -> bool:
        if key(a) == key(b):
            return (a.area.bram36, a.area.lut) < (b.area.bram36, b.area.lut)
        return all(x <= y for x, y in zip(key(a), key(b), strict=True))

    return [replace(d, pareto=not any(beats(other, d) for other in found)) for d in found]


def explore_network(program: Program, board: str, *, whole: bool = True) -> NetworkExploration:
    """Search the accelerators that fit a board for one image of a quantised network.

    Args:
        program: what `lower_model` made.
        board: name in the catalogue.
        whole: every layer must run on the board; else the others are left out of the cycles.

    Raises:
        InputError: an unknown board, a network that no configuration runs as a whole (the first
            layer in the way is named), or one whose weights exceed the board's memory.
    """
    entry = board_entry(board)
    engine = entry.device.engine
    assert engine is not None
    ddr = entry.device.memory_bytes_per_s / engine.clock_hz
    if program.weight_bytes > entry.device.memory_bytes:
        raise InputError(
            f"its weights take {program.weight_bytes:,} bytes of DDR", where=program.name,
            limit=f"{entry.device.memory_bytes:,} bytes on {board}",
            remedy="choose a board with more memory, or split the network over several",
        )  # fmt: skip
    found: list[Design] = []
    refused: LayerCycles | None = None
    done: dict[tuple[int, ...], tuple[LayerCycles, ...]] = {}
    for config, area in designs(entry):
        if config_for(program, config) != config:  # a weight of -128 needs a DSP of its own
            continue
        # Packing changes area only.
        key = (config.pi, config.psum, config.tile, config.port_bytes)
        if key not in done:
            done[key] = layers_on(program, config, engine.ddr_latency_cycles, ddr)
        layers = done[key]
        away = next((y for y in layers if y.host is not None), None)
        if away is not None and (whole or all(y.host is not None for y in layers)):
            refused = refused or away
            continue
        cycles = sum(y.cycles for y in layers)
        use = program.macs / (config.macs_per_cycle * max(1, cycles))
        joules = energy_j(entry, area, cycles / engine.clock_hz)
        found.append(Design(
            config, area, cycles, use, engine.clock_hz / max(1, cycles), joules,
            sum(y.read_bytes for y in layers), sum(y.write_bytes for y in layers), layers,
        ))  # fmt: skip
    if not found:
        raise _nothing(program, board, refused)
    found = sorted(_front(found), key=lambda d: (d.cycles, d.area.dsp, d.area.lut, d.area.bram36))
    near = [d for d in found if d.pareto and d.cycles <= CLOSE * found[0].cycles]
    picked = min(near, key=lambda d: (d.area.dsp, d.area.lut, d.area.bram36, d.cycles))
    return NetworkExploration(board, engine.clock_hz, tuple(found), picked)


def _nothing(program: Program, board: str, refused: LayerCycles | None) -> InputError:
    if refused is None:
        return InputError(
            f"no accelerator fits {board}", where=program.name,
            remedy="choose a larger board (`hwpipe boards`)",
        )  # fmt: skip
    return InputError(
        f"{refused.kind} {refused.name} runs on no accelerator of {board}: {refused.host}",
        where=program.name, remedy="place it on another device, or change the layer",
    )  # fmt: skip
