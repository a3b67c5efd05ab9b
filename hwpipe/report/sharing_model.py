"""`SharingTable`: a table as plain text, for the terminal and the page."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SharingTable"]


@dataclass(frozen=True)
class SharingTable:
    """A table of text.

    Attributes:
        title: heading.
        remark: what a reader must know to read it, or empty.
        columns: (header, whether its cells are numbers).
        rows: cells.
    """

    title: str
    remark: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
