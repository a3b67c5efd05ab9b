"""Stages that save memory, and replicas of splits: machines that share every layer inside."""

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.models import gpt2_like
from hwpipe.cluster.load import cluster_from_table
from hwpipe.cost import build_cost_table
from hwpipe.errors import InfeasibleError
from hwpipe.graph import open_model
from hwpipe.joint import Effort, JointStage, evaluate, joint_search_machines
from hwpipe.joint.machines import machine_problem
from hwpipe.joint.options import StageOptions
from hwpipe.joint.pool import make_pool
from hwpipe.joint.ranks import fitted, stage_ranks, state_factor
from hwpipe.joint.split import TensorSplitter
from hwpipe.joint.split_prices import SplitPrices
from hwpipe.joint.thrift import LADDER, RankCosts, cheapest, thrifty

EFFORT = Effort(cuts=10, split_cuts=4, expansions=150, plans=15, prices=40)


def room(machines, per=2, memory=None):
    devices, groups = [], []
    for k in range(machines):
        kind = "h100" if k % 2 == 0 else "a100"
        devices.append({"name": f"n{k}-", "type": kind, "count": per, "group": f"n{k}"})
        groups.append({"name": f"n{k}", "bandwidth": "300 GB/s", "latency": "2 us",
                       "uplink": {"bandwidth": "25 GB/s", "latency": "2 us"}})  # fmt: skip
    topology = {"kind": "tree", "bandwidth": "25 GB/s", "latency": "5 us", "overlap": True,
                "group": groups}  # fmt: skip
    cluster = cluster_from_table({"name": "r", "device": devices, "topology": topology}, "r",
                                 Path(), "r")  # fmt: skip
    if memory is not None:
        cluster = replace(cluster, devices=tuple(replace(d, memory_bytes=int(memory))
                                                 for d in cluster.devices))  # fmt: skip
    return cluster


@pytest.fixture(scope="module")
def gpt(tmp_path_factory):
    path = tmp_path_factory.mktemp("gpt") / "gpt.onnx"
    gpt2_like(path, layers=8, width=512, heads=8, seq=128)
    return open_model(str(path)).graph(1)


def setting(gpt, memory=None, machines=4):
    cluster = room(machines, memory=memory)
    table = build_cost_table(gpt, cluster.devices, training=True)
    problem = machine_problem(gpt, table, cluster, training=True, microbatches=16,
                              schedule="1f1b-as")  # fmt: skip
    return cluster, table, problem


RANK = RankCosts(forward_s=1.0, backward_input_s=1.0, backward_weight_s=0.5, state_bytes=300.0,
                 kept_bytes=50.0, workspace_bytes=7.0, received_bytes=4.0,
                 capacity_bytes=1000.0)  # fmt: skip


def test_what_each_measure_saves_and_costs(gpt):
    _, table, problem = setting(gpt)
    weight = RANK.state_bytes / state_factor(problem)
    shard = thrifty(problem, RANK, 4, shard=True, recompute=False)
    part = table.optimizer_bytes_per_weight_byte
    # Weights and gradients stay, a quarter of the optimizer state is kept (ZeRO stage 1).
    expected = weight * (1 + table.gradient_bytes_per_weight_byte + part / 4)
    assert shard.state_bytes == pytest.approx(expected)
    assert replace(shard, state_bytes=RANK.state_bytes) == RANK
    again = thrifty(problem, RANK, 4, shard=False, recompute=True)
    assert again.kept_bytes == 4.0
    assert again.workspace_bytes == 57.0  # the activations of one micro-batch at a time
    assert again.backward_input_s == 2.0
    assert again.state_bytes == 300.0


@pytest.mark.parametrize(
    ("capacity", "wanted"),
    [(807.0, (False, False)), (806.0, (True, False)), (731.0, (False, True)),
     (396.9, (True, True)), (300.0, None)],
)  # fmt: skip
def test_the_cheapest_measure_that_is_enough_is_taken(gpt, capacity, wanted):
    """As it is 807 bytes; sharded over 4: 732; recomputed: 397; both: 322."""
    _, table, problem = setting(gpt)
    assert table.optimizer_bytes_per_weight_byte == table.gradient_bytes_per_weight_byte == 1
    rank = replace(RANK, capacity_bytes=capacity)
    assert cheapest(problem, [rank] * 4, [10] * 4) == wanted
    # One rank alone has nobody to share with.
    alone = cheapest(problem, [rank], [10])
    assert alone is None or not alone[0]
    assert LADDER[0] == (False, False)


