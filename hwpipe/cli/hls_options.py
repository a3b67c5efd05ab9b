"""What the verbs of `hwpipe hls` share: NAME=VALUE options, a board's limits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError

__all__ = ["assignments", "board_limits", "load_arrays", "named_kernel"]

#: Part that scripts name where no board is given.
SMALLEST_PART = "xc7z020clg400-1"


def assignments(values: Sequence[str], option: str) -> dict[str, int]:
    """Read `OPTION NAME=VALUE`, whole numbers in Python's notation (-3, 0x10).

    Raises:
        InputError: if one is not of that form, or a name is given twice.
    """
    found: dict[str, int] = {}
    for text in values:
        name, _, number = text.partition("=")
        try:
            value = int(number, 0)
        except ValueError:
            name = ""
        if not name.isidentifier():
            raise InputError(f"{option} {text!r}", limit="NAME=VALUE with a whole number")
        if name in found:
            raise InputError(f"{option} gives {name} twice")
        found[name] = value
    return found


def load_arrays(values: Sequence[str]) -> dict[str, Any]:
    """Read `--input NAME=FILE.npy`.

    Raises:
        InputError: if one is not of that form or its file is no array.
    """
    import numpy as np

    found: dict[str, Any] = {}
    for text in values:
        name, _, path = text.partition("=")
        if not name.isidentifier() or not path:
            raise InputError(f"--input {text!r}", limit="NAME=FILE.npy")
        if not Path(path).is_file():
            raise InputError(f"file {path} of --input does not exist")
        try:
            found[name] = np.load(path, allow_pickle=False)
        except ValueError:
            raise InputError(f"file {path} of --input is no array", limit="a .npy file") from None
        if not isinstance(found[name], np.ndarray):
            raise InputError(f"file {path} of --input holds several arrays", limit="a .npy file")
    return found


def board_limits(board: str | None) -> tuple[dict[str, float] | None, str]:
    """What a board has, and its part; without a board, no limit and the smallest part.

    Raises:
        InputError: an unknown board, or one without programmable logic.
    """
    if board is None:
        return None, SMALLEST_PART
    from hwpipe.cluster import boards
    from hwpipe.cluster.catalogue import close_names

    known = boards()
    if board not in known:
        raise InputError(f"--board {board!r} is unknown", remedy=close_names(board, list(known)))
    logic = known[board].resources
    if logic is None:
        raise InputError(f"--board {board!r} has no programmable logic")
    limits = {"dsp": logic.dsp, "bram36": logic.bram36, "lut": logic.lut, "ff": logic.ff}
    return {name: float(value) for name, value in limits.items()}, logic.part


def named_kernel(kernel: str, board: str | None, params: dict[str, int]) -> Any:
    """Load a kernel by name or path; `conv2d` with the parameters that suit the board.

    Raises:
        InputError: no such kernel, board or parameter.
    """
    from hwpipe.hls import load_kernel

    if kernel == "conv2d" and board is not None:
        from hwpipe.conv import board_config

        params = {**board_config(board).params, **params}
    return load_kernel(kernel, params)
