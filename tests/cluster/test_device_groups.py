"""Interchangeable devices against a check of all permutations."""

from __future__ import annotations

import itertools
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cluster import (
    Cluster,
    Link,
    cluster_from_dict,
    cluster_to_dict,
    device_groups,
    device_type,
    load_cluster,
)
from hwpipe.cluster.build import figures_of
from hwpipe.cluster.load import cluster_from_table


def is_automorphism(cluster: Cluster, image: dict[str, str]) -> bool:
    """Whether renaming devices leaves figures and links as they are."""
    for a, b in image.items():
        one, other = cluster.by_name[a], cluster.by_name[b]
        if (one.cost_key, figures_of(one)) != (other.cost_key, figures_of(other)):
            return False
    for a, b in itertools.permutations(image, 2):
        one, other = cluster.link(a, b), cluster.link(image[a], image[b])
        if (one is None) != (other is None):
            return False
        if one and other and figures(one) != figures(other):
            return False
    return True


def figures(link: Link) -> tuple[object, ...]:
    return link.bytes_per_s, link.latency_s, link.overlap, link.shared


def brute_force(cluster: Cluster) -> set[frozenset[str]]:
    """The coarsest partition into sets whose every permutation is an automorphism."""
    names = [d.name for d in cluster.devices]
    best: dict[str, frozenset[str]] = {}
    for size in range(len(names), 0, -1):
        for chosen in itertools.combinations(names, size):
            if any(name in best for name in chosen):
                continue
            if all(
                is_automorphism(cluster, {n: n for n in names} | dict(zip(chosen, p, strict=True)))
                for p in itertools.permutations(chosen)
            ):
                best |= dict.fromkeys(chosen, frozenset(chosen))
    return set(best.values())


def check(cluster: Cluster) -> None:
    groups = device_groups(cluster)
    names = [d.name for d in cluster.devices]
    assert sorted(itertools.chain(*groups), key=names.index) == names
    assert [g[0] for g in groups] == sorted((g[0] for g in groups), key=names.index)
    assert all(list(g) == sorted(g, key=names.index) for g in groups)
    assert {frozenset(g) for g in groups} == brute_force(cluster)


@st.composite
def pair_clusters(draw: st.DrawFn) -> Cluster:
    """Few devices of two types with arbitrary links of three kinds, or none."""
    count = draw(st.integers(1, 5))
    types = [draw(st.sampled_from(["v100", "cpu"])) for _ in range(count)]
    devices = [{"name": f"d{i}", "type": t} for i, t in enumerate(types)]
    base = cluster_from_table(
        {"device": devices, "topology": {"kind": "switch", "bandwidth": "1 GB/s"}}, "t", Path(), "t"
    )
    # Start from equal links and spoil a few, so that symmetry is neither rare nor certain.
    links = {
        pair: Link(*pair, bytes_per_s=1e9, latency_s=0.0, overlap=True)
        for pair in itertools.permutations(base.by_name, 2)
    }
    for pair in list(links):
        kind = draw(st.sampled_from(["same"] * 9 + ["slow", "gone", "late", "bus", "stop"]))
        if kind == "gone":
            del links[pair]
        elif kind != "same":
            links[pair] = Link(
                *pair,
                bytes_per_s=5e8 if kind == "slow" else 1e9,
                latency_s=1e-6 if kind == "late" else 0.0,
                overlap=kind != "stop",
                shared="bus" if kind == "bus" else None,
            )
    return Cluster("t", base.devices, links, "pairs")


@settings(deadline=None, max_examples=150)
@given(pair_clusters())
def test_arbitrary_links(cluster: Cluster):
    check(cluster)


