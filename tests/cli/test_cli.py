"""The command line as a user meets it: real processes, exit codes, one-line errors."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest


def hwpipe(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `python -m hwpipe` with arguments."""
    return subprocess.run(
        [sys.executable, "-m", "hwpipe", *map(str, arguments)],
        capture_output=True, text=True, timeout=240, cwd=cwd, check=False,
    )  # fmt: skip


def fails(text: str, *arguments: str | Path, code: int = 2) -> None:
    """The command must exit with `code` and print one line that matches `text`."""
    done = hwpipe(*arguments)
    assert done.returncode == code, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert re.fullmatch(rf"hwpipe: {text}", lines[0]), lines[0]
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def plan_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "plan.json"
    done = hwpipe("compile", "squeezenet", "--batch", "4", "-o", path, "--quiet")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return path


def test_compile_prints_the_stages_baselines_and_bound() -> None:
    done = hwpipe("compile", "squeezenet")
    assert done.returncode == 0, done.stderr
    for word in ("squeezenet", "data-parallel", "bound", "bottleneck", "memory"):
        assert word in done.stdout.lower(), word


def test_compile_json_is_the_plan_file(plan_path: Path) -> None:
    done = hwpipe("compile", "squeezenet", "--batch", "4", "--json")
    assert json.loads(done.stdout) == json.loads(plan_path.read_text())


