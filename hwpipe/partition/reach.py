"""Farthest reach: the smallest bottleneck of a long chain on counted devices, without replicas.

Whether a bottleneck T is possible is a question of reach: with the devices of a state used up by
the last stages, how early can these start? A stage that may start earlier dominates one that
starts later, because a stage's time only falls when its range shrinks; so one number a state is
enough, R[state] = min over groups g of the earliest start of a stage on g that ends where the
rest of the state starts. All states of equal device count are computed together, which makes
10,000 states and 4,000 nodes a matter of milliseconds, and bisection over T does the rest.

Transfers enter as a relaxation: a cut is legal at T if the fastest link class moves it within
T, and time that stops compute is not charged. On a cluster of equal overlapping links that is
exact; elsewhere an infeasible T still proves a bound, and plans are judged by `evaluate`.
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from hwpipe.partition.exact import Found
from hwpipe.partition.positions import IntArray
from hwpipe.partition.problem import Clock, PlanningProblem

__all__ = ["Reach"]


class Reach:
    """Reach programme of one problem along its linear order, one device a stage."""

    def __init__(self, problem: PlanningProblem) -> None:
        self.problem = problem
        chain = problem.positions.chain
        self.size = len(chain) - 1
        self.time_s = problem.time_s[:, chain]
        self.state = problem.state_bytes[:, chain]
        self.weights = problem.weight_bytes[:, chain]
        self.kept = problem.kept_bytes[:, chain]
        self.cut = problem.positions.cut_bytes[chain]
        moved = np.maximum(problem.forward_transfer_s, problem.backward_transfer_s)[:, chain]
        self.quickest = moved.min(axis=0) if len(moved) else np.full(self.size + 1, math.inf)
        self.quickest[[0, -1]] = 0.0

    @cached_property
    def _first_able(self) -> IntArray:
        """Earliest start of a range that ends at each position and runs there, (G, L+1)."""
        unable = np.diff(self.problem.unable[:, self.problem.positions.chain], axis=1) > 0
        marks = np.where(unable, np.arange(1, self.size + 1), 0)
        first = np.maximum.accumulate(marks, axis=1)
        return np.concatenate([np.zeros((len(unable), 1), dtype=np.int64), first], axis=1)

    def _starts(self, limit: float, held: int) -> IntArray:
        """Earliest legal start of a stage on each group that ends at each position, (G, L+1)."""
        problem = self.problem
        legal = self.quickest <= limit
        following = np.where(legal, np.arange(self.size + 1), self.size + 1)
        following = np.minimum.accumulate(following[::-1])[::-1]
        starts = []
        for g in range(len(self.time_s)):
            time_s = self.time_s[g]
            slack = 1e-12 * time_s[-1]
            first = np.searchsorted(time_s, time_s - limit - slack)
            first = np.maximum(first, self._first_able[g])
            if problem.memory_may_bind:
                room = problem.capacity_bytes[g] * (1 + 1e-12)
                need = self.state[g] + problem.versions(held) * self.weights[g]
                need = need + held * self.kept[g]  # 0 for inference
                leaving = np.zeros_like(need) if problem.training else held * self.cut
                # The cut where a stage starts costs memory too, so room does not grow with every
                # node left out; the running maximum finds the first start that has enough.
                saved = np.maximum.accumulate(need - held * self.cut)
                first = np.maximum(first, np.searchsorted(saved, need + leaving - room))
            starts.append(following[np.minimum(first, self.size)])
        return np.array(starts)

    def run(self, limit: float) -> tuple[IntArray, IntArray]:
        """Earliest start of every state (L+1: none), and the group of its first stage."""
        problem, space = self.problem, self.problem.space
        nothing = self.size + 1
        reach = np.full(space.states, nothing, dtype=np.int64)
        picks = np.full(space.states, -1, dtype=np.int64)
        reach[space.empty_state] = self.size
        tables: dict[int, IntArray] = {}
        for number, layer in enumerate(space.layers, start=1):
            # In a chain of devices skipping hides how many stand behind: assume none.
            held = problem.held(0 if space.ordered else number - 1)
            if held not in tables:
                tables[held] = self._starts(limit, held)
            for move in layer:
                if move.replicas > 1:
                    continue
                end = reach[move.source]
                target = move.target
                if space.ordered:
                    end, target = end.min(keepdims=True), target[:1]
                start = np.full(len(end), nothing)
                known = end <= self.size
                start[known] = tables[held][move.group, end[known]]
                start[start >= end] = nothing
                better = start < reach[target]
                reach[target[better]] = start[better]
                picks[target[better]] = move.group
        return reach, picks

    def trace(self, state: int, reach: IntArray, picks: IntArray) -> Found:
        """The stages of a state that reaches the front; positions are prefix lengths."""
        space = self.problem.space
        stages: list[tuple[int, int, int, int]] = []
        states: list[int] = []
        start, longest, total = 0, 0.0, 0.0
        while state != space.empty_state:
            g = int(picks[state])
            if space.ordered:
                behind = int(np.argmin(reach[state + 1 :])) + state + 1
            else:
                behind = state - space.strides[g]
            end = int(reach[behind])
            states.append(state)
            stages.append((start, end, g, 1))
            seconds = float(self.time_s[g, end] - self.time_s[g, start])
            longest, total = max(longest, seconds), total + seconds
            start, state = end, behind
        return Found(longest, longest, total, tuple(stages), tuple(states))

    def best_state(self, reach: IntArray) -> int | None:
        """The state at the front with the fewest devices; None if none reaches it."""
        front = np.flatnonzero(reach == 0)
        if not len(front):
            return None
        space = self.problem.space
        used = [space.used(int(state)) for state in front]
        return int(front[int(np.argmin(used))])

    def bisect(self, low: float, high: float, clock: Clock, tolerance: float = 1e-4
               ) -> tuple[float, float]:  # fmt: skip
        """Bracket of the smallest bottleneck: proven impossible below, reached above.

        Args:
            low: a bottleneck that no plan can beat.
            high: where to start from above.
            clock: stops the search.
            tolerance: relative width of the bracket.
        """
        while not (self.run(high)[0] == 0).any():
            low, high = high, high * 2
            if not math.isfinite(high) or high > 1e9 or clock.expired:
                return low, math.inf
        while high - low > tolerance * high and not clock.expired:
            middle = math.sqrt(low * high) if low > 0 else high / 2
            if (self.run(middle)[0] == 0).any():
                high = middle
            else:
                low = middle
        return low, high
