"""Weights that a model message only refers to: where they are, and how to read them.

An initialiser whose `data_location` is EXTERNAL names its data by `external_data` entries:

- `location` of a user's file beside the model, with `offset` and `length` (the ONNX form);
- `SELF`: the same inside the model file (see `wire`);
- `SEED`: drawn from `recipe` (`normal:MEAN:STD`, `uniform:LOW:HIGH`) and the tensor's `key`;
- `FILL`: every element has the value `value`.

`full_dims` and `slice` (`AXIS:START:STOP` of a tensor of `slice_dims`) say that the tensor is a
part of the data, which is how an intra-layer split takes its share of a weight without reading
it. What ONNX has no key for is kept as JSON under `checksum`, one of its own.
"""

from __future__ import annotations

import json
import math
import zlib
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, TensorProto

from hwpipe.errors import InputError
from hwpipe.graph.limits import MAX_WEIGHT_BYTES
from hwpipe.graph.tensors import (
    DTYPE_NAME,
    NUMPY_DTYPE,
    AnyArray,
    element_bits,
    is_inline,
    to_array,
)
from hwpipe.graph.wire import SELF

__all__ = [
    "FILL",
    "SEED",
    "WeightReader",
    "check_external",
    "deferred",
    "entries",
    "external_files",
    "reshaped",
    "sliced",
]

SEED, FILL = "hwpipe:seed", "hwpipe:fill"
_OWN = "hwpipe:"


def entries(tensor: TensorProto) -> dict[str, str]:
    """The `external_data` entries of a tensor, hwpipe's own among them."""
    found = {entry.key: entry.value for entry in tensor.external_data}
    own = found.get("checksum", "")
    if own.startswith(_OWN):
        found |= json.loads(own[len(_OWN) :])
    return found


def _add_entries(tensor: TensorProto, more: dict[str, str]) -> None:
    found = {entry.key: entry.value for entry in tensor.external_data}
    text = found.get("checksum", "")
    own = json.loads(text[len(_OWN) :]) if text.startswith(_OWN) else {}
    found["checksum"] = _OWN + json.dumps(own | more)
    tensor.ClearField("external_data")
    for key, value in found.items():
        tensor.external_data.add(key=key, value=value)


def deferred(
    name: str, dims: tuple[int, ...], data_type: int, location: str, **more: str
) -> TensorProto:
    """An initialiser without data, to be made from `location` (SEED or FILL) when needed."""
    tensor = TensorProto(
        name=name, dims=dims, data_type=data_type, data_location=TensorProto.EXTERNAL
    )
    tensor.external_data.add(key="location", value=location)
    _add_entries(tensor, more)
    return tensor


def reshaped(tensor: TensorProto, name: str, dims: tuple[int, ...]) -> TensorProto:
    """The same data under another name and shape with as many elements."""
    copy = TensorProto()
    copy.CopyFrom(tensor)
    copy.name = name
    if not is_inline(tensor) and "full_dims" not in entries(tensor):
        _add_entries(copy, {"full_dims": _join(tensor.dims)})
    del copy.dims[:]
    copy.dims.extend(dims)
    return copy


def sliced(tensor: TensorProto, name: str, axis: int, start: int, stop: int) -> TensorProto:
    """Part [start, stop) of a tensor along `axis`; data that is elsewhere stays there.

    Raises:
        ValueError: if the tensor is a slice already.
    """
    dims = tuple(tensor.dims)
    new = (*dims[:axis], stop - start, *dims[axis + 1 :])
    if is_inline(tensor):
        index = tuple(slice(start, stop) if i == axis else slice(None) for i in range(len(dims)))
        return onnx.numpy_helper.from_array(np.ascontiguousarray(to_array(tensor)[index]), name)
    found = entries(tensor)
    if "slice" in found:
        raise ValueError(f"{tensor.name} is a part of a weight already")
    copy = TensorProto()
    copy.CopyFrom(tensor)
    copy.name = name
    del copy.dims[:]
    copy.dims.extend(new)
    # A slice is taken after the data has the shape that the split saw.
    own = {"slice_dims": _join(dims), "slice": f"{axis}:{start}:{stop}"}
    _add_entries(
        copy, {"full_dims": _join(dims)} | {k: found[k] for k in found if k == "full_dims"} | own
    )
    return copy


def _join(dims: object) -> str:
    return ",".join(str(dim) for dim in dims)  # type: ignore[attr-defined]


def _split(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",")) if text else ()


def _integer(found: dict[str, str], key: str, label: str, where: str) -> int:
    text = found.get(key, "0") or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise InputError(f"{label} has external {key} {text[:40]!r}", where=where,
                         limit="a whole number of bytes")  # fmt: skip
    return int(text)


def _external_path(location: str, folder: Path, label: str, where: str) -> Path:
    remedy = "move the data beside the model and refer to it by a relative path"
    if not location or "\0" in location:
        raise InputError(f"{label} names no external file", where=where, remedy=remedy)
    pieces = location.replace("\\", "/").split("/")
    if (
        location.startswith(("/", "\\"))
        or ".." in pieces
        or (len(location) > 1 and location[1] == ":")
    ):
        raise InputError(
            f"{label} has its data in {location[:200]!r}, outside the model's folder",
            where=where,
            limit="files in the model's folder",
            remedy=remedy,
        )
    try:
        root = folder.resolve()
        real = (folder / location).resolve()
        inside = real.is_relative_to(root)
        present = real.is_file()
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(
            f"{label}: external file {location[:200]!r}: {error}", where=where
        ) from None
    if not inside:
        raise InputError(
            f"{label} has its data in {location[:200]!r}, a link out of the model's folder",
            where=where,
            limit="files in the model's folder",
            remedy=remedy,
        )
    if not present:
        raise InputError(
            f"{label} has its data in {location[:200]!r}, which is not there",
            where=where,
            remedy="copy the external data beside the model",
        )
    return real


