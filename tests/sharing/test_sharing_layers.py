"""Bandwidth shares of a split stage: receivers behind one uplink end every layer together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cluster.model import Device, Link
from hwpipe.sharing import Worker, allocate, finish_together, shares_for_work
from hwpipe.tensor.model import LayerGraph, chain
from hwpipe.tensor.stage import tensor_stage_time

seconds = st.floats(0, 5)
sizes = st.floats(0.1, 50)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(seconds, sizes), min_size=1, max_size=6), st.floats(0.5, 20))
def test_receivers_end_together_and_use_the_whole_uplink(rows, rate):
    base = np.array([[b] for b, _ in rows])
    need = np.array([[s] for _, s in rows])
    end, share = finish_together(base, need, rate, np.full(len(rows), rate))
    assert share.sum() == pytest.approx(1.0, rel=1e-9)
    assert np.ptp(end) <= 1e-6 * end.max()
    # The same shares as for given work of one layer.
    workers = [Worker(str(k), b, s / rate) for k, (b, s) in enumerate(rows)]
    known = shares_for_work(workers, [1.0] * len(rows))
    assert known.latency_s == pytest.approx(float(end.max()), rel=1e-6)
    # Equal shares are never faster.
    even = base[:, 0] + need[:, 0] * len(rows) / rate
    assert float(end.max()) <= even.max() * (1 + 1e-9)


def test_a_slow_port_bounds_its_share():
    base, need = np.zeros((2, 1)), np.array([[10.0], [10.0]])
    end, share = finish_together(base, need, 10.0, np.array([2.0, 10.0]))
    assert end[:, 0] == pytest.approx([5.0, 5.0])  # nobody waits longer than the slow port
    assert share[:, 0] == pytest.approx([0.2, 0.2])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0.1, 9), min_size=2, max_size=5), st.floats(0.1, 9))
def test_work_in_proportion_to_speed_is_the_joint_optimum(compute, link):
    workers = [Worker(str(k), c, link) for k, c in enumerate(compute)]
    best = allocate(workers)
    speed = np.array([1 / c for c in compute])
    work = speed / speed.sum()
    end, _ = finish_together(
        (work * compute)[:, None], work[:, None] * link, 1.0, np.ones(len(work))
    )
    assert float(end.max()) == pytest.approx(best.latency_s, rel=1e-6)
    assert best.spread_s <= 1e-6 * best.latency_s


def device(name: str, kind: str) -> Device:
    return Device(name, kind, "gpu", {"float32": 1e12}, 1 << 40, 1e11, 0.0, 1.0, 2.0, "float32")


def split(*, shared: bool):
    """h alone in front; w0 and w1, three times slower, in a machine with one uplink."""
    members = [device("h", "a"), device("w0", "a"), device("w1", "b")]
    links = {}
    for x in members:
        for y in members:
            if x is not y and (x.name[0], y.name[0]) == ("w", "w"):
                links[x.name, y.name] = Link(x.name, y.name, 1e9, 0.0, True)
            elif x is not y:
                up = "machine in" if y.name[0] == "w" else "machine out"
                links[x.name, y.name] = Link(x.name, y.name, 1e6, 0.0, True, up if shared else None)
    layers = fully_connected()
    per_layer = np.array([[1.0, 1.0], [1.0, 1.0], [3.0, 3.0]])
    return tensor_stage_time(layers, members, links, "accpar", training=True, seconds=per_layer)


def fully_connected() -> LayerGraph:
    from hwpipe.tensor.published import network

    layers = network("alexnet", 512)
    return chain("two", [x for x in layers.layers if x.kind == "fc"][:2])


def test_a_split_shares_the_uplink_by_need():
    plan = split(shared=True)
    use = {u.device: u for u in plan.uplinks if u.link == "machine in"}
    assert set(use) == {"w0", "w1"}
    assert sum(u.share for u in use.values()) == pytest.approx(1.0, abs=0.02)
    # The faster device has the larger part of the layers and of the uplink.
    assert use["w0"].share > use["w1"].share
    assert use["w0"].size_bytes > use["w1"].size_bytes
    assert plan.seconds_s == pytest.approx(sum(plan.plan.layer_s))
    alone = split(shared=False)
    assert alone.uplinks == ()
    assert alone.seconds_s < plan.seconds_s
