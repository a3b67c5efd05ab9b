"""Joint optimum of work and bandwidth over one shared uplink, and the two sequential schemes.

For a fixed latency T a worker with the share rho does L_k(rho) = (T - fixed) rho /
(compute rho + link) units, concave in rho. The most work that fits into T is therefore a convex
programme with one constraint, sum rho = 1. At its optimum all marginal gains
(T - fixed) link / (compute rho + link)^2 equal one price 1 / s^2, so

    rho_k(s) = clip((s sqrt((T - fixed) link) - link) / compute, 0, most)

which is piecewise linear in s: s is found exactly between two break points. The work grows with
T, so bisection on T ends at the smallest latency (arXiv 2003.04544, section on joint allocation;
the equations are derived from its latency model). Workers with work all finish at T.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.sharing.model import Allocation, Worker

__all__ = ["allocate", "shares_for_work", "work_for_shares"]


@dataclass(frozen=True)
class Terms:
    """Columns of the workers, (K,) each; `limit` is finite (never above the whole work)."""

    compute: FloatArray
    link: FloatArray
    fixed: FloatArray
    limit: FloatArray
    most: FloatArray  # largest share of each port


def terms_of(workers: Sequence[Worker], total: float) -> Terms:
    if not workers:
        raise InputError("no workers share the link", limit="at least 1")
    if not (total > 0 and math.isfinite(total)):
        raise InputError(f"{total} units of work", limit="above 0, finite")
    room = sum(min(w.limit, total) for w in workers)
    if room < total * (1 - 1e-12):
        raise InfeasibleError(
            f"{total:g} units of work",
            limit=f"the {len(workers)} workers take {room:g}",
            remedy="add workers, or workers with more memory",
        )
    return Terms(
        compute=np.array([w.compute_s for w in workers]),
        link=np.array([w.link_s for w in workers]),
        fixed=np.array([w.fixed_s for w in workers]),
        limit=np.array([min(w.limit, total) for w in workers]),
        most=np.array([w.share_limit for w in workers]),
    )


def least_time(enough: Callable[[float], bool], low: float, guess: float) -> float:
    """Smallest T with `enough(T)`, to the last bit: `enough` is monotone and false below `low`."""
    high = max(guess, low, 1e-300)
    while not enough(high):
        low, high = high, high * 2.0
        if not math.isfinite(high):
            raise InfeasibleError("no latency suffices for the shared link")
    for _ in range(2000):
        middle = 0.5 * (low + high)
        if not low < middle < high:
            break
        if enough(middle):
            high = middle
        else:
            low = middle
    return high


def _result(workers: Sequence[Worker], work: FloatArray, share: FloatArray) -> Allocation:
    units, parts = work.tolist(), share.tolist()
    finish = tuple(w.finish_s(n, r) for w, n, r in zip(workers, units, parts, strict=True))
    return Allocation(tuple(units), tuple(parts), finish, max(finish))


def _best_shares(t: Terms, room: FloatArray) -> FloatArray:
    """Shares that do the most work when worker k has `room[k]` seconds, (K,)."""
    asks = (t.link > 0) & (room > 0) & (t.limit > 0)
    compute, link, left = t.compute[asks], t.link[asks], room[asks]
    slack = left - t.limit[asks] * compute
    with np.errstate(divide="ignore", over="ignore"):
        # More than this a worker cannot use: its port, or all the work it may take is done.
        most = np.where(slack > 0, t.limit[asks] * link / np.maximum(slack, 1e-300), math.inf)
    most = np.minimum(t.most[asks], most)
    share = np.zeros(len(room))
    if most.sum() <= 1.0:
        share[asks] = most
        return share
    gain = np.sqrt(left * link)
    first, last = link / gain, (compute * most + link) / gain
    points = np.unique(np.concatenate([first, last]))[:, None]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        sloped = np.clip((points * gain - link) / compute, 0.0, most)
    # A worker without compute gains the same from every share: a step at its price. It is
    # listed without and with its step, so that the sums below are linear between rows.
    flat = compute <= 0
    sloped = np.where(points >= last, most, np.where(points <= first, 0.0, sloped))
    before = np.where(flat, np.where(points > first, most, 0.0), sloped)
    after = np.where(flat, np.where(points >= first, most, 0.0), sloped)
    rows = np.stack([before, after], axis=1).reshape(-1, len(most))
    sums = rows.sum(axis=1)
    k = int(np.searchsorted(sums, 1.0))
    k = min(max(k, 1), len(sums) - 1)
    gap = sums[k] - sums[k - 1]
    part = (1.0 - sums[k - 1]) / gap if gap > 0 else 1.0
    share[asks] = rows[k - 1] + part * (rows[k] - rows[k - 1])
    return share


def _work(t: Terms, room: FloatArray, share: FloatArray) -> FloatArray:
    """Units that every worker does in `room` seconds with `share` of the uplink, (K,)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = t.compute + np.where(t.link > 0, t.link / share, 0.0)
        units = np.where(unit > 0, room / unit, math.inf)
    return np.minimum(np.where(room > 0, units, 0.0), t.limit)


