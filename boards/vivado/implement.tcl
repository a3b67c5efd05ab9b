# Synthesis to bitstream, with the figures that the manifest takes.

proc hwpipe_run {run jobs args} {
    launch_runs $run -jobs $jobs {*}$args
    wait_on_run $run
    if {[get_property PROGRESS [get_runs $run]] ne "100%"} {
        hwpipe_fail "$run stopped: [get_property STATUS [get_runs $run]];\
            see [get_property DIRECTORY [get_runs $run]]/runme.log"
    }
}

# One value of JSON; numbers stay numbers.
proc hwpipe_json {pairs} {
    set lines {}
    foreach {key value} $pairs {
        if {![string is double -strict $value]} {
            set value "\"[string map {\\ \\\\ \" \\\"} $value]\""
        }
        lappend lines " \"$key\": $value"
    }
    return "{\n[join $lines ",\n"]\n}"
}

proc hwpipe_implement {design build jobs} {
    set name [dict get $design name]
    set bd [get_files $name.bd]
    generate_target all $bd
    set wrapper [make_wrapper -files $bd -top]
    add_files -norecurse $wrapper
    set_property top ${name}_wrapper [current_fileset]
    update_compile_order -fileset sources_1
    # Timing is the goal: 256 and more products a cycle beside each other.
    set_property strategy Performance_ExplorePostRoutePhysOpt [get_runs impl_1]
    hwpipe_run synth_1 $jobs
    hwpipe_run impl_1 $jobs -to_step write_bitstream
    open_run impl_1
    report_utilization -file $build/utilization.txt
    report_timing_summary -file $build/timing.txt
    set slack [get_property STATS.WNS [get_runs impl_1]]
    set hold [get_property STATS.WHS [get_runs impl_1]]
    if {$slack < 0 || $hold < 0} {
        hwpipe_fail "timing is not met: setup slack $slack ns, hold slack $hold ns; ask for a\
            slower clock (make CLOCK=...) or a smaller kernel"
    }
    set results [open $build/results.json w]
    puts $results [hwpipe_json [list tool "Vivado [version -short]" setup_slack_ns $slack \
        hold_slack_ns $hold part [dict get $design part] ident [dict get $design ident]]]
    close $results
    set run [get_property DIRECTORY [get_runs impl_1]]
    file copy -force $run/${name}_wrapper.bit $build/$name.bit
    file copy -force $build/project/$name.gen/sources_1/bd/$name/hw_handoff/$name.hwh \
        $build/$name.hwh
    close_project
}
