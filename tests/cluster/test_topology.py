"""Links of every topology against a walk along the wires, edge by edge."""

from __future__ import annotations

import itertools
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cluster import Cluster
from hwpipe.cluster.load import cluster_from_table
from hwpipe.cluster.topology import Group, NetworkLinks, Port, ring_links


def cluster_of(**table: object) -> Cluster:
    from pathlib import Path

    return cluster_from_table(table, "test", Path(), "test")


def gpus(count: int, **keys: object) -> list[dict[str, object]]:
    return [{"name": "gpu", "type": "v100", "count": count, **keys}]


def test_switch_paths_take_the_slower_port_and_add_latencies():
    cluster = cluster_of(
        device=[
            {"name": "a", "type": "h100", "port": {"bandwidth": "50 GB/s", "latency": "1 us"}},
            {"name": "b", "type": "h100",
             "port": {"bandwidth": "2 GB/s", "bandwidth_back": "3 GB/s", "latency": "2 us",
                      "overlap": False}},
            {"name": "c", "type": "h100"},
        ],
        topology={"kind": "switch", "bandwidth": "10 GB/s", "latency": "4 us"},
    )  # fmt: skip
    found = {
        pair: (link.bytes_per_s, round(link.latency_s * 1e6, 9), link.overlap)
        for pair, link in cluster.links.items()
    }
    assert found == {
        ("a", "b"): (3e9, 7, False),  # into b
        ("b", "a"): (2e9, 7, False),  # out of b
        ("a", "c"): (10e9, 5, True),  # the switch limits
        ("c", "a"): (10e9, 5, True),
        ("b", "c"): (2e9, 6, False),
        ("c", "b"): (3e9, 6, False),
    }
    assert all(link.shared is None for link in cluster.links.values())


def test_a_board_is_limited_by_its_own_network_port():
    table = {
        "device": [{"name": "g", "type": "h100"}, {"name": "f", "type": "zcu104"}],
        "topology": {"kind": "switch", "bandwidth": "12.5 GB/s", "latency": "5 us"},
    }
    cluster = cluster_of(**table)
    assert cluster.links["g", "f"].bytes_per_s == 125e6
    assert cluster.links["g", "f"].latency_s == pytest.approx(105e-6)
    assert cluster.notes == ("f: limited to 125 MB/s by 1 GbE",)
    table["device"][1]["port"] = {"bandwidth": "1.25 GB/s"}  # type: ignore[index]
    faster = cluster_of(**table)
    assert faster.links["f", "g"].bytes_per_s == 1.25e9
    assert faster.notes == ()


def test_one_note_for_each_kind_of_port():
    cluster = cluster_of(
        device=[
            {"name": "f", "type": "zcu104", "count": 6},
            {"name": "k", "type": "kv260", "count": 2},
            {"name": "u", "type": "alveo-u250"},
            {"name": "v", "type": "vcu118", "port": {"bandwidth": "1 GB/s"}},
        ],
        topology={"kind": "switch", "bandwidth": "12.5 GB/s"},
    )
    assert cluster.notes == (
        "f0 .. k1 (8 devices): limited to 125 MB/s by 1 GbE",
        "u: limited to 12 GB/s by PCIe 3 x16",
    )


def test_dedicated_links_ignore_network_ports():
    cluster = cluster_of(
        device=[{"name": "f", "type": "zcu104", "count": 3}],
        topology={"kind": "all-to-all", "bandwidth": "5 GB/s", "overlap": False},
    )
    assert len(cluster.links) == 6
    for link in cluster.links.values():
        assert (link.bytes_per_s, link.latency_s, link.overlap) == (5e9, 0.0, False)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_ring_links_join_neighbours_only(count: int):
    cluster = cluster_of(
        device=gpus(count),
        topology={"kind": "ring", "bandwidth": "8 GB/s", "bandwidth_back": "2 GB/s",
                  "latency": "3 us"},
    )  # fmt: skip
    names = [d.name for d in cluster.devices]
    expected = {}
    for i, j in itertools.permutations(range(count), 2):
        if (j - i) % count == 1:
            expected[names[i], names[j]] = 8e9
        elif (i - j) % count == 1:
            expected[names[i], names[j]] = 2e9
    if count == 2:  # one wire, not two: the order of the devices says which way is which
        expected = {("gpu0", "gpu1"): 8e9, ("gpu1", "gpu0"): 2e9}
    assert {pair: link.bytes_per_s for pair, link in cluster.links.items()} == expected
    assert all(link.latency_s == pytest.approx(3e-6) for link in cluster.links.values())
    assert cluster.link("gpu0", "gpu0") is None


