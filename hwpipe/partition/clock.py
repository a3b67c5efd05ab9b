"""`Clock`: the time limit of one search."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Clock"]


@dataclass
class Clock:
    """The time limit of one search, and the reason why it ended early."""

    limit_s: float | None = None
    now: Callable[[], float] = time.monotonic
    start_s: float = field(default=0.0)
    reason: str | None = None

    def __post_init__(self) -> None:
        self.start_s = self.now()

    @property
    def expired(self) -> bool:
        """Whether the limit has passed; remembers why."""
        if self.reason is None and self.limit_s is not None:
            spent = self.now() - self.start_s
            if spent > self.limit_s:
                self.reason = f"time limit of {self.limit_s:g} s"
        return self.reason is not None
