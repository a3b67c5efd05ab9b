"""Multiply-accumulate chains as instances of `hwp_dsp_mac`, weights in the slices' registers.

A carried register whose only reader is one multiplier moves into the DSP slice: its value becomes
the slice's input, the condition to take it the clock enable. Two packed weights count as one if
one condition loads both.
"""

from __future__ import annotations

from dataclasses import dataclass

from hwpipe.hls.ir import Node
from hwpipe.hls.sched import Scheduled
from hwpipe.hls.sv_expr import as_signed, literal, operation

__all__ = ["HeldOperand", "WiringText", "fits_slice", "held_operands"]

#: Operators that only move bits, when their operands are a register and constants.
_WIRING = frozenset({"shl", "and", "or", "wrap", "assume", "add"})


@dataclass(frozen=True)
class HeldOperand:
    """The first operand of a multiplier that its slice holds.

    Attributes:
        operand: which of the multiplier's two it is.
        condition: of the iteration that loads it.
        stage: in which it is loaded and read.
        values: what each register takes, by the id of its `state` node.
        cleared: the registers are 0 at the start of a run.
        inside: nodes that nothing outside of the slice needs.
    """

    operand: int
    condition: Node
    stage: int
    values: dict[int, Node]
    cleared: bool
    inside: frozenset[int]


def _states_under(node: Node) -> list[Node] | None:
    """Registers that a wiring tree joins; None if it holds anything else."""
    if node.op == "state":
        return [node]
    if node.const is not None:
        return []
    if node.op not in _WIRING:
        return None
    out: list[Node] = []
    for arg in node.args:
        below = _states_under(arg)
        if below is None:
            return None
        out += below
    return out


def _as_ports(a: Node, b: Node) -> bool:
    return a.width <= 27 and b.width <= 18


def fits_slice(node: Node) -> bool:
    """Whether a node is a multiply-accumulate that one slice holds."""
    if node.op != "mac" or node.width > 48:
        return False
    a, b = node.args[:2]
    return _as_ports(a, b) or _as_ports(b, a)


def held_operands(done: Scheduled) -> dict[int, HeldOperand]:
    """What each `mac` can hold in its slice, by node id."""
    writes = {e.attr: e for e in done.ir.effects if e.op == "swrite"}
    users: dict[int, list[Node]] = {}
    for node in done.nodes:
        for arg in {a.id: a for a in node.args}.values():
            users.setdefault(arg.id, []).append(node)
    out: dict[int, HeldOperand] = {}
    for node in done.nodes:
        if not fits_slice(node):
            continue
        for operand in (0, 1):
            held = _held(done, node, operand, writes, users)
            if held is not None:
                out[node.id] = held
                break
    return out


def _held(
    done: Scheduled, node: Node, operand: int, writes: dict[str, Node],
    users: dict[int, list[Node]],
) -> HeldOperand | None:  # fmt: skip
    held, other = node.args[operand], node.args[1 - operand]
    states = _states_under(held)
    if not states or held is other or not _as_ports(held, other):
        return None
    stage = done.stage[node.id]
    values: dict[int, Node] = {}
    inside: set[int] = set()
    conditions, inits = set(), set()
    for state in states:
        write = writes.get(state.attr)
        if write is None or done.stage[write.id] != stage or done.ready[state.id] != stage:
            return None
        value = write.args[0]
        if value.op != "sel" or value.args[2] is not state or users[value.id] != [write]:
            return None
        # Nobody but this multiplier may look at it.
        reader: Node = state
        while reader is not node:
            others = [u for u in users[reader.id] if u is not value]
            if len(others) != 1 or (others[0] is not node and others[0].op not in _WIRING):
                return None
            inside.add(reader.id)
            reader = others[0]
        inside.add(value.id)
        values[state.id] = value.args[1]
        conditions.add(value.args[0].id)
        inits.add(done.ir.states[state.attr].init)
    if len(conditions) != 1 or not (inits <= {0} or inits <= {None}):
        return None
    condition = next(iter(values))
    first = writes[next(s for s in states if s.id == condition).attr].args[0].args[0]
    return HeldOperand(operand, first, stage, values, inits == {0}, frozenset(inside))


class WiringText:
    """Writes the wires in front of a held operand's register."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.lines: list[str] = []

    def tree(self, node: Node, values: dict[int, str]) -> str:
        """Signal of a wiring tree over the registers' new values, by `state` node id."""
        if node.op == "state":
            return values[node.id]
        names = [self.tree(a, values) if a.const is None else literal(a.const) for a in node.args]
        name = f"{self.prefix}_{len(self.lines)}"
        if node.op == "wrap":
            text = as_signed(node.args[0], names[0])
            if not node.attr.signed:
                text = f"$signed({{1'b0, {name}_u}})"
                bits = node.attr.width
                source = as_signed(node.args[0], names[0])
                self.lines.append(f"wire [{bits - 1}:0] {name}_u = {source};")
        else:
            text = operation(node, names)
        self.lines.append(f"wire signed [{node.width - 1}:0] {name} = {text};")
        return name
