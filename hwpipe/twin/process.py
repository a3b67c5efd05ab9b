"""A twin in a process of its own: started, waited for, ended with its parent."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from hwpipe.errors import InputError, WorkError

__all__ = ["TwinProcess", "free_address", "start_twin"]

_PORT = 7967
_COUNT = itertools.count()
READY = "ready"


def free_address() -> str:
    """A loopback address whose port 7967 is free, made of this process's number."""
    for attempt in range(1000):
        number = (os.getpid() * 61 + 251 * next(_COUNT) + attempt) % (254 * 254 * 200)
        address = f"127.{number // 64516 + 20}.{number // 254 % 254 + 1}.{number % 254 + 1}"
        with socket.socket() as probe, suppress(OSError):
            probe.bind((address, _PORT))
            return address
    raise WorkError("no free loopback address", remedy="end twins that are no longer used")


class TwinProcess:
    """A running twin; a context manager that ends it.

    Attributes:
        address: where it answers.
        board: name of the board.
    """

    def __init__(self, address: str, board: str, process: subprocess.Popen[str]) -> None:
        self.address, self.board, self._process = address, board, process

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once, as a board that loses its power."""
        self._process.kill()
        self._process.wait()
        self._close()

    def stop(self) -> None:
        """End it."""
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close()

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def __enter__(self) -> TwinProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stop()


def start_twin(
    board: str,
    address: str | None = None,
    *,
    rtl: bool = False,
    package: Path | None = None,
    options: Sequence[str] = (),
    timeout_s: float = 120.0,
) -> TwinProcess:
    """Start `hwpipe twin` and wait until it answers.

    Args:
        board: name of a board with an overlay.
        address: loopback address; by default a free one.
        rtl: simulate the accelerator's RTL in place of numpy.
        package: folder with the overlays that may be loaded.
        options: more of the command's.
        timeout_s: until it answers; RTL that was never compiled takes a minute or more.

    Raises:
        InputError: the twin refused its options.
        WorkError: it ended, or did not answer in time.
    """
    address = address or free_address()
    command = [sys.executable, "-m", "hwpipe", "twin", "--board", board, "--bind", address,
               "--until-stdin-closes", *options]  # fmt: skip
    command += ["--rtl"] if rtl else []
    command += ["--package", str(package)] if package else []
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    twin = TwinProcess(address, board, process)
    lines: list[str] = []
    ready = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        with suppress(ValueError, OSError):
            for line in process.stdout:
                lines.append(line.strip())
                if line.strip().endswith(READY):
                    ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    end = time.monotonic() + timeout_s
    while not ready.wait(0.05) and time.monotonic() < end and twin.alive:
        pass
    if lines and lines[-1].endswith(READY):
        return twin
    twin.stop()
    code = process.returncode
    message = lines[-1] if lines else "it said nothing"
    kind = InputError if code == InputError.exit_code else WorkError
    raise kind(f"the twin of {board} did not start: {message}", where=address)
