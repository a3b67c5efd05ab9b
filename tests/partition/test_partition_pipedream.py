"""PipeDream's optimizer against the published program's figures, and hwpipe against both."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hwpipe.cluster import load_cluster
from hwpipe.cluster.model import Cluster
from hwpipe.cost import profile_cost_table
from hwpipe.graph import open_model
from hwpipe.partition import PlanningProblem, make_problem, solve
from hwpipe.partition.best import objective_value
from hwpipe.partition.pipedream import optimise as optimise_paper
from hwpipe.partition.pipedream_released import Released, optimise
from hwpipe.partition.pipedream_states import states_of

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ROOT.parent / "shared" / "data" / "profiles"
NAMES = [
    "pipedream/alexnet", "pipedream/densenet121", "pipedream/gnmt", "pipedream/inception_v3",
    "pipedream/resnet50", "pipedream/vgg16", "dapple/amoeba-36-pbs-1", "dapple/bert-24-pbs-6",
    "dapple/vgg-19-pbs-32",
]  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Cluster:
    return load_cluster(ROOT / "examples" / "four-v100.toml")


def profile_problem(
    name: str, cluster: Cluster, schedule: str = "pipedream", microbatches: int = 64
) -> PlanningProblem:
    path = PROFILES / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"public profile {path} is absent")
    source = open_model(str(path))
    table = profile_cost_table(source, cluster.devices, training=True)
    return make_problem(source.graph(source.default_batch or 1), table, cluster, training=True,
                        microbatches=microbatches, schedule=schedule)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "bytes_per_s", "straight", "expected", "tolerance"),
    [
        ("vgg16", 1e9, False, 0.205520896, 1e-6),
        ("vgg16", 4.294967296e9, False, 0.172849377, 1e-6),
        ("vgg16", 4.294967296e9, True, 0.23559, 1e-6),
        ("vgg16", 1e9, True, 0.411041792, 1e-6),
        ("alexnet", 1e9, False, 0.034217141, 1e-6),
        ("alexnet", 4.294967296e9, False, 0.022186, 1e-6),
    ],
)
def test_released_optimizer_gives_the_published_bottlenecks(
    name: str, bytes_per_s: float, straight: bool, expected: float, tolerance: float,
    cluster: Cluster,
) -> None:  # fmt: skip
    states = states_of(profile_problem(f"pipedream/{name}", cluster))
    assert len(states.compute_s) == {"vgg16": 40, "alexnet": 22}[name]
    value, stages = optimise(states, Released(4, bytes_per_s, straight=straight))
    assert value == pytest.approx(expected, rel=tolerance)
    assert sum(machines for _, _, machines in stages) == 4


@pytest.mark.parametrize(
    ("name", "bytes_per_s", "replicas"),
    [("vgg16", 1e9, [3, 1]), ("alexnet", 1e9, [3, 1]), ("alexnet", 4.294967296e9, [2, 1, 1])],
)
def test_released_optimizer_gives_the_published_replicas(
    name: str, bytes_per_s: float, replicas: list[int], cluster: Cluster
) -> None:
    states = states_of(profile_problem(f"pipedream/{name}", cluster))
    _, stages = optimise(states, Released(4, bytes_per_s))
    assert [machines for _, _, machines in stages] == replicas


def test_the_memory_test_of_the_released_form_rejects_plans(cluster: Cluster) -> None:
    states = states_of(profile_problem("pipedream/vgg16", cluster))
    free, _ = optimise(states, Released(4, 1e9))
    limited, _ = optimise(states, Released(4, 1e9, memory_bytes=12e9))
    # Where nothing fits, one stage on all four machines stays: it stashes nothing.
    nothing, stages = optimise(states, Released(4, 1e9, memory_bytes=1e6))
    assert free < limited < nothing
    assert stages == [(-1, 39, 4)]


def test_the_method_reports_its_own_bottleneck_and_what_does_not_fit(cluster: Cluster) -> None:
    small = replace(
        cluster, devices=tuple(replace(d, memory_bytes=4 * 10**9) for d in cluster.devices)
    )
    plan = solve(profile_problem("pipedream/vgg16", small), "pipedream-released")
    assert plan.reported_bottleneck_s == pytest.approx(0.205520896, rel=1e-6)
    assert [len(stage.devices) for stage in plan.stages] == [3, 1]
    assert plan.notes[0] == "PipeDream's own bottleneck: 206 ms per micro-batch"
    assert re.fullmatch(
        r"PipeDream does not look at memory: stage 0 on gpu0 needs [\d.]+ GB "
        r"\(limit: 4 GB of device memory\)",
        plan.notes[1],
    )


def test_the_paper_form_never_exceeds_one_stage_and_the_ideal_bounds_it(cluster: Cluster) -> None:
    states = states_of(profile_problem("pipedream/alexnet", cluster))
    whole = float(states.compute_s[-1])
    values = [optimise_paper(states, machines, 1e9)[0] for machines in (1, 2, 3, 4)]
    assert values[0] == whole
    assert values == sorted(values, reverse=True)
    assert all(value >= whole / n for n, value in enumerate(values, 1))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("schedule", ["pipedream", "1f1b-as"])
def test_exact_is_never_slower_than_pipedream_where_that_fits(
    name: str, schedule: str, cluster: Cluster
) -> None:
    roomy = replace(
        cluster, devices=tuple(replace(d, memory_bytes=1 << 45) for d in cluster.devices)
    )
    problem = profile_problem(name, roomy, schedule, microbatches=32)
    ours = solve(problem, "exact")
    assert ours.certificate is not None
    assert ours.certificate.lower <= ours.certificate.achieved
    for method in ("pipedream-released", "pipedream"):
        theirs = objective_value(problem, solve(problem, method))
        assert ours.certificate.achieved <= theirs * (1 + 1e-12)
