"""The top module of a kernel: control registers, processes, FIFOs, buffers, burst engines."""

from __future__ import annotations

from hwpipe.hls.bursts import ADDRESS_BITS
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.emit_axi import AxiTop, register_map
from hwpipe.hls.emit_process import Port, ProcessModule, address_bits
from hwpipe.hls.sv_expr import identifier

__all__ = ["KernelTop", "emit_top", "register_map"]


class KernelTop(AxiTop):
    """The whole top module."""

    # ---- control ----

    def control(self) -> None:
        """Control registers, reset and arguments."""
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
            f".WRITABLE({regs.words}'d{regs.writable}), "
            f".MASK({32 * regs.words}'h{regs.mask:x})) u_control (",
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
        pointers = list(self.compiled.kernel.of_kind("mem"))
        if pointers:
            self.add(
                "`ifndef SYNTHESIS",
                "  always_ff @(posedge ap_clk) begin",
                *(
                    f"    if (start && arg_{name}[63:{ADDRESS_BITS}] != {64 - ADDRESS_BITS}'d0) "
                    f'$error("{name} lies at or above 2^{ADDRESS_BITS}");'
                    for name in pointers
                ),
                "  end",
                "`endif",
                "",
            )

    # ---- streams ----

    def channel(self, name: str) -> None:
        """A stream: FIFO between its ends, or pins of the kernel."""
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
            ends = f"{n}_in_data", f"{n}_out_data"
            if self.control_only and not name.endswith("_req"):
                # Same kind of store, hence same latency, without the data.
                store = 0 if width * depth > 2048 else 1 << 30
                shape = f".WIDTH(1), .DEPTH({depth}), .BLOCK_BITS({store})"
                ends = "1'b0", f"{n}_no_data"
                self.wire(f"{n}_no_data")
                self.add(f"  assign {n}_out_data = {width}'d0;")
            self.add(
                f"  hwp_fifo #({shape}) u_{n} (",
                "      .clk(ap_clk), .rst(ap_rst),",
                f"      .in_valid({n}_in_valid), .in_ready({n}_in_ready), .in_data({ends[0]}),",
                f"      .out_valid({n}_out_valid), .out_ready({n}_out_ready),",
                f"      .out_data({ends[1]}), .count({n}_count)",
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
        """A buffer of halves between two processes."""
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

    def start_of(self, process: str) -> str:
        """Signal that starts a process."""
        return "start"

    def argument_of(self, process: str, name: str) -> str:
        """Signal that a process gets as its argument `name`."""
        return name

    def processes(self) -> None:
        """Instances of all processes."""
        for name, module in self.modules.items():
            links = self.links[name]
            self.wire(f"{name}_idle")
            pins = []
            for port in module.ports:
                if port.name in {"ap_clk", "ap_rst"}:
                    pins.append(f".{port.name}({port.name})")
                elif port.name == "start":
                    pins.append(f".start({self.start_of(name)})")
                elif port.name == "idle":
                    pins.append(f".idle({name}_idle)")
                elif port.name.startswith("arg_"):
                    source = self.argument_of(name, port.name)
                    pins.append(f".{port.name}({source}[{port.width - 1}:0])")
                else:
                    pins.append(f".{port.name}({links[port.name]})")
            body = ",\n      ".join(pins)
            self.lines += [f"  {module.name} u_process_{name} (", f"      {body}", "  );", ""]

    def fill(self) -> None:
        """Write all parts of the body."""
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

    def emit(self) -> str:
        """Text of the module."""
        self.fill()
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
    return KernelTop(compiled, modules, control_only).emit()
