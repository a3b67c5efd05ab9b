"""`Batches`: the user's data, cut into the micro-batches of a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.runtime.piece import TensorSpec
from hwpipe.train.callables import call_maker

__all__ = ["Batches"]


class Batches:
    """Batches by step number, made once and dropped when the pipeline has passed them."""

    def __init__(
        self,
        function: Callable[..., Any],
        specs: Sequence[TensorSpec],
        *,
        micro_batch: int,
        micro_batches: int,
        seed: int = 0,
        start: int = 0,
        keep: int = 2,
    ) -> None:
        """Call the data function.

        Args:
            function: see `TrainOptions.data`.
            specs: the model's inputs at `micro_batch`.
            micro_batch: samples of a micro-batch.
            micro_batches: of a step.
            seed: offered to the function.
            start: first step that will be asked for.
            keep: steps that are under way at once.
        """
        self._function, self._seed = function, seed
        self._specs = {spec.name: spec for spec in specs}
        self._size, self._count, self._keep = micro_batch, micro_batches, keep
        self._batches: dict[int, tuple[dict[str, Tensor], Any]] = {}
        made = self._make(start)
        takes_start = "start_step" in _keywords(function)
        self._next = start if takes_start else 0
        self._iterator: Iterator[Any] = made
        self._fresh = True

    def _make(self, start: int) -> Iterator[Any]:
        made = call_maker(self._function, batch=self._size * self._count, seed=self._seed,
                          start_step=start)  # fmt: skip
        try:
            return iter(made)
        except TypeError:
            raise InputError(f"gives {type(made).__name__}", where="data function",
                             limit="an iterable of (inputs, target)") from None  # fmt: skip

    def inputs(self, number: int, name: str) -> Tensor:
        """Graph input `name` of micro-batch `number`, counted over all steps."""
        step, k = divmod(number, self._count)
        arrays, _ = self._batch(step)
        whole = arrays[name]
        return whole[k * self._size : (k + 1) * self._size] if self._streams(name) else whole

    def target(self, number: int) -> Any:
        """Target of micro-batch `number`."""
        step, k = divmod(number, self._count)
        _, target = self._batch(step)
        return _cut(target, k * self._size, (k + 1) * self._size)

    def _streams(self, name: str) -> bool:
        shape = self._specs[name].shape
        return bool(shape) and shape[0] == self._size

    def _batch(self, step: int) -> tuple[dict[str, Tensor], Any]:
        while step not in self._batches:
            raw = self._draw()
            if self._next >= step - self._keep + 1:
                self._batches[self._next] = self._checked(raw, self._next)
            self._next += 1
            for old in [s for s in self._batches if s <= self._next - 1 - self._keep]:
                del self._batches[old]
        return self._batches[step]

    def _draw(self) -> Any:
        """The next batch; data that end start again from the beginning."""
        try:
            item = next(self._iterator)
        except StopIteration:
            if self._fresh:
                raise InputError("gives no batch at all", where="data function") from None
            self._iterator, self._fresh = self._make(self._next), True
            return self._draw()
        except HwpipeError:
            raise
        except Exception as error:
            raise WorkError(f"{type(error).__name__}: {error}", where="data function",
                            limit=f"step {self._next}") from error  # fmt: skip
        self._fresh = False
        return item

    def _checked(self, raw: Any, step: int) -> tuple[dict[str, Tensor], Any]:
        where = f"data, step {step}"
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            raise InputError(f"a batch is {type(raw).__name__}", where=where,
                             limit="a pair (inputs, target)")  # fmt: skip
        inputs, target = raw
        if not isinstance(inputs, dict):
            if len(self._specs) != 1:
                raise InputError("one array of inputs", where=where,
                                 limit="a dictionary of " + ", ".join(self._specs))  # fmt: skip
            inputs = {next(iter(self._specs)): inputs}
        found = {}
        for name, spec in self._specs.items():
            if name not in inputs:
                raise InputError(f"input {name!r} is missing", where=where)
            tensor = _tensor(inputs[name])
            shape = list(spec.shape)
            if self._streams(name):
                shape[0] = self._size * self._count
            if list(tensor.shape) != shape or str(tensor.dtype)[6:] != spec.dtype:
                raise InputError(
                    f"input {name!r} is {tuple(tensor.shape)} {str(tensor.dtype)[6:]}", where=where,
                    limit=f"{tuple(shape)} {spec.dtype}", remedy="convert it in the data function",
                )  # fmt: skip
            found[name] = tensor
        return found, _tensors(target)


def _keywords(function: Callable[..., Any]) -> set[str]:
    import inspect

    return set(inspect.signature(function).parameters)


def _tensor(value: Any) -> Tensor:
    return value if isinstance(value, Tensor) else torch.from_numpy(np.ascontiguousarray(value))


def _tensors(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tensors(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_tensors(item) for item in value)
    return _tensor(value)


def _cut(value: Any, start: int, stop: int) -> Any:
    if isinstance(value, dict):
        return {key: _cut(item, start, stop) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_cut(item, start, stop) for item in value)
    return value[start:stop]
