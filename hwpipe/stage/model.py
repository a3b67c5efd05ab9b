"""The nouns of an FPGA stage: its parts, and where each of them runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hwpipe.conv import ConvConfig
from hwpipe.lower.model import Program

__all__ = ["Part", "PartKind", "StageProgram"]

#: `kernel` runs on the board, `integer` as integer layers on the host, `host` as ONNX operators.
PartKind = Literal["kernel", "integer", "host"]


@dataclass(frozen=True, eq=False)
class Part:
    """Nodes of a stage that run in one place.

    Attributes:
        kind: see `PartKind`.
        nodes: positions in the model's graph, in order.
        inputs: activations that it reads from other parts or stages.
        outputs: activations that others read of it.
        program: its integer layers (their shapes are those of one sample); None for `host`.
        reasons: (node, operator, why) of nodes that the kernel does not run.
    """

    kind: PartKind
    nodes: tuple[int, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    program: Program | None = None
    reasons: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class StageProgram:
    """An FPGA stage: parts in an order in which they can run, on one kernel configuration.

    Attributes:
        parts: in order.
        config: of the kernel.
        samples: of each kernel part, how many samples of a micro-batch one start takes.
    """

    parts: tuple[Part, ...]
    config: ConvConfig
    samples: tuple[int, ...] = ()

    @property
    def reasons(self) -> tuple[tuple[str, str, str], ...]:
        """(node, operator, why) of every node that the kernel does not run."""
        return tuple(reason for part in self.parts for reason in part.reasons)

    @property
    def kernels(self) -> tuple[Program, ...]:
        """What the board runs, in order."""
        return tuple(p.program for p in self.parts if p.kind == "kernel" and p.program is not None)
