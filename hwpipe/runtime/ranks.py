"""`run_rank`: this process as one rank of an inference run that torchrun started, on any hosts.

Every process reads plan, model and inputs itself, runs its rank's action list as the processes of
`run_pipeline` do, and rank 0 gathers outputs and measurements. Nobody supervises the ranks: each
notices by itself, within the timeout, that a peer has died or hangs.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.runtime.boards import BoardPlan, BoardRun, board_reports, prepare_boards
from hwpipe.runtime.inputs import Batch, check_inputs, check_stages
from hwpipe.runtime.network import loopback_interface
from hwpipe.runtime.piece import Array, Piece, split_model
from hwpipe.runtime.run import (
    join_parts,
    places_of,
    private_folder,
    shards_by_stage,
    stage_report,
    worker_specs,
)
from hwpipe.runtime.shard.model import Shard
from hwpipe.runtime.spec import Progress, RunResult, StageSpec, WorkerSpec
from hwpipe.runtime.store import dtype_named
from hwpipe.runtime.twins import twins_of

__all__ = ["run_rank"]

#: Loading a stage, or building the simulator of an RTL twin, may take so long.
_START_S = 900.0
#: Seconds between signs of life, and between looks for those of others.
_BEAT_S, _LOOK_S = 0.2, 0.02


@dataclass
class _Done:
    """What a rank tells rank 0."""

    backend: str = ""
    busy: dict[int, float] = field(default_factory=dict)
    ends: dict[int, float] = field(default_factory=dict)
    board: BoardRun | None = None
    header: list[tuple[tuple[int, ...], str]] | None = None
    parts: dict[int, list[Array]] = field(default_factory=dict)
    startup_s: float = 0.0
    member: int = 0


def run_rank(
    model: onnx.ModelProto,
    stages: Sequence[StageSpec],
    inputs: Mapping[str, Array],
    *,
    micro_batch: int,
    threads_per_stage: int = 1,
    timeout_s: float = 300.0,
    progress: Progress | None = None,
) -> RunResult | None:
    """Run this process's part of a pipeline; see `hwpipe.runtime.run.run_pipeline`.

    Args:
        model: the same on all ranks, as `stages` and `inputs` are.
        stages: in pipeline order; ranks are numbered stage by stage, replica by replica.
        inputs: an array per graph input, the whole batch in the leading dimension.
        micro_batch: samples per micro-batch.
        threads_per_stage: compute threads of this process.
        timeout_s: longest wait for another rank while none makes progress.
        progress: called on rank 0 with (micro-batches that left its stage, all micro-batches).

    Returns:
        On rank 0 what `run_pipeline` returns; None elsewhere.

    Raises:
        InputError: what does not fit, or another number of processes than the plan has ranks.
        WorkError: if a stage fails, or another rank dies or hangs.
    """
    called = time.monotonic()
    check_stages(stages)
    world, rank = int(os.environ["WORLD_SIZE"]), int(os.environ["RANK"])
    wanted = sum(stage.replicas * stage.members for stage in stages)
    if world != wanted:
        raise InputError(
            f"torchrun started {world} processes", limit=f"{wanted}: one for each device of the "
            "plan", remedy=f"use --nproc-per-node {wanted}, or hosts with {wanted} in all",
        )  # fmt: skip
    batch = check_inputs(model, inputs, micro_batch)
    boards = prepare_boards(model, stages)
    pieces = split_model(model, [stage.node_indices for stage in boards.stages])
    shards = shards_by_stage(model, pieces, boards.stages)
    spec = worker_specs(boards.stages, batch.count, threads_per_stage, timeout_s)[rank]
    stage = boards.stages[spec.stage]
    where = f"stage {stage.index} on {stage.device} (rank {rank})"
    try:
        own = shards[spec.stage][spec.member] if spec.stage in shards else None
        return _joined(spec, pieces, own, boards, batch, progress, called)
    except InputError:
        raise
    except HwpipeError as error:
        at = f"{where}: {error.where}" if error.where else where
        raise WorkError(error.what, where=at, limit=error.limit, remedy=error.remedy) from error
    except Exception as error:
        text = (str(error).strip().splitlines() or [type(error).__name__])[0]
        if not _lost(error):
            raise WorkError(f"{type(error).__name__}: {text}", where=where) from error
        raise WorkError(
            f"another rank died, or did not answer: {text}", where=where, limit=f"{timeout_s:g} s",
            remedy="see what the other ranks say; raise --timeout if a stage is that slow",
        ) from error  # fmt: skip


def _lost(error: BaseException) -> bool:
    """Whether an error of torch.distributed says that a peer or the store is gone."""
    import torch.distributed as dist

    from hwpipe.runtime.transport import TransportError

    return isinstance(error, TransportError | dist.DistError)


def _joined(  # noqa: PLR0917 (private)
    spec: WorkerSpec, pieces: Sequence[Piece], shard: Shard | None, boards: BoardPlan,
    batch: Batch, progress: Progress | None, called: float,
) -> RunResult | None:  # fmt: skip
    """Meet the other ranks, run, gather."""
    import torch
    import torch.distributed as dist

    from hwpipe.runtime.transport import TransportError

    torch.set_num_threads(spec.threads)
    interface = loopback_interface()
    if os.environ["MASTER_ADDR"] in ("127.0.0.1", "localhost", "::1") and interface is not None:
        os.environ.setdefault("GLOO_SOCKET_IFNAME", interface)
    dist.init_process_group("gloo", timeout=timedelta(seconds=max(_START_S, spec.timeout_s)))
    pulse = _Pulse(spec)
    try:
        with ExitStack() as stack:
            done = _run(spec, pieces, shard, boards, batch, progress, called, pulse, stack)
            found: list[Any] | None = [None] * spec.world if spec.rank == 0 else None
            try:
                dist.gather_object(done, found, dst=0)
                dist.barrier()  # nobody leaves while another may still talk to it
            except RuntimeError as error:
                raise TransportError(str(error).strip().splitlines()[0]) from error
    except BaseException:
        pulse.fail()
        raise
    finally:
        dist.destroy_process_group()
    if found is None:
        return None
    return _result(found, boards, pieces[-1].outputs, batch.count)


def _run(  # noqa: PLR0917 (private)
    spec: WorkerSpec, pieces: Sequence[Piece], shard: Shard | None, boards: BoardPlan,
    batch: Batch, progress: Progress | None, called: float, pulse: _Pulse, stack: ExitStack,
) -> _Done:  # fmt: skip
    """Load the stage, run the action list, wait for the others."""
    import torch.distributed as dist

    from hwpipe.runtime.backend import StageBackend, backend_for
    from hwpipe.runtime.executor import BatchFeeder, Executor, OutputKeeper
    from hwpipe.runtime.fpga import BoardBackend
    from hwpipe.runtime.transport import Transport, TransportError

    piece, place = pieces[spec.stage], (spec.stage, spec.replica)
    board: BoardBackend | None = None
    backend: StageBackend
    if place in boards.programs:
        own = BoardPlan(boards.stages, {place: boards.programs[place]})
        folder: Path = stack.enter_context(private_folder())
        driven = stack.enter_context(twins_of(own, folder))[place]
        backend = board = BoardBackend(boards.programs[place], driven)
    else:
        backend = backend_for(spec.kind, _ordinal(spec))
        if shard is not None:
            from hwpipe.runtime.shard.backend import ShardBackend

            backend = ShardBackend(shard, backend, spec.first)
    backend.load(piece)
    stack.callback(backend.close)
    transport = Transport(spec, None, piece.outputs)
    last = spec.stage == len(spec.replicas) - 1 and spec.member == 0
    keeper = OutputKeeper(piece.outputs) if last else None
    names = piece.inputs if shard is None else shard.feeds
    feeder = BatchFeeder(batch, names) if spec.stage == 0 or spec.member else None
    try:
        dist.monitored_barrier()
    except RuntimeError as error:
        raise TransportError(str(error).strip().splitlines()[0]) from error
    began = time.monotonic()
    done = _Done(startup_s=began - called, member=spec.member)

    def told(k: int, busy: float, end: float) -> None:
        done.busy[k], done.ends[k] = busy, end - began
        pulse.beat()
        if progress is not None and spec.rank == 0:
            progress(len(done.busy), batch.count)

    Executor(backend, transport, feeder, keeper).run(spec.actions, piece, told)
    pulse.wait_for_all()
    done.backend = backend.name
    if board is not None:
        cycles = dict(zip(done.busy, board.cycles, strict=True))
        done.board = BoardRun(cycles, board.moved, board.simulated)
    if keeper is not None:
        done.header, done.parts = keeper.header, keeper.parts
    return done


def _ordinal(spec: WorkerSpec) -> int:
    """Number of the device among those of its kind on this host."""
    return int(os.environ.get("LOCAL_RANK", spec.ordinal))


class _Pulse:
    """Signs of life in torchrun's store: ranks that are done early wait for the others' progress.

    A rank that computes cannot tell a slow peer from one that hangs but by the time since its
    last message. Once it has nothing left to receive, the count of all ranks' micro-batches says
    whether the run still moves.
    """

    def __init__(self, spec: WorkerSpec) -> None:
        from torch.distributed.distributed_c10d import _get_default_store

        self._store, self._world, self._timeout_s = _get_default_store(), spec.world, spec.timeout_s
        self._told = time.monotonic()

    def beat(self) -> None:
        """Say now and then that this rank moves."""
        now = time.monotonic()
        if now - self._told > _BEAT_S:
            self._told = now
            self._store.add("hwpipe/beats", 1)

    def fail(self) -> None:
        """Tell the others that this rank has failed."""
        with suppress(RuntimeError):
            self._store.add("hwpipe/failed", 1)

    def wait_for_all(self) -> None:
        """Wait until every rank has run its list.

        Raises:
            WorkError: a rank has failed, or none has moved for as long as the timeout says.
        """
        done = self._store.add("hwpipe/done", 1)
        seen, newest = -1, time.monotonic()
        while done < self._world:
            time.sleep(_LOOK_S)
            if self._store.add("hwpipe/failed", 0):
                raise WorkError("another rank failed", remedy="see what the other ranks say")
            done = self._store.add("hwpipe/done", 0)
            moved = self._store.add("hwpipe/beats", 0) + done
            now = time.monotonic()
            if moved != seen:
                seen, newest = moved, now
            elif now - newest > self._timeout_s:
                raise WorkError(
                    f"{self._world - done} other ranks have not finished and do not move",
                    limit=f"{self._timeout_s:g} s",
                    remedy="see what the other ranks say; raise --timeout if a stage is that slow",
                )  # fmt: skip


def _result(
    found: Sequence[_Done], boards: BoardPlan, names: Sequence[str], count: int
) -> RunResult:  # fmt: skip
    """Join what the ranks gathered."""
    places = places_of(boards.stages)
    busy: list[dict[int, float]] = [{} for _ in boards.stages]
    backends: list[list[str]] = [[] for _ in boards.stages]
    ran: dict[tuple[int, int], BoardRun] = {}
    for (stage, replica), done in zip(places, found, strict=True):
        if not done.member:
            busy[stage].update(done.busy)
        backends[stage].append(done.backend)
        if done.board is not None:
            ran[stage, replica] = done.board
    last = [d for (stage, _), d in zip(places, found, strict=True)
            if stage == places[-1][0] and not d.member]  # fmt: skip
    ends = {k: end for done in last for k, end in done.ends.items()}
    labels = [", ".join(dict.fromkeys(names)) for names in backends]
    reports = map(stage_report, boards.stages, labels, busy, board_reports(boards, ran))
    return RunResult(
        outputs=_outputs(last, names, count),
        stage_reports=tuple(reports),
        wall_s=max(ends.values()),
        startup_s=max(done.startup_s for done in found),
        completion_s=tuple(ends[k] for k in range(count)),
        forwards=tuple(
            (rank, stage, k, done.ends[k] - done.busy[k], done.ends[k])
            for rank, ((stage, _), done) in enumerate(zip(places, found, strict=True))
            for k in sorted(done.ends)
        ),
    )


def _outputs(last: Sequence[_Done], names: Sequence[str], count: int) -> dict[str, Array]:
    """Outputs of the whole batch from the parts that the last stage's replicas kept."""
    headers = [done.header for done in last if done.header is not None]
    if any(header != headers[0] for header in headers):
        raise WorkError("outputs change their shape between micro-batches", limit="one shape",
                        remedy="run one micro-batch")  # fmt: skip
    parts = {k: arrays for done in last for k, arrays in done.parts.items()}
    outputs = {}
    for i, (name, (shape, dtype)) in enumerate(zip(names, headers[0], strict=True)):
        data = np.concatenate([parts[k][i] for k in range(count)]).view(dtype_named(dtype))
        outputs[name] = join_parts(data.reshape(count, *shape))
    return outputs
