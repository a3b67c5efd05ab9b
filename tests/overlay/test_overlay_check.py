"""Checks of an overlay: all pass on what hwpipe makes, and each notices its own misfit."""

import json
import re

import pytest
from overlay_support import real_bit, vivado_build

from hwpipe.conv import board_config
from hwpipe.errors import InputError, WorkError
from hwpipe.overlay.adopt import adopt, utilisation, with_pynq4_clocks
from hwpipe.overlay.board import overlay_boards
from hwpipe.overlay.check import check_files
from hwpipe.overlay.check_design import check_design
from hwpipe.overlay.kernel import board_design, config_of_entry
from hwpipe.overlay.manifest import load_manifest
from hwpipe.overlay.twin_files import MANIFEST, store, twin_files

BOARDS = overlay_boards()


def all_checks(path):
    overlay, checks = check_files(path)
    return checks + (check_design(overlay) if overlay else [])


def wrong(path):
    return {check.what: check for check in all_checks(path) if not check.ok}


@pytest.fixture
def kv260(tmp_path):
    return store(twin_files(board_design("kv260")), tmp_path)


@pytest.mark.parametrize("board", BOARDS)
def test_a_twin_of_every_board_fits(board, tmp_path):
    path = store(twin_files(board_design(board)), tmp_path)
    checks = all_checks(path)
    assert not [str(c) for c in checks if not c.ok]
    assert len(checks) >= 25


@pytest.mark.parametrize("board", BOARDS)
def test_a_build_of_vivado_is_adopted_and_fits(board, tmp_path):
    design = board_design(board)
    path = adopt(vivado_build(tmp_path / "build", design), design, tmp_path / "bits")
    assert not [str(c) for c in all_checks(path) if not c.ok]
    entry = load_manifest(path.parent / MANIFEST).overlays[0]
    assert not entry.twin
    assert entry.built.tool == "Vivado 2025.2"
    assert entry.built.timing_slack_s == pytest.approx(0.123e-9)
    assert entry.resources == {
        "lut": 23456, "ff": 34567, "bram36": 97.5, "dsp": 180,
        "uram": 0 if board.startswith("pynq-") else 12,
    }  # fmt: skip
    assert config_of_entry(entry) == board_config(board)


def test_twins_and_bitstreams_of_a_board_live_side_by_side(tmp_path):
    design = board_design("kv260")
    store(twin_files(design), tmp_path / "bits")
    adopt(vivado_build(tmp_path / "build", design), design, tmp_path / "bits")
    manifest = load_manifest(tmp_path / "bits" / MANIFEST)
    assert sorted(entry.twin for entry in manifest.overlays) == [False, True]


def edit(path, old, new, count=0):
    """Change the `.hwh` as somebody with an editor might."""
    file = path.with_suffix(".hwh")
    text = file.read_text()
    changed = re.sub(old, new, text, count=count)
    assert changed != text, "the edit did nothing"
    file.write_text(changed)


EDITS = {
    "identity in the handoff": (r'(HWPIPE_IDENT" VALUE="0x)[0-9a-f]{4}', r"\g<1>0000"),
    "accelerator": (r"hwpipe:kernel:accelerator:1\.0", "hwpipe:kernel:accelerator:1.1"),
    "registers": (r'(NAME="ADDRESS_OFFSET" VALUE=")0x40"', r'\g<1>0x44"'),
    "address of the registers": (r"0xA000(0000|FFFF)", r"0x9000\g<1>"),
    "address map": (r"0xA001(0000|FFFF)", r"0xA000\g<1>"),
    "ports to memory": (r'DATAWIDTH="128" NAME="m_axi', 'DATAWIDTH="32" NAME="m_axi'),
    "memory behind m_axi_gmem1": (r'HIGHVALUE="0x7FFFFFFF"(.*?"m_axi_gmem1")',
                                  r'HIGHVALUE="0x3FFFFFFF"\1'),
    "width of S_AXI_HP1_FPD": (r'(C_SAXIGP3_DATA_WIDTH" VALUE=")128', r"\g<1>64"),
    "clock of the kernel": (r'CLKFREQUENCY="199999998"', 'CLKFREQUENCY="150000000"'),
    "PL clock 0 on the board": (r'(PL0_REF_CTRL__ACT_FREQMHZ" VALUE=")99\.999999', r"\g<1>199.5"),
    "part of the handoff": (r'DEVICE="xck26"', 'DEVICE="xczu3eg"'),
    "processing system": (r"xilinx.com:ip:zynq_ultra_ps_e:3.5",
                          "xilinx.com:ip:processing_system7:5.5"),
    "tool of the handoff": (r'VIVADOVERSION="[^"]*"', 'VIVADOVERSION="2025.2"'),
    "address in the manifest": (r"0xA000(0000|FFFF)", r"0xA005\g<1>"),
}  # fmt: skip


@pytest.mark.parametrize("what", EDITS)
def test_each_check_notices_its_misfit(kv260, what):
    edit(kv260, *EDITS[what])
    found = wrong(kv260)
    assert what in found
    assert "SHA-256 of the handoff" in found
    line = str(found[what])
    assert line.startswith(f"WRONG  {what}: found ")
    assert ", expected " in line
    assert found[what].remedy


