"""Gradient of a convolution's weights: int8 in, int32 out, PI x PO outer products a cycle.

For each tap, the products of input and output gradient are summed over the pixels of a band in
registers, and over `bands` (of all images, one after the other) in a memory. x is
(images, ci, h, w, PI), dy (images, fo, oh, ow, PO), dw (fo, ci, kernel * kernel, PI, PO). Rows
outside of x and dy are written to their tiles as zero, columns outside of x are read as zero.
"""

from hwpipe.hls import Array, Buffer, Mem, Scalar, Stream, i8, i32, process, u3, u4, u8, u10, u24

PI = 8
PO = 8
PIXELS = 2048
PARTIALS = 3872


@process
def load_x(
    fo: Scalar(u10, min=1), ci: Scalar(u10, min=1), images: Scalar(u8, min=1),
    bands: Scalar(u8, min=1), tall: Scalar(u10, min=1), step: Scalar(u10, min=1),
    h: Scalar(u10, min=1), w: Scalar(u10, min=1), pad: Scalar(u3), x: Mem(i8),
    tile: Buffer(i8, PIXELS, PI),
):  # fmt: skip
    for _o in range(fo):
        for i in range(ci):
            for n in range(images):
                for b in range(bands):
                    tile.acquire()
                    for r in range(tall):
                        for c in range(w):
                            row = b * step + r - pad
                            for f in range(PI):
                                pixel = i8(0)
                                if row >= 0 and row < h:
                                    pixel = x[(((n * ci + i) * h + row) * w + c) * PI + f]
                                tile[r * w + c, f] = pixel
                    tile.release()


@process
def load_dy(
    fo: Scalar(u10, min=1), ci: Scalar(u10, min=1), images: Scalar(u8, min=1),
    bands: Scalar(u8, min=1), rows: Scalar(u10, min=1), oh: Scalar(u10, min=1),
    ow: Scalar(u10, min=1), dy: Mem(i8), grad: Buffer(i8, PIXELS, PO),
):  # fmt: skip
    for o in range(fo):
        for _i in range(ci):
            for n in range(images):
                for b in range(bands):
                    grad.acquire()
                    for r in range(rows):
                        for c in range(ow):
                            row = b * rows + r
                            for f in range(PO):
                                pixel = i8(0)
                                if row < oh:
                                    pixel = dy[(((n * fo + o) * oh + row) * ow + c) * PO + f]
                                grad[r * ow + c, f] = pixel
                    grad.release()


@process
def compute(
    tiles: Scalar(u24, min=1), kernel: Scalar(u4, min=1, max=11), rows: Scalar(u10, min=1),
    ow: Scalar(u10, min=1), stride: Scalar(u3, min=1, max=4), w: Scalar(u10, min=1),
    pad: Scalar(u3), tile: Buffer(i8, PIXELS, PI), grad: Buffer(i8, PIXELS, PO),
    y: Stream(i32, PI * PO),
):  # fmt: skip
    acc = Array(i32, PI, PO, init=0)
    for _t in range(tiles):
        tile.acquire()
        grad.acquire()
        for ky in range(kernel):
            for kx in range(kernel):
                for r in range(rows):
                    for c in range(ow):
                        col = c * stride + kx - pad
                        at = (r * stride + ky) * w + col
                        inside = col >= 0 and col < w
                        row = [tile[at, a] if inside else 0 for a in range(PI)]
                        first = r == 0 and c == 0
                        for a in range(PI):
                            for b in range(PO):
                                old = 0 if first else acc[a, b]
                                acc[a, b] = i32(old + row[a] * grad[r * ow + c, b])
                        if r == rows - 1 and c == ow - 1:
                            y.put([acc[n // PO, n % PO] for n in range(PI * PO)])
        tile.release()
        grad.release()


@process
def gather(
    pairs: Scalar(u24, min=1), parts: Scalar(u24, min=1), kernel: Scalar(u4, min=1, max=11),
    y: Stream(i32, PI * PO), total: Stream(i32, 2),
):  # fmt: skip
    hold = Array(i32, PI * PO, init=0)
    psum = Array(i32, PARTIALS, 2)
    for _p in range(pairs):
        for n in range(parts):
            for t in range(kernel * kernel):
                for b in range(PI * PO // 2):
                    if b == 0:
                        row = y.get()
                        for f in range(PI * PO):
                            hold[f] = row[f]
                    at = t * (PI * PO // 2) + b
                    out = [i32((0 if n == 0 else psum[at, e]) + hold[e]) for e in range(2)]
                    for e in range(2):
                        psum[at, e] = out[e]
                    if n == parts - 1:
                        total.put(out)
                    for f in range(PI * PO - 2):
                        hold[f] = hold[f + 2]


@process
def store(words: Scalar(u24, min=1), total: Stream(i32, 2), dw: Mem(i32)):
    for t in range(words):
        pair = total.get()
        for e in range(2):
            dw[t * 2 + e] = pair[e]


def corners():
    """Small layers that belong together: the build plays them through, looking for standstills."""
    out = []
    for fo, ci, images, h, w, kernel, stride, pad, rows in (
        (1, 1, 1, 1, 1, 1, 1, 0, 1), (2, 1, 2, 5, 4, 1, 1, 0, 3), (1, 2, 1, 7, 6, 3, 2, 1, 2),
    ):  # fmt: skip
        oh, ow = ((e + 2 * pad - kernel) // stride + 1 for e in (h, w))
        bands = -(-oh // rows)
        out.append({
            "fo": fo, "ci": ci, "images": images, "bands": bands, "rows": rows, "h": h, "w": w,
            "tall": (rows - 1) * stride + kernel, "step": rows * stride, "pad": pad, "oh": oh,
            "ow": ow, "tiles": fo * ci * images * bands, "kernel": kernel, "stride": stride,
            "pairs": fo * ci, "parts": images * bands,
            "words": fo * ci * kernel * kernel * PI * PO // 2,
        })  # fmt: skip
    return out


def schedule(s):
    for loop in ("load_x.f", "load_dy.f", "compute.a", "compute.b", "gather.e", "gather.f"):
        s.unroll(loop)
    s.unroll("store.e")
    for array in ("tile", "grad", "gather.psum"):
        s.partition(array, dim=1)
    for array in ("compute.acc", "gather.hold"):
        s.partition(array)
    s.pipeline("compute", ii=1)
    s.m_axi("x", bundle="gmem0", width=64)
    s.m_axi("dy", bundle="gmem1", width=64)
    s.m_axi("dw", bundle="gmem1", width=64)


# ruff: noqa: D103, PLR0917 (processes are described by the file)
