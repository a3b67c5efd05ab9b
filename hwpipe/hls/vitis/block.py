"""Lines of C++ under construction: nesting, captured branches, names that are still free."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hwpipe.hls.vitis.cpp import identifier

__all__ = ["Writer"]


class Writer:
    """Collects the lines of one function."""

    def __init__(self, taken: set[str]) -> None:
        self.lines: list[str] = []
        self.depth = 1
        self.taken = set(taken)

    def fresh(self, stem: str) -> str:
        """A C++ name that the function does not use yet."""
        base = identifier(stem)
        name, count = base, 1
        while name in self.taken:
            count += 1
            name = f"{base}_{count}"
        self.taken.add(name)
        return name

    def add(self, text: str) -> None:
        """One line; pragmas start in the first column, as vendors' examples have them."""
        self.lines.append(text if text.startswith("#") else "  " * self.depth + text)

    @contextmanager
    def braces(self, head: str) -> Iterator[None]:
        """A block `head {` ... `}`."""
        self.add(f"{head} {{" if head else "{")
        self.depth += 1
        yield
        self.depth -= 1
        self.add("}")

    @contextmanager
    def capture(self) -> Iterator[list[str]]:
        """Lines written inside go to the list given, one level deeper than here."""
        saved, self.lines = self.lines, []
        out = self.lines
        self.depth += 1
        try:
            yield out
        finally:
            self.depth -= 1
            self.lines = saved
