"""The kernel configuration of an overlay, as the manifest has it."""

from __future__ import annotations

from dataclasses import fields

from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.fpga.interface import VLNV
from hwpipe.overlay.manifest import OverlayEntry

__all__ = ["config_of"]


def config_of(entry: OverlayEntry) -> ConvConfig:
    """Kernel configuration of an overlay.

    Raises:
        InputError: another kernel, or parameters that do not exist.
    """
    plain = dict(entry.configuration)
    names = {f.name for f in fields(ConvConfig)}
    if entry.vlnv != VLNV or not names <= set(plain):
        raise InputError(f"no twin knows the kernel {entry.vlnv}", where=entry.stem)
    try:
        return ConvConfig(**{name: int(plain[name]) for name in names})
    except ValueError as error:
        raise InputError(f"kernel configuration: {error}", where=entry.stem) from None
