"""Worker of test_graph_fuzz: mutates models and opens them; one process, one range of seeds.

Run as `python fuzz_worker.py FIRST COUNT FOLDER`. Prints `begin SEED` before and
`end SEED OUTCOME SECONDS` after each case, so that the watchdog knows which case hangs or
crashes the process.
"""

import faulthandler
import random
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from hwpipe.errors import InputError
from hwpipe.graph import Graph, bundled, open_model

#: Address space beyond which an allocation fails: 1 GB resident never needs more.
_ADDRESS_SPACE = 6 * 2**30
_HUGE = [0, -1, 1, 2**31, -(2**31), 2**62, -(2**63), 2**63 - 1, 65537, 3]
_SCHEMAS = {s.name: s for s in onnx.defs.get_all_schemas() if s.domain in ("", "ai.onnx")}
_OPERATORS = sorted(_SCHEMAS)


def _small_models():
    """Built models with what the bundled ones lack: transformers, recurrent layers, int8, If."""
    value = helper.make_tensor_value_info

    def const(name, array):
        return numpy_helper.from_array(np.asarray(array), name)

    f32 = np.float32
    transformer = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["e"]),
            helper.make_node("LayerNormalization", ["e", "s", "b"], ["n"]),
            helper.make_node("MatMul", ["n", "wq"], ["q"]),
            helper.make_node("Reshape", ["q", "heads"], ["q4"]),
            helper.make_node("Transpose", ["q4"], ["qt"], perm=[0, 2, 1, 3]),
            helper.make_node("Transpose", ["q4"], ["kt"], perm=[0, 2, 3, 1]),
            helper.make_node("MatMul", ["qt", "kt"], ["scores"]),
            helper.make_node("Softmax", ["scores"], ["p"], axis=-1),
            helper.make_node("MatMul", ["p", "qt"], ["mixed"]),
            helper.make_node("Shape", ["e"], ["shape"]),
            helper.make_node("Transpose", ["mixed"], ["mt"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", ["mt", "shape"], ["flat"]),
            helper.make_node("Einsum", ["flat", "wq"], ["ein"], equation="bij,jk->bik"),
            helper.make_node("Split", ["ein"], ["a", "c"], axis=2, num_outputs=2),
            helper.make_node("Concat", ["a", "c"], ["y"], axis=1),
        ],
        "t",
        [value("ids", TensorProto.INT64, [1, 6])],
        [value("y", TensorProto.FLOAT, None)],
        [
            const("table", np.zeros((10, 8), f32)), const("s", np.ones(8, f32)),
            const("b", np.zeros(8, f32)), const("wq", np.ones((8, 8), f32)),
            const("heads", np.array([1, 6, 2, 4])),
        ],
    )  # fmt: skip
    recurrent = helper.make_graph(
        [
            helper.make_node("LSTM", ["x", "w", "r", "bias", "", "h0", "c0"], ["y", "yh", ""],
                             hidden_size=4),
            helper.make_node("Squeeze", ["y", "one"], ["s"]),
            helper.make_node("ReduceMean", ["s", "zero"], ["m"], keepdims=0),
            helper.make_node("Slice", ["m", "zero", "one", "one"], ["z"]),
            helper.make_node("TopK", ["z", "one"], ["v", "i"]),
        ],
        "r",
        [value("x", TensorProto.FLOAT, [5, "batch", 3])],
        [value("v", TensorProto.FLOAT, None), value("yh", TensorProto.FLOAT, None)],
        [
            const("w", np.zeros((1, 16, 3), f32)), const("r", np.zeros((1, 16, 4), f32)),
            const("bias", np.zeros((1, 32), f32)), const("h0", np.zeros((1, 2, 4), f32)),
            const("c0", np.zeros((1, 2, 4), f32)), const("one", np.array([1])),
            const("zero", np.array([0])),
        ],
    )  # fmt: skip
    branch = helper.make_graph(
        [helper.make_node("Relu", ["q"], ["t"])], "b", [], [value("t", TensorProto.FLOAT, None)]
    )
    quantised = helper.make_graph(
        [
            helper.make_node("QuantizeLinear", ["x", "sc", "zp"], ["xq"]),
            helper.make_node("QLinearConv", ["xq", "sc", "zp", "w", "sc", "zp", "sc", "zp"],
                             ["yq"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
            helper.make_node("DequantizeLinear", ["yq", "sc", "zp"], ["q"]),
            helper.make_node("If", ["yes"], ["branch"], then_branch=branch, else_branch=branch),
            helper.make_node("ConvTranspose", ["branch", "wt"], ["up"], strides=[2, 2]),
            helper.make_node("Resize", ["up", "", "scales"], ["big"], mode="linear"),
            helper.make_node("Pad", ["big", "pads"], ["padded"]),
            helper.make_node("AveragePool", ["padded"], ["y"], kernel_shape=[2, 2]),
        ],
        "q",
        [value("x", TensorProto.FLOAT, [1, 2, 8, 8])],
        [value("y", TensorProto.FLOAT, None)],
        [
            const("sc", f32(0.1)), const("zp", np.int8(0)),
            const("w", np.zeros((4, 2, 3, 3), np.int8)),
            const("yes", np.array(True)), const("wt", np.zeros((4, 2, 2, 2), f32)),
            const("scales", np.array([1, 1, 2, 2], f32)), const("pads", np.array([0, 0, 1, 1] * 2)),
        ],
    )  # fmt: skip
    return [
        helper.make_model(g, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
        for g in (transformer, recurrent, quantised)
    ]


def corpus():
    """Serialised seeds: the smaller bundled models and the built ones."""
    names = ("alexnet", "squeezenet", "zfnet512", "vgg19", "shufflenet", "inception_v1")
    files = [bundled.model_path(name).read_bytes() for name in names]
    small = [model.SerializeToString() for model in _small_models()]
    # The built ones reach more code in less time.
    return files + small * 4


def _bytes(data, rng):
    data = bytearray(data)
    kind = rng.randrange(4)
    if kind == 0:
        for _ in range(rng.choice([1, 1, 4, 32])):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif kind == 1:
        del data[rng.randrange(len(data)) :]
    elif kind == 2:
        start = rng.randrange(len(data))
        del data[start : start + rng.randrange(1, 64)]
    else:
        at = rng.randrange(len(data))
        data[at:at] = rng.randbytes(rng.randrange(1, 64))
    return bytes(data)


def _fitting(node):
    """Operators that take as many inputs and outputs, so that the mutant gets further."""
    return [
        name
        for name, s in _SCHEMAS.items()
        if s.min_input <= len(node.input) <= s.max_input
        and s.min_output <= len(node.output) <= s.max_output
    ]


def _attribute(node, rng):
    """Set an attribute that the operator has, of the right type, to a wrong value."""
    schema = _SCHEMAS.get(node.op_type)
    if schema is None or not schema.attributes:
        return
    name = rng.choice(sorted(schema.attributes))
    kind = schema.attributes[name].type.name
    values = {
        "INT": rng.choice(_HUGE),
        "INTS": rng.choices([*_HUGE, 1, 1, 2], k=rng.randrange(1, 7)),
        "FLOAT": rng.choice([0.0, -1.0, float("inf"), float("nan")]),
        "FLOATS": [float("nan")] * rng.randrange(1, 5),
        "STRING": rng.choice([b"", b"SAME_UPPER", b"VALID", b"linear", b"i,j->", b"...", b"\xff"]),
        "TENSOR": numpy_helper.from_array(np.array([rng.choice(_HUGE)]), "t"),
    }
    if kind in values:
        for i, attribute in enumerate(node.attribute):
            if attribute.name == name:
                del node.attribute[i]
                break
        made = helper.make_attribute(name, values[kind]) if values[kind] != [] else None
        if made is not None:
            node.attribute.append(made)


def _node(graph, rng):
    node = rng.choice(graph.node)
    kind = rng.randrange(9)
    names = [n for other in graph.node for n in (*other.input, *other.output)]
    if kind == 0:
        node.op_type = rng.choice(_fitting(node) if rng.random() < 0.8 else _OPERATORS)
    elif kind == 1 and node.input:
        node.input[rng.randrange(len(node.input))] = rng.choice([*names, "", "nowhere"])
    elif kind == 2 and node.output:
        node.output[rng.randrange(len(node.output))] = rng.choice([*names, "", "new"])
    elif kind == 3:
        node.input.extend(rng.choices(names, k=rng.randrange(1, 4)))
    elif kind == 4 and node.input:
        node.input.pop()
    elif kind == 5:
        _attribute(node, rng)
    elif kind == 6:
        attribute = rng.choice(node.attribute) if node.attribute else node.attribute.add()
        if attribute.ints:
            attribute.ints[rng.randrange(len(attribute.ints))] = rng.choice(_HUGE)
        elif rng.random() < 0.5:
            attribute.i = rng.choice(_HUGE)
        else:
            attribute.type = rng.randrange(15)
    elif kind == 7:
        other = rng.choice(graph.node)
        node.CopyFrom(other)
    else:
        node.domain = rng.choice(["com.microsoft", "ai.onnx", "ai.onnx.ml", "nobody"])


def _value(model, rng):
    graph = model.graph
    kind = rng.randrange(8)
    if kind == 0 and graph.initializer:
        tensor = rng.choice(graph.initializer)
        if tensor.dims:
            tensor.dims[rng.randrange(len(tensor.dims))] = rng.choice(_HUGE)
    elif kind == 1 and graph.initializer:
        tensor = rng.choice(graph.initializer)
        if tensor.data_type == TensorProto.INT64 and not tensor.external_data:
            values = np.array(
                tensor.int64_data
                or np.frombuffer(tensor.raw_data[: len(tensor.raw_data) // 8 * 8], np.int64)
            )
            if values.size:
                values[rng.randrange(values.size)] = rng.choice(_HUGE)
            name, dims = tensor.name, list(tensor.dims)
            tensor.CopyFrom(numpy_helper.from_array(values, name))
            del tensor.dims[:]
            tensor.dims.extend(dims)
    elif kind == 2 and graph.input:
        shape = rng.choice(graph.input).type.tensor_type.shape
        if shape.dim:
            dim = rng.choice(shape.dim)
            if rng.random() < 0.3:
                dim.dim_param = rng.choice(["N", "seq", ""])
            else:
                dim.dim_value = rng.choice(_HUGE)
    elif kind == 3 and graph.input:
        del graph.input[rng.randrange(len(graph.input))]
    elif kind == 4:
        model.opset_import[0].version = rng.choice([*range(1, 30), 2**40, -3])
    elif kind == 5 and graph.initializer:
        tensor = rng.choice(graph.initializer)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(
            key="location",
            value=rng.choice(
                ["../secret", "/etc/passwd", "absent.bin", "", "a\0b", ".", "hwpipe:seed"]
            ),
        )
    elif kind == 6 and graph.initializer:
        rng.choice(graph.initializer).data_type = rng.randrange(-1, 26)
    else:
        rng.choice(graph.input or graph.output).type.tensor_type.elem_type = rng.randrange(-1, 26)


def mutate(seeds, seed):
    """Mutant number `seed`, as bytes."""
    rng = random.Random(seed)
    data = rng.choice(seeds)
    if rng.random() < 0.2:
        return _bytes(data, rng)
    model = onnx.ModelProto.FromString(data)
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        if model.graph.node and rng.random() < 0.6:
            _node(model.graph, rng)
        else:
            _value(model, rng)
    return model.SerializeToString()


def peak_bytes():
    """Most memory that this process has held."""
    # The high-water mark of this program; ru_maxrss would include its parent's before exec.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def main():
    first, count, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    faulthandler.enable()
    warnings.simplefilter("error")
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    seeds = corpus()
    path = folder / f"mutant{first}.onnx"
    for seed in range(first, first + count):
        path.write_bytes(mutate(seeds, seed))
        print("begin", seed, flush=True)
        start = time.perf_counter()
        try:
            source = open_model(path, dims={"batch": 2})
            graph = source.graph(2 if seed % 3 == 0 else None)
            outcome = "graph" if isinstance(graph, Graph) else type(graph).__name__
        except InputError as error:
            text = str(error)
            outcome = "input-error" if "\n" not in text and len(text) < 2000 else "long-message"
        except BaseException as error:
            outcome = f"{type(error).__name__}: {error}"[:200].replace("\n", " ")
            if len(sys.argv) > 4:
                import traceback

                traceback.print_exc()
        print("end", seed, f"{time.perf_counter() - start:.3f}", outcome, flush=True)
    print("rss", peak_bytes(), flush=True)


if __name__ == "__main__":
    main()
