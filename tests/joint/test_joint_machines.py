"""Clusters of machines, and networks of repeated blocks."""

from pathlib import Path

import numpy as np
import pytest

from hwpipe.cluster.load import cluster_from_table
from hwpipe.cost import build_cost_table
from hwpipe.graph import open_model
from hwpipe.joint import Effort, joint_search_machines
from hwpipe.joint.blocks import Blocks, node_classes, repeated_blocks
from hwpipe.joint.machines import machine_kinds, machine_problem


def room(machines, per=2, core="12.5 GB/s"):
    """Machines of alternating type behind one switch."""
    devices, groups = [], []
    for k in range(machines):
        kind = "h100" if k % 2 == 0 else "a100"
        devices.append({"name": f"n{k}-", "type": kind, "count": per, "group": f"n{k}"})
        groups.append({"name": f"n{k}", "bandwidth": "300 GB/s", "latency": "2 us",
                       "uplink": {"bandwidth": "25 GB/s", "latency": "2 us"}})  # fmt: skip
    topology = {"kind": "tree", "bandwidth": core, "latency": "5 us", "overlap": True,
                "group": groups}  # fmt: skip
    return cluster_from_table({"name": "r", "device": devices, "topology": topology}, "r",
                              Path(), "r")  # fmt: skip


def test_machines_are_grouped_by_kind():
    kinds = machine_kinds(room(6, per=3))
    assert [[len(machine) for machine in kind] for kind in kinds] == [[3, 3, 3], [3, 3, 3]]
    assert kinds[0][0] == ("n0-0", "n0-1", "n0-2")
    assert kinds[1][2] == ("n5-0", "n5-1", "n5-2")


def test_problem_has_a_group_for_each_kind():
    cluster = room(4)
    graph = open_model("squeezenet").graph(4)
    table = build_cost_table(graph, cluster.devices, training=True)
    problem = machine_problem(graph, table, cluster, training=True, microbatches=8,
                              schedule="1f1b-as")  # fmt: skip
    assert problem.space.sizes == (4, 4)
    slow = table.row("a100")
    assert problem.node_time_s[1] == pytest.approx(
        table.forward_s[slow] + table.backward_input_s[slow] + table.backward_weight_s[slow]
    )


@pytest.mark.parametrize("training", [True, False])
def test_stages_take_whole_machines(training):
    cluster = room(4)
    graph = open_model("squeezenet").graph(4)
    table = build_cost_table(graph, cluster.devices, training=training)
    effort = Effort(cuts=12, split_cuts=3, split_sets=3, expansions=100, plans=20)
    plan = joint_search_machines(
        graph, table, cluster, training=training, microbatches=16,
        schedule="1f1b-as" if training else "pipeline", effort=effort,
    )  # fmt: skip
    machine_of = {n: k for k, kind in enumerate(machine_kinds(cluster))
                  for machine in kind for n in machine}  # fmt: skip
    assert set(machine_of) >= set(plan.devices)
    for stage in plan.stages:
        hosts = [name.rsplit("-", 1)[0] for name in stage.devices]
        assert all(hosts.count(host) == 2 for host in hosts)
    assert plan.relaxed_lower_s <= plan.certificate.lower <= plan.iteration_s * (1 + 1e-12)
    nodes = sorted(node for stage in plan.stages for node in stage.nodes)
    assert nodes == list(range(len(graph)))


def test_blocks_are_cut_where_the_fewest_bytes_cross():
    classes = np.array([9, *[1, 2, 3] * 5, 8])
    cut = np.array([0, 4, *[7, 5, 1] * 5, 6.0])
    found = repeated_blocks(classes, cut)
    assert found == Blocks(start=4, period=3, count=4)
    assert found.boundaries().tolist() == [4, 7, 10, 13, 16]
    assert cut[found.boundaries()].tolist() == [1] * 5


def test_no_blocks_in_a_network_without_repetition():
    assert repeated_blocks(np.arange(40), np.zeros(41)) is None
    assert repeated_blocks(np.array([1, 2, 3, 1, 2, 3]), np.zeros(7)) is None


def test_resnet_bottlenecks_have_equal_classes():
    """The identity blocks of one stage of ResNet-50 cost the same, node by node."""
    graph = open_model("resnet50").graph(2)
    cluster = room(2)
    table = build_cost_table(graph, cluster.devices, training=True)
    classes = node_classes(graph, table)
    assert classes.max() + 1 < len(graph) / 1.5
    for k in range(len(graph)):
        twins = np.flatnonzero(classes == classes[k])
        assert np.ptp(table.forward_s[:, twins], axis=1).max() == 0
