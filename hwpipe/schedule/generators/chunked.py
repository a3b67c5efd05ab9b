"""Interleaved 1F1B: several model chunks a rank, visited in rounds (Megatron-LM, PipeDream-2BW)."""

from __future__ import annotations

from hwpipe.errors import InputError
from hwpipe.schedule.generators.build import assemble, check_count, with_updates
from hwpipe.schedule.model import Action, Schedule

__all__ = ["interleaved"]


def interleaved(name: str, stages: int, microbatches: int, chunks: int) -> Schedule:
    """Interleaved 1F1B: rank i of p holds the stages i, i + p, ..., i + (v - 1) p.

    Micro-batches go in groups of p through chunk after chunk. Rank i runs
    2 (p - i - 1) + (v - 1) p chunk forwards (all of them if m = p), then a forward and a backward
    in turn. The bubble is (p - 1) (F + B) / v; rank 0 holds at most 2 (p - 1) + (v - 1) p + 1
    chunk activations; every micro-batch moves v times as often.

    Source: arXiv 2104.04473, section 2.2; the order of the 2BW branch of msr-fiddle/pipedream.

    Args:
        name: `1f1b-interleaved`.
        stages: ranks p; the schedule has p v stages.
        microbatches: m, a multiple of p.
        chunks: v.

    Raises:
        InputError: m is no multiple of p.
    """
    check_count(name, "chunks", chunks)
    if microbatches % stages:
        raise InputError(
            f"{microbatches} micro-batches on {stages} stages", where=f"schedule {name}",
            limit=f"a multiple of {stages} micro-batches",
            remedy=f"use {max(1, microbatches // stages) * stages} or "
            f"{(microbatches // stages + 1) * stages}, or 1f1b-as",
        )  # fmt: skip
    group, total = stages * chunks, microbatches * chunks
    # The k-th chunk step of any rank: (chunk, micro-batch).
    order = [(k % group // stages, k // group * stages + k % stages) for k in range(total)]
    ranks = []
    for i in range(stages):
        warmup = min(total, 2 * (stages - i - 1) + (chunks - 1) * stages)
        if microbatches == stages:
            warmup = total
        forward = [Action("F", chunk * stages + i, k) for chunk, k in order]
        backward = [Action("BW", (chunks - 1 - chunk) * stages + i, k) for chunk, k in order]
        actions = forward[:warmup]
        for there, back in zip(forward[warmup:], backward, strict=False):
            actions += (there, back)
        actions += backward[total - warmup :]
        ranks.append(actions)
    held = [tuple(chunk * stages + i for chunk in range(chunks)) for i in range(stages)]
    return assemble(
        name, stages=group, microbatches=microbatches, ranks=with_updates(ranks, held),
        rank_stage=held,
    )  # fmt: skip
