"""When the driver looks whether the accelerator has finished: few looks, little waiting.

Every look costs a register access, half a millisecond through PYNQ.remote. The first look comes
when the list should be done: after what the last run took, or what was predicted. A look that
comes too early reads how many commands have finished and says from that when the end comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

__all__ = ["Progress", "next_look_s"]

#: First look where nothing is known, and the shortest time between two looks.
_COLD_S, _SHORTEST_S = 5e-3, 2e-4
#: Longest time between two looks in terms of what has passed, before any command has finished and
#: after that: an end is seen that late at most.
_BLIND, _SEEING = 7.0, 8.0


class Progress:
    """Expected share of the work behind each count of finished commands.

    Args:
        expected: predicted cycles of every command; commands count alike where it is empty.
        count: commands of the list.
    """

    def __init__(self, expected: Sequence[float], count: int) -> None:
        self.count = count
        weights = list(expected) if sum(expected) > 0 else [1.0] * count
        total = sum(weights)
        self._done = [0.0, *(part / total for part in accumulate(weights))] if count else [1.0]

    def share(self, finished: int) -> float:
        """Share of the work, 0 to 1, that so many finished commands are."""
        return self._done[min(max(finished, 0), self.count)]

    def finished(self, share: float) -> int:
        """Commands that should have finished when such a share of the time has passed."""
        return sum(done <= share for done in self._done[1:])


def next_look_s(passed_s: float, expected_s: float | None, share: float | None) -> float:
    """Seconds from now to the next look.

    Args:
        passed_s: since the start.
        expected_s: that the whole list should take, None where unknown.
        share: of the work that has been done, None before the first look.
    """
    if share is None:
        return expected_s if expected_s else _COLD_S
    if share <= 0.0:
        return max(_BLIND * passed_s, _SHORTEST_S)
    rest = passed_s * (1.0 - share) / share
    return min(max(rest, 0.05 * passed_s, _SHORTEST_S), max(_SEEING * passed_s, _SHORTEST_S))
