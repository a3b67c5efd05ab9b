"""Activation bytes against what PyTorch's autograd saves on the same small networks."""

from __future__ import annotations

import pytest
from cost_helpers import V100, conv_node, conv_shape, gemm_node, graph, plain_node

from hwpipe.cost import build_cost_table

torch = pytest.importorskip("torch", reason="torch is in the extra `run`")


def saved_bytes(parameters, run):
    """Bytes of the distinct storages that `run` saves, parameters and single vectors apart."""
    own = {p.untyped_storage().data_ptr() for p in parameters}
    held = {}

    def pack(tensor):
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            held[storage.data_ptr()] = (storage.nbytes(), tensor)  # alive, so that no one reuses it
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        run().sum().backward()
    # Statistics of normalisations (one number a channel or row) are left out of the model.
    return sum(size for size, tensor in held.values() if tensor.numel() > 600)


def test_convolutional_network():
    """Conv, BatchNorm, ReLU, MaxPool, residual block, average pooling, linear, log-softmax."""
    nn = torch.nn
    torch.manual_seed(0)
    a, b = nn.Conv2d(4, 16, 3, padding=1, bias=False), nn.Conv2d(16, 16, 3, padding=1, bias=False)
    norm, pool, mean = nn.BatchNorm2d(16), nn.MaxPool2d(2), nn.AvgPool2d(4)
    fc = nn.Linear(16 * 4 * 4, 1000)
    x = torch.randn(2, 4, 32, 32)

    def run():
        y = pool(torch.relu(norm(a(x))))
        y = mean(torch.relu(b(y)) + y)
        return torch.log_softmax(fc(y.flatten(1)), 1)[:, 0]

    layers = (a, b, norm, fc)
    expected = saved_bytes([p for layer in layers for p in layer.parameters()], run)

    full, half, small = 2 * 16 * 32 * 32, 2 * 16 * 16 * 16, 2 * 16 * 4 * 4
    net = graph([
        conv_node(0, "a", "x", conv_shape(2, 4, 16, 32, 3), first=True),
        plain_node(1, "norm", "a", "BatchNormalization", "normalise", full),
        plain_node(2, "relu", "norm", "Relu", "elementwise", full),
        plain_node(3, "pool", "relu", "MaxPool", "pool", half, read=full),
        conv_node(4, "b", "pool", conv_shape(2, 16, 16, 16, 3)),
        plain_node(5, "relu2", "b", "Relu", "elementwise", half),
        plain_node(6, "add", ("relu2", "pool"), "Add", "elementwise", half),
        plain_node(7, "mean", "add", "AveragePool", "pool", small, read=half),
        plain_node(8, "flat", "mean", "Flatten", "view", small),
        gemm_node(9, "fc", "flat", 2, 256, 1000),
        plain_node(10, "soft", "fc", "LogSoftmax", "normalise", 2000),
    ])  # fmt: skip
    table = build_cost_table(net, [V100], training=True)
    # `flat` is under the size that `saved_bytes` counts; the model counts it.
    assert table.activation_bytes[0].sum() - 2 * 256 * 4 == expected


def test_transformer_block():
    """LayerNorm, fused projection, attention of one head, GELU feed-forward, residuals."""
    nn = torch.nn
    torch.manual_seed(0)
    t, h = 64, 32
    norm, out = nn.LayerNorm(h), nn.Linear(h, h)
    q, k, v = nn.Linear(h, h), nn.Linear(h, h), nn.Linear(h, h)
    up, down = nn.Linear(h, 4 * h), nn.Linear(4 * h, h)
    x = torch.randn(t, h, requires_grad=True)

    def run():
        y = norm(x)
        weights = torch.softmax(q(y) @ k(y).T, 1)
        z = x + out(weights @ v(y))
        return z + down(nn.functional.gelu(up(z)))

    layers = (norm, q, k, v, out, up, down)
    expected = saved_bytes([p for layer in layers for p in layer.parameters()], run)

    def product(index, name, left, right, m, kk, n):
        node = gemm_node(index, name, left, m, kk, n)
        work = type(node.work)("matmul", node.work.macs, 0, 2 * node.work.macs, 0, node.work.gemms)
        return type(node)(index, name, "MatMul", (left, right), (name,), (), 0, 0,
                          (m * kk + kk * n) * 4, m * n * 4, "float32", work)  # fmt: skip

    nodes = [
        plain_node(0, "y", "x", "LayerNormalization", "normalise", t * h),
        gemm_node(1, "q", "y", t, h, h), gemm_node(2, "k", "y", t, h, h),
        gemm_node(3, "v", "y", t, h, h),
        plain_node(4, "kt", "k", "Transpose", "view", t * h),  # strides only, in PyTorch
        product(5, "scores", "q", "kt", t, h, t),
        plain_node(6, "weights", "scores", "Softmax", "normalise", t * t),
        product(7, "mix", "weights", "v", t, t, h),
        gemm_node(8, "out", "mix", t, h, h),
        plain_node(9, "z", ("x", "out"), "Add", "elementwise", t * h),
        gemm_node(10, "up", "z", t, h, 4 * h),
        plain_node(11, "gelu", "up", "Gelu", "elementwise", 4 * t * h),
        gemm_node(12, "down", "gelu", t, 4 * h, h),
        plain_node(13, "end", ("z", "down"), "Add", "elementwise", t * h),
    ]  # fmt: skip
    table = build_cost_table(graph(nodes), [V100], training=True)
    assert table.activation_bytes[0].sum() == expected
