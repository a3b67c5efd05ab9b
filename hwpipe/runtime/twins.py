"""Twins of boards that a run starts for itself, each on a loopback address of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hwpipe.errors import InputError
from hwpipe.runtime.boards import BoardPlan
from hwpipe.stage.board import BoardSpec

if TYPE_CHECKING:
    from hwpipe.twin.process import TwinProcess

__all__ = ["twins_of"]

#: Starting takes seconds; building the simulator of a kernel that is not cached takes minutes.
_START_S = {"numpy": 120.0, "rtl": 900.0}

Place = tuple[int, int]


@contextmanager
def twins_of(boards: BoardPlan, folder: Path) -> Iterator[dict[Place, BoardSpec]]:
    """Boards of every (stage, replica) with a program, twins running; they end with the context.

    Args:
        boards: programs, and the boards that the stages name.
        folder: private to the run.

    Raises:
        InputError: a board for which there is no overlay.
        WorkError: a twin does not start.
    """
    found: dict[Place, BoardSpec] = {}
    for stage, replica in boards.programs:
        board = boards.stages[stage].board_of(replica)
        assert board is not None
        if board.mode in ("numpy", "rtl"):
            bitstream = _package(board, folder / f"twin-{stage}-{replica}")
            board = dataclasses.replace(board, bitstream=str(bitstream))
        found[stage, replica] = board
    simulated = {place: b for place, b in found.items() if b.mode in ("numpy", "rtl")}
    with ExitStack() as stack:
        for place, twin in _started(simulated, stack).items():
            found[place] = dataclasses.replace(found[place], address=twin.address)
        yield found


def _started(boards: dict[Place, BoardSpec], stack: ExitStack) -> dict[Place, TwinProcess]:
    """Twins, started side by side; the stack ends them."""
    if not boards:
        return {}
    from hwpipe.twin.process import free_address, start_twin

    def start(place: Place, address: str) -> TwinProcess:
        board = boards[place]
        assert board.bitstream is not None
        twin = start_twin(
            board.board, address, rtl=board.mode == "rtl", package=Path(board.bitstream).parent,
            timeout_s=_START_S[board.mode],
        )  # fmt: skip
        stack.callback(twin.stop)
        return twin

    with ThreadPoolExecutor(len(boards)) as pool:
        waiting = {place: pool.submit(start, place, free_address()) for place in boards}
    return {place: future.result() for place, future in waiting.items()}


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
