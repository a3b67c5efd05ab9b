"""Entry point: parses, runs a verb, turns deliberate errors into one line and an exit code."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer

from hwpipe.cli import compile as _compile  # noqa: F401 - importing a module registers its verbs
from hwpipe.cli import deploy as _deploy  # noqa: F401
from hwpipe.cli import frontier as _frontier  # noqa: F401
from hwpipe.cli import hls, hls_sim, lists, measure, plans, quantize, train  # noqa: F401
from hwpipe.cli import overlay as _overlay  # noqa: F401
from hwpipe.cli import schedule as _schedule  # noqa: F401
from hwpipe.cli import twin as _twin  # noqa: F401
from hwpipe.cli.app import app
from hwpipe.errors import HwpipeError

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line; exits 0, 1 (the work failed), 2 (the input was wrong) or 130."""
    try:
        app(args=sys.argv[1:] or ["--help"], standalone_mode=False)
    except HwpipeError as error:
        _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _fail("interrupted; nothing was left half-written", 130)
    except BrokenPipeError:
        # The reader of our output went away (`hwpipe show | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except MemoryError:
        _fail("out of memory; use a smaller model or batch", 1)
    except Exception as error:
        if hasattr(error, "format_message"):  # click's usage errors
            _fail(f"{error.format_message().rstrip('.')}; see hwpipe --help", 2)
        if isinstance(error, typer.Exit):
            sys.exit(error.exit_code)
        raise
    sys.exit(0)


def _fail(message: str, code: int) -> NoReturn:
    sys.stdout.flush()
    print(f"hwpipe: {message}", file=sys.stderr)
    sys.exit(code)
