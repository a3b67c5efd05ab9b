"""Reading a TOML file that somebody else wrote: bounded, and with errors of one line."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError

__all__ = ["MAX_TOML_BYTES", "read_toml"]

#: A cluster of 4,096 devices with a block each stays below a third of this.
MAX_TOML_BYTES = 2_000_000


def read_toml(path: Path) -> dict[str, Any]:
    """Parse a TOML file.

    Raises:
        InputError: if there is no such regular file, it is larger than `MAX_TOML_BYTES`, is
            not UTF-8 text, or is no valid TOML (with line and column).
    """
    where = str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError("is a folder", where=where, remedy="name a TOML file")
        # A device such as /dev/zero has no end; a pipe is fine, its reading is bounded.
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise InputError("is no regular file", where=where, remedy="name a TOML file")
        with path.open("rb") as file:
            data = file.read(MAX_TOML_BYTES + 1)
    except FileNotFoundError:
        raise InputError("no such file", where=where, remedy="check the path") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError(f"cannot be read: {reason}", where=where) from None
    if len(data) > MAX_TOML_BYTES:
        raise InputError("file is too large", where=where, limit=f"{MAX_TOML_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"is no UTF-8 text (byte {error.start})", where=where, remedy="name a TOML file"
        ) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"TOML syntax: {error}", where=where, remedy="correct it") from None
    except ValueError as error:  # an integer of more than 4,300 digits
        raise InputError(f"TOML value: {error}", where=where, remedy="correct it") from None
    except RecursionError:
        raise InputError(
            "arrays or tables are nested too deeply", where=where, remedy="flatten the file"
        ) from None
