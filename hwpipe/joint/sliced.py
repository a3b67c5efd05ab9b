"""Joint search over pipeline stages and token slices of a causal transformer.

Where to cut the network depends on how finely sequences are sliced: with n slices of a sequence a
pipeline of K stages fills n times as fast, so more and shorter stages pay. For n = 1, 2, 4 ... the
exact planner cuts the network for M n micro-batches of 1 / n of the work each (activations and
tensors shrink alike, launch overheads and latencies do not). TeraPipe's programme then finds the
best unequal slices, tokens inside and batch slices outside, for the stages as they are
(`hwpipe.slicing`), and the makespan over unequal stages and links decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.partition.methods import solve
from hwpipe.partition.model import Partition
from hwpipe.partition.problem import PlanningProblem, make_problem
from hwpipe.slicing import SlicedPipeline, slice_partition

__all__ = ["SlicedPlan", "joint_search_sliced"]

#: Equal slices of a sequence for which stages are planned.
PIECES = (1, 2, 4, 8, 16, 32)


@dataclass(frozen=True)
class SlicedPlan:
    """A pipeline with token slices.

    Attributes:
        partition: the stages, one device each.
        pipeline: slices of every batch slice, and the makespan of an iteration.
        pieces: equal slices for which the stages were planned.
        whole_s: makespan of the best pipeline of whole sequences, in the problem's micro-batches.
        tried: (pieces, makespan with slices, makespan of whole sequences) of all plans.
    """

    partition: Partition
    pipeline: SlicedPipeline
    pieces: int
    whole_s: float
    tried: tuple[tuple[int, float, float], ...]

    @property
    def iteration_s(self) -> float:
        """Seconds of an iteration."""
        return self.pipeline.latency_s


def joint_search_sliced(
    problem: PlanningProblem,
    tokens: int,
    *,
    grid: int = 8,
    node_overhead_s: float = 0.0,
    pieces: Sequence[int] = PIECES,
    batches: Sequence[int] | None = None,
) -> SlicedPlan:
    """The fastest pipeline of a causal transformer over stages, batch slices and token slices.

    Whether attention is causal is the caller's knowledge: the graph does not tell. In training a
    slice's time is forward and backward, which are sliced alike (TeraPipe, section 3), and all
    activations of an iteration are kept, as GPipe does. Stages have one device each.

    Args:
        problem: costs at the micro-batch size, and the micro-batches of an iteration.
        tokens: sequence length of the graph.
        grid: step of the slices, in tokens; divides `tokens`.
        node_overhead_s: launch overhead that every node pays for every slice.
        pieces: equal slices for which stages are planned; 1 is whole sequences.
        batches: sizes of batch slices; None: the powers of two up to the batch, and all of it.

    Raises:
        InputError: if no tensor has so many tokens, the grid does not divide them, or `pieces`
            holds no positive number.
        InfeasibleError: if no pipeline fits.
    """
    wanted = sorted({n for n in pieces if 1 <= n <= max(1, tokens // grid)})
    if not wanted:
        raise InputError(f"pieces {list(pieces)}", limit=f"1 to {max(1, tokens // grid)}")
    found: dict[tuple[object, ...], tuple[int, Partition, SlicedPipeline]] = {}
    failure: InfeasibleError | None = None
    for count in wanted:
        try:
            partition = solve(_sliced_problem(problem, count, node_overhead_s), "exact")
        except InfeasibleError as error:
            failure = failure or error
            continue
        key = tuple((stage.nodes, stage.devices) for stage in partition.stages)
        if key in found:
            continue
        plain = replace(partition, certificate=None, bottleneck_certificate=None)
        pipeline = slice_partition(
            problem, plain, tokens, grid=grid, node_overhead_s=node_overhead_s, batches=batches
        )
        found[key] = (count, plain, pipeline)
    if not found:
        assert failure is not None
        raise failure
    best = min(found.values(), key=lambda row: (row[2].latency_s, row[0]))
    return SlicedPlan(
        partition=best[1],
        pipeline=best[2],
        pieces=best[0],
        whole_s=min(row[2].whole_s for row in found.values()),
        tried=tuple((n, p.latency_s, p.whole_s) for n, _, p in found.values()),
    )


def _sliced_problem(problem: PlanningProblem, count: int, overhead_s: float) -> PlanningProblem:
    """The problem with `count` equal slices for each micro-batch, without replicas."""
    table = problem.table
    # Nodes pay their overhead in every slice, forward and each of the two backward products.
    shorter = {
        name: (getattr(table, name) - part).clip(min=0.0) / count + part
        for name in ("forward_s", "backward_input_s", "backward_weight_s")
        for part in (getattr(table, name).clip(max=overhead_s),)
    }
    table = replace(
        table,
        **shorter,
        activation_bytes=table.activation_bytes / count,
        workspace_bytes=table.workspace_bytes / count,
    )
    cluster = problem.cluster
    links = {
        pair: replace(link, bytes_per_s=link.bytes_per_s * count)
        for pair, link in cluster.links.items()
    }
    return make_problem(
        problem.graph,
        table,
        replace(cluster, links=links) if count > 1 else cluster,
        training=problem.training,
        microbatches=problem.microbatches * count,
        schedule="gpipe" if problem.training else "pipeline",
        max_sets=problem.max_sets,
        time_limit_s=problem.time_limit_s,
        allow_replication=False,
        effort=problem.effort,
    )
