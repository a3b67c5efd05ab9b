"""Operators bound by memory traffic: elementwise, reductions, normalisation, data movement.

`flops` is elements times the elementary operations that one element takes.
"""

from __future__ import annotations

from hwpipe.graph.model import Work, WorkKind
from hwpipe.graph.work import Counter, OperatorView, operator


def _per_output(kind: WorkKind, flops: int) -> Counter:
    def count(view: OperatorView) -> Work:
        return Work(kind, flops=flops * view.out_elements)

    return count


def _per_input(kind: WorkKind, flops: int) -> Counter:
    def count(view: OperatorView) -> Work:
        return Work(kind, flops=flops * view.operand(0).info.elements)

    return count


_ELEMENTWISE: dict[int, str] = {
    1: "Abs Add And BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor Cast CastLike Ceil Clip "
       "Cos Cosh Acos Acosh Asin Asinh Atan Atanh Sin Sinh Tan Tanh Div Equal Erf Exp Floor "
       "Greater GreaterOrEqual IsInf IsNaN Less LessOrEqual Log Mod Mul Neg Not Or Pow "
       "Reciprocal Relu Round Sign Sqrt Sub Where Xor Bernoulli BitCast",
    2: "LeakyRelu PRelu ThresholdedRelu Shrink HardSigmoid Dropout QuantizeLinear",
    3: "Celu Elu Selu HardSwish Sigmoid Softplus Softsign DequantizeLinear",
    4: "Mish Swish Gelu",
}  # fmt: skip
for _flops, _names in _ELEMENTWISE.items():
    operator(*_names.split())(_per_output("elementwise", _flops))

operator("QLinearAdd", "QLinearMul", "QLinearLeakyRelu", domain="com.microsoft")(
    _per_output("elementwise", 4)
)
operator("Gelu", "FastGelu", "QuickGelu", "BiasGelu", "QLinearSigmoid", domain="com.microsoft")(
    _per_output("elementwise", 5)
)
operator("QuantizeLinear", "DequantizeLinear", domain="com.microsoft")(
    _per_output("elementwise", 2)
)


@operator("Sum", "Mean", "Max", "Min")
def _variadic(view: OperatorView) -> Work:
    return Work("elementwise", flops=view.out.elements * max(len(view.inputs) - 1, 1))


operator(
    "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ArgMax",
    "ArgMin", "CumSum", "CumProd", "Hardmax",
)(_per_input("reduce", 1))  # fmt: skip
operator("ReduceL2", "ReduceSumSquare", "ReduceLogSum")(_per_input("reduce", 2))
operator("ReduceLogSumExp")(_per_input("reduce", 4))
# One compare a level of the heap or merge: about log2 of a long axis.
operator("TopK", "Unique")(_per_input("reduce", 16))
operator("DynamicQuantizeLinear")(_per_input("reduce", 4))

# Maximum, subtract, exponential, sum, divide.
operator("Softmax", "LogSoftmax")(_per_input("normalise", 5))
operator("BiasSoftmax", "QLinearSoftmax", domain="com.microsoft")(_per_input("normalise", 5))
# Inference: one scale and one shift with the statistics folded.
operator("BatchNormalization")(_per_input("normalise", 2))
# Mean, deviation, square, sum, root and divide, scale, shift.
operator("LayerNormalization", "InstanceNormalization", "GroupNormalization",
         "MeanVarianceNormalization")(_per_input("normalise", 8))  # fmt: skip
operator("RMSNormalization", "LpNormalization", "SimplifiedLayerNormalization")(
    _per_input("normalise", 4)
)
operator("LayerNormalization", "SkipLayerNormalization", domain="com.microsoft")(
    _per_input("normalise", 9)
)
operator("SimplifiedLayerNormalization", "SkipSimplifiedLayerNormalization",
         domain="com.microsoft")(_per_input("normalise", 5))  # fmt: skip


@operator("LRN")
def _lrn(view: OperatorView) -> Work:
    # A square and a sum over `size` channels, then power, multiply and divide.
    size = view.attribute("size", 1)
    return Work("normalise", flops=view.operand(0).info.elements * (2 * size + 3))


@operator("RotaryEmbedding")
@operator("RotaryEmbedding", domain="com.microsoft")
def _rotary(view: OperatorView) -> Work:
    return Work("elementwise", flops=3 * view.out.elements)


_RESIZE_FLOPS = {b"nearest": 0, b"linear": 8, b"cubic": 32}


@operator("Resize", "Upsample")
def _resize(view: OperatorView) -> Work:
    """Nearest copies; linear weighs 4 neighbours and cubic 16 (two-dimensional kernels)."""
    flops = _RESIZE_FLOPS.get(view.attribute("mode", b"nearest"), 8)
    return Work("elementwise" if flops else "move", flops=flops * view.out.elements)


operator(
    "Concat", "Split", "Slice", "Pad", "Transpose", "Gather", "GatherElements", "GatherND",
    "ScatterElements", "ScatterND", "Scatter", "Expand", "Tile", "DepthToSpace", "SpaceToDepth",
    "Compress", "Trilu", "ReverseSequence", "OneHot", "EyeLike", "ConstantOfShape", "Range",
    "TensorScatter", "CenterCropPad", "Col2Im", "Constant",
)(lambda view: Work("move"))  # fmt: skip
operator("QLinearConcat", domain="com.microsoft")(lambda view: Work("move"))
operator("RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike")(
    _per_output("elementwise", 4)
)
operator("Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity")(lambda view: Work("view"))
operator("Shape", "Size", "NonZero")(lambda view: Work("shape"))
