"""Windows over channels side by side: requantised depthwise convolution, max, average, global pool.

int8 in, int8 out, LANES channels and two neighbouring output pixels a cycle, one tap a cycle each.
Tensors are [blocks][rows][columns][LANES] with a ring around every image; the addresses are those
of the first pixel, and padding is the code `fill`, so that no ring is read. Pixels are codes plus
128 inside, so that both pixels of a pair fit one operand of a multiplier side by side.

A block is cut into `bands` of `rows` output rows, whose input rows fill one half of a ping-pong
buffer; with `split` a band is a part of the only output pixels' window, and sums go on from band
to band. `span` is the kernel's width, or more: the sums of a pair leave in the 8 steps of the
next pair, which has kh span of them. `largest` = 1 keeps the largest code of a window, 0 adds up
pixel times weight (`unit` = 1: by one). Then, a quarter of the channels a cycle,

    y = clip(round((sum k + c) / 2^shift) + zero), half to even

where c holds bias, zero point and half of 2^shift; a tie is a product whose `tie` bits are zero.
`below` and `above` are sum k + c from which on the result is `low` or `high`.
"""

from hwpipe.hls import (
    Array,
    Buffer,
    Int,
    Mem,
    Scalar,
    Stream,
    i8,
    i12,
    i16,
    i23,
    i47,
    i48,
    process,
    u1,
    u6,
    u8,
    u10,
    u12,
    u16,
    u17,
    u24,
    u28,
    u40,
    u64,
)

LANES = 16
PIXELS = 2048
TAPS = 128
PORT = 8

