"""Compression keeps its books: what is sent and what is kept add up, bit for bit."""

from __future__ import annotations

import math

import onnx
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.compress import Compression, parse_compression
from hwpipe.compress.advice import boundary_notes
from hwpipe.compress.boundary import (
    TopActivations,
    narrow,
    pack_places,
    place_bytes,
    unpack_places,
    widen,
)
from hwpipe.compress.gradients import HardThreshold
from hwpipe.compress.loss import BoundedLoss
from hwpipe.errors import InputError


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), samples=st.integers(1, 4), keep=st.floats(0.001, 1.0),
       shape=st.lists(st.integers(1, 7), min_size=1, max_size=3))  # fmt: skip
def test_the_largest_activations_travel(seed, samples, keep, shape):
    torch.manual_seed(seed)
    x = torch.randn(samples, *shape)
    top = TopActivations(keep)
    values, places = top.encode(x)
    elements = math.prod(shape)
    assert values.shape == places.shape == (samples, top.kept(elements))
    y = TopActivations.decode(values, places, tuple(x.shape))
    assert torch.equal(y[y != 0], x[y != 0])
    for a, b in zip(x.reshape(samples, -1), y.reshape(samples, -1), strict=True):
        assert int((b != 0).sum()) == top.kept(elements)
        lost = a[b == 0].abs()
        assert not lost.numel() or lost.max() <= a[b != 0].abs().min()
    g = torch.randn_like(x)
    back = TopActivations.decode(TopActivations.gather(g, places), places, tuple(x.shape))
    assert torch.equal(back, torch.where(y != 0, g, 0.0))


def test_keeping_all_is_bit_identical():
    x = torch.randn(3, 5, 2)
    values, places = TopActivations(1.0).encode(x)
    assert torch.equal(TopActivations.decode(values, places, tuple(x.shape)), x)
    assert TopActivations(1.0).wire_bytes((3, 10), 4) == 120


def test_equal_magnitudes_keep_the_earlier_place():
    _, places = TopActivations(0.5).encode(torch.tensor([[1.0, -1.0, 1.0, -1.0]]))
    assert places.tolist() == [[0, 1]]


@pytest.mark.parametrize("elements", [1, 40_000, 65_536, 65_537])
def test_places_come_back_as_they_left(elements):
    places = torch.tensor([[0, elements // 2, elements - 1]], dtype=torch.int32)
    packed = pack_places(places, elements)
    assert packed.element_size() == place_bytes(elements)
    assert torch.equal(unpack_places(packed), places)


def test_a_boundary_at_3_percent_has_a_twentieth_of_the_bytes():
    shape = (8, 64, 28, 28)
    whole = TopActivations(1.0).wire_bytes(shape, 4)
    top = TopActivations(0.03)
    there, back = top.wire_bytes(shape, 4), top.wire_bytes(shape, 4, back=True)
    assert 2 * whole / (there + back) > 20


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=50))
def test_values_in_two_bytes_are_the_nearest_bfloat16(values):
    x = torch.tensor(values, dtype=torch.float32)
    packed = narrow(x)
    assert packed.element_size() == 2
    y = widen(packed)
    assert torch.equal(narrow(y), packed)  # nothing more is lost
    inside = (x.abs() > 2.0**-126) & (x.abs() < 3.3e38)
    error = (y - x).abs()[inside]
    assert bool((error <= x.abs()[inside] * 2.0**-8).all())


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), elements=st.integers(1, 300), density=st.floats(0.01, 1.0),
       capacity=st.floats(1.0, 4.0), steps=st.integers(1, 12))  # fmt: skip
def test_sent_and_residual_are_the_accumulated_gradient(seed, elements, density, capacity, steps):
    torch.manual_seed(seed)
    threshold = HardThreshold(density, refresh=4, capacity=capacity)
    kept = torch.zeros(elements)
    for _ in range(steps):
        gradient = torch.randn(elements) * torch.rand(()) * 10
        total = kept + gradient
        sent = threshold.compress(gradient)
        assert threshold.residual is not None
        kept = threshold.residual
        assert torch.equal(sent.dense() + kept, total)
        assert not bool((sent.dense().bool() & kept.bool()).any())  # nowhere both
        assert sent.values.numel() <= threshold.room(elements)
        assert sent.wire_bytes == 8 * sent.values.numel() + 4


def test_threshold_zero_is_bit_identical():
    threshold = HardThreshold(1.0)
    for seed in range(3):
        torch.manual_seed(seed)
        gradient = torch.randn(1000)
        assert torch.equal(threshold.compress(gradient).dense(), gradient)
    assert threshold.residual is not None
    assert not threshold.residual.any()


