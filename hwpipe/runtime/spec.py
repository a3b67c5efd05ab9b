"""The nouns of a run: what the caller asks for, what workers are told, what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hwpipe.runtime.piece import Array
from hwpipe.runtime.strategy import StageStrategy
from hwpipe.schedule.model import Action
from hwpipe.stage.board import BoardSpec

if TYPE_CHECKING:
    from hwpipe.runtime.shard.blocks import StageShards

__all__ = ["BoardReport", "Feed", "Progress", "RunResult", "StageReport", "StageSpec", "WorkerSpec"]

#: Called with (micro-batches that left the pipeline, micro-batches in all).
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class StageSpec:
    """A stage to run.

    Attributes:
        index: position in the pipeline, 0-based.
        node_indices: its nodes, as indices into `model.graph.node`.
        device: name of its device, for reports and errors.
        kind: "gpu", "tpu", "fpga" or "cpu"; of the first replica where they differ.
        replicas: processes that share its micro-batches; number k runs on k % replicas.
        kinds: of every replica; empty: all are of `kind`.
        owners: replica of every micro-batch; empty: they take turns.
        boards: FPGA board of every replica, None where it has none; empty: none has.
        strategy: how its activations fit in training; None: they stay.
        shards: how several processes share the layers of each replica; None: one runs them.
    """

    index: int
    node_indices: tuple[int, ...]
    device: str
    kind: str
    replicas: int = 1
    kinds: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    boards: tuple[BoardSpec | None, ...] = ()
    strategy: StageStrategy | None = None
    shards: StageShards | None = None

    @property
    def members(self) -> int:
        """Processes of each replica."""
        return self.shards.members if self.shards is not None else 1

    def board_of(self, replica: int) -> BoardSpec | None:
        """FPGA board of a replica."""
        return self.boards[replica] if self.boards else None

    def kind_of(self, replica: int) -> str:
        """Device kind of a replica."""
        return self.kinds[replica] if self.kinds else self.kind

    def owner(self, micro_batch: int) -> int:
        """Replica that runs a micro-batch."""
        return self.owners[micro_batch] if self.owners else micro_batch % self.replicas


@dataclass(frozen=True, slots=True)
class BoardReport:
    """How an FPGA stage ran.

    Attributes:
        mode: what stood for the board: see `hwpipe.stage.board.BoardMode`.
        clock_hz: of the kernel on the board.
        cycles: mean of the board's clock cycles per micro-batch, None where none were counted.
        layers: integer layers on the board.
        beside: (node, operator, why) of the stage's nodes that ran on the host.
        moved: why the stage left the board in the middle; None where it did not.
        simulated: whether no hardware ran it all the time; also a twin at an address.
    """

    mode: str
    clock_hz: float
    cycles: float | None
    layers: int
    beside: tuple[tuple[str, str, str], ...] = ()
    moved: str | None = None
    simulated: bool = True

    @property
    def seconds(self) -> float | None:
        """Per micro-batch at the board's clock; never the time of a simulation."""
        return None if self.cycles is None else self.cycles / self.clock_hz


@dataclass(frozen=True, slots=True)
class StageReport:
    """How one stage ran; all replicas together.

    Attributes:
        index, device, kind: as in `StageSpec`.
        backend: what it ran on: "torch-cpu", "torch-cuda:0", "host (torch_xla absent)",
            "integer reference", ...
        micro_batches: number that it ran.
        busy_s_min, busy_s_mean: seconds of compute per micro-batch on one replica, without
            the first one where there are several (it warms caches).
        replicas: number of processes.
        busy_s: seconds of compute of every micro-batch, in order.
        largest_share: part of the micro-batches on the replica that took most; 0: equal parts.
        board: how its FPGA boards ran; None where it has none.
    """

    index: int
    device: str
    kind: str
    backend: str
    micro_batches: int
    busy_s_min: float
    busy_s_mean: float
    replicas: int
    busy_s: tuple[float, ...] = ()
    largest_share: float = 0.0
    board: BoardReport | None = None

    @property
    def share(self) -> float:
        """Part of the stage's micro-batches that its fullest replica runs."""
        return self.largest_share or 1.0 / self.replicas


