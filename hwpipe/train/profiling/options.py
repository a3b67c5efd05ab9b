"""`TrainProfileOptions`: how training is measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hwpipe.errors import InputError
from hwpipe.train.options import OptimizerSpec

__all__ = ["TrainProfileOptions"]


def _momentum() -> OptimizerSpec:
    return OptimizerSpec("sgd", {"lr": 1e-3, "momentum": 0.9})


@dataclass(frozen=True)
class TrainProfileOptions:
    """How to measure.

    Attributes:
        batches: micro-batch sizes, each on its own.
        loss, optimizer, data: as in `TrainOptions`; data None: random inputs and targets.
        repetitions: fresh weights for each size, at least 2.
        passes: timed passes of each.
        max_spread: widest spread that is accepted.
        processes: that compute side by side.
        links: whether to measure messages between two processes.
        device_type: catalogue name that the measurements stand for.
    """

    batches: tuple[int, ...] = (1,)
    loss: Any = "cross_entropy"
    optimizer: OptimizerSpec = field(default_factory=_momentum)
    data: Any = None
    repetitions: int = 3
    passes: int = 5
    max_spread: float = 0.5
    processes: int = 1
    links: bool = True
    device_type: str = "cpu"

    def check(self) -> None:
        """Raise an `InputError` where a number is out of range."""
        if self.repetitions < 2 or self.passes < 1 or not self.batches or min(self.batches) < 1:
            raise InputError(
                f"{self.repetitions} repetitions of {self.passes} passes at batches {self.batches}",
                limit="at least 2, 1 and 1", remedy="raise the counts",
            )  # fmt: skip
        if not 1 <= self.processes <= 64:
            raise InputError(f"{self.processes} processes", limit="1 to 64")
