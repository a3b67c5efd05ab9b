"""Random quantised layers with exact multipliers: an onnxruntime node and its integer result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import helper, numpy_helper

from hwpipe.fpga import integer
from hwpipe.fpga.exact import (
    conv_multiplier,
    leaky_multipliers,
    mean_multiplier,
    requantise_multiplier,
    sum_multipliers,
)
from hwpipe.fpga.integer import Output
from hwpipe.fpga.requantise import Scale

MS = "com.microsoft"


@dataclass
class Layer:
    op: str
    inputs: list[np.ndarray]
    expected: np.ndarray
    domain: str = ""
    attributes: dict | None = None
    exact: bool = True

    def onnxruntime(self) -> np.ndarray:
        import onnxruntime as ort

        names = [f"i{i}" if value is not None else "" for i, value in enumerate(self.inputs)]
        node = helper.make_node(
            self.op, names, ["y"], "layer", domain=self.domain, **(self.attributes or {})
        )
        # Tensors are inputs where the operator allows it; weights and scales must be constant.
        x = next(i for i, v in enumerate(self.inputs) if v is not None and v.ndim > 1)
        graph = helper.make_graph(
            [node], "layer",
            [helper.make_tensor_value_info(names[x], onnx.TensorProto.INT8,
                                           self.inputs[x].shape)],
            [helper.make_tensor_value_info("y", onnx.TensorProto.INT8, None)],
            [numpy_helper.from_array(v, n)
             for i, (n, v) in enumerate(zip(names, self.inputs, strict=True))
             if v is not None and i != x],
        )  # fmt: skip
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        session = ort.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        return session.run(None, {names[x]: self.inputs[x]})[0]


def codes(rng: np.random.Generator, *shape: int, low: int = -128) -> np.ndarray:
    """int8, with the extremes more often than a uniform draw has them."""
    values = rng.integers(low, 128, shape)
    corner = rng.random(shape) < 0.1
    return np.where(corner, rng.choice([low, -1, 0, 1, 127], shape), values).astype(np.int8)


def _zero(rng: np.random.Generator) -> int:
    return int(rng.choice([-128, 0, int(rng.integers(-128, 128)), 127]))


def _power(rng: np.random.Generator, low: int = -8, high: int = 2) -> float:
    return float(2.0 ** rng.integers(low, high))


def _f(value: float | np.ndarray) -> np.ndarray:
    return np.asarray(value, np.float32)


def _z(value: int) -> np.ndarray:
    return np.asarray(value, np.int8)


def _grid(rng: np.random.Generator, channels: int, x: float, y: float, taps: int) -> np.ndarray:
    """Weight scales with `xs ws / ys = k 2**-16`, sized so that some results saturate."""
    middle = 2**16 / (40 * np.sqrt(taps)) * rng.uniform(0.3, 3)
    k = np.maximum(np.rint(middle * rng.uniform(0.2, 2, channels)), 1)
    return _f(k * 2.0**-16 * y / x)


def conv(rng: np.random.Generator) -> Layer:
    groups = int(rng.choice([1, 1, 2, 3]))
    per, outs = int(rng.integers(1, 6)), groups * int(rng.integers(1, 5))
    return _conv(rng, groups, per, outs)


def depthwise(rng: np.random.Generator) -> Layer:
    channels = int(rng.integers(2, 9))
    return _conv(rng, channels, 1, channels * int(rng.choice([1, 1, 2])))


def _conv(rng: np.random.Generator, groups: int, per: int, outs: int) -> Layer:
    kernel = [int(k) for k in rng.integers(1, 5, 2)]
    strides, dilations = rng.integers(1, 4, 2).tolist(), rng.integers(1, 3, 2).tolist()
    pads = rng.integers(0, 3, 4).tolist()
    size = [int(rng.integers((k - 1) * d + 1, (k - 1) * d + 8))
            for k, d in zip(kernel, dilations, strict=True)]  # fmt: skip
    x = codes(rng, int(rng.integers(1, 3)), groups * per, *size)
    w = codes(rng, outs, per, *kernel, low=-127)
    xs, ys, xz, yz = _power(rng), _power(rng), _zero(rng), _zero(rng)
    channels = outs if rng.random() < 0.8 else 1
    ws = _grid(rng, channels, xs, ys, w[0].size)
    bias = rng.integers(-20000, 20000, outs).astype(np.int32)
    m = np.float32(xs) * ws / np.float32(ys)
    out = Output(yz)
    k, proof = conv_multiplier(m, w, bias, xz, out, "layer")
    y = integer.conv(
        x, w, bias, k, out, x_zero_point=xz, strides=strides, pads=(pads[:2], pads[2:]),
        dilations=dilations, groups=groups,
    )  # fmt: skip
    inputs = [x, _f(xs), _z(xz), w, ws, np.zeros(channels, np.int8), _f(ys), _z(yz), bias]
    if channels == 1:
        inputs[4], inputs[5] = ws[0], _z(0)
    return Layer("QLinearConv", inputs, y, "", {
        "strides": strides, "dilations": dilations, "pads": pads, "group": groups,
        "kernel_shape": kernel}, proof.exact)  # fmt: skip


def fully_connected(rng: np.random.Generator) -> Layer:
    n, k, m = (int(v) for v in rng.integers([1, 1, 1], [5, 300, 40]))
    x, w = codes(rng, n, k), codes(rng, m, k, low=-127)
    xs, ys, xz, yz = _power(rng), _power(rng), _zero(rng), _zero(rng)
    ws = _grid(rng, m, xs, ys, k)
    bias = rng.integers(-20000, 20000, m).astype(np.int32)
    out = Output(yz)
    found, proof = conv_multiplier(np.float32(xs) * ws / np.float32(ys), w, bias, xz, out, "l")
    y = integer.fully_connected(x, w, bias, found, out, x_zero_point=xz)
    inputs = [x, _f(xs), _z(xz), w, ws, np.zeros(m, np.int8), bias, _f(ys), _z(yz)]
    return Layer("QGemm", inputs, y, MS, {"transB": 1}, proof.exact)


def residual_add(rng: np.random.Generator) -> Layer:
    shape = [int(v) for v in rng.integers(1, 9, 4)]
    a, b = codes(rng, *shape), codes(rng, *shape)
    scale = _power(rng)
    sa, sb = (Scale(scale * _power(rng, -4, 5), _zero(rng)) for _ in "ab")
    sy = Scale(scale * _power(rng, -2, 4), _zero(rng))
    out = Output(sy.zero_point)
    k, proof = sum_multipliers(sa, sb, sy, out, "layer")
    y = integer.add(a, b, k.a, k.b, k.shift, out, a_zero_point=sa.zero_point,
                    b_zero_point=sb.zero_point)  # fmt: skip
    inputs = [a, _f(sa.scale), _z(sa.zero_point), b, _f(sb.scale), _z(sb.zero_point),
              _f(sy.scale), _z(sy.zero_point)]  # fmt: skip
    return Layer("QLinearAdd", inputs, y, MS, {}, proof.exact)


def _pool_geometry(rng: np.random.Generator, largest: int) -> tuple[dict, list[int]]:
    kernel = [int(k) for k in rng.integers(1, largest + 1, 2)]
    pads = [int(rng.integers(0, kernel[i % 2])) for i in range(4)]
    strides = rng.integers(1, 4, 2).tolist()
    size = [int(rng.integers(k, k + 8)) for k in kernel]
    return {"kernel_shape": kernel, "strides": strides, "pads": pads}, size


def max_pool(rng: np.random.Generator) -> Layer:
    g, size = _pool_geometry(rng, 4)
    x = codes(rng, 1, int(rng.integers(1, 5)), *size)
    y = integer.max_pool(x, kernel=g["kernel_shape"], strides=g["strides"],
                         pads=(g["pads"][:2], g["pads"][2:]))  # fmt: skip
    return Layer("MaxPool", [x], y, "", g)


def average_pool(rng: np.random.Generator) -> Layer:
    g, size = _pool_geometry(rng, 4)
    x = codes(rng, 1, int(rng.integers(1, 5)), *size)
    sx = Scale(_power(rng), _zero(rng))
    sy = Scale(sx.scale * _power(rng, -3, 2), _zero(rng))
    out, include = Output(sy.zero_point), int(rng.integers(0, 2))
    pads = (g["pads"][:2], g["pads"][2:])
    counts = integer.window_counts(size, g["kernel_shape"], g["strides"], pads)
    area = int(np.prod(g["kernel_shape"]))
    divisors = np.full_like(counts, area) if include else counts
    k, proof = mean_multiplier(sx, sy, counts, divisors, out, form="window", where="layer")
    y = integer.average_pool(x, k, out, x_zero_point=sx.zero_point, kernel=g["kernel_shape"],
                             strides=g["strides"], pads=pads)  # fmt: skip
    inputs = [x, _f(sx.scale), _z(sx.zero_point), _f(sy.scale), _z(sy.zero_point)]
    return Layer("QLinearAveragePool", inputs, y, MS, g | {"count_include_pad": include},
                 proof.exact)  # fmt: skip


def global_average_pool(rng: np.random.Generator) -> Layer:
    size = [int(v) for v in rng.integers(1, 16, 2)]
    pixels = size[0] * size[1]
    x = codes(rng, 1, int(rng.integers(1, 5)), *size)
    sx = Scale(_power(rng), _zero(rng))
    # Finer than 1 / pixels of its power of two: then no sum lies on a tie of an inexact multiplier.
    twos = pixels & -pixels
    sy = Scale(sx.scale / twos * _power(rng, -2, 1), _zero(rng))
    out = Output(sy.zero_point)
    count = np.asarray(pixels)
    k, proof = mean_multiplier(sx, sy, count, count, out, form="global", where="layer")
    y = integer.global_average_pool(x, k, out, x_zero_point=sx.zero_point)
    inputs = [x, _f(sx.scale), _z(sx.zero_point), _f(sy.scale), _z(sy.zero_point)]
    return Layer("QLinearGlobalAveragePool", inputs, y, MS, {"channels_last": 0}, proof.exact)


def leaky_relu(rng: np.random.Generator) -> Layer:
    x = codes(rng, 1, 3, 8, 8)
    sx = Scale(_power(rng), _zero(rng))
    sy = Scale(sx.scale * _power(rng, -2, 3), _zero(rng))
    out, alpha = Output(sy.zero_point), float(np.float32(rng.choice([0.1, 0.01, 0.25, 0.2])))
    k, proof = leaky_multipliers(sx, sy, alpha, out, "layer")
    y = integer.leaky_relu(x, k.positive, k.negative, k.rounding, out, x_zero_point=sx.zero_point)
    inputs = [x, _f(sx.scale), _z(sx.zero_point), _f(sy.scale), _z(sy.zero_point)]
    return Layer("QLinearLeakyRelu", inputs, y, MS, {"alpha": alpha}, proof.exact)


def clip(rng: np.random.Generator) -> Layer:
    x = codes(rng, 1, 3, 8, 8)
    low, high = sorted(int(v) for v in rng.integers(-128, 128, 2))
    return Layer("Clip", [x, _z(low), _z(high)], integer.clip(x, low, high))


def concat(rng: np.random.Generator) -> Layer:
    size = [int(v) for v in rng.integers(1, 8, 2)]
    sy = Scale(_power(rng), _zero(rng))
    inputs, parts = [_f(sy.scale), _z(sy.zero_point)], []
    exact = True
    for _ in range(int(rng.integers(2, 5))):
        x = codes(rng, 1, int(rng.integers(1, 6)), *size)
        sx = Scale(sy.scale * _power(rng, -3, 4), _zero(rng))
        out = Output(sy.zero_point)
        k, proof = requantise_multiplier(sx, sy, out, "layer")
        exact &= proof.exact
        parts.append(integer.requantise(x, k, out, x_zero_point=sx.zero_point))
        inputs += [x, _f(sx.scale), _z(sx.zero_point)]
    return Layer("QLinearConcat", inputs, integer.concat(parts), MS, {"axis": 1}, exact)


def upsample(rng: np.random.Generator) -> Layer:
    x = codes(rng, 1, int(rng.integers(1, 6)), *(int(v) for v in rng.integers(1, 8, 2)))
    factors = rng.integers(1, 5, 2).tolist()
    attributes = {"mode": "nearest", "nearest_mode": "floor",
                  "coordinate_transformation_mode": "asymmetric"}  # fmt: skip
    inputs = [x, None, _f(np.array([1, 1, *factors]))]
    return Layer("Resize", inputs, integer.upsample_nearest(x, factors), "", attributes)


KINDS: dict[str, Callable[[np.random.Generator], Layer]] = {
    f.__name__: f
    for f in (conv, depthwise, fully_connected, residual_add, max_pool, average_pool,
              global_average_pool, leaky_relu, clip, concat, upsample)
}  # fmt: skip
