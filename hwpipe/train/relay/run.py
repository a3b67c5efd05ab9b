"""`train_distillation`: a distillation plan and data in, a trained student out."""

from __future__ import annotations

import hashlib
import importlib.util
import math
from dataclasses import replace
from pathlib import Path

from hwpipe.distill.blocks import match_blocks
from hwpipe.distill.timeline import StageSeconds, run_stages
from hwpipe.errors import InputError
from hwpipe.graph import ModelSource, open_model
from hwpipe.plan.distill_model import DistillPlanFile
from hwpipe.plan.model import ModelRef
from hwpipe.train.api import begun_at, run_orders
from hwpipe.train.options import TrainOptions
from hwpipe.train.relay.orders import Group, relay_orders
from hwpipe.train.restart import Say, Start, with_restarts
from hwpipe.train.result import TrainResult
from hwpipe.train.spec import list_spans
from hwpipe.train.supervise import StepDone

__all__ = ["block_losses", "locate_models", "train_distillation"]

#: Batches of an action list: at most so many activations wait for a slower group.
_LONGEST_LIST = 8
#: Batches after which any pipeline is full.
_MANY = 32


def train_distillation(
    plan: DistillPlanFile,
    options: TrainOptions,
    sources: tuple[ModelSource, ModelSource] | None = None,
    *,
    progress: StepDone | None = None,
    in_process: bool = False,
    say: Say | None = None,
) -> TrainResult | None:
    """Distil block by block, a process for each device of the plan.

    Every batch is one step: each group of blocks updates as soon as its own gradients are there.
    The loss of a step is the mean of its blocks' losses.

    Args:
        plan: of `hwpipe compile --distill`.
        options: the loss compares what a student's block makes with what the teacher's makes;
            targets of the data function are not read.
        sources: teacher and student; None opens the plan's own references.
        progress: called with (step, loss).
        in_process: threads of this process instead of processes, for debugging.
        say: told of every restart.

    Returns:
        The student's weights in `weights`; None on the ranks above 0 of torchrun.

    Raises:
        InputError: if plan, models, data or options do not fit.
        WorkError: if a rank fails, dies or hangs; no process is left behind.
    """
    options.check()
    if options.loss == "cross_entropy":
        raise InputError("--loss cross_entropy of a distillation", limit="mse, or FILE.py:FUNCTION "
                         "of (what a block makes, what it is to make)")  # fmt: skip
    if options.engine != "hwpipe":
        raise InputError(f"--engine {options.engine} of a distillation", limit="hwpipe",
                         remedy="leave --engine out")  # fmt: skip
    _check(plan)
    teacher, student = sources or locate_models(plan)
    parts = math.lcm(*(len(stage.devices) for stage in plan.stages))
    if plan.batch % parts:
        raise InputError(
            f"batches of {plan.batch} samples for groups of "
            f"{', '.join(str(len(stage.devices)) for stage in plan.stages)} devices",
            limit=f"multiples of {parts}", remedy="compile with another --batch",
        )  # fmt: skip
    rows = plan.batch // parts
    pairs = match_blocks(teacher.graph(rows), student.graph(rows),
                         [block.boundary for block in plan.blocks[:-1]])  # fmt: skip
    kinds = {device.name: device.kind for device in plan.cluster.devices}
    groups = [Group(stage.start, stage.stop, stage.devices, kinds[stage.devices[0]])
              for stage in plan.stages]  # fmt: skip
    models = teacher.materialise(rows), student.materialise(rows)
    both = f"{teacher.model_hash} {student.model_hash}"
    model_hash = "sha256:" + hashlib.sha256(both.encode()).hexdigest()

    def attempt(start: Start) -> TrainResult | None:
        spans = list_spans(start.step, options.steps, options.checkpoint_every, _LONGEST_LIST)
        prepared = relay_orders(*models, pairs, groups, options, micro_batch=rows,
                                model_hash=model_hash, spans=spans)  # fmt: skip
        return run_orders(begun_at(start, prepared), progress, in_process)

    result = with_restarts(options, model_hash, attempt, say)
    return result and replace(
        result, predicted_s=plan.period_s, simulated_s=_simulated(plan, result)
    )


def block_losses(plan: DistillPlanFile, result: TrainResult) -> list[float]:
    """Loss of every block in the last step, front to back; empty where no step was taken."""
    count = len(plan.blocks)
    parts = math.lcm(*(len(stage.devices) for stage in plan.stages))
    found: dict[int, list[float]] = {}
    for run in result.runs:
        for number, value in run.losses.items():
            k, block = divmod(number, count)
            if k // parts == len(result.losses) - 1:
                found.setdefault(block, []).append(value)
    return [sum(found[b]) / len(found[b]) for b in sorted(found)]


def _simulated(plan: DistillPlanFile, result: TrainResult) -> float | None:
    """Seconds a batch on the groups' measured times, transfers free; None without measurements."""
    parts = math.lcm(*(len(stage.devices) for stage in plan.stages))
    count, groups = len(plan.stages), []
    for stage, teacher, student in zip(
        plan.stages, result.stages[:count], result.stages[count:], strict=False
    ):
        share = parts // len(stage.devices)
        learning = share * (student.forward_s + student.backward_s) + student.update_s
        groups.append(StageSeconds(share * teacher.forward_s, learning, 0.0, 0.0))
    if not groups or not all(group.teacher_s and group.student_s for group in groups):
        return None
    ends = [max(event.end_s for event in run_stages(groups, batches, overlap=True))
            for batches in (_MANY, 2 * _MANY)]  # fmt: skip
    return (ends[1] - ends[0]) / _MANY


def _check(plan: DistillPlanFile) -> None:
    kinds = {device.name: device.kind for device in plan.cluster.devices}
    for stage in plan.stages:
        odd = [name for name in stage.devices if kinds[name] == "fpga"]
        if odd:
            raise InputError(
                f"blocks {stage.start} to {stage.stop - 1} stand on an FPGA, which has no training",
                where=odd[0], limit="gpu, tpu and cpu devices",
                remedy="compile for a cluster without FPGAs",
            )  # fmt: skip
    if importlib.util.find_spec("torch") is None:
        raise InputError("torch is not installed", remedy="pip install 'hwpipe[run]'")


def locate_models(
    plan: DistillPlanFile, beside: Path | None = None, student: Path | None = None
) -> tuple[ModelSource, ModelSource]:
    """Open teacher and student, and compare their hashes.

    Args:
        plan: the plan.
        beside: the plan file; relative paths are tried from its folder too.
        student: where the student is now.

    Raises:
        InputError: if a model is not found, or is not the one the plan was made for.
    """
    return _located(plan.teacher, beside, None), _located(plan.student, beside, student)


def _located(reference: ModelRef, beside: Path | None, moved: Path | None) -> ModelSource:
    where = str(moved or reference.source)
    if moved is None and beside is not None and not Path(where).exists():
        sibling = beside.parent / where
        where = str(sibling) if sibling.exists() else where
    source = open_model(where, dims=reference.dims)
    if source.model_hash != reference.hash:
        raise InputError(
            f"model {where} has hash {source.model_hash[:19]}..., the plan was made for "
            f"{reference.hash[:19]}...",
            where=str(beside) if beside else None, remedy="compile the distillation again",
        )  # fmt: skip
    return source
