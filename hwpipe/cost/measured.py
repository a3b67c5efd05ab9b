"""Measured profiles: per-node seconds at some batch sizes, as a JSON file.

    {"format": "hwpipe-profile", "version": 1, "device_type": "h100", "threads": 1,
     "load_average": 0.12, "model": "resnet50", "model_hash": "sha256:...",
     "nodes": {"conv1": {"batch": [1, 8], "forward_s": [1.1e-4, 4.0e-4],
                         "backward_input_s": [...], "backward_weight_s": [...]}}}

The backward lists may be absent (inference only). Between two measured batch sizes of a node
its seconds are interpolated linearly; outside of them the model is used, never extrapolation.

Version 2 adds what training measures: of each node `backward_s`, a whole backward (the other two
are then those of schedules that split it), and `update_s`, the optimizer's step of its weights; of
the profile `optimizer`, `processes` that computed side by side, `in_flight` and `executor` (see
`hwpipe.cost.in_flight` and `hwpipe.cost.executor`). Files without these are written as version 1.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from hwpipe.cost.executor import ExecutorCosts, executor_from_dict, executor_to_dict
from hwpipe.cost.in_flight import InFlight, in_flight_from_list, in_flight_to_list
from hwpipe.errors import InputError

__all__ = ["MeasuredNode", "MeasuredProfile", "load_profile", "save_profile"]

FORMAT = "hwpipe-profile"
VERSION = 2
_MAX_BYTES = 256 * 2**20
_TIMES = ("forward_s", "backward_input_s", "backward_weight_s", "backward_s")
_NAN = math.nan


@dataclass(frozen=True, slots=True)
class MeasuredNode:
    """Seconds of one node at ascending batch sizes; backward columns are nan if unmeasured.

    `backward_s` is a whole backward where that is not the sum of its halves, `update_s` the
    optimizer's step, of any batch size.
    """

    batch: tuple[int, ...]
    forward_s: tuple[float, ...]
    backward_input_s: tuple[float, ...] = ()
    backward_weight_s: tuple[float, ...] = ()
    backward_s: tuple[float, ...] = ()
    update_s: float = 0.0

    def at(self, batch: int) -> tuple[float, float, float] | None:
        """(forward, backward-input, backward-weight) seconds, None outside the measured range."""
        found = [self._between(values, batch) for values in
                 (self.forward_s, self.backward_input_s, self.backward_weight_s)]  # fmt: skip
        return None if found[0] is None else (found[0], found[1] or 0.0, found[2] or 0.0)

    def whole_backward_at(self, batch: int) -> float | None:
        """Seconds of a whole backward; None outside the measured range, nan if unmeasured."""
        if self.backward_s:
            return self._between(self.backward_s, batch)
        found = self.at(batch)
        return None if found is None else found[1] + found[2]

    def _between(self, values: tuple[float, ...], batch: int) -> float | None:
        sizes = self.batch
        if not sizes or batch < sizes[0] or batch > sizes[-1]:
            return None
        if not values:
            return _NAN
        upper = next(i for i, size in enumerate(sizes) if size >= batch)
        if sizes[upper] == batch:
            return values[upper]
        lower = upper - 1
        part = (batch - sizes[lower]) / (sizes[upper] - sizes[lower])
        return values[lower] + part * (values[upper] - values[lower])


@dataclass(frozen=True)
class MeasuredProfile:
    """Measurements of one model on one device type.

    Attributes:
        device_type: catalogue name or cost key of the device that was measured.
        nodes: measurements by node name.
        threads: threads that computed (1 for a GPU).
        load_average: load of the machine while it was measured, nan if unknown.
        model, model_hash: what was measured, "" if unknown.
        source: file it came from, for messages.
        optimizer: whose steps `update_s` of the nodes are, "" if unmeasured.
        processes: that computed the same side by side while one was measured.
        executor: what executing adds, None if unmeasured.
        in_flight: what keeping several micro-batches costs, by micro-batch size.
    """

    device_type: str
    nodes: Mapping[str, MeasuredNode] = field(default_factory=dict)
    threads: int = 1
    load_average: float = math.nan
    model: str = ""
    model_hash: str = ""
    source: str = "<memory>"
    optimizer: str = ""
    processes: int = 1
    executor: ExecutorCosts | None = None
    in_flight: tuple[InFlight, ...] = ()


def load_profile(path: str | Path) -> MeasuredProfile:
    """Read and validate a profile file.

    Raises:
        InputError: one line that names the file, the node, the key and the value.
    """
    where = str(path)
    try:
        size = os.path.getsize(path)
        if size > _MAX_BYTES:
            raise InputError(
                f"profile of {size} bytes", where=where, limit=f"at most {_MAX_BYTES} bytes"
            )
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"cannot read the profile: {error.strerror or error}",
            where=where,
            remedy="make one with `hwpipe profile`",
        ) from None
    except UnicodeDecodeError:
        raise InputError("not a text file", where=where, limit="UTF-8 JSON") from None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not valid JSON: {error}", where=where) from None
    return _validated(data, where)


def save_profile(profile: MeasuredProfile, path: str | Path) -> None:
    """Write a profile, whole or not at all: a temporary file is renamed into place.

    Raises:
        InputError: if the folder cannot be written.
    """
    nodes = {}
    for name in sorted(profile.nodes):
        node = profile.nodes[name]
        nodes[name] = {
            "batch": list(node.batch),
            **{key: list(getattr(node, key)) for key in _TIMES if getattr(node, key)},
            **({"update_s": node.update_s} if node.update_s else {}),
        }
    trained = bool(profile.optimizer) or profile.executor is not None
    data = {
        "format": FORMAT,
        "version": VERSION if trained else 1,
        "device_type": profile.device_type,
        "threads": profile.threads,
        "load_average": None if math.isnan(profile.load_average) else profile.load_average,
        "model": profile.model,
        "model_hash": profile.model_hash,
        **({"optimizer": profile.optimizer, "processes": profile.processes} if trained else {}),
        **({"executor": executor_to_dict(profile.executor)} if profile.executor else {}),
        **({"in_flight": in_flight_to_list(profile.in_flight)} if profile.in_flight else {}),
        "nodes": nodes,
    }
    target = Path(path)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        os.replace(temporary, target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError(f"cannot write the profile: {error.strerror}", where=str(path)) from None


def _validated(data: Any, where: str) -> MeasuredProfile:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError("not a measured profile", where=where, limit=f'"format": "{FORMAT}"')
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError(f"version {version!r}", where=where, limit=f"1 to {VERSION}")
    if version > VERSION:
        raise InputError(
            f"profile of format version {version}",
            where=where,
            limit=f"at most {VERSION}",
            remedy="update hwpipe or measure again",
        )
    device_type = _text(data, "device_type", where)
    if not device_type:
        raise InputError("device_type is missing", where=where)
    threads = data.get("threads", 1)
    if not isinstance(threads, int) or isinstance(threads, bool) or threads < 1:
        raise InputError(f"threads is {threads!r}", where=where, limit="a whole number from 1")
    processes = data.get("processes", 1)
    if not isinstance(processes, int) or isinstance(processes, bool) or processes < 1:
        raise InputError(f"processes is {processes!r}", where=where, limit="a whole number from 1")
    executor = data.get("executor")
    load = data.get("load_average")
    if load is not None and (not _is_number(load) or load < 0):
        raise InputError(f"load_average is {load!r}", where=where, limit="a number from 0")
    nodes = data.get("nodes")
    if not isinstance(nodes, dict) or not nodes:
        raise InputError("no nodes were measured", where=where, limit='"nodes" with 1 or more')
    return MeasuredProfile(
        device_type=device_type,
        nodes={name: _node(entry, f"{where}: nodes[{name!r}]") for name, entry in nodes.items()},
        threads=threads,
        load_average=math.nan if load is None else float(load),
        model=_text(data, "model", where),
        model_hash=_text(data, "model_hash", where),
        source=where,
        optimizer=_text(data, "optimizer", where),
        processes=processes,
        executor=None if executor is None else executor_from_dict(executor, f"{where}: executor"),
        in_flight=in_flight_from_list(data.get("in_flight", []), f"{where}: in_flight"),
    )


def _text(data: dict[str, Any], key: str, where: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise InputError(f"{key} is {value!r}", where=where, limit="a string")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _node(entry: Any, where: str) -> MeasuredNode:
    if not isinstance(entry, dict):
        raise InputError(f"is {type(entry).__name__}", where=where, limit="an object")
    unknown = sorted(set(entry) - {"batch", "update_s", *_TIMES})
    if unknown:
        raise InputError(
            f"unknown key {unknown[0]!r}",
            where=where,
            limit="batch, " + ", ".join((*_TIMES, "update_s")),
        )
    sizes = entry.get("batch")
    if (
        not isinstance(sizes, list)
        or not sizes
        or not all(isinstance(s, int) and not isinstance(s, bool) and s > 0 for s in sizes)
        or any(a >= b for a, b in pairwise(sizes))
    ):
        raise InputError(
            f"batch is {json.dumps(sizes)[:60]}", where=where,
            limit="ascending whole numbers from 1",
        )  # fmt: skip
    columns: dict[str, tuple[float, ...]] = {}
    for key in _TIMES:
        if key not in entry and key != "forward_s":
            continue
        values = entry.get(key)
        if not isinstance(values, list) or len(values) != len(sizes):
            raise InputError(
                f"{key} does not match batch", where=where, limit=f"{len(sizes)} numbers"
            )
        for value in values:
            if not _is_number(value) or value < 0:
                raise InputError(f"{key} holds {value!r}", where=where, limit="seconds from 0")
        columns[key] = tuple(float(value) for value in values)
    update_s = entry.get("update_s", 0.0)
    if not _is_number(update_s) or update_s < 0:
        raise InputError(f"update_s is {update_s!r}", where=where, limit="seconds from 0")
    return MeasuredNode(tuple(sizes), **columns, update_s=float(update_s))
