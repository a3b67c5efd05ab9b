"""The search of the released AccPar program, against its integers."""

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.tensor.hierarchy import Solver, device_party, joined
from hwpipe.tensor.methods import find_method
from hwpipe.tensor.model import PartitionType, TensorLayer, chain
from hwpipe.tensor.published import PUBLISHED_NETWORKS, network, printed_totals, released_levels
from hwpipe.tensor.structure import Structure
from hwpipe.tensor.traffic import inter_elements, intra_elements

ROOT = Path(__file__).parents[2]
METHODS = ("data-parallel", "owt", "hypar", "accpar")

#: Elements moved at levels 0 to 6, batch 512: output of the public program (51515db).
ALEXNET = {
    "data-parallel": [62367776] * 7,
    "owt": [12908576, 10680352, 9566240, 9009184, 8730656, 8591392, 8521760],
    "hypar": [12908576, 10680352, 9566240, 8878112, 7426080, 6085664, 4490272],
    "accpar": [10811424, 9369632, 7534624, 6301728, 5640224, 4221984, 3551776],
}


@pytest.mark.parametrize("method", METHODS)
def test_alexnet_equals_the_public_program_at_all_levels(method):
    assert released_levels("alexnet", method)[0] == ALEXNET[method]


def test_alexnet_types_at_level_0():
    assert released_levels("alexnet", "hypar")[1][0] == [0, 0, 0, 0, 0, 1, 1, 1]
    assert released_levels("alexnet", "accpar")[1][0] == [0, 0, 0, 0, 0, 1, 2, 1]


@pytest.mark.parametrize("name", PUBLISHED_NETWORKS)
def test_a_larger_space_never_costs_more_at_level_0(name):
    data, owt, hypar, accpar = (released_levels(name, m, 1)[0][0] for m in METHODS)
    assert accpar <= hypar <= owt <= data


def test_every_level_of_alexnet_keeps_the_order():
    rows = [released_levels("alexnet", m)[0] for m in METHODS]
    for data, owt, hypar, accpar in zip(*rows, strict=True):
        assert accpar <= hypar <= owt <= data


@pytest.mark.parametrize("name", ["alexnet", "vgg11", "vgg13", "vgg16", "vgg19"])
@pytest.mark.parametrize(
    ("method", "general"),
    [("data-parallel", "data-parallel"), ("owt", "owt"), ("hypar", "hypar"),
     ("accpar", "accpar-public")],
)  # fmt: skip
def test_the_general_engine_finds_the_same_minima_on_chains(name, method, general):
    """Type ties may be broken otherwise, so levels are compared while the types agree."""
    graph = network(name)
    structure = Structure(graph, find_method(general), training=True)
    party = device_party(structure.dims[0])
    for _ in range(7):
        party = joined(party, party, (1.0, 1.0))
    group = Solver(structure, 1.0).solve(party).plan
    costs, chosen = released_levels(name, method)
    compared = 0
    for cost, types in zip(costs, chosen, strict=True):
        assert group.search_cost == cost
        compared += 1
        if [int(c.type) for c in group.choices] != types:
            break
        group = group.children[0]
    assert compared >= 4


def test_vgg11_data_parallel_moves_all_weights():
    # 132,863,336 parameters of the network less its 11,944 biases.
    assert released_levels("vgg11", "data-parallel", 1)[0] == [132863336 - 11944]


@pytest.mark.parametrize(
    ("name", "layers", "level_0"),
    [("resnet18", 18, 14591168), ("resnet34", 34, 24691904), ("resnet50", 50, 19662016)],
)
def test_resnets_run_through_the_same_search(name, layers, level_0):
    costs, types = released_levels(name, "accpar")
    assert [len(row) for row in types] == [layers] * 7
    assert released_levels(name, "data-parallel", 1)[0] == [level_0]
    assert costs == sorted(costs, reverse=True)


def _released_total(name, types, span):
    """Cost of fixed types as the released search counts it: shortcuts from l - span, except
    into layers entered from type I (its first candidate is taken without them).
    """
    layers = network(name).layers
    kinds = [PartitionType(t) for t in types]
    total = sum(intra_elements(layer, k) for layer, k in zip(layers, kinds, strict=True))
    for at in range(1, len(layers)):
        size = layers[at].in_elements
        total += inter_elements(kinds[at - 1], kinds[at], size, 0.5)
        if at > span and at % span == 1 and kinds[at - 1] != PartitionType.I:
            total += inter_elements(kinds[at - span], kinds[at], size, 0.5)
    return total


@pytest.mark.parametrize(("name", "span"), [("resnet18", 2), ("resnet34", 2), ("resnet50", 3)])
def test_resnet_minimum_is_the_cost_of_its_types(name, span):
    costs, types = released_levels(name, "accpar", 1)
    assert _released_total(name, types[0], span) == costs[0]


def test_printed_totals_equal_the_search_on_chains_but_not_on_resnets():
    for name in ("alexnet", "vgg16"):
        costs, types = released_levels(name, "accpar")
        assert printed_totals(name, types) == costs
    costs, types = released_levels("resnet18", "accpar")
    assert printed_totals("resnet18", types)[0] != costs[0]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_hypar_equals_enumeration_of_all_assignments(data):
    count = data.draw(st.integers(1, 12))
    widths = data.draw(st.lists(st.integers(1, 40), min_size=count + 1, max_size=count + 1))
    batch = data.draw(st.integers(1, 64))
    layers = [TensorLayer(f"f{k}", "fc", batch, widths[k], widths[k + 1]) for k in range(count)]
    structure = Structure(chain("c", layers), find_method("accpar-public"), training=True)
    hypar = Structure(chain("c", layers), _fractional_hypar(), training=True)
    leaf = device_party(structure.dims[0])
    found = Solver(hypar, 1.0).solve(joined(leaf, leaf, (1.0, 1.0))).plan
    best = min(_total(layers, types) for types in itertools.product((0, 1), repeat=count))
    assert found.search_cost == pytest.approx(best, rel=1e-12)
    assert _total(layers, [int(c.type) for c in found.choices]) == pytest.approx(best, rel=1e-12)


def _fractional_hypar():
    from dataclasses import replace

    return replace(find_method("hypar"), whole_parts=False)


def _total(layers, types):
    total = 0.0
    for at, (layer, kind) in enumerate(zip(layers, types, strict=True)):
        b, di, do = layer.batch, layer.in_channels, layer.out_channels
        total += (di * do, b * do)[kind]
        if at and types[at - 1] == 0:  # HPCA 2019: dp-dp 0, dp-mp (F + E) / 4
            total += 0 if kind == 0 else 0.25 * 2 * b * di
        elif at:  # mp-dp and mp-mp E / 2
            total += 0.5 * b * di
    return total


def test_unknown_names_are_refused():
    with pytest.raises(InputError, match="unknown network 'lenet'"):
        network("lenet")
    with pytest.raises(InputError, match="unknown method 'megatron'"):
        released_levels("alexnet", "megatron")
    with pytest.raises(InputError, match="0 levels"):
        released_levels("alexnet", "hypar", 0)


def test_the_study_prints_the_integers_as_json():
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "study_accpar.py"), "--network", "alexnet",
         "--levels", "3", "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    study = json.loads(done.stdout)
    assert study == {
        "network": "alexnet",
        "methods": {name: row[:3] for name, row in ALEXNET.items()},
    }
