"""Stages that do not fit: strategies only where needed, cheapest first, simulated."""

from __future__ import annotations

import pytest

from hwpipe import compile_plan
from hwpipe.errors import InfeasibleError
from hwpipe.plan.files import dumps, plan_from_dict, plan_to_dict
from hwpipe.plan.fitting import strategy_words
from hwpipe.plan.model import Plan
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.stage_model import MemoryStrategy
from hwpipe.plan.timeline import simulate_plan


def compiled(limit: float, **more: object) -> Plan:
    options = CompileOptions(
        **{"mode": "train", "batch": 8, "microbatches": 8, "baselines": False,
           "max_memory": (("", limit),), "method": "exact", "schedule": "1f1b-as", **more}  # type: ignore[arg-type]
    )  # fmt: skip
    return compile_plan("squeezenet", "four-v100", options=options)


@pytest.fixture(scope="module")
def tight() -> Plan:
    return compiled(14e6)


def test_nothing_is_done_where_everything_fits() -> None:
    plan = compiled(1e9)
    assert all(stage.memory_strategy is None for stage in plan.stages)


def test_stages_are_made_to_fit_and_the_plan_still_simulates(tight: Plan) -> None:
    needed = [s for s in tight.stages if s.memory_strategy is not None]
    assert needed
    for peak in tight.predicted.peak_memory_bytes.values():
        assert peak <= 14e6 * (1 + 1e-9)
    loaded = plan_from_dict(plan_to_dict(tight))
    assert dumps(loaded) == dumps(tight)
    timeline = simulate_plan(loaded)
    assert timeline.makespan_s == pytest.approx(tight.predicted.iteration_s, rel=1e-12)
    for stage in needed:
        assert stage.memory_strategy is not None
        note = f"stage {stage.index} {strategy_words(stage.memory_strategy)}"
        assert note in tight.notes


def test_what_a_strategy_adds_is_in_the_times_of_its_stage(tight: Plan) -> None:
    count = tight.schedule.microbatches
    for stage in tight.stages:
        strategy = stage.memory_strategy
        if strategy is None:
            continue
        alone = sum(row.time_s for row in tight.layers if row.stage == stage.index)
        added = (strategy.recompute_s + strategy.stall_s) / -(-count // stage.ranks)
        assert stage.time_s == pytest.approx(alone + added, rel=1e-9)
        assert strategy.extra_s == pytest.approx(
            strategy.recompute_s + strategy.stall_s + strategy.sharding_s
        )


def test_the_bound_holds_with_strategies_too(tight: Plan) -> None:
    assert tight.bound is not None
    assert 0 < tight.bound.lower_s <= tight.predicted.iteration_s
    assert tight.bound.space.endswith("stages that do not fit may recompute, swap, shard or spill")


def test_strategies_can_be_ruled_out() -> None:
    with pytest.raises(InfeasibleError):
        compiled(14e6, strategies=())
    plan = compiled(14e6, strategies=("recompute", "spill"))
    for stage in plan.stages:
        if stage.memory_strategy is not None:
            assert {c for _, c in stage.memory_strategy.blocks} <= {"keep", "recompute", "spill"}
            assert stage.memory_strategy.sharding == 0


def test_less_memory_never_makes_a_plan_faster() -> None:
    seconds = [compiled(limit).predicted.iteration_s for limit in (1e9, 25e6, 14e6)]
    assert seconds == sorted(seconds)


def test_the_words_of_a_strategy() -> None:
    strategy = MemoryStrategy(
        blocks=(("a", "recompute"), ("b", "swap"), ("c", "swap"), ("d", "keep")), sharding=2,
        shards=(), buffer_bytes=0, host_bytes_per_s=1e9, extra_s=0.012, recompute_s=0.01,
        stall_s=0.001, sharding_s=0.001, copy_out_s=0.1, copy_in_s=0.1,
    )  # fmt: skip
    assert strategy_words(strategy) == (
        "recomputes 1 of 4 blocks and swaps 2 of 4 blocks and shards optimizer state and gradients "
        "over its replicas: +12 ms an iteration"
    )
    assert strategy_words(None) == "keeps everything"


def test_a_layer_that_fits_no_device_whole_is_split_over_several() -> None:
    """The first dense layer of VGG-19 has 411 MB of weights; each device may use 300 MB."""
    options = CompileOptions(batch=4, baselines=False, max_memory=(("", 300e6),))
    plan = compile_plan("vgg19", "four-v100", options=options)
    largest = max(plan.layers, key=lambda row: row.param_bytes)
    assert largest.param_bytes > 300e6
    assert plan.stages[largest.stage].mode == "split"
    for peak in plan.predicted.peak_memory_bytes.values():
        assert peak <= 300e6
    assert all(stage.memory_strategy is None for stage in plan.stages)
