"""Files of a twin: a dictionary. No file of this machine is ever touched."""

from __future__ import annotations

import threading

from hwpipe.twin.faults import Refused

__all__ = ["FileSystem"]

_MAX_FILES, _MAX_BYTES, _MAX_PATH = 256, 256 << 20, 1024


class FileSystem:
    """Files in memory.

    Args:
        fixed: files that clients may read but not write, by path.
    """

    def __init__(self, fixed: dict[str, bytes]) -> None:
        self._fixed, self._files = dict(fixed), dict[str, bytes]()
        self._lock = threading.Lock()

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        with self._lock:
            return path in self._fixed or path in self._files

    def read(self, path: str) -> bytes:
        """Content of a file.

        Raises:
            Refused: there is none.
        """
        with self._lock:
            content = self._fixed.get(path, self._files.get(path))
        if content is None:
            raise Refused(f"no such file: {path[:_MAX_PATH]}", "NOT_FOUND")
        return content

    def write(self, path: str, content: bytes) -> None:
        """Make or replace a file.

        Raises:
            Refused: a fixed file, an odd path, or too much.
        """
        if not path.startswith("/") or len(path) > _MAX_PATH or "\0" in path:
            raise Refused(f"path {path[:80]!r} is no absolute path")
        with self._lock:
            if path in self._fixed:
                raise Refused(f"{path} is read-only", "PERMISSION_DENIED")
            others = sum(len(c) for p, c in self._files.items() if p != path)
            if others + len(content) > _MAX_BYTES:
                raise Refused(f"files hold {_MAX_BYTES:,} bytes at most", "RESOURCE_EXHAUSTED")
            if path not in self._files and len(self._files) >= _MAX_FILES:
                raise Refused(f"at most {_MAX_FILES} files", "RESOURCE_EXHAUSTED")
            self._files[path] = content

    @property
    def limit(self) -> int:
        """Bytes of all files."""
        return _MAX_BYTES
