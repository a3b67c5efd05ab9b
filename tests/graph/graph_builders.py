"""Small models for the tests of hwpipe.graph, and the oracle that runs them."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from hwpipe.graph import open_model

FLOAT = TensorProto.FLOAT


def value(name, *dims, kind=FLOAT):
    return helper.make_tensor_value_info(name, kind, list(dims))


def free(name, kind=FLOAT):
    """A graph output whose shape is left to inference."""
    return helper.make_tensor_value_info(name, kind, None)


def const(name, array, dtype=None):
    return numpy_helper.from_array(np.asarray(array, dtype), name)


def random_weight(name, *shape):
    rng = np.random.default_rng(len(name) + sum(shape))
    return const(name, rng.standard_normal(shape).astype(np.float32) * 0.3)


def build(nodes, inputs, outputs, weights=(), opset=20, **more):
    graph = helper.make_graph(nodes, "built", inputs, outputs, list(weights))
    opsets = [helper.make_opsetid("", opset)]
    if any(node.domain == "com.microsoft" for node in nodes):
        opsets.append(helper.make_opsetid("com.microsoft", 1))
    return helper.make_model(graph, opset_imports=opsets, ir_version=9, **more)


def save(model, folder, name="model.onnx"):
    path = folder / name
    path.write_bytes(model.SerializeToString())
    return path


def opened(model, folder, **options):
    return open_model(save(model, folder), **options)


def one_node(folder, op, inputs, weights=(), opset=20, outputs=1, domain="", **attributes):
    """The graph node of a single operator; `inputs` maps names to shapes."""
    names = [*inputs, *(w.name for w in weights)]
    node = helper.make_node(
        op, names, [f"y{i}" for i in range(outputs)], name="op", domain=domain, **attributes
    )
    model = build(
        [node], [value(n, *s) for n, s in inputs.items()], [free("y0")], weights, opset=opset
    )
    return opened(model, folder).graph().nodes[0]


def feed(source, batch, seed=0):
    """Random inputs of a source: floats normal, integers small."""
    rng = np.random.default_rng(seed)
    return {
        info.name: rng.integers(0, 5, info.shape).astype(info.dtype)
        if "int" in info.dtype
        else rng.standard_normal(info.shape).astype(info.dtype)
        for info in source.input_specs(batch)
    }


def run_ort(model, inputs):
    import onnxruntime as ort

    ort.set_default_logger_severity(3)
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, inputs)


def residual_net(batch=1):
    """Conv, pooling, a residual branch, a Reshape with the batch in its constant, Gemm."""
    nodes = [
        helper.make_node("Conv", ["x", "w1", "b1"], ["c1"], name="conv1", pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c1"], ["r1"], name="relu1"),
        helper.make_node("Conv", ["r1", "w2"], ["c2"], name="conv2", pads=[1, 1, 1, 1]),
        helper.make_node("Add", ["c2", "r1"], ["s"], name="add"),
        helper.make_node("GlobalAveragePool", ["s"], ["g"], name="gap"),
        helper.make_node("Reshape", ["g", "flat"], ["f"], name="flatten"),
        helper.make_node("Gemm", ["f", "w3", "b3"], ["y"], name="fc", transB=1),
    ]
    weights = [
        random_weight("w1", 6, 3, 3, 3), random_weight("b1", 6), random_weight("w2", 6, 6, 3, 3),
        random_weight("w3", 5, 6), random_weight("b3", 5), const("flat", [batch, 6], np.int64),
    ]  # fmt: skip
    return build(nodes, [value("x", batch, 3, 8, 8)], [value("y", batch, 5)], weights)


def chain(length):
    nodes = [helper.make_node("Relu", [f"t{i}"], [f"t{i + 1}"]) for i in range(length)]
    return build(nodes, [value("t0", 1, 4)], [value(f"t{length}", 1, 4)])


__all__ = [
    "FLOAT", "build", "chain", "const", "feed", "free", "helper", "one_node", "onnx", "opened",
    "random_weight", "residual_net", "run_ort", "save", "value",
]  # fmt: skip
