"""Every operator of the table, node by node, against onnxruntime."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runtime_cases import CASES
from runtime_support import Case, assert_equal, case, run_onnxruntime, run_torch

from hwpipe.errors import InputError
from hwpipe.runtime.ops import lookup, supported
from hwpipe.runtime.ops.registry import NEWEST_OPSET
from hwpipe.runtime.piece import OpNode, decode_node
from hwpipe.runtime.shard.model import DOMAIN as SHARD


@pytest.mark.parametrize("node", CASES, ids=lambda c: c.id)
def test_equals_onnxruntime(node: Case):
    want = run_onnxruntime(node.model(), node.feeds())
    # All inputs live, then all but the first constant: shapes arrive both ways.
    for constant in (False, True):
        got = run_torch(node.model(constant), node.feeds(constant))
        assert len(got) == len(want)
        for a, b in zip(got, want, strict=True):
            assert_equal(a, b, node.rtol)


def _entry(node: Case) -> tuple[str, str, int]:
    model = node.model()
    opsets = {entry.domain: entry.version for entry in model.opset_import}
    found = lookup(decode_node(0, model.graph.node[0], opsets))
    return node.domain, node.op, found.since


def test_every_entry_of_the_table_has_a_case():
    tried = {_entry(node) for node in CASES}
    for (domain, name), versions in supported().items():
        if domain == SHARD:  # hwpipe's own, between members of a split stage: tests/train/*split*
            continue
        for since in versions:
            assert (domain, name, since) in tried, f"no case for {domain} {name} from {since}"


def test_table_is_as_large_as_promised():
    assert len([key for key in supported() if not key[0]]) >= 140


def test_versions_from_opset_7_to_the_newest_resolve():
    assert onnx.defs.onnx_opset_version() <= NEWEST_OPSET, "check new versions, raise NEWEST_OPSET"
    for name in {name for domain, name in supported() if not domain}:
        if not onnx.defs.has(name):
            continue  # in onnxruntime alone
        for opset in range(7, onnx.defs.onnx_opset_version() + 1):
            try:
                schema = onnx.defs.get_schema(name, opset)
            except onnx.defs.SchemaError:
                continue
            if not schema.deprecated:
                lookup(OpNode(0, "n", name, "", schema.since_version, (), ("y",)))


def _unknown(op: str, domain: str = "", version: int = 1) -> OpNode:
    return OpNode(3, "odd", op, domain, version, ("x",), ("y",))


def test_unknown_operator_names_everything():
    with pytest.raises(InputError) as error:
        lookup(_unknown("Frobnicate", "my.domain"))
    assert str(error.value) == (
        "node 3 'odd' (my.domain.Frobnicate-1): operator 'Frobnicate' of domain 'my.domain', "
        "version 1, is not in the table of operators that stages can run; export the model with "
        "standard operators, or give that node to a stage outside the run"
    )


def test_unknown_version_names_the_range():
    text = (
        r"version 99 of operator 'Relu' cannot be run \(limit: "
        rf"versions 1 to those of opset {NEWEST_OPSET}\); convert the model"
    )
    with pytest.raises(InputError, match=text):
        lookup(_unknown("Relu", version=99))
    with pytest.raises(InputError, match="version 1 of operator 'Add' cannot be run"):
        lookup(_unknown("Add"))


@pytest.mark.parametrize("node", [
    case("BatchNormalization", np.ones((2, 3), np.float32), *[np.ones(3, np.float32)] * 4,
         training_mode=1, outputs=3),
    case("Dropout", np.ones((2, 3), np.float32), np.float32(0.5), np.array(True)),
], ids=lambda c: c.op)  # fmt: skip
def test_training_mode_is_refused(node: Case):
    with pytest.raises(InputError, match="training"):
        run_torch(node.model(), node.feeds())


def test_lrn_of_even_size_follows_the_specification():
    # onnxruntime refuses even sizes; the specification's sum reaches one further up.
    x = np.random.default_rng(1).standard_normal((1, 6, 2, 2)).astype(np.float32)
    node = case("LRN", x, size=4, alpha=0.5, beta=0.75, bias=1.0)
    (got,) = run_torch(node.model(), node.feeds())
    for c in range(6):
        window = x[:, max(0, c - 1) : min(5, c + 2) + 1] ** 2
        want = x[:, c] / (1.0 + 0.5 / 4 * window.sum(axis=1)) ** 0.75
        np.testing.assert_allclose(got[:, c], want, rtol=1e-5)


sizes = st.integers(1, 9)


@st.composite
def convolutions(draw) -> Case:
    rank = draw(st.integers(1, 3))
    group = draw(st.integers(1, 3))
    kernel = draw(st.lists(st.integers(1, 3), min_size=rank, max_size=rank))
    dilations = draw(st.lists(st.integers(1, 2), min_size=rank, max_size=rank))
    strides = draw(st.lists(st.integers(1, 3), min_size=rank, max_size=rank))
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilations, strict=True)]
    size = [draw(st.integers(r, r + 5)) for r in reach]
    pads = draw(st.lists(st.integers(0, 2), min_size=2 * rank, max_size=2 * rank))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    x = rng.standard_normal((draw(st.integers(1, 2)), 2 * group, *size)).astype(np.float32)
    w = rng.standard_normal((group * draw(st.integers(1, 2)), 2, *kernel)).astype(np.float32)
    return case("Conv", x, w, group=group, strides=strides, dilations=dilations, pads=pads)


@settings(max_examples=60, deadline=None)
@given(convolutions())
def test_any_convolution(node: Case):
    (want,) = run_onnxruntime(node.model(), node.feeds())
    assert_equal(run_torch(node.model(), node.feeds())[0], want, 1e-5)


@st.composite
def pools(draw) -> Case:
    op = draw(st.sampled_from(["MaxPool", "AveragePool"]))
    rank = draw(st.integers(1, 2))
    kernel = draw(st.lists(st.integers(1, 4), min_size=rank, max_size=rank))
    pads = [draw(st.integers(0, k - 1)) for k in kernel * 2]
    strides = draw(st.lists(st.integers(1, 4), min_size=rank, max_size=rank))
    size = [draw(st.integers(k, k + 7)) for k in kernel]
    x = np.random.default_rng(draw(st.integers(0, 99))).standard_normal((1, 2, *size))
    extra = {"count_include_pad": draw(st.integers(0, 1))} if op == "AveragePool" else {}
    return case(op, x.astype(np.float32), kernel_shape=kernel, pads=pads, strides=strides,
                ceil_mode=draw(st.integers(0, 1)), **extra)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(pools())
def test_any_pool(node: Case):
    (want,) = run_onnxruntime(node.model(), node.feeds())
    assert_equal(run_torch(node.model(), node.feeds())[0], want, 1e-5)


@st.composite
def slices(draw) -> Case:
    shape = draw(st.lists(st.integers(1, 6), min_size=1, max_size=3))
    axes = draw(st.lists(st.integers(0, len(shape) - 1), min_size=1, unique=True))
    bound = st.integers(-9, 9) | st.sampled_from([2**31 - 1, -(2**31)])
    starts, ends = ([draw(bound) for _ in axes] for _ in range(2))
    steps = [draw(st.integers(1, 3) | st.integers(-3, -1)) for _ in axes]
    x = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    return case("Slice", x, *(np.array(v, np.int64) for v in (starts, ends, axes, steps)))


@settings(max_examples=120, deadline=None)
@given(slices())
def test_any_slice(node: Case):
    (want,) = run_onnxruntime(node.model(), node.feeds())
    assert_equal(run_torch(node.model(), node.feeds())[0], want, 0)


@st.composite
def resizes(draw) -> Case:
    mode = draw(st.sampled_from(["nearest", "linear"]))
    x = np.random.default_rng(draw(st.integers(0, 99))).standard_normal(
        (1, 2, draw(st.integers(2, 6)), draw(st.integers(2, 6)))).astype(np.float32)  # fmt: skip
    target = np.array([1, 2, draw(st.integers(1, 12)), draw(st.integers(1, 12))], np.int64)
    where = draw(st.sampled_from(
        ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"]))  # fmt: skip
    return case("Resize", x, None, None, target, mode=mode, opset=19,
                coordinate_transformation_mode=where)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(resizes())
def test_any_resize(node: Case):
    (want,) = run_onnxruntime(node.model(), node.feeds())
    assert_equal(run_torch(node.model(), node.feeds())[0], want, 1e-5)
