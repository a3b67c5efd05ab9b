"""How a user asks for compression: `boundary=dct:keep=0.03;gradients=dct:density=0.01`."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass

from hwpipe.errors import InputError

__all__ = ["Compression", "parse_compression"]

#: Keys of each method, by what it compresses.
_KEYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("boundary", "dct"): ("keep", "bits"),
    ("gradients", "dct"): ("density", "refresh", "capacity"),
    ("gradients", "dlcp"): ("loss", "packet"),
}


@dataclass(frozen=True, slots=True)
class Compression:
    """What travels of boundary tensors and of gradients.

    Attributes:
        keep: share of every sample's elements that crosses a stage boundary (DCT); 1: all.
        bits: of each of them and of its gradient on the link: 32, or 16 (bfloat16).
        density: share of the elements of a gradient that replicas exchange (DCT); 1: all.
        refresh: steps between two choices of the threshold.
        capacity: most that a step sends, as a multiple of `density`.
        loss: share of a gradient that may be lost between replicas (DLCP); 0: none.
        packet: elements of a packet.
    """

    keep: float = 1.0
    bits: int = 32
    density: float = 1.0
    refresh: int = 1000
    capacity: float = 2.0
    loss: float = 0.0
    packet: int = 256

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return self.keep < 1 or self.density < 1 or self.loss > 0


def parse_compression(text: str) -> Compression:
    """Read `WHAT=METHOD:key=value,...` parts with `;` between them.

    Raises:
        InputError: an unknown part, method or key, or a number out of range.
    """
    found: dict[str, float] = {}
    where = f"--compress {text!r}"
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        what, _, rest = part.partition("=")
        method, _, settings = rest.partition(":")
        keys = _KEYS.get((what, method))
        if keys is None:
            raise InputError(
                f"{what}={method} is no compression", where=where,
                limit=", ".join(f"{a}={b}" for a, b in _KEYS),
            )  # fmt: skip
        values = dict(item.partition("=")[::2] for item in filter(None, settings.split(",")))
        if keys[0] not in values:
            raise InputError(f"{part} lacks {keys[0]}", where=where,
                             remedy=f"write {what}={method}:{keys[0]}=...")  # fmt: skip
        for key, value in values.items():
            if key not in keys:
                close = difflib.get_close_matches(key, keys, n=1)
                raise InputError(
                    f"unknown setting {key!r} of {what}={method}", where=where,
                    limit=", ".join(keys), remedy=f"did you mean {close[0]}?" if close else None,
                )  # fmt: skip
            found[key] = _number(key, value, where)
    whole = {key: int(found.pop(key)) for key in ("refresh", "packet", "bits") if key in found}
    result = Compression(**found, **whole)  # type: ignore[arg-type]
    if result.bits < 32 and result.keep >= 1:
        raise InputError("bits without fewer elements", where=where, limit="keep below 1",
                         remedy="leave bits out")  # fmt: skip
    if result.density < 1 and result.loss > 0:
        raise InputError("gradients=dct and gradients=dlcp together", where=where,
                         limit="one compression of gradients")  # fmt: skip
    return result


def _number(key: str, text: str, where: str) -> float:
    low, high = {
        "keep": (0.0, 1.0), "density": (0.0, 1.0), "loss": (-1.0, 1.0 - 2**-53),
        "refresh": (0.0, 1e9), "packet": (0.0, 1e9), "capacity": (1.0 - 2**-53, 1e9),
        "bits": (0.0, 32.0),
    }[key]  # fmt: skip
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low < value <= high or (key == "loss" and value < 0):
        limit = {
            "keep": "above 0, at most 1", "density": "above 0, at most 1",
            "loss": "0 or more, below 1", "capacity": "1 or more", "bits": "16 or 32",
        }.get(key, "a whole number, 1 or more")  # fmt: skip
        raise InputError(f"{key}={text}", where=where, limit=limit)
    if key == "bits" and value not in {16, 32}:
        raise InputError(f"bits={text}", where=where, limit="16 or 32")
    if key in ("refresh", "packet") and value != int(value):
        raise InputError(f"{key}={text}", where=where, limit="a whole number, 1 or more")
    return value
