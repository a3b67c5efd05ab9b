"""The published methods as restrictions of one search space.

| method          | conv, fc      | ratio       | minimises                                 |
| --------------- | ------------- | ----------- | ----------------------------------------- |
| `data-parallel` | I             | even        | nothing: one choice                       |
| `owt`           | conv I, fc II | even        | nothing (One weird trick, 1404.5997)      |
| `hypar`         | I, II         | even        | elements exchanged (HyPar, HPCA 2019)     |
| `accpar-public` | I, II, III    | one half    | elements exchanged, fractional dimensions |
| `accpar`        | I, II, III    | solved      | seconds (AccPar, HPCA 2020)               |
| `full`          | and replicated| solved      | seconds                                   |

Layers that the older papers do not know (attention, normalisation, joins) are split in any
way that suits their neighbours, except in data parallelism, which splits the batch everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from hwpipe.errors import InputError
from hwpipe.tensor.model import PartitionType, TensorLayer

__all__ = ["METHODS", "Method", "find_method"]

_I, _II, _III, _ALL = (PartitionType.I, PartitionType.II, PartitionType.III,
                       PartitionType.REPLICATED)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Method:
    """A restriction of the search space.

    Attributes:
        name: as users write it.
        conv, fc: types offered to layers with weights.
        other: types offered to attention, normalisation and joins.
        ratio: `even` shares by number of devices, `solved` balances both parties.
        objective: `time` in seconds, or `traffic` in elements.
        whole_parts: shares are whole parts of a dimension, and a dimension of 1 is never split.
    """

    name: str
    conv: tuple[PartitionType, ...]
    fc: tuple[PartitionType, ...]
    other: tuple[PartitionType, ...]
    ratio: Literal["even", "solved"]
    objective: Literal["time", "traffic"]
    whole_parts: bool = True

    def types(self, layer: TensorLayer) -> tuple[PartitionType, ...]:
        """Types that this method offers to a layer, before its sizes are looked at."""
        offered: tuple[PartitionType, ...]
        if layer.kind == "join":
            offered = self.other if self.other == (_I,) else (_I, _II, _ALL)
        elif layer.kind in ("attention", "norm"):
            offered = self.other
        else:
            offered = self.conv if layer.kind == "conv" else self.fc
        if layer.channelwise:  # one channel dimension: type III is the same split as II
            offered = tuple(dict.fromkeys(_II if t is _III else t for t in offered))
        if layer.allowed is not None:
            offered = tuple(t for t in offered if t in layer.allowed)
        return offered


METHODS: Final[dict[str, Method]] = {
    m.name: m
    for m in (
        Method("data-parallel", (_I,), (_I,), (_I,), "even", "traffic"),
        Method("owt", (_I,), (_II,), (_I, _II), "even", "traffic"),
        Method("hypar", (_I, _II), (_I, _II), (_I, _II), "even", "traffic"),
        Method("accpar-public", (_I, _II, _III), (_I, _II, _III), (_I, _II), "even", "traffic",
               whole_parts=False),
        Method("accpar", (_I, _II, _III), (_I, _II, _III), (_I, _II), "solved", "time"),
        Method("full", (_I, _II, _III, _ALL), (_I, _II, _III, _ALL), (_I, _II, _ALL), "solved",
               "time"),
    )
}  # fmt: skip


def find_method(name: str) -> Method:
    """The method of that name.

    Raises:
        InputError: if there is none.
    """
    if name not in METHODS:
        raise InputError(
            f"unknown tensor partition method {name!r}",
            limit=", ".join(METHODS),
            remedy="choose one of these",
        )
    return METHODS[name]
