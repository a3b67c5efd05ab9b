"""The project script: what a user with the vendor's tool runs.

`vitis_hls -f script_vitis.tcl` (2021.1 and later) checks the kernel in C simulation where a case
lies in `case/`, synthesises it and exports an IP core; `HWPIPE_PART` and `HWPIPE_COSIM` in the
environment change the part and add co-simulation.
"""

from __future__ import annotations

__all__ = ["DEFAULT_PART", "script"]

#: Part of the PYNQ-Z1 and PYNQ-Z2 boards.
DEFAULT_PART = "xc7z020clg400-1"


def script(name: str, top: str, clock_ns: float, part: str = DEFAULT_PART) -> str:
    """Text of `script_vitis.tcl`.

    Args:
        name: kernel; its files are `NAME.cpp` and `tb_NAME.cpp` beside the script.
        top: C++ name of the top function.
        clock_ns: clock period asked for.
        part: FPGA part where the environment names none.
    """
    return f"""\
# Vitis HLS project of kernel {name}, made by hwpipe.
#   vitis_hls -f script_vitis.tcl
# HWPIPE_PART=<part>  another FPGA part;  HWPIPE_COSIM=1  co-simulation (needs a case folder)
set here [file dirname [file normalize [info script]]]
set part {part}
if {{[info exists ::env(HWPIPE_PART)]}} {{ set part $::env(HWPIPE_PART) }}

open_project -reset {name}_vitis
set_top {top}
add_files [file join $here {name}.cpp] -cflags "-std=c++14"
add_files -tb [file join $here tb_{name}.cpp] -cflags "-std=c++14"
open_solution -reset -flow_target vivado solution1
set_part $part
create_clock -period {clock_ns:g} -name default
config_interface -m_axi_addr64
config_export -format ip_catalog -rtl verilog -vendor hwpipe -ipname {top}

set case [file join $here case]
set checked [file isdirectory $case]
if {{$checked}} {{ csim_design -argv $case }}
csynth_design
if {{$checked && [info exists ::env(HWPIPE_COSIM)]}} {{ cosim_design -argv $case }}
export_design -format ip_catalog -output [file join $here {name}_ip.zip]
exit
"""
