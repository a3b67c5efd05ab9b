"""`InFlight`: how much slower steps are when more micro-batches are kept between them.

A backward that follows its forward at once finds the activations in the caches; with several
micro-batches in flight they have gone to memory. A profile of training measures whole models with 1
and more in flight; a rank that holds a part of a model is as far from its caches as the bytes say
that it keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hwpipe.errors import InputError

__all__ = ["InFlight", "in_flight_from_list", "in_flight_to_list"]

_KINDS = ("F", "FS", "B", "W", "BW")


@dataclass(frozen=True)
class InFlight:
    """Factors on the seconds of actions by whole micro-batches in flight.

    Attributes:
        batch: samples of a micro-batch.
        micro_batches: ascending; what the profile's seconds were measured with is the first.
        factors: of F, B, W, BW, and of forwards before a split backward (FS, over those before a
            whole one), one for each of `micro_batches`.
    """

    batch: int
    micro_batches: tuple[int, ...]
    factors: Mapping[str, tuple[float, ...]]

    def at(self, kind: str, held: float) -> float:
        """The factor with so many whole micro-batches kept; linear between measured ones."""
        values, counts = self.factors.get(kind), self.micro_batches
        if values is None and kind == "FS":
            values = self.factors.get("F")
        if not values or held <= counts[0]:
            return values[0] if values else 1.0
        for (low, high), (a, b) in zip(pairwise(counts), pairwise(values), strict=True):
            if held <= high:
                return a + (b - a) * (held - low) / (high - low)
        return values[-1]


def in_flight_to_list(sizes: tuple[InFlight, ...]) -> list[dict[str, Any]]:
    """As the JSON types of a profile file."""
    return [
        {
            "batch": one.batch,
            "micro_batches": list(one.micro_batches),
            "factors": {kind: list(values) for kind, values in one.factors.items()},
        }
        for one in sizes
    ]


def in_flight_from_list(entries: Any, where: str) -> tuple[InFlight, ...]:
    """The inverse of `in_flight_to_list`.

    Raises:
        InputError: one line that names the key and its value.
    """
    if not isinstance(entries, list):
        raise InputError(f"is {type(entries).__name__}", where=where, limit="a list")
    found = []
    for number, entry in enumerate(entries):
        place = f"{where}[{number}]"
        if not isinstance(entry, dict) or not isinstance(entry.get("factors"), dict):
            raise InputError("has no factors", where=place, limit="factors by kind of action")
        batch: Any = entry.get("batch")
        counts: Any = entry.get("micro_batches")
        if not _whole(batch) or not isinstance(counts, list) or not all(map(_whole, counts)):
            raise InputError("batch or micro_batches is missing", where=place,
                             limit="whole numbers from 1")  # fmt: skip
        if not counts or any(a >= b for a, b in pairwise(counts)):
            raise InputError(f"micro_batches is {counts!r}", where=place, limit="ascending")
        factors = {}
        for kind, values in entry["factors"].items():
            if kind not in _KINDS:
                raise InputError(f"unknown action {kind!r}", where=place, limit=", ".join(_KINDS))
            good = isinstance(values, list) and len(values) == len(counts) and all(
                isinstance(v, int | float) and not isinstance(v, bool) and 0 < v < 1e6
                for v in values
            )  # fmt: skip
            if not good:
                raise InputError(f"factors of {kind} are {str(values)[:60]}", where=place,
                                 limit=f"{len(counts)} numbers above 0")  # fmt: skip
            factors[kind] = tuple(map(float, values))
        found.append(InFlight(batch, tuple(counts), factors))
    return tuple(found)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
