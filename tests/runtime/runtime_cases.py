"""One or more cases for every operator of the table and every range of its versions."""

from __future__ import annotations

import numpy as np
from onnx import TensorProto, helper
from runtime_support import MS, Case, case

_rng = np.random.default_rng(7)


def f(*shape: int) -> np.ndarray:
    return _rng.standard_normal(shape).astype(np.float32)


def pos(*shape: int) -> np.ndarray:
    return (np.abs(_rng.standard_normal(shape)) + 0.1).astype(np.float32)


def unit(*shape: int) -> np.ndarray:
    return _rng.uniform(-0.95, 0.95, shape).astype(np.float32)


def ints(low: int, high: int, *shape: int, dtype: type = np.int64) -> np.ndarray:
    return _rng.integers(low, high, shape).astype(dtype)


def i64(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def s(value: float, dtype: type = np.float32) -> np.ndarray:
    return np.array(value, dtype)


def flags(*shape: int) -> np.ndarray:
    return _rng.random(shape) > 0.5


CASES: list[Case] = []
add = CASES.append

# --- element by element
for name in ("Abs", "Neg", "Sign", "Ceil", "Floor", "Exp", "Sin", "Cos", "Tan", "Atan", "Sinh",
             "Cosh", "Asinh", "Erf", "Reciprocal"):  # fmt: skip
    add(case(name, f(3, 4)))
add(case("Round", np.array([0.5, 1.5, 2.5, -0.5, -1.5, 0.4999], np.float32)))
for name in ("Log", "Sqrt"):
    add(case(name, pos(3, 4)))
for name in ("Asin", "Acos", "Atanh"):
    add(case(name, unit(3, 4)))
add(case("Acosh", pos(3, 4) + 1))
add(case("Not", flags(3, 4)))
add(case("BitwiseNot", ints(0, 99, 4, dtype=np.int32)))
add(case("IsNaN", np.array([1, np.nan, np.inf], np.float32)))
for kw in ({}, {"detect_negative": 0}, {"detect_positive": 0}):
    add(case("IsInf", np.array([1, np.nan, np.inf, -np.inf], np.float32), **kw))
for name in ("Add", "Sub", "Mul", "Div"):
    add(case(name, f(2, 3, 4), f(3, 1), tag="broadcast"))
    add(case(name, f(2, 3, 4), f(4), opset=7, tag="opset7"))
    add(case(name, ints(-9, 9, 3, 4), ints(1, 5, 4), tag="int64"))
add(case("Div", i64(-7, 7, -7, 7), i64(2, -2, -2, 2), tag="truncates"))
for name in ("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"):
    add(case(name, ints(0, 3, 4, 5, dtype=np.int32), ints(0, 3, 5, dtype=np.int32)))
for name in ("Less", "Greater"):
    add(case(name, f(4, 5), f(5), opset=9))
for name in ("And", "Or", "Xor"):
    add(case(name, flags(4, 5), flags(5)))
for name in ("BitwiseAnd", "BitwiseOr", "BitwiseXor"):
    add(case(name, ints(0, 99, 4, dtype=np.int32), ints(0, 99, 4, dtype=np.int32)))
for direction in ("LEFT", "RIGHT"):
    add(case("BitShift", ints(0, 99, 6, dtype=np.uint8), ints(0, 7, 6, dtype=np.uint8),
             direction=direction))  # fmt: skip
add(case("Mod", i64(-7, 7, -7, 7), i64(3, -3, -3, 3), tag="integer"))
add(case("Mod", f(8) * 5, f(8), fmod=1))
add(case("Pow", pos(3, 4), f(4)))
add(case("Pow", pos(3, 4), f(4), opset=7))
add(case("Pow", f(3, 4), s(3, np.int64), tag="mixed"))
add(case("Pow", ints(1, 5, 4), s(2.0), tag="integer-base"))
for name in ("Max", "Min", "Sum", "Mean"):
    add(case(name, f(2, 3), f(3), f(1, 3), opset=8, tag="three"))
    add(case(name, f(2, 3), opset=13, tag="one"))
add(case("Where", flags(3, 1), f(3, 4), f(4)))
add(case("Clip", f(3, 4), opset=6 + 1, min=-0.3, max=0.4))
add(case("Clip", f(3, 4), opset=7, tag="no-limits"))
add(case("Clip", f(3, 4), s(-0.3), s(0.4)))
add(case("Clip", f(3, 4), None, s(0.4), tag="upper"))
add(case("Clip", f(3, 4), s(0.4), s(-0.3), tag="crossed"))
add(case("Clip", ints(-9, 9, 5), s(-2, np.int64), s(3, np.int64), tag="int64"))
for target in ("INT32", "INT64", "FLOAT16", "DOUBLE", "BOOL", "UINT8"):
    add(case("Cast", pos(3, 4) * 9, to=getattr(TensorProto, target), tag=target))
    add(case("Cast", ints(0, 9, 3), to=getattr(TensorProto, target), opset=9, tag=target))
add(case("CastLike", f(3, 4) * 9, ints(0, 1, 1)))
for kw in ({}, {"exclusive": 1}, {"reverse": 1}, {"exclusive": 1, "reverse": 1}):
    add(case("CumSum", f(3, 4), s(1, np.int64), **kw))
    add(case("CumSum", f(3, 4), s(-2, np.int32), tag=f"axis-2{kw}", **kw))

# --- activations
for name in ("Relu", "Sigmoid", "Tanh", "LeakyRelu", "Elu", "Celu", "Selu", "HardSigmoid",
             "HardSwish", "Softplus", "Softsign", "ThresholdedRelu", "Mish", "Shrink"):  # fmt: skip
    add(case(name, f(5, 6) * 3))
add(case("Softplus", np.array([-100, -20, 0, 15, 25, 100], np.float32), tag="extremes"))
add(case("LeakyRelu", f(9), alpha=0.3))
add(case("Elu", f(9), alpha=0.7))
add(case("Celu", f(9), alpha=0.7))
add(case("Selu", f(9), alpha=1.3, gamma=0.8))
add(case("HardSigmoid", f(9) * 4, alpha=0.3, beta=0.4))
add(case("ThresholdedRelu", f(9), alpha=0.2))
add(case("Shrink", f(9), lambd=0.3, bias=0.2))
for approximate in ("none", "tanh"):
    add(case("Gelu", f(9), approximate=approximate))
add(case("Gelu", f(9), domain=MS))
add(case("FastGelu", f(3, 4), f(4), domain=MS))
add(case("BiasGelu", f(3, 4), f(4), domain=MS))
add(case("QuickGelu", f(9), domain=MS))
add(case("Swish", f(9), opset=24))
add(case("Swish", f(9), opset=24, alpha=0.6))
add(case("PRelu", f(2, 3, 4, 5), f(3, 1, 1)))
add(case("PRelu", f(2, 3), f(1), opset=7))
for name in ("Softmax", "LogSoftmax", "Hardmax"):
    add(case(name, f(2, 3, 4), opset=11, tag="flattened"))
    add(case(name, f(2, 3, 4), opset=11, axis=2))
    add(case(name, f(2, 3, 4), opset=11, axis=-3))
    add(case(name, f(2, 3, 4)))
    add(case(name, f(2, 3, 4), axis=1))

# --- convolution
for rank in (1, 2, 3):
    size = (9, 7, 5)[:rank]
    kernel = (3, 2, 3)[:rank]
    add(case("Conv", f(2, 4, *size), f(6, 4, *kernel), f(6), tag=f"{rank}d"))
    add(case("Conv", f(2, 4, *size), f(6, 2, *kernel), group=2, strides=[2] * rank,
             pads=[1, 0, 1, 0, 1, 1][: 2 * rank]))  # fmt: skip
    add(case("ConvTranspose", f(2, 4, *size), f(4, 3, *kernel), f(3), tag=f"{rank}d"))
    for kind in ("MaxPool", "AveragePool", "LpPool"):
        add(case(kind, f(2, 3, *size), kernel_shape=kernel, strides=[2] * rank))
for auto in ("SAME_UPPER", "SAME_LOWER", "VALID"):
    add(case("Conv", f(1, 2, 8, 7), f(3, 2, 3, 4), auto_pad=auto, strides=[2, 3]))
    add(case("Conv", f(1, 2, 8, 7), f(3, 2, 3, 2), auto_pad=auto, opset=8))
    add(case("MaxPool", f(1, 2, 8, 7), auto_pad=auto, strides=[2, 3], kernel_shape=[3, 4]))
    add(case("AveragePool", f(1, 2, 8, 7), auto_pad=auto, strides=[2, 3], kernel_shape=[3, 4]))
    add(case("ConvTranspose", f(1, 2, 5, 4), f(2, 3, 3, 4), auto_pad=auto, strides=[2, 3]))
add(case("Conv", f(1, 2, 9, 9), f(4, 2, 3, 3), dilations=[2, 3], pads=[0, 1, 2, 3]))
add(case("Conv", f(1, 6, 5, 5), f(6, 1, 3, 3), f(6), group=6, pads=[1] * 4))
add(case("ConvTranspose", f(1, 4, 5, 5), f(4, 2, 3, 3), group=2, strides=[2, 2],
         pads=[1, 0, 0, 1], output_padding=[1, 1], dilations=[2, 1]))  # fmt: skip
for shape in ([10, 9], [11, 11], [9, 10]):
    add(case("ConvTranspose", f(1, 2, 5, 5), f(2, 3, 3, 3), f(3), strides=[2, 2],
             output_shape=shape))  # fmt: skip

# --- pooling
for ceil in (0, 1):
    add(case("MaxPool", f(1, 2, 8, 7), kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1],
             ceil_mode=ceil))  # fmt: skip
    add(case("MaxPool", f(1, 2, 10, 9), kernel_shape=[2, 3], dilations=[3, 2], pads=[1, 0, 0, 2],
             ceil_mode=ceil, strides=[3, 2]))  # fmt: skip
    for include in (0, 1):
        for pads in ([0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 2, 0]):
            add(case("AveragePool", f(1, 2, 8, 7), kernel_shape=[3, 3], strides=[2, 3], pads=pads,
                     ceil_mode=ceil, count_include_pad=include))  # fmt: skip
