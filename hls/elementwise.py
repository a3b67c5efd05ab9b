"""Element by element: residual sum of two scales, requantisation, leaky ReLU, clip, copy, enlarge.

y = clip(round(((a - pivot) ka + b kb + offset) / 2^shift) + zero), half to even, ka = `ka_low`
where a is below `pivot`. `offset` holds half of 2^shift, so a tie is a sum whose `tie` bits are 0;
`below` and `above` are the sums from which on the result is `low` or `high`.
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
    i12,
    i16,
    i23,
    i38,
    process,
    u1,
    u3,
    u5,
    u8,
    u10,
    u12,
    u17,
    u24,
    u28,
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


def shifted(total, shift):
    """The low 8 bits of total >> shift, by 16 first: the choices get narrower on the way."""
    a = i23(total >> 16) if shift & 16 == 16 else i23(total)
    b = i16(a >> 8) if shift & 8 == 8 else i16(a)
    c = i12(b >> 4) if shift & 4 == 4 else i12(b)
    return u8(c >> (shift & 3))


@process
def compute(
    beats: Scalar(u28, min=1),
    pair: Scalar(u1),
    ka: Scalar(u17),
    ka_low: Scalar(u17),
    kb: Scalar(u17),
    pivot: Scalar(i8),
    offset: Scalar(i38),
    shift: Scalar(u5, max=28),
    tie: Scalar(u28),
    below: Scalar(i38),
    above: Scalar(i38),
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
            total = sum([(left[q] - pivot) * k, right[q] * kb, offset])
            near = shifted(total, shift)
            even = near & 254 if total & tie == 0 and tie > 0 else near
            code = i8(even + zero)
            out = [*out, low if total < below else high if total >= above else code]
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


def corners():
    """Small layers that belong together: the build plays them through, looking for standstills."""
    out = []
    for blocks, rows, cols, up_y, up_x, pair in (
        (1, 1, 1, 1, 1, 0), (2, 3, 5, 1, 1, 1), (1, 2, 3, 3, 1, 0), (2, 2, 4, 2, 7, 0),
    ):  # fmt: skip
        beats, row = cols * BEATS, (cols + 1) * BEATS * PORT
        pixels = blocks * rows * up_y * cols
        out.append({
            "blocks": blocks, "rows": rows, "a_beats": beats, "b_beats": beats,
            "y_beats": beats * up_x, "up_y": up_y, "up_x": up_x, "a_row": row, "b_row": row,
            "a_block": rows * row, "b_block": rows * row, "y_row": row * up_x,
            "y_step": row * up_x * up_y, "y_block": rows * row * up_x * up_y, "pixels": pixels,
            "beats": pixels * up_x * BEATS, "pair": pair,
        })  # fmt: skip
    return out


def schedule(s):
    for loop in ("repeat.q", "compute.q", "store.q"):
        s.unroll(loop)
    s.partition("repeat.held")
    for name in ("load_a", "load_b", "repeat", "compute", "store"):
        s.pipeline(name, ii=1)
    s.reduction("compute", "addend")
    s.m_axi("a", "gmem0", PORT * 8)
    s.m_axi("y", "gmem0", PORT * 8)
    s.m_axi("b", "gmem1", PORT * 8)


# ruff: noqa: D103, PLR0917 (processes are described by the file)
