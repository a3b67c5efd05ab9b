"""A kernel without control registers: a unit of an accelerator that others start.

Arguments are inputs that are taken in the cycle of the start; every burst engine has AXI4 channels
of its own; and the processes that only read constants (the early part) start by a pulse and with
arguments of their own, so that they may fetch for the next command while this one runs.
"""

from __future__ import annotations

from collections.abc import Iterable

from hwpipe.errors import InputError
from hwpipe.hls.bursts import ADDRESS_BITS
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.emit_process import Port, ProcessModule
from hwpipe.hls.emit_top import KernelTop
from hwpipe.hls.process_ir import Engine

__all__ = ["READ_PINS", "WRITE_PINS", "CoreTop", "early_processes"]

#: Pins of an engine: name, bits (0: the data's, 1/8 of it for strobes), and whether they leave.
READ_PINS = (
    ("araddr", ADDRESS_BITS, True), ("arlen", 8, True), ("arvalid", 1, True),
    ("arready", 1, False), ("rdata", 0, False), ("rresp", 2, False), ("rlast", 1, False),
    ("rvalid", 1, False), ("rready", 1, True),
)  # fmt: skip
WRITE_PINS = (
    ("awaddr", ADDRESS_BITS, True), ("awlen", 8, True), ("awvalid", 1, True),
    ("awready", 1, False), ("wdata", 0, True), ("wstrb", -1, True), ("wlast", 1, True),
    ("wvalid", 1, True), ("wready", 1, False), ("bresp", 2, False), ("bvalid", 1, False),
    ("bready", 1, True),
)  # fmt: skip


def _requester(engine: Engine) -> str:
    """The address process of an engine."""
    return f"{engine.process}_{engine.request[:-4]}_addr"


def early_processes(compiled: Compiled, pointers: Iterable[str]) -> frozenset[str]:
    """Processes that only read what some pointers point at, with their address processes.

    Args:
        compiled: the kernel.
        pointers: memory arguments whose content does not change while commands run.

    Raises:
        InputError: such a process also takes something else.
    """
    wanted = set(pointers)
    found: set[str] = set()
    for engine in compiled.engines:
        if engine.memory in wanted:
            if engine.write:
                raise InputError(f"{engine.memory} is written", where=compiled.kernel.name)
            found |= {engine.process, _requester(engine)}
    for engine in compiled.engines:
        if engine.process in found and engine.memory not in wanted:
            raise InputError(
                f"process {engine.process} also uses {engine.memory}", where=compiled.kernel.name
            )
    for name, channel in compiled.channels.items():
        if channel.sink in found and not channel.source.startswith("@"):
            raise InputError(f"process {channel.sink} also takes {name}",
                             where=compiled.kernel.name)  # fmt: skip
    for name, ends in compiled.buffers.items():
        if found & set(ends):
            raise InputError(f"buffer {name} belongs to an early process",
                             where=compiled.kernel.name)  # fmt: skip
    return frozenset(found)


