"""Calibration and check data: an .npz file whose arrays are named after the model's inputs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError

__all__ = ["Images", "load_images"]

Array = npt.NDArray[Any]

_REMEDY = "write it with numpy.savez(FILE, INPUT=images)"


@dataclass(frozen=True)
class Images:
    """Arrays by input name, whole batches of the model, and labels where the file has them."""

    arrays: dict[str, Array]
    labels: Array | None
    batch: int

    @property
    def count(self) -> int:
        """Number of images."""
        return len(next(iter(self.arrays.values())))

    def feeds(self, limit: int | None = None) -> Iterator[dict[str, Array]]:
        """Inputs of one run after the other, at most `limit` images."""
        stop = self.count if limit is None else min(self.count, limit)
        for start in range(0, stop - self.batch + 1, self.batch):
            yield {name: a[start : start + self.batch] for name, a in self.arrays.items()}


def _read(path: Path) -> dict[str, Array]:
    where = str(path)
    if not path.exists():
        raise InputError("no such file", where=where, remedy=_REMEDY)
    if not path.is_file():
        raise InputError("is not a file", where=where, remedy=_REMEDY)
    if path.stat().st_size == 0:
        raise InputError("the file is empty", where=where, remedy=_REMEDY)
    try:
        data = np.load(path, allow_pickle=False)
        if not isinstance(data, np.lib.npyio.NpzFile):
            raise InputError("is no .npz archive", where=where, remedy=_REMEDY)
        with data:
            return {name: data[name] for name in data.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"is no .npz archive: {error}", where=where, remedy=_REMEDY) from None


def load_images(
    path: str | Path, shapes: Mapping[str, tuple[int, ...]], *, labels: str = "labels"
) -> Images:
    """Read calibration or check data and match it with the model's inputs.

    A single unnamed array (`arr_0`) is taken for a single input.

    Args:
        path: .npz file.
        shapes: static shape of every input, the batch in front.
        labels: name of an optional array of class indices, one an image.

    Raises:
        InputError: missing or unreadable file, wrong names, shapes or types, no images, NaN.
    """
    file = Path(path)
    found = _read(file)
    where = str(file)
    classes = found.pop(labels, None) if labels not in shapes else None
    if not found:
        raise InputError("holds no arrays", where=where, limit=", ".join(shapes), remedy=_REMEDY)
    if list(found) == ["arr_0"] and len(shapes) == 1:
        found = {next(iter(shapes)): found["arr_0"]}
    for name in found:
        if name not in shapes:
            raise InputError(f"the model has no input {name!r}", where=where,
                             limit=", ".join(shapes), remedy=_REMEDY)  # fmt: skip
    for name in shapes:
        if name not in found:
            raise InputError(f"holds no array for input {name!r}", where=where,
                             limit=", ".join(shapes), remedy=_REMEDY)  # fmt: skip
    batch = next(iter(shapes.values()))[0] if shapes else 1
    arrays = {name: _checked(found[name], name, shapes[name], where) for name in shapes}
    counts = {name: len(array) for name, array in arrays.items()}
    if len(set(counts.values())) > 1:
        raise InputError(f"arrays differ in length: {counts}", where=where,
                         remedy="give equally many samples of each input")  # fmt: skip
    if next(iter(counts.values())) < batch:
        raise InputError(f"holds {next(iter(counts.values()))} images", where=where,
                         limit=f"at least one batch of {batch}",
                         remedy="add images; 100 to 500 of the training set are usual")  # fmt: skip
    if classes is not None:
        classes = np.asarray(classes)
        if classes.shape != (next(iter(counts.values())),) or classes.dtype.kind not in "iu":
            raise InputError(f"{labels!r} is {classes.dtype} {list(classes.shape)}", where=where,
                             limit="one class index an image",
                             remedy="leave it out, or name it with --labels")  # fmt: skip
    return Images(arrays, classes, batch)


def _checked(array: Array, name: str, shape: tuple[int, ...], where: str) -> Array:
    want = ", ".join(["N", *map(str, shape[1:])])
    if array.ndim != len(shape) or array.shape[1:] != shape[1:]:
        raise InputError(f"input {name!r} has shape {list(array.shape)}", where=where,
                         limit=f"[{want}]", remedy="reshape or resize the images")  # fmt: skip
    if array.dtype.kind != "f":
        raise InputError(f"input {name!r} has element type {array.dtype}", where=where,
                         limit="float32",
                         remedy="normalise the images as in training")  # fmt: skip
    bad = ~np.isfinite(array)
    if bad.any():
        at = tuple(int(i) for i in np.argwhere(bad)[0])
        raise InputError(f"input {name!r} holds {array[at]} at {at}", where=where,
                         limit="finite numbers", remedy="clean the data")  # fmt: skip
    return np.ascontiguousarray(array, np.float32)
