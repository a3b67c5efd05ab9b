"""`run_pipeline`: a model, its stages and a batch in; outputs and timings out."""

# ruff: noqa: PLR0917 (private helpers)
from __future__ import annotations

import dataclasses
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from hwpipe.errors import InputError, WorkError
from hwpipe.joint.actions import dealt_schedule
from hwpipe.runtime.actions import with_transfers
from hwpipe.runtime.boards import BoardPlan, BoardRun, board_reports, prepare_boards
from hwpipe.runtime.inputs import Batch, check_inputs, check_stages
from hwpipe.runtime.piece import Array, Piece, split_model, tensor_specs
from hwpipe.runtime.shard.model import Shard
from hwpipe.runtime.shard.store import save_shard
from hwpipe.runtime.spec import (
    BoardReport,
    Feed,
    Progress,
    RunResult,
    StageReport,
    StageSpec,
    WorkerSpec,
)
from hwpipe.runtime.store import dtype_named, save_piece
from hwpipe.runtime.supervisor import Supervisor
from hwpipe.runtime.twins import twins_of
from hwpipe.schedule import make_schedule
from hwpipe.schedule.model import Action, Schedule

__all__ = [
    "join_parts", "places_of", "private_folder", "run_pipeline", "shards_by_stage",
    "stage_report", "worker_specs",
]  # fmt: skip


def run_pipeline(
    model: onnx.ModelProto,
    stages: Sequence[StageSpec],
    inputs: Mapping[str, Array],
    *,
    micro_batch: int,
    threads_per_stage: int = 1,
    timeout_s: float = 300.0,
    progress: Progress | None = None,
    in_process: bool = False,
) -> RunResult:
    """Run a batch through a pipeline of stages on this machine.

    Args:
        model: normalised model, weights inline, static shapes at `micro_batch`.
        stages: in pipeline order; together they hold every node.
        inputs: an array per graph input, the whole batch in the leading dimension.
        micro_batch: samples per micro-batch; it divides the batch.
        threads_per_stage: compute threads of each process.
        timeout_s: the run is given up as hung when no stage reports for so long.
        progress: called with (micro-batches done, micro-batches in all).
        in_process: run the stages one after the other in this process (for tests and
            debugging): the same pieces and operators, no transport.

    Returns:
        Outputs of the whole batch and how every stage ran.

    Raises:
        InputError: for inputs that do not fit the model, stages that do not cover it, or an
            operator that stages cannot run; input and stage errors come before any process
            starts.
        WorkError: if a stage fails, dies or hangs; it names stage, device and cause. No
            process and no file is left behind.
    """
    called = time.monotonic()
    check_stages(stages)
    if threads_per_stage < 1:
        raise InputError(f"{threads_per_stage} threads per stage", limit="at least 1",
                         remedy="give a positive number")  # fmt: skip
    if not timeout_s > 0:
        raise InputError(f"timeout of {timeout_s} s", limit="above 0 s",
                         remedy="give a positive number of seconds")  # fmt: skip
    batch = check_inputs(model, inputs, micro_batch)
    boards = prepare_boards(model, stages)
    pieces = split_model(model, [stage.node_indices for stage in boards.stages])
    shards = shards_by_stage(model, pieces, boards.stages)
    if in_process:
        return _run_here(pieces, boards, batch, threads_per_stage, progress, called)
    moved: dict[int, str] = {}
    while True:
        try:
            return _attempt(pieces, shards, boards, batch, threads_per_stage, timeout_s, progress,
                            called, moved)  # fmt: skip
        except _StageLost as lost:
            if lost.stage in moved:
                raise lost.error from None
            moved[lost.stage] = str(lost.error)
            boards = boards.without_board(lost.stage)


class _StageLost(Exception):  # noqa: N818 (a verdict: the run begins again without the board)
    """The process that drove a board died, and the run may go on without the board."""

    def __init__(self, stage: int, error: WorkError) -> None:
        super().__init__(str(error))
        self.stage, self.error = stage, error


