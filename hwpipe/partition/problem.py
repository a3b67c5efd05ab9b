"""`PlanningProblem`: what a planner must know, and the cost semantics that all planners share.

The contract between planners, brute force, simulator and plan:

* A **stage** is the difference of two positions (down-closed sets) and runs on m >= 1 replicas
  of one group of interchangeable devices; micro-batch k runs on replica k mod m. Not every
  device must be used. Neighbouring stages must be linked (in training, both ways).
* **Stage time** t: sum of the node times on that device type per micro-batch: F for inference,
  F + B + W for training.
* **Transfer** c between neighbours: `latency + bytes / bandwidth` with the bytes of every tensor
  alive at the cut (also one that merely passes a stage), 0 if nothing is alive. Training also
  sends its gradient back. The graph's input and output are not charged.
* **Busy time** of one replica per micro-batch: t, plus the transfers on both sides of the stage
  (both directions in training) where the link does not overlap with compute.
* **Period** of a stage: busy / m, plus in training the ring all-reduce of its gradients over
  its replicas, `2 (m-1) (W / (m bandwidth) + latency)` (Patarasuk and Yuan 2009), spread over
  the M micro-batches of an iteration.
* **Period** of an overlapped link: c / min(m_src, m_dst): each replica sends and receives one
  tensor at a time. The two directions are separate resources.
* **Bottleneck**: the largest period.
* **Iteration**, inference: Lambda + sum over the critical path, where Lambda is the sum of all
  stage times and transfers. Without replicas that is exactly Lambda + (M-1) bottleneck (a
  permutation flow shop with identical jobs); with replicas see `evaluate.iteration_bound`.
  Training iterations have no closed form for unequal stages: the simulator decides, and
  `max_s [M busy_s + sum_{k<s} (t_k + c_k)]` (c_k of overlapped links; a copy that stops its ends
  is in busy_s already) bounds every schedule from below, since stage s
  cannot start before the first forward has come through the stages before it, nor may those
  finish before the last gradient has come back through them.
* **Memory** of a stage: weights (times 1 + gradient + optimizer bytes in training), plus
  micro-batches in flight times the bytes that each keeps, plus the largest workspace. Training
  keeps the activation column of the cost table, and every tensor alive at the cut where the
  stage starts: the table charges a tensor once, mostly at its producer, but the stage that
  receives it needs it too, for its weight gradients. (Tensors that only pass, and those that
  their first reader is charged for, are counted beside: the sum is never too small.) Inference
  keeps two buffers of the tensors that enter and leave. See `in_flight`.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hwpipe.cluster.model import Cluster
from hwpipe.cost.table import CostTable, FloatArray
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.graph.model import Graph
from hwpipe.partition.clock import Clock
from hwpipe.partition.devices import DeviceSpace, device_space
from hwpipe.partition.flight import in_flight
from hwpipe.partition.positions import IntArray, Positions, positions_of

__all__ = ["DEFAULT_MAX_SETS", "OBJECTIVES", "Clock", "PlanningProblem", "in_flight",
           "make_problem"]  # fmt: skip

#: Above this number of down-closed sets only the linear order is searched.
DEFAULT_MAX_SETS = 1000
OBJECTIVES = ("throughput", "latency", "memory", "energy")


@dataclass(frozen=True, eq=False)
class PlanningProblem:
    """A graph, its costs, a cluster and how it will be driven, with numeric arrays prepared.

    Arrays have a row per device group (G) and a column per position (K), each the sum over the
    nodes inside the position, so that a stage costs the difference of two columns.

    Attributes:
        graph, table, cluster: what is planned; `table` holds one micro-batch size.
        training, microbatches, schedule, objective: how it will be driven.
        max_sets: largest number of down-closed sets that is searched.
        time_limit_s: stop with the best plan so far after this time.
        effort: multiple of the usual work of a search that has no time limit.
        positions, space: where to cut, and which devices a stage may take.
        rows: row of the cost table of each group, shape (G,).
        time_s: busy seconds of compute per micro-batch, (G, K).
        state_bytes: weights with training state, (G, K); weight_bytes without.
        kept_bytes: activation bytes kept per micro-batch in flight, (G, K), without those
            received at a cut; 0 for inference.
        energy_j: joules per micro-batch, (G, K).
        unable: number of nodes that the group cannot run, (G, K).
        workspace_bytes: per node, (G, L).
    """

    graph: Graph
    table: CostTable
    cluster: Cluster
    training: bool
    microbatches: int
    schedule: str
    objective: str
    max_sets: int
    time_limit_s: float | None
    effort: float
    positions: Positions
    space: DeviceSpace
    rows: tuple[int, ...]
    time_s: FloatArray
    state_bytes: FloatArray
    weight_bytes: FloatArray
    kept_bytes: FloatArray
    energy_j: FloatArray
    unable: FloatArray
    workspace_bytes: FloatArray

    @cached_property
    def remembered(self) -> dict[object, object]:
        """Room for bounds that several planners ask for."""
        return {}

    @cached_property
    def group_of(self) -> dict[str, int]:
        """Group of every device by name."""
        return {name: g for g, names in enumerate(self.space.groups) for name in names}

    @cached_property
    def capacity_bytes(self) -> FloatArray:
        """Memory of one device of each group, (G,)."""
        return np.array([float(d.memory_bytes) for d in self.space.members])

    @cached_property
    def node_time_s(self) -> FloatArray:
        """Seconds of each node per micro-batch on each group, (G, L); `inf` where unable."""
        return _node_times(self.table, self.rows, self.training)

    @cached_property
    def forward_transfer_s(self) -> FloatArray:
        """Transfer seconds at each position over each link class, (C, K)."""
        size = self.positions.cut_bytes
        return np.array(
            [np.where(size > 0, c.latency_s + size / c.bytes_per_s, 0.0)
             for c in self.space.classes]
        ).reshape(len(self.space.classes), len(size))  # fmt: skip

    @cached_property
    def backward_transfer_s(self) -> FloatArray:
        """Transfer seconds of the gradients, (C, K); 0 for inference."""
        size = self.positions.cut_bytes if self.training else np.zeros(self.positions.count)
        return np.array(
            [np.where(size > 0, c.back_latency_s + size / c.back_bytes_per_s, 0.0)
             for c in self.space.classes]
        ).reshape(len(self.space.classes), len(size))  # fmt: skip

    def reduce_s(self, group: int, replicas: int, weight_bytes: FloatArray) -> FloatArray:
        """Ring all-reduce of the gradients of `weight_bytes` over the replicas, seconds."""
        if not self.training or replicas == 1:
            return np.zeros_like(weight_bytes)
        figures = self.space.classes[self.space.class_of[group, group]]
        steps = 2 * (replicas - 1)
        seconds = steps * (weight_bytes / (replicas * figures.bytes_per_s) + figures.latency_s)
        return np.where(weight_bytes > 0, seconds, 0.0)

    def held(self, after: int, replicas: int = 1) -> int:
        """Micro-batches in flight with `after` devices behind, under this schedule."""
        return in_flight(self.schedule, after, self.microbatches, replicas)

    def in_flight(self, stages: int, replicas: Sequence[int] | None = None) -> tuple[int, ...]:
        """Micro-batches in flight at each stage of a pipeline, one replica a stage if None."""
        counts = tuple(replicas or (1,) * stages)
        return tuple(self.held(sum(counts[s + 1 :]), m) for s, m in enumerate(counts))

    def kept_between(self, group: int, start: IntArray, end: IntArray) -> FloatArray:
        """Bytes that the stages from `start` to `end` keep per micro-batch in flight."""
        cut = self.positions.cut_bytes
        if not self.training:
            return np.asarray(cut[start] + cut[end])
        kept = self.kept_bytes[group]
        return np.asarray(kept[end] - kept[start] + cut[start])

    def versions(self, held: int) -> int:
        """Weight versions beyond the first that stashing keeps (`pipedream` only)."""
        return held - 1 if self.schedule == "pipedream" else 0

    def reduce_rounds(self, replicas: int) -> int:
        """All-reduces per iteration: one, or one per round of replicas without a flush."""
        return -(-self.microbatches // replicas) if self.schedule == "pipedream" else 1

    @cached_property
    def memory_may_bind(self) -> bool:
        """Whether some stage could exceed its device: False if the whole model fits anywhere."""
        held = self.held(self.space.total - 1) if self.training else 2
        kept = self.kept_bytes[:, -1] + (1 if self.training else 2) * self.positions.cut_bytes.max()
        worst = self.state_bytes[:, -1] + held * kept + self.workspace_bytes.max(axis=1)
        worst = worst + self.versions(held) * self.weight_bytes[:, -1]
        return bool((worst > self.capacity_bytes).any())

    @property
    def depth_matters(self) -> bool:
        """Whether the memory of a stage depends on how many devices stand behind it."""
        return self.training and self.schedule != "gpipe" and self.memory_may_bind

    def with_objective(self, objective: str) -> PlanningProblem:
        """The same problem with another objective."""
        return replace(self, objective=objective)


def _node_times(table: CostTable, rows: tuple[int, ...], training: bool) -> FloatArray:
    picked = list(rows)
    time_s = table.forward_s[picked]
    if training:
        time_s = time_s + table.backward_input_s[picked] + table.backward_weight_s[picked]
    return np.asarray(time_s)


_SPACES: OrderedDict[tuple[int, bool, bool, int | None], tuple[Cluster, DeviceSpace]] = (
    OrderedDict()
)


def _space_of(
    cluster: Cluster, training: bool, allow_replication: bool, max_replicas: int | None
) -> DeviceSpace:
    key = (id(cluster), training, allow_replication, max_replicas)
    hit = _SPACES.get(key)
    if hit is not None and hit[0] is cluster:
        return hit[1]
    space = device_space(cluster, training=training, allow_replication=allow_replication,
                         max_replicas=max_replicas)  # fmt: skip
    _SPACES[key] = (cluster, space)
    while len(_SPACES) > 8:
        _SPACES.popitem(last=False)
    return space


def make_problem(
    graph: Graph,
    table: CostTable,
    cluster: Cluster,
    *,
    training: bool,
    microbatches: int,
    schedule: str,
    objective: str = "throughput",
    max_sets: int = DEFAULT_MAX_SETS,
    time_limit_s: float | None = None,
    max_replicas: int | None = None,
    allow_replication: bool = True,
    effort: float = 1.0,
) -> PlanningProblem:
    """Prepare the arrays of a planning problem.

    What does not depend on micro-batches (positions of a graph, groups of a cluster) is
    remembered between calls with the same objects.

    Args:
        graph: the network at the table's micro-batch size.
        table: costs with a row for the `cost_key` of every device.
        cluster: devices and links.
        training: whether backward passes run too.
        microbatches: micro-batches per iteration, M.
        schedule: name of the schedule; decides the micro-batches in flight.
        objective: `throughput` and `latency` (time of one iteration of M micro-batches; callers
            choose a larger or a smaller batch), `memory` (largest share of a device's memory)
            or `energy`.
        max_sets: search all down-closed cuts if there are at most this many.
        time_limit_s: stop the search after this time.
        max_replicas: most devices of one stage.
        allow_replication: whether a stage may have more than one device.
        effort: how far to search without a time limit: 2 does up to twice the work of 1. The
            work is counted in steps, not seconds, so equal inputs give equal plans.

    Raises:
        InputError: if an argument is out of range or the table does not fit.
        InfeasibleError: if some node cannot run on any device.
    """
    if microbatches < 1:
        raise InputError(f"{microbatches} micro-batches", limit="at least 1")
    if max_replicas is not None and max_replicas < 1:
        raise InputError(f"{max_replicas} replicas a stage", limit="at least 1")
    if time_limit_s is not None and not (time_limit_s > 0 and math.isfinite(time_limit_s)):
        raise InputError(f"time limit {time_limit_s} s", limit="above 0 seconds")
    if not (effort > 0 and math.isfinite(effort)):
        raise InputError(f"effort {effort}", limit="above 0")
    if objective not in OBJECTIVES:
        raise InputError(f"objective {objective!r} is unknown", limit=", ".join(OBJECTIVES))
    if len(graph) == 0:
        raise InputError(f"model {graph.name} has no nodes to plan")
    if len(table.node_names) != len(graph):
        raise InputError(
            f"the cost table has {len(table.node_names)} nodes, model {graph.name} {len(graph)}"
        )
    missing = sorted({d.cost_key for d in cluster.devices} - set(table.keys))
    if missing:
        raise InputError(f"the cost table has no row for {missing[0]!r}", where=cluster.source)
    positions = positions_of(graph, max_sets)
    space = _space_of(cluster, training, allow_replication, max_replicas)
    rows = tuple(table.row(member.cost_key) for member in space.members)
    picked = list(rows)
    node_time = _node_times(table, rows, training)
    able = np.isfinite(node_time)
    stuck = ~able.any(axis=0)
    if stuck.any():
        node = graph.nodes[int(np.flatnonzero(stuck)[0])]
        raise InfeasibleError(
            f"node {node.name!r} ({node.op}) runs on no device of cluster {cluster.name}",
            where=graph.name,
            remedy="add a device that supports it",
        )
    weight = table.weight_bytes[picked]
    factor = 1.0
    kept = np.zeros_like(weight)
    energy = table.forward_j[picked]
    if training:
        factor += table.gradient_bytes_per_weight_byte + table.optimizer_bytes_per_weight_byte
        kept = table.activation_bytes[picked]
        energy = energy + table.backward_j[picked]
    weight_prefix = positions.prefix(weight)
    return PlanningProblem(
        graph=graph,
        table=table,
        cluster=cluster,
        training=training,
        microbatches=microbatches,
        schedule=schedule,
        objective=objective,
        max_sets=max_sets,
        time_limit_s=time_limit_s,
        effort=effort,
        positions=positions,
        space=space,
        rows=rows,
        time_s=positions.prefix(np.where(able, node_time, 0.0)),
        state_bytes=factor * weight_prefix,
        weight_bytes=weight_prefix,
        kept_bytes=positions.prefix(kept),
        energy_j=positions.prefix(np.where(np.isfinite(energy), energy, 0.0)),
        unable=positions.prefix((~able).astype(np.float64)),
        workspace_bytes=table.workspace_bytes[picked],
    )