add(case("AveragePool", f(1, 2, 9, 9), kernel_shape=[3, 2], dilations=[2, 3], pads=[1, 1, 0, 1]))
add(case("AveragePool", f(1, 2, 9, 9), kernel_shape=[3, 2], opset=7))
add(case("MaxPool", f(1, 2, 9, 9), kernel_shape=[3, 2], opset=7))
add(case("MaxPool", f(2, 3, 6, 7), kernel_shape=[3, 2], outputs=2, pads=[1, 0, 1, 1]))
add(case("MaxPool", f(2, 3, 6, 7), kernel_shape=[3, 2], outputs=2, storage_order=1))
add(case("MaxPool", ints(-9, 9, 1, 2, 6, 6, dtype=np.int8), kernel_shape=[2, 2], tag="int8"))
add(case("MaxPool", ints(0, 9, 1, 2, 6, 6, dtype=np.uint8), kernel_shape=[3, 3], tag="uint8",
         pads=[1, 1, 1, 1]))  # fmt: skip
add(case("LpPool", f(1, 2, 8, 7), kernel_shape=[3, 3], p=3, pads=[1, 0, 1, 0]))
add(case("LpPool", f(1, 2, 8, 7), kernel_shape=[3, 3], opset=11))
for name in ("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"):
    add(case(name, f(2, 3, 4, 5)))

