"""The nouns of command lists: operations, commands, buffers that they may touch."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["OPS", "POINTERS", "Buffer", "Command"]

#: Kernel of every operation code; the code is the position plus one.
OPS = ("conv2d", "window", "elementwise")

#: Pointer arguments of every kernel, in the order of its signature, and which of them it writes.
POINTERS: dict[str, dict[str, bool]] = {
    "conv2d": {"x": False, "w": False, "v": False, "p": False, "y": True},
    "window": {"x": False, "k": False, "y": True},
    "elementwise": {"a": False, "b": False, "y": True},
}


@dataclass(frozen=True)
class Buffer:
    """Bytes that commands may touch.

    Attributes:
        address: of the first byte in the image.
        size: bytes.
        writable: activations are, weights are not.
    """

    address: int
    size: int
    writable: bool


@dataclass(frozen=True)
class Command:
    """One start of one kernel.

    Attributes:
        op: of `OPS`.
        scalars: every scalar of the kernel.
        pointers: every pointer of the kernel, an address in the image.
    """

    op: str
    scalars: dict[str, int]
    pointers: dict[str, int]
