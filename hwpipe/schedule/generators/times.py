"""From p stages as they are measured to the stages of a schedule: chunks, Vs, relays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from hwpipe.errors import InputError
from hwpipe.schedule.generators.greedy import Placement, StageCosts
from hwpipe.schedule.model import PipelineTimes

__all__ = ["Layout", "layout_rows", "spread_times", "stage_costs"]

#: How the p measured rows map to the stages of a schedule: one each; v chunks in rounds; two
#: chunks on a V; teacher and student blocks on the same rank.
Layout = Literal["line", "loop", "v", "relay"]


def layout_rows(layout: Layout, rows: int, chunks: int) -> list[int]:
    """The measured row that each stage of the schedule is a part of."""
    line = list(range(rows))
    if layout == "loop":
        return line * chunks
    return {"line": line, "v": line + line[::-1], "relay": line + line}[layout]


def spread_times(times: PipelineTimes, layout: Layout, chunks: int = 1) -> PipelineTimes:
    """Times of a schedule's stages from those of p equal parts of a model.

    The layers of a row are taken to divide evenly among its chunks, and boundary tensors to be
    as large between chunks as between rows. In rounds (`loop`) the way from the last rank to the
    first costs as much as the slowest boundary. A `relay` has the teacher's forward on the first
    p stages, the student's forward and backward on the others, and boundaries p - 1 for the
    relay and p for the targets, which stand on the same rank.

    Raises:
        InputError: skips, which have no meaning between chunks.
    """
    rows = len(times.forward_s)
    if layout == "line":
        return times
    if times.skips:
        raise InputError("skip tensors between the chunks of a schedule", where="pipeline times",
                         limit="schedules of one stage a rank", remedy="use 1f1b-as")  # fmt: skip
    parts = 1 if layout == "relay" else 2 if layout == "v" else chunks
    order = layout_rows(layout, rows, chunks)

    def stages(row: Sequence[float], by: int = parts) -> tuple[float, ...]:
        return tuple(row[i] / by for i in order) if row else ()

    def boundaries(row: Sequence[float]) -> tuple[float, ...]:
        if not row and rows > 1:
            return ()
        if layout == "relay":
            return (*row, *(0.0,) * rows)
        if layout == "v":
            return (*row, 0.0, *reversed(row))
        around = (max(row, default=0.0),)
        return (*row, *((*around, *row) * (chunks - 1)))

    beside = list(times.overlap)
    if layout == "loop":  # the way round is as good as the worst
        beside += [all(times.overlap), *times.overlap] * (chunks - 1)
    elif layout == "v":
        beside += [True, *reversed(times.overlap)]
    else:
        beside += [True] * rows
    return replace(
        times,
        forward_s=stages(times.forward_s),
        backward_input_s=_trained(stages(times.backward_input_s), layout, rows),
        backward_weight_s=_trained(stages(times.backward_weight_s), layout, rows),
        send_forward_s=boundaries(times.send_forward_s),
        send_backward_s=boundaries(times.send_backward_s),
        overlap=tuple(beside),
        weight_bytes=stages(times.weight_bytes),
        activation_bytes=_trained(stages(times.activation_bytes), layout, rows),
        workspace_bytes=stages(times.workspace_bytes, 1),
        memory_bytes=stages(times.memory_bytes, 1),
        reduce_s=stages(times.reduce_s),
        update_s=_trained(stages(times.update_s), layout, rows),
        link_names=(),
        latency_forward_s=boundaries(times.latency_forward_s),
        latency_backward_s=boundaries(times.latency_backward_s),
        boundary_bytes=boundaries(times.boundary_bytes),
        stash_bytes=stages(times.stash_bytes),
        link_lanes=(),
        weight_gradient_bytes=_trained(stages(times.weight_gradient_bytes), layout, rows),
    )


def _trained(row: tuple[float, ...], layout: Layout, rows: int) -> tuple[float, ...]:
    """Nothing on the teacher's stages of a relay."""
    return (0.0,) * rows + row[rows:] if layout == "relay" and row else row


def stage_costs(times: PipelineTimes, placement: Placement) -> StageCosts:
    """What list scheduling needs of the times of a schedule's stages.

    A rank may hold, as activations, its memory without weights and workspace.
    """
    late = times.weight_gradient_bytes or times.activation_bytes
    caps = []
    for held in placement.held():
        memory = min((times.memory_bytes[s] for s in held), default=math.inf)
        fixed = sum(times.weight_bytes[s] for s in held)
        caps.append(memory - fixed - max((times.workspace_bytes[s] for s in held), default=0.0))
    send = []
    for s, (there, back) in enumerate(
        zip(times.send_forward_s, times.send_backward_s, strict=True)
    ):
        local = all(route[s] == route[s + 1] for route in placement.routes)
        send.append(0.0 if local else max(there, back))
    return StageCosts(
        forward_s=times.forward_s,
        input_s=times.backward_input_s,
        weight_s=times.backward_weight_s,
        send_s=tuple(send),
        kept_bytes=times.activation_bytes,
        late_bytes=tuple(min(a, b) for a, b in zip(late, times.activation_bytes, strict=True)),
        cap_bytes=tuple(caps),
    )