@st.composite
def networks(draw: st.DrawFn) -> Cluster:
    """Trees and switches with ports, groups and a link of their own, from cluster files."""
    count = draw(st.integers(2, 5))
    kind = draw(st.sampled_from(["switch", "tree", "all-to-all", "ring"]))
    rate = st.sampled_from(["1 GB/s", "2 GB/s"])
    devices = []
    for i in range(count):
        device: dict[str, object] = {
            "name": f"d{i}",
            "type": draw(st.sampled_from(["v100", "v100", "pynq-z2"])),
        }
        if draw(st.integers(0, 4)) == 0:
            device["memory"] = "1 GB"
        if kind in ("switch", "tree") and draw(st.integers(0, 3)) == 0:
            device["port"] = {"bandwidth": draw(rate)}
        if kind == "tree":
            group = draw(st.sampled_from([None, "g0", "g0", "g1"]))
            if group:
                device["group"] = group
        devices.append(device)
    topology: dict[str, object] = {"kind": kind, "bandwidth": "4 GB/s"}
    if kind == "tree":
        topology["group"] = [
            {"name": "g0", "bandwidth": "8 GB/s", "uplink": {"bandwidth": draw(rate)}},
            {"name": "g1", "bandwidth": "8 GB/s", "uplink": {"bandwidth": draw(rate)}},
        ]
    table: dict[str, object] = {"device": devices, "topology": topology}
    if draw(st.booleans()):
        table["link"] = [{"from": "d0", "to": "d1", "bandwidth": draw(rate), "latency": "1 us",
                          "one_way": draw(st.booleans())}]  # fmt: skip
    return cluster_from_table(table, "t", Path(), "t")


@settings(deadline=None, max_examples=150)
@given(networks())
def test_networks(cluster: Cluster):
    check(cluster)
    # What a plan carries has the same symmetry.
    assert device_groups(cluster_from_dict(cluster_to_dict(cluster))) == device_groups(cluster)


def test_examples():
    expect = {
        "default": [2, 1, 1],
        "four-v100": [4],
        "eight-mixed": [2, 2, 2, 2],
        "sixty-four": [32, 16, 16],
        "two-gpus-one-kv260": [2, 1],
        "pynq-lab": [1, 2],
        "single-cpu": [1],
        "two-cpus": [2],
    }
    for name, sizes in expect.items():
        assert [len(g) for g in device_groups(load_cluster(name))] == sizes, name


def test_an_ordered_cluster_has_no_interchangeable_devices():
    cluster = cluster_from_table(
        {"device": [{"name": "g", "type": "v100", "count": 3}], "ordered": True,
         "topology": {"kind": "switch", "bandwidth": "1 GB/s"}}, "t", Path(), "t",
    )  # fmt: skip
    assert device_groups(cluster) == (("g0",), ("g1",), ("g2",))


def test_a_link_of_its_own_sets_a_pair_apart():
    cluster = cluster_from_table(
        {"device": [{"name": "g", "type": "v100", "count": 5}],
         "topology": {"kind": "switch", "bandwidth": "1 GB/s"},
         "link": [{"from": "g1", "to": "g3", "bandwidth": "9 GB/s"}]}, "t", Path(), "t",
    )  # fmt: skip
    assert device_groups(cluster) == (("g0", "g2", "g4"), ("g1", "g3"))
    one_way = cluster_from_table(
        {"device": [{"name": "g", "type": "v100", "count": 4}],
         "topology": {"kind": "switch", "bandwidth": "1 GB/s"},
         "link": [{"from": "g1", "to": "g3", "bandwidth": "9 GB/s", "one_way": True}]},
        "t", Path(), "t",
    )  # fmt: skip
    assert device_groups(one_way) == (("g0", "g2"), ("g1",), ("g3",))


def test_figures_count_and_names_do_not():
    base = device_type("v100").device
    assert figures_of(base) == figures_of(device_type("v100").device)
    assert figures_of(base) != figures_of(device_type("v100-32gb").device)


def test_four_thousand_devices_take_no_quadratic_time():
    cluster = cluster_from_table(
        {"device": [{"name": "g", "type": "v100", "count": 3000},
                    {"name": "f", "type": "vcu118", "count": 1096}],
         "topology": {"kind": "switch", "bandwidth": "1 GB/s"}}, "t", Path(), "t",
    )  # fmt: skip
    assert [len(g) for g in device_groups(cluster)] == [3000, 1096]
