"""The sentences and figures that tables and pages share."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_builder import build_plan

from hwpipe.plan.model import Bound
from hwpipe.report.palette import ink_on, stage_colour
from hwpipe.report.words import (
    bottleneck_name,
    bound_words,
    clean,
    device_words,
    exposed_s,
    format_metric,
    layer_range,
    link_s,
    percent,
    shorten,
    sources,
    stage_s,
    times_words,
)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0.0%"), (0.0004, "<0.1%"), (0.1234, "12.3%"), (0.9994, "99.9%"), (0.9996, "100%"),
        (1.0, "100%"), (1.376, "138%"),
    ],
)  # fmt: skip
def test_percent(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("ratio", "words"),
    [(1.0, "same"), (1.0004, "same"), (2.314, "2.31 x slower"), (0.8, "1.25 x faster")],
)
def test_times_words(ratio: float, words: str) -> None:
    assert times_words(ratio) == words


@given(st.text(max_size=60), st.integers(1, 40))
def test_shorten_keeps_the_ends_and_the_width(text: str, width: int) -> None:
    short = shorten(text, width)
    assert len(short) <= width
    line = clean(text)
    assert line.isprintable()
    if text.isprintable():
        assert line == " ".join(text.split())
    if len(line) <= width:
        assert short == line
    elif width > 1:
        assert short.endswith(line[-1])
    else:
        assert short == "…"
    if len(line) > width >= 4:
        head, tail = short.split("…")[0], short.split("…")[-1]
        assert line.startswith(head)
        assert line.endswith(tail)


@given(st.text("abc/", min_size=1, max_size=50), st.text("abc/", min_size=1, max_size=50),
       st.integers(11, 60))  # fmt: skip
def test_layer_range_fits(first: str, last: str, width: int) -> None:
    stage = replace(build_plan().stages[0], nodes=(first, last))
    assert len(layer_range(stage, width)) <= width


def test_device_words() -> None:
    stage = build_plan(replicas={0: 4}).stages[0]
    assert device_words(stage) == "gpu0 … gpu3 (4)"
    assert device_words(replace(stage, devices=("a", "b"))) == "a, b"
    many = replace(stage, devices=tuple(f"gpu{i}" for i in range(16, 24)))
    assert device_words(many, 15) == "gpu16…gpu23 (8)"
    long = replace(stage, devices=tuple(f"accelerator-{i}" for i in range(10, 14)))
    assert device_words(long, 15) == "ac…10…ac…13 (4)"
    assert len(device_words(replace(stage, devices=("x" * 50,)), 15)) == 15


def test_replicas_divide_the_period_and_share_the_all_reduce() -> None:
    plan = build_plan(mode="train", replicas={0: 4}, microbatches=16)
    stage = plan.stages[0]
    assert exposed_s(plan, stage) == 0  # its only link overlaps
    assert stage_s(plan, stage) == pytest.approx(stage.time_s / 4 + 2e-3 / 16)


def test_synchronous_transfers_stop_both_ends() -> None:
    plan = build_plan(mode="train")
    send = plan.stages[1].send
    assert send is not None
    assert not send.overlap
    both = send.forward_s + send.backward_s
    for index in (1, 2):
        stage = plan.stages[index]
        assert stage_s(plan, stage) == pytest.approx(stage.time_s + both)
    assert link_s(plan, plan.stages[1]) == pytest.approx(both)


def test_overlapped_link_counts_its_busier_direction() -> None:
    plan = build_plan(mode="train", replicas={0: 2, 1: 3})
    stage = plan.stages[0]
    assert stage.send is not None
    send = replace(stage.send, forward_s=3e-3, backward_s=5e-3)
    plan = replace(plan, stages=(replace(stage, send=send), *plan.stages[1:]))
    assert link_s(plan, plan.stages[0]) == pytest.approx(5e-3 / 2)
    assert link_s(plan, plan.stages[-1]) == 0


def test_periods_reach_the_planner_s_bottleneck() -> None:
    """The same figure as `hwpipe.partition` counts, on a plan that it did not make."""
    plan = build_plan(mode="train", replicas={2: 2})
    periods = [stage_s(plan, s) for s in plan.stages] + [link_s(plan, s) for s in plan.stages]
    assert max(periods) == pytest.approx(plan.predicted.bottleneck_s)
    assert bottleneck_name(plan) == f"stage {max(range(4), key=lambda i: periods[i])}"


def test_a_shared_link_can_be_the_bottleneck() -> None:
    plan = build_plan()
    stages = []
    for stage in plan.stages:
        send = stage.send and replace(stage.send, link="uplink", overlap=True, forward_s=0.6e-3)
        stages.append(replace(stage, send=send))
    assert bottleneck_name(replace(plan, stages=tuple(stages))) == "shared link uplink"
    stages[1] = replace(stages[1], send=replace(stages[1].send, link="x", forward_s=1.0))
    assert bottleneck_name(replace(plan, stages=tuple(stages))) == "link 1>2"


def test_bound_words() -> None:
    bound = Bound("bottleneck_s", 2e-3, 0.0125, False, "all plans", "linear order", "10 s passed.")
    assert bound_words(bound) == [
        "No plan of the space has a smaller time of the bottleneck per micro-batch than 2 ms; "
        "this plan is 1.2% above that bound.",
        "Space: all plans.",
        "Cuts: linear order.",
        "The search stopped early: 10 s passed.",
    ]
    exact = replace(bound, metric="memory_bytes", lower_s=2.5e9, exact=True, stopped_early=None)
    assert bound_words(exact)[0] == (
        "Proven optimal: no plan of the space has a smaller peak memory of the fullest device "
        "than 2.5 GB."
    )
    assert bound_words(None) == ["No lower bound was computed for this plan."]


def test_format_metric() -> None:
    assert format_metric("energy_j", 0.25) == "0.25 J"
    assert format_metric("energy_j", 2500) == "2.5 k J"
    assert format_metric("memory_bytes", 4e6) == "4 MB"
    assert format_metric("iteration_s", 0.004) == "4 ms"


def test_sources_name_models_and_profiles() -> None:
    plan = build_plan()
    assert sources(plan) == [
        "FPGA: cycle model of the kernels, tiles and DDR ports (predicted)",
        "GPU: roofline by data type with per-operator efficiency (predicted)",
        "TPU-like: systolic-array model with SRAM and DRAM stalls (predicted)",
    ]
    devices = tuple(
        replace(d, profile="gpu.json") if d.kind == "gpu" else d for d in plan.cluster.devices
    )
    plan = replace(plan, cluster=replace(plan.cluster, devices=devices))
    assert sources(plan)[-1] == "h100: measured profile gpu.json"
    model = replace(plan.model, kind="profile", source="vgg16.txt")
    assert sources(replace(plan, model=model)) == ["Layer times: measured profile vgg16.txt"]


def _contrast(a: str, b: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        lin = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("stage", range(24))
def test_ink_is_readable_on_every_stage_colour(stage: int) -> None:
    """WCAG 2 AA asks for 4.5 : 1."""
    assert _contrast(ink_on(stage_colour(stage)), stage_colour(stage)) >= 4.5


def test_24_stages_have_24_colours() -> None:
    assert len({stage_colour(i) for i in range(24)}) == 24
    assert stage_colour(0) == "#0072B2"
