"""Statistics for LayerNorm: mean and variance of rows of int8 in memory, 8 values a cycle.

A row is `blocks` * 8 = 2^`shift` values; both results are in units of 1/256, int32.
"""

from hwpipe.hls import Mem, Scalar, i8, i32, process, u4, u16, u32

LANES = 8


@process
def layernorm(
    rows: Scalar(u16, min=1), blocks: Scalar(u16, min=1, max=64), shift: Scalar(u4, min=3, max=9),
    x: Mem(i8), stats: Mem(i32),
):  # fmt: skip
    assert blocks * LANES == 1 << shift, "a row is 2^shift values"
    total = i32(0)
    square = u32(0)
    for r in range(rows):
        for b in range(blocks):
            v = [x[(r * blocks + b) * LANES + k] for k in range(LANES)]
            total = i32((0 if b == 0 else total) + sum(v[k] for k in range(LANES)))
            square = u32((0 if b == 0 else square) + sum(v[k] * v[k] for k in range(LANES)))
        for h in range(2):
            mean = (total << 8) >> shift
            variance = ((square << 16) >> shift) - mean * mean
            stats[r * 2 + h] = i32(mean) if h == 0 else i32(variance >> 8)


def corners():
    return [{"rows": 2, "blocks": 1 << k, "shift": k + 3} for k in (0, 2, 6)]


def schedule(s):
    s.m_axi("x", "gmem0", 64)
    s.m_axi("stats", "gmem1", 32)


# ruff: noqa: D103 (processes are described by the file)
