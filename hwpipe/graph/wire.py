"""Reads a model file without its weights: a walk over the protocol-buffer wire format.

An .onnx file is mostly raw tensor data that no analysis needs. The walk copies the structure
(nodes, names, shapes) and replaces each large `raw_data` of an initialiser by a reference to
the same file (`data_location = EXTERNAL`, location `SELF`), so that a 500 MB file opens in
milliseconds, and a truncated or hostile one is refused before anything is allocated.

Wire format: https://protobuf.dev/programming-guides/encoding/; field numbers: onnx.proto.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
from collections.abc import Iterator
from pathlib import Path

import onnx

from hwpipe.errors import InputError
from hwpipe.graph.limits import MAX_FIELDS, MAX_FILE_BYTES, MAX_STRUCTURE_BYTES

__all__ = ["SELF", "file_sha256", "read_structure"]

#: Location of tensor data that lies inside the model file itself.
SELF = "hwpipe:self"

_INLINE_BYTES = 1024  # smaller data stays in the message: shapes, axes, scalars
_COUNT_ABOVE = 6 * 2**20  # structure small enough that its objects cannot exceed 1 GB
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MODEL_GRAPH, _GRAPH_INITIALIZER = 7, 5
_TENSOR_DATA_TYPE, _TENSOR_FLOAT, _TENSOR_RAW, _TENSOR_DOUBLE, _TENSOR_LOCATION = 2, 4, 9, 10, 14

Buffer = mmap.mmap | bytes


class _CorruptError(Exception):
    """The bytes break the wire format; the message says where."""


def _varint(data: Buffer, at: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while at < end:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            break
    raise _CorruptError(f"a broken integer at byte {at}")


def _fields(data: Buffer, at: int, end: int) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield (field number, wire type, start of field, start of value, end) of a message."""
    while at < end:
        start = at
        tag = data[at]
        at += 1
        if tag >= 0x80:
            tag, at = _varint(data, start, end)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise _CorruptError(f"field number 0 at byte {start}")
        value = at
        if wire == _BYTES:
            if at < end and data[at] < 0x80:
                size = data[at]
                value = at + 1
            else:
                size, value = _varint(data, at, end)
            at = value + size
        elif wire == _VARINT:
            _, at = _varint(data, at, end)
        elif wire == _FIXED64:
            at += 8
        elif wire == _FIXED32:
            at += 4
        else:
            raise _CorruptError(f"wire type {wire} at byte {start}")
        if at > end:
            raise _CorruptError(
                f"a field that starts at byte {start} and ends at byte {at}, "
                f"past the end of its message at byte {end}"
            )
        yield number, wire, start, value, at


class _Counter:
    """Counts fields in a message and in everything that may be a message inside it."""

    def __init__(self, data: bytes, limit: int) -> None:
        self._data, self._limit, self.count = data, limit, 0

    def walk(self, start: int, end: int, depth: int = 0) -> None:
        for _, wire, _, value, stop in _fields(self._data, start, end):
            self.count += 1
            if self.count > self._limit:
                return
            if wire == _BYTES and stop - value > 1 and depth < 100:
                # What fails to parse was a string or packed numbers.
                with contextlib.suppress(_CorruptError):
                    self.walk(value, stop, depth + 1)


def _encode_varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _without_data(data: Buffer, start: int, end: int) -> bytes | None:
    """The TensorProto in `data[start:end]` with its large data replaced, None to keep it."""
    keep: list[bytes] = []
    found: list[tuple[int, int, int]] = []
    data_type = 0
    for number, wire, begin, value, stop in _fields(data, start, end):
        if number in (_TENSOR_RAW, _TENSOR_FLOAT, _TENSOR_DOUBLE) and wire == _BYTES:
            found.append((number, value, stop))
        elif number == _TENSOR_LOCATION:
            return None
        else:
            if number == _TENSOR_DATA_TYPE and wire == _VARINT:
                data_type = _varint(data, value, stop)[0]
            keep.append(data[begin:stop])
    if len(found) != 1:
        return None
    number, value, stop = found[0]
    if stop - value <= _INLINE_BYTES or data_type == onnx.TensorProto.STRING:
        return None
    # Packed floats and doubles have the layout of raw_data.
    if number == _TENSOR_FLOAT and data_type != onnx.TensorProto.FLOAT:
        return None
    if number == _TENSOR_DOUBLE and data_type != onnx.TensorProto.DOUBLE:
        return None
    reference = onnx.TensorProto(data_location=onnx.TensorProto.EXTERNAL)
    for key, text in (("location", SELF), ("offset", value), ("length", stop - value)):
        reference.external_data.add(key=key, value=str(text))
    tail: bytes = reference.SerializeToString()
    return b"".join(keep) + tail


