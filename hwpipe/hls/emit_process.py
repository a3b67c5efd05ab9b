"""A scheduled process as one SystemVerilog module.

The module issues iterations from its loop counters; `stage[k]` is high in the cycle in which
an iteration is in stage k. Only `issue` waits. Signals carry the source variable's name and
node number, delayed copies the stage, and comments the source line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hwpipe.hls.front import issue_pure
from hwpipe.hls.ir import Node
from hwpipe.hls.process_ir import ArrayIR, ProcessIR
from hwpipe.hls.sched import Scheduled, control_roots, reachable
from hwpipe.hls.sv_expr import (
    as_signed,
    as_truth,
    identifier,
    literal,
    operation,
    signed_slice,
    wire_decl,
)
from hwpipe.hls.timing import is_multiplier

__all__ = ["Port", "ProcessModule", "cut_data", "data_decides", "emit_process"]


@dataclass(frozen=True)
class Port:
    """A port of a process module."""

    direction: str
    width: int
    name: str

    @property
    def text(self) -> str:
        """Its declaration."""
        bits = f"[{self.width - 1}:0] " if self.width > 1 else ""
        return f"{self.direction:6} wire {bits}{self.name}"


@dataclass
class ProcessModule:
    """An emitted module: text, ports, and the put latency of each output stream."""

    name: str
    text: str
    ports: list[Port]
    put_stage: dict[str, int]


def address_bits(array: ArrayIR) -> int:
    """Bits of a bank's address, half number included."""
    return max(1, (array.bank_depth - 1).bit_length()) + half_bits(array)


def half_bits(array: ArrayIR) -> int:
    """Bits of the half number of a buffer."""
    return (array.halves - 1).bit_length() if array.halves > 1 else 0


