"""Networks, clusters and problems of the study (`benchmarks/study.py`)."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from hwpipe.cluster.load import cluster_from_table
from hwpipe.cluster.model import Cluster, Device, Link
from hwpipe.cost import build_cost_table, profile_cost_table
from hwpipe.cost.table import CostTable
from hwpipe.graph import open_model
from hwpipe.graph.model import Graph, Node, TensorInfo, Work
from hwpipe.joint.split import Splitter, TensorSplitter
from hwpipe.partition import PlanningProblem, make_problem
from hwpipe.tensor.model import LayerGraph, TensorLayer, chain
from hwpipe.tensor.published import network

__all__ = ["ArraySplitter", "Row", "array_cluster", "array_problem", "cluster_rows",
           "machine_room", "resnet50_logits", "vgg16"]  # fmt: skip

PROFILES = Path(__file__).resolve().parents[2] / "shared" / "data" / "profiles" / "pipedream"


# -- arrays of TPU boards ---------------------------------------------------------------------


def array_cluster(v2: int, v3: int) -> Cluster:
    """Boards as AccPar's study has them: 180 and 420 TFLOP/s, 8 and 16 Gb/s network ports.

    A link runs at the slower of its two ports. (`systems.md`, section 2: recalled parameters.)
    """

    def board(name: str, kind: str, peak: float, memory: int, rate: float) -> Device:
        return Device(name, kind, "tpu", {"bfloat16": peak}, memory, rate, 0.0, 1.0, 1.0,
                      "bfloat16")  # fmt: skip

    devices = [board(f"v2-{k}", "tpu-v2-board", 180e12, 64 << 30, 2.4e12) for k in range(v2)]
    devices += [board(f"v3-{k}", "tpu-v3-board", 420e12, 128 << 30, 3.6e12) for k in range(v3)]
    port = {"tpu-v2-board": 1e9, "tpu-v3-board": 2e9}  # bytes per second
    links = {
        (a.name, b.name): Link(a.name, b.name, min(port[a.type], port[b.type]), 0.0, True)
        for a in devices
        for b in devices
        if a is not b
    }
    name = " + ".join(f"{n} {kind}" for n, kind in ((v2, "v2"), (v3, "v3")) if n)
    return Cluster(name, tuple(devices), links, "switch")


def array_problem(
    name: str, cluster: Cluster, microbatches: int, schedule: str, batch: int = 512
) -> PlanningProblem:
    """A published network in training as a chain with one node a layer, costed by FLOP."""
    layers = network(name, batch // microbatches).layers
    return chain_problem(name, layers, cluster, microbatches=microbatches, schedule=schedule,
                         micro_batch=batch // microbatches)  # fmt: skip


def long_chain(nodes: int) -> tuple[TensorLayer, ...]:
    """Blocks of four dense layers of unequal widths, repeated to so many layers."""
    widths = (1024, 4096, 1024, 2048)
    return tuple(
        TensorLayer(f"l{k}", "fc", 8, widths[k % 4], widths[(k + 1) % 4]) for k in range(nodes)
    )


def chain_problem(
    name: str,
    layers: Sequence[TensorLayer],
    cluster: Cluster,
    *,
    microbatches: int,
    schedule: str,
    micro_batch: int,
) -> PlanningProblem:
    """A chain with one node a layer, costed by FLOP over the peak rate."""
    size = 2.0  # bytes of bfloat16
    tensors = {"x": TensorInfo("x", (layers[0].in_elements,), "bfloat16")}
    nodes = []
    for k, layer in enumerate(layers):
        out = f"t{k}"
        tensors[out] = TensorInfo(out, (layer.out_elements,), "bfloat16")
        nodes.append(
            Node(k, layer.name, "Conv" if layer.kind == "conv" else "Gemm",
                 ("x",) if k == 0 else (f"t{k - 1}",), (out,), (), layer.weight_elements,
                 int(size * layer.weight_elements), int(size * layer.in_elements),
                 int(size * layer.out_elements), "bfloat16", Work("gemm"))
        )  # fmt: skip
    graph = Graph(name, f"published:{name}", micro_batch, tuple(nodes), tensors, {},
                  ("x",), (f"t{len(layers) - 1}",))  # fmt: skip
    kinds: dict[str, Device] = {}
    for device in cluster.devices:
        kinds.setdefault(device.cost_key, device)
    flops = np.array([layer.flops for layer in layers]).T  # (3, L)
    peak = np.array([d.peak_per_s["bfloat16"] for d in kinds.values()])[:, None]
    same = np.ones((len(kinds), 1))
    weight = same * size * np.array([layer.weight_elements for layer in layers], dtype=float)
    zero = np.zeros_like(weight)
    table = CostTable(
        micro_batch=micro_batch,
        keys=tuple(kinds),
        node_names=tuple(layer.name for layer in layers),
        forward_s=flops[0] / peak,
        backward_input_s=flops[1] / peak,
        backward_weight_s=flops[2] / peak,
        weight_bytes=weight,
        activation_bytes=same * size * np.array([x.in_elements for x in layers], dtype=float),
        workspace_bytes=zero,
        forward_j=zero,
        backward_j=zero,
        source=np.full(weight.shape, "model", dtype=object),
    )
    return make_problem(graph, table, cluster, training=True, microbatches=microbatches,
                        schedule=schedule)  # fmt: skip


class ArraySplitter(TensorSplitter):
    """Splits of a published network: its layers instead of an ONNX graph's."""

    def _layer_graph(self, nodes: tuple[int, ...]) -> LayerGraph | None:
        if nodes not in self._layers:
            graph = self._problem.graph
            every = network(graph.name, graph.batch)
            picked = [replace(every.layers[k], nodes=(k,)) for k in nodes]
            self._layers[nodes] = chain(graph.name, picked, element_bytes=2.0)
        return self._layers[nodes]


