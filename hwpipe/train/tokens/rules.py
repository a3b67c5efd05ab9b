"""Which nodes of an ONNX model work on a slice of its tokens, and how: `token_plan`.

Every operator has a rule: it reads where its operands have their tokens, says where the result
has them, and gives what changes for a slice; None where nothing does. At attention a slice's
queries meet the keys of all tokens up to its own, so keys and values of earlier slices are kept;
what a mask shuts out behind is never computed. Anything else is refused, by the node's name: it
would mix tokens that are not there yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import onnx

from hwpipe.schedule.model import Schedule
from hwpipe.train.tokens.graph import At, Finder, Rule
from hwpipe.train.tokens.plan import Cut, NodeRule, Role, TokenPlan, check_lengths, equal_slices

__all__ = ["RULES", "token_plan"]


def token_plan(
    model: onnx.ModelProto, schedule: Schedule, lengths: Sequence[int] = ()
) -> TokenPlan:
    """Find out how a model runs in token slices.

    Args:
        model: normalised, weights inline, static shapes.
        schedule: with `slices` of a micro-batch.
        lengths: tokens of each slice; empty: equal ones.

    Raises:
        InputError: no attention over sequences of one length, a node that mixes tokens otherwise
            than causal attention does (the message names it), or lengths that do not fit.
    """
    finder = Finder(model)
    if lengths:
        check_lengths(lengths, finder.tokens, schedule)
    else:
        lengths = equal_slices(finder.tokens, schedule.slices)
    rules = finder.follow(RULES)
    inputs = {
        name: at.own for name, at in finder.inputs.items() if at.own is not None
    }  # fmt: skip
    return TokenPlan(finder.tokens, tuple(lengths), rules, inputs, finder.output())


def _elementwise(finder: Finder) -> NodeRule | None:
    """Operands are broadcast; constants that lie along the tokens are cut."""
    node = finder.node
    rank = len(finder.dims(node.output[0]))
    at = finder.aligned(rank, node.input)
    cuts: list[Cut] = []
    for operand, name in enumerate(node.input):
        if name and finder.is_fixed(name):
            cuts += finder.cut_fixed(operand, at, rank)
    finder.give(replace(at, shut=finder.mask_with(at, node.input)))
    return NodeRule(tuple(cuts)) if cuts else None


def _unary(finder: Finder) -> NodeRule | None:
    """A function of each element: what was shut has another value behind it."""
    kept = finder.node.op_type in ("Identity", "Cast", "Dropout")
    at = finder.place(finder.node.input[0])
    if any(finder.place(name).tokens for name in finder.node.input[1:]):
        raise finder.refuse("its bounds have tokens")
    finder.give(at if kept else replace(at, shut=""))
    return None


def _matmul(finder: Finder) -> NodeRule | None:
    """Products with weights by token; scores; weights times values."""
    node = finder.node
    a, b = (finder.place(name) for name in node.input)
    ranks = [len(finder.dims(name)) for name in node.input]
    rank = len(finder.dims(node.output[0]))
    if min(ranks) < 2:
        raise finder.refuse("a product with a vector")
    if finder.is_fixed(node.input[1]) or not b.tokens:
        if a.own is None or a.context is not None or a.own.axis == ranks[0] - 1:
            raise finder.refuse("it adds up over the tokens")
        finder.give(At(replace(a.own, axis=a.own.axis + rank - ranks[0])))
        return _cut_batches(finder, 1, a, ranks)
    if b.context is not None or b.own is None:
        raise finder.refuse("its second operand is a matrix of scores")
    if a.own == Role(ranks[0] - 2) and a.context is None and b.own == Role(ranks[1] - 1):
        finder.give(At(Role(rank - 2), Role(rank - 1)))
        return NodeRule(cached=((1, ranks[1] - 1),))
    if a.own == Role(ranks[0] - 2) and a.context == Role(ranks[0] - 1):
        if a.shut != "weights":
            raise finder.refuse("the attention before it is not shown to be causal")
        if b.own != Role(ranks[1] - 2):
            raise finder.refuse("its values do not lie along the tokens")
        finder.give(At(Role(rank - 2)))
        return NodeRule(cached=((1, ranks[1] - 2),))
    batch = a.own is not None and a.context is None and a.own.axis < ranks[0] - 2
    if batch and a.own is not None:
        moved = replace(a.own, axis=a.own.axis + rank - ranks[0])
        if replace(b.own, axis=b.own.axis + rank - ranks[1]) == moved:
            finder.give(At(moved))
            return None
    raise finder.refuse("it is no product of queries with keys, or of weights with values")


def _cut_batches(finder: Finder, operand: int, at: At, ranks: list[int]) -> NodeRule | None:
    """A stack of constant matrices, one for each token."""
    assert at.own is not None
    if at.own.axis == ranks[0] - 2:
        return None
    cuts = finder.cut_fixed(operand, At(at.own), ranks[0])
    return NodeRule(tuple(cuts)) if cuts else None


def _gemm(finder: Finder) -> NodeRule | None:
    """Rows are tokens."""
    node = finder.node
    at = finder.place(node.input[0])
    odd = finder.attribute("transA", 0) or at.context is not None
    if odd or at.own is None or at.own.axis != 0:
        raise finder.refuse("it adds up over the tokens")
    if any(finder.place(name).tokens for name in node.input[1:]):
        raise finder.refuse("its second operand has tokens")
    finder.give(at)
    cuts = finder.cut_fixed(2, at, 2) if len(node.input) > 2 and node.input[2] else []
    return NodeRule(tuple(cuts)) if cuts else None


def _reshaped(finder: Finder) -> At:
    node = finder.node
    at = finder.place(node.input[0])
    before, after = finder.dims(node.input[0]), finder.dims(node.output[0])
    own, context = (
        None if role is None else finder.moved(role, before, after)
        for role in (at.own, at.context)
    )  # fmt: skip
    return At(own, context, at.shut)


def _reshape(finder: Finder) -> NodeRule | None:
    """The target shape counts the slice's tokens."""
    at = _reshaped(finder)
    finder.give(at)
    return NodeRule(shape=finder.dims(finder.node.output[0]), tokens=at.own, context=at.context)


