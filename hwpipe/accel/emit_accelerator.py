"""Text of the accelerator's top module: registers, list, units, sequencer, ports."""

from __future__ import annotations

from hwpipe.accel.command import OPS, POINTERS
from hwpipe.accel.emit_check import positions
from hwpipe.accel.emit_ports import engine_wires, guard, port, port_pins, used_ports
from hwpipe.accel.units import EARLY, accelerator_config, masters
from hwpipe.conv import ConvConfig
from hwpipe.fpga.interface import REGISTERS, ident_of
from hwpipe.hls.emit_core import READ_PINS, WRITE_PINS, CoreTop
from hwpipe.rtl import Argument, RegisterMap

__all__ = ["ADDRESS_BITS", "TOP", "AcceleratorTop"]

TOP = "accelerator"
#: Of the AXI4-Lite slave.
ADDRESS_BITS = 7
_LITE = (
    ("input", ADDRESS_BITS, "AWADDR"), ("input", 1, "AWVALID"), ("output", 1, "AWREADY"),
    ("input", 32, "WDATA"), ("input", 4, "WSTRB"), ("input", 1, "WVALID"),
    ("output", 1, "WREADY"), ("output", 2, "BRESP"), ("output", 1, "BVALID"),
    ("input", 1, "BREADY"), ("input", ADDRESS_BITS, "ARADDR"), ("input", 1, "ARVALID"),
    ("output", 1, "ARREADY"), ("output", 32, "RDATA"), ("output", 2, "RRESP"),
    ("output", 1, "RVALID"), ("input", 1, "RREADY"),
)  # fmt: skip
_MAX_POINTERS = max(len(p) for p in POINTERS.values())


def _bus(bits: int, name: str, kind: str = "wire") -> str:
    return f"  {kind} [{bits - 1}:0] {name};" if bits > 1 else f"  {kind} {name};"


