"""Guards and arbiters between the units' burst engines and the accelerator's AXI4 ports."""

from __future__ import annotations

from collections.abc import Sequence

from hwpipe.accel.units import Master
from hwpipe.hls.emit_core import READ_PINS, WRITE_PINS

__all__ = ["engine_wires", "guard", "port", "port_pins", "used_ports"]

#: Channels of a port with their bits (0: the data's, -1: strobes) and whether they leave.
_READ_PORT = (
    ("ARADDR", 64, True), ("ARLEN", 8, True), ("ARSIZE", 3, True), ("ARBURST", 2, True),
    ("ARCACHE", 4, True), ("ARPROT", 3, True), ("ARVALID", 1, True), ("ARREADY", 1, False),
    ("RDATA", 0, False), ("RRESP", 2, False), ("RLAST", 1, False), ("RVALID", 1, False),
    ("RREADY", 1, True),
)  # fmt: skip
_WRITE_PORT = (
    ("AWADDR", 64, True), ("AWLEN", 8, True), ("AWSIZE", 3, True), ("AWBURST", 2, True),
    ("AWCACHE", 4, True), ("AWPROT", 3, True), ("AWVALID", 1, True), ("AWREADY", 1, False),
    ("WDATA", 0, True), ("WSTRB", -1, True), ("WLAST", 1, True), ("WVALID", 1, True),
    ("WREADY", 1, False), ("BRESP", 2, False), ("BVALID", 1, False), ("BREADY", 1, True),
)  # fmt: skip
#: What an arbiter takes from a guard, and gives to it.
_FROM = {
    False: ("araddr", "arlen", "arvalid", "rready"),
    True: ("awaddr", "awlen", "awvalid", "wdata", "wstrb", "wlast", "wvalid", "bready"),
}
#: Of those, what goes past the guard.
_PAST = ("wdata", "wstrb", "wlast")
_TO = {False: ("arready", "rvalid"), True: ("awready", "wready", "bvalid")}
#: What all masters of a port share.
_SHARED = {False: ("rdata", "rresp", "rlast"), True: ("bresp",)}


