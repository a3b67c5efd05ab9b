"""Total time of a nest of tiles that load, compute and store in ping-pong buffers.

In slot i the engine computes tile i while it loads tile i + 1 and stores tile i - 1; the
buffers swap when all three are done:

    total = l_0 + sum_i max(c_i, l_(i+1), s_(i-1)) + s_(F-1)

A layer has thousands of tiles but few different ones, since only the first and the last
iteration of a loop differ from the others. Each kind of slot is priced once and counted.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Index", "Loops", "nest_cycles", "nest_sum"]

Loops = tuple[int, int, int]
Index = tuple[int, int, int]


def _representatives(trips: int) -> list[tuple[int, int]]:
    """(index, how many iterations are like it) of one loop.

    The first iteration follows the end of the enclosing loop's previous one, the last but one
    loads the (perhaps smaller) last one, and the last is followed by a carry.
    """
    if trips <= 3:
        return [(index, 1) for index in range(trips)]
    return [(0, 1), (1, trips - 3), (trips - 2, 1), (trips - 1, 1)]


def _successor(index: Index, loops: Loops) -> Index | None:
    x, y, z = index
    if z + 1 < loops[2]:
        return (x, y, z + 1)
    if y + 1 < loops[1]:
        return (x, y + 1, 0)
    return (x + 1, 0, 0) if x + 1 < loops[0] else None


def _predecessor(index: Index, loops: Loops) -> Index | None:
    x, y, z = index
    if z:
        return (x, y, z - 1)
    if y:
        return (x, y - 1, loops[2] - 1)
    return (x - 1, loops[1] - 1, loops[2] - 1) if x else None


def nest_cycles(
    loops: Loops,
    load: Callable[[Index], int],
    compute: Callable[[Index], int],
    store: Callable[[Index], int],
) -> int:
    """Cycles of the nest, equal to the sum over all tiles.

    Args:
        loops: trip counts, outermost first, each at least 1.
        load: cycles to load the tile at an index; may depend on which loops are in their first
            and which in their last iteration, on nothing else.
        compute: cycles to compute it; may depend on last iterations only.
        store: cycles to store it; may depend on last iterations only.
    """
    last = (loops[0] - 1, loops[1] - 1, loops[2] - 1)
    total = load((0, 0, 0)) + store(last)
    inner = _representatives(loops[2])
    middle = _representatives(loops[1])
    for x, x_count in _representatives(loops[0]):
        for y, y_count in middle:
            for z, z_count in inner:
                index = (x, y, z)
                slot = compute(index)
                after, before = _successor(index, loops), _predecessor(index, loops)
                if after is not None:
                    slot = max(slot, load(after))
                if before is not None:
                    slot = max(slot, store(before))
                total += x_count * y_count * z_count * slot
    return total


def nest_sum(loops: Loops, value: Callable[[Index], int]) -> int:
    """Sum of `value` over all tiles, `value` as `load` above (bytes moved, for instance)."""
    middle, inner = _representatives(loops[1]), _representatives(loops[2])
    return sum(
        a * b * c * value((x, y, z))
        for x, a in _representatives(loops[0])
        for y, b in middle
        for z, c in inner
    )
