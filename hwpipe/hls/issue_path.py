"""The path that decides each cycle whether a loop ends: from counters and scalars to `last`.

The bound of a loop may depend on outer loops, `min(rows, height - b * rows)`. It is computed
where it is used, in the cycle of issue, from registers that strength reduction keeps. As long as
this path fits the clock nothing needs to settle; where it does not, the report warns.
"""

from __future__ import annotations

from hwpipe.hls.cone import reachable
from hwpipe.hls.ir import Node
from hwpipe.hls.sched import SETUP_NS, Scheduled
from hwpipe.hls.timing import CLK_TO_OUT_NS, delay_ns

__all__ = ["issue_path_ns"]


def issue_path_ns(done: Scheduled) -> tuple[float, int]:
    """Longest path to the end of a loop, in ns with setup, and the source line of that loop.

    What depends on scalars alone is constant during a run and takes no part.
    """
    worst = (0.0, done.ir.line)
    for level in done.ir.levels:
        ends: dict[int, float] = {}

        def end(node: Node, ends: dict[int, float] = ends) -> float:
            if node.id not in ends:
                if node.op in {"iv", "step"}:
                    ends[node.id] = CLK_TO_OUT_NS[node.op]
                else:
                    before = max((end(a) for a in node.args), default=0.0)
                    moves = any(n.op in {"iv", "step"} for n in reachable([node]))
                    ends[node.id] = before + delay_ns(node) if moves else 0.0
            return ends[node.id]

        worst = max(worst, (end(level.last) + SETUP_NS, level.line or done.ir.line))
    return worst
