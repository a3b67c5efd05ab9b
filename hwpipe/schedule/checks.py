"""Checks of pipeline times: lengths and values, before anything is simulated with them."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import SupportsFloat

from hwpipe.errors import InputError
from hwpipe.schedule.model import PipelineTimes, RankTimes, Schedule, Skip

__all__ = ["check_ranks", "check_times"]


def check_times(
    times: PipelineTimes, stages: int, boundaries: int | None = None, slices: int = 1
) -> None:
    """Check lengths and values of `times` for a pipeline of `stages` stages.

    Args:
        times: the times.
        stages: number of stages.
        boundaries: number of boundaries; None: stages - 1.
        slices: token slices of a micro-batch.

    Raises:
        InputError: a length that does not match, a negative, infinite or NaN time or size, a
            latency above its transfer, or a skip that does not go forward past a neighbour.
    """
    count = stages - 1 if boundaries is None else boundaries
    for name, required in (
        ("forward_s", True), ("backward_input_s", True), ("backward_weight_s", True),
        ("weight_bytes", True), ("activation_bytes", True), ("workspace_bytes", True),
        ("memory_bytes", True), ("reduce_s", False), ("update_s", False), ("stash_bytes", False),
        ("weight_gradient_bytes", False),
    ):  # fmt: skip
        _check_row(name, getattr(times, name), stages, what="stage", required=required)
    for name, required in (
        ("send_forward_s", True), ("send_backward_s", True), ("overlap", True),
        ("latency_forward_s", False), ("latency_backward_s", False), ("link_names", False),
        ("boundary_bytes", False), ("link_lanes", False),
    ):  # fmt: skip
        _check_row(name, getattr(times, name), count, what="boundary", required=required)
    for name in ("slice_time_share", "slice_size_share"):
        _check_row(name, getattr(times, name), slices, what="slice", required=False)
    _check_row("stage_slice_share", times.stage_slice_share, stages, what="stage", required=False)
    for row in times.stage_slice_share:
        _check_row("stage_slice_share", row, slices, what="slice", required=True)
    for boundary in range(count):
        for way in ("forward", "backward"):
            latency = getattr(times, f"latency_{way}_s")
            send = getattr(times, f"send_{way}_s")
            if latency and latency[boundary] > send[boundary]:
                raise _bad(f"latency_{way}_s of boundary {boundary} is {latency[boundary]:g}",
                           f"at most send_{way}_s = {send[boundary]:g}")  # fmt: skip
        if times.link_lanes and times.link_lanes[boundary] < 1:
            raise _bad(f"link_lanes of boundary {boundary} is {times.link_lanes[boundary]}",
                       "at least 1")  # fmt: skip
    for skip in times.skips:
        _check_skip(skip, stages)


def _bad(what: str, limit: str) -> InputError:
    return InputError(what, where="pipeline times", limit=limit, remedy="correct the times")


def _check_row(
    name: str, row: tuple[object, ...], count: int, *, what: str, required: bool
) -> None:
    if len(row) != count and (required or row):
        raise _bad(f"{name} has {len(row)} entries", f"one for each {what}, {count} in all")
    infinite = name == "memory_bytes"  # of an unknown device
    top = math.inf if infinite else sys.float_info.max
    for index, value in enumerate(row):
        if type(value) is float:  # nearly always; the protocol below takes long to ask for
            if 0 <= value <= top:
                continue
        elif isinstance(value, (str, tuple)):
            continue
        if isinstance(value, SupportsFloat) and not 0 <= float(value) <= top:
            raise _bad(
                f"{name} of {what} {index} is {float(value):g}",
                "at least 0" if infinite else "at least 0 and finite",
            )


def _check_skip(skip: Skip, stages: int) -> None:
    if not 0 <= skip.src < skip.src + 1 < skip.dst < stages:
        raise _bad(f"skip from stage {skip.src} to stage {skip.dst}",
                   f"past a neighbour and forward, stages 0 to {stages - 1}")  # fmt: skip
    for way in ("forward", "backward"):
        send, latency = getattr(skip, f"send_{way}_s"), getattr(skip, f"latency_{way}_s")
        if not (0 <= latency <= send < math.inf):
            raise _bad(
                f"skip from stage {skip.src} to stage {skip.dst}: send_{way}_s {send:g} with "
                f"latency_{way}_s {latency:g}", "0 <= latency <= send, finite",
            )  # fmt: skip
    if not 0 <= skip.size_bytes < math.inf:
        raise _bad(f"skip from stage {skip.src} to stage {skip.dst}: size_bytes "
                   f"{skip.size_bytes:g}", "at least 0 and finite")  # fmt: skip


def check_ranks(ranks: Sequence[RankTimes], schedule: Schedule) -> None:
    """Check times of single ranks.

    Raises:
        InputError: not one for each rank, a rank of several stages, or a value out of range.
    """
    held = schedule.rank_stage
    if len(ranks) != len(held) or any(len(stages) != 1 for stages in held):
        raise _bad(f"{len(ranks)} rank times", f"one for each of {len(held)} ranks of one stage")
    for name in RankTimes.__dataclass_fields__:
        _check_row(name, tuple(getattr(r, name) for r in ranks), len(ranks), what="rank",
                   required=True)  # fmt: skip
