"""PYNQ.remote's gRPC services in front of a `TwinBoard`, as pynq 4.0.0 calls them.

A message in an answer makes the client raise RuntimeError with it; a status other than OK makes
it raise grpc's own error. Buffers and files arrive in pieces of 2 MB; answers leave in pieces of
4,000,000 bytes, just below grpc's limit, because the client appends piece to piece.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import numpy as np
from pynq.remote import buffer_pb2, gpio_pb2, mmio_pb2, remote_device_pb2

from hwpipe.twin.board import TwinBoard
from hwpipe.twin.faults import Refused

__all__ = ["CHUNK_BYTES", "BufferService", "DeviceService", "GpioService", "MmioService"]

CHUNK_BYTES = 4_000_000


def _refusing(method: Callable[..., Any]) -> Callable[..., Any]:
    """End a call with a status where the board refuses."""

    @functools.wraps(method)
    def call(self: Any, request: Any, context: Any) -> Any:
        try:
            return method(self, request, context)
        except Refused as refused:
            context.abort(getattr(grpc.StatusCode, refused.status), f"twin: {refused}")

    return call


def _telling(answer: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer with a message where the board refuses."""

    def wrap(method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def call(self: Any, request: Any, context: Any) -> Any:
            try:
                return method(self, request, context)
            except Refused as refused:
                return answer(msg=f"twin: {refused}")

        return call

    return wrap


class _Service:
    def __init__(self, board: TwinBoard) -> None:
        self.board = board

    def __getattr__(self, name: str) -> Callable[[Any, Any], None]:
        """What pynq's client never calls."""
        if name.startswith("_"):
            raise AttributeError(name)

        def unimplemented(request: Any, context: Any) -> None:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"a twin has no {name}")

        return unimplemented


class DeviceService(_Service):
    """Files, and the bitstream through the FPGA manager's."""

    def existsfile(self, request: Any, context: Any) -> Any:
        """Whether there is a file."""
        exists = self.board.files.exists(request.file_path)
        return remote_device_pb2.ExistsFileResponse(exists=exists)

    def readfile(self, request: Any, context: Any) -> Iterator[Any]:
        """A file, piece by piece."""
        try:
            content = self.board.files.read(request.file_path)
        except Refused as refused:
            context.abort(grpc.StatusCode.NOT_FOUND, f"twin: {refused}")
        for at in range(0, max(1, len(content)), CHUNK_BYTES):
            yield remote_device_pb2.ReadFileResponse(data=content[at : at + CHUNK_BYTES])

    @_refusing
    def writefile(self, request: Any, context: Any) -> Any:
        """A file, piece by piece; the pieces of one file name the same path."""
        path, pieces, size = "", [], 0
        for piece in request:
            if path and piece.file_path != path:
                raise Refused("pieces of one stream name different files")
            path = piece.file_path
            size += len(piece.data)
            if size > self.board.files.limit:
                raise Refused("file too large", "RESOURCE_EXHAUSTED")
            pieces.append(piece.data)
        if not path:
            raise Refused("no file is named")
        self.board.write_file(path, b"".join(pieces))
        return remote_device_pb2.WriteFileResponse()

    def set_bitstream_attrs(self, request: Any, context: Any) -> Any:
        """Name and kind of the bitstream that comes next; the files say the same."""
        return remote_device_pb2.SetBitstreamAttrsResponse(status=True)


class MmioService(_Service):
    """Registers, word by word."""

    @_telling(mmio_pb2.GetMmioResponse)
    def get_mmio(self, request: Any, context: Any) -> Any:
        """A window of registers."""
        number = self.board.map(request.base_addr, request.length)
        return mmio_pb2.GetMmioResponse(status=True, mmio_id=str(number))

    @staticmethod
    def _number(text: str) -> int:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    @_telling(mmio_pb2.ReadResponse)
    def read(self, request: Any, context: Any) -> Any:
        """A word; the low word where eight bytes are asked for, as on a board."""
        value = self.board.read_register(self._number(request.mmio_id), request.offset)
        if request.length in {1, 2}:
            value &= (1 << 8 * request.length) - 1
        return mmio_pb2.ReadResponse(status=True, data=value)

    @_telling(mmio_pb2.WriteResponse)
    def write(self, request: Any, context: Any) -> Any:
        """A word; of more bytes only the first four count, as on a board."""
        if len(request.data) < 4:
            raise Refused(f"{len(request.data)} bytes for a register of 4")
        value = int.from_bytes(request.data[:4], "little")
        self.board.write_register(self._number(request.mmio_id), request.offset, value)
        return mmio_pb2.WriteResponse(status=True)


