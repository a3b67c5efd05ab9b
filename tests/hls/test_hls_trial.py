"""Random arguments of any kernel, and runs on them: what `hwpipe hls sim` is made of."""

from __future__ import annotations

import numpy as np
import pytest
from hls_help import kernel_of, needs_icarus

from hwpipe.errors import InputError
from hwpipe.hls import interpret, load_kernel
from hwpipe.hls.kernel import kernel_dir
from hwpipe.hls.rtl_run import RunResult
from hwpipe.hls.trial import differences, trial_values
from hwpipe.hls.trial_run import TrialOptions, run_trial

#: Kernels whose scalars belong together: they take a layer.
LAYERS = {"conv2d", "depthwise", "conv_input_grad", "conv_weight_grad"}
FREE = sorted({p.stem for p in kernel_dir().glob("[!_]*.py")} - LAYERS)


@pytest.mark.parametrize("name", FREE)
def test_arguments_are_as_large_as_the_kernel_needs(name):
    kernel = load_kernel(name)
    values = trial_values(kernel, 3)
    again = trial_values(kernel, 3)
    assert all(np.array_equal(values[k], again[k]) for k in values)
    consumed = {}
    copies = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in values.items()}
    interpret(kernel, copies, consumed)
    assert all(consumed[k] == len(values[k]) for k in consumed)
    other = trial_values(kernel, 4)
    assert any(not np.array_equal(values[k], other[k]) for k in values)


SQUARES = """
from hwpipe.hls import within

@process
def p(n: Scalar(u8, min=2), lo: Scalar(u8, max=40), w: Mem(i8), x: Stream(i8, 2), y: Mem(i32)):
    table = Array(i16, 16)
    for z in range(16):
        table[z] = z * z
    for i in range(n):
        v = x.get()
        y[i + lo * 2] = within(w[i * 3], -127, 127) * v[0] + table[v[1] & 15]

def schedule(s):
    s.m_axi("w", "g0")
    s.m_axi("y", "g1")
"""


def test_arrays_streams_and_promises_are_met():
    """Data that a promise excludes is drawn again; arrays end at the last element touched."""
    kernel = kernel_of(SQUARES)
    values = trial_values(kernel, 1)
    n, lo = values["n"], values["lo"]
    assert len(values["w"]) == 3 * (n - 1) + 1
    assert len(values["y"]) == n - 1 + 2 * lo + 1
    assert np.shape(values["x"]) == (n, 2)
    assert (values["w"][::3] >= -127).all()


def test_what_is_given_stays_and_is_checked():
    kernel = kernel_of(SQUARES)
    w = np.arange(-60, 60)
    values = trial_values(kernel, 1, {"n": 5, "lo": 0, "w": w})
    assert (values["n"], values["lo"]) == (5, 0)
    assert np.array_equal(values["w"], w)
    for given, message in (
        ({"m": 3}, r"^test_kernel.py: kernel has no argument 'm' \(limit: n, lo, w, x, y\)$"),
        ({"n": 1}, r"^test_kernel.py: n = 1 \(limit: 2 to 255\); split the layer"),
        ({"w": [300]}, r"^test_kernel.py: values of w \(limit: integers -128 to 127\)$"),
        ({"w": [0.5]}, r"values of w \(limit: integers -128 to 127\)"),
        ({"n": 5, "w": w[:3]}, r"no random arguments run: w\[3\] outside its 3 elements; set scal"),
    ):
        with pytest.raises(InputError, match=message):
            trial_values(kernel, 1, given)


def test_differences_name_index_and_values():
    kernel = load_kernel("fir")
    values = {"n": 3, "x": [100, -5, 7]}
    right = interpret(kernel, values)["y"]
    assert differences(kernel, values, RunResult({"y": right})) == []
    wrong = [right[0], right[1] + 1, right[2] - 1]
    (found,) = differences(kernel, values, RunResult({"y": wrong}))
    assert str(found) == f"y[1] is {wrong[1]}, {right[1]} expected (2 items differ)"
    (found,) = differences(kernel, values, RunResult({"y": right[:2]}))
    assert str(found) == "y[2] is missing"
    (found,) = differences(kernel, values, RunResult({"y": [*right, 9]}))
    assert str(found) == "y[3] is 9, nothing expected"


@needs_icarus
def test_a_run_counts_useful_products():
    """Of 14 iterations for each row of c, the product is used in ten."""
    kernel = load_kernel("matmul")
    values = trial_values(kernel, 2, {"mb": 2, "nb": 2, "k": 10})
    trial = run_trial(kernel, values, TrialOptions("icarus", stalls=0.0, latency=5))
    assert trial.bit_exact
    assert trial.mac_use == pytest.approx(16 * 2 * 10 / trial.cycles)
    assert run_trial(
        kernel, values, TrialOptions("icarus", latency=5), products=(100, 4)
    ).mac_use == pytest.approx(25 / trial.cycles)


@needs_icarus
def test_a_board_that_is_too_small_is_refused():
    kernel = load_kernel("matmul")
    with pytest.raises(
        InputError, match=r"kernel matmul needs about 8 DSP \(limit: 4 on this board"
    ):
        run_trial(kernel, trial_values(kernel, 2), TrialOptions("icarus", limits={"dsp": 4.0}))
