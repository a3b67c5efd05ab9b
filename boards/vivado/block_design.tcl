# The block design: processing system, kernel, LEDs, interconnects, clock, reset, addresses.

proc hwpipe_open_project {design build} {
    set name [dict get $design name]
    file delete -force $build/project
    set extra [dict get $design board_files]
    if {$extra ne ""} {
        set_param board.repoPaths $extra
    }
    set board [get_board_parts -quiet -latest_file_version "[dict get $design board_part]:*"]
    if {$board eq ""} {
        hwpipe_fail "Vivado has no board files for [dict get $design board_part]; they are in:\
            [dict get $design board_files_from]"
    }
    create_project -force $name $build/project -part [dict get $design part]
    set_property board_part $board [current_project]
    if {[dict get $design connections] ne ""} {
        set_property board_connections [dict get $design connections] [current_project]
    }
    set_property ip_repo_paths $build/ip [current_project]
    update_ip_catalog
    add_files -fileset constrs_1 -norecurse $build/constraints.xdc
}

proc hwpipe_ip {kind name settings} {
    set vlnv [expr {[string first : $kind] < 0 ? "xilinx.com:ip:$kind" : $kind}]
    set cell [create_bd_cell -type ip -vlnv $vlnv $name]
    if {$settings ne ""} {
        set_property -dict $settings $cell
    }
    return $cell
}

proc hwpipe_net {driver args} {
    set pins {}
    foreach pin [concat [list $driver] $args] {
        set found [get_bd_pins -quiet $pin]
        if {$found eq ""} {
            hwpipe_fail "the block design has no pin $pin"
        }
        lappend pins $found
    }
    connect_bd_net {*}$pins
}

proc hwpipe_bus {master slave} {
    connect_bd_intf_net [get_bd_intf_pins $master] [get_bd_intf_pins $slave]
}

proc hwpipe_processing_system {design} {
    set ps [hwpipe_ip [dict get $design ps_type] ps ""]
    # The board's preset sets up DDR, clocks and pins of the processing system.
    apply_bd_automation -rule xilinx.com:bd_rule:[dict get $design ps_type] \
        -config [dict get $design ps_automation] $ps
    set_property -dict [dict get $design ps_settings] $ps
}

proc hwpipe_block_design {design} {
    set name [dict get $design name]
    create_bd_design $name
    hwpipe_processing_system $design
    hwpipe_ip [dict get $design vlnv] accelerator_0 ""
    hwpipe_ip axi_gpio leds [list CONFIG.C_GPIO_WIDTH [dict get $design led_count]]
    hwpipe_ip proc_sys_reset rst ""
    hwpipe_ip smartconnect smc_control [list CONFIG.NUM_SI 1 \
        CONFIG.NUM_MI [expr {2 + [dict get $design interrupts]}] CONFIG.NUM_CLKS 1]

    set clock [hwpipe_clock $design]
    set loads {accelerator_0/ap_clk leds/s_axi_aclk rst/slowest_sync_clk smc_control/aclk}
    set resets {accelerator_0/ap_rst_n leds/s_axi_aresetn smc_control/aresetn}
    lappend loads ps/[dict get $design master_clock]
    set index 0
    foreach port [dict get $design ports] {
        hwpipe_ip smartconnect smc_memory$index \
            [list CONFIG.NUM_SI 1 CONFIG.NUM_MI 1 CONFIG.NUM_CLKS 1]
        lappend loads smc_memory$index/aclk ps/[dict get $port clock]
        lappend resets smc_memory$index/aresetn
        hwpipe_bus accelerator_0/[dict get $port name] smc_memory$index/S00_AXI
        hwpipe_bus smc_memory$index/M00_AXI ps/[dict get $port slave]
        incr index
    }
    hwpipe_bus ps/[dict get $design master] smc_control/S00_AXI
    hwpipe_bus smc_control/M00_AXI accelerator_0/s_axi_control
    hwpipe_bus smc_control/M01_AXI leds/S_AXI
    hwpipe_interrupt $design loads resets
    hwpipe_net $clock {*}$loads
    hwpipe_net rst/peripheral_aresetn {*}$resets
    hwpipe_leds $design
    hwpipe_addresses $design
    validate_bd_design
    save_bd_design
}

