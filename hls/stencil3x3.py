"""3x3 stencil with line buffers: weighted sum of the neighbourhood, border pixels repeated zero.

Streams `height` rows of `width` pixels in and out, one pixel a cycle; the first output leaves
after one row and two pixels.
"""

from hwpipe.hls import Array, Scalar, Stream, process, sat, u8, u12

MAX_WIDTH = 1920
WEIGHTS = [1, 2, 1, 2, 4, 2, 1, 2, 1]


@process
def stencil(
    height: Scalar(u12, min=1, max=2160),
    width: Scalar(u12, min=2, max=MAX_WIDTH),
    x: Stream(u8),
    y: Stream(u8),
):
    above = Array(u8, MAX_WIDTH + 1)
    top = Array(u8, MAX_WIDTH + 1)
    window = Array(u8, 3, 3, init=0)
    for row in range(height + 1):
        for col in range(width + 1):
            pixel = 0
            if row < height and col < width:
                pixel = x.get()
            one = above[col] if row > 0 else 0
            two = top[col] if row > 1 else 0
            for i in range(3):
                window[i, 0] = window[i, 1]
                window[i, 1] = window[i, 2]
            window[0, 2] = two
            window[1, 2] = one
            window[2, 2] = pixel
            top[col] = one
            above[col] = pixel
            if row > 0 and col > 0:
                total = sum(
                    WEIGHTS[3 * i + k] * (window[i, k] if k > 0 or col > 1 else 0)
                    for i in range(3)
                    for k in range(3)
                )
                y.put(sat(u8, (total + 8) >> 4))


def schedule(s):
    s.pipeline("stencil", ii=1)
    s.unroll("stencil.i")
    s.partition("stencil.window")


# ruff: noqa: D103 (processes are described by the file; loop variables may only count)
