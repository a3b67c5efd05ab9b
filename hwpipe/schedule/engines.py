"""The two event engines: when does every action and every transfer start?

Both run each queue strictly in program order and start an action as soon as its queue is free
and its inputs have arrived. They differ in how the order of service on links is found:

- `run_in_order`: each resource serves one queue, so transfers are served in program order and
  a worklist over queues settles every start time exactly, without a clock.
- `run_by_clock`: transfers of several queues compete, or hold their ends; a clock moves from
  event to event. A resource serves requests in the order of their time, then channel, then
  micro-batch.

Where both apply they give the same floating-point numbers.
"""

from __future__ import annotations

import heapq
from bisect import insort

import numpy as np

from hwpipe.errors import InputError
from hwpipe.schedule.program import describe_action
from hwpipe.schedule.wiring import Wiring

__all__ = ["run", "run_by_clock", "run_in_order"]

#: Start times of actions and of transfers, and the end of the last action.
Starts = tuple[list[float], list[float], float]


def run(wiring: Wiring) -> Starts:
    """Start times in seconds of every action and transfer, and the makespan.

    Raises:
        InputError: the schedule cannot finish (deadlock); the message names the steps that
            wait and what they wait for.
    """
    return run_in_order(wiring) if wiring.in_program_order else run_by_clock(wiring)


def run_in_order(wiring: Wiring) -> Starts:
    """The worklist engine; see the module. Linear in actions plus transfers."""
    program = wiring.program
    count = len(program.kind)
    duration = wiring.duration_s.tolist()
    queue_of = program.queue.tolist()
    channel = wiring.channel.tolist()
    target = wiring.target.tolist()
    resource = wiring.resource.tolist()
    send = [c.send_s for c in wiring.channels]
    busy = [c.busy_s for c in wiring.channels]

    # Most actions have at most one transfer out; the others keep a list beside.
    out = [-1] * count
    more: dict[int, list[int]] = {}
    waits = [0] * count
    for edge, at in enumerate(wiring.source.tolist()):
        if out[at] < 0:
            out[at] = edge
        else:
            more.setdefault(at, []).append(edge)
        waits[target[edge]] += 1
    after: dict[int, list[int]] = {}
    for at, then in wiring.local:
        after.setdefault(at, []).append(then)
        waits[then] += 1
    groups = program.groups
    missing = {group: len(group) for group in groups.values()}
    released: set[int] = set()

    ready = [0.0] * count
    start = [0.0] * count
    edge_start = [0.0] * len(target)
    link_free = [0.0] * len(wiring.resource_track)
    queues = len(program.stop)
    pointer = list(program.first)
    stops = program.stop
    free = [0.0] * queues
    work = list(range(queues - 1, -1, -1))
    finished = 0
    while work:
        q = work.pop()
        at = pointer[q]
        stop = stops[q]
        now = free[q]
        while at < stop and not waits[at]:
            if at in groups and at not in released:
                group = groups[at]
                missing[group] -= 1
                if missing[group]:  # parked until the last member comes
                    waits[at] = 1
                    break
                free[q] = now
                now = max(free[queue_of[member]] for member in group)
                released.update(group)
                for member in group:
                    ready[member] = now
                    if member != at:
                        waits[member] = 0
                        work.append(queue_of[member])
            begin = max(ready[at], now)
            start[at] = begin
            now = begin + duration[at]
            edge = out[at]
            if edge >= 0:
                r = resource[edge]
                c = channel[edge]
                begin = max(link_free[r], now)
                edge_start[edge] = begin
                link_free[r] = begin + busy[c]
                begin += send[c]
                then = target[edge]
                ready[then] = max(ready[then], begin)
                waits[then] -= 1
                if not waits[then]:
                    p = queue_of[then]
                    if pointer[p] == then:
                        work.append(p)
                if at in more:
                    for edge in more[at]:
                        r = resource[edge]
                        c = channel[edge]
                        begin = max(link_free[r], now)
                        edge_start[edge] = begin
                        link_free[r] = begin + busy[c]
                        then = target[edge]
                        ready[then] = max(ready[then], begin + send[c])
                        waits[then] -= 1
                        if not waits[then] and pointer[queue_of[then]] == then:
                            work.append(queue_of[then])
            if at in after:
                for then in after[at]:
                    ready[then] = max(ready[then], now)
                    waits[then] -= 1
                    if not waits[then] and pointer[queue_of[then]] == then:
                        work.append(queue_of[then])
            at += 1
        finished += at - pointer[q]
        pointer[q] = at
        free[q] = now
    if finished < count:
        raise _deadlock(wiring, pointer)
    return start, edge_start, max(free, default=0.0)


_ARRIVE, _RELEASE, _FINISH = range(3)


