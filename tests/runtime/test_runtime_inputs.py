"""Bad input to a run: one line that names what, where, the limit and the remedy."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from hwpipe.errors import InputError
from hwpipe.runtime import StageSpec, run_pipeline
from hwpipe.runtime.inputs import check_inputs
from hwpipe.runtime.piece import split_model

F32, I64 = TensorProto.FLOAT, TensorProto.INT64


def two_inputs(micro_batch: int = 2, last: int | None = None) -> onnx.ModelProto:
    """y = x + table[ids], with a scalar factor that has no batch."""
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "ids"], ["rows"], "lookup"),
         helper.make_node("Add", ["x", "rows"], ["sum"], "add"),
         helper.make_node("Mul", ["sum", "factor"], ["y"], "scale")],
        "two",
        [value("x", F32, [micro_batch, 3]), value("ids", I64, [micro_batch]),
         value("factor", F32, [])],
        [value("y", F32, [last or micro_batch, 3])],
        [helper.make_tensor("table", F32, [4, 3], range(12))],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def good(batch: int = 6) -> dict[str, np.ndarray]:
    return {"x": np.ones((batch, 3), np.float32), "ids": np.arange(batch) % 4,
            "factor": np.float32(2)}  # fmt: skip


STAGES = [StageSpec(0, (0, 1), "a", "cpu"), StageSpec(1, (2,), "b", "cpu")]


def test_batches_are_split_and_tensors_without_batch_repeated():
    result = run_pipeline(two_inputs(), STAGES, good(), micro_batch=2, in_process=True)
    table = np.arange(12, dtype=np.float32).reshape(4, 3)
    np.testing.assert_array_equal(result.outputs["y"], 2 * (1 + table[np.arange(6) % 4]))
    batch = check_inputs(two_inputs(), good(), 2)
    assert batch.count == 3
    assert batch.streamed == {"x", "ids"}
    np.testing.assert_array_equal(batch.part("ids", 2), [0, 1])
    assert batch.part("factor", 2) == 2


@pytest.mark.parametrize(("change", "message"), [
    ({"x": None},
     "input 'x': is missing (limit: float32 array, shape Bx3); add it to the inputs"),
    ({"factor": None},
     "input 'factor': is missing (limit: float32 array, shape a scalar); add it to the inputs"),
    ({"z": np.ones(2)},
     "input: the model has no input 'z' (limit: x, ids, factor); name the arrays after the "
     "model's inputs"),
    ({"x": np.ones((6, 4), np.float32)},
     "input 'x': has shape 6x4 (limit: Bx3); reshape or resize the array"),
    ({"x": np.ones(6, np.float32)},
     "input 'x': has shape 6 (limit: Bx3); reshape or resize the array"),
    ({"ids": np.zeros((6, 1), np.int64)},
     "input 'ids': has shape 6x1 (limit: B); reshape or resize the array"),
    ({"factor": np.ones(2, np.float32)},
     "input 'factor': has shape 2 (limit: a scalar); reshape or resize the array"),
    ({"x": np.ones((6, 3))},
     "input 'x': has element type float64 (limit: float32); use array.astype('float32')"),
    ({"x": np.ones((5, 3), np.float32)},
     "input 'x': batch 5 does not divide into micro-batches of 2 (limit: a positive multiple "
     "of 2); pad the batch, or choose another micro-batch size"),
    ({"x": np.ones((0, 3), np.float32)},
     "input 'x': batch 0 does not divide into micro-batches of 2 (limit: a positive multiple "
     "of 2); pad the batch, or choose another micro-batch size"),
    ({"ids": np.zeros(4, np.int64)},
     "input: inputs have different batches: x 6, ids 4 (limit: one batch size); give equally "
     "many samples of each"),
    ({"x": np.where(np.arange(18).reshape(6, 3) == 7, np.nan, 1).astype(np.float32)},
     "input 'x': holds nan at (2, 1) (limit: finite numbers); clean the data"),
    ({"factor": np.float32(np.inf)},
     "input 'factor': holds inf at () (limit: finite numbers); clean the data"),
])  # fmt: skip
def test_bad_arrays(change: dict[str, np.ndarray | None], message: str):
    feeds = {name: a for name, a in {**good(), **change}.items() if a is not None}
    with pytest.raises(InputError) as error:
        run_pipeline(two_inputs(), STAGES, feeds, micro_batch=2)
    assert str(error.value) == message
    assert error.value.exit_code == 2


def test_outputs_that_cannot_be_joined():
    model = two_inputs(last=1)
    with pytest.raises(InputError, match=r"output 'y': has shape 1x3, whose leading dimension"):
        run_pipeline(model, STAGES, good(), micro_batch=2)
    check_inputs(two_inputs(last=2), good(2), 2)  # one micro-batch needs no joining


@pytest.mark.parametrize(("stages", "message"), [
    ([], "the plan has no stages (limit: at least 1); make the plan again"),
    ([StageSpec(0, (0, 1), "a", "cpu")],
     "node 2 'scale' (Mul-14) is in no stage (limit: one stage per node); make the plan again"),
    ([StageSpec(0, (0, 1, 2), "a", "cpu"), StageSpec(1, (2,), "b", "cpu")],
     "node 2 'scale' (Mul-14) is in stages 0 and 1 (limit: one stage per node); make the plan "
     "again"),
    ([StageSpec(0, (0, 1, 2, 3), "a", "cpu")],
     "stage 0: node index 3 is not in the model (limit: 0 to 2); run the plan with the model it "
     "was made for"),
    ([StageSpec(0, (1, 2), "a", "cpu"), StageSpec(1, (0,), "b", "cpu")],
     "node 1 'add' (Add-14): it reads 'rows' from stage 1, which comes after its own stage 0 "
     "(limit: tensors flow from earlier to later stages); make the plan again"),
    ([StageSpec(1, (0, 1, 2), "a", "cpu")],
     "stage 1 stands at position 0 (limit: stages in pipeline order); sort the stages"),
    ([StageSpec(0, (0, 1, 2), "a", "cpu", replicas=0)],
     "stage 0: 0 replicas (limit: at least 1); make the plan again"),
])  # fmt: skip
def test_bad_stages(stages: list[StageSpec], message: str):
    with pytest.raises(InputError) as error:
        run_pipeline(two_inputs(), stages, good(), micro_batch=2)
    assert str(error.value) == message


@pytest.mark.parametrize(("option", "message"), [
    ({"micro_batch": 0}, "micro-batch 0 (limit: at least 1); give a positive micro-batch size"),
    ({"threads_per_stage": 0},
     "0 threads per stage (limit: at least 1); give a positive number"),
    ({"timeout_s": -1.0},
     "timeout of -1.0 s (limit: above 0 s); give a positive number of seconds"),
])  # fmt: skip
def test_bad_options(option: dict[str, float], message: str):
    with pytest.raises(InputError) as error:
        run_pipeline(two_inputs(), STAGES, good(), **{"micro_batch": 2, **option})
    assert str(error.value) == message


def test_unknown_device_kind():
    stages = [StageSpec(0, (0, 1, 2), "a", "abacus")]
    with pytest.raises(InputError, match=r"device kind 'abacus' \(limit: gpu, tpu, fpga, cpu\)"):
        run_pipeline(two_inputs(), stages, good(), micro_batch=2, in_process=True)


def test_control_flow_is_refused():
    then = helper.make_graph([], "then", [], [])
    node = helper.make_node("If", ["c"], ["y"], "branch", then_branch=then, else_branch=then)
    value = helper.make_tensor_value_info
    graph = helper.make_graph([node], "g", [value("c", TensorProto.BOOL, [])],
                              [value("y", F32, [1])])  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    with pytest.raises(InputError, match=r"node 'branch' \(If\): attribute '\w+_branch' holds a "):
        split_model(model, [[0]])
