# Vitis HLS project of kernel mixed, made by hwpipe.
#   vitis_hls -f script_vitis.tcl
# HWPIPE_PART=<part>  another FPGA part;  HWPIPE_COSIM=1  co-simulation (needs a case folder)
set here [file dirname [file normalize [info script]]]
set part xc7z020clg400-1
if {[info exists ::env(HWPIPE_PART)]} { set part $::env(HWPIPE_PART) }

open_project -reset mixed_vitis
set_top mixed
add_files [file join $here mixed.cpp] -cflags "-std=c++14"
add_files -tb [file join $here tb_mixed.cpp] -cflags "-std=c++14"
open_solution -reset -flow_target vivado solution1
set_part $part
create_clock -period 10 -name default
config_interface -m_axi_addr64
config_export -format ip_catalog -rtl verilog -vendor hwpipe -ipname mixed

set case [file join $here case]
set checked [file isdirectory $case]
if {$checked} { csim_design -argv $case }
csynth_design
if {$checked && [info exists ::env(HWPIPE_COSIM)]} { cosim_design -argv $case }
export_design -format ip_catalog -output [file join $here mixed_ip.zip]
exit
