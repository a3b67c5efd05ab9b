"""Plans made by hand: what the planner would give, without the planner."""

from __future__ import annotations

from dataclasses import replace

from hwpipe.cluster.model import Cluster, Device, Link
from hwpipe.plan.model import (
    Baseline,
    Bound,
    LayerRow,
    ModelRef,
    Plan,
    PlanStage,
    Predicted,
    ScheduleRef,
    Send,
)
from hwpipe.report.simulated import simulated
from hwpipe.report.words import link_s, stage_s
from hwpipe.schedule.model import Timeline

HOSTILE = "</script><img src=x onerror=alert(1)>&'\"{{7*7}}${1}"

#: type: kind, dtype, peak op/s, memory bytes, memory bytes/s
_TYPES = {
    "h100": ("gpu", "bfloat16", 989e12, 80_000_000_000, 3.35e12),
    "v100": ("gpu", "float16", 125e12, 16_000_000_000, 0.9e12),
    "tpu-v3": ("tpu", "bfloat16", 61.5e12, 16_000_000_000, 0.45e12),
    "zcu104": ("fpga", "int8", 1.2e12, 2_000_000_000, 19.2e9),
    "kv260": ("fpga", "int8", 0.8e12, 4_000_000_000, 19.2e9),
}
_OPS = ("Conv", "BatchNormalization", "Relu", "Add")


