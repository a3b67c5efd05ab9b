"""From a partition and its simulated timeline to the rows of a `Plan`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hwpipe.cluster.model import Cluster, Device
from hwpipe.cost.table import CostTable
from hwpipe.graph.model import Graph
from hwpipe.partition.model import Partition
from hwpipe.plan.model import LayerRow, PlanStage, Predicted, ScheduleRef, Send
from hwpipe.plan.schedule_model import rank_layout
from hwpipe.plan.stage_model import MemoryStrategy, Mode, TensorSplit
from hwpipe.plan.uplinks import lanes_of_boundary, stage_uplinks
from hwpipe.schedule import make_schedule, simulate
from hwpipe.schedule.model import PipelineTimes, RankTimes, Schedule, Timeline

if TYPE_CHECKING:
    from hwpipe.joint.model import JointPlan

__all__ = ["Evaluated", "layer_rows", "plan_stages", "predict", "timeline_of"]


@dataclass(frozen=True)
class Evaluated:
    """A partition with everything that was computed to judge it.

    `value` is the objective (seconds, bytes share or joules), smaller is better; `ideal_s` is
    `hwpipe.partition.bottleneck_bound`: what no plan's bottleneck can beat. `joint` says how
    devices share stages where that is more than replicas in turn; `strategies` what stages do
    that do not fit as they are (in `times` already), one a stage or none at all. `generated` is
    the schedule with its action lists where `hwpipe.schedule.generators` made it.
    """

    partition: Partition
    graph: Graph
    table: CostTable
    times: PipelineTimes
    schedule: str
    microbatches: int
    iteration_s: float
    bottleneck_s: float
    ideal_s: float
    value: float
    joint: JointPlan | None = None
    strategies: tuple[MemoryStrategy | None, ...] = ()
    generated: tuple[ScheduleRef, Schedule] | None = None

    @property
    def schedule_ref(self) -> ScheduleRef:
        """The schedule as a plan names it."""
        if self.generated is not None:
            return self.generated[0]
        return ScheduleRef(self.schedule, self.microbatches)


def timeline_of(found: Evaluated) -> Timeline:
    """The simulated iteration."""
    joint = found.joint
    if found.generated is not None:
        return simulate(found.generated[1], found.times)
    if joint is not None:
        unequal = any(_unequal_ranks(joint, s) for s in range(len(joint.stages)))
        return simulate(joint.schedule, found.times, joint.ranks if unequal else None)
    schedule = make_schedule(
        found.schedule,
        stages=len(found.partition.stages),
        microbatches=found.microbatches,
        replicas=[len(stage.devices) for stage in found.partition.stages],
    )
    return simulate(schedule, found.times)


def _first_device(cluster: Cluster, names: Sequence[str]) -> Device:
    return cluster.by_name[names[0]]


def plan_stages(found: Evaluated, cluster: Cluster, training: bool, timeline: Timeline,
                splits: Sequence[tuple[str, int, int, int]]) -> tuple[PlanStage, ...]:  # fmt: skip
    """One `PlanStage` per stage of the partition, with what the simulator saw in flight."""
    graph, table, times = found.graph, found.table, found.times
    stages = found.partition.stages
    rows: list[PlanStage] = []
    boundaries = _boundaries(graph, [stage.nodes for stage in stages])
    halves = {
        f"{name}/part{part}": (channels if part == 0 else total - channels, total)
        for name, channels, total, _ in splits
        for part in (0, 1)
    }
    for index, stage in enumerate(stages):
        device = _first_device(cluster, stage.devices)
        nodes = list(stage.nodes)
        names = tuple(graph.nodes[i].name for i in nodes)
        mode, rank_times, split, shares = _sharing(found, index)
        units = 1 if found.joint is None else found.joint.stages[index].units
        ranks = [rank for rank, held in enumerate(timeline.rank_stages) if index in held]
        # Replicas may differ in type: the largest weights, and the mean energy as they take turns.
        rows_of = [table.row(cluster.by_name[name].cost_key) for name in stage.devices]
        cells = np.ix_(rows_of, nodes)
        weight = float(table.weight_bytes[cells].sum(axis=1).max())
        if split is not None:  # of the fullest device, its own part
            factor = 1.0
            if training:
                factor += table.gradient_bytes_per_weight_byte
                factor += table.optimizer_bytes_per_weight_byte
            assert found.joint is not None
            tensor = found.joint.stages[index].tensor
            assert tensor is not None
            weight = min(max(tensor.plan.state_bytes) / factor, times.weight_bytes[index])
        joules = table.forward_j[cells].sum(axis=1)
        if training:
            joules = joules + table.backward_j[cells].sum(axis=1)
        joules = joules + _again_j(found, index, rows_of[0])
        time_s = times.forward_s[index] + (
            times.backward_input_s[index] + times.backward_weight_s[index] if training else 0.0
        )
        send = None
        if index + 1 < len(stages):
            link = cluster.link(stage.devices[-1], stages[index + 1].devices[0])
            tensors = boundaries[index]
            size = sum(graph.tensors[name].size_bytes for name in tensors)
            send = Send(
                tensors=tensors,
                size_bytes=size,
                forward_s=times.send_forward_s[index],
                backward_s=times.send_backward_s[index] if training else 0.0,
                bytes_per_s=link.bytes_per_s if link else 0.0,
                latency_s=link.latency_s if link else 0.0,
                overlap=times.overlap[index],
                link=times.link_names[index] if times.link_names else f"{index}>{index + 1}",
                lanes=lanes_of_boundary(times.link_lanes, index),
            )
        rows.append(
            PlanStage(
                index=index,
                devices=stage.devices,
                device_type=device.type,
                kind=device.kind,
                dtype=device.dtype,
                nodes=names,
                node_indices=stage.nodes,
                time_s=time_s,
                forward_s=times.forward_s[index],
                backward_input_s=times.backward_input_s[index] if training else 0.0,
                backward_weight_s=times.backward_weight_s[index] if training else 0.0,
                reduce_s=times.reduce_s[index] if times.reduce_s else 0.0,
                update_s=times.update_s[index] if times.update_s else 0.0,
                weight_bytes=weight,
                state_bytes=times.weight_bytes[index] - weight,
                activation_bytes=times.activation_bytes[index],
                workspace_bytes=times.workspace_bytes[index],
                stash_bytes=times.stash_bytes[index] if times.stash_bytes else 0.0,
                in_flight=max(timeline.peak_in_flight[r] for r in ranks),
                memory_bytes=max(timeline.peak_memory_bytes[r] for r in ranks),
                memory_available_bytes=times.memory_bytes[index],
                macs=sum(graph.nodes[i].work.macs for i in nodes),
                energy_j=float(joules @ np.array(shares)) if shares else float(joules.mean()),
                send=send,
                tensor_split=tuple((n, *halves[n]) for n in names if n in halves),
                mode=mode,
                shares=shares,
                rank_times=rank_times,
                split=split,
                memory_strategy=found.strategies[index] if found.strategies else None,
                units=units,
                slice_share=times.stage_slice_share[index] if times.stage_slice_share else (),
                uplinks=stage_uplinks(
                    cluster,
                    stage.devices,
                    stages[index + 1].devices if send is not None else (),
                    size_bytes=send.size_bytes if send is not None else 0,
                    microbatches=found.microbatches,
                    shares=shares,
                    joint=found.joint,
                    index=index,
                ),
            )
        )
    return tuple(rows)


def _again_j(found: Evaluated, index: int, row: int) -> float:
    """Joules per micro-batch of the forwards that a stage runs again, by their seconds."""
    strategy = found.strategies[index] if found.strategies else None
    if strategy is None or strategy.recompute_s <= 0:
        return 0.0
    stage, table = found.partition.stages[index], found.table
    nodes = list(stage.nodes)
    seconds = float(table.forward_s[row, nodes].sum())
    runs = len(stage.devices) * strategy.recompute_s / seconds if seconds > 0 else 0.0
    return runs * float(table.forward_j[row, nodes].sum()) / found.microbatches


def _sharing(
    found: Evaluated, index: int
) -> tuple[Mode, tuple[RankTimes, ...], TensorSplit | None, tuple[float, ...]]:
    """Mode of a stage, times of unequal replicas, tensor split and shares."""
    stage, joint = found.partition.stages[index], found.joint
    if joint is None:
        return "single" if len(stage.devices) == 1 else "replicated", (), None, ()
    own = joint.stages[index]
    split = None
    if own.tensor is not None:
        from hwpipe.plan.sharing import tensor_split  # slow to load

        unit = own.devices[: len(own.devices) // own.units]
        split = tensor_split(found.graph, own.nodes, unit, own.tensor)
    return own.mode, _unequal_ranks(joint, index), split, own.shares


def _unequal_ranks(plan: JointPlan, index: int) -> tuple[RankTimes, ...]:
    """Seconds and bytes of the replicas of a stage where they differ, else nothing."""
    counts = plan.schedule.replicas
    first = sum(counts[:index])
    own = plan.ranks[first : first + counts[index]]
    return own if len(set(own)) > 1 else ()


def _boundaries(graph: Graph, stages: Sequence[Sequence[int]]) -> list[tuple[str, ...]]:
    """Names of the tensors alive after each stage but the last."""
    before: list[int] = []
    cuts: list[tuple[str, ...]] = []
    for nodes in stages[:-1]:
        before.extend(nodes)
        cuts.append(tuple(t.name for t in graph.cut(before).tensors))
    return cuts


def predict(
    found: Evaluated, stages: Sequence[PlanStage], timeline: Timeline, *, batch: int
) -> Predicted:
    """What the event simulator says of one iteration."""
    ideal = found.ideal_s
    periods = [stage.time_s / stage.pace for stage in stages]
    # All stages of a device count: it may hold several chunks.
    slowest = max(sum(periods[s] for s in held) for held in timeline.rank_stages)
    latency = sum(stage.time_s for stage in stages) + sum(
        stage.send.forward_s + stage.send.backward_s for stage in stages if stage.send
    )
    peaks: dict[str, float] = {}
    rank = 0
    if found.generated is not None:
        layout = rank_layout(found.generated[0], [stage.devices for stage in stages])
        peaks = {name: timeline.peak_memory_bytes[rank] for rank, (name, _) in enumerate(layout)}
    for stage in () if found.generated is not None else stages:
        if stage.split is not None and stage.units == 1 and stage.memory_strategy is None:
            peaks.update(zip(stage.devices, stage.split.memory_bytes, strict=True))
        else:
            each = len(stage.devices) // stage.ranks
            for k, name in enumerate(stage.devices):
                peaks[name] = timeline.peak_memory_bytes[rank + k // each]
        rank += stage.ranks
    busy = sum(timeline.rank_busy_s)
    span = timeline.makespan_s * len(timeline.rank_busy_s)
    return Predicted(
        iteration_s=found.iteration_s,
        bottleneck_s=found.bottleneck_s,
        throughput_per_s=batch / found.iteration_s if found.iteration_s > 0 else 0.0,
        latency_s=latency,
        ideal_s=ideal,
        balance=slowest / ideal if ideal > 0 else 1.0,
        energy_j=found.microbatches * sum(stage.energy_j for stage in stages),
        peak_memory_bytes=peaks,
        bubble=1.0 - busy / span if span > 0 else 0.0,
    )


def layer_rows(found: Evaluated, cluster: Cluster, training: bool) -> tuple[LayerRow, ...]:
    """A row per node of the graph, in order."""
    graph, table = found.graph, found.table
    rows: dict[int, LayerRow] = {}
    for index, stage in enumerate(found.partition.stages):
        row = table.row(_first_device(cluster, stage.devices).cost_key)
        scale = _split_scale(found, index, row, training)
        for i in stage.nodes:
            node = graph.nodes[i]
            time_s = float(table.forward_s[row, i])
            if training:
                time_s += float(table.backward_input_s[row, i] + table.backward_weight_s[row, i])
            time_s *= scale.get(i, 1.0)
            rows[i] = LayerRow(
                name=node.name,
                op=node.op,
                stage=index,
                macs=node.work.macs,
                bytes=node.read_bytes + node.write_bytes + node.param_bytes,
                param_bytes=node.param_bytes,
                time_s=time_s,
            )
    return tuple(rows[i] for i in range(len(graph)))


def _split_scale(found: Evaluated, index: int, row: int, training: bool) -> dict[int, float]:
    """For the nodes of a split stage, seconds in the split over seconds on its first device."""
    joint, table = found.joint, found.table
    tensor = None if joint is None else joint.stages[index].tensor
    if joint is None or tensor is None:
        return {}
    from hwpipe.tensor.layers import layer_graph

    columns = table.forward_s[row].copy()
    if training:
        columns += table.backward_input_s[row] + table.backward_weight_s[row]
    scale: dict[int, float] = {}
    layers = layer_graph(found.graph, joint.stages[index].nodes).layers
    for layer, seconds in zip(layers, tensor.plan.layer_s, strict=True):
        alone = float(columns[list(layer.nodes)].sum())
        for node in layer.nodes:
            scale[node] = seconds / alone if alone > 0 else 1.0
    return scale
