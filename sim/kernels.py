"""Cases of kernels, for benches and simulators alike: those of `sim/rtl`, and compiled ones."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np

from hwpipe.hls import BuildResult, Mem, Scalar, Stream
from hwpipe.hls.interp import interpret, writers
from hwpipe.hls.rtl_run import element_dtype, stream_bytes
from hwpipe.rtl import Argument
from hwpipe.sim.case import Buffer, KernelCase

__all__ = ["axis_case", "compiled_case", "copy_case"]


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


def compiled_case(result: BuildResult, values: Mapping[str, Any]) -> KernelCase:
    """Return a run of a kernel that the HLS compiler built; its definition says what comes out.

    Args:
        result: what `hwpipe.hls.build` returned.
        values: scalars, arrays in memory and items of the input streams, by name.
    """
    kernel = result.compiled.kernel
    after = {k: copy.deepcopy(v) for k, v in values.items()}
    streams = interpret(kernel, after)
    buffers = {}
    for name, spec in kernel.objects.items():
        if isinstance(spec, Mem):
            dtype = element_dtype(spec.dtype)
            written = after[name].astype(dtype) if writers(kernel, name) else None
            buffers[name] = Buffer(np.asarray(values[name]).astype(dtype), written)
    specs = {n: s for n, s in kernel.objects.items() if isinstance(s, Stream)}
    return KernelCase(
        result.name,
        tuple(placed.argument for placed in result.register_map.arguments),
        {n: int(values[n]) for n, s in kernel.objects.items() if isinstance(s, Scalar)},
        buffers,
        {n: stream_bytes(s, values[n]) for n, s in specs.items() if n in values},
        {n: stream_bytes(specs[n], items) for n, items in streams.items()},
    )
