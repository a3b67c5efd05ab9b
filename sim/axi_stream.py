"""Valid/ready streams: a source and a sink with random stalls and the stability rule checked."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable
from typing import Any

__all__ = ["Joined", "Sink", "Source"]


class Source:
    """Offers words in order; never withdraws an offer."""

    def __init__(
        self, valid: Any, ready: Any, data: Any, rng: random.Random, stall: float = 0.0
    ) -> None:
        """Take the three signals and the chance to pause in a cycle."""
        self._valid, self._ready, self._data = valid, ready, data
        self._rng, self.stall = rng, stall
        self._queue: deque[int] = deque()
        self._offered = False
        self.sent = 0
        self.idle()

    def idle(self) -> None:
        """Offer nothing and forget what was queued."""
        self._queue.clear()
        self._offered = False
        self._valid.value = 0

    def push(self, words: Iterable[int]) -> None:
        """Queue words."""
        self._queue.extend(words)

    @property
    def empty(self) -> bool:
        """Whether everything has been taken."""
        return not self._queue

    def drive(self) -> None:
        """Offer the next word, or pause."""
        if not self._offered and self._queue and self._rng.random() >= self.stall:
            self._offered = True
            self._data.value = self._queue[0]
        self._valid.value = int(self._offered)

    def sample(self) -> None:
        """See whether the word is taken."""
        if self._offered and int(self._ready.value):
            self._queue.popleft()
            self._offered = False
            self.sent += 1


class Sink:
    """Takes words; checks that an offer is neither withdrawn nor changed before it is taken."""

    def __init__(
        self, valid: Any, ready: Any, data: Any, rng: random.Random, stall: float = 0.0
    ) -> None:
        """Take the three signals and the chance to pause in a cycle."""
        self._valid, self._ready, self._data = valid, ready, data
        self._rng, self.stall = rng, stall
        self._open = False
        self._held: int | None = None
        self.words: list[int] = []
        self.idle()

    def idle(self) -> None:
        """Take nothing and forget what came."""
        self._ready.value = 0
        self._open = False
        self._held = None
        self.words.clear()

    def drive(self) -> None:
        """Be ready, or pause."""
        self._open = self._rng.random() >= self.stall
        self._ready.value = int(self._open)

    def sample(self) -> None:
        """Take a word that is offered."""
        valid = int(self._valid.value)
        name = self._valid._name
        if self._held is not None:
            assert valid, f"{name} fell before the word was taken"
            now = int(self._data.value)
            assert now == self._held, f"data changed under {name}: {self._held:#x} to {now:#x}"
        self._held = None
        if valid:
            word = int(self._data.value)
            if self._open:
                self.words.append(word)
            else:
                self._held = word


class Joined:
    """Several signals that travel with one handshake, as one word; the first is the lowest."""

    def __init__(self, *signals: Any) -> None:
        """Take the signals."""
        self._signals = [(signal, len(signal)) for signal in signals]

    @property
    def value(self) -> int:
        """The word."""
        word, shift = 0, 0
        for signal, width in self._signals:
            word |= int(signal.value) << shift
            shift += width
        return word

    @value.setter
    def value(self, word: int) -> None:
        for signal, width in self._signals:
            signal.value = word & (1 << width) - 1
            word >>= width

    def pack(self, *fields: int) -> int:
        """Return the word of these values."""
        word, shift = 0, 0
        for field, (_, width) in zip(fields, self._signals, strict=True):
            word |= field << shift
            shift += width
        return word
