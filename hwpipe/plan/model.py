"""`Plan`: the answer of `hwpipe compile`, complete enough to be shown, simulated and run.

A plan is what stands in the JSON file (`hwpipe/plan/files.py` reads and writes it, the
published schema is `hwpipe/plan/schema.json`). It holds no time stamps and no absolute
paths: the same inputs give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from hwpipe.cluster.model import Cluster
from hwpipe.plan.schedule_model import (
    ScheduleRef,
    ScheduleRow,
    is_generated,
    rank_layout,
    slice_sizes,
)
from hwpipe.plan.stage_model import PlanStage, Send
from hwpipe.schedule.model import PipelineTimes, RankTimes

__all__ = [
    "Baseline",
    "Bound",
    "LayerRow",
    "ModelRef",
    "Plan",
    "PlanStage",
    "Predicted",
    "ScheduleRef",
    "ScheduleRow",
    "Send",
]


@dataclass(frozen=True, slots=True)
class ModelRef:
    """Which model the plan is for.

    `source` is the reference as the user gave it (a path, or a bundled name), `hash` what
    `hwpipe run` compares before it uses the plan. `kind` is `onnx` or `profile`.
    """

    name: str
    source: str
    hash: str
    kind: str
    nodes: int
    macs: int  # multiply-accumulates of one sample
    param_bytes: int
    dims: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Predicted:
    """What the event simulator says of one iteration (one batch).

    `bottleneck_s` is the longest time that one resource (stage or link) spends on one
    micro-batch; `latency_s` the time of one micro-batch through an empty pipeline;
    `ideal_s` is a bottleneck that no plan can beat (work divided without limit, moved for nothing;
    BaPipe's ideal time where devices differ by one factor), `balance` the largest stage period
    over it.
    """

    iteration_s: float
    bottleneck_s: float
    throughput_per_s: float
    latency_s: float
    ideal_s: float
    balance: float
    energy_j: float
    peak_memory_bytes: dict[str, float]
    bubble: float


@dataclass(frozen=True, slots=True)
class Bound:
    """The certificate: no plan of `space` has a smaller `metric` than `lower_s`.

    For the objectives `memory` and `energy` the unit of `lower_s` is bytes or joules, and
    `metric` says so. `gap` is (achieved - lower) / lower. `bottleneck_lower_s` bounds the
    bottleneck of the plans of this micro-batch size and schedule, seconds per micro-batch.
    """

    metric: str
    lower_s: float
    gap: float
    exact: bool
    space: str
    cuts: str
    stopped_early: str | None
    bottleneck_lower_s: float | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """Another method on the same cost table; `reason` says why an infeasible one is."""

    name: str
    feasible: bool
    iteration_s: float | None
    bottleneck_s: float | None
    stages: int
    microbatches: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One node of the graph for reports: where it runs and what it costs there."""

    name: str
    op: str
    stage: int
    macs: int
    bytes: int  # activations read and written plus parameters, one micro-batch
    param_bytes: int
    time_s: float


@dataclass(frozen=True)
class Plan:
    """A compiled plan; see the module docstring.

    Attributes:
        mode: `infer` or `train`.
        objective: `throughput`, `latency`, `memory` or `energy`.
        method: the planning method whose partition this is.
        batch, micro_batch: samples per iteration and per micro-batch.
        optimizer: training state assumed (`sgd`, `momentum`, `adam`), None for inference.
        splits: intra-layer splits as (node, channels, total channels, stage).
        layers: a row per node of the graph, in order.
        notes: what the user should know, one line each.
        constraints: what the user demanded (`--pin`, `--max-memory`), one each.
        schedules: what other schedules would have done, where they were compared.
    """

    model: ModelRef
    cluster: Cluster
    mode: str
    objective: str
    method: str
    batch: int
    micro_batch: int
    optimizer: str | None
    schedule: ScheduleRef
    stages: tuple[PlanStage, ...]
    splits: tuple[tuple[str, int, int, int], ...]
    predicted: Predicted
    bound: Bound | None
    baselines: tuple[Baseline, ...]
    layers: tuple[LayerRow, ...]
    notes: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    schedules: tuple[ScheduleRow, ...] = ()

    @cached_property
    def replicas(self) -> tuple[int, ...]:
        """Number of ranks of each stage: its devices, 1 where they split it."""
        return tuple(stage.ranks for stage in self.stages)

    @cached_property
    def rank_names(self) -> tuple[str, ...]:
        """A name for every rank, stage by stage."""
        return tuple(name for name, _ in self._ranks)

    @cached_property
    def rank_stages(self) -> tuple[tuple[int, ...], ...]:
        """The stages of every rank: several where a schedule is chunked or runs both ways."""
        return tuple(stages for _, stages in self._ranks)

    @cached_property
    def _ranks(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        if is_generated(self.schedule.name):
            return rank_layout(self.schedule, [stage.devices for stage in self.stages])
        return tuple((name, (s.index,)) for s in self.stages for name in s.rank_names)

    @cached_property
    def rank_times(self) -> tuple[RankTimes, ...] | None:
        """Seconds and bytes of every rank where replicas differ, else None."""
        if not any(stage.rank_times for stage in self.stages):
            return None
        found: list[RankTimes] = []
        for s in self.stages:
            equal = RankTimes(s.forward_s, s.backward_input_s, s.backward_weight_s,
                              s.weight_bytes + s.state_bytes, s.activation_bytes,
                              s.workspace_bytes)  # fmt: skip
            found += s.rank_times or (equal,) * s.ranks
        return tuple(found)

    @cached_property
    def times(self) -> PipelineTimes:
        """The input of `hwpipe.schedule.simulate`."""
        sends = [stage.send for stage in self.stages[:-1]]
        if any(send is None for send in sends):
            raise ValueError("every stage but the last sends")
        known = [send for send in sends if send is not None]
        return PipelineTimes(
            forward_s=tuple(s.forward_s for s in self.stages),
            backward_input_s=tuple(s.backward_input_s for s in self.stages),
            backward_weight_s=tuple(s.backward_weight_s for s in self.stages),
            send_forward_s=tuple(s.forward_s for s in known),
            send_backward_s=tuple(s.backward_s for s in known),
            overlap=tuple(s.overlap for s in known),
            weight_bytes=tuple(s.weight_bytes + s.state_bytes for s in self.stages),
            activation_bytes=tuple(s.activation_bytes for s in self.stages),
            workspace_bytes=tuple(s.workspace_bytes for s in self.stages),
            memory_bytes=tuple(s.memory_available_bytes for s in self.stages),
            reduce_s=tuple(s.reduce_s for s in self.stages),
            update_s=tuple(s.update_s for s in self.stages),
            link_names=tuple(s.link for s in known),
            link_lanes=tuple(s.lanes for s in known) if any(s.lanes for s in known) else (),
            stash_bytes=tuple(s.stash_bytes for s in self.stages),
            slice_size_share=slice_sizes(self.schedule),
            stage_slice_share=tuple(s.slice_share for s in self.stages)
            if self.schedule.slices
            else (),
        )
