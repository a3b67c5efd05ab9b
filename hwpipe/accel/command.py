"""The nouns of the accelerator: commands, buffers of the DDR image, and what becomes of a layer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hwpipe.accel.places import Place
from hwpipe.conv.plan import ConvPlan

__all__ = ["OPS", "POINTERS", "Buffer", "Command", "Image", "Step"]

#: Kernel of every operation code; the code is the position plus one.
OPS = ("conv2d", "window", "elementwise")

#: Pointer arguments of every kernel, in the order of its signature, and which of them it writes.
POINTERS: dict[str, dict[str, bool]] = {
    "conv2d": {"x": False, "w": False, "p": False, "y": True},
    "window": {"x": False, "k": False, "p": False, "m": False, "y": True},
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


@dataclass(frozen=True)
class Step:
    """What becomes of one layer.

    Attributes:
        layer: position in the program.
        commands: none where it is done by addressing, or on the host.
        host: why it runs on the host, None where it does not.
        macs: useful multiply-accumulates.
    """

    layer: int
    commands: tuple[Command, ...] = ()
    host: str | None = None
    macs: int = 0


@dataclass(frozen=True, eq=False)
class Image:
    """A network ready for the accelerator.

    Attributes:
        memory: the DDR image: weights in, rings filled, activations as they happen to be.
        buffers: that commands may touch, by address.
        places: of every tensor.
        steps: one for every layer, in order.
        inputs: plans of inputs that the host packs for a convolution (folded), by tensor.
        lanes: channels of a block.
    """

    memory: npt.NDArray[np.uint8]
    buffers: tuple[Buffer, ...]
    places: dict[str, Place]
    steps: tuple[Step, ...]
    lanes: int
    inputs: dict[str, ConvPlan] = field(default_factory=dict)
