"""A slow second simulator: integer time, one tick after the other, everything rescanned.

Written from the rules in the docstrings of `PipelineTimes` and `simulate`, sharing no code with
the engines: no queues, no worklist, no event heap.
"""

from collections import defaultdict


class Rank:
    def __init__(self, actions, split):
        forward = [a for a in actions if a.kind in ("F", "RECOMPUTE")]
        backward = [a for a in actions if a.kind not in ("F", "RECOMPUTE")]
        self.lists = [forward, backward] if split else [list(actions)]
        self.at = [0] * len(self.lists)
        self.until = [None] * len(self.lists)
        self.order = list(actions)
        self.holding = 0  # blocking transfers under way
        self.unsent = 0  # blocking transfers wanted or under way as the sender

    def idle(self):
        return self.holding == 0 and all(u is None for u in self.until)


def simulate_by_ticks(schedule, times, *, limit=100_000):
    """Returns ({(rank, action): start}, {(src, dst, micro, index): start}, makespan)."""
    ranks = [Rank(actions, schedule.split_engine) for actions in schedule.ranks]
    home = {}
    for r, actions in enumerate(schedule.ranks):
        for a in actions:
            if a.kind in ("F", "B", "BW"):
                home["F" if a.kind == "F" else "B", a.stage, a.micro_batch] = r

    def duration(a):
        s = a.stage
        f, b, w = times.forward_s[s], times.backward_input_s[s], times.backward_weight_s[s]
        if schedule.split_engine and a.kind in ("F", "BW"):
            return (f + b + w) if (f if a.kind == "F" else b + w) else 0
        return {
            "F": f, "B": b, "W": w, "BW": b + w, "RECOMPUTE": f,
            "UPDATE": times.update_s[s] if times.update_s else 0,
            "REDUCE": times.reduce_s[s] if times.reduce_s else 0,
        }[a.kind]  # fmt: skip

    # Tensors: (src, dst, send, busy, blocking, link, lanes, order of declaration)
    kinds = []
    names = times.link_names
    for i in range(schedule.stages - 1):
        shared = names and (
            names.count(names[i]) > 1 or any(k.link_name == names[i] for k in times.skips)
        )
        lanes = 1 if shared else min(schedule.replicas[i], schedule.replicas[i + 1])
        lanes = times.link_lanes[i] if times.link_lanes else lanes
        ways = [(i, i + 1, "forward"), (i + 1, i, "backward")]
        for src, dst, way in ways if schedule.training else ways[:1]:
            send = getattr(times, f"send_{way}_s")[i]
            late = getattr(times, f"latency_{way}_s")
            blocking = not times.overlap[i]
            busy = send if blocking or not late else send - late[i]
            link = (names[i], way) if shared else (src, dst)
            kinds.append((src, dst, send, busy, blocking, link, lanes))
    for n, k in enumerate(times.skips):
        ways = [(k.src, k.dst, "forward"), (k.dst, k.src, "backward")]
        for src, dst, way in ways if schedule.training else ways[:1]:
            send = getattr(k, f"send_{way}_s")
            late = getattr(k, f"latency_{way}_s")
            link = (k.link_name, way) if k.link_name else ("skip", n, way)
            lanes = 1 if k.link_name else min(schedule.replicas[src], schedule.replicas[dst])
            busy = send - late if k.overlap else send
            kinds.append((src, dst, send, busy, not k.overlap, link, lanes))

    missing = defaultdict(int)  # tensors that a step still waits for
    for src, dst, *_ in kinds:
        for k in range(schedule.microbatches):
            what = "F" if src < dst else "B"
            if home[what, src, k] != home[what, dst, k]:
                missing[what, dst, k] += 1

    action_start, transfer_start = {}, {}
    finished = set()
    wanted, carried, flying = [], [], []
    reached = set()
    link_busy = set()
    makespan = 0

    def group(a):
        return [
            (r, x) for r, actions in enumerate(schedule.ranks) for x in actions
            if x.kind == "REDUCE" and x == a
        ]  # fmt: skip

    def may_start(r, h):
        rank = ranks[r]
        a = rank.lists[h][rank.at[h]]
        if rank.until[h] is not None or rank.holding or rank.unsent:
            return False
        if a.kind == "F" and missing["F", a.stage, a.micro_batch]:
            return False
        if a.kind in ("B", "BW") and missing["B", a.stage, a.micro_batch]:
            return False
        if schedule.split_engine:
            before = rank.order[: rank.order.index(a)]
            if h == 0 and any(x.kind == "BW" and (r, x) not in finished for x in before):
                return False
            mine = [x for x in before if x.kind == "F" and x.micro_batch == a.micro_batch]
            if h == 1 and any((r, x) not in finished for x in mine):
                return False
        return True

    now = 0
    while now < limit:
        changed = True
        while changed:
            changed = False
            for r, rank in enumerate(ranks):
                for h, until in enumerate(rank.until):
                    if until is None or until > now:
                        continue
                    changed = True
                    a = rank.lists[h][rank.at[h]]
                    rank.at[h] += 1
                    rank.until[h] = None
                    finished.add((r, a))
                    makespan = now
                    what = {"F": "F", "B": "B", "BW": "B"}.get(a.kind)
                    for number, (src, dst, *rest) in enumerate(kinds):
                        if what != ("F" if src < dst else "B") or src != a.stage:
                            continue
                        if home[what, src, a.micro_batch] == home[what, dst, a.micro_batch]:
                            continue
                        wanted.append((now, number, a.micro_batch))
                        rank.unsent += rest[2]
            for item in [x for x in carried if x[0] <= now]:
                changed = True
                carried.remove(item)
                _, number, k, resource = item
                link_busy.discard(resource)
                if kinds[number][4]:
                    what = "F" if kinds[number][0] < kinds[number][1] else "B"
                    a, b = (ranks[home[what, kinds[number][i], k]] for i in (0, 1))
                    a.holding -= 1
                    b.holding -= 1
                    a.unsent -= 1
            for item in [x for x in flying if x[0] <= now]:
                changed = True
                flying.remove(item)
                _, number, k = item
                what = "F" if kinds[number][0] < kinds[number][1] else "B"
                missing[what, kinds[number][1], k] -= 1
            for request in sorted(wanted):
                _, number, k = request
                src, dst, send, busy, blocking, link, lanes = kinds[number]
                resource = (link, k % lanes)
                if resource in link_busy:
                    continue
                what = "F" if src < dst else "B"
                a, b = ranks[home[what, src, k]], ranks[home[what, dst, k]]
                if blocking:
                    if not (a.idle() and b.idle()):
                        continue
                    a.holding += 1
                    b.holding += 1
                changed = True
                wanted.remove(request)
                link_busy.add(resource)
                transfer_start[number, k] = now
                carried.append((now + busy, number, k, resource))
                flying.append((now + send, number, k))
            for r, rank in enumerate(ranks):
                for h in range(len(rank.lists)):
                    if rank.at[h] == len(rank.lists[h]) or not may_start(r, h):
                        continue
                    a = rank.lists[h][rank.at[h]]
                    members = [(r, a)]
                    if a.kind == "REDUCE":
                        reached.add((r, a))
                        members = group(a)
                        if not all(m in reached for m in members) or not all(
                            ranks[m].idle() and not ranks[m].unsent for m, _ in members
                        ):
                            continue
                    for m, x in members:
                        half = next(
                            i for i, xs in enumerate(ranks[m].lists)
                            if ranks[m].at[i] < len(xs) and xs[ranks[m].at[i]] == x
                        )  # fmt: skip
                        ranks[m].until[half] = now + duration(x)
                        action_start[m, x] = now
                    changed = True
        if all(rank.at[h] == len(xs) for rank in ranks for h, xs in enumerate(rank.lists)):
            return action_start, transfer_start, makespan
        now += 1
    raise AssertionError("the reference simulator did not finish")
