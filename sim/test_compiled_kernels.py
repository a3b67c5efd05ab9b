"""Kernels of `hls/`, built by the compiler, against their own source run as plain Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwpipe.hls import build, load_kernel
from hwpipe.sim.case import KernelCase
from kernels import compiled_case
from runner import Runner

HLS = Path(__file__).parents[1] / "hls"


def _values(name: str, rng: np.random.Generator) -> dict[str, Any]:
    def int8(count: int) -> np.ndarray[Any, Any]:
        return rng.integers(-128, 128, count).astype(np.int64)

    if name == "scale":
        x = int8(8 * 40)
        return {"n": 40, "factor": 300, "shift": 7, "x": x, "y": np.zeros_like(x)}
    if name == "fir":
        return {"n": 60, "x": [int(v) for v in rng.integers(-(2**15), 2**15, 60)]}
    mb, nb, k = 2, 3, 19
    return {
        **{"mb": mb, "nb": nb, "k": k},
        "a": int8(mb * 8 * k),
        "b": int8(k * nb * 8),
        "c": np.zeros(mb * 8 * nb * 8, np.int64),
    }


def _case(name: str, folder: Path, seed: int) -> tuple[KernelCase, tuple[Path, ...]]:
    result = build(load_kernel(HLS / f"{name}.py"), out_dir=folder / "rtl")
    return compiled_case(result, _values(name, np.random.default_rng(seed))), result.files


@pytest.mark.parametrize("name", ["scale", "fir", "matmul"])
def test_kernel_of_the_compiler(runner: Runner, tmp_path: Path, name: str) -> None:
    """Bit for bit equal, run after run without reset, under random stalls, after a reset."""
    case, files = _case(name, tmp_path, 11)
    case.save(tmp_path / "case")
    runner.run(
        "test_kernel",
        case.top,
        files,
        settings={"case": str(tmp_path / "case"), "limit_cycles": 100_000},
    )
