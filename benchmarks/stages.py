"""Int8 networks as FPGA stages on a board's twin: bits, memory, cycles.

    python benchmarks/stages.py [--twin numpy|rtl] [--board kv260] [NETWORK ...]

Every network runs from QuantizeLinear to DequantizeLinear in one stage on the board, through pynq,
gRPC and the driver, and is compared element by element with the integer reference and with
onnxruntime on the QOperator model.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from networks import NETWORKS, quantised

from hwpipe.cluster import boards
from hwpipe.graph import open_model
from hwpipe.lower import lower_model, plan_buffers, run_integer
from hwpipe.lower.trace import trace_model
from hwpipe.runtime import StageSpec, run_pipeline
from hwpipe.stage.board import BoardSpec, board_spec
from hwpipe.stage.divide import divide
from hwpipe.stage.image import stage_image

__all__ = ["Measured", "int8_network", "main", "measure"]

ALL = ("resnet50", "squeezenet", "mobilenet-v2", "vgg19", "digits")


def digits(folder: Path) -> Path:
    """The residual CNN of examples/ for 8 x 8 digits, random weights, int8."""
    from onnx import TensorProto, helper, numpy_helper

    from hwpipe.quantize import quantize_model
    from hwpipe.quantize.driver import save_model

    rng, nodes, constants = np.random.default_rng(4), [], []

    def conv(x: str, inward: int, outward: int) -> str:
        weights = rng.standard_normal((outward, inward, 3, 3)) * np.sqrt(2 / inward / 9)
        constants.append(numpy_helper.from_array(weights.astype(np.float32), f"w{len(nodes)}"))
        nodes.append(helper.make_node("Conv", [x, constants[-1].name], [f"y{len(nodes)}"],
                                      f"conv{len(nodes)}", pads=[1] * 4))  # fmt: skip
        return nodes[-1].output[0]

    def simple(op: str, *inputs: str, **attributes: object) -> str:
        nodes.append(helper.make_node(op, list(inputs), [f"y{len(nodes)}"], f"n{len(nodes)}",
                                      **attributes))  # fmt: skip
        return nodes[-1].output[0]

    def block(x: str, channels: int) -> str:
        y = simple("Relu", conv(x, channels, channels))
        return simple("Relu", simple("Add", x, conv(y, channels, channels)))

    x = block(simple("Relu", conv("image", 1, 16)), 16)
    x = simple("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = block(simple("Relu", conv(x, 16, 32)), 32)
    x = simple("Flatten", simple("GlobalAveragePool", x))
    fc = numpy_helper.from_array(rng.standard_normal((32, 10)).astype(np.float32), "fc")
    last = simple("Gemm", x, "fc")
    entry = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 1, 8, 8])
    end = helper.make_tensor_value_info(last, TensorProto.FLOAT, [1, 10])
    graph = helper.make_graph(nodes, "digits", [entry], [end], [*constants, fc])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / "digits.onnx")
    np.savez(folder / "digits.npz", image=rng.standard_normal((8, 1, 8, 8)).astype(np.float32))
    path = folder / "digits-int8.onnx"
    save_model(quantize_model(folder / "digits.onnx", folder / "digits.npz").model, path)
    return path


def int8_network(name: str, folder: Path) -> Path:
    """File of an int8 network, made where it is not there yet."""
    path = folder / f"{name}-int8.onnx"
    if path.is_file():
        return path
    if name == "digits":
        return digits(folder)
    if name in NETWORKS:
        return quantised(name, folder)
    from hwpipe.quantize import quantize_model
    from hwpipe.quantize.driver import save_model

    folder.mkdir(parents=True, exist_ok=True)
    entry = open_model(name).input_specs(1)[0].name
    rng = np.random.default_rng(3)
    images = rng.standard_normal((2, 3, 224, 224)).astype(np.float32)
    np.savez(folder / f"{name}.npz", **{entry: images})
    save_model(quantize_model(name, folder / f"{name}.npz", batch=1).model, path)
    return path


def differing(got: dict[str, np.ndarray], want: dict[str, np.ndarray]) -> tuple[int, int]:
    """Elements that differ, and elements, over the outputs that both have."""
    names = set(got) & set(want)
    return (
        sum(int(np.count_nonzero(got[name] != want[name])) for name in names),
        sum(int(got[name].size) for name in names),
    )


@dataclass(frozen=True)
class Measured:
    """One network as a stage on a board.

    Attributes:
        layers: on the board.
        elements: of all outputs of all images.
        wrong_integer: elements that differ from the integer reference.
        wrong_onnxruntime: elements that differ from onnxruntime on the QOperator model.
        weight_bytes: of the program.
        live_bytes: largest set of activations that are alive together.
        ddr_bytes: of everything that the driver allocates.
        board_s: of an image at the board's clock, None where no cycles were counted.
        here_s: of the whole run on this machine, start included.
    """

    layers: int
    elements: int
    wrong_integer: int
    wrong_onnxruntime: int
    weight_bytes: int
    live_bytes: int
    ddr_bytes: int
    board_s: float | None
    here_s: float

    @property
    def over_weights(self) -> float:
        """DDR beyond the weights over the largest live set."""
        return (self.ddr_bytes - self.weight_bytes) / self.live_bytes

    def row(self, name: str) -> str:
        """A line of the table."""
        board = "-" if self.board_s is None else f"{self.board_s * 1e3:.2f} ms"
        return (
            f"{name:14}{self.layers:7}{self.elements:10,}{self.wrong_integer:12}"
            f"{self.wrong_onnxruntime:12}{self.weight_bytes / 1e6:11.2f}"
            f"{self.live_bytes / 1e6:9.2f}{self.ddr_bytes / 1e6:9.2f}{self.over_weights:8.2f}"
            f"{board:>12}{self.here_s:10.1f}"
        )


def measure(name: str, spec: BoardSpec, folder: Path, images: int) -> Measured:
    """Run one network's integer part on a board's twin and compare every element."""
    import onnxruntime

    path = int8_network(name, folder)
    model = open_model(path).materialise(1)
    # The integer part: its boundary becomes the graph's output, as codes and as floats.
    trace = trace_model(model, name)
    stage = [i for i in range(len(trace.nodes)) if i not in trace.reasons]
    _, leaves = trace.boundary(stage)
    entries = [v.name for v in model.graph.input if v.name in trace.inputs]
    cut = onnx.utils.Extractor(model).extract_model(entries, list(leaves))
    program = lower_model(path, batch=1)
    entry = program.inputs[0].name
    shape = program.tensors[program.inputs[0].tensor].shape[1:]
    x = np.random.default_rng(9).standard_normal((images, *shape)).astype(np.float32)
    began = time.perf_counter()
    nodes = tuple(range(len(cut.graph.node)))
    stages = [StageSpec(0, nodes, spec.device, "fpga", boards=(spec,))]
    done = run_pipeline(cut, stages, {entry: x}, micro_batch=1, timeout_s=1800)
    seconds = time.perf_counter() - began
    report = done.stage_reports[0].board
    assert report is not None
    assert report.moved is None
    session = onnxruntime.InferenceSession(
        cut.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    names = [value.name for value in cut.graph.output]
    integer: dict[str, list[np.ndarray]] = {}
    reference: dict[str, list[np.ndarray]] = {}
    for n in range(images):
        for key, value in run_integer(program, {entry: x[n : n + 1]}).items():
            integer.setdefault(key, []).append(value)
        for key, value in zip(names, session.run(names, {entry: x[n : n + 1]}), strict=True):
            reference.setdefault(key, []).append(value)
    wrong, compared = differing(done.outputs, {k: np.concatenate(v) for k, v in integer.items()})
    wrong_ort, _ = differing(done.outputs, {k: np.concatenate(v) for k, v in reference.items()})
    (own,) = divide(trace, stage, spec.config).kernels
    return Measured(
        report.layers, compared, wrong, wrong_ort, own.weight_bytes,
        plan_buffers(own, lanes=spec.config.pi).lower_bound_bytes,
        stage_image(own, spec.config, 0).bytes, report.seconds, seconds,
    )  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("networks", nargs="*", default=list(ALL))
    parser.add_argument("--twin", default="numpy")
    parser.add_argument("--board", default="kv260")
    parser.add_argument("--images", type=int, default=2)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "hwpipe-networks"
    )
    chosen = parser.parse_args()
    spec = board_spec(boards()[chosen.board].device, chosen.twin)
    assert spec is not None
    print(
        f"FPGA stage on a twin of {chosen.board} ({chosen.twin}), elements that differ, MB in DDR"
    )
    print("x live: DDR without weights over the largest live set of activations")
    head = ("layers", 7), ("elements", 10), ("!= integer", 12), ("!= ort", 12), ("weights", 11)
    tail = ("live", 9), ("DDR", 9), ("x live", 8), ("board", 12), ("here s", 10)
    print(f"{'network':14}" + "".join(f"{word:>{width}}" for word, width in (*head, *tail)))
    for name in chosen.networks:
        print(measure(name, spec, chosen.folder, chosen.images).row(name), flush=True)


if __name__ == "__main__":
    main()
