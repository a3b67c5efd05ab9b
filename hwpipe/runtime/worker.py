"""A worker process: one replica of one stage, forked by the launcher.

It reads its orders from the run's folder, reports as lines of JSON on one pipe, and ends at once
when the other closes, so it never outlives the process that started the run.
"""

from __future__ import annotations

import os
import pickle
import shutil
import threading
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from hwpipe.runtime.pipes import Reporter

if TYPE_CHECKING:
    from hwpipe.runtime.spec import WorkerSpec

__all__ = ["main", "run_inference"]


def _watch(folder: Path, command: int, go: threading.Event) -> None:
    """Obey the supervisor: "go" starts the run, "quit" or a closed pipe ends the process."""
    with os.fdopen(command, "rb") as pipe:
        for line in iter(pipe.readline, b""):
            if line.strip() == b"go":
                go.set()
            if line.strip() == b"quit":
                os._exit(0)
    # The supervisor is gone without a word: nobody else would remove the files.
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(3)


def _run(folder: Path, rank: int, go: threading.Event, reporter: Reporter) -> None:
    """Hand over to the function that the spec names as its `task`."""
    with (folder / f"worker-{rank}.spec").open("rb") as file:
        spec = pickle.load(file)
    module, _, function = spec.task.partition(":")
    getattr(import_module(module), function)(folder, spec, go, reporter)


def run_inference(
    folder: Path, spec: WorkerSpec, go: threading.Event, reporter: Reporter
) -> None:  # fmt: skip
    """The task of an inference rank: load the piece, meet the others, run the action list."""
    import torch

    from hwpipe.runtime.backend import StageBackend, backend_for
    from hwpipe.runtime.boards import load_program
    from hwpipe.runtime.executor import Executor, Feeder, OutputWriter
    from hwpipe.runtime.fpga import BoardBackend
    from hwpipe.runtime.store import load_piece
    from hwpipe.runtime.transport import Transport

    torch.set_num_threads(spec.threads)
    torch.set_num_interop_threads(1)
    shard = None
    if spec.members_here > 1:
        from hwpipe.runtime.shard.backend import ShardBackend
        from hwpipe.runtime.shard.store import load_shard

        shard = load_shard(folder, spec.stage, spec.member)
    piece = load_piece(folder, spec.stage) if shard is None else shard.piece
    board: BoardBackend | None = None
    backend: StageBackend
    if spec.board is not None:
        backend = board = BoardBackend(load_program(folder, spec.rank), spec.board)
    else:
        backend = backend_for(spec.kind, spec.ordinal)
        if shard is not None:
            backend = ShardBackend(shard, backend, spec.first)
    backend.load(piece)
    if shard is not None:  # as other stages see it
        piece = replace(piece, inputs=shard.inputs, outputs=shard.outputs)
    transport = Transport(spec, folder, piece.outputs)
    names = piece.inputs if shard is None else shard.feeds
    feeder = Feeder(spec, folder, names) if spec.stage == 0 or spec.member else None
    last = spec.stage == len(spec.replicas) - 1 and spec.member == 0
    writer = OutputWriter(folder, piece.outputs) if last else None
    reporter.tell("ready", backend=backend.name, simulated=board is not None and board.simulated)
    go.wait()

    told = False

    def done(k: int, busy: float, end: float) -> None:
        nonlocal told
        if board is not None and board.moved is not None and not told:
            reporter.tell("moved", backend=board.name, why=board.moved)
            told = True
        cycles = board.cycles[-1] if board is not None else None
        reporter.tell("done", k=k, busy=busy, end=end, cycles=cycles)

    try:
        Executor(backend, transport, feeder, writer).run(spec.actions, piece, done)
    finally:
        backend.close()
    if writer is not None:
        writer.close()
        reporter.tell("outputs", header=writer.header)
    reporter.tell("end")


def main(folder: Path, rank: int, command: int, report: int) -> None:
    """Run one rank to its end, then wait to be dismissed.

    Peers may still be reading what was sent, so the process stays until the supervisor has
    heard of everybody.

    Args:
        folder: the run's private folder.
        rank: which worker this is.
        command: descriptor to read commands from.
        report: descriptor to write events to.
    """
    reporter = Reporter(report)
    go = threading.Event()
    threading.Thread(target=_watch, args=(folder, command, go), daemon=True).start()
    try:
        _run(folder, rank, go, reporter)
    except BaseException as error:
        _tell_error(reporter, error)
        os._exit(1)
    threading.Event().wait()


def _tell_error(reporter: Reporter, error: BaseException) -> None:
    from hwpipe.errors import HwpipeError, InputError

    kind = type(error).__name__
    if isinstance(error, HwpipeError):
        reporter.tell(
            "error", kind="input" if isinstance(error, InputError) else "work",
            what=error.what, where=error.where, limit=error.limit, remedy=error.remedy,
        )  # fmt: skip
        return
    text = str(error).strip().splitlines()
    reporter.tell(
        "error",
        kind="transport" if kind in ("TransportError", "DistNetworkError") else "other",
        what=f"{kind}: {text[0]}" if text else kind,
        where=None, limit=None, remedy=None,
    )  # fmt: skip
