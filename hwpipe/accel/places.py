"""Where every tensor of a program lies in the DDR image: layout, address, rings, reuse.

Views (aligned slices, reshapes that move nothing) and the parts of a concatenation whose channels
fill whole blocks share bytes with the tensor around them. A ring holds the tensor's zero point
from the start and nobody writes it, so that bytes of tensors with rings are reused only for
tensors of the same layout and zero point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hwpipe.conv.layout import TensorLayout
from hwpipe.lower.model import Concat, Conv, FullyConnected, Program, Reshape, Slice, Tensor

__all__ = ["ALIGN_BYTES", "Place", "aliases", "image_size", "place_tensors"]

#: Buffers start at multiples of a memory page, the shortest that AXI bursts may not cross.
ALIGN_BYTES = 4096

Ring = tuple[int, int, int, int]


@dataclass(frozen=True)
class Place:
    """A tensor in the image.

    Attributes:
        root: name of the tensor whose buffer it lies in.
        layout: blocks, rows, columns, lanes, ring.
        address: of the first byte of the layout.
        buffer: (address, bytes) of the whole buffer, slack behind it included.
    """

    root: str
    layout: TensorLayout
    address: int
    buffer: tuple[int, int]

    @property
    def pixel_address(self) -> int:
        """Address of the image's first pixel, inside the ring."""
        return self.address + self.layout.offset(0, 0)


def image_size(tensor: Tensor) -> tuple[int, int, int]:
    """(channels, rows, columns) of one image of a tensor; a vector is one pixel."""
    channels, *size = tensor.shape[1:] if len(tensor.shape) > 1 else (1,)
    height, width = size if len(size) == 2 else (1, 1)
    return channels, height, width


def _flattened(program: Program, layer: Reshape) -> bool:
    """Whether only matrix products read a flattened image: they take it as a whole window."""
    readers = [other for other in program.layers if layer.output in other.inputs]
    outside = any(port.tensor == layer.output for port in program.outputs)
    return not outside and all(isinstance(r, FullyConnected) for r in readers)