def test_ring_without_way_back_is_symmetric():
    assert {link.bytes_per_s for link in ring_links(["a", "b", "c"], 1.0, 1.0, 0.0, True).values()
            } == {1.0}  # fmt: skip


def test_pairs_and_overrides():
    cluster = cluster_of(
        device=gpus(3),
        topology={"kind": "switch", "bandwidth": "1 GB/s", "latency": "7 us", "overlap": False},
        link=[
            {"from": "gpu0", "to": "gpu1", "bandwidth": "20 GB/s", "overlap": True},
            {"from": "gpu1", "to": "gpu2", "latency": "1 us", "shared": "bus", "one_way": True},
        ],
    )
    links = cluster.links
    for pair in (("gpu0", "gpu1"), ("gpu1", "gpu0")):
        assert (links[pair].bytes_per_s, links[pair].latency_s) == (20e9, pytest.approx(7e-6))
        assert links[pair].overlap
    # Only what the block gives changes, and one_way leaves the way back as the switch has it.
    assert (links["gpu1", "gpu2"].bytes_per_s, links["gpu1", "gpu2"].shared) == (1e9, "bus")
    assert links["gpu1", "gpu2"].latency_s == pytest.approx(1e-6)
    assert links["gpu2", "gpu1"].shared is None
    assert len(links) == len(list(links)) == 6


def test_a_link_keeps_what_its_block_leaves_out():
    cluster = cluster_of(
        device=[
            {"name": "a", "type": "v100", "group": "g", "port": {"overlap": False}},
            {"name": "b", "type": "v100"},
        ],
        topology={
            "kind": "tree",
            "bandwidth": "9 GB/s",
            "group": [{"name": "g", "uplink": {"bandwidth": "4 GB/s", "latency": "3 us"}}],
        },
        link=[{"from": "a", "to": "b", "bandwidth": "2 GB/s", "bandwidth_back": "1 GB/s"}],
    )
    out, back = cluster.links["a", "b"], cluster.links["b", "a"]
    assert (out.bytes_per_s, back.bytes_per_s) == (2e9, 1e9)
    assert (out.shared, back.shared) == ("g uplink out", "g uplink in")
    assert out.latency_s == back.latency_s == 3e-6
    assert not out.overlap
    assert not back.overlap


def test_pairs_alone_need_no_topology_and_may_be_one_way():
    cluster = cluster_of(
        device=gpus(2),
        link=[{"from": "gpu0", "to": "gpu1", "bandwidth": "1 GB/s", "one_way": True}],
    )
    assert cluster.topology == "pairs"
    assert list(cluster.links) == [("gpu0", "gpu1")]
    assert cluster.link("gpu1", "gpu0") is None


def test_transfer_time_is_latency_plus_bytes_over_bandwidth():
    cluster = cluster_of(
        device=gpus(2), topology={"kind": "switch", "bandwidth": "2 GB/s", "latency": "10 us"}
    )
    link = cluster.links["gpu0", "gpu1"]
    assert link.transfer_s(4_000_000) == pytest.approx(0.00201)
    assert link.transfer_s(0) == 0


def walk(
    src: str,
    dst: str,
    parent: dict[str, str | None],
    edges: dict[tuple[str, str], tuple[float, float]],
    nodes: dict[str, tuple[float, float]],
) -> tuple[float, float]:
    """Bandwidth and latency of the only path of a tree, by depth-first search over its edges."""
    near: dict[str, list[str]] = {}
    for a, b in edges:
        near.setdefault(a, []).append(b)
    stack = [(src, [src])]
    while stack:
        at, path = stack.pop()
        if at == dst:
            rates = [edges[e][0] for e in itertools.pairwise(path)]
            rates += [nodes[n][0] for n in path[1:-1]]
            delays = [edges[e][1] for e in itertools.pairwise(path)]
            delays += [nodes[n][1] for n in path[1:-1]]
            return min(rates), sum(delays)
        stack += [(n, [*path, n]) for n in near.get(at, []) if n not in path]
    raise AssertionError("no path")


