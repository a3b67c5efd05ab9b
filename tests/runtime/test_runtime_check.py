"""The comparison with onnxruntime."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from hwpipe.errors import InputError, WorkError
from hwpipe.runtime import check_against_onnxruntime
from hwpipe.runtime.check import relative_error


def array(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_error_is_relative_to_the_element_or_the_root_mean_square():
    error, index = relative_error(array(100, 50.01, 0.001), array(100, 50, 0))
    rms = np.sqrt((100**2 + 50**2) / 3)
    assert index == (1,)
    assert error == pytest.approx(0.01 / rms, rel=1e-3)
    assert relative_error(array(1.5), array(1.0)) == (0.5, (0,))


@pytest.mark.parametrize(("got", "want", "expected"), [
    (array(np.nan, 1), array(np.nan, 1), 0.0),
    (array(np.inf, 1), array(np.inf, 1), 0.0),
    (array(np.inf, 1), array(-np.inf, 1), np.inf),
    (array(np.nan, 1), array(2, 1), np.inf),
    (array(2, 1), array(np.nan, 1), np.inf),
    (array(0, 0), array(0, 0), 0.0),
    (array(1), array(0), np.inf),
    (array(1, 2), array(1), np.inf),
    (array(), array(), 0.0),
])  # fmt: skip
def test_special_values(got: np.ndarray, want: np.ndarray, expected: float):
    assert relative_error(got, want)[0] == expected


def doubling() -> onnx.ModelProto:
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("Add", ["x", "x"], ["y"])], "g",
        [value("x", TensorProto.FLOAT, [2, 3])], [value("y", TensorProto.FLOAT, [2, 3])],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def test_worst_element_is_named():
    x = np.arange(12, dtype=np.float32).reshape(4, 3)
    good = check_against_onnxruntime(doubling(), {"x": x}, {"y": 2 * x}, micro_batch=2)
    assert good.ok
    assert good.max_relative_error == 0
    good.require()
    bad = 2 * x
    bad[3, 1] = 21
    check = check_against_onnxruntime(doubling(), {"x": x}, {"y": bad}, micro_batch=2)
    assert not check.ok
    (error,) = check.errors
    assert (error.name, error.worst_index, error.got, error.expected) == ("y", (3, 1), 21, 20)
    with pytest.raises(WorkError) as raised:
        check.require()
    assert str(raised.value) == (
        "output 'y': differs from onnxruntime: 21.0 instead of 20.0 at (3, 1), relative error "
        "0.05 (limit: 0.0001); report the model's operators as a bug of hwpipe"
    )
    assert check_against_onnxruntime(
        doubling(), {"x": x}, {"y": bad}, micro_batch=2, rtol=0.06
    ).ok  # fmt: skip


def test_missing_output_and_model_that_cannot_run():
    x = np.ones((2, 3), np.float32)
    with pytest.raises(InputError, match=r"output 'y': is missing \(limit: y\)"):
        check_against_onnxruntime(doubling(), {"x": x}, {}, micro_batch=2)
    broken = doubling()
    broken.graph.node[0].op_type = "Nonsense"
    with pytest.raises(WorkError, match=r"onnxruntime cannot run the model: .*Nonsense"):
        check_against_onnxruntime(broken, {"x": x}, {"y": x}, micro_batch=2)
