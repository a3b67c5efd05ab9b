"""`pytest sim/ --rtl DIR --case DIR` on what `hwpipe hls build` wrote, as a user's CI runs it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from hwpipe.hls import build

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.skipif(shutil.which("iverilog") is None, reason="Icarus Verilog is not on PATH"),
    pytest.mark.skipif(importlib.util.find_spec("cocotb") is None, reason="cocotb is missing"),
]


def compiled_case(*arguments):
    """`sim/kernels.py`, which is a bench's file and in no package."""
    spec = importlib.util.spec_from_file_location("sim_kernels", ROOT / "sim" / "kernels.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.compiled_case(*arguments)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """RTL written by the command line, and a case of the kernel."""
    work = tmp_path_factory.mktemp("given")
    command = [sys.executable, "-m", "hwpipe", "hls", "build", "scale", "--board", "pynq-z2"]
    subprocess.run([*command, "-o", "rtl", "--quiet"], cwd=work, check=True, timeout=120)
    values = {
        "n": 40, "factor": 1000, "shift": 11,
        "x": np.random.default_rng(3).integers(-128, 128, 328), "y": np.zeros(328, np.int64),
    }  # fmt: skip
    kernel = build("scale", work / "again")
    given = {k: values[k] for k in kernel.compiled.kernel.objects if k in values}
    case = compiled_case(kernel, given)
    case.save(work / "case")
    return work, case


def run_bench(rtl: Path, case: Path) -> subprocess.CompletedProcess[str]:
    """What a user types; the simulator that needs no C++ compiler."""
    command = [sys.executable, "-m", "pytest", "sim", "-k", "given_rtl", "-p", "no:cacheprovider"]
    options = ["--simulator", "icarus", "--rtl", str(rtl), "--case", str(case)]
    return subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )


def test_built_rtl_passes_its_case(folders):
    work, _ = folders
    done = run_bench(work / "rtl", work / "case")
    assert done.returncode == 0, done.stdout[-3000:]
    assert "1 passed" in done.stdout


def test_a_wrong_byte_is_found(folders, tmp_path):
    work, case = folders
    name, buffer = next((n, b) for n, b in case.buffers.items() if b.expected is not None)
    buffer.expected[17] ^= 1
    case.save(tmp_path / "case")
    buffer.expected[17] ^= 1
    done = run_bench(work / "rtl", tmp_path / "case")
    assert done.returncode == 1, done.stdout[-3000:]
    assert f"{name}[17] is" in done.stdout
