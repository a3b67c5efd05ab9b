"""Carried registers as late as their readers allow, so that pipelines hold fewer copies of them.

A weight that a multiplier in stage 4 reads should be a register of stage 4, not one of stage 0
with four copies behind it: what moves through the pipeline then is its new value, shared by many
weights, and the condition to take it. And a value that a carried register takes in stage s is that
register in stage s + 1, whatever comes behind: a register that is loaded from another one's new
value costs nothing if it stands one stage later, and a multiplexer if not.
"""

from __future__ import annotations

from collections.abc import Mapping

from hwpipe.hls.ir import Node

__all__ = ["late_states", "pipeline_bits"]

_FAR = 1 << 30


def _uses(nodes: list[Node]) -> dict[int, list[Node]]:
    out: dict[int, list[Node]] = {}
    for node in nodes:
        for arg in {a.id: a for a in node.args}.values():
            out.setdefault(arg.id, []).append(node)
    return out


def pipeline_bits(nodes: list[Node], stage: Mapping[int, int], ready: Mapping[int, int]) -> int:
    """Bits of the registers that carry values from stage to stage.

    Args:
        nodes: all nodes of a process, effects included.
        stage: stage in which a node's operands are used, by node id.
        ready: first stage in which its result can be used.
    """
    taken: dict[int, int] = {}
    for node in nodes:
        if node.op == "swrite":
            taken[node.args[0].id] = stage[node.id]
    total = 0
    for ident, users in _uses(nodes).items():
        node = next(a for a in users[0].args if a.id == ident)
        if node.op in {"const", "scalar"}:
            continue
        last = max(stage[u.id] for u in users)
        count = max(0, last - ready[ident])
        if ident in taken and last > taken[ident] >= ready[ident]:
            count -= 1  # the carried register itself
        total += count * node.width
    return total


class _Latest:
    """Latest stages at an initiation interval of 1; only states and plain logic may move."""

    def __init__(
        self, nodes: list[Node], stage: Mapping[int, int], fixed: set[int], products: set[int]
    ) -> None:
        self.nodes, self.stage, self.fixed, self.products = nodes, stage, fixed, products
        self.uses = _uses(nodes)
        self.state_of = {n.attr: n for n in nodes if n.op == "state"}
        self.writes = {n.attr: n for n in nodes if n.op == "swrite" and n.attr in self.state_of}
        self.next_of = {w.args[0].id: self.state_of[key] for key, w in self.writes.items()}
        self.when: dict[int, int] = {}

    def of(self, node: Node) -> int:
        """Latest stage of a node as far as it is known."""
        if node.op == "swrite" and node.attr in self.state_of:
            return self.when.get(self.state_of[node.attr].id, _FAR)
        if node.id in self.fixed or node.id in self.products or not node.args:
            return self.stage[node.id]
        if node.op in {"load", "get", "step", "put", "store", "pop", "acquire", "release"}:
            return self.stage[node.id]
        return self.when.get(node.id, _FAR)

    def bound(self, node: Node) -> int:
        """Latest stage that the users of a node allow."""
        best = _FAR
        owner = self.next_of.get(node.id)
        for user in self.uses.get(node.id, ()):
            best = min(best, self.of(user))
        if owner is not None:
            best = min(best, self.when.get(owner.id, _FAR))
        return best

    def state_bound(self, state: Node) -> int:
        """Latest stage of a state: its readers, and one before those that load its new value."""
        write = self.writes[state.attr]
        value = write.args[0]
        best = _FAR
        for user in self.uses.get(state.id, ()):
            if user is not value:
                best = min(best, self.of(user))
        for user in self.uses.get(value.id, ()):
            if user is not write:
                best = min(best, self.of(user) - 1)
        return best

    def solve(self) -> dict[int, int]:
        """Stages of the states."""
        movable = [s for k, s in self.state_of.items() if k in self.writes]
        movable = [s for s in movable if s.id not in self.fixed]
        for _ in range(len(movable) + 2):
            before = dict(self.when)
            for node in reversed(self.nodes):
                if node.op != "state" and node.args:
                    self.when[node.id] = self.bound(node)
            for state in reversed(movable):
                low = self.stage[state.id]
                self.when[state.id] = max(low, self.state_bound(state))
            if before == self.when:
                break
        # Nobody reads a state whose bound is beyond every stage.
        return {s.id: self.when[s.id] for s in movable if self.when[s.id] < _FAR // 2}


def late_states(
    nodes: list[Node], stage: Mapping[int, int], control: set[int], products: set[int]
) -> dict[int, int]:
    """Stage in which each carried register should stand, by the id of its `state` node.

    Args:
        nodes: all nodes of a process of initiation interval 1, effects included.
        stage: a valid schedule.
        control: nodes that the issue stage decides with; they stay there.
        products: nodes that are multipliers.
    """
    return _Latest(nodes, stage, control, products).solve()
