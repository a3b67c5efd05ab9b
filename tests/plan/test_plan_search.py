"""The search around the planner: cutoffs, interruption, time limits, the words of its bound."""

from __future__ import annotations

import pytest

from hwpipe.cluster import load_cluster
from hwpipe.cost import build_cost_table
from hwpipe.graph import open_model
from hwpipe.partition import NoneBetter, optimal, solve
from hwpipe.plan import judge as judge_module
from hwpipe.plan import search as search_module
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.search import Search


def make_search(model: str = "squeezenet", cluster: str = "default", **options: object) -> Search:
    devices = load_cluster(cluster)
    chosen = CompileOptions(**options)
    return Search(
        open_model(model),
        devices,
        chosen,
        lambda graph: build_cost_table(
            graph, devices.devices, training=chosen.mode == "train", optimizer="momentum"
        ),
    )


@pytest.mark.parametrize("mode", ["infer", "train"])
def test_cutoffs_lose_nothing(mode: str) -> None:
    """The best of all candidates, each solved to its end, is what the search finds."""
    search = make_search(mode=mode, batch=16, method="exact", baselines=False)
    found = search.run()
    whole = [search.evaluate(p, solve(p)) for p in map(search.problem, search.candidates())]
    assert found.found.value == pytest.approx(min(e.value for e in whole), rel=1e-9)
    assert found.lower <= found.found.value
    lowest = min(e.partition.certificate.lower for e in whole)
    assert found.lower >= lowest * (1 - 1e-9)


def test_no_candidate_that_was_cut_off_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[float] = []
    below = search_module.solve_below

    def counted(problem: object, cutoff: float) -> object:
        result = below(problem, cutoff)
        if isinstance(result, NoneBetter):
            cut.append(cutoff)
        return result

    monkeypatch.setattr(search_module, "solve_below", counted)
    search = make_search("resnet50", "eight-mixed", replication=False)
    search.run()
    assert cut, "no candidate was cut off: the test proves nothing"
    for candidate in search.candidates():
        assert not any(name == "exact" for key, name in search._judged if key == candidate)


def test_an_interrupt_between_plans_keeps_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(search_module, "solve_below", interrupt)
    outcome = make_search().run()
    assert outcome.stopped_early == "interrupted"
    assert 0 < outcome.lower <= outcome.found.value


def test_an_interrupt_inside_a_solve_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def interrupt(*_: object) -> None:
        calls.append(1)
        raise KeyboardInterrupt

    monkeypatch.setattr(optimal, "_narrow", interrupt)
    outcome = make_search().run()
    assert calls == [1]
    assert outcome.stopped_early == "interrupted"
    assert 0 < outcome.lower <= outcome.found.value


def test_an_interrupt_before_any_plan_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    search = make_search()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(search, "judge", interrupt)
    with pytest.raises(KeyboardInterrupt):
        search.run()


def test_faults_of_the_planner_are_not_taken_for_infeasible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fault(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(judge_module, "solve", fault)
    with pytest.raises(RuntimeError, match="a bug"):
        make_search().run()


def test_the_least_time_limit_gives_a_plan_and_a_true_bound() -> None:
    outcome = make_search("resnet50", "eight-mixed", replication=False, time_limit_s=0.001).run()
    assert outcome.stopped_early == "time limit of 0.001 s"
    longer = make_search("resnet50", "eight-mixed", replication=False).run()
    assert 0 < outcome.lower <= longer.found.value * (1 + 1e-9)
    assert longer.found.value <= outcome.found.value * (1 + 1e-9)


def test_the_space_names_every_candidate() -> None:
    outcome = make_search(batch=4).run()
    assert outcome.space == (
        "pipelines of contiguous stages over all down-closed cuts, devices in any order and not "
        "all needed, 1 to 2 replicas of one device type a stage, and one stage whose "
        "micro-batches are dealt out to replicas of any types, boundary tensors relayed from "
        "stage to stage, schedule pipeline, batches of 4 in micro-batches of 1, 2 or 4 samples"
    )
    assert outcome.inside
    single = make_search(batch=4, microbatches=2).run()
    assert single.space.endswith("schedule pipeline with 2 micro-batches")


def test_more_effort_narrows_the_gap() -> None:
    usual = make_search("resnet50", "eight-mixed").run()
    more = make_search("resnet50", "eight-mixed", effort=10.0).run()
    assert more.found.value <= usual.found.value * (1 + 1e-12)
    assert more.lower >= usual.lower * (1 - 1e-12)
    assert more.found.value / more.lower - 1 < 0.02
