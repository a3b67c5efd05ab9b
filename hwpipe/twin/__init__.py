"""A twin of a board: PYNQ.remote's services, the processing system's registers, memory and logic.

Public: `TwinServer` (in this process), `start_twin` (in one of its own).
"""

from typing import Any

__all__ = ["TwinServer", "start_twin"]


def __getattr__(name: str) -> Any:
    """Servers need grpc and pynq: they are imported when asked for."""
    if name == "TwinServer":
        from hwpipe.twin.server import TwinServer

        return TwinServer
    if name == "start_twin":
        from hwpipe.twin.process import start_twin

        return start_twin
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
