"""Slices that minimise T = sum t_i + (K - 1) max t_j, exactly.

TeraPipe (arXiv 2102.07988, section 3.3) tries every slice time as t_max; for each, an inner
dynamic programme over tokens, f[l] = min_k f[l - k] + t(k, context l - k) with t <= t_max, and
an outer one over batch slices, h[B] = min_b h[B - b] + f_b. It stops once K t_max exceeds the
best. The same optimum needs far fewer programmes when t_max falls instead of rising: S(limit),
the smallest sum under a limit, grows as the limit falls, so with U the best T so far a better
slicing has (K - 1) max t < U - S(limit), and a max below the one just found; the next limit is
the smaller of both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InputError
from hwpipe.slicing.model import Slicing

__all__ = ["best_slicing"]

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Found:
    """Slices with the smallest sum under a limit; `parts` lists (batch row, grid steps)."""

    total_s: float
    longest_s: float
    parts: tuple[tuple[int, tuple[int, ...]], ...]


class _Programme:
    """Both dynamic programmes over one table of slice times."""

    def __init__(self, times_s: FloatArray, batches: Sequence[int], batch: int) -> None:
        self.batches, self.batch = batches, batch
        rows, size, _ = times_s.shape
        self.count = size - 1
        # by_end[i, l, c]: the slice from grid position c to l, so that a step reads one row.
        self.by_end = np.full((rows, size, size), math.inf)
        start = np.arange(size)
        for length in range(1, size):
            c = start[: size - length]
            self.by_end[:, c + length, c] = times_s[:, length, c]

    def inner(self, limit: float) -> tuple[FloatArray, IntArray]:
        """f[i, l] of every batch row and position, and where its last slice starts."""
        rows, size, _ = self.by_end.shape
        allowed = np.where(self.by_end <= limit, self.by_end, math.inf)
        f = np.full((rows, size), math.inf)
        f[:, 0] = 0.0
        back = np.zeros((rows, size), dtype=np.int64)
        each = np.arange(rows)
        for end in range(1, size):
            sums = f[:, :end] + allowed[:, end, :end]
            back[:, end] = best = sums.argmin(axis=1)
            f[:, end] = sums[each, best]
        return f, back

    def solve(self, limit: float) -> _Found | None:
        """Smallest sum with all slices within `limit`; None if there is none."""
        f, back = self.inner(limit)
        whole = f[:, -1].tolist()
        h = [0.0] + [math.inf] * self.batch
        last = [-1] * (self.batch + 1)
        for b in range(1, self.batch + 1):
            for row, size in enumerate(self.batches):
                if size <= b and h[b - size] + whole[row] < h[b]:
                    h[b], last[b] = h[b - size] + whole[row], row
        if not math.isfinite(h[-1]):
            return None
        parts: list[tuple[int, tuple[int, ...]]] = []
        longest, b = 0.0, self.batch
        while b:
            row = last[b]
            steps: list[int] = []
            end = self.count
            while end:
                start = int(back[row, end])
                longest = max(longest, float(self.by_end[row, end, start]))
                steps.append(end - start)
                end = start
            parts.append((row, tuple(reversed(steps))))
            b -= self.batches[row]
        return _Found(h[-1], longest, tuple(parts))

    def smallest_limit(self) -> float:
        """Smallest t_max under which the batch can be sliced at all (a bottleneck programme)."""
        rows, size, _ = self.by_end.shape
        f = np.full((rows, size), math.inf)
        f[:, 0] = 0.0
        for end in range(1, size):
            f[:, end] = np.maximum(f[:, :end], self.by_end[:, end, :end]).min(axis=1)
        h = [0.0] + [math.inf] * self.batch
        for b in range(1, self.batch + 1):
            for row, part in enumerate(self.batches):
                if part <= b:
                    h[b] = min(h[b], max(h[b - part], float(f[row, -1])))
        return h[-1]


def best_slicing(
    times_s: FloatArray,
    stages: int,
    *,
    batch: int = 1,
    batches: Sequence[int] = (1,),
    grid: int = 1,
) -> Slicing:
    """Batch and token slices with the smallest T on K equal stages. Exact.

    Args:
        times_s: seconds of a slice on one stage, shape (len(batches), n + 1, n + 1), or
            (n + 1, n + 1) for one batch size: [i, s, c] for `batches[i]` sequences, s grid
            steps, c grid steps of context (`TokenModel.table`). Slices that are not allowed
            are `inf`.
        stages: number of stages K.
        batch: sequences in all, B.
        batches: sizes that a batch slice may have.
        grid: tokens of a grid step, for the result's unit.

    Returns:
        The slices in tokens. Ties go to the smaller maximum.

    Raises:
        InputError: if shapes do not fit, a time is negative, or no slicing is allowed.
    """
    times = np.asarray(times_s, dtype=np.float64)
    times = times[None] if times.ndim == 2 else times
    if times.ndim != 3 or times.shape[1] != times.shape[2] or times.shape[1] < 2:
        raise InputError(f"slice times of shape {times.shape}",
                         limit="(batch sizes, n + 1, n + 1) with n of 1 or more")  # fmt: skip
    if times.shape[0] != len(batches):
        raise InputError(f"slice times for {times.shape[0]} batch sizes",
                         limit=f"the {len(batches)} batch sizes given")  # fmt: skip
    if stages < 1:
        raise InputError(f"{stages} stages", limit="at least 1")
    if batch < 1 or min(batches) < 1:
        raise InputError(f"a batch of {batch} in slices of {list(batches)}", limit="at least 1")
    legal = times[:, 1:]
    if bool(np.isnan(legal).any()) or bool((legal < 0).any()):
        raise InputError("a slice time is negative or not a number", limit="0 or more seconds")
    programme = _Programme(times, batches, batch)
    floor = programme.smallest_limit()
    if not math.isfinite(floor):
        raise InputError(
            f"a batch of {batch} cannot be made of slices of {list(batches)} sequences",
            remedy="allow batch slices of 1 sequence, and the whole sequence as one slice",
        )
    best: _Found | None = None
    value, runs = math.inf, 0
    most = max(floor, float(np.max(legal, where=np.isfinite(legal), initial=0.0)))
    # A few limits spread over the whole range give a good slicing to start from.
    probes = np.geomspace(max(floor, 1e-6 * most), most, 12).tolist() if most > 0 else []
    limit = math.inf
    while limit >= floor:
        probe = probes.pop() if probes else None
        found = programme.solve(limit if probe is None else probe)
        runs += 1
        if found is None:
            continue
        score = found.total_s + (stages - 1) * found.longest_s
        if best is None or (score, found.longest_s) < (value, best.longest_s):
            best, value = found, score
        if probe is None:
            # A better slicing has a smaller maximum, and a sum of at least this one's.
            room = (value - found.total_s) / (stages - 1) if stages > 1 else -math.inf
            limit = min(math.nextafter(found.longest_s, -math.inf), room)
    assert best is not None
    return Slicing(
        batches=tuple(batches[row] for row, _ in best.parts),
        tokens=tuple(tuple(grid * steps for steps in parts) for _, parts in best.parts),
        latency_s=value,
        longest_s=best.longest_s,
        total_s=best.total_s,
        programmes=runs,
    )
