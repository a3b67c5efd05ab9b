"""Softmax of rows of int8 (in units of 1/16): e^x from a table, one division a row.

Streams `rows` rows of `cols` values in and as many probabilities, in units of 1/256, out.
"""

import math

from hwpipe.hls import Array, Scalar, Stream, i8, process, sat, u8, u16, u24

COLS = 64
EXP = [round(4095 * math.exp(-k / 16)) for k in range(256)]


def reciprocal(total):
    """2^28 / total, bit by bit."""
    rest = 1 << 28
    out = 0
    for k in range(17):
        fits = rest >= total << (16 - k)
        rest = rest - (total << (16 - k)) if fits else rest
        out = out * 2 + (1 if fits else 0)
    return out


@process
def softmax(
    rows: Scalar(u16, min=1), cols: Scalar(u8, min=2, max=COLS), x: Stream(i8), y: Stream(u8)
):
    row = Array(i8, COLS)
    most = i8(-128)
    total = u24(0)
    scale = u24(0)
    for _r in range(rows):
        for c in range(cols):
            v = x.get()
            row[c] = v
            most = i8(v if c == 0 else max(most, v))
        for c in range(cols):
            total = u24((0 if c == 0 else total) + EXP[most - row[c]])
            if c == cols - 1:
                scale = u24(reciprocal(total))
        for c in range(cols):
            y.put(sat(u8, (EXP[most - row[c]] * scale + (1 << 19)) >> 20))


def schedule(s):
    s.clock(10)
    s.pipeline("softmax", ii=1)


# ruff: noqa: D103 (processes are described by the file)
