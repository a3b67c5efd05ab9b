"""Measured profiles: file format, override, interpolation, flips."""

from __future__ import annotations

import dataclasses
import json
import math
import re

import numpy as np
import pytest
from cost_helpers import H100, V100, gemm_node, graph, plain_node
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cost import (
    MeasuredNode,
    MeasuredProfile,
    build_cost_table,
    load_profile,
    save_profile,
)
from hwpipe.errors import InputError

#: Chimera, `prof/*.csv`: one BERT-base stage, forward and backward ms by batch.
BERT_STAGE = {
    "v100": {1: (1.23, 1.33), 8: (1.98, 2.83), 32: (6.07, 9.73)},
    "p100": {1: (1.01, 1.21), 8: (2.73, 4.65), 32: (9.75, 16.45)},
}
P100 = dataclasses.replace(
    V100, name="p0", type="p100", peak_per_s={"float32": 10.6e12}, memory_bytes_per_s=732e9
)


def chimera(device_type):
    rows = BERT_STAGE[device_type]
    return MeasuredProfile(
        device_type,
        {
            "stage": MeasuredNode(
                tuple(rows),
                tuple(f * 1e-3 for f, _ in rows.values()),
                tuple(b * 0.5e-3 for _, b in rows.values()),
                tuple(b * 0.5e-3 for _, b in rows.values()),
            )
        },
        source=f"{device_type}.json",
    )


def stage(batch):
    return graph([gemm_node(0, "stage", "x", 128 * batch, 768, 3072)], batch)


def test_the_order_of_two_gpus_flips_with_the_micro_batch():
    """P100 is faster at batch 1 and 1.6 times slower at 32: a speed factor cannot say that."""
    profiles = {name: chimera(name) for name in BERT_STAGE}
    ratio = {}
    for batch in (1, 8, 32):
        table = build_cost_table(stage(batch), [V100, P100], training=True, profiles=profiles)
        assert (table.source == "measured").all()
        v100, p100 = table.forward_s[:, 0]
        assert (v100 * 1e3, p100 * 1e3) == pytest.approx(
            (BERT_STAGE["v100"][batch][0], BERT_STAGE["p100"][batch][0])
        )
        total = table.backward_input_s + table.backward_weight_s
        assert total[1, 0] * 1e3 == pytest.approx(BERT_STAGE["p100"][batch][1])
        ratio[batch] = p100 / v100
    assert ratio[1] < 1 < ratio[8] < ratio[32]


def test_interpolates_between_batches_and_never_extrapolates():
    profiles = {"v100": chimera("v100")}
    table = build_cost_table(stage(20), [V100], training=True, profiles=profiles)
    assert table.forward_s[0, 0] * 1e3 == pytest.approx((1.98 + 6.07) / 2)
    assert table.backward_weight_s[0, 0] * 1e3 == pytest.approx((2.83 + 9.73) / 4)
    beyond = build_cost_table(stage(64), [V100], training=True, profiles=profiles)
    model = build_cost_table(stage(64), [V100], training=True)
    assert beyond.source[0, 0] == "model"
    assert beyond.forward_s[0, 0] == model.forward_s[0, 0]
    assert beyond.notes == (
        "v100: profile v100.json measures 0 of 1 nodes at batch 64; modelled: stage",
    )


def test_override_is_node_by_node_and_row_by_row():
    nodes = [
        gemm_node(0, "a", "x", 64, 256, 256),
        plain_node(1, "r", "a", "Relu", "elementwise", 64 * 256),
        gemm_node(2, "b", "r", 64, 256, 256),
    ]
    net = graph(nodes, 64)
    profile = MeasuredProfile(
        "v100",
        {
            "a": MeasuredNode((64,), (1.0,)),  # inference only
            "b": MeasuredNode((64,), (2.0,), (3.0,), (4.0,)),
            "elsewhere": MeasuredNode((64,), (9.0,)),
        },
    )
    devices = [V100, H100]
    plain = build_cost_table(net, devices, training=True)
    table = build_cost_table(net, devices, training=True, profiles={"v100": profile})
    # `a` lacks backward times, so that training models it whole.
    assert table.source[0].tolist() == ["model", "model", "measured"]
    assert (table.forward_s[0, 2], table.backward_input_s[0, 2], table.backward_weight_s[0, 2]) == (
        2.0, 3.0, 4.0,
    )  # fmt: skip
    assert table.forward_s[0, 0] == plain.forward_s[0, 0]
    assert np.array_equal(table.forward_s[1], plain.forward_s[1])
    assert table.forward_j[0, 2] == pytest.approx(2.0 * V100.busy_w)
    infer = build_cost_table(net, devices, training=False, profiles={"v100": profile})
    assert infer.source[0].tolist() == ["measured", "model", "measured"]
    assert infer.forward_s[0, 0] == 1.0
    assert infer.backward_input_s[0, 2] == 0.0


def test_a_profile_named_by_the_device_is_read(tmp_path):
    path = tmp_path / "p.json"
    save_profile(chimera("v100"), path)
    device = dataclasses.replace(V100, profile=str(path))
    table = build_cost_table(stage(8), [device], training=True)
    assert table.source[0, 0] == "measured"
    assert table.forward_s[0, 0] == pytest.approx(1.98e-3)
    gone = dataclasses.replace(V100, profile=str(tmp_path / "gone.json"))
    with pytest.raises(InputError, match=r"gone\.json: cannot read the profile: No such file"):
        build_cost_table(stage(8), [gone], training=True)


