"""Blockwise distillation of one model by another on a cluster: `distill_models`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hwpipe.cluster.model import Cluster
from hwpipe.cost.table import CostTable
from hwpipe.distill.blocks import BlockPair, match_blocks
from hwpipe.distill.costs import distill_problem
from hwpipe.distill.model import DistillPlan, DistillProblem
from hwpipe.distill.solve import data_parallel_plan, distill_plan
from hwpipe.errors import InputError
from hwpipe.graph.model import Graph

if TYPE_CHECKING:  # opening models imports onnx
    from hwpipe.graph.source import ModelSource

__all__ = ["Distillation", "distill_models"]


@dataclass(frozen=True)
class Distillation:
    """A distillation as it was planned.

    Attributes:
        blocks: nodes of each block in both graphs.
        problem: costs of the blocks.
        plan: Pipe-BD's distribution.
        baseline: each block data-parallel, the teacher's prefix run again for each.
    """

    blocks: tuple[BlockPair, ...]
    problem: DistillProblem
    plan: DistillPlan
    baseline: DistillPlan

    @property
    def speedup(self) -> float:
        """Seconds per batch of the baseline over those of the plan."""
        return self.baseline.period_s / self.plan.period_s


def distill_models(
    teacher: ModelSource,
    student: ModelSource,
    cluster: Cluster,
    *,
    batch: int,
    blocks: int | Sequence[str | tuple[str, str]],
    make_table: Callable[[Graph, bool], CostTable] | None = None,
    optimizer: str = "momentum",
) -> Distillation:
    """Plan the blockwise distillation of a student (`hwpipe compile --distill`).

    Args:
        teacher: the model that is followed (inference).
        student: the model that learns (training).
        cluster: devices and links.
        batch: samples of a batch; r replicas get the next whole number of batch / r each.
        blocks: their number, or the names of their boundaries (see `match_blocks`).
        make_table: cost of a graph, given whether it is trained; None: hwpipe's models.
        optimizer: of the student.

    Raises:
        InputError: if a model cannot be used, or the boundaries do not match.
        InfeasibleError: if there are too few boundaries, or nothing fits.
    """
    # The cost models of all device kinds are needed here only.
    from hwpipe.cost.build import build_cost_table

    if batch < 1:
        raise InputError(f"a batch of {batch} samples", limit="at least 1")

    def costs(graph: Graph, training: bool) -> CostTable:
        if make_table is not None:
            return make_table(graph, training)
        return build_cost_table(graph, cluster.devices, training=training, optimizer=optimizer)

    whole = teacher.graph(batch)
    pairs = match_blocks(whole, student.graph(batch), blocks)
    # More replicas than samples have nothing to do.
    most = min(len(cluster.devices), batch)
    tables: dict[bool, dict[int, CostTable]] = {False: {}, True: {}}
    made: dict[tuple[int, bool], CostTable] = {}
    for r in range(1, most + 1):
        share = -(-batch // r)
        for training, source in ((False, teacher), (True, student)):
            if (share, training) not in made:
                made[share, training] = costs(source.graph(share), training)
            tables[training][r] = made[share, training]
    problem = distill_problem(whole, pairs, tables[False], tables[True], cluster)
    return Distillation(pairs, problem, distill_plan(problem), data_parallel_plan(problem))
