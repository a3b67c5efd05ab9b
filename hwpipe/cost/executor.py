"""`ExecutorCosts`: what the training executor adds to the seconds of the nodes, as measured.

An action costs something before any node runs; a message costs both of its ranks time for
copying, and some time on its way. A profile of `hwpipe profile --mode train` holds these
figures, so that plans on measured costs count them.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hwpipe.errors import InputError

__all__ = ["ACTIONS", "Channel", "ExecutorCosts", "executor_from_dict", "executor_to_dict"]

#: Kinds of actions that a profile times.
ACTIONS = ("F", "B", "W", "BW", "UPDATE")
_COLUMNS = ("send_s", "receive_s", "flight_s")


@dataclass(frozen=True)
class Channel:
    """Seconds of a message between two processes, by size; linear between measured sizes.

    Attributes:
        size_bytes: ascending.
        send_s: of the sender's processor.
        receive_s: of the receiver's.
        flight_s: from the end of the sending to the beginning of the receiving.
        name: what carried them.
    """

    size_bytes: tuple[int, ...]
    send_s: tuple[float, ...]
    receive_s: tuple[float, ...]
    flight_s: tuple[float, ...]
    name: str = ""

    def at(self, size_bytes: float) -> tuple[float, float, float]:
        """(send, receive, flight) seconds; beyond the last size in proportion to it."""
        return (
            self._between(self.send_s, size_bytes),
            self._between(self.receive_s, size_bytes),
            self._between(self.flight_s, size_bytes),
        )

    def _between(self, values: tuple[float, ...], size: float) -> float:
        sizes = self.size_bytes
        if size <= sizes[0]:
            return values[0]
        if size >= sizes[-1]:
            return values[-1] * size / sizes[-1]
        upper = bisect_left(sizes, size)
        part = (size - sizes[upper - 1]) / (sizes[upper] - sizes[upper - 1])
        return values[upper - 1] + part * (values[upper] - values[upper - 1])

    @property
    def latency_s(self) -> float:
        """Of the smallest message, as a `Link` has it."""
        return self.flight_s[0]

    @property
    def bytes_per_s(self) -> float:
        """Of the largest message behind the latency; inf where size adds no time."""
        moved = self.flight_s[-1] - self.flight_s[0]
        return (self.size_bytes[-1] - self.size_bytes[0]) / moved if moved > 0 else math.inf


@dataclass(frozen=True)
class ExecutorCosts:
    """Costs of the executor on one device type.

    Attributes:
        action_s: seconds of an action that computes nothing, by kind.
        check_s_per_byte: of looking for numbers that are not finite in what a forward sends.
        channel: between two devices of the type; None: not measured.
    """

    action_s: Mapping[str, float]
    check_s_per_byte: float = 0.0
    channel: Channel | None = None


def executor_to_dict(costs: ExecutorCosts) -> dict[str, Any]:
    """As the JSON types of a profile file."""
    found: dict[str, Any] = {
        "action_s": dict(costs.action_s),
        "check_s_per_byte": costs.check_s_per_byte,
    }
    if costs.channel is not None:
        found["channel"] = {
            "name": costs.channel.name,
            "size_bytes": list(costs.channel.size_bytes),
            **{key: list(getattr(costs.channel, key)) for key in _COLUMNS},
        }
    return found


def executor_from_dict(entry: Any, where: str) -> ExecutorCosts:
    """The inverse of `executor_to_dict`.

    Raises:
        InputError: one line that names the key and its value.
    """
    if not isinstance(entry, dict) or not isinstance(entry.get("action_s"), dict):
        raise InputError("has no action_s", where=where, limit="seconds by kind of action")
    actions = {}
    for kind, value in entry["action_s"].items():
        if kind not in ACTIONS:
            raise InputError(f"unknown action {kind!r}", where=where, limit=", ".join(ACTIONS))
        actions[kind] = _seconds(value, f"{where}: action_s[{kind!r}]")
    check = _seconds(entry.get("check_s_per_byte", 0.0), f"{where}: check_s_per_byte")
    channel = entry.get("channel")
    return ExecutorCosts(
        actions, check, None if channel is None else _channel(channel, f"{where}: channel")
    )


def _channel(entry: Any, where: str) -> Channel:
    if not isinstance(entry, dict):
        raise InputError(f"is {type(entry).__name__}", where=where, limit="an object")
    sizes = entry.get("size_bytes")
    if (
        not isinstance(sizes, list)
        or len(sizes) < 2
        or not all(isinstance(s, int) and not isinstance(s, bool) and s > 0 for s in sizes)
        or any(a >= b for a, b in pairwise(sizes))
    ):
        raise InputError(f"size_bytes is {json.dumps(sizes)[:60]}", where=where,
                         limit="2 or more ascending whole numbers from 1")  # fmt: skip
    columns: dict[str, tuple[float, ...]] = {}
    for key in _COLUMNS:
        values = entry.get(key)
        if not isinstance(values, list) or len(values) != len(sizes):
            raise InputError(f"{key} does not match size_bytes", where=where,
                             limit=f"{len(sizes)} numbers")  # fmt: skip
        columns[key] = tuple(_seconds(value, f"{where}: {key}") for value in values)
    name = entry.get("name", "")
    return Channel(
        tuple(sizes), columns["send_s"], columns["receive_s"], columns["flight_s"],
        name=name if isinstance(name, str) else "",
    )  # fmt: skip


def _seconds(value: Any, where: str) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or value < 0:
        raise InputError(f"is {value!r}", where=where, limit="a number from 0")
    return float(value)
