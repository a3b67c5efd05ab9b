"""How a twin says no: an error that becomes a message or a status of a remote call."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(Exception):  # noqa: N818 (an answer to a client, not an error of the twin)
    """A client's request that a board would not, or should not, carry out.

    Attributes:
        status: name of the gRPC status that fits.
    """

    def __init__(self, message: str, status: str = "INVALID_ARGUMENT") -> None:
        super().__init__(message)
        self.status = status
