"""A convolution layer's geometry, and the parameters that a kernel is built with."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hwpipe.errors import InputError

__all__ = ["KERNEL_MAX", "STRIDE_MAX", "ConvConfig", "ConvShape"]

#: What the kernel's scalars hold.
KERNEL_MAX, STRIDE_MAX = 11, 4

Pair = tuple[int, int]


def _pair(value: int | tuple[int, ...], name: str) -> Pair:
    values = (value, value) if isinstance(value, int) else tuple(value)
    if len(values) != 2:
        raise InputError(f"{name} of {len(values)} values", limit="one, or rows and columns")
    return (int(values[0]), int(values[1]))


@dataclass(frozen=True)
class ConvShape:
    """A convolution of one image; pairs are (rows, columns), a single number stands for both.

    Attributes:
        channels: of the input, over all groups.
        height: rows of the input.
        width: columns of the input.
        filters: channels of the output, over all groups.
        kernel: taps.
        stride: between output pixels.
        pad: (top, left, bottom, right); one number for all, two for rows and columns.
        groups: channels and filters are divided into so many independent convolutions.
        dilation: between taps.

    Raises:
        InputError: a geometry that is no convolution.
    """

    channels: int
    height: int
    width: int
    filters: int
    kernel: int | tuple[int, ...] = 1
    stride: int | tuple[int, ...] = 1
    pad: int | tuple[int, ...] = 0
    groups: int = 1
    dilation: int | tuple[int, ...] = 1

    def __post_init__(self) -> None:
        for name in ("kernel", "stride", "dilation"):
            object.__setattr__(self, name, _pair(getattr(self, name), name))
        pad = (self.pad,) * 4 if isinstance(self.pad, int) else tuple(self.pad)
        if len(pad) == 2:
            pad = (*pad, *pad)
        if len(pad) != 4 or min(pad) < 0:
            raise InputError(f"pad = {self.pad}", limit="one, two or four numbers of at least 0")
        object.__setattr__(self, "pad", pad)
        for name in ("channels", "height", "width", "filters", "groups"):
            if getattr(self, name) < 1:
                raise InputError(f"{name} = {getattr(self, name)}", limit="at least 1")
        for name, limit in (("kernel", KERNEL_MAX), ("stride", STRIDE_MAX), ("dilation", 64)):
            for value in getattr(self, name):
                if not 1 <= value <= limit:
                    raise InputError(
                        f"{name} = {value}", limit=f"1 to {limit}",
                        remedy="place this layer on another device",
                    )  # fmt: skip
        if self.channels % self.groups or self.filters % self.groups:
            raise InputError(
                f"groups = {self.groups}",
                limit=f"a divisor of {self.channels} channels and {self.filters} filters",
            )
        if min(self.out_size) < 1:
            raise InputError(
                f"a kernel of {self.reach[0]} x {self.reach[1]} on "
                f"{self.height} x {self.width} pixels",
                limit="at most the image with its padding",
            )

    @property
    def taps(self) -> Pair:
        """Kernel as (rows, columns)."""
        return self.kernel  # type: ignore[return-value]

    @property
    def strides(self) -> Pair:
        """Stride as (rows, columns)."""
        return self.stride  # type: ignore[return-value]

    @property
    def dilations(self) -> Pair:
        """Dilation as (rows, columns)."""
        return self.dilation  # type: ignore[return-value]

    @property
    def pads(self) -> tuple[int, int, int, int]:
        """Padding as (top, left, bottom, right)."""
        return self.pad  # type: ignore[return-value]

    @property
    def reach(self) -> Pair:
        """Pixels from the first to the last tap."""
        (kh, kw), (dh, dw) = self.taps, self.dilations
        return (kh - 1) * dh + 1, (kw - 1) * dw + 1

    @property
    def out_size(self) -> Pair:
        """Rows and columns of the output."""
        top, left, bottom, right = self.pads
        return (
            (self.height + top + bottom - self.reach[0]) // self.strides[0] + 1,
            (self.width + left + right - self.reach[1]) // self.strides[1] + 1,
        )

    @property
    def macs(self) -> int:
        """Multiply-accumulates of one image."""
        return (
            math.prod(self.out_size) * math.prod(self.taps)
            * self.filters * (self.channels // self.groups)
        )  # fmt: skip


@dataclass(frozen=True)
class ConvConfig:
    """Parameters that `conv2d` is built with.

    Attributes:
        pi: input channels multiplied at once.
        po: output channels multiplied at once.
        shift: 17 (DSP48E1) or 18 (DSP48E2) for two products in a DSP, 0 for one.
        psum: partial sums of each output lane that stay on chip.
        tile: pixels of input lanes in one half of the ping-pong buffer.
        out_depth: pixels that wait for the write port.
        port_bytes: width of each of the two memory ports.

    Raises:
        InputError: parameters that do not fit together.
    """

    pi: int = 16
    po: int = 16
    shift: int = 17
    psum: int = 2048
    tile: int = 1024
    out_depth: int = 1024
    port_bytes: int = 8

    def __post_init__(self) -> None:
        for name in ("pi", "po"):
            value = getattr(self, name)
            if value < 4 or value & (value - 1) or value > 128:
                raise InputError(f"{name} = {value}", limit="a power of two from 4 to 128")
        if self.shift not in {0, 17, 18}:
            raise InputError(f"shift = {self.shift}", limit="0, 17 or 18")
        if self.port_bytes not in {8, 16, 32, 64}:
            raise InputError(f"port_bytes = {self.port_bytes}", limit="8, 16, 32 or 64")
        if self.weight_beats < 1:
            raise InputError(
                f"ports of {self.port_bytes} bytes for {self.pi} x {self.po} products",
                limit=f"at most {self.pi * self.po // 2}",
            )
        for name in ("psum", "tile"):
            value = getattr(self, name)
            if not 64 <= value <= 4095:
                raise InputError(f"{name} = {value}", limit="64 to 4095")

    @property
    def macs_per_cycle(self) -> int:
        """Peak rate."""
        return self.pi * self.po

    @property
    def weight_beats(self) -> int:
        """Beats of one PI x PO set of weights, of which every port carries half."""
        return self.pi * self.po // (2 * self.port_bytes)

    @property
    def params(self) -> dict[str, int]:
        """The kernel file's constants."""
        return {
            "PI": self.pi, "PO": self.po, "SHIFT": self.shift, "PSUM": self.psum,
            "TILE": self.tile, "OUT_DEPTH": self.out_depth, "PORT": self.port_bytes,
        }  # fmt: skip


def packing_shift(part: str) -> int:
    """Distance of two int8 products in a DSP of a part: 17 in a DSP48E1, 18 in a DSP48E2."""
    return 17 if part.startswith("xc7") else 18
