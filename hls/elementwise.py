"""Element by element: residual sum of two scales, requantisation, leaky ReLU, clip, copy, enlarge.

y = clip(round(((a - pivot) ka + b kb + offset) / 2^shift) + zero), half to even, with ka = `ka_low`
where a is below `pivot`; `half` and `guard` round low bits away first
(hwpipe.fpga.requantise.round_shift).
Tensors are [blocks][rows][columns][LANES] with a ring around every image: the addresses are those
of the first pixel. Every pixel is written `up_x` times, every row `up_y` times; `pair` = 0 leaves b
unread. PORT elements a cycle; `hwpipe.accel` chooses the scalars.
"""

from hwpipe.hls import (
    Array,
    Mem,
    Scalar,
    Stream,
    i8,
    i48,
    process,
    u1,
    u3,
    u6,
    u10,
    u12,
    u17,
    u24,
    u28,
    u40,
)

LANES = 16
PORT = 8

#: Beats of a pixel.
BEATS = max(1, LANES // PORT)


@process
def load_a(
    blocks: Scalar(u10, min=1),
    rows: Scalar(u12, min=1),
    a_beats: Scalar(u24, min=1),
    up_y: Scalar(u3, min=1),
    a_block: Scalar(u28),
    a_row: Scalar(u28),
    a: Mem(i8),
    sa: Stream(i8, PORT),
):
    for c in range(blocks):
        for r in range(rows):
            for _f in range(up_y):
                for n in range(a_beats):
                    sa.put([a[c * a_block + r * a_row + n * PORT + q] for q in range(PORT)])


@process
def load_b(
    blocks: Scalar(u10, min=1),
    rows: Scalar(u12, min=1),
    b_beats: Scalar(u24, min=1),
    pair: Scalar(u1),
    b_block: Scalar(u28),
    b_row: Scalar(u28),
    b: Mem(i8),
    sb: Stream(i8, PORT),
):
    for c in range(blocks):
        for r in range(rows):
            for n in range(b_beats):
                if pair == 1:
                    sb.put([b[c * b_block + r * b_row + n * PORT + q] for q in range(PORT)])


@process
def repeat(
    pixels: Scalar(u28, min=1),
    up_x: Scalar(u3, min=1),
    sa: Stream(i8, PORT),
    wide: Stream(i8, PORT),
):
    held = Array(i8, BEATS * PORT, init=0)
    for _t in range(pixels):
        for e in range(up_x):
            for _h in range(BEATS):
                now = [held[q] for q in range(PORT)]
                if e == 0:
                    now = sa.get()
                for q in range(BEATS * PORT):
                    later = q + PORT
                    held[q] = held[later] if later < BEATS * PORT else now[later - BEATS * PORT]
                wide.put(now)


@process
def compute(
    beats: Scalar(u28, min=1),
    pair: Scalar(u1),
    ka: Scalar(u17),
    ka_low: Scalar(u17),
    kb: Scalar(u17),
    pivot: Scalar(i8),
    offset: Scalar(i48),
    half: Scalar(u40),
    guard: Scalar(u6, max=40),
    shift: Scalar(u6, max=40),
    middle: Scalar(u40),
    mask: Scalar(u40),
    zero: Scalar(i8),
    low: Scalar(i8),
    high: Scalar(i8),
    wide: Stream(i8, PORT),
    sb: Stream(i8, PORT),
    sy: Stream(i8, PORT),
):
    for _t in range(beats):
        left = wide.get()
        right = [i8(0) for q in range(PORT)]
        if pair == 1:
            right = sb.get()
        out = []
        for q in range(PORT):
            k = ka_low if left[q] < pivot else ka
            total = (left[q] - pivot) * k + right[q] * kb + offset
            near = (total + half) >> guard
            whole = near >> shift
            part = near & mask
            up = 1 if part > middle or (part == middle and middle > 0 and (whole & 1) == 1) else 0
            code = whole + up + zero
            out = [*out, i8(min(max(code, low), high))]
        sy.put(out)


@process
def store(
    blocks: Scalar(u10, min=1),
    rows: Scalar(u12, min=1),
    up_y: Scalar(u3, min=1),
    y_beats: Scalar(u24, min=1),
    y_block: Scalar(u28),
    y_step: Scalar(u28),
    y_row: Scalar(u28),
    sy: Stream(i8, PORT),
    y: Mem(i8),
):
    for c in range(blocks):
        for r in range(rows):
            for f in range(up_y):
                for n in range(y_beats):
                    beat = sy.get()
                    for q in range(PORT):
                        y[c * y_block + r * y_step + f * y_row + n * PORT + q] = beat[q]


def schedule(s):
    for loop in ("repeat.q", "compute.q", "store.q"):
        s.unroll(loop)
    s.partition("repeat.held")
    for name in ("load_a", "load_b", "repeat", "compute", "store"):
        s.pipeline(name, ii=1)
    s.m_axi("a", "gmem0", PORT * 8)
    s.m_axi("y", "gmem0", PORT * 8)
    s.m_axi("b", "gmem1", PORT * 8)


# ruff: noqa: D103, PLR0917 (processes are described by the file)
