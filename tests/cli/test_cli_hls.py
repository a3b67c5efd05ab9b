"""`hwpipe hls sim|build|report|list`: real processes, exit codes, one-line errors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

needs_simulator = pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="needs g++ and make"
)
needs_icarus = pytest.mark.skipif(
    shutil.which("iverilog") is None, reason="Icarus Verilog is not on PATH"
)

GAIN = '''"""Scale a stream and saturate to 8 bits."""
from hwpipe.hls import Scalar, Stream, i8, process, sat, u16


@process
def gain(n: Scalar(u16, min=1, max=500), factor: Scalar(i8), x: Stream(i8), y: Stream(i8)):
    for t in range(n):
        y.put(sat(i8, x.get() * factor >> 4))


def schedule(s):
    s.pipeline("gain", ii=1)
'''


def hls(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `python -m hwpipe hls` with arguments."""
    return subprocess.run(
        [sys.executable, "-m", "hwpipe", "hls", *map(str, arguments)],
        capture_output=True, text=True, timeout=240, cwd=cwd, check=False,
    )  # fmt: skip


def fails(text: str, *arguments: str | Path, code: int = 2) -> None:
    """The command must exit with `code` and print one line that matches `text`."""
    done = hls(*arguments)
    assert done.returncode == code, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert re.fullmatch(rf"hwpipe: {text}", lines[0]), lines[0]


@pytest.fixture
def gain(tmp_path: Path) -> Path:
    path = tmp_path / "gain.py"
    path.write_text(GAIN)
    return path


# ---- sim ----


