"""The loopback interface, found without importing torch."""

from __future__ import annotations

import socket

__all__ = ["loopback_interface"]


def loopback_interface() -> str | None:
    """Name of the loopback interface, for gloo, which else resolves the host's name."""
    names = [name for _, name in socket.if_nameindex()]
    return next((name for name in ("lo", "lo0") if name in names), None)
