"""Stage times, bottleneck, memory and bounds of given partitions, against numbers by hand."""

from __future__ import annotations

import numpy as np
import pytest
from builders import make_cluster, make_device, make_graph, make_table

from hwpipe.cluster.model import Link
from hwpipe.errors import InfeasibleError
from hwpipe.partition import (
    Partition,
    PlanningProblem,
    Stage,
    bottleneck,
    check_memory,
    energy_j,
    in_flight,
    iteration_bound,
    make_problem,
    memory_shares,
    stage_bytes,
    stage_times,
)


def chain_problem(
    *, training: bool = False, overlap: bool = True, microbatches: int = 4, memory: float = 1e6,
    schedule: str | None = None, devices: int = 3,
) -> PlanningProblem:  # fmt: skip
    """Four nodes in a row plus a skip from node 0 to node 3; one device type; 10 B/s links."""
    graph = make_graph([(0, 1), (1, 2), (2, 3), (0, 3)], [20, 10, 30, 40])
    table = make_table(
        np.array([[1.0, 2.0, 3.0, 4.0]]),
        keys=["k"],
        backward=np.array([[2.0, 2.0, 2.0, 2.0]]),
        weight_update=np.array([[0.5, 0.5, 0.5, 0.5]]),
        weights=np.array([[100.0, 200.0, 300.0, 400.0]]),
        activations=np.array([[7.0, 8.0, 9.0, 10.0]]),
        workspace=np.array([[5.0, 1.0, 2.0, 3.0]]),
    )
    cluster = make_cluster(
        [make_device(f"d{i}", "k", memory) for i in range(devices)],
        bytes_per_s=10.0, latency_s=0.5, overlap=overlap,
    )  # fmt: skip
    return make_problem(graph, table, cluster, training=training, microbatches=microbatches,
                        schedule=schedule or ("1f1b-as" if training else "pipeline"))  # fmt: skip


TWO = Partition((Stage((0, 1), ("d0",)), Stage((2, 3), ("d1",))), "test")
THREE = Partition((Stage((0,), ("d0",)), Stage((1, 2), ("d1",)), Stage((3,), ("d2",))), "test")


def test_every_live_tensor_crosses_also_one_that_passes_a_stage() -> None:
    times = stage_times(chain_problem(), THREE)
    # After node 0 its 20 B (read by both others); after node 2 its 30 B and the skip's 20 B.
    assert times.send_forward_s == (0.5 + 2.0, 0.5 + 5.0)
    assert times.send_backward_s == (0.0, 0.0)
    assert times.forward_s == (1.0, 5.0, 4.0)
    assert times.backward_input_s == (0.0, 0.0, 0.0)


def test_bottleneck_with_and_without_overlap() -> None:
    assert bottleneck(chain_problem(), THREE) == 5.5  # the second link
    # Stage 1 stops for both of its transfers: 5 + 2.5 + 5.5.
    assert bottleneck(chain_problem(overlap=False), THREE) == 13.0


def test_inference_iteration_is_the_flow_shop() -> None:
    problem = chain_problem(microbatches=4)
    assert iteration_bound(problem, THREE) == (1 + 5 + 4 + 2.5 + 5.5) + 3 * 5.5


def test_replicas_share_micro_batches() -> None:
    problem = chain_problem(microbatches=5)
    both = Partition((Stage((0, 1, 2, 3), ("d0", "d1")),), "test")
    assert bottleneck(problem, both) == 5.0
    # Rounds of two: three passes of 10 s on the first device.
    assert iteration_bound(problem, both) == 30.0
    # With another stage behind: the longest path visits the slow stage twice more.
    split = Partition((Stage((0, 1, 2), ("d0", "d1")), Stage((3,), ("d2",))), "test")
    assert iteration_bound(problem, split) == (6 + 5.5 + 4) + 4 * 5.5


def test_training_transfers_gradients_back_and_reduces_over_replicas() -> None:
    problem = chain_problem(training=True)
    times = stage_times(problem, TWO)
    # After node 1: 10 B of its own and 20 B of the skip.
    assert times.send_forward_s == times.send_backward_s == (3.5,)
    assert times.backward_input_s == (4.0, 4.0)
    assert times.backward_weight_s == (1.0, 1.0)
    assert times.weight_bytes == (900.0, 2100.0)  # weight, gradient, momentum
    assert times.reduce_s == (0.0, 0.0)
    both = Partition((Stage((0, 1, 2, 3), ("d0", "d1")),), "test")
    # Ring of 2: two steps of W / 2 over 10 B/s.
    assert stage_times(problem, both).reduce_s == (2 * (0.5 + 1000 / 2 / 10),)
    assert bottleneck(problem, both) == 20 / 2 + 101 / 4


