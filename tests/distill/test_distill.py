"""Pipe-BD (arXiv 2301.12443): exact distribution, relaying, decoupled updates, two graphs."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cluster.model import Cluster, Device, Link
from hwpipe.cost.table import CostTable
from hwpipe.distill import (
    DistillProblem,
    data_parallel_plan,
    distill_plan,
    distill_problem,
    match_blocks,
    run_s,
)
from hwpipe.distill.blocks import narrow_cuts
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.graph.model import Graph, Node, TensorInfo, Work


def make_problem(rng, blocks, sizes, *, overlap=False, memory=None):
    shape = (len(sizes), max(sizes), blocks)
    whole = rng.uniform(1, 10, (len(sizes), 1, blocks))
    # Not proportional to 1/r: small batches use a device badly.
    r = np.arange(1, shape[1] + 1)[None, :, None]
    teacher = whole * (0.2 + 0.8 / r)
    student = rng.uniform(1, 10, whole.shape) * (0.1 + 0.9 / r)
    reduce = np.where(r > 1, rng.uniform(0, 1, shape), 0.0)
    groups = tuple(tuple(f"g{g}d{k}" for k in range(size)) for g, size in enumerate(sizes))
    return DistillProblem(
        tuple(f"b{b}" for b in range(blocks)), groups, teacher, student, reduce,
        rng.uniform(0, 3, blocks - 1), overlap,
        None if memory is None else rng.uniform(1, 5, shape),
        None if memory is None else np.full(len(sizes), float(memory)),
    )  # fmt: skip


def brute_force(problem):
    """Smallest period over every division into groups and every choice of kinds and replicas."""
    count = len(problem.blocks)
    best = math.inf
    options = [(g, r) for g, names in enumerate(problem.groups) for r in range(1, len(names) + 1)]
    for stages in range(1, min(count, sum(map(len, problem.groups))) + 1):
        for cuts in itertools.combinations(range(1, count), stages - 1):
            edges = [0, *cuts, count]
            for pick in itertools.product(options, repeat=stages):
                used = [sum(r for g, r in pick if g == k) for k in range(len(problem.groups))]
                if any(n > len(names) for n, names in zip(used, problem.groups, strict=True)):
                    continue
                worst = 0.0
                for (g, r), i, j in zip(pick, edges, edges[1:], strict=False):
                    part = slice(i, j)
                    work = sum(
                        column[g, r - 1, part].sum()
                        for column in (problem.teacher_s, problem.student_s, problem.reduce_s)
                    )
                    moves = [problem.send_s[i - 1] / r if i else 0,
                             problem.send_s[j - 1] / r if j < count else 0]  # fmt: skip
                    busy = max(work, *moves) if problem.overlap else work + sum(moves)
                    if problem.memory_bytes is not None:
                        need = problem.memory_bytes[g, r - 1, part].sum()
                        busy = busy if need <= problem.capacity_bytes[g] else math.inf
                    worst = max(worst, busy)
                best = min(best, worst)
    return best


@given(st.integers(0, 10**6), st.integers(1, 5), st.sampled_from([(3,), (2, 1), (2, 2), (4,)]),
       st.booleans(), st.sampled_from([None, 12.0]))  # fmt: skip
@settings(deadline=None, max_examples=40)
def test_equals_brute_force(seed, blocks, sizes, overlap, memory):
    problem = make_problem(np.random.default_rng(seed), blocks, sizes, overlap=overlap,
                           memory=memory)  # fmt: skip
    best = brute_force(problem)
    if math.isinf(best):
        with pytest.raises(InfeasibleError, match="no distribution of the blocks fits"):
            distill_plan(problem)
        return
    plan = distill_plan(problem)
    assert plan.period_s == pytest.approx(best, rel=1e-12)
    assert max(stage.busy_s for stage in plan.stages) == pytest.approx(best, rel=1e-12)
    assert [stage.start for stage in plan.stages[1:]] == [s.stop for s in plan.stages[:-1]]
    names = [name for stage in plan.stages for name in stage.devices]
    assert len(names) == len(set(names))


def test_teacher_runs_of_six_blocks():
    problem = make_problem(np.random.default_rng(1), 6, (4,))
    assert data_parallel_plan(problem).teacher_runs == 21
    assert distill_plan(problem).teacher_runs == 6


def test_baseline_runs_every_prefix():
    shape = (1, 2, 3)
    teacher = np.broadcast_to([1.0, 2.0, 4.0], shape)
    problem = DistillProblem(("a", "b", "c"), (("x", "y"),), teacher, np.full(shape, 10.0),
                             np.full(shape, 0.5), np.zeros(2))  # fmt: skip
    # Prefixes 1, 3 and 7; three student steps; three all-reduces.
    assert data_parallel_plan(problem).period_s == pytest.approx(11 + 30 + 1.5)


def test_baseline_on_unequal_devices_waits_for_the_slower_kind():
    shape = (2, 2, 1)
    student = np.array([[[4.0], [2.0]], [[8.0], [4.0]]])
    problem = DistillProblem(("a",), (("x",), ("y",)), np.zeros(shape), student, np.zeros(shape),
                             np.zeros(0))  # fmt: skip
    assert data_parallel_plan(problem).period_s == pytest.approx(4.0)


@given(st.integers(0, 10**6), st.integers(1, 6), st.sampled_from([(4,), (3, 2)]))
@settings(deadline=None, max_examples=30)
def test_a_full_pipeline_runs_at_its_period(seed, blocks, sizes):
    problem = make_problem(np.random.default_rng(seed), blocks, sizes, overlap=True)
    plan = distill_plan(problem)
    runs = [run_s(problem, plan, n) for n in (60, 61, 80)]
    assert runs[2] - runs[1] == pytest.approx(19 * plan.period_s, rel=1e-9)
    coupled = run_s(problem, plan, 80, decoupled=False)
    assert coupled >= runs[2] * (1 - 1e-12)


def test_synchronous_copies_never_beat_the_period():
    for seed in range(20):
        problem = make_problem(np.random.default_rng(seed), 5, (4,))
        plan = distill_plan(problem)
        assert run_s(problem, plan, 50) >= 50 * plan.period_s * (1 - 1e-12)


def test_relaying_by_hand():
    shape = (1, 2, 2)
    problem = DistillProblem(("a", "b"), (("x", "y"),), np.full(shape, 1.0), np.full(shape, 3.0),
                             np.zeros(shape), np.array([0.5]), overlap=True)  # fmt: skip
    plan = distill_plan(problem)
    assert [stage.devices for stage in plan.stages] == [("x",), ("y",)]
    # The second stage starts at 1 + 0.5, before the first has finished its student step.
    assert run_s(problem, plan, 1) == 5.5
    assert run_s(problem, plan, 3) == 13.5
    assert run_s(problem, plan, 3, decoupled=False) == 16.5


def network(widths, name, extra=0):
    """A chain with one tensor per node; `extra` more nodes of the same width after each."""
    nodes, tensors = [], {"x": TensorInfo("x", (4, 3), "float32")}
    last = "x"
    for k, width in enumerate(widths):
        for e in range(extra + 1):
            out = f"{name}{k}.{e}"
            tensors[out] = TensorInfo(out, (4, width), "float32")
            nodes.append(
                Node(index=len(nodes), name=f"n{len(nodes)}", op="Gemm", inputs=(last,),
                     outputs=(out,), params=(), param_count=0, param_bytes=0, read_bytes=0,
                     write_bytes=0, dtype="float32", work=Work("gemm", macs=100 * width))
            )  # fmt: skip
            last = out
    return Graph(name, "h", 4, tuple(nodes), tensors, {}, ("x",), (last,))


def table(graph, rate, batch, training):
    seconds = np.array([[node.work.macs * rate * batch for node in graph.nodes]])
    zero = np.zeros_like(seconds)
    return CostTable(batch, ("gpu",), tuple(n.name for n in graph.nodes), seconds,
                     seconds if training else zero, seconds if training else zero,
                     zero + 40.0, zero + 10.0 * batch, zero, zero, zero,
                     np.full(seconds.shape, "model", dtype=object))  # fmt: skip


def test_blocks_of_two_graphs():
    teacher, student = network([8, 8, 16, 16, 8, 4], "t", 1), network([8, 16, 8, 4], "s")
    blocks = match_blocks(teacher, student, 4)
    assert [b.teacher[0] for b in blocks[1:]] == [b.teacher[1] for b in blocks[:-1]]
    assert blocks[0].teacher[0] == 0
    assert blocks[-1].teacher[1] == len(teacher)
    assert [b.student for b in blocks] == [(0, 1), (1, 2), (2, 3), (3, 4)]
    for block in blocks:
        a, b = block.boundary
        assert teacher.tensors[a].shape == student.tensors[b].shape
    named = match_blocks(teacher, student, [("t1.1", "s0.0"), ("t3.1", "s1.0")])
    assert [b.teacher for b in named] == [(0, 4), (4, 8), (8, 12)]
    devices = tuple(
        Device(name=f"d{k}", type="gpu", kind="gpu", peak_per_s={}, memory_bytes=10**6,
               memory_bytes_per_s=1.0, launch_overhead_s=0, idle_w=0, busy_w=0, dtype="float32")
        for k in range(3)
    )  # fmt: skip
    links = {(a.name, b.name): Link(a.name, b.name, 1e3, 0.25, True)
             for a in devices for b in devices if a is not b}  # fmt: skip
    cluster = Cluster("c", devices, links, "switch")
    problem = distill_problem(
        teacher, named,
        {r: table(teacher, 1e-3, 4 / r, False) for r in (1, 2, 3)},
        {r: table(student, 1e-3, 4 / r, True) for r in (1, 2, 3)},
        cluster,
    )  # fmt: skip
    # Teacher block 0: four nodes of width 8 at batch 4; student block 0: one node, three products.
    assert problem.teacher_s[0, 0, 0] == pytest.approx(4 * 0.8 * 4)
    assert problem.student_s[0, 1, 0] == pytest.approx(3 * 0.8 * 2)
    assert problem.reduce_s[0, 2, 0] == pytest.approx(4 * (0.25 + 40 / 3 / 1e3))
    assert problem.send_s == pytest.approx([0.25 + 4 * 8 * 4 / 1e3, 0.25 + 4 * 16 * 4 / 1e3])
    assert problem.memory_bytes[0, 0, 0] == pytest.approx(4 * 40 + 3 * 40 + 40)
    assert distill_plan(problem).period_s < data_parallel_plan(problem).period_s


def test_narrow_cuts_skip_residual_branches():
    chain = network([8, 8, 8], "t")
    nodes = list(chain.nodes)
    nodes[2] = Node(index=2, name="add", op="Add", inputs=("t0.0", "t1.0"), outputs=("t2.0",),
                    params=(), param_count=0, param_bytes=0, read_bytes=0, write_bytes=0,
                    dtype="float32", work=Work("elementwise"))  # fmt: skip
    graph = Graph("r", "h", 4, tuple(nodes), chain.tensors, {}, ("x",), ("t2.0",))
    assert {k: info.name for k, info in narrow_cuts(graph).items()} == {1: "t0.0"}
    with pytest.raises(InputError, match=r"^r: tensor 't1\.0' is no boundary"):
        match_blocks(graph, graph, ["t1.0"])


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        (["nope"], "t: no tensor 'nope'"),
        ([("t0.0", "s1.0")], "s: boundary 's1.0' has shape (4, 16) (limit: shape (4, 8) of 't0.0' "
                             "in t)"),
        ([("t1.0", "s1.0"), ("t0.0", "s0.0")],
         "t: boundary 't0.0' / 's0.0' is not behind the one before; name them front to back"),
        (4, "teacher t and student s have no 3 boundaries of equal shapes in one order; ask for "
            "fewer blocks, or name the boundaries"),
        (0, "0 blocks (limit: at least 1)"),
    ],
)  # fmt: skip
def test_messages(blocks, message):
    teacher, student = network([8, 16, 4], "t"), network([8, 16, 4], "s")
    with pytest.raises(InputError, match="^" + re.escape(message) + "$"):
        match_blocks(teacher, student, blocks)
