"""Shares of links that devices of a stage have in common: in the plan, its file and `show`."""

from __future__ import annotations

import pytest

from hwpipe.cluster import load_cluster
from hwpipe.plan.compile import compile_plan
from hwpipe.plan.files import load_plan, save_plan
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.timeline import simulate_plan
from hwpipe.plan.uplinks import lanes_of_boundary, stage_uplinks

CLUSTER = """
name = "two-machines"
[[device]]
name = "a"
type = "v100"
count = 2
group = "ma"
[[device]]
name = "b"
type = "p100"
count = 2
group = "mb"
[topology]
kind = "tree"
bandwidth = "10 GB/s"
[[topology.group]]
name = "ma"
bandwidth = "10 GB/s"
uplink = { bandwidth = "4 GB/s" }
[[topology.group]]
name = "mb"
bandwidth = "10 GB/s"
uplink = { bandwidth = "4 GB/s" }
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    path = tmp_path_factory.mktemp("uplinks") / "cluster.toml"
    path.write_text(CLUSTER, encoding="utf-8")
    return load_cluster(path)


def test_a_split_over_two_machines_says_who_has_which_share(cluster, tmp_path):
    options = CompileOptions(mode="train", batch=64, method="joint", schedule="1f1b-as")
    plan = compile_plan("resnet50", cluster, options=options)
    shared = [use for stage in plan.stages for use in stage.uplinks]
    assert {use.link for use in shared} == {"ma uplink out", "mb uplink out"}
    for link in ("ma uplink out", "mb uplink out"):
        users = [use for use in shared if use.link == link]
        assert len(users) == 2
        assert sum(use.share for use in users) == pytest.approx(1.0, abs=0.02)
    save_plan(plan, tmp_path / "p.json")
    again = load_plan(tmp_path / "p.json")
    assert again.stages == plan.stages
    assert simulate_plan(again).makespan_s == pytest.approx(plan.predicted.iteration_s)

    from hwpipe.report.uplink_table import shared_links

    table = shared_links(again)
    assert [row[1] for row in table.rows] == [use.link for use in shared]


def test_replicas_use_their_uplink_in_proportion_to_their_micro_batches(cluster):
    shares = stage_uplinks(
        cluster, ("a0", "a1"), ("b0", "b1"), size_bytes=1e6, microbatches=8,
        shares=(0.75, 0.25), joint=None, index=0,
    )  # fmt: skip
    assert [(u.link, u.device, u.share, u.size_bytes) for u in shares] == [
        ("ma uplink out", "a0", 0.75, 6e6),
        ("ma uplink out", "a1", 0.25, 2e6),
    ]
    # Inside a machine nothing is shared, and one sender has its link to itself.
    for senders, receivers in ((("a0",), ("b0", "b1")), (("a0",), ("a1",)), (("a0", "a1"), ())):
        assert not stage_uplinks(
            cluster, senders, receivers, size_bytes=1e6, microbatches=8, shares=(), joint=None,
            index=0,
        )  # fmt: skip
    assert [lanes_of_boundary((2, 1), 1), lanes_of_boundary((), 1)] == [1, 0]
