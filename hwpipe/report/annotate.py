"""Write a plan into its ONNX model, so that viewers such as Netron show stage and device."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hwpipe.errors import InputError
from hwpipe.plan.model import LayerRow, Plan
from hwpipe.units import format_seconds

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

__all__ = ["annotate_onnx"]

#: `NodeProto.metadata_props` came with this IR version (onnx 1.16); see onnx.proto.
_NODE_METADATA_IR = 10
_PREFIX = "hwpipe."


def annotate_onnx(plan: Plan, model: ModelProto) -> ModelProto:
    """A copy of `model` whose nodes say where the plan puts them and what they cost there.

    Nodes get the keys `hwpipe.stage`, `hwpipe.device`, `hwpipe.time` (per micro-batch) and,
    where an intra-layer split divides them, `hwpipe.split`, as `metadata_props` from IR
    version 10 on, else as a line of `doc_string`. The model gets `hwpipe.plan.*`. A node that
    the plan does not know (a folded constant) stays as it is. Earlier annotations of hwpipe
    are replaced.

    Raises:
        InputError: if no node of the model is in the plan: it was made for another model.
    """
    from onnx import ModelProto

    copy = ModelProto()
    copy.CopyFrom(model)
    rows = {row.name: row for row in plan.layers}
    splits = {name: (part, total, stage) for name, part, total, stage in plan.splits}
    found = 0
    for node, name in zip(copy.graph.node, _names(copy.graph.node), strict=True):
        properties = _properties(plan, _find(name, rows, splits), splits)
        if not properties:
            continue
        found += 1
        if copy.ir_version >= _NODE_METADATA_IR:
            _clear(node)
            for key, value in properties.items():
                entry = node.metadata_props.add()
                entry.key, entry.value = _PREFIX + key, value
        else:
            kept = [line for line in node.doc_string.splitlines() if not line.startswith("hwpipe:")]
            words = ", ".join(f"{key} {value}" for key, value in properties.items())
            node.doc_string = "\n".join([*kept, f"hwpipe: {words}"])
    if not found and plan.layers:
        raise InputError(
            f"no node of the model is in the plan, which was made for {plan.model.name}",
            where="annotate",
            remedy=f"give the model of the plan ({plan.model.source})",
        )
    _annotate_model(plan, copy)
    return copy


def _names(nodes: Iterable[NodeProto]) -> list[str]:
    """Names as the importer gives them: the node's, else its first output's, repeats numbered."""
    seen: dict[str, int] = {}
    names = []
    for node in nodes:
        base = node.name or next((output for output in node.output if output), "")
        seen[base] = seen.get(base, 0) + 1
        names.append(base if seen[base] == 1 else f"{base}#{seen[base]}")
    return names


def _find(
    name: str, rows: dict[str, LayerRow], splits: dict[str, tuple[int, int, int]]
) -> list[LayerRow]:
    """The rows of a node: one, or the two halves of a split one."""
    if name in splits:
        return [rows[half] for half in (f"{name}/part0", f"{name}/part1") if half in rows]
    return [rows[name]] if name in rows else []


def _properties(
    plan: Plan, rows: list[LayerRow], splits: dict[str, tuple[int, int, int]]
) -> dict[str, str]:
    stages = [plan.stages[row.stage] for row in rows if 0 <= row.stage < len(plan.stages)]
    if not stages:
        return {}
    properties = {
        "stage": ", ".join(str(stage.index) for stage in stages),
        "device": ", ".join(f"{', '.join(s.devices)} ({s.device_type})" for s in stages),
        "time": ", ".join(format_seconds(row.time_s) for row in rows),
    }
    split = splits.get(rows[0].name.removesuffix("/part0"))
    if split is not None:
        part, total, stage = split
        properties["split"] = (
            f"{part} of {total} channels in stage {stage}, the rest in {stage + 1}"
        )
    return properties


def _clear(holder: NodeProto | ModelProto) -> None:
    kept = [(p.key, p.value) for p in holder.metadata_props if not p.key.startswith(_PREFIX)]
    del holder.metadata_props[:]
    for key, value in kept:
        entry = holder.metadata_props.add()
        entry.key, entry.value = key, value


def _annotate_model(plan: Plan, model: ModelProto) -> None:
    _clear(model)
    own = plan.predicted
    entries = {
        "plan.cluster": plan.cluster.name,
        "plan.schedule": f"{plan.schedule.name}, {plan.schedule.microbatches} micro-batches of "
        f"{plan.micro_batch}",
        "plan.stages": str(len(plan.stages)),
        "plan.iteration": format_seconds(own.iteration_s),
        "plan.bottleneck": format_seconds(own.bottleneck_s),
    }
    for stage in plan.stages:
        entries[f"plan.stage.{stage.index}"] = (
            f"{', '.join(stage.devices)} ({stage.device_type}), {len(stage.nodes)} nodes, "
            f"{format_seconds(stage.time_s)}"
        )
    for key, value in entries.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = _PREFIX + key, value
