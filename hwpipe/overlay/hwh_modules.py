"""Parts of a `.hwh`: modules with parameters, ports, bus interfaces, registers; nets between them.

Only what `pynq` reads and `hwpipe deploy` checks is written (pynqmetadata, frontends/hwh_frontend):
bus interfaces without their single wires, clocks, resets and interrupts with theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

__all__ = ["Bus", "Ends", "Module", "Register", "Wire", "module_element"]

#: Of each signal its ends: instance, port, whether it drives the signal.
Ends = Mapping[str, Sequence[tuple[str, str, bool]]]

_INTERFACE = "xilinx.com:interface:aximm:1.0"


@dataclass(frozen=True)
class Register:
    """A register of a slave.

    Attributes:
        name: in capitals.
        offset: in bytes.
        access: `read-write` or `read-only`.
        description: one line.
        fields: name, lowest bit and width of each named part.
    """

    name: str
    offset: int
    access: str
    description: str
    fields: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Bus:
    """A memory-mapped bus interface.

    Attributes:
        name: of the interface.
        master: whether it begins transfers.
        net: name of the connection, the same at both ends.
        bits: width of its data.
        clock_hz: of its clock.
    """

    name: str
    master: bool
    net: str
    bits: int
    clock_hz: int


@dataclass(frozen=True)
class Wire:
    """A single port: clock, reset or interrupt.

    Attributes:
        name: of the port.
        net: name of the signal, empty where unconnected.
        output: whether it drives the net.
        kind: `clk`, `rst`, `intr` or `undef`.
        clock_hz: for clocks.
    """

    name: str
    net: str
    output: bool
    kind: str
    clock_hz: int = 0


@dataclass
class Module:
    """An instance in the block design.

    Attributes:
        instance: its name.
        vlnv: vendor, library, name, version.
        parameters: in the order of the file.
        wires: single ports.
        buses: memory-mapped interfaces.
        registers: of the slave interface `register_bus`.
        ranges: what its masters reach: (master interface, slave module, slave interface, address
            block, first and last address, `REGISTER` or `MEMORY`).
    """

    instance: str
    vlnv: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    wires: Sequence[Wire] = ()
    buses: Sequence[Bus] = ()
    registers: Sequence[Register] = ()
    register_bus: str = ""
    ranges: Sequence[tuple[str, str, str, str, int, int, str]] = ()
    modclass: str = "PERIPHERAL"


def _property(parent: ET.Element, name: str, value: object) -> None:
    ET.SubElement(parent, "PROPERTY", {"NAME": name, "VALUE": str(value)})


def _register_block(module: Module, parent: ET.Element) -> None:
    blocks = ET.SubElement(parent, "ADDRESSBLOCKS")
    block = ET.SubElement(blocks, "ADDRESSBLOCK", {
        "ACCESS": "read-write", "INTERFACE": module.register_bus, "NAME": "Reg",
        "RANGE": "65536", "USAGE": "register",
    })  # fmt: skip
    registers = ET.SubElement(block, "REGISTERS")
    for register in module.registers:
        item = ET.SubElement(registers, "REGISTER", {"NAME": register.name})
        _property(item, "DESCRIPTION", register.description)
        _property(item, "ADDRESS_OFFSET", f"{register.offset:#x}")
        _property(item, "SIZE", 32)
        _property(item, "ACCESS", register.access)
        _property(item, "IS_ENABLED", "true")
        _property(item, "RESET_VALUE", "0x0")
        fields = ET.SubElement(item, "FIELDS")
        for name, low, width in register.fields or ((register.name, 0, 32),):
            part = ET.SubElement(fields, "FIELD", {"NAME": name})
            _property(part, "DESCRIPTION", register.description)
            _property(part, "ADDRESS_OFFSET", low)
            _property(part, "ACCESS", register.access)
            _property(part, "BIT_OFFSET", low)
            _property(part, "BIT_WIDTH", width)


def module_element(
    module: Module, nets: Mapping[str, Sequence[tuple[str, str, bool]]]
) -> ET.Element:
    """The MODULE element.

    Args:
        module: the instance.
        nets: ends of every signal.
    """
    _, _, name, version = module.vlnv.split(":")
    element = ET.Element("MODULE", {
        "COREREVISION": "1", "FULLNAME": f"/{module.instance}", "HWVERSION": version,
        "INSTANCE": module.instance, "IPTYPE": "PERIPHERAL", "IS_ENABLE": "1",
        "MODCLASS": module.modclass, "MODTYPE": name, "VLNV": module.vlnv,
    })  # fmt: skip
    ET.SubElement(element, "DOCUMENTS")
    if module.registers:
        _register_block(module, element)
    parameters = ET.SubElement(element, "PARAMETERS")
    for key, value in module.parameters.items():
        ET.SubElement(parameters, "PARAMETER", {"NAME": key, "VALUE": value})
    ports = ET.SubElement(element, "PORTS")
    for wire in module.wires:
        attributes = {"DIR": "O" if wire.output else "I", "NAME": wire.name, "SIGIS": wire.kind}
        if wire.clock_hz:
            attributes = {"CLKFREQUENCY": str(wire.clock_hz), **attributes}
        if wire.net:
            attributes["SIGNAME"] = wire.net
        port = ET.SubElement(ports, "PORT", attributes)
        # As Vivado writes it: a load names its driver, the driver all its loads.
        others = [
            (instance, pin)
            for instance, pin, drives in nets.get(wire.net, ())
            if drives != wire.output
        ]
        if others:
            connections = ET.SubElement(port, "CONNECTIONS")
            for instance, pin in others:
                ET.SubElement(connections, "CONNECTION", {"INSTANCE": instance, "PORT": pin})
    interfaces = ET.SubElement(element, "BUSINTERFACES")
    for bus in module.buses:
        item = ET.SubElement(interfaces, "BUSINTERFACE", {
            "BUSNAME": bus.net, "DATAWIDTH": str(bus.bits), "NAME": bus.name,
            "TYPE": "MASTER" if bus.master else "SLAVE", "VLNV": _INTERFACE,
        })  # fmt: skip
        ET.SubElement(item, "PARAMETER", {"NAME": "DATA_WIDTH", "VALUE": str(bus.bits)})
        ET.SubElement(item, "PARAMETER", {"NAME": "FREQ_HZ", "VALUE": str(bus.clock_hz)})
        ET.SubElement(item, "PORTMAPS")
    if module.ranges:
        _memory_map(module, element)
    return element


def _memory_map(module: Module, element: ET.Element) -> None:
    memory = ET.SubElement(element, "MEMORYMAP")
    for master, instance, slave, block, base, high, kind in module.ranges:
        digits = 8 if high < 1 << 32 else 16
        ET.SubElement(memory, "MEMRANGE", {
            "ADDRESSBLOCK": block, "BASENAME": "C_BASEADDR",
            "BASEVALUE": f"0x{base:0{digits}X}", "HIGHNAME": "C_HIGHADDR",
            "HIGHVALUE": f"0x{high:0{digits}X}", "INSTANCE": instance, "IS_DATA": "TRUE",
            "IS_INSTRUCTION": "TRUE", "MASTERBUSINTERFACE": master, "MEMTYPE": kind,
            "SLAVEBUSINTERFACE": slave,
        })  # fmt: skip
    peripherals = ET.SubElement(element, "PERIPHERALS")
    for instance in dict.fromkeys(item[1] for item in module.ranges):
        ET.SubElement(peripherals, "PERIPHERAL", {"INSTANCE": instance})
