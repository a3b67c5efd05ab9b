"""Token slices of a planned pipeline of unequal stages."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1] / "partition"))

from builders import make_cluster, make_device, make_table

from hwpipe.errors import InputError
from hwpipe.graph.model import Graph, Node, TensorInfo, Work
from hwpipe.partition import Partition, Stage, make_problem
from hwpipe.slicing import slice_partition

TOKENS = 64


def transformer(layers=4, batch=2):
    """Per layer a projection, a matrix of scores and an output, in a chain."""
    tensors = {"x": TensorInfo("x", (batch, TOKENS, 4), "int8")}
    nodes, last = [], "x"
    for k in range(layers):
        for part, shape in (("q", (batch, TOKENS, 4)), ("s", (batch, TOKENS, TOKENS)),
                            ("o", (batch, TOKENS, 4))):  # fmt: skip
            name = f"{part}{k}"
            tensors[name] = TensorInfo(name, shape, "int8")
            nodes.append(
                Node(index=len(nodes), name=f"n{len(nodes)}", op="Op", inputs=(last,),
                     outputs=(name,), params=(), param_count=0, param_bytes=0, read_bytes=0,
                     write_bytes=0, dtype="int8", work=Work("matmul"))
            )  # fmt: skip
            last = name
    return Graph("t", "h", batch, tuple(nodes), tensors, {}, ("x",), (last,))


def problem(training=False, microbatches=2):
    graph = transformer()
    forward = np.tile([[2.0, 0.5, 1.0]], (1, 4)) * np.array([[1.0], [1.3]])
    table = make_table(forward, backward=2 * forward)
    devices = [make_device(f"d{k}", f"k{k % 2}") for k in range(4)]
    return make_problem(graph, table, make_cluster(devices, bytes_per_s=1e4, latency_s=0.01),
                        training=training, microbatches=microbatches,
                        schedule="1f1b-as" if training else "pipeline")  # fmt: skip


PARTITION = Partition(
    tuple(Stage((3 * k, 3 * k + 1, 3 * k + 2), (f"d{k}",)) for k in range(4)), "x"
)


@pytest.mark.parametrize("training", [False, True])
def test_slices_shorten_the_pipeline(training):
    case = problem(training)
    found = slice_partition(case, PARTITION, TOKENS, grid=8, node_overhead_s=0.01)
    assert found.slicing.slices > len(found.slicing.batches)
    assert sum(found.slicing.batches) == 4
    assert all(sum(parts) == TOKENS for parts in found.slicing.tokens)
    assert found.latency_s < 0.7 * found.whole_s
    assert found.latency_s <= found.slicing.latency_s * (1 + 1e-12)
    # Whole micro-batches cost what the stages cost.
    factor = 3 if training else 1
    stage = factor * np.array([3.5, 1.3 * 3.5, 3.5, 1.3 * 3.5])
    link = (2 if training else 1) * (0.01 + 2 * TOKENS * 4 / 1e4)
    # Four stages and three links in turn; the second micro-batch follows at the slowest stage.
    assert found.whole_s == pytest.approx(stage.sum() + 3 * link + stage.max())


def test_one_device_needs_no_slices():
    case = problem()
    whole = Partition((Stage(tuple(range(12)), ("d0",)),), "x")
    found = slice_partition(case, whole, TOKENS, node_overhead_s=0.01)
    assert found.latency_s == pytest.approx(found.slicing.total_s)


def test_messages():
    case = problem()
    with pytest.raises(InputError, match=r"^t: no tensor of the model has 60 tokens; give the seq"):
        slice_partition(case, PARTITION, 60)
    double = Partition((replace(PARTITION.stages[0], devices=("d0", "d2")),), "x")
    with pytest.raises(InputError, match=r"^t: token slices on a stage with replicas \(limit: 1 "):
        slice_partition(case, double, TOKENS)