@pytest.mark.parametrize("density", [0.003, 0.01, 0.05])
def test_density_stays_within_a_tenth_of_the_target(density):
    torch.manual_seed(1)
    threshold = HardThreshold(density, refresh=400, capacity=10)
    shares = [
        threshold.compress(torch.randn(20_000)).values.numel() / 20_000 for _ in range(3200)
    ]  # fmt: skip
    for first in range(1600, 3200, 400):
        assert sum(shares[first : first + 400]) / 400 == pytest.approx(density, rel=0.1)


def test_a_saved_compressor_goes_on_as_it_was():
    torch.manual_seed(0)
    one, two = HardThreshold(0.1, refresh=3), HardThreshold(0.1, refresh=3)
    for _ in range(5):
        one.compress(torch.randn(50))
    two.load_state_dict(one.state_dict())
    for _ in range(5):
        gradient = torch.randn(50)
        assert torch.equal(one.compress(gradient).dense(), two.compress(gradient).dense())


def test_other_sizes_are_refused():
    threshold = HardThreshold(0.1)
    threshold.compress(torch.zeros(4))
    with pytest.raises(InputError, match="5 elements after one of 4"):
        threshold.compress(torch.zeros(5))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), share=st.floats(0, 0.9), packet=st.integers(1, 20),
       layers=st.lists(st.integers(1, 60), min_size=1, max_size=4))  # fmt: skip
def test_lost_packets_are_few_and_the_least(seed, share, packet, layers):
    torch.manual_seed(seed)
    flat = torch.randn(sum(layers)) * torch.logspace(0, 3, sum(layers))
    rule = BoundedLoss(share, packet)
    lost = rule.dropped(flat, layers)
    result = rule.apply(flat, layers)
    assert int((result != flat).sum()) <= share * flat.numel()
    kept = [i for i in range(math.ceil(flat.numel() / packet)) if i not in lost.tolist()]
    priority = rule.priorities(flat)
    if lost.numel():
        assert priority[lost].max() <= priority[kept].min()
    assert torch.equal(BoundedLoss(0.0, packet).apply(flat, layers), flat)


def test_front_layers_are_lost_last():
    flat = torch.ones(40)
    assert BoundedLoss(0.5, 10).dropped(flat, [20, 20]).tolist() == [2, 3]
    assert BoundedLoss(0.25, 10).dropped(torch.cat([flat[:10] / 100, flat[:30]])).tolist() == [0]


def test_options():
    assert parse_compression("") == Compression()
    assert not parse_compression("").any
    got = parse_compression("boundary=dct:keep=0.03; gradients=dct:density=0.01,refresh=500")
    assert got == Compression(keep=0.03, density=0.01, refresh=500)
    assert got.any
    assert parse_compression("boundary=dct:keep=0.03,bits=16") == Compression(keep=0.03, bits=16)
    assert parse_compression("gradients=dlcp:loss=0.1,packet=64") == Compression(
        loss=0.1, packet=64
    )


@pytest.mark.parametrize(("text", "message"), [
    ("boundary=zip:keep=1", "boundary=zip is no compression"),
    ("boundary=dct:kep=0.1", "lacks keep"),
    ("gradients=dct:density=0.1,refres=4", "unknown setting 'refres'.*did you mean refresh"),
    ("boundary=dct:keep=0", r"keep=0 \(limit: above 0, at most 1"),
    ("boundary=dct:keep=nan", "keep=nan"),
    ("gradients=dct:density=0.1,refresh=1.5", "refresh=1.5"),
    ("gradients=dlcp:loss=1", "loss=1"),
    ("gradients=dlcp:loss=-0.5", "loss=-0.5"),
    ("gradients=dct:density=0.1;gradients=dlcp:loss=0.1", "together"),
    ("boundary=dct:keep=0.1,bits=8", r"bits=8 \(limit: 16 or 32\)"),
    ("boundary=dct:keep=1,bits=16", r"bits without fewer elements \(limit: keep below 1\)"),
])  # fmt: skip
def test_bad_options_are_named(text, message):
    with pytest.raises(InputError, match=message):
        parse_compression(text)


def test_a_thin_boundary_before_batch_normalisation_is_noted():
    node = onnx.helper.make_node
    nodes = [
        node("Conv", ["x", "w"], ["c"]),
        node("BatchNormalization", ["c", "s", "o", "m", "v"], ["n"], name="norm"),
        node("Relu", ["n"], ["y"]),
    ]
    model = onnx.helper.make_model(onnx.helper.make_graph(nodes, "g", [], []))
    (note,) = boundary_notes(model, ["c"], 0.03)
    assert note.startswith("boundary tensor 'c' is thinned before batch normalisation 'norm'")
    assert "cut behind its ReLU" in note
    assert boundary_notes(model, ["y", "n"], 0.03) == ()
    assert boundary_notes(model, ["c"], 1.0) == ()