def _same_order(finder: Finder) -> NodeRule | None:
    """Flatten, Squeeze, Unsqueeze: shapes follow by themselves."""
    finder.give(_reshaped(finder))
    return None


def _expand(finder: Finder) -> NodeRule | None:
    """As Reshape, with new axes in front."""
    node = finder.node
    shape = finder.dims(node.output[0])
    at = finder.aligned(len(shape), node.input[:1])
    for role, _ in at.roles():
        if shape[role.axis] != role.size(finder.tokens):
            raise finder.refuse("it repeats the tokens")
    finder.give(replace(at, shut=finder.place(node.input[0]).shut))
    return NodeRule(shape=shape, tokens=at.own, context=at.context)


def _transpose(finder: Finder) -> NodeRule | None:
    at = finder.place(finder.node.input[0])
    rank = len(finder.dims(finder.node.input[0]))
    perm = finder.attribute("perm") or list(reversed(range(rank)))
    own, context = (
        None if role is None else replace(role, axis=list(perm).index(role.axis))
        for role in (at.own, at.context)
    )  # fmt: skip
    finder.give(At(own, context, at.shut))
    return None


def _softmax(finder: Finder) -> NodeRule | None:
    """Over the context where later tokens are shut out, or within a token."""
    at = finder.place(finder.node.input[0])
    rank = len(finder.dims(finder.node.input[0]))
    axis = finder.attribute("axis", -1 if finder.opset >= 13 else 1) % rank
    if finder.opset < 13 and axis != rank - 1:
        raise finder.refuse("it runs over several axes")
    if at.own is not None and at.own.axis == axis:
        raise finder.refuse("it runs over the tokens of a slice")
    if at.context is not None and at.context != Role(axis):
        raise finder.refuse("it does not run over the keys")
    if at.context is not None and at.shut != "scores":
        raise finder.refuse("no mask that shuts out all later tokens stands before it")
    finder.give(replace(at, shut="weights" if at.context is not None else ""))
    return None


def _normalise(finder: Finder) -> NodeRule | None:
    """Layer normalisation within a token."""
    at = finder.place(finder.node.input[0])
    rank = len(finder.dims(finder.node.input[0]))
    axis = finder.attribute("axis", -1) % rank
    if at.own is None or at.context is not None or at.own.axis >= axis:
        raise finder.refuse("it normalises over tokens")
    if any(finder.place(name).tokens for name in finder.node.input[1:]):
        raise finder.refuse("its scale has tokens")
    finder.give(At(at.own))
    return None


def _reduce(finder: Finder) -> NodeRule | None:
    """Sums, means, ... within a token."""
    node = finder.node
    at, rank = finder.place(node.input[0]), len(finder.dims(node.input[0]))
    axes = finder.attribute("axes")
    if axes is None and len(node.input) > 1 and node.input[1]:
        axes = finder.value(node.input[1]).reshape(-1).tolist()
    gone = {axis % rank for axis in axes} if axes else set(range(rank))
    if at.context is not None or at.own is None or at.own.axis in gone:
        raise finder.refuse("it reduces over tokens")
    keep = finder.attribute("keepdims", 1)
    shift = 0 if keep else sum(axis < at.own.axis for axis in gone)
    finder.give(At(replace(at.own, axis=at.own.axis - shift)))
    return None