def test_a_stage_with_room_stays_as_it_is(gpt):
    _, _, problem = setting(gpt)
    stage = JointStage(tuple(range(len(gpt))), ("n0-0", "n0-1"), "replicated", thrift=True)
    plain = evaluate(problem, [replace(stage, thrift=False)])
    saved = evaluate(problem, [stage])
    assert saved.iteration_s == plain.iteration_s
    assert not saved.stages[0].sharded
    assert not saved.stages[0].recompute


def test_recomputing_takes_one_forward_more_for_each_micro_batch(gpt):
    _, _, problem = setting(gpt)
    nodes = tuple(range(len(gpt)))
    stage = JointStage(nodes, ("n0-0",), "single", thrift=True)
    plain = evaluate(problem, [stage])
    ranks = stage_ranks(problem, stage, 0.0, 0.0)
    # A single device runs 1F1B with one micro-batch in flight: keep less than its activations.
    tight = 0.99 * ranks.costs[0].needed_bytes(1)
    smaller = replace(ranks, costs=[replace(ranks.costs[0], capacity_bytes=tight)])
    with pytest.raises(InfeasibleError, match=r"needs .* \(limit: .* of device memory\)"):
        fitted(problem, stage, smaller, 0)  # activations of one micro-batch are needed anyway
    held = 4 * problem.microbatches  # in flight with many ranks behind
    room_for_two = ranks.costs[0].needed_bytes(2)
    wide = replace(ranks, costs=[replace(ranks.costs[0], capacity_bytes=room_for_two)])
    found, costs, needed = fitted(problem, stage, wide, held)
    assert found.recompute
    assert not found.sharded
    assert needed[0] <= room_for_two
    f = ranks.costs[0].forward_s
    assert costs.costs[0].backward_input_s == pytest.approx(ranks.costs[0].backward_input_s + f)
    assert plain.rank_seconds[0][0] == f


def test_a_replicated_split_is_a_rank_for_each_machine(gpt):
    cluster, _, problem = setting(gpt)
    nodes = tuple(range(len(gpt)))
    splitter = TensorSplitter(problem)
    split = splitter(nodes, ("n0-0", "n0-1"), 1)
    names = ("n0-0", "n0-1", "n2-0", "n2-1")
    plan = evaluate(problem, [JointStage(nodes, names, "split", tensor=split, units=2,
                                         thrift=True)])  # fmt: skip
    assert plan.rank_devices == (("n0-0", "n0-1"), ("n2-0", "n2-1"))
    assert plan.stages[0].shares == (0.25,) * 4
    # Eight micro-batches each, then the gradients of one device's part over the shared uplink.
    weight = max(split.plan.state_bytes) / state_factor(problem)
    link = cluster.link("n0-0", "n2-0")
    assert link.shared is not None
    reduce = 2 * (link.latency_s + 2 * weight / 2 / link.bytes_per_s)
    assert plan.iteration_s == pytest.approx(8 * split.seconds_s + reduce)


def test_options_of_machines_share_layers_inside_and_deal_outside(gpt):
    cluster, _, problem = setting(gpt)
    kinds = (
        (("n0-0", "n0-1"), ("n2-0", "n2-1")),
        (("n1-0", "n1-1"), ("n3-0", "n3-1")),
    )
    pool = make_pool(problem, (), kinds)
    assert pool.unit == (2, 2)
    import numpy as np

    positions = problem.positions.chain[[0, len(gpt)]]
    stages = StageOptions(problem, pool, positions, thrift=True)
    stages.splits = SplitPrices(
        stages, TensorSplitter(problem), np.ones(2, dtype=bool), frozenset(pool.sets)
    )
    option = stages.splits.option((2, 0), np.inf)
    assert option.ranks == 2
    bound = float(option.work[0])
    stages.splits.price(option, 0)
    assert option.work[0] >= bound * (1 - 1e-12)
    split = stages.splits.split((2, 0), 0, 1)
    assert split.plan.devices == ("n0-0", "n0-1")
    assert option.work[0] == pytest.approx(8 * split.seconds_s)
    plan = evaluate(problem, [JointStage(tuple(range(len(gpt))), pool.names((2, 0)), "split",
                                         tensor=split, units=2, thrift=True)])  # fmt: skip
    assert plan.iteration_s == pytest.approx(float(option.work[0] + option.reduce[0]))
    assert cluster.link("n0-0", "n1-0") is not None


