"""The definition of a kernel: its source run as plain Python.

Processes run one after the other in the order of their streams, with queues of any length
between them; that gives the same values as running them side by side, since a process graph
has no cycle and every stream one writer and one reader.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError, WorkError
from hwpipe.hls.kernel import Kernel, Process
from hwpipe.hls.lang import Array, Buffer, Mem, Stream

__all__ = ["interpret"]


class _Queue:
    """A stream at run time."""

    def __init__(self, name: str, spec: Stream, values: Any = ()) -> None:
        self.name, self.spec = name, spec
        self.items: deque[Any] = deque([v if spec.lanes > 1 else int(v) for v in values])

    def get(self) -> Any:
        """Next item.

        Raises:
            WorkError: if there is none.
        """
        if not self.items:
            raise WorkError(f"stream {self.name} is read more often than it is written")
        item = self.items.popleft()
        return list(map(int, item)) if self.spec.lanes > 1 else item

    def put(self, value: Any) -> None:
        """Append an item."""
        if self.spec.lanes > 1:
            if len(value) != self.spec.lanes:
                raise WorkError(f"{len(value)} values put into {self.name} of {self.spec.lanes}")
            self.items.append([self.spec.dtype(v) for v in value])
        else:
            self.items.append(self.spec.dtype(value))


class _Memory:
    """An array in the board's memory at run time; writes go to the caller's array."""

    def __init__(self, name: str, spec: Mem, data: npt.NDArray[Any]) -> None:
        self.name, self.spec, self.data = name, spec, data

    def _check(self, index: int) -> int:
        if not 0 <= index < len(self.data):
            raise WorkError(f"{self.name}[{index}] outside its {len(self.data)} elements")
        return int(index)

    def __getitem__(self, index: int) -> int:
        return int(self.data[self._check(index)])

    def __setitem__(self, index: int, value: int) -> None:
        self.data[self._check(index)] = self.spec.dtype(value)


class _Halves:
    """A ping-pong buffer at run time: full halves wait in a queue."""

    def __init__(self, name: str, spec: Buffer) -> None:
        self.name, self.spec = name, spec
        self.full: deque[Array] = deque()


class _Side:
    """One process's view of a buffer."""

    def __init__(self, halves: _Halves, writer: bool) -> None:
        self.halves, self.writer = halves, writer
        self.half: Array | None = None

    def acquire(self) -> None:
        """Take a free half (writer) or the oldest full one (reader)."""
        if self.half is not None:
            raise WorkError(f"buffer {self.halves.name} is acquired twice")
        if self.writer:
            self.half = Array(self.halves.spec.dtype, *self.halves.spec.shape)
        elif not self.halves.full:
            raise WorkError(f"buffer {self.halves.name} is acquired more often than released")
        else:
            self.half = self.halves.full.popleft()

    def release(self) -> None:
        """Hand the half over."""
        if self.half is None:
            raise WorkError(f"buffer {self.halves.name} is released without being acquired")
        if self.writer:
            self.halves.full.append(self.half)
        self.half = None

    def _held(self) -> Array:
        if self.half is None:
            raise WorkError(f"buffer {self.halves.name} is used without being acquired")
        return self.half

    def __getitem__(self, index: Any) -> int:
        return self._held()[index]

    def __setitem__(self, index: Any, value: int) -> None:
        self._held()[index] = value


def _checked_range(*args: int) -> Iterator[int]:
    values = range(*args)
    if len(values) == 0:
        raise WorkError(f"range{args} is empty: hardware loops run at least once")
    return iter(values)


def writers(kernel: Kernel, name: str) -> list[str]:
    """Processes that put into a stream, write an array or a buffer called `name`."""
    import ast

    out = []
    for process in kernel.processes:
        for node in ast.walk(process.tree):
            put = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "put"
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == name
            )
            store = (
                isinstance(node, ast.Subscript)
                and isinstance(node.ctx, ast.Store)
                and isinstance(node.value, ast.Name)
                and node.value.id == name
            )
            if (put or store) and name in process.arguments:
                out.append(process.name)
                break
    return out


