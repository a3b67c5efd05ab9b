"""`launch`: the ranks of a training run as processes, as threads, or as this one of torchrun."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.runtime.network import in_torchrun
from hwpipe.runtime.piece import Piece
from hwpipe.runtime.shard.model import Shard
from hwpipe.runtime.spec import StageSpec
from hwpipe.train.callables import name_of
from hwpipe.train.record import RankRun
from hwpipe.train.routes import Routes
from hwpipe.train.spec import TrainSpec
from hwpipe.train.split.ranks import own_pieces, save_pieces
from hwpipe.train.state.checkpoint import Checkpoint, load_checkpoint
from hwpipe.train.supervise import RankLostError, StepDone, TrainSupervisor
from hwpipe.train.worker_files import FINAL, RUNS

__all__ = ["Outcome", "launch"]

#: What every rank knows, and the state after the last step; None on ranks above 0 of torchrun.
Outcome = tuple[list[RankRun], Checkpoint] | None


def launch(
    specs: Sequence[TrainSpec],
    routes: Routes,
    stages: Sequence[StageSpec],
    *,
    done: StepDone | None = None,
    in_process: bool = False,
) -> Outcome:
    """Run the ranks to their end.

    Args:
        specs: one per rank.
        routes: with the pieces of all stages.
        stages: for messages.
        done: told of every step (not on the ranks above 0 of torchrun).
        in_process: one thread a rank in this process, for debugging and tests.

    Raises:
        InputError, WorkError: of the rank that failed first; no process or file stays behind.
    """
    if in_process:
        return _threads(specs, routes, done)
    if in_torchrun():
        return _torchrun(specs, routes, done)
    return _processes(specs, routes, stages, done)


def _processes(
    specs: Sequence[TrainSpec], routes: Routes, stages: Sequence[StageSpec], done: StepDone | None
) -> Outcome:
    options = specs[0].options
    named = replace(options, data=name_of(options.data, "--data"), loss=_loss_name(options.loss))
    try:
        folder = Path(tempfile.mkdtemp(prefix="hwpipe-train-"))
    except OSError as error:
        raise WorkError(
            f"no temporary folder: {error.strerror}", where=tempfile.gettempdir(),
            remedy="set TMPDIR to a folder with room for the weights",
        ) from error  # fmt: skip
    try:
        try:
            save_pieces(routes, folder)
        except OSError as error:
            raise WorkError(
                f"the stages cannot be stored: {error.strerror}", where=str(folder),
                remedy="set TMPDIR to a folder with room for the weights",
            ) from error  # fmt: skip
        orders = [replace(spec, options=named) for spec in specs]
        with TrainSupervisor(folder, orders, stages, done) as supervisor:
            supervisor.start()
            supervisor.train()
            supervisor.dismiss()
        with (folder / RUNS).open("rb") as file:
            runs = pickle.load(file)
        return runs, load_checkpoint(folder / FINAL)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _loss_name(loss: Any) -> Any:
    return loss if isinstance(loss, str) and ":" not in loss else name_of(loss, "--loss")


def _torchrun(specs: Sequence[TrainSpec], routes: Routes, done: StepDone | None) -> Outcome:
    from hwpipe.runtime.transport import TransportError
    from hwpipe.train import worker
    from hwpipe.train.channel.mail import GlooMail
    from hwpipe.train.interpreter import channels_of
    from hwpipe.train.loop import run_rank

    world, rank = int(os.environ["WORLD_SIZE"]), int(os.environ["RANK"])
    if world != len(specs):
        raise InputError(
            f"torchrun started {world} processes", limit=f"{len(specs)}: one for each device of "
            "the plan", remedy=f"use --nproc-per-node {len(specs)}",
        )  # fmt: skip
    spec = specs[rank]
    worker.set_threads(spec.threads)
    try:
        worker.join_torchrun(spec.options.timeout_s)
        worker.check_start(spec.first_step)
        pieces = own_pieces(routes, spec)
        mail = GlooMail(rank, channels_of(routes), spec.options.timeout_s)
        teller = _StepTeller(spec, done if rank == 0 else None)
        runs, final = run_rank(
            spec, pieces, mail, worker.gather, teller,
            lambda: worker.begin(spec.options.timeout_s),
        )  # fmt: skip
        worker.meet()
        mail.close()
        worker.part()
    except TransportError as error:
        raise RankLostError(
            f"another rank was lost: {_plain(error)}", where=f"rank {rank}",
            remedy="see what that rank said last; with --max-restarts torchrun goes on from the "
            "newest checkpoint",
        ) from error  # fmt: skip
    except HwpipeError:
        raise
    except Exception as error:
        raise WorkError(f"{type(error).__name__}: {error}", where=f"rank {rank}") from error
    return (list(runs), final) if runs is not None and final is not None else None


def _plain(error: Exception) -> str:
    """What a transport says, without gloo's source files and greetings."""
    text = re.sub(r"\[/[^\]]*\] *", "", str(error))
    return text.partition(" This is typically caused")[0].rstrip(". ")


class _StepTeller:
    """Tells of the steps whose losses this rank has itself."""

    def __init__(self, spec: TrainSpec, done: StepDone | None) -> None:
        self._count, self._done = spec.losses_per_step, done

    def __call__(self, event: str, **fields: Any) -> None:
        if event == "step" and self._done is not None and len(fields["losses"]) == self._count:
            self._done(fields["step"], sum(loss for _, loss in fields["losses"]) / self._count)


def _threads(specs: Sequence[TrainSpec], routes: Routes, done: StepDone | None) -> Outcome:
    import torch

    from hwpipe.runtime.transport import TransportError
    from hwpipe.train.channel.mail import LocalMail, PostOffice
    from hwpipe.train.loop import run_rank

    office = PostOffice()
    meeting = threading.Barrier(len(specs))
    box: list[Any] = [None] * len(specs)
    errors: list[BaseException] = []
    results: list[Any] = []

    def work(spec: TrainSpec) -> None:
        torch.set_num_threads(spec.threads)  # OpenMP counts for each thread that starts others

        def gather(value: Any) -> list[Any] | None:
            box[spec.rank] = value
            meeting.wait(spec.options.timeout_s)
            found = list(box) if spec.rank == 0 else None
            meeting.wait(spec.options.timeout_s)
            return found

        def ready() -> None:
            meeting.wait(spec.options.timeout_s)

        pieces = {stage: _own_copy(piece) for stage, piece in own_pieces(routes, spec).items()}
        mail = LocalMail(spec.rank, office, spec.options.timeout_s)
        try:
            results.append(run_rank(spec, pieces, mail, gather, _StepTeller(spec, done), ready))
        except BaseException as error:
            errors.append(error)
            office.failed.set()
            meeting.abort()

    before = torch.get_num_threads()
    torch.set_num_threads(specs[0].threads)
    try:
        threads = [threading.Thread(target=work, args=(spec,)) for spec in specs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        torch.set_num_threads(before)
    own = [e for e in errors if not isinstance(e, TransportError | threading.BrokenBarrierError)]
    if errors:
        raise (own or errors)[0]
    runs, final = next(r for r in results if r[0] is not None)
    return list(runs), final


def _own_copy(piece: Piece | Shard) -> Piece | Shard:
    """A piece whose constants no other rank of this process shares."""
    if isinstance(piece, Shard):
        return replace(piece, piece=_copied(piece.piece))
    return _copied(piece)


def _copied(piece: Piece) -> Piece:
    return replace(piece, constants={name: a.copy() for name, a in piece.constants.items()})
