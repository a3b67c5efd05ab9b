# From RTL to bitstream: kernel IP, block design, implementation. For Vivado 2025.2 in batch mode:
#   vivado -mode batch -source build.tcl -tclargs BUILD [JOBS]
# BUILD holds design.tcl, constraints.xdc and rtl/, as `hwpipe overlay sources` writes them. Nothing
# about a board is written here: design.tcl says all of it.

proc hwpipe_fail {message} {
    return -code error "hwpipe: $message"
}

if {[llength $argv] < 1} {
    hwpipe_fail "which folder? vivado -mode batch -source build.tcl -tclargs BUILD \[JOBS\]"
}
set build [file normalize [lindex $argv 0]]
set jobs [expr {[llength $argv] > 1 ? [lindex $argv 1] : 4}]
if {![file exists $build/design.tcl]} {
    hwpipe_fail "$build/design.tcl is missing; run `hwpipe overlay sources` first"
}
source $build/design.tcl

set scripts [file dirname [file normalize [info script]]]
source $scripts/package_ip.tcl
source $scripts/block_design.tcl
source $scripts/implement.tcl

set tested 2025.2
set running [version -short]
if {![string match "$tested*" $running]} {
    puts "hwpipe: WARNING: these scripts were written for Vivado $tested, this is $running"
}

hwpipe_package_ip $design $build
hwpipe_open_project $design $build
hwpipe_block_design $design
hwpipe_implement $design $build $jobs
