"""The nouns of joint plans: `JointStage` and `JointPlan`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from hwpipe.partition.model import Certificate
from hwpipe.schedule.model import PipelineTimes, RankTimes, Schedule

if TYPE_CHECKING:
    from hwpipe.tensor.stage import StageSplit

__all__ = ["JointPlan", "JointStage", "StageMode"]

#: How the devices of a stage share it.
StageMode = Literal["single", "replicated", "split"]


@dataclass(frozen=True)
class JointStage:
    """A set of nodes between two cuts and the devices that run it together.

    Attributes:
        nodes: indices into the graph, ascending.
        devices: names; more than one unless `mode` is `single`. Types may differ.
        mode: `single`; `replicated`: whole micro-batches are dealt out (`joint.dealing`);
            `split`: the devices share every layer (`hwpipe.tensor`).
        shares: part of the stage's work on each device: micro-batches dealt to it over all
            micro-batches, or its part of the arithmetic of a split. They sum to 1, except where
            a split has layers that several devices compute alike.
        tensor: the split, else None.
        paced: a replicated stage whose replicas all take the slowest one's time and turn, as
            data-parallel baselines count unequal devices.
        units: a split over equal parts of `devices`, one after another, each of which shares every
            layer of its own micro-batches: replicas of a split.
        thrift: the stage may save memory where it does not fit (`joint.thrift`).
        sharded: each replica keeps only its part of the optimizer state.
        recompute: forwards run again instead of keeping activations.
    """

    nodes: tuple[int, ...]
    devices: tuple[str, ...]
    mode: StageMode
    shares: tuple[float, ...] = ()
    tensor: StageSplit | None = None
    paced: bool = False
    units: int = 1
    thrift: bool = False
    sharded: bool = False
    recompute: bool = False


@dataclass(frozen=True)
class JointPlan:
    """A pipeline of joint stages with everything that the event simulator said of it.

    Attributes:
        stages: front to back.
        iteration_s: simulated seconds of one iteration of all micro-batches.
        times: what the simulator was told of stages and links; of unequal replicas the slowest.
        schedule: action lists; a split stage is one rank, a replicated one a rank a device.
        rank_devices: the devices of each rank.
        rank_seconds: (forward, both backwards) of each rank per micro-batch.
        ranks: seconds and bytes of each rank as the simulator was told.
        rank_memory_bytes: bytes that each rank needs on each of its devices, the largest.
        method: which search found it.
        certificate: what was proven, for the space that it names.
        relaxed_lower_s: no plan of this model on this cluster, over any cuts whatsoever, takes
            less: a fractional assignment of nodes to devices without communication.
        notes: what the user should know, one line each.
    """

    stages: tuple[JointStage, ...]
    iteration_s: float
    times: PipelineTimes
    schedule: Schedule
    rank_devices: tuple[tuple[str, ...], ...]
    rank_seconds: tuple[tuple[float, float], ...]
    rank_memory_bytes: tuple[float, ...]
    ranks: tuple[RankTimes, ...] = ()
    method: str = "joint"
    certificate: Certificate | None = None
    relaxed_lower_s: float = 0.0
    notes: tuple[str, ...] = field(default=())

    @property
    def devices(self) -> tuple[str, ...]:
        """All devices that run something."""
        return tuple(name for stage in self.stages for name in stage.devices)

    def describe(self) -> str:
        """One line: nodes, mode and devices of every stage."""
        parts = []
        for stage in self.stages:
            names = ", ".join(stage.devices[:4]) + (
                f" and {len(stage.devices) - 4} more" if len(stage.devices) > 4 else ""
            )
            mode = "" if stage.mode == "single" else f" {stage.mode}"
            if stage.units > 1:
                mode += f" over {len(stage.devices) // stage.units}, {stage.units} times,"
            if stage.sharded:
                mode += " with sharded optimizer state"
            if stage.recompute:
                mode += " recomputing"
            parts.append(f"{len(stage.nodes)} nodes{mode} on {names}")
        return " | ".join(parts)
