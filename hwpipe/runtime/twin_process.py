"""`hwpipe twin` that ends with the run that started it, also when that is killed.

`python -m hwpipe.runtime.twin_process PARENT ...` is `hwpipe twin ...` for the process PARENT.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

__all__ = ["main"]

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(parent: int, arguments: list[str]) -> None:
    """Ask the kernel (Linux) to end this process with its parent, then be a twin."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the request
        sys.exit(3)
    from hwpipe.cli import main as hwpipe

    sys.argv = ["hwpipe", "twin", *arguments]
    hwpipe()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
