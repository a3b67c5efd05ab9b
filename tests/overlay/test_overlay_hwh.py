"""The `.hwh` that hwpipe writes, read by pynq's parser and by our own."""

import importlib.util
import re
import warnings
from pathlib import Path

import pytest

from hwpipe.errors import InputError
from hwpipe.fpga.interface import REGISTERS, VLNV
from hwpipe.overlay.board import overlay_boards
from hwpipe.overlay.design import IDENT_PARAMETER, KERNEL, LEDS
from hwpipe.overlay.hwh import hwh_text
from hwpipe.overlay.hwh_read import read_hwh
from hwpipe.overlay.kernel import board_design

BOARDS = overlay_boards()
PYNQMETADATA = importlib.util.find_spec("pynqmetadata")
needs_pynqmetadata = pytest.mark.skipif(
    PYNQMETADATA is None, reason="pynqmetadata (hwpipe[pynq]) is not installed"
)


def _pynq_view(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydantic's remarks on pynqmetadata's models
        from pynqmetadata.frontends import Metadata
        from pynqmetadata.views.runtime import RuntimeMetadataParser

        return RuntimeMetadataParser(Metadata(input=path))


@pytest.fixture(params=BOARDS)
def design(request):
    return board_design(request.param)


@needs_pynqmetadata
def test_pynq_finds_kernel_leds_registers_and_clocks(design, tmp_path):
    path = tmp_path / "x.hwh"
    path.write_text(hwh_text(design))
    view = _pynq_view(path)
    kernel, leds = view.ip_dict[KERNEL], view.ip_dict[LEDS]
    assert kernel["type"] == VLNV
    assert (kernel["phys_addr"], kernel["addr_range"]) == (design.control.base, 0x10000)
    assert leds["type"] == "xilinx.com:ip:axi_gpio:2.0"
    assert leds["phys_addr"] == design.leds.base
    found = {name: row["address_offset"] for name, row in kernel["registers"].items()}
    assert {name: found[name] for name in REGISTERS} == REGISTERS
    assert found["IDENT_HIGH"] == REGISTERS["IDENT"] + 4
    assert kernel["registers"]["IDENT"]["access"] == "read-only"
    assert int(kernel["parameters"][IDENT_PARAMETER], 16) == design.ident
    clock = view.clock_dict[0]
    assert clock["enable"] == 1
    assert clock["frequency"] == pytest.approx(design.clock.ps_hz / 1e6, rel=1e-6)
    assert (clock["divisor0"], clock["divisor1"]) == (
        design.clock.divisor0,
        design.clock.divisor1,
    )
    assert not any(view.clock_dict[k]["enable"] for k in (1, 2, 3))


@needs_pynqmetadata
def test_a_zynq_7000_file_without_the_added_parameters_is_what_pynq_4_stops_at(tmp_path):
    plain, mended = tmp_path / "a.hwh", tmp_path / "b.hwh"
    design = board_design("pynq-z2")
    plain.write_text(hwh_text(design, pynq4_clocks=False))
    mended.write_text(hwh_text(design))
    assert _pynq_view(plain).clock_dict[0]["frequency"] is None
    assert _pynq_view(mended).clock_dict[0]["frequency"] == pytest.approx(100)
    assert "PSU__" not in plain.read_text()


def test_our_reader_finds_what_pynq_does_not(design):
    handoff = read_hwh(hwh_text(design).encode())
    assert handoff.tool == "hwpipe twin"
    assert (handoff.arch, handoff.name) == (design.ps.arch, design.name)
    kernel = handoff.modules[KERNEL]
    assert kernel.clocks["ap_clk"] == round(design.clock.kernel_hz)
    assert handoff.processing_system.modtype == design.ps.modtype
    for port in design.ports:
        assert kernel.bus_bits[port.name] == port.bits
        assert handoff.processing_system.bus_bits[port.slave.interface] == port.slave_bits
    for row in handoff.ranges_of(KERNEL):
        assert (row.base, row.kind) == (design.control.base, "REGISTER")
    assert kernel.registers["LIST"] == REGISTERS["LIST"]


def test_ranges_of_memory_cover_the_board_and_nothing_beside_it(design):
    handoff = read_hwh(hwh_text(design).encode())
    for port in design.ports:
        rows = [r for r in handoff.modules[KERNEL].ranges if r.master == port.name]
        assert rows
        assert all(r.kind == "MEMORY" and r.instance == design.ps.instance for r in rows)
        held = sum(r.high - r.base + 1 for r in rows)
        assert design.board.ddr_bytes <= held < 2 * design.board.ddr_bytes


def test_every_signal_has_one_driver_and_both_ends_name_it(design):
    handoff = read_hwh(hwh_text(design).encode())
    text = hwh_text(design)
    for module in handoff.modules.values():
        for port, net in module.signals.items():
            if net:
                ends = [
                    f"{m.instance}.{p}"
                    for m in handoff.modules.values()
                    for p, n in m.signals.items()
                    if n == net
                ]
                assert len(ends) >= 2, f"{module.instance}.{port} alone on {net}"
    nets = {n for m in handoff.modules.values() for n in m.bus_nets.values()}
    for net in nets:
        ends = re.findall(rf'BUSNAME="{net}".*?TYPE="(\w+)"', text)
        assert sorted(ends) == ["MASTER", "SLAVE"], net


def test_equal_designs_give_equal_text(design):
    assert hwh_text(design) == hwh_text(board_design(design.board.name))


@needs_pynqmetadata
@pytest.mark.parametrize(("name", "arch", "device"), [
    ("resizer.hwh", "zynq", "7z020"), ("rfsoc_sam.hwh", "zynquplusRFSOC", "xczu48dr"),
])  # fmt: skip
def test_files_of_vivado_are_read_too(name, arch, device):
    folder = Path(PYNQMETADATA.origin).parent / "tests" / "hwhs"
    if not (folder / name).exists():
        pytest.skip("this pynqmetadata carries no test files")
    handoff = read_hwh((folder / name).read_bytes())
    assert (handoff.arch, handoff.device) == (arch, device)
    assert handoff.tool in {"2019.2", "2020.2"}
    assert handoff.processing_system is not None
    assert any(m.clocks for m in handoff.modules.values())
    assert any(r.kind == "REGISTER" for m in handoff.modules.values() for r in m.ranges)


@pytest.mark.parametrize(("raw", "message"), [
    (b"", "is no XML"),
    (b"<EDKSYSTEM/>", "is no hardware handoff"),
    (b"<html><SYSTEMINFO/></html>", "is no hardware handoff"),
    (b'<!DOCTYPE a [<!ENTITY b "c">]><EDKSYSTEM/>', "declares a document type"),
])  # fmt: skip
def test_what_is_no_handoff_is_refused(raw, message):
    with pytest.raises(InputError, match=message):
        read_hwh(raw, "x.hwh")