#: Beats of a pixel, and of a block's constants.
BEATS = max(1, LANES // PORT)
CONSTANTS = LANES * 8 // PORT
#: Words of 64 bits that a beat holds, beats that hold one, bytes to put both together.
WORDS_IN, BEATS_IN = max(1, PORT // 8), max(1, 8 // PORT)
HELD = max(LANES, 8)
#: Channels that are requantised in one cycle; steps of a pixel, and of a pair of pixels.
UNITS = max(2, LANES // 4)
GROUPS = LANES // UNITS
STEPS = 2 * GROUPS
#: Weights of 16 channels are a word of the memory that holds them.
WORDS = -(-LANES // 16)
WORD = Int(LANES // WORDS * 8, False)


@process
def load(
    blocks: Scalar(u10, min=1),
    bands: Scalar(u10, min=1),
    tall: Scalar(u12, min=1),
    step: Scalar(u12, min=1),
    h: Scalar(u12, min=1),
    w: Scalar(u12, min=1, max=PIXELS - 1),
    top: Scalar(u6),
    fill: Scalar(u8),
    x_block: Scalar(u28),
    x_band: Scalar(u28),
    x_row: Scalar(u28),
    x_top: Scalar(u28),
    x: Mem(u8),
    left_tile: Buffer(u8, PIXELS, LANES),
    right_tile: Buffer(u8, PIXELS, LANES),
):
    held = Array(u8, LANES, init=0)
    for c in range(blocks):
        for b in range(bands):
            left_tile.acquire()
            right_tile.acquire()
            for r in range(tall):
                for p in range(w):
                    for g in range(BEATS):
                        row = b * step + r - top
                        inside = row >= 0 and row < h
                        start = c * x_block + b * x_band + r * x_row - x_top
                        at = start + (p * BEATS + g) * PORT
                        for q in range(LANES):
                            later = q + PORT
                            if later < LANES:
                                held[q] = held[later]
                            elif inside:
                                held[q] = x[at + later - LANES] ^ 128
                            else:
                                held[q] = fill
                        if g == BEATS - 1:
                            for q in range(LANES):
                                left_tile[r * w + p, q] = held[q]
                                right_tile[r * w + p, q] = held[q]
            left_tile.release()
            right_tile.release()


def joined(beat, first, count):
    """Bytes of a beat as one number, the first one lowest."""
    out = 0
    for i in range(count):
        out = out | (beat[first + i] << (8 * i))
    return out


@process
def load_constants(
    blocks: Scalar(u10, min=1),
    k_beats: Scalar(u10, min=1),
    k_block: Scalar(u24),
    k: Mem(u8),
    scales: Buffer(u64, GROUPS, UNITS),
    taps: Buffer(WORD, TAPS, WORDS),
):
    held = Array(u8, HELD, init=0)
    for c in range(blocks):
        scales.acquire()
        taps.acquire()
        for n in range(k_beats):
            beat = [k[c * k_block + n * PORT + q] for q in range(PORT)]
            for q in range(HELD):
                later = q + PORT
                held[q] = held[later] if later < HELD else beat[later - HELD]
            for u in range(UNITS):
                part = u % WORDS_IN
                channel = n // BEATS_IN * WORDS_IN + part
                whole = n < CONSTANTS and n % BEATS_IN == BEATS_IN - 1
                if whole and channel % UNITS == u:
                    word = joined([held[q] for q in range(HELD)], HELD - 8 * (WORDS_IN - part), 8)
                    scales[channel // UNITS % GROUPS, u] = word
            if n >= CONSTANTS and n % BEATS == BEATS - 1:
                for v in range(WORDS):
                    size = LANES // WORDS
                    row = joined([held[q] for q in range(HELD)], HELD - LANES + v * 16, size)
                    taps[(n - CONSTANTS) // BEATS, v] = row
        scales.release()
        taps.release()


def picked(values, n):
    """Element n of STEPS, four or eight."""
    two = [values[2 * i + 1] if n & 1 == 1 else values[2 * i] for i in range(STEPS // 2)]
    four = [two[2 * i + 1] if n & 2 == 2 else two[2 * i] for i in range(STEPS // 4)]
    return four[STEPS // 4 - 1] if n & 4 == 4 else four[0]


@process
def compute(
    blocks: Scalar(u10, min=1),
    bands: Scalar(u10, min=1),
    rows: Scalar(u12, min=1),
    oh: Scalar(u12, min=1),
    pairs: Scalar(u12, min=1),
    kh: Scalar(u8, min=1),
    kw: Scalar(u8, min=1),
    span: Scalar(u8, min=1),
    t_row: Scalar(u16),
    t_ky: Scalar(u16),
    t_pair: Scalar(u8),
    t_next: Scalar(u6),
    t_kx: Scalar(u6),
    w: Scalar(u12, min=1, max=PIXELS - 1),
    left: Scalar(u6),
    split: Scalar(u1),
    unit: Scalar(u1),
    largest: Scalar(u1),
    fill: Scalar(u8),
    left_tile: Buffer(u8, PIXELS, LANES),
    right_tile: Buffer(u8, PIXELS, LANES),
    taps: Buffer(WORD, TAPS, WORDS),
    sums: Stream(i23, UNITS),
):
    acc = Array(i23, 2 * LANES, init=0)
    best = Array(u8, 2 * LANES, init=0)
    out = Array(i23, 2 * LANES, init=0)
    assert kh * span >= STEPS, "at least as many steps as the sums of the pair before need"
    for c in range(blocks):
        taps.acquire()
        for b in range(bands):
            left_tile.acquire()
            right_tile.acquire()
            for oy in range(min(rows, oh - b * rows)):
                for px in range(pairs):
                    for ky in range(kh):
                        for kx in range(span):
                            n = ky * span + kx
                            col = px * t_pair + kx * t_kx - left
                            at = oy * t_row + ky * t_ky + col
                            inside = col >= 0 and col < w
                            beside = col + t_next >= 0 and col + t_next < w
                            live = kx < kw
                            tap = (0 if live else 1) if unit == 1 else n
                            first = n == 0 and (b == 0 or split == 0)
                            last = ky == kh - 1 and kx == span - 1
                            some = c > 0 or b > 0 or oy > 0 or px > 0
                            if n < STEPS and some and (b == 0 or split == 0):
                                sums.put([
                                    picked([out[e * UNITS + u] for e in range(STEPS)], n)
                                    for u in range(UNITS)
                                ])  # fmt: skip
                            for q in range(LANES):
                                one = left_tile[at, q] if inside else fill
                                two = right_tile[at + t_next, q] if beside else fill
                                weight = i8(taps[tap, q // 16] >> (q % 16 * 8))
                                both = ((two << 16) | one) * weight + 32768
                                low = i16((both & 65535) ^ 32768)
                                high = both >> 16
                                more = i23((0 if first else acc[q]) + low)
                                beyond = i23((0 if first else acc[LANES + q]) + high)
                                acc[q] = more
                                acc[LANES + q] = beyond
                                if first or (live and one > best[q]):
                                    best[q] = one
                                if first or (live and two > best[LANES + q]):
                                    best[LANES + q] = two
                                if last:
                                    top = i8(best[q] ^ 128)
                                    far = i8(best[LANES + q] ^ 128)
                                    out[q] = top if largest == 1 else more
                                    out[LANES + q] = far if largest == 1 else beyond
            left_tile.release()
            right_tile.release()
        taps.release()
    for s in range(STEPS):
        sums.put([picked([out[e * UNITS + u] for e in range(STEPS)], s) for u in range(UNITS)])


def shifted(total, shift):
    """The low 8 bits of total >> shift, by 16 first: the choices get narrower on the way."""
    a = i48(total >> 32) if shift & 32 == 32 else total
    b = i23(a >> 16) if shift & 16 == 16 else i23(a)
    c = i16(b >> 8) if shift & 8 == 8 else i16(b)
    d = i12(c >> 4) if shift & 4 == 4 else i12(c)
    return u8(d >> (shift & 3))


@process
def requantise(
    blocks: Scalar(u10, min=1),
    y_rows: Scalar(u12, min=1),
    pairs: Scalar(u12, min=1),
    ow: Scalar(u12, min=1),
    shift: Scalar(u6, max=36),
    tie: Scalar(u40),
    below: Scalar(i48),
    above: Scalar(i48),
    zero: Scalar(i8),
    low: Scalar(i8),
    high: Scalar(i8),
    scales: Buffer(u64, GROUPS, UNITS),
    sums: Stream(i23, UNITS),
    codes: Stream(i8, UNITS),
):
    for _c in range(blocks):
        scales.acquire()
        for _oy in range(y_rows):
            for px in range(pairs):
                for n in range(STEPS):
                    total = sums.get()
                    out = []
                    for u in range(UNITS):
                        word = scales[n % GROUPS, u]
                        product = total[u] * u17(word) + i47(word >> 17)
                        near = shifted(product, shift)
                        even = near & 254 if product & tie == 0 and tie > 0 else near
                        code = i8(even + zero)
                        out = [*out, low if product < below else high if product >= above else code]
                    if n < GROUPS or 2 * px + 1 < ow:
                        codes.put(out)
        scales.release()


@process
def store(
    blocks: Scalar(u10, min=1),
    y_rows: Scalar(u12, min=1),
    ow: Scalar(u12, min=1),
    y_block: Scalar(u28),
    y_row: Scalar(u28),
    codes: Stream(i8, UNITS),
    y: Mem(i8),
):
    held = Array(i8, PORT, init=0)
    for c in range(blocks):
        for r in range(y_rows):
            for t in range(ow):
                for g in range(BEATS):
                    for s in range(PORT // UNITS):
                        part = codes.get()
                        for q in range(PORT):
                            later = q + UNITS
                            held[q] = held[later] if later < PORT else part[later - PORT]
                        if s == PORT // UNITS - 1:
                            at = c * y_block + r * y_row + (t * BEATS + g) * PORT
                            for q in range(PORT):
                                y[at + q] = held[q]


def corners():
    """Small layers that belong together: the build plays them through, looking for standstills."""
    out = []
    for blocks, h, w, kernel, stride, rows, unit, split in (
        (1, 4, 4, (1, 1), 1, 4, 1, 0), (2, 7, 5, (3, 3), 2, 2, 0, 0), (3, 5, 9, (3, 3), 1, 3, 0, 0),
        (2, 6, 6, (2, 2), 2, 1, 1, 0), (2, 9, 7, (9, 7), 1, 1, 1, 1),
    ):  # fmt: skip
        kh, kw = kernel
        pad = kh // 2 if rows > 1 else 0
        oh, ow = ((e + 2 * pad - k) // stride + 1 for e, k in ((h, kh), (w, kw)))
        bands = -(-oh // rows)
        if split:
            bands, kh = 3, kh // 3
        span = max(kw, -(-STEPS // kh))
        x_row, taps = (w + 1) * LANES, 2 if unit else kh * span
        step = kh if split else rows * stride
        out.append({
            "blocks": blocks, "bands": bands, "rows": rows, "tall": (rows - 1) * stride + kh,
            "step": step, "h": h, "w": w, "top": pad, "left": pad, "x_block": (h + 1) * x_row,
            "x_band": step * x_row, "x_row": x_row, "x_top": pad * x_row, "kh": kh, "kw": kw,
            "k_beats": (8 + taps) * LANES // PORT, "k_block": (8 + taps) * LANES,
            "oh": bands if split else oh, "pairs": -(-ow // 2), "span": span, "t_row": stride * w,
            "t_ky": w, "t_pair": 2 * stride, "t_next": stride, "t_kx": 1, "split": split,
            "unit": unit, "largest": unit, "y_rows": oh, "ow": ow, "y_row": ow * LANES,
            "y_block": oh * ow * LANES,
        })  # fmt: skip
    return out


def schedule(s):
    unrolled = {
        "load": "q", "load_constants": "quv", "compute": "q", "requantise": "u", "store": "q",
    }  # fmt: skip
    for process_name, loops in unrolled.items():
        for loop in loops:
            s.unroll(f"{process_name}.{loop}")
    for array in ("left_tile", "right_tile", "taps", "scales"):
        s.partition(array, dim=1)
    for array in ("load.held", "load_constants.held", "compute.acc", "compute.best", "compute.out",
                  "store.held"):  # fmt: skip
        s.partition(array)
    for name in ("load", "load_constants", "compute", "requantise", "store"):
        s.pipeline(name, ii=1)
    s.reduction("compute", "addend")
    s.reduction("requantise", "addend")
    s.m_axi("x", "gmem0", PORT * 8)
    s.m_axi("y", "gmem0", PORT * 8)
    s.m_axi("k", "gmem1", PORT * 8)


# ruff: noqa: D103, PLR0917 (processes are described by the file)
