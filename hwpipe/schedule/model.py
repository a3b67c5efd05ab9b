"""The nouns of a schedule: `Action`, `Schedule`, `PipelineTimes`, `Skip`, `Timeline`.

A schedule is data: an ordered list of actions per rank. The same list is what the event
simulator times, the validator checks and the executor runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, NamedTuple, TypeVar, overload

from hwpipe.errors import InputError
from hwpipe.schedule.rules import UpdateRule

__all__ = [
    "Action",
    "ActionKind",
    "Event",
    "LazySequence",
    "PipelineTimes",
    "RankTimes",
    "Schedule",
    "Skip",
    "Timeline",
]

T = TypeVar("T")

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
        slices: token slices of a micro-batch, which follow each other through the stages.
        edges: (src, dst) pairs of stages, src < dst, whose boundary tensors move; None: the
            chain 0 > 1 > 2 > ... `PipelineTimes` has one boundary for each.
        frozen: stages without backward steps, to and from which no gradient moves.
        update_rule: weight versions and corrections; None: one synchronous update.
    """

    name: str
    stages: int
    microbatches: int
    ranks: tuple[tuple[Action, ...], ...]
    rank_stage: tuple[tuple[int, ...], ...]
    replicas: tuple[int, ...]
    training: bool
    split_engine: bool = False
    slices: int = 1
    edges: tuple[tuple[int, int], ...] | None = None
    frozen: tuple[int, ...] = ()
    update_rule: UpdateRule | None = None

    @property
    def boundaries(self) -> tuple[tuple[int, int], ...]:
        """The (src, dst) stages of every boundary."""
        if self.edges is not None:
            return self.edges
        return tuple((stage, stage + 1) for stage in range(self.stages - 1))

    def __getstate__(self) -> dict[str, Any]:
        # The simulator keeps its compiled form beside the fields; it need not travel.
        return {name: value for name, value in self.__dict__.items() if name[0] != "_"}


@dataclass(frozen=True)
class Skip:
    """A tensor that stage `src` sends straight to stage `dst`, not to its neighbour.

    The forward of `dst` waits for it as it waits for the boundary tensor; in training its
    gradient comes back and the backward of `src` waits for that.

    Attributes:
        src, dst: stages, src < dst.
        send_forward_s, send_backward_s: transfer of the tensor, and of its gradient.
        size_bytes: room that it takes on `dst` from the start of its transfer to the start of
            the forward that reads it.
        overlap: as `PipelineTimes.overlap`.
        link_name: equal names share one physical link with each other and with boundaries;
            empty: a link of its own, with a lane for each pair of replicas.
        latency_forward_s, latency_backward_s: as in `PipelineTimes`.
    """

    src: int
    dst: int
    send_forward_s: float
    send_backward_s: float = 0.0
    size_bytes: float = 0.0
    overlap: bool = True
    link_name: str = ""
    latency_forward_s: float = 0.0
    latency_backward_s: float = 0.0