def aliases(program: Program, lanes: int) -> dict[str, tuple[str, int]]:
    """Tensors that lie inside another: name -> (tensor around it, first channel block)."""
    home: dict[str, tuple[str, int]] = {}
    entering = {port.tensor for port in program.inputs}
    for layer in reversed(program.layers):  # an outer concatenation claims its parts first
        y = program.tensors[layer.output]
        if isinstance(layer, Concat):
            start = 0
            if any(image_size(program.tensors[n])[0] % lanes for n in layer.inputs[:-1]):
                continue  # channels change their lanes: every part is written anew
            for i, name in enumerate(layer.inputs):
                channels = image_size(program.tensors[name])[0]
                whole = channels % lanes == 0 or i == len(layer.inputs) - 1
                free = name not in home and name not in entering and layer.inputs.count(name) == 1
                if start % lanes == 0 and whole and free:
                    home[name] = (layer.output, start // lanes)
                start += channels
        elif isinstance(layer, Slice):
            if layer.start % lanes == 0 and y.name not in home:
                home[y.name] = (layer.inputs[0], layer.start // lanes)
        elif isinstance(layer, Reshape) and y.name not in home:
            x = program.tensors[layer.inputs[0]]
            same = image_size(x) == image_size(y)
            if same or _flattened(program, layer):
                home[y.name] = (x.name, 0)
    return home


def _root(home: Mapping[str, tuple[str, int]], name: str) -> tuple[str, int]:
    """The tensor that holds the bytes, and the channel block in it."""
    blocks = 0
    while name in home:
        name, inner = home[name]
        blocks += inner
    return name, blocks


def _rings(program: Program, home: Mapping[str, tuple[str, int]]) -> dict[str, Ring]:
    """Widest padding of the convolutions that read each root."""
    rings: dict[str, Ring] = {}
    for layer in program.layers:
        if isinstance(layer, Conv) and layer.kind == "conv":
            root = _root(home, layer.inputs[0])[0]
            (top, left), (bottom, right) = layer.pads
            have = rings.get(root, (0, 0, 0, 0))
            top, left, bottom, right = (
                max(a, b) for a, b in zip(have, (top, left, bottom, right), strict=True)
            )
            rings[root] = (top, left, bottom, right)
    return rings


@dataclass
class _Root:
    """A buffer to place: tensors' first maker and last reader in layers."""

    name: str
    layout: TensorLayout
    size: int
    zero: int
    first: int
    last: int


def _lives(program: Program, home: Mapping[str, tuple[str, int]]) -> dict[str, tuple[int, int]]:
    """First and last layer that touches each root; inputs from -1, outputs to the end."""
    lives: dict[str, tuple[int, int]] = {}

    def touch(name: str, at: int) -> None:
        root = _root(home, name)[0]
        first, last = lives.get(root, (at, at))
        lives[root] = (min(first, at), max(last, at))

    for port in program.inputs:
        touch(port.tensor, -1)
    for i, layer in enumerate(program.layers):
        for name in (*layer.inputs, layer.output):
            touch(name, i)
    for port in program.outputs:
        touch(port.tensor, len(program.layers))
    return lives


def _put(roots: list[_Root], base: int) -> tuple[dict[str, int], int]:
    """Addresses: largest first into the lowest gap between the buffers alive at the same time."""
    placed: list[tuple[int, _Root]] = []
    top = base
    for root in sorted(roots, key=lambda r: (-r.size, r.first, r.name)):
        at = base
        for other_at, other in sorted(placed, key=lambda p: p[0]):
            if other.last < root.first or root.last < other.first:
                continue
            if at + root.size <= other_at:
                break
            at = max(at, -(-(other_at + other.size) // ALIGN_BYTES) * ALIGN_BYTES)
        placed.append((at, root))
        top = max(top, at + root.size)
    return {root.name: at for at, root in placed}, top


def place_tensors(
    program: Program, lanes: int, base: int, sizes: Mapping[str, int],
    given: Mapping[str, TensorLayout],
) -> tuple[dict[str, Place], int]:  # fmt: skip
    """Place every tensor.

    Args:
        program: batch 1.
        lanes: channels of a block.
        base: first address that activations may take.
        sizes: bytes that must be readable from a root's address on, where the layout is shorter.
        given: layouts of roots that the host packs in a way of its own.

    Returns:
        Places by tensor, and the end of the image.
    """
    home = aliases(program, lanes)
    rings = _rings(program, home)
    roots = []
    for name, (first, last) in _lives(program, home).items():
        tensor = program.tensors[name]
        layout = given.get(name) or TensorLayout(
            *image_size(tensor), lanes, rings.get(name, (0, 0, 0, 0))
        )
        size = -(-max(layout.total_bytes, sizes.get(name, 0)) // ALIGN_BYTES) * ALIGN_BYTES
        zero = tensor.scale.zero_point
        roots.append(_Root(name, layout, size, zero, first, last))
    ringed = [r for r in roots if any(r.layout.ring)]
    plain = [r for r in roots if not any(r.layout.ring)]
    kinds: dict[object, list[_Root]] = {}
    for r in ringed:
        kinds.setdefault((r.layout, r.zero, r.size), []).append(r)
    at, end = {}, base
    for kind in [*kinds.values(), plain]:
        found, end = _put(kind, -(-end // ALIGN_BYTES) * ALIGN_BYTES)
        at.update(found)
    by_name = {r.name: r for r in roots}
    places = {}
    for name in {n for layer in program.layers for n in (*layer.inputs, layer.output)} | {
        port.tensor for port in program.inputs
    }:
        top, block = _root(home, name)
        outer = by_name[top].layout
        layout = outer
        if name != top:
            channels, height, width = image_size(program.tensors[name])
            if (height, width) == (outer.height, outer.width):
                layout = replace(outer, channels=channels)
        where = at[top] + block * outer.block_bytes
        places[name] = Place(top, layout, where, (at[top], by_name[top].size))
    return places, -(-end // ALIGN_BYTES) * ALIGN_BYTES
