"""The launcher: imports torch once, then forks a worker per rank.

`python -m hwpipe.runtime.launcher FOLDER` is started by the supervisor. Importing torch takes
longer than anything else at start-up and would be paid once per stage; forked workers share
the imported pages instead. The fork happens while this process has a single thread and has not
touched an accelerator. It ends its workers when its standard input closes, and the kernel ends
them when it dies itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import pickle
import shutil
import signal
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path

from hwpipe.runtime.pipes import Reporter

__all__ = ["RankFds", "main"]

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class RankFds:
    """Descriptors that a rank inherits: commands to it, reports from it."""

    rank: int
    command: int
    report: int


def _die_with_parent(parent: int) -> None:
    """Ask the kernel (Linux) to kill this process when the launcher dies."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the request
        os._exit(3)


def _child(folder: Path, own: RankFds, later: list[RankFds], report: int, parent: int) -> None:
    """Become the worker of a rank, without the pipes of those still to come; never returns."""
    try:
        _die_with_parent(parent)
        for other in later:
            os.close(other.command)
            os.close(other.report)
        os.close(report)
        log = os.open(folder / f"worker-{own.rank}.log", os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        from hwpipe.runtime.worker import main as work

        work(folder, own.rank, own.command, own.report)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def _end_children(pids: dict[int, int], orphaned: threading.Event) -> None:
    """Wait for the supervisor to close the pipe, then kill what still runs."""
    if sys.stdin.buffer.read() != b"quit\n":
        orphaned.set()
    for pid in list(pids):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def main(folder: Path) -> None:
    """Fork the workers and report how each of them ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's to handle
    with (folder / "ranks").open("rb") as file:
        report, every = pickle.load(file)
    # Everything that all workers import, once.
    import hwpipe.runtime.worker
    import hwpipe.runtime.worker_imports  # noqa: F401

    reporter = Reporter(report)
    gc.freeze()  # keeps the collector from copying the shared pages
    pids: dict[int, int] = {}
    orphaned = threading.Event()
    launcher = os.getpid()
    for position, own in enumerate(every):
        pid = os.fork()
        if pid == 0:
            _child(folder, own, every[position + 1 :], report, launcher)
        pids[pid] = own.rank
        os.close(own.command)
        os.close(own.report)
        reporter.tell("born", rank=own.rank, pid=pid)
    threading.Thread(target=_end_children, args=(pids, orphaned), daemon=True).start()
    while pids:
        # Looked at without reaping, so that the number cannot be given to another process
        # while the other thread may still send a signal to it.
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        if ended is None:
            continue
        rank = pids.pop(ended.si_pid)
        _, status = os.waitpid(ended.si_pid, 0)
        reporter.tell("exit", rank=rank, status=os.waitstatus_to_exitcode(status))
    if orphaned.is_set():  # nobody else is left to remove the files
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    os._exit(0)
