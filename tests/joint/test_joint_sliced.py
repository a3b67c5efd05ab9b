"""Stages and token slices searched together, against every pipeline with its best slices."""

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "partition"))

from builders import make_cluster, make_device, make_table

from hwpipe.errors import InputError
from hwpipe.graph.model import Graph, Node, TensorInfo, Work
from hwpipe.joint.sliced import joint_search_sliced
from hwpipe.partition import Partition, Stage, make_problem
from hwpipe.slicing import slice_partition

TOKENS = 32


def problem(training=False, microbatches=1, layers=3, devices=3, memory=1 << 40):
    """Per layer a projection, a matrix of scores and an output, in a chain."""
    tensors, nodes, last = {"x": TensorInfo("x", (1, TOKENS, 4), "int8")}, [], "x"
    for k in range(layers):
        for part, shape in (("q", (1, TOKENS, 4)), ("s", (1, TOKENS, TOKENS)),
                            ("o", (1, TOKENS, 4))):  # fmt: skip
            name = f"{part}{k}"
            tensors[name] = TensorInfo(name, shape, "int8")
            nodes.append(
                Node(index=len(nodes), name=f"n{len(nodes)}", op="Op", inputs=(last,),
                     outputs=(name,), params=(), param_count=0, param_bytes=0, read_bytes=0,
                     write_bytes=0, dtype="int8", work=Work("matmul"))
            )  # fmt: skip
            last = name
    graph = Graph("t", "h", 1, tuple(nodes), tensors, {}, ("x",), (last,))
    forward = np.tile([[2.0, 0.5, 1.0]], (1, layers)) * np.array([[1.0], [1.4]])
    table = make_table(forward, backward=2 * forward)
    machines = [make_device(f"d{k}", f"k{k % 2}", memory) for k in range(devices)]
    return make_problem(graph, table, make_cluster(machines, bytes_per_s=1e3, latency_s=0.01),
                        training=training, microbatches=microbatches,
                        schedule="gpipe" if training else "pipeline")  # fmt: skip


def every_pipeline(case):
    """Chains of stages over the linear order, on every order of the devices."""
    count, names = len(case.graph), [d.name for d in case.cluster.devices]
    for k in range(1, len(names) + 1):
        for cuts in itertools.combinations(range(1, count), k - 1):
            ends = (0, *cuts, count)
            for devices in itertools.permutations(names, k):
                yield Partition(
                    tuple(Stage(tuple(range(a, b)), (d,))
                          for a, b, d in zip(ends, ends[1:], devices, strict=False)), "all"
                )  # fmt: skip


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("microbatches", [1, 2])
def test_close_to_every_pipeline_with_its_best_slices(training, microbatches):
    case = problem(training, microbatches)
    found = joint_search_sliced(case, TOKENS, grid=4, node_overhead_s=0.01)
    best = min(
        slice_partition(case, partition, TOKENS, grid=4, node_overhead_s=0.01).latency_s
        for partition in every_pipeline(case)
    )
    assert best * (1 - 1e-9) <= found.iteration_s <= best * 1.03
    assert found.iteration_s < 0.75 * found.whole_s
    assert found.pieces > 1
    # A plan made for whole sequences and sliced afterwards is no better.
    assert found.iteration_s <= min(row[1] for row in found.tried)
    assert found.tried[0][0] == 1


def test_without_slices_it_is_the_pipeline_of_whole_sequences():
    case = problem(microbatches=4)
    found = joint_search_sliced(case, TOKENS, grid=TOKENS, batches=[1])
    assert found.pieces == 1
    assert found.pipeline.slicing.tokens == ((TOKENS,),) * 4
    assert found.iteration_s == pytest.approx(found.whole_s)


def test_overheads_that_eat_the_gain_bring_few_slices():
    cheap = joint_search_sliced(problem(), TOKENS, grid=4, node_overhead_s=0.0)
    dear = joint_search_sliced(problem(), TOKENS, grid=4, node_overhead_s=0.4)
    assert dear.pipeline.slicing.slices < cheap.pipeline.slicing.slices


def test_bad_input():
    with pytest.raises(InputError, match=r"^pieces \[0\] \(limit: 1 to 8\)$"):
        joint_search_sliced(problem(), TOKENS, grid=4, pieces=[0])
    with pytest.raises(InputError, match="no tensor of the model has 77 tokens"):
        joint_search_sliced(problem(), 77, grid=7)
