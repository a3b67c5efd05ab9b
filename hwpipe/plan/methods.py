"""`METHODS`: every planning method that `--method` takes and the comparison table lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from hwpipe.partition import METHODS as PARTITION_METHODS

__all__ = ["METHODS", "Method", "compared"]

#: Who plans: `hwpipe.partition`, `hwpipe.tensor` (the whole network shared by all devices), or
#: `hwpipe.joint`.
Family = Literal["partition", "tensor", "joint"]


@dataclass(frozen=True, slots=True)
class Method:
    """A planning method.

    Attributes:
        name: as `--method` takes it.
        summary: one line for `hwpipe methods`.
        family: which room plans.
        training_only: whether it plans, or is compared in, training alone.
        baseline: whether plans are compared with it.
        mode: its name in that room.
        schedule: the only schedule that it is judged with; None: that of the candidate.
    """

    name: str
    summary: str
    family: Family
    training_only: bool = False
    baseline: bool = True
    mode: str = ""
    schedule: str | None = None


def _inherited(name: str) -> Method:
    info = PARTITION_METHODS[name]
    return Method(name, info.summary, "partition", info.training_only, info.baseline, name)


_LIST = (
    Method("auto", "the best of exact, dealing or joint on mixed clusters, and every compared "
           "method", "partition", False, False, "auto"),
    Method("joint", "exact search over stages that are single, replicated or split by tensor, on "
           "any devices", "joint", False, False),
    _inherited("exact"),
    _inherited("bapipe"),
    Method("gpipe", "GPipe: BaPipe's balanced stages, one device each, all forwards before all "
           "backwards", "partition", True, True, "bapipe", "gpipe"),
    _inherited("pipedream"),
    _inherited("pipedream-released"),
    Method("accpar", "AccPar: every layer split over all devices, types I, II and III, ratio "
           "solved", "tensor", False, True, "accpar"),
    Method("accpar-public", "AccPar as its authors released it: halves, communication only",
           "tensor", False, True, "accpar-public"),
    Method("hypar", "HyPar: every layer split by data or by model, in halves", "tensor", False,
           True, "hypar"),
    Method("one-weird-trick", "convolutions split by data, fully connected layers by model",
           "tensor", False, True, "owt"),
    _inherited("equal-layers"),
    _inherited("data-parallel"),
    _inherited("single-device"),
)  # fmt: skip

#: Methods by name, in the order in which they are listed.
METHODS: Mapping[str, Method] = MappingProxyType({method.name: method for method in _LIST})


def compared(*, training: bool) -> tuple[str, ...]:
    """Names of the methods that a plan is compared with.

    Tensor partition was published for training: in inference it is planned where it is asked for
    by name, but not compared.
    """
    return tuple(
        name
        for name, method in METHODS.items()
        if method.baseline and (training or not (method.training_only or method.family == "tensor"))
    )