@needs_simulator
def test_sim_of_a_layer_prints_json() -> None:
    done = hls(
        "sim", "conv_weight_grad", "--board", "pynq-z2", "--channels", 9, "--height", 9, "--width",
        8, "--filters", 5, "--kernel", 3, "--stride", 2, "--pad", 1, "--batch", 2, "--seed", 7,
        "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    assert got["bit_exact"] is True
    assert got["first_difference"] is None
    assert abs(got["cycles"] / got["predicted_cycles"] - 1) < 0.05
    assert got["layer"] == {
        "channels": 9, "height": 9, "width": 8, "filters": 5, "kernel": 3, "stride": 2, "pad": 1,
        "groups": 1, "batch": 2,
    }  # fmt: skip
    macs = 2 * 9 * 5 * 9 * 5 * 4
    assert got["mac_use"] == round(macs / (64 * got["cycles"]), 4)


@needs_simulator
def test_sim_of_conv2d_is_the_issues_command() -> None:
    done = hls(
        "sim", "conv2d", "--board", "pynq-z2", "--channels", 16, "--height", 8, "--width", 8,
        "--filters", 16, "--kernel", 3, "--stride", 1, "--pad", 1, "--groups", 1, "--seed", 7,
        "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    assert got["bit_exact"] is True
    assert 0 < got["mac_use"] <= 1
    assert got["mac_use"] == round(16 * 16 * 9 * 64 / (256 * got["cycles"]), 4)
    assert abs(got["cycles"] / got["predicted_cycles"] - 1) < 0.05


@needs_simulator
def test_sim_of_a_file_of_ones_own(gain: Path) -> None:
    done = hls("sim", gain, "--set", "n=200", "--json")
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    assert got["bit_exact"] is True
    assert got["scalars"]["n"] == 200
    assert 200 < got["cycles"] < 220
    # One multiplier, in use in every cycle but for the start and the end.
    assert got["mac_use"] == pytest.approx(200 / got["cycles"], abs=1e-4)
    again = hls("sim", gain, "--set", "n=200", "--json", "--stalls", "0.5", "--seed", "3")
    assert json.loads(again.stdout)["bit_exact"] is True
    assert json.loads(again.stdout)["cycles"] > 300


@needs_simulator
def test_sim_records_waves_and_takes_arrays(gain: Path, tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.arange(-60, 60))
    waves = tmp_path / "gain.fst"
    done = hls(
        "sim", gain, "--set", "n=120", "--input", f"x={tmp_path / 'x.npy'}", "--waves", waves
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("gain: bit-exact\ncycles ")
    assert waves.stat().st_size > 500


@needs_icarus
def test_sim_in_icarus(gain: Path) -> None:
    done = hls("sim", gain, "--simulator", "icarus", "--stalls", "0.3", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_difference_is_shown_and_exits_with_1(
    gain: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The RTL is right, so one output of the run is changed on its way back."""
    from hwpipe.cli import entry
    from hwpipe.hls import trial_run
    from hwpipe.hls.interp import interpret
    from hwpipe.hls.rtl_run import RunResult

    def wrong(result, place, values, **_):
        items = interpret(result.compiled.kernel, values)["y"]
        items[3] = 5 if items[3] != 5 else 6
        return RunResult({"y": items}, {}, 30)

    monkeypatch.setattr(trial_run, "simulator_of", lambda *_, **__: None)
    monkeypatch.setattr(trial_run, "run_rtl", wrong)
    command = ["hwpipe", "hls", "sim", str(gain), "--set", "n=9", "--set", "factor=0"]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as left:
        entry.main()
    assert left.value.code == 1
    said = capsys.readouterr().out
    assert said.startswith("gain: y[3] is 5, 0 expected (1 items differ)\ncycles            30\n")
    monkeypatch.setattr(sys, "argv", [*command, "--json"])
    with pytest.raises(SystemExit) as left:
        entry.main()
    assert left.value.code == 1
    got = json.loads(capsys.readouterr().out)
    assert got["bit_exact"] is False
    assert got["first_difference"] == {
        "output": "y", "index": 3, "expected": 0, "got": 5, "count": 1,
    }  # fmt: skip


@needs_simulator
def test_a_run_over_its_prediction_stops_with_both_figures() -> None:
    """A tenth of the predicted time is too short; the message has the state of the processes."""
    fails(
        r"the kernel did not finish in 2,5\d\d cycles: .* \(predicted: 15,\d+ cycles\) .* state: "
        r"load: running, waits for buffer tile, .* compute: running, .*",
        "sim", "depthwise", "--channels", 64, "--height", 28, "--width", 28, "--stride", 2,
        "--factor", 0.1, code=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (r"no kernel named 'conv3d' \(limit: .*conv2d.*\); give one of .*", ["conv3d"]),
        (r"kernel file nowhere\.py does not exist", ["nowhere.py"]),
        (r"--board 'pynq-z3' is unknown; did you mean .*", ["fir", "--board", "pynq-z3"]),
        (r"--channels with kernel fir \(limit: conv2d, .*\); set its arguments with --set .*",
         ["fir", "--channels", "3"]),
        (r"--set 'n' \(limit: NAME=VALUE with a whole number\)", ["fir", "--set", "n"]),
        (r"--set gives n twice", ["fir", "--set", "n=1", "--set", "n=2"]),
        (r"fir\.py: kernel has no argument 'm' \(limit: n, x, y\)", ["fir", "--set", "m=1"]),
        (r"fir\.py: n = 0 \(limit: 1 to 1048575\); split the layer, .*", ["fir", "--set", "n=0"]),
        (r"matmul\.py: k = 257 \(limit: 1 to 256\); split the layer, .*",
         ["matmul", "--set", "k=257"]),
        (r"file x\.npy of --input does not exist", ["fir", "--input", "x=x.npy"]),
        (r"--simulator 'vcs' \(limit: verilator, icarus\)", ["fir", "--simulator", "vcs"]),
        (r"--stalls 1 \(limit: 0 to below 1\)", ["fir", "--stalls", "1"]),
        (r"--factor 0 \(limit: above 0\)", ["fir", "--factor", "0"]),
        (r"waves cannot be written to w\.txt \(limit: a file \.fst or \.vcd\)",
         ["fir", "--waves", "w.txt"]),
        (r"stride 5 \(limit: 1 to 4\)", ["depthwise", "--stride", "5"]),
        (r"kernel 3 over 2 pixels padded by 0 \(limit: 2\)",
         ["depthwise", "--height", "2", "--pad", "0"]),
        (r"depthwise convolution over rows of 2000 pixels \(limit: 3 rows in 4096 pixels\); .*",
         ["depthwise", "--width", "2000"]),
        (r"--groups 2 with depthwise \(limit: 1\)", ["depthwise", "--groups", "2"]),
        (r"--batch 2 with conv2d \(limit: 1\)", ["conv2d", "--batch", "2"]),
        (r"kernel = 12 \(limit: 1 to 11\); .*", ["conv2d", "--kernel", "12"]),
        (r"conv2d has no parameter 'LANES' \(limit: OUT_DEPTH, PI, .*",
         ["conv2d", "--param", "LANES=3"]),
    ],
)  # fmt: skip
def test_bad_input_of_sim_is_one_line(text: str, arguments: list[str]) -> None:
    fails(text, "sim", *arguments)


# ---- build and report ----


def test_build_writes_everything(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    done = hls("build", "depthwise", "--board", "pynq-z2", "-o", folder)
    assert done.returncode == 0, done.stderr
    names = {p.name for p in folder.iterdir()}
    assert {
        "depthwise.sv",
        "depthwise_compute.sv",
        "report.txt",
        "report.json",
        "registers.txt",
    } <= names
    assert (folder / "vitis" / "depthwise.cpp").is_file()
    report = json.loads((folder / "report.json").read_text())
    compute = next(p for p in report["processes"] if p["name"] == "compute")
    assert compute["ii"] == 1
    assert [loop["name"] for loop in compute["loops"]][-2:] == ["ky", "kx"]
    assert compute["loops"][-1]["max_trip"] == 11
    share = report["resources"]["bram36"] / 140
    assert report["board_share"]["bram36"] == round(share, 4)
    assert re.search(rf"estimate on pynq-z2: .* BRAM36 \({share:.1%} of 140\)", done.stdout)
    registers = (folder / "registers.txt").read_text().splitlines()
    assert registers[0].startswith("0x00  CTRL  bit 0 AP_START")
    assert "0x10  blocks  unsigned 16 bits" in registers
    x = next(r for r in report["registers"] if r["name"] == "x")
    assert (
        f"{x['offset']:#04x}  x  address on gmem0, high word at {x['offset'] + 4:#04x}" in registers
    )


def test_report_gives_loops_and_cycles() -> None:
    done = hls("report", "matmul", "--set", "k=256", "--set", "mb=2", "--json")
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    assert got["cycles_for"] == {"mb": 2, "nb": 1, "k": 256}
    assert 2 * 8 * 256 < got["cycles"] < 3 * 2 * 8 * 256
    text = hls("report", "matmul", "--board", "zcu104").stdout
    assert re.search(r"process compute \(line \d+\): II 1, \d+ stages, 8 multipliers", text)
    assert "estimate on zcu104: 8 DSP (0.5% of 1728)" in text
    assert re.search(r"cycles: \d+ at mb = 1, nb = 1, k = 1", text)


def test_bad_input_of_build_and_report(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(GAIN.replace("x.get() * factor >> 4", "x.get() / factor"))
    fails(r"bad\.py:8: .*", "build", bad, "-o", tmp_path / "o")
    loop = "    for t in range(n):\n"
    carried = f"    a = i8(1)\n{loop}        a = i8(a * a * a * a + x.get())\n"
    bad.write_text(GAIN.replace(loop, carried).replace("x.get() * factor", "a * factor"))
    fails(
        r"bad\.py:\d+: process gain reaches an initiation interval of \d+, 1 was asked for: the "
        r"recurrence through a .*", "report", bad,
    )  # fmt: skip
    fails(
        r"depthwise\.py:\d+: kernel depthwise needs about [\d.]+ BRAM36, most of it for tile: .*"
        r" \(limit: 140 on this board\); .*",
        "build", "depthwise", "--board", "pynq-z2", "--param", "PIXELS=65536", "-o", tmp_path / "o",
    )  # fmt: skip
    fails(r"fir\.py: kernel has no parameter 'TAP' .*", "build", "fir", "--param", "TAP=3")
    fails(r"fir\.py: kernel has no scalar 'x' \(limit: n\)", "report", "fir", "--set", "x=3")
    fails(r"--output .* is a file \(limit: a folder\)", "build", "fir", "-o", bad)


def test_list_says_what_each_kernel_is() -> None:
    lines = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in
                 hls("list").stdout.strip().splitlines())  # fmt: skip
    assert set(json.loads(hls("list", "--json").stdout)) == set(lines)
    assert lines["matmul"].startswith("Matrix product c = a b")
    assert {"conv2d", "depthwise", "conv_input_grad", "conv_weight_grad"} <= set(lines)
