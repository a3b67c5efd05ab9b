"""Lines of JSON over a pipe, from workers and launcher to the supervisor."""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any

__all__ = ["LineReader", "Reporter"]


class Reporter:
    """The writing end."""

    def __init__(self, fd: int) -> None:
        """Write to a file descriptor."""
        self._fd = fd

    def tell(self, event: str, **fields: Any) -> None:
        """Send one event; a reader that is gone is somebody else's to notice."""
        line = json.dumps({"event": event, **fields}) + "\n"
        with contextlib.suppress(BrokenPipeError):
            os.write(self._fd, line.encode())


class LineReader:
    """The reading end: events that have arrived, without blocking."""

    def __init__(self, fd: int) -> None:
        """Read from a file descriptor, which becomes non-blocking."""
        os.set_blocking(fd, False)
        self.fd = fd
        self._rest = b""

    def events(self) -> list[dict[str, Any]] | None:
        """Events since the last call; None at the end of the pipe."""
        try:
            data = os.read(self.fd, 1 << 16)
        except BlockingIOError:
            return []
        if not data:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        """Close the descriptor; again is harmless."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1
