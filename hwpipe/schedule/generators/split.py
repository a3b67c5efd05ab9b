"""Schedules with the backward split into B and W: ZB-H1, ZB-H2 and 2BP.

Only F and B hang on other stages, so W may be put where a stage would wait. Zero Bubble
(arXiv 2401.10241) delays W evenly, 2BP (arXiv 2405.18047) until the pipeline drains.
"""

from __future__ import annotations

from hwpipe.schedule.generators.build import assemble, check_count, with_updates
from hwpipe.schedule.model import Action, Schedule

__all__ = ["two_stage_backward", "zero_bubble"]


def zero_bubble(name: str, stages: int, microbatches: int) -> Schedule:
    """ZB-H1 and ZB-H2, the handcrafted schedules of Zero Bubble (section 2).

    Stage i (0-based) of p runs w_i forwards, then B, W and F in turn, where W lags q_i
    micro-batches behind B: the lag lets the gradient travel back at the pace of F + B while
    the pipeline fills, and is made up for while it drains. In flight are w_i + q_i.

    | | w_i | q_i | bubble (p - 1) x | in flight |
    | --- | --- | --- | --- | --- |
    | zb-h1 | p - i | i | (F + B - W) | p |
    | zb-h2 | 2 (p - i) - 1 | 2 i | (F + B - 2 W) | 2 p - 1 |

    Args:
        name: `zb-h1` or `zb-h2`.
        stages: p.
        microbatches: m; the bubbles hold from m = p and m = 2 p - 1 on.
    """
    ranks = []
    for i in range(stages):
        warmup, lag = (stages - i, i) if name == "zb-h1" else (2 * (stages - i) - 1, 2 * i)
        ranks.append(_in_turn(i, microbatches, warmup, lag))
    held = [(i,) for i in range(stages)]
    return assemble(
        name, stages=stages, microbatches=microbatches, ranks=with_updates(ranks, held),
        rank_stage=held,
    )  # fmt: skip


def _in_turn(stage: int, count: int, warmup: int, lag: int) -> list[Action]:
    actions = [Action("F", stage, k) for k in range(min(warmup, count))]
    for k in range(count):
        actions.append(Action("B", stage, k))
        if k >= lag:
            actions.append(Action("W", stage, k - lag))
        if warmup + k < count:
            actions.append(Action("F", stage, warmup + k))
    actions.extend(Action("W", stage, k) for k in range(max(0, count - lag), count))
    return actions


def two_stage_backward(name: str, stages: int, microbatches: int) -> Schedule:
    """2BP: p1 (B) as in 1F1B or GPipe, p2 (W) delayed.

    `2bp` is 1F1B whose W stand between the Bs of the drain, where it waits, and behind them;
    with F = B = W = 1 its makespan is 3 m + (p - 1). `gpipe-2bp` has all its W at the end.
    Memory is not capped: activations and gradients wait for their W.

    Args:
        name: `2bp` or `gpipe-2bp`.
        stages: p.
        microbatches: m.
    """
    check_count(name, "micro-batches", microbatches)
    ranks = []
    for i in range(stages):
        warmup = microbatches if name == "gpipe-2bp" else min(microbatches, stages - i)
        actions = [Action("F", i, k) for k in range(warmup)]
        for k in range(microbatches - warmup):
            actions += (Action("B", i, k), Action("F", i, warmup + k))
        drained = 0
        for k in range(microbatches - warmup, microbatches):
            actions.append(Action("B", i, k))
            if name == "2bp":
                actions.append(Action("W", i, drained))
                drained += 1
        actions.extend(Action("W", i, k) for k in range(drained, microbatches))
        ranks.append(actions)
    held = [(i,) for i in range(stages)]
    return assemble(
        name, stages=stages, microbatches=microbatches, ranks=with_updates(ranks, held),
        rank_stage=held,
    )  # fmt: skip
