"""The Vivado scripts run against a model of Vivado's commands that refuses what Vivado refuses."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hwpipe.errors import InputError
from hwpipe.fpga.interface import REGISTERS
from hwpipe.overlay.board import overlay_boards
from hwpipe.overlay.kernel import board_design
from hwpipe.overlay.vivado import TOP, constraints_xdc, settings_tcl, tcl_word, write_settings
from hwpipe.overlay.wrapper import WRAPPER, ip_wrapper
from hwpipe.resources import data_dir

tkinter = pytest.importorskip("tkinter", reason="no Tcl interpreter (tkinter) in this Python")
from vivado_model import Vivado, VivadoError  # noqa: E402 - needs tkinter

SCRIPTS = data_dir("boards") / "vivado"
BOARDS = overlay_boards()
_LITE = [("AW", "ADDR", 7, 1), ("AW", "VALID", 1, 1), ("AW", "READY", 1, 0), ("W", "DATA", 32, 1),
         ("W", "STRB", 4, 1), ("W", "VALID", 1, 1), ("W", "READY", 1, 0), ("B", "RESP", 2, 0),
         ("B", "VALID", 1, 0), ("B", "READY", 1, 1), ("AR", "ADDR", 7, 1), ("AR", "VALID", 1, 1),
         ("AR", "READY", 1, 0), ("R", "DATA", 32, 0), ("R", "RESP", 2, 0), ("R", "VALID", 1, 0),
         ("R", "READY", 1, 1)]  # fmt: skip
_FULL = [*_LITE, ("AW", "LEN", 8, 1), ("AW", "SIZE", 3, 1), ("AW", "BURST", 2, 1),
         ("W", "LAST", 1, 1), ("AR", "LEN", 8, 1), ("AR", "SIZE", 3, 1), ("AR", "BURST", 2, 1),
         ("R", "LAST", 1, 0)]  # fmt: skip


def top_source(design):
    """The ports of the accelerator's top module; its inside does not matter here."""
    ports = ["input wire ap_clk", "input wire ap_rst_n", "output wire irq"]
    for channel, name, width, to_slave in _LITE:
        way = "input" if to_slave else "output"
        ports.append(f"{way} wire [{width - 1}:0] s_axi_control_{channel}{name}")
    for port in design.ports:
        for channel, name, width, from_master in _FULL:
            wide = {"DATA": port.bits, "STRB": port.bits // 8, "ADDR": 64}.get(name, width)
            way = "output" if from_master else "input"
            ports.append(f"{way} wire [{wide - 1}:0] {port.name}_{channel}{name}")
    return f"module {TOP} (\n  " + ",\n  ".join(ports) + "\n);\nendmodule\n"


def prepared(tmp_path, board, **options):
    design = board_design(board)
    rtl = tmp_path / "accelerator.sv"
    rtl.write_text(top_source(design))
    build = tmp_path / "build"
    write_settings(design, build, [rtl], **options)
    return design, build


def run(build, design, scripts=SCRIPTS, **options):
    boards = options.pop("boards", (f"{design.board.vivado_board}:1.4",))
    session = Vivado(boards=boards, **options)
    session.build = build
    session.run(scripts / "build.tcl", str(build))
    return session


def test_the_wrapper_is_verilog_with_the_same_ports(tmp_path):
    source = top_source(board_design("kv260"))
    text = ip_wrapper(source, TOP)
    ports = re.findall(r"^ +(?:input|output) wire .*?(\w+),?$", text, re.M)
    assert ports == re.findall(r"^ +(?:input|output) wire .*?(\w+),?$", source, re.M)
    assert re.findall(r"\.(\w+)\((\w+)\)", text) == [(p, p) for p in ports]
    assert len(re.findall("X_INTERFACE_INFO", text)) == len(ports)
    (tmp_path / "a.v").write_text(text + source)
    if shutil.which("iverilog"):
        subprocess.run(
            ["iverilog", "-g2005", "-Wall", "-Werror=implicit", "-o", "/dev/null",
             "-s", WRAPPER, str(tmp_path / "a.v")],
            check=True, capture_output=True,
        )  # fmt: skip


@pytest.mark.parametrize(("source", "message"), [
    ("module other (\n);", "no module accelerator"),
    ("module accelerator (\n  input logic [7:0] a\n);", "1 ports of another form"),
])  # fmt: skip
def test_ports_that_a_wrapper_cannot_pass_on_are_refused(source, message):
    with pytest.raises(InputError, match=message):
        ip_wrapper(source, TOP)


@pytest.mark.parametrize("interrupts", [False, True])
@pytest.mark.parametrize("board", BOARDS)
def test_the_flow_runs_from_rtl_to_files(tmp_path, board, interrupts):
    design, build = prepared(tmp_path, board, interrupts=interrupts)
    session = run(build, design)
    assert session.valid
    assert session.runs == {"synth_1": None, "impl_1": "write_bitstream"}
    assert session.properties["board_part"] == f"{design.board.vivado_board}:1.4"
    assert (build / f"{design.name}.bit").read_bytes() == b"bits"
    assert (build / f"{design.name}.hwh").read_text() == "handoff"
    results = json.loads((build / "results.json").read_text())
    assert results["tool"] == "Vivado 2025.2"
    assert results["setup_slack_ns"] == 0.1
    assert results["ident"] == f"{design.ident:016x}"
    assert ("/axi_intc_0" in session.cells) == interrupts


@pytest.mark.parametrize("board", BOARDS)
def test_the_block_design_is_the_one_of_the_handoff(tmp_path, board):
    design, build = prepared(tmp_path, board)
    session = run(build, design)
    kernel = session.cells["/accelerator_0"]
    assert int(kernel.settings["HWPIPE_IDENT"], 16) == design.ident
    registers = {n: int(r["address_offset"], 0) for n, r in session.core.registers.items()}
    assert {n: registers[n] for n in REGISTERS} == REGISTERS
    where = {segment: (low, high - low) for _, segment, low, high in session.assigned}
    assert where["/accelerator_0/s_axi_control/reg0"] == (design.control.base, 0x10000)
    assert where["/leds/S_AXI/Reg"] == (design.leds.base, 0x10000)
    for port in design.ports:
        mine = {(low, high - low) for s, _, low, high in session.assigned if s.endswith(port.name)}
        assert mine == {(r.base, r.size) for r in design.memory(port)}
        master = f"/{port.slave.interface}"
        assert any(b.endswith(master) for _, b in session.buses)
    assert ("/clk_wiz" in session.cells) == design.clock.uses_mmcm
    kernel_clock = "/clk_wiz/clk_out1" if design.clock.uses_mmcm else f"/ps/{design.ps.clock}"
    assert session._driver("/accelerator_0/ap_clk") == kernel_clock


@pytest.mark.parametrize("board", ["kv260", "pynq-z2"])
def test_the_flow_takes_the_accelerator_that_hwpipe_emits(tmp_path, board):
    from hwpipe.accel.top import build_accelerator
    from hwpipe.conv import board_config

    design = board_design(board)
    built = build_accelerator(board_config(board), tmp_path / "emitted", design.port_count)
    assert built.ident == design.ident
    assert dict(built.config) == dict(design.configuration)
    build = tmp_path / "build"
    write_settings(design, build, built.files)
    session = run(build, design)
    kernel = session.cells["/accelerator_0"].shape
    assert {n: i.width for n, i in kernel.interfaces.items()} == {
        "s_axi_control": 32, **{port.name: port.bits for port in design.ports},
    }  # fmt: skip
    assert {p for p, what in kernel.pins.items() if what.direction == "I"} == {
        "ap_clk", "ap_rst_n",
    }  # fmt: skip
    assert f"64'h{design.ident:x}" in (build / "rtl" / "accelerator.sv").read_text()
    names = {f.name for f in built.files}
    assert {Path(f).name for f in session.core.files} == names | {f"{WRAPPER}.v"}
    assert session.core.clocks["ap_rst_n"]["POLARITY"] == "ACTIVE_LOW"
    if shutil.which("iverilog"):
        files = [str(path) for path in (build / "rtl").iterdir()]
        command = ["iverilog", "-g2012", "-o", "/dev/null", "-s", WRAPPER, *files]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    assert session.core.clocks["irq"]["SENSITIVITY"] == "LEVEL_HIGH"


def test_memory_that_is_not_the_boards_is_out_of_reach(tmp_path):
    design, build = prepared(tmp_path, "kv260")
    session = run(build, design)
    hidden = {segment.rpartition("/")[2] for _, segment in session.excluded}
    assert hidden == {"HP0_LPS_OCM", "HP0_QSPI", "HP1_LPS_OCM", "HP1_QSPI"}


MUTATIONS = {
    "unknown property": ("block_design.tcl", "C_GPIO_WIDTH", "C_GPIO_WIDHT",
                         "/leds has no property CONFIG.C_GPIO_WIDHT"),
    "unconnected clock": ("block_design.tcl", "leds/s_axi_aclk ", "",
                          "pin /leds/s_axi_aclk is unconnected"),
    "unconnected reset": ("block_design.tcl", "{accelerator_0/ap_rst_n ", "{",
                          "pin /accelerator_0/ap_rst_n is unconnected"),
    "no such pin": ("block_design.tcl", "accelerator_0/ap_clk", "accelerator_0/clk",
                    "has no pin accelerator_0/clk"),
    "unconnected interface": ("block_design.tcl", "hwpipe_bus smc_control/M01_AXI leds/S_AXI", "",
                              r"interface /\S+ is unconnected"),
    "connected twice": ("block_design.tcl", "smc_control/M01_AXI", "smc_control/M00_AXI",
                        "/smc_control/M00_AXI is connected already"),
    "two drivers": ("block_design.tcl", "hwpipe_net leds/gpio_io_o leds/gpio_io_i",
                    "hwpipe_net leds/gpio_io_o leds/gpio_io_t leds/gpio_io_i", "drive one net"),
    "slave to master": ("block_design.tcl",
                        "hwpipe_bus smc_control/M00_AXI accelerator_0/s_axi_control",
                        "hwpipe_bus accelerator_0/s_axi_control smc_control/M00_AXI",
                        "is no connection of a master to a slave"),
    "width of a bus": ("block_design.tcl",
                       "hwpipe_bus ps/[dict get $design master] smc_control/S00_AXI",
                       "hwpipe_bus ps/[dict get $design master] leds/S_AXI",
                       r"width mismatch of /ps/M_AXI_HPM0_FPD and /leds/S_AXI: \[32, 128\]"),
    "address overlap": ("design.tcl", "leds/S_AXI 0xa0010000", "leds/S_AXI 0xa0000000",
                        r"overlaps /accelerator_0/s_axi_control/reg0 in /ps/Data"),
    "misaligned address": ("design.tcl", "leds/S_AXI 0xa0010000", "leds/S_AXI 0xa0011000",
                           "is no multiple of its range"),
    "range too large": ("design.tcl", "HP0_DDR_LOW 0x0 0x80000000", "HP0_DDR_LOW 0x0 0x100000000",
                        "exceeds /ps/SAXIGP2/HP0_DDR_LOW"),
    "memory elsewhere": ("design.tcl", "HP0_DDR_HIGH 0x800000000", "HP0_DDR_HIGH 0x200000000",
                         "HP0_DDR_HIGH lies at 0x800000000"),
    "memory left out": ("block_design.tcl",
                        "exclude_bd_addr_seg $segment -target_address_space $space", "list",
                        "LPS_OCM is not assigned in /accelerator_0/m_axi_gmem0"),
    "width of the port": ("design.tcl", "PSU__SAXIGP2__DATA_WIDTH 128",
                          "PSU__SAXIGP2__DATA_WIDTH 96", "cannot be 96"),
    "no interface": ("design.tcl", "{name m_axi_gmem1 ", "{name m_axi_gmem2 ",
                     "the kernel's ports make no interface m_axi_gmem2"),
    "port not switched on": ("design.tcl", "CONFIG.PSU__USE__S_AXI_GP3 1", "",
                             "no interface ps/S_AXI_HP1_FPD"),
    "no register offset": ("package_ip.tcl", "address_offset $offset", "adress_offset $offset",
                           "has no property adress_offset"),
    "clash of registers": ("design.tcl", "{QUIET 0x1c", "{QUIET 0x10",
                           "the packaged kernel is inconsistent"),
    "no clock association": ("package_ip.tcl", "-busif s_axi_control -clock ap_clk",
                             "-busif s_axi_control -clock clk", "no clock interface clk"),
    "unsaved core": ("package_ip.tcl", "    ipx::save_core $core\n", "", "never saved"),
    "unknown command": ("implement.tcl", "wait_on_run $run", "wait_for_run $run",
                        'invalid command name "wait_for_run"'),
    "unknown option": ("implement.tcl", "-to_step write_bitstream", "-until write_bitstream",
                       "unknown option -until"),
    "no preset": ("block_design.tcl", "apply_bd_automation -rule", "list -rule",
                  "no board preset was applied"),
    "wrong rule": ("design.tcl", "{apply_board_preset 1}", "{aply_board_preset 1}",
                   "aply_board_preset"),
    "different clocks": ("block_design.tcl", "lappend loads ps/[dict get $design master_clock]",
                         "hwpipe_net ps/[dict get $design ps_clock] "
                         "ps/[dict get $design master_clock]", "have different clocks"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_model_refuses_what_is_wrong(tmp_path, name):
    file, old, new, message = MUTATIONS[name]
    design, build = prepared(tmp_path, "kv260")
    scripts = tmp_path / "scripts"
    shutil.copytree(SCRIPTS, scripts)
    path = build / file if file == "design.tcl" else scripts / file
    text = path.read_text()
    assert old in text, f"{file} has changed; the mutation says nothing any more"
    path.write_text(text.replace(old, new))
    with pytest.raises(VivadoError, match=message):
        run(build, design, scripts)


def test_a_wider_led_port_than_its_pins_is_refused(tmp_path):
    design, build = prepared(tmp_path, "pynq-z2")
    scripts = tmp_path / "scripts"
    shutil.copytree(SCRIPTS, scripts)
    text = (scripts / "block_design.tcl").read_text()
    (scripts / "block_design.tcl").write_text(
        text.replace("set high [expr {", "set high [expr {1 + ")
    )
    with pytest.raises(VivadoError, match="width mismatch among /leds/gpio_io_i"):
        run(build, design, scripts)


@pytest.mark.parametrize(("options", "message"), [
    ({"boards": ()}, r"no board files for xilinx\.com:kv260_som:part0; they are in: the Xilinx"),
    ({"slack": "-0.31"}, "timing is not met: setup slack -0.31 ns"),
    ({"fails": "synth_1"}, "synth_1 stopped: ERROR"),
    ({"fails": "impl_1"}, "impl_1 stopped: ERROR"),
])  # fmt: skip
def test_failures_of_the_flow_say_what_to_do(tmp_path, options, message):
    design, build = prepared(tmp_path, "kv260")
    with pytest.raises(VivadoError, match=message):
        run(build, design, **options)
    assert not (build / f"{design.name}.bit").exists()


def test_board_files_that_the_user_names_are_used(tmp_path):
    store = tmp_path / "store"
    store.write_text("realdigital.org:aup-zu3-8gb:part0")
    design, build = prepared(tmp_path, "aup-zu3", board_files=str(store))
    assert run(build, design, boards=()).valid


def test_a_folder_without_settings_is_named(tmp_path):
    session = Vivado()
    with pytest.raises(VivadoError, match=r"design\.tcl is missing; run `hwpipe overlay sources`"):
        session.run(SCRIPTS / "build.tcl", str(tmp_path))


@pytest.mark.skipif(not shutil.which("tclsh"), reason="tclsh is not installed")
@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.tcl")), ids=lambda p: p.name)
def test_every_script_is_complete_tcl(path):
    script = f"puts [info complete [read [open {{{path}}}]]]"
    done = subprocess.run(["tclsh"], input=script, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


@pytest.mark.parametrize(("value", "word"), [
    ("abc", "abc"), ("", "{}"), ("a b", "{a b}"), (True, "1"), (3, "3"), ([], "{}"),
    (["a b", 1], "{{a b} 1}"), ({"k": "v w"}, "{k {v w}}"), ("$x", "{$x}"), ("[x]", "{[x]}"),
])  # fmt: skip
def test_words_of_tcl(value, word):
    assert tcl_word(value) == word
    tcl = tkinter.Tcl()
    if isinstance(value, str):
        assert tcl.eval(f"set x {word}") == value


def test_text_that_could_leave_its_word_is_refused():
    with pytest.raises(InputError, match="setting"):
        tcl_word("a} [exec rm] {")


def test_settings_and_constraints_are_deterministic_and_free_of_paths():
    for board in BOARDS:
        text = settings_tcl(board_design(board), ["a.sv"])
        assert text == settings_tcl(board_design(board), ["a.sv"])
        assert not re.search(r"(?<![\w:/])/(home|work|tmp)/", text)
        xdc = constraints_xdc(board_design(board))
        pins = board_design(board).board.led_pins
        assert xdc.count("PACKAGE_PIN") == len(pins)


@pytest.mark.parametrize("board", BOARDS)
def test_every_board_has_a_makefile_that_names_it(board):
    text = (data_dir("boards") / board / "Makefile").read_text()
    assert text == f"BOARD := {board}\ninclude ../overlay.mk\n"


@pytest.mark.vivado
@pytest.mark.skipif(not shutil.which("vivado"), reason="vivado is not on PATH")
@pytest.mark.parametrize("board", BOARDS)
def test_vivado_builds_the_overlay(tmp_path, board):
    folder = data_dir("boards") / board
    subprocess.run(
        ["make", "-C", str(folder), f"BUILD={tmp_path / 'build'}", f"OUT={tmp_path / 'bits'}"],
        check=True,
    )
    assert list(Path(tmp_path / "bits").glob("*.bit"))
