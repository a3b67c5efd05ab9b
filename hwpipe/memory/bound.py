"""A closed form for planner loops: the least time that a memory limit can cost a stage.

Let a stage hold h micro-batches of A bytes and exceed its memory by D bytes. Swapping x bytes and
recomputing y bytes of every micro-batch frees at most h (x + y), so x + y >= d = D / h. Compute
takes at least T + r y per micro-batch, with T its forward and backward and r seconds of forward
per byte recomputed, and each copy engine x / w. One engine at least is that long, hence

    extra >= M min over x + y = d of max(r y, x / w - T)

which is 0 where d <= w T (all copies hide), else M r (d / w - T) / (r + 1 / w), y within A.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray

__all__ = ["smallest_extra_s"]


def smallest_extra_s(
    *,
    state_bytes: npt.ArrayLike,
    activation_bytes: npt.ArrayLike,
    capacity_bytes: npt.ArrayLike,
    compute_s: npt.ArrayLike,
    in_flight: npt.ArrayLike,
    microbatches: npt.ArrayLike,
    host_bytes_per_s: npt.ArrayLike,
    recompute_s_per_byte: npt.ArrayLike,
    workspace_bytes: npt.ArrayLike = 0.0,
) -> FloatArray:
    """Seconds that keeping, swapping and recomputing add to an iteration at least.

    A lower bound of `MemoryPlan.extra_s` at the same sharding where `recompute_s_per_byte` is
    the smallest of the stage's nodes; an estimate where it is their mean. All arguments
    broadcast, so that one call prices all stages of a planner's step.

    Args:
        state_bytes: held throughout (see `sharded_state`).
        activation_bytes: kept per micro-batch, A.
        capacity_bytes: memory of the device.
        compute_s: forward and backward of one micro-batch, T.
        in_flight: micro-batches held at the peak, h.
        microbatches: micro-batches of an iteration, M, at least h.
        host_bytes_per_s: bandwidth to host memory each way, w.
        recompute_s_per_byte: forward seconds per activation byte, r; `inf`: no recomputation.
        workspace_bytes: transient bytes.

    Returns:
        Seconds; `inf` where state and workspace alone exceed the memory.
    """
    capacity = np.asarray(capacity_bytes, dtype=np.float64)
    fixed = np.asarray(state_bytes, dtype=np.float64) + np.asarray(workspace_bytes, float)
    held = np.asarray(in_flight, dtype=np.float64)
    kept = np.asarray(activation_bytes, dtype=np.float64)
    base = np.asarray(compute_s, dtype=np.float64)
    speed = np.asarray(host_bytes_per_s, dtype=np.float64)
    ratio = np.asarray(recompute_s_per_byte, dtype=np.float64)
    missing = fixed + held * kept - capacity * (1 + 1e-9)
    freed = np.maximum(missing, 0.0) / held
    late = np.maximum(freed / speed - base, 0.0)  # if everything is swapped
    with np.errstate(invalid="ignore", divide="ignore"):
        mixed = np.where(np.isinf(ratio), late, ratio * late / (ratio + 1.0 / speed))
    extra = np.asarray(microbatches, dtype=np.float64) * mixed
    return np.asarray(np.where(fixed > capacity * (1 + 1e-9), np.inf, extra))