class CoreTop(KernelTop):
    """A kernel as a unit: module `<kernel>_core`.

    Attributes:
        early: processes of the early part.
        early_arguments: scalars and pointers that it takes.
        arguments: those that the rest takes; one may be in both.
    """

    def __init__(
        self, compiled: Compiled, modules: dict[str, ProcessModule], early: frozenset[str]
    ) -> None:
        super().__init__(compiled, modules, False)
        self.early = early
        self.inner: list[str] = []  # of the early part: engines and requests
        self.handed: list[str] = []  # of the early part: what waits for the rest
        taken: dict[bool, set[str]] = {False: set(), True: set()}
        for name, module in modules.items():
            taken[name in early] |= {
                p.name.removeprefix("arg_") for p in module.ports if p.name.startswith("arg_")
            }
        placed = [(p.argument.name, p.argument) for p in self.registers.arguments]
        self.arguments = [(n, a) for n, a in placed if n in taken[False]]
        self.early_arguments = [(n, a) for n, a in placed if n in taken[True]]

    def control(self) -> None:
        """Clock, reset, starts and arguments."""
        self.ports += [
            Port("input", 1, "ap_clk"), Port("input", 1, "ap_rst"), Port("input", 1, "start"),
            Port("input", 1, "start_early"), Port("output", 1, "busy"),
            Port("output", 1, "early_busy"), Port("output", 1, "early_ready"),
        ]  # fmt: skip
        for prefix, group in (("arg", self.arguments), ("early", self.early_arguments)):
            for name, argument in group:
                bits = ADDRESS_BITS if argument.bundle else argument.bits
                self.ports.append(Port("input", bits, f"{prefix}_{name}"))
                self.add(f"  logic [{bits - 1}:0] {prefix}_{name}_reg;")
        self.add("  logic started_reg, early_started_reg;",
                 "  always_ff @(posedge ap_clk) begin",
                 "    started_reg       <= start && !ap_rst;",
                 "    early_started_reg <= start_early && !ap_rst;",
                 "    if (start) begin",
                 *(f"      arg_{name}_reg <= arg_{name};" for name, _ in self.arguments),
                 "    end",
                 "    if (start_early) begin",
                 *(f"      early_{name}_reg <= early_{name};" for name, _ in self.early_arguments),
                 "    end",
                 "  end", "")  # fmt: skip

    def start_of(self, process: str) -> str:
        """Signal that starts a process."""
        return "early_started_reg" if process in self.early else "started_reg"

    def argument_of(self, process: str, name: str) -> str:
        """Signal that a process gets as its argument `name`."""
        source = name.replace("arg_", "early_", 1) if process in self.early else name
        return f"{source}_reg"

    def channel(self, name: str) -> None:
        """A stream; what waits in one of the early part is no work of the rest."""
        before = len(self.busy)
        super().channel(name)
        channel = self.compiled.channels[name]
        if channel.source in self.early:
            waiting, self.busy = self.busy[before:], self.busy[:before]
            inner = channel.sink in self.early or channel.sink.startswith("@")
            (self.inner if inner else self.handed).extend(waiting)

    def engine(self, engine: Engine) -> None:
        """A burst engine."""
        before = len(self.busy)
        super().engine(engine)
        if engine.process in self.early:
            self.inner += self.busy[before:]
            self.busy = self.busy[:before]

    def bundles(self) -> None:
        """Pins of every engine."""
        for engine in self.compiled.engines:
            _, width, _ = self._shape(engine)
            for pin, bits, leaves in WRITE_PINS if engine.write else READ_PINS:
                size = {0: width, -1: width // 8}.get(bits, bits)
                name, inside = f"m_{engine.stream}_{pin}", f"{engine.stream}_axi_{pin}"
                self.ports.append(Port("output" if leaves else "input", size, name))
                self.add(f"  assign {name} = {inside};" if leaves else
                         f"  assign {inside} = {name};")  # fmt: skip
        self.add("")

    def finish(self) -> None:
        """What is still at work."""

        def any_of(early: bool, names: list[str]) -> str:
            idles = [f"!{n}_idle" for n in self.modules if (n in self.early) == early]
            return " || ".join([*idles, *names]) or "1'b0"

        self.add(
            f"  assign busy = start || started_reg || {any_of(False, self.busy)};",
            f"  wire early_inner = start_early || early_started_reg || {any_of(True, self.inner)};",
            f"  assign early_busy = {' || '.join(['early_inner', *self.handed])};",
            "  assign early_ready = !early_inner;",
            "",
        )

    def emit(self) -> str:
        """Text of the module."""
        self.fill()
        ports = ",\n".join(f"    {p.text}" for p in self.ports)
        body = "\n".join(self.lines)
        return (
            f"// Kernel {self.kernel} as a unit: processes, streams and burst engines.\n"
            "`default_nettype none\n/* verilator lint_off WIDTH */\n"
            "/* verilator lint_off UNUSED */\n\n"
            f"module {self.kernel}_core (\n{ports}\n);\n\n{body}\nendmodule\n\n"
            "`default_nettype wire\n"
        )
