"""Blockwise distillation on real processes (Pipe-BD, arXiv 2301.12443): schedule, stages, orders.

Rank group i runs teacher blocks and trains the student's blocks beside them. The teacher's
activations go from group to group; each student block turns the teacher's activation before it
into the one behind it, and learns from the difference alone. So no gradient ever crosses ranks, and
every group updates as soon as its own gradients are there.

Stages 0 to p - 1 are the teacher's, p to 2 p - 1 the student's, as in the schedule `pipe-bd`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import onnx

from hwpipe.distill.blocks import BlockPair
from hwpipe.errors import InputError
from hwpipe.runtime.piece import Array, OpNode, Piece, split_model, tensor_specs
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule.generators.build import assemble
from hwpipe.schedule.model import Action, Schedule
from hwpipe.schedule.rules import UpdateRule
from hwpipe.train.options import TrainOptions
from hwpipe.train.prepare import Prepared
from hwpipe.train.program import build_program
from hwpipe.train.routes import Edge, Routes
from hwpipe.train.spec import TrainSpec
from hwpipe.train.trainable import trainable_weights

__all__ = ["Group", "relay_orders", "relay_routes", "relay_schedule"]

#: Prefixes that keep the names of the two models apart.
_TEACHER, _STUDENT = "teacher/", "student/"


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks `start` to `stop` - 1 on equal devices of a kind, by name."""

    start: int
    stop: int
    devices: tuple[str, ...]
    kind: str


def relay_schedule(replicas: Sequence[int], batches: int, parts: int = 1) -> Schedule:
    """The action lists of `pipe-bd` with replicas.

    A batch is cut into `parts` micro-batches, which the r replicas of a group share out in equal
    runs; an update takes them all.

    Args:
        replicas: of each group, divisors of `parts`.
        batches: of the list, an update each.
        parts: micro-batches of a batch.
    """
    p = len(replicas)
    ranks: list[list[Action]] = []
    for i, r in enumerate(replicas):
        student, share = p + i, parts // r
        for replica in range(r):
            actions: list[Action] = []
            for t in range(batches):
                own = range(t * parts + replica * share, t * parts + (replica + 1) * share)
                if share > 1:  # relayed before anything is learned from them
                    actions += (Action("F", i, k) for k in own)
                for k in own:
                    if share == 1:
                        actions.append(Action("F", i, k))
                    actions.append(Action("F", student, k, version=t))
                    actions.append(Action("BW", student, k, version=t))
                if r > 1:
                    actions.append(Action("REDUCE", student, t, version=t + 1))
                actions.append(Action("UPDATE", student, t, version=t + 1))
            ranks.append(actions)
    held = [(i, p + i) for i, r in enumerate(replicas) for _ in range(r)]
    relay = tuple((i, i + 1) for i in range(p - 1))
    return assemble(
        "pipe-bd", stages=2 * p, microbatches=batches * parts, ranks=ranks, rank_stage=held,
        edges=relay + tuple((i, p + i) for i in range(p)), frozen=tuple(range(p)),
        update_rule=UpdateRule(delay=(0,) * (2 * p), microbatches_per_update=parts),
    )  # fmt: skip


def relay_routes(
    teacher: onnx.ModelProto,
    student: onnx.ModelProto,
    blocks: Sequence[BlockPair],
    groups: Sequence[Group],
    options: TrainOptions,
) -> Routes:
    """Pieces of both models and the edges between them.

    Args:
        teacher: normalised, weights inline, static shapes at the micro-batch.
        student: the same.
        blocks: front to back.
        groups: which of them stand together, front to back.
        options: which of the student's weights are learned.

    Raises:
        InputError: models whose inputs do not correspond, or a weight in several of the
            student's groups.
    """
    entry = _inputs(teacher, student)
    trained = trainable_weights(student, options.freeze, options.train)
    ends = [block.boundary[0] for block in blocks]
    p = len(groups)
    pieces: list[Piece] = []
    edges: list[Edge] = []
    feeds: list[tuple[str, ...]] = []
    cuts = [range(blocks[g.start].teacher[0], blocks[g.stop - 1].teacher[1]) for g in groups]
    for i, (piece, group) in enumerate(zip(split_model(teacher, cuts), groups, strict=True)):
        named = _renamed(piece, _TEACHER, set(entry.values()))
        read = tuple(entry.values()) if i == 0 else (_TEACHER + ends[group.start - 1],)
        made = tuple(_TEACHER + name for name in ends[group.start : group.stop])
        pieces.append(
            replace(named, inputs=read, outputs=(*read, *made), weights=frozenset(), index=i)
        )
        feeds.append(read if i == 0 else ())
        if i + 1 < p:
            edges.append(Edge(i, i + 1, made[-1:]))
        edges.append(Edge(i, p + i, (*read, *made)))
    learned: set[str] = set()
    for i, group in enumerate(groups):
        own = _student_piece(student, blocks, group, entry)
        weights = own.weights & trained
        if weights & learned:
            raise InputError(
                f"weight {min(weights & learned)!r} of the student is in blocks of several groups",
                limit="blocks that learn by themselves", remedy="give the blocks weights of "
                "their own, or --freeze it",
            )  # fmt: skip
        if not weights:
            raise InputError(
                f"blocks {group.start} to {group.stop - 1} of the student have no weight to learn",
                remedy="use fewer blocks, or name weights with --train PATTERN",
            )  # fmt: skip
        learned |= weights
        pieces.append(replace(own, weights=weights, index=p + i))
        feeds.append(())
    return Routes(tuple(pieces), tuple(sorted(edges, key=lambda e: (e.dst, e.src))), tuple(feeds),
                  ends=tuple(range(p, 2 * p)))  # fmt: skip