def allocate(workers: Sequence[Worker], total: float = 1.0) -> Allocation:
    """Work and shares of the uplink that minimise the last finish, jointly.

    Args:
        workers: K devices behind the uplink.
        total: units of work L; 1 for the ratio of a tensor split.

    Returns:
        The optimum: workers with work finish together (to rounding); a worker whose fixed time
        is beyond the latency gets none.

    Raises:
        InfeasibleError: if the workers cannot take all the work.
    """
    t = terms_of(workers, total)

    def best(latency: float) -> tuple[FloatArray, FloatArray]:
        room = np.maximum(latency - t.fixed, 0.0)
        share = _best_shares(t, room)
        return _work(t, room, share), share

    guess = float((t.fixed + total * (t.compute + t.link)).min())
    latency = least_time(lambda s: bool(best(s)[0].sum() >= total * (1 - 1e-15)),
                          float(t.fixed.min()), guess)  # fmt: skip
    work, share = best(latency)
    return _result(workers, work * (total / work.sum()), share)


def work_for_shares(
    workers: Sequence[Worker], shares: Sequence[float] | None = None, total: float = 1.0
) -> Allocation:
    """Sequential scheme 1: the best work for given shares (bandwidth-aware parameters).

    Args:
        workers: K devices.
        shares: share of each, adding up to at most 1; None gives every worker 1/K.
        total: units of work.

    Raises:
        InfeasibleError: if the workers with a share cannot take all the work.
    """
    t = terms_of(workers, total)
    given = np.full(len(workers), 1 / len(workers)) if shares is None else np.array(shares, float)
    if len(given) != len(workers) or given.min() < 0 or given.sum() > 1 + 1e-9:
        raise InputError(f"shares {given.tolist()}",
                         limit=f"{len(workers)} shares of 0 or more that add up to 1")  # fmt: skip
    given = np.minimum(given, t.most)

    def work(latency: float) -> FloatArray:
        return _work(t, np.maximum(latency - t.fixed, 0.0), given)

    useful = t.limit[(given > 0) | (t.link <= 0)].sum()
    if useful < total * (1 - 1e-12):
        raise InfeasibleError(f"{total:g} units of work",
                              limit=f"workers with a share take {useful:g}")  # fmt: skip
    latency = least_time(lambda s: bool(work(s).sum() >= total * (1 - 1e-15)),
                          float(t.fixed.min()), float(t.fixed.max()) + 1e-9)  # fmt: skip
    units = work(latency)
    return _result(workers, units * (total / units.sum()), given)


def shares_for_work(workers: Sequence[Worker], work: Sequence[float]) -> Allocation:
    """Sequential scheme 2: the best shares for given work (parameter-aware bandwidth).

    Raises:
        InputError: if a worker gets more than its limit.
    """
    units = np.array(work, float)
    t = terms_of(workers, float(units.sum()))
    for worker, amount in zip(workers, units.tolist(), strict=True):
        if amount < 0 or amount > worker.limit * (1 + 1e-12):
            raise InputError(f"{amount:g} units", where=f"worker {worker.name}",
                             limit=f"0 to {worker.limit:g}")  # fmt: skip
    moved = units * t.link
    alone = np.where(units > 0, t.fixed + units * t.compute, 0.0)

    def shares(latency: float) -> FloatArray:
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            asked = moved / np.maximum(latency - alone, 0.0)
        return np.where(moved > 0, asked, 0.0)

    def enough(latency: float) -> bool:
        asked = shares(latency)
        return bool(
            latency >= alone.max() and asked.sum() <= 1.0 and (asked <= t.most * (1 + 1e-15)).all()
        )

    latency = least_time(enough, float(alone.max()), float((alone + moved / t.most).max()))
    return _result(workers, units, shares(latency))