def _refuse_forged(tensor: TensorProto, where: str) -> None:
    """A file cannot speak for hwpipe: its data is its own, or in ordinary external files."""
    for entry in tensor.external_data:
        own = entry.key == "location" and entry.value in (SEED, FILL)
        if own or (entry.key == "checksum" and entry.value.startswith(_OWN)):
            raise InputError(
                f"initializer {tensor.name[:120]!r} has the reserved external data entry "
                f"{entry.key}={entry.value[:40]!r}",
                where=where,
            )


def external_files(model: ModelProto) -> list[TensorProto]:
    """Tensors of the main graph whose data lies in the user's own external files."""
    found = [t for t in model.graph.initializer if not is_inline(t)]
    for node in model.graph.node:
        if node.op_type == "Constant":
            found += [a.t for a in node.attribute if a.HasField("t") and not is_inline(a.t)]
    return [t for t in found if entries(t).get("location") not in (SELF, SEED, FILL)]


def check_external(model: ModelProto, path: Path) -> list[tuple[str, int]]:
    """External data exists, inside the model's folder, and is long enough; nothing is read.

    Returns:
        (location, size in bytes) of each external file, sorted.

    Raises:
        InputError: naming the tensor and the file.
    """
    sizes: dict[str, int] = {}
    for tensor in model.graph.initializer:
        _refuse_forged(tensor, str(path))
    for tensor in external_files(model):
        label = f"initializer {tensor.name[:120]!r}"
        _refuse_forged(tensor, str(path))
        found = entries(tensor)
        location = found.get("location", "")
        if location not in sizes:
            file = _external_path(location, path.parent, label, str(path))
            sizes[location] = file.stat().st_size
        offset = _integer(found, "offset", label, str(path))
        need = -(-math.prod(tensor.dims) * element_bits(tensor.data_type) // 8)
        if offset + need > sizes[location]:
            raise InputError(
                f"{label} needs bytes {offset} to {offset + need} of {location[:200]!r}, "
                f"which has {sizes[location]}",
                where=str(path),
                remedy="the external data is truncated: copy it again",
            )
    return sorted(sizes.items())


class WeightReader:
    """Makes the data of deferred initialisers: reads, draws, fills, slices."""

    def __init__(self, path: Path, seed: int) -> None:
        self._path, self._seed = path, seed

    def fill(self, tensor: TensorProto) -> None:
        """Put the data into the message; an inline tensor stays as it is.

        Raises:
            InputError: if the file is gone or too short.
        """
        if is_inline(tensor):
            return
        raw = self._raw(tensor)
        tensor.data_location = TensorProto.DEFAULT
        tensor.ClearField("data_location")
        tensor.ClearField("external_data")
        tensor.raw_data = raw

    def _raw(self, tensor: TensorProto) -> bytes:
        found = entries(tensor)
        full = _split(found["full_dims"]) if "full_dims" in found else tuple(tensor.dims)
        location = found.get("location", "")
        if location in (SEED, FILL):
            array = self._made(tensor, found, full)
        else:
            raw = self._read(tensor, found, full, location)
            if "slice" not in found:
                return raw
            bits = element_bits(tensor.data_type)
            array = np.frombuffer(raw, dtype=np.dtype(f"V{bits // 8}"))
        if "slice" in found:
            axis, start, stop = (int(part) for part in found["slice"].split(":"))
            array = array.reshape(_split(found["slice_dims"]))
            array = array[(slice(None),) * axis + (slice(start, stop),)]
        return np.ascontiguousarray(array).tobytes()

    def _made(self, tensor: TensorProto, found: dict[str, str], dims: tuple[int, ...]) -> AnyArray:
        dtype = NUMPY_DTYPE.get(tensor.data_type)
        if dtype is None or math.prod(dims) * dtype.itemsize > MAX_WEIGHT_BYTES:
            raise InputError(
                f"cannot make {list(dims)} values of {DTYPE_NAME.get(tensor.data_type)} for "
                f"{tensor.name[:120]!r}",
                where=str(self._path),
                limit=f"{MAX_WEIGHT_BYTES} bytes",
            )
        if found["location"] == FILL:
            value = np.frombuffer(bytes.fromhex(found["value"]), dtype=dtype)[0]
            return np.full(dims, value, dtype=dtype)
        kind, first, second = found["recipe"].split(":")
        rng = np.random.default_rng([self._seed, zlib.crc32(found["key"].encode())])
        if kind == "uniform":
            low, high = float(first), float(second)
            array = rng.random(dims, dtype=np.float32) * np.float32(high - low) + np.float32(low)
        else:
            array = rng.standard_normal(dims, dtype=np.float32)
            array *= np.float32(float(second))
            array += np.float32(float(first))
        made: AnyArray = array.astype(dtype, copy=False)
        return made

    def _read(
        self, tensor: TensorProto, found: dict[str, str], dims: tuple[int, ...], location: str
    ) -> bytes:
        label = f"initializer {tensor.name[:120]!r}"
        where = str(self._path)
        path = self._path
        if location != SELF:
            path = _external_path(location, self._path.parent, label, where)
        offset = _integer(found, "offset", label, where)
        need = -(-math.prod(dims) * element_bits(tensor.data_type) // 8)
        try:
            with path.open("rb") as file:
                file.seek(offset)
                raw = file.read(need)
        except (OSError, OverflowError) as error:
            raise InputError(f"{label}: {error}", where=str(path)) from None
        if len(raw) != need:
            raise InputError(
                f"{label} needs {need} bytes from byte {offset}, but only {len(raw)} are there",
                where=str(path),
                remedy="the data is truncated: copy it again",
            )
        return raw
