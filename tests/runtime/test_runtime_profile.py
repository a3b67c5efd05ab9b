"""Measured profiles."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from hwpipe.cost.measured import load_profile, save_profile
from hwpipe.errors import InputError, WorkError
from hwpipe.graph import open_model
from hwpipe.runtime import profile
from hwpipe.runtime.profile import profile_model


def test_profile_covers_the_nodes_and_survives_the_disk(tmp_path: Path):
    source = open_model("squeezenet")
    found = profile_model(source, batches=(1, 2), repetitions=2, passes=2, max_spread=9.0)
    graph = source.graph(1)
    names = {node.name for node in graph.nodes}
    assert set(found.measured.nodes) <= names
    convolutions = [node for node in graph.nodes if node.op == "Conv"]
    largest = max(convolutions, key=lambda node: node.work.macs)
    smallest = min(convolutions, key=lambda node: node.work.macs)
    nodes = found.measured.nodes
    assert nodes[largest.name].forward_s[0] > nodes[smallest.name].forward_s[0] > 0
    assert nodes[largest.name].batch == (1, 2)
    assert nodes[largest.name].forward_s[1] > nodes[largest.name].forward_s[0]
    assert found.measured.threads == 1
    assert found.measured.load_average == max(found.load_average)
    save_profile(found.measured, tmp_path / "profile.json")
    again = load_profile(tmp_path / "profile.json")
    assert again.nodes == nodes
    assert again.model_hash == source.model_hash


def test_nodes_that_do_not_hold_still_are_left_out(monkeypatch: pytest.MonkeyPatch):
    source = open_model("squeezenet")
    graph = source.graph(1)
    conv = next(node for node in graph.nodes if node.op == "Conv")
    numbers = itertools.count(1)

    def fake(piece: object, *rest: object) -> dict[int, float]:
        times = {node.index: 1e-3 for node in graph.nodes}
        times[conv.index] = 1e-3 * next(numbers)  # 1, 2, 3 ms: spread 1
        return times

    monkeypatch.setattr(profile, "_repetition", fake)
    found = profile_model(source)
    assert found.rejected == (conv.name,)
    assert found.spread[conv.name] == pytest.approx(1.0)
    assert conv.name not in found.measured.nodes
    assert len(found.measured.nodes) == len(graph.nodes) - 1


def test_a_restless_machine_is_refused(monkeypatch: pytest.MonkeyPatch):
    source = open_model("squeezenet")
    graph = source.graph(1)
    numbers = itertools.count(1)

    def fake(piece: object, *rest: object) -> dict[int, float]:
        factor = next(numbers)
        return {node.index: 1e-3 * factor for node in graph.nodes}

    monkeypatch.setattr(profile, "_repetition", fake)
    with pytest.raises(WorkError, match=r"profile: nodes with 100 % of the time .* by 100 % .*"
                       r"\(limit: 50 %\); measure on an idle machine"):  # fmt: skip
        profile_model(source)


def test_bad_requests():
    source = open_model("squeezenet")
    with pytest.raises(InputError, match=r"device 'tpu' is not available \(limit: cpu, cuda:N\)"):
        profile_model(source, device="tpu")
    with pytest.raises(InputError, match="1 repetitions of 5 passes"):
        profile_model(source, repetitions=1)
