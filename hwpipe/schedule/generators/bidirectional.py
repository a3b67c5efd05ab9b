"""Two pipelines in opposite directions: Chimera, and BitPipe on two Vs.

Every stage stands on two ranks, which hold its weights twice and sum their gradients at the end.
Even micro-batches go down the ranks, odd ones up.
"""

from __future__ import annotations

from hwpipe.errors import InputError
from hwpipe.schedule.generators.build import assemble, with_updates
from hwpipe.schedule.generators.greedy import Placement
from hwpipe.schedule.model import Action, Schedule

__all__ = ["bitpipe", "bitpipe_placement", "chimera", "chimera_placement"]


def _even(name: str, stages: int) -> None:
    if stages % 2:
        raise InputError(
            f"{stages} stages", where=f"schedule {name}",
            limit="an even number, so that the two directions interleave",
            remedy=f"use {stages - 1 or 2} or {stages + 1} stages, or 1f1b-interleaved",
        )  # fmt: skip


def chimera_placement(stages: int) -> Placement:
    """Stage i on rank i going down and on rank D - 1 - i going up."""
    down = tuple(range(stages))
    return Placement(stages, (down, down[::-1]))


def chimera(name: str, stages: int, microbatches: int) -> Schedule:
    """Chimera (arXiv 2107.06925): base units of D micro-batches, concatenated.

    In slots of equal length, D / 2 micro-batches of a unit go each way; number q of a way runs
    on its stage i forward in slot i + 2 q and backward in slot 2 D - 1 - i + 2 q. The steps of
    the other way fall into slots of the other parity, and the next unit follows 2 D slots
    later into exactly the slots left free: with F = B a device idles D - 2 slots in all and the
    makespan is 2 N + D - 2 for N micro-batches, a multiple of D.

    Args:
        name: `chimera`.
        stages: D, even.
        microbatches: N.

    Raises:
        InputError: D is odd.
    """
    _even(name, stages)
    ranks: list[list[Action]] = []
    half = stages // 2
    for rank in range(stages):
        steps: list[tuple[int, str, int, int]] = []
        for k in range(microbatches):
            way, number = k % 2, k // 2
            stage = rank if way == 0 else stages - 1 - rank
            start = 2 * stages * (number // half) + 2 * (number % half)
            steps.append((start + stage, "F", stage, k))
            steps.append((start + 2 * stages - 1 - stage, "BW", stage, k))
        ranks.append(_in_order(steps))
    held = chimera_placement(stages).held()
    return assemble(
        name, stages=stages, microbatches=microbatches, ranks=with_updates(ranks, held),
        rank_stage=held,
    )  # fmt: skip


def bitpipe_placement(stages: int) -> Placement:
    """2 D stages on a V of D ranks, and on the same V turned round."""
    down = (*range(stages), *reversed(range(stages)))
    return Placement(stages, (down, tuple(stages - 1 - rank for rank in down)))


def bitpipe(name: str, stages: int, microbatches: int) -> Schedule:
    """BitPipe (arXiv 2410.19367): two V-shaped interleaved pipelines in opposite directions.

    Base units of D micro-batches, as in Chimera: in slots of a chunk's step, number q of a way
    runs on its stage s (of 2 D) forward in slot s + 2 q and backward in slot 4 D - 1 - s + 2 q, and
    units follow each other 4 D slots apart. On a rank the steps of one way fall into the slots
    of one parity, those of the other way into the others, without a gap once the pipeline is
    full: with F = B a device idles D - 2 chunk slots, half of Chimera's bubble [derived from
    that placement; the paper's own order may differ].

    Args:
        name: `bitpipe`.
        stages: ranks D, even; the schedule has 2 D stages.
        microbatches: N.

    Raises:
        InputError: D is odd.
    """
    _even(name, stages)
    D, half = stages, stages // 2
    ranks: list[list[Action]] = []
    for rank in range(D):
        steps: list[tuple[int, str, int, int]] = []
        for k in range(microbatches):
            way, number = k % 2, k // 2
            start = 4 * D * (number // half) + 2 * (number % half)
            for stage in (rank, 2 * D - 1 - rank) if way == 0 else (D - 1 - rank, D + rank):
                steps.append((start + stage, "F", stage, k))
                steps.append((start + 4 * D - 1 - stage, "BW", stage, k))
        ranks.append(_in_order(steps))
    held = bitpipe_placement(stages).held()
    return assemble(
        name, stages=2 * D, microbatches=microbatches, ranks=with_updates(ranks, held),
        rank_stage=held,
    )  # fmt: skip


def _in_order(steps: list[tuple[int, str, int, int]]) -> list[Action]:
    """Actions by slot; no two steps of a rank share one."""
    return [Action(kind, stage, k) for _, kind, stage, k in sorted(steps)]  # type: ignore[arg-type]