rates = st.sampled_from([1e9, 2e9, 5e9, 40e9, inf])
delays = st.integers(0, 9).map(float)


@st.composite
def trees(draw: st.DrawFn) -> tuple[NetworkLinks, dict, dict, dict]:
    group_count = draw(st.integers(0, 5))
    groups: dict[str, Group] = {}
    for i in range(group_count):
        parent = draw(st.sampled_from([None, *groups]))
        groups[f"g{i}"] = Group(
            f"g{i}", parent, draw(rates), draw(delays), draw(rates), draw(rates), draw(delays)
        )
    root = Group("root", None, draw(rates), draw(delays))
    names = [f"d{i}" for i in range(draw(st.integers(2, 6)))]
    ports = {n: Port(draw(rates), draw(rates), draw(delays), draw(st.booleans())) for n in names}
    member = {n: draw(st.sampled_from([None, *groups])) for n in names}
    links = NetworkLinks(ports, root, groups, {n: g for n, g in member.items() if g})
    # The same network as nodes and directed edges, for the walk.
    nodes = {"root": (root.bytes_per_s, root.latency_s)}
    nodes |= {n: (g.bytes_per_s, g.latency_s) for n, g in groups.items()}
    edges = {}
    for n, g in groups.items():
        above = g.parent or "root"
        edges[n, above] = (g.up_bytes_per_s, g.uplink_latency_s)
        edges[above, n] = (g.down_bytes_per_s, g.uplink_latency_s)
    for n, port in ports.items():
        above = member[n] or "root"
        edges[n, above] = (port.out_bytes_per_s, port.latency_s)
        edges[above, n] = (port.in_bytes_per_s, port.latency_s)
    return links, edges, nodes, member


@settings(deadline=None, max_examples=300)
@given(trees())
def test_tree_paths_equal_a_walk_along_the_wires(tree: tuple[NetworkLinks, dict, dict, dict]):
    links, edges, nodes, member = tree
    names = list(links.ports)
    assert set(links) == set(itertools.permutations(names, 2))
    assert len(links) == len(list(links))
    for src, dst in itertools.permutations(names, 2):
        link = links[src, dst]
        assert (link.src, link.dst) == (src, dst)
        assert (link.bytes_per_s, link.latency_s) == walk(src, dst, member, edges, nodes)
        assert link.overlap == (links.ports[src].overlap and links.ports[dst].overlap)
        # A shared resource is an uplink on the way, and none where the path crosses none.
        crosses = member[src] != member[dst]
        if link.shared is None:
            assert not crosses
        else:
            name, _, way = link.shared.partition(" uplink ")
            group = links.groups[name]
            rate = group.up_bytes_per_s if way == "out" else group.down_bytes_per_s
            assert crosses
            assert way in ("out", "in")
            assert rate >= link.bytes_per_s
    with pytest.raises(KeyError):
        links[names[0], names[0]]
    with pytest.raises(KeyError):
        links[names[0], "nobody"]


def test_shared_names_the_narrowest_uplink():
    cluster = cluster_of(
        device=[
            {"name": "a", "type": "v100", "group": "fast", "count": 2},
            {"name": "b", "type": "v100", "group": "slow"},
            {"name": "c", "type": "v100"},
        ],
        topology={
            "kind": "tree",
            "group": [
                {"name": "fast", "bandwidth": "100 GB/s",
                 "uplink": {"bandwidth": "20 GB/s", "bandwidth_back": "10 GB/s"}},
                {"name": "slow", "bandwidth": "100 GB/s",
                 "uplink": {"bandwidth": "1 GB/s", "bandwidth_back": "15 GB/s"}},
            ],
        },
    )  # fmt: skip
    shown = {p: (x.bytes_per_s / 1e9, x.shared) for p, x in cluster.links.items()}
    assert shown["a0", "a1"] == (100, None)
    assert shown["a0", "b"] == (15, "slow uplink in")
    assert shown["b", "a0"] == (1, "slow uplink out")
    assert shown["a0", "c"] == (20, "fast uplink out")
    assert shown["c", "a1"] == (10, "fast uplink in")


def test_a_large_network_costs_nothing_until_it_is_asked():
    cluster = cluster_of(device=gpus(4096), topology={"kind": "switch", "bandwidth": "1 GB/s"})
    assert len(cluster.links) == 4096 * 4095
    assert cluster.links["gpu0", "gpu4095"].bytes_per_s == 1e9
