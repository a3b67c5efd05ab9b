"""Roofline model: efficiencies by hand, monotonicity, precision."""

from __future__ import annotations

import dataclasses
import math

import pytest
from cost_helpers import CPU as CPU_DEVICE
from cost_helpers import H100, V100, conv_node, conv_shape, gemm_node, graph, plain_node
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cost import build_cost_table
from hwpipe.cost.efficiency import CPU, GPU_SIMT, GPU_TENSOR, gemm_efficiency, memory_s
from hwpipe.errors import InputError
from hwpipe.graph.model import Gemm, Work


def forward(nodes, device, training=False):
    return build_cost_table(graph(nodes), [device], training=training).forward_s[0]


def test_efficiency_by_hand():
    """80 full tiles of 128 x 128 on 80 slots: one full wave, depth k / (k + 64)."""
    gemm = Gemm(1, 80 * 128, 4096, 128)
    assert gemm_efficiency(gemm, 15.7e12, GPU_SIMT) == pytest.approx(0.75 * 4096 / (4096 + 64))
    # One more row of tiles starts a second wave that is almost empty: smaller tiles win.
    worse = gemm_efficiency(Gemm(1, 81 * 128, 4096, 128), 15.7e12, GPU_SIMT)
    assert 0.4 < worse < 0.6


def test_efficiency_of_other_units_by_hand():
    # 100 tiles of 256 x 128 on 100 slots; and of 48 x 64 on 10 cores, ten waves.
    tensor = gemm_efficiency(Gemm(1, 25600, 1000, 128), 290e12, GPU_TENSOR)
    assert tensor == pytest.approx(0.80 * 1000 / 1096)
    cores = gemm_efficiency(Gemm(1, 4800, 1000, 64), 1e12, CPU)
    assert cores == pytest.approx(0.80 * 1000 / 1016)
    # One tile of 48 x 64 in four parts along k keeps 4 of 10 cores busy; 12 of 16 x 16 do better.
    split = gemm_efficiency(Gemm(1, 48, 2048, 64), 1e12, CPU)
    assert split == pytest.approx(0.60 * (12 / 20) * 2048 / 2064)
    # 64 tiles of 64 x 32 in 1024 / 512 parts need two waves on 100 slots; 32 of 64 x 64 in two
    # parts fill 64 of them.
    few = gemm_efficiency(Gemm(2, 256, 1024, 256), 290e12, GPU_TENSOR)
    assert few == pytest.approx(0.42 * (64 / 100) * 512 / 608)


@settings(deadline=None)
@given(
    st.builds(
        Gemm, st.integers(1, 9), st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 5000)
    ),
    st.sampled_from([(15.7e12, GPU_SIMT), (989e12, GPU_TENSOR), (1e12, CPU)]),
)
def test_efficiency_is_a_share_and_deep_products_reach_more(gemm, unit):
    peak, data = unit
    value = gemm_efficiency(gemm, peak, data)
    assert 0 < value < 1
    deeper = dataclasses.replace(gemm, k=gemm.k * 4)
    assert gemm_efficiency(deeper, peak, data) >= value * (1 - 1e-12)


def test_small_batches_use_less_of_the_peak():
    """Time per sample falls with the batch; 64 samples cost far less than 64 single ones."""
    per_sample = []
    for batch in (1, 8, 64):
        seconds = forward([conv_node(0, "c", "x", conv_shape(batch, 256, 256, 14, 3))], H100)[0]
        per_sample.append(seconds / batch)
    assert per_sample[0] > 3 * per_sample[1] > 3 * per_sample[2]


def test_elementwise_is_memory_bound_plus_launch():
    elements = 10**7
    seconds = forward([plain_node(0, "r", "x", "Relu", "elementwise", elements)], V100)[0]
    moved = 2 * 4 * elements
    assert seconds == pytest.approx(moved / (900e9 * 0.70) + 1.5e-6 + 5e-6)
    assert memory_s(0, 900e9, GPU_SIMT) == 0.0