class _Emitter:
    def __init__(
        self, done: Scheduled, kernel: str, styles: dict[str, str], control_only: bool
    ) -> None:
        self.control_only = control_only
        if control_only:
            done = cut_data(done)
        self.done, self.ir, self.styles = done, done.ir, styles
        self.graph = done.ir.graph
        self.kernel = kernel
        self.names: dict[int, str] = {}
        self.delayed: dict[tuple[int, int], str] = {}
        self.decls: list[str] = []
        self.body: list[str] = []
        self.clocked: list[str] = []
        self.resets: list[str] = []
        self.static: dict[int, bool] = {}
        self.stages_used = done.depth - 1
        for node in done.nodes:
            self.static[node.id] = node.op in {"const", "scalar"} or (
                bool(node.args)
                and node.op not in {"load", "get", "state", "iv"}
                and all(self.static[a.id] for a in node.args)
            )

    # ---- names ----

    def name(self, node: Node) -> str:
        if node.id not in self.names:
            stem = node.name or node.op
            self.names[node.id] = f"{identifier(stem)}_{node.id}"
        return self.names[node.id]

    def at(self, node: Node, stage: int) -> str:
        """A node's signal in a stage."""
        if node.const is not None:
            return literal(node.const)
        if self.static[node.id]:
            return self.name(node)
        ready = self.done.ready[node.id]
        assert stage >= ready, f"{node} used in stage {stage}, ready in {ready}"
        source = self.name(node)
        for k in range(ready + 1, stage + 1):
            key = (node.id, k)
            if key not in self.delayed:
                copy = f"{self.name(node)}_s{k}"
                self.decls.append(f"{wire_decl(node, 'logic')} {copy};")
                self.clocked.append(f"{copy} <= {source};")
                self.delayed[key] = copy
            source = self.delayed[key]
        return source

    def truth(self, node: Node, stage: int) -> str:
        return as_truth(node, self.at(node, stage))

    def live(self, stage: int) -> str:
        """High while an iteration is in a stage."""
        self.stages_used = max(self.stages_used, stage)
        return "issue" if stage == 0 else f"stage[{stage}]"

    def any_of(self, terms: list[str]) -> str:
        return " || ".join(f"({t})" if " " in t else t for t in dict.fromkeys(terms)) or "1'b0"

    # ---- parts ----

    def nodes(self) -> None:
        if self.control_only:
            self.ir.checks = [
                c for c in self.ir.checks if issue_pure(c.condition) and issue_pure(c.guard)
            ]
        extra = [c.condition for c in self.ir.checks] + [c.guard for c in self.ir.checks]
        known = {n.id for n in self.done.nodes}
        for node in reachable(extra):
            if node.id not in known:
                self.done.nodes.append(node)
                at = max((self.done.ready[a.id] for a in node.args), default=0)
                self.done.stage[node.id] = self.done.ready[node.id] = at
                self.static[node.id] = node.op in {"const", "scalar"} or (
                    bool(node.args) and all(self.static[a.id] for a in node.args)
                )
        loads: dict[tuple[str, int], list[Node]] = {}
        for node in self.done.nodes:
            comment = f"  // {self.ir.path}:{node.line}" if node.line else ""
            if node.op in {"const", "put", "pop", "store", "swrite", "acquire", "release"}:
                continue
            stage = self.done.stage[node.id]
            name = self.name(node)
            if node.op == "scalar":
                port = f"arg_{node.attr}"
                signed = node.lo < 0
                value = f"$signed({port})" if signed else f"$signed({{1'b0, {port}}})"
                self.body.append(f"{wire_decl(node)} {name} = {value};")
            elif node.op == "iv":
                self.names[node.id] = (
                    f"count_{identifier(self.ir.levels[node.attr].name)}_{node.attr}"
                )
                self.decls.append(f"{wire_decl(node, 'logic')} {self.names[node.id]};")
            elif node.op == "state":
                self.names[node.id] = f"{identifier(node.attr)}_reg"
                self.decls.append(f"{wire_decl(node, 'logic')} {self.names[node.id]};")
            elif node.op == "get":
                port = self.ir.streams[node.attr.stream]
                low = node.attr.lane * port.dtype.width
                value = signed_slice(f"{port.name}_data", port.dtype, low, port.lanes == 1)
                self.body.append(f"{wire_decl(node)} {name} = {value};{comment}")
            elif node.op == "load":
                array, bank, _ = node.attr
                loads.setdefault((array, bank), []).append(node)
                dtype = self.ir.arrays[array].dtype
                value = signed_slice(f"{self.bank(array, bank)}_rdata", dtype, 0, True)
                self.body.append(f"{wire_decl(node)} {name} = {value};{comment}")
            elif node.op == "wrap":
                dtype, source = node.attr, self.at(node.args[0], stage)
                source = as_signed(node.args[0], source)
                if dtype.signed:
                    self.body.append(f"{wire_decl(node)} {name} = {source};{comment}")
                else:
                    self.body.append(
                        f"wire [{dtype.width - 1}:0] {name}_u = {source};{comment}\n"
                        f"  {wire_decl(node)} {name} = $signed({{1'b0, {name}_u}});"
                    )
            elif (
                is_multiplier(node)
                and self.done.ready[node.id] > stage
                and not self.static[node.id]
            ):
                names = [self.at(a, stage) for a in node.args]
                self.decls.append(f"{wire_decl(node, 'logic')} {name};{comment}")
                self.clocked.append(f"{name} <= {operation(node, names)};")
            else:
                names = [self.at(a, stage) for a in node.args]
                self.body.append(f"{wire_decl(node)} {name} = {operation(node, names)};{comment}")
        self.loads = loads

    def bank(self, array: str, bank: int) -> str:
        return f"{identifier(array)}_{bank}"

    def address(self, array: ArrayIR, node: Node, stage: int) -> str:
        """Address bits of an access, with the half in front."""
        bits = address_bits(array) - half_bits(array)
        signal = self.at(node, stage)
        temp = f"addr_{identifier(array.name)}_{len(self.body)}"
        self.body.append(f"wire [{bits - 1}:0] {temp} = {as_signed(node, signal)};")
        if half_bits(array):
            return f"{{{self.half(array, stage)}, {temp}}}"
        return temp

    def half(self, array: ArrayIR, stage: int) -> str:
        """Number of the half in use, in a stage."""
        base = f"half_{identifier(array.name)}"
        source = f"{base}_reg"
        for k in range(1, stage + 1):
            copy = f"{base}_s{k}"
            if (copy, k) not in self.half_copies:
                self.half_copies.add((copy, k))
                self.decls.append(f"logic [{half_bits(array) - 1}:0] {copy};")
                self.clocked.append(f"{copy} <= {source};")
            source = copy
        return source

    half_copies: set[tuple[str, int]]

    def memories(self) -> None:
        stores: dict[tuple[str, int], list[Node]] = {}
        for effect in self.ir.effects:
            if effect.op == "store":
                stores.setdefault(effect.attr, []).append(effect)
        for array in self.ir.arrays.values():
            if array.registers:
                continue
            width, bits = array.dtype.width, address_bits(array)
            for bank in range(array.banks):
                key, name = (array.name, bank), self.bank(array.name, bank)
                writes, reads = stores.get(key, []), self.loads.get(key, [])
                if not reads and array.role == "local":
                    continue
                we, waddr, wdata = "1'b0", f"{bits}'d0", f"{width}'d0"
                enables = []
                for number, effect in enumerate(writes):
                    stage = self.done.stage[effect.id]
                    pred, where, value = effect.args
                    enable = f"{self.live(stage)} && {self.truth(pred, stage)}"
                    address = self.address(array, where, stage)
                    data = as_signed(value, self.at(value, stage))
                    temp = f"{name}_w{number}"
                    self.body.append(f"wire {temp} = {enable};  // {self.ir.path}:{effect.line}")
                    self.body.append(f"wire [{width - 1}:0] {temp}_data = {data};")
                    enables.append(temp)
                    waddr = address if number == 0 else f"{temp} ? {address} : ({waddr})"
                    wdata = f"{temp}_data" if number == 0 else f"{temp} ? {temp}_data : ({wdata})"
                if enables:
                    we = self.any_of(enables)
                raddr = f"{bits}'d0"
                for number, load in enumerate(reads):
                    stage = self.done.stage[load.id]
                    address = self.address(array, load.args[0], stage)
                    if number == 0:
                        raddr = address
                        continue
                    pred = self.done.shared.get(load.id)
                    when = self.live(stage)
                    if pred is not None:
                        when += f" && {self.truth(pred, stage)}"
                    raddr = f"({when}) ? {address} : ({raddr})"
                if array.role == "local":
                    style = self.styles.get(f"{self.ir.name}.{array.name}", "auto")
                    block = style == "block" or (
                        style == "auto" and array.bank_depth * width > 1024
                    )
                    self.decls.append(f"wire [{width - 1}:0] {name}_rdata;")
                    self.body.append(
                        f"hwp_ram #(.WIDTH({width}), .DEPTH({array.bank_depth}), .ADDR_W({bits}), "
                        f".BLOCK({int(block)})) u_{name} (\n"
                        f"      .clk(ap_clk), .we({we}), .waddr({waddr}), .wdata({wdata}),\n"
                        f"      .raddr({raddr}), .rdata({name}_rdata));"
                    )
                elif array.role == "write":
                    self.ports += [
                        Port("output", 1, f"{name}_we"), Port("output", bits, f"{name}_waddr"),
                        Port("output", width, f"{name}_wdata"),
                    ]  # fmt: skip
                    self.body.append(f"assign {name}_we = {we};")
                    self.body.append(f"assign {name}_waddr = {waddr};")
                    self.body.append(f"assign {name}_wdata = {wdata};")
                else:
                    self.ports += [
                        Port("output", bits, f"{name}_raddr"), Port("input", width, f"{name}_rdata")
                    ]  # fmt: skip
                    self.body.append(f"assign {name}_raddr = {raddr};")

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
                waits.append(f"(!{name}_get || {name}_valid)")
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
                waits.append(f"(!({need}) || {name}_room)")
            elif puts:
                waits.append(f"{name}_room")
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
            waits.append(f"(!{name}_acquire || {name}_open)")
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
                f"wire [{bits - 1}:0] worst_{number} = need_{number} > {worst} ? need_{number} : {worst};"
            )
            worst = f"worst_{number}"
        self.control.append(f"if (issue) hold <= {worst};")
        return ["hold == 0"]

    def states(self) -> None:
        for effect in self.ir.effects:
            if effect.op != "swrite":
                continue
            node = next(
                (n for n in self.done.nodes if n.op == "state" and n.attr == effect.attr), None
            )
            if node is None:
                continue
            stage = self.done.stage[effect.id]
            value = as_signed(effect.args[0], self.at(effect.args[0], stage))
            name = self.name(node)
            self.clocked.append(f"if ({self.live(stage)}) {name} <= {value};")
            # A second reader in a later stage would see the next iteration's value: `at` delays.
        for key, state in self.ir.states.items():
            if state.init is not None and any(
                n.op == "state" and n.attr == key for n in self.done.nodes
            ):
                self.start_loads.append(f"{identifier(key)}_reg <= {literal(state.init)};")

    def checks(self) -> list[str]:
        out = []
        for check in self.ir.checks:
            stage = max(self.done.ready[check.guard.id], self.done.ready[check.condition.id])
            guard, condition = self.truth(check.guard, stage), self.truth(check.condition, stage)
            out.append(
                f"if ({self.live(stage)} && {guard} && !({condition})) "
                f'$error("{self.ir.path}:{check.line}: {check.text}");'
            )
        return out

    def emit(self) -> ProcessModule:
        self.half_copies = set()
        self.ports: list[Port] = []
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
            f"// Process {self.ir.name} of {self.ir.path}, line {self.ir.line}: initiation interval "
            f"{ii}, {self.done.depth} stages.",
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


