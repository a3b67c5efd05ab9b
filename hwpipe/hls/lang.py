"""What a kernel's source may say: arguments, arrays and the `process` mark.

A process is a function whose arguments are annotated with the objects below. An object is
known by its argument's name in the whole kernel: a `Stream` named by two processes joins
them, one that only one process names is an AXI4-Stream port of the kernel; a `Buffer` is a
ping-pong memory between a process that writes it and one that reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from hwpipe.errors import InputError, WorkError
from hwpipe.hls.types import Int

__all__ = ["Array", "Buffer", "Mem", "Scalar", "Stream", "process", "within"]

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Scalar:
    """Run-time scalar: a register of the AXI-Lite map, constant during a run.

    Args:
        dtype: its type.
        min: smallest value that the driver may write.
        max: largest value that the driver may write (default: the type's).
    """

    dtype: Int
    min: int | None = None
    max: int | None = None

    kind: ClassVar[str] = "scalar"

    @property
    def lo(self) -> int:
        """Smallest value."""
        return self.dtype.lo if self.min is None else self.min

    @property
    def hi(self) -> int:
        """Largest value."""
        return self.dtype.hi if self.max is None else self.max


@dataclass(frozen=True)
class Stream:
    """FIFO of integers, or of vectors of `lanes` integers (then `get` gives a list)."""

    dtype: Int
    lanes: int = 1

    kind: ClassVar[str] = "stream"


@dataclass(frozen=True)
class Mem:
    """Array in the board's memory, reached through an AXI4 master; `size` elements at most."""

    dtype: Int
    size: int = 1 << 28

    kind: ClassVar[str] = "mem"


class Buffer:
    """Ping-pong memory between two processes, each half of the given shape."""

    kind: ClassVar[str] = "buffer"

    def __init__(self, dtype: Int, *shape: int) -> None:
        self.dtype, self.shape = dtype, shape


def process(function: F) -> F:
    """Mark a function of a kernel file as a process."""
    function.__hls_process__ = True  # type: ignore[attr-defined]
    return function


def within(value: int, lo: int, hi: int) -> int:
    """`value`, promised to lie in [lo, hi]: the compiler may use it, the RTL asserts it.

    Raises:
        WorkError: when run as plain Python with a value outside.
    """
    if not lo <= value <= hi:
        raise WorkError(f"within({value}, {lo}, {hi})")
    return value


class Array:
    """Memory inside a process. `init` sets every element at each start (registers only).

    Reading an element that was never written is an error in the interpreter: the hardware
    would give what an earlier run left there.
    """

    def __init__(self, dtype: Int, *shape: int, init: int | None = None) -> None:
        self.dtype, self.shape = dtype, shape
        self.size = 1
        for extent in shape:
            self.size *= extent
        self.cells: list[int | None] = [None if init is None else dtype(init)] * self.size

    def offset(self, index: Any) -> int:
        """Row-major position of `index`.

        Raises:
            WorkError: if the index is outside the shape.
        """
        parts = index if isinstance(index, tuple) else (index,)
        if len(parts) != len(self.shape):
            raise WorkError(f"{len(parts)} indices for an array of shape {self.shape}")
        flat = 0
        for part, extent in zip(parts, self.shape, strict=True):
            if not 0 <= part < extent:
                raise WorkError(f"index {parts} outside the shape {self.shape}")
            flat = flat * extent + int(part)
        return flat

    def __getitem__(self, index: Any) -> int:
        value = self.cells[self.offset(index)]
        if value is None:
            raise WorkError(f"element {index} is read before anything wrote it")
        return value

    def __setitem__(self, index: Any, value: Any) -> None:
        self.cells[self.offset(index)] = self.dtype(value)

    def require_dims(self) -> None:
        """Refuse empty shapes."""
        if not self.shape or self.size < 1:
            raise InputError(f"array of shape {self.shape}", limit="every extent at least 1")
