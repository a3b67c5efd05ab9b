"""How a tensor lies in the board's memory: blocks of channels, a ring around every image."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TensorLayout"]


@dataclass(frozen=True)
class TensorLayout:
    """[groups][channel blocks][rows][columns][lanes] bytes, with a ring of zero points.

    The ring serves every convolution that reads the tensor: the widest padding decides, a
    narrower one starts further inside. Who writes the tensor leaves the ring alone.

    Attributes:
        channels: over all groups.
        height: rows of the image.
        width: columns of the image.
        lanes: channels of a block; the last block of each group is filled up.
        ring: (top, left, bottom, right) pixels.
        groups: each has blocks of its own.
    """

    channels: int
    height: int
    width: int
    lanes: int
    ring: tuple[int, int, int, int] = (0, 0, 0, 0)
    groups: int = 1

    @property
    def blocks(self) -> int:
        """Channel blocks of one group."""
        return -(-self.channels // self.groups // self.lanes)

    @property
    def rows(self) -> int:
        """Rows of a block, ring included."""
        return self.height + self.ring[0] + self.ring[2]

    @property
    def columns(self) -> int:
        """Pixels of a row, ring included."""
        return self.width + self.ring[1] + self.ring[3]

    @property
    def row_bytes(self) -> int:
        """Bytes from a row to the next."""
        return self.columns * self.lanes

    @property
    def block_bytes(self) -> int:
        """Bytes from a channel block to the next."""
        return self.rows * self.row_bytes

    @property
    def group_bytes(self) -> int:
        """Bytes from a group to the next."""
        return self.blocks * self.block_bytes

    @property
    def total_bytes(self) -> int:
        """Bytes of the tensor."""
        return self.groups * self.group_bytes

    def offset(self, row: int, column: int) -> int:
        """Byte offset of a pixel of the first block; negative coordinates lie in the ring."""
        return (row + self.ring[0]) * self.row_bytes + (column + self.ring[1]) * self.lanes
