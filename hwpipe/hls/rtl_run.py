"""Run a built kernel at register-transfer level and compare it with its definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import WorkError
from hwpipe.hls.builder import BuildResult
from hwpipe.hls.interp import interpret, writers
from hwpipe.hls.kernel import Kernel
from hwpipe.hls.lang import Mem, Scalar, Stream
from hwpipe.hls.types import Int

__all__ = ["RunResult", "compare", "run_rtl", "simulator_of"]


@dataclass
class RunResult:
    """Outputs of one run: streams and written arrays by name, and cycles."""

    streams: dict[str, list[Any]] = field(default_factory=dict)
    memories: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    cycles: int = 0


def element_dtype(dtype: Int) -> np.dtype[Any]:
    """Numpy type of an element in memory.

    Raises:
        WorkError: if no numpy type has that width.
    """
    if dtype.width not in {8, 16, 32, 64}:
        raise WorkError(f"elements of {dtype.width} bits have no numpy type")
    return np.dtype(f"{'i' if dtype.signed else 'u'}{dtype.width // 8}")


def stream_bytes(spec: Stream, items: list[Any]) -> npt.NDArray[np.uint8]:
    """Items as the beats of an AXI4-Stream, little endian."""
    beat = -(-spec.dtype.width * spec.lanes // 8)
    out = bytearray()
    mask = (1 << spec.dtype.width) - 1
    for item in items:
        lanes = item if spec.lanes > 1 else [item]
        word = 0
        for k, value in enumerate(lanes):
            word |= (int(value) & mask) << (k * spec.dtype.width)
        out += word.to_bytes(beat, "little")
    return np.frombuffer(bytes(out), np.uint8)


def stream_items(spec: Stream, beats: npt.NDArray[np.uint8]) -> list[Any]:
    """Beats (n, bytes) as items."""
    out: list[Any] = []
    for row in beats:
        word = int.from_bytes(row.tobytes(), "little")
        lanes = [spec.dtype(word >> (k * spec.dtype.width)) for k in range(spec.lanes)]
        out.append(lanes if spec.lanes > 1 else lanes[0])
    return out


def simulator_of(result: BuildResult, *, waves: Path | str | None = None, **options: Any) -> Path:
    """Folder of the compiled simulator of a build.

    Args:
        result: what `build` made.
        waves: file that `run_rtl` shall record to; its suffix, `.fst` or `.vcd`, decides which
            tracer is built in. Without it the simulator is several times faster.
        options: of `compiled.build`.

    Raises:
        InputError: the suffix is neither.
    """
    from hwpipe.sim import compiled
    from hwpipe.sim.state import PROCESS_SIGNALS

    if waves is not None:
        options["trace"] = compiled.trace_kind(waves)
    options.setdefault("watch", PROCESS_SIGNALS)
    return compiled.build(result.files, result.name, **options)


def run_rtl(
    result: BuildResult, folder: Path, values: Mapping[str, Any], *, seed: int = 1,
    stall: float = 0.0, repeat: int = 1, latency: int = 100, limit_cycles: int = 10_000_000,
    predicted_cycles: int | None = None, limit_factor: float = 2.0, waves: Path | str | None = None,
) -> RunResult:  # fmt: skip
    """Run a kernel in the compiled simulator.

    With waves: `run_rtl(result, simulator_of(result, waves=path), values, waves=path)`.

    Args:
        result: what `build` made.
        folder: what `simulator_of` made.
        values: as for `interpret`; arrays in memory are not changed.
        seed: of the random stalls.
        stall: chance of every channel to pause in a cycle.
        repeat: runs one after the other without reset; the last one's outputs are returned.
        latency: of the memory, in cycles.
        limit_cycles: of one run.
        predicted_cycles: of one run, from a cycle model.
        limit_factor: a run that takes longer than so many times the prediction is stopped.
        waves: file for all signals of all runs (GTKWave, Surfer); `simulator_of` must have been
            given the same.

    Raises:
        WorkError: the kernel broke a rule or took too long; the message gives both figures and
            the state of every process.
    """
    from hwpipe.sim.kernel import call
    from hwpipe.sim.simulator import PortSettings, Simulator

    kernel = result.compiled.kernel
    out = RunResult()
    with Simulator(folder, seed) as sim:
        if waves is not None:
            sim.open_waves(waves)
        if sim.ports.axi:
            sim.configure_all(
                PortSettings(read_latency_cycles=latency, write_latency_cycles=latency, stall=stall)
            )
        for stream in sim.ports.streams:
            sim.stall_stream(stream.name, stall)
        for _ in range(repeat):
            arguments: dict[str, int] = {}
            sim.free_all()
            for name, spec in kernel.objects.items():
                if isinstance(spec, Scalar):
                    arguments[name] = int(values[name])
                elif isinstance(spec, Mem):
                    data = np.asarray(values[name]).astype(element_dtype(spec.dtype))
                    arguments[name] = sim.allocate(data, writable=bool(writers(kernel, name)))
                elif isinstance(spec, Stream) and name in values:
                    sim.push(name, stream_bytes(spec, values[name]))
            out.cycles = call(
                sim, result.register_map, arguments, limit_cycles=limit_cycles,
                predicted_cycles=predicted_cycles, limit_factor=limit_factor, quiet_cycles=20_000,
            ).cycles  # fmt: skip
            for name, spec in kernel.objects.items():
                if isinstance(spec, Mem) and writers(kernel, name):
                    out.memories[name] = sim.read(
                        arguments[name], len(values[name]), element_dtype(spec.dtype)
                    ).astype(np.int64)
                elif (
                    isinstance(spec, Stream)
                    and len(kernel.users(name)) == 1
                    and writers(kernel, name)
                ):
                    sim.step(64)
                    out.streams[name] = stream_items(spec, sim.pop(name)[0])
    return out


def compare(kernel: Kernel, values: Mapping[str, Any], got: RunResult) -> str | None:
    """First difference between a run and the kernel run as plain Python; None if there is none."""
    copies = {
        k: np.array(v, copy=True) if isinstance(v, np.ndarray) else v for k, v in values.items()
    }
    streams = interpret(kernel, copies)
    for name, expected in streams.items():
        have = got.streams.get(name, [])
        for position, (a, b) in enumerate(zip(expected, have, strict=False)):
            if a != b:
                return f"{name}[{position}] is {b}, {a} expected"
        if len(expected) != len(have):
            return f"{name} has {len(have)} items, {len(expected)} expected"
    for name, memory in got.memories.items():
        wrong = np.nonzero(copies[name].astype(np.int64) != memory)[0]
        if len(wrong):
            at = int(wrong[0])
            return f"{name}[{at}] is {memory[at]}, {copies[name][at]} expected"
    return None