def test_training_bound_counts_the_way_there_and_back() -> None:
    problem = chain_problem(training=True, microbatches=4)
    # Stage 1: 4 x (7 + 5) after and before stage 0's 8 s and two transfers of 3.5 s.
    assert iteration_bound(problem, TWO) == 4 * 12 + 8 + 7


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("1f1b-as", (3, 2, 1)),
        ("1f1b-sno", (3, 2, 1)),
        ("1f1b-so", (5, 3, 1)),
        ("fbp-as", (6, 4, 2)),
        ("gpipe", (8, 8, 8)),
    ],
)
def test_in_flight_by_schedule(schedule: str, expected: tuple[int, ...]) -> None:
    assert tuple(in_flight(schedule, after, 8) for after in (2, 1, 0)) == expected
    problem = chain_problem(training=True, microbatches=8, schedule=schedule)
    assert problem.in_flight(3) == expected


@pytest.mark.parametrize("schedule", ["1f1b-as", "1f1b-so", "1f1b-sno", "fbp-as", "gpipe"])
@pytest.mark.parametrize("replicas", [(1, 1, 1), (2, 1, 1), (1, 3, 2), (4, 1, 2)])
def test_in_flight_equals_the_simulator(schedule: str, replicas: tuple[int, ...]) -> None:
    from hwpipe.schedule import PipelineTimes, make_schedule, simulate

    made = make_schedule(schedule, stages=3, microbatches=9, replicas=replicas)
    peak = simulate(made, PipelineTimes.uniform(3, forward_s=1.0, backward_s=2.0)).peak_in_flight
    rank = 0
    for s, m in enumerate(replicas):
        held = in_flight(schedule, sum(replicas[s + 1 :]), 9, m)
        assert max(peak[rank : rank + m]) <= held
        rank += m


def test_memory_by_hand_and_its_error() -> None:
    problem = chain_problem(training=True, memory=2155)
    # 3 x 300 + 2 x 15 + 5, and 3 x 700 + 1 x (19 + the 30 that it receives) + 3.
    assert stage_bytes(problem, TWO) == (935.0, 2152.0)
    assert memory_shares(problem, TWO) == (935 / 2155, 2152 / 2155)
    check_memory(problem, TWO)
    tight = chain_problem(training=True, memory=2100)
    with pytest.raises(InfeasibleError) as caught:
        check_memory(tight, TWO)
    assert str(caught.value) == (
        "g: stage 1 on d1 needs 2.15 kB (limit: 2.1 kB of device memory); "
        "use a smaller micro-batch, more devices or devices with more memory"
    )


def test_inference_memory_counts_two_buffers_of_the_boundary() -> None:
    # Weights 300, twice the 30 B that leave, workspace 5; weights 700, twice 30 B, 3.
    assert stage_bytes(chain_problem(), TWO) == (365.0, 763.0)


def test_neighbours_without_a_link_are_named() -> None:
    problem = chain_problem()
    links = {("d1", "d0"): Link("d1", "d0", 1.0, 0.0, True)}
    cluster = make_cluster(problem.cluster.devices, links=links)
    cut = make_problem(problem.graph, problem.table, cluster, training=False, microbatches=1,
                       schedule="pipeline")  # fmt: skip
    with pytest.raises(InfeasibleError, match=r"no link from d0 to d1; connect them or"):
        stage_times(cut, TWO)


def test_a_shared_link_adds_up() -> None:
    problem = chain_problem()
    links = {
        (a.name, b.name): Link(a.name, b.name, 10.0, 0.5, True, shared="bus")
        for a in problem.cluster.devices
        for b in problem.cluster.devices
        if a is not b
    }
    cluster = make_cluster(problem.cluster.devices, links=links)
    shared = make_problem(problem.graph, problem.table, cluster, training=False, microbatches=1,
                          schedule="pipeline")  # fmt: skip
    assert bottleneck(shared, THREE) == 2.5 + 5.5


def test_energy_counts_every_micro_batch() -> None:
    assert energy_j(chain_problem(microbatches=4), TWO) == 4 * 10.0 * (1 + 2 + 3 + 4)
