"""The bottleneck of a plan: the longest time that a resource spends on one micro-batch."""

from __future__ import annotations

from collections.abc import Sequence

from hwpipe.schedule.model import PipelineTimes, RankTimes

__all__ = ["bottleneck_of", "pace"]


def pace(ranks: Sequence[RankTimes]) -> float:
    """How many replicas of the slowest one's speed do the same work as these."""
    each = [r.forward_s + r.backward_input_s + r.backward_weight_s for r in ranks]
    return sum(max(each) / seconds for seconds in each) if min(each) > 0 else float(len(each))


def bottleneck_of(
    times: PipelineTimes,
    counts: Sequence[int],
    microbatches: int,
    paces: Sequence[float] | None = None,
) -> float:
    """Longest period of a stage or a link, seconds per micro-batch.

    Replicas take micro-batches in turn, transfers that stop compute count at both ends, the
    all-reduce is spread over the iteration, and links of one name share one resource.

    Args:
        times: stages and links.
        counts: ranks of each stage.
        microbatches: of an iteration.
        paces: of each stage with unequal replicas (`pace`); None: the counts.
    """
    stages = len(counts)
    reduce = times.reduce_s or (0.0,) * stages
    exposed = [
        0.0 if beside else there + back
        for there, back, beside in zip(
            times.send_forward_s, times.send_backward_s, times.overlap, strict=True
        )
    ]
    around = [0.0, *exposed, 0.0]
    worst = 0.0
    for s in range(stages):
        busy = times.forward_s[s] + times.backward_input_s[s] + times.backward_weight_s[s]
        busy += around[s] + around[s + 1]
        shared = counts[s] if paces is None else paces[s]
        worst = max(worst, busy / shared + reduce[s] / microbatches)
    links: dict[str, float] = {}
    for b, (there, back) in enumerate(
        zip(times.send_forward_s, times.send_backward_s, strict=True)
    ):
        busy = max(there, back) if times.overlap[b] else there + back
        name = times.link_names[b] if times.link_names else str(b)
        lanes = times.link_lanes[b] if times.link_lanes else min(counts[b], counts[b + 1])
        links[name] = links.get(name, 0.0) + busy / lanes
    return max([worst, *links.values()])
