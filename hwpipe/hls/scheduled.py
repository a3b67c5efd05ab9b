"""The result of scheduling a process: a stage for every operation, interlocks, depth."""

from __future__ import annotations

from dataclasses import dataclass, field

from hwpipe.hls.node import Node
from hwpipe.hls.process_ir import ProcessIR

__all__ = ["Interlock", "Scheduled"]


@dataclass(frozen=True)
class Interlock:
    """After the loops from `level` inwards wrap, the next issue waits.

    Attributes:
        level: loops from here inwards.
        iterations: iterations (of II cycles) that must lie between.
        counted: the issues since the last wrap count towards them.
    """

    level: int
    iterations: int
    counted: bool


@dataclass
class Scheduled:
    """A scheduled process.

    Attributes:
        stage: stage in which a node's operands are used, by node id.
        ready: first stage in which its result can be used.
        depth: stages from issue to the last effect, at least 1.
    """

    ir: ProcessIR
    ii: int
    stage: dict[int, int]
    ready: dict[int, int]
    nodes: list[Node]
    interlocks: list[Interlock]
    depth: int
    reason: str = ""
    control: set[int] = field(default_factory=set)
    shared: dict[int, Node] = field(default_factory=dict)