def test_a_missing_handoff_says_which_file(kv260):
    kv260.with_suffix(".hwh").unlink()
    found = wrong(kv260)
    assert found["hardware handoff"].remedy == f"put {kv260.stem}.hwh beside the bitstream"


def test_a_missing_manifest_is_wrong_but_the_rest_is_still_compared(kv260):
    (kv260.parent / MANIFEST).unlink()
    checks = all_checks(kv260)
    assert [c.what for c in checks if not c.ok] == ["manifest"]
    assert len(checks) > 15


def test_a_file_of_another_build_by_the_same_name_is_noticed(kv260, tmp_path):
    other = store(twin_files(board_design("kv260", clock_hz=150e6)), tmp_path / "other")
    kv260.write_bytes(other.read_bytes())
    found = wrong(kv260)
    assert {"SHA-256 of the bitstream", "hash in the name", "claims of the twin"} <= set(found)


def test_a_renamed_overlay_is_noticed(kv260, tmp_path):
    path = tmp_path / "hwpipe.bit"
    path.write_bytes(kv260.read_bytes())
    path.with_suffix(".hwh").write_bytes(kv260.with_suffix(".hwh").read_bytes())
    assert wrong(path)["manifest"].found == "no entry hwpipe"


def test_a_bitstream_that_is_neither_is_noticed(kv260):
    kv260.write_bytes(real_bit("xck26-sfvc784-2LV-c", bytes(128)))
    assert wrong(kv260)["kind of bitstream"].found == "neither"


def test_a_bitstream_for_another_part_is_noticed(kv260):
    kv260.write_bytes(real_bit("xczu7ev-ffvc1156-2-e"))
    found = wrong(kv260)
    assert found["part of the bitstream"].expected == "xck26-sfvc784-2LV-c"
    assert "make -C boards/kv260" in found["part of the bitstream"].remedy


def test_a_device_tree_beside_the_bitstream_is_noticed(kv260):
    kv260.with_suffix(".dtbo").write_bytes(b"")
    assert "pynq would insert it on the host" in wrong(kv260)["files beside the bitstream"].remedy


def test_a_zynq_7000_file_as_vivado_writes_it_lacks_what_pynq_4_needs(tmp_path):
    path = store(twin_files(board_design("pynq-z2"), pynq4_clocks=False), tmp_path)
    assert list(wrong(path)) == ["clocks for pynq 4"]


def test_adopting_adds_the_clocks_that_pynq_4_looks_for(tmp_path):
    design = board_design("pynq-z2")
    build = vivado_build(tmp_path / "build", design)
    text = (build / f"{design.name}.hwh").read_text()
    assert "PSU__" not in text
    mended = with_pynq4_clocks(text)
    assert mended.count("PSU__CRL_APB__PL") == 4
    assert with_pynq4_clocks(mended) == mended
    path = adopt(build, design, tmp_path / "bits")
    assert 'PSU__CRL_APB__PL0_REF_CTRL__ACT_FREQMHZ" VALUE="100.0' in (
        path.with_suffix(".hwh").read_text()
    )


@pytest.mark.parametrize(("damage", "error", "message"), [
    (lambda b, n: (b / "results.json").unlink(), InputError, "run the build to its end"),
    (lambda b, n: (b / "results.json").write_text("{"), InputError, "is damaged"),
    (lambda b, n: (b / "utilization.txt").write_text("x"), InputError, "no row 'CLB LUTs'"),
    (lambda b, n: (b / f"{n}.bit").write_bytes(real_bit("xck26-sfvc784-2LV-c", bytes(64))),
     InputError, "holds no sync word"),
    (lambda b, n: (b / f"{n}.bit").write_bytes(real_bit("xczu3eg-sfvc784-2-e")),
     WorkError, "part of the bitstream"),
    (lambda b, n: edit(b / f"{n}.bit", 'IDENT" VALUE="0x....', 'IDENT" VALUE="0x0000'),
     WorkError, "identity in the handoff"),
])  # fmt: skip
def test_builds_that_are_not_whole_are_not_adopted(tmp_path, damage, error, message):
    design = board_design("kv260")
    build = vivado_build(tmp_path / "build", design)
    damage(build, design.name)
    with pytest.raises(error, match=message):
        adopt(build, design, tmp_path / "bits")
    assert not (tmp_path / "bits").exists()


def test_a_report_without_uram_is_one_of_a_7_series_device():
    rows = "| Slice LUTs | 1 | 0 |\n| Slice Registers | 2 |\n| Block RAM Tile | 3.5 |\n| DSPs | 4 |"
    assert utilisation(rows) == {"lut": 1, "ff": 2, "bram36": 3.5, "uram": 0, "dsp": 4}


def test_checks_can_be_printed_as_json(kv260):
    import dataclasses

    text = json.dumps([dataclasses.asdict(c) for c in all_checks(kv260)])
    assert {"what", "ok", "found", "expected", "remedy"} == set(json.loads(text)[0])