def run_by_clock(wiring: Wiring) -> Starts:
    """The event-queue engine; see the module.

    Everything that ends at one instant is taken note of before anything starts at it. Then
    waiting transfers start where their resource is free, and, for a blocking one, both ranks
    are idle (`PipelineTimes.overlap`); then actions start on the queues that are left free.
    """
    program = wiring.program
    count = len(program.kind)
    duration = wiring.duration_s.tolist()
    queue_of, rank_of = program.queue.tolist(), program.rank.tolist()
    source, target = wiring.source.tolist(), wiring.target.tolist()
    channel, resource = wiring.channel.tolist(), wiring.resource.tolist()
    channels = wiring.channels
    unit = program.unit.tolist()
    ranks = len(program.schedule.ranks)
    queues = len(program.stop)
    rank_queues: list[list[int]] = [[] for _ in range(ranks)]
    for q, rank in enumerate(program.queue_rank):
        rank_queues[rank].append(q)

    out: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    rank_resources: list[set[int]] = [set() for _ in range(ranks)]  # those that may block it
    for edge in range(len(source)):
        out[source[edge]].append(edge)
        waits[target[edge]] += 1
        if channels[channel[edge]].blocking:
            rank_resources[rank_of[source[edge]]].add(resource[edge])
            rank_resources[rank_of[target[edge]]].add(resource[edge])
    may_block = set().union(*rank_resources)
    after: dict[int, list[int]] = {}
    for at, then in wiring.local:
        after.setdefault(at, []).append(then)
        waits[then] += 1
    groups = program.groups
    reached: set[int] = set()

    start = [0.0] * count
    edge_start = [0.0] * len(source)
    pointer, stops = list(program.first), program.stop
    running = [False] * queues
    active = [0] * ranks  # actions and blocking transfers that hold the rank
    blocked = [0] * ranks  # of these, the blocking transfers
    unsent = [0] * ranks  # blocking transfers that wait for or are on their way
    carrying = [False] * len(wiring.resource_track)
    waiting: list[list[tuple[float, int, int, int]]] = [[] for _ in wiring.resource_track]
    events: list[tuple[float, int, int]] = []
    push = heapq.heappush

    def start_transfers(now: float, dirty: set[int]) -> None:
        candidates: list[tuple[float, int, int, int]] = []
        for r in dirty:
            if waiting[r] and not carrying[r]:
                candidates += waiting[r] if r in may_block else waiting[r][:1]
        if len(dirty) > 1:
            candidates.sort()
        for request in candidates:
            edge = request[3]
            r = resource[edge]
            if carrying[r]:
                continue
            c = channels[channel[edge]]
            if c.blocking:
                a, b = rank_of[source[edge]], rank_of[target[edge]]
                if active[a] or active[b]:
                    continue
                for rank in (a, b):
                    active[rank] += 1
                    blocked[rank] += 1
            waiting[r].remove(request)
            carrying[r] = True
            edge_start[edge] = now
            push(events, (now + c.busy_s, _RELEASE, edge))
            push(events, (now + c.send_s, _ARRIVE, edge))

    def start_action(now: float, q: int) -> None:
        at = pointer[q]
        rank = rank_of[at] if at < stops[q] else -1
        if rank < 0 or running[q] or waits[at] or unsent[rank] or blocked[rank]:
            return
        members = groups.get(at, (at,))
        if len(members) > 1:
            reached.add(at)
            for member in members:
                other = rank_of[member]
                if member not in reached or unsent[other] or active[other]:
                    return
        for member in members:
            start[member] = now
            running[queue_of[member]] = True
            active[rank_of[member]] += 1
            push(events, (now + duration[member], _FINISH, member))

    for q in range(queues):
        start_action(0.0, q)
    finished = 0
    makespan = 0.0
    while events:
        now = events[0][0]
        dirty: set[int] = set()
        touched: set[int] = set()
        while events and events[0][0] == now:
            _, what, index = heapq.heappop(events)
            if what == _FINISH:
                q, rank = queue_of[index], rank_of[index]
                running[q] = False
                active[rank] -= 1
                pointer[q] += 1
                finished += 1
                makespan = now
                touched.update(rank_queues[rank])
                dirty |= rank_resources[rank]
                for edge in out[index]:
                    r = resource[edge]
                    insort(waiting[r], (now, channel[edge], unit[index], edge))
                    dirty.add(r)
                    unsent[rank] += channels[channel[edge]].blocking
                for then in after.get(index, ()):
                    waits[then] -= 1
                    touched.add(queue_of[then])
            elif what == _ARRIVE:
                then = target[index]
                waits[then] -= 1
                touched.add(queue_of[then])
            else:
                r = resource[index]
                carrying[r] = False
                dirty.add(r)
                if channels[channel[index]].blocking:
                    for rank in (rank_of[source[index]], rank_of[target[index]]):
                        active[rank] -= 1
                        blocked[rank] -= 1
                        touched.update(rank_queues[rank])
                        dirty |= rank_resources[rank]
                    unsent[rank_of[source[index]]] -= 1
        start_transfers(now, dirty)
        for q in sorted(touched):
            start_action(now, q)
    if finished < count:
        raise _deadlock(wiring, pointer)
    return start, edge_start, makespan


def _deadlock(wiring: Wiring, pointer: list[int]) -> InputError:
    """Name the first steps that wait, and what each waits for."""
    program = wiring.program
    done = np.zeros(len(program.kind), dtype=bool)
    for first, upto in zip(program.first, pointer, strict=True):
        done[first:upto] = True
    befores = [(int(a), int(b)) for a, b in wiring.local]
    befores += zip(wiring.source.tolist(), wiring.target.tolist(), strict=True)
    stuck = []
    for queue, at in enumerate(pointer):
        if at == program.stop[queue]:
            continue
        needs = [describe_action(program.action(a)) for a, b in befores if b == at and not done[a]]
        if not needs:
            needs = [
                f"rank {int(program.rank[member])}"
                for member in program.groups.get(at, ())
                if member != at and not done[member]
            ]
        stuck.append(
            f"{program.queue_name[queue]} waits at {describe_action(program.action(at))}"
            + (f" for {needs[0]}" if needs else "")
        )
    what = ", ".join(stuck[:4]) + (f" and {len(stuck) - 4} more" if len(stuck) > 4 else "")
    return InputError(
        f"deadlock: {what}",
        where=f"schedule {program.schedule.name}",
        limit="every step finds its inputs in program order",
        remedy="reorder these actions",
    )
