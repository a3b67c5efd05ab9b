"""What a carried register takes, with as few choices as the conditions allow.

A register that two loops one after the other may load is written through a chain of choices, one
for each loop. In `c ? x : y` the value x may drop every choice whose condition excludes c; two
choices of one value become one under either condition; and a value that is, under its condition,
what another register takes in the same iteration is that register's new value.
"""

from __future__ import annotations

from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.predicates import exclusive
from hwpipe.hls.process_ir import ProcessIR

__all__ = ["merge_choices"]


class _Merger:
    def __init__(self, graph: Graph, writes: list[Node]) -> None:
        self.graph = graph
        self.done: dict[int, Node] = {}
        self.answers: dict[tuple[int, int], bool] = {}
        # New values by the partial ones that their chains of choices hold.
        self.final: dict[int, Node] = {}
        for write in writes:
            value = write.args[0]
            node = value
            while node.op == "sel":
                self.final.setdefault(node.id, value)
                node = node.args[2]

    def never(self, a: Node, b: Node) -> bool:
        """Whether two conditions exclude each other."""
        key = (min(a.id, b.id), max(a.id, b.id))
        if key not in self.answers:
            self.answers[key] = exclusive(self.graph, a, b)
        return self.answers[key]

    def under(self, node: Node, condition: Node) -> Node:
        """A value as it is where a condition holds."""
        while node.op == "sel" and self.never(node.args[0], condition):
            node = node.args[2]
        return node

    def choice(self, node: Node) -> Node:
        """One choice, its operands rewritten already."""
        condition, new, old = node.args
        new = self.under(new, condition)
        final = self.final.get(new.id)
        if final is not None and final is not new and self.under(final, condition) is new:
            new = self.value(final)
        else:
            new = self.done.get(new.id, new)
        old = self.done.get(old.id, old)
        if old.op == "sel" and old.args[1] is new:
            return self.graph.select(
                self.graph.logic("bor", condition, old.args[0]), new, old.args[2]
            )
        if new is node.args[1] and old is node.args[2]:
            return node
        self.graph.line = node.line
        return self.graph.select(condition, new, old)

    def value(self, root: Node) -> Node:
        """What a register takes, rewritten; only choices of choices are."""
        stack = [root]
        while stack:
            node = stack[-1]
            if node.id in self.done:
                stack.pop()
                continue
            if node.op != "sel":
                self.done[node.id] = node
                stack.pop()
                continue
            waiting = [a for a in node.args[1:] if a.id not in self.done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            self.done[node.id] = self.choice(node)
        return self.done[root.id]


def merge_choices(ir: ProcessIR) -> None:
    """Rewrite what the carried registers of a process take, in place."""
    writes = [e for e in ir.effects if e.op == "swrite"]
    merger = _Merger(ir.graph, writes)
    for number, effect in enumerate(ir.effects):
        if effect.op != "swrite":
            continue
        value = merger.value(effect.args[0])
        if value is not effect.args[0]:
            new = ir.graph.make("swrite", (value,), effect.attr, 0, 0, unique=True)
            new.line = effect.line
            ir.effects[number] = new