class AcceleratorTop:
    """The top module of one configuration.

    Attributes:
        masters: burst engines of the units.
        used: ports that carry anything.
        ident: of the register IDENT.
    """

    def __init__(self, config: ConvConfig, ports: int, cores: dict[str, CoreTop]) -> None:
        self.config, self.cores = config, cores
        self.width = 8 * config.port_bytes
        self.masters = masters(config, ports)
        self.used = used_ports(self.masters, ports)
        self.ident = ident_of(accelerator_config(config, ports))
        self.lines: list[str] = []

    def add(self, *lines: str) -> None:
        """Append lines of the body."""
        self.lines += lines

    # ---- registers ----

    def registers(self) -> None:
        """Reset, control and status registers."""
        words = RegisterMap.of([Argument("LIST", 64), Argument("QUIET", 32), Argument("LIMIT", 32)])
        for name in ("LIST", "QUIET", "LIMIT"):
            assert words.offset(name) == REGISTERS[name], name
        size = 32 * words.words
        pins = ", ".join(
            f".s_axi_{n.lower()}({'control_rdata' if n == 'RDATA' else f's_axi_control_{n}'})"
            for _, _, n in _LITE
        )
        first = REGISTERS["IDENT"]
        values = {
            "IDENT": (64, f"64'h{self.ident:016x}"), "STATE": (32, "{30'd0, state}"),
            "ERROR": (32, "{28'd0, error_code}"), "PROGRESS": (32, "{8'd0, progress}"),
            "TOTAL": (32, "{8'd0, total}"), "CYCLES": (64, "{16'd0, cycles}"),
            "DETAIL": (32, "{16'd0, detail}"), "READ_BEATS": (32, "read_beats"),
            "WRITE_BEATS": (32, "write_beats"), "READ_STALLS": (32, "read_stalls"),
            "WRITE_STALLS": (32, "write_stalls"),
        }  # fmt: skip
        count = (max(REGISTERS.values()) - first) // 4 + 1
        self.add(
            "  logic ap_rst;",
            "  always_ff @(posedge ap_clk) ap_rst <= !ap_rst_n;",
            "",
            "  wire ap_start, ap_done, ap_idle;",
            f"  wire [{size - 1}:0] args;",
            "  wire [31:0] control_rdata;",
            f"  hwp_axi_lite_ctrl #(.ADDR_W({ADDRESS_BITS}), .WORDS({words.words}), "
            f".WRITABLE({words.words}'d{words.writable}), "
            f".MASK({size}'h{words.mask:x})) u_control (",
            "      .clk(ap_clk), .rst(ap_rst),",
            f"      {pins},",
            "      .ap_start(ap_start), .ap_done(ap_done), .ap_idle(ap_idle), .ap_ready(ap_done),",
            "      .args(args), .irq(irq)",
            "  );",
            f"  wire [{32 * count - 1}:0] status;",
        )
        for name, (bits, text) in values.items():
            low = 8 * (REGISTERS[name] - first)
            self.add(f"  assign status[{low + bits - 1}:{low}] = {text};")
        self.add(
            f"  hwp_axi_lite_status #(.ADDR_W({ADDRESS_BITS}), .FIRST({first}), .WORDS({count})) "
            "u_status (",
            "      .clk(ap_clk), .araddr(s_axi_control_ARADDR), .arvalid(s_axi_control_ARVALID),",
            "      .arready(s_axi_control_ARREADY), .rdata_in(control_rdata),",
            "      .rdata(s_axi_control_RDATA), .status(status)",
            "  );",
            "",
        )
        self.arguments = {
            n: f"args[{32 * p.first_word + p.argument.bits - 1}:{32 * p.first_word}]"
            for p in words.arguments for n in [p.argument.name]
        }  # fmt: skip

    # ---- the list ----

    def fetch(self) -> None:
        """What reads the list, and the check of commands."""
        width, beats = self.width, 2048 // self.width
        burst = min(16, beats)
        n = _MAX_POINTERS
        self.add(
            "  wire fetch_take, fetch_clock, fetch_clk, fetch_busy, ahead;",
            "  wire fetch_start, fetch_empty, fetch_valid, fetch_failed, launch, clear, abort;",
            "  wire op_known, malformed;",
            "  wire [2:0] pointers;",
            f"  wire [{len(OPS) - 1}:0] fetch_unit, launch_early;",
            "  wire [3:0] fetch_code;",
            "  wire [7:0] fetch_detail;",
            "  wire [23:0] total;",
            "  wire [1023:0] command;",
            f"  wire [{40 * n - 1}:0] next_address, next_base;",
            f"  wire [{41 * n - 1}:0] next_limit;",
            f"  wire [{n - 1}:0] next_readable, next_writable;",
            "  wire list_req_valid, list_req_ready, list_valid, list_ready;",
            "  wire [39:0] list_req_addr;",
            "  wire [31:0] list_req_beats;",
            f"  wire [{width - 1}:0] list_data;",
            *engine_wires("list", False, width),
            "  assign list_load = fetch_start;",
            # The reader is cleared with the units, before it is told to start.
            "  wire unit_reset = ap_rst || clear;",
            "  wire fetch_reset = ap_rst || (clear && !fetch_start);",
            "  hwp_clock_gate u_fetch_clock (.clk(ap_clk), .enable(fetch_clock), "
            ".gated(fetch_clk));",
            "  hwp_command_check u_check (",
            "      .command(command), .unit(fetch_unit), .op_known(op_known),",
            "      .malformed(malformed), .pointers(pointers)",
            "  );",
            f"  hwp_list_fetch #(.DATA_W({width}), .POINTERS({n}), .IDENT(64'h{self.ident:016x})) "
            "u_fetch (",
            "      .clk(fetch_clk), .rst(fetch_reset), .start(fetch_start), .busy(fetch_busy),",
            f"      .list({self.arguments['LIST']}), .empty(fetch_empty), .total(total),",
            "      .req_valid(list_req_valid), .req_ready(list_req_ready),",
            "      .req_addr(list_req_addr), .req_beats(list_req_beats),",
            "      .in_valid(list_valid), .in_ready(list_ready), .in_data(list_data),",
            "      .command(command), .op_known(op_known), .malformed(malformed),",
            "      .pointers(pointers), .valid(fetch_valid), .take(fetch_take),",
            "      .address(next_address), .base(next_base), .limit(next_limit),",
            "      .readable(next_readable), .writable(next_writable),",
            "      .failed(fetch_failed), .code(fetch_code), .detail(fetch_detail)",
            "  );",
            f"  hwp_axi_read #(.ADDR_W(40), .DATA_W({width}), .BEATS_W(32), .MAX_BURST({burst}), "
            f".OUTSTANDING(4), .BUFFER_BEATS({beats})) u_list (",
            "      .clk(ap_clk), .rst(fetch_reset),",
            "      .req_valid(list_req_valid), .req_ready(list_req_ready),",
            "      .req_addr(list_req_addr), .req_beats(list_req_beats),",
            "      .out_valid(list_valid), .out_ready(list_ready), .out_data(list_data),",
            "      .busy(), .error(), .m_axi_arsize(), .m_axi_arburst(), .m_axi_arcache(),",
            "      .m_axi_arprot(), "
            + ", ".join(f".m_axi_{p}(list_{p})" for p, _, _ in READ_PINS),
            "  );",
            *guard("list", False, width, ("40'd0", "{1'b1, 40'd0}", "1'b1"), reset="fetch_reset"),
            "",
        )  # fmt: skip

    # ---- units ----

    @staticmethod
    def _field(op: str, name: str, argument: Argument) -> str:
        """Where the offered command has an argument; pointers are resolved."""
        if argument.bundle is not None:
            at = 40 * list(POINTERS[op]).index(name)
            return f"next_address[{at + 39}:{at}]"
        low, bits = positions(op)[name]
        return f"command[{low + bits - 1}:{low}]"

    def unit(self, number: int, op: str) -> None:
        """A unit with its clock, and the guards of its engines."""
        core = self.cores[op]
        mine = [m for m in self.masters if m.op == op]
        for m in mine:
            self.add(*engine_wires(m.name, m.write, self.width))
            when = f"launch_early[{number}]" if m.early else f"launch && fetch_unit[{number}]"
            self.add(f"  assign {m.name}_load = {when};")
            i, can = m.number, "next_writable" if m.write else "next_readable"
            region = (f"next_base[{40 * i + 39}:{40 * i}]", f"next_limit[{41 * i + 40}:{41 * i}]",
                      f"{can}[{i}]")  # fmt: skip
            hold = "ahead" if m.early else "1'b0"
            self.add(*guard(m.name, m.write, self.width, region, hold=hold, burst=m.burst))
        pins = [
            f".ap_clk(unit_clk[{number}]), .ap_rst(unit_reset)",
            f".start(unit_start[{number}]), .start_early(unit_early[{number}])",
            f".busy(unit_busy[{number}]), .early_busy(early_busy[{number}])",
            f".early_ready(early_ready[{number}])",
        ]
        pins += [f".arg_{n}({self._field(op, n, a)})" for n, a in core.arguments]
        pins += [f".early_{n}({self._field(op, n, a)})" for n, a in core.early_arguments]
        for m in mine:
            group = WRITE_PINS if m.write else READ_PINS
            pins += [f".m_{m.stream}_{p}({m.name}_{p})" for p, _, _ in group]
        self.add(
            f"  hwp_clock_gate u_{op}_clock (.clk(ap_clk), .enable(unit_clock[{number}]), "
            f".gated(unit_clk[{number}]));",
            f"  {op}_core u_{op} (",
            "      " + ",\n      ".join(pins),
            "  );",
            "",
        )

    def sequencer(self) -> None:
        """The sequencer, told what any guard and unit says."""

        def gather(suffix: str, early: bool) -> str:
            """One bit a unit: any guard of it, or none."""
            parts = []
            for op in reversed(OPS):
                names = [f"{m.name}_{suffix}" for m in self.masters
                         if m.op == op and m.early == early]  # fmt: skip
                parts.append(f"({' | '.join(names) or chr(49) + chr(39) + 'b0'})")
            return f"{{{', '.join(parts)}}}"

        safe = []
        for number, op in enumerate(OPS):
            if EARLY[op]:
                held = [f"!next_writable[{list(POINTERS[op]).index(p)}]" for p in EARLY[op]]
                safe.append(f"(fetch_unit[{number}] && {' && '.join(held)})")
        strays = ["8'd255"]
        # The part that reads ahead comes last: it may stray on behalf of the next command.
        for m in sorted(self.masters, key=lambda m: m.early, reverse=True):
            found = f"unit_running[{OPS.index(m.op)}] && {m.name}_stray"
            strays.append(f"{found} ? 8'd{m.number} : ({strays[-1]})")
        # Reading ahead takes the port from nobody: it begins when the running unit reads nothing.
        reads = [f"(!unit_running[{OPS.index(m.op)}] || {m.name}_idle)"
                 for m in self.masters if not m.write and not m.early]  # fmt: skip
        idles = " && ".join(f"{name}_idle" for name in ["list", *(m.name for m in self.masters)])
        self.add(
            f"  wire [7:0] stray_pointer = {strays[-1]};",
            f"  wire reads_idle = {' && '.join(reads)};",
            f"  hwp_sequencer #(.UNITS({len(OPS)})) u_sequencer (",
            "      .clk(ap_clk), .rst(ap_rst), .ap_start(ap_start), .ap_done(ap_done),",
            f"      .ap_idle(ap_idle), .quiet({self.arguments['QUIET']}),",
            f"      .limit({self.arguments['LIMIT']}), .state(state), .error(error_code),",
            "      .detail(detail), .progress(progress), .cycles(cycles), .begun(begun),",
            "      .fetch_start(fetch_start), .fetch_empty(fetch_empty), .fetch_busy(fetch_busy),",
            "      .fetch_take(fetch_take), .fetch_clock(fetch_clock),",
            "      .fetch_valid(fetch_valid), .fetch_unit(fetch_unit),",
            f"      .fetch_early(({' || '.join(safe) or chr(49) + chr(39) + 'b0'}) && reads_idle),",
            "      .fetch_failed(fetch_failed), .fetch_code(fetch_code),",
            "      .fetch_detail(fetch_detail), .fetch_error(list_error),",
            "      .launch(launch), .launch_early(launch_early), .ahead(ahead),",
            "      .unit_running(unit_running),",
            "      .unit_start(unit_start), .unit_early(unit_early), .unit_reset(clear),",
            "      .unit_clock(unit_clock), .unit_busy(unit_busy), .early_busy(early_busy),",
            "      .early_ready(early_ready),",
            f"      .unit_stray({gather('stray', False)}), .early_stray({gather('stray', True)}),",
            f"      .unit_error({gather('error', False)}), .early_error({gather('error', True)}),",
            "      .stray_pointer(stray_pointer), .moved(moved), .abort(abort),",
            f"      .drained({idles})",
            "  );",
            "",
        )

    def ports(self) -> None:
        """Arbiters, ports and their counters."""
        reads: dict[int, list[str]] = {p: [] for p in self.used}
        writes: dict[int, list[str]] = {p: [] for p in self.used}
        for m in self.masters:
            (writes if m.write else reads)[m.port].append(m.name)
        reads[self.used[-1]].append("list")
        for p in self.used:
            self.add(*port(p, reads[p], False, self.width), *port(p, writes[p], True, self.width))

        def all_of(pin: str) -> str:
            return "{" + ", ".join(f"m_axi_gmem{p}_{pin}" for p in reversed(self.used)) + "}"

        n = len(self.used)
        pins = ("arvalid", "arready", "rvalid", "rready", "awvalid", "awready", "wvalid", "wready",
                "bvalid", "bready")  # fmt: skip
        joined = ", ".join(f".{p}({all_of(p.upper())})" for p in pins)
        self.add(
            f"  hwp_traffic_counters #(.READS({n}), .WRITES({n})) u_traffic (",
            f"      .clk(ap_clk), .clear(begun), {joined},",
            "      .moved(moved), .read_beats(read_beats), .write_beats(write_beats),",
            "      .read_stalls(read_stalls), .write_stalls(write_stalls)",
            "  );",
        )

    def emit(self) -> str:
        """The text."""
        n = len(OPS)
        for names, bits in (
            ("state", 2), ("error_code", 4), ("detail", 16), ("progress", 24), ("cycles", 48),
            ("begun, moved", 1), ("read_beats, write_beats, read_stalls, write_stalls", 32),
            ("unit_start, unit_early, unit_clock, unit_busy, early_busy, early_ready", n),
            ("unit_running, unit_clk", n),
        ):  # fmt: skip
            self.add(_bus(bits, names))
        self.registers()
        self.fetch()
        for number, op in enumerate(OPS):
            self.unit(number, op)
        self.sequencer()
        self.ports()
        pins = [("input", 1, "ap_clk"), ("input", 1, "ap_rst_n"), ("output", 1, "irq")]
        pins += [(d, w, f"s_axi_control_{name}") for d, w, name in _LITE]
        for p in self.used:
            pins += [("output" if out else "input", b, name)
                     for name, b, out in port_pins(p, self.width)]  # fmt: skip
        listed = ",\n".join(
            f"    {d} wire {f'[{w - 1}:0] ' if w > 1 else ''}{name}" for d, w, name in pins
        )
        body = "\n".join(self.lines)
        return (
            "// The accelerator: runs a list of commands from memory on its units.\n"
            "`default_nettype none\n/* verilator lint_off WIDTH */\n"
            f"/* verilator lint_off UNUSED */\n\nmodule {TOP} (\n{listed}\n);\n\n{body}\n"
            "endmodule\n\n`default_nettype wire\n"
        )
