"""Hydra's spilling (arXiv 2110.08633): weights in host memory, shards of them on the device.

A model that fits nowhere is cut greedily into shards, each with its training state and the
activations of one micro-batch within the device's memory less a buffer. Every micro-batch visits
the shards front to back and, in training, back to front; between visits only the activations at
the cuts stay, in host memory, and a backward visit runs its shard's forward again (but not at the
last shard, where the backward follows at once). While a shard
computes, the next one is loaded into the buffer, as much of it as the buffer holds (double
buffering); the rest follows when the shard's room is free, which is when its gradients and state
have been written back. With many models at once the one with the longest remaining time goes
first.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.memory.model import StageMemory
from hwpipe.units import format_bytes

__all__ = ["SpillPlan", "greedy_shards", "longest_remaining_first", "spill", "visits_s"]

#: Shares of the device's memory that are tried as buffer.
_BUFFERS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class SpillPlan:
    """Shards and what they cost in one iteration.

    Attributes:
        shards: blocks (start, stop) of each; they concatenate to the stage.
        buffer_bytes: set aside for the next shard.
        peak_bytes: largest shard plus the buffer.
        makespan_s: seconds of all micro-batches.
        recompute_s: forwards that run again, of them.
        copy_in_s, copy_out_s: seconds that each copy engine is busy.
    """

    shards: tuple[tuple[int, int], ...]
    buffer_bytes: float
    peak_bytes: float
    makespan_s: float
    recompute_s: float
    copy_in_s: float
    copy_out_s: float


@dataclass(frozen=True, slots=True)
class _Visit:
    load_bytes: float
    compute_s: float
    store_bytes: float


def _need(stage: StageMemory, start: int, stop: int) -> float:
    """Bytes of a shard while it runs: state, activations of one micro-batch, workspace."""
    blocks = stage.blocks[start:stop]
    state = stage.state_factor * math.fsum(b.weight_bytes for b in blocks)
    sizes = [b.activation_bytes for b in blocks]
    # Inference holds the buffers of the stage's boundaries whichever shard runs.
    kept = math.fsum(sizes) if stage.training else max(b.activation_bytes for b in stage.blocks)
    return state + kept + stage.workspace_bytes


def greedy_shards(stage: StageMemory, buffer_bytes: float) -> tuple[tuple[int, int], ...]:
    """Shards as large as fit, front to back, each within the memory less the buffer.

    Greedy gives the fewest shards, since a part of a shard that fits fits too.

    Raises:
        InfeasibleError: if a single block does not fit; names it and its bytes.
    """
    room = (stage.capacity_bytes - buffer_bytes) * (1 + 1e-9)
    shards: list[tuple[int, int]] = []
    start = 0
    for stop in range(1, len(stage.blocks) + 1):
        if _need(stage, start, stop) <= room:
            continue
        if stop - 1 > start:
            shards.append((start, stop - 1))
            start = stop - 1
        alone = _need(stage, start, start + 1)
        if alone > room:
            block = stage.blocks[start]
            raise InfeasibleError(
                f"block {block.name or start} alone needs {format_bytes(alone)}, of which "
                f"{format_bytes(stage.state_factor * block.weight_bytes)} are weights and their "
                "state",
                where=stage.name,
                limit=f"{format_bytes(stage.capacity_bytes)} of device memory"
                + (f" less a buffer of {format_bytes(buffer_bytes)}" if buffer_bytes else ""),
                remedy="use a smaller micro-batch, a device with more memory, or split the layer",
            )
    shards.append((start, len(stage.blocks)))
    return tuple(shards)


def _visits(stage: StageMemory, shards: Sequence[tuple[int, int]]) -> list[_Visit]:
    """Visits of one iteration.

    A shard that is there already is not loaded again, its gradients and state only once it has
    a backward; what backward visits changed is written back when the shard makes room.
    """
    rounds = [(s, False) for s in range(len(shards))]
    if stage.training:
        rounds += [(s, True) for s in reversed(range(len(shards)))]
    visits: list[_Visit] = []
    there, has_state, changed = -1, False, 0.0
    for s, backward in rounds * stage.microbatches:
        blocks = stage.blocks[slice(*shards[s])]
        weight = math.fsum(b.weight_bytes for b in blocks)
        state = (stage.state_factor - 1) * weight
        entering = blocks[0].checkpoint_bytes if stage.training else 0.0
        forward = math.fsum(b.forward_s for b in blocks)
        turn = s == len(shards) - 1  # its backward follows its forward at once
        if s != there:
            if has_state:
                last = visits[-1]
                visits[-1] = replace(last, store_bytes=last.store_bytes + changed)
            has_state = False
        load = 0.0 if s == there else weight
        changed = weight + state
        if not backward:
            visits.append(_Visit(load, forward, 0.0 if turn else entering))
        else:
            load += (0.0 if has_state else state) + (0.0 if turn else entering)
            has_state = True
            seconds = (0.0 if turn else forward) + math.fsum(b.backward_s for b in blocks)
            visits.append(_Visit(load, seconds, 0.0))
        there = s
    if has_state:
        visits[-1] = replace(visits[-1], store_bytes=visits[-1].store_bytes + changed)
    return visits


def visits_s(
    visits: Sequence[tuple[float, float, float]],
    bytes_per_s: float,
    buffer_bytes: float,
) -> float:
    """Makespan of visits with one compute and two copy engines.

    Args:
        visits: (bytes to load, compute seconds, bytes to write back) each, in order.
        bytes_per_s: bandwidth of each copy engine.
        buffer_bytes: of the next visit's bytes, as many are loaded while this one computes;
            0 turns double buffering off.
    """
    began = free = copy_in = 0.0
    for load, seconds, store in visits:
        ahead = min(load, buffer_bytes)
        # The buffer is empty once the visit before has begun (its content is in use then).
        copy_in = max(copy_in, began) + ahead / bytes_per_s
        if load > ahead:
            copy_in = max(copy_in, free) + (load - ahead) / bytes_per_s
        began = max(free, copy_in if load > 0 else 0.0)
        free = began + seconds + store / bytes_per_s
    return free


def spill(stage: StageMemory, *, buffer_bytes: float | None = None) -> SpillPlan:
    """Shards of a stage whose weights live in host memory, and the time of an iteration.

    Args:
        stage: blocks, memory and host bandwidth.
        buffer_bytes: memory set aside for the next shard; None tries several shares of the
            device's memory and takes the fastest.

    Raises:
        InfeasibleError: if a single block does not fit.
    """
    if buffer_bytes is not None and not 0 <= buffer_bytes < stage.capacity_bytes:
        raise InputError(f"a buffer of {buffer_bytes:g} bytes", where=stage.name,
                         limit=f"0 to {stage.capacity_bytes:g} bytes")  # fmt: skip
    sizes = [s * stage.capacity_bytes for s in _BUFFERS] if buffer_bytes is None else [buffer_bytes]
    best: SpillPlan | None = None
    for at, size in enumerate(sizes):
        try:
            shards = greedy_shards(stage, size)
        except InfeasibleError:
            if at == 0:
                raise
            break  # larger buffers leave less room
        visits = _visits(stage, shards)
        figures = [(v.load_bytes, v.compute_s, v.store_bytes) for v in visits]
        seconds = visits_s(figures, stage.host_bytes_per_s, size)
        again = math.fsum(v.compute_s for v in visits) - stage.compute_s
        plan = SpillPlan(
            shards=shards,
            buffer_bytes=size,
            peak_bytes=max(_need(stage, *shard) for shard in shards) + size,
            makespan_s=seconds,
            recompute_s=max(0.0, again),
            copy_in_s=math.fsum(v.load_bytes for v in visits) / stage.host_bytes_per_s,
            copy_out_s=math.fsum(v.store_bytes for v in visits) / stage.host_bytes_per_s,
        )
        if best is None or plan.makespan_s < best.makespan_s * (1 - 1e-12):
            best = plan
    assert best is not None
    return best


def longest_remaining_first(
    tasks: Sequence[Sequence[float]], devices: int
) -> tuple[float, tuple[tuple[int, int, float, float], ...]]:
    """Hydra's scheduler of many models: the one with the longest remaining time goes first.

    A task is a sequence of shard visits, one at a time and each on any free device. For tasks of
    one visit this is Graham's longest processing time rule, at most 4/3 - 1/(3 m) of the
    optimum (Graham 1969).

    Args:
        tasks: seconds of each visit of each task, in order.
        devices: number of equal devices.

    Returns:
        The makespan, and (task, device, start, end) of every visit in order of start.
    """
    if devices < 1:
        raise InputError(f"{devices} devices", limit="at least 1")
    remaining = [math.fsum(visits) for visits in tasks]
    at = [0] * len(tasks)
    waiting = [(-left, k) for k, left in enumerate(remaining) if len(tasks[k])]
    heapq.heapify(waiting)
    idle = list(range(devices))
    running: list[tuple[float, int, int]] = []  # end, task, device
    done: list[tuple[int, int, float, float]] = []
    now = 0.0
    while waiting or running:
        while waiting and idle:
            _, k = heapq.heappop(waiting)
            device = heapq.heappop(idle)
            end = now + tasks[k][at[k]]
            heapq.heappush(running, (end, k, device))
            done.append((k, device, now, end))
        now = running[0][0]
        # Everything that ends now is free before the next choice is made.
        while running and running[0][0] <= now:
            _, k, device = heapq.heappop(running)
            remaining[k] -= tasks[k][at[k]]
            at[k] += 1
            heapq.heappush(idle, device)
            if at[k] < len(tasks[k]):
                heapq.heappush(waiting, (-remaining[k], k))
    return now, tuple(done)
