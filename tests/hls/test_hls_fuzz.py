"""Differential fuzzing: thirty random kernels here, a thousand in `make fuzz-hls`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hls_help import needs_icarus

from hwpipe.hls import load_kernel
from hwpipe.hls.builder import build
from hwpipe.hls.fuzz import Outcome, check, generate, values_for
from hwpipe.hls.icarus import run_icarus
from hwpipe.hls.rtl_run import compare

#: Kernels that once went wrong, so they stay.
REGRESSIONS = [94, 824, 6013, 6619]


@needs_icarus
@pytest.mark.parametrize("seed", [*range(5000, 5030), *REGRESSIONS])
def test_random_kernel(seed, tmp_path):
    outcome = check(generate(seed), tmp_path)
    assert outcome.status != "mismatch", outcome.detail


@needs_icarus
def test_most_random_kernels_compile(tmp_path):
    from hwpipe.errors import InputError

    refusals = []
    for seed in range(5100, 5160):
        kernel = load_kernel(Path(f"case{seed}.py"), source=generate(seed).source)
        try:
            build(kernel, tmp_path / str(seed))
        except InputError as error:
            refusals.append(str(error))
    assert len(refusals) <= 6
    assert all(re.search(r"case\d+\.py:\d+", text) for text in refusals)


@needs_icarus
def test_fuzzing_notices_a_missing_interlock(tmp_path):
    """Without its interlocks kernel 824 is wrong: what the fuzzer is there to see."""
    case = generate(824)
    path = tmp_path / "case824.py"
    path.write_text(case.source)
    kernel = load_kernel(path)
    values = values_for(kernel, case)
    result = build(kernel, tmp_path / "build")
    process = tmp_path / "build" / "case824_p.sv"
    text = process.read_text()
    assert "&& hold == 0" in text
    process.write_text(text.replace(" && hold == 0", ""))
    got = run_icarus(result, values, tmp_path / "sim", stall=0.0)
    assert compare(kernel, values, got) is not None


@needs_icarus
def test_fuzzer_from_the_command_line(capsys, monkeypatch):
    """Counts, and the exit status of a kernel that differs in either back end."""
    from concurrent.futures import ThreadPoolExecutor

    from hwpipe.hls import fuzz_run
    from hwpipe.hls.vitis import fuzz_run as vitis_run

    monkeypatch.setattr(fuzz_run, "ProcessPoolExecutor", ThreadPoolExecutor)
    assert fuzz_run.main(["--count", "2", "--seed", "3", "--jobs", "1", "--rtl-only"]) == 0
    assert capsys.readouterr().out.startswith("2 kernels: 2 match, 0 differ, 0 refused; ")
    monkeypatch.setattr(fuzz_run, "_one", lambda task: (task[0], Outcome("mismatch", "y[0]")))
    assert fuzz_run.main(["--count", "1", "--jobs", "1", "--rtl-only"]) == 1
    assert capsys.readouterr().out.startswith("seed 0: y[0]\n1 kernels: 0 match, 1 differ")
    monkeypatch.setattr(fuzz_run, "_one", lambda task: (task[0], Outcome("match")))
    monkeypatch.setattr(vitis_run, "main", lambda _: 1)
    monkeypatch.setattr("hwpipe.hls.vitis.csim.ap_types_dir", lambda: Path())
    assert fuzz_run.main(["--count", "1", "--jobs", "1"]) == 1
