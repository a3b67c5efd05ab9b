"""Small graphs, cost tables and clusters made by hand, and brute force over all plans."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np

from hwpipe.cluster.model import Cluster, Device, Link
from hwpipe.cost.table import CostTable
from hwpipe.graph.model import Graph, Node, TensorInfo, Work
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.problem import PlanningProblem


def make_graph(edges: Sequence[tuple[int, int]], sizes: Sequence[int], name: str = "g") -> Graph:
    """One output tensor of `sizes[i]` bytes per node; sinks are graph outputs."""
    count = len(sizes)
    producers: dict[int, list[int]] = {i: [] for i in range(count)}
    for a, b in edges:
        producers[b].append(a)
    sinks = sorted(set(range(count)) - {a for a, _ in edges})
    nodes = []
    for i in range(count):
        inputs = tuple(f"t{a}" for a in sorted(producers[i])) or ("x",)
        nodes.append(
            Node(
                index=i, name=f"n{i}", op="Op", inputs=inputs, outputs=(f"t{i}",), params=(),
                param_count=0, param_bytes=0, read_bytes=0, write_bytes=int(sizes[i]),
                dtype="int8", work=Work("elementwise"), splittable=0,
            )
        )  # fmt: skip
    tensors = {"x": TensorInfo("x", (3,), "int8")}
    tensors |= {f"t{i}": TensorInfo(f"t{i}", (int(sizes[i]),), "int8") for i in range(count)}
    return Graph(name=name, model_hash="sha256:0", batch=1, nodes=tuple(nodes), tensors=tensors,
                 params={}, inputs=("x",), outputs=tuple(f"t{i}" for i in sinks))  # fmt: skip


def make_table(
    forward: np.ndarray,
    *,
    keys: Sequence[str] | None = None,
    backward: np.ndarray | None = None,
    weight_update: np.ndarray | None = None,
    weights: np.ndarray | None = None,
    activations: np.ndarray | None = None,
    workspace: np.ndarray | None = None,
) -> CostTable:
    """A table of the given (K, L) columns; absent ones are zero."""
    zero = np.zeros_like(forward, dtype=float)

    def column(given: np.ndarray | None) -> np.ndarray:
        return zero if given is None else np.broadcast_to(given, forward.shape).astype(float)

    return CostTable(
        micro_batch=1,
        keys=tuple(keys or (f"k{i}" for i in range(len(forward)))),
        node_names=tuple(f"n{i}" for i in range(forward.shape[1])),
        forward_s=forward.astype(float),
        backward_input_s=column(backward),
        backward_weight_s=column(weight_update),
        weight_bytes=column(weights),
        activation_bytes=column(activations),
        workspace_bytes=column(workspace),
        forward_j=forward * 10.0,
        backward_j=zero,
        source=np.full(forward.shape, "model", dtype=object),
    )


def make_device(name: str, key: str, memory: float = 1 << 40) -> Device:
    return Device(name=name, type=key, kind="gpu", peak_per_s={"float32": 1e12},
                  memory_bytes=int(memory), memory_bytes_per_s=1e11, launch_overhead_s=0.0,
                  idle_w=1.0, busy_w=10.0, dtype="float32")  # fmt: skip


def make_cluster(
    devices: Sequence[Device],
    *,
    bytes_per_s: float = 1e9,
    latency_s: float = 0.0,
    overlap: bool = True,
    ordered: bool = False,
    links: dict[tuple[str, str], Link] | None = None,
) -> Cluster:
    """All pairs linked alike unless `links` is given."""
    if links is None:
        links = {
            (a.name, b.name): Link(a.name, b.name, bytes_per_s, latency_s, overlap)
            for a in devices
            for b in devices
            if a is not b
        }
    return Cluster("c", tuple(devices), links, "pairs", ordered)


def down_sets(graph: Graph) -> list[frozenset[int]]:
    """Every down-closed set, by plain enumeration of subsets."""
    count = len(graph)
    needs = [{a for a, b in graph.edges if b == i} for i in range(count)]
    found = [frozenset()]
    seen = {frozenset()}
    for base in found:
        for i in range(count):
            grown = base | {i}
            if i not in base and needs[i] <= base and grown not in seen:
                seen.add(grown)
                found.append(grown)
    return found


def chains(graph: Graph, longest: int) -> Iterator[list[tuple[int, ...]]]:
    """Every way to cut the graph into at most `longest` stages by down-closed sets."""
    sets = down_sets(graph)
    whole = frozenset(range(len(graph)))

    def extend(done: frozenset[int], stages: list[tuple[int, ...]]) -> Iterator[list]:
        if done == whole:
            yield list(stages)
            return
        if len(stages) == longest:
            return
        for bigger in sets:
            if done < bigger:
                stages.append(tuple(sorted(bigger - done)))
                yield from extend(bigger, stages)
                stages.pop()

    yield from extend(frozenset(), [])


def device_choices(problem: PlanningProblem, stages: int) -> Iterator[list[tuple[str, ...]]]:
    """Every assignment of disjoint replica sets to `stages` stages, in the stated space."""
    space = problem.space
    group_of = {name: g for g, names in enumerate(space.groups) for name in names}
    order = [d.name for d in problem.cluster.devices]

    def extend(free: frozenset[str], at: int, chosen: list) -> Iterator[list]:
        if len(chosen) == stages:
            yield list(chosen)
            return
        for m in range(1, max(space.max_replicas) + 1):
            if problem.cluster.ordered:
                picks = [tuple(order[i : i + m]) for i in range(at, len(order) - m + 1)]
            else:
                picks = [p for p in itertools.combinations(order, m) if set(p) <= free]
            for pick in picks:
                kinds = {group_of[name] for name in pick}
                if len(kinds) > 1 or m > space.max_replicas[next(iter(kinds))]:
                    continue
                after = order.index(pick[-1]) + 1 if problem.cluster.ordered else 0
                chosen.append(pick)
                yield from extend(free - set(pick), after, chosen)
                chosen.pop()

    yield from extend(frozenset(order), 0, [])


def plans(problem: PlanningProblem) -> Iterator[Partition]:
    """Every partition of the space, linked or not, fitting or not."""
    devices = len(problem.cluster.devices)
    choices = {n: list(device_choices(problem, n)) for n in range(1, devices + 1)}
    for stages in chains(problem.graph, devices):
        for names in choices[len(stages)]:
            yield Partition(tuple(Stage(s, d) for s, d in zip(stages, names, strict=True)), "all")


def brute_force(problem: PlanningProblem) -> tuple[float, float]:
    """Smallest bottleneck and smallest Lambda + max drain over every plan (inf if none fits).

    Written from the contract in `problem.py` with nothing shared with the planners: its own
    bytes, its own memory, its own periods.
    """
    graph, table, cluster, M = problem.graph, problem.table, problem.cluster, problem.microbatches
    sets = {s: sum(info.size_bytes for info in graph.cut(sorted(s)).tensors)
            for s in down_sets(graph)}  # fmt: skip
    best_b = best_i = math.inf
    for plan in plans(problem):
        n = len(plan.stages)
        done: frozenset[int] = frozenset()
        cuts = []
        for stage in plan.stages:
            done |= set(stage.nodes)
            cuts.append(float(sets[done]))
        cuts[-1] = 0.0
        links = []
        ok = True
        for left, right in zip(plan.stages, plan.stages[1:], strict=False):
            there = cluster.link(left.devices[0], right.devices[0])
            back = cluster.link(right.devices[0], left.devices[0])
            if there is None or (problem.training and back is None):
                ok = False
                break
            links.append((there, back))
        if not ok:
            continue
        periods, drains, total = [], [], 0.0
        send = []
        for (there, back), size in zip(links, cuts, strict=False):
            f = there.latency_s + size / there.bytes_per_s if size else 0.0
            b = back.latency_s + size / back.bytes_per_s if size and problem.training else 0.0
            beside = there.overlap and (not problem.training or back.overlap)
            send.append((f, b, beside))
        for s, stage in enumerate(plan.stages):
            row = table.row(cluster.by_name[stage.devices[0]].cost_key)
            nodes = list(stage.nodes)
            t = table.forward_s[row, nodes].sum()
            if problem.training:
                t += table.backward_input_s[row, nodes].sum()
                t += table.backward_weight_s[row, nodes].sum()
            if not math.isfinite(t):
                ok = False
                break
            m = len(stage.devices)
            busy = t
            for i in (s - 1, s):
                if 0 <= i < n - 1 and not send[i][2]:
                    busy += send[i][0] + send[i][1]
            W = table.weight_bytes[row, nodes].sum()
            reduce = 0.0
            if problem.training and m > 1 and W > 0:
                ring = cluster.link(stage.devices[0], stage.devices[1])
                reduce = 2 * (m - 1) * (ring.latency_s + W / m / ring.bytes_per_s)
            periods.append(busy / m + reduce / M)
            drains.append(((M - 1) // m) * busy)
            total += t
            state = W * (3.0 if problem.training else 1.0)
            if problem.training:
                after = sum(len(behind.devices) for behind in plan.stages[s + 1 :])
                held = {
                    "1f1b-as": math.ceil(after / m) + 1,
                    "1f1b-sno": math.ceil(after / m) + 1,
                    "1f1b-so": math.ceil(2 * after / m) + 1,
                    "fbp-as": math.ceil(2 * after / m) + 2,
                    "gpipe": M,
                }[problem.schedule]
                held = min(held, math.ceil(M / m))
                received = cuts[s - 1] if s else 0.0
                kept = table.activation_bytes[row, nodes].sum() + received
            else:
                held, kept = 2, cuts[s] + (cuts[s - 1] if s else 0.0)
            need = state + held * kept + table.workspace_bytes[row, nodes].max()
            if need > cluster.by_name[stage.devices[0]].memory_bytes:
                ok = False
                break
        if not ok:
            continue
        for i, (f, b, beside) in enumerate(send):
            m = min(len(plan.stages[i].devices), len(plan.stages[i + 1].devices))
            total += f + b
            if beside:
                periods.append(max(f, b) / m)
                drains.append(((M - 1) // m) * max(f, b))
        best_b = min(best_b, max(periods))
        best_i = min(best_i, total + max(drains))
    return best_b, best_i
