"""Buffer plans: nothing alive overlaps, and the size is near its lower bound."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lower_networks import NETWORKS

from hwpipe.errors import InputError
from hwpipe.fpga.requantise import Scale
from hwpipe.lower import Program, plan_buffers
from hwpipe.lower.buffers import tensor_bytes
from hwpipe.lower.model import Clip, Concat, Layer, Port, Reshape, Slice, Tensor
from hwpipe.quantize import quantize_model

SCALE = Scale(0.5, 0)


def _program(tensors: list[Tensor], layers: list[Layer], inputs: list[str], outputs: list[str]):
    return Program(
        "p", {t.name: t for t in tensors}, tuple(layers),
        tuple(Port(n, n, False, 0) for n in inputs), tuple(Port(n, n, False, 0) for n in outputs),
    )  # fmt: skip


def _clip(x: str, y: str) -> Clip:
    return Clip(name=y, inputs=(x,), output=y, low=-128, high=127)


@st.composite
def programs(draw) -> Program:
    """A random graph of layers with one or several inputs, and some concatenations."""
    size = st.sampled_from([(1, 16, 4, 4), (1, 32, 2, 2), (1, 8, 4, 4), (1, 48, 1, 1)])
    tensors = [Tensor("x", draw(size), SCALE)]
    layers: list[Layer] = []
    for i in range(draw(st.integers(2, 12))):
        name = f"t{i}"
        source = draw(st.sampled_from(tensors))
        if draw(st.booleans()) and len(tensors) > 1:
            fitting = [t for t in tensors if t.shape[2:] == source.shape[2:]]
            parts = draw(st.lists(st.sampled_from(fitting), min_size=2, max_size=3))
            shape = (1, sum(p.shape[1] for p in parts), *source.shape[2:])
            layers.append(Concat(name=name, inputs=tuple(p.name for p in parts), output=name))
        elif source.shape[1] >= 16 and draw(st.booleans()):
            start = draw(st.sampled_from([0, 8, 16])) % source.shape[1]
            stop = draw(st.integers(start + 1, source.shape[1]))
            shape = (1, stop - start, *source.shape[2:])
            layers.append(
                Slice(name=name, inputs=(source.name,), output=name, start=start, stop=stop)
            )
        elif source.shape[2:] == (1, 1) and draw(st.booleans()):
            shape = source.shape[:2]
            layers.append(Reshape(name=name, inputs=(source.name,), output=name, shape=shape[1:]))
        else:
            shape = draw(size)
            layers.append(_clip(source.name, name))
        if len(shape) == 2:  # read only by nothing of this generator
            tensors.insert(0, Tensor(name, shape, SCALE))
            tensors = [t for t in tensors if t.name != name] + [Tensor(name, (*shape, 1, 1), SCALE)]
            layers.pop()
            layers.append(_clip(source.name, name))
        else:
            tensors.append(Tensor(name, shape, SCALE))
    return _program(tensors, layers, ["x"], [layers[-1].output])


@settings(max_examples=150, deadline=None)
@given(programs(), st.sampled_from([8, 16]))
def test_tensors_alive_together_never_overlap(program: Program, lanes: int):
    plan = plan_buffers(program, lanes=lanes, align=32)
    assert set(plan.buffers) == set(program.tensors)
    for a, b in combinations(plan.buffers.values(), 2):
        if (
            a.first <= b.last
            and b.first <= a.last
            and not _shares(program, plan, a.tensor, b.tensor)
        ):
            apart = a.offset + a.size_bytes <= b.offset or b.offset + b.size_bytes <= a.offset
            assert apart, (a, b)
    ends = [b.offset + b.size_bytes for b in plan.buffers.values()]
    assert plan.size_bytes == max(ends)
    assert plan.lower_bound_bytes <= plan.size_bytes
    assert all(b.offset % 32 == 0 for b in plan.buffers.values() if b.inside is None)


def _shares(program: Program, plan, a: str, b: str) -> bool:
    """One of the two is made of the other's bytes: a part of a concatenation, or a view."""
    home = {n: plan.buffers[n].inside or n for n in (a, b)}
    if home[a] != home[b]:
        return False
    makers = {layer.output: layer for layer in program.layers}

    def within(inner: str, outer: str) -> bool:
        layer = makers.get(outer)
        if isinstance(made := makers.get(inner), Slice) and made.inputs[0] == outer:
            return True  # reads a part of it
        if not isinstance(layer, Concat | Reshape | Slice):
            return False
        return any(n == inner or within(inner, n) for n in layer.inputs)

    return within(a, b) or within(b, a)


