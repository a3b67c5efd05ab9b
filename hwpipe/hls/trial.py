"""Random arguments for any kernel, small enough to run as plain Python.

Scalars are drawn within their declared ranges (loop bounds small), or are those of one of the
kernel's `corners()`; arrays get as many elements as the kernel touches, input streams as many items
as it reads. What the kernel's own definition refuses (an index outside, an empty loop, a broken
promise of `within`) is drawn again.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError, WorkError
from hwpipe.hls.interp import interpret, writers
from hwpipe.hls.kernel import Kernel
from hwpipe.hls.lang import Mem, Scalar, Stream
from hwpipe.hls.rtl_run import RunResult

__all__ = ["Difference", "differences", "trial_values"]

#: Draws and seconds before giving up, and how far above its minimum a loop bound is drawn.
DRAWS, PATIENCE_S = 60, 10.0
BOUND, SMALL = 12, 3
#: Elements that a run of a trial may touch in one array, or read of one stream.
TOUCHED = 1 << 22


@dataclass(frozen=True)
class Difference:
    """An output that is not as the kernel's definition has it.

    Attributes:
        name: stream or array.
        index: of the first item that differs.
        expected: by the kernel run as plain Python; None: there should be no such item.
        got: in simulation; None: it is missing.
        count: how many items differ.
    """

    name: str
    index: int
    expected: Any
    got: Any
    count: int

    def __str__(self) -> str:
        more = f" ({self.count} items differ)" if self.count > 1 else ""
        if self.got is None or self.expected is None:
            what = "is missing" if self.got is None else f"is {self.got}, nothing expected"
            return f"{self.name}[{self.index}] {what}{more}"
        return f"{self.name}[{self.index}] is {self.got}, {self.expected} expected{more}"


class _Touched:
    """Memory of unknown size: random where it was not written, and it knows how far it is used."""

    def __init__(self, spec: Mem, seed: int, low: int, high: int) -> None:
        self.spec, self.seed, self.low, self.high = spec, seed, low, high
        self.cells: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self.used = 1

    def __len__(self) -> int:
        return min(self.spec.size, TOUCHED)

    def _reach(self, index: int) -> None:
        self.used = max(self.used, index + 1)
        if index >= len(self.cells):
            self.cells = self.initial(max(1024, 2 * index))

    def initial(self, size: int) -> npt.NDArray[np.int64]:
        """The first `size` elements; a longer array starts with the same ones."""
        rng = np.random.default_rng(self.seed)
        return rng.integers(self.low, self.high, size, np.int64, endpoint=True)

    def __getitem__(self, index: int) -> int:
        self._reach(index)
        return int(self.cells[index])

    def __setitem__(self, index: int, value: int) -> None:
        self._reach(index)
        self.cells[index] = value


def _bounds(kernel: Kernel) -> set[str]:
    """Scalars that stand in the bound of a loop."""
    names = set()
    for process in kernel.processes:
        for node in ast.walk(process.tree):
            if isinstance(node, ast.For):
                names |= {n.id for n in ast.walk(node.iter) if isinstance(n, ast.Name)}
    return names & set(kernel.of_kind("scalar"))


def _scalars(
    kernel: Kernel, fixed: Mapping[str, int], rng: np.random.Generator, small: bool
) -> dict[str, int]:
    bounds = _bounds(kernel)
    out = {}
    # Scalars that belong together, where the kernel names some.
    cases = kernel.corners()
    if cases:
        fixed = {**cases[int(rng.integers(len(cases)))], **fixed}
    for name in kernel.of_kind("scalar"):
        item = kernel.objects[name]
        assert isinstance(item, Scalar)
        if name in fixed:
            out[name] = int(fixed[name])
            continue
        high = item.hi
        if small or name in bounds:
            high = min(item.hi, item.lo + (SMALL if small else BOUND))
        out[name] = int(rng.integers(item.lo, high, endpoint=True))
    return out


def _check_given(kernel: Kernel, given: Mapping[str, Any]) -> None:
    """Values must name arguments, and scalars lie in their ranges."""
    for name, value in given.items():
        item = kernel.objects.get(name)
        if item is None or item.kind == "buffer":
            known = [n for n, o in kernel.objects.items() if o.kind != "buffer"]
            raise InputError(
                f"kernel has no argument {name!r}", where=kernel.path.name, limit=", ".join(known)
            )
        if isinstance(item, Scalar):
            if not np.isscalar(value) or not item.lo <= int(value) <= item.hi:  # type: ignore[arg-type]
                raise InputError(
                    f"{name} = {value}", where=kernel.path.name, limit=f"{item.lo} to {item.hi}",
                    remedy="split the layer, or build the kernel with a larger maximum",
                )  # fmt: skip
        elif isinstance(item, Stream | Mem):
            data = np.asarray(value)
            low, high = item.dtype.lo, item.dtype.hi
            if not np.issubdtype(data.dtype, np.integer) or (
                data.size and not (low <= data.min() and data.max() <= high)
            ):
                raise InputError(
                    f"values of {name}", where=kernel.path.name, limit=f"integers {low} to {high}"
                )


def trial_values(
    kernel: Kernel, seed: int = 1, given: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Arguments with which a kernel runs.

    Args:
        kernel: the kernel.
        seed: the same seed gives the same arguments.
        given: scalars, arrays and stream items that are not to be drawn.

    Returns:
        As for `interpret`: scalars, 1-D arrays (also of outputs, filled), lists of stream items.

    Raises:
        InputError: what was given does not fit, or no draw runs; the message says why.
    """
    given = dict(given or {})
    _check_given(kernel, given)
    reason = ""
    begun = time.monotonic()
    for draw in range(DRAWS):
        if time.monotonic() - begun > PATIENCE_S:
            break
        rng = np.random.default_rng((seed, draw))
        # Symmetric data next: weights that a kernel packs in pairs exclude the lowest value.
        scalars = _scalars(kernel, given, rng, small=draw >= DRAWS // 3)
        try:
            return _fitted(kernel, scalars, given, rng, symmetric=draw % 2 == 1)
        except WorkError as error:
            reason = str(error)
            if set(scalars) <= set(given) and draw > 1:
                break
    raise InputError(
        f"no random arguments run: {reason}", where=kernel.path.name,
        remedy="set scalars that belong together with --set NAME=VALUE",
    )  # fmt: skip


def _fitted(
    kernel: Kernel, scalars: Mapping[str, int], given: Mapping[str, Any],
    rng: np.random.Generator, *, symmetric: bool,
) -> dict[str, Any]:  # fmt: skip
    """Run the kernel on growing memory and cut everything to what it used."""
    touched: dict[str, _Touched] = {}
    values: dict[str, Any] = dict(scalars)
    streams: dict[str, Any] = {}
    for name, item in kernel.objects.items():
        if name in given and item.kind != "scalar":
            values[name] = np.array(given[name], np.int64)
            if isinstance(item, Mem):
                values[name] = values[name].ravel()
            continue
        if not isinstance(item, Mem | Stream):
            continue
        low = -item.dtype.hi if symmetric and item.dtype.signed else item.dtype.lo
        if isinstance(item, Mem):
            touched[name] = _Touched(item, int(rng.integers(1 << 31)), low, item.dtype.hi)
        elif len(kernel.users(name)) == 1 and not writers(kernel, name):
            streams[name] = (item, low, int(rng.integers(1 << 31)))
    size = 1 << 10
    while True:
        for name, (item, low, seed) in streams.items():
            shape = (size,) if item.lanes == 1 else (size, item.lanes)
            raw = np.random.default_rng(seed).integers(
                low, item.dtype.hi, shape, np.int64, endpoint=True
            )
            values[name] = raw.tolist()
        for memory in touched.values():
            memory.cells = np.zeros(0, np.int64)
        copies = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in values.items()}
        consumed: dict[str, int] = {}
        try:
            interpret(kernel, {**copies, **touched}, consumed)
        except WorkError as error:
            short = any(f"stream {name} is read more" in str(error) for name in streams)
            if not short or size >= TOUCHED:
                raise
            size *= 4
            continue
        break
    for name in streams:
        values[name] = values[name][: consumed[name]]
    for name, memory in touched.items():
        values[name] = memory.initial(memory.used)
    return values


def differences(kernel: Kernel, values: Mapping[str, Any], got: RunResult) -> list[Difference]:
    """Where a run differs from the kernel run as plain Python: the first of every output."""
    copies = {
        k: np.array(v, copy=True) if isinstance(v, np.ndarray) else v for k, v in values.items()
    }
    streams = interpret(kernel, copies)
    found = []
    expected: dict[str, Any] = dict(streams)
    have: dict[str, Any] = dict(got.streams)
    for name, memory in got.memories.items():
        expected[name], have[name] = copies[name].tolist(), memory.tolist()
    for name, wanted in expected.items():
        is_there = have.get(name, [])
        longest = max(len(wanted), len(is_there))
        wrong = [
            k for k in range(longest)
            if k >= len(wanted) or k >= len(is_there) or wanted[k] != is_there[k]
        ]  # fmt: skip
        if wrong:
            k = wrong[0]
            found.append(
                Difference(
                    name, k, wanted[k] if k < len(wanted) else None,
                    is_there[k] if k < len(is_there) else None, len(wrong),
                )
            )  # fmt: skip
    return found
