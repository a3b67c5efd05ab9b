"""Twins of boards that a run starts for itself, each on a loopback address of its own."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import hwpipe
from hwpipe.errors import InputError, WorkError
from hwpipe.runtime.boards import BoardPlan
from hwpipe.stage.board import BoardSpec

__all__ = ["PORT", "free_address", "twins_of"]

#: Where PYNQ.remote listens; pynq's clients know no other.
PORT = 7967
#: Starting takes seconds; building the simulator of a kernel that is not cached takes minutes.
_START_S = {"numpy": 60.0, "rtl": 900.0}
_POLL_S, _END_S = 0.05, 5.0


def free_address() -> str:
    """A loopback address on which nobody listens at PYNQ.remote's port.

    Raises:
        WorkError: none is free.
    """
    start = os.getpid() * 61
    for k in range(1 << 12):
        number = (start + k) % ((1 << 24) - 1024) + 512
        address = f"127.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        if number & 255 in (0, 255):
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((address, PORT))
                return address
    raise WorkError(f"no loopback address with port {PORT} free",
                    remedy="end other twins on this machine")  # fmt: skip


@contextmanager
def twins_of(boards: BoardPlan, folder: Path) -> Iterator[dict[tuple[int, int], BoardSpec]]:
    """Boards of every (stage, replica) with a program, twins running; they end with the context.

    Args:
        boards: programs, and the boards that the stages name.
        folder: private to the run.

    Raises:
        InputError: a board for which there is no overlay.
        WorkError: a twin does not start.
    """
    found: dict[tuple[int, int], BoardSpec] = {}
    with ExitStack() as stack:
        waiting: list[Callable[[], None]] = []
        for stage, replica in boards.programs:
            board = boards.stages[stage].board_of(replica)
            assert board is not None
            if board.mode in ("numpy", "rtl"):
                bitstream = _package(board, folder / f"twin-{stage}-{replica}")
                board = dataclasses.replace(
                    board, address=free_address(), bitstream=str(bitstream)
                )  # fmt: skip
                waiting.append(stack.enter_context(_twin(board, bitstream.parent)))
            found[stage, replica] = board
        for wait in waiting:  # all start side by side
            wait()
        yield found


def _package(board: BoardSpec, folder: Path) -> Path:
    """An overlay for the twin with the cluster's kernel configuration; the `.bit`."""
    from hwpipe.overlay.kernel import board_design
    from hwpipe.overlay.twin_files import store, twin_files

    try:
        return store(twin_files(board_design(board.board, board.config, board.clock_hz)), folder)
    except InputError as error:
        raise InputError(
            f"no twin of {board.board}: {error}", where=board.device,
            remedy="run with --twin reference",
        ) from None  # fmt: skip


@contextmanager
def _twin(board: BoardSpec, package: Path) -> Iterator[Callable[[], None]]:
    """The twin's process; yields a function that waits until it answers."""
    log = package / "twin.log"
    command = [
        sys.executable, "-P", "-m", "hwpipe.runtime.twin_process", str(os.getpid()),
        "--board", board.board,
        "--bind", str(board.address), "--package", str(package),
        *(["--rtl"] if board.mode == "rtl" else []),
    ]  # fmt: skip
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=_environment()
        )

    def wait() -> None:
        deadline = time.monotonic() + _START_S[board.mode]
        while not _answers(str(board.address)):
            if process.poll() is not None:
                lines = log.read_text(errors="replace").strip().splitlines()
                raise WorkError(
                    f"its twin ended with status {process.returncode}"
                    + (f": {lines[-1]}" if lines else ""), where=board.device,
                    remedy="run with --twin reference",
                )  # fmt: skip
            if time.monotonic() > deadline:
                raise WorkError(
                    f"its twin did not answer within {_START_S[board.mode]:g} s",
                    where=f"{board.device} at {board.address}",
                )  # fmt: skip
            time.sleep(_POLL_S)

    try:
        yield wait
    finally:
        process.terminate()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(address: str) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((address, PORT)) == 0


def _environment() -> dict[str, str]:
    env = dict(os.environ)
    root = str(Path(hwpipe.__file__).resolve().parent.parent)
    env["PYTHONPATH"] = os.pathsep.join(p for p in (root, env.get("PYTHONPATH")) if p)
    return env