# -- clusters of GPUs, FPGA boards and both ---------------------------------------------------


@cache
def vgg16() -> str:
    """Path of a VGG-16 (configuration D, Simonyan and Zisserman 2014) written as ONNX."""
    from onnx import TensorProto, helper, save

    folder = Path(tempfile.mkdtemp(prefix="hwpipe-study-"))
    nodes, weights, current, channels = [], [], "x", 3

    def weight(name: str, *dims: int) -> str:
        # Sizes only: no value is ever read.
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=dims)
        tensor.data_location = TensorProto.EXTERNAL
        length = 4 * math.prod(dims)
        for key, value in (("location", "vgg16.data"), ("offset", 0), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        weights.append(tensor)
        return name

    def add(op: str, inputs: list[str], name: str, **attributes: object) -> str:
        nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
        return name

    for stage, (repeats, width) in enumerate(zip((2, 2, 3, 3, 3), (64, 128, 256, 512, 512),
                                                 strict=True), 1):  # fmt: skip
        for k in range(1, repeats + 1):
            name = f"conv{stage}_{k}"
            w, b = weight(f"{name}.w", width, channels, 3, 3), weight(f"{name}.b", width)
            current = add("Conv", [current, w, b], name, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
            current = add("Relu", [current], f"relu{stage}_{k}")
            channels = width
        current = add("MaxPool", [current], f"pool{stage}", kernel_shape=[2, 2], strides=[2, 2])
    current = add("Flatten", [current], "flatten")
    for k, (inward, outward) in enumerate(((25088, 4096), (4096, 4096), (4096, 1000)), 6):
        w, b = weight(f"fc{k}.w", inward, outward), weight(f"fc{k}.b", outward)
        current = add("Gemm", [current, w, b], f"fc{k}")
        if k < 8:
            current = add("Relu", [current], f"relu{k}")
    graph = helper.make_graph(
        nodes, "vgg16",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3, 224, 224])],
        [helper.make_tensor_value_info(current, TensorProto.FLOAT, ["N", 1000])], weights,
    )  # fmt: skip
    with (folder / "vgg16.data").open("wb") as data:
        data.truncate(4 * 25088 * 4096)
    path = folder / "vgg16.onnx"
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return str(path)


@cache
def resnet50_logits() -> str:
    """Path of the bundled ResNet-50 without its Softmax, which FPGA engines leave to the host."""
    from onnx import load, save

    from hwpipe.graph.bundled import model_path

    model = load(str(model_path("resnet50")))
    graph = model.graph
    last = next(node for node in graph.node if node.op_type == "Softmax")
    logits = last.input[0]
    graph.node.remove(last)
    graph.output[0].name = logits
    path = Path(tempfile.mkdtemp(prefix="hwpipe-study-")) / "resnet50.onnx"
    save(model, path)
    return str(path)