def test_show_simulate_report_and_run(plan_path: Path, tmp_path: Path) -> None:
    assert "squeezenet" in hwpipe("show", plan_path).stdout
    assert json.loads(hwpipe("show", plan_path, "--json").stdout)["format"] == "hwpipe-plan"

    trace = tmp_path / "trace.json"
    done = hwpipe("simulate", plan_path, "--trace", trace, "--json")
    plan = json.loads(plan_path.read_text())
    assert json.loads(done.stdout)["iteration_s"] == pytest.approx(plan["predicted"]["iteration_s"])
    slices = [e for e in json.loads(trace.read_text())["traceEvents"] if e["ph"] == "X"]
    tracks: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for event in slices:
        tracks.setdefault((event["pid"], event["tid"]), []).append((event["ts"], event["dur"]))
    assert tracks
    for rows in tracks.values():
        rows.sort()
        for (start, duration), (following, _) in pairwise(rows):
            assert start + duration <= following + 1e-6

    outputs, measured = tmp_path / "y.npz", tmp_path / "run.json"
    done = hwpipe("run", plan_path, "--check", "-o", outputs, "--report", measured, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["check"]["ok"]
    assert next(iter(np.load(outputs).values())).shape[0] == 4

    page = tmp_path / "report.html"
    assert hwpipe("report", plan_path, "--run", measured, "-o", page).returncode == 0
    assert "squeezenet" in page.read_text()


def test_run_reads_inputs_from_a_file(plan_path: Path, tmp_path: Path) -> None:
    from hwpipe import open_model

    name = open_model("squeezenet").graph(1).inputs[0]
    inputs = tmp_path / "x.npz"
    np.savez(inputs, **{name: np.ones((4, 3, 224, 224), np.float32)})
    done = hwpipe("run", plan_path, "--input", inputs, "--check", "--json")
    assert done.returncode == 0, done.stderr
    np.savez(inputs, **{name: np.ones((3, 3, 224, 224), np.float32)})
    fails(".*", "run", plan_path, "--input", inputs)
    inputs.write_bytes(b"nonsense")
    fails(r".*x\.npz: no \.npz file of arrays .*", "run", plan_path, "--input", inputs)


@pytest.mark.parametrize("verb", ["models", "devices", "boards", "clusters", "methods"])
def test_lists(verb: str) -> None:
    assert len(hwpipe(verb).stdout.splitlines()) > 5
    assert json.loads(hwpipe(verb, "--json").stdout)


def test_exported_models_compile(tmp_path: Path) -> None:
    path = tmp_path / "squeezenet.onnx"
    assert hwpipe("models", "--export", "squeezenet", "-o", path).returncode == 0
    done = hwpipe("compile", path, "--json", "--batch", "2")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["model"]["source"] == str(path)


def test_every_wrong_input_is_one_line(plan_path: Path, tmp_path: Path) -> None:
    fails(r".*resnet5.*did you mean.*", "compile", "resnet5")
    fails(r".*no-cluster.*", "compile", "squeezenet", "--cluster", "no-cluster")
    fails(r"--microbatches 'many' \(limit: a whole number, or auto\)", "compile", "squeezenet",
          "--microbatches", "many")  # fmt: skip
    fails(r"--dim 'seq' \(limit: .*\)", "compile", "squeezenet", "--dim", "seq")
    fails(r"[Nn]o such option.*", "compile", "squeezenet", "--nonsense")
    fails(r".*plan\.json: cannot be read.*", "show", tmp_path / "plan.json")
    fails(r".*no/such.*cannot write there.*", "compile", "squeezenet", "-o", "no/such/plan.json")
    raw = json.loads(plan_path.read_text())
    raw["model"]["hash"] = "sha256:" + "0" * 64
    other = tmp_path / "other.json"
    other.write_text(json.dumps(raw))
    fails(r".*the plan was made for sha256:0000.*", "run", other)
    raw["version"] = 99
    other.write_text(json.dumps(raw))
    fails(r".*plan format version 99.*upgrade hwpipe.*", "show", other)


def test_negative_bandwidth_names_file_and_key(tmp_path: Path) -> None:
    cluster = tmp_path / "bad.toml"
    cluster.write_text(
        'name = "bad"\n[[device]]\nname = "gpu"\ncount = 2\ntype = "v100"\n'
        '[topology]\nkind = "switch"\nbandwidth = "-1 GB/s"\nlatency = "5 us"\n'
    )
    fails(
        r".*bad\.toml, topology\.bandwidth: '-1 GB/s' is out of range.*",
        "compile",
        "squeezenet",
        "-c",
        cluster,
    )


def test_compile_does_not_import_torch_or_onnxruntime() -> None:
    code = (
        "import sys\nfrom hwpipe import compile_plan\ncompile_plan('resnet50')\n"
        "heavy = {'torch', 'onnxruntime', 'scipy', 'pandas', 'plotly', 'jinja2', 'pydantic',\n"
        "         'hwpipe.accel', 'hwpipe.hls.compiler', 'hwpipe.lower', 'hwpipe.tensor',\n"
        "         'hwpipe.schedule.generators', 'hwpipe.memory'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version_and_help() -> None:
    assert re.fullmatch(r"hwpipe \d+\.\d+\.\d+\n", hwpipe("--version").stdout)
    for verb in ("compile", "show", "simulate", "report", "run", "models"):
        assert hwpipe(verb, "--help").returncode == 0


def test_profile_measures_nodes_that_compile_then_uses(tmp_path: Path) -> None:
    path = tmp_path / "cpu.json"
    done = hwpipe("profile", "squeezenet", "--batches", "1,2", "--passes", "2", "-o", path,
                  "--max-spread", "50", "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["nodes"] > 20
    plan = tmp_path / "plan.json"
    done = hwpipe("compile", "squeezenet", "-c", "single-cpu", "--batch", "2", "--microbatches",
                  "1", "--profile", path, "-o", plan)  # fmt: skip
    assert done.returncode == 0, done.stderr
    measured = sum(row["forward_s"][1] for row in json.loads(path.read_text())["nodes"].values())
    predicted = json.loads(plan.read_text())["predicted"]["iteration_s"]
    assert predicted == pytest.approx(measured, rel=0.5)
    fails(r"--batches 'a' .*", "profile", "squeezenet", "--batches", "a")


def test_hls_build_writes_rtl_cpp_and_a_report(tmp_path: Path) -> None:
    folder = tmp_path / "fir"
    done = hwpipe("hls", "build", "fir", "--board", "pynq-z2", "-o", folder)
    assert done.returncode == 0, done.stderr
    assert "II 1" in done.stdout
    assert {"fir.sv", "fir_filter.sv", "hwp_fifo.sv", "report.txt"} <= {
        path.name for path in folder.iterdir()
    }
    assert "#pragma HLS" in (folder / "vitis" / "fir.cpp").read_text()
    names = json.loads(hwpipe("hls", "list", "--json").stdout)
    assert {"fir", "matmul", "scale"} <= set(names)
    fails(r"--board 'pynq-z3' is unknown; did you mean .*", "hls", "build", "fir", "--board",
          "pynq-z3")  # fmt: skip
    fails(r"no kernel named 'nokernel' .*", "hls", "build", "nokernel")


def test_demands_that_conflict_are_named_and_end_with_2() -> None:
    base = ("compile", "squeezenet", "-c", "four-v100", "--mode", "train", "--batch", "4",
            "--microbatches", "4", "--no-baselines")  # fmt: skip
    fails(r"squeezenet: --pin n0=gpu1 and --pin n0=gpu2 cannot be met together; drop one of them",
          *base, "--pin", "n0=gpu1", "--pin", "n0=gpu2", "--max-memory", "gpu3=8GB")  # fmt: skip
    fails(r"--pin 'n0' \(limit: LAYER=DEVICE\)", *base, "--pin", "n0")
    fails(r"--max-memory 'gpu0=much': 'much' is not a number with unit B "
          r"\(limit: \[DEVICE=\]BYTES\); give a size such as 8GB",
          *base, "--max-memory", "gpu0=much")  # fmt: skip
    fails(r"--max-memory '0' \(limit: more than 0 bytes\); give a size such as 8GB",
          *base, "--max-memory", "0")  # fmt: skip


def test_pins_and_shares_are_shown(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    done = hwpipe("compile", "squeezenet", "-c", "four-v100", "--mode", "train", "--batch", "4",
                  "--microbatches", "4", "--pin", "n0=gpu2", "--no-baselines", "-o",
                  plan)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Demanded" in done.stdout
    assert "--pin n0=gpu2" in done.stdout
    first = json.loads(plan.read_text())["stages"][0]
    assert first["devices"] == ["gpu2"]
    assert first["mode"] == "single"


def test_methods_lists_every_published_method() -> None:
    listed = json.loads(hwpipe("methods", "--json").stdout)["methods"]
    assert {"auto", "joint", "accpar", "accpar-public", "hypar", "one-weird-trick", "gpipe",
            "pipedream", "bapipe", "data-parallel"} <= set(listed)  # fmt: skip