def _port_bits(node: Node) -> int:
    """Bits of a scalar's port: its value as two's complement, or unsigned if it cannot be negative."""
    return node.width if node.lo < 0 else max(1, node.hi.bit_length())


def cut_data(done: Scheduled) -> Scheduled:
    """The same schedule without its data path: only what decides when things happen.

    Addresses stay, since bursts depend on them. Put conditions are decided at issue (a kernel
    with others is never cut, see `data_decides`).
    """
    ir = done.ir
    zero = ir.graph.const(0)
    effects = []
    for effect in ir.effects:
        if effect.op in {"store", "swrite"}:
            continue
        if effect.op == "put" and not effect.attr.endswith("_req"):
            lanes = [zero] * (len(effect.args) - 1)
            new = ir.graph.make("put", (effect.args[0], *lanes), effect.attr, 0, 0, unique=True)
            done.stage[new.id] = done.stage[effect.id]
            effects.append(new)
        else:
            effects.append(effect)
    cut = replace(ir, effects=effects, states={})
    nodes = reachable([*control_roots(cut), *effects])
    for node in nodes:
        done.stage.setdefault(node.id, 0)
        done.ready.setdefault(node.id, 0)
    return replace(done, ir=cut, nodes=nodes)


def data_decides(done: Scheduled) -> bool:
    """Whether data decides if something is put, so that cycles depend on it."""
    return any(e.op == "put" and not issue_pure(e.args[0]) for e in done.ir.effects)


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


def scalars_of(ir: ProcessIR, done: Scheduled) -> list[str]:
    """Arguments that a process reads."""
    return [str(n.attr) for n in done.nodes if n.op == "scalar"]
