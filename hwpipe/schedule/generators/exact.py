"""Branch and bound over all schedules of tiny pipelines, for proof that a schedule is optimal."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from hwpipe.schedule.generators.greedy import StageCosts
from hwpipe.schedule.model import Action

__all__ = ["Exact", "exact_schedule"]


@dataclass
class Exact:
    """Best lists found so far; `proven` if no better ones exist."""

    makespan_s: float
    ranks: tuple[tuple[Action, ...], ...] | None
    proven: bool


@dataclass
class _State:
    """How far every rank is; next micro-batch of F, B and W, when it is free, bytes held."""

    forward: list[int]
    backward: list[int]
    weight: list[int]
    free: list[float]
    held: list[float]
    forward_at: list[list[float]]
    backward_at: list[list[float]]
    lists: list[list[Action]] = field(default_factory=list)


def exact_schedule(
    costs: StageCosts, microbatches: int, *, within: float = math.inf, nodes: int = 20_000
) -> Exact:
    """The schedule of one stage a rank with the smallest makespan, by branch and bound.

    Branches as Giffler and Thompson (1960): of the steps that could run next, the one that would
    end first names a rank, and one of that rank's steps that could start before then is next. Some
    optimal schedule is found that way, also under the memory cap: to move a step into a gap
    before others of its rank is allowed wherever it can be started, since the next F in order
    holds its bytes no longer than until its old place, where they were held anyway.

    Args:
        costs: p stages, stage i on rank i.
        microbatches: m.
        within: only schedules below this makespan are of interest.
        nodes: search steps after which to give up.
    """
    search = _Search(costs, microbatches, within, nodes)
    search.visit()
    return Exact(search.best, search.found, search.left > 0)


class _Search:
    def __init__(self, costs: StageCosts, count: int, within: float, nodes: int) -> None:
        p = len(costs.forward_s)
        self.costs, self.count, self.p = costs, count, p
        self.best, self.left = within, nodes
        self.found: tuple[tuple[Action, ...], ...] | None = None
        inf = [math.inf] * count
        self.state = _State(
            [0] * p, [0] * p, [0] * p, [0.0] * p, [0.0] * p,
            [[0.0] * count, *([*inf] for _ in range(p - 1))], [[*inf] for _ in range(p)],
            [[] for _ in range(p)],
        )  # fmt: skip
        # From the start of an F on stage i nothing of it ends before the last stage turned it.
        self.tail = [0.0] * (p + 1)
        for i in range(p):  # from the end of the last B on stage i to the end of the first stage
            before = costs.send_s[i - 1] + costs.input_s[i - 1] + self.tail[i - 1] if i else 0.0
            self.tail[i] = before + (costs.weight_s[0] if i == 1 else 0.0)

    def _steps(self, i: int) -> list[tuple[float, float, str]]:
        """(start, end, kind) of the steps that rank i could run next."""
        s, c = self.state, self.costs
        found = []
        k = s.forward[i]
        fits = s.held[i] + c.kept_bytes[i] <= c.cap_bytes[i] * (1 + 1e-9)
        if k < self.count and s.forward_at[i][k] < math.inf and fits:
            start = max(s.free[i], s.forward_at[i][k])
            found.append((start, start + c.forward_s[i], "F"))
        k = s.backward[i]
        if k < self.count and s.backward_at[i][k] < math.inf:
            start = max(s.free[i], s.backward_at[i][k])
            found.append((start, start + c.input_s[i], "B"))
        if s.weight[i] < s.backward[i]:
            found.append((s.free[i], s.free[i] + c.weight_s[i], "W"))
        return found

    def _bound(self) -> float:
        """No completion ends sooner: the work left on a rank, and what must follow its last B."""
        s, c, m = self.state, self.costs, self.count
        bound = 0.0
        for i in range(self.p):
            both = (m - s.forward[i]) * c.forward_s[i] + (m - s.backward[i]) * c.input_s[i]
            weights = (m - s.weight[i]) * c.weight_s[i]
            follow = self.tail[i] if s.backward[i] < m else 0.0
            bound = max(bound, s.free[i] + both + max(weights, follow))
        return bound

    def visit(self) -> None:
        """Depth first, the steps that end first first."""
        if self.left <= 0 or self._bound() >= self.best - 1e-12:
            return
        self.left -= 1
        options = [(step, i) for i in range(self.p) for step in self._steps(i)]
        if not options:
            if all(w == self.count for w in self.state.weight):
                self.best = max(self.state.free)
                self.found = tuple(tuple(actions) for actions in self.state.lists)
            return
        (_, soonest, _), rank = min(options, key=lambda x: (x[0][1], x[0][0], x[1]))
        for start, end, kind in sorted(step for step, i in options if i == rank):
            if start < soonest or end <= soonest:
                self._take(rank, end, kind)

    def _take(self, i: int, end: float, kind: str) -> None:
        s, c = self.state, self.costs
        before = s.free[i], s.held[i]
        s.free[i] = end
        counts = {"F": s.forward, "B": s.backward, "W": s.weight}[kind]
        k = counts[i]
        counts[i] += 1
        s.lists[i].append(Action(kind, i, k))  # type: ignore[arg-type]
        changed: list[float] | None = None
        if kind == "F":
            s.held[i] += c.kept_bytes[i]
            last = i + 1 == self.p
            changed = s.backward_at[i] if last else s.forward_at[i + 1]
            changed[k] = end + (0.0 if last else c.send_s[i])
        elif kind == "B":
            s.held[i] -= c.kept_bytes[i] - c.late_bytes[i]
            if i:
                changed = s.backward_at[i - 1]
                changed[k] = end + c.send_s[i - 1]
        else:
            s.held[i] -= c.late_bytes[i]
        self.visit()
        if changed is not None:
            changed[k] = math.inf
        s.lists[i].pop()
        counts[i] -= 1
        s.free[i], s.held[i] = before
