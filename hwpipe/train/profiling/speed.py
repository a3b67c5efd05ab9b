"""`Speed`: whether the processors run as fast as they can while something is measured.

On shared hosts a core may lose a third of its speed for seconds (another tenant on its sibling
thread, a lower clock), which no load average shows. A fixed computation on all cores before and
after each measurement does; what was measured meanwhile is measured again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import torch

__all__ = ["Speed"]

T = TypeVar("T")
_SIZE, _TIMES = 384, 24


class Speed:
    """Compares the processors' speed with the best that was seen."""

    def __init__(
        self, *, cores: int = 2, tolerance: float = 0.06, attempts: int = 3,
        reference: Callable[[], float] | None = None,
    ) -> None:  # fmt: skip
        """Take the first measure.

        Args:
            cores: that compute at once.
            tolerance: slower than the best by so much is too slow.
            attempts: for each measurement; the fastest one counts where none is fast enough.
            reference: seconds of the fixed computation; None: a product of matrices.
        """
        self._cores = max(1, min(cores, os.cpu_count() or 1))
        self._tolerance, self._attempts = tolerance, attempts
        self._reference = reference or self._product_s
        self.best_s = self._reference()
        #: Largest slowdown that had to be accepted, over the best speed of all.
        self.slowest_s = self.best_s

    def _product_s(self) -> float:
        """Least seconds of a product on the slowest of the cores."""

        def one(_: int) -> float:
            a = torch.full((_SIZE, _SIZE), 0.5)
            best = float("inf")
            for _ in range(_TIMES):
                begun = time.perf_counter()
                torch.mm(a, a)
                best = min(best, time.perf_counter() - begun)
            return best

        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            with ThreadPoolExecutor(self._cores) as pool:
                return max(pool.map(one, range(self._cores)))
        finally:
            torch.set_num_threads(before)

    def now_s(self) -> float:
        """Seconds of the fixed computation now."""
        seconds = self._reference()
        self.best_s = min(self.best_s, seconds)
        return seconds

    @property
    def slowdown(self) -> float:
        """Largest accepted slowdown over the best speed, 0 where all was equally fast."""
        return self.slowest_s / self.best_s - 1

    def steady(self, work: Callable[[], T]) -> T:
        """The result of `work` while the processors ran at full speed, as near as it came."""
        fastest: tuple[float, T] | None = None
        for _ in range(self._attempts):
            before = self.now_s()
            found = work()
            seconds = max(before, self.now_s())
            if fastest is None or seconds < fastest[0]:
                fastest = seconds, found
            if seconds <= self.best_s * (1 + self._tolerance):
                break
        assert fastest is not None
        self.slowest_s = max(self.slowest_s, fastest[0])
        return fastest[1]