def test_winograd_speeds_up_deep_three_by_three_layers_in_float32_only():
    shape = conv_shape(64, 512, 512, 28, 3)
    plain = dataclasses.replace(shape, dilation=(2, 2))
    node = conv_node(0, "c", "x", shape)
    other = dataclasses.replace(node, work=dataclasses.replace(node.work, conv=plain))
    assert forward([node], V100)[0] < 0.5 * forward([other], V100)[0]
    half = dataclasses.replace(V100, dtype="float16")
    assert forward([node], half)[0] == forward([other], half)[0]


def test_winograd_by_hand():
    """A quarter of the products, and transforms of (1 + 2 * 36/16) times both tensors."""
    shape = conv_shape(64, 512, 512, 28, 3)
    node = conv_node(0, "c", "x", shape)
    gemm = node.work.gemms[0]
    compute = 2 * gemm.macs / (15.7e12 * gemm_efficiency(gemm, 15.7e12, GPU_SIMT)) / 4
    transforms = (node.read_bytes + node.write_bytes) * 5.5 / (900e9 * 0.70) + 1.5e-6
    assert forward([node], V100)[0] == pytest.approx(compute + transforms + 5e-6)
    # F(4x4, 5x5): 64 products instead of 400, tensors of 64/16 of the size.
    node = conv_node(0, "c", "x", conv_shape(64, 512, 512, 28, 5))
    gemm = node.work.gemms[0]
    compute = 2 * gemm.macs / (15.7e12 * gemm_efficiency(gemm, 15.7e12, GPU_SIMT)) / 6.25
    transforms = (node.read_bytes + node.write_bytes) * 9 / (900e9 * 0.70) + 1.5e-6
    assert forward([node], V100)[0] == pytest.approx(compute + transforms + 5e-6)


@pytest.mark.parametrize("channels", [(15, 64), (64, 15), (16, 16)])
def test_winograd_needs_sixteen_channels(channels):
    node = conv_node(0, "c", "x", conv_shape(64, *channels, 112, 3))
    dilated = dataclasses.replace(node.work.conv, dilation=(2, 2))
    plain = dataclasses.replace(node, work=dataclasses.replace(node.work, conv=dilated))
    compute_bound = dataclasses.replace(V100, peak_per_s={"float32": 1e12})
    same = forward([node], compute_bound)[0] == forward([plain], compute_bound)[0]
    assert same == (min(channels) < 16)


def test_memory_bound_products_by_hand():
    """Bytes of each direction over the bandwidth, on a device whose arithmetic is free."""
    free = dataclasses.replace(V100, peak_per_s={"float32": 1e19}, launch_overhead_s=0.0)
    fc = gemm_node(0, "g", "x", 16, 4096, 4096)
    pair = gemm_node(1, "p", "g", 4096, 16, 4096)
    work = Work("matmul", pair.work.macs, 0, 2 * pair.work.macs, 0, pair.work.gemms)
    pair = dataclasses.replace(pair, op="MatMul", work=work, params=(), param_count=0,
                               param_bytes=0, read_bytes=2 * 4096 * 16 * 4)  # fmt: skip
    table = build_cost_table(graph([fc, pair]), [free], training=True)

    def stream(size):
        return pytest.approx(size / (900e9 * 0.70) + 1.5e-6)

    weights, x, y = 4096 * 4096 * 4, 16 * 4096 * 4, 16 * 4096 * 4
    assert table.forward_s[0, 0] == stream(weights + x + y)
    assert table.backward_input_s[0, 0] == stream(weights + x + y)
    assert table.backward_weight_s[0, 0] == stream(weights + x + y)
    # Two activations: dA = dC B^T and dB = A^T dC, each reads dC and one operand.
    both, c = 2 * 4096 * 16 * 4, 4096 * 4096 * 4
    assert table.forward_s[0, 1] == stream(both + c)
    assert table.backward_input_s[0, 1] == stream(2 * (both + c))
    assert table.backward_weight_s[0, 1] == 0.0


def test_precision_of_the_device_sets_rate_and_bytes():
    node = gemm_node(0, "g", "x", 8192, 8192, 8192)
    times = {
        dtype: forward([node], dataclasses.replace(H100, dtype=dtype))[0]
        for dtype in ("float32", "tf32", "bfloat16", "int8")
    }
    assert times["float32"] > times["tf32"] > times["bfloat16"] > times["int8"]
    # 1.1 TFLOP at the rate that large bfloat16 products reach on this GPU.
    assert 650e12 < 2 * 8192**3 / times["bfloat16"] < 790e12
    table = build_cost_table(graph([node]), [H100], training=True)
    assert table.weight_bytes[0, 0] == 8192 * 8192 * 2
    assert table.activation_bytes[0, 0] == 8192 * 8192 * 2


