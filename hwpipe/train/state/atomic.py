"""Files that appear whole or not at all, whenever the process that writes them is killed."""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["sweep", "whole_file"]

_TEMPORARY = re.compile(r"\..+\.(?P<host>[^.]+)\.(?P<pid>\d+)\.tmp")


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the name `path` on leaving, synced, in place of an older one.

    Where the file system can (Linux: ext4, xfs, btrfs, tmpfs) the file has no name until then, so
    that a writer that is killed leaves nothing; elsewhere `sweep` removes what it leaves.

    Raises:
        OSError: if it cannot be written; nothing has changed then.
    """
    folder = os.open(path.parent, os.O_RDONLY)
    temporary = path.with_name(f".{path.name}.{_host()}.{os.getpid()}.tmp")
    try:
        handle, nameless = _open(path.parent, temporary)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if nameless:
                _name(file.fileno(), path, temporary, folder)
        if not nameless:
            temporary.replace(path)
        os.fsync(folder)  # the name survives a power cut too
    finally:
        os.close(folder)
        with contextlib.suppress(OSError):
            temporary.unlink()


def _open(folder: Path, temporary: Path) -> tuple[int, bool]:
    """A file without a name where there is such a thing, and whether it has none."""
    with contextlib.suppress(AttributeError, OSError):
        return os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666), True
    return os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o666), False


def _name(handle: int, path: Path, temporary: Path, folder: int) -> None:
    """Give a nameless file its name."""
    source = f"/proc/self/fd/{handle}"
    # The folders as descriptors make Python use linkat, which alone follows that link.
    try:
        os.link(source, path.name, src_dir_fd=folder, dst_dir_fd=folder)
    except FileExistsError:
        os.link(source, temporary.name, src_dir_fd=folder, dst_dir_fd=folder)
        temporary.replace(path)


def sweep(folder: Path) -> None:
    """Remove what writers of this host that are gone have left in a folder."""
    try:
        found = [(p, m) for p in folder.iterdir() if (m := _TEMPORARY.fullmatch(p.name))]
    except OSError:
        return
    for path, match in found:
        if match["host"] == _host() and not _alive(int(match["pid"])):
            with contextlib.suppress(OSError):
                path.unlink()


def _host() -> str:
    return socket.gethostname().partition(".")[0] or "host"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
