"""What a name that holds elements is in C++: an array, a buffer, an argument in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hwpipe.hls.types import Int

__all__ = ["Place", "subscripts"]


class Place:
    """An array, memory, buffer or stream of the source under its C++ name."""

    def __init__(self, name: str, item: Any, access: Callable[[list[str]], str]) -> None:
        self.name, self.item, self.access = name, item, access

    @property
    def dtype(self) -> Int:
        """Element type."""
        return self.item.dtype  # type: ignore[no-any-return]


def subscripts(name: str, at: list[str]) -> str:
    """`name[i][j]`."""
    return name + "".join(f"[{i}]" for i in at)
