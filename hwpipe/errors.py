"""The errors that hwpipe raises on purpose.

Every message is one line that names the thing, where it is, the limit that it broke
and the remedy. The command line prints the line and exits with `exit_code`; a
traceback means a bug in hwpipe.
"""

from __future__ import annotations

__all__ = ["HwpipeError", "InfeasibleError", "InputError", "WorkError"]


def _one_line(text: str) -> str:
    return " ".join(text.split())


class HwpipeError(Exception):
    """Base class of every deliberate error; `exit_code` is the process exit status."""

    exit_code = 1

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        limit: str | None = None,
        remedy: str | None = None,
    ) -> None:
        """Build the one-line message `where: what (limit: ...); remedy`.

        Args:
            what: the thing that is wrong, with its name and value.
            where: file, node, key or stage that holds it.
            limit: the range or value that would be accepted.
            remedy: what the user can do about it.
        """
        self.what, self.where, self.limit, self.remedy = what, where, limit, remedy
        text = f"{where}: {what}" if where else what
        if limit:
            text += f" (limit: {limit})"
        if remedy:
            text += f"; {remedy}"
        super().__init__(_one_line(text))


class InputError(HwpipeError):
    """A file, option or value that the user gave cannot be used (exit status 2)."""

    exit_code = 2


class InfeasibleError(InputError):
    """The request is well formed, but no plan can satisfy it (exit status 2)."""


class WorkError(HwpipeError):
    """The input was right but the work failed: a process died, a check differed (exit 1)."""