# --- normalisation
add(case("BatchNormalization", f(2, 3, 4, 5), f(3), f(3), f(3), pos(3), epsilon=1e-3))
add(case("BatchNormalization", f(2, 3), f(3), f(3), f(3), pos(3), opset=7))
add(case("BatchNormalization", f(2, 3, 4), f(3), f(3), f(3), pos(3), opset=9))
add(case("InstanceNormalization", f(2, 3, 4, 5), f(3), f(3)))
add(case("LayerNormalization", f(2, 3, 8), f(8), f(8)))
add(case("LayerNormalization", f(2, 3, 8), f(8), opset=17, outputs=3))
add(case("LayerNormalization", f(2, 3, 8), f(3, 8), f(3, 8), axis=1))
add(case("LayerNormalization", f(2, 3, 8), f(1, 8), f(8), axis=-2, tag="broadcast-scale"))
add(case("GroupNormalization", f(2, 6, 5), f(6), f(6), num_groups=3, opset=21))
add(case("GroupNormalization", f(2, 6, 5), f(3), f(3), num_groups=3, opset=18))
for size in (1, 3, 5):
    add(case("LRN", f(2, 7, 3, 3), size=size, alpha=0.3, beta=0.6, bias=1.5))
add(case("MeanVarianceNormalization", f(2, 3, 4, 5)))
add(case("MeanVarianceNormalization", f(2, 3, 4, 5), axes=[1, 2]))
for p in (1, 2):
    add(case("LpNormalization", f(3, 4), p=p, axis=0))
add(case("SkipLayerNormalization", f(2, 3, 8), f(2, 3, 8), f(8), f(8), domain=MS))
add(case("RMSNormalization", f(2, 3, 8), f(8), opset=23))
add(case("RMSNormalization", f(2, 3, 8), f(3, 8), opset=23, axis=1, epsilon=1e-3))
add(case("SimplifiedLayerNormalization", f(2, 3, 8), f(8)))

