"""The parent's side of a training run on this machine: processes started, watched and ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hwpipe.errors import HwpipeError, WorkError
from hwpipe.runtime.spec import StageSpec
from hwpipe.runtime.supervisor import Supervisor, Worker
from hwpipe.train.spec import TrainSpec

__all__ = ["RankLostError", "StepDone", "TrainSupervisor"]

#: Called with (step, its mean loss) when all its micro-batches have their loss.
StepDone = Callable[[int, float], None]


class RankLostError(WorkError):
    """A process died, hung or lost the others: from the last checkpoint it may go well."""


class TrainSupervisor(Supervisor):
    """Watches the ranks of a training run; see `Supervisor`."""

    def __init__(
        self,
        folder: Path,
        specs: Sequence[TrainSpec],
        stages: Sequence[StageSpec],
        done: StepDone | None,
    ) -> None:
        """Prepare, start nothing.

        Args:
            folder: the run's private folder with the pieces.
            specs: one per rank, in rank order.
            stages: for messages.
            done: told of every step.
        """
        super().__init__(folder, specs, stages, specs[0].options.timeout_s)
        self._count, self._done = specs[0].losses_per_step, done
        self._losses: dict[int, dict[int, float]] = {}

    def train(self) -> None:
        """Let the steps be taken.

        Raises:
            WorkError: if a rank fails, dies or hangs; it names stage, device and cause.
        """
        self._newest = time.monotonic()
        for worker in self.workers:
            self._command(worker, b"go\n")
        self._until(lambda: all(worker.ended for worker in self.workers), "run")

    def _describe(self, worker: Worker) -> HwpipeError:
        error = super()._describe(worker)
        own = worker.error is not None and worker.error["kind"] != "transport"
        return error if own else _lost(error)

    def _launcher_died(self) -> WorkError:
        return _lost(super()._launcher_died())

    def _hung(self, phase: str, limit: float) -> WorkError:
        return _lost(super()._hung(phase, limit))

    def _handle(self, worker: Worker, event: dict[str, Any]) -> None:
        if event["event"] == "beat":
            worker.doing = event["doing"]
        elif event["event"] == "step":
            worker.doing = f"after step {event['step']}"
            known = self._losses.setdefault(event["step"], {})
            known.update((k, loss) for k, loss in event["losses"])
            if len(known) == self._count and event["losses"]:
                mean = sum(known[k] for k in sorted(known)) / len(known)
                if self._done is not None:
                    self._done(event["step"], mean)
                del self._losses[event["step"]]
        else:
            super()._handle(worker, event)


def _lost(error: HwpipeError) -> RankLostError:
    return RankLostError(error.what, where=error.where, limit=error.limit, remedy=error.remedy)
