"""Total time of a nest of tiles that load, compute and store in ping-pong buffers.

In slot i the engine computes tile i while it loads tile i + 1 and stores tile i - 1; the
buffers swap when all three are done:

    total = l_0 + sum_i max(c_i, l_(i+1), s_(i-1)) + s_(F-1)

A layer has thousands of tiles but few different ones, since only the first and the last
iteration of a loop differ from the others. Each kind of tile is priced once, each kind of slot
(a tile, its successor and its predecessor) counted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Index", "Loops", "Nest", "Tile", "nest"]

Loops = tuple[int, int, int]
Index = tuple[int, int, int]


class Tile(NamedTuple):
    """Cycles to load, compute and store one tile, and the bytes it moves."""

    load: int
    compute: int
    store: int
    read_bytes: int
    write_bytes: int


class Nest(NamedTuple):
    """Cycles of a whole nest and the bytes it moves."""

    cycles: int
    read_bytes: int
    write_bytes: int


class _Step(NamedTuple):
    """Equal iterations of one loop: their kind, their neighbours' kinds (-1: none), how many."""

    kind: int
    following: int
    preceding: int
    repeats: int


@lru_cache(maxsize=4096)
def _steps(trips: int) -> tuple[tuple[int, ...], tuple[_Step, ...]]:
    """An index of every kind of iteration (first, middle, last), and the steps of the loop.

    The first iteration follows the end of the enclosing loop's previous one, the last but one
    loads the (perhaps smaller) last one, and the last is followed by a carry.
    """
    if trips == 1:
        return (0,), (_Step(0, -1, -1, 1),)
    if trips == 2:
        return (0, 1), (_Step(0, 1, -1, 1), _Step(1, -1, 0, 1))
    kinds = (0, 1, trips - 1)
    if trips == 3:
        return kinds, (_Step(0, 1, -1, 1), _Step(1, 2, 0, 1), _Step(2, -1, 1, 1))
    return kinds, (
        _Step(0, 1, -1, 1), _Step(1, 1, 1, trips - 3), _Step(1, 2, 1, 1), _Step(2, -1, 1, 1),
    )  # fmt: skip


def nest(loops: Loops, tile: Callable[[Index], Tile]) -> Nest:
    """Cycles and bytes of a nest, exactly those of a walk over all its tiles.

    Args:
        loops: trip counts, outermost first, each at least 1.
        tile: the tile at an index. Loads may depend on which loops are in their first and
            which in their last iteration; compute and stores on the last ones only.
    """
    (xs, outer), (ys, middle), (zs, inner) = (_steps(trips) for trips in loops)
    cells = [[[tile((x, y, z)) for z in zs] for y in ys] for x in xs]
    cycles = cells[0][0][0].load + cells[-1][-1][-1].store
    reads = writes = 0
    for x, x_next, x_before, x_count in outer:
        for y, y_next, y_before, y_count in middle:
            row = cells[x][y]
            row_count = x_count * y_count
            for z, z_next, z_before, z_count in inner:
                here = row[z]
                count = row_count * z_count
                reads += count * here.read_bytes
                writes += count * here.write_bytes
                load = store = 0
                if z_next >= 0:
                    load = row[z_next].load
                elif y_next >= 0:  # the next tile, by carry
                    load = cells[x][y_next][0].load
                elif x_next >= 0:
                    load = cells[x_next][0][0].load
                if z_before >= 0:
                    store = row[z_before].store
                elif y_before >= 0:  # the tile before, by borrow
                    store = cells[x][y_before][-1].store
                elif x_before >= 0:
                    store = cells[x_before][-1][-1].store
                cycles += count * max(here.compute, load, store)
    return Nest(cycles, reads, writes)
