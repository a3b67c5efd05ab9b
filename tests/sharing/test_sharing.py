"""Joint allocation of work and bandwidth (partitioned edge learning, arXiv 2003.04544)."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cluster.model import Cluster, Device, Link
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.sharing import (
    Worker,
    allocate,
    allocate_whole,
    shares_for_work,
    uplink_workers,
    work_for_shares,
)

SECONDS = st.one_of(st.just(0.0), st.floats(1e-3, 10.0))


@st.composite
def worker_lists(draw, most=5, limits=False):
    count = draw(st.integers(1, most))
    found = []
    for k in range(count):
        found.append(
            Worker(
                f"w{k}",
                draw(SECONDS),
                draw(st.floats(1e-3, 10.0)),
                draw(st.sampled_from([0.0, 0.0, 0.1, 3.0])),
                draw(st.sampled_from([math.inf, 0.7])) if limits else math.inf,
                draw(st.sampled_from([1.0, 0.4])) if limits else 1.0,
            )
        )
    return found


@given(worker_lists(), st.sampled_from([1.0, 7.0, 1e6]))
@settings(deadline=None, max_examples=80)
def test_all_finish_together_and_no_sequential_scheme_is_faster(workers, total):
    joint = allocate(workers, total)
    assert sum(joint.work) == pytest.approx(total, rel=1e-12)
    assert sum(joint.share) <= 1 + 1e-9
    assert joint.spread_s <= 1e-6 * joint.latency_s
    first = work_for_shares(workers, total=total)
    second = shares_for_work(workers, [total / len(workers)] * len(workers))
    both = shares_for_work(workers, first.work)
    for other in (first, second, both):
        assert joint.latency_s <= other.latency_s * (1 + 1e-9)


@given(worker_lists(most=3, limits=True))
@settings(deadline=None, max_examples=30)
def test_no_split_of_a_fine_grid_is_faster(workers):
    try:
        joint = allocate(workers, 1.0)
    except InfeasibleError:
        assert sum(min(1.0, w.limit) for w in workers) < 1
        return
    assert all(n <= w.limit * (1 + 1e-9) for n, w in zip(joint.work, workers, strict=True))
    assert all(r <= w.share_limit * (1 + 1e-9) for r, w in zip(joint.share, workers, strict=True))
    grid = np.linspace(0, 1, 13)
    for head in itertools.product(grid, repeat=len(workers) - 1):
        work = [*head, 1 - sum(head)]
        if min(work) < 0 or any(n > w.limit for n, w in zip(work, workers, strict=True)):
            continue
        assert joint.latency_s <= shares_for_work(workers, work).latency_s * (1 + 1e-9)


def test_equal_workers_get_equal_shares():
    joint = allocate([Worker(f"w{k}", 2.0, 3.0, 0.1) for k in range(5)], 10.0)
    assert joint.work == pytest.approx([2.0] * 5)
    assert joint.share == pytest.approx([0.2] * 5)
    # 2 units on a fifth of the link: 0.1 + 2 (2 + 3 / 0.2)
    assert joint.latency_s == pytest.approx(34.1)


def test_link_only_workers_give_the_link_to_the_fastest():
    joint = allocate([Worker("a", 0.0, 1.0), Worker("b", 0.0, 2.0)], 6.0)
    assert joint.latency_s == pytest.approx(6.0)
    assert joint.work == pytest.approx([6.0, 0.0])


def test_compute_only_workers_share_by_speed():
    joint = allocate([Worker("a", 1.0, 0.0), Worker("b", 3.0, 0.0)], 4.0)
    assert joint.work == pytest.approx([3.0, 1.0])
    assert joint.latency_s == pytest.approx(3.0)


@given(worker_lists(most=3, limits=True), st.integers(1, 7))
@settings(deadline=None, max_examples=40)
def test_whole_units_equal_brute_force(workers, units):
    workers = [Worker(w.name, w.compute_s, w.link_s, w.fixed_s, w.limit * 6, w.share_limit)
               for w in workers]  # fmt: skip
    best = math.inf
    for head in itertools.product(range(units + 1), repeat=len(workers) - 1):
        work = [*head, units - sum(head)]
        if min(work) < 0 or any(n > w.limit for n, w in zip(work, workers, strict=True)):
            continue
        best = min(best, shares_for_work(workers, work).latency_s)
    if math.isinf(best):
        with pytest.raises(InfeasibleError):
            allocate_whole(workers, units)
        return
    found = allocate_whole(workers, units)
    assert sum(found.work) == units
    assert all(n == int(n) for n in found.work)
    assert found.latency_s == pytest.approx(best, rel=1e-9)


def _cluster(shared="uplink"):
    devices = tuple(
        Device(name=n, type="t", kind="gpu", peak_per_s={}, memory_bytes=1, memory_bytes_per_s=1.0,
               launch_overhead_s=0, idle_w=0, busy_w=0, dtype="float32")
        for n in ("hub", "a", "b")
    )  # fmt: skip
    links = {}
    for name, rate in (("a", 1e9), ("b", 5e8)):
        links["hub", name] = Link("hub", name, rate, 1e-3, True, shared and f"{shared} out")
        links[name, "hub"] = Link(name, "hub", rate, 2e-3, True, shared and f"{shared} in")
    return Cluster("c", devices, links, "switch", source="c.toml")


def test_workers_of_a_cluster():
    a, b = uplink_workers(_cluster(), "hub", ["a", "b"], compute_s={"a": 0.5, "b": 0.25},
                          down_bytes=2e9, up_bytes=1e9, limit={"b": 4})  # fmt: skip
    assert (a.compute_s, a.link_s, a.fixed_s, a.share_limit) == (0.5, 3.0, 3e-3, 1.0)
    assert (b.link_s, b.limit, b.share_limit) == (3.0, 4, 0.5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: uplink_workers(_cluster(None), "hub", ["a", "b"], compute_s={"a": 1, "b": 1},
                                down_bytes=1),
         "c.toml: the links of hub to a, b are not one shared link; plan devices with links of "
         "their own without bandwidth shares"),
        (lambda: uplink_workers(_cluster(), "a", ["b"], compute_s={"b": 1}, down_bytes=1),
         "c.toml: no link from a to b; connect them, or leave the device out"),
        (lambda: allocate([Worker("a", 1, 1, limit=2)], 3.0),
         "3 units of work (limit: the 1 workers take 2); add workers, or workers with more memory"),
        (lambda: allocate([], 3.0), "no workers share the link (limit: at least 1)"),
        (lambda: Worker("a", -1.0, 1.0),
         "worker a: compute_s = -1.0 (limit: 0 or more seconds, finite)"),
        (lambda: shares_for_work([Worker("a", 1, 1, limit=2)], [3]),
         "3 units of work (limit: the 1 workers take 2); add workers, or workers with more memory"),
        (lambda: allocate_whole([Worker("a", 1, 1)], 0), "0 units of work (limit: at least 1)"),
    ],
)  # fmt: skip
def test_messages(call, message):
    with pytest.raises(InputError, match="^" + re.escape(message) + "$"):
        call()
