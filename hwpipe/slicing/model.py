"""The nouns of token slicing: times of a slice, and a `Slicing`.

In a causal transformer token i reads tokens 0..i only, so a sequence may be cut into slices
that follow each other through the stages of a pipeline (TeraPipe, arXiv 2102.07988). A slice of
b sequences, s tokens and c tokens of context before it takes

    t(b, s, c) = own(b, s) + attention over the context, linear in (b s, b c, b s c)
                 + 2 x transfer of b s tokens

on each of K equal stages, and n slices take T = sum t_i + (K - 1) max_j t_j: a permutation flow
shop whose jobs have the same time on all machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InputError
from hwpipe.graph.model import Graph

__all__ = ["Slicing", "TokenModel", "fit_context", "flow_shop_s", "pipeline_s"]


@dataclass(frozen=True, slots=True)
class Slicing:
    """How a batch runs through the pipeline.

    Attributes:
        batches: sequences of each batch slice, in order.
        tokens: for each batch slice, the tokens of its slices, front to back.
        latency_s: sum t_i + (K - 1) max t_j.
        longest_s: max t_j.
        total_s: sum t_i, the time of one stage.
        programmes: dynamic programmes that the search ran.
    """

    batches: tuple[int, ...]
    tokens: tuple[tuple[int, ...], ...]
    latency_s: float
    longest_s: float
    total_s: float
    programmes: int

    @property
    def slices(self) -> int:
        """Number of slices of all batch slices."""
        return sum(len(parts) for parts in self.tokens)


def pipeline_s(times_s: Sequence[float], stages: int) -> float:
    """T = sum t_i + (K - 1) max t_j of slices on K equal stages (TeraPipe, section 3)."""
    return sum(times_s) + (stages - 1) * max(times_s)


def flow_shop_s(times_s: FloatArray) -> float:
    """Makespan of slices that visit the stages in order, by the recurrence of finish times.

    Args:
        times_s: seconds of each slice on each stage, shape (slices, stages); stages may differ.
    """
    done = np.zeros(times_s.shape[1])
    for row in np.asarray(times_s, dtype=np.float64):
        before = 0.0
        for k, seconds in enumerate(row.tolist()):
            before = max(before, float(done[k])) + seconds
            done[k] = before
    return float(done[-1]) if len(done) else 0.0


@dataclass(frozen=True, slots=True)
class TokenModel:
    """Seconds of a slice on one stage as a function of its size and its context.

    t(b, s, c) = fixed_s + token_s b s + context_s b c + pair_s b s (c + s) + transfer(b s)

    with transfer(x) = 2 (latency_s + move_s x). For training, add the figures of forward and
    backward: both are sliced alike.

    Attributes:
        fixed_s: per slice (launch overheads).
        token_s: per token (matrix products with weights, norms, activation functions).
        pair_s: per score (attention): a slice computes the scores of its tokens against its
            context and all of itself, as dense kernels compute the masked half too.
        context_s: per token of context (reading its keys and values).
        move_s: transfer of one token of one sequence to the next stage.
        latency_s: latency of a transfer.
    """

    fixed_s: float
    token_s: float
    pair_s: float
    context_s: float = 0.0
    move_s: float = 0.0
    latency_s: float = 0.0

    def seconds(self, batch: FloatArray, tokens: FloatArray, context: FloatArray) -> FloatArray:
        """Seconds of slices; arguments broadcast."""
        moved = np.where(tokens > 0, 2 * (self.latency_s + self.move_s * batch * tokens), 0.0)
        own = self.fixed_s + self.token_s * batch * tokens
        seen = self.context_s * batch * context + self.pair_s * batch * tokens * (context + tokens)
        return np.asarray(own + seen + moved)

    def table(self, batches: Sequence[int], tokens: int, grid: int = 8) -> FloatArray:
        """Times for `best_slicing`, shape (len(batches), n + 1, n + 1), n = tokens / grid.

        Entry [i, s, c] is a slice of s grid steps with c grid steps before it; `inf` where
        s + c > n or s = 0.

        Raises:
            InputError: if the grid does not divide the tokens.
        """
        if grid < 1 or tokens < 1 or tokens % grid:
            raise InputError(f"a grid of {grid} tokens", limit=f"a divisor of {tokens} tokens")
        count = tokens // grid
        steps = np.arange(count + 1, dtype=np.float64)
        size = np.array(batches, dtype=np.float64)[:, None, None]
        times = self.seconds(size, grid * steps[:, None], grid * steps[None, :])
        legal = (steps[:, None] + steps[None, :] <= count) & (steps[:, None] > 0)
        return np.asarray(np.where(legal, times, np.inf))

    @classmethod
    def of_stage(
        cls,
        graph: Graph,
        seconds: FloatArray,
        nodes: Sequence[int],
        tokens: int,
        *,
        node_overhead_s: float = 0.0,
        move_s: float = 0.0,
        latency_s: float = 0.0,
    ) -> TokenModel:
        """The model of a stage from its nodes' costs at full length.

        A node is quadratic in tokens if one of its tensors is a matrix of scores (its last two
        dimensions are `tokens` each), else linear. One slice of all tokens takes exactly the
        stage's time; slices compute fewer masked scores, and pay `node_overhead_s` again.

        Args:
            graph: a causal transformer at the batch size of `seconds`.
            seconds: of each node of the graph (forward, or forward and backward), shape (L,).
            nodes: nodes of the stage.
            tokens: sequence length of the graph.
            node_overhead_s: part of each node's time that does not shrink with its input.
            move_s: seconds to move one token of one sequence to the next stage.
            latency_s: latency of that transfer.
        """
        linear = quadratic = fixed = 0.0
        for index in nodes:
            node = graph.nodes[index]
            cost = float(seconds[index])
            overhead = min(cost, node_overhead_s)
            fixed += overhead
            shapes = [graph.tensors[name].shape for name in (*node.inputs, *node.outputs)
                      if name in graph.tensors]  # fmt: skip
            if any(shape[-2:] == (tokens, tokens) for shape in shapes):
                quadratic += cost - overhead
            else:
                linear += cost - overhead
        samples = graph.batch
        return cls(
            fixed_s=fixed,
            token_s=linear / (samples * tokens),
            pair_s=quadratic / (samples * tokens * tokens),
            move_s=move_s,
            latency_s=latency_s,
        )


def fit_context(
    batch: FloatArray, tokens: FloatArray, context: FloatArray, extra_s: FloatArray
) -> tuple[float, float, float]:
    """Least-squares coefficients of measured context times on (b s, b c, b s c).

    The latency model of TeraPipe (`latency_model.py` of its release) measures slices without
    context and fits what context adds.

    Args:
        batch: sequences of each sample, shape (n,).
        tokens: tokens of each sample.
        context: tokens before each sample.
        extra_s: measured seconds beyond the same slice without context.

    Raises:
        InputError: if there are fewer than three samples, or they do not tell the terms apart.
    """
    columns = np.stack([batch * tokens, batch * context, batch * tokens * context], axis=1)
    columns = columns.astype(np.float64)
    if len(columns) < 3:
        raise InputError(f"{len(columns)} samples of context time", limit="at least 3")
    scale = np.abs(columns).max(axis=0)
    scale[scale == 0] = 1.0
    found, _, rank, _ = np.linalg.lstsq(columns / scale, np.asarray(extra_s, float), rcond=None)
    if rank < 3:
        raise InputError(
            "the samples of context time do not tell b s, b c and b s c apart",
            remedy="measure slices of different sizes with different contexts",
        )
    own, past, pairs = (found / scale).tolist()
    return own, past, pairs
