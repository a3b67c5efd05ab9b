"""Bilinear up-scaling of an image by two each way, a pixel a cycle; weights 9, 3, 3, 1 of 16.

Streams `height` rows of `width` pixels in, 2 height rows of 2 width pixels out; edges repeat.
"""

from hwpipe.hls import Array, Scalar, Stream, process, u8, u10, u11

WIDTH = 1024


@process
def upscale(
    height: Scalar(u11, min=1), width: Scalar(u11, min=1, max=WIDTH), x: Stream(u8), y: Stream(u8)
):
    upper = Array(u8, WIDTH)
    lower = Array(u8, WIDTH)
    left = u10(0)
    right = u10(0)
    for r in range(height + 1):
        for half in range(2):
            for c in range(width + 1):
                for side in range(2):
                    if side == 0:
                        left = u10(right)
                        if c < width:
                            below = lower[c] if r > 0 or half > 0 else 0
                            if half == 0 and r < height:
                                below = x.get()
                            above = 0
                            if half == 0:
                                above = lower[c] if r > 0 else below
                                upper[c] = above
                                lower[c] = below
                            else:
                                above = upper[c]
                            right = u10(3 * above + below if half == 0 else above + 3 * below)
                        if c == 0:
                            left = u10(right)
                    total = 3 * left + right if side == 0 else left + 3 * right
                    inside = r * 2 + half > 0 and r * 2 + half <= height * 2
                    if inside and c * 2 + side > 0 and c * 2 + side <= width * 2:
                        y.put((total + 8) >> 4)


def schedule(s):
    s.pipeline("upscale", ii=1)


# ruff: noqa: D103 (processes are described by the file)
