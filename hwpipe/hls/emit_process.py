"""A scheduled process as one SystemVerilog module.

The module issues iterations from its loop counters; `stage[k]` is high in the cycle in which
an iteration is in stage k. Only `issue` waits. Signals carry the source variable's name and
node number, delayed copies the stage, and comments the source line.
"""

from __future__ import annotations

from hwpipe.hls.control_cut import data_decides
from hwpipe.hls.emit_memories import MemoryEmitter
from hwpipe.hls.emit_nodes import Port, ProcessModule, address_bits, half_bits
from hwpipe.hls.front import issue_pure
from hwpipe.hls.ir import Node
from hwpipe.hls.sched import Scheduled
from hwpipe.hls.sv_expr import (
    as_signed,
    identifier,
    literal,
    wire_decl,
)

__all__ = ["Port", "ProcessModule", "address_bits", "data_decides", "emit_process"]


class _Emitter(MemoryEmitter):
    """One process module."""

    def wait(self, what: str, condition: str) -> str:
        """Name what the next iteration waits for (`hwpipe.sim.state` reads it); gives its end."""
        self.body.append(f"wire wait_{what} = {condition};")
        return f"!wait_{what}"

    def streams(self) -> list[str]:
        """Stream ports; gives the conditions that issue waits for."""
        waits = []
        for port in self.ir.streams.values():
            pops = [e for e in self.ir.effects if e.op == "pop" and e.attr == port.name]
            puts = [e for e in self.ir.effects if e.op == "put" and e.attr == port.name]
            name = identifier(port.name)
            if not port.output:
                self.ports += [
                    Port("input", port.width, f"{name}_data"), Port("input", 1, f"{name}_valid"),
                    Port("output", 1, f"{name}_ready"),
                ]  # fmt: skip
                need = self.any_of([self.truth(e.args[0], 0) for e in pops])
                self.body.append(f"wire {name}_get = {need};")
                self.body.append(f"assign {name}_ready = issue && {name}_get;")
                waits.append(self.wait(f"get_{name}", f"{name}_get && !{name}_valid"))
                continue
            self.ports += [
                Port("output", port.width, f"{name}_data"), Port("output", 1, f"{name}_valid"),
                Port("input", 1, f"{name}_room"),
            ]  # fmt: skip
            stage = max([0, *(self.done.stage[e.id] for e in puts)])
            self.put_stage[port.name] = stage
            valids, data = [], f"{port.width}'d0"
            for number, effect in enumerate(puts):
                temp = f"{name}_put{number}"
                condition = f"{self.live(stage)} && {self.truth(effect.args[0], stage)}"
                self.body.append(f"wire {temp} = {condition};")
                lanes = []
                for lane, value in enumerate(effect.args[1:]):
                    signal = f"{temp}_{lane}"
                    source = as_signed(value, self.at(value, stage))
                    self.body.append(f"wire [{port.dtype.width - 1}:0] {signal} = {source};")
                    lanes.append(signal)
                bus = f"{{{', '.join(reversed(lanes))}}}"
                valids.append(temp)
                data = bus if number == 0 else f"{temp} ? {bus} : ({data})"
            self.body.append(f"assign {name}_valid = {self.any_of(valids)};")
            self.body.append(f"assign {name}_data = {data};")
            if puts and all(issue_pure(e.args[0]) for e in puts):
                need = self.any_of([self.truth(e.args[0], 0) for e in puts])
                waits.append(self.wait(f"put_{name}", f"({need}) && !{name}_room"))
            elif puts:
                waits.append(self.wait(f"put_{name}", f"!{name}_room"))
        return waits

    def buffers(self) -> list[str]:
        waits = []
        for array in self.ir.arrays.values():
            if array.role == "local":
                continue
            name = identifier(array.name)
            takes = [e for e in self.ir.effects if e.op == "acquire" and e.attr == array.name]
            gives = [e for e in self.ir.effects if e.op == "release" and e.attr == array.name]
            self.ports += [
                Port("input", 1, f"{name}_open"), Port("output", 1, f"{name}_take"),
                Port("output", 1, f"{name}_give"),
            ]  # fmt: skip
            take = self.any_of([self.truth(e.args[0], 0) for e in takes])
            give_now = self.any_of([self.truth(e.args[0], 0) for e in gives])
            stage = max([0, *(self.done.stage[e.id] for e in gives)])
            give = self.any_of(
                [f"{self.live(stage)} && {self.truth(e.args[0], stage)}" for e in gives]
            )
            self.body.append(f"wire {name}_acquire = {take};")
            self.body.append(f"assign {name}_take = issue && {name}_acquire;")
            self.body.append(f"assign {name}_give = {give};")
            waits.append(self.wait(f"half_{name}", f"{name}_acquire && !{name}_open"))
            if half_bits(array):
                half, last = f"half_{name}_reg", array.halves - 1
                bits = half_bits(array)
                self.decls.append(f"logic [{bits - 1}:0] {half};")
                self.resets.append(f"{half} <= {bits}'d0;")
                self.control.append(
                    f"if (issue && ({give_now})) "
                    f"{half} <= {half} == {bits}'d{last} ? {bits}'d0 : {half} + 1'b1;"
                )
        return waits

    def counters(self) -> None:
        """Loop counters and interlocks."""
        levels = self.ir.levels
        n = len(levels)
        lasts = [self.truth(level.last, 0) for level in levels]
        for depth in range(n):
            inner = lasts[depth:]
            self.body.append(f"wire wrap_{depth} = {' && '.join(inner)};")
        self.body.append(f"wire wrap_{n} = 1'b1;")
        for depth, level in enumerate(levels):
            if level.count.const is not None:
                continue
            name = f"count_{identifier(level.name)}_{level.count.attr}"
            if level.count.id not in self.names:
                self.names[level.count.id] = name
                self.decls.append(f"{wire_decl(level.count, 'logic')} {name};")
            width = level.count.width
            self.resets.append(f"{name} <= {width}'sd0;")
            self.control.append(
                f"if (issue && wrap_{depth + 1}) "
                f"{name} <= {lasts[depth]} ? {width}'sd0 : {name} + {width}'sd1;"
            )
        for node, name, factor in self.steps:
            zero = f"{node.width}'sd0"
            self.resets.append(f"{name} <= {zero};")
            self.control.append(
                f"if (issue && wrap_{node.attr + 1}) "
                f"{name} <= {lasts[node.attr]} ? {zero} : {name} + {factor};"
            )
        self.control.append("if (issue && wrap_0) running <= 1'b0;")

    def interlocks(self) -> list[str]:
        locks = self.done.interlocks
        if not locks:
            return []
        top = max(lock.iterations for lock in locks)
        bits = top.bit_length()
        self.decls.append(f"logic [{bits - 1}:0] hold;  // issue slots to wait for earlier stores")
        self.resets.append(f"hold <= {bits}'d0;")
        self.control.append(f"if (hold != 0 && slot) hold <= hold - {bits}'d1;")
        for number, lock in enumerate(locks):
            amount = f"{bits}'d{lock.iterations - 1}"
            wrap = f"wrap_{lock.level}"
            if lock.counted:
                left = f"left_{number}"
                self.decls.append(f"logic [{bits - 1}:0] {left};")
                self.resets.append(f"{left} <= {bits}'d{lock.iterations};")
                self.control.append(
                    f"if (issue) {left} <= {wrap} ? {bits}'d{lock.iterations} : "
                    f"{left} > 1 ? {left} - {bits}'d1 : {left};"
                )
                amount = f"{left} - {bits}'d1"
            self.body.append(f"wire [{bits - 1}:0] need_{number} = {wrap} ? {amount} : {bits}'d0;")
        worst = "need_0"
        for number in range(1, len(locks)):
            self.body.append(
                f"wire [{bits - 1}:0] worst_{number} = "
                f"need_{number} > {worst} ? need_{number} : {worst};"
            )
            worst = f"worst_{number}"
        self.control.append(f"if (issue) hold <= {worst};")
        return ["hold == 0"]

    def states(self) -> None:
        """Emit what the carried registers take, grouped by condition."""
        updates: dict[str, list[str]] = {}
        for effect in self.ir.effects:
            if effect.op != "swrite":
                continue
            node = next(
                (n for n in self.done.nodes if n.op == "state" and n.attr == effect.attr), None
            )
            if node is None or node.id in self.in_dsp:
                continue
            stage = self.done.stage[effect.id]
            value, condition = effect.args[0], self.live(stage)
            if value.op == "sel" and value.args[2] is node:
                # It keeps its value otherwise: an enable, no multiplexer.
                condition += f" && {self.truth(value.args[0], stage)}"
                value = value.args[1]
            taken = f"{self.name(node)} <= {as_signed(value, self.at(value, stage))};"
            updates.setdefault(condition, []).append(taken)
            # A second reader in a later stage would see the next iteration's value: `at` delays.
        for condition, taken_lines in updates.items():
            if len(taken_lines) == 1:
                self.clocked.append(f"if ({condition}) {taken_lines[0]}")
                continue
            lines = [f"if ({condition}) begin", *(f"  {x}" for x in taken_lines), "end"]
            self.clocked.append("\n    ".join(lines))
        for key, state in self.ir.states.items():
            if state.init is not None and any(
                n.op == "state" and n.attr == key and n.id not in self.in_dsp
                for n in self.done.nodes
            ):
                self.start_loads.append(f"{identifier(key)}_reg <= {literal(state.init)};")

    def checks(self) -> list[str]:
        out = []
        for check in self.ir.checks:
            stage = max(self.done.ready[check.guard.id], self.done.ready[check.condition.id])
            guard, condition = self.truth(check.guard, stage), self.truth(check.condition, stage)
            out.append(
                f"if ({self.live(stage)} && {guard} && !({condition})) "
                f'$error("{self.ir.path}:{check.line}: {_quoted(check.text)}");'
            )
        return out

    def emit(self) -> ProcessModule:
        self.put_stage: dict[str, int] = {}
        self.control: list[str] = []
        self.start_loads: list[str] = []
        self.nodes()
        waits = self.streams() + self.buffers()
        self.memories()
        self.states()
        self.counters()
        waits += self.interlocks()
        checks = self.checks()
        top = self.stages_used
        ii = self.done.ii
        if ii > 1:
            bits = (ii - 1).bit_length()
            self.decls.append(
                f"logic [{bits - 1}:0] beat;  // cycle within the initiation interval"
            )
            self.resets.append(f"beat <= {bits}'d0;")
            self.control.insert(0, f"beat <= beat == {bits}'d{ii - 1} ? {bits}'d0 : beat + 1'b1;")
            self.body.append("wire slot = beat == 0;")
        else:
            self.body.append("wire slot = 1'b1;")
        self.body.append(f"wire issue = running && slot{''.join(f' && {w}' for w in waits)};")
        scalars = [
            Port("input", max(1, _port_bits(n)), f"arg_{n.attr}")
            for n in self.done.nodes if n.op == "scalar"
        ]  # fmt: skip
        ports = [
            Port("input", 1, "ap_clk"), Port("input", 1, "ap_rst"), Port("input", 1, "start"),
            Port("output", 1, "idle"), *scalars, *self.ports,
        ]  # fmt: skip
        stage_decl = [f"logic [{top}:1] stage;"] if top else []
        shift = (
            [f"stage <= {{stage[{top - 1}:1], issue}};"] if top > 1 else
            ["stage[1] <= issue;"] if top == 1 else []
        )  # fmt: skip
        busy = "running || (stage != 0)" if top else "running"
        lines = [
            f"// Process {self.ir.name} of {self.ir.path}, line {self.ir.line}: "
            f"initiation interval {ii}, {self.done.depth} stages.",
            "`default_nettype none",
            "/* verilator lint_off WIDTH */",
            "/* verilator lint_off UNUSED */",
            "/* verilator lint_off UNSIGNED */",
            "/* verilator lint_off CMPCONST */",
            "",
            f"module {self.kernel}_{self.ir.name} (",
            ",\n".join(f"    {p.text}" for p in ports),
            ");",
            "",
            "  logic running;",
            *(f"  {line}" for line in stage_decl + self.decls),
            "  wire issue;",
            "",
            *(f"  {line}" for line in self.body).__iter__(),
            "",
            f"  assign idle = !({busy});",
            "",
            "  always_ff @(posedge ap_clk) begin",
            *(f"    {line}" for line in self.control),
            "    if (start) begin",
            "      running <= 1'b1;",
            *(f"      {line}" for line in self.resets),
            "    end",
            "    if (ap_rst) running <= 1'b0;",
            "  end",
            "",
        ]
        lines = [x.replace("wire issue = ", "assign issue = ") for x in lines]
        if shift or self.clocked or self.start_loads:
            lines.append("  always_ff @(posedge ap_clk) begin")
            lines += [f"    {line}" for line in [*shift, *self.clocked]]
            if self.start_loads:
                lines += [
                    "    if (start) begin",
                    *(f"      {x}" for x in self.start_loads),
                    "    end",
                ]
            if top:
                lines.append(f"    if (ap_rst) stage <= {top}'d0;")
            lines += ["  end", ""]
        if checks:
            lines += ["`ifndef SYNTHESIS", "  always_ff @(posedge ap_clk) begin"]
            lines += [f"    {line}" for line in checks]
            lines += ["  end", "`endif", ""]
        lines += ["endmodule", "", "`default_nettype wire", ""]
        name = f"{self.kernel}_{self.ir.name}"
        return ProcessModule(name, "\n".join(lines), ports, self.put_stage)


def _quoted(text: str) -> str:
    """Text inside the quotes of a $error: no quotes of its own, and % starts a format there."""
    return text.replace("\\", "/").replace('"', "'").replace("%", "%%")


def _port_bits(node: Node) -> int:
    """Bits of a scalar's port: two's complement, or unsigned if it cannot be negative."""
    return node.width if node.lo < 0 else max(1, node.hi.bit_length())


def emit_process(
    done: Scheduled, kernel: str, styles: dict[str, str], control_only: bool = False
) -> ProcessModule:
    """SystemVerilog of one process.

    Args:
        done: the scheduled process.
        kernel: prefix of the module's name.
        styles: memory kinds by array.
        control_only: leave the data path out; the module takes exactly the same cycles.
    """
    return _Emitter(done, kernel, styles, control_only).emit()
