"""The nouns of a schedule: `Action`, `Schedule`, `PipelineTimes`, `Timeline`.

A schedule is data: an ordered list of actions per rank. The same list is what the event
simulator times, the validator checks and the executor runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

__all__ = ["Action", "ActionKind", "Event", "PipelineTimes", "Schedule", "Timeline"]

#: F forward; B input gradient; W weight gradient; BW both in one step; SEND and RECV move a
#: boundary tensor; UPDATE applies the optimizer; REDUCE sums gradients over replicas.
ActionKind = Literal["F", "B", "W", "BW", "SEND", "RECV", "UPDATE", "REDUCE", "SWAP", "RECOMPUTE"]


class Action(NamedTuple):
    """One step of one rank.

    `stage` is the pipeline stage (0-based) the step belongs to, `micro_batch` the 0-based
    micro-batch (-1 for UPDATE and REDUCE), `peer` the stage at the other end of SEND and RECV
    (-1 otherwise), `slice` a token slice and `version` the weight version where a schedule
    uses them.
    """

    kind: ActionKind
    stage: int
    micro_batch: int = -1
    peer: int = -1
    slice: int = 0
    version: int = 0


@dataclass(frozen=True)
class Schedule:
    """Ordered actions of every rank.

    Attributes:
        name: `pipeline`, `1f1b-as`, `1f1b-sno`, `1f1b-so`, `fbp-as`, `gpipe`, ...
        stages, microbatches: their numbers.
        ranks: for each rank, its actions in order. Compute actions only, or with SEND and
            RECV; the simulator derives transfers from the stage graph where they are absent.
        rank_stage: the stages that each rank holds (one, unless interleaved).
        replicas: number of ranks that hold each stage.
        training: whether backward actions appear.
        split_engine: True where one device runs forward and backward at the same time on two
            halves (FBP-AS).
    """

    name: str
    stages: int
    microbatches: int
    ranks: tuple[tuple[Action, ...], ...]
    rank_stage: tuple[tuple[int, ...], ...]
    replicas: tuple[int, ...]
    training: bool
    split_engine: bool = False


@dataclass(frozen=True)
class PipelineTimes:
    """What the simulator must know of the stages and links, in seconds and bytes.

    All tuples have one entry a stage, transfers one entry a boundary (stages - 1).

    Attributes:
        forward_s, backward_input_s, backward_weight_s: per micro-batch on one replica.
        send_forward_s, send_backward_s: transfer of the boundary tensors after stage i, and
            of their gradients back.
        overlap: whether the transfer over boundary i runs beside compute of both ends.
        weight_bytes: weights, gradients and optimizer state of a stage.
        activation_bytes: kept per micro-batch in flight.
        workspace_bytes: transient.
        memory_bytes: capacity of the device of a stage (inf if unknown).
        reduce_s: gradient all-reduce over the replicas of a stage, once an iteration.
        update_s: optimizer step of a stage, once an iteration.
        link_names: a name per boundary; equal names share one physical link.
    """

    forward_s: tuple[float, ...]
    backward_input_s: tuple[float, ...]
    backward_weight_s: tuple[float, ...]
    send_forward_s: tuple[float, ...]
    send_backward_s: tuple[float, ...]
    overlap: tuple[bool, ...]
    weight_bytes: tuple[float, ...]
    activation_bytes: tuple[float, ...]
    workspace_bytes: tuple[float, ...]
    memory_bytes: tuple[float, ...]
    reduce_s: tuple[float, ...] = ()
    update_s: tuple[float, ...] = ()
    link_names: tuple[str, ...] = ()


class Event(NamedTuple):
    """An action as it ran: on track `track` ("rank 2", "link 1>2") from `start_s` to `end_s`."""

    track: str
    kind: str
    stage: int
    micro_batch: int
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Timeline:
    """The simulated run of one iteration.

    Attributes:
        events: every action and transfer, sorted by (track, start).
        makespan_s: end of the last event.
        rank_busy_s: compute seconds of each rank.
        rank_span_s: last end minus first start of each rank's compute.
        link_busy_s: seconds each link track is busy, by track name.
        peak_memory_bytes: of each rank: weights + in-flight activations + workspace.
        peak_in_flight: largest number of micro-batches of which a rank holds activations.
        memory_steps: for each rank, (time_s, bytes) steps.
    """

    events: tuple[Event, ...]
    makespan_s: float
    rank_busy_s: tuple[float, ...]
    rank_span_s: tuple[float, ...]
    link_busy_s: dict[str, float]
    peak_memory_bytes: tuple[float, ...]
    peak_in_flight: tuple[int, ...]
    memory_steps: tuple[tuple[tuple[float, float], ...], ...] = field(default=())
