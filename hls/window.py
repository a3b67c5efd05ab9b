"""Windows over channels side by side: requantised depthwise convolution, max, average, global pool.

int8 in, int8 out, LANES channels a cycle, one tap a cycle. Tensors are [blocks][rows][columns]
[LANES] with a ring around every image; the addresses are those of the first pixel, and padding is
the code `fill`, so that no ring is read. A block is cut into `bands` of `rows` output rows; the
input rows of a band fill one half of a ping-pong buffer. `largest` = 1 keeps the largest code of a
window, 0 adds up pixel times weight (1 where `unit` is set). Then

    y = clip(round(((sum + bias) k + before) / 2^shift) + zero), half to even

with bias and k of the channel; `by_pixel` takes k of the output pixel, where windows at the edge
hold fewer pixels. `half` and `guard` round low bits away first, as averages need.
"""

from hwpipe.hls import (
    Array,
    Buffer,
    Mem,
    Scalar,
    Stream,
    i8,
    i32,
    i48,
    process,
    u1,
    u6,
    u8,
    u10,
    u12,
    u17,
    u24,
    u28,
    u40,
)

LANES = 16
PIXELS = 4096
TAPS = 128
PORT = 8

#: Beats of a pixel.
BEATS = max(1, LANES // PORT)


@process
def load(
    blocks: Scalar(u10, min=1),
    bands: Scalar(u10, min=1),
    tall: Scalar(u12, min=1),
    step: Scalar(u12, min=1),
    h: Scalar(u12, min=1),
    w: Scalar(u12, min=1, max=PIXELS - 1),
    top: Scalar(u6),
    fill: Scalar(i8),
    x_block: Scalar(u28),
    x_row: Scalar(u28),
    x: Mem(i8),
    tile: Buffer(i8, PIXELS, LANES),
):
    held = Array(i8, LANES, init=0)
    for c in range(blocks):
        for b in range(bands):
            tile.acquire()
            for r in range(tall):
                for p in range(w):
                    for g in range(BEATS):
                        row = b * step + r - top
                        inside = row >= 0 and row < h
                        at = c * x_block + row * x_row + (p * BEATS + g) * PORT
                        for q in range(LANES):
                            later = q + PORT
                            if later < LANES:
                                held[q] = held[later]
                            elif inside:
                                held[q] = x[at + later - LANES]
                            else:
                                held[q] = fill
                        if g == BEATS - 1:
                            for q in range(LANES):
                                tile[r * w + p, q] = held[q]
            tile.release()


@process
def load_taps(
    blocks: Scalar(u10, min=1),
    tap_beats: Scalar(u10, min=1),
    unit: Scalar(u1),
    k: Mem(i8),
    taps: Buffer(i8, TAPS, LANES),
):
    held = Array(i8, LANES, init=0)
    for c in range(blocks):
        taps.acquire()
        for t in range(tap_beats):
            for g in range(BEATS):
                for q in range(LANES):
                    later = q + PORT
                    if later < LANES:
                        held[q] = held[later]
                    elif unit == 1:
                        held[q] = i8(1)
                    else:
                        held[q] = k[((c * tap_beats + t) * BEATS + g) * PORT + later - LANES]
                if g == BEATS - 1:
                    for q in range(LANES):
                        taps[t, q] = held[q]
        taps.release()


@process
def load_channels(
    blocks: Scalar(u10, min=1),
    p: Mem(i32),
    biases: Stream(i32, LANES),
    scales: Stream(u17, LANES),
):
    bias = Array(i32, LANES, init=0)
    scale = Array(u17, LANES, init=0)
    for c in range(blocks):
        for n in range(LANES):
            pair = [p[(c * LANES + n) * 2 + q] for q in range(2)]
            for o in range(LANES):
                bias[o] = bias[o + 1] if o < LANES - 1 else pair[0]
                scale[o] = scale[o + 1] if o < LANES - 1 else u17(pair[1])
            if n == LANES - 1:
                biases.put([bias[o] for o in range(LANES)])
                scales.put([scale[o] for o in range(LANES)])


@process
def load_pixels(
    blocks: Scalar(u10, min=1),
    pixels: Scalar(u24, min=1),
    by_pixel: Scalar(u1),
    m: Mem(i32),
    ks: Stream(u17),
):
    for _c in range(blocks):
        for n in range(pixels):
            if by_pixel == 1:
                ks.put(u17(m[n]))


@process
def compute(
    blocks: Scalar(u10, min=1),
    bands: Scalar(u10, min=1),
    rows: Scalar(u12, min=1),
    oh: Scalar(u12, min=1),
    ow: Scalar(u12, min=1),
    kh: Scalar(u8, min=1),
    kw: Scalar(u8, min=1),
    dy: Scalar(u6, min=1),
    dx: Scalar(u6, min=1),
    stride_y: Scalar(u6, min=1),
    stride_x: Scalar(u6, min=1),
    w: Scalar(u12, min=1, max=PIXELS - 1),
    left: Scalar(u6),
    unit: Scalar(u1),
    largest: Scalar(u1),
    fill: Scalar(i8),
    tile: Buffer(i8, PIXELS, LANES),
    taps: Buffer(i8, TAPS, LANES),
    sums: Stream(i32, LANES),
):
    acc = Array(i32, LANES, init=0)
    for _c in range(blocks):
        taps.acquire()
        for b in range(bands):
            tile.acquire()
            for oy in range(min(rows, oh - b * rows)):
                for ox in range(ow):
                    for ky in range(kh):
                        for kx in range(kw):
                            col = ox * stride_x + kx * dx - left
                            at = (oy * stride_y + ky * dy) * w + col
                            inside = col >= 0 and col < w
                            first = ky == 0 and kx == 0
                            tap = 0 if unit == 1 else ky * kw + kx
                            out = []
                            for q in range(LANES):
                                pixel = tile[at, q] if inside else fill
                                old = acc[q]
                                more = i32((0 if first else old) + pixel * taps[tap, q])
                                best = pixel if first or pixel > old else old
                                new = best if largest == 1 else more
                                acc[q] = new
                                out = [*out, i32(new)]
                            if ky == kh - 1 and kx == kw - 1:
                                sums.put(out)
            tile.release()
        taps.release()


@process
def requantise(
    blocks: Scalar(u10, min=1),
    pixels: Scalar(u24, min=1),
    by_pixel: Scalar(u1),
    before: Scalar(i48),
    half: Scalar(u40),
    guard: Scalar(u6, max=40),
    shift: Scalar(u6, max=40),
    middle: Scalar(u40),
    mask: Scalar(u40),
    zero: Scalar(i8),
    low: Scalar(i8),
    high: Scalar(i8),
    biases: Stream(i32, LANES),
    scales: Stream(u17, LANES),
    ks: Stream(u17),
    sums: Stream(i32, LANES),
    codes: Stream(i8, LANES),
):
    bias = Array(i32, LANES, init=0)
    scale = Array(u17, LANES, init=0)
    for _c in range(blocks):
        for t in range(pixels):
            shifts = [bias[o] for o in range(LANES)]
            factors = [scale[o] for o in range(LANES)]
            if t == 0:
                shifts = biases.get()
                factors = scales.get()
            for o in range(LANES):
                bias[o] = shifts[o]
                scale[o] = factors[o]
            own = 0
            if by_pixel == 1:
                own = ks.get()
            total = sums.get()
            out = []
            for o in range(LANES):
                k = own if by_pixel == 1 else factors[o]
                near = (i32(total[o] + shifts[o]) * k + before + half) >> guard
                whole = near >> shift
                part = near & mask
                tie = part == middle and middle > 0 and (whole & 1) == 1
                up = 1 if part > middle or tie else 0
                out = [*out, i8(min(max(whole + up + zero, low), high))]
            codes.put(out)


@process
def store(
    blocks: Scalar(u10, min=1),
    oh: Scalar(u12, min=1),
    ow: Scalar(u12, min=1),
    y_block: Scalar(u28),
    y_row: Scalar(u28),
    codes: Stream(i8, LANES),
    y: Mem(i8),
):
    held = Array(i8, LANES, init=0)
    for c in range(blocks):
        for r in range(oh):
            for t in range(ow):
                for g in range(BEATS):
                    now = [held[q] for q in range(LANES)]
                    if g == 0:
                        now = codes.get()
                    at = c * y_block + r * y_row + (t * BEATS + g) * PORT
                    for q in range(PORT):
                        y[at + q] = now[q]
                    for q in range(LANES):
                        held[q] = now[q + PORT] if q + PORT < LANES else 0


def schedule(s):
    unrolled = {
        "load": "q", "load_taps": "q", "load_channels": "o", "compute": "q", "requantise": "o",
        "store": "q",
    }  # fmt: skip
    for process_name, loop in unrolled.items():
        s.unroll(f"{process_name}.{loop}")
    for array in ("tile", "taps"):
        s.partition(array, dim=1)
    for array in ("load.held", "load_taps.held", "load_channels.bias", "load_channels.scale",
                  "compute.acc", "requantise.bias", "requantise.scale", "store.held"):  # fmt: skip
        s.partition(array)
    for name in ("load", "load_taps", "load_channels", "load_pixels", "compute", "requantise",
                 "store"):  # fmt: skip
        s.pipeline(name, ii=1)
    s.m_axi("x", "gmem0", PORT * 8)
    s.m_axi("y", "gmem0", PORT * 8)
    s.m_axi("k", "gmem1", PORT * 8)
    s.m_axi("p", "gmem1", PORT * 8)
    s.m_axi("m", "gmem1", PORT * 8)


# ruff: noqa: D103, PLR0917 (processes are described by the file)
