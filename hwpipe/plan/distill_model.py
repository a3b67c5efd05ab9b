"""The nouns of a distillation plan: `BlockRow`, `DistillStageRow`, `DistillPlanFile`."""

from __future__ import annotations

from dataclasses import dataclass

from hwpipe.cluster.model import Cluster
from hwpipe.distill.timeline import DistillEvent, StageSeconds, run_stages
from hwpipe.plan.model import ModelRef

__all__ = ["BlockRow", "DistillPlanFile", "DistillStageRow"]


@dataclass(frozen=True)
class BlockRow:
    """A block of both networks: node names, the boundary behind it, seconds on no device."""

    teacher_nodes: tuple[str, ...]
    student_nodes: tuple[str, ...]
    boundary: tuple[str, str]


@dataclass(frozen=True)
class DistillStageRow:
    """Blocks `start` to `stop - 1`, teacher and student, on equal devices; seconds per batch.

    With r devices each works on a slice of batch / r samples. `busy_s` is what the stage needs
    for a batch once the pipeline is full.
    """

    start: int
    stop: int
    devices: tuple[str, ...]
    teacher_s: float
    student_s: float
    reduce_s: float
    relay_s: float
    busy_s: float
    memory_bytes: float
    memory_available_bytes: float

    @property
    def seconds(self) -> StageSeconds:
        """For `run_stages`."""
        return StageSeconds(self.teacher_s, self.student_s, self.reduce_s, self.relay_s)


@dataclass(frozen=True)
class DistillPlanFile:
    """A distillation plan, complete enough to be shown and simulated.

    Attributes:
        teacher, student: the two models.
        cluster: devices and links.
        batch: samples of a batch.
        optimizer: of the student.
        blocks: front to back.
        stages: Pipe-BD's hybrid distribution.
        overlap: whether transfers run beside compute.
        period_s: seconds per batch once the pipeline is full.
        teacher_runs: teacher blocks executed per batch.
        baseline_devices: of the data-parallel baseline.
        baseline_period_s: seconds per batch of the baseline: every block data-parallel, the
            teacher run again up to it.
        baseline_teacher_runs: teacher blocks that the baseline executes per batch.
    """

    teacher: ModelRef
    student: ModelRef
    cluster: Cluster
    batch: int
    optimizer: str
    blocks: tuple[BlockRow, ...]
    stages: tuple[DistillStageRow, ...]
    overlap: bool
    period_s: float
    teacher_runs: int
    baseline_devices: tuple[str, ...]
    baseline_period_s: float
    baseline_teacher_runs: int

    @property
    def speedup(self) -> float:
        """Seconds per batch of the baseline over those of the plan."""
        return self.baseline_period_s / self.period_s

    def events(self, batches: int) -> tuple[DistillEvent, ...]:
        """What happens in `batches` batches."""
        return run_stages([s.seconds for s in self.stages], batches, overlap=self.overlap)