def test_a_type_with_changed_figures_takes_the_profile_of_its_type():
    changed = dataclasses.replace(V100, type="v100#2", memory_bytes=8 * 2**30)
    profiles = {"v100": chimera("v100")}
    table = build_cost_table(stage(8), [changed], training=True, profiles=profiles)
    assert table.source[0, 0] == "measured"
    assert table.notes == ()
    own = dataclasses.replace(chimera("p100"), device_type="v100#2")
    table = build_cost_table(
        stage(8), [changed], training=True, profiles={**profiles, "v100#2": own}
    )
    assert table.forward_s[0, 0] == pytest.approx(2.73e-3)


def test_a_profile_of_another_device_or_model_is_noted():
    profile = dataclasses.replace(chimera("p100"), model_hash="sha256:other")
    table = build_cost_table(stage(8), [V100], training=True, profiles={"v100": profile})
    assert table.source[0, 0] == "measured"
    assert table.notes == (
        "v100: profile p100.json was measured on p100",
        "v100: profile p100.json was measured on another model",
    )


TIMES = st.floats(0, 10, allow_nan=False)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_save_and_load_round_trip(tmp_path_factory, data):
    nodes = {}
    for name in data.draw(st.lists(st.text(min_size=1, max_size=8), min_size=1, unique=True)):
        sizes = sorted(data.draw(st.sets(st.integers(1, 512), min_size=1, max_size=4)))
        column = st.lists(TIMES, min_size=len(sizes), max_size=len(sizes)).map(tuple)
        backward = data.draw(st.booleans())
        nodes[name] = MeasuredNode(
            tuple(sizes), data.draw(column), *(data.draw(column) if backward else () for _ in "ab")
        )
    profile = MeasuredProfile("h100", nodes, 3, data.draw(st.floats(0, 9)), "m", "sha256:1")
    path = tmp_path_factory.mktemp("profile") / "p.json"
    save_profile(profile, path)
    back = load_profile(path)
    assert dataclasses.replace(back, source=profile.source) == profile
    assert [p.name for p in path.parent.iterdir()] == ["p.json"]
    for entry in nodes.values():
        assert entry.at(entry.batch[0])[0] == entry.forward_s[0]
        assert entry.at(entry.batch[-1] + 1) is None
        if entry.batch[0] > 1:
            assert entry.at(entry.batch[0] - 1) is None
        for low, high in zip(entry.batch, entry.batch[1:], strict=False):
            middle = entry.at((low + high) // 2)
            pair = sorted(entry.at(b)[0] for b in (low, high))
            assert pair[0] - 1e-12 <= middle[0] <= pair[1] + 1e-12
            assert math.isnan(middle[1]) == (not entry.backward_input_s)


GOOD = {
    "format": "hwpipe-profile", "version": 1, "device_type": "h100",
    "nodes": {"n": {"batch": [1, 2], "forward_s": [1.0, 2.0]}},
}  # fmt: skip


def broken(**changes):
    return {**GOOD, **changes}


def node(**changes):
    return broken(nodes={"n": {**GOOD["nodes"]["n"], **changes}})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not valid JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[" * 100_000, "not valid JSON: maximum recursion depth exceeded"),
        ([], 'not a measured profile (limit: "format": "hwpipe-profile")'),
        (broken(version=3), "profile of format version 3 (limit: at most 2); update hwpipe or "
                            "measure again"),
        (broken(version="1"), "version '1' (limit: 1 to 2)"),
        (broken(device_type=""), "device_type is missing"),
        (broken(device_type=5), "device_type is 5 (limit: a string)"),
        (broken(threads=0), "threads is 0 (limit: a whole number from 1)"),
        (broken(load_average=-1), "load_average is -1 (limit: a number from 0)"),
        (broken(nodes={}), 'no nodes were measured (limit: "nodes" with 1 or more)'),
        (broken(nodes={"n": 3}), "nodes['n']: is int (limit: an object)"),
        (node(speed=1), "nodes['n']: unknown key 'speed' (limit: batch, forward_s, "
                        "backward_input_s, backward_weight_s, backward_s, update_s)"),
        (node(batch=[2, 1]), "nodes['n']: batch is [2, 1] (limit: ascending whole numbers from 1)"),
        (node(batch=[0, 1]), "nodes['n']: batch is [0, 1] (limit: ascending whole numbers from 1)"),
        (node(forward_s=[1.0]), "nodes['n']: forward_s does not match batch (limit: 2 numbers)"),
        (node(forward_s=[1.0, -2.0]), "nodes['n']: forward_s holds -2.0 (limit: seconds from 0)"),
        (node(backward_input_s=[1.0, True]), "nodes['n']: backward_input_s holds True (limit: "
                                             "seconds from 0)"),
    ],
)  # fmt: skip
def test_bad_profiles_are_one_line(tmp_path, content, message):
    path = tmp_path / "bad.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(InputError, match="^" + re.escape(f"{path}: {message}")) as caught:
        load_profile(path)
    assert "\n" not in str(caught.value)


def test_infinite_times_and_binary_files_are_refused(tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(node(forward_s=[1.0, math.inf])))
    with pytest.raises(InputError, match=r"forward_s holds inf \(limit: seconds from 0\)"):
        load_profile(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"not a text file \(limit: UTF-8 JSON\)"):
        load_profile(path)
    with pytest.raises(InputError, match="cannot write the profile: No such file"):
        save_profile(chimera("v100"), tmp_path / "no" / "folder.json")
