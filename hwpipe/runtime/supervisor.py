"""The supervisor: starts a process per stage replica, watches them, and leaves none behind."""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import hwpipe
from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.runtime.launcher import RankFds
from hwpipe.runtime.network import loopback_interface
from hwpipe.runtime.pipes import LineReader
from hwpipe.runtime.spec import Progress, StageSpec

__all__ = ["Supervisor", "Worker"]

#: How long to look for the first cause when a worker only lost a neighbour.
_GRACE_S = 2.0
#: How often children are checked where no event arrives.
_POLL_S = 0.05
#: Start-up is given at least so long: importing and loading are not the stages' own time.
_START_S = 60.0
#: How long the launcher may take to kill and reap its workers.
_LAUNCHER_END_S = 5.0


class Worker:
    """A worker process and what was heard of it so far."""

    def __init__(self, spec: Any, stage: StageSpec) -> None:
        """Not started yet."""
        self.spec, self.stage = spec, stage
        self.pid: int | None = None
        self.status: int | None = None  # exit status, negative for a signal
        self.command = -1
        self.reader: LineReader | None = None
        self.backend: str | None = None
        self.error: dict[str, Any] | None = None
        self.ended = False
        self.busy: dict[int, float] = {}
        self.ends: dict[int, float] = {}
        self.cycles: dict[int, int | None] = {}  # of an FPGA board's clock
        self.moved: str | None = None  # why it left its board
        self.simulated = False  # whether its board is none
        self.doing = ""  # what it last said that it was at

    @property
    def name(self) -> str:
        """How messages name it."""
        replica = f", replica {self.spec.replica}" if self.stage.replicas > 1 else ""
        return f"stage {self.stage.index} on {self.stage.device}{replica}"

    @property
    def failed(self) -> bool:
        """Whether it reported an error or died before its end."""
        return self.error is not None or (self.status is not None and not self.ended)


