"""TeraPipe: token slices of a causal transformer as units of the pipeline."""

from __future__ import annotations

from hwpipe.schedule.generators.build import assemble, check_count, with_updates
from hwpipe.schedule.model import Action, Schedule

__all__ = ["token_slices"]


def token_slices(name: str, stages: int, microbatches: int, slices: int) -> Schedule:
    """TeraPipe (arXiv 2102.07988): every micro-batch goes through in slices of its tokens.

    Tokens read only what stands before them, so slice j follows slice j - 1 of the same sequence
    through the stages, and gradients come back from the last slice to the first. All forwards
    run before the backwards. With slice times t_j on each of K stages the forwards take
    sum t_j + (K - 1) max t_j; `hwpipe.slicing.best_slicing` finds the slices, and
    `PipelineTimes.slice_time_share` carries their times.

    Args:
        name: `terapipe`.
        stages: K.
        microbatches: m.
        slices: of each micro-batch.
    """
    check_count(name, "slices", slices)
    ranks = []
    for stage in range(stages):
        actions = [
            Action("F", stage, k, slice=j) for k in range(microbatches) for j in range(slices)
        ]
        actions += [
            Action("BW", stage, k, slice=j)
            for k in range(microbatches) for j in reversed(range(slices))
        ]  # fmt: skip
        ranks.append(actions)
    held = [(i,) for i in range(stages)]
    return assemble(
        name, stages=stages, microbatches=microbatches, ranks=with_updates(ranks, held),
        rank_stage=held, slices=slices,
    )  # fmt: skip
