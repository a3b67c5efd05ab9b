"""List scheduling of F, B and W on any placement, under a memory cap.

An event simulation in which every rank, whenever it is free, chooses what to run next. Stages
may stand on any ranks (chunks, V shapes, two directions), times and links may be unequal.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

from hwpipe.schedule.model import Action

__all__ = ["Found", "Placement", "Policy", "StageCosts", "list_schedule"]


@dataclass(frozen=True)
class Placement:
    """Where stages stand.

    Attributes:
        ranks: number of ranks.
        routes: for each way through the pipeline, the rank of every stage; micro-batch k takes
            way k % len(routes).
    """

    ranks: int
    routes: tuple[tuple[int, ...], ...]

    @property
    def stages(self) -> int:
        """Number of stages of a way."""
        return len(self.routes[0])

    def held(self) -> list[tuple[int, ...]]:
        """The stages of every rank."""
        found: list[set[int]] = [set() for _ in range(self.ranks)]
        for route in self.routes:
            for stage, rank in enumerate(route):
                found[rank].add(stage)
        return [tuple(sorted(stages)) for stages in found]


@dataclass(frozen=True)
class StageCosts:
    """Seconds and bytes per micro-batch of every stage, and what a rank may hold.

    Attributes:
        forward_s, input_s, weight_s: F, B and W of each stage, shape (S,).
        send_s: transfer over each boundary either way, shape (S - 1,); 0 on one rank.
        kept_bytes: from F to B.
        late_bytes: from B to W; at most `kept_bytes`.
        cap_bytes: activations that each rank may hold, shape (R,).
    """

    forward_s: tuple[float, ...]
    input_s: tuple[float, ...]
    weight_s: tuple[float, ...]
    send_s: tuple[float, ...]
    kept_bytes: tuple[float, ...]
    late_bytes: tuple[float, ...]
    cap_bytes: tuple[float, ...]


@dataclass(frozen=True)
class Policy:
    """What a rank prefers.

    Attributes:
        backward_first: of a ready F and a ready B the B goes first; else they take turns.
        fill: start a W in a gap if at least this part of it fits before the next known F or B.
        level: also start it where waiting would make this rank's bubble the largest.
        patience_s: also start it where waiting would make this rank's bubble larger than this;
            None: never for that.
        hurry: with memory full, a ready F and no ready B, run a W at once.
        window: micro-batches in flight beyond which a rank starts no F of its first stage;
            None: memory alone decides.
        order: F and B of every rank in a fixed order; only W are placed. None: free.
        ahead: with an order, where a rank would wait, the next F of its first stage may run ahead
            of the others, if memory allows.
        fused: run B and W as one BW.
    """

    backward_first: bool = True
    fill: float = 1.0
    level: bool = False
    patience_s: float | None = None
    hurry: bool = False
    window: tuple[int, ...] | None = None
    order: tuple[tuple[Action, ...], ...] | None = None
    ahead: bool = False
    fused: bool = False


@dataclass(frozen=True)
class Found:
    """A list schedule and what it takes on the costs it was made for."""

    ranks: tuple[tuple[Action, ...], ...]
    makespan_s: float
    span_s: float


class _Rank:
    """What one rank has to do, and how far it is."""

    __slots__ = (
        "actions", "end", "first", "free", "held", "idle_s", "lanes", "last", "next_first",
        "number", "order", "place", "ran_ahead", "start", "waiting", "waiting_at",
    )  # fmt: skip

    def __init__(
        self, number: int, lanes: list[list[int]], order: tuple[Action, ...] | None
    ) -> None:
        self.number = number
        self.actions: list[Action] = []
        #: [stage, way, next F, next B] of each stage and way, deep stages first.
        self.lanes = lanes
        self.order, self.place = order, 0
        #: Of its first stage, the next F to run; and what ran before its place in the order.
        self.first, self.next_first = min(row[0] for row in lanes), 0
        self.ran_ahead: set[Action] = set()
        self.waiting: list[tuple[int, int]] = []  # (stage, micro-batch) whose W is due
        self.waiting_at = 0
        self.free = 0.0
        self.held = 0.0
        self.idle_s = 0.0
        self.start, self.end = math.inf, 0.0
        self.last = "B"


def list_schedule(
    placement: Placement, costs: StageCosts, microbatches: int, policy: Policy
) -> Found | None:
    """Schedule by `policy`; None where the policy ends in a deadlock.

    Linear in the number of actions (times the stages of a rank).
    """
    return _Scheduler(placement, costs, microbatches, policy).run()


class _Scheduler:
    def __init__(
        self, placement: Placement, costs: StageCosts, microbatches: int, policy: Policy
    ) -> None:
        self.placement, self.costs, self.policy = placement, costs, policy
        self.count = microbatches
        self.ways = len(placement.routes)
        S = placement.stages
        self.S = S
        # Arrival of what F and B of (stage, micro-batch) read; inf while unknown.
        self.forward_at = [[math.inf] * microbatches for _ in range(S)]
        self.backward_at = [[math.inf] * microbatches for _ in range(S)]
        self.forward_at[0] = [0.0] * microbatches
        lanes: list[list[list[int]]] = [[] for _ in range(placement.ranks)]
        for way, route in enumerate(placement.routes):
            for stage, rank in enumerate(route):
                lanes[rank].append([stage, way, way, way])
        for rows in lanes:
            rows.sort(key=lambda row: (-row[0], row[1]))
        orders = policy.order or (None,) * placement.ranks
        self.ranks = [
            _Rank(number, rows, order)
            for number, (rows, order) in enumerate(zip(lanes, orders, strict=True))
        ]
        # An F must leave room for one micro-batch of every deeper stage on the rank, whichever
        # way it comes, or first stages could fill the memory that last stages need to release it.
        self.reserve = [
            {
                row[0]: sum(costs.kept_bytes[other[0]] for other in rows if other[0] > row[0])
                for row in rows
            }
            for rows in lanes
        ]
        self.slack = [cap * (1 + 1e-9) for cap in costs.cap_bytes]
        self.events: list[tuple[float, int]] = [(0.0, r) for r in range(placement.ranks)]

    def run(self) -> Found | None:
        events, ranks = self.events, self.ranks
        while events:
            now, r = heapq.heappop(events)
            rank = ranks[r]
            if rank.free > now:
                continue
            self._decide(rank, now)
        done = sum(len(rank.actions) for rank in ranks)
        steps = 2 if self.policy.fused else 3
        if done < steps * self.S * self.count:
            return None
        return Found(
            tuple(tuple(rank.actions) for rank in ranks),
            max(rank.end for rank in ranks),
            max(rank.end - rank.start for rank in ranks),
        )

    def _decide(self, rank: _Rank, now: float) -> None:
        """Start a step on an idle rank, or leave it until the next arrival."""
        choice, soonest, blocked = (
            self._free_choice(rank, now) if rank.order is None else
            self._next_in_order(rank, now)
        )  # fmt: skip
        due = rank.waiting_at < len(rank.waiting)
        if choice is not None:
            self._start(rank, now, *choice)
            return
        if due:
            stage, k = rank.waiting[rank.waiting_at]
            long = self.costs.weight_s[stage]
            gap = soonest - now
            fits = gap >= self.policy.fill * long - 1e-12
            if not fits and self.policy.level:
                fits = rank.idle_s + gap > max(x.idle_s for x in self.ranks) + 1e-12
            if not fits and self.policy.patience_s is not None:
                fits = rank.idle_s + gap > self.policy.patience_s + 1e-12
            if fits or (blocked and self.policy.hurry) or soonest == math.inf:
                rank.waiting_at += 1
                self._start(rank, now, "W", (stage, k))
                return
        if soonest < math.inf:
            heapq.heappush(self.events, (soonest, rank.number))

    def _free_choice(
        self, rank: _Rank, now: float
    ) -> tuple[tuple[str, tuple[int, int]] | None, float, bool]:
        """(step to start, next known arrival, whether an F is held up by memory)."""
        best_f: tuple[int, int] | None = None
        best_b: tuple[int, int] | None = None
        soonest, blocked = math.inf, False
        kept, reserve, slack = (
            self.costs.kept_bytes,
            self.reserve[rank.number],
            self.slack[rank.number],
        )
        for stage, _way, next_f, next_b in rank.lanes:
            if next_b < self.count:
                at = self.backward_at[stage][next_b]
                if at <= now:
                    if best_b is None or next_b < best_b[0]:
                        best_b = (next_b, stage)
                elif at < soonest:
                    soonest = at
            if next_f < self.count:
                at = self.forward_at[stage][next_f]
                if at == math.inf:
                    continue
                if rank.held + kept[stage] + reserve[stage] > slack:
                    blocked |= at <= now
                    continue
                window = self.policy.window
                if window is not None and (next_f - next_b) // self.ways >= window[stage]:
                    continue
                if at <= now:
                    if best_f is None:  # deep stages first
                        best_f = (next_f, stage)
                elif at < soonest:
                    soonest = at
        if best_b is not None and (
            best_f is None or self.policy.backward_first or rank.last == "F"
        ):
            return ("B", (best_b[1], best_b[0])), soonest, False
        if best_f is not None:
            return ("F", (best_f[1], best_f[0])), soonest, False
        return None, soonest, blocked

    def _next_in_order(
        self, rank: _Rank, now: float
    ) -> tuple[tuple[str, tuple[int, int]] | None, float, bool]:
        assert rank.order is not None
        ran = rank.ran_ahead
        while rank.place < len(rank.order) and rank.order[rank.place] in ran:
            ran.discard(rank.order[rank.place])
            rank.place += 1
        if rank.place == len(rank.order):
            return None, math.inf, False
        step = rank.order[rank.place]
        k = step.micro_batch
        if step.kind == "F":
            if rank.held + self.costs.kept_bytes[step.stage] > self.slack[rank.number]:
                return None, math.inf, True
            at = self.forward_at[step.stage][k]
        else:
            at = self.backward_at[step.stage][k]
        if at <= now:
            rank.place += 1
            if step.kind == "F" and step.stage == rank.first:
                rank.next_first = k + 1
            return (step.kind, (step.stage, k)), at, False
        k, first = rank.next_first, rank.first
        if self.policy.ahead and k < self.count and self.forward_at[first][k] <= now:
            need = rank.held + self.costs.kept_bytes[first] + self.reserve[rank.number][first]
            if need <= self.slack[rank.number]:
                rank.next_first = k + 1
                ran.add(Action("F", first, k))
                return ("F", (first, k)), at, False
        return None, at, False

    def _start(self, rank: _Rank, now: float, kind: str, step: tuple[int, int]) -> None:
        costs, fused = self.costs, self.policy.fused
        stage, k = step
        if kind == "F":
            end = now + costs.forward_s[stage]
            rank.held += costs.kept_bytes[stage]
            if stage + 1 < self.S:
                self._arrive(self.forward_at, (stage, stage + 1), k, end)
            else:
                self.backward_at[stage][k] = end
        elif kind == "B":
            end = now + costs.input_s[stage] + (costs.weight_s[stage] if fused else 0.0)
            rank.held -= costs.kept_bytes[stage] - (0.0 if fused else costs.late_bytes[stage])
            if stage:
                self._arrive(self.backward_at, (stage, stage - 1), k, end)
            if not fused:
                rank.waiting.append(step)
        else:
            end = now + costs.weight_s[stage]
            rank.held -= costs.late_bytes[stage]
        if kind != "W":
            rank.last = kind
            if rank.order is None:
                for lane in rank.lanes:
                    if lane[0] == stage and lane[1] == k % self.ways:
                        lane[2 if kind == "F" else 3] += self.ways
        if rank.start == math.inf:
            rank.start = now
        else:
            rank.idle_s += now - rank.end
        rank.end = rank.free = end
        name = "BW" if kind == "B" and fused else kind
        rank.actions.append(Action(name, stage, k))  # type: ignore[arg-type]
        heapq.heappush(self.events, (end, rank.number))

    def _arrive(self, table: list[list[float]], hop: tuple[int, int], k: int, end: float) -> None:
        """Note when what leaves a stage at `end` comes to its neighbour."""
        route = self.placement.routes[k % self.ways]
        here, there = route[hop[0]], route[hop[1]]
        if here == there:
            table[hop[1]][k] = end
            return
        at = table[hop[1]][k] = end + self.costs.send_s[min(hop)]
        heapq.heappush(self.events, (at, there))
