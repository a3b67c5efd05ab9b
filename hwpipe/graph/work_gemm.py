"""Matrix products: Gemm, MatMul, Einsum, attention, recurrent layers, and quantised forms."""

from __future__ import annotations

import re
from math import prod

from hwpipe.graph.model import Gemm, Work
from hwpipe.graph.work import OperatorView, operator

_SOFTMAX_FLOPS = 5  # maximum, subtract, exponential, sum, divide


def _product(view: OperatorView, a: int, b: int, gemms: tuple[Gemm, ...], flops: int = 0) -> Work:
    """A product of operands `a` and `b`: with a weight, or of two activations."""
    left, right = view.operand(a), view.operand(b)
    macs = sum(g.macs for g in gemms)
    weighted = left.constant or right.constant
    gradients = 0
    weight = 0
    for operand in (left, right):
        if operand.needs_grad and operand.constant:
            weight += macs
        elif operand.needs_grad:
            gradients += macs
    return Work(
        kind="gemm" if weighted else "matmul",
        macs=macs,
        flops=flops,
        bwd_input_macs=gradients,
        bwd_weight_macs=weight,
        gemms=gemms,
    )


def _gemm_work(view: OperatorView, a: int, b: int, bias: int) -> Work:
    x, w = view.shape(a, 2), view.shape(b, 2)
    m, k = (x[1], x[0]) if view.attribute("transA", 0) else (x[0], x[1])
    k2, n = (w[1], w[0]) if view.attribute("transB", 0) else (w[0], w[1])
    if k != k2:
        raise view.error(f"multiplies {list(x)} by {list(w)}", "equal inner dimensions")
    flops = view.out.elements if view.has(bias) else 0
    return _product(view, a, b, (Gemm(1, m, k, n),), flops)


@operator("Gemm")
@operator("FusedGemm", domain="com.microsoft")
def _gemm(view: OperatorView) -> Work:
    return _gemm_work(view, 0, 1, 2)


@operator("QGemm", domain="com.microsoft")
def _qgemm(view: OperatorView) -> Work:
    return _gemm_work(view, 0, 3, 6)


def _matmul_work(view: OperatorView, a: int, b: int) -> Work:
    x, w = view.shape(a, 1), view.shape(b, 1)
    x = (1, *x) if len(x) == 1 else x
    w = (*w, 1) if len(w) == 1 else w
    if view.attribute("transA", 0):
        x = (*x[:-2], x[-1], x[-2])
    if view.attribute("transB", 0):
        w = (*w[:-2], w[-1], w[-2])
    if x[-1] != w[-2]:
        raise view.error(f"multiplies {list(x)} by {list(w)}", "equal inner dimensions")
    if prod(w[:-2]) == 1:
        # One right-hand matrix for all: the batch joins the rows of a single product.
        return _product(view, a, b, (Gemm(1, prod(x[:-1]), x[-1], w[-1]),))
    count = prod(view.out.shape) // max(x[-2] * w[-1], 1) if x[-2] * w[-1] else 0
    return _product(view, a, b, (Gemm(count, x[-2], x[-1], w[-1]),))


@operator("MatMul", "MatMulInteger")
@operator("FusedMatMul", "TransposeMatMul", domain="com.microsoft")
def _matmul(view: OperatorView) -> Work:
    return _matmul_work(view, 0, 1)


@operator("QLinearMatMul")
def _qlinear_matmul(view: OperatorView) -> Work:
    return _matmul_work(view, 0, 3)


_EINSUM = re.compile(r"^([A-Za-z]+),([A-Za-z]+)->([A-Za-z]*)$")


@operator("Einsum")
def _einsum(view: OperatorView) -> Work:
    """Two operands without repeated or omitted labels: a batched product; others by bytes."""
    equation = view.attribute("equation", b"").decode("ascii", "replace").replace(" ", "")
    match = _EINSUM.match(equation)
    if match is None or len(view.inputs) != 2:
        return Work("bytes", flops=view.out.elements)
    left, right, out = match.groups()
    a, b = view.shape(0), view.shape(1)
    if len(left) != len(a) or len(right) != len(b) or len(set(left)) < len(left):
        return Work("bytes", flops=view.out.elements)
    size = dict(zip(left, a, strict=True)) | dict(zip(right, b, strict=True))

    def extent(labels: set[str]) -> int:
        return prod(size[label] for label in sorted(labels))

    lefts, rights, outs = set(left), set(right), set(out)
    gemm = Gemm(
        count=extent(lefts & rights & outs),
        m=extent((lefts - rights) & outs),
        k=extent((lefts | rights) - outs),
        n=extent((rights - lefts) & outs),
    )
    return _product(view, 0, 1, (gemm,))


