"""Every configuration of `conv2d` that fits a board, and a network's cycles on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hwpipe.cluster import boards
from hwpipe.cluster.catalogue import CatalogueEntry, close_names
from hwpipe.conv.shape import ConvConfig, ConvShape, packing_shift
from hwpipe.cost.classes import NodeClass, classify
from hwpipe.cost.kernel import layer_cost, layers_of
from hwpipe.errors import InputError
from hwpipe.explore.area import Area, area_of
from hwpipe.graph.model import Graph

__all__ = [
    "CLOSE", "Choice", "Exploration", "board_entry", "configurations", "depths", "explore",
]  # fmt: skip

#: Depths of the partial sums and of half the input buffer, in pixels.
_DEPTHS = ((512, 1024), (1024, 1024), (2048, 1024), (2048, 2048), (4095, 2048))
_LANES = (8, 16, 32, 64)
#: Cycles this close are equal: the smaller configuration is picked.
CLOSE = 1.01


@dataclass(frozen=True)
class Choice:
    """A configuration on a board, and what the network takes on it.

    Attributes:
        config: parameters of the kernel.
        area: estimate of what it takes.
        cycles: of one sample of the network, all its layers that run on `conv2d`.
        mac_use: useful products over what the array could do in that time.
        fps: samples per second at the board's clock, transfers to the host not counted.
        pareto: no other takes fewer cycles with as few DSPs, LUTs and block RAMs.
    """

    config: ConvConfig
    area: Area
    cycles: int
    mac_use: float
    fps: float
    pareto: bool = False


@dataclass(frozen=True)
class Exploration:
    """Result: `choices` by cycles, the `picked` one of the front, what does not run.

    `elsewhere` says for each operator that is no layer of `conv2d` how often it occurs, and
    `beyond` names the layers outside of its limits with the reason; neither is in the cycles.
    """

    board: str
    clock_hz: float
    choices: tuple[Choice, ...]
    picked: Choice
    elsewhere: dict[str, int]
    beyond: tuple[str, ...]


def configurations(entry: CatalogueEntry) -> Iterator[ConvConfig]:
    """Lanes, packing, port widths and depths that suit a board's DSP and memory."""
    logic, engine = entry.resources, entry.device.engine
    assert logic is not None
    assert engine is not None
    packing = packing_shift(logic.part)
    rate = entry.device.memory_bytes_per_s / engine.clock_hz
    # The two ports read at once; a wider one than memory feeds only takes logic.
    ports = [p for p in (8, 16, 32) if p == 8 or 2 * p <= 2 * rate]
    for pi in _LANES:
        for po in _LANES:
            if not pi <= 2 * po <= 8 * pi:
                continue
            for shift in (0, packing):
                for port in ports:
                    if pi * po // port < 1:
                        continue
                    for psum, tile in depths(pi * po // port):
                        yield ConvConfig(pi, po, shift, psum, tile, 1024, port)


def depths(least: int) -> Iterator[tuple[int, int]]:
    """Depths of partial sums and input buffer, in pixels, that hold a pass of `least` pixels."""
    return (pair for pair in _DEPTHS if pair[0] >= least)


def board_entry(name: str) -> CatalogueEntry:
    """A board of the catalogue.

    Raises:
        InputError: unknown, or without programmable logic.
    """
    known = boards()
    if name not in known:
        raise InputError(f"--board {name!r} is unknown", remedy=close_names(name, list(known)))
    entry = known[name]
    if entry.resources is None or entry.device.engine is None:
        raise InputError(f"--board {name!r} has no programmable logic")
    return entry


def _work(graph: Graph, config: ConvConfig) -> tuple[Counter[ConvShape], Counter[str], list[str]]:
    """Layers of a network with how often each runs, other operators, layers out of limits."""
    layers: Counter[ConvShape] = Counter()
    elsewhere: Counter[str] = Counter()
    beyond: list[str] = []
    classes, index = classify(graph)
    for node, position in zip(graph.nodes, index, strict=True):
        item: NodeClass = classes[position]
        if item.fused or item.work.kind in ("view", "shape"):
            continue
        try:
            found = layers_of(item, config)
        except InputError as error:
            beyond.append(f"{node.name}: {error}")
            continue
        if found is None:
            elsewhere[node.op] += 1
        for count, shape in found or ():
            layers[shape] += count
    return layers, elsewhere, beyond


def _front(choices: list[Choice]) -> list[Choice]:
    """Mark what no other choice beats in cycles, DSP, LUT and block RAM together."""
    from dataclasses import replace

    keys = [(c.cycles, c.area.dsp, c.area.lut, c.area.bram36) for c in choices]
    marked = []
    for choice, mine in zip(choices, keys, strict=True):
        beaten = any(
            other != mine and all(a <= b for a, b in zip(other, mine, strict=True))
            for other in keys
        )
        marked.append(replace(choice, pareto=not beaten))
    return marked


def explore(graph: Graph, board: str) -> Exploration:
    """Search the configurations that fit a board for one sample of a network.

    Args:
        graph: bound to batch 1.
        board: name in the catalogue.

    Raises:
        InputError: an unknown board, a network without a layer for `conv2d`.
    """
    entry = board_entry(board)
    logic, engine = entry.resources, entry.device.engine
    assert logic is not None
    assert engine is not None
    have = {"dsp": logic.dsp, "bram36": logic.bram36, "lut": logic.lut, "ff": logic.ff}
    limits = {name: float(value) for name, value in have.items()}
    ddr = entry.device.memory_bytes_per_s / engine.clock_hz
    macs = sum(
        node.work.macs for node in graph.nodes if node.work.kind in ("conv", "depthwise", "gemm")
    )
    choices: list[Choice] = []
    elsewhere: Counter[str] = Counter()
    beyond: list[str] = []
    cycles_of: dict[tuple[object, ...], int] = {}
    for config in configurations(entry):
        area = area_of(config)
        if not area.fits(limits):
            continue
        layers, elsewhere, beyond = _work(graph, config)
        if not layers:
            raise InputError(
                f"{graph.name} has no convolution or product that conv2d runs",
                remedy="explore a network with convolutions",
            )
        # Packing changes area only.
        key = (config.pi, config.po, config.psum, config.tile, config.port_bytes)
        try:
            if key not in cycles_of:
                cycles_of[key] = sum(
                    n * layer_cost(shape, config, engine.ddr_latency_cycles, ddr).cycles
                    for shape, n in layers.items()
                )
        except InputError:  # a layer's smallest tile is larger than these buffers
            continue
        cycles = cycles_of[key]
        use = macs / (config.macs_per_cycle * cycles)
        choices.append(Choice(config, area, cycles, use, engine.clock_hz / cycles))
    if not choices:
        raise InputError(
            f"no configuration of conv2d runs {graph.name} on {board}",
            remedy="place its largest layers on another device",
        )
    choices = sorted(_front(choices), key=lambda c: (c.cycles, c.area.lut, c.area.bram36))
    limit = choices[0].cycles * CLOSE
    near = [c for c in choices if c.pareto and c.cycles <= limit]
    picked = min(near, key=lambda c: (c.area.dsp, c.area.lut, c.area.bram36, c.cycles))
    return Exploration(
        board, engine.clock_hz, tuple(choices), picked, dict(sorted(elsewhere.items())),
        tuple(beyond),
    )  # fmt: skip
