"""Burst engines, width converters, arbiters and AXI4 ports of a kernel's top module."""

from __future__ import annotations

from hwpipe.errors import InputError
from hwpipe.hls.bursts import ADDRESS_BITS
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.emit_process import Port, ProcessModule
from hwpipe.hls.lang import Mem, Scalar
from hwpipe.hls.process_ir import Engine
from hwpipe.rtl.registers import Argument, RegisterMap

__all__ = ["READ_BUFFER_BEATS", "AxiTop", "register_map"]

#: Beats that a reader of bursts takes ahead of its process.
READ_BUFFER_BEATS = 256

_READ_OUT = [("ARADDR", 64), ("ARLEN", 8), ("ARSIZE", 3), ("ARBURST", 2), ("ARCACHE", 4),
             ("ARPROT", 3), ("ARVALID", 1), ("RREADY", 1)]  # fmt: skip
_WRITE_OUT = [
    ("AWADDR", 64), ("AWLEN", 8), ("AWSIZE", 3), ("AWBURST", 2), ("AWCACHE", 4), ("AWPROT", 3),
    ("AWVALID", 1), ("WLAST", 1), ("WVALID", 1), ("BREADY", 1),
]  # fmt: skip
_READ_IN = [("ARREADY", 1), ("RRESP", 2), ("RLAST", 1), ("RVALID", 1)]
_WRITE_IN = [("AWREADY", 1), ("WREADY", 1), ("BRESP", 2), ("BVALID", 1)]


def register_map(compiled: Compiled) -> RegisterMap:
    """Control registers of a kernel, arguments in the order in which the source names them."""
    arguments = []
    for name, item in compiled.kernel.objects.items():
        if isinstance(item, Scalar):
            arguments.append(Argument(name, item.dtype.width, item.dtype.signed))
        elif isinstance(item, Mem):
            bundle, _ = compiled.schedule.bundles.get(name, ("gmem", 64))
            arguments.append(Argument(name, 64, False, bundle))
    return RegisterMap.of(arguments)