# PL clock 0, or an MMCM's where its dividers do not reach the kernel's clock.
proc hwpipe_clock {design} {
    set source ps/[dict get $design ps_clock]
    set reset ps/[dict get $design ps_reset]
    if {![dict get $design mmcm]} {
        hwpipe_net $reset rst/ext_reset_in
        return $source
    }
    # Its input is a clock of the fabric, not a pin: no buffer of a pin may stand before it.
    hwpipe_ip clk_wiz clk_wiz [list CONFIG.PRIM_SOURCE No_buffer \
        CONFIG.CLKOUT1_REQUESTED_OUT_FREQ [dict get $design kernel_mhz] \
        CONFIG.USE_LOCKED true CONFIG.USE_RESET true CONFIG.RESET_TYPE ACTIVE_LOW \
        CONFIG.RESET_PORT resetn]
    hwpipe_net $source clk_wiz/clk_in1
    hwpipe_net $reset clk_wiz/resetn rst/ext_reset_in
    hwpipe_net clk_wiz/locked rst/dcm_locked
    return clk_wiz/clk_out1
}

# To the processing system directly; through a controller that pynq knows where one is asked for.
proc hwpipe_interrupt {design loadsName resetsName} {
    upvar $loadsName loads $resetsName resets
    if {![dict get $design interrupts]} {
        hwpipe_net accelerator_0/irq ps/[dict get $design interrupt]
        return
    }
    hwpipe_ip axi_intc axi_intc_0 [list CONFIG.C_IRQ_CONNECTION 1]
    lappend loads axi_intc_0/s_axi_aclk
    lappend resets axi_intc_0/s_axi_aresetn
    hwpipe_bus smc_control/M02_AXI axi_intc_0/s_axi
    hwpipe_net accelerator_0/irq axi_intc_0/intr
    hwpipe_net axi_intc_0/irq ps/[dict get $design interrupt]
}

# What is written can be read back, with or without LEDs on the board.
proc hwpipe_leds {design} {
    hwpipe_net leds/gpio_io_o leds/gpio_io_i
    if {[llength [dict get $design led_pins]]} {
        set high [expr {[dict get $design led_count] - 1}]
        create_bd_port -dir O -from $high -to 0 leds
        connect_bd_net [get_bd_pins leds/gpio_io_o] [get_bd_ports leds]
    }
}

proc hwpipe_assign {space offset range segments} {
    if {[llength $segments] != 1} {
        hwpipe_fail "[llength $segments] address segments where one was expected, for $space"
    }
    assign_bd_address -target_address_space $space -offset $offset -range $range $segments
}

proc hwpipe_addresses {design} {
    set data [get_bd_addr_spaces ps/Data]
    foreach window [dict get $design windows] {
        lassign $window pin offset range
        hwpipe_assign $data $offset $range \
            [get_bd_addr_segs -of_objects [get_bd_intf_pins $pin]]
    }
    foreach port [dict get $design ports] {
        set space [get_bd_addr_spaces accelerator_0/[dict get $port name]]
        set wanted {}
        foreach range [dict get $port ranges] {
            lassign $range block offset size
            set segment ps/[dict get $port segments]/$block
            lappend wanted $block
            hwpipe_assign $space $offset $size [get_bd_addr_segs $segment]
        }
        # On-chip memory, flash and PCIe lie behind the same port; the kernel has no business there.
        foreach segment [get_bd_addr_segs ps/[dict get $port segments]/*] {
            if {[lsearch -exact $wanted [lindex [split $segment /] end]] < 0} {
                exclude_bd_addr_seg $segment -target_address_space $space
            }
        }
    }
}
