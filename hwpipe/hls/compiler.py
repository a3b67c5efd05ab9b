"""All passes in order: a kernel and a schedule to scheduled processes, streams and engines."""

from __future__ import annotations

from dataclasses import dataclass, field

from hwpipe.errors import InputError
from hwpipe.hls.bursts import split_bursts
from hwpipe.hls.directives import Schedule
from hwpipe.hls.front import compile_front
from hwpipe.hls.interp import process_order, writers
from hwpipe.hls.kernel import Kernel
from hwpipe.hls.lang import Buffer, Stream
from hwpipe.hls.lower import lower
from hwpipe.hls.process_ir import Engine, ProcessIR
from hwpipe.hls.sched import Scheduled, schedule_process

__all__ = ["Channel", "Compiled", "compile_kernel"]


@dataclass
class Channel:
    """A stream of the kernel: FIFO between two ends, or a port.

    Attributes:
        source: process that puts, engine, or "" for a port of the kernel.
        sink: process that gets, engine, or "" for a port of the kernel.
        margin: items that may still be on their way when issue stops.
        depth: items that the FIFO holds.
    """

    name: str
    width: int
    source: str
    sink: str
    margin: int = 0
    depth: int = 0


@dataclass
class Compiled:
    """A compiled kernel."""

    kernel: Kernel
    schedule: Schedule
    processes: list[Scheduled] = field(default_factory=list)
    engines: list[Engine] = field(default_factory=list)
    channels: dict[str, Channel] = field(default_factory=dict)
    buffers: dict[str, tuple[str, str]] = field(default_factory=dict)

    def process(self, name: str) -> Scheduled:
        """A process by name."""
        return next(p for p in self.processes if p.ir.name == name)


def _check_names(kernel: Kernel, schedule: Schedule) -> None:
    """Directives must name something."""
    import ast

    loops: set[str] = set()
    arrays: set[str] = set(kernel.objects)
    for process in kernel.processes:
        for node in ast.walk(process.tree):
            if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
                loops.add(f"{process.name}.{node.target.id}")
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                arrays.add(f"{process.name}.{node.targets[0].id}")
    names = {p.name for p in kernel.processes}
    for what, given, known in (
        ("unroll", schedule.unroll_factor, loops), ("tile", schedule.tile_factor, loops),
        ("partition", schedule.partitions, arrays), ("pipeline", schedule.pipeline_ii, names),
        ("fifo", schedule.fifo_depth, set(kernel.objects)),
        ("pingpong", schedule.buffer_depth, set(kernel.objects)),
        ("m_axi", schedule.bundles, set(kernel.of_kind("mem"))),
        ("pack", schedule.pack_shift, names), ("reduction", schedule.sum_shape, names),
        ("ram_style", schedule.ram_styles, arrays),
    ):  # fmt: skip
        for name in given:
            if name not in known:
                raise InputError(
                    f"{what} directive names {name!r}, which does not exist",
                    where=kernel.path.name, limit=", ".join(sorted(known)),
                )  # fmt: skip


def _ends(kernel: Kernel) -> dict[str, tuple[str, str]]:
    """Writer and reader process of every stream and buffer ("" where there is none)."""
    out = {}
    for name in [*kernel.of_kind("stream"), *kernel.of_kind("buffer")]:
        sources = writers(kernel, name)
        sinks = [p for p in kernel.users(name) if p not in sources]
        if len(sources) > 1 or len(sinks) > 1:
            raise InputError(
                f"{name} has {len(sources)} writers and {len(sinks)} readers",
                where=kernel.path.name, limit="one of each",
            )  # fmt: skip
        if isinstance(kernel.objects[name], Buffer) and not (sources and sinks):
            raise InputError(
                f"buffer {name} needs a writer and a reader process", where=kernel.path.name,
                remedy="use Array(...) for memory inside one process",
            )  # fmt: skip
        out[name] = (sources[0] if sources else "", sinks[0] if sinks else "")
    return out


def fifo_depth(margin: int, asked: int) -> int:
    """Depth of a FIFO: room for the pipeline, and what was asked for on top, in whole SRLs."""
    return max(16, -(-(margin + max(asked, 4)) // 16) * 16)


def compile_kernel(kernel: Kernel, schedule: Schedule | None = None) -> Compiled:
    """Run every pass.

    Raises:
        InputError: for whatever cannot become hardware; names source line, limit and remedy.
    """
    schedule = kernel.schedule() if schedule is None else schedule
    _check_names(kernel, schedule)
    process_order(kernel)
    ends = _ends(kernel)
    out = Compiled(kernel, schedule)
    numbers: dict[tuple[str, bool], int] = {}
    irs: list[tuple[ProcessIR, int | None]] = []
    for process in kernel.processes:
        front = compile_front(kernel, process, schedule)
        engines, addresses, replace = split_bursts(front, numbers)
        shape = schedule.sum_shape.get(process.name, "tree")
        lower(front.ir, shape, replace, schedule.pack_shift.get(process.name, 0))
        irs.append((front.ir, schedule.pipeline_ii.get(process.name)))
        for address in addresses:
            lower(address, shape, replace)
            irs.append((address, None))
        out.engines += engines
    for ir, ii in irs:
        out.processes.append(schedule_process(ir, ii, schedule.clock_ns))
    for name, (source, sink) in ends.items():
        item = kernel.objects[name]
        if isinstance(item, Buffer):
            out.buffers[name] = (source, sink)
        elif isinstance(item, Stream):
            out.channels[name] = Channel(name, item.dtype.width * item.lanes, source, sink)
    for engine in out.engines:
        width = engine.dtype.width * engine.lanes
        requester = f"{engine.process}_{engine.request[:-4]}_addr"
        bits = out.process(requester).ir.streams[engine.request].width
        out.channels[engine.request] = Channel(engine.request, bits, requester, "@" + engine.stream)
        ends_of = (
            (engine.process, "@" + engine.stream) if engine.write
            else ("@" + engine.stream, engine.process)
        )  # fmt: skip
        out.channels[engine.stream] = Channel(engine.stream, width, *ends_of)
    for done in out.processes:
        for effect in done.ir.effects:
            if effect.op == "put":
                channel = out.channels[effect.attr]
                margin = -(-done.stage[effect.id] // done.ii) + 1
                channel.margin = max(channel.margin, margin)
    for channel in out.channels.values():
        channel.depth = fifo_depth(channel.margin, schedule.fifo_depth.get(channel.name, 0))
    return out