class AxiTop:
    """The part of a top module that reaches memory."""

    def __init__(
        self, compiled: Compiled, modules: dict[str, ProcessModule], control_only: bool
    ) -> None:
        self.control_only = control_only
        self.compiled, self.modules = compiled, modules
        self.kernel = compiled.kernel.name
        self.registers = register_map(compiled)
        self.ports: list[Port] = []
        self.lines: list[str] = []
        self.links: dict[str, dict[str, str]] = {name: {} for name in modules}
        self.busy: list[str] = []

    def add(self, *lines: str) -> None:
        """Append lines of the body."""
        self.lines += lines

    def wire(self, name: str, width: int = 1) -> str:
        """Declare a wire and give its name."""
        bits = f"[{width - 1}:0] " if width > 1 else ""
        self.add(f"  wire {bits}{name};")
        return name

    # ---- memory ----

    def _shape(self, engine: Engine) -> tuple[str, int, int]:
        bundle, width = self.compiled.schedule.bundles.get(engine.memory, ("gmem", 64))
        return bundle, width, self.compiled.schedule.burst_beats.get(engine.memory, 64)

    def engine(self, engine: Engine) -> None:
        """Burst engine of one access site, with its width converter."""
        _, width, burst = self._shape(engine)
        burst = min(burst, 4096 * 8 // width)
        s, r = engine.stream, engine.request
        group = engine.dtype.width * engine.lanes
        request = self.compiled.channels[r].width
        counted = request - ADDRESS_BITS
        # Wide enough for the longest burst and for a beat's groups, whatever the request says.
        count = max(counted, burst.bit_length() + 1, (width // group).bit_length() + 1)
        pad = f"{count - counted}'d0, " if count > counted else ""
        address, groups = f"{r}_out_data[{ADDRESS_BITS - 1}:0]", (
            f"{{{pad}{r}_out_data[{request - 1}:{ADDRESS_BITS}]}}"
        )  # fmt: skip
        bus = f"{s}_axi"
        kind = "write" if engine.write else "read"
        for pin, bits in _WRITE_OUT if engine.write else _READ_OUT:
            self.wire(f"{bus}_{pin.lower()}", min(bits, ADDRESS_BITS))
        for pin, bits in _WRITE_IN if engine.write else _READ_IN:
            self.wire(f"{bus}_{pin.lower()}", bits)
        if engine.write:
            self.wire(f"{bus}_wdata", width)
            self.wire(f"{bus}_wstrb", width // 8)
        else:
            self.wire(f"{bus}_rdata", width)
        for name, bits in (
            ("burst_valid", 1), ("burst_ready", 1),
            ("burst_addr", ADDRESS_BITS), ("burst_beats", count),
            ("beat_valid", 1), ("beat_ready", 1), ("beat_data", width), ("axi_busy", 1),
            ("axi_error", 1),
        ):  # fmt: skip
            self.wire(f"{s}_{name}", bits)
        if engine.write:
            self.wire(f"{s}_beat_strb", width // 8)
        self.busy += [f"{s}_axi_busy"]
        if group == width:
            self.add(
                f"  assign {s}_burst_valid = {r}_out_valid;",
                f"  assign {r}_out_ready = {s}_burst_ready;",
                f"  assign {s}_burst_addr = {address};",
                f"  assign {s}_burst_beats = {groups};",
            )
            if engine.write:
                self.add(
                    f"  assign {s}_beat_valid = {s}_out_valid;",
                    f"  assign {s}_out_ready = {s}_beat_ready;",
                    f"  assign {s}_beat_data = {s}_out_data;",
                    f"  assign {s}_beat_strb = {{{width // 8}{{1'b1}}}};",
                )
            else:
                self.add(
                    f"  assign {s}_in_valid = {s}_beat_valid;",
                    f"  assign {s}_in_data = {s}_beat_data;",
                    f"  assign {s}_beat_ready = {s}_in_ready;",
                )
        else:
            self.wire(f"{s}_pack_busy")
            self.busy.append(f"{s}_pack_busy")
            module = "hwp_pack" if engine.write else "hwp_unpack"
            near = (
                f"      .in_valid({s}_out_valid), .in_ready({s}_out_ready),\n"
                f"      .in_data({s}_out_data), .beat_strb({s}_beat_strb),"
                if engine.write else
                f"      .out_valid({s}_in_valid), .out_ready({s}_in_ready), .out_data({s}_in_data),"
            )  # fmt: skip
            self.add(
                f"  {module} #(.BEAT_BYTES({width // 8}), .GROUP_BYTES({group // 8}), "
                f".ADDR_W({ADDRESS_BITS}), .COUNT_W({count})) u_{s}_pack (",
                "      .clk(ap_clk), .rst(ap_rst),",
                f"      .req_valid({r}_out_valid), .req_ready({r}_out_ready),",
                f"      .req_addr({address}), .req_groups({groups}),",
                f"      .burst_valid({s}_burst_valid), .burst_ready({s}_burst_ready),",
                f"      .burst_addr({s}_burst_addr), .burst_beats({s}_burst_beats),",
                f"      .beat_valid({s}_beat_valid), .beat_ready({s}_beat_ready),",
                f"      .beat_data({s}_beat_data),",
                near,
                f"      .busy({s}_pack_busy)",
                "  );",
            )
        pins = [
            *(p.lower() for p, _ in (_WRITE_OUT if engine.write else _READ_OUT)),
            *(p.lower() for p, _ in (_WRITE_IN if engine.write else _READ_IN)),
            *(("wdata", "wstrb") if engine.write else ("rdata",)),
        ]
        side = "in" if engine.write else "out"
        strobe = [f"      .in_strb({s}_beat_strb),"] if engine.write else []
        buffer = 2 * burst if engine.write else READ_BUFFER_BEATS
        self.add(
            f"  hwp_axi_{kind} #(.ADDR_W({ADDRESS_BITS}), .DATA_W({width}), .BEATS_W({count}), "
            f".MAX_BURST({burst}), "
            f".BUFFER_BEATS({max(buffer, burst)})) u_{s}_axi (",
            "      .clk(ap_clk), .rst(ap_rst),",
            f"      .req_valid({s}_burst_valid), .req_ready({s}_burst_ready),",
            f"      .req_addr({s}_burst_addr), .req_beats({s}_burst_beats),",
            f"      .{side}_valid({s}_beat_valid), .{side}_ready({s}_beat_ready),",
            f"      .{side}_data({s}_beat_data),",
            *strobe,
            f"      .busy({s}_axi_busy), .error({s}_axi_error),",
            ",\n".join(f"      .m_axi_{pin}({bus}_{pin})" for pin in pins),
            "  );",
            "",
        )

    def bundles(self) -> None:
        """Ports of the bundles, arbiters where several engines share one."""
        table: dict[str, list[Engine]] = {}
        for engine in self.compiled.engines:
            table.setdefault(self._shape(engine)[0], []).append(engine)
        for bundle, engines in table.items():
            widths = {self._shape(e)[1] for e in engines}
            width = max(widths)
            if len(widths) > 1:
                names = dict.fromkeys(e.memory for e in engines)
                raise InputError(
                    f"arguments {', '.join(names)} of bundle {bundle} have different widths",
                    where=self.compiled.kernel.path.name,
                    limit="one width for a bundle: it is one port",
                    remedy=f"give m_axi the same width, {width} for instance, or another bundle",
                )
            prefix = f"m_axi_{bundle}"
            for write in (False, True):
                mine = [e.stream for e in engines if e.write == write]
                outs = _WRITE_OUT if write else _READ_OUT
                ins = _WRITE_IN if write else _READ_IN
                wide = [("WDATA", width), ("WSTRB", width // 8)] if write else []
                self.ports += [Port("output", b, f"{prefix}_{p}") for p, b in [*outs, *wide]]
                self.ports += [Port("input", b, f"{prefix}_{p}") for p, b in ins]
                if not write:
                    self.ports.append(Port("input", width, f"{prefix}_RDATA"))
                if not mine:
                    self.add(*(f"  assign {prefix}_{p} = {b}'d0;" for p, b in [*outs, *wide]))
                elif len(mine) == 1:
                    bus = f"{mine[0]}_axi"
                    self.add(
                        *(f"  assign {prefix}_{p} = {bus}_{p.lower()};" for p, _ in [*outs, *wide]),
                        *(f"  assign {bus}_{p.lower()} = {prefix}_{p};" for p, _ in ins),
                    )
                    if not write:
                        self.add(f"  assign {bus}_rdata = {prefix}_RDATA;")
                else:
                    self._arbiter(prefix, bundle, mine, write, width)
            self.add("")

    def _arbiter(self, prefix: str, bundle: str, mine: list[str], write: bool, width: int) -> None:
        shared_in = {"RRESP": 2, "RLAST": 1, "RDATA": width} if not write else {"BRESP": 2}
        to_master = ["AWREADY", "WREADY", "BVALID"] if write else ["ARREADY", "RVALID"]
        from_master = (
            ["AWADDR", "AWLEN", "AWVALID", "WDATA", "WSTRB", "WLAST", "WVALID", "BREADY"]
            if write else ["ARADDR", "ARLEN", "ARVALID", "RREADY"]
        )  # fmt: skip
        kind = "write" if write else "read"
        base = f"{bundle}_{kind}"
        n = len(mine)
        pins = []
        for pin in from_master:
            flat = ", ".join(f"{s}_axi_{pin.lower()}" for s in reversed(mine))
            pins.append(f"      .s_axi_{pin.lower()}({{{flat}}})")
        for pin in to_master:
            self.wire(f"{base}_{pin.lower()}", n)
            pins.append(f"      .s_axi_{pin.lower()}({base}_{pin.lower()})")
            for k, s in enumerate(mine):
                self.add(f"  assign {s}_axi_{pin.lower()} = {base}_{pin.lower()}[{k}];")
        for pin, bits in shared_in.items():
            self.wire(f"{base}_{pin.lower()}", bits)
            pins.append(f"      .s_axi_{pin.lower()}({base}_{pin.lower()})")
            for s in mine:
                self.add(f"  assign {s}_axi_{pin.lower()} = {base}_{pin.lower()};")
        outer = (
            [p for p, _ in [*_WRITE_OUT, *_WRITE_IN]] + ["WDATA", "WSTRB"]
            if write else [p for p, _ in [*_READ_OUT, *_READ_IN]] + ["RDATA"]
        )  # fmt: skip
        # The port's address is that of Vitis HLS, 64 bits wide.
        narrow = "AWADDR" if write else "ARADDR"
        joined = self.wire(f"{base}_address", ADDRESS_BITS)
        self.add(f"  assign {prefix}_{narrow} = {{{64 - ADDRESS_BITS}'d0, {joined}}};")
        pins += [
            f"      .m_axi_{p.lower()}({joined if p == narrow else f'{prefix}_{p}'})" for p in outer
        ]
        self.add(
            f"  hwp_axi_{kind}_arbiter #(.N({n}), .ADDR_W({ADDRESS_BITS}), .DATA_W({width})) "
            f"u_{base} (",
            "      .clk(ap_clk), .rst(ap_rst),",
            ",\n".join(pins),
            "  );",
        )