class Supervisor:
    """Processes of one run.

    Use as a context manager: leaving it, for whatever reason, kills and reaps every child.
    """

    def __init__(
        self, folder: Path, specs: Sequence[Any], stages: Sequence[StageSpec],
        timeout_s: float,
    ) -> None:  # fmt: skip
        """Prepare, start nothing.

        Args:
            folder: the run's private folder with pieces and inputs.
            specs: one per rank, in rank order: `WorkerSpec`, or what another task takes with
                rank, stage, replica, replicas and threads.
            stages: the stages, for messages.
            timeout_s: a run without an event from any worker for so long is hung (start-up
                is given a minute at least).
        """
        self._folder, self._timeout_s = folder, timeout_s
        self.workers = [Worker(spec, stages[spec.stage]) for spec in specs]
        self._selector = selectors.DefaultSelector()
        self._launcher: subprocess.Popen[bytes] | None = None
        self._launcher_reader: LineReader | None = None
        self._newest = time.monotonic()
        self.outputs: list[tuple[tuple[int, ...], str]] | None = None
        self.completion: dict[int, float] = {}
        #: The worker that failed first, once one did.
        self.cause: Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        for worker in self.workers:
            if worker.command >= 0:  # a closed command pipe ends a worker
                os.close(worker.command)
                worker.command = -1
            if worker.reader is not None:
                worker.reader.close()
        launcher = self._launcher
        if launcher is not None:
            if launcher.stdin is not None:
                with contextlib.suppress(OSError):
                    launcher.stdin.write(b"quit\n")
                with contextlib.suppress(OSError):
                    launcher.stdin.close()  # makes it kill what is left, reap and end
            try:
                launcher.wait(_LAUNCHER_END_S)
            except subprocess.TimeoutExpired:
                launcher.kill()  # the kernel kills its workers with it
                launcher.wait()
        if self._launcher_reader is not None:
            self._launcher_reader.close()
        self._selector.close()

    def start(self) -> None:
        """Start the workers and wait until all have loaded their pieces and met."""
        for worker in self.workers:
            with (self._folder / f"worker-{worker.spec.rank}.spec").open("wb") as file:
                pickle.dump(worker.spec, file)
        inherited: list[int] = []
        ranks = []
        try:
            for worker in self.workers:
                command_read, worker.command = os.pipe()
                report_read, report_write = os.pipe()
                worker.reader = LineReader(report_read)
                inherited += [command_read, report_write]
                ranks.append(RankFds(worker.spec.rank, command_read, report_write))
            launcher_read, launcher_write = os.pipe()
            self._launcher_reader = LineReader(launcher_read)
            inherited.append(launcher_write)
            with (self._folder / "ranks").open("wb") as file:
                pickle.dump((launcher_write, ranks), file)
            self._spawn(inherited)
        except OSError as error:
            raise WorkError(f"stage processes cannot be started: {error.strerror}",
                            remedy="free processes, files and memory") from error  # fmt: skip
        finally:
            for fd in inherited:
                os.close(fd)
        for worker in self.workers:
            if worker.reader is not None:
                self._selector.register(worker.reader.fd, selectors.EVENT_READ, worker)
        self._selector.register(self._launcher_reader.fd, selectors.EVENT_READ, None)
        self._newest = time.monotonic()
        self._until(lambda: all(w.backend is not None for w in self.workers), "start")

    def _spawn(self, inherited: Sequence[int]) -> None:
        with (self._folder / "launcher.log").open("wb") as log:
            self._launcher = subprocess.Popen(
                # -P: files of the current folder must not stand in for modules.
                [sys.executable, "-P", "-m", "hwpipe.runtime.launcher", str(self._folder)],
                stdin=subprocess.PIPE, stdout=log, stderr=log, pass_fds=inherited,
                env=_environment(self.workers[0].spec.threads),
            )  # fmt: skip

    def run(self, count: int, progress: Progress | None) -> float:
        """Let the micro-batches flow; returns when it began on the monotonic clock."""
        began = self._newest = time.monotonic()
        for worker in self.workers:
            self._command(worker, b"go\n")
        told = 0

        def finished() -> bool:
            nonlocal told
            if progress is not None and len(self.completion) > told:
                told = len(self.completion)
                progress(told, count)
            return all(worker.ended for worker in self.workers)

        self._until(finished, "run")
        return began

    def dismiss(self) -> None:
        """Let the workers end by themselves; stragglers are killed on leaving."""
        for worker in self.workers:
            self._command(worker, b"quit\n")

    @staticmethod
    def _command(worker: Worker, line: bytes) -> None:
        with contextlib.suppress(OSError):  # a dead worker is noticed by the watch
            os.write(worker.command, line)

    def _until(self, finished: Callable[[], bool], phase: str) -> None:
        """Handle events until `finished()`; raise for the first cause of a failure."""
        while not finished():
            self._listen()
            if any(worker.failed for worker in self.workers):
                raise self._first_cause()
            if self._launcher is not None and self._launcher.poll() is not None:
                raise self._launcher_died()
            limit = self._timeout_s if phase == "run" else max(self._timeout_s, _START_S)
            if time.monotonic() - self._newest > limit:
                raise self._hung(phase, limit)

    def _listen(self) -> None:
        for key, _ in self._selector.select(_POLL_S):
            self._read(key.data)

    def _read(self, worker: Worker | None) -> None:
        """Take the events of a worker, or of the launcher (None)."""
        reader = self._launcher_reader if worker is None else worker.reader
        if reader is None or reader.fd < 0:
            return
        events = reader.events()
        if events is None:
            self._selector.unregister(reader.fd)
            reader.close()
            return
        for event in events:
            self._newest = time.monotonic()
            if worker is None:
                self._handle_birth_or_death(event)
            else:
                self._handle(worker, event)

    def _handle_birth_or_death(self, event: dict[str, Any]) -> None:
        worker = self.workers[event["rank"]]
        if event["event"] == "born":
            worker.pid = event["pid"]
            return
        self._read(worker)  # its last words come first
        worker.status = event["status"]

    def _handle(self, worker: Worker, event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "ready":
            worker.backend = event["backend"]
            worker.simulated = bool(event.get("simulated"))
        elif kind == "done":
            worker.busy[event["k"]], worker.ends[event["k"]] = event["busy"], event["end"]
            worker.cycles[event["k"]] = event.get("cycles")
            member = getattr(worker.spec, "member", 0)  # of those that share a replica's layers
            if worker.spec.stage == len(worker.spec.replicas) - 1 and member == 0:
                self.completion[event["k"]] = event["end"]
        elif kind == "outputs":
            header = event["header"] and [(tuple(s), dtype) for s, dtype in event["header"]]
            if header and self.outputs not in (None, header):  # replicas saw different shapes
                worker.error = {
                    "kind": "work", "what": "outputs change their shape between micro-batches",
                    "where": None, "limit": "one shape", "remedy": "run one micro-batch",
                }  # fmt: skip
            self.outputs = header or self.outputs
        elif kind == "moved":
            worker.backend, worker.moved = event["backend"], event["why"]
            worker.simulated = True
        elif kind == "end":
            worker.ended = True
        else:
            worker.error = event

    def _first_cause(self) -> HwpipeError:
        """The error of the worker that failed on its own, not of one that lost a neighbour."""
        deadline = time.monotonic() + _GRACE_S
        while True:
            self._listen()
            failed = [worker for worker in self.workers if worker.failed]
            own = [w for w in failed if w.error is None or w.error["kind"] != "transport"]
            if own or time.monotonic() > deadline:
                break
        # A worker that reports is more telling than one that was killed in its wake.
        own.sort(key=lambda worker: (worker.error is None, worker.spec.rank))
        self.cause = (own or failed)[0]
        return self._describe(self.cause)

    def _describe(self, worker: Worker) -> HwpipeError:
        error = worker.error
        if error is not None:
            kind = InputError if error["kind"] == "input" else WorkError
            where = f"{worker.name}: {error['where']}" if error["where"] else worker.name
            return kind(error["what"], where=where, limit=error["limit"], remedy=error["remedy"])
        status = worker.status or 0
        if status < 0:
            remedy = (
                "see whether the kernel ran out of memory (dmesg), or use smaller micro-batches"
                if -status == signal.SIGKILL
                else "an operator crashed: run again in one process to see which"
            )
            return WorkError(f"its process {worker.pid} was killed by {_signal(status)}",
                             where=worker.name, remedy=remedy)  # fmt: skip
        line = _last_line(self._folder / f"worker-{worker.spec.rank}.log")
        return WorkError(
            f"its process {worker.pid} ended with status {status}" + (f": {line}" if line else ""),
            where=worker.name, remedy="see that the stage's libraries can be imported",
        )  # fmt: skip

    def _launcher_died(self) -> WorkError:
        status = self._launcher.returncode if self._launcher is not None else 0
        how = f"was killed by {_signal(status)}" if status < 0 else f"ended with status {status}"
        line = _last_line(self._folder / "launcher.log")
        names = "; ".join(worker.name for worker in self.workers)
        return WorkError(
            f"the process that starts the stages {how}" + (f": {line}" if line else ""),
            where=names, remedy="see that torch can be imported, and the memory suffices",
        )  # fmt: skip

    def _hung(self, phase: str, limit: float) -> WorkError:
        if phase == "start":
            waiting = [w for w in self.workers if w.backend is None]
        else:
            waiting = [w for w in self.workers if not w.ended]
        names = "; ".join(
            f"{w.name} {w.doing or f'after {len(w.busy)} micro-batches'}" for w in waiting
        )
        return WorkError(
            f"no stage reported for {limit:g} s; waiting for {names}",
            where=f"pipeline {phase}", limit=f"{limit:g} s",
            remedy="raise the timeout if a stage is that slow, else look at its device",
        )  # fmt: skip


def _signal(status: int) -> str:
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


def _last_line(log: Path) -> str:
    """Last line that a process wrote, as a hint of why it ended."""
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else ""


def _environment(threads: int) -> dict[str, str]:
    """Environment of a worker: thread counts, passive waiting, loopback, our own sources."""
    env = dict(os.environ)
    env.update({
        "OMP_NUM_THREADS": str(threads),
        "MKL_NUM_THREADS": str(threads),
        # Spinning barriers cost a factor of ten when stages share cores.
        "OMP_WAIT_POLICY": "PASSIVE",
        "KMP_BLOCKTIME": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
    })  # fmt: skip
    root = str(Path(hwpipe.__file__).resolve().parent.parent)
    env["PYTHONPATH"] = os.pathsep.join(p for p in (root, env.get("PYTHONPATH")) if p)
    interface = loopback_interface()
    if interface is not None:
        env["GLOO_SOCKET_IFNAME"] = interface
    return env
