"""The nouns of blockwise distillation: `DistillProblem`, `DistillStage`, `DistillPlan`.

Blockwise distillation trains block b of a student to turn the teacher's activation before
block b into the one behind it; the blocks learn independently of each other. The baseline trains
each block data-parallel and runs the teacher up to that block every time, Nb (Nb + 1) / 2 block
executions a batch. Pipe-BD (arXiv 2301.12443) gives contiguous blocks to devices that relay the
teacher's activation to each other (teacher relaying: Nb executions), lets each device update as
soon as its own gradient is ready (decoupled updates: no flush), and replicates heavy groups
(automatic hybrid distribution).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InputError

__all__ = ["DistillPlan", "DistillProblem", "DistillStage"]


@dataclass(frozen=True, eq=False)
class DistillProblem:
    """Costs of Nb blocks on G kinds of devices with 1 to R replicas.

    Attributes:
        blocks: names of the blocks.
        groups: names of the devices of each kind, G of them.
        teacher_s: forward seconds of a teacher block at batch B / r, shape (G, R, Nb), entry
            r - 1 for r replicas.
        student_s: seconds of a student step (forward, backward, update), shape (G, R, Nb).
        reduce_s: all-reduce of a student block's gradients over r replicas, shape (G, R, Nb).
        send_s: transfer of the teacher's activation of a whole batch behind each block but the
            last, shape (Nb - 1,).
        overlap: whether transfers run beside compute.
        memory_bytes: of a teacher and student block, shape (G, R, Nb); None: not limited.
        capacity_bytes: memory of a device of each kind, shape (G,).
    """

    blocks: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    teacher_s: FloatArray
    student_s: FloatArray
    reduce_s: FloatArray
    send_s: FloatArray
    overlap: bool = False
    memory_bytes: FloatArray | None = None
    capacity_bytes: FloatArray | None = None

    def __post_init__(self) -> None:
        if not self.blocks or not self.groups or not all(self.groups):
            raise InputError("a distillation needs blocks and devices", limit="at least 1 of each")
        most = max(len(names) for names in self.groups)
        shape = (len(self.groups), self.teacher_s.shape[1], len(self.blocks))
        given = {"teacher_s": self.teacher_s, "student_s": self.student_s,
                 "reduce_s": self.reduce_s}  # fmt: skip
        if self.memory_bytes is not None:
            given["memory_bytes"] = self.memory_bytes
        for name, values in given.items():
            if values.shape != shape or shape[1] < most:
                raise InputError(
                    f"{name} has shape {values.shape}",
                    limit=f"({shape[0]}, {most} or more, {shape[2]}) as groups and blocks have it",
                )
        if self.send_s.shape != (len(self.blocks) - 1,):
            raise InputError(f"send_s has shape {self.send_s.shape}",
                             limit=f"({len(self.blocks) - 1},)")  # fmt: skip

    def stage_s(self, group: int, replicas: int) -> FloatArray:
        """Busy seconds per batch of a stage with blocks i..j-1, shape (Nb + 1, Nb + 1).

        Sum over the blocks of (t_b + s_b)(B / r) and the all-reduce, plus what comes in and goes
        out: r replicas share a transfer. Where links overlap, the longest of the three counts:
        the link between stages of r and r' replicas takes send / min(r, r'), the larger of what
        both ends are charged. `inf` where i >= j or the blocks do not fit.
        """
        r = replicas - 1
        count = len(self.blocks)
        work = (
            self.teacher_s[group, r] + self.student_s[group, r] + self.reduce_s[group, r]
        )  # (Nb,)
        total = _between(work)
        moved = np.zeros(count + 1)
        moved[1:-1] = self.send_s / replicas
        enter, leave = moved[:, None], moved[None, :]
        if self.overlap:
            total = np.maximum(total, np.maximum(enter, leave))
        else:
            total = total + enter + leave
        legal = np.tri(count + 1, count + 1, -1, dtype=bool).T
        if self.memory_bytes is not None and self.capacity_bytes is not None:
            legal &= _between(self.memory_bytes[group, r]) <= self.capacity_bytes[group]
        return np.asarray(np.where(legal, total, np.inf))


def _between(values: FloatArray) -> FloatArray:
    """Sums of `values[i:j]`, shape (n + 1, n + 1); entries with i > j mean nothing."""
    able = np.isfinite(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(able, values, 0.0))])
    unable = np.concatenate([[0], np.cumsum(~able)])
    # inf - inf is no number, so what a device cannot run is counted apart.
    total = np.where(unable[None, :] > unable[:, None], np.inf, sums[None, :] - sums[:, None])
    return np.asarray(total)


@dataclass(frozen=True, slots=True)
class DistillStage:
    """Blocks `start` to `stop - 1`, teacher and student, on equal devices.

    With r devices each works on a slice of B / r samples of every batch.
    """

    start: int
    stop: int
    devices: tuple[str, ...]
    busy_s: float


@dataclass(frozen=True, slots=True)
class DistillPlan:
    """How teacher and student are distributed.

    Attributes:
        method: `pipe-bd` or `data-parallel`.
        stages: front to back; one stage of all blocks for `data-parallel`.
        period_s: seconds per batch once the pipeline is full.
        teacher_runs: executions of teacher blocks per batch.
    """

    method: str
    stages: tuple[DistillStage, ...]
    period_s: float
    teacher_runs: int
