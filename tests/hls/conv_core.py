"""Convolution core: weight-stationary PI x PO, partial sums in memory, weights loaded ahead."""

from hwpipe.hls import (
    Array,
    Buffer,
    Mem,
    Scalar,
    Stream,
    i8,
    i32,
    process,
    u4,
    u8,
    u10,
    u16,
    within,
)

PI = 8
PO = 8
TILE = 512
PIXELS = 2048


@process
def load(
    cts: Scalar(u8, min=1),
    size: Scalar(u16, min=1, max=PIXELS),
    x: Mem(i8),
    tile: Buffer(i8, PIXELS, PI),
):
    for ct in range(cts):
        tile.acquire()
        for p in range(size):
            for q in range(PI):
                tile[p, q] = x[(ct * size + p) * PI + q]
        tile.release()


@process
def weights(
    cts: Scalar(u8, min=1), taps: Scalar(u8, min=1, max=121), w: Mem(i8), ws: Stream(i8, 8)
):
    for ct in range(cts):
        for k in range(taps):
            for b in range(PO):
                ws.put([w[((ct * taps + k) * PO + b) * PI + q] for q in range(PI)])


@process
def compute(
    cts: Scalar(u8, min=1),
    kh: Scalar(u4, min=1, max=11),
    kw: Scalar(u4, min=1, max=11),
    oh: Scalar(u10, min=1, max=256),
    ow: Scalar(u10, min=1, max=256),
    stride: Scalar(u4, min=1, max=4),
    pitch: Scalar(u10),
    tile: Buffer(i8, PIXELS, PI),
    ws: Stream(i8, 8),
    y: Stream(i32, PO),
):
    acc = Array(i32, TILE, PO)
    shadow = Array(i8, PO, PI, init=0)
    active = Array(i8, PO, PI, init=0)
    for b in range(PO):
        beat = ws.get()
        for q in range(PI):
            active[b, q] = beat[q]
    for ct in range(cts):
        tile.acquire()
        for ky in range(kh):
            for kx in range(kw):
                for oy in range(oh):
                    for ox in range(ow):
                        t = oy * ow + ox
                        done = ct == cts - 1 and ky == kh - 1 and kx == kw - 1
                        if t < PO and not done:
                            more = ws.get()
                            for q in range(PI):
                                shadow[t, q] = more[q]
                        row = [
                            tile[(oy * stride + ky) * pitch + ox * stride + kx, i]
                            for i in range(PI)
                        ]
                        first = ct == 0 and ky == 0 and kx == 0
                        out = []
                        for o in range(PO):
                            old = 0 if first else acc[t, o]
                            new = i32(
                                old
                                + sum(within(active[o, i], -127, 127) * row[i] for i in range(PI))
                            )
                            acc[t, o] = new
                            out = [*out, new]
                        if done:
                            y.put(out)
                        if oy == oh - 1 and ox == ow - 1:
                            for o in range(PO):
                                for i in range(PI):
                                    active[o, i] = shadow[o, i]
        tile.release()


@process
def store(
    oh: Scalar(u10, min=1, max=256),
    ow: Scalar(u10, min=1, max=256),
    y: Stream(i32, PO),
    z: Mem(i32),
):
    for t in range(oh * ow):
        v = y.get()
        for o in range(PO):
            z[t * PO + o] = v[o]


def schedule(s):
    for k in ("load.q", "compute.o", "compute.i", "compute.q", "store.o"):
        s.unroll(k)
    s.partition("tile", dim=1)
    s.partition("compute.acc", dim=1)
    s.partition("compute.shadow")
    s.partition("compute.active")
    s.pipeline("compute", ii=1)
    s.pack("compute", 17)
    s.m_axi("x", "g0", 64)
    s.m_axi("w", "g1", 64)
    s.m_axi("z", "g2", 256)
