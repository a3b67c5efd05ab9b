"""The supervisor: starts a process per stage replica, watches them, and leaves none behind."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import hwpipe
from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.runtime.spec import Progress, StageSpec, WorkerSpec

__all__ = ["Supervisor"]

#: How long to look for the first cause when a worker only lost a neighbour.
_GRACE_S = 2.0
#: How often children are checked where no event arrives.
_POLL_S = 0.05


class _Worker:
    """A child process and what it said so far."""

    def __init__(self, spec: WorkerSpec, stage: StageSpec) -> None:
        self.spec, self.stage = spec, stage
        self.process: subprocess.Popen[bytes] | None = None
        self.fd = -1
        self.rest = b""
        self.log: Path | None = None
        self.backend: str | None = None
        self.error: dict[str, Any] | None = None
        self.ended = False
        self.busy: dict[int, float] = {}
        self.last_event = time.monotonic()

    @property
    def name(self) -> str:
        replica = f", replica {self.spec.replica}" if self.stage.replicas > 1 else ""
        return f"stage {self.stage.index} on {self.stage.device}{replica}"


class Supervisor:
    """Processes of one run.

    Use as a context manager: leaving it, for whatever reason, kills and reaps every child.
    """

    def __init__(
        self, folder: Path, specs: Sequence[WorkerSpec], stages: Sequence[StageSpec],
        timeout_s: float,
    ) -> None:  # fmt: skip
        """Prepare, start nothing.

        Args:
            folder: the run's private folder with pieces and inputs.
            specs: one per rank, in rank order.
            stages: the stages, for messages.
            timeout_s: a run without an event from any worker for so long is hung.
        """
        self._folder, self._timeout_s = folder, timeout_s
        self.workers = [_Worker(spec, stages[spec.stage]) for spec in specs]
        self._selector = selectors.DefaultSelector()
        self.outputs: list[tuple[tuple[int, ...], str]] | None = None
        self.completion: dict[int, float] = {}

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *exc: object) -> None:
        for worker in self.workers:
            if worker.process is not None and worker.process.poll() is None:
                with contextlib.suppress(OSError):
                    worker.process.kill()
        for worker in self.workers:
            if worker.process is not None:
                worker.process.wait()
                if worker.process.stdin is not None:
                    with contextlib.suppress(OSError):
                        worker.process.stdin.close()
            if worker.fd >= 0:
                os.close(worker.fd)
                worker.fd = -1
        self._selector.close()

    def start(self) -> None:
        """Start the workers and wait until all have loaded their pieces and met."""
        for worker in self.workers:
            self._spawn(worker)
        self._until(lambda: all(w.backend is not None for w in self.workers), "start")

    def _spawn(self, worker: _Worker) -> None:
        rank = worker.spec.rank
        with (self._folder / f"worker-{rank}.spec").open("wb") as file:
            pickle.dump(worker.spec, file)
        worker.log = self._folder / f"worker-{rank}.log"
        read, write = os.pipe()
        try:
            with worker.log.open("wb") as log:
                worker.process = subprocess.Popen(
                    [sys.executable, "-m", "hwpipe.runtime.worker", str(self._folder), str(rank),
                     str(write)],
                    stdin=subprocess.PIPE, stdout=log, stderr=log, pass_fds=(write,),
                    env=_environment(worker.spec.threads),
                )  # fmt: skip
        except OSError as error:
            os.close(read)
            raise WorkError(
                f"its process cannot be started: {error.strerror}",
                where=worker.name,
                remedy="free processes and memory",
            ) from error
        finally:
            os.close(write)
        os.set_blocking(read, False)
        worker.fd, worker.last_event = read, time.monotonic()
        self._selector.register(read, selectors.EVENT_READ, worker)

    def run(self, count: int, progress: Progress | None) -> float:
        """Let the micro-batches flow; returns when it began on the monotonic clock."""
        began = time.monotonic()
        for worker in self.workers:
            self._command(worker, b"go\n")
            worker.last_event = began
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
        deadline = time.monotonic() + 2.0
        for worker in self.workers:
            if worker.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    worker.process.wait(max(0.0, deadline - time.monotonic()))

    @staticmethod
    def _command(worker: _Worker, line: bytes) -> None:
        if worker.process is None or worker.process.stdin is None:
            return
        with contextlib.suppress(OSError):  # a dead child is noticed by the watch
            worker.process.stdin.write(line)
            worker.process.stdin.flush()

    def _until(self, finished: Any, phase: str) -> None:
        """Handle events until `finished()`; raise for the first cause of a failure."""
        while not finished():
            for key, _ in self._selector.select(_POLL_S):
                self._read(key.data)
            if any(self._failed(worker) for worker in self.workers):
                raise self._first_cause()
            newest = max(worker.last_event for worker in self.workers)
            if time.monotonic() - newest > self._timeout_s:
                raise self._hung(phase)

    def _read(self, worker: _Worker) -> None:
        try:
            data = os.read(worker.fd, 1 << 16)
        except BlockingIOError:
            return
        if not data:
            self._selector.unregister(worker.fd)
            os.close(worker.fd)
            worker.fd = -1
            return
        worker.last_event = time.monotonic()
        *lines, worker.rest = (worker.rest + data).split(b"\n")
        for line in lines:
            self._handle(worker, json.loads(line))

    def _handle(self, worker: _Worker, event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "ready":
            worker.backend = event["backend"]
        elif kind == "done":
            worker.busy[event["k"]] = event["busy"]
            if worker.spec.stage == len(worker.spec.replicas) - 1:
                self.completion[event["k"]] = event["end"]
        elif kind == "outputs":
            if event["header"] is not None:
                self.outputs = [(tuple(shape), dtype) for shape, dtype in event["header"]]
        elif kind == "end":
            worker.ended = True
        else:
            worker.error = event

    @staticmethod
    def _failed(worker: _Worker) -> bool:
        if worker.error is not None:
            return True
        return worker.process is not None and worker.process.poll() is not None

    def _first_cause(self) -> HwpipeError:
        """The error of the worker that failed on its own, not of one that lost a neighbour."""
        deadline = time.monotonic() + _GRACE_S
        while True:
            for key, _ in self._selector.select(_POLL_S):
                self._read(key.data)
            failed = [worker for worker in self.workers if self._failed(worker)]
            own = [w for w in failed if w.error is None or w.error["kind"] != "transport"]
            if own or time.monotonic() > deadline:
                break
        # A worker that reports is more telling than one that was killed in its wake.
        own.sort(key=lambda worker: (worker.error is None, worker.spec.rank))
        return self._describe((own or failed)[0])

    def _describe(self, worker: _Worker) -> HwpipeError:
        error = worker.error
        if error is not None:
            kind = InputError if error["kind"] == "input" else WorkError
            where = f"{worker.name}: {error['where']}" if error["where"] else worker.name
            return kind(error["what"], where=where, limit=error["limit"], remedy=error["remedy"])
        code = worker.process.returncode if worker.process is not None else 0
        if code is not None and code < 0:
            name = signal.Signals(-code).name
            remedy = (
                "see whether the kernel ran out of memory (dmesg), or use smaller micro-batches"
                if -code == signal.SIGKILL
                else "see whether an operator crashed: run again with --in-process"
            )
            return WorkError(f"its process was killed by {name}", where=worker.name, remedy=remedy)
        line = self._last_line(worker)
        return WorkError(
            f"its process ended with status {code}" + (f": {line}" if line else ""),
            where=worker.name, remedy="see that the stage's libraries can be imported",
        )  # fmt: skip

    @staticmethod
    def _last_line(worker: _Worker) -> str:
        if worker.log is None or not worker.log.exists():
            return ""
        lines = worker.log.read_text(errors="replace").strip().splitlines()
        return lines[-1].strip() if lines else ""

    def _hung(self, phase: str) -> WorkError:
        if phase == "start":
            waiting = [w for w in self.workers if w.backend is None]
        else:
            waiting = [w for w in self.workers if not w.ended]
        names = "; ".join(f"{w.name} after {len(w.busy)} micro-batches" for w in waiting)
        return WorkError(
            f"no stage reported for {self._timeout_s:g} s; waiting for {names}",
            where=f"pipeline {phase}", limit=f"{self._timeout_s:g} s",
            remedy="raise the timeout if a stage is that slow, else look at its device",
        )  # fmt: skip


def _environment(threads: int) -> dict[str, str]:
    """Environment of a worker: thread counts, passive waiting, loopback, our own sources."""
    from hwpipe.runtime.network import loopback_interface

    env = dict(os.environ)
    env.update({
        "OMP_NUM_THREADS": str(threads),
        "MKL_NUM_THREADS": str(threads),
        # Spinning barriers cost a factor of ten when stages share cores.
        "OMP_WAIT_POLICY": "PASSIVE",
        "KMP_BLOCKTIME": "0",
        "PYTHONUNBUFFERED": "1",
    })  # fmt: skip
    root = str(Path(hwpipe.__file__).resolve().parent.parent)
    env["PYTHONPATH"] = os.pathsep.join(p for p in (root, env.get("PYTHONPATH")) if p)
    interface = loopback_interface()
    if interface is not None:
        env["GLOO_SOCKET_IFNAME"] = interface
    return env