def test_narrow_networks_keep_their_precision_and_missing_rates_fall_back():
    node = dataclasses.replace(gemm_node(0, "g", "x", 512, 512, 512), dtype="int8")
    # V100 has no int8 rate: the product is computed in float16.
    assert forward([node], V100)[0] == forward([node], dataclasses.replace(V100, dtype="float16"))
    odd = dataclasses.replace(V100, peak_per_s={"float64": 7.8e12}, dtype="float16")
    with pytest.raises(
        InputError,
        match=r"^device type v100: no peak rate for float16 \(limit: rates for float64\); "
        r"add float16 to its peak table or set its dtype to one of these$",
    ):
        forward([gemm_node(0, "g", "x", 4, 4, 4)], odd)


def test_views_cost_nothing_and_lookups_only_their_rows():
    table = 50257 * 768
    lookup = dataclasses.replace(
        plain_node(0, "e", "ids", "Gather", "move", 128 * 768, read=128),
        params=("w",), param_count=table, param_bytes=4 * table,
    )  # fmt: skip
    seconds = forward([lookup, plain_node(1, "v", "e", "Reshape", "view", 128 * 768)], V100)
    assert seconds[1] == 0.0
    assert seconds[0] < 10e-6


def test_recurrent_layers_pay_every_step():
    per_step = Gemm(1, 32, 1024, 4096)
    node = dataclasses.replace(
        gemm_node(0, "l", "x", 32, 1024, 4096),
        op="LSTM",
        work=Work("rnn", 50 * per_step.macs, gemms=(per_step,), steps=50),
    )
    one = forward([gemm_node(0, "g", "x", 32, 1024, 4096)], V100)[0]
    assert forward([node], V100)[0] == pytest.approx(50 * one, rel=0.35)


def test_backward_has_two_columns_of_its_own():
    first = conv_node(0, "a", "x", conv_shape(8, 3, 64, 56, 3), first=True)
    second = conv_node(1, "b", "a", conv_shape(8, 64, 64, 56, 3))
    relu = plain_node(2, "r", "b", "Relu", "elementwise", 8 * 64 * 56 * 56)
    table = build_cost_table(graph([first, second, relu]), [V100], training=True)
    inputs, weights = table.backward_input_s[0], table.backward_weight_s[0]
    assert inputs[0] == 0.0 < weights[0]
    assert inputs[1] > 0.0 < weights[1]
    assert inputs[2] > 0.0 == weights[2]
    # ReLU: gradient read, mask read, gradient written against one read and one write.
    assert inputs[2] > table.forward_s[0, 2]
    infer = build_cost_table(graph([first, second, relu]), [V100], training=False)
    assert not infer.backward_input_s.any()
    assert not infer.backward_weight_s.any()


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 32), st.integers(1, 300), st.integers(1, 300), st.integers(3, 40),
    st.sampled_from([V100, H100, CPU_DEVICE]), st.floats(1.0, 8.0),
)  # fmt: skip
def test_a_faster_device_is_never_slower(batch, cin, cout, size, device, factor):
    node = conv_node(0, "c", "x", conv_shape(batch, cin, cout, size, 3))
    base = forward([node], device)[0]
    assert math.isfinite(base)
    assert base > 0
    faster = dataclasses.replace(device, memory_bytes_per_s=device.memory_bytes_per_s * factor)
    assert forward([node], faster)[0] <= base * (1 + 1e-12)
    slower = dataclasses.replace(device, launch_overhead_s=device.launch_overhead_s + 1e-5)
    assert forward([node], slower)[0] == pytest.approx(base + 1e-5)


def test_cpu_is_slower_than_a_gpu_and_reaches_a_sane_share():
    node = gemm_node(0, "g", "x", 2048, 2048, 2048)
    seconds = forward([node], CPU_DEVICE)[0]
    assert 0.5 < 2 * 2048**3 / seconds / 1e12 < 0.85
    assert seconds > 5 * forward([node], V100)[0]
