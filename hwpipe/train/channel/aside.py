"""`Aside`: exchanges with other ranks on a thread of their own, beside the compute of the rank.

Exchanges of several ranks must not wait for each other crosswise, so the thread takes them in an
order that all ranks share, whenever they are handed in.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from typing import Any

__all__ = ["Aside", "Outcome"]


class Outcome:
    """What a job will have given."""

    __slots__ = ("_done", "_error", "_value")

    def __init__(self) -> None:
        """Nothing yet."""
        self._done = threading.Event()
        self._value: Any = None
        self._error: BaseException | None = None

    def run(self, job: Callable[[], Any]) -> None:
        """Run the job; whatever it raises is raised where it is waited for."""
        try:
            self._value = job()
        except BaseException as error:
            self._error = error
        self._done.set()

    def wait(self) -> Any:
        """The job's result, when it is there."""
        self._done.wait()
        if self._error is not None:
            raise self._error
        return self._value


class Aside:
    """Runs jobs on one thread, in an order that is announced before they come."""

    def __init__(self) -> None:
        """Start no thread before the first job."""
        self._turn = threading.Condition()
        self._order: deque[Hashable] = deque()
        self._jobs: dict[Hashable, tuple[Callable[[], Any], Outcome]] = {}
        self._thread: threading.Thread | None = None

    def announce(self, order: Iterable[Hashable]) -> None:
        """Names of the jobs to come, in the order in which they are to run."""
        with self._turn:
            self._order.extend(order)

    def submit(self, name: Hashable, job: Callable[[], Any]) -> Outcome:
        """Hand in a job that was announced."""
        outcome = Outcome()
        with self._turn:
            self._jobs[name] = job, outcome
            if self._thread is None:
                # A daemon: where a peer is lost, nobody may come for what it waits for.
                self._thread = threading.Thread(target=self._work, name="exchange", daemon=True)
                self._thread.start()
            self._turn.notify()
        return outcome

    def _work(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._order and self._order[0] in self._jobs)
                job, outcome = self._jobs.pop(self._order.popleft())
            outcome.run(job)
            del job, outcome  # nothing is held while the next one is waited for
