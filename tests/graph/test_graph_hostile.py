"""Files made to hurt: each ends in one line, in little time and memory."""

import subprocess
import sys
import time

import numpy as np
import pytest
from graph_builders import build, chain, const, free, helper, opened, save, value
from onnx import TensorProto

from hwpipe.errors import InputError
from hwpipe.graph import open_model

LIMIT_S = 10.0
MEMORY_BYTES = 10**9

#: Opens a file in its own process; prints the outcome and the peak memory.
PROBE = """
import sys, time
from hwpipe.errors import InputError
from hwpipe.graph import open_model
def peak_bytes():
    # The high-water mark of this program; ru_maxrss would include its parent's before exec.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
start = time.process_time()
try:
    graph = open_model(sys.argv[1]).graph()
    print("graph", len(graph))
except InputError as error:
    print(error)
print(time.process_time() - start)  # the machine may be busy with others
print(peak_bytes())
"""


def probe(path):
    """(message, seconds, peak bytes) of opening a file in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    message, seconds, peak = done.stdout.rsplit("\n", 3)[0:3]
    assert float(seconds) < LIMIT_S
    assert int(peak) < MEMORY_BYTES
    return message


def varint(number):
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def field(number, body):
    return varint(number << 3 | 2) + varint(len(body)) + body


def model_bytes(graph_body):
    opset = field(8, b"\x0a\x00\x10\x14")
    return b"\x08\x09" + field(7, graph_body) + opset


def test_100_000_nested_branches(tmp_path):
    # Each level: node { attribute { g: graph } }; built from the inside by lengths alone.
    prefix, size = [], 2
    tail = field(1, b"")
    size = len(tail)
    for _ in range(100_000):
        graph = varint(6 << 3 | 2) + varint(size)  # AttributeProto.g
        size += len(graph)
        attribute = varint(5 << 3 | 2) + varint(size)  # NodeProto.attribute
        size += len(attribute)
        node = varint(1 << 3 | 2) + varint(size)  # GraphProto.node
        size += len(node)
        prefix.append(node + attribute + graph)
    path = tmp_path / "nested.onnx"
    path.write_bytes(model_bytes(b"".join(reversed(prefix)) + tail))
    assert "corrupt or nested more than 100 deep" in probe(path)


def test_a_chain_of_100_000_nodes_opens(tmp_path):
    path = save(chain(100_000), tmp_path)
    assert probe(path) == "graph 100000"


def test_too_many_nodes(tmp_path):
    path = tmp_path / "many.onnx"
    path.write_bytes(model_bytes(b"\x0a\x00" * 2_000_000))
    assert "2000000 nodes (limit: 120000 nodes)" in probe(path)
    path.write_bytes(model_bytes(b"\x0a\x00" * 4_000_000))
    assert "more than 3000000 fields" in probe(path)


def test_many_tiny_attributes_in_one_node(tmp_path):
    path = tmp_path / "attributes.onnx"
    path.write_bytes(model_bytes(field(1, b"\x2a\x00" * 20_000_000)))
    assert "more than 3000000 fields" in probe(path)
    path.write_bytes(model_bytes(field(1, b"\x12\x01y\x22\x01R" + b"\x2a\x00" * 2_500_000)))
    assert "2500000 attributes (limit: 100000 inputs or outputs, 1000 attributes)" in probe(path)


@pytest.mark.parametrize(
    ("extra", "outcome"),
    [
        (lambda i: field(5, b"\x10\x01\x42\x08%08d\x4a\x04abcd" % i), "graph 3"),
        (lambda i: field(11, b"\x0a\x08%08d" % i), "graph input '00000000' is not a tensor"),
    ],
    ids=["initializers", "inputs"],
)
def test_a_quarter_million_of_anything(tmp_path, extra, outcome):
    path = tmp_path / "many.onnx"
    graph = chain(3).graph.SerializeToString()
    path.write_bytes(model_bytes(graph + b"".join(extra(i) for i in range(250_000))))
    assert outcome in probe(path)


def test_a_large_file_of_zeros_and_a_large_constant(tmp_path):
    path = tmp_path / "zeros.onnx"
    with path.open("wb") as file:
        file.truncate(1_900_000_000)
    assert "field number 0 at byte 0" in probe(path)
    body = 1_500_000_000
    path.write_bytes(b"\x08\x09\x3a" + varint(body + 6) + b"\x52" + varint(body))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + body)
    assert (
        "more than 268435456 bytes of the file are neither raw data of initializers nor external"
        in probe(path)
    )


def test_weights_of_1_4_gb_inside_the_file_are_not_read(tmp_path):
    """The file is sparse, and so is what hwpipe makes of it."""
    model = build(
        [helper.make_node("MatMul", ["x", "w"], ["y"])],
        [value("x", 1, 600_000_000)],
        [free("y")],
    )
    tensor = TensorProto(name="w", data_type=TensorProto.INT8, dims=[600_000_000, 2])
    head = tensor.SerializeToString()
    size = 1_200_000_000
    initializer = head + varint(9 << 3 | 2) + varint(size)
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.INT8
    rest = model.graph.SerializeToString()
    tag = varint(5 << 3 | 2) + varint(len(initializer) + size)
    total = len(rest) + len(tag) + len(initializer) + size
    path = tmp_path / "big.onnx"
    opset = field(8, b"\x0a\x00\x10\x14")
    path.write_bytes(b"\x08\x09" + opset + b"\x3a" + varint(total) + rest + tag + initializer)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size + size)
    source = open_model(path)
    start = time.perf_counter()
    assert source._raw.ByteSize() < 1000
    assert time.perf_counter() - start < LIMIT_S


def test_declared_sizes_are_never_allocated(tmp_path):
    huge = 2**35
    cases = {
        "ConstantOfShape": [const("d", [huge], np.int64)],
        "Expand": [const("v", [1.0], np.float32), const("d", [huge], np.int64)],
        "Tile": [const("v", [1.0], np.float32), const("d", [huge], np.int64)],
        "Range": [const("v", 0, np.int64), const("d", huge, np.int64), const("e", 1, np.int64)],
    }
    for op, weights in cases.items():
        nodes = [
            helper.make_node(op, [w.name for w in weights], ["c"]),
            helper.make_node("Cast", ["c"], ["f"], to=TensorProto.FLOAT),
            helper.make_node("Add", ["x", "f"], ["y"]),
        ]
        path = save(build(nodes, [value("x", 1)], [free("y")], weights), tmp_path, f"{op}.onnx")
        message = probe(path)
        assert message.startswith("graph") or "limit" in message, (op, message)


def test_constants_that_multiply_step_by_step(tmp_path):
    """Each step is small; together they would fill the memory."""
    nodes = [helper.make_node("Concat", ["c0", "c0"], ["c1"], axis=0)]
    nodes += [
        helper.make_node("Concat", [f"c{i}", f"c{i}"], [f"c{i + 1}"], axis=0) for i in range(1, 60)
    ]
    nodes += [helper.make_node("Cast", ["c60"], ["f"], to=TensorProto.FLOAT)]
    nodes += [helper.make_node("Add", ["x", "f"], ["y"])]
    model = build(nodes, [value("x", 1)], [free("y")], [const("c0", [1], np.int64)])
    message = probe(save(model, tmp_path))
    assert message.startswith("graph") or "limit" in message


def test_activations_beyond_any_memory(tmp_path):
    nodes = [helper.make_node("Relu", ["x"], ["y"])]
    model = build(nodes, [value("x", 1, 2**40, 2**40)], [free("y")])
    with pytest.raises(
        InputError, match=r"tensor '[xy]' of shape .* has \d+ bytes .limit: 4398046511104"
    ):
        opened(model, tmp_path).graph()
    model = build(nodes, [value("x", 1, 2**41)], [free("y")])
    with pytest.raises(
        InputError, match=r"declares the dimension 2199023255552 .limit: 0 to 1099511627776"
    ):
        opened(model, tmp_path)


def test_cycle_of_100_000_nodes(tmp_path):
    model = chain(100_000)
    model.graph.node[0].input[0] = "t100000"
    assert "depends on its own output" in probe(save(model, tmp_path))


def test_same_name_many_times(tmp_path):
    model = chain(30_000)
    for node in model.graph.node:
        node.name = "n"
    assert probe(save(model, tmp_path)) == "graph 30000"
