"""Where every tensor of a program lies in one region of memory, and for how long.

Tensors that only rename others share their bytes: a view of one pixel, a flattened image that only
products read (their weights are packed in the order of its channel blocks), and the parts of a
concatenation or of a split whose channels fill whole blocks. What remains is the placement of
intervals, NP-hard in general (dynamic storage allocation, Garey and Johnson SR2); tensors are
placed one by one at the lowest gap that fits best, in several orders, and the best result is
compared with the lower bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hwpipe.errors import InputError
from hwpipe.lower.model import (
    Concat,
    FullyConnected,
    Layer,
    Program,
    Reshape,
    Slice,
    Tensor,
)

__all__ = ["Buffer", "BufferPlan", "plan_buffers", "tensor_bytes"]


@dataclass(frozen=True)
class Buffer:
    """Bytes of one tensor.

    Attributes:
        tensor: name.
        offset: from the start of the region.
        size_bytes: with its channels padded to whole blocks.
        first: index of the layer that writes it; -1 for inputs.
        last: index of the last layer that reads it; the number of layers for outputs.
        inside: name of the tensor whose bytes these are, or None.
    """

    tensor: str
    offset: int
    size_bytes: int
    first: int
    last: int
    inside: str | None = None


@dataclass(frozen=True)
class BufferPlan:
    """Placement of all tensors.

    Attributes:
        buffers: by tensor.
        size_bytes: of the region.
        lower_bound_bytes: largest sum of tensors alive at one layer; no placement needs less.
        without_reuse_bytes: what one buffer for every tensor would take.
        copied: concatenations, with the parts that must be copied because their channels do not
            fill whole blocks or their bytes lie elsewhere already.
    """

    buffers: dict[str, Buffer]
    size_bytes: int
    lower_bound_bytes: int
    without_reuse_bytes: int
    copied: dict[str, tuple[str, ...]]


def tensor_bytes(tensor: Tensor, lanes: int) -> int:
    """Bytes of an int8 tensor in blocks of `lanes` channels: (N, C / lanes, H, W, lanes)."""
    batch, channels, *size = tensor.shape if len(tensor.shape) > 1 else (1, *tensor.shape)
    bytes_ = batch * -(-channels // lanes) * lanes
    for extent in size:
        bytes_ *= extent
    return bytes_


@dataclass
class _Block:
    """Tensors that share bytes: the root's, with offsets inside it."""

    root: str
    size: int
    first: int
    last: int
    inner: dict[str, int]


def _lives(program: Program) -> dict[str, tuple[int, int]]:
    first = {layer.output: i for i, layer in enumerate(program.layers)}
    first.update((port.tensor, -1) for port in program.inputs)
    last = dict(first)
    for i, layer in enumerate(program.layers):
        for name in layer.inputs:
            last[name] = i
    end = len(program.layers)
    last.update((port.tensor, end) for port in program.outputs)
    return {name: (first[name], last[name]) for name in first}