@dataclass(frozen=True)
class Row:
    """A network on a cluster; `problems` gives one for each micro-batch count and schedule."""

    network: str
    cluster: Cluster
    group: str  # "gpu", "fpga" or "mixed"
    training: bool
    batch: int
    counts: tuple[int, ...]
    schedules: tuple[str, ...]

    @property
    def name(self) -> str:
        """Network, mode and cluster."""
        return f"{self.network} {'train' if self.training else 'infer'}, {self.cluster.name}"

    def problem(self, microbatches: int, schedule: str, **more: bool) -> PlanningProblem:
        """The planning problem with so many micro-batches."""
        graph, table = _costs(self.network, self.cluster, self.training, self.batch // microbatches)
        return make_problem(graph, table, self.cluster, training=self.training,
                            microbatches=microbatches, schedule=schedule, **more)  # fmt: skip

    def splitter(self, problem: PlanningProblem) -> Splitter:
        """Prices splits."""
        return TensorSplitter(problem)


_KNOWN: dict[tuple[str, int, bool, int], tuple[Graph, CostTable]] = {}


def _costs(
    name: str, cluster: Cluster, training: bool, micro_batch: int
) -> tuple[Graph, CostTable]:
    key = (name, id(cluster), training, micro_batch)
    if key not in _KNOWN:
        if name == "gnmt":
            source = open_model(str(PROFILES / "gnmt.txt"))
            graph = source.graph(micro_batch)
            table = profile_cost_table(source, cluster.devices, training=training)
        else:
            graph = open_model(vgg16() if name == "vgg16" else resnet50_logits()).graph(micro_batch)
            table = build_cost_table(graph, cluster.devices, training=training)
        _KNOWN[key] = (graph, table)
    return _KNOWN[key]


def _cluster(name: str, devices: dict[str, int], topology: dict[str, object]) -> Cluster:
    rows = [{"name": f"{kind}-", "type": kind, "count": n} for kind, n in devices.items()]
    table = {"name": name, "device": rows, "topology": topology}
    return cluster_from_table(table, name, Path(), name)


def machine_room(machines: int, per_machine: int) -> Cluster:
    """Machines of H100 and A100 in turn, NVLink inside, 400 Gb/s between."""
    devices, groups = [], []
    for k in range(machines):
        devices.append({"name": f"n{k}-", "type": "a100" if k % 2 else "h100",
                        "count": per_machine, "group": f"n{k}"})  # fmt: skip
        groups.append({"name": f"n{k}", "bandwidth": "300 GB/s", "latency": "2 us",
                       "uplink": {"bandwidth": "50 GB/s", "latency": "2 us"}})  # fmt: skip
    topology = {"kind": "tree", "bandwidth": "50 GB/s", "latency": "5 us", "overlap": True,
                "group": groups}  # fmt: skip
    table = {"name": "room", "device": devices, "topology": topology}
    return cluster_from_table(table, "room", Path(), "room")


def _switch(rate: str, latency: str = "10 us", *, overlap: bool = True) -> dict[str, object]:
    return {"kind": "switch", "bandwidth": rate, "latency": latency, "overlap": overlap}


def cluster_rows() -> list[Row]:
    """The rows of GPU, FPGA and mixed clusters."""
    rows: list[Row] = []

    def add(group: str, cluster: Cluster, nets: tuple[str, ...], schedules: tuple[str, ...], *,
            batch: int, counts: tuple[int, ...], training: bool = True) -> None:  # fmt: skip
        for net in nets:
            if net == "gnmt":
                if not (PROFILES / "gnmt.txt").exists():
                    continue
                size = open_model(str(PROFILES / "gnmt.txt")).default_batch or 1
                most = max(counts)
                rows.append(Row(net, cluster, group, training, size * most, (most,), schedules))
            else:
                rows.append(Row(net, cluster, group, training, batch, counts, schedules))

    make: Callable[..., Cluster] = _cluster
    both = ("vgg16", "resnet50")
    gpu = ("1f1b-as", "1f1b-so")
    add("gpu", make("4 V100, 10 Gb/s", {"v100": 4}, _switch("1.25 GB/s")), (*both, "gnmt"), gpu,
        batch=128, counts=(8, 16))  # fmt: skip
    add("gpu", make("8 V100, 25 Gb/s", {"v100": 8}, _switch("3.125 GB/s")), (*both, "gnmt"), gpu,
        batch=256, counts=(8, 16))  # fmt: skip
    add("fpga", make("4 VCU118, 100 Gb/s", {"vcu118": 4}, _switch("12.5 GB/s", "2 us")), both,
        ("1f1b-as", "fbp-as"), batch=32, counts=(16, 32))  # fmt: skip
    add("mixed", make("2 V100 + 2 VCU118", {"v100": 2, "vcu118": 2}, _switch("3.125 GB/s")), both,
        gpu, batch=64, counts=(8, 16))  # fmt: skip
    add("mixed", make("4 V100 + 4 P100", {"v100": 4, "p100": 4}, _switch("1.25 GB/s")),
        (*both, "gnmt"), gpu, batch=128, counts=(8, 16))  # fmt: skip
    edge = make("1 H200 + 4 KV260", {"h200": 1, "kv260": 4}, _switch("1.25 GB/s"))
    add("mixed", edge, both, ("pipeline",), batch=64, counts=(16, 64), training=False)
    orin = make("1 H200 + 4 Jetson Orin", {"h200": 1, "jetson-orin": 4}, _switch("1.25 GB/s"))
    add("mixed", orin, both, gpu, batch=128, counts=(8, 16))
    return rows