# --- matrix products
for ta in (0, 1):
    for tb in (0, 1):
        a = f(4, 3) if ta else f(3, 4)
        b = f(5, 4) if tb else f(4, 5)
        add(case("Gemm", a, b, f(5), transA=ta, transB=tb))
        add(case("Gemm", a, b, f(3, 1), transA=ta, transB=tb, alpha=0.5, beta=2.0, opset=9))
        add(case("FusedMatMul", np.stack([a, a]), np.stack([b, b]), transA=ta, transB=tb,
                 alpha=0.3, domain=MS))  # fmt: skip
add(case("Gemm", f(3, 4), f(4, 5), tag="no-c"))
add(case("Gemm", f(3, 4), f(4, 5), f(1), tag="scalar-c"))
add(case("MatMul", f(2, 1, 3, 4), f(5, 4, 2)))
add(case("MatMul", f(4), f(4, 2), tag="vector"))
add(case("Einsum", f(2, 3, 4), f(2, 4, 5), equation="bij, bjk -> bik"))
add(case("Einsum", f(2, 3, 4), f(5, 4), equation="...j,kj->...k"))
for heads in (None, 2):
    shape = (2, 5, 8) if heads else (2, 2, 5, 4)
    extra = {"q_num_heads": 2, "kv_num_heads": 2} if heads else {}
    add(case("Attention", f(*shape), f(*shape), f(*shape), opset=23, tag=f"h{heads}", **extra))
    add(case("Attention", f(*shape), f(*shape), f(*shape), opset=23, is_causal=1, **extra))
add(case("Attention", f(2, 4, 5, 4), f(2, 2, 6, 4), f(2, 2, 6, 3), f(5, 6), opset=23,
         scale=0.3, tag="grouped-masked"))  # fmt: skip
add(case("Attention", f(2, 2, 5, 4), f(2, 2, 6, 4), f(2, 2, 6, 3), flags(2, 1, 5, 6) | True,
         opset=23, softcap=0.5, tag="bool-mask"))  # fmt: skip

for flat in (False, True):
    for inter in (0, 1):
        x = f(2, 5, 12) if flat else f(2, 3, 5, 4)
        add(case("RotaryEmbedding", x, f(9, 2), f(9, 2), ints(0, 9, 2, 5), opset=23,
                 interleaved=inter, num_heads=3, tag=f"flat{flat}{inter}"))  # fmt: skip
add(case("RotaryEmbedding", f(2, 3, 5, 8), f(2, 5, 2), f(2, 5, 2), opset=23,
         rotary_embedding_dim=4))  # fmt: skip

# --- recurrent layers
for direction, d in (("forward", 1), ("reverse", 1), ("bidirectional", 2)):
    t, n, i, h = 5, 3, 4, 6
    lengths = np.array([5, 2, 3], np.int32)
    for op, gates in (("LSTM", 4), ("GRU", 3), ("RNN", 1)):
        outs = 3 if op == "LSTM" else 2
        base = [f(t, n, i), f(d, gates * h, i), f(d, gates * h, h)]
        kw = {"hidden_size": h, "direction": direction, "outputs": outs}
        states = [f(d, n, h), f(d, n, h)] if op == "LSTM" else [f(d, n, h)]
        add(case(op, *base, tag=f"plain-{direction}", **kw))
        add(case(op, *base, f(d, 2 * gates * h), None, *states, tag=f"state-{direction}", **kw))
        add(case(op, *base, f(d, 2 * gates * h), lengths, *states, tag=f"lengths-{direction}",
                 **kw))  # fmt: skip
        add(case(op, *base, f(d, 2 * gates * h), opset=7, tag=f"clip-{direction}", clip=0.2, **kw))
    base = [f(t, n, i), f(d, 4 * h, i), f(d, 4 * h, h), f(d, 8 * h), None, f(d, n, h), f(d, n, h)]
    add(case("LSTM", *base, f(d, 3 * h), hidden_size=h, direction=direction, outputs=3,
             tag=f"peephole-{direction}"))  # fmt: skip
    add(case("LSTM", *base, hidden_size=h, direction=direction, outputs=3, input_forget=1,
             tag=f"coupled-{direction}"))  # fmt: skip
    add(case("LSTM", *base[:3], hidden_size=h, direction=direction, outputs=3,
             activations=["HardSigmoid", "Softsign", "Elu"] * d, activation_alpha=[0.3, 0.9] * d,
             activation_beta=[0.4] * d, tag=f"activations-{direction}"))  # fmt: skip
    base = [f(t, n, i), f(d, 3 * h, i), f(d, 3 * h, h), f(d, 6 * h)]
    add(case("GRU", *base, hidden_size=h, direction=direction, outputs=2, linear_before_reset=1,
             tag=f"after-{direction}"))  # fmt: skip
