"""Matrix product c = a b: int8 in, int32 out; a is (m, k), b is (k, n), row-major.

Rows of b are read once for each block of ROWS rows of c and kept in a ping-pong buffer, with
COLS columns in one cycle; n is a multiple of COLS and m of ROWS.
"""

from hwpipe.hls import Array, Buffer, Mem, Scalar, i8, i32, process, u16

COLS = 8
DEPTH = 256
ROWS = 8


@process
def load_a(
    mb: Scalar(u16, min=1),
    nb: Scalar(u16, min=1),
    k: Scalar(u16, min=1, max=DEPTH),
    a: Mem(i8),
    tile_a: Buffer(i8, ROWS, DEPTH),
):
    for i in range(mb):
        for j in range(nb):
            tile_a.acquire()
            for r in range(ROWS):
                for p in range(k):
                    tile_a[r, p] = a[(i * ROWS + r) * k + p]
            tile_a.release()


@process
def load_b(
    mb: Scalar(u16, min=1),
    nb: Scalar(u16, min=1),
    k: Scalar(u16, min=1, max=DEPTH),
    b: Mem(i8),
    tile_b: Buffer(i8, DEPTH, COLS),
):
    for i in range(mb):
        for j in range(nb):
            tile_b.acquire()
            for p in range(k):
                for q in range(COLS):
                    tile_b[p, q] = b[(p * nb + j) * COLS + q]
            tile_b.release()


@process
def compute(
    mb: Scalar(u16, min=1),
    nb: Scalar(u16, min=1),
    k: Scalar(u16, min=1, max=DEPTH),
    tile_a: Buffer(i8, ROWS, DEPTH),
    tile_b: Buffer(i8, DEPTH, COLS),
    c: Mem(i32),
):
    acc = Array(i32, COLS, init=0)
    for i in range(mb):
        for j in range(nb):
            tile_a.acquire()
            tile_b.acquire()
            for r in range(ROWS):
                for p in range(k):
                    for q in range(COLS):
                        old = acc[q] if p > 0 else 0
                        acc[q] = i32(old + tile_a[r, p] * tile_b[p, q])
                for o in range(COLS // 2):
                    for h in range(2):
                        c[((i * ROWS + r) * nb + j) * COLS + o * 2 + h] = acc[o * 2 + h]
            tile_a.release()
            tile_b.release()


def schedule(s):
    s.unroll("load_b.q")
    s.unroll("compute.q")
    s.unroll("compute.h")
    s.partition("tile_b", dim=1)
    s.partition("compute.acc")
    s.m_axi("a", bundle="gmem0", width=64)
    s.m_axi("b", bundle="gmem1", width=64)
    s.m_axi("c", bundle="gmem1", width=64)


# ruff: noqa: B007, D103, PLR0917 (processes are described by the file; loop variables may only count)
