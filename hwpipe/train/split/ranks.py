"""Processes of stages that are split by tensor: which rank of the schedule each one serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import onnx

from hwpipe.errors import InputError
from hwpipe.runtime.piece import Piece, tensor_specs
from hwpipe.runtime.shard.model import Shard
from hwpipe.runtime.shard.store import has_shard, load_shard, save_shard
from hwpipe.runtime.spec import StageSpec
from hwpipe.runtime.store import load_piece, save_piece
from hwpipe.schedule.model import Schedule
from hwpipe.train.options import TrainOptions

if TYPE_CHECKING:
    from hwpipe.train.routes import Routes
    from hwpipe.train.spec import TrainSpec

__all__ = ["Pieces", "load_pieces", "own_pieces", "save_pieces", "split_routes"]

#: What a rank holds, by stage.
Pieces = Mapping[int, Piece | Shard]


def own_pieces(routes: Routes, spec: TrainSpec) -> dict[int, Piece | Shard]:
    """What a rank holds."""
    return {
        stage: routes.shards[stage][spec.member] if stage in routes.shards else routes.pieces[stage]
        for stage in spec.stages
    }


def save_pieces(routes: Routes, folder: Path) -> None:
    """Write the pieces of all stages, and of all members of those that are split."""
    for piece in routes.pieces:
        if piece.index not in routes.shards:
            save_piece(piece, folder)
    for shards in routes.shards.values():
        for shard in shards:
            save_shard(shard, folder)


def load_pieces(folder: Path, spec: TrainSpec) -> dict[int, Piece | Shard]:
    """Read what `save_pieces` wrote for a rank."""
    return {
        stage: load_shard(folder, stage, spec.member)
        if has_shard(folder, stage)
        else load_piece(folder, stage)
        for stage in spec.stages
    }


def split_routes(
    model: onnx.ModelProto,
    routes: Routes,
    stages: Sequence[StageSpec],
    schedule: Schedule,
    options: TrainOptions,
) -> tuple[Routes, tuple[int, ...], tuple[str, ...]]:
    """Cut the pieces of stages that are split by tensor.

    Args:
        model: normalised, static shapes at the micro-batch.
        routes: pieces and edges.
        stages: with their `shards`.
        schedule: the action lists.
        options: what the user asks for.

    Returns:
        Routes with shards, the processes of every rank of the schedule (empty: one each), and
        notes.

    Raises:
        InputError: for splits, ties or schedules that members cannot run together.
    """
    widths = tuple(stage.members for stage in stages)
    if all(count == 1 for count in widths):
        return routes, (), ()
    check_split_schedule(schedule, widths)
    for stage in stages:
        _check_stage(stage, options)
    from hwpipe.runtime.shard.cut import shard_piece

    graph = model.graph
    specs = tensor_specs([*graph.input, *graph.value_info, *graph.output])
    shards: dict[int, tuple[Shard, ...]] = {}
    notes: list[str] = []
    for stage in stages:
        if stage.shards is None or stage.members == 1:
            continue
        shards[stage.index] = shard_piece(
            routes.pieces[stage.index],
            specs,
            stage.shards,
            training=True,
            feeds=routes.feeds[stage.index],
            tied={n for tie in routes.ties if stage.index in tie.stages for n in tie.weights},
        )
        notes += [f"stage {stage.index}, {note}" for note in shards[stage.index][0].notes]
    exchanges = tuple(
        len(shards[index][0].exchanges) if index in shards else 0 for index in range(len(stages))
    )
    members = tuple(widths[held[0]] for held in schedule.rank_stage)
    return replace(routes, shards=shards, exchanges=exchanges), members, tuple(notes)


def _check_stage(stage: StageSpec, options: TrainOptions) -> None:
    """Refuse what members do not do together."""
    if stage.shards is None or stage.members == 1:
        return
    what = limit = remedy = None
    if stage.strategy is not None:
        what, limit = "recomputes or swaps activations", "one of the two"
        remedy = "compile with --strategies none, or for devices with more memory"
    elif "fpga" in stage.shards.kinds:
        what, limit = "shares its layers with an FPGA", "gpu, tpu and cpu devices"
        remedy = "compile for a cluster without FPGAs"
    elif options.engine != "hwpipe":
        what, limit = f"runs on --engine {options.engine}", "--engine hwpipe"
        remedy = "leave --engine out"
    elif stage.replicas > 1 and (options.compress.density < 1 or options.compress.loss > 0):
        what, limit = "compresses gradients", "one unit of devices"
        remedy = "leave gradients out of --compress"
    if what is not None:
        raise InputError(f"stage {stage.index} is split by tensor and {what}",
                         where=stage.device, limit=limit, remedy=remedy)  # fmt: skip


def check_split_schedule(schedule: Schedule, members: tuple[int, ...]) -> None:
    """Check that the processes of a rank cannot wait for each other crosswise.

    They run one action list, so the exchanges of one stage come in one order on all of them. A
    rank with several stages must have the same processes for all.

    Args:
        schedule: the action lists.
        members: processes that share the layers of each stage.

    Raises:
        InputError: for token slices, update rules that read other weights, or stages of different
            widths on one rank.
    """
    if all(count == 1 for count in members):
        return
    where = f"schedule {schedule.name}"
    if schedule.slices > 1:
        raise InputError("token slices of a stage that is split by tensor", where=where,
                         limit="whole micro-batches", remedy="use 1f1b-as")  # fmt: skip
    rule = schedule.update_rule
    if rule is not None and "latest" in (rule.backward_weights, rule.backward_activations):
        raise InputError("its backwards read other weights than their forwards, and a stage is "
                         "split by tensor", where=where, remedy="use 1f1b-as")  # fmt: skip
    for held in schedule.rank_stage:
        if len({members[stage] for stage in held}) > 1:
            raise InputError(
                f"stages {', '.join(map(str, held))} of one rank are shared by "
                f"{', '.join(str(members[stage]) for stage in held)} devices", where=where,
                limit="stages of one width on a rank", remedy="use 1f1b-as",
            )  # fmt: skip
