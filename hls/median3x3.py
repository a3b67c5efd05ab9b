"""Median of the 3x3 neighbourhood, one pixel a cycle; border pixels repeated inwards are left out.

Streams `height` rows of `width` pixels in, (height - 2) * (width - 2) medians out. Sorting each new
column once leaves 19 comparisons: maximum of the least, median of the middle, minimum of the most.
"""

from hwpipe.hls import Array, Scalar, Stream, process, u8, u12

MAX_WIDTH = 1920


def middle(a, b, c):
    return max(min(a, b), min(max(a, b), c))


@process
def median(
    height: Scalar(u12, min=3), width: Scalar(u12, min=3, max=MAX_WIDTH), x: Stream(u8),
    y: Stream(u8),
):  # fmt: skip
    above = Array(u8, MAX_WIDTH)
    top = Array(u8, MAX_WIDTH)
    column = Array(u8, 3, 3, init=0)
    for row in range(height):
        for col in range(width):
            a = x.get()
            b = above[col] if row > 0 else 0
            c = top[col] if row > 1 else 0
            top[col] = b
            above[col] = a
            for k in range(3):
                column[0, k] = column[1, k]
                column[1, k] = column[2, k]
            column[2, 0] = min(a, b, c)
            column[2, 1] = middle(a, b, c)
            column[2, 2] = max(a, b, c)
            low = max(column[0, 0], column[1, 0], column[2, 0])
            mid = middle(column[0, 1], column[1, 1], column[2, 1])
            high = min(column[0, 2], column[1, 2], column[2, 2])
            if row > 1 and col > 1:
                y.put(middle(low, mid, high))


def schedule(s):
    s.pipeline("median", ii=1)
    s.unroll("median.k")
    s.partition("median.column")


# ruff: noqa: D103 (processes are described by the file)
