"""Reader of `.hwh` files, Vivado's and ours: what `hwpipe deploy` compares.

`pynqmetadata` leaves out tool version, part, clock frequencies of ports and widths of interfaces;
this reader has them. It expands no entities and refuses files that declare any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from hwpipe.errors import InputError

__all__ = ["Handoff", "HandoffModule", "HandoffRange", "read_hwh"]

_MAX_BYTES = 64 * 2**20


@dataclass(frozen=True)
class HandoffRange:
    """A MEMRANGE: what one master of a module reaches.

    Attributes:
        master: interface of the module that begins transfers.
        instance: module that answers.
        slave: its interface.
        block: address block.
        base: first address.
        high: last address.
        kind: `REGISTER` or `MEMORY`.
    """

    master: str
    instance: str
    slave: str
    block: str
    base: int
    high: int
    kind: str


@dataclass(frozen=True)
class HandoffModule:
    """A MODULE.

    Attributes:
        instance: its name.
        vlnv: vendor, library, name, version.
        parameters: by name.
        clocks: frequency in Hz of each clock port that states one.
        signals: name of the net on each single port.
        bus_bits: width of each bus interface that states one.
        bus_nets: name of each bus interface's connection.
        registers: offset by name.
        ranges: what its masters reach.
    """

    instance: str
    vlnv: str
    parameters: Mapping[str, str]
    clocks: Mapping[str, int]
    signals: Mapping[str, str]
    bus_bits: Mapping[str, int]
    bus_nets: Mapping[str, str]
    registers: Mapping[str, int]
    ranges: tuple[HandoffRange, ...]

    @property
    def modtype(self) -> str:
        """Name of the IP."""
        parts = self.vlnv.split(":")
        return parts[2] if len(parts) == 4 else ""


@dataclass(frozen=True)
class Handoff:
    """A parsed `.hwh`.

    Attributes:
        tool: VIVADOVERSION.
        timestamp: when the design was exported.
        arch: family (`zynq`, `zynquplus`).
        device: as in a part's name.
        package: likewise.
        speed: speed grade, with its leading dash.
        board: board part, empty where the design names none.
        name: of the block design.
        modules: by instance.
    """

    tool: str
    timestamp: str
    arch: str
    device: str
    package: str
    speed: str
    board: str
    name: str
    modules: Mapping[str, HandoffModule]

    @property
    def processing_system(self) -> HandoffModule | None:
        """The Zynq's processing system."""
        for module in self.modules.values():
            if module.modtype in {"processing_system7", "zynq_ultra_ps_e"}:
                return module
        return None

    def of_type(self, vlnv_without_version: str) -> list[HandoffModule]:
        """Modules of one kind, whatever their version."""
        return [
            m for m in self.modules.values() if m.vlnv.rpartition(":")[0] == vlnv_without_version
        ]

    def ranges_of(self, instance: str) -> list[HandoffRange]:
        """Ranges at which other modules reach one."""
        return [r for m in self.modules.values() for r in m.ranges if r.instance == instance]


def _number(text: str | None) -> int | None:
    try:
        return int(text, 0) if text else None
    except ValueError:
        return None


def _module(element: ET.Element) -> HandoffModule:
    registers: dict[str, int] = {}
    for register in element.iter("REGISTER"):
        for item in register.findall("PROPERTY"):
            offset = _number(item.get("VALUE"))
            if item.get("NAME") == "ADDRESS_OFFSET" and offset is not None:
                registers[register.get("NAME", "")] = offset
    ranges = []
    for item in element.iter("MEMRANGE"):
        base, high = _number(item.get("BASEVALUE")), _number(item.get("HIGHVALUE"))
        if base is None or high is None:
            continue
        ranges.append(HandoffRange(
            item.get("MASTERBUSINTERFACE", ""), item.get("INSTANCE", ""),
            item.get("SLAVEBUSINTERFACE", ""), item.get("ADDRESSBLOCK", ""), base, high,
            item.get("MEMTYPE", ""),
        ))  # fmt: skip
    buses = element.findall("BUSINTERFACES/BUSINTERFACE")
    bits = {bus.get("NAME", ""): _number(bus.get("DATAWIDTH")) for bus in buses}
    ports = element.findall("PORTS/PORT")
    clocks = {port.get("NAME", ""): _number(port.get("CLKFREQUENCY")) for port in ports}
    return HandoffModule(
        instance=element.get("INSTANCE", ""),
        vlnv=element.get("VLNV", ""),
        parameters={
            p.get("NAME", ""): p.get("VALUE", "") for p in element.findall("PARAMETERS/PARAMETER")
        },
        clocks={name: hz for name, hz in clocks.items() if hz},
        signals={p.get("NAME", ""): p.get("SIGNAME", "") for p in ports},
        bus_bits={name: width for name, width in bits.items() if width},
        bus_nets={bus.get("NAME", ""): bus.get("BUSNAME", "") for bus in buses},
        registers=registers,
        ranges=tuple(ranges),
    )


def read_hwh(raw: bytes, where: str = "hardware handoff") -> Handoff:
    """Parse a `.hwh` file.

    Raises:
        InputError: too large, no XML, or no hardware handoff.
    """
    if len(raw) > _MAX_BYTES:
        raise InputError(f"{len(raw):,} bytes", where=where, limit=f"{_MAX_BYTES:,} bytes")
    if b"<!ENTITY" in raw or b"<!DOCTYPE" in raw:
        raise InputError("declares a document type, which no .hwh does", where=where)
    try:
        root = ET.fromstring(raw)
    except ET.ParseError as error:
        raise InputError(
            f"is no XML: {error}", where=where, remedy="copy or build it again"
        ) from None
    info = root.find("SYSTEMINFO")
    if root.tag != "EDKSYSTEM" or info is None:
        raise InputError(
            "is no hardware handoff: it has no EDKSYSTEM with SYSTEMINFO", where=where,
            remedy="name the .hwh file of the block design",
        )  # fmt: skip
    modules = [_module(element) for element in root.findall("MODULES/MODULE")]
    return Handoff(
        tool=root.get("VIVADOVERSION", ""),
        timestamp=root.get("TIMESTAMP", ""),
        arch=info.get("ARCH", ""),
        device=info.get("DEVICE", ""),
        package=info.get("PACKAGE", ""),
        speed=info.get("SPEEDGRADE", ""),
        board=info.get("BOARD", ""),
        name=info.get("NAME", ""),
        modules={module.instance: module for module in modules},
    )
