"""Whether an overlay holds the accelerator as hwpipe drives it: addresses, ports, clock, ident."""

from __future__ import annotations

import itertools

from hwpipe.fpga.interface import REGISTERS, VLNV, ident_of
from hwpipe.overlay.check import Check, Overlay, same
from hwpipe.overlay.clocks import TOLERANCE
from hwpipe.overlay.design import IDENT_PARAMETER
from hwpipe.overlay.hwh_read import HandoffModule, HandoffRange
from hwpipe.overlay.processing_system import PROCESSING_SYSTEMS, ProcessingSystem

__all__ = ["check_design", "kernel_clock_hz", "kernel_ident"]

_REBUILD = "build the overlay again with this version of hwpipe"
_CONTROL = "s_axi_control"
#: Bytes that the registers take: the last one and its word.
_REGISTER_BYTES = max(REGISTERS.values()) + 4


def check_design(overlay: Overlay) -> list[Check]:
    """Compare the `.hwh` with what driver and board need, and with the manifest."""
    kernel, checks = _kernel(overlay)
    if kernel is None:
        return checks
    checks += _identity(overlay, kernel)
    checks.append(_registers(kernel))
    if overlay.board is None or overlay.handoff.processing_system is None:
        checks.append(Check("processing system", False, "none", "a Zynq's", _REBUILD))
        return checks
    ps = PROCESSING_SYSTEMS[overlay.board.family]
    found = overlay.handoff.processing_system.modtype
    checks.append(same("processing system", found, ps.modtype, _REBUILD))
    checks += [*_addresses(overlay, kernel, ps), *_ports(overlay, kernel), *_clock(overlay, kernel)]
    return checks


def _kernel(overlay: Overlay) -> tuple[HandoffModule | None, list[Check]]:
    found = overlay.handoff.of_type(VLNV.rpartition(":")[0])
    if len(found) != 1:
        names = ", ".join(m.instance for m in found) or "none"
        return None, [Check("accelerator", False, names, f"one {VLNV}",
                            "take an overlay that hwpipe made")]  # fmt: skip
    # With another version pynq would only warn and bind no driver.
    return found[0], [same("accelerator", found[0].vlnv, VLNV, _REBUILD)]


def kernel_ident(kernel: HandoffModule) -> int | None:
    """The identity that the `.hwh` states; None where it states none."""
    try:
        return int(kernel.parameters.get(IDENT_PARAMETER, ""), 0)
    except ValueError:
        return None


def _identity(overlay: Overlay, kernel: HandoffModule) -> list[Check]:
    stated = kernel_ident(kernel)
    found = "none" if stated is None else f"{stated:016x}"
    entry = overlay.entry
    if entry is None:
        return [Check("identity in the handoff", stated is not None, found,
                      f"parameter {IDENT_PARAMETER}", _REBUILD)]  # fmt: skip
    other = "take the .hwh that was built with this .bit"
    hashed = f"{ident_of(entry.configuration):016x}"
    return [
        same("identity in the handoff", found, entry.ident, other),
        same("identity of the configuration", hashed, entry.ident, _REBUILD),
    ]


def _registers(kernel: HandoffModule) -> Check:
    wrong = [
        f"{name} at {kernel.registers[name]:#x}" if name in kernel.registers else f"no {name}"
        for name, offset in REGISTERS.items()
        if kernel.registers.get(name) != offset
    ]
    return Check("registers", not wrong, ", ".join(wrong) or f"{len(REGISTERS)} at their offsets",
                 "those of hwpipe.fpga.interface", _REBUILD)  # fmt: skip


def _overlapping(ranges: list[HandoffRange]) -> str:
    rows = sorted(ranges, key=lambda r: r.base)
    for one, two in itertools.pairwise(rows):
        if two.base <= one.high:
            return f"{one.instance} {one.base:#x}-{one.high:#x} and {two.instance} {two.base:#x}"
    return ""


def _addresses(overlay: Overlay, kernel: HandoffModule, ps: ProcessingSystem) -> list[Check]:
    remedy = "correct the address map of the block design and build again"
    ranges = [r for r in overlay.handoff.ranges_of(kernel.instance) if r.kind == "REGISTER"]
    if len(ranges) != 1:
        return [Check("address of the registers", False, f"{len(ranges)} ranges", "one", remedy)]
    mine = ranges[0]
    size = mine.high - mine.base + 1
    low, window = ps.window
    fits = low <= mine.base and mine.high < low + window and mine.base % size == 0
    checks = [
        Check("address of the registers", fits, f"{mine.base:#x}",
              f"a multiple of its size in {low:#x}-{low + window - 1:#x}", remedy),
        Check("size of the registers", size >= _REGISTER_BYTES, f"{size:,} bytes",
              f"at least {_REGISTER_BYTES} bytes", remedy),
    ]  # fmt: skip
    if overlay.entry is not None:
        checks.append(same("address in the manifest", f"{mine.base:#x}",
                           f"{overlay.entry.control_base:#x}", _REBUILD))  # fmt: skip
    processor = overlay.handoff.processing_system
    assert processor is not None
    clash = _overlapping([r for r in processor.ranges if r.master == ps.master])
    checks.append(Check("address map", not clash, clash or "no overlap", "no overlap", remedy))
    return checks


