"""Where the data files that ship with hwpipe lie: in the wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["data_dir"]

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """Folder `boards` or `examples`: package data of a wheel, else of the checkout.

    Raises:
        FileNotFoundError: if the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"hwpipe's data folder {name!r} is missing from the installation")
