"""Gradient of a convolution's input (a transposed convolution): int8 in, int32 out.

Input rows fall into `phases` = min(stride, kernel) classes by (row + pad) % stride; each class is
an ordinary convolution of dy with every stride-th tap, so all PI x PO products are useful. Rows
and columns of a class are `rows` * `bands` and `cols`; class p has q + (p < rem) taps a side and
starts (p < late) pixels later; reach is the most taps a side, less one. `tall` rows of dy (zero
outside), from `top` above the band's first, make a tile; columns outside are read as zero.

dy is (fo, oh, ow, PO), weights stream in the order of the loops of `weights`, dx leaves as
(ci, phases, phases, bands * rows, cols, PI).
"""

from hwpipe.hls import Array, Buffer, Mem, Scalar, Stream, i8, i32, process, u2, u3, u4, u10, u24

PI = 8
PO = 8
TILE = 1024
PIXELS = 2048


@process
def load(
    ci: Scalar(u10, min=1), fo: Scalar(u10, min=1), phases: Scalar(u3, min=1, max=4),
    bands: Scalar(u10, min=1), rows: Scalar(u10, min=1), tall: Scalar(u10, min=1),
    top: Scalar(u4), oh: Scalar(u10, min=1), ow: Scalar(u10, min=1),
    dy: Mem(i8), tile: Buffer(i8, PIXELS, PO),
):  # fmt: skip
    for _i in range(ci):
        for _p in range(phases * phases):
            for b in range(bands):
                for o in range(fo):
                    tile.acquire()
                    for r in range(tall):
                        for x in range(ow):
                            y = b * rows + r - top
                            for f in range(PO):
                                pixel = i8(0)
                                if y >= 0 and y < oh:
                                    pixel = dy[((o * oh + y) * ow + x) * PO + f]
                                tile[r * ow + x, f] = pixel
                    tile.release()


@process
def weights(beats: Scalar(u24, min=1), k: Mem(i8), ws: Stream(i8, PO)):
    for b in range(beats):
        ws.put([k[b * PO + f] for f in range(PO)])


@process
def compute(
    ci: Scalar(u10, min=1), fo: Scalar(u10, min=1), phases: Scalar(u3, min=1, max=4),
    bands: Scalar(u10, min=1), rows: Scalar(u10, min=1), cols: Scalar(u10, min=1),
    top: Scalar(u4), ow: Scalar(u10, min=1), q: Scalar(u4, min=1, max=11), rem: Scalar(u2),
    late: Scalar(u2), reach: Scalar(u4), tile: Buffer(i8, PIXELS, PO), ws: Stream(i8, PO),
    y: Stream(i32, PI),
):  # fmt: skip
    acc = Array(i32, TILE, PI)
    shadow = Array(i8, PI, PO, init=0)
    active = Array(i8, PI, PO, init=0)
    for m in range(PI):
        beat = ws.get()
        for f in range(PO):
            active[m, f] = beat[f]
    for _i in range(ci):
        for py in range(phases):
            for px in range(phases):
                for _b in range(bands):
                    for o in range(fo):
                        tile.acquire()
                        for a in range(q + (1 if py < rem else 0)):
                            for b in range(q + (1 if px < rem else 0)):
                                for j in range(rows):
                                    for x in range(cols):
                                        t = j * cols + x
                                        if t < PI:
                                            more = ws.get()
                                            for f in range(PO):
                                                shadow[t, f] = more[f]
                                        up = (1 if py < late else 0) + reach - a
                                        right = (1 if px < late else 0) + reach - b
                                        col = x + right - top
                                        at = (j + up) * ow + col
                                        inside = col >= 0 and col < ow
                                        row = [tile[at, f] if inside else 0 for f in range(PO)]
                                        first = o == 0 and a == 0 and b == 0
                                        out = [
                                            i32(
                                                (0 if first else acc[t, n])
                                                + sum(active[n, f] * row[f] for f in range(PO))
                                            )
                                            for n in range(PI)
                                        ]
                                        for n in range(PI):
                                            acc[t, n] = out[n]
                                        last = a == q - 1 + (1 if py < rem else 0)
                                        end = b == q - 1 + (1 if px < rem else 0)
                                        if last and end and o == fo - 1:
                                            y.put(out)
                                        if j == rows - 1 and x == cols - 1:
                                            for n in range(PI):
                                                for f in range(PO):
                                                    active[n, f] = shadow[n, f]
                        tile.release()


@process
def store(pixels: Scalar(u24, min=1), y: Stream(i32, PI), dx: Mem(i32)):
    hold = Array(i32, PI, init=0)
    for t in range(pixels):
        for b in range(PI // 2):
            if b == 0:
                row = y.get()
                for n in range(PI):
                    hold[n] = row[n]
            for e in range(2):
                dx[t * PI + b * 2 + e] = hold[b * 2 + e]


def corners():
    """Small layers that belong together: the build plays them through, looking for standstills."""
    out = []
    for ci, fo, kernel, stride, pad, h, w, bands in (
        (1, 1, 1, 1, 0, 4, 4, 1), (2, 2, 3, 1, 1, 6, 5, 2), (1, 2, 3, 2, 1, 8, 9, 1),
        (2, 1, 2, 3, 1, 9, 8, 1),
    ):  # fmt: skip
        oh, ow = ((e + 2 * pad - kernel) // stride + 1 for e in (h, w))
        q, rem = (kernel // stride, kernel % stride) if kernel >= stride else (1, 0)
        reach, (early, late) = q - (rem == 0), divmod(pad, stride)
        phases, tall, wide = min(stride, kernel), -(-h // stride), -(-w // stride)
        rows = -(-tall // bands)
        cols = max(wide, -(-PI // rows))
        out.append({
            "ci": ci, "fo": fo, "phases": phases, "bands": bands, "rows": rows, "cols": cols,
            "tall": rows + reach + (late > 0), "top": reach - early, "oh": oh, "ow": ow, "q": q,
            "beats": PI * (ci * fo * kernel * kernel * bands + 1), "rem": rem, "late": late,
            "reach": reach, "pixels": ci * phases * phases * bands * rows * cols,
        })  # fmt: skip
    return out


def schedule(s):
    for loop in ("load.f", "compute.n", "compute.f", "store.n", "store.e"):
        s.unroll(loop)
    s.partition("tile", dim=1)
    s.partition("compute.acc", dim=1)
    s.partition("compute.shadow")
    s.partition("compute.active")
    s.partition("store.hold")
    s.pipeline("compute", ii=1)
    s.fifo("y", TILE)
    s.m_axi("dy", bundle="gmem0", width=64)
    s.m_axi("k", bundle="gmem1", width=64)
    s.m_axi("dx", bundle="gmem1", width=64)


# ruff: noqa: D103, PLR0917 (processes are described by the file)