def _size(bits: int, width: int) -> int:
    return {0: width, -1: width // 8}.get(bits, bits)


def _wire(name: str, bits: int) -> str:
    return f"  wire [{bits - 1}:0] {name};" if bits > 1 else f"  wire {name};"


def engine_wires(name: str, write: bool, width: int) -> list[str]:
    """Wires between a master and its guard (`name_*`), and behind the guard (`name_g_*`).

    Args:
        name: prefix.
        write: the direction.
        width: bits of the data.
    """
    pins = WRITE_PINS if write else READ_PINS
    lines = [_wire(f"{name}_{pin}", _size(bits, width)) for pin, bits, _ in pins]
    behind = {*_FROM[write], *_TO[write]} - {*_PAST}
    lines += [_wire(f"{name}_g_{p}", _size(bits, width)) for p, bits, _ in pins if p in behind]
    return [*lines, *(_wire(f"{name}_{x}", 1) for x in ("idle", "stray", "error", "load"))]


def guard(
    name: str, write: bool, width: int, region: tuple[str, str, str], *,
    reset: str = "unit_reset", hold: str = "1'b0", burst: int = 256,
) -> list[str]:  # fmt: skip
    """Instance of a guard.

    Args:
        name: prefix of the wires.
        write: the direction.
        width: bits of the data.
        region: expressions of first byte, byte behind the last, permission.
        reset: expression.
        hold: expression, of a reader.
        burst: beats of the master's longest burst.
    """
    kind = "write" if write else "read"
    near = ("awaddr", "awlen", "awvalid", "awready", "wlast", "wvalid", "wready", "bvalid",
            "bready") if write else (
           "araddr", "arlen", "arvalid", "arready", "rvalid", "rready")  # fmt: skip
    response = ("bresp",) if write else ("rresp", "rlast")
    pins = [f".s_axi_{p}({name}_{p})" for p in near]
    pins += [f".m_axi_{p}({name}_g_{p})" for p in (*_FROM[write], *_TO[write])
             if p not in _PAST]  # fmt: skip
    pins += [f".m_axi_{p}({name}_{p})" for p in response]
    extra = "" if write else f".hold({hold}), "
    return [
        f"  hwp_guard_{kind} #(.ADDR_W(40), .DATA_W({width}), .MAX_BURST({burst})) "
        f"u_{name}_guard (",
        f"      .clk(ap_clk), .rst({reset}), .load({name}_load),",
        f"      .base({region[0]}), .limit({region[1]}), .allowed({region[2]}),",
        f"      .abort(abort), {extra}.idle({name}_idle),",
        f"      .stray({name}_stray), .error({name}_error),",
        "      " + ", ".join(pins),
        "  );",
    ]


def used_ports(masters: Sequence[Master], ports: int) -> list[int]:
    """Ports that carry anything; the last one also carries the list."""
    return sorted({*(m.port for m in masters), ports - 1})


def port_pins(number: int, width: int) -> list[tuple[str, int, bool]]:
    """(name, bits, leaves) of the pins of an AXI4 port."""
    return [
        (f"m_axi_gmem{number}_{pin}", _size(bits, width), leaves)
        for pin, bits, leaves in (*_READ_PORT, *_WRITE_PORT)
    ]


def port(number: int, masters: Sequence[str], write: bool, width: int) -> list[str]:
    """Arbiter of one direction of a port.

    Args:
        number: of the port.
        masters: prefixes of the wires, in the order of the arbiter's inputs.
        write: the direction.
        width: bits of the data.
    """
    prefix, kind = f"m_axi_gmem{number}", "write" if write else "read"
    pins = _WRITE_PORT if write else _READ_PORT
    if not masters:
        return [
            f"  assign {prefix}_{pin} = {_size(bits, width)}'d0;"
            for pin, bits, leaves in pins if leaves
        ]  # fmt: skip
    base, count = f"gmem{number}_{kind}", max(2, len(masters))
    sizes = {p: _size(b, width) for p, b, _ in (WRITE_PINS if write else READ_PINS)}
    lines, joined = [], []
    for pin in _FROM[write]:
        parts = [f"{m}_{pin}" if pin in _PAST else f"{m}_g_{pin}" for m in reversed(masters)]
        if len(masters) == 1:  # arbiters have at least two masters; the other one is silent
            parts.insert(0, f"{sizes[pin]}'d0")
        joined.append(f".s_axi_{pin}({{{', '.join(parts)}}})")
    for pin in _TO[write]:
        lines.append(_wire(f"{base}_{pin}", count))
        joined.append(f".s_axi_{pin}({base}_{pin})")
        lines += [f"  assign {m}_g_{pin} = {base}_{pin}[{i}];" for i, m in enumerate(masters)]
    for pin in _SHARED[write]:
        lines.append(_wire(f"{base}_{pin}", sizes[pin]))
        joined.append(f".s_axi_{pin}({base}_{pin})")
        lines += [f"  assign {m}_{pin} = {base}_{pin};" for m in masters]
    address = "AWADDR" if write else "ARADDR"
    lines += [
        _wire(f"{base}_address", 40),
        f"  assign {prefix}_{address} = {{24'd0, {base}_address}};",
    ]
    for pin, _, _ in pins:
        target = f"{base}_address" if pin == address else f"{prefix}_{pin}"
        joined.append(f".m_axi_{pin.lower()}({target})")
    lines += [
        f"  hwp_axi_{kind}_arbiter #(.N({count}), .ADDR_W(40), .DATA_W({width})) u_{base} (",
        "      .clk(ap_clk), .rst(ap_rst),",
        "      " + ",\n      ".join(joined),
        "  );",
    ]
    return lines
