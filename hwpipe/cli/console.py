"""What the verbs share: consoles, progress, JSON output, option parsing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hwpipe.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "parse_dims",
    "parse_limits",
    "parse_pins",
    "print_json",
    "progress_bar",
    "status",
    "stdout",
]


def stdout() -> Console:
    """A console on standard output, 100 columns wide where that is no terminal."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 100, highlight=False)


def print_json(value: Any) -> None:
    """Print a JSON document for programs."""
    print(json.dumps(value, indent=1, ensure_ascii=False))


@contextmanager
def status(quiet: bool) -> Iterator[Callable[[str], None]]:
    """A spinner on a terminal once the work takes longer than a second; silent elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda text: None
        return
    start = time.monotonic()
    live: list[Any] = []

    def say(text: str) -> None:
        if live:
            live[0].update(text)
        elif time.monotonic() - start > 1:
            from rich.console import Console

            spinner = Console(stderr=True).status(text)
            spinner.start()
            live.append(spinner)

    try:
        yield say
    finally:
        if live:
            live[0].stop()


@contextmanager
def progress_bar(quiet: bool, label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal for work counted in steps; silent elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def parse_dims(values: Sequence[str]) -> dict[str, int]:
    """Read `--dim name=value` options.

    Raises:
        InputError: if one is not of that form.
    """
    dims: dict[str, int] = {}
    for text in values:
        name, _, number = text.partition("=")
        if not name or not number.isascii() or not number.isdigit() or int(number) < 1:
            raise InputError(f"--dim {text!r}", limit="NAME=VALUE with a whole number above 0")
        dims[name] = int(number)
    return dims


def parse_pins(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Read `--pin layer=device` options.

    Raises:
        InputError: if one is not of that form.
    """
    pins = []
    for text in values:
        layer, _, device = text.rpartition("=")
        if not layer or not device:
            raise InputError(f"--pin {text!r}", limit="LAYER=DEVICE")
        pins.append((layer, device))
    return tuple(pins)


def parse_limits(values: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Read `--max-memory device=bytes` options; without a device the name is empty.

    Raises:
        InputError: if one is not of that form, or its size is not above 0.
    """
    from hwpipe.units import parse_quantity

    limits = []
    for text in values:
        device, _, size = text.rpartition("=")
        try:
            number = parse_quantity(size, "B")
        except ValueError as error:
            raise InputError(f"--max-memory {text!r}: {error}", limit="[DEVICE=]BYTES",
                             remedy="give a size such as 8GB") from None  # fmt: skip
        if not 0 < number < float("inf"):
            raise InputError(f"--max-memory {text!r}", limit="more than 0 bytes",
                             remedy="give a size such as 8GB")  # fmt: skip
        limits.append((device, number))
    return tuple(limits)
