"""Devices, nodes and graphs made by hand, and layers read from public profiles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hwpipe.cluster.model import Device, FpgaEngine, SystolicArray
from hwpipe.graph.model import ConvShape, Gemm, Graph, Node, TensorInfo, Work

PROFILES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "profiles"

V100 = Device(
    name="gpu0",
    type="v100",
    kind="gpu",
    peak_per_s={"float64": 7.8e12, "float32": 15.7e12, "float16": 125e12},
    memory_bytes=16 * 2**30,
    memory_bytes_per_s=900e9,
    launch_overhead_s=5e-6,
    idle_w=40,
    busy_w=300,
    dtype="float32",
)
H100 = Device(
    name="h0",
    type="h100",
    kind="gpu",
    peak_per_s={
        "float32": 67e12,
        "tf32": 494e12,
        "float16": 989e12,
        "bfloat16": 989e12,
        "int8": 1979e12,
    },
    memory_bytes=80 * 10**9,
    memory_bytes_per_s=3.35e12,
    launch_overhead_s=4e-6,
    idle_w=70,
    busy_w=700,
    dtype="bfloat16",
)
CPU = Device(
    name="c0",
    type="cpu",
    kind="cpu",
    peak_per_s={"float32": 1e12, "float64": 0.5e12},
    memory_bytes=64 * 2**30,
    memory_bytes_per_s=50e9,
    launch_overhead_s=2e-6,
    idle_w=30,
    busy_w=120,
    dtype="float32",
)


def array(**changes) -> SystolicArray:
    figures = {
        "rows": 128,
        "cols": 128,
        "count": 1,
        "clock_hz": 1e9,
        "dataflow": "best",
        "ifmap_sram_bytes": 2**22,
        "filter_sram_bytes": 2**22,
        "ofmap_sram_bytes": 2**22,
    }
    return SystolicArray(**(figures | changes))


def tpu(dtype="bfloat16", bandwidth=900e9, launch_s=1e-6, peaks=None, **changes) -> Device:
    a = array(**changes)
    native = 2.0 * a.rows * a.cols * a.count * a.clock_hz
    return Device(
        name="t0",
        type="tpu-v3",
        kind="tpu",
        peak_per_s=peaks or {"bfloat16": native, "float32": native / 3},
        memory_bytes=16 * 2**30,
        memory_bytes_per_s=bandwidth,
        launch_overhead_s=launch_s,
        idle_w=50,
        busy_w=220,
        dtype=dtype,
        array=a,
    )


def engine(**changes) -> FpgaEngine:
    figures = {
        "kernel": "conv",
        "pi": 16,
        "po": 16,
        "clock_hz": 200e6,
        "tile_pixels": 512,
        "ifmap_buffer_bytes": 2**17,
        "weight_buffer_bytes": 2**17,
        "ofmap_buffer_bytes": 2**15,
        "read_ports": 2,
        "write_ports": 1,
        "port_bytes": 16,
        "ddr_latency_cycles": 100,
        "macs_per_dsp": 1,
        "dsp": 256,
        "bram36": 100,
        "lut": 30000,
    }
    return FpgaEngine(**(figures | changes))


def fpga(dtype="int8", bandwidth=19.2e9, launch_s=0.0, **changes) -> Device:
    e = engine(**changes)
    return Device(
        name="f0",
        type="kv260",
        kind="fpga",
        peak_per_s={dtype: 2.0 * e.pi * e.po * e.clock_hz},
        memory_bytes=4 * 2**30,
        memory_bytes_per_s=bandwidth,
        launch_overhead_s=launch_s,
        idle_w=4,
        busy_w=10,
        dtype=dtype,
        engine=e,
    )


def conv_shape(
    batch, cin, cout, size, kernel, stride=1, pad=None, groups=1, dilation=1
) -> ConvShape:
    """A square 2-D convolution."""
    pad = kernel // 2 if pad is None else pad
    out = (size + 2 * pad - dilation * (kernel - 1) - 1) // stride + 1
    return ConvShape(
        batch,
        cin,
        cout,
        (size, size),
        (out, out),
        (kernel, kernel),
        (stride, stride),
        (pad,) * 4,
        (dilation, dilation),
        groups,
    )


def conv_work(shape: ConvShape, first: bool = False) -> Work:
    pixels = shape.batch * shape.out_size[0] * shape.out_size[1]
    taps = shape.kernel[0] * shape.kernel[1]
    g = shape.groups
    gemm = Gemm(g, pixels, taps * shape.in_channels // g, shape.out_channels // g)
    kind = "depthwise" if g > 1 and g == shape.in_channels else "conv"
    return Work(kind, gemm.macs, 0, 0 if first else gemm.macs, gemm.macs, (gemm,), shape)


def conv_node(index, name, source, shape: ConvShape, *, first=False, size=4) -> Node:
    work = conv_work(shape, first)
    weights = work.gemms[0].k * work.gemms[0].n * shape.groups
    read = shape.batch * shape.in_channels * shape.in_size[0] * shape.in_size[1]
    write = shape.batch * shape.out_channels * shape.out_size[0] * shape.out_size[1]
    return Node(
        index,
        name,
        "Conv",
        (source,),
        (name,),
        (f"{name}.w",),
        weights,
        weights * size,
        read * size,
        write * size,
        "float32",
        work,
        shape.out_channels,
    )


def gemm_node(index, name, source, m, k, n, *, first=False) -> Node:
    g = Gemm(1, m, k, n)
    work = Work("gemm", g.macs, 0, 0 if first else g.macs, g.macs, (g,))
    return Node(
        index,
        name,
        "Gemm",
        (source,),
        (name,),
        (f"{name}.w",),
        k * n,
        k * n * 4,
        m * k * 4,
        m * n * 4,
        "float32",
        work,
        n,
    )


def plain_node(index, name, source, op, kind, elements, *, read=None, flops=None) -> Node:
    sources = (source,) if isinstance(source, str) else tuple(source)
    read = elements * len(sources) if read is None else read
    work = Work(kind, 0, elements if flops is None else flops)
    return Node(
        index, name, op, sources, (name,), (), 0, 0, read * 4, elements * 4, "float32", work
    )


def graph(nodes, batch=1, name="net") -> Graph:
    """A graph whose tensors are flat and as large as the nodes say."""
    tensors = {}
    made = {n for node in nodes for n in node.outputs}
    inputs = []
    for node in nodes:
        for source in node.inputs:
            if source not in made and source not in inputs:
                inputs.append(source)
                tensors[source] = TensorInfo(source, (max(1, node.read_bytes // 4),), "float32")
        for result in node.outputs:
            tensors[result] = TensorInfo(result, (max(1, node.write_bytes // 4),), "float32")
    params = {
        p: TensorInfo(p, (node.param_count,), "float32") for node in nodes for p in node.params
    }
    read = {source for node in nodes for source in node.inputs}
    outputs = tuple(n for node in nodes for n in node.outputs if n not in read)
    return Graph(name, "sha256:0", batch, tuple(nodes), tensors, params, tuple(inputs), outputs)


_LINE = re.compile(
    r"node(\d+) -- (\w+)(.*) -- forward_compute_time=([\d.]+), backward_compute_time=([\d.]+), "
    r"activation_size=([\d.]+|\[.*\]), parameter_size=([\d.]+)"
)


def _pair(text, key, default):
    found = re.search(rf"{key}=\(?(\d+)(?:, (\d+))?", text)
    if not found:
        return (default, default)
    return int(found[1]), int(found[2] or found[1])


def profiled_layers(name: str, batch: int):
    """(graph, forward_s, backward_s) of a PipeDream CNN profile, shapes from its own text."""
    path = PROFILES / "pipedream" / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"public profiles are not here: {path.name}")
    rows, edges = {}, {}
    for line in path.read_text().splitlines():
        if found := _LINE.match(line):
            rows[int(found[1])] = found.groups()[1:]
        elif line.startswith("\t"):
            a, b = (int(t) for t in re.findall(r"node(\d+)", line))
            edges.setdefault(b, []).append(a)
    nodes, forward, backward = [], [], []
    sizes = {i: int(float(r[4])) // 4 for i, r in rows.items() if not r[4].startswith("[")}
    spatial = {}
    for i in sorted(rows):
        op, text, fwd, bwd, _, _ = rows[i]
        sources = edges.get(i, [])
        names = tuple(f"n{s}" for s in sources)
        index, out = len(nodes), sizes.get(i, 1)
        if op == "Conv2d":
            cin, cout = (int(t) for t in re.match(r"\((\d+), (\d+)", text).groups())
            kernel = _pair(text, "kernel_size", 1)
            stride, pad = _pair(text, "stride", 1), _pair(text, "padding", 0)
            groups = _pair(text, "groups", 1)[0]
            source = spatial.get(sources[0]) or _side(sizes[sources[0]] // (batch * cin))
            result = tuple((source[d] + 2 * pad[d] - kernel[d]) // stride[d] + 1 for d in (0, 1))
            assert result[0] * result[1] * cout * batch == out, (name, i, op)
            shape = ConvShape(
                batch, cin, cout, source, result, kernel, stride, pad + pad, (1, 1), groups
            )
            spatial[i] = result
            first = rows[sources[0]][0] == "Input"
            node = conv_node(index, f"n{i}", names[0], shape, first=first)
        elif op == "Linear":
            k, n = (int(t) for t in re.findall(r"_features=(\d+)", text))
            node = gemm_node(index, f"n{i}", names[0], batch, k, n)
        else:
            kind, onnx = {
                "ReLU": ("elementwise", "Relu"),
                "BatchNorm2d": ("normalise", "BatchNormalization"),
                "MaxPool2d": ("pool", "MaxPool"),
                "AvgPool2d": ("pool", "AveragePool"),
                "Add": ("elementwise", "Add"),
                "Concat": ("move", "Concat"),
            }.get(op, ("view", op))
            read = sum(sizes[s] for s in sources)
            node = plain_node(index, f"n{i}", names or ("x",), onnx, kind, out, read=read)
            if sources and op not in ("MaxPool2d", "AvgPool2d"):
                spatial[i] = spatial.get(sources[0])
            if op in ("MaxPool2d", "AvgPool2d") and spatial.get(sources[0]):
                h = spatial[sources[0]]
                channels = sizes[sources[0]] // (batch * h[0] * h[1])
                spatial[i] = _side(out // (batch * channels))
        nodes.append(node)
        forward.append(float(fwd) * 1e-3)
        backward.append(float(bwd) * 1e-3)
    return graph(nodes, batch, name), forward, backward


def _side(pixels: int) -> tuple[int, int]:
    side = round(pixels**0.5)
    assert side * side == pixels
    return side, side