@dataclass(frozen=True)
class PipelineTimes:
    """What the simulator must know of the stages and links, in seconds and bytes.

    All tuples have one entry a stage, transfers one entry a boundary (stages - 1, or one for
    each of `Schedule.edges`).

    A transfer takes `send` seconds from its start until the tensor has arrived, of which the
    last `latency` seconds are flight: the link is busy for `send - latency` only and may start
    the next transfer then. With `latency` left out the link is busy for all of `send` (the
    careful choice); with `latency == send` the transfer is a pure delay on a link of unlimited
    capacity, which is the model behind BaPipe's closed forms.

    `overlap` True: the transfer starts when its producer has finished and the link is free,
    and both ends go on computing. False: a synchronous copy, which holds the link and both
    ends for `send` seconds. It starts when link, sender and receiver are all free; until then
    the sender computes nothing more, while the receiver may still start a step that is ready.
    Waiting copies go before compute, in the order of their requests.

    Attributes:
        forward_s, backward_input_s, backward_weight_s: per micro-batch on one replica.
        send_forward_s, send_backward_s: transfer of the boundary tensors after stage i, and
            of their gradients back.
        overlap: whether the transfer over boundary i runs beside compute of both ends.
        weight_bytes: weights, gradients and optimizer state of a stage.
        activation_bytes: kept per micro-batch in flight.
        weight_gradient_bytes: of a micro-batch between its B and its W, where the backward is
            split; empty: all of `activation_bytes`.
        workspace_bytes: transient.
        memory_bytes: capacity of the device of a stage (inf if unknown).
        reduce_s: gradient all-reduce over the replicas of a stage, once an iteration.
        update_s: optimizer step of a stage, once an iteration.
        link_names: a name per boundary; equal names share one physical link per direction.
        latency_forward_s, latency_backward_s: part of `send_forward_s` and `send_backward_s`
            in which the link is free again; empty means 0.
        skips: tensors sent directly between stages that are not neighbours.
        boundary_bytes: room that a boundary tensor takes on its receiver from the start of its
            transfer until the step that reads it starts; empty means 0 (counted elsewhere).
        stash_bytes: one extra weight version of a stage, for schedules with weight stashing.
        link_lanes: transfers that run side by side over a boundary; empty means
            min(replicas of its two ends), or 1 where the link is shared by name.
        slice_time_share, slice_size_share: parts of a micro-batch's compute, and of its transfers
            and bytes, that belong to each slice; empty: equal parts.
        stage_slice_share: as `slice_time_share`, a row for each stage where stages differ.
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
    latency_forward_s: tuple[float, ...] = ()
    latency_backward_s: tuple[float, ...] = ()
    skips: tuple[Skip, ...] = ()
    boundary_bytes: tuple[float, ...] = ()
    stash_bytes: tuple[float, ...] = ()
    link_lanes: tuple[int, ...] = ()
    weight_gradient_bytes: tuple[float, ...] = ()
    slice_time_share: tuple[float, ...] = ()
    slice_size_share: tuple[float, ...] = ()
    stage_slice_share: tuple[tuple[float, ...], ...] = ()

    @classmethod
    def uniform(
        cls,
        stages: int,
        *,
        forward_s: float,
        backward_s: float = 0.0,
        weight_s: float = 0.0,
        transfer_s: float = 0.0,
        latency_only: bool = True,
        overlap: bool = True,
    ) -> PipelineTimes:
        """Equal stages, as the closed forms of the literature have them.

        Args:
            stages: number of stages.
            forward_s: forward seconds per micro-batch.
            backward_s: input gradient (with the weight gradient where `weight_s` is 0).
            weight_s: weight gradient.
            transfer_s: one-way transfer of a boundary tensor.
            latency_only: the transfer is a pure delay (see the class); else it holds the link.
            overlap: as the attribute.
        """
        if stages < 1:
            raise InputError(f"{stages} stages", limit="at least 1", remedy="give 1 or more")
        send = (transfer_s,) * (stages - 1)
        latency = send if latency_only else ()
        zero = (0.0,) * stages
        return cls(
            forward_s=(forward_s,) * stages,
            backward_input_s=(backward_s,) * stages,
            backward_weight_s=(weight_s,) * stages,
            send_forward_s=send,
            send_backward_s=send,
            overlap=(overlap,) * (stages - 1),
            weight_bytes=zero,
            activation_bytes=(1.0,) * stages,
            workspace_bytes=zero,
            memory_bytes=(float("inf"),) * stages,
            latency_forward_s=latency,
            latency_backward_s=latency,
        )


@dataclass(frozen=True, slots=True)
class RankTimes:
    """Seconds and bytes of one rank, where the ranks of a stage are unequal.

    What `PipelineTimes` says of a stage, for one of its ranks; transfers, reductions and updates
    stay those of the stage.
    """

    forward_s: float
    backward_input_s: float
    backward_weight_s: float
    weight_bytes: float
    activation_bytes: float
    workspace_bytes: float


class LazySequence(Sequence[T], Generic[T]):
    """A sequence of known length whose items are built when the first one is asked for.

    A timeline of a large schedule has hundreds of thousands of events, and most callers only
    want its totals. Equal to any sequence with equal items; pickles as a tuple.
    """

    __slots__ = ("_build", "_items", "_length")

    def __init__(self, length: int, build: Callable[[], tuple[T, ...]]) -> None:
        self._length, self._build = length, build
        self._items: tuple[T, ...] | None = None

    def _all(self) -> tuple[T, ...]:
        if self._items is None:
            self._items = self._build()
        return self._items

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return iter(self._all())

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._all()[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazySequence | tuple | list):
            return len(self) == len(other) and self._all() == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        return (tuple, (self._all(),))


class Event(NamedTuple):
    """An action as it ran: on track `track` ("rank 2", "link 1>2") from `start_s` to `end_s`.

    A link track shows SEND events while the link is busy; `stage` is then the sender. A blocking
    transfer shows on both ranks too, as SEND and RECV, since it holds them. The two
    halves of a split engine have a track each ("rank 2 forward", "rank 2 backward"), lanes of a
    link ("link 1>2 lane 0") and the directions of a shared link ("link NAME forward") too.
    """

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
        events: every action and transfer, sorted by (track, start); built on first use.
        makespan_s: end of the last event.
        rank_busy_s: compute seconds of each rank; each half of a split engine counts half.
        rank_span_s: last end minus first start of each rank's compute.
        link_busy_s: seconds each link track is busy, by track name.
        peak_memory_bytes: of each rank: weights + in-flight activations + workspace.
        peak_in_flight: largest number of micro-batches of which a rank holds activations.
        memory_steps: for each rank, (time_s, bytes) steps; built on first use.
        rank_stages: the stages that each rank holds.
    """

    events: Sequence[Event]
    makespan_s: float
    rank_busy_s: tuple[float, ...]
    rank_span_s: tuple[float, ...]
    link_busy_s: dict[str, float]
    peak_memory_bytes: tuple[float, ...]
    peak_in_flight: tuple[int, ...]
    memory_steps: Sequence[tuple[tuple[float, float], ...]] = field(default=())
    rank_stages: tuple[tuple[int, ...], ...] = field(default=())
