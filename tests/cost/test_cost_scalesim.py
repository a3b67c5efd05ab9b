"""Compute cycles equal SCALE-Sim's on every layer of three networks in all dataflows."""

from __future__ import annotations

import pytest
from cost_helpers import array
from cost_networks import NETWORKS
from scalesim_oracle import demand_cycles

from hwpipe.cost.systolic import DATAFLOWS, compute_cycles, product_cost
from hwpipe.graph.model import Gemm

LAYERS = {name: make() for name, make in NETWORKS.items()}


def test_layer_tables_have_the_published_work():
    """GMAC of the papers: AlexNet 0.71, ResNet-50 4.09, MobileNet-v1 0.569."""
    totals = {name: sum(g.macs for g in layers) for name, layers in LAYERS.items()}
    assert totals["alexnet"] == pytest.approx(0.714e9, rel=0.005)
    assert totals["resnet50"] == pytest.approx(4.089e9, rel=0.001)
    assert totals["mobilenet_v1"] == pytest.approx(0.569e9, rel=0.005)
    assert [len(LAYERS[n]) for n in ("alexnet", "resnet50", "mobilenet_v1")] == [8, 54, 28]


@pytest.mark.parametrize("dataflow", DATAFLOWS)
@pytest.mark.parametrize("network", sorted(LAYERS))
def test_cycles_equal_scalesim_on_every_layer(network, dataflow):
    rows, cols = 128, 128
    checked = {}
    for gemm in LAYERS[network]:
        one = Gemm(1, gemm.m, gemm.k, gemm.n)  # SCALE-Sim runs the groups one after the other
        if one not in checked:
            checked[one] = demand_cycles(one, rows, cols, dataflow)
        ours = product_cost(
            gemm, array(rows=rows, cols=cols), dataflow, bytes_per_cycle=1e9, element_bytes=1.0
        ).compute_cycles
        assert ours == gemm.count * checked[one], gemm
    assert len(checked) >= 8


@pytest.mark.parametrize("dataflow", DATAFLOWS)
@pytest.mark.parametrize(("rows", "cols"), [(32, 32), (16, 64), (256, 256)])
def test_cycles_equal_scalesim_on_other_arrays(dataflow, rows, cols):
    for gemm in (
        Gemm(1, 196, 1152, 256),
        Gemm(1, 3136, 64, 64),
        Gemm(1, 1, 1024, 1000),
        Gemm(1, 12544, 9, 1),
    ):
        ours = compute_cycles(gemm.m, gemm.k, gemm.n, rows=rows, cols=cols, dataflow=dataflow)
        assert ours == demand_cycles(gemm, rows, cols, dataflow), gemm


@pytest.mark.parametrize("dataflow", DATAFLOWS)
@pytest.mark.parametrize(
    "gemm", [Gemm(1, 300, 70, 90), Gemm(1, 17, 33, 5), Gemm(1, 49, 512, 64), Gemm(1, 1, 256, 100)]
)
def test_the_shape_only_oracle_is_scalesim(dataflow, gemm):
    real = demand_cycles(gemm, 16, 32, dataflow, shape_only=False)
    assert demand_cycles(gemm, 16, 32, dataflow) == real


@pytest.mark.slow
@pytest.mark.parametrize("dataflow", DATAFLOWS)
@pytest.mark.parametrize("network", sorted(LAYERS))
def test_cycles_equal_scalesim_with_real_demand_matrices(network, dataflow):
    """The same sweep over numpy itself: gigabytes and minutes, so out of the quick run."""
    for gemm in sorted({Gemm(1, g.m, g.k, g.n) for g in LAYERS[network]}, key=lambda g: g.macs):
        ours = compute_cycles(gemm.m, gemm.k, gemm.n, rows=128, cols=128, dataflow=dataflow)
        assert ours == demand_cycles(gemm, 128, 128, dataflow, shape_only=False), gemm
