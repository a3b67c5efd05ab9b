"""Pareto sets over pipeline suffixes: the planner's dynamic programme with sets for values.

Stages are put in front of the stages behind them. Each suffix has the tuple

    (sum of stage times and transfers, largest drain or work, largest memory share, joules)

whose parts add up or take the maximum, all monotone, so dropping dominated suffixes is safe. For
inference the time of an iteration is the first plus the second, for training the second bounds
it from below (see `hwpipe.partition.problem`).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray
from hwpipe.frontier.algebra import coarsen, non_dominated
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.problem import Clock, PlanningProblem

__all__ = ["Suffixes", "expected_steps", "pick_positions"]

IntArray = npt.NDArray[np.int64]
#: A suffix: state of used devices, group of its first stage, class of the link into it.
_Slot = tuple[int, int, int]

#: Points that a suffix may keep; beyond it they are thinned out further.
_MOST_POINTS = 300
#: Plans that are handed out.
_MOST_PLANS = 200


def expected_steps(problem: PlanningProblem, positions: int) -> float:
    """Rough number of suffixes that are joined with a stage."""
    space = problem.space
    ways = sum(max(1, most) for most in space.max_replicas)
    classes = max(1, len(space.classes))
    return float(space.states) * ways * len(space.groups) * classes * positions**2 / 2


def pick_positions(problem: PlanningProblem, most: int) -> IntArray:
    """At most `most` positions: all, or from each equal share of the work the smallest cut."""
    positions = problem.positions
    if positions.count <= most:
        return np.arange(positions.count)
    chain = positions.chain
    work = problem.time_s.min(axis=0)[chain] + 1e-12 * np.arange(len(chain))
    share = np.minimum((work / work[-1] * (most - 1)).astype(np.int64), most - 2)
    picks = [int(chain[0]), int(chain[-1])]
    for part in range(most - 1):
        inside = np.flatnonzero(share[1:-1] == part) + 1
        if len(inside):
            sizes = positions.cut_bytes[chain[inside]]
            picks.append(int(chain[inside[int(sizes.argmin())]]))
    return np.array(sorted(set(picks)))


@dataclass
class _Points:
    """Suffixes that start at one position: values and ids of their first stages."""

    values: FloatArray
    ids: IntArray


class Suffixes:
    """One run of the programme.

    Args:
        problem: what to plan.
        picks: positions that may be cut, ascending, with the first and the last one.
        delta: relative error that one thinning may add (0: none).
        clock: stops the run.
    """

    def __init__(
        self, problem: PlanningProblem, picks: IntArray, delta: float, clock: Clock
    ) -> None:
        self.problem, self.picks, self.delta, self.clock = problem, picks, delta, clock
        self.forced = False  # thinned beyond `delta`
        self.finished = True
        rounds = problem.microbatches
        self._weight = {
            m: float((rounds - 1) // m) if not problem.training else float(-(-rounds // m))
            for m in range(1, max(problem.space.max_replicas) + 1)
        }
        nested = picks[:, None] < picks[None, :]  # larger sets come later
        if problem.positions.inside is not None:
            member = problem.positions.inside[picks].astype(np.float32)
            nested &= (member @ member.T) == member.sum(axis=1)[:, None]
        self._starts = [np.flatnonzero(nested[:, e]) for e in range(len(picks))]
        self._moved = (problem.forward_transfer_s + problem.backward_transfer_s)[:, picks]
        self._longer = np.maximum(problem.forward_transfer_s, problem.backward_transfer_s)[:, picks]
        self._workspace = self._workspaces()
        self._stages: list[tuple[int, int, int, int, int, int]] = []  # parent and the stage

    def _workspaces(self) -> FloatArray:
        """Largest workspace between two picked positions, (G, P, P)."""
        problem, picks = self.problem, self.picks
        found = np.zeros((len(problem.space.groups), len(picks), len(picks)))
        if problem.positions.inside is None:
            steps = [list(problem.positions.nodes_between(int(a), int(b)))
                     for a, b in itertools.pairwise(picks)]  # fmt: skip
            largest = np.stack([problem.workspace_bytes[:, s].max(axis=1) for s in steps], axis=1)
            for s in range(len(steps)):
                found[:, s, s + 1 :] = np.maximum.accumulate(largest[:, s:], axis=1)
            return found
        for e in range(len(picks)):
            for s in self._starts[e].tolist():
                nodes = problem.positions.nodes_between(int(picks[s]), int(picks[e]))
                found[:, s, e] = problem.workspace_bytes[:, list(nodes)].max(axis=1)
        return found

    def _stage(
        self, group: int, replicas: int, after: int, end: int
    ) -> tuple[IntArray, FloatArray]:
        """Starts and (time, share, joules) of the stages that end at pick `end`, where they fit."""
        problem, at = self.problem, self.picks
        starts = self._starts[end]
        first, last = at[starts], at[end]

        def span(column: FloatArray) -> FloatArray:
            return np.asarray(column[group, last] - column[group, first])

        held = problem.held(after, replicas)
        kept = problem.kept_between(group, first, np.full_like(first, last))
        needed = span(problem.state_bytes) + held * kept + self._workspace[group, starts, end]
        needed = needed + problem.versions(held) * span(problem.weight_bytes)
        share = needed / max(float(problem.capacity_bytes[group]), 1.0)
        fits = (share <= 1.0 + 1e-9) & (span(problem.unable) == 0)
        time_s, joules = span(problem.time_s), span(problem.energy_j) * problem.microbatches
        figures = np.stack([np.maximum(time_s, 0), share, np.maximum(joules, 0)], axis=1)
        return starts[fits], figures[fits]

    def run(self) -> list[Partition]:
        """Plans of the frontier of (sum, largest, share, joules), in no order of note."""
        space, last = self.problem.space, len(self.picks) - 1
        done: dict[_Slot, dict[int, _Points]] = {}
        whole: list[_Points] = []
        for moves in space.layers:
            fresh: dict[_Slot, list[tuple[IntArray, FloatArray, IntArray, IntArray]]] = {}
            for move in moves:
                for source, target in zip(move.source.tolist(), move.target.tolist(), strict=True):
                    if self.clock.expired:
                        self.finished = False
                        return self._partitions(whole)
                    figures = (move.group, move.replicas, space.used(source))
                    if source == space.empty_state:
                        nothing = _Points(np.zeros((1, 4)), np.array([-1]))
                        self._extend(fresh, figures, target, -1, {last: nothing})
                        continue
                    for h in range(len(space.groups)):
                        k_out = int(space.class_of[move.group, h])
                        behind = done.get((source, h, k_out))
                        if k_out >= 0 and behind:
                            self._extend(fresh, figures, target, k_out, behind)
            for slot, batches in fresh.items():
                points = self._settle(slot, batches)
                if slot[2] < 0:
                    whole.append(points[0])
                else:
                    done[slot] = points
        return self._partitions(whole)

    def _extend(
        self,
        fresh: dict[_Slot, list[tuple[IntArray, FloatArray, IntArray, IntArray]]],
        figures: tuple[int, int, int],
        target: int,
        k_out: int,
        behind: dict[int, _Points],
    ) -> None:
        """Put every stage of a group and replica count in front of the suffixes `behind`."""
        group, replicas, after = figures
        space, weight = self.problem.space, self._weight[replicas]
        into = sorted({int(k) for k in space.class_of[:, group] if k >= 0})
        for end, points in behind.items():
            starts, rows = self._stage(group, replicas, after, end)
            for k_in in (-1, *into):
                here = starts == 0 if k_in < 0 else starts > 0
                s, part = starts[here], rows[here]
                if not len(s):
                    continue
                busy, add, link = part[:, 0], part[:, 0], np.zeros(len(s))
                for k, position in ((k_out, np.full(len(s), end)), (k_in, s)):
                    if k < 0:
                        continue
                    if space.classes[k].overlap:
                        link = np.maximum(link, self._longer[k, position])
                    else:
                        busy = busy + self._moved[k, position]
                if k_in >= 0:
                    add = add + self._moved[k_in, s]
                peak = weight * np.maximum(busy, link)
                values = np.empty((len(s), len(points.ids), 4))
                behind_values = points.values[None]
                values[..., 0] = add[:, None] + behind_values[..., 0]
                values[..., 1] = np.maximum(peak[:, None], behind_values[..., 1])
                values[..., 2] = np.maximum(part[:, 1, None], behind_values[..., 2])
                values[..., 3] = part[:, 2, None] + behind_values[..., 3]
                origin = np.array([[end, replicas]]).repeat(values.shape[0] * values.shape[1], 0)
                fresh.setdefault((target, group, k_in), []).append(
                    (
                        np.repeat(s, len(points.ids)),
                        values.reshape(-1, 4),
                        np.tile(points.ids, len(s)),
                        origin,
                    )
                )

    def _settle(
        self, slot: _Slot, batches: list[tuple[IntArray, FloatArray, IntArray, IntArray]]
    ) -> dict[int, _Points]:
        """Drop what is dominated, and give every suffix that stays an id."""
        start, values, parent, origin = (
            np.concatenate([batch[k] for batch in batches]) for k in range(4)
        )
        found: dict[int, _Points] = {}
        order = np.argsort(start, kind="stable")
        edges = np.flatnonzero(np.diff(start[order], prepend=-1))
        for low, high in zip(edges, [*edges[1:], len(order)], strict=True):
            rows = order[low:high]
            keep = rows[non_dominated(values[rows])]
            keep = keep[coarsen(values[keep], self.delta)]
            delta = max(self.delta, 1e-3)
            while len(keep) > _MOST_POINTS:
                self.forced = True
                delta *= 1.5
                keep = keep[coarsen(values[keep], delta)]
            first = len(self._stages)
            s = int(start[keep[0]])
            for k in keep.tolist():
                end, replicas = origin[k].tolist()
                self._stages.append((int(parent[k]), s, end, slot[1], replicas, slot[0]))
            found[s] = _Points(values[keep], np.arange(first, len(self._stages)))
        return found

    def _partitions(self, whole: list[_Points]) -> list[Partition]:
        if not whole:
            return []
        values = np.concatenate([points.values for points in whole])
        ids = np.concatenate([points.ids for points in whole])
        if not self.problem.training:
            # The iteration is the first plus the second, so they need not compete one by one.
            values = np.stack([values[:, 0] + values[:, 1], values[:, 2], values[:, 3]], axis=1)
        keep = non_dominated(values)
        keep = keep[coarsen(values[keep], self.delta)]
        delta = 1e-3
        while len(keep) > _MOST_PLANS:
            self.forced = True
            delta *= 1.5
            keep = keep[coarsen(values[keep], delta)]
        return [self._partition(at) for at in ids[keep].tolist()]

    def _partition(self, at: int) -> Partition:
        problem = self.problem
        spans, kinds, states = [], [], []
        while at >= 0:
            parent, start, end, group, replicas, state = self._stages[at]
            spans.append((int(self.picks[start]), int(self.picks[end])))
            kinds.append((group, replicas))
            states.append(state)
            at = parent
        names = problem.space.names(kinds, states)
        stages = tuple(
            Stage(problem.positions.nodes_between(*span), tuple(devices))
            for span, devices in zip(spans, names, strict=True)
        )
        return Partition(stages, "frontier")


def stage_delta(epsilon: float, devices: int) -> float:
    """Error of one thinning such that one a stage and one at the end give `epsilon` in all."""
    return math.expm1(math.log1p(epsilon) / (devices + 1))
