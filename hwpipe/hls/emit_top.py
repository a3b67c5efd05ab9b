"""The top module of a kernel: control registers, processes, FIFOs, buffers, burst engines."""

from __future__ import annotations

from hwpipe.hls.compiler import Compiled
from hwpipe.hls.emit_process import Port, ProcessModule, address_bits
from hwpipe.hls.lang import Mem, Scalar
from hwpipe.hls.process_ir import Engine
from hwpipe.hls.rtl.registers import Argument, RegisterMap
from hwpipe.hls.sv_expr import identifier

__all__ = ["emit_top", "register_map"]

_READ_OUT = [("ARADDR", 64), ("ARLEN", 8), ("ARSIZE", 3), ("ARBURST", 2), ("ARCACHE", 4),
             ("ARPROT", 3), ("ARVALID", 1), ("RREADY", 1)]  # fmt: skip
_WRITE_OUT = [("AWADDR", 64), ("AWLEN", 8), ("AWSIZE", 3), ("AWBURST", 2), ("AWCACHE", 4),
              ("AWPROT", 3), ("AWVALID", 1), ("WLAST", 1), ("WVALID", 1), ("BREADY", 1)]  # fmt: skip
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


class _Top:
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
        self.lines += lines

    def wire(self, name: str, width: int = 1) -> str:
        bits = f"[{width - 1}:0] " if width > 1 else ""
        self.add(f"  wire {bits}{name};")
        return name

    # ---- control ----

    def control(self) -> None:
        regs = self.registers
        address = regs.address_bits
        self.ports += [Port("input", 1, "ap_clk"), Port("input", 1, "ap_rst_n")]
        bus = [
            ("input", address, "AWADDR"), ("input", 1, "AWVALID"), ("output", 1, "AWREADY"),
            ("input", 32, "WDATA"), ("input", 4, "WSTRB"), ("input", 1, "WVALID"),
            ("output", 1, "WREADY"), ("output", 2, "BRESP"), ("output", 1, "BVALID"),
            ("input", 1, "BREADY"), ("input", address, "ARADDR"), ("input", 1, "ARVALID"),
            ("output", 1, "ARREADY"), ("output", 32, "RDATA"), ("output", 2, "RRESP"),
            ("output", 1, "RVALID"), ("input", 1, "RREADY"),
        ]  # fmt: skip
        self.ports += [Port(d, w, f"s_axi_control_{n}") for d, w, n in bus]
        self.ports.append(Port("output", 1, "irq"))
        pins = ",\n".join(f"      .s_axi_{n.lower()}(s_axi_control_{n})" for _, _, n in bus)
        self.add(
            "  logic ap_rst;",
            "  always_ff @(posedge ap_clk) ap_rst <= !ap_rst_n;",
            "",
            "  wire ap_start;",
            "  logic busy_reg, started_reg, done_reg;",
            f"  wire [{32 * regs.words - 1}:0] args;",
            "  wire idle = !busy_reg;",
            f"  hwp_axi_lite_ctrl #(.ADDR_W({address}), .WORDS({regs.words}), "
            f".WRITABLE({regs.words}'d{regs.writable})) u_control (",
            "      .clk(ap_clk), .rst(ap_rst),",
            pins + ",",
            "      .ap_start(ap_start), .ap_done(done_reg), .ap_idle(idle), .ap_ready(done_reg),",
            "      .args(args), .irq(irq)",
            "  );",
            "",
        )
        for placed in regs.arguments:
            argument = placed.argument
            low = 32 * placed.first_word
            self.add(f"  wire [{argument.bits - 1}:0] arg_{argument.name} = "
                     f"args[{low + argument.bits - 1}:{low}];")  # fmt: skip
        self.add("")

    def finish(self) -> None:
        """Start pulse and end of the run."""
        idles = [f"{name}_idle" for name in self.modules]
        self.add(
            "  wire start = ap_start && !busy_reg && !done_reg;",
            f"  wire quiet = {' && '.join(idles + [f'!{b}' for b in self.busy])};",
            "  always_ff @(posedge ap_clk) begin",
            "    started_reg <= start;",
            "    done_reg    <= busy_reg && !started_reg && quiet;",
            "    if (start) busy_reg <= 1'b1;",
            "    else if (!started_reg && quiet) busy_reg <= 1'b0;",
            "    if (ap_rst) begin",
            "      busy_reg    <= 1'b0;",
            "      started_reg <= 1'b0;",
            "      done_reg    <= 1'b0;",
            "    end",
            "  end",
            "",
        )

    # ---- streams ----

    def channel(self, name: str) -> None:
        channel = self.compiled.channels[name]
        n = identifier(name)
        width = channel.width
        if not channel.source:
            axis = -(-width // 8) * 8
            self.ports += [
                Port("input", axis, f"{n}_TDATA"), Port("input", 1, f"{n}_TVALID"),
                Port("output", 1, f"{n}_TREADY"),
            ]  # fmt: skip
        elif not channel.sink:
            axis = -(-width // 8) * 8
            self.ports += [
                Port("output", axis, f"{n}_TDATA"), Port("output", 1, f"{n}_TVALID"),
                Port("input", 1, f"{n}_TREADY"),
            ]  # fmt: skip
        self.wire(f"{n}_in_data", width)
        self.wire(f"{n}_in_valid")
        self.wire(f"{n}_out_data", width)
        self.wire(f"{n}_out_valid")
        self.wire(f"{n}_out_ready")
        if channel.source.startswith("@"):
            # The burst reader has its own buffer.
            self.wire(f"{n}_in_ready")
            self.add(
                f"  assign {n}_out_data = {n}_in_data;",
                f"  assign {n}_out_valid = {n}_in_valid;",
                f"  assign {n}_in_ready = {n}_out_ready;",
            )
        else:
            depth = channel.depth if channel.source else 2
            count = (depth + 2 - 1).bit_length()
            self.wire(f"{n}_in_ready")
            self.wire(f"{n}_count", count)
            shape = f".WIDTH({width}), .DEPTH({depth})"
            data = f"{n}_in_data", f"{n}_out_data"
            if self.control_only and not name.endswith("_req"):
                # Same kind of store, hence same latency, without the data.
                store = 0 if width * depth > 2048 else 1 << 30
                shape = f".WIDTH(1), .DEPTH({depth}), .BLOCK_BITS({store})"
                data = "1'b0", f"{n}_no_data"
                self.wire(f"{n}_no_data")
                self.add(f"  assign {n}_out_data = {width}'d0;")
            self.add(
                f"  hwp_fifo #({shape}) u_{n} (",
                "      .clk(ap_clk), .rst(ap_rst),",
                f"      .in_valid({n}_in_valid), .in_ready({n}_in_ready), .in_data({data[0]}),",
                f"      .out_valid({n}_out_valid), .out_ready({n}_out_ready),",
                f"      .out_data({data[1]}), .count({n}_count)",
                "  );",
            )
        if channel.source in self.modules:
            room = channel.depth - channel.margin
            self.add(f"  wire {n}_room = {n}_count <= {count}'d{room};")
            self.links[channel.source] |= {
                f"{n}_data": f"{n}_in_data", f"{n}_valid": f"{n}_in_valid", f"{n}_room": f"{n}_room"
            }  # fmt: skip
            self.busy.append(f"{n}_out_valid")
        elif not channel.source:
            self.add(
                f"  assign {n}_in_data = {n}_TDATA[{width - 1}:0];",
                f"  assign {n}_in_valid = {n}_TVALID && busy_reg;",
                f"  assign {n}_TREADY = {n}_in_ready && busy_reg;",
            )
        if channel.sink in self.modules:
            self.links[channel.sink] |= {
                f"{n}_data": f"{n}_out_data", f"{n}_valid": f"{n}_out_valid",
                f"{n}_ready": f"{n}_out_ready",
            }  # fmt: skip
        elif not channel.sink:
            pad = -(-width // 8) * 8 - width
            data = f"{{{pad}'d0, {n}_out_data}}" if pad else f"{n}_out_data"
            self.add(
                f"  assign {n}_TDATA = {data};",
                f"  assign {n}_TVALID = {n}_out_valid;",
                f"  assign {n}_out_ready = {n}_TREADY;",
            )
        self.add("")

    # ---- buffers ----

    def buffer(self, name: str) -> None:
        writer, reader = self.compiled.buffers[name]
        n = identifier(name)
        array = self.compiled.process(writer).ir.arrays[name]
        bits, width = address_bits(array), array.dtype.width
        for side in ("free", "write_take", "write_give", "full", "read_take", "read_give"):
            self.wire(f"{n}_{side}")
        self.add(
            f"  hwp_halves #(.DEPTH({array.halves})) u_{n}_halves (",
            "      .clk(ap_clk), .rst(ap_rst),",
            f"      .free({n}_free), .write_take({n}_write_take), .write_give({n}_write_give),",
            f"      .full({n}_full), .read_take({n}_read_take), .read_give({n}_read_give)",
            "  );",
        )
        self.links[writer] |= {
            f"{n}_open": f"{n}_free",
            f"{n}_take": f"{n}_write_take",
            f"{n}_give": f"{n}_write_give",
        }
        self.links[reader] |= {
            f"{n}_open": f"{n}_full",
            f"{n}_take": f"{n}_read_take",
            f"{n}_give": f"{n}_read_give",
        }
        depth = array.halves << (bits - (array.halves - 1).bit_length())
        style = self.compiled.schedule.ram_styles.get(name, "auto")
        block = style == "block" or (style == "auto" and depth * width > 1024)
        for bank in range(array.banks):
            b = f"{n}_{bank}"
            self.wire(f"{b}_we")
            self.wire(f"{b}_waddr", bits)
            self.wire(f"{b}_wdata", width)
            self.wire(f"{b}_raddr", bits)
            self.wire(f"{b}_rdata", width)
            self.add(f"  assign {b}_rdata = {width}'d0;") if self.control_only else self.add(
                f"  hwp_ram #(.WIDTH({width}), .DEPTH({depth}), .ADDR_W({bits}), "
                f".BLOCK({int(block)})) u_{b} (",
                f"      .clk(ap_clk), .we({b}_we), .waddr({b}_waddr), .wdata({b}_wdata),",
                f"      .raddr({b}_raddr), .rdata({b}_rdata)",
                "  );",
            )
            self.links[writer] |= {f"{b}_{x}": f"{b}_{x}" for x in ("we", "waddr", "wdata")}
            self.links[reader] |= {f"{b}_{x}": f"{b}_{x}" for x in ("raddr", "rdata")}
        self.add("")

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
        bus = f"{s}_axi"
        kind = "write" if engine.write else "read"
        for pin, bits in _WRITE_OUT if engine.write else _READ_OUT:
            self.wire(f"{bus}_{pin.lower()}", bits)
        for pin, bits in _WRITE_IN if engine.write else _READ_IN:
            self.wire(f"{bus}_{pin.lower()}", bits)
        if engine.write:
            self.wire(f"{bus}_wdata", width)
            self.wire(f"{bus}_wstrb", width // 8)
        else:
            self.wire(f"{bus}_rdata", width)
        for name, bits in (
            ("burst_valid", 1), ("burst_ready", 1), ("burst_addr", 64), ("burst_beats", 32),
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
                f"  assign {s}_burst_addr = {r}_out_data[63:0];",
                f"  assign {s}_burst_beats = {r}_out_data[95:64];",
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
                f"      .in_valid({s}_out_valid), .in_ready({s}_out_ready), .in_data({s}_out_data),\n"
                f"      .beat_strb({s}_beat_strb),"
                if engine.write else
                f"      .out_valid({s}_in_valid), .out_ready({s}_in_ready), .out_data({s}_in_data),"
            )  # fmt: skip
            self.add(
                f"  {module} #(.BEAT_BYTES({width // 8}), .GROUP_BYTES({group // 8})) u_{s}_pack (",
                "      .clk(ap_clk), .rst(ap_rst),",
                f"      .req_valid({r}_out_valid), .req_ready({r}_out_ready),",
                f"      .req_addr({r}_out_data[63:0]), .req_groups({r}_out_data[95:64]),",
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
        buffer = 2 * burst if engine.write else 256
        self.add(
            f"  hwp_axi_{kind} #(.DATA_W({width}), .MAX_BURST({burst}), "
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
            assert len(widths) == 1
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
        pins += [f"      .m_axi_{p.lower()}({prefix}_{p})" for p in outer]
        self.add(
            f"  hwp_axi_{kind}_arbiter #(.N({n}), .DATA_W({width})) u_{base} (",
            "      .clk(ap_clk), .rst(ap_rst),",
            ",\n".join(pins),
            "  );",
        )

    def processes(self) -> None:
        for name, module in self.modules.items():
            links = self.links[name]
            self.wire(f"{name}_idle")
            pins = []
            for port in module.ports:
                if port.name in {"ap_clk", "ap_rst", "start"}:
                    pins.append(f".{port.name}({port.name})")
                elif port.name == "idle":
                    pins.append(f".idle({name}_idle)")
                elif port.name.startswith("arg_"):
                    pins.append(f".{port.name}({port.name}[{port.width - 1}:0])")
                else:
                    pins.append(f".{port.name}({links[port.name]})")
            body = ",\n      ".join(pins)
            self.lines += [f"  {module.name} u_process_{name} (", f"      {body}", "  );", ""]

    def emit(self) -> str:
        self.control()
        for name in self.compiled.channels:
            self.channel(name)
        for name in self.compiled.buffers:
            self.buffer(name)
        for engine in self.compiled.engines:
            self.engine(engine)
        self.bundles()
        self.processes()
        self.finish()
        # `start` is used by the processes above its definition.
        self.lines.insert(0, "  wire start;")
        text = "\n".join(self.lines).replace("  wire start = ", "  assign start = ")
        ports = ",\n".join(f"    {p.text}" for p in self.ports)
        return (
            f"// Kernel {self.kernel}: processes, streams and bus interfaces.\n"
            "`default_nettype none\n/* verilator lint_off WIDTH */\n"
            "/* verilator lint_off UNUSED */\n\n"
            f"module {self.kernel} (\n{ports}\n);\n\n{text}\nendmodule\n\n"
            "`default_nettype wire\n"
        )


def emit_top(
    compiled: Compiled, modules: dict[str, ProcessModule], control_only: bool = False
) -> str:
    """SystemVerilog of the top module.

    Args:
        compiled: the kernel.
        modules: its emitted processes by name.
        control_only: the processes have no data path, so FIFOs and buffers hold nothing.
    """
    return _Top(compiled, modules, control_only).emit()