def _attempt(
    pieces: Sequence[Piece], shards: Mapping[int, Sequence[Shard]], boards: BoardPlan,
    batch: Batch, threads_per_stage: int, timeout_s: float, progress: Progress | None,
    called: float, moved: Mapping[int, str],
) -> RunResult:  # fmt: skip
    """Run the stages, each in its process.

    Raises:
        _StageLost: the process of a board died that the run may do without.
    """
    stages = boards.stages
    with private_folder() as folder, twins_of(boards, folder) as driven:
        feeds = _store(pieces, shards, batch, folder)
        places = places_of(stages)
        boards.save(folder, {place: rank for rank, place in enumerate(places)})
        specs = worker_specs(stages, batch.count, threads_per_stage, timeout_s)
        specs = [
            dataclasses.replace(spec, feeds=feeds, board=driven.get(places[spec.rank]))
            for spec in specs
        ]
        with Supervisor(folder, specs, stages, timeout_s) as supervisor:
            try:
                supervisor.start()
                ready = time.monotonic()
                began = supervisor.run(batch.count, progress)
            except WorkError as error:
                lost = supervisor.cause
                if lost is not None and lost.spec.board is not None and lost.spec.board.retry:
                    raise _StageLost(lost.stage.index, error) from error
                raise
            supervisor.dismiss()
        outputs = _collect(folder, pieces[-1].outputs, supervisor.outputs or [], batch.count)
        ends = [supervisor.completion[k] - began for k in range(batch.count)]
        busy: list[dict[int, float]] = [{} for _ in stages]
        backends: list[list[str]] = [[] for _ in stages]
        for worker in supervisor.workers:
            if worker.spec.member == 0:
                busy[worker.stage.index].update(worker.busy)
            backends[worker.stage.index].append(worker.backend or "")
        names = [", ".join(dict.fromkeys(found)) for found in backends]
        ran = {
            places[w.spec.rank]: BoardRun(
                w.cycles, w.moved or moved.get(w.stage.index), w.simulated
            )
            for w in supervisor.workers
        }
        reports = map(stage_report, stages, names, busy, board_reports(boards, ran))
        return RunResult(
            outputs=outputs,
            stage_reports=tuple(reports),
            wall_s=max(ends),
            startup_s=ready - called,
            completion_s=tuple(ends),
            forwards=tuple(
                (w.spec.rank, w.stage.index, k, w.ends[k] - began - w.busy[k], w.ends[k] - began)
                for w in supervisor.workers for k in sorted(w.ends)
            ),
        )  # fmt: skip


def places_of(stages: Sequence[StageSpec]) -> list[tuple[int, int]]:
    """Stage and replica of every rank."""
    return [(stage.index, k) for stage in stages for k in range(stage.replicas)
            for _ in range(stage.members)]  # fmt: skip


def shards_by_stage(
    model: onnx.ModelProto, pieces: Sequence[Piece], stages: Sequence[StageSpec]
) -> dict[int, tuple[Shard, ...]]:
    """What the members of stages that are split by tensor compute.

    Raises:
        InputError: for a split that an operator does not allow.
    """
    if all(stage.members == 1 for stage in stages):
        return {}
    from hwpipe.runtime.shard.cut import shard_piece

    specs = tensor_specs([*model.graph.input, *model.graph.value_info, *model.graph.output])
    return {
        stage.index: shard_piece(
            pieces[stage.index], specs, stage.shards, training=False,
            feeds=pieces[stage.index].inputs if stage.index == 0 else (),
        )
        for stage in stages
        if stage.shards is not None and stage.members > 1
    }  # fmt: skip


def worker_specs(
    stages: Sequence[StageSpec], count: int, threads: int, timeout_s: float
) -> list[WorkerSpec]:
    """Orders of every rank, stage by stage, without inputs and boards.

    Args:
        stages: to run.
        count: micro-batches.
        threads: of each process.
        timeout_s: see `run_pipeline`.
    """
    replicas = tuple(stage.replicas for stage in stages)
    schedule = with_transfers(_schedule(stages, count))
    units = [(stage, replica) for stage in stages for replica in range(stage.replicas)]
    places = [(unit, member) for unit, (stage, _) in enumerate(units)
              for member in range(stage.members)]  # fmt: skip
    kinds = [
        stage.shards.kinds[member] if stage.shards else stage.kind_of(replica)
        for unit, member in places for stage, replica in [units[unit]]
    ]  # fmt: skip
    split = any(stage.members > 1 for stage in stages)
    return [
        WorkerSpec(rank=rank, stage=units[unit][0].index, replica=units[unit][1], kind=kinds[rank],
                   ordinal=kinds[:rank].count(kinds[rank]), replicas=replicas, micro_batches=count,
                   threads=threads, timeout_s=timeout_s,
                   owners=tuple(stage.owners for stage in stages),
                   actions=schedule.ranks[unit] if not member else forwards_of(schedule, unit),
                   members=tuple(stage.members for stage in stages) if split else (),
                   member=member)
        for rank, (unit, member) in enumerate(places)
    ]  # fmt: skip


def forwards_of(schedule: Schedule, rank: int) -> tuple[Action, ...]:
    """What a member that no other stage knows runs of its unit's list."""
    return tuple(action for action in schedule.ranks[rank] if action.kind == "F")


def _schedule(stages: Sequence[StageSpec], count: int) -> Schedule:
    """Forward actions of every rank: replicas take their micro-batches in order."""
    replicas = [stage.replicas for stage in stages]
    if not any(stage.owners for stage in stages):
        return make_schedule("pipeline", stages=len(stages), microbatches=count, replicas=replicas)
    owners = [[stage.owner(k) for k in range(count)] for stage in stages]
    return dealt_schedule("pipeline", owners, replicas, count)