for act in ("Relu", "Sigmoid", "Affine", "LeakyRelu", "ThresholdedRelu", "ScaledTanh",
            "HardSigmoid", "Elu", "Softsign", "Softplus"):  # fmt: skip
    add(
        case(
            "RNN",
            f(3, 2, 4),
            f(1, 5, 4),
            f(1, 5, 5),
            hidden_size=5,
            outputs=2,
            activations=[act],
            activation_alpha=[0.5],
            activation_beta=[0.25],
            tag=act,
        )
    )

# --- shapes and moves
add(case("Identity", f(3, 4)))
add(case("Dropout", f(3, 4), opset=7, ratio=0.4))
add(case("Dropout", f(3, 4), opset=10, outputs=2))
add(case("Dropout", f(3, 4), s(0.5), outputs=2))
add(case("Reshape", f(2, 3, 4), i64(0, -1)))
add(case("Reshape", f(2, 0, 4), i64(0, 4), allowzero=1))
add(case("Reshape", f(2, 3, 4), i64(4, 6), opset=7))
for axis in (0, 1, 2, 3, -1):
    add(case("Flatten", f(2, 3, 4), axis=axis))
add(case("Squeeze", f(1, 3, 1, 4), axes=[0, 2], opset=11))
add(case("Squeeze", f(1, 3, 1, 4), opset=11, tag="all"))
add(case("Squeeze", f(1, 3, 1, 4), i64(-2)))
add(case("Unsqueeze", f(3, 4), axes=[0, 3], opset=11))
add(case("Unsqueeze", f(3, 4), i64(-1, 0)))
add(case("Transpose", f(2, 3, 4)))
add(case("Transpose", f(2, 3, 4), perm=[1, 2, 0]))
add(case("Concat", f(2, 3), f(2, 1), f(2, 2), axis=-1))
add(case("Concat", f(2, 3), f(2, 3), axis=0, opset=7))
add(case("Split", f(6, 4), outputs=2, split=[2, 4], opset=11))
add(case("Split", f(6, 4), outputs=2, axis=1, opset=11, tag="equal"))
add(case("Split", f(6, 4), i64(1, 3), outputs=2, axis=-1))
add(case("Split", f(7, 4), outputs=3, num_outputs=3, opset=18))
add(case("Split", f(6, 4), outputs=3, opset=13, tag="equal13"))
add(case("Slice", f(5, 6, 7), starts=[1, -3], ends=[4, 1000], axes=[0, 2], opset=9))
add(case("Slice", f(5, 6), starts=[1], ends=[3], opset=9))
add(case("Slice", f(5, 6, 7), i64(1, 0), i64(4, 1000)))
add(case("Slice", f(5, 6, 7), i64(-2, 100), i64(-1000, 1), i64(2, 1), i64(-2, -1), tag="back"))
add(case("Slice", f(5, 6, 7), i64(4), i64(-1), i64(0), i64(-1), tag="empty"))
add(case("Slice", f(5, 6), i64(0, 1), i64(5, 6), i64(-2, -1), i64(2, 3), opset=10))
add(case("Expand", f(3, 1), i64(2, 1, 4)))
add(case("Expand", f(3, 4), i64(1), tag="keeps"))
add(case("Tile", f(2, 3), i64(2, 3)))
add(case("Pad", f(3, 4), opset=7, pads=[1, 0, 2, 1], value=0.5))
for mode in ("constant", "reflect", "edge", "wrap"):
    add(case("Pad", f(4, 5), i64(1, 2, 3, 0), mode=mode))
    add(case("Pad", f(4, 5), i64(1, -2, -1, 2), mode=mode, tag=f"crop-{mode}"))
for mode in ("reflect", "edge"):
    add(case("Pad", f(4, 5), opset=10, pads=[1, 2, 0, 1], mode=mode))
