"""Named arrays in `.npz` files: the inputs and outputs of `hwpipe run`."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError
from hwpipe.plan.files import write_bytes_atomically

__all__ = ["load_arrays", "save_arrays"]


def load_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Read the arrays of an `.npz` file; pickled objects are refused.

    Raises:
        InputError: if it is no such file.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            if not isinstance(archive, np.lib.npyio.NpzFile):
                raise ValueError("a single array, not an archive of named ones")
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(
            f"no .npz file of arrays ({error})",
            where=str(path),
            remedy="write it with numpy.savez(path, input_name=array)",
        ) from None


def save_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write named arrays; an interrupted write leaves the old file as it was."""
    import io

    buffer = io.BytesIO()
    np.savez(buffer, **dict(arrays))
    write_bytes_atomically(path, buffer.getvalue())
