"""Token slices in training plans: found where attention is causal, simulated as they stand."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from plan_gpt import CAUSAL, OTHER, TOKENS, save_gpt

from hwpipe import CompileOptions, Plan, compile_plan, open_model, simulate_plan
from hwpipe.cluster import Cluster, load_cluster
from hwpipe.errors import InputError
from hwpipe.plan.files import dumps, plan_from_dict, plan_to_dict
from hwpipe.plan.timeline import schedule_of
from hwpipe.report.sharing_tables import sharing_tables
from hwpipe.schedule import simulate
from hwpipe.slicing.causal import attention_tokens, causal_tokens


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    path = tmp_path_factory.mktemp("cluster") / "four.toml"
    path.write_text(
        'name = "four"\n[[device]]\nname = "a"\ntype = "a100"\ncount = 4\nlaunch_overhead = "0 s"\n'
        '[topology]\nkind = "switch"\nbandwidth = "25 GB/s"\nlatency = "1 us"\n'
    )
    return load_cluster(path)


@pytest.fixture(scope="module")
def gpt(tmp_path_factory: pytest.TempPathFactory) -> str:
    return save_gpt(tmp_path_factory.mktemp("model") / "gpt.onnx")


def train(model: str, cluster: Cluster, **more: object) -> Plan:
    options = {"mode": "train", "batch": 1, "baselines": False} | more
    return compile_plan(model, cluster, options=CompileOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("mask", CAUSAL + OTHER)
def test_causal_attention_is_read_from_the_mask(tmp_path: Path, mask: str) -> None:
    source = open_model(save_gpt(tmp_path / "m.onnx", mask, layers=2, width=32, heads=2))
    graph = source.graph(1)
    assert attention_tokens(graph) == TOKENS
    found = causal_tokens(source.proto(1), graph, source.path)  # type: ignore[attr-defined]
    assert found == (TOKENS if mask in CAUSAL else None)


def test_a_network_without_attention_has_no_tokens() -> None:
    assert attention_tokens(open_model("squeezenet").graph(1)) is None


def test_slices_beat_whole_sequences(gpt: str, cluster: Cluster) -> None:
    whole = train(gpt, cluster, slices=0)
    plan = train(gpt, cluster)
    assert whole.schedule.slices == ()
    assert plan.schedule.name == "terapipe"
    assert sum(plan.schedule.slices) == TOKENS
    assert len(plan.schedule.slices) > 1
    assert plan.predicted.iteration_s < 0.9 * whole.predicted.iteration_s
    assert len(plan.stages) > 1
    assert plan.bound is not None
    assert not plan.bound.exact
    for stage in plan.stages:
        assert sum(stage.slice_share) == pytest.approx(1.0)
        assert stage.memory_bytes <= stage.memory_available_bytes


def test_what_is_simulated_stands_in_the_file(gpt: str, cluster: Cluster) -> None:
    plan = train(gpt, cluster, batch=2)
    again = plan_from_dict(plan_to_dict(plan))
    assert dumps(again) == dumps(plan)
    assert simulate_plan(again).makespan_s == plan.predicted.iteration_s
    schedule = schedule_of(again)
    assert schedule.slices == len(plan.schedule.slices)
    kinds = {(a.kind, a.micro_batch, a.slice) for a in schedule.ranks[0] if a.kind == "F"}
    assert len(kinds) == schedule.slices * plan.schedule.microbatches
    # The first stage does all its forwards, slice by slice, then all its backwards.
    first = plan.stages[0]
    busy = first.time_s * plan.schedule.microbatches
    assert simulate_plan(again).rank_busy_s[0] == pytest.approx(busy)


def test_slices_of_a_length_that_differs_take_their_own_time(gpt: str, cluster: Cluster) -> None:
    plan = train(gpt, cluster, slices=3)
    assert plan.schedule.slices == (43, 43, 42)
    events = [e for e in simulate_plan(plan).events if e.track == "rank 0" and e.kind == "F"]
    seconds = [e.end_s - e.start_s for e in events]
    expected = [share * plan.stages[0].forward_s for share in plan.stages[0].slice_share]
    assert seconds == pytest.approx(expected)
    assert seconds[1] > seconds[0]  # as long, and reads a context
    # Stages differ: one row of shares for all would give another iteration.
    common = replace(
        plan.times, stage_slice_share=(plan.stages[-1].slice_share,) * len(plan.stages)
    )
    assert simulate(schedule_of(plan), common).makespan_s != plan.predicted.iteration_s


def test_a_mask_that_is_not_causal_is_not_sliced_unasked(tmp_path: Path, cluster: Cluster) -> None:
    model = save_gpt(tmp_path / "bert.onnx", "padding")
    assert train(model, cluster).schedule.slices == ()
    assert len(train(model, cluster, slices=4).schedule.slices) == 4


def test_tables_show_the_slices(gpt: str, cluster: Cluster) -> None:
    plan = train(gpt, cluster, slices=4)
    (table,) = [t for t in sharing_tables(plan) if t.title.startswith("Token slices")]
    assert table.title == "Token slices: 4 of 128 tokens"
    assert table.rows[0][:2] == ("1 to 4", "32")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"mode": "infer", "slices": 4},
         "--slices with inference (limit: training); --slices off"),
        ({"slices": 129}, "--slices 129 (limit: 1 to 128, the tokens of a sequence)"),
        ({"slices": 4, "objective": "energy"}, "--slices with --objective energy; --slices off"),
    ],
)  # fmt: skip
def test_what_rules_slices_out(
    gpt: str, cluster: Cluster, options: dict[str, object], text: str
) -> None:
    with pytest.raises(InputError) as caught:
        train(gpt, cluster, **options)
    assert str(caught.value) == text


def test_no_attention_to_slice(cluster: Cluster) -> None:
    with pytest.raises(InputError, match="no attention over sequences of one length"):
        train("squeezenet", cluster, slices=4)