add(case("Pad", f(4, 5), i64(1, 2), s(3.0), i64(-1), tag="axes"))
add(case("Pad", f(4, 5), i64(1, 0, 0, 2), s(3.0), opset=11, tag="value"))
add(case("Pad", flags(4, 5), i64(1, 0, 0, 2), opset=13, tag="bool"))
add(case("Shape", f(2, 3, 4)))
add(case("Shape", f(2, 3, 4), start=-2, end=-1))
add(case("Size", f(2, 3, 4)))
add(case("ConstantOfShape", i64(2, 3)))
add(case("ConstantOfShape", i64(2, 3), tag="value",
         value=helper.make_tensor("v", TensorProto.INT64, [1], [7])))  # fmt: skip
add(case("Range", s(1, np.int64), s(10, np.int64), s(3, np.int64)))
add(case("Range", s(1), s(-2), s(-0.5), tag="float"))
for mode in ("DCR", "CRD"):
    add(case("DepthToSpace", f(2, 12, 2, 3), blocksize=2, mode=mode))
add(case("DepthToSpace", f(2, 12, 2, 3), blocksize=2, opset=7))
add(case("SpaceToDepth", f(2, 3, 4, 6), blocksize=2))
for upper in (0, 1):
    add(case("Trilu", f(4, 5), s(1, np.int64), upper=upper))
    add(case("Trilu", f(2, 4, 5), upper=upper, tag=f"batch{upper}"))
add(case("EyeLike", f(3, 5), k=1))
add(case("EyeLike", f(3, 5), k=-1, dtype=TensorProto.INT64))
add(case("ReverseSequence", f(5, 3, 2), i64(5, 2, 3)))
add(case("ReverseSequence", f(3, 5, 2), i64(5, 2, 3), batch_axis=0, time_axis=1))

# --- indices
add(case("Gather", f(5, 6, 7), ints(-5, 5, 2, 3)))
add(case("Gather", f(5, 6, 7), s(2, np.int64), axis=1))
add(case("Gather", f(5, 6, 7), ints(0, 6, 2, dtype=np.int32), axis=-2, opset=7))
add(case("GatherElements", f(5, 6), ints(-5, 5, 3, 6)))
add(case("GatherElements", f(5, 6), ints(0, 6, 5, 2), axis=1))
add(case("GatherND", f(3, 4, 5), ints(-3, 3, 2, 2)))
add(case("GatherND", f(3, 4, 5), ints(0, 4, 3, 2, 1), batch_dims=1))
add(case("Scatter", f(4, 3), i64(1, 3, 0).reshape(1, 3), f(1, 3), opset=9))
unique = np.stack([_rng.permutation(5)[:3] for _ in range(6)], 1).astype(np.int64)
add(case("ScatterElements", f(5, 6), unique - 5, f(3, 6)))
for reduction in ("add", "mul", "max", "min"):
    add(case("ScatterElements", f(5, 6), ints(-5, 5, 3, 6), f(3, 6), reduction=reduction, opset=18))
    add(case("ScatterND", f(4, 5, 6), ints(0, 4, 5, 2), f(5, 6), reduction=reduction, opset=18))
add(case("ScatterND", f(4, 5, 6), np.array([[0, 1], [-1, -2], [2, 2]]), f(3, 6)))
add(case("ScatterND", f(4, 5), np.array([[3], [1]]), f(2, 5), opset=11))
add(case("NonZero", flags(3, 4)))
for kw in ({}, {"largest": 0}, {"axis": 0}):
    add(case("TopK", f(4, 5), i64(3), outputs=2, **kw))
add(case("TopK", ints(0, 3, 4, 9), i64(4), outputs=2, tag="ties"))
add(case("TopK", f(4, 5), k=2, outputs=2, opset=9))
add(case("TopK", f(4, 5), i64(2), outputs=2, opset=10))
for name in ("ArgMax", "ArgMin"):
    for kw in ({}, {"keepdims": 0}, {"axis": -1}, {"select_last_index": 1, "axis": 1}):
        add(case(name, ints(0, 3, 4, 9, dtype=np.int32), opset=13, **kw))
    add(case(name, f(4, 5), opset=7))
add(case("OneHot", ints(-4, 4, 2, 3), s(4, np.int64), np.array([0.5, 2], np.float32)))
add(case("OneHot", ints(0, 6, 2, 3), i64(4), i64(0, 1), axis=0))
add(case("Compress", f(3, 4), np.array([True, False, True]), axis=0))
add(case("Compress", f(3, 4), np.array([True, False, True]), tag="flat"))

