# The kernel as an IP that the block design can instantiate.

# An interface that the attributes of the top module's ports make, or an error that names it.
proc hwpipe_interface {core name} {
    set found [ipx::get_bus_interfaces $name -of_objects $core -quiet]
    if {$found eq ""} {
        hwpipe_fail "the kernel's ports make no interface $name"
    }
    return $found
}

# A signal interface of one port, where the attributes of the source did not make it already.
proc hwpipe_signal {core port kind parameter value} {
    if {[ipx::get_bus_interfaces $port -of_objects $core -quiet] eq ""} {
        ipx::infer_bus_interface $port xilinx.com:signal:${kind}_rtl:1.0 $core
    }
    set interface [hwpipe_interface $core $port]
    if {$parameter ne ""} {
        if {[ipx::get_bus_parameters $parameter -of_objects $interface -quiet] eq ""} {
            ipx::add_bus_parameter $parameter $interface
        }
        set found [ipx::get_bus_parameters $parameter -of_objects $interface]
        set_property value $value $found
    }
}

proc hwpipe_package_ip {design build} {
    set folder $build/ip
    file delete -force $folder $build/ip_project
    create_project -force ip_project $build/ip_project -part [dict get $design part]
    set files {}
    foreach file [dict get $design rtl] {
        lappend files $build/rtl/$file
    }
    add_files -norecurse $files
    set_property top [dict get $design top] [current_fileset]
    update_compile_order -fileset sources_1

    lassign [split [dict get $design vlnv] :] vendor library name version
    ipx::package_project -root_dir $folder -vendor $vendor -library $library \
        -taxonomy /UserIP -import_files -set_current true -force
    set core [ipx::current_core]
    set_property name $name $core
    set_property version $version $core
    set_property display_name "hwpipe accelerator" $core
    set_property description "Runs the layers of an int8 network from a list in memory" $core
    set_property supported_families {zynq Production zynquplus Production} $core

    hwpipe_signal $core ap_clk clock "" ""
    hwpipe_signal $core ap_rst_n reset POLARITY ACTIVE_LOW
    hwpipe_signal $core irq interrupt SENSITIVITY LEVEL_HIGH
    ipx::associate_bus_interfaces -clock ap_clk -reset ap_rst_n $core
    hwpipe_interface $core s_axi_control
    ipx::associate_bus_interfaces -busif s_axi_control -clock ap_clk $core
    foreach port [dict get $design ports] {
        hwpipe_interface $core [dict get $port name]
        ipx::associate_bus_interfaces -busif [dict get $port name] -clock ap_clk $core
    }
    hwpipe_registers $design $core

    # Parameters that nothing in the RTL reads: they reach the .hwh and so the driver.
    dict for {parameter value} [dict get $design parameters] {
        ipx::add_user_parameter $parameter $core
        set found [ipx::get_user_parameters $parameter -of_objects $core]
        set_property value_resolve_type user $found
        set_property value_format string $found
        set_property value $value $found
    }
    ipx::create_xgui_files $core
    ipx::update_checksums $core
    if {[string is false -strict [ipx::check_integrity $core]]} {
        hwpipe_fail "the packaged kernel is inconsistent; see the messages above"
    }
    ipx::save_core $core
    close_project
}

# The register map of the slave, so that drivers find registers by name.
proc hwpipe_registers {design core} {
    set map [ipx::get_memory_maps s_axi_control -of_objects $core]
    if {$map eq ""} {
        hwpipe_fail "Vivado made no memory map for s_axi_control"
    }
    set block [lindex [ipx::get_address_blocks -of_objects $map] 0]
    set_property range [dict get $design window] $block
    set_property usage register $block
    foreach register [dict get $design registers] {
        lassign $register name offset access text
        set item [ipx::add_register $name $block]
        set_property address_offset $offset $item
        set_property size 32 $item
        set_property access $access $item
        set_property description $text $item
    }
}