def build_plan(
    types: tuple[str, ...] = ("h100", "tpu-v3", "zcu104", "kv260"),
    *,
    mode: str = "infer",
    microbatches: int = 16,
    layers_per_stage: int = 12,
    replicas: dict[int, int] | None = None,
    hostile: bool = False,
    schedule: str | None = None,
    baselines: bool = True,
    bound: bool = True,
) -> Plan:
    """A plan of one stage per entry of `types`; the same arguments give the same plan."""
    replicas = replicas or {}
    train = mode == "train"
    devices: list[Device] = []
    stages: list[PlanStage] = []
    rows: list[LayerRow] = []
    name = HOSTILE if hostile else "resnet50"
    position = 0
    halves = {(1, layers_per_stage - 1): "/part0", (2, 0): "/part1"} if len(types) > 2 else {}
    for index, type_name in enumerate(types):
        kind, dtype, peak, memory, bandwidth = _TYPES[type_name]
        count = replicas.get(index, 1)
        names = []
        for _ in range(count):
            device = f"{kind}{sum(d.kind == kind for d in devices)}"
            names.append(device)
            devices.append(
                Device(device, type_name, kind, {dtype: peak}, memory, bandwidth, 5e-6, 40.0,
                       250.0, dtype)  # type: ignore[arg-type]
            )  # fmt: skip
        forward = 1e-3 * (1.0 + 0.13 * ((index * 7) % 5)) * count
        node_names, node_indices, macs = [], [], 0
        weights = [1 + (layer * 5) % 7 for layer in range(layers_per_stage)]
        for layer in range(layers_per_stage):
            op = _OPS[layer % 4]
            node = f"/layer{index + 1}/block.{layer // 4}/{op.lower()}_{layer}"
            if hostile and layer == 0:
                node = f"{HOSTILE}{index}"
            # Stages 1 and 2 share a layer: an intra-layer split at their boundary.
            shared = f"/layer2/block.{(layers_per_stage - 1) // 4}/shared"
            op = "Conv" if (index, layer) in halves else op
            node = shared + halves[index, layer] if (index, layer) in halves else node
            time_s = forward * weights[layer] / sum(weights) * (3 if train else 1)
            layer_bytes = int(
                min(400_000 + 90_000 * (layer % 5), 0.6 * bandwidth * time_s / (3 if train else 1))
            )
            layer_macs = int(
                min(0.5 * 0.35 * peak * time_s / (3 if train else 1), 160 * layer_bytes)
            )
            layer_macs = layer_macs if op == "Conv" else 0
            rows.append(LayerRow(node, op, index, layer_macs, layer_bytes,
                                 layer_bytes // 3 if op == "Conv" else 0, time_s))  # fmt: skip
            node_names.append(node)
            node_indices.append(position)
            position += 1
            macs += layer_macs
        last = index == len(types) - 1
        send_s = 2e-4 * (1 + (index * 3) % 6)
        send = None if last else Send(
            (f"{node_names[-1]}_out", "skip_0")[: 1 + index % 2], 802_816 * (1 + index % 3), send_s,
            send_s if train else 0.0, 12.5e9, 5e-6, index % 2 == 0, f"link{index}",
        )  # fmt: skip
        weight = 6.4e6 * (index + 1)
        in_flight = min(len(types) - index, microbatches) if train else 1
        activation = 5.1e6 * (1 + index % 2)
        stages.append(
            PlanStage(
                index=index,
                devices=tuple(names),
                device_type=type_name,
                kind=kind,
                dtype=dtype,
                nodes=tuple(node_names),
                node_indices=tuple(node_indices),
                time_s=forward * (3 if train else 1),
                forward_s=forward,
                backward_input_s=forward * 1.1 if train else 0.0,
                backward_weight_s=forward * 0.9 if train else 0.0,
                reduce_s=2e-3 if train and count > 1 else 0.0,
                weight_bytes=weight,
                state_bytes=2 * weight if train else 0.0,
                activation_bytes=activation,
                workspace_bytes=2e6,
                in_flight=in_flight,
                memory_bytes=weight * (3 if train else 1) + in_flight * activation + 2e6,
                memory_available_bytes=memory,
                macs=macs,
                energy_j=0.02 * (index + 1),
                send=send,
                tensor_split=tuple(
                    (n, 40 if n.endswith("0") else 24, 64) for n in node_names if "/part" in n
                ),
            )
        )
    links = {}
    for a in devices:
        for b in devices:
            if a is not b:
                links[a.name, b.name] = Link(a.name, b.name, 12.5e9, 5e-6, True)
    cluster = Cluster("lab" if not hostile else f"c{HOSTILE}", tuple(devices), links, "switch")
    effective = [s.time_s / len(s.devices) for s in stages]
    bottleneck = max(effective)
    plan = Plan(
        model=ModelRef(name, f"{name}.onnx", "sha256:" + "ab" * 32, "onnx", position,
                       sum(r.macs for r in rows), sum(r.param_bytes for r in rows), {"N": 8}),
        cluster=cluster, mode=mode, objective="throughput", method="exact",
        batch=8 * microbatches, micro_batch=8, optimizer="momentum" if train else None,
        schedule=ScheduleRef(schedule or ("1f1b-as" if train else "pipeline"), microbatches),
        stages=tuple(stages),
        splits=((stages[1].nodes[-1].removesuffix("/part0"), 40, 64, 1),) if halves else (),
        predicted=Predicted(
            iteration_s=bottleneck * (microbatches + len(stages) - 1), bottleneck_s=bottleneck,
            throughput_per_s=8 / bottleneck, latency_s=sum(s.forward_s for s in stages),
            ideal_s=bottleneck / 1.07, balance=1.07, energy_j=sum(s.energy_j for s in stages),
            peak_memory_bytes={d: s.memory_bytes for s in stages for d in s.devices},
            bubble=(len(stages) - 1) / (microbatches + len(stages) - 1),
        ),
        bound=Bound("bottleneck_s", bottleneck / 1.034, 0.034, False,
                    "every assignment of contiguous stages to these devices in any order",
                    "all down-closed cuts (41,203)", None) if bound else None,
        baselines=(
            Baseline("one-device", True, bottleneck * 3.1 * microbatches, bottleneck * 3.1, 1, 1),
            Baseline("data-parallel", False, None, None, 1, 1,
                     "zcu104 holds 2 GB, the model needs 3.1 GB"),
            Baseline("equal-layers", True, bottleneck * 1.9 * microbatches, bottleneck * 1.9,
                     len(stages), microbatches),
            Baseline("pipedream-released", True, bottleneck * 1.31 * microbatches,
                     bottleneck * 1.31, max(1, len(stages) - 1), microbatches),
            Baseline("bapipe", True, bottleneck * (microbatches + len(stages) - 1), bottleneck,
                     len(stages), microbatches),
        ) if baselines else (),
        layers=tuple(rows),
        notes=("costed by bytes: NonMaxSuppression, Einsum",) + ((HOSTILE,) if hostile else ()),
    )  # fmt: skip
    periods = [stage_s(plan, s) for s in stages] + [link_s(plan, s) for s in stages]
    plan = _with_bottleneck(plan, max(periods) / bottleneck)
    bottleneck = plan.predicted.bottleneck_s
    timeline = simulated(plan)
    ranks = [name for stage in stages for name in stage.devices]
    peaks = dict(zip(ranks, timeline.peak_memory_bytes, strict=True))
    busy = sum(timeline.rank_busy_s) / (timeline.makespan_s * len(ranks))
    return replace(
        plan,
        predicted=replace(
            plan.predicted,
            iteration_s=timeline.makespan_s,
            bubble=1 - busy,
            throughput_per_s=plan.batch / timeline.makespan_s,
            peak_memory_bytes=peaks,
        ),
        stages=tuple(replace(s, memory_bytes=max(peaks[d] for d in s.devices)) for s in stages),
        baselines=tuple(
            replace(b, iteration_s=timeline.makespan_s * (b.bottleneck_s or 0) / bottleneck)
            if b.feasible
            else b
            for b in plan.baselines
        ),
    )


def _with_bottleneck(plan: Plan, factor: float) -> Plan:
    """Scale what was derived from the compute times by what links add to the bottleneck."""
    own, bound = plan.predicted, plan.bound
    return replace(
        plan,
        predicted=replace(
            own,
            bottleneck_s=own.bottleneck_s * factor,
            ideal_s=own.ideal_s,
        ),
        bound=replace(bound, lower_s=bound.lower_s * factor) if bound else None,
        baselines=tuple(
            replace(b, bottleneck_s=b.bottleneck_s * factor) if b.bottleneck_s else b
            for b in plan.baselines
        ),
    )


def build_timeline(plan: Plan) -> Timeline:
    """The simulated iteration of the plan."""
    return simulated(plan)
