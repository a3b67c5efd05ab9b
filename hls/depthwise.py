"""Depthwise convolution: int8 in, int32 out, LANES channels side by side, one tap a cycle.

x is (blocks, h, w, LANES), weights (blocks, kernel * kernel, LANES), z (blocks, oh, ow, LANES). A
block of channels is cut into `bands` of `rows` output rows; the input rows of a band, `tall` =
(rows - 1) * stride + kernel of them, fill one half of a ping-pong buffer. Rows outside the image
are written as zero, columns outside are read as zero, so that a row is one burst.
"""

from hwpipe.hls import Array, Buffer, Mem, Scalar, Stream, i8, i32, process, u3, u4, u10, u16, u24

LANES = 8
PIXELS = 4096
TAPS = 121


@process
def load(
    blocks: Scalar(u16, min=1), bands: Scalar(u10, min=1), tall: Scalar(u10, min=1),
    step: Scalar(u10, min=1), h: Scalar(u10, min=1),
    w: Scalar(u10, min=1), pad: Scalar(u3), x: Mem(i8), tile: Buffer(i8, PIXELS, LANES),
):  # fmt: skip
    for c in range(blocks):
        for b in range(bands):
            tile.acquire()
            for r in range(tall):
                for p in range(w):
                    row = b * step + r - pad
                    for q in range(LANES):
                        pixel = i8(0)
                        if row >= 0 and row < h:
                            pixel = x[((c * h + row) * w + p) * LANES + q]
                        tile[r * w + p, q] = pixel
            tile.release()


@process
def weights(
    blocks: Scalar(u16, min=1), kernel: Scalar(u4, min=1, max=11), k: Mem(i8),
    taps: Buffer(i8, TAPS, LANES),
):  # fmt: skip
    for c in range(blocks):
        taps.acquire()
        for t in range(kernel * kernel):
            for q in range(LANES):
                taps[t, q] = k[(c * kernel * kernel + t) * LANES + q]
        taps.release()


@process
def compute(
    blocks: Scalar(u16, min=1), bands: Scalar(u10, min=1), rows: Scalar(u10, min=1),
    oh: Scalar(u10, min=1), ow: Scalar(u10, min=1), kernel: Scalar(u4, min=1, max=11),
    stride: Scalar(u3, min=1, max=4), w: Scalar(u10, min=1), pad: Scalar(u3),
    tile: Buffer(i8, PIXELS, LANES), taps: Buffer(i8, TAPS, LANES), y: Stream(i32, LANES),
):  # fmt: skip
    acc = Array(i32, LANES, init=0)
    for _c in range(blocks):
        taps.acquire()
        for b in range(bands):
            tile.acquire()
            for oy in range(min(rows, oh - b * rows)):
                for ox in range(ow):
                    for ky in range(kernel):
                        for kx in range(kernel):
                            col = ox * stride + kx - pad
                            at = (oy * stride + ky) * w + col
                            inside = col >= 0 and col < w
                            first = ky == 0 and kx == 0
                            for q in range(LANES):
                                pixel = tile[at, q] if inside else 0
                                old = 0 if first else acc[q]
                                acc[q] = i32(old + pixel * taps[ky * kernel + kx, q])
                            if ky == kernel - 1 and kx == kernel - 1:
                                y.put([acc[q] for q in range(LANES)])
            tile.release()
        taps.release()


@process
def store(pixels: Scalar(u24, min=1), y: Stream(i32, LANES), z: Mem(i32)):
    hold = Array(i32, LANES, init=0)
    for t in range(pixels):
        for b in range(LANES // 2):
            if b == 0:
                row = y.get()
                for q in range(LANES):
                    hold[q] = row[q]
            for e in range(2):
                z[t * LANES + b * 2 + e] = hold[b * 2 + e]


def corners():
    """Small layers that belong together: the build plays them through, looking for standstills."""
    out = []
    for blocks, h, w, kernel, stride, pad, rows in (
        (1, 1, 1, 1, 1, 0, 1), (2, 6, 7, 3, 2, 1, 2), (3, 9, 5, 3, 1, 1, 4), (1, 9, 9, 7, 1, 3, 3),
    ):  # fmt: skip
        oh, ow = ((e + 2 * pad - kernel) // stride + 1 for e in (h, w))
        out.append({
            "blocks": blocks, "bands": -(-oh // rows), "rows": rows, "step": rows * stride,
            "tall": (rows - 1) * stride + kernel, "h": h, "w": w, "pad": pad, "oh": oh, "ow": ow,
            "kernel": kernel, "stride": stride, "pixels": blocks * oh * ow,
        })  # fmt: skip
    return out


def schedule(s):
    for loop in ("load.q", "weights.q", "compute.q", "store.q", "store.e"):
        s.unroll(loop)
    for array in ("tile", "taps"):
        s.partition(array, dim=1)
    s.partition("compute.acc")
    s.partition("store.hold")
    s.pipeline("compute", ii=1)
    s.m_axi("x", bundle="gmem0", width=64)
    s.m_axi("k", bundle="gmem1", width=64)
    s.m_axi("z", bundle="gmem1", width=64)


# ruff: noqa: D103, PLR0917 (processes are described by the file)
