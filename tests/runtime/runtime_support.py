"""Helpers of the runtime tests: one-node models, light models, onnxruntime as the oracle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MS = "com.microsoft"


@dataclass(frozen=True)
class Case:
    """A node with its inputs; None stands for an absent optional input."""

    op: str
    inputs: tuple[np.ndarray | None, ...]
    attrs: dict[str, Any] = field(default_factory=dict)
    opset: int = 21
    outputs: int = 1
    domain: str = ""
    tag: str = ""
    rtol: float = 1e-5

    @property
    def id(self) -> str:
        shown = "-".join(f"{k}={v}" for k, v in self.attrs.items() if not hasattr(v, "dims"))
        return f"{self.op}-{self.opset}-{self.tag or shown}".replace(" ", "")

    def model(self, constant: bool = False, wide_types: bool = False) -> onnx.ModelProto:
        """One node. `constant`: every input but the first is an initialiser."""
        names = [f"x{i}" if x is not None else "" for i, x in enumerate(self.inputs)]
        node = helper.make_node(self.op, names, [f"y{i}" for i in range(self.outputs)],
                                domain=self.domain, **self.attrs)  # fmt: skip
        live, fixed = [], []
        for i, (name, x) in enumerate(zip(names, self.inputs, strict=True)):
            if x is None:
                continue
            if constant and i > 0:
                fixed.append(numpy_helper.from_array(x, name))
            else:
                kind = helper.np_dtype_to_tensor_dtype(x.dtype)
                live.append(helper.make_tensor_value_info(name, kind, x.shape))
        outputs = [helper.make_empty_tensor_value_info(f"y{i}") for i in range(self.outputs)]
        graph = helper.make_graph([node], "one", live, outputs, fixed)
        opsets = [helper.make_opsetid("", self.opset)]
        if self.domain:
            opsets.append(helper.make_opsetid(self.domain, 1))
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def feeds(self, constant: bool = False) -> dict[str, np.ndarray]:
        return {
            f"x{i}": x
            for i, x in enumerate(self.inputs)
            if x is not None and not (constant and i > 0)
        }


def case(op: str, *inputs: Any, opset: int = 21, outputs: int = 1, domain: str = "",
         tag: str = "", rtol: float = 1e-5, **attrs: Any) -> Case:  # fmt: skip
    arrays = tuple(None if x is None else np.asarray(x) for x in inputs)
    return Case(op, arrays, attrs, opset, outputs, domain, tag, rtol)


def run_torch(model: onnx.ModelProto, feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
    import torch

    from hwpipe.runtime.module import TorchStage, to_torch
    from hwpipe.runtime.piece import split_model

    (piece,) = split_model(model, [range(len(model.graph.node))])
    stage = TorchStage(piece)
    with torch.inference_mode():
        results = stage(*(to_torch(feeds[name].copy()) for name in piece.inputs))
    return [
        r.float().numpy() if r.dtype in (torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2)
        else r.numpy() for r in results
    ]  # fmt: skip


def run_onnxruntime(model: onnx.ModelProto, feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    # The operators themselves are the oracle, not what an optimiser makes of them.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return session.run(None, feeds)


def assert_equal(got: np.ndarray, want: np.ndarray, rtol: float) -> None:
    from hwpipe.runtime.check import relative_error

    assert got.dtype == want.dtype, f"dtype {got.dtype}, onnxruntime {want.dtype}"
    assert got.shape == want.shape, f"shape {got.shape}, onnxruntime {want.shape}"
    if want.dtype.kind in "biu":
        assert np.array_equal(got, want), f"\n{got}\nonnxruntime\n{want}"
        return
    error, index = relative_error(got, want)
    assert error <= rtol, f"{got[index]} at {index}, onnxruntime {want[index]}, error {error:.2g}"


def light_model(name: str) -> onnx.ModelProto:
    """A light model of the onnx wheel with seeded weights, as hwpipe.graph normalises it."""
    from hwpipe.graph import open_model

    return open_model(name).materialise(1)


def input_value(name: str, shape: tuple[int, ...], kind: int = TensorProto.FLOAT) -> Any:
    return helper.make_tensor_value_info(name, kind, shape)
