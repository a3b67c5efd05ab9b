"""Reads measured profiles in the public `graph.txt` format of PipeDream and DAPPLE.

A line per node, `id -- description -- forward_compute_time=ms, backward_compute_time=ms,
activation_size=bytes, parameter_size=bytes`, and a line per edge, `id -- id`. A node with
several outputs lists their sizes as `[a; b]`. (msr-fiddle/pipedream, graph/graph.py.)
"""

from __future__ import annotations

import hashlib
import heapq
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt
from onnx import ModelProto

from hwpipe.errors import InputError
from hwpipe.graph.model import Graph, Node, TensorInfo, Work
from hwpipe.graph.split import SplitRequest

__all__ = ["ProfileSource", "looks_like_profile", "read_profile"]

_MAX_BYTES = 64 * 2**20
_FIELDS = ("forward_compute_time", "backward_compute_time", "activation_size", "parameter_size")
_FIELD = re.compile(r"(\w+)=(\[[^\]]*\]|[^,\s]+)")
_MICRO_BATCH = re.compile(r"pbs-(\d+)")


def looks_like_profile(path: Path) -> bool:
    """Whether a file's first lines are those of a profile, whatever its name."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    return b" -- " in head and b"forward_compute_time=" in head


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    text: str
    forward_ms: float
    backward_ms: float
    activation_bytes: int
    parameter_bytes: int


def _number(text: str, name: str, where: str) -> float:
    try:
        value = sum(float(part) for part in text.strip("[]").split(";"))
    except ValueError:
        raise InputError(f"{name}={text[:60]!r} is no number", where=where) from None
    if not (math.isfinite(value) and 0 <= value < 1e15):
        raise InputError(f"{name}={text[:60]!r}", where=where, limit="0 to 1e15")
    return value


def _parse(path: Path) -> tuple[list[_Line], list[tuple[str, str]], str]:
    where = str(path)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError("the profile is too large", where=where, limit=f"{_MAX_BYTES} bytes")
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=where) from None
    except UnicodeDecodeError:
        raise InputError("the profile is not UTF-8 text", where=where) from None
    lines: list[_Line] = []
    edges: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        at = f"{where}, line {number}"
        parts = [part.strip() for part in line.split(" -- ")]
        if len(parts) == 2:
            edges.append((parts[0], parts[1]))
            continue
        values = dict(_FIELD.findall(parts[-1])) if len(parts) >= 3 else {}
        absent = [name for name in _FIELDS if name not in values]
        if absent:
            raise InputError(
                f"{line.strip()[:80]!r} is neither an edge nor a node",
                where=at,
                limit="id -- id, or id -- description -- " + ", ".join(f"{f}=" for f in _FIELDS),
            )
        figures = [_number(values[name], name, at) for name in _FIELDS]
        lines.append(
            _Line(parts[0], " -- ".join(parts[1:-1]), figures[0], figures[1],
                  round(figures[2]), round(figures[3]))
        )  # fmt: skip
    return lines, edges, "sha256:" + hashlib.sha256(raw).hexdigest()


def _natural(key: str) -> tuple[int, str]:
    digits = re.search(r"\d+", key)
    return (int(digits.group()) if digits and len(digits.group()) < 19 else 0, key)


def _order(keys: list[str], edges: set[tuple[str, str]], where: str) -> list[str]:
    """Topological order, smaller ids first where edges leave a choice."""
    after: dict[str, list[str]] = {key: [] for key in keys}
    waiting = dict.fromkeys(keys, 0)
    for a, b in edges:
        after[a].append(b)
        waiting[b] += 1
    ready = [_natural(key) for key in keys if waiting[key] == 0]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        key = heapq.heappop(ready)[1]
        order.append(key)
        for b in after[key]:
            waiting[b] -= 1
            if waiting[b] == 0:
                heapq.heappush(ready, _natural(b))
    if len(order) < len(keys):
        stuck = min((k for k in keys if waiting[k]), key=_natural)
        raise InputError(f"node {stuck!r} is on or behind a cycle of edges", where=where)
    return order


def _operator(text: str) -> str:
    """`Conv2d(3, 64, ...)` is a Conv2d; the data loader (`Input0`, `Input`) is an Input."""
    name = text.split("(", maxsplit=1)[0].strip() or text.strip() or "Unknown"
    return "Input" if name.startswith("Input") else name


def read_profile(path: Path) -> tuple[Graph, list[float], list[float]]:
    """Read a profile file.

    Returns:
        The graph (batch 1, nodes in topological order, edges as in the file) and the forward
        and backward times of its nodes in seconds.

    Raises:
        InputError: naming the line that is wrong.
    """
    where = str(path)
    lines, edge_list, digest = _parse(path)
    by_key = {line.key: line for line in lines}
    if len(by_key) < len(lines):
        twice = next(x.key for i, x in enumerate(lines) if any(y.key == x.key for y in lines[:i]))
        raise InputError(f"node {twice!r} appears twice", where=where)
    if not lines:
        raise InputError("the profile has no nodes", where=where)
    for a, b in edge_list:
        for key in (a, b):
            if key not in by_key:
                raise InputError(
                    f"edge {a} -- {b} names {key[:60]!r}, which is no node", where=where
                )
    edges = set(edge_list)
    order = _order(list(by_key), edges, where)
    rank = {key: i for i, key in enumerate(order)}
    before: dict[str, list[str]] = {key: [] for key in order}
    sources: set[str] = set()
    for a, b in sorted(edges, key=lambda edge: rank[edge[0]]):
        before[b].append(a)
        sources.add(a)
    nodes: list[Node] = []
    tensors: dict[str, TensorInfo] = {}
    params: dict[str, TensorInfo] = {}
    for key in order:
        line = by_key[key]
        tensors[key] = _dense(key, line.activation_bytes)
        weight = f"{key}.weight"
        if line.parameter_bytes:
            params[weight] = _dense(weight, line.parameter_bytes)
        nodes.append(
            Node(
                index=len(nodes),
                name=f"{key} {line.text}"[:120],
                op=_operator(line.text),
                inputs=tuple(before[key]),
                outputs=(key,),
                params=(weight,) if line.parameter_bytes else (),
                param_count=line.parameter_bytes // 4,
                param_bytes=line.parameter_bytes,
                read_bytes=sum(by_key[a].activation_bytes for a in before[key]),
                write_bytes=line.activation_bytes,
                dtype="float32",
                work=Work("bytes"),
            )
        )
    graph = Graph(
        name=path.stem,
        model_hash=digest,
        batch=1,
        nodes=tuple(nodes),
        tensors=tensors,
        params=params,
        inputs=(),
        outputs=tuple(key for key in order if key not in sources),
        notes=("times, activations and parameters are measured (profile)",),
    )
    forward = [by_key[key].forward_ms * 1e-3 for key in order]
    backward = [by_key[key].backward_ms * 1e-3 for key in order]
    return graph, forward, backward


def _dense(name: str, size: int) -> TensorInfo:
    """A tensor of exactly `size` bytes."""
    if size % 4 == 0:
        return TensorInfo(name, (size // 4,), "float32")
    return TensorInfo(name, (size,), "uint8")


class ProfileSource:
    """A measured profile where a model is expected.

    Attributes:
        kind: "profile".
        name, ref: file stem, and the path as given.
        model_hash: "sha256:..." over the file.
        default_batch: the micro-batch size if the file's name states it (`pbs-N`), else None.
        forward_s, backward_s: measured seconds of each node of the graph, float64. Times of
            nodes with `op == "Input"` are data loading.
    """

    kind = "profile"

    def __init__(self, path: Path, ref: str) -> None:
        graph, forward, backward = read_profile(path)
        self.path, self.ref, self.name = path, ref, path.stem
        self.model_hash = graph.model_hash
        stated = _MICRO_BATCH.search(path.name)
        self.default_batch = int(stated.group(1)) if stated and len(stated.group(1)) < 10 else None
        self.forward_s: npt.NDArray[np.float64] = np.asarray(forward, np.float64)
        self.backward_s: npt.NDArray[np.float64] = np.asarray(backward, np.float64)
        self._graph = graph

    def graph(self, batch: int | None = None, splits: Sequence[SplitRequest] = ()) -> Graph:
        """The profiled graph.

        Args:
            batch: the batch size at which it was measured. Where the file's name does not
                state one, the caller may; with neither, the profiled mini-batch counts as one.
            splits: must be empty.

        Raises:
            InputError: for another batch size than the profile's, or a split.
        """
        from dataclasses import replace

        if splits:
            self._refuse()
        if batch is not None and batch < 1:
            raise InputError(f"batch {batch}", where=str(self.path), limit="1 or more")
        own = self.default_batch
        if own is not None and batch not in (None, own):
            raise InputError(
                f"batch {batch}, but the profile was measured at {own}",
                where=str(self.path),
                limit=f"batch {own}",
                remedy="leave --batch out, or give a profile of that batch size",
            )
        return replace(self._graph, batch=batch or own or 1)

    def _refuse(self) -> NoReturn:
        raise InputError(
            "a profile has no operators to run or split",
            where=str(self.path),
            remedy="give the ONNX model itself",
        )

    def proto(self, batch: int | None = None, splits: Sequence[SplitRequest] = ()) -> ModelProto:
        """Refused: a profile has no operators to run.

        Raises:
            InputError: always.
        """
        self._refuse()

    def materialise(
        self, batch: int | None = None, splits: Sequence[SplitRequest] = ()
    ) -> ModelProto:
        """Refused: a profile has no operators to run.

        Raises:
            InputError: always.
        """
        self._refuse()

    def reference(self, batch: int | None = None) -> ModelProto:
        """Refused: a profile has no operators to run.

        Raises:
            InputError: always.
        """
        self._refuse()

    def input_specs(self, batch: int | None = None) -> tuple[TensorInfo, ...]:
        """Refused: a profile has no inputs to feed.

        Raises:
            InputError: always.
        """
        self._refuse()
