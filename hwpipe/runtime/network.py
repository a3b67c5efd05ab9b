"""The network around a process: loopback interface, torchrun's environment; without torch."""

from __future__ import annotations

import os
import socket
import sys

__all__ = ["in_torchrun", "leave_torchrun", "loopback_interface"]


def loopback_interface() -> str | None:
    """Name of the loopback interface, for gloo, which else resolves the host's name."""
    names = [name for _, name in socket.if_nameindex()]
    return next((name for name in ("lo", "lo0") if name in names), None)


def in_torchrun() -> bool:
    """Whether torchrun, or another launcher with its environment, started this process."""
    return {"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"} <= os.environ.keys()


def leave_torchrun() -> None:
    """End a process of torchrun whose work is done.

    The threads of torch's process groups may outlive them and abort an interpreter that shuts
    down ("terminate called without an active exception"), which torchrun takes for a failure.
    """
    if "TORCHELASTIC_RUN_ID" in os.environ:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
