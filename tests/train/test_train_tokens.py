"""Token slices (TeraPipe): weights of the unsliced run to rounding, whatever the slices."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto
from train_models import Alone, Builder, assert_equal, cnn, cut, gpt, images, loss_of, tokens

import hwpipe
from hwpipe.errors import InputError, WorkError
from hwpipe.graph import open_model
from hwpipe.runtime.piece import split_model
from hwpipe.schedule import Schedule
from hwpipe.schedule.generators import ScheduleOptions, generate
from hwpipe.train.api import train_stages
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.result import TrainResult
from hwpipe.train.stage import TrainStage
from hwpipe.train.tokens.plan import Cut, Role, equal_slices
from hwpipe.train.tokens.rules import token_plan
from hwpipe.train.tokens.stage import SlicedStage, part

MOMENTUM, F32, I64 = "sgd:lr=0.1,momentum=0.9", TensorProto.FLOAT, TensorProto.INT64


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def terapipe(stages: int, slices: int, count: int = 4) -> Schedule:
    return generate("terapipe", stages, count, options=ScheduleOptions(slices=slices))


def trained(
    model: onnx.ModelProto, stages: int, slices: int, lengths: tuple[int, ...] = (),
    optimizer: str = MOMENTUM, *, in_process: bool = True, data: Any = tokens,
) -> TrainResult:  # fmt: skip
    options = TrainOptions(data=data, optimizer=parse_optimizer(optimizer), steps=3, timeout_s=60)
    return train_stages(model, cut(model, stages), terapipe(stages, slices), options,
                        micro_batch=2, in_process=in_process, slices=lengths)  # fmt: skip


def alone(model: onnx.ModelProto, optimizer: str = MOMENTUM) -> Alone:
    whole, batches = Alone(model, parse_optimizer(optimizer)), tokens(8)
    for _ in range(3):
        whole.step(*next(batches), 4)
    return whole


def assert_close(result: TrainResult, whole: Alone) -> None:
    for name, weight in whole.state.items():
        np.testing.assert_allclose(result.weights[name], weight, rtol=1e-5, atol=2e-6, err_msg=name)
    np.testing.assert_allclose(result.losses, whole.losses, rtol=1e-6)


def decoder(micro_batch: int = 2, length: int = 6, width: int = 16, heads: int = 2,
            mask: str = "where") -> onnx.ModelProto:  # fmt: skip
    """A transformer as GPT-2 is exported: rows of tokens, one product for q, k and v, Where."""
    b, head = Builder(7), width // heads
    wte = b.weight("wte", 11, width, scale=0.5)
    rows = b.constant("rows", np.array([-1, width]))
    back = b.constant("back", np.array([micro_batch, length, width]))
    places = b.node("Gather", (b.weight("wpe", 2 * length, width, scale=0.1),
                               b.constant("at", np.arange(length)[None])), "places")  # fmt: skip
    x = b.node("Add", (b.node("Gather", (wte, "ids"), "e"), places), "x0")
    b.constant("big", np.tril(np.ones((1, 1, 2 * length, 2 * length), bool)))
    ends = [b.constant(n, np.array([v])) for n, v in
            (("zero", 0), ("end", length), ("axis2", 2), ("axis3", 3))]  # fmt: skip
    m = b.node("Slice", ("big", ends[0], ends[1], ends[2]), "m2")
    m = b.node("Slice", (m, ends[0], ends[1], ends[3]), "m3")
    low = b.constant("low", np.float32(-3e38))
    b.constant("by", np.array([0, 0, heads, head]))
    h = b.node("LayerNormalization", (x, b.weight("n_s", width, fill=1.0),
                                      b.weight("n_o", width, fill=0.0)), "n", axis=-1)  # fmt: skip
    h = b.node("Reshape", (h, rows), "flat")
    h = b.node("Gemm", (h, b.weight("qkv_w", width, 3 * width), b.weight("qkv_b", 3 * width)), "g")
    h = b.node("Reshape", (h, b.constant("wide", np.array([micro_batch, length, -1]))), "un")
    b.nodes.append(onnx.helper.make_node("Split", [h], ["q", "k", "v"], name="parts", axis=2))
    q, k, v = (b.node("Transpose", (b.node("Reshape", (n, "by"), f"{n}r"),), f"{n}h",
                      perm=[0, 2, 3, 1] if n == "k" else [0, 2, 1, 3]) for n in "qkv")  # fmt: skip
    a = b.node("MatMul", (q, k), "scores")
    a = b.node("Div", (a, b.constant("root", np.float32(head**0.5))), "scaled")
    if mask == "where":
        a = b.node("Where", (m, a, low), "masked")
    elif mask == "turned":
        a = b.node("Where", (b.node("Not", (m,), "not"), low, a), "masked")
    elif mask == "none":
        a = b.node("Identity", (a,), "masked")
    a = b.node("Softmax", (a,), "weights", axis=-1)
    a = b.node("Transpose", (b.node("MatMul", (a, v), "mixed"),), "m_t", perm=[0, 2, 1, 3])
    a = b.node("Reshape", (b.node("Reshape", (a, back), "joined"), rows), "out_rows")
    a = b.node("Gemm", (a, b.weight("o_w", width, width), b.weight("o_b", width)), "o")
    x = b.node("Add", (x, b.node("Reshape", (a, back), "o3")), "x1")
    mean = b.node("ReduceMean", (x,), "mean", axes=[-1])
    x = b.node("Sub", (x, mean), "centred")
    table = b.node("Transpose", (wte,), "head", perm=[1, 0])
    b.node("MatMul", (x, table), "y")
    return b.model("decoder", [("ids", I64, [micro_batch, length])],
                   [("y", F32, [micro_batch, length, 11])])  # fmt: skip


@pytest.mark.parametrize(
    ("stages", "slices", "lengths"),
    [(1, 3, ()), (2, 3, (1, 2, 3)), (2, 2, (5, 1)), (4, 3, (3, 1, 2)), (4, 6, ())],
)
@pytest.mark.parametrize("optimizer", [MOMENTUM, "adam:lr=0.01"])
def test_weights_of_the_unsliced_run(
    stages: int, slices: int, lengths: tuple[int, ...], optimizer: str
) -> None:
    result = trained(gpt(), stages, slices, lengths, optimizer)
    whole = alone(gpt(), optimizer)
    if optimizer == MOMENTUM:
        assert_close(result, whole)
    else:  # Adam divides rounding by the size of small gradients
        np.testing.assert_allclose(result.losses, whole.losses, rtol=1e-4)
    assert result.weight_versions == (1,) * stages


@pytest.mark.parametrize("mask", ["where", "turned"])
@pytest.mark.parametrize("stages", [1, 2, 4])
def test_rows_of_tokens_and_masks_by_where(mask: str, stages: int) -> None:
    """Tied embeddings, flattened rows, a mask that is cut from a larger one."""
    model = decoder(mask=mask)
    assert_close(trained(model, stages, 3, (2, 3, 1)), alone(model))


def test_one_slice_is_the_unsliced_run_bit_for_bit() -> None:
    assert_equal(trained(gpt(), 3, 1).weights, alone(gpt()).state)


@pytest.mark.parametrize("model", [gpt, decoder])
def test_as_many_stages_as_you_like_bit_for_bit(model: Any) -> None:
    """Slices alone round differently; the pipeline around them changes no bit."""
    lengths = (2, 1, 3)
    want = trained(model(), 1, 3, lengths).weights
    for stages in (2, 4):
        if model is decoder:  # the tied table is added up over the stages that hold it
            got = trained(model(), stages, 3, lengths).weights
            for name, weight in want.items():
                np.testing.assert_allclose(got[name], weight, rtol=1e-5, atol=1e-6)
        else:
            assert_equal(trained(model(), stages, 3, lengths).weights, want)


@pytest.mark.parametrize("stages", [2, 4])
def test_real_processes(stages: int) -> None:
    result = trained(gpt(), stages, 3, (3, 1, 2), in_process=False)
    assert_equal(result.weights, trained(gpt(), stages, 3, (3, 1, 2)).weights)
    assert_close(result, alone(gpt()))


def test_a_plan_with_slices_is_trained(tmp_path: Path) -> None:
    onnx.save(gpt(), tmp_path / "gpt.onnx")
    options = hwpipe.CompileOptions(mode="train", batch=8, microbatches=4, schedule="terapipe",
                                    slices=3)  # fmt: skip
    cluster = Path(__file__).parents[2] / "examples" / "two-cpus.toml"
    plan = hwpipe.compile_plan(tmp_path / "gpt.onnx", cluster, options=options)
    assert plan.schedule.slices == (2, 2, 2)
    result = hwpipe.train(plan, tokens, optimizer=MOMENTUM, steps=3, in_process=True)
    assert_close(result, alone(gpt()))
    assert all(stage.forward_s > 0 and stage.backward_s > 0 for stage in result.stages)


def compositions(total: int) -> st.SearchStrategy[tuple[int, ...]]:
    """All ways to cut a sequence."""
    ends = st.sets(st.integers(1, total - 1))
    return ends.map(lambda at: tuple(np.diff([0, *sorted(at), total]).tolist()))


@settings(max_examples=25, deadline=None)
@given(lengths=compositions(6), seed=st.integers(0, 99))
def test_any_slices_give_the_outputs_and_gradients_of_the_whole(
    lengths: tuple[int, ...], seed: int
) -> None:
    model = decoder()
    (piece,) = split_model(model, [range(len(model.graph.node))])
    sliced = SlicedStage(
        piece, torch.device("cpu"), token_plan(model, terapipe(1, len(lengths)), lengths)
    )
    whole = TrainStage(piece, torch.device("cpu"), split=False)
    x, target = next(tokens(2, seed))
    ids, target = torch.from_numpy(x), torch.from_numpy(target)
    leaves = [w.detach().requires_grad_() for w in whole.weights]
    kept = whole.forward([ids], leaves)
    _, want = whole.backward(kept, [loss_of(kept.outputs[0], target)], [None])
    parts, ends = [], np.cumsum([0, *lengths])
    for j, (a, b) in enumerate(pairwise(ends)):
        parts.append(sliced.forward([ids[:, a:b]], leaves, j))
    joined = torch.cat([p.outputs[0] for p in parts], 1)
    torch.testing.assert_close(joined, kept.outputs[0], rtol=1e-5, atol=1e-6)
    sums: list[Any] = [0.0] * len(leaves)
    for j in reversed(range(len(lengths))):
        loss = loss_of(parts[j].outputs[0], target[:, ends[j] : ends[j + 1]])
        _, found = sliced.backward(parts[j], [loss * (lengths[j] / 6)], [None])
        sums = [a if g is None else a + g for a, g in zip(sums, found, strict=True)]
    for name, got, wanted in zip(whole.names, sums, want, strict=True):
        torch.testing.assert_close(got, wanted, rtol=1e-4, atol=1e-6, msg=name)
    assert not sliced._waiting


def broken(change: str) -> onnx.ModelProto:
    """A model in which tokens meet otherwise than by causal attention."""
    if change == "no mask":
        return decoder(mask="none")
    model = gpt(layers=1)
    if change == "mean of tokens":
        node = next(n for n in model.graph.node if n.op_type == "Tanh")
        node.op_type = "ReduceMean"
        node.attribute.extend([onnx.helper.make_attribute("axes", [1])])
    if change == "attention backwards":
        (mask,) = (t for t in model.graph.initializer if t.name == "mask")
        array = onnx.numpy_helper.to_array(mask).T.copy()
        mask.CopyFrom(onnx.numpy_helper.from_array(array, "mask"))
    if change == "softmax over tokens":
        node = next(n for n in model.graph.node if n.op_type == "Softmax")
        (axis,) = node.attribute
        axis.i = 2
    if change == "unknown operator":
        node = next(n for n in model.graph.node if n.op_type == "Tanh")
        node.op_type = "CumSum"
    if change == "norm over tokens":
        node = next(n for n in model.graph.node if n.op_type == "LayerNormalization")
        (axis,) = node.attribute
        axis.i = 1
    return model


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("no mask", r"node \d+ n_weights \(Softmax\): no token slices through it: no mask that sh"),
        ("mean of tokens", r"node \d+ n_l0act \(ReduceMean\): .*it reduces over tokens"),
        ("attention backwards", r"node \d+ n_l0sm \(Softmax\): .*no mask that shuts out all later"),
        ("softmax over tokens", r"node \d+ n_l0sm \(Softmax\): .*over the tokens of a slice"),
        ("unknown operator", r"node \d+ n_l0act \(CumSum\): .*not known to treat each token by it"),
        ("norm over tokens", r"node \d+ n_l0n1 \(LayerNormalization\): .*normalises over tokens"),
    ],
)
def test_what_is_no_causal_attention_is_refused_by_name(change: str, error: str) -> None:
    with pytest.raises(InputError, match=error) as caught:
        token_plan(broken(change), terapipe(1, 2))
    assert "(limit: causal transformers:" in str(caught.value)
    assert "1f1b-as" in str(caught.value)


def test_lengths_models_and_targets_that_do_not_fit() -> None:
    for lengths, error in (
        ((3, 2), r"token slices of 3, 2 \(limit: 1 token or more each, 6 in all\)"),
        ((6, 0), "token slices of 6, 0"),
        ((2, 2, 2), r"3 lengths of token slices \(limit: its 2 slices\)"),
    ):
        with pytest.raises(InputError, match=error):
            trained(gpt(), 2, 2, lengths)
    with pytest.raises(InputError, match=r"7 token slices \(limit: 1 to 6, the tokens"):
        trained(gpt(), 2, 7)
    with pytest.raises(InputError, match="no attention with a matrix of scores"):
        trained(cnn(), 2, 2, data=images)

    def one_class(batch: int) -> Any:
        while True:
            yield np.zeros((batch, 6), np.int64), np.zeros(batch, np.int64)

    with pytest.raises(InputError, match=r"target of shape \(2,\) \(limit: 6 in dimension 1"):
        trained(gpt(), 2, 2, data=one_class)


def test_parts_of_flattened_rows() -> None:
    x = torch.arange(24).reshape(12, 2)  # 2 sequences of 6 tokens
    got = part(x, Cut(0, Role(0, outer=2)), 6, 1, 3)
    assert got[:, 0].tolist() == [2, 4, 14, 16]
    got = part(x, Cut(0, Role(0, outer=2), context=True), 6, 1, 3)
    assert got[:, 0].tolist() == [0, 2, 4, 12, 14, 16]
    got = part(x.reshape(2, 12), Cut(0, Role(1, inner=2)), 6, 4, 6)
    assert got.tolist() == [[8, 9, 10, 11], [20, 21, 22, 23]]
    assert equal_slices(7, 3) == (3, 2, 2)


def test_a_result_that_is_not_finite_names_its_node() -> None:
    def wild(batch: int) -> Any:
        yield from tokens(batch)

    model = gpt()
    for tensor in model.graph.initializer:
        if tensor.name == "l0v_w":
            array = onnx.numpy_helper.to_array(tensor).copy()
            array[0, 0] = np.inf
            tensor.CopyFrom(onnx.numpy_helper.from_array(array, tensor.name))
    with pytest.raises(WorkError, match=r"micro-batch 0, slice 0, .*n_l0v_p.*not finite"):
        trained(model, 2, 3, data=wild)


@pytest.mark.slow
def test_gpt2_as_torch_exports_it(tmp_path: Path) -> None:
    """Every operator of transformers' GPT-2 is known, and its weights are the unsliced run's."""
    transformers = pytest.importorskip("transformers", reason="GPT-2 is transformers'")
    size = {"n_embd": 32, "n_layer": 2, "n_head": 2, "vocab_size": 99, "use_cache": False}
    module = transformers.GPT2LMHeadModel(transformers.GPT2Config(**size)).eval()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        sample = {"input_ids": torch.zeros(2, 12, dtype=torch.int64)}
        program = torch.onnx.export(module, (), kwargs=sample, dynamo=True, opset_version=20,
                                    verbose=False)  # fmt: skip
    assert program is not None
    program.save(str(tmp_path / "gpt2.onnx"), external_data=True)
    model = open_model(tmp_path / "gpt2.onnx").materialise(2)

    def sequences(batch: int, seed: int = 0) -> Any:
        rng = np.random.default_rng(seed)
        while True:
            ids = rng.integers(0, 99, (batch, 13))
            yield ids[:, :-1].copy(), ids[:, 1:].copy()

    whole = trained(model, 2, 1, data=sequences)
    for stages, lengths in ((2, (5, 4, 3)), (4, (1, 6, 5))):
        sliced = trained(model, stages, 3, lengths, data=sequences)
        for name, weight in whole.weights.items():
            np.testing.assert_allclose(sliced.weights[name], weight, rtol=1e-4, atol=1e-6)
