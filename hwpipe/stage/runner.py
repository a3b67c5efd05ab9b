"""What runs the kernel's parts of a stage: the integer reference, or a board through its driver."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from hwpipe.errors import WorkError
from hwpipe.lower.model import Program
from hwpipe.lower.run import enter_inputs, leave_outputs, run_integer

__all__ = ["KernelRunner", "ReferenceRunner", "run_samples"]

Array = npt.NDArray[Any]


class KernelRunner(Protocol):
    """Runs kernel parts of a stage; part k is the k-th program that it was given."""

    #: What reports call it.
    name: str
    #: Whether no hardware runs it, so that its time on the clock of this machine says nothing.
    simulated: bool

    def run(self, k: int, inputs: Mapping[str, Array]) -> tuple[dict[str, Array], int | None]:
        """A micro-batch through part k.

        Args:
            k: number of the part.
            inputs: by port, the micro-batch in front.

        Returns:
            Arrays by output port, and the board's clock cycles, None where none were counted.
        """
        ...

    def close(self) -> None:
        """Free what is on the board."""
        ...


class ReferenceRunner:
    """Integer layers in this process: the arithmetic that a board must reproduce."""

    name, simulated = "integer reference", True

    def __init__(self, programs: Sequence[Program]) -> None:
        self._programs = programs

    def run(self, k: int, inputs: Mapping[str, Array]) -> tuple[dict[str, Array], int | None]:
        """See `KernelRunner.run`."""
        return run_integer(self._programs[k], inputs), None

    def close(self) -> None:
        """Nothing to free."""


def run_samples(
    program: Program,
    start: Callable[[Mapping[str, Array]], Mapping[str, Array]],
    inputs: Mapping[str, Array],
    samples: int = 1,
) -> dict[str, Array]:
    """A micro-batch through a loaded program, as many samples as one start takes at a time.

    Args:
        program: what the board runs.
        start: int8 tensors of `samples` samples by name in, those of the outputs out.
        inputs: arrays by port, the micro-batch in front.
        samples: of one start; they divide the micro-batch.

    Raises:
        WorkError: a result of another shape or type than the program's.
    """
    codes = enter_inputs(program, inputs)
    count = len(next(iter(codes.values())))
    leaving = dict.fromkeys(port.tensor for port in program.outputs)
    results: dict[str, list[Array]] = {name: [] for name in leaving}
    for n in range(0, count, samples):
        made = start({name: array[n : n + samples] for name, array in codes.items()})
        for name, parts in results.items():
            value = codes[name][n : n + samples] if name in codes else made[name]
            shape = (samples, *program.tensors[name].shape[1:])
            if value.dtype != np.int8 or value.shape != shape:
                raise WorkError(
                    f"the board returned {value.dtype} of shape {list(value.shape)}",
                    where=f"tensor {name!r}", limit=f"int8 of shape {list(shape)}",
                )  # fmt: skip
            parts.append(value)
    return leave_outputs(program, {name: np.concatenate(p) for name, p in results.items()})
