"""Cycles of a kernel in closed form, from its schedule: what a search runs on.

Every process takes (iterations * II + interlock waits) cycles if nothing stalls it, every burst
engine its beats over the port's rate. Along a stream the reader starts as soon as the writer's
first item is through and ends no earlier than the writer; along a ping-pong buffer it starts
after the writer's first half and ends one half after it. So with equal halves the total is the
first load, the longest of the overlapped parts, and the tail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hwpipe.hls.compiler import Compiled
from hwpipe.hls.counting import Counter
from hwpipe.hls.exact import MemoryTiming
from hwpipe.hls.process_ir import Engine
from hwpipe.hls.sched import Scheduled

__all__ = ["Actor", "closed_form_cycles", "work_of"]

#: From the write of AP_START to the first issue, and from the last idle to the interrupt.
START_CYCLES, END_CYCLES = 3, 3
#: Through a FIFO, and through a burst engine's own registers each way.
FIFO_CYCLES, READ_CYCLES, WRITE_CYCLES = 1, 6, -3
#: What a burst in flight takes beyond the memory's latency.
TURN_CYCLES = 2


@dataclass
class Actor:
    """A process or a burst engine in the flow.

    Attributes:
        work: cycles that it is busy.
        fill: cycles from its first input to its first output.
        halves: by buffer, how many halves it passes on or takes.
    """

    work: float
    fill: float
    halves: dict[str, int]


@dataclass(frozen=True)
class _Load:
    """An engine on its port: cycles busy, to the first item; beats; write burst; the last one."""

    port: str
    cycles: float
    latency: float
    beats: float
    burst: float
    trail: float


def work_of(done: Scheduled, scalars: Mapping[str, int]) -> int:
    """Cycles that a process issues for when nothing stalls it."""
    counter = Counter(done.ir, scalars)
    return (counter.count() + counter.waits(done)) * done.ii


def _process(done: Scheduled, scalars: Mapping[str, int]) -> Actor:
    counter = Counter(done.ir, scalars)
    halves: dict[str, int] = {}
    for effect in done.ir.effects:
        if effect.op == "acquire":
            halves[effect.attr] = halves.get(effect.attr, 0) + counter.count(effect.args[0])
    return Actor(work_of(done, scalars), done.depth, halves)


def _engine(
    compiled: Compiled, engine: Engine, scalars: Mapping[str, int], timing: MemoryTiming
) -> _Load:
    """What an engine asks of its port."""
    bundle, width = compiled.schedule.bundles.get(engine.memory, ("gmem", 64))
    burst = compiled.schedule.burst_beats.get(engine.memory, 64)
    process = compiled.process(engine.process)
    table = {"put"} if engine.write else {"pop"}
    counter = Counter(process.ir, scalars)
    groups = sum(
        counter.count(e.args[0])
        for e in process.ir.effects if e.op in table and e.attr == engine.stream
    )  # fmt: skip
    address = next(
        p for p in compiled.processes
        if any(e.op == "put" and e.attr == engine.request for e in p.ir.effects)
    )  # fmt: skip
    requests = sum(
        Counter(address.ir, scalars).count(e.args[0]) for e in address.ir.effects if e.op == "put"
    )
    per_request = groups / max(1, requests)
    ratio = width // (engine.dtype.width * engine.lanes)
    beats = -(-per_request // ratio)
    bursts = max(1.0, -(-beats // burst))
    rate = timing.bytes_per_cycle / (width / 8) if timing.bytes_per_cycle else 1.0
    # Bursts in flight are limited by the engine (8) and by the memory.
    flying = min(8, timing.outstanding, max(1, 256 // max(1.0, beats / bursts)))
    per_burst = max(beats / bursts / rate, (timing.latency_cycles + TURN_CYCLES) / flying)
    cycles = max(requests * bursts * per_burst if requests * bursts > flying else 0.0,
                 requests * beats / rate, groups)  # fmt: skip
    # A write burst leaves when all of it is there: the last one trails the data by its length.
    total = requests * beats
    trail = (per_request / ratio - 1) % burst + 1 if engine.write else 0.0
    return _Load(f"{bundle}:{'w' if engine.write else 'r'}", cycles,
                 timing.latency_cycles + READ_CYCLES, total, min(burst, beats), trail)  # fmt: skip


def closed_form_cycles(
    compiled: Compiled, scalars: Mapping[str, int], timing: MemoryTiming | None = None
) -> float:
    """Estimate of the cycles from start to interrupt.

    Args:
        compiled: the kernel.
        scalars: its run-time scalars.
        timing: of the board's memory.
    """
    timing = timing or MemoryTiming()
    actors: dict[str, Actor] = {p.ir.name: _process(p, scalars) for p in compiled.processes}
    ports: dict[str, float] = {}
    loads: dict[str, _Load] = {}
    for engine in compiled.engines:
        load = _engine(compiled, engine, scalars, timing)
        ports[load.port] = ports.get(load.port, 0.0) + load.cycles
        loads["@" + engine.stream] = load
    for name, load in loads.items():
        actors[name] = Actor(ports[load.port], load.latency, {})
    edges: list[tuple[str, str, str]] = [
        (c.source, c.sink, "") for c in compiled.channels.values() if c.source and c.sink
    ]
    edges += [(w, r, name) for name, (w, r) in compiled.buffers.items()]
    start: dict[str, float] = {}
    finish: dict[str, float] = {}
    waiting = dict(actors)
    while waiting:
        name = next(
            n for n in waiting if all(s in finish for s, t, _ in edges if t == n)
        )  # fmt: skip
        actor = waiting.pop(name)
        begin, end = 0.0, 0.0
        for source, target, buffer in edges:
            if target != name:
                continue
            before = actors[source]
            if buffer:
                count = max(1, before.halves.get(buffer, 1))
                begin = max(begin, start[source] + before.work / count + before.fill + 1)
                mine = max(1, actor.halves.get(buffer, 1))
                end = max(end, finish[source] + actor.work / mine)
            else:
                begin = max(begin, start[source] + before.fill + FIFO_CYCLES)
                end = max(end, finish[source] + actor.fill + FIFO_CYCLES)
        load_here = loads.get(name)
        if load_here is not None and load_here.trail:
            data = next(c.source for c in compiled.channels.values() if "@" + c.name == name)
            pace = actors[data].work / max(1.0, load_here.beats)
            begin = start[data] + actors[data].fill + FIFO_CYCLES + load_here.burst * pace
            start[name] = begin
            finish[name] = max(begin + actor.work, finish[data] + load_here.trail)
            continue
        start[name] = begin
        finish[name] = max(begin + actor.work + actor.fill, end)
    writes = any(load.trail for load in loads.values())
    tail = timing.latency_cycles + WRITE_CYCLES if writes else 0
    return START_CYCLES + max(finish.values()) + tail + END_CYCLES
