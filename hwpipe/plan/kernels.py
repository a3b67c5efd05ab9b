"""`--explore-kernels`: the configuration of every board's kernel is searched with the partition.

A plan depends on how fast each board is, and which configuration is best for a board depends on the
stage that it gets. So the configurations on each board's Pareto front (`hwpipe.explore`) are tried
one kind of board after the other, each with a whole search for the partition, until no change of
one board's kernel makes a better plan. The board's figures of the cluster file take part too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hwpipe.cluster import default_cluster, load_cluster
from hwpipe.cluster.catalogue import engine_peak_per_s
from hwpipe.cluster.model import Cluster, Device, FpgaEngine
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.graph import ModelSource, open_model
from hwpipe.plan.boards import is_quantised_graph
from hwpipe.plan.compile import compile_plan
from hwpipe.plan.inputs import Progress
from hwpipe.plan.model import Plan
from hwpipe.plan.options import CompileOptions

if TYPE_CHECKING:
    from hwpipe.conv.shape import ConvConfig
    from hwpipe.explore import Area

__all__ = ["engine_with", "explore_kernels"]

#: Configurations of a board that are tried, and rounds over the kinds of boards.
_MOST, _ROUNDS = 6, 3


def engine_with(config: ConvConfig, area: Area, engine: FpgaEngine) -> FpgaEngine:
    """A board's engine with another kernel configuration; clock and memory stay as they are."""
    return replace(
        engine, kernel="conv2d", pi=config.pi, po=config.po, tile_pixels=config.psum,
        ifmap_buffer_bytes=2 * config.tile * config.pi,
        ofmap_buffer_bytes=2 * config.out_depth * config.po, port_bytes=config.port_bytes,
        macs_per_dsp=2 if config.shift else 1, dsp=area.dsp, bram36=math.ceil(area.bram36),
        lut=area.lut,
    )  # fmt: skip


def _candidates(source: ModelSource, board: str) -> list[tuple[ConvConfig, Area]]:
    """Configurations of a board's front for a network, the fastest first.

    Raises:
        InputError: an unknown board, or a network that no configuration runs.
    """
    from hwpipe.explore import explore, explore_network
    from hwpipe.explore.network import fitting_area
    from hwpipe.lower import lower_model

    graph = source.graph(1 if source.default_batch is None else None)
    found: list[tuple[ConvConfig, Area]] = []
    if is_quantised_graph(graph):
        batch = 1 if source.default_batch is None else None
        program = lower_model(source.materialise(batch), name=source.name)
        designs = explore_network(program, board, whole=False).designs
        found += [(d.config, d.area) for d in designs if d.pareto]
    else:
        # What the network will run on once it is quantised is a whole accelerator.
        configs = [c.config for c in explore(graph, board).choices if c.pareto]
        found += [(c, area) for c in configs if (area := fitting_area(c, board)) is not None]
    distinct = {(c.pi, c.po, c.port_bytes): (c, area) for c, area in reversed(found)}
    return list(reversed(distinct.values()))[:_MOST]


def _with_engine(cluster: Cluster, key: str, engine: FpgaEngine) -> Cluster:
    devices = tuple(
        replace(d, engine=engine, peak_per_s={"int8": engine_peak_per_s(engine)})
        if d.cost_key == key else d
        for d in cluster.devices
    )  # fmt: skip
    return replace(cluster, devices=devices)


def _value(plan: Plan) -> float:
    """What the objective minimises."""
    if plan.objective == "energy":
        return plan.predicted.energy_j
    if plan.objective == "memory":
        return max(plan.predicted.peak_memory_bytes.values(), default=0.0)
    return plan.predicted.iteration_s


def _text(engine: FpgaEngine) -> str:
    return (f"{engine.kernel} {engine.pi} x {engine.po}, {8 * engine.port_bytes}-bit ports, "
            f"{engine.dsp} DSP")  # fmt: skip


def _boards(cluster: Cluster) -> dict[str, Device]:
    """A device of every kind of board.

    Raises:
        InputError: there is none.
    """
    found = {d.cost_key: d for d in cluster.devices if d.engine is not None and d.board is not None}
    if not found:
        raise InputError(
            "--explore-kernels on a cluster without FPGA boards", where=cluster.name,
            remedy="leave it out, or add a board to the cluster file",
        )  # fmt: skip
    return found


def explore_kernels(
    model: str | Path | ModelSource,
    cluster: str | Path | Cluster | None = None,
    *,
    options: CompileOptions | None = None,
    profiles: Sequence[str | Path] = (),
    progress: Progress | None = None,
) -> Plan:
    """Compile with the kernels of all boards searched together with the partition.

    Arguments and errors as for `compile_plan`; a cluster without boards is an `InputError`. The
    plan's cluster has the chosen engines, its notes say what was chosen among how many.
    """
    options, say = options or CompileOptions(), progress or (lambda text: None)
    source = open_model(model, dims=options.dims) if isinstance(model, str | Path) else model
    if cluster is None:
        cluster = default_cluster()
    elif not isinstance(cluster, Cluster):
        cluster = load_cluster(cluster)
    quick = replace(options, baselines=False)

    def tried(on: Cluster) -> float:
        try:
            return _value(compile_plan(source, on, options=quick, profiles=profiles))
        except InfeasibleError:
            return math.inf

    tables = {key: _candidates(source, str(d.board)) for key, d in _boards(cluster).items()}
    start = least = tried(cluster)
    for _ in range(_ROUNDS):
        before = least
        for key, configs in tables.items():
            base = next(d.engine for d in cluster.devices if d.cost_key == key)
            assert base is not None
            for config, area in configs:
                engine = engine_with(config, area, base)
                if engine == base:
                    continue
                say(f"{key}: {_text(engine)}")
                other = _with_engine(cluster, key, engine)
                value = tried(other)
                if value < least * (1 - 1e-9):
                    least, cluster = value, other
        if least >= before or len(tables) == 1:
            break
    plan = compile_plan(source, cluster, options=options, profiles=profiles, progress=progress)
    return replace(plan, notes=(*plan.notes, *_notes(cluster, tables, start, least)))


def _notes(
    cluster: Cluster, tables: dict[str, list[tuple[ConvConfig, Area]]], start: float, least: float
) -> list[str]:
    """What was chosen, a line for every kind of board, and what it gained."""
    lines = []
    for key, device in _boards(cluster).items():
        assert device.engine is not None
        lines.append(
            f"{key}: {_text(device.engine)}; chosen among {len(tables[key])} configurations that "
            "fit, and the cluster's own"
        )
    if math.isfinite(start) and least < start:
        lines.append(f"kernels explored with the partition: {start / least:.2f} x better than with "
                     "the cluster's own")  # fmt: skip
    return lines