class BufferService(_Service):
    """Contiguous memory."""

    @_telling(buffer_pb2.AllocateResponse)
    def allocate(self, request: Any, context: Any) -> Any:
        """A buffer."""
        return buffer_pb2.AllocateResponse(buffer_id=self.board.memory.allocate(request.size))

    @_telling(buffer_pb2.BufferWriteResponse)
    def write(self, request: Any, context: Any) -> Any:
        """Bytes of a buffer from its beginning on, piece by piece."""
        view, number, at = None, "", 0
        for piece in request:
            if view is None:
                number = piece.buffer_id
                view = self.board.memory.view(number)
            if piece.buffer_id != number:
                raise Refused("pieces of one stream name different buffers")
            data = np.frombuffer(piece.data, np.uint8)
            if at + data.size > view.size:
                raise Refused(f"{at + data.size:,} bytes for a buffer of {view.size:,}",
                              "OUT_OF_RANGE")  # fmt: skip
            view[at : at + data.size] = data
            at += data.size
        return buffer_pb2.BufferWriteResponse()

    def read(self, request: Any, context: Any) -> Iterator[Any]:
        """All bytes of a buffer, piece by piece."""
        try:
            view = self.board.memory.view(request.buffer_id)
        except Refused as refused:
            context.abort(grpc.StatusCode.NOT_FOUND, f"twin: {refused}")
        for at in range(0, view.size, CHUNK_BYTES):
            yield buffer_pb2.BufferReadResponse(data=view[at : at + CHUNK_BYTES].tobytes())

    @_telling(buffer_pb2.FlushResponse)
    def flush(self, request: Any, context: Any) -> Any:
        """There are no caches."""
        self.board.memory.place(request.buffer_id)
        return buffer_pb2.FlushResponse()

    @_telling(buffer_pb2.InvalidateResponse)
    def invalidate(self, request: Any, context: Any) -> Any:
        """There are no caches."""
        self.board.memory.place(request.buffer_id)
        return buffer_pb2.InvalidateResponse()

    @_telling(buffer_pb2.FreeBufferResponse)
    def freebuffer(self, request: Any, context: Any) -> Any:
        """Give a buffer back."""
        self.board.memory.free(request.buffer_id)
        return buffer_pb2.FreeBufferResponse()

    @_telling(buffer_pb2.AddressResponse)
    def physical_address(self, request: Any, context: Any) -> Any:
        """Where the accelerator finds a buffer."""
        return buffer_pb2.AddressResponse(address=self.board.memory.address(request.buffer_id))

    @_telling(buffer_pb2.AddressResponse)
    def virtual_address(self, request: Any, context: Any) -> Any:
        """There is one address space."""
        return buffer_pb2.AddressResponse(address=self.board.memory.address(request.buffer_id))

    @_telling(buffer_pb2.CacheableResponse)
    def cacheable(self, request: Any, context: Any) -> Any:
        """There are no caches."""
        self.board.memory.place(request.buffer_id)
        return buffer_pb2.CacheableResponse(cacheable=False)


class GpioService(_Service):
    """Pins of the processing system: a twin has none."""

    def get_gpio(self, request: Any, context: Any) -> Any:
        """Refused."""
        context.abort(grpc.StatusCode.NOT_FOUND, "twin: it has no pins of the processing system")

    def is_exported(self, request: Any, context: Any) -> Any:
        """No pin is."""
        return gpio_pb2.GpioIsExportedResponse(is_exported=False)

    def get_gpio_npins(self, request: Any, context: Any) -> Any:
        """None."""
        return gpio_pb2.GetGpioNPinsResponse(npins=0)
