"""Measured profiles in the graph.txt format."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.graph import down_closed_sets, open_model
from hwpipe.partition.model import NodeSplit

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "profiles"

SMALL = "\n".join(
    f"{name} -- forward_compute_time={f}, backward_compute_time={b}, "
    f"activation_size={a}, parameter_size={p}"
    for name, f, b, a, p in (
        ("node2 -- Conv2d(3, 8)", "2.000", "3.500", "400.0", "36.000"),
        ("node1 -- Input0", "1.000", "0.000", "100.0", "0.000"),
        ("node10 -- Split", "0.5", "0.5", "[6.0; 5.0]", "0"),
        ("node9 -- Concat(1)", "0", "0", "500", "0"),
    )
)
SMALL += """
\tnode1 -- node2
\tnode2 -- node10
\tnode2 -- node9
\tnode10 -- node9
"""


def write(tmp_path, text=SMALL, name="profile.anything"):
    path = tmp_path / name
    path.write_text(text)
    return path


def test_units_order_and_edges(tmp_path):
    source = open_model(write(tmp_path))
    graph = source.graph()
    assert (source.kind, source.name, source.default_batch) == ("profile", "profile", None)
    assert [n.name for n in graph.nodes] == [
        "node1 Input0",
        "node2 Conv2d(3, 8)",
        "node10 Split",
        "node9 Concat(1)",
    ]
    assert [n.op for n in graph.nodes] == ["Input", "Conv2d", "Split", "Concat"]
    assert graph.edges == ((0, 1), (1, 2), (1, 3), (2, 3))
    np.testing.assert_allclose(source.forward_s, [1e-3, 2e-3, 5e-4, 0])
    np.testing.assert_allclose(source.backward_s, [0, 3.5e-3, 5e-4, 0])
    assert source.forward_s.dtype == np.float64
    assert [n.write_bytes for n in graph.nodes] == [100, 400, 11, 500]
    # The sizes are exact, also where they are no multiple of four.
    assert [graph.tensors[n.outputs[0]].size_bytes for n in graph.nodes] == [100, 400, 11, 500]
    assert graph.tensors["node10"].dtype == "uint8"
    assert (graph.nodes[1].param_bytes, graph.nodes[1].param_count) == (36, 9)
    assert graph.outputs == ("node9",)
    assert graph.batch == 1
    assert graph.cut([0, 1]).size_bytes == 400


def test_batch_is_the_one_of_the_name_or_of_the_user(tmp_path):
    named = open_model(write(tmp_path, name="net-pbs-32.txt"))
    assert named.default_batch == named.graph().batch == named.graph(32).batch == 32
    with pytest.raises(
        InputError, match=r"batch 64, but the profile was measured at 32 .limit: batch 32"
    ):
        named.graph(64)
    assert open_model(write(tmp_path)).graph(128).batch == 128


def test_a_profile_cannot_run(tmp_path):
    source = open_model(write(tmp_path))
    for call in (source.proto, source.materialise, source.reference, source.input_specs):
        with pytest.raises(InputError, match="a profile has no operators to run"):
            call(1)
    with pytest.raises(InputError, match="a profile has no operators"):
        source.graph(1, [NodeSplit("node2", 1, 8, 0)])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("node1 -- node2", "node1 -- node77", "names 'node77', which is no node"),
        ("node2 -- node9", "node9 -- node2", "is on or behind a cycle"),
        ("node10 -- Split", "node9 -- Split", "node 'node9' appears twice"),
        ("=2.000", "=fast", r"line 1: forward_compute_time='fast' is no number"),
        ("=2.000", "=-2", r"line 1: forward_compute_time='-2' .limit: 0 to"),
        ("=2.000", "=nan", r"line 1: forward_compute_time='nan' .limit: 0 to"),
        ("parameter_size=36.000", "", r"line 1: .* is neither an edge nor a node"),
    ],
)
def test_damage_is_named(tmp_path, old, new, words):
    with pytest.raises(InputError, match=words):
        open_model(write(tmp_path, SMALL.replace(old, new)))


@pytest.mark.parametrize(
    ("name", "forward_ms", "backward_ms"),
    [
        ("alexnet", 44.8, 40.5),
        ("vgg16", 233.9, 438.6),
        ("resnet50", 182.5, 260.9),
        ("densenet121", 177.4, 148.8),
        ("inception_v3", 289.3, 399.8),
        ("gnmt", 33.5, 55.9),
    ],
)
def test_public_profiles_sum_to_the_published_totals(name, forward_ms, backward_ms):
    path = DATA / "pipedream" / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"no public profiles at {DATA}")
    source = open_model(path)
    graph = source.graph()
    compute = np.array([node.op != "Input" for node in graph.nodes])  # not the data loader
    assert compute.sum() < len(graph)
    assert source.forward_s[compute].sum() * 1e3 == pytest.approx(forward_ms, abs=0.06)
    assert source.backward_s[compute].sum() * 1e3 == pytest.approx(backward_ms, abs=0.06)
    lines = [line for line in path.read_text().splitlines() if line.strip()]
    assert len(graph) == sum("forward_compute_time" in line for line in lines)
    assert len(graph.edges) == len({line.strip() for line in lines if "forward" not in line})
    assert all(a < b for a, b in graph.edges)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_mutated_profiles_are_read_or_refused(tmp_path_factory, data):
    text = list(SMALL)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 9))] = data.draw(st.text(max_size=3))
        text = text or ["x"]
    path = tmp_path_factory.mktemp("mutant") / "profile.txt"
    path.write_text("".join(text), encoding="utf-8", errors="surrogatepass")
    try:
        source, message = open_model(path), ""
    except InputError as error:
        source, message = None, str(error)
    assert "\n" not in message
    if source is not None:
        graph = source.graph()
        assert len(source.forward_s) == len(graph)
        assert all(a < b for a, b in graph.edges)
        assert np.isfinite(source.forward_s).all()


def test_dapple_profiles_and_their_cuts():
    if not DATA.is_dir():
        pytest.skip(f"no public profiles at {DATA}")
    expected = {"amoeba-36-pbs-1": 1, "bert-24-pbs-6": 6, "vgg-19-pbs-32": 32}
    for name, batch in expected.items():
        source = open_model(DATA / "dapple" / f"{name}.txt")
        assert source.default_batch == batch
        assert source.graph().batch == batch
    amoeba = open_model(DATA / "dapple" / "amoeba-36-pbs-1.txt").graph()
    assert amoeba.nodes[0].write_bytes == 602112 + 4004
    assert len(down_closed_sets(amoeba, 10**5)) > len(amoeba)
