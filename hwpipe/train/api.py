"""`train`: a plan, data, a loss and an optimizer in; trained weights, losses and timings out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import onnx

from hwpipe.errors import InputError
from hwpipe.graph import ModelSource
from hwpipe.plan.locate import locate_model, splits_of
from hwpipe.plan.model import Plan
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule.model import Schedule
from hwpipe.train.launch import launch
from hwpipe.train.options import OptimizerSpec, TrainOptions, parse_optimizer
from hwpipe.train.prepare import Prepared, check_plan, orders, plan_schedules, stage_specs
from hwpipe.train.restart import Say, Start, with_restarts
from hwpipe.train.result import TrainResult, iteration_seconds, stage_seconds
from hwpipe.train.supervise import StepDone
from hwpipe.train.timeline import simulated_seconds

__all__ = ["begun_at", "run_orders", "train", "train_plan", "train_stages"]


def train(
    plan: Plan,
    data: str | Callable[..., Any],
    *,
    loss: str | Callable[..., Any] = "cross_entropy",
    optimizer: str | OptimizerSpec = "sgd:lr=0.1",
    steps: int = 1,
    source: ModelSource | None = None,
    progress: StepDone | None = None,
    in_process: bool = False,
    say: Say | None = None,
    **options: Any,
) -> TrainResult:
    """Train a plan on this machine, a process for each of its devices.

    Args:
        plan: of mode `train`.
        data: see `TrainOptions.data`.
        loss: `cross_entropy`, `mse`, or a function of (outputs, target).
        optimizer: as on the command line, `adamw:lr=1e-3`.
        steps: to take in all.
        source: the open model; None opens the plan's own reference.
        progress: called with (step, loss).
        in_process: threads of this process instead of processes, for debugging.
        say: told of every restart, as a line.
        **options: others of `TrainOptions`.

    Raises:
        InputError: if plan, model, data or options do not fit.
        WorkError: if a rank fails, dies or hangs; no process is left behind.
    """
    spec = parse_optimizer(optimizer) if isinstance(optimizer, str) else optimizer
    chosen = TrainOptions(data=data, loss=loss, optimizer=spec, steps=steps, **options)
    result = train_plan(plan, chosen, source=source, progress=progress, in_process=in_process,
                        say=say)  # fmt: skip
    assert result is not None, "every rank above 0 belongs to torchrun"
    return result


def train_plan(
    plan: Plan,
    options: TrainOptions,
    *,
    source: ModelSource | None = None,
    progress: StepDone | None = None,
    in_process: bool = False,
    say: Say | None = None,
) -> TrainResult | None:
    """As `train`; None on the ranks above 0 of torchrun."""
    check_plan(plan)
    options.check()
    opened = source or locate_model(plan)
    model = opened.materialise(plan.micro_batch, splits_of(plan))
    model_hash = opened.model_hash

    def attempt(start: Start) -> TrainResult | None:
        schedule, *others = plan_schedules(plan, options, start.step)
        prepared = orders(
            model, stage_specs(plan, opened, options.boards), schedule, options,
            micro_batch=plan.micro_batch, micro_batches=plan.schedule.microbatches,
            model_hash=model_hash, others=tuple(others), slices=plan.schedule.slices,
        )  # fmt: skip
        return run_orders(begun_at(start, prepared), progress, in_process)

    result = with_restarts(options, model_hash, attempt, say)
    return result and replace(result, predicted_s=plan.predicted.iteration_s)


def train_stages(
    model: onnx.ModelProto,
    stages: tuple[StageSpec, ...],
    schedule: Schedule,
    options: TrainOptions,
    *,
    micro_batch: int,
    micro_batches: int | None = None,
    progress: StepDone | None = None,
    in_process: bool = False,
    say: Say | None = None,
    slices: tuple[int, ...] = (),
) -> TrainResult:
    """Train a model by action lists of one's own, without a plan.

    Args:
        model: normalised, weights inline, static shapes at `micro_batch`.
        stages: in pipeline order; they hold every node.
        schedule: any training schedule of `hwpipe.schedule`; one of an asynchronous kind may
            cover several steps.
        options: what to train with; checkpoints are named by step.
        micro_batch: samples.
        micro_batches: of a step; the schedule's where None.
        progress: as in `train`.
        in_process: as in `train`.
        say: as in `train`.
        slices: tokens of each slice of a schedule with token slices; empty: equal ones.

    Raises:
        InputError, WorkError: as `train`.
    """
    count = micro_batches or schedule.microbatches
    if schedule.microbatches % count or options.steps % (schedule.microbatches // count):
        raise InputError(
            f"{options.steps} steps of {count} micro-batches", where=f"schedule {schedule.name}",
            limit=f"a multiple of its {schedule.microbatches} micro-batches",
        )  # fmt: skip
    prepared = orders(model, stages, schedule, options, micro_batch=micro_batch,
                      micro_batches=count, model_hash="sha256:own", slices=slices)  # fmt: skip
    result = with_restarts(
        options, "sha256:own",
        lambda start: run_orders(begun_at(start, prepared), progress, in_process), say,
    )  # fmt: skip
    assert result is not None, "every rank above 0 belongs to torchrun"
    return result


def begun_at(start: Start, prepared: Prepared) -> Prepared:
    """The orders of ranks that begin at a start."""
    specs = (replace(s, first_step=start.step, resume_from=start.path) for s in prepared.specs)
    return replace(prepared, specs=tuple(specs))


def run_orders(
    prepared: Prepared, progress: StepDone | None, in_process: bool
) -> TrainResult | None:
    """Run ranks to their end; None on the ranks above 0 of torchrun."""
    outcome = launch(prepared.specs, prepared.routes, prepared.stages, done=progress,
                     in_process=in_process)  # fmt: skip
    if outcome is None:
        return None
    runs, final = outcome
    count = len(prepared.stages)
    first = prepared.specs[0]
    stages = stage_seconds(runs, count)
    whole = simulated_seconds(first.schedule, stages)
    span = first.schedule.microbatches // first.micro_batches
    return TrainResult(
        losses=final.losses,
        weights=final.weights,
        first_step=first.first_step,
        iteration_s=iteration_seconds(runs),
        predicted_s=None,
        stages=stages,
        weight_versions=tuple(
            max(run.versions.get(stage, 0) for run in runs) for stage in range(count)
        ),
        runs=tuple(runs),
        simulated_s=None if whole is None else whole / span,
        notes=prepared.notes,
    )
