"""Nodes and memories of a process module: names, delays from stage to stage, RAM ports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hwpipe.hls.control_cut import cut_data
from hwpipe.hls.emit_dsp import WiringText, fits_slice, held_operands
from hwpipe.hls.front import issue_pure
from hwpipe.hls.ir import Node
from hwpipe.hls.process_ir import ArrayIR
from hwpipe.hls.sched import Scheduled, reachable
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

__all__ = ["NodeEmitter", "Port", "ProcessModule", "address_bits", "half_bits"]


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


class NodeEmitter:
    """Emits the data path; its subclass adds control and ports."""

    def __init__(
        self, done: Scheduled, kernel: str, styles: dict[str, str], control_only: bool
    ) -> None:
        self.control_only = control_only
        # Emission adds nodes of assertions and checks: never to the schedule itself.
        done = replace(
            done, nodes=list(done.nodes), stage=dict(done.stage), ready=dict(done.ready),
            ir=replace(done.ir),
        )  # fmt: skip
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
        self.ports: list[Port] = []
        self.steps: list[tuple[Node, str, str]] = []
        self.half_copies: set[tuple[str, int]] = set()
        self.held = {} if control_only else held_operands(done)
        self.in_dsp = {ident for held in self.held.values() for ident in held.values}
        self.taken: dict[int, tuple[int, str]] = {}
        states = {n.attr: n for n in done.nodes if n.op == "state"}
        for effect in self.ir.effects:
            state = states.get(effect.attr) if effect.op == "swrite" else None
            if state is not None and effect.args[0].width <= state.width:
                register = f"{identifier(effect.attr)}_reg"
                self.taken[effect.args[0].id] = (done.stage[effect.id], register)
        for node in done.nodes:
            self.static[node.id] = node.op in {"const", "scalar"} or (
                bool(node.args)
                and node.op not in {"load", "get", "state", "iv", "step"}
                and all(self.static[a.id] for a in node.args)
            )

    # ---- names ----

    def name(self, node: Node) -> str:
        """Signal of a node where it is ready."""
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
            if key not in self.delayed and k - 1 == self.taken.get(node.id, (-1, ""))[0]:
                # A stage after a carried register took the value, it is that register.
                self.delayed[key] = self.taken[node.id][1]
            if key not in self.delayed:
                copy = f"{self.name(node)}_s{k}"
                self.decls.append(f"{wire_decl(node, 'logic')} {copy};")
                self.clocked.append(f"{copy} <= {source};")
                self.delayed[key] = copy
            source = self.delayed[key]
        return source

    def truth(self, node: Node, stage: int) -> str:
        """A node as a condition, in a stage."""
        return as_truth(node, self.at(node, stage))

    def live(self, stage: int) -> str:
        """High while an iteration is in a stage."""
        self.stages_used = max(self.stages_used, stage)
        return "issue" if stage == 0 else f"stage[{stage}]"

    def any_of(self, terms: list[str]) -> str:
        """Disjunction of conditions."""
        return " || ".join(f"({t})" if " " in t else t for t in dict.fromkeys(terms)) or "1'b0"

    # ---- parts ----

    def nodes(self) -> None:
        """Emit every node in the stage where it works."""
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
                    bool(node.args)
                    and node.op != "step"
                    and all(self.static[a.id] for a in node.args)
                )
        loads: dict[tuple[str, int], list[Node]] = {}
        inside = {ident for held in self.held.values() for ident in held.inside}
        for node in self.done.nodes:
            comment = f"  // {self.ir.path}:{node.line}" if node.line else ""
            if node.id in inside or node.op in {
                "const",
                "put",
                "pop",
                "store",
                "swrite",
                "acquire",
                "release",
            }:
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
            elif node.op == "step":
                # count * factor, kept by addition.
                self.decls.append(f"{wire_decl(node, 'logic')} {name};{comment}")
                factor = as_signed(node.args[0], self.at(node.args[0], 0))
                self.steps.append((node, name, factor))
            elif node.op == "state":
                self.names[node.id] = f"{identifier(node.attr)}_reg"
                self.decls.append(f"{wire_decl(node, 'logic')} {self.names[node.id]};")
            elif node.op == "get":
                stream = self.ir.streams[node.attr.stream]
                low = node.attr.lane * stream.dtype.width
                bus = f"{stream.name}_data"
                value = signed_slice(bus, stream.dtype, low, stream.lanes == 1)
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
                if fits_slice(node):
                    self.mac(node, stage, comment)
                    continue
                names = [self.at(a, stage) for a in node.args]
                self.decls.append(f"{wire_decl(node, 'logic')} {name};{comment}")
                self.clocked.append(f"{name} <= {operation(node, names)};")
            else:
                names = [self.at(a, stage) for a in node.args]
                self.body.append(f"{wire_decl(node)} {name} = {operation(node, names)};{comment}")
        self.loads = loads

    def mac(self, node: Node, stage: int, comment: str) -> None:
        """Instance of a DSP slice; the slice before it in a chain hands its sum on directly."""
        name = self.name(node)
        a, b, c = node.args
        held = self.held.get(node.id)
        if held.operand if held is not None else a.width < b.width:
            a, b = b, a
        reset, enable = "1'b0", "1'b0"
        if held is not None:
            text = WiringText(f"held_{node.id}")
            new = {
                ident: as_signed(value, self.at(value, stage))
                for ident, value in held.values.items()
            }
            a_text = text.tree(a, new)
            self.body += text.lines
            enable = f"{self.live(stage)} && {self.truth(held.condition, stage)}"
            reset = "start" if held.cleared else "1'b0"
        else:
            a_text = as_signed(a, self.at(a, stage))
        chained = c.op == "mac" and self.done.ready[c.id] == stage
        c_text = literal(0) if chained else as_signed(c, self.at(c, stage))
        cascade = f"{self.name(c)}_cascade" if chained else "48'sd0"
        self.decls.append(f"{wire_decl(node)} {name};{comment}")
        self.decls.append(f"wire signed [47:0] {name}_cascade;")
        self.body.append(
            f"hwp_dsp_mac #(.A_W({a.width}), .B_W({b.width}), .P_W({node.width}), "
            f".A_REG({int(held is not None)}), .CASCADE({int(chained)})) u_{name} (\n"
            f"      .clk(ap_clk), .rst({reset}), .ce_a({enable}),\n"
            f"      .a({a_text}), .b({as_signed(b, self.at(b, stage))}), .c({c_text}),\n"
            f"      .cascade_in({cascade}), .cascade_out({name}_cascade), .p({name}));"
        )

    def bank(self, array: str, bank: int) -> str:
        """Prefix of a bank's signals."""
        return f"{identifier(array)}_{bank}"
