"""The project script, run by a real tclsh whose tool commands only write down their calls."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from hwpipe.hls import compile_kernel, load_kernel
from hwpipe.hls.vitis.emit import write_vitis

STUBS = """
foreach name {open_project set_top add_files open_solution set_part create_clock config_interface
              config_export csim_design csynth_design cosim_design export_design} {
    proc $name args [string map [list NAME $name] {puts "NAME $args"}]
}
source [lindex $argv 0]
"""

needs_tclsh = pytest.mark.skipif(shutil.which("tclsh") is None, reason="tclsh is not on PATH")


@pytest.fixture
def project(tmp_path):
    write_vitis(compile_kernel(load_kernel("fir")), tmp_path / "fir hls")
    return tmp_path / "fir hls"


def calls(project, **environment) -> list[str]:
    stubs = project.parent / "stubs.tcl"
    stubs.write_text(STUBS)
    done = subprocess.run(
        ["tclsh", str(stubs), str(project / "script_vitis.tcl")], capture_output=True, text=True,
        check=False, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [line.strip().replace(str(project), "HERE") for line in done.stdout.splitlines()]


@needs_tclsh
def test_synthesis_and_export(project):
    assert calls(project) == [
        "open_project -reset fir_vitis",
        "set_top fir",
        "add_files {HERE/fir.cpp} -cflags -std=c++14",
        "add_files -tb {HERE/tb_fir.cpp} -cflags -std=c++14",
        "open_solution -reset -flow_target vivado solution1",
        "set_part xc7z020clg400-1",
        "create_clock -period 10 -name default",
        "config_interface -m_axi_addr64",
        "config_export -format ip_catalog -rtl verilog -vendor hwpipe -ipname fir",
        "csynth_design",
        "export_design -format ip_catalog -output {HERE/fir_ip.zip}",
    ]


@needs_tclsh
def test_a_case_is_simulated_and_the_environment_obeyed(project):
    (project / "case").mkdir()
    got = calls(project, HWPIPE_PART="xck26-sfvc784-2LV-c", HWPIPE_COSIM="1")
    assert "set_part xck26-sfvc784-2LV-c" in got
    assert got[-4:] == [
        "csim_design -argv {HERE/case}", "csynth_design", "cosim_design -argv {HERE/case}",
        "export_design -format ip_catalog -output {HERE/fir_ip.zip}",
    ]  # fmt: skip


def test_every_file_that_the_script_adds_was_written(project):
    text = (project / "script_vitis.tcl").read_text()
    for name in ("fir.cpp", "tb_fir.cpp"):
        assert name in text
        assert (project / name).is_file()
    for header in ("fir.h", "hwpipe_hls.h", "hwpipe_tb.h"):
        assert (project / header).is_file()
