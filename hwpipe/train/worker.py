"""Worker processes of a training run: forked by hwpipe's launcher, or started by torchrun."""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch._C._distributed_c10d import FileStore

from hwpipe.errors import InputError
from hwpipe.runtime.network import loopback_interface
from hwpipe.runtime.pipes import Reporter
from hwpipe.runtime.transport import TransportError
from hwpipe.train.channel.mail import GlooMail
from hwpipe.train.channel.meeting import join_environment
from hwpipe.train.interpreter import channels_of
from hwpipe.train.loop import run_rank
from hwpipe.train.record import RankRun
from hwpipe.train.spec import TrainSpec
from hwpipe.train.split.ranks import load_pieces
from hwpipe.train.state.checkpoint import Checkpoint, save_checkpoint
from hwpipe.train.worker_files import FINAL, RUNS

__all__ = [
    "begin",
    "check_start",
    "gather",
    "join_torchrun",
    "meet",
    "part",
    "run_forked",
    "set_threads",
]

#: Start-up is given at least so long: importing and loading are not the steps' own time.
_START_S = 60.0
#: How often a process of torchrun sees whether torchrun still lives.
_ORPHAN_S = 0.5


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
    _guarded(dist.gather_object, value, found, dst=0)
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
    pieces = load_pieces(folder, spec)
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


def join_torchrun(timeout_s: float) -> None:
    """Join the process group that torchrun's environment describes.

    Args:
        timeout_s: longest wait for the others; at least a minute, as processes start.

    Raises:
        TransportError: if a rank is lost.
    """
    address = os.environ.get("MASTER_ADDR", "")
    interface = loopback_interface()
    if address in ("127.0.0.1", "localhost", "::1") and interface is not None:
        os.environ.setdefault("GLOO_SOCKET_IFNAME", interface)
    if "TORCHELASTIC_RUN_ID" in os.environ:
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _guarded(join_environment, max(timeout_s, _START_S))


def _end_with(parent: int) -> None:
    """End this process when torchrun has died without a word: nobody else would."""
    while os.getppid() == parent:
        time.sleep(_ORPHAN_S)
    os._exit(3)


def check_start(first_step: int) -> None:
    """See that all ranks begin with the same step.

    Raises:
        InputError: if they have found different checkpoints.
        TransportError: if a rank is lost.
    """
    found: list[Any] = [None] * dist.get_world_size()
    _guarded(dist.all_gather_object, found, first_step)
    if len(set(found)) > 1:
        raise InputError(
            "ranks would begin after steps " + ", ".join(map(str, sorted(set(found)))),
            where="--checkpoint", limit="one folder that all hosts share",
        )  # fmt: skip


def begin(timeout_s: float) -> None:
    """Meet the others, all being ready; from now on silence of `timeout_s` is an error."""
    meet()
    limit = timedelta(seconds=timeout_s)
    dist.distributed_c10d._set_pg_timeout(limit, dist.group.WORLD)


def meet() -> None:
    """Wait for all ranks.

    Raises:
        TransportError: if a rank is lost.
    """
    _guarded(dist.barrier)


def part() -> None:
    """Leave the process group."""
    dist.destroy_process_group()


def _guarded(function: Any, *arguments: Any, **options: Any) -> None:
    try:
        function(*arguments, **options)
    except RuntimeError as error:  # torch's own are RuntimeErrors all
        raise TransportError(str(error).strip().splitlines()[0]) from error
