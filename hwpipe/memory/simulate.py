"""One device with one compute and two copy engines, exactly.

Compute runs the stage's micro-batches in 1F1B order, block by block. A swapped block is copied
out as soon as its forward is done and copied in before its backward, each engine in the order
of the program. Memory is given out in that order too: a block's room is reserved for its forward,
its copy in or its recomputation as soon as it is free and every earlier reservation has been met.
Copies in therefore run ahead as far as memory allows (KARMA, SC'20, hides the swap-in of a block
under the backward of the block behind it), no step ever waits for a later one, and
choices that cannot get their room in program order cannot run at all.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hwpipe.memory.model import Choice, StageMemory

__all__ = ["StageRun", "program", "simulate_stage"]


@dataclass(frozen=True, slots=True)
class StageRun:
    """What the simulation found, in seconds and bytes.

    `stall_s` is makespan minus all compute; `events` lists (engine, kind, block, micro-batch,
    start, end), engines being `compute`, `out` and `in`.
    """

    makespan_s: float
    peak_bytes: float
    recompute_s: float
    stall_s: float
    copy_out_s: float
    copy_in_s: float
    events: tuple[tuple[str, str, int, int, float, float], ...]


def program(microbatches: int, in_flight: int) -> Iterator[tuple[str, int]]:
    """Forward and backward passes in 1F1B order with at most `in_flight` micro-batches held."""
    for m in range(in_flight):
        yield "F", m
    for m in range(microbatches):
        yield "B", m
        if in_flight + m < microbatches:
            yield "F", in_flight + m


def simulate_stage(
    stage: StageMemory, choices: Sequence[Choice], held_bytes: float, *, record: bool = False
) -> StageRun | None:
    """Run one iteration of a training stage.

    Args:
        stage: blocks and memory.
        choices: `keep`, `recompute` or `swap` for each block.
        held_bytes: state and workspace that stay throughout.
        record: whether to list events.

    Returns:
        The run, or None if the choices do not fit the memory.
    """
    blocks = stage.blocks
    # A relative 1e-9 forgives the order of float additions, not a byte that matters.
    room = stage.capacity_bytes * (1 + 1e-9) - held_bytes
    releases: list[tuple[float, float]] = []  # of reserved memory, a heap by time
    levels: list[tuple[float, int, float]] = []  # changes of what is really held
    events: list[tuple[str, str, int, int, float, float]] = []
    compute = copy_out = copy_in = reserved_at = again = 0.0
    out_end: dict[tuple[int, int], float] = {}
    busy_out = busy_in = busy = 0.0
    speed = stage.host_bytes_per_s

    for kind, m in program(stage.microbatches, stage.in_flight):
        order = range(len(blocks)) if kind == "F" else range(len(blocks) - 1, -1, -1)
        for b in order:
            block, choice = blocks[b], choices[b]
            size = block.activation_bytes
            spare = size - block.checkpoint_bytes
            ask = size if kind == "F" or choice == "swap" else spare
            if kind == "F" or choice != "keep":
                while ask > room:
                    if not releases:
                        return None
                    when, freed = heapq.heappop(releases)
                    reserved_at = max(reserved_at, when)
                    room += freed
                room -= ask
            if kind == "F":
                start = max(compute, reserved_at)
                compute = start + block.forward_s
                busy += block.forward_s
                levels.append((start, 1, size))
                if record:
                    events.append(("compute", "F", b, m, start, compute))
                if choice == "recompute":
                    heapq.heappush(releases, (compute, spare))
                    levels.append((compute, 0, -spare))
                elif choice == "swap":
                    begin = max(copy_out, compute)
                    copy_out = begin + size / speed
                    busy_out += size / speed
                    out_end[m, b] = copy_out
                    heapq.heappush(releases, (copy_out, size))
                    levels.append((copy_out, 0, -size))
                    if record:
                        events.append(("out", "SWAP", b, m, begin, copy_out))
                continue
            if choice == "swap":
                begin = max(copy_in, reserved_at, out_end[m, b])
                copy_in = begin + size / speed
                busy_in += size / speed
                levels.append((begin, 1, size))
                compute = max(compute, copy_in)
                if record:
                    events.append(("in", "SWAP", b, m, begin, copy_in))
            elif choice == "recompute":
                start = max(compute, reserved_at)
                compute = start + block.forward_s
                again += block.forward_s
                levels.append((start, 1, spare))
                if record:
                    events.append(("compute", "RECOMPUTE", b, m, start, compute))
            start = compute
            compute = start + block.backward_s
            busy += block.backward_s
            heapq.heappush(releases, (compute, size))
            levels.append((compute, 0, -size))
            if record:
                events.append(("compute", "BW", b, m, start, compute))

    level = peak = held_bytes
    for _, _, change in sorted(levels):
        level += change
        peak = max(peak, level)
    return StageRun(
        makespan_s=compute,
        peak_bytes=peak,
        recompute_s=again,
        stall_s=max(0.0, compute - busy - again),
        copy_out_s=busy_out,
        copy_in_s=busy_in,
        events=tuple(events),
    )
