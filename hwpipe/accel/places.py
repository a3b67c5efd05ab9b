"""Where every tensor of a program lies in the DDR image: layout, address, rings, reuse.

Views (aligned slices, reshapes that move nothing) and the parts of a concatenation whose channels
fill whole blocks share bytes with the tensor around them. A ring holds the tensor's zero point
from the start and nobody writes it, so that bytes of tensors with rings are reused only for
tensors of the same layout and zero point. Inputs, outputs and everything between lie in regions of
their own, since the host touches the first two at every inference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from hwpipe.conv.layout import TensorLayout
from hwpipe.lower.model import Concat, Conv, FullyConnected, Program, Reshape, Slice, Tensor

__all__ = [
    "ALIGN_BYTES", "CHUNK_BYTES", "Arena", "Place", "Region", "aliases", "image_size",
    "place_tensors",
]  # fmt: skip

#: Buffers start at multiples of a memory page, the shortest that AXI bursts may not cross.
ALIGN_BYTES = 4096
#: Regions are at most so large where no single tensor is larger: boards allocate, and the network
#: carries, buffers of this size without trouble.
CHUNK_BYTES = 16 << 20

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


@dataclass(frozen=True)
class Region:
    """A run of the image that the host allocates, fills and fetches as one buffer.

    Attributes:
        name: `input`, `output`, `work0`, `weights0` ...
        address: of the first byte in the image.
        size: bytes, whole pages.
        writable: by the kernels.
    """

    name: str
    address: int
    size: int
    writable: bool


@dataclass(frozen=True)
class Arena:
    """Where activations lie.

    Attributes:
        places: of every tensor, for the first image of a batch.
        regions: `input`, `output` and work, in the order of their addresses.
        scratch: (address, bytes) of the buffer for moved channels; None where there is none.
        strides: bytes from an image of the batch to the next, for roots that are inputs or
            outputs; the others are used by one image after the other.
        end: first address behind the last region.
    """

    places: dict[str, Place]
    regions: tuple[Region, ...]
    scratch: tuple[int, int] | None
    strides: dict[str, int]
    end: int


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


def _pages(size: int) -> int:
    return -(-size // ALIGN_BYTES) * ALIGN_BYTES


def _put(roots: list[_Root], base: int, origin: int) -> tuple[dict[str, int], int]:
    """Addresses: largest first into the lowest gap between the buffers alive at the same time.

    None lies across a multiple of `CHUNK_BYTES` from `origin` if it can help it.
    """
    placed: list[tuple[int, _Root]] = []
    top = base

    def whole(at: int, size: int) -> int:
        chunk = (at - origin) // CHUNK_BYTES
        across = (at + size - 1 - origin) // CHUNK_BYTES != chunk
        return origin + (chunk + 1) * CHUNK_BYTES if across and size <= CHUNK_BYTES else at

    for root in sorted(roots, key=lambda r: (-r.size, r.first, r.name)):
        at = whole(base, root.size)
        for other_at, other in sorted(placed, key=lambda p: p[0]):
            if other.last < root.first or root.last < other.first:
                continue
            if at + root.size <= other_at:
                break
            at = whole(max(at, _pages(other_at + other.size)), root.size)
        placed.append((at, root))
        top = max(top, at + root.size)
    return {root.name: at for at, root in placed}, top


def _roots(
    program: Program, lanes: int, home: Mapping[str, tuple[str, int]], sizes: Mapping[str, int],
    given: Mapping[str, TensorLayout],
) -> list[_Root]:  # fmt: skip
    """Every buffer of activations."""
    rings = _rings(program, home)
    roots = []
    for name, (first, last) in _lives(program, home).items():
        tensor = program.tensors[name]
        layout = given.get(name) or TensorLayout(
            *image_size(tensor), lanes, rings.get(name, (0, 0, 0, 0))
        )
        size = _pages(max(layout.total_bytes, sizes.get(name, 0)))
        roots.append(_Root(name, layout, size, tensor.scale.zero_point, first, last))
    return roots


def _cut(base: int, end: int, spans: list[tuple[int, int]]) -> list[Region]:
    """Work in regions of `CHUNK_BYTES`; what lies across a border joins its neighbours."""
    borders = [at for at in range(base + CHUNK_BYTES, end, CHUNK_BYTES)
               if not any(first < at < last for first, last in spans)]  # fmt: skip
    edges = [base, *borders, end]
    return [
        Region(f"work{i}", first, last - first, True)
        for i, (first, last) in enumerate(pairwise(edges))
        if last > first
    ]


def place_tensors(
    program: Program, lanes: int, sizes: Mapping[str, int] | None = None,
    given: Mapping[str, TensorLayout] | None = None, *, scratch: int = 0, batch: int = 1,
) -> Arena:  # fmt: skip
    """Place every tensor.

    Args:
        program: the network; the batch of its tensors does not matter.
        lanes: channels of a block.
        sizes: bytes that must be readable from a root's address on, where the layout is shorter.
        given: layouts of roots that the host packs in a way of its own.
        scratch: bytes of the buffer for moved channels.
        batch: images for which there is room.
    """
    home = aliases(program, lanes)
    roots = _roots(program, lanes, home, sizes or {}, given or {})
    entering = {_root(home, port.tensor)[0] for port in program.inputs}
    leaving = {_root(home, port.tensor)[0] for port in program.outputs} - entering
    at: dict[str, int] = {}
    regions, end = [], ALIGN_BYTES  # address 0 is nobody's
    strides: dict[str, int] = {}
    for name, names in (("input", entering), ("output", leaving)):
        base, mine = end, [r for r in roots if r.name in names]
        for root in mine:
            at[root.name], end = end, end + root.size
        strides.update({root.name: end - base for root in mine})
        end = base + batch * (end - base)
        if mine:
            regions.append(Region(name, base, end - base, name == "output"))
    base = end
    for kind in _kinds([r for r in roots if r.name not in at]):
        found, end = _put(kind, _pages(end), base)
        at.update(found)
    if scratch:
        at[""], end = end, end + _pages(scratch)
    by_name = {r.name: r for r in roots}
    spans = [(at[r.name], at[r.name] + r.size) for r in roots if at[r.name] >= base]
    regions += _cut(base, end, spans + ([(at[""], end)] if scratch else []))
    places = _views(program, home, at, by_name)
    room = (at[""], _pages(scratch)) if scratch else None
    return Arena(places, tuple(regions), room, strides, end)


def _kinds(roots: list[_Root]) -> list[list[_Root]]:
    """Roots that may share bytes: ringed ones of the same layout and zero point, and the rest."""
    kinds: dict[object, list[_Root]] = {}
    for r in roots:
        if any(r.layout.ring):
            kinds.setdefault((r.layout, r.zero, r.size), []).append(r)
    return [*kinds.values(), [r for r in roots if not any(r.layout.ring)]]


def _views(
    program: Program, home: Mapping[str, tuple[str, int]], at: Mapping[str, int],
    roots: Mapping[str, _Root],
) -> dict[str, Place]:  # fmt: skip
    """Every tensor as a part of its root."""
    places = {}
    for name in {n for layer in program.layers for n in (*layer.inputs, layer.output)} | {
        port.tensor for port in program.inputs
    }:
        top, block = _root(home, name)
        outer = roots[top].layout
        layout = outer
        if name != top:
            channels, height, width = image_size(program.tensors[name])
            if (height, width) == (outer.height, outer.width):
                layout = replace(outer, channels=channels)
        where = at[top] + block * outer.block_bytes
        places[name] = Place(top, layout, where, (at[top], roots[top].size))
    return places
