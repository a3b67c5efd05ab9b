"""Profiles of training: file round trip, columns of the cost table, factors in flight."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cost_helpers import V100, gemm_node, graph

from hwpipe.cost import MeasuredNode, MeasuredProfile, build_cost_table, load_profile, save_profile
from hwpipe.cost.executor import Channel, ExecutorCosts
from hwpipe.cost.in_flight import InFlight
from hwpipe.errors import InputError

CHANNEL = Channel((1000, 2000, 4000), (1.0, 2.0, 6.0), (3.0, 3.0, 3.0), (0.5, 0.5, 2.5), "socket")
EXECUTOR = ExecutorCosts({"F": 1e-5, "BW": 2e-5, "UPDATE": 3e-5}, 1e-9, CHANNEL)
FLIGHT = InFlight(8, (1, 2, 4), {"F": (1.0, 1.2, 1.4), "BW": (1.0, 1.1, 1.1)})
NODE = MeasuredNode((8, 16), (1.0, 2.0), (3.0, 6.0), (1.0, 2.0), (3.6, 7.2), update_s=0.25)
PROFILE = MeasuredProfile(
    "v100", {"a": NODE, "b": MeasuredNode((8,), (5.0,))}, optimizer="sgd:lr=0.1", processes=2,
    executor=EXECUTOR, in_flight=(FLIGHT,),
)  # fmt: skip


def test_training_profiles_survive_the_disk(tmp_path: Path):
    save_profile(PROFILE, tmp_path / "p.json")
    again = load_profile(tmp_path / "p.json")
    assert replace(again, load_average=0.0, source="") == replace(
        PROFILE, load_average=0.0, source=""
    )
    assert json.loads((tmp_path / "p.json").read_text())["version"] == 2


def test_forward_profiles_stay_version_one(tmp_path: Path):
    save_profile(MeasuredProfile("v100", {"b": PROFILE.nodes["b"]}), tmp_path / "p.json")
    data = json.loads((tmp_path / "p.json").read_text())
    assert data["version"] == 1
    assert not {"executor", "in_flight", "optimizer", "processes"} & data.keys()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"processes": 0}, "processes is 0 (limit: a whole number from 1)"),
        ({"executor": {}}, "executor: has no action_s (limit: seconds by kind of action)"),
        ({"executor": {"action_s": {"X": 1}}}, "executor: unknown action 'X' (limit: F, B, W, "),
        ({"executor": {"action_s": {"F": -1}}}, "executor: action_s['F']: is -1 (limit: a number "),
        ({"executor": {"action_s": {}, "channel": {"size_bytes": [1]}}},
         "executor: channel: size_bytes is [1] (limit: 2 or more ascending"),
        ({"executor": {"action_s": {}, "channel": {"size_bytes": [1, 2], "send_s": [1]}}},
         "executor: channel: send_s does not match size_bytes (limit: 2 numbers)"),
        ({"in_flight": 3}, "in_flight: is int (limit: a list)"),
        ({"in_flight": [{"factors": {}}]}, "in_flight[0]: batch or micro_batches is missing"),
        ({"in_flight": [{"batch": 1, "micro_batches": [2, 1], "factors": {}}]},
         "in_flight[0]: micro_batches is [2, 1] (limit: ascending)"),
        ({"in_flight": [{"batch": 1, "micro_batches": [1, 2], "factors": {"F": [1, 0]}}]},
         "in_flight[0]: factors of F are [1, 0] (limit: 2 numbers above 0)"),
        ({"nodes": {"a": {"batch": [1], "forward_s": [1.0], "update_s": -1}}},
         "nodes['a']: update_s is -1 (limit: seconds from 0)"),
    ],
)  # fmt: skip
def test_bad_training_profiles_are_one_line(tmp_path: Path, change: dict, message: str):
    save_profile(PROFILE, tmp_path / "p.json")
    data = json.loads((tmp_path / "p.json").read_text()) | change
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(data))
    with pytest.raises(InputError, match="^" + re.escape(f"{path}: {message}")):
        load_profile(path)


def test_messages_are_interpolated_between_sizes():
    assert CHANNEL.at(10) == (1.0, 3.0, 0.5)
    assert CHANNEL.at(3000) == (4.0, 3.0, 1.5)
    assert CHANNEL.at(8000) == (12.0, 6.0, 5.0)  # in proportion beyond the last
    assert CHANNEL.latency_s == 0.5
    assert CHANNEL.bytes_per_s == 3000 / 2.0


def test_factors_are_interpolated_and_bounded():
    assert [FLIGHT.at("F", held) for held in (0.5, 1, 1.5, 3, 9)] == pytest.approx(
        [1.0, 1.0, 1.1, 1.3, 1.4]
    )
    assert FLIGHT.at("W", 4) == 1.0  # not measured


def trained_table(batch: int):
    nodes = [gemm_node(0, "a", "x", 8 * batch, 16, 16), gemm_node(1, "b", "y", 8 * batch, 16, 16)]
    return build_cost_table(
        graph(nodes, batch), [V100], training=True, profiles={"v100": PROFILE}
    )  # fmt: skip


@pytest.mark.parametrize(("batch", "scale"), [(8, 1.0), (12, 1.5), (16, 2.0)])
def test_a_whole_backward_is_divided_like_its_halves(batch: int, scale: float):
    """3.6 s as a whole, 3 s and 1 s apart: a schedule that splits pays 4 s."""
    table = trained_table(batch)
    assert table.forward_s[0, 0] == pytest.approx(1.0 * scale)
    assert table.backward_input_s[0, 0] == pytest.approx(2.7 * scale)
    assert table.backward_weight_s[0, 0] == pytest.approx(0.9 * scale)
    assert table.split_input_s is not None
    assert table.split_weight_s is not None
    assert table.split_input_s[0, 0] == pytest.approx(3.0 * scale)
    assert table.split_weight_s[0, 0] == pytest.approx(1.0 * scale)
    assert table.update_s is not None
    assert table.update_s[0].tolist() == [0.25, 0.0]
    assert table.executor == (EXECUTOR,)
    assert table.in_flight == (FLIGHT,)


def test_nodes_measured_forward_only_stay_modelled_in_training():
    table, model = trained_table(8), build_cost_table(
        graph([gemm_node(0, "a", "x", 64, 16, 16), gemm_node(1, "b", "y", 64, 16, 16)], 8),
        [V100], training=True,
    )  # fmt: skip
    assert table.source[0].tolist() == ["measured", "model"]
    for name in ("forward_s", "backward_input_s", "backward_weight_s"):
        assert getattr(table, name)[0, 1] == getattr(model, name)[0, 1]
    assert table.split_input_s is not None
    assert table.split_input_s[0, 1] == model.backward_input_s[0, 1]


def test_inference_knows_nothing_of_training():
    table = build_cost_table(
        graph([gemm_node(0, "a", "x", 64, 16, 16)], 8), [V100], training=False,
        profiles={"v100": PROFILE},
    )  # fmt: skip
    assert table.forward_s[0, 0] == 1.0
    assert table.split_input_s is None
    assert table.update_s is None
    assert table.executor == ()
    assert not np.any(table.backward_input_s)


def test_parts_of_a_split_layer_take_their_share_of_what_was_measured():
    """Three quarters of the channels of `a` here, one quarter with the neighbour."""
    nodes = [
        gemm_node(0, "a/part0", "x", 64, 16, 48), gemm_node(1, "a/part1", "y", 64, 16, 16),
        gemm_node(2, "c/part0", "z", 64, 16, 16),
    ]  # fmt: skip
    table = build_cost_table(
        graph(nodes, 8), [V100], training=True, profiles={"v100": PROFILE}
    )  # fmt: skip
    assert table.source[0].tolist() == ["measured", "measured", "model"]
    assert table.forward_s[0, :2].tolist() == pytest.approx([0.75, 0.25])
    assert table.backward_input_s[0, 0] + table.backward_weight_s[0, 0] == pytest.approx(2.7)
    assert table.split_input_s is not None
    assert table.split_input_s[0, :2].tolist() == pytest.approx([2.25, 0.75])
    assert table.update_s is not None
    assert table.update_s[0].tolist() == pytest.approx([0.1875, 0.0625, 0.0])
