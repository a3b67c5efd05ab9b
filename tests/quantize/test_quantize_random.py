"""Random networks: whatever is built from the supported operators is exact on every tensor."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quantize_support import Builder

from hwpipe.lower import plan_buffers
from hwpipe.quantize import check_program, quantize_model


def random_network(seed: int) -> tuple[onnx.ModelProto, Builder]:
    """A network of 4 to 12 operators whose inputs are any tensors made before."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(6, 13))
    b = Builder(int(rng.choice([1, 1, 2])), 3, size, size, seed=seed)
    made = [("image", 3, size)]
    for _ in range(int(rng.integers(4, 13))):
        x, channels, side = made[int(rng.integers(max(len(made) - 3, 0), len(made)))]
        kind = rng.choice(["conv", "conv", "depthwise", "activation", "pool", "add", "concat",
                           "affine", "shuffle", "resize", "split"])  # fmt: skip
        if kind == "conv":
            out, kernel = int(rng.integers(2, 10)), int(rng.choice([1, 3, 5]))
            groups = int(rng.choice([g for g in (1, 2, 3) if channels % g == out % g == 0]))
            stride = int(rng.choice([1, 2])) if side > 4 else 1
            x = b.conv(x, channels, out, kernel, group=groups, strides=[stride] * 2)
            channels, side = out, -(-side // stride)
            if rng.random() < 0.5:
                x = b.norm(x, channels)
        elif kind == "depthwise":
            x = b.conv(x, channels, channels, 3, group=channels)
        elif kind == "activation":
            op = rng.choice(["Relu", "relu6", "LeakyRelu"])
            x = b.relu6(x) if op == "relu6" else b.node(str(op), x)
        elif kind == "pool" and side >= 4:
            op = str(rng.choice(["MaxPool", "AveragePool"]))
            pad, kernel = int(rng.integers(0, 2)), int(rng.choice([2, 3]))
            x = b.node(op, x, kernel_shape=[kernel] * 2, strides=[2, 2], pads=[pad] * 4)
            side = (side + 2 * pad - kernel) // 2 + 1
        elif kind in ("add", "concat"):
            fitting = [t for t in made if t[2] == side and (kind == "concat" or t[1] == channels)]
            other = fitting[int(rng.integers(len(fitting)))]
            if kind == "add":
                x = b.node("Add", x, other[0])
            else:
                x, channels = b.node("Concat", x, other[0], axis=1), channels + other[1]
        elif kind == "affine":
            value = b.constant(rng.uniform(0.5, 2, (channels, 1, 1)).astype(np.float32))
            x = b.node(str(rng.choice(["Mul", "Add", "Sub", "Div"])), x, value)
        elif kind == "shuffle" and channels % 2 == 0:
            batch = b.shape[0]
            cut = np.array([batch, 2, channels // 2, side, side], np.int64)
            x = b.node("Transpose", b.node("Reshape", x, b.constant(cut)), perm=[0, 2, 1, 3, 4])
            back = np.array([batch, channels, side, side], np.int64)
            x = b.node("Reshape", x, b.constant(back))
        elif kind == "resize" and side <= 8:
            x = b.node("Resize", x, "", b.constant(np.array([1, 1, 2, 2], np.float32)),
                       mode="nearest", coordinate_transformation_mode="asymmetric",
                       nearest_mode="floor")  # fmt: skip
            side *= 2
        elif kind == "split" and channels % 2 == 0:
            x, _ = b.node("Split", x, outputs=2, axis=1)
            channels //= 2
        made.append((x, channels, side))
    x, channels, _ = made[-1]
    ends = b.conv(x, channels, 4, 1) if rng.random() < 0.5 else b.head(x, channels)
    return b.model(ends), b


def _check(seed: int) -> None:
    model, b = random_network(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        onnx.save(model, folder / "net.onnx")
        np.savez(folder / "x.npz", image=b.images(2 * b.shape[0]))
        done = quantize_model(folder / "net.onnx", folder / "x.npz")
    means = {layer.name for layer in done.program.layers if "average" in layer.kind}
    leaky = {layer.name for layer in done.program.layers if layer.kind == "leaky-relu"}
    assert {layer.name for layer in done.program.inexact} <= means | leaky
    feeds = [{"image": b.images(b.shape[0]) * scale} for scale in (1, 4)]
    _, differences = check_program(done.program, done.model, feeds)
    if not done.program.inexact:
        assert differences == []
    plan = plan_buffers(done.program)
    assert plan.lower_bound_bytes <= plan.size_bytes <= plan.without_reuse_bytes * 2
    assert done.report.outputs_db[model.graph.output[0].name] is not None


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_random_network_is_exact(seed: int):
    _check(seed)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_hundreds_of_random_networks(seed: int):
    _check(seed)