# --- reductions
for name in ("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1",
             "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp"):  # fmt: skip
    x = pos(2, 3, 4)
    add(case(name, x, axes=[-1, 0], opset=11))
    add(case(name, x, opset=11, keepdims=0, tag="all11"))
    add(case(name, x, i64(1), opset=18, keepdims=0))
    add(case(name, x, i64(0, -1), opset=18, tag="two"))
    add(case(name, x, opset=18, tag="all"))
    add(case(name, x, opset=18, noop_with_empty_axes=1)) if name in (
        "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd") else None  # fmt: skip
for name in ("ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceMean"):
    add(case(name, ints(1, 9, 3, 4, dtype=np.int32), i64(1), opset=18, tag="int32"))
add(case("ReduceMax", flags(3, 4), i64(1), opset=20, tag="bool"))

# --- resize
x = f(1, 2, 5, 7)
for mode in ("nearest", "linear"):
    add(case("Upsample", x, mode=mode, scales=[1.0, 1.0, 2.0, 3.0], opset=7))
    add(case("Upsample", x, np.array([1, 1, 2, 3], np.float32), mode=mode, opset=9))
    add(case("Resize", x, np.array([1, 1, 2, 3], np.float32), mode=mode, opset=10))
    for where in ("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"):
        for scales in ([1, 1, 2, 1.5], [1, 1, 0.6, 0.5]):
            add(
                case(
                    "Resize",
                    x,
                    None,
                    np.array(scales, np.float32),
                    mode=mode,
                    opset=13,
                    coordinate_transformation_mode=where,
                    tag=f"{mode}-{where}-{scales}",
                )
            )
    add(case("Resize", x, f(0), f(0), i64(1, 2, 8, 3), mode=mode, opset=11, tag=f"sizes-{mode}"))
    add(case("Resize", x, None, None, i64(8, 3), mode=mode, opset=18, axes=[2, 3]))
for where in ("half_pixel", "align_corners", "asymmetric", "half_pixel_symmetric"):
    for outside in (0, 1):
        add(
            case(
                "Resize",
                x,
                None,
                np.array([1, 1, 1.7, 0.8], np.float32),
                mode="cubic",
                coordinate_transformation_mode=where,
                exclude_outside=outside,
                opset=19,
            )
        )
for nearest in ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"):
    add(case("Resize", x, None, np.array([1, 1, 1.7, 0.5], np.float32), nearest_mode=nearest))
for policy in ("not_larger", "not_smaller"):
    add(case("Resize", x, None, None, i64(9, 9), mode="linear", axes=[2, 3], opset=18,
             keep_aspect_ratio_policy=policy))  # fmt: skip
for mode in ("linear", "cubic"):
    add(case("Resize", x, None, np.array([1, 1, 0.6, 0.4], np.float32), mode=mode, antialias=1,
             opset=18, rtol=1e-4))  # fmt: skip
add(case("Resize", x, np.array([0, 0, 0.1, 0.2, 1, 1, 0.9, 1.2], np.float32), None, i64(1, 2, 4, 6),
         mode="linear", coordinate_transformation_mode="tf_crop_and_resize",
         extrapolation_value=9.0))  # fmt: skip

for padding in ("zeros", "border", "reflection"):
    for corners in (0, 1):
        for mode in ("linear", "nearest", "cubic"):
            add(case("GridSample", x, f(1, 3, 4, 2), opset=20, mode=mode, padding_mode=padding,
                     align_corners=corners, rtol=1e-4))  # fmt: skip
add(case("GridSample", x, f(1, 3, 4, 2), opset=16, mode="bilinear"))

# --- quantised operators
u8, i8 = np.uint8, np.int8


def q(dtype: type, *shape: int) -> np.ndarray:
    info = np.iinfo(dtype)
    return ints(info.min, info.max + 1, *shape, dtype=dtype)


