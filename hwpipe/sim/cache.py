"""Where built tools and simulators are kept: one per-user folder, filled atomically.

Every entry is keyed by what it was made from and appears under its final name only when it is
whole, so parallel test runs never see half of one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from hwpipe.errors import InputError

__all__ = ["cache_root", "digest", "entry"]


def cache_root() -> Path:
    """Return the folder of all entries: `HWPIPE_CACHE`, else `XDG_CACHE_HOME/hwpipe`.

    Raises:
        InputError: the path holds a blank, which Verilator's make files cannot carry.
    """
    named = os.environ.get("HWPIPE_CACHE")
    if named:
        root = Path(named)
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hwpipe"
    root = root.expanduser().absolute()
    if any(letter.isspace() for letter in str(root)):
        raise InputError(
            f"the cache folder {str(root)!r} holds a blank",
            limit="make, which builds simulators, cannot handle one",
            remedy="set HWPIPE_CACHE to a folder without blanks",
        )
    return root


def digest(parts: Iterable[bytes | str]) -> str:
    """Return 24 hexadecimal digits of SHA-256 over `parts`, each with its length before it."""
    running = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        running.update(len(raw).to_bytes(8, "little"))
        running.update(raw)
    return running.hexdigest()[:24]


def entry(kind: str, key: str, fill: Callable[[Path], None]) -> Path:
    """Return the folder of an entry and fill it first if it is not there.

    Args:
        kind: folder under the root, for example `verilator`.
        key: name of the entry; whatever it depends on must be part of it.
        fill: writes the content into an empty folder that it is given; may run in two
            processes at once, of which one wins.

    Raises:
        Whatever `fill` raises; the unfinished folder is removed then.
    """
    home = cache_root() / kind
    final = home / key
    if final.is_dir():
        os.utime(final)
        return final
    home.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{key}-", dir=home))
    try:
        work.chmod(0o755)
        fill(work)
        try:
            work.rename(final)
        except OSError:
            if not final.is_dir():
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return final
