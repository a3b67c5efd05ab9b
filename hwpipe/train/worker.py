"""Worker processes of a training run: forked by hwpipe's launcher, or started by torchrun."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch._C._distributed_c10d import FileStore

from hwpipe.runtime.network import loopback_interface
from hwpipe.runtime.pipes import Reporter
from hwpipe.runtime.store import load_piece
from hwpipe.runtime.transport import TransportError
from hwpipe.train.checkpoint import Checkpoint, save_checkpoint
from hwpipe.train.interpreter import channels_of
from hwpipe.train.loop import run_rank
from hwpipe.train.mail import GlooMail
from hwpipe.train.record import RankRun
from hwpipe.train.spec import TrainSpec
from hwpipe.train.worker_files import FINAL, RUNS

__all__ = ["gather", "join_torchrun", "run_forked", "set_threads"]


def set_threads(count: int) -> None:
    """Compute threads of this process; a second call only changes the number."""
    torch.set_num_threads(count)


def gather(value: Any) -> Sequence[Any] | None:
    """Objects of all ranks on rank 0.

    Raises:
        TransportError: if a rank is lost.
    """
    if dist.get_world_size() == 1:
        return [value]
    found: list[Any] | None = [None] * dist.get_world_size() if dist.get_rank() == 0 else None
    try:
        dist.gather_object(value, found, dst=0)
    except RuntimeError as error:
        raise TransportError(str(error).strip().splitlines()[0]) from error
    return found


def run_forked(folder: Path, spec: TrainSpec, go: threading.Event, reporter: Reporter) -> None:
    """The task of a forked worker; see `hwpipe.runtime.worker`.

    Args:
        folder: of the run, private.
        spec: the rank's orders.
        go: set when all are ready.
        reporter: to the supervisor.
    """
    set_threads(spec.threads)
    dist.init_process_group(
        "gloo", store=FileStore(str(folder / "rendezvous"), spec.world), rank=spec.rank,
        world_size=spec.world,
        # The supervisor judges hangs; this limit only ends orphans.
        timeout=timedelta(seconds=2 * spec.options.timeout_s + 60),
    )  # fmt: skip
    pieces = {stage: load_piece(folder, stage) for stage in spec.stages}
    channels = channels_of(spec.routes)
    mail = GlooMail(spec.rank, channels, 2 * spec.options.timeout_s + 60)

    def ready() -> None:
        reporter.tell("ready", backend="torch")
        go.wait()

    runs, final = run_rank(spec, pieces, mail, gather, reporter.tell, ready)
    if runs is not None and final is not None:
        leave(folder, runs, final)
    reporter.tell("end")


def leave(folder: Path, runs: Sequence[RankRun], final: Checkpoint) -> None:
    """Put results where the parent finds them."""
    save_checkpoint(final, folder / FINAL)
    with (folder / RUNS).open("wb") as file:
        pickle.dump(list(runs), file)


def join_torchrun(timeout_s: float) -> tuple[int, int]:
    """Join the process group that torchrun's environment describes.

    Returns:
        Own rank and the number of ranks.
    """
    address = os.environ.get("MASTER_ADDR", "")
    interface = loopback_interface()
    if address in ("127.0.0.1", "localhost", "::1") and interface is not None:
        os.environ.setdefault("GLOO_SOCKET_IFNAME", interface)
    dist.init_process_group("gloo", timeout=timedelta(seconds=timeout_s))
    return dist.get_rank(), dist.get_world_size()
