"""Part names and the clock of the kernel."""

import pytest

from hwpipe.errors import InputError
from hwpipe.overlay.board import overlay_board, overlay_boards, twin_device_name
from hwpipe.overlay.clocks import TOLERANCE, plan_clock
from hwpipe.overlay.part import PartName


@pytest.mark.parametrize(("text", "in_bit", "speed"), [
    ("xc7z020clg400-1", "7z020clg400", "-1"),
    ("7z020clg400", "7z020clg400", ""),
    ("xck26-sfvc784-2LV-c", "xck26-sfvc784-2LV-c", "-2LV"),
    ("xczu3eg-sfvc784-2-e", "xczu3eg-sfvc784-2-e", "-2"),
])  # fmt: skip
def test_part_names_of_all_sources(text, in_bit, speed):
    part = PartName.parse(text)
    assert part.in_bit == in_bit
    assert part.in_hwh["SPEEDGRADE"] == speed
    assert part.agrees(PartName.parse(in_bit))


def test_parts_disagree_by_device_package_or_speed():
    part = PartName.parse("xck26-sfvc784-2LV-c")
    assert not part.agrees(PartName.parse("xczu3eg-sfvc784-2LV-c"))
    assert not part.agrees(PartName.parse("xck26-sfvd784-2LV-c"))
    assert not part.agrees(PartName.parse("xck26-sfvc784-1-c"))
    assert part.agrees(PartName.parse("XCK26-SFVC784-2LV-C"))


@pytest.mark.parametrize("text", ["", "xc", "kv260", "xck26", "xc7z020-clg400-1", "a" * 1000])
def test_what_is_no_part_is_refused(text):
    with pytest.raises(InputError, match="part "):
        PartName.parse(text)


def test_every_part_of_the_boards_parses():
    for name in overlay_boards():
        board = overlay_board(name)
        assert str(PartName.parse(board.part)).lower() == board.part
        assert (board.family == "zynq-7000") == PartName.parse(board.part).is_seven_series


def test_the_dividers_reach_what_divides_the_pll():
    clock = plan_clock("zynq-ultrascale+", 1.5e9, 150e6)
    assert (clock.divisor0 * clock.divisor1, clock.uses_mmcm) == (10, False)
    assert clock.kernel_hz == pytest.approx(150e6)


def test_an_mmcm_makes_what_they_do_not_reach():
    clock = plan_clock("zynq-ultrascale+", 1.5e9, 200e6)
    assert clock.ps_hz == pytest.approx(100e6)
    assert clock.uses_mmcm
    assert clock.kernel_hz == pytest.approx(200e6)
    assert 800e6 <= clock.ps_hz * clock.multiply <= 1600e6


@pytest.mark.parametrize("family", ["zynq-7000", "zynq-ultrascale+"])
@pytest.mark.parametrize("mhz", [50, 100, 125, 142.857142, 150, 180, 200, 250, 300])
def test_every_clock_that_is_planned_is_the_wanted_one(family, mhz):
    pll_hz = 1e9 if family == "zynq-7000" else 1.499999985e9
    clock = plan_clock(family, pll_hz, 1e6 * mhz)
    assert abs(clock.kernel_hz - 1e6 * mhz) <= TOLERANCE * 1e6 * mhz
    assert 1 <= clock.divisor0 <= 63
    assert 1 <= clock.divisor1 <= 63


@pytest.mark.parametrize("mhz", [0, 1, 501, 331.7])
def test_clocks_out_of_reach_are_refused(mhz):
    with pytest.raises(InputError, match="a kernel clock of"):
        plan_clock("zynq-7000", 1e9, 1e6 * mhz)


def test_boards_without_an_overlay_are_named():
    with pytest.raises(InputError, match="board 'kv26' has no overlay; did you mean kv260"):
        overlay_board("kv26")
    assert twin_device_name("kv260") == "hwpipe-twin-kv260"
    assert set(overlay_boards()) >= {"aup-zu3", "kv260", "pynq-z2", "zcu104"}
