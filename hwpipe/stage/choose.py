"""Which board, twin or reference stands for every FPGA device of a plan."""

from __future__ import annotations

import dataclasses
import importlib.util
import platform
from collections.abc import Iterable
from pathlib import Path

from hwpipe.cluster.model import Device
from hwpipe.errors import InputError
from hwpipe.resources import data_dir
from hwpipe.stage.board import BoardMode, BoardOptions, BoardSpec, board_spec

__all__ = ["choose_boards"]

#: Processors of boards that run pynq themselves.
_BOARD_MACHINES = ("aarch64", "armv7l")


def _mode(options: BoardOptions, addresses: list[str]) -> BoardMode:
    if options.mode is not None:
        return options.mode
    if importlib.util.find_spec("pynq") is None:
        return "reference"
    here = platform.machine() in _BOARD_MACHINES and Path("/sys/class/fpga_manager/fpga0").exists()
    if addresses or here:
        return "hardware"
    return "numpy"


def choose_boards(devices: Iterable[Device], options: BoardOptions) -> dict[str, BoardSpec]:
    """A board for every FPGA device with hwpipe's kernel, by name of the device.

    Args:
        devices: of the plan, in order; hardware takes the addresses of `PYNQ_REMOTE_DEVICES` in
            that order.
        options: of the user.

    Raises:
        InputError: fewer addresses than boards, no overlay for a board, pynq is not installed.
    """
    from hwpipe.overlay.open_board import board_addresses

    addresses = board_addresses()
    mode = _mode(options, addresses)
    found = {d.name: b for d in devices if (b := board_spec(d, mode, options)) is not None}
    if found and mode != "reference" and importlib.util.find_spec("pynq") is None:
        raise InputError(
            f"pynq is not installed, which --twin {mode} needs",
            remedy="pip install 'hwpipe[pynq]', or run with --twin reference",
        )
    if mode != "hardware":
        return found if options.mode is not None else _with_overlays(found)
    if addresses and len(addresses) < len(found):
        raise InputError(
            f"{len(addresses)} addresses for {len(found)} boards ({', '.join(found)})",
            where="PYNQ_REMOTE_DEVICES", remedy="give an address for every board of the plan",
        )  # fmt: skip
    if not addresses and len(found) > 1:
        raise InputError(
            f"this board is one, the plan has {len(found)} ({', '.join(found)})",
            remedy="set PYNQ_REMOTE_DEVICES to the addresses of all boards",
        )  # fmt: skip
    return {
        name: dataclasses.replace(
            board,
            address=addresses[k] if addresses else None,
            bitstream=str(_overlay(board, options.package)),
        )
        for k, (name, board) in enumerate(found.items())
    }


def _with_overlays(boards: dict[str, BoardSpec]) -> dict[str, BoardSpec]:
    """Boards that have no overlay run on the integer reference: nobody asked for their twin."""
    from hwpipe.overlay.board import overlay_boards

    known = overlay_boards() if boards else []
    return {
        name: board if board.board in known else dataclasses.replace(board, mode="reference")
        for name, board in boards.items()
    }


def _overlay(board: BoardSpec, package: Path | None) -> Path:
    """The `.bit` with the board's kernel, in a folder or in hwpipe's own `bitstreams/`."""
    from hwpipe.overlay.kernel import ident_of_config
    from hwpipe.overlay.manifest import load_manifest
    from hwpipe.overlay.twin_files import MANIFEST

    package = package or data_dir("bitstreams")
    ident = f"{ident_of_config(board.config):016x}"
    entries = load_manifest(package / MANIFEST).overlays
    fitting = [e for e in entries if e.board == board.board and e.ident == ident]
    if not fitting:
        there = ", ".join(f"{e.stem} ({e.board}, {e.ident})" for e in entries) or "none"
        raise InputError(
            f"no overlay of {board.board} with the plan's kernel {ident}; there: {there}",
            where=str(package),
            remedy="name the folder with --package DIR; hwpipe deploy PLAN.json --check says more",
        )  # fmt: skip
    # A bitstream of hardware before one that only twins take.
    best = min(fitting, key=lambda entry: entry.twin)
    return package / best.bit.file
