"""The nouns of a partition: `Stage`, `Partition`, `Certificate`."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Certificate", "NodeSplit", "NoneBetter", "Partition", "Stage"]


@dataclass(frozen=True, slots=True)
class NodeSplit:
    """An intra-layer split: node `node` computes output channels in two parts.

    The first `channels` output channels stay in stage `stage`, the rest go to `stage + 1`.
    """

    node: str
    channels: int
    total_channels: int
    stage: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A set of nodes between two cuts and the devices that run it.

    `devices` has more than one entry when the stage is replicated: micro-batch k then runs on
    `devices[k % len(devices)]`. `nodes` are indices into the graph, ascending.
    """

    nodes: tuple[int, ...]
    devices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proven lower bound and what it was proven over.

    Attributes:
        metric: what is bounded: "iteration_s" or "bottleneck_s" (seconds), "memory_bytes",
            "memory_share" (needed over available memory of the fullest device), "energy_j".
        lower: the bound: no plan of `space` has a smaller value of `metric`.
        achieved: the value of the plan that was found.
        space: one sentence that names the space exactly.
        cuts: "all down-closed cuts" or "linear order" (with the order named).
        exact: True if `achieved` was proven optimal (equal to `lower` within rounding).
        stopped_early: why the search ended before it was done, or None.
    """

    metric: str
    lower: float
    achieved: float
    space: str
    cuts: str
    exact: bool
    stopped_early: str | None = None

    @property
    def gap(self) -> float:
        """(achieved - lower) / lower, 0 where both are 0."""
        if self.achieved <= self.lower or self.lower <= 0:
            return 0.0
        return (self.achieved - self.lower) / self.lower


@dataclass(frozen=True)
class Partition:
    """Stages in pipeline order, and how they were found.

    Attributes:
        stages: front to back.
        method: name of the planning method.
        certificate: bound of the objective, and of the bottleneck beside it.
        notes: what the user should know, one line each.
        reported_bottleneck_s: the bottleneck by the method's own cost model, where that differs
            from hwpipe's (PipeDream as released).
    """

    stages: tuple[Stage, ...]
    method: str
    certificate: Certificate | None = None
    notes: tuple[str, ...] = field(default=())
    reported_bottleneck_s: float | None = None
    bottleneck_certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class NoneBetter:
    """A search that was asked only for plans below a cutoff and found none.

    Attributes:
        cutoff: the value that a plan had to beat.
        certificate: what is proven all the same; a `lower` of at least `cutoff` proves that there
            is no such plan, a smaller one that the search ended before it could tell.
    """

    cutoff: float
    certificate: Certificate