def _blocks(program: Program, lanes: int) -> tuple[list[_Block], dict[str, tuple[str, ...]]]:
    """Tensors joined by views and concatenations, outermost first."""
    home: dict[str, tuple[str, int]] = {}  # tensor -> (tensor around it, offset in that)
    copied: dict[str, tuple[str, ...]] = {}
    entering = {port.tensor for port in program.inputs}
    only_products = _read_by_products(program)
    for layer in reversed(program.layers):  # an outer concatenation claims its parts first
        if isinstance(layer, Reshape):
            x, y = (program.tensors[n] for n in (layer.inputs[0], layer.output))
            same = tensor_bytes(x, lanes) == tensor_bytes(y, lanes) and _same_order(x, y)
            if y.name in only_products and y.name not in home:
                home[y.name] = (x.name, 0)
            elif same and x.name not in home:
                home[x.name] = (y.name, 0)
        elif isinstance(layer, Slice):
            x, y = (program.tensors[n] for n in (layer.inputs[0], layer.output))
            whole = layer.start % lanes == 0 and (
                layer.stop % lanes == 0 or layer.stop == x.shape[1]
            )
            if whole and x.shape[0] == 1 and y.name not in home:
                blocks_bytes = tensor_bytes(x, lanes) // -(-x.shape[1] // lanes)
                home[y.name] = (x.name, layer.start // lanes * blocks_bytes)
        elif isinstance(layer, Concat):
            channels, copies = 0, []
            around = program.tensors[layer.output]
            block_bytes = tensor_bytes(around, lanes) // -(-around.shape[1] // lanes)
            for i, name in enumerate(layer.inputs):
                part = program.tensors[name]
                # A part that ends inside a block would pad over its neighbour.
                whole = part.shape[1] % lanes == 0 or i == len(layer.inputs) - 1
                fits = channels % lanes == 0 and whole and around.shape[0] == 1
                if fits and name not in home and name not in entering:
                    home[name] = (layer.output, channels // lanes * block_bytes)
                else:
                    copies.append(name)
                channels += part.shape[1]
            if copies:
                copied[layer.output] = tuple(copies)
    lives = _lives(program)
    blocks: dict[str, _Block] = {}
    for name, (first, last) in lives.items():
        root, offset = name, 0
        while root in home:
            root, inner = home[root]
            offset += inner
        size = tensor_bytes(program.tensors[root], lanes)
        block = blocks.setdefault(root, _Block(root, size, first, last, {}))
        block.first, block.last = min(block.first, first), max(block.last, last)
        block.inner[name] = offset
    return list(blocks.values()), copied


def _read_by_products(program: Program) -> set[str]:
    """Tensors that only products read, and whose layout therefore the packing of weights follows.

    A flattened image keeps its channel blocks: the columns of the weights are permuted instead.
    """
    readers: dict[str, list[Layer]] = {}
    for layer in program.layers:
        for name in layer.inputs:
            readers.setdefault(name, []).append(layer)
    leaving = {port.tensor for port in program.outputs}
    return {
        name
        for name, found in readers.items()
        if name not in leaving and all(isinstance(layer, FullyConnected) for layer in found)
    }


def _same_order(x: Tensor, y: Tensor) -> bool:
    """Whether a view keeps the order of bytes in channel blocks: one pixel on both sides."""
    return all(extent == 1 for t in (x, y) for extent in t.shape[2:])


def _place(blocks: Sequence[_Block], align: int) -> dict[str, int]:
    """Offsets, each at the smallest gap between blocks alive at the same time that holds it."""
    offsets: dict[str, int] = {}
    placed: list[_Block] = []
    for block in blocks:
        others = sorted(
            (offsets[o.root], offsets[o.root] + o.size)
            for o in placed
            if o.first <= block.last and block.first <= o.last
        )
        best, best_gap, at = None, None, 0
        for start, stop in others:
            gap = start - at
            if gap >= block.size and (best_gap is None or gap < best_gap):
                best, best_gap = at, gap
            at = max(at, -(-stop // align) * align)
        offsets[block.root] = at if best is None else best
        placed.append(block)
    return offsets


def plan_buffers(program: Program, *, lanes: int = 16, align: int = 64) -> BufferPlan:
    """Place every tensor of a program.

    A tensor lives from the layer that writes it to the last that reads it; inputs are there from
    the start, outputs to the end. A layer's inputs and output never overlap.

    Args:
        program: the layers.
        lanes: channels of one block of the activation layout.
        align: every buffer starts at a multiple of this many bytes.

    Raises:
        InputError: if lanes or align is no positive number.
    """
    if lanes < 1 or align < 1:
        raise InputError(f"lanes {lanes}, align {align}", limit="positive numbers")
    blocks, copied = _blocks(program, lanes)
    orders = (
        sorted(blocks, key=lambda b: (-b.size, b.first)),
        sorted(blocks, key=lambda b: (b.first, -b.size)),
        sorted(blocks, key=lambda b: (-(b.last - b.first + 1) * b.size, b.first)),
        sorted(blocks, key=lambda b: (-(b.last - b.first), -b.size)),
    )
    best: dict[str, int] = {}
    best_size: int | None = None
    for order in orders:
        offsets = _place(order, align)
        size = max((offsets[b.root] + b.size for b in blocks), default=0)
        if best_size is None or size < best_size:
            best, best_size = offsets, size
    lives = _lives(program)
    buffers = {
        name: Buffer(
            name, best[b.root] + inner, tensor_bytes(program.tensors[name], lanes), *lives[name],
            None if name == b.root else b.root,
        )
        for b in blocks
        for name, inner in b.inner.items()
    }  # fmt: skip
    alive = [
        sum(b.size for b in blocks if b.first <= i <= b.last)
        for i in range(-1, len(program.layers) + 1)
    ]
    return BufferPlan(
        buffers, best_size or 0, max(alive, default=0),
        sum(tensor_bytes(program.tensors[name], lanes) for name in lives), copied,
    )  # fmt: skip
