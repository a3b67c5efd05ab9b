"""From a plan to the orders of its ranks."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, replace

import onnx

from hwpipe.compress.advice import boundary_notes
from hwpipe.errors import InputError
from hwpipe.graph import ModelSource
from hwpipe.plan.model import Plan
from hwpipe.plan.timeline import schedule_of
from hwpipe.runtime.execute import plan_boards
from hwpipe.runtime.piece import tensor_specs
from hwpipe.runtime.shard.blocks import plan_shards
from hwpipe.runtime.spec import StageSpec
from hwpipe.runtime.strategy import strategy_of
from hwpipe.schedule.model import Schedule
from hwpipe.stage.board import BoardOptions
from hwpipe.train.frozen import prepare_frozen, remarks, without_frozen
from hwpipe.train.options import TrainOptions
from hwpipe.train.program import build_program, check_network, check_optimizer
from hwpipe.train.routes import Routes, route
from hwpipe.train.spec import TrainSpec, list_spans
from hwpipe.train.special import check_strategies
from hwpipe.train.split.ranks import split_routes
from hwpipe.train.tokens.rules import token_plan
from hwpipe.train.trainable import trainable_weights

__all__ = ["Prepared", "check_plan", "drop_softmax", "orders", "plan_schedules", "stage_specs"]

#: An action list without a flush covers at most so many micro-batches.
_LONGEST_LIST = 20_000


@dataclass(frozen=True)
class Prepared:
    """Orders of all ranks, pieces and edges, stages for messages, notes."""

    specs: tuple[TrainSpec, ...]
    routes: Routes
    stages: tuple[StageSpec, ...]
    notes: tuple[str, ...]


def check_plan(plan: Plan) -> None:
    """Check that the executor can train a plan.

    Raises:
        InputError: an inference plan, memory strategies, or torch is absent.
    """
    if plan.mode != "train":
        raise InputError(f"a plan of mode {plan.mode!r} cannot be trained",
                         remedy="compile with --mode train")  # fmt: skip
    for stage in plan.stages:
        strategy_of(stage)
    if importlib.util.find_spec("torch") is None:
        raise InputError("torch is not installed", remedy="pip install 'hwpipe[run]'")


def stage_specs(
    plan: Plan, source: ModelSource, options: BoardOptions | None = None
) -> tuple[StageSpec, ...]:
    """The stages of a plan as the runtime takes them; `options` say what stands for boards."""
    boards = plan_boards(plan, options or BoardOptions())
    return tuple(
        StageSpec(
            s.index, s.node_indices, ",".join(s.devices), s.kind, s.ranks,
            shards=plan_shards(plan, s, source), strategy=strategy_of(s),
            boards=tuple(boards.get(name) for name in s.devices) if s.kind == "fpga" else (),
        )
        for s in plan.stages
    )  # fmt: skip


def plan_schedules(plan: Plan, options: TrainOptions, first: int) -> tuple[Schedule, ...]:
    """Action lists of a plan, one for each number of steps that a list covers, longest first.

    Synchronous schedules have a list a step. Asynchronous ones are not flushed between steps:
    their list covers all steps up to the next checkpoint.
    """
    one = schedule_of(plan)
    if build_program(one, ()).synchronous:
        return (one,)
    count = plan.schedule.microbatches
    longest = max(1, _LONGEST_LIST // count)
    spans = set(list_spans(first, options.steps, options.checkpoint_every, longest))
    return tuple(schedule_of(plan, count * span) for span in sorted(spans, reverse=True))


def drop_softmax(model: onnx.ModelProto, loss: object) -> tuple[onnx.ModelProto, str | None]:
    """Take the logits where the model ends in a Softmax and the loss wants logits.

    Node numbers stay as they are: the node is left in place, and its input becomes the output.

    Returns:
        The model (a copy where changed) and a note.
    """
    if loss != "cross_entropy" or not model.graph.output:
        return model, None
    name = model.graph.output[0].name
    node = next((n for n in model.graph.node if name in n.output), None)
    if node is None or node.op_type not in ("Softmax", "LogSoftmax"):
        return model, None
    if any(name in other.input for other in model.graph.node):
        return model, None
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    changed.graph.output[0].name = node.input[0]
    return changed, f"cross_entropy takes the input of the last {node.op_type}, the logits"


def orders(
    model: onnx.ModelProto,
    stages: tuple[StageSpec, ...],
    schedule: Schedule,
    options: TrainOptions,
    *,
    micro_batch: int,
    micro_batches: int,
    model_hash: str,
    others: tuple[Schedule, ...] = (),
    slices: tuple[int, ...] = (),
) -> Prepared:
    """The orders of every rank.

    Args:
        model: normalised, weights inline, static shapes at `micro_batch`.
        stages: in pipeline order; they hold every node.
        schedule: action lists of one or several steps.
        options: what the user asks for.
        micro_batch: samples.
        micro_batches: of a step.
        model_hash: stands in checkpoints.
        others: see `TrainSpec`.
        slices: tokens of each slice, where the schedule has several; empty: equal ones.

    Raises:
        InputError: for a model, stages or a schedule that do not fit each other.
    """
    options.check()
    check_network(schedule)
    model, note = drop_softmax(model, options.loss)
    stages, frozen = prepare_frozen(model, stages)
    trained = trainable_weights(model, options.freeze, options.train)
    trained = without_frozen(trained, model, stages, frozen)
    routes = route(model, [stage.node_indices for stage in stages], trained)
    if schedule.stages != len(stages):
        raise InputError(
            f"{len(stages)} stages", where=f"schedule {schedule.name}",
            limit=f"{schedule.stages} stages", remedy="cut the model into as many",
        )  # fmt: skip
    build_program(schedule, routes.edges, routes.ties)
    check_optimizer(schedule, options.optimizer)
    check_strategies(stages, schedule)
    routes = replace(routes, slices=schedule.slices)
    sliced = None
    if schedule.slices > 1:
        sliced = token_plan(model, schedule, slices)
    routes, members, notes = split_routes(model, routes, stages, schedule, options)
    learning = [piece.index for piece in routes.pieces if piece.weights]
    notes = (*notes, *remarks(stages, frozen, learning))
    initialisers = {tensor.name for tensor in model.graph.initializer}
    read = {name for feed in routes.feeds for name in feed}
    inputs = tuple(
        spec
        for spec in tensor_specs(
            v for v in model.graph.input if v.name not in initialisers
        ).values()
        if spec.name in read
    )
    spec = TrainSpec(
        rank=0, world=sum(members) or len(schedule.ranks), members=members,
        exchanges=routes.exchanges, schedule=schedule, others=others,
        micro_batches=micro_batches, micro_batch=micro_batch, edges=routes.edges,
        feeds=routes.feeds, ties=routes.ties, inputs=inputs, options=options, tokens=sliced,
        devices=tuple(stage.kind for stage in stages), model_hash=model_hash,
        strategies=tuple(stage.strategy for stage in stages), frozen=frozen,
    )  # fmt: skip
    specs = tuple(replace(spec, rank=rank) for rank in range(spec.world))
    crossing = [name for edge in routes.edges for name in edge.tensors]
    advice = boundary_notes(model, crossing, options.compress.keep)
    return Prepared(specs, routes, stages, (*((note,) if note else ()), *notes, *advice))