def process_order(kernel: Kernel) -> list[str]:
    """Processes with every writer before its readers.

    Raises:
        InputError: if streams form a cycle.
    """
    before: dict[str, set[str]] = {p.name: set() for p in kernel.processes}
    for name in [*kernel.of_kind("stream"), *kernel.of_kind("buffer")]:
        sources = writers(kernel, name)
        for user in kernel.users(name):
            before[user] |= set(sources) - {user}
    order: list[str] = []
    while before:
        ready = [p for p, needs in before.items() if needs <= set(order)]
        if not ready:
            raise InputError(
                f"processes {', '.join(sorted(before))} feed each other in a cycle",
                where=kernel.path.name, remedy="let streams and buffers go one way",
            )  # fmt: skip
        order.append(ready[0])
        del before[ready[0]]
    return order


def _run_process(kernel: Kernel, process: Process, arguments: list[Any]) -> None:
    try:
        process.function(*arguments)
    except AssertionError as error:
        line = error.__traceback__
        while line is not None and line.tb_next is not None:
            line = line.tb_next
        at = line.tb_lineno if line is not None else process.tree.lineno
        raise WorkError(
            "precondition broken" + (f": {error}" if str(error) else ""),
            where=f"{kernel.path.name}:{at}",
        ) from error


def interpret(
    kernel: Kernel, values: Mapping[str, Any], consumed: dict[str, int] | None = None
) -> dict[str, Any]:
    """Run a kernel as plain Python.

    Args:
        kernel: the kernel.
        values: scalars as int, arrays in memory as 1-D numpy arrays (written in place), input
            streams as sequences (of vectors where the stream has lanes).
        consumed: filled with the number of items read of every input stream, where given.

    Returns:
        Output streams by name: lists of int, or of lists where the stream has lanes.

    Raises:
        WorkError: what the hardware would do wrong: an empty queue, an index outside, an
            element read before it was written, a loop that runs zero times, a broken assertion.
    """
    live: dict[str, Any] = {}
    for name, spec in kernel.objects.items():
        if isinstance(spec, Stream):
            live[name] = _Queue(name, spec, values.get(name, ()))
        elif isinstance(spec, Mem):
            live[name] = _Memory(name, spec, values[name])
        elif isinstance(spec, Buffer):
            live[name] = _Halves(name, spec)
        else:
            value = int(values[name])
            if not spec.lo <= value <= spec.hi:
                raise InputError(f"{name} = {value}", limit=f"{spec.lo} to {spec.hi}")
            live[name] = value
    by_name = {p.name: p for p in kernel.processes}
    kernel.namespace["range"] = _checked_range
    try:
        for process_name in process_order(kernel):
            process = by_name[process_name]
            arguments = []
            for name in process.arguments:
                item = live[name]
                if isinstance(item, _Halves):
                    item = _Side(item, process_name in writers(kernel, name))
                arguments.append(item)
            _run_process(kernel, process, arguments)
    finally:
        del kernel.namespace["range"]
    outputs = {}
    for name, item in live.items():
        if consumed is not None and isinstance(item, _Queue) and name in values:
            consumed[name] = len(values[name]) - len(item.items)
        if isinstance(item, _Queue) and writers(kernel, name):
            if len(kernel.users(name)) == 1:
                outputs[name] = list(item.items)
            elif item.items:
                raise WorkError(f"stream {name} keeps {len(item.items)} unread items")
    return outputs


def random_array(rng: np.random.Generator, spec: Mem, size: int) -> npt.NDArray[np.int64]:
    """Random elements of an argument's type, corners included often."""
    data = rng.integers(spec.dtype.lo, spec.dtype.hi, size, endpoint=True, dtype=np.int64)
    corners = rng.random(size) < 0.1
    data[corners] = rng.choice([spec.dtype.lo, spec.dtype.hi], corners.sum())
    return data