def stage_report(
    stage: StageSpec, backend: str, busy: Mapping[int, float], board: BoardReport | None
) -> StageReport:
    """How a stage ran, from the compute seconds of its micro-batches."""
    # The first micro-batch of each replica warms caches and allocators.
    first: dict[int, int] = {}
    for k in sorted(busy):
        first.setdefault(stage.owner(k), k)
    warm = set(first.values())
    later = [busy[k] for k in sorted(busy) if k not in warm] or list(busy.values())
    most = max(Counter(stage.owners).values()) / len(stage.owners) if stage.owners else 0.0
    return StageReport(
        index=stage.index, device=stage.device, kind=stage.kind, backend=backend,
        micro_batches=len(busy), busy_s_min=min(later), busy_s_mean=sum(later) / len(later),
        replicas=stage.replicas, busy_s=tuple(busy[k] for k in sorted(busy)), largest_share=most,
        board=board,
    )  # fmt: skip


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only this user can read, removed whatever happens."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="hwpipe-run-"))
    except OSError as error:
        raise WorkError(
            f"no temporary folder: {error.strerror}",
            where=tempfile.gettempdir(),
            remedy="set TMPDIR to a folder with room for the weights",
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _store(
    pieces: Sequence[Piece], shards: Mapping[int, Sequence[Shard]], batch: Batch, folder: Path
) -> tuple[Feed, ...]:
    """Write pieces and inputs for the workers."""
    feeds = []
    try:
        for piece in pieces:
            if piece.index not in shards:
                save_piece(piece, folder)
            for shard in shards.get(piece.index, ()):
                save_shard(shard, folder)
        for number, (name, array) in enumerate(batch.arrays.items()):
            file = f"input-{number}.bin"
            (folder / file).write_bytes(array.reshape(-1).view(np.uint8).data)
            streamed = name in batch.streamed
            shape = (batch.micro_batch, *array.shape[1:]) if streamed else array.shape
            feeds.append(Feed(name, file, array.dtype.name, shape, streamed))
    except OSError as error:
        raise WorkError(
            f"the stages cannot be stored: {error.strerror}",
            where=str(folder),
            remedy="set TMPDIR to a folder with room for the weights",
        ) from error
    return tuple(feeds)


def _collect(
    folder: Path, names: Sequence[str], header: Sequence[tuple[tuple[int, ...], str]], count: int
) -> dict[str, Array]:
    """Read the outputs that the last stage wrote, micro-batches joined."""
    outputs: dict[str, Array] = {}
    for number, (name, (shape, dtype)) in enumerate(zip(names, header, strict=True)):
        data = np.fromfile(folder / f"output-{number}.bin", np.uint8).view(dtype_named(dtype))
        outputs[name] = join_parts(data.reshape(count, *shape))
    return outputs


def join_parts(parts: Array) -> Array:
    """(micro-batches, batch axis, rest...) to (batch, rest...)."""
    if parts.shape[0] == 1:
        return np.asarray(parts[0])
    return parts.reshape(parts.shape[0] * parts.shape[1], *parts.shape[2:])


def _run_here(
    pieces: Sequence[Piece], boards: BoardPlan, batch: Batch, threads: int,
    progress: Progress | None, called: float,
) -> RunResult:  # fmt: skip
    """Run the stages one after the other in this process; boards on the integer reference."""
    import torch

    from hwpipe.runtime.backend import StageBackend, backend_for
    from hwpipe.runtime.fpga import BoardBackend
    from hwpipe.runtime.module import to_torch

    stages = boards.stages
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        # One backend for all replicas of a kind: they would take turns in this process anyway.
        pairs = [(stage.index, kind) for stage in stages
                 for kind in dict.fromkeys(stage.kinds or (stage.kind,))]  # fmt: skip
        kinds = [kind for _, kind in pairs]
        backends: dict[tuple[int, str], StageBackend] = {
            pair: backend_for(pair[1], kinds[:i].count(pair[1])) for i, pair in enumerate(pairs)
        }
        for (index, replica), program in boards.programs.items():
            board = stages[index].board_of(replica)
            assert board is not None
            here = dataclasses.replace(board, mode="reference")
            backends[index, stages[index].kind_of(replica)] = BoardBackend(program, here)
        for (index, _), backend in backends.items():
            backend.load(pieces[index])
        busy: list[dict[int, float]] = [{} for _ in stages]
        began = time.monotonic()
        results: list[list[Any]] = []
        ends = []
        for k in range(batch.count):
            tensors: Any = [to_torch(batch.part(name, k)) for name in pieces[0].inputs]
            for stage in stages:
                backend = backends[stage.index, stage.kind_of(stage.owner(k))]
                start = time.perf_counter()
                tensors = backend.run(tensors)
                busy[stage.index][k] = time.perf_counter() - start
            results.append([tensor.contiguous().numpy() for tensor in tensors])
            ends.append(time.monotonic() - began)
            if progress is not None:
                progress(k + 1, batch.count)
    finally:
        torch.set_num_threads(before)
    names = [", ".join(dict.fromkeys(b.name for (index, _), b in backends.items()
                                     if index == stage.index)) for stage in stages]  # fmt: skip
    return RunResult(
        outputs={
            name: join_parts(np.stack([result[i] for result in results]))
            for i, name in enumerate(pieces[-1].outputs)
        },
        stage_reports=tuple(
            map(
                stage_report,
                stages,
                names,
                busy,
                board_reports(boards, dict.fromkeys(boards.programs, BoardRun({}, None, True))),
            )
        ),
        wall_s=ends[-1],
        startup_s=began - called,
        completion_s=tuple(ends),
        in_process=True,
    )
