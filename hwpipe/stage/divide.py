"""`divide`: which nodes of a stage the kernel runs, and in which order with the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hwpipe.accel.lowering import outline
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.lower.model import Layer, Program
from hwpipe.lower.trace import Trace
from hwpipe.stage.image import at_batch, samples_a_start
from hwpipe.stage.model import Part, PartKind, StageProgram

__all__ = ["divide"]

#: Axes of a tensor that the kernel's layout has: batch, channels, rows, columns.
_MOST_AXES = 4


def divide(trace: Trace, nodes: Sequence[int], config: ConvConfig) -> StageProgram:
    """Divide the nodes of a stage into parts for the board and parts for the host.

    Whatever integer layers hold and the kernel with this configuration can run is for the
    board; a layer beyond it runs as an integer layer on the host, any other node as the ONNX
    operator that it is. Results are the same bits wherever an integer layer runs.

    Args:
        trace: of the whole model.
        nodes: of the stage, as positions in the graph.
        config: of the board's kernel.
    """
    stage = frozenset(nodes)
    kinds: dict[int, PartKind] = {}
    why: dict[int, str] = {}
    for i in sorted(stage):
        if _constant(trace, i):
            continue
        group = trace.groups[i]
        reason = next((trace.reasons[j] for j in sorted(group) if j in trace.reasons), None)
        if reason is None and not group <= stage:
            reason = "the plan cuts through its quantisation"
        kinds[i] = "kernel" if reason is None else "host"
        if reason is not None:
            why[i] = reason
    tried: dict[frozenset[int], tuple[tuple[Layer, str], ...]] = {}
    while True:
        parts = list(_parts(trace, kinds))
        changed = False
        for kind, members in parts:
            if kind == "host":
                continue
            program = trace.program(members)
            if program is None:  # only views of codes: nothing to compute
                kinds.update(dict.fromkeys(members, "host"))
                changed = True
            elif kind == "kernel":
                if members not in tried:
                    tried[members] = _beyond(at_batch(program, 1), config)
                for layer, reason in tried[members]:
                    for i in _whole(trace, trace.layer_nodes(layer), members):
                        kinds[i], why[i] = "integer", reason
                    changed = True
        if not changed:
            break
    samples = []
    for kind, members in parts:
        program = trace.program(members) if kind == "kernel" else None
        if program is not None:
            micro_batch = program.tensors[program.inputs[0].tensor].shape[0]
            samples.append(samples_a_start(program, micro_batch, config.pi))
    return StageProgram(
        tuple(_part(trace, kind, members, why) for kind, members in parts), config, tuple(samples)
    )


def _constant(trace: Trace, i: int) -> bool:
    """Whether a node computes constants alone, which every part has for itself."""
    node = trace.nodes[i]
    return i not in trace.reasons and not any(name in trace.values for name in node.output)


def _whole(trace: Trace, nodes: Iterable[int], members: frozenset[int]) -> Iterator[int]:
    """The nodes with all that are one operation with them."""
    for i in nodes:
        yield from trace.groups[i] & members


def _parts(trace: Trace, kinds: dict[int, PartKind]) -> Iterator[tuple[PartKind, frozenset[int]]]:
    """Nodes of one kind together, as few parts as the order of data allows, in that order."""
    level: dict[int, int] = {}
    maker: dict[str, int] = {}
    for i in sorted(kinds):
        before = [maker[name] for name in trace.nodes[i].input if name in maker]
        level[i] = max((level[j] + (kinds[j] != kinds[i]) for j in before), default=0)
        maker.update((name, i) for name in trace.nodes[i].output if name)
    # An operation runs where and when its last node does.
    for group in {trace.groups[i] for i in kinds}:
        own = [i for i in group if i in kinds]
        latest = max(level[i] for i in own)
        level.update(dict.fromkeys(own, latest))
    order: dict[tuple[int, PartKind], set[int]] = {}
    for i, depth in level.items():
        order.setdefault((depth, kinds[i]), set()).add(i)
    for depth, kind in sorted(order):
        yield kind, frozenset(order[depth, kind])


def _beyond(program: Program, config: ConvConfig) -> tuple[tuple[Layer, str], ...]:
    """Layers that the kernel cannot run, and why."""
    found: list[tuple[Layer, str]] = []
    for layer in program.layers:
        shapes = [program.tensors[name].shape for name in (*layer.inputs, layer.output)]
        if max(map(len, shapes)) > _MOST_AXES:
            found.append((layer, f"a tensor has {max(map(len, shapes))} axes; at most 4"))
        elif layer.kind == "transpose":
            found.append((layer, "it is no channel shuffle"))
        elif config.shift and getattr(layer, "needs_unpacked", False):
            found.append((layer, "a weight is -128, and the kernel multiplies pairs of -127..127"))
    if found:
        return tuple(found)
    try:
        steps = outline(program, config).steps
    except InputError as error:
        return tuple((layer, str(error)) for layer in program.layers)
    return tuple((program.layers[s.layer], s.host) for s in steps if s.host is not None)


def _part(trace: Trace, kind: PartKind, nodes: frozenset[int], why: dict[int, str]) -> Part:
    inputs, outputs = trace.boundary(nodes)
    program = None if kind == "host" else trace.program(nodes)
    return Part(
        kind, tuple(sorted(nodes)), inputs, outputs,
        None if program is None else at_batch(program, 1),
        tuple(
            (trace.nodes[i].name or trace.nodes[i].output[0], trace.nodes[i].op_type, why[i])
            for i in sorted(nodes) if i in why
        ),
    )  # fmt: skip