@dataclass(frozen=True)
class RunResult:
    """Outputs and timings of a run.

    Attributes:
        outputs: graph outputs for the whole batch, in the model's order.
        stage_reports: one per stage.
        wall_s: from the first micro-batch entering to the last leaving, start-up excluded.
        startup_s: from the call to all stages being ready.
        completion_s: when each micro-batch left the pipeline, from the start of `wall_s`.
        forwards: (rank, stage, micro-batch, start, end) of every forward on the same clock.
        in_process: whether stages ran one after the other in the caller's process.
    """

    outputs: dict[str, Array]
    stage_reports: tuple[StageReport, ...]
    wall_s: float
    startup_s: float
    completion_s: tuple[float, ...]
    in_process: bool = False
    forwards: tuple[tuple[int, int, int, float, float], ...] = ()

    @property
    def steady_first(self) -> int:
        """First micro-batch of the steady state: the pipeline is full and caches are warm."""
        ramp = sum(report.replicas for report in self.stage_reports)
        return min(max(ramp, 1), max(len(self.completion_s) - 1, 0))

    @property
    def steady_s(self) -> float:
        """Seconds per micro-batch in the steady state (the whole run where it has one only)."""
        times = sorted(self.completion_s)
        first = self.steady_first
        if len(times) < 2:
            return self.wall_s
        return (times[-1] - times[first - 1]) / (len(times) - first)

    @property
    def slowest_stage_s(self) -> float:
        """Compute seconds per micro-batch of the slowest stage over the same micro-batches.

        A replicated stage counts with the share of its fullest replica.
        """
        first = self.steady_first if len(self.completion_s) > 1 else 0
        return max(
            sum(report.busy_s[first:]) / len(report.busy_s[first:]) * report.share
            for report in self.stage_reports
        )

    @property
    def overhead(self) -> float:
        """Steady time per micro-batch over the slowest stage's own time: 1.0 is perfect."""
        return self.steady_s / self.slowest_stage_s


@dataclass(frozen=True, slots=True)
class Feed:
    """A graph input as a file of the run's folder: dtype, shape of one micro-batch, streamed.

    A tensor that is not `streamed` (no batch axis) is the same for every micro-batch.
    """

    name: str
    file: str
    dtype: str
    shape: tuple[int, ...]
    streamed: bool


@dataclass(frozen=True)
class WorkerSpec:
    """What a worker process is told.

    `ordinal` counts the ranks of the same device kind; GPU stages take CUDA devices by it.
    `actions` is the rank's list, `replicas` the replica count of every stage; ranks are numbered
    stage by stage. `owners` holds the replica of every micro-batch for each stage; empty, or empty
    for a stage: micro-batch k runs on its replica k % replicas.
    """

    rank: int
    stage: int
    replica: int
    kind: str
    ordinal: int
    replicas: tuple[int, ...]
    micro_batches: int
    threads: int
    timeout_s: float
    actions: tuple[Action, ...]
    feeds: tuple[Feed, ...] = field(default=())
    #: What the worker process calls: `module:function`.
    task: str = "hwpipe.runtime.worker:run_inference"
    owners: tuple[tuple[int, ...], ...] = ()
    #: FPGA board that the rank drives; its program lies in the run's folder.
    board: BoardSpec | None = None
    #: Processes that share the layers of each stage's replicas, and which of them this one is;
    #: empty: one each. Member 0 talks to other stages.
    members: tuple[int, ...] = ()
    member: int = 0

    @property
    def world(self) -> int:
        """Number of ranks."""
        return self._before(len(self.replicas))

    @property
    def members_here(self) -> int:
        """Processes that share the layers of the own replica."""
        return self.members[self.stage] if self.members else 1

    @property
    def first(self) -> int:
        """Rank of member 0 of the own replica."""
        return self.rank - self.member

    def _before(self, stage: int) -> int:
        """Ranks of the stages before one."""
        if not self.members:
            return sum(self.replicas[:stage])
        return sum(r * m for r, m in zip(self.replicas[:stage], self.members, strict=False))

    def rank_of(self, stage: int, micro_batch: int) -> int:
        """Rank that runs a micro-batch of a stage."""
        dealt = self.owners[stage] if self.owners else ()
        replica = dealt[micro_batch] if dealt else micro_batch % self.replicas[stage]
        return self._before(stage) + replica * (self.members[stage] if self.members else 1)