def test_a_chain_needs_two_neighbours():
    tensors = [Tensor(f"t{i}", (1, 16, 8, 8), SCALE) for i in range(6)]
    layers = [_clip(f"t{i}", f"t{i + 1}") for i in range(5)]
    plan = plan_buffers(_program(tensors, layers, ["t0"], ["t5"]))
    assert plan.size_bytes == plan.lower_bound_bytes == 2 * 1024
    assert plan.without_reuse_bytes == 6 * 1024


def test_parts_of_a_concatenation_lie_inside_it():
    tensors = [Tensor("x", (1, 16, 2, 2), SCALE), Tensor("a", (1, 32, 2, 2), SCALE),
               Tensor("b", (1, 16, 2, 2), SCALE), Tensor("y", (1, 48, 2, 2), SCALE)]  # fmt: skip
    layers = [_clip("x", "a"), _clip("x", "b"), Concat(name="y", inputs=("a", "b"), output="y")]
    plan = plan_buffers(_program(tensors, layers, ["x"], ["y"]))
    y, a, b = (plan.buffers[n] for n in "yab")
    assert (a.offset - y.offset, b.offset - y.offset) == (0, 128)
    assert a.inside == b.inside == "y"
    assert plan.copied == {}


def test_a_flattened_image_keeps_its_channel_blocks(tmp_path):
    onnx.save(NETWORKS["vgg"](), tmp_path / "vgg.onnx")
    images = np.random.default_rng(0).standard_normal((2, 3, 16, 16)).astype(np.float32)
    np.savez(tmp_path / "x.npz", images)
    program = quantize_model(tmp_path / "vgg.onnx", tmp_path / "x.npz").program
    (view,) = [layer for layer in program.layers if layer.kind == "reshape"]
    plan = plan_buffers(program)
    image, flat = plan.buffers[view.inputs[0]], plan.buffers[view.output]
    assert flat.offset == image.offset
    assert flat.inside == image.tensor
    assert flat.size_bytes <= image.size_bytes


def test_a_split_reads_in_place():
    tensors = [Tensor("x", (1, 48, 2, 2), SCALE), Tensor("a", (1, 16, 2, 2), SCALE),
               Tensor("b", (1, 32, 2, 2), SCALE), Tensor("c", (1, 8, 2, 2), SCALE)]  # fmt: skip
    layers = [
        Slice(name=y, inputs=("x",), output=y, start=start, stop=stop)
        for y, start, stop in (("a", 0, 16), ("b", 16, 48), ("c", 8, 16))
    ]
    plan = plan_buffers(_program(tensors, layers, ["x"], ["a", "b", "c"]))
    x, a, b = (plan.buffers[n] for n in "xab")
    assert (a.offset - x.offset, b.offset - x.offset) == (0, 64)
    assert plan.buffers["c"].inside is None


def test_a_part_off_the_block_is_copied():
    tensors = [Tensor("x", (1, 8, 2, 2), SCALE), Tensor("a", (1, 8, 2, 2), SCALE),
               Tensor("b", (1, 8, 2, 2), SCALE), Tensor("y", (1, 16, 2, 2), SCALE)]  # fmt: skip
    layers = [_clip("x", "a"), _clip("x", "b"), Concat(name="y", inputs=("a", "b"), output="y")]
    plan = plan_buffers(_program(tensors, layers, ["x"], ["y"]))
    assert plan.copied == {"y": ("a", "b")}
    assert plan.buffers["a"].inside is plan.buffers["b"].inside is None


def test_size_of_channel_blocks():
    assert tensor_bytes(Tensor("t", (1, 3, 5, 7), SCALE), 16) == 16 * 35
    assert tensor_bytes(Tensor("t", (2, 17), SCALE), 16) == 64
    assert tensor_bytes(Tensor("t", (1, 32, 4, 4), SCALE), 16) == int(np.prod((1, 32, 4, 4)))


def test_bad_layout_is_refused():
    tensor = Tensor("x", (1, 8, 2, 2), SCALE)
    with pytest.raises(InputError, match=r"lanes 0, align 64 \(limit: positive numbers\)"):
        plan_buffers(_program([tensor], [], ["x"], ["x"]), lanes=0)