def _attention_work(
    view: OperatorView, *, batch: int, heads: int, query: int, keys: int, depth: int, value: int
) -> Work:
    """softmax(Q K^T) V: two products of activations a head (Vaswani et al. 2017, eq. 1)."""
    gemms = (
        Gemm(batch * heads, query, depth, keys),
        Gemm(batch * heads, query, keys, value),
    )
    macs = sum(g.macs for g in gemms)
    grads = any(o is not None and o.needs_grad for o in view.inputs[:3])
    return Work(
        kind="matmul",
        macs=macs,
        flops=_SOFTMAX_FLOPS * batch * heads * query * keys,
        bwd_input_macs=2 * macs if grads else 0,
        gemms=gemms,
    )


@operator("Attention")
def _attention(view: OperatorView) -> Work:
    """Operator set 23: (batch, heads, length, depth), or (batch, length, heads * depth)."""
    q, k, v = view.shape(0, 3), view.shape(1, 3), view.shape(2, 3)
    past = view.inputs[4] if len(view.inputs) > 4 else None
    if len(q) == 4 and len(k) == 4 and len(v) == 4:
        batch, heads, query, depth = q
        keys, value = k[2], v[3]
    else:
        heads = view.attribute("q_num_heads", 0)
        groups = view.attribute("kv_num_heads", 0)
        if heads < 1 or groups < 1:
            raise view.error("has 3-D inputs but no numbers of heads", "q_num_heads, kv_num_heads")
        batch, query, depth = q[0], q[1], q[2] // heads
        keys, value = k[1], v[2] // groups
    if past is not None and len(past.info.shape) == 4:
        keys += past.info.shape[2]
    return _attention_work(
        view, batch=batch, heads=heads, query=query, keys=keys, depth=depth, value=value
    )


@operator("MultiHeadAttention", domain="com.microsoft")
def _multi_head(view: OperatorView) -> Work:
    """Packed and cached forms cost their bytes; the plain 3-D form is counted."""
    heads = view.attribute("num_heads", 0)
    three = [o for o in view.inputs[:3] if o is not None and len(o.info.shape) == 3]
    if len(three) < 3 or heads < 1:
        return Work("bytes")
    q, k, v = (o.info.shape for o in three)
    return _attention_work(
        view,
        batch=q[0],
        heads=heads,
        query=q[1],
        keys=k[1],
        depth=q[2] // heads,
        value=v[2] // heads,
    )


_GATES = {"LSTM": 4, "GRU": 3, "RNN": 1}


@operator("LSTM", "GRU", "RNN")
def _recurrent(view: OperatorView) -> Work:
    """Per step and direction: X W^T and H R^T with `gates` rows a unit (ONNX LSTM-22 text)."""
    x, w, r = view.shape(0, 3), view.shape(1, 3), view.shape(2, 3)
    if view.attribute("layout", 0):
        batch, steps = x[0], x[1]
    else:
        steps, batch = x[0], x[1]
    gates = _GATES[view.node.op_type]
    directions, hidden = w[0], r[2]
    if w[1] != gates * hidden or r[1] != gates * hidden or w[2] != x[2]:
        raise view.error(
            f"has weights {list(w)} and {list(r)} for an input of {x[2]} features",
            f"(directions, {gates} * hidden, ...)",
        )
    slots = (5, 6) if view.node.op_type == "LSTM" else (5,)
    for slot in slots:
        if view.has(slot):
            state = view.shape(slot, 3)
            if batch not in (state[1], state[0]):
                raise view.error(f"has an initial state {list(state)} for batch {batch}",
                                 f"(directions, {batch}, hidden)")  # fmt: skip
    inward = Gemm(directions, batch, x[2], gates * hidden)
    across = Gemm(directions, batch, hidden, gates * hidden)
    macs = steps * (inward.macs + across.macs)
    data, weight = view.operand(0), view.operand(1)
    # The gradient of the state flows through every step whether or not the input needs one.
    bwd_input = steps * ((inward.macs if data.needs_grad else 0) + across.macs)
    return Work(
        kind="rnn",
        macs=macs,
        # Each gate is added, biased and squashed, then cell and output are formed.
        flops=steps * directions * batch * hidden * (3 * gates + 5),
        bwd_input_macs=bwd_input,
        bwd_weight_macs=macs if weight.needs_grad else 0,
        gemms=(inward, across),
        steps=steps,
    )