def test_too_little_memory_for_plain_stages_brings_a_plan_that_saves(gpt):
    roomy, table, _ = setting(gpt)
    free = joint_search_machines(gpt, table, roomy, training=True, microbatches=16,
                                 schedule="1f1b-as", effort=EFFORT)  # fmt: skip
    least = max(free.rank_memory_bytes)
    assert not any(s.recompute or s.sharded for s in free.stages)
    saving = 0
    for share in (0.9, 0.75, 0.6):
        tight, table, _ = setting(gpt, memory=share * least)
        plan = joint_search_machines(gpt, table, tight, training=True, microbatches=16,
                                     schedule="1f1b-as", effort=EFFORT)  # fmt: skip
        assert max(plan.rank_memory_bytes) <= share * least
        assert plan.iteration_s >= free.certificate.lower * (1 - 1e-9)
        assert plan.certificate.lower <= plan.iteration_s * (1 + 1e-12)
        saving += any(s.recompute or s.sharded or s.mode == "split" for s in plan.stages)
    assert saving


def test_without_a_way_out_the_error_names_the_limit(gpt):
    tiny, table, _ = setting(gpt, memory=1e6)
    with pytest.raises(InfeasibleError, match=r"of device memory|no plan was found"):
        joint_search_machines(gpt, table, tiny, training=True, microbatches=16,
                              schedule="1f1b-as", effort=EFFORT)  # fmt: skip


@pytest.mark.slow
def test_gpt_3_on_1024_devices(tmp_path):
    """96 layers 12,288 wide, 128 machines of two kinds: 30 s, 1 GB, a gap below 10 %."""
    from benchmarks.study_rows import machine_room

    gpt2_like(tmp_path / "gpt.onnx", layers=96, width=12288, heads=96, seq=1024)
    graph = open_model(str(tmp_path / "gpt.onnx")).graph(1)
    cluster = machine_room(128, 8)
    table = build_cost_table(graph, cluster.devices, training=True)
    began = time.process_time()
    plan = joint_search_machines(graph, table, cluster, training=True, microbatches=1024,
                                 schedule="1f1b-as")  # fmt: skip
    assert time.process_time() - began < 30
    assert len(plan.devices) > 900
    assert any(stage.mode == "split" and stage.units > 1 for stage in plan.stages)
    assert plan.certificate.gap < 0.10
    assert max(plan.rank_memory_bytes) <= 80e9


def test_ranks_behind_one_uplink_share_its_bandwidth(gpt):
    """Two replicas in machine 0 send to two in machine 1 over one uplink, one after another."""
    cluster, _, problem = setting(gpt)
    half = len(gpt) // 2
    nodes = tuple(range(len(gpt)))
    front, rear = nodes[:half], nodes[half:]
    size = sum(t.size_bytes for t in gpt.cut(front).tensors)
    link = cluster.link("n0-0", "n1-0")
    assert link.shared is not None

    def stage(part, devices):
        return JointStage(part, devices, "replicated" if len(devices) > 1 else "single")

    def sends(first, second):
        return evaluate(problem, [stage(front, first), stage(rear, second)]).times

    both = sends(("n0-0", "n0-1"), ("n1-0", "n1-1"))
    assert both.link_lanes == (1,)
    assert both.send_forward_s[0] == pytest.approx(link.transfer_s(size))
    assert both.send_backward_s[0] == pytest.approx(both.send_forward_s[0])
    # Machines apart have an uplink each; one receiver takes one tensor at a time.
    apart = sends(("n0-0", "n2-0"), ("n1-0", "n3-0"))
    assert apart.link_lanes == (2,)
    single = sends(("n0-0", "n0-1"), ("n1-0",))
    assert single.link_lanes == (1,)
    assert apart.send_forward_s == single.send_forward_s == both.send_forward_s
