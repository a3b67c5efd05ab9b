"""How often things happen in a loop nest: iterations, waits, puts, by closed counting.

A level whose trip count no inner bound depends on multiplies; only levels that other bounds or
the counted condition depend on are enumerated, so counting takes microseconds to milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping

from hwpipe.hls.bursts import levels_of
from hwpipe.hls.ir import Node
from hwpipe.hls.process_ir import ProcessIR
from hwpipe.hls.sched import Scheduled

__all__ = ["Counter", "evaluate"]


def evaluate(node: Node, env: Mapping[int | str, int], memo: dict[int, int] | None = None) -> int:
    """Value of an issue-time node.

    Args:
        node: depends on counters, scalars and constants alone.
        env: counters by level number, scalars by name.
        memo: values found so far.
    """
    memo = {} if memo is None else memo
    if node.id in memo:
        return memo[node.id]
    if node.op == "const":
        return int(node.attr)
    if node.op in {"iv", "scalar"}:
        return int(env[node.attr])
    if node.op == "step":
        return int(env[node.attr]) * evaluate(node.args[0], env, memo)
    a = [evaluate(x, env, memo) for x in node.args]
    if node.op == "add":
        out = a[0] + a[1]
    elif node.op == "sub":
        out = a[0] - a[1]
    elif node.op == "mul":
        out = a[0] * a[1]
    elif node.op in {"shl", "shlv"}:
        out = a[0] << (node.attr if node.op == "shl" else a[1])
    elif node.op in {"shr", "shrv"}:
        out = a[0] >> (node.attr if node.op == "shr" else a[1])
    elif node.op in {"and", "or", "xor"}:
        out = {"and": a[0] & a[1], "or": a[0] | a[1], "xor": a[0] ^ a[1]}[node.op]
    elif node.op in {"lt", "le", "eq", "ne"}:
        table = {"lt": a[0] < a[1], "le": a[0] <= a[1], "eq": a[0] == a[1], "ne": a[0] != a[1]}
        out = int(table[node.op])
    elif node.op == "band":
        out = int(bool(a[0]) and bool(a[1]))
    elif node.op == "bor":
        out = int(bool(a[0]) or bool(a[1]))
    elif node.op == "bnot":
        out = int(not a[0])
    elif node.op == "sel":
        out = a[1] if a[0] else a[2]
    elif node.op == "wrap":
        out = node.attr(a[0])
    elif node.op == "cdiv":
        out = a[0] // node.attr
    elif node.op in {"wrapiv", "assume"}:
        out = a[0]
    else:
        raise AssertionError(f"{node.op} is not decided at issue")
    memo[node.id] = out
    return out


class Counter:
    """Counts over the nest of one process with given scalars."""

    def __init__(self, ir: ProcessIR, scalars: Mapping[str, int]) -> None:
        self.ir, self.scalars = ir, scalars
        self.table: dict[int, frozenset[int]] = {}

    def count(self, condition: Node | None = None, top: int = 0,
              fixed: Mapping[int | str, int] | None = None) -> int:  # fmt: skip
        """Iterations of levels from `top` inwards in which a condition holds."""
        wanted = levels_of(condition, self.table) if condition is not None else frozenset()
        trips = [levels_of(lv.trip, self.table) for lv in self.ir.levels]
        n = len(self.ir.levels)
        # Levels on which something further in depends, by position.
        need: list[frozenset[int]] = [frozenset()] * (n + 1)
        need[n] = wanted
        for depth in range(n - 1, -1, -1):
            need[depth] = need[depth + 1] | trips[depth]
        edges = [self._only_ends(depth, condition) for depth in range(n)]
        memo: dict[tuple[int, tuple[tuple[int | str, int], ...]], int] = {}

        def visit(depth: int, env: dict[int | str, int]) -> int:
            if depth == n:
                if condition is None:
                    return 1
                return evaluate(condition, env)
            key = (depth, tuple(sorted((k, v) for k, v in env.items() if k in need[depth])))
            if key not in memo:
                trip = max(0, evaluate(self.ir.levels[depth].trip, env))
                if depth in need[depth + 1] and edges[depth] and trip > 3:
                    # Nothing tells the iterations between the first and the last apart.
                    first, middle, last = (
                        visit(depth + 1, {**env, depth: c}) for c in (0, 1, trip - 1)
                    )
                    memo[key] = first + (trip - 2) * middle + last
                elif depth in need[depth + 1]:
                    memo[key] = sum(visit(depth + 1, {**env, depth: c}) for c in range(trip))
                else:
                    memo[key] = trip * visit(depth + 1, env)
            return memo[key]

        start: dict[int | str, int] = dict(fixed or {})
        start.update(self.scalars)
        return visit(top, start)

    def _only_ends(self, depth: int, condition: Node | None) -> bool:
        """Whether a level's counter matters only as being at its first or last iteration."""
        level = self.ir.levels[depth]
        if level.count.const is not None:
            return True
        first = self.ir.graph.compare("eq", level.count, self.ir.graph.const(0))
        stop = {level.last.id, first.id}
        roots = [lv.trip for lv in self.ir.levels[depth + 1 :]]
        if condition is not None:
            roots.append(condition)
        seen: set[int] = set()
        while roots:
            node = roots.pop()
            if node.id in seen or node.id in stop or depth not in levels_of(node, self.table):
                continue
            if node.op in {"iv", "step"} and node.attr == depth:
                return False
            seen.add(node.id)
            roots.extend(node.args)
        return True

    def waits(self, done: Scheduled) -> int:
        """Issue slots that interlocks hold back."""
        total = 0
        for lock in done.interlocks:
            if not lock.counted:
                total += self._outer(lock.level) * (lock.iterations - 1)
                continue
            total += self._short(lock.level, lock.iterations)
        return total

    def _outer(self, level: int) -> int:
        ir = ProcessIR(self.ir.name, self.ir.path, self.ir.graph, levels=self.ir.levels[:level])
        return Counter(ir, self.scalars).count()

    def _short(self, level: int, iterations: int) -> int:
        """Sum over the iterations outside of `level` of what the loops inside fall short."""
        # Levels on which the bounds further in depend, by position; the others only multiply.
        need: list[frozenset[int]] = [frozenset()] * (level + 1)
        for lv in self.ir.levels[level:]:
            need[level] |= levels_of(lv.trip, self.table)
        for depth in range(level - 1, -1, -1):
            need[depth] = need[depth + 1] | levels_of(self.ir.levels[depth].trip, self.table)

        def visit(depth: int, env: dict[int | str, int]) -> int:
            if depth == level:
                return max(0, iterations - self.count(top=level, fixed=env))
            trip = max(0, evaluate(self.ir.levels[depth].trip, env))
            if depth not in need[depth + 1]:
                return trip * visit(depth + 1, {**env, depth: 0})
            return sum(visit(depth + 1, {**env, depth: c}) for c in range(trip))

        start: dict[int | str, int] = {}
        start.update(self.scalars)
        return visit(0, start)
