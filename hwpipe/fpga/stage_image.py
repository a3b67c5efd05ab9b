"""What the driver puts on a board: regions of memory, commands, and how tensors enter and leave.

The accelerator's list of commands names regions by index; the driver allocates a buffer for every
region, fills it, and writes the addresses into the list (`hwpipe.fpga.interface`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError

__all__ = ["MAX_REGION_BYTES", "StageImage", "StagePort", "StageRegion", "raw_port"]

Array = npt.NDArray[Any]

#: Largest buffer: PYNQ.remote appends what it reads byte string to byte string, which takes
#: quadratic time, so that larger ones are slow.
MAX_REGION_BYTES = 16 << 20


@dataclass(frozen=True, eq=False)
class StageRegion:
    """A piece of the board's memory that commands may touch.

    Attributes:
        size: bytes.
        data: its first bytes, uploaded once (weights, rings of zero points, constants); what lies
            behind them stays as it is.
        readable: by the accelerator.
        writable: by the accelerator.
        name: for messages.
    """

    size: int
    data: Array | None = None
    readable: bool = True
    writable: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.size < 1 << 31:
            raise InputError(f"region {self.name!r} of {self.size:,} bytes", limit="1 to 2^31 - 1")
        if self.data is not None and self.data.nbytes > self.size:
            raise InputError(
                f"region {self.name!r} is given {self.data.nbytes:,} bytes",
                limit=f"its size of {self.size:,}",
            )


@dataclass(frozen=True, eq=False)
class StagePort:
    """An input or output of the stage.

    Attributes:
        region: index of the region that holds it; the whole region is sent or fetched.
        shape: that `run` takes or returns, int8.
        enter: writes a tensor into the region's bytes; None for an output.
        leave: makes a tensor of the region's bytes; None for an input.
    """

    region: int
    shape: tuple[int, ...]
    enter: Callable[[Array, Array], None] | None = None
    leave: Callable[[Array], Array] | None = None


@dataclass(frozen=True, eq=False)
class StageImage:
    """A stage ready to be uploaded.

    Attributes:
        ident: of the kernel configuration that it was made for (`interface.ident_of`).
        regions: at most 64.
        commands: 128 bytes each; pointers are (region << 32) | offset.
        inputs: by name.
        outputs: by name.
        expected_cycles: predicted cycles of every command, in order; empty where unknown.
        clock_hz: of the accelerator on the board, 0 where unknown.
        name: for messages.
    """

    ident: int
    regions: tuple[StageRegion, ...]
    commands: tuple[bytes, ...]
    inputs: Mapping[str, StagePort]
    outputs: Mapping[str, StagePort]
    expected_cycles: Sequence[float] = field(default=())
    clock_hz: float = 0.0
    name: str = "stage"

    def __post_init__(self) -> None:
        for kind, ports in (("input", self.inputs), ("output", self.outputs)):
            for name, port in ports.items():
                if not 0 <= port.region < len(self.regions):
                    raise InputError(
                        f"{kind} {name!r} lies in region {port.region}", where=self.name,
                        limit=f"0 to {len(self.regions) - 1}",
                    )  # fmt: skip
                if (port.enter if kind == "input" else port.leave) is None:
                    raise InputError(
                        f"{kind} {name!r} says not how it is laid out", where=self.name
                    )
        if self.expected_cycles and len(self.expected_cycles) != len(self.commands):
            raise InputError(
                f"{len(self.expected_cycles)} predicted cycles", where=self.name,
                limit=f"{len(self.commands)} commands",
            )  # fmt: skip

    @property
    def expected_s(self) -> float | None:
        """Predicted seconds of all commands, None where unknown."""
        if not self.expected_cycles or self.clock_hz <= 0:
            return None
        return float(sum(self.expected_cycles)) / self.clock_hz

    @property
    def bytes(self) -> int:
        """Of all regions."""
        return sum(region.size for region in self.regions)


def raw_port(region: int, shape: tuple[int, ...], offset: int = 0) -> StagePort:
    """A tensor whose int8 codes lie in the region one behind the other, from `offset` on."""
    count = int(np.prod(shape))

    def enter(value: Array, room: Array) -> None:
        room[offset : offset + count] = value.reshape(-1).view(np.uint8)

    def leave(room: Array) -> Array:
        return room[offset : offset + count].view(np.int8).reshape(shape).copy()

    return StagePort(region, shape, enter, leave)