class _Kept:
    """Pieces of the file that are kept; refuses more than the parser can hold."""

    def __init__(self, data: Buffer) -> None:
        self._data, self.pieces, self.size = data, list[bytes](), 0

    def add(self, start: int, stop: int) -> None:
        self._grow(stop - start)
        self.pieces.append(self._data[start:stop])

    def message(self, number: int, body: bytes) -> None:
        self._grow(len(body))
        self.pieces += [_encode_varint(number << 3 | _BYTES), _encode_varint(len(body)), body]

    def _grow(self, size: int) -> None:
        self.size += size
        if self.size > MAX_STRUCTURE_BYTES:
            raise InputError(
                f"more than {MAX_STRUCTURE_BYTES} bytes of the file are neither raw data of "
                "initializers nor external",
                limit=f"{MAX_STRUCTURE_BYTES} bytes",
                remedy="save the weights as initializers with raw data or as external data",
            )


def _strip(data: Buffer, size: int) -> bytes:
    """The model message without large initialiser data."""
    kept = _Kept(data)
    for number, wire, start, value, stop in _fields(data, 0, size):
        if number != _MODEL_GRAPH or wire != _BYTES:
            kept.add(start, stop)
            continue
        graph = _Kept(data)
        kept_from = value
        for fields, field in enumerate(_fields(data, value, stop)):
            inner, inner_wire, begin, body, end = field
            if fields > MAX_FIELDS:
                raise InputError(
                    f"the graph has more than {MAX_FIELDS} fields", limit=f"{MAX_FIELDS} fields"
                )
            if inner == _GRAPH_INITIALIZER and inner_wire == _BYTES and end - body > _INLINE_BYTES:
                light = _without_data(data, body, end)
                if light is not None:
                    graph.add(kept_from, begin)
                    graph.message(_GRAPH_INITIALIZER, light)
                    kept_from = end
        graph.add(kept_from, stop)
        kept.message(_MODEL_GRAPH, b"".join(graph.pieces))
    return b"".join(kept.pieces)


def read_structure(path: Path) -> onnx.ModelProto:
    """Parse a model file; initialisers above 1 KiB refer to the file (location `SELF`).

    Raises:
        InputError: if the file is missing, empty, truncated, too large or no ONNX model.
    """
    where = str(path)
    remedy = "export or download the model again"
    try:
        size = path.stat().st_size
        if size == 0:
            raise InputError("the file is empty", where=where, remedy=remedy)
        if size > MAX_FILE_BYTES:
            raise InputError(
                f"the file has {size} bytes",
                where=where,
                limit=f"{MAX_FILE_BYTES} bytes, the most that a protocol buffer can hold",
                remedy="save the weights as external data",
            )
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            light = _strip(data, size)
            if len(light) > _COUNT_ABOVE:
                counter = _Counter(light, MAX_FIELDS)
                counter.walk(0, len(light))
                if counter.count > MAX_FIELDS:
                    raise InputError(
                        f"the model has more than {MAX_FIELDS} fields",
                        where=where,
                        limit=f"{MAX_FIELDS} fields",
                    )
    except _CorruptError as error:
        raise InputError(
            f"not an ONNX model, or truncated: {error}", where=where, remedy=remedy
        ) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=where) from None
    except InputError as error:
        if error.where is None:
            raise InputError(
                error.what, where=where, limit=error.limit, remedy=error.remedy
            ) from None
        raise
    model = onnx.ModelProto()
    try:
        model.ParseFromString(light)
    except Exception:
        # The parser's DecodeError is not public in every protobuf release.
        raise InputError(
            "not an ONNX model: the protocol buffer is corrupt or nested more than 100 deep",
            where=where,
            limit="100 levels of nesting",
            remedy=remedy,
        ) from None
    if not model.HasField("graph"):
        raise InputError("not an ONNX model: it has no graph", where=where, remedy=remedy)
    return model


def file_sha256(path: Path) -> hashlib._Hash:
    """SHA-256 over the bytes of a file, read in pieces; the caller may add to it.

    Raises:
        InputError: if the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(2**20):
                digest.update(piece)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from None
    return digest
