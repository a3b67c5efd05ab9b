"""C simulation of an emitted kernel with a plain C++ compiler, and its comparison.

The headers `ap_int.h` and `hls_stream.h` come from the vendor's tool, or from the hls4ml wheel
(`pip install --no-deps hls4ml`; Apache-2.0), of which nothing but these headers is used.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from hwpipe.errors import InputError, WorkError
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.interp import interpret, writers
from hwpipe.hls.lang import Mem, Scalar, Stream
from hwpipe.hls.rtl_run import RunResult, stream_bytes, stream_items
from hwpipe.hls.types import Int
from hwpipe.hls.vitis.emit import arguments, write_vitis

__all__ = ["ap_types_dir", "build_csim", "compile_cpp", "run_csim", "write_csim_case"]


def ap_types_dir() -> Path | None:
    """Folder of `ap_int.h` in the installed hls4ml wheel; None where it is not installed."""
    spec = importlib.util.find_spec("hls4ml")
    for root in (spec.submodule_search_locations or []) if spec is not None else []:
        folder = Path(root) / "templates" / "vivado" / "ap_types"
        if (folder / "ap_int.h").is_file():
            return folder
    return None


def _bytes(dtype: Int, values: Any) -> bytes:
    width = -(-dtype.width // 8)
    mask = (1 << (8 * width)) - 1
    return b"".join((int(v) & mask).to_bytes(width, "little") for v in values)


def _values(dtype: Int, raw: bytes) -> list[int]:
    width = -(-dtype.width // 8)
    return [dtype(int.from_bytes(raw[k : k + width], "little")) for k in range(0, len(raw), width)]


def write_csim_case(
    compiled: Compiled, values: Mapping[str, Any], folder: Path, *, expected: bool = True
) -> None:
    """Write a case: the arguments, and what the kernel run as plain Python makes of them.

    Args:
        compiled: the kernel.
        values: as for `interpret`; arrays are not changed.
        folder: made if it is missing.
        expected: whether to write expected outputs too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kernel = compiled.kernel
    copies = {
        k: np.array(v, copy=True) if isinstance(v, np.ndarray) else v for k, v in values.items()
    }
    streams = interpret(kernel, copies) if expected else {}
    for name in arguments(compiled):
        item = kernel.objects[name]
        path = folder / f"{name}.bin"
        written = bool(writers(kernel, name))
        if isinstance(item, Scalar):
            path.write_bytes(_bytes(item.dtype, [values[name]]))
        elif isinstance(item, Mem):
            path.write_bytes(_bytes(item.dtype, values[name]))
            if written and expected:
                data = _bytes(item.dtype, copies[name])
                (folder / f"{name}_expected.bin").write_bytes(data)
        elif isinstance(item, Stream) and not written:
            path.write_bytes(stream_bytes(item, list(values[name])).tobytes())
        elif isinstance(item, Stream) and expected:
            data = stream_bytes(item, streams[name]).tobytes()
            (folder / f"{name}_expected.bin").write_bytes(data)


def compile_cpp(
    sources: Sequence[Path], program: Path, *, include: Sequence[Path], headers: Path | None = None,
    compiler: str = "g++", optimize: str = "-O1", flags: Sequence[str] = (),
    timeout_s: float = 300.0,
) -> None:  # fmt: skip
    """Compile C simulation sources.

    Args:
        sources: C++ files.
        program: what to make.
        include: folders of emitted headers.
        headers: folder of `ap_int.h`; the hls4ml wheel's where none is given.
        compiler: C++ compiler.
        optimize: optimisation flag.
        flags: further flags of the compiler.
        timeout_s: longest compilation.

    Raises:
        InputError: no compiler or no headers.
        WorkError: the compiler refuses the source (a bug of hwpipe), or is too slow.
    """
    headers = headers or ap_types_dir()
    if headers is None:
        raise InputError(
            "C simulation needs ap_int.h", remedy="pip install --no-deps hls4ml, or give its folder"
        )
    if shutil.which(compiler) is None:
        raise InputError(f"C++ compiler {compiler} not found", remedy="install g++ or clang++")
    with resources.as_file(resources.files("hwpipe.hls.vitis") / "include" / "csim") as shim:
        command = [
            compiler, optimize, *flags, "-std=c++14", "-w",
            *(f"-I{folder}" for folder in include), "-isystem", str(headers), f"-I{shim}",
            *map(str, sources), "-o", str(program),
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=timeout_s
            )
        except subprocess.TimeoutExpired:
            raise WorkError(f"{compiler} took over {timeout_s:g} s on {sources[0].name}") from None
    if done.returncode:
        first = next((x for x in done.stderr.splitlines() if "error" in x), done.stderr[:300])
        raise WorkError(f"{compiler} refuses the emitted {sources[0].name}: {first}")


def build_csim(compiled: Compiled, folder: Path, **options: Any) -> Path:
    """Emit a kernel and compile its C simulation; gives the program.

    Args:
        compiled: the kernel.
        folder: for the sources and the program.
        options: for `compile_cpp`.

    Raises:
        InputError: no compiler, no headers, or what Vitis HLS C++ cannot express.
        WorkError: the compiler refuses the emitted source (a bug of hwpipe), or is too slow.
    """
    name = compiled.kernel.name
    write_vitis(compiled, folder)
    program = folder / f"csim_{name}"
    sources = [folder / f"{name}.cpp", folder / f"tb_{name}.cpp"]
    compile_cpp(sources, program, include=[folder], **options)
    return program


def run_csim(
    compiled: Compiled, values: Mapping[str, Any], folder: Path, *, program: Path | None = None,
    number: int | None = None, timeout_s: float = 300.0, **options: Any,
) -> RunResult:  # fmt: skip
    """Run a kernel's C++ on one set of arguments.

    Args:
        compiled: the kernel.
        values: as for `interpret`; arrays are not changed.
        folder: working folder.
        program: what `build_csim` made; built here where none is given.
        number: of the kernel, in a program that holds a batch of them.
        timeout_s: longest run.
        options: for `build_csim`.

    Raises:
        WorkError: the program fails, hangs, or reads a stream more often than it was fed.
    """
    program = program or build_csim(compiled, folder, **options)
    case = folder / "case"
    write_csim_case(compiled, values, case, expected=False)
    try:
        done = subprocess.run(
            [str(program), *([] if number is None else [str(number)]), str(case)],
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout_s,
        )
    except subprocess.TimeoutExpired:
        raise WorkError(
            f"C simulation of {compiled.kernel.name} ran over {timeout_s:g} s"
        ) from None
    said = (done.stdout + done.stderr).strip()
    if done.returncode or "WARNING" in said or "never read" in said:
        raise WorkError(f"C simulation of {compiled.kernel.name}: {said or done.returncode}")
    out = RunResult()
    for name in arguments(compiled):
        item = compiled.kernel.objects[name]
        if isinstance(item, Scalar) or not writers(compiled.kernel, name):
            continue
        raw = (case / f"{name}_actual.bin").read_bytes()
        if isinstance(item, Mem):
            out.memories[name] = np.array(_values(item.dtype, raw), dtype=np.int64)
        elif isinstance(item, Stream):
            beat = -(-item.dtype.width * item.lanes // 8)
            out.streams[name] = stream_items(item, np.frombuffer(raw, np.uint8).reshape(-1, beat))
    return out
