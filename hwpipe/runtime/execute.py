"""`run_plan`: execute an inference plan on this machine, one process a stage."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError
from hwpipe.graph import ModelSource
from hwpipe.plan.locate import locate_model, splits_of
from hwpipe.plan.model import Plan
from hwpipe.plan.timeline import schedule_of
from hwpipe.runtime.check import CheckResult, check_against_onnxruntime
from hwpipe.runtime.network import in_torchrun
from hwpipe.runtime.run import run_pipeline
from hwpipe.runtime.shard.blocks import plan_shards
from hwpipe.runtime.spec import RunResult, StageSpec
from hwpipe.stage.board import BoardOptions, BoardSpec

__all__ = ["PlanRun", "execute_plan", "plan_boards", "random_inputs", "run_plan"]

Array = npt.NDArray[Any]

#: A model with one of these holds int8 layers.
QUANTISED_OPS = frozenset({"QLinearConv", "QLinearMatMul", "QGemm", "QLinearAdd", "QuantizeLinear"})


@dataclass(frozen=True)
class PlanRun:
    """What `run_plan` returns.

    Attributes:
        outputs: the model's outputs for the whole batch, by name.
        result: per-stage measurements.
        check: comparison with onnxruntime, if it was asked for.
    """

    outputs: dict[str, Array]
    result: RunResult
    check: CheckResult | None


def random_inputs(source: ModelSource, plan: Plan, seed: int = 0) -> dict[str, Array]:
    """Inputs of one batch from a seed: standard normal floats, small non-negative integers."""
    graph = source.graph(plan.micro_batch)
    rng = np.random.default_rng(seed)
    arrays: dict[str, Array] = {}
    for name in graph.inputs:
        info = graph.tensors[name]
        shape = info.shape
        if shape and shape[0] == plan.micro_batch:
            shape = (plan.batch, *shape[1:])
        dtype = np.dtype(info.dtype if info.dtype != "bfloat16" else "float32")
        if dtype.kind == "f":
            arrays[name] = rng.standard_normal(shape).astype(dtype)
        elif dtype.kind == "b":
            arrays[name] = np.ones(shape, dtype)
        else:
            arrays[name] = rng.integers(0, 2, shape).astype(dtype)
    return arrays


def _owners(plan: Plan) -> list[tuple[int, ...]]:
    """Replica of every micro-batch of each stage, as the plan's schedule has them."""
    owners = [[0] * plan.schedule.microbatches for _ in plan.stages]
    schedule = schedule_of(plan)
    first = [sum(plan.replicas[:s]) for s in range(len(plan.stages))]
    for rank, actions in enumerate(schedule.ranks):
        for action in actions:
            if action.kind == "F":
                owners[action.stage][action.micro_batch] = rank - first[action.stage]
    return [tuple(row) for row in owners]


def plan_boards(plan: Plan, options: BoardOptions) -> dict[str, BoardSpec]:
    """What stands for the FPGA devices of the plan's stages; nothing for a float model's."""
    from hwpipe.stage.choose import choose_boards

    names = dict.fromkeys(name for stage in plan.stages for name in stage.devices)
    fpgas = [plan.cluster.by_name[n] for n in names if plan.cluster.by_name[n].kind == "fpga"]
    quantised = any(row.op in QUANTISED_OPS for row in plan.layers)
    return choose_boards(fpgas, options) if quantised and fpgas else {}


def run_plan(
    plan: Plan,
    inputs: Mapping[str, Array] | None = None,
    *,
    source: ModelSource | None = None,
    check: bool = False,
    timeout_s: float = 600.0,
    progress: Callable[[int, int], None] | None = None,
    boards: BoardOptions | None = None,
) -> PlanRun:
    """Execute an inference plan: micro-batches stream through one process a stage replica.

    Under torchrun use `execute_plan`, which returns something on rank 0 only.

    Args:
        plan: a plan of mode `infer` for an ONNX model.
        inputs: arrays by input name, the batch in dimension 0; None draws them from seed 0.
        source: the open model, None opens the plan's own reference.
        check: compare the outputs with onnxruntime.
        timeout_s: longest time without any progress.
        progress: called with (finished micro-batches, all micro-batches).
        boards: what stands for the plan's FPGA boards.

    Raises:
        InputError: if the plan, the model, a board or an input does not fit.
        WorkError: if a stage dies or hangs.
    """
    done = execute_plan(plan, inputs, source=source, check=check, timeout_s=timeout_s,
                        progress=progress, boards=boards)  # fmt: skip
    assert done is not None, "every rank above 0 belongs to torchrun"
    return done


def execute_plan(
    plan: Plan,
    inputs: Mapping[str, Array] | None = None,
    *,
    source: ModelSource | None = None,
    check: bool = False,
    timeout_s: float = 600.0,
    progress: Callable[[int, int], None] | None = None,
    boards: BoardOptions | None = None,
) -> PlanRun | None:
    """As `run_plan`; in a process of torchrun as the rank that it is: None on those above 0."""
    if plan.mode != "infer":
        raise InputError(f"a plan of mode {plan.mode!r} cannot be run", remedy="compile with "
                         "--mode infer")  # fmt: skip
    for stage in plan.stages:
        memory = stage.memory_strategy
        if memory is not None:
            raise InputError(
                f"stage {stage.index} does not fit {stage.devices[0]} as it is, and the executor "
                "keeps all weights where they are",
                remedy="compile for devices with more memory, or with --strategies none",
            )
    for package in ("torch", "onnxruntime") if check else ("torch",):
        if importlib.util.find_spec(package) is None:
            raise InputError(f"{package} is not installed", remedy="pip install 'hwpipe[run]'")
    source = source or locate_model(plan)
    arrays = dict(inputs) if inputs is not None else random_inputs(source, plan)
    model = source.materialise(plan.micro_batch, splits_of(plan))
    chosen = plan_boards(plan, boards or BoardOptions())
    stages = [
        StageSpec(
            index=stage.index,
            node_indices=stage.node_indices,
            device=",".join(stage.devices),
            kind=stage.kind,
            replicas=stage.ranks,
            kinds=tuple(plan.cluster.by_name[name].kind for name in stage.devices[: stage.ranks]),
            owners=owners,
            boards=tuple(chosen.get(name) for name in stage.devices) if stage.split is None else (),
            shards=plan_shards(plan, stage, source),
        )
        for stage, owners in zip(plan.stages, _owners(plan), strict=True)
    ]
    if in_torchrun():
        from hwpipe.runtime.ranks import run_rank as run
    else:
        run = run_pipeline
    result = run(model, stages, arrays, micro_batch=plan.micro_batch, timeout_s=timeout_s,
                 progress=progress)  # fmt: skip
    if result is None:  # a rank above 0 of torchrun
        return None
    checked = None
    if check:
        checked = check_against_onnxruntime(
            source.reference(plan.micro_batch),
            arrays,
            result.outputs,
            micro_batch=plan.micro_batch,
        )
    return PlanRun(outputs=result.outputs, result=result, check=checked)