for dtype in (u8, i8):
    add(case("QuantizeLinear", f(3, 4) * 9, s(0.07), s(3, dtype), tag=dtype.__name__))
    add(case("DequantizeLinear", q(dtype, 3, 4), s(0.07), s(3, dtype), tag=dtype.__name__))
    add(case("QuantizeLinear", f(3, 4), pos(4), q(dtype, 4), axis=1, opset=13))
    add(case("DequantizeLinear", q(dtype, 3, 4), pos(3), q(dtype, 3), axis=0, opset=13))
    add(case("QuantizeLinear", f(3, 4) * 9, s(0.07), s(3, dtype), opset=10, tag=dtype.__name__))
    add(case("QuantizeLinear", f(3, 4) * 9, s(0.07), s(3, dtype), domain=MS, tag=dtype.__name__))
    add(case("DequantizeLinear", q(dtype, 3, 4), s(0.07), s(3, dtype), domain=MS,
             tag=dtype.__name__))  # fmt: skip
    add(case("QLinearAdd", q(dtype, 3, 4), s(0.05), s(3, dtype), q(dtype, 3, 4), s(0.02),
             s(-3 % 9, dtype), s(0.06), s(4, dtype), domain=MS, tag=dtype.__name__))  # fmt: skip
    add(case("QLinearMul", q(dtype, 3, 4), s(0.05), s(3, dtype), q(dtype, 3, 4), s(0.02),
             s(1, dtype), s(0.06), s(4, dtype), domain=MS, tag=dtype.__name__))  # fmt: skip
    add(case("QLinearGlobalAveragePool", q(dtype, 2, 3, 4, 5), s(0.05), s(3, dtype), s(0.02),
             s(7, dtype), domain=MS, tag=dtype.__name__))  # fmt: skip
    add(case("QLinearConcat", s(0.05), s(3, dtype), q(dtype, 2, 3), s(0.1), s(1, dtype),
             q(dtype, 2, 4), s(0.02), s(5, dtype), domain=MS, axis=1,
             tag=dtype.__name__))  # fmt: skip
    for name in ("QLinearSigmoid", "QLinearLeakyRelu"):
        add(case(name, q(dtype, 300), s(0.05), s(3, dtype), s(0.004 if "S" in name[7] else 0.04),
                 s(7, dtype), domain=MS, tag=dtype.__name__))  # fmt: skip
    for include in (0, 1):
        add(case("QLinearAveragePool", q(dtype, 1, 3, 7, 6), s(0.05), s(3, dtype), s(0.03),
                 s(7, dtype), domain=MS, kernel_shape=[3, 3], strides=[2, 1], pads=[1, 0, 1, 1],
                 count_include_pad=include, tag=f"{dtype.__name__}{include}"))  # fmt: skip
    for per_channel in (False, True):
        ws = pos(6) * 0.01 if per_channel else s(0.013)
        wz = np.zeros(6, i8) if per_channel else s(0, i8)
        w = ints(-63, 64, 6, 4, 3, 3, dtype=i8)
        add(case("QLinearConv", q(dtype, 2, 4, 7, 6), s(0.05), s(3, dtype), w, ws, wz, s(0.9),
                 s(5, dtype), ints(-999, 999, 6, dtype=np.int32), pads=[1, 0, 1, 2],
                 strides=[2, 1], tag=f"{dtype.__name__}{per_channel}"))  # fmt: skip
add(case("QLinearConv", q(u8, 1, 4, 7, 6), s(0.05), s(3, u8), q(u8, 4, 1, 3, 3), s(0.01),
         s(9, u8), s(0.3), s(5, u8), group=4, strides=[2, 1], auto_pad="SAME_UPPER"))  # fmt: skip
add(case("QuantizeLinear", f(2, 8), pos(2, 4), q(i8, 2, 4), axis=1, block_size=2))
add(case("DequantizeLinear", q(i8, 2, 8), pos(2, 4), q(i8, 2, 4), axis=1, block_size=2))
add(case("DequantizeLinear", ints(-999, 999, 5, dtype=np.int32), s(0.1), opset=10, tag="int32"))
add(case("DynamicQuantizeLinear", f(3, 5), outputs=3))
add(case("DynamicQuantizeLinear", pos(3, 5), outputs=3, tag="positive"))
add(case("ConvInteger", q(u8, 1, 3, 6, 6), q(u8, 4, 3, 3, 3), s(7, u8), s(5, u8), pads=[1] * 4))
add(case("MatMulInteger", q(u8, 2, 3, 4), q(u8, 4, 5), s(7, u8), s(5, u8)))
add(case("QLinearMatMul", q(u8, 3, 4), s(0.1), s(7, u8), q(u8, 4, 5), s(0.2), s(5, u8), s(9.0),
         s(100, u8)))  # fmt: skip
for out in (True, False):
    tail = [s(0.7), s(3, u8)] if out else []
    add(case("QGemm", q(u8, 3, 4), s(0.1), s(7, u8), ints(-63, 64, 5, 4, dtype=i8), s(0.02),
             s(0, i8), ints(-99, 99, 5, dtype=np.int32), *tail, transB=1, domain=MS,
             tag=f"out{out}"))  # fmt: skip
