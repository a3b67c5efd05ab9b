"""Cases of the hand-written kernels of `sim/rtl`, for benches and simulators alike."""

from __future__ import annotations

import numpy as np

from hwpipe.hls.rtl import Argument
from hwpipe.sim.case import Buffer, KernelCase

__all__ = ["axis_case", "copy_case"]


def copy_case(beats: int, seed: int) -> KernelCase:
    """Return a run of `bench_copy` on random words."""
    rng = np.random.default_rng(seed)
    words = rng.integers(0, 1 << 63, beats, dtype=np.uint64)
    addend = int(rng.integers(0, 1 << 63))
    before = rng.integers(0, 1 << 63, beats + 4, dtype=np.uint64)
    after = before.copy()
    after[:beats] = words + np.uint64(addend)
    return KernelCase(
        "bench_copy",
        (
            Argument("src", 64, bundle="gmem"),
            Argument("dst", 64, bundle="gmem"),
            Argument("beats", 32),
            Argument("addend", 64),
        ),
        {"beats": beats, "addend": addend},
        {"src": Buffer(words), "dst": Buffer(before, after)},
    )


def axis_case(beats: int, seed: int) -> KernelCase:
    """Return a run of `bench_axis` on random words."""
    words = np.random.default_rng(seed).integers(0, 1 << 32, beats, dtype=np.uint32)
    return KernelCase(
        "bench_axis", streams_in={"x": words}, streams_out={"y": words + np.uint32(1)}
    )
