"""One small inference on a board, compared bit for bit: every unit of the accelerator runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hwpipe.conv import ConvConfig
from hwpipe.errors import WorkError

if TYPE_CHECKING:
    from onnx import ModelProto

    from hwpipe.fpga.driver import Timeouts
    from hwpipe.fpga.driver_pynq import AcceleratorDriver

__all__ = ["SelfTest", "run_self_test", "self_test", "test_network"]


@dataclass(frozen=True)
class SelfTest:
    """What a self-test saw.

    Attributes:
        device: as the board names itself.
        is_twin: whether that is a twin.
        elements: compared, all equal.
        commands: that the accelerator ran.
        cycles: of the accelerator's clock, by its own counter.
        register_operations: of the one inference.
    """

    device: str
    is_twin: bool
    elements: int
    commands: int
    cycles: int
    register_operations: int


def test_network(channels: int) -> ModelProto:
    """Two convolutions, a residual sum and max pooling; every scale a power of two."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(20)
    one = np.float32(2.0**-4)
    arrays = {
        "s": one, "z": np.int8(0), "sw": np.float32(2.0**-7),
        "w0": rng.integers(-90, 91, (channels, 3, 3, 3)).astype(np.int8),
        "w1": rng.integers(-90, 91, (channels, channels, 3, 3)).astype(np.int8),
        "b": rng.integers(-500, 501, channels).astype(np.int32),
    }  # fmt: skip
    scale = ["s", "z"]

    def conv(x: str, w: str, y: str) -> object:
        inputs = [x, *scale, w, "sw", "z", *scale, "b"]
        return helper.make_node("QLinearConv", inputs, [y], name=y, pads=[1, 1, 1, 1])

    nodes = [
        helper.make_node("QuantizeLinear", ["image", *scale], ["x"], name="enter"),
        conv("x", "w0", "a"),
        conv("a", "w1", "c"),
        helper.make_node("QLinearAdd", ["a", *scale, "c", *scale, *scale], ["d"], name="d",
                         domain="com.microsoft"),
        helper.make_node("MaxPool", ["d"], ["e"], name="e", kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("DequantizeLinear", ["e", *scale], ["y"], name="leave"),
    ]  # fmt: skip
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 8, 8])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, channels, 4, 4])
    weights = [numpy_helper.from_array(np.asarray(a), name) for name, a in arrays.items()]
    graph = helper.make_graph(nodes, "selftest", [image], [y], weights)
    opset = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opset, ir_version=9)


def self_test(
    bitstream: Path, config: ConvConfig, *, address: str | None = None,
    timeouts: Timeouts | None = None,
) -> SelfTest:  # fmt: skip
    """Load a bitstream and compare one inference with the integer reference.

    Args:
        bitstream: the `.bit`, its `.hwh` beside it.
        config: of the kernel in it.
        address: of a board with PYNQ.remote or of a twin; None: see `open_board`.
        timeouts: of the driver.

    Raises:
        InputError: pynq is not installed, or a file is missing.
        WorkError: the board does not answer, refuses the bitstream, holds another kernel, does not
            finish, or computes something else.
    """
    from hwpipe.overlay.open_board import open_board

    return run_self_test(open_board(bitstream, address, timeouts=timeouts), config)


def run_self_test(driver: AcceleratorDriver, config: ConvConfig) -> SelfTest:
    """Compare one inference on a loaded accelerator with the integer reference.

    Args:
        driver: of the accelerator, as `pynq.Overlay` binds it.
        config: of its kernel (`hwpipe.overlay.kernel.config_of_parameters`).

    Raises:
        WorkError: as for `self_test`.
    """
    import numpy as np

    from hwpipe.lower import lower_model, run_tensors
    from hwpipe.overlay.kernel import ident_of_config
    from hwpipe.stage.image import stage_image

    program = lower_model(test_network(2 * config.po))
    image = stage_image(program, config, ident_of_config(config), name="self-test")
    values = np.random.default_rng(21).standard_normal((1, 3, 8, 8)).astype(np.float32)
    expected = run_tensors(program, {"image": values})
    compared = 0
    with driver.load(image) as stage:
        outputs = stage.run({name: expected[name] for name in image.inputs})
        stats = stage.stats
    for name, found in outputs.items():
        differ = int(np.count_nonzero(found != expected[name]))
        if differ:
            raise WorkError(
                f"{differ} of {found.size} elements of the self-test differ",
                where=driver.accelerator.name,
                remedy="the bitstream computes something else: build it again",
            )
        compared += found.size
    assert stats is not None
    return SelfTest(
        driver.accelerator.name, driver.is_twin, compared, len(image.commands), stats.cycles,
        stats.register_operations,
    )  # fmt: skip
