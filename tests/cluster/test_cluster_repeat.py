"""Groups of a tree that stand for many alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hwpipe.cluster import Cluster, cluster_from_dict, cluster_to_dict, load_cluster
from hwpipe.cluster.load import cluster_from_table
from hwpipe.errors import InputError


def room(groups: list[dict[str, Any]], *devices: dict[str, Any]) -> Cluster:
    topology = {"kind": "tree", "bandwidth": "10 GB/s", "latency": "1 us", "group": groups}
    return cluster_from_table({"device": list(devices), "topology": topology}, "t", Path(), "t")


def test_a_repeated_group_is_the_groups_written_out() -> None:
    rates = {"bandwidth": "300 GB/s", "uplink": {"bandwidth": "50 GB/s", "latency": "2 us"}}
    short = room(
        [{"name": "n", "count": 3, **rates}, {"name": "top"}],
        {"name": "g", "type": "a100", "count": 2, "group": "n"},
        {"name": "one", "type": "h100", "group": "top"},
    )
    names = [f"n{k}" for k in range(3)]
    long = room(
        [*({"name": name, **rates} for name in names), {"name": "top"}],
        *({"name": f"{name}-g", "type": "a100", "count": 2, "group": name} for name in names),
        {"name": "one", "type": "h100", "group": "top"},
    )
    assert [d.name for d in short.devices] == [
        "n0-g0", "n0-g1", "n1-g0", "n1-g1", "n2-g0", "n2-g1", "one"
    ]  # fmt: skip
    assert short.devices == long.devices
    assert dict(short.links) == dict(long.links)
    assert short.links["n0-g0", "n0-g1"].bytes_per_s == 300e9
    assert short.links["n0-g0", "n1-g0"].latency_s == pytest.approx(5e-6)


def test_the_room_has_1024_devices_in_128_machines() -> None:
    cluster = load_cluster("machine-room")
    assert len(cluster.devices) == 1024
    assert len({d.name.split("-")[0] for d in cluster.devices}) == 128
    assert {d.type for d in cluster.devices} == {"h100", "a100"}
    same, other = ("hopper0-gpu0", "hopper0-gpu1"), ("hopper0-gpu0", "ampere63-gpu7")
    assert cluster.links[same].bytes_per_s == 300e9
    assert cluster.links[other].bytes_per_s == 50e9


def test_the_room_survives_json_in_little_room() -> None:
    cluster = load_cluster("machine-room")
    text = json.dumps(cluster_to_dict(cluster), allow_nan=False)
    assert len(text) < 200_000  # of 1,047,552 links
    again = cluster_from_dict(json.loads(text))
    assert again.devices == cluster.devices
    assert json.dumps(cluster_to_dict(again)) == text
    for pair in (("hopper0-gpu0", "hopper0-gpu1"), ("hopper63-gpu7", "ampere0-gpu0")):
        assert again.links[pair] == cluster.links[pair]


def test_groups_below_a_repeated_one() -> None:
    groups = [{"name": "row", "count": 2}, {"name": "rack", "parent": "row"}]
    with pytest.raises(InputError) as caught:
        room(groups, {"type": "a100", "group": "rack"})
    assert str(caught.value) == (
        "t, topology.group[1].parent: the parent 'row' is repeated (limit: groups without count); "
        "write out the groups above"
    )


def test_too_many_devices_are_counted_with_their_groups() -> None:
    with pytest.raises(InputError, match=r"4,104 devices \(limit: 4,096\)"):
        room([{"name": "n", "count": 513}], {"type": "a100", "count": 8, "group": "n"})


def test_a_name_that_is_taken_in_a_copy() -> None:
    with pytest.raises(InputError, match=r"the name 'n1-g' is taken by device\[0\]"):
        room([{"name": "n", "count": 2}], {"name": "g", "type": "a100", "group": "n"},
             {"name": "n1-g", "type": "h100"})  # fmt: skip