def _inputs(teacher: onnx.ModelProto, student: onnx.ModelProto) -> dict[str, str]:
    """The teacher's graph input for each of the student's: by name, or the only one of both."""

    def read(model: onnx.ModelProto) -> dict[str, tuple[tuple[int | None, ...], str]]:
        initial = {tensor.name for tensor in model.graph.initializer}
        specs = tensor_specs(v for v in model.graph.input if v.name not in initial)
        return {name: (spec.shape, spec.dtype) for name, spec in specs.items()}

    ours, theirs = read(student), read(teacher)
    if len(ours) == len(theirs) == 1:
        pairs = dict(zip(ours, theirs, strict=True))
    else:
        pairs = {name: name for name in ours}
    for mine, other in pairs.items():
        if theirs.get(other) != ours[mine]:
            known = ", ".join(f"{name} {shape} {kind}" for name, (shape, kind) in theirs.items())
            raise InputError(f"the student's input {mine!r} is {ours[mine][0]} {ours[mine][1]}",
                             limit=f"the teacher's: {known}")  # fmt: skip
    return pairs


def _renamed(
    piece: Piece, prefix: str, plain: Collection[str], new: Mapping[str, str] | None = None
) -> Piece:
    """A piece whose activations carry a prefix, but for graph inputs and those with a new name."""
    new = new or {}

    def named(name: str) -> str:
        if not name or name in piece.constants or name in plain:
            return name
        return new.get(name, prefix + name)

    nodes = tuple(
        replace(
            node, inputs=tuple(map(named, node.inputs)), outputs=tuple(map(named, node.outputs))
        )
        for node in piece.nodes
    )
    return replace(
        piece, nodes=nodes, inputs=tuple(map(named, piece.inputs)),
        outputs=tuple(map(named, piece.outputs)),
    )  # fmt: skip


def _student_piece(
    student: onnx.ModelProto, blocks: Sequence[BlockPair], group: Group, entry: dict[str, str]
) -> Piece:
    """The student's blocks of a group side by side: each reads what the teacher's block reads.

    Its outputs are what every block makes, then what each of them is to make.
    """
    cuts = [range(*block.student) for block in blocks]
    whole = split_model(student, cuts)
    nodes: list[OpNode] = []
    constants: dict[str, Array] = {}
    weights: frozenset[str] = frozenset()
    inputs: list[str] = []
    made: list[str] = []
    for b in range(group.start, group.stop):
        if b == 0:
            new = dict(entry)
            read = list(entry.values())
        else:
            new = {blocks[b - 1].boundary[1]: _TEACHER + blocks[b - 1].boundary[0]}
            read = list(new.values())
        piece = _renamed(whole[b], f"{_STUDENT}{b}/", set(), new)
        nodes += piece.nodes
        constants.update(piece.constants)
        weights |= piece.weights
        inputs += [name for name in read if name not in inputs]
        made.append(f"{_STUDENT}{b}/{blocks[b].boundary[1]}")
    goals = [_TEACHER + block.boundary[0] for block in blocks[group.start : group.stop]]
    inputs += [name for name in goals if name not in inputs]
    return Piece(group.start, tuple(nodes), constants, weights, tuple(inputs), (*made, *goals))


def relay_orders(
    teacher: onnx.ModelProto,
    student: onnx.ModelProto,
    blocks: Sequence[BlockPair],
    groups: Sequence[Group],
    options: TrainOptions,
    *,
    micro_batch: int,
    model_hash: str,
    spans: Sequence[int],
) -> Prepared:
    """The orders of every rank of a distillation.

    Args:
        teacher: as `relay_routes`, as is what follows.
        student: that learns.
        blocks: of both.
        groups: of blocks.
        options: what the user asks for.
        micro_batch: samples of a part of a batch.
        model_hash: stands in checkpoints.
        spans: steps that lists are to cover.

    Raises:
        InputError: as `relay_routes`.
    """
    routes = relay_routes(teacher, student, blocks, groups, options)
    replicas = [len(group.devices) for group in groups]
    parts = math.lcm(*replicas)
    schedule, *others = [
        relay_schedule(replicas, span, parts) for span in sorted(set(spans), reverse=True)
    ]
    build_program(schedule, routes.edges)
    initial = {tensor.name for tensor in teacher.graph.initializer}
    inputs = tensor_specs(v for v in teacher.graph.input if v.name not in initial)
    stages = tuple(
        StageSpec(s, tuple(node.index for node in routes.pieces[s].nodes),
                  ",".join(group.devices), group.kind, len(group.devices))
        for s, group in enumerate((*groups, *groups))
    )  # fmt: skip
    spec = TrainSpec(
        rank=0, world=len(schedule.ranks), schedule=schedule, others=tuple(others),
        micro_batches=parts, micro_batch=micro_batch, edges=routes.edges, feeds=routes.feeds,
        inputs=tuple(inputs[name] for name in routes.feeds[0]), options=options,
        devices=tuple(stage.kind for stage in stages), model_hash=model_hash,
        blocks=tuple((group.start, group.stop) for group in groups),
    )  # fmt: skip
    specs = tuple(replace(spec, rank=rank) for rank in range(spec.world))
    return Prepared(specs, routes, stages, ())
