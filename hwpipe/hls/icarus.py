"""Small simulations with Icarus Verilog: a self-contained bench per kernel, random stalls.

Building takes a tenth of a second, so this is what differential fuzzing runs on; long runs
belong to the compiled simulator.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import WorkError
from hwpipe.hls.builder import BuildResult
from hwpipe.hls.icarus_bench import Bench, write_bench
from hwpipe.hls.interp import writers
from hwpipe.hls.lang import Mem, Stream
from hwpipe.hls.rtl_run import RunResult, element_dtype, stream_items

__all__ = ["available", "run_icarus"]


def available() -> bool:
    """Whether Icarus Verilog is on PATH."""
    return shutil.which("iverilog") is not None and shutil.which("vvp") is not None


def _simulate(result: BuildResult, work: Path) -> int:
    """Compile and run the bench in a folder; gives the cycles of the last run."""
    built = subprocess.run(
        ["iverilog", "-g2012", "-o", "bench.vvp", "-s", "bench", "bench.sv",
         *map(str, (p.resolve() for p in result.files))],
        cwd=work, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if built.returncode:
        raise WorkError(f"iverilog: {built.stderr.strip().splitlines()[0]}", where=str(work))
    ran = subprocess.run(
        ["vvp", "-n", "bench.vvp"], cwd=work, capture_output=True, text=True, check=False,
        timeout=600,
    )  # fmt: skip
    if "ERROR" in ran.stdout or "FINISHED" not in ran.stdout:
        tail = " / ".join(ran.stdout.strip().splitlines()[-3:])
        raise WorkError(f"simulation of {result.name} failed: {tail}", where=str(work))
    cycles = [int(x.split()[1]) for x in ran.stdout.splitlines() if x.startswith("CYCLES")]
    return cycles[-1]


def _items(spec: Stream, name: str, work: Path, repeat: int) -> list[Any]:
    """What the last run put into a stream.

    Raises:
        WorkError: undefined bits, or another run put something else.
    """
    words = (work / f"{name}.out").read_text(encoding="utf-8").split()
    if any("x" in word for word in words):
        raise WorkError(f"{name} carries undefined bits", where=str(work))
    rows = [np.frombuffer(bytes.fromhex(w)[::-1], np.uint8) for w in words]
    items = stream_items(spec, rows)  # type: ignore[arg-type]
    count = len(items) // repeat
    last = items[-count:] if count else []
    if items != last * repeat:
        raise WorkError(f"{name} differs from run to run", where=str(work))
    return last


def _arrays(
    result: BuildResult, values: Mapping[str, Any], bench: Bench, bundle: str, work: Path
) -> dict[str, npt.NDArray[np.int64]]:
    """What the arrays of a bundle that the kernel writes hold at the end."""
    text = (work / f"{bundle}.out").read_text(encoding="utf-8")
    words = [w for line in text.splitlines() if not line.startswith("//") for w in line.split()]
    raw = bytes(int(w, 16) if "x" not in w else 0 for w in words)
    kernel = result.compiled.kernel
    out = {}
    for name, base in bench.bases.items():
        spec = kernel.objects[name]
        mine = result.compiled.schedule.bundles.get(name, ("gmem", 64))[0]
        if isinstance(spec, Mem) and mine == bundle and writers(kernel, name):
            dtype = element_dtype(spec.dtype)
            end = base + len(values[name]) * dtype.itemsize
            out[name] = np.frombuffer(raw[base:end], dtype).astype(np.int64)
    return out


def run_icarus(
    result: BuildResult, values: Mapping[str, Any], work: Path, *, seed: int = 1,
    stall: float = 0.3, repeat: int = 2, latency: int = 5, limit_cycles: int = 100_000,
) -> RunResult:  # fmt: skip
    """Run a kernel in Icarus.

    Args:
        result: what `build` made.
        values: as for `interpret`; not changed.
        work: folder for the bench and its files.
        seed: of the stalls.
        stall: chance of every channel to pause in a cycle.
        repeat: runs without reset in between; outputs of the last one are returned.
        latency: of the memory.
        limit_cycles: of all runs together.

    Raises:
        WorkError: if Icarus refuses the files, an assertion fails or the run does not end.
    """
    work.mkdir(parents=True, exist_ok=True)
    bench = write_bench(
        result, values, work, seed=seed, stall=stall, repeat=repeat, latency=latency,
        limit_cycles=limit_cycles,
    )  # fmt: skip
    out = RunResult(cycles=_simulate(result, work))
    for name in bench.sinks:
        spec = result.compiled.kernel.objects[name]
        assert isinstance(spec, Stream)
        out.streams[name] = _items(spec, name, work, repeat)
    for bundle in bench.memories:
        out.memories |= _arrays(result, values, bench, bundle, work)
    return out
