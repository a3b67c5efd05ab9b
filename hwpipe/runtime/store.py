"""Pieces on disk: nodes pickled, constants in one flat file that workers map copy-on-write.

The folder is private to one run and read by processes that it started itself; replicas of a
stage share the mapped pages.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from hwpipe.runtime.piece import Array, Piece

__all__ = ["dtype_named", "load_piece", "save_piece"]

_ALIGN = 64  # bytes: what vector loads and torch kernels like best


def save_piece(piece: Piece, folder: Path) -> None:
    """Write `stage-N.piece` and `stage-N.weights` into a folder."""
    table: list[tuple[str, str, tuple[int, ...], int]] = []
    offset = 0
    with (folder / f"stage-{piece.index}.weights").open("wb") as file:
        for name, array in piece.constants.items():
            data = np.ascontiguousarray(array)
            offset += -offset % _ALIGN
            table.append((name, data.dtype.name, array.shape, offset))
            file.seek(offset)
            # A view of bytes: also works for the element types that numpy only borrows.
            file.write(data.reshape(-1).view(np.uint8).data)
            offset += data.nbytes
        file.truncate(max(offset, 1))
    header = (piece.index, piece.nodes, piece.weights, piece.inputs, piece.outputs, table)
    with (folder / f"stage-{piece.index}.piece").open("wb") as file:
        pickle.dump(header, file, protocol=pickle.HIGHEST_PROTOCOL)


def dtype_named(name: str) -> np.dtype[Any]:
    """Numpy dtype by name, also of the types that numpy borrows from ml_dtypes."""
    try:
        return np.dtype(name)
    except TypeError:
        kind = getattr(onnx.TensorProto, name.upper().replace("_", ""))
        return np.dtype(onnx.helper.tensor_dtype_to_npdtype_named(kind))


def load_piece(folder: Path, index: int) -> Piece:
    """Read a piece that `save_piece` wrote; its constants are private writable mappings."""
    with (folder / f"stage-{index}.piece").open("rb") as file:
        number, nodes, weights, inputs, outputs, table = pickle.load(file)
    raw = np.memmap(folder / f"stage-{index}.weights", np.uint8, mode="c")
    constants: dict[str, Array] = {}
    for name, dtype_name, shape, offset in table:
        dtype = dtype_named(dtype_name)
        size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        constants[name] = np.asarray(raw[offset : offset + size]).view(dtype).reshape(shape)
    return Piece(number, nodes, constants, weights, inputs, outputs)