def _gather(finder: Finder) -> NodeRule | None:
    """Rows of a table by token, or a part of every token."""
    node = finder.node
    data, indices = (finder.place(name) for name in node.input)
    axis = finder.attribute("axis", 0) % len(finder.dims(node.input[0]))
    if not data.tokens:
        if indices.own is None:
            raise finder.refuse("its indices have no tokens")
        finder.give(At(replace(indices.own, axis=indices.own.axis + axis)))
        return None
    if indices.tokens or any(role.axis == axis for role, _ in data.roles()):
        raise finder.refuse("it chooses among tokens")
    more = len(finder.dims(node.input[1])) - 1
    own, context = (
        None if role is None else replace(role, axis=role.axis + more * (role.axis > axis))
        for role in (data.own, data.context)
    )  # fmt: skip
    finder.give(At(own, context, data.shut))
    return None


def _concat(finder: Finder) -> NodeRule | None:
    node = finder.node
    rank = len(finder.dims(node.output[0]))
    at = finder.aligned(rank, node.input)
    axis = finder.attribute("axis") % rank
    if any(role.axis == axis for role, _ in at.roles()):
        raise finder.refuse("it joins tokens")
    cuts: list[Cut] = []
    for operand, name in enumerate(node.input):
        if finder.is_fixed(name):
            cuts += finder.cut_fixed(operand, at, rank)
    finder.give(at)
    return NodeRule(tuple(cuts)) if cuts else None


def _split(finder: Finder) -> NodeRule | None:
    at = finder.place(finder.node.input[0])
    axis = finder.attribute("axis", 0) % len(finder.dims(finder.node.input[0]))
    if any(role.axis == axis for role, _ in at.roles()):
        raise finder.refuse("it takes the tokens apart")
    finder.give(replace(at, shut=""))
    return None


def _slice(finder: Finder) -> NodeRule | None:
    node = finder.node
    at, shape = finder.place(node.input[0]), finder.dims(node.input[0])
    if len(node.input) > 1:
        parts = [finder.value(name).reshape(-1).tolist() if name else None
                 for name in node.input[1:]]  # fmt: skip
        starts, ends = parts[0] or [], parts[1] or []
        axes = parts[2] if len(parts) > 2 else None
        steps = parts[3] if len(parts) > 3 else None
    else:
        starts, ends, axes = (finder.attribute(n) for n in ("starts", "ends", "axes"))
        steps = None
    axes = [axis % len(shape) for axis in (axes or range(len(starts)))]
    touched = {role.axis for role, _ in at.roles()}
    for axis, start, end, step in zip(axes, starts, ends, steps or [1] * len(axes), strict=True):
        if axis in touched and (start != 0 or end < shape[axis] or step != 1):
            raise finder.refuse("it leaves out tokens")
    finder.give(replace(at, shut=""))
    return None


_UNARY = (
    "Identity", "Cast", "Dropout", "Relu", "Tanh", "Sigmoid", "Erf", "Gelu", "FastGelu",
    "QuickGelu", "Exp", "Log", "Sqrt", "Neg", "Abs", "Reciprocal", "LeakyRelu", "Elu", "Selu",
    "Softplus", "Softsign", "HardSigmoid", "HardSwish", "Mish", "Not", "Floor", "Ceil",
    "Round", "Sign", "Sin", "Cos", "Clip", "IsNaN",
)  # fmt: skip
_NARY = (
    "Add", "Sub", "Mul", "Div", "Pow", "Where", "Min", "Max", "Sum", "Mean", "PRelu", "And",
    "Or", "Xor", "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "BiasGelu",
    "Mod",
)  # fmt: skip
_REDUCE = (
    "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceSumSquare", "ReduceL2",
    "ReduceProd",
)  # fmt: skip
_NORMS = (
    "LayerNormalization", "RMSNormalization", "SimplifiedLayerNormalization",
)  # fmt: skip

#: By operator.
RULES: dict[str, Rule] = {
    **dict.fromkeys(_UNARY, _unary),
    **dict.fromkeys(_NARY, _elementwise),
    **dict.fromkeys(_REDUCE, _reduce),
    **dict.fromkeys(_NORMS, _normalise),
    **dict.fromkeys(("Flatten", "Squeeze", "Unsqueeze"), _same_order),
    **dict.fromkeys(("Softmax", "LogSoftmax"), _softmax),
    "MatMul": _matmul,
    "Gemm": _gemm,
    "Reshape": _reshape,
    "Expand": _expand,
    "Transpose": _transpose,
    "Gather": _gather,
    "Concat": _concat,
    "Split": _split,
    "Slice": _slice,
}