def _ports(overlay: Overlay, kernel: HandoffModule) -> list[Check]:
    board, entry = overlay.board, overlay.entry
    assert board is not None
    masters = {n: w for n, w in kernel.bus_bits.items() if n.startswith("m_axi_gmem")}
    found = f"{len(masters)} of {', '.join(map(str, sorted(set(masters.values())))) or 'no'} bits"
    checks = []
    if entry is not None:
        listed = f"{entry.port_count} of {entry.port_bits} bits"
        checks.append(same("ports to memory", found, listed, _REBUILD))
    else:
        checks.append(Check("ports to memory", bool(masters), found, "at least one", _REBUILD))
    low, size = PROCESSING_SYSTEMS[board.family].low_ddr
    need = min(size, board.ddr_bytes)
    for name in sorted(masters):
        ranges = [r for r in kernel.ranges if r.master == name and r.kind == "MEMORY"]
        reached = any(r.base <= low and r.high >= low + need - 1 for r in ranges)
        total = sum(r.high - r.base + 1 for r in ranges)
        checks.append(Check(
            f"memory behind {name}", reached, f"{total / 2**20:,.0f} MB in {len(ranges)} ranges",
            f"at least {need / 2**20:,.0f} MB from {low:#x}: buffers lie anywhere in it",
            "assign the DDR segments of its port in the block design",
        ))  # fmt: skip
    checks += _widths(overlay)
    return checks


def _widths(overlay: Overlay) -> list[Check]:
    """Parameters by which pynq sets the widths of the processing system's ports."""
    processor, board = overlay.handoff.processing_system, overlay.board
    assert processor is not None
    assert board is not None
    ps = PROCESSING_SYSTEMS[board.family]
    checks = []
    for slave in ps.slaves:
        bits = processor.bus_bits.get(slave.interface)
        if bits is None:
            continue
        name = (
            f"PCW_{slave.interface}_DATA_WIDTH"
            if board.family == "zynq-7000" else f"C_SAXIGP{slave.index}_DATA_WIDTH"
        )  # fmt: skip
        stated = processor.parameters.get(name, "not stated")
        checks.append(same(f"width of {slave.interface}", stated, str(bits),
                           "take the .hwh of one build; pynq sets the port by it"))  # fmt: skip
    return checks


def kernel_clock_hz(overlay: Overlay) -> int | None:
    """The kernel's clock as the `.hwh` states it."""
    found = overlay.handoff.of_type(VLNV.rpartition(":")[0])
    return found[0].clocks.get("ap_clk") if found else None


def _near(one: float, two: float) -> bool:
    return abs(one - two) <= TOLERANCE * two


def _clock(overlay: Overlay, kernel: HandoffModule) -> list[Check]:
    board, processor = overlay.board, overlay.handoff.processing_system
    assert board is not None
    assert processor is not None
    remedy = "take the .hwh that was built with this .bit"
    hz = kernel.clocks.get("ap_clk")
    if hz is None:
        return [Check("clock of the kernel", False, "not stated", "a frequency of ap_clk", remedy)]
    checks = []
    if overlay.entry is not None:
        checks.append(same(
            "clock of the kernel", f"{hz / 1e6:.3f} MHz",
            f"{overlay.entry.clock_hz / 1e6:.3f} MHz", remedy,
            ok=_near(hz, overlay.entry.clock_hz),
        ))  # fmt: skip
    names = (
        ("PSU__CRL_APB__PL0_REF_CTRL__ACT_FREQMHZ", "PCW_ACT_FPGA0_PERIPHERAL_FREQMHZ")
    )  # fmt: skip
    stated = next((processor.parameters[n] for n in names if n in processor.parameters), "")
    try:
        ps_hz = 1e6 * float(stated)
    except ValueError:
        return [*checks, Check("PL clock 0", False, stated or "not stated", "a frequency", remedy)]
    if board.family == "zynq-7000":
        needed = names[0]
        checks.append(Check(
            "clocks for pynq 4", needed in processor.parameters, "stated" if needed
            in processor.parameters else "not stated", f"parameter {needed}",
            "let hwpipe overlay adopt add it, or use pynq 3.1",
        ))  # fmt: skip
    pin = PROCESSING_SYSTEMS[board.family].clock
    from_ps = kernel.signals.get("ap_clk") == processor.signals.get(pin)
    if from_ps:
        checks.append(same("PL clock 0", f"{ps_hz / 1e6:.3f} MHz", f"{hz / 1e6:.3f} MHz", remedy,
                           ok=_near(ps_hz, hz)))  # fmt: skip
    # pynq divides the boot image's PLL, and takes the nearest clock that this gives.
    nearest = min(
        (board.pll_hz / (a * b) for a in range(1, 64) for b in range(1, 64)),
        key=lambda made: abs(made - ps_hz),
    )
    checks.append(Check(
        "PL clock 0 on the board", _near(nearest, ps_hz), f"{nearest / 1e6:.3f} MHz",
        f"{ps_hz / 1e6:.3f} MHz from a PLL of {board.pll_hz / 1e6:.0f} MHz by two dividers",
        "ask for a clock that divides it, or let an MMCM make the kernel's",
    ))  # fmt: skip
    return checks
