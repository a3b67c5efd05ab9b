"""Token slices of a planned pipeline: the slice times of its stages, and the makespan.

TeraPipe's search takes equal stages. Here every slice gets the time of its slowest stage or
link, so the T of the search bounds the pipeline from above; the makespan of the slices it finds
is then computed with each stage's and link's own times, by the flow-shop recurrence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InputError
from hwpipe.partition.evaluate import stage_times
from hwpipe.partition.model import Partition
from hwpipe.partition.problem import PlanningProblem
from hwpipe.slicing.model import Slicing, TokenModel, flow_shop_s
from hwpipe.slicing.solve import best_slicing

__all__ = ["SlicedPipeline", "slice_partition"]


@dataclass(frozen=True)
class SlicedPipeline:
    """Slices of a pipeline.

    Attributes:
        slicing: what the search found; its `latency_s` is an upper bound.
        stages: time model of each stage.
        latency_s: makespan of the slices on the stages and links as they are.
        whole_s: makespan of whole sequences in the micro-batches of the problem.
        times_s: seconds of each slice on each stage and link in turn, (slices, 2 K - 1).
    """

    slicing: Slicing
    stages: tuple[TokenModel, ...]
    latency_s: float
    whole_s: float
    times_s: FloatArray


def slice_partition(
    problem: PlanningProblem,
    partition: Partition,
    tokens: int,
    *,
    grid: int = 8,
    node_overhead_s: float = 0.0,
    batches: Sequence[int] | None = None,
) -> SlicedPipeline:
    """Slice the sequences of a causal transformer for a pipeline.

    Whether attention is causal is the caller's knowledge: the graph does not tell. In training
    a slice's time is forward and backward, which are sliced alike (TeraPipe, section 3).
    Stages with replicas are not sliced: each micro-batch has its own replica there.

    Args:
        problem: costs at the micro-batch size, and the micro-batches of an iteration.
        partition: stages, front to back, one device each.
        tokens: sequence length of the graph.
        grid: step of the slices, in tokens; divides `tokens`.
        node_overhead_s: launch overhead that every node pays for every slice.
        batches: sizes of batch slices; None: the powers of two up to the batch, and all of it.

    Raises:
        InputError: if a stage has replicas, or no tensor of the graph has `tokens` in its shape.
    """
    graph = problem.graph
    if any(len(stage.devices) > 1 for stage in partition.stages):
        raise InputError("token slices on a stage with replicas", where=graph.name,
                         limit="1 device a stage", remedy="plan without replicas")  # fmt: skip
    if not any(tokens in info.shape for info in graph.tensors.values()):
        raise InputError(
            f"no tensor of the model has {tokens} tokens",
            where=graph.name,
            remedy="give the sequence length that the model was exported with",
        )
    times = stage_times(problem, partition)
    total = graph.batch * problem.microbatches
    sizes = sorted(set(batches or [2**k for k in range(total.bit_length())] + [total]))
    sizes = [size for size in sizes if size <= total]
    group = [problem.group_of[stage.devices[0]] for stage in partition.stages]
    models = tuple(
        TokenModel.of_stage(
            graph, problem.node_time_s[g], stage.nodes, tokens, node_overhead_s=node_overhead_s
        )
        for g, stage in zip(group, partition.stages, strict=True)
    )
    # A link moves the part of its micro-batch's bytes that belongs to the slice; in training the
    # gradient comes back, and takes the other direction while the next slice takes this one.
    moves = []
    for k in range(len(models) - 1):
        pair = (partition.stages[k].devices[0], partition.stages[k + 1].devices[0])
        link = problem.cluster.link(*pair)
        latency = link.latency_s if link is not None else 0.0
        latency = min(latency, times.send_forward_s[k])
        each = (times.send_forward_s[k] - latency) / (graph.batch * tokens)
        moves.append(TokenModel(latency, each, 0.0))
        if problem.training:
            moves[-1] = TokenModel(2 * latency, 2 * each, 0.0)
    engines: list[TokenModel] = [models[0]]
    for move, model in zip(moves, models[1:], strict=True):
        engines += [move, model]
    slowest = np.max([engine.table(sizes, tokens, grid) for engine in engines], axis=0)
    slicing = best_slicing(slowest, len(engines), batch=total, batches=sizes, grid=grid)
    rows = [
        (b, s, c)
        for b, parts in zip(slicing.batches, slicing.tokens, strict=True)
        for s, c in zip(parts, np.cumsum([0, *parts[:-1]]).tolist(), strict=True)
    ]
    detail = _each(engines, rows)
    whole = _each(engines, [(graph.batch, tokens, 0)] * problem.microbatches)
    return SlicedPipeline(slicing, models, flow_shop_s(detail), flow_shop_s(whole), detail)


def _each(engines: Sequence[TokenModel], rows: Sequence[tuple[int, int, int]]) -> FloatArray:
    """Seconds of slices (sequences, tokens, context) on each engine, (slices, engines)."""
    b, s, c = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    table = np.stack([engine.seconds(b, s, c) for engine in engines], axis=1)
    assert math.isfinite(float(table.sum()))
    return table
