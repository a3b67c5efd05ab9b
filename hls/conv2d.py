"""int8 convolution: PI input by PO output channels a cycle, weights held, requantised on the way.

Activations lie in memory as [channels / PI][rows][columns][PI], results as [filters / PO]...[PO];
padding is a ring of zero points around the image that its writer leaves alone. Loops, outermost
first: group, block of output-channel tiles, tile of th x tw pixels, input-channel tile,
output-channel tile of the block, kernel row and column, pixel. Each pass over the pixels uses one
PI x PO set of weights while the next one shifts into a shadow set; a block's partial sums stay on
chip. Trip counts are constants of the layer: a tile that reaches over the edge computes what
nobody stores. `hwpipe.conv` chooses the scalars; bounds of their own let loads and stores move rows
that are neighbours in memory in one burst.

With SHIFT = 17 (DSP48E1) or 18 (DSP48E2) two weights share a multiplier: the host sends the upper
one less the borrow of a negative lower one, so that putting them side by side is wiring.
"""

from hwpipe.hls import (
    Array,
    Buffer,
    Int,
    Mem,
    Scalar,
    Stream,
    i8,
    i10,
    i25,
    i32,
    process,
    sat,
    u3,
    u4,
    u10,
    u12,
    u16,
    u17,
    u20,
    u24,
    u28,
)

PI = 16
PO = 16
SHIFT = 17
PSUM = 2048
TILE = 1024
OUT_DEPTH = 1024
PORT = 8

#: Outputs of a multiplier, and products that a chain adds before the lower one could overflow.
WIDE = 2 if SHIFT else 1
CHAIN = min(PI, {0: PI, 17: 4, 18: 8}[SHIFT])
LANE = Int(SHIFT or 17)
MASK = (1 << (SHIFT or 17)) - 1
#: Weights come over two ports: beats of a set on each; beats of an input and an output pixel.
BEATS = PI * PO // (2 * PORT)
IN_BEATS = max(1, PI // PORT)
OUT_BEATS = max(1, PO // PORT)
IN_LANES = PI // IN_BEATS
OUT_LANES = PO // OUT_BEATS
#: Register of the weight of input lane i and output lane o: what one stage of the pipeline uses
#: lies in one shift chain, so that chains need no registers between stages.
SLOT = [
    [
        ((i % CHAIN * WIDE + o % WIDE) * (PO // WIDE) + o // WIDE) * (PI // CHAIN) + i // CHAIN
        for o in range(PO)
    ]
    for i in range(PI)
]


@process
def load(
    groups: Scalar(u10, min=1),
    blocks: Scalar(u10, min=1),
    tiles_y: Scalar(u10, min=1),
    tiles_x: Scalar(u10, min=1),
    tiles_in: Scalar(u10, min=1),
    rows: Scalar(u12, min=1, max=TILE),
    cols: Scalar(u12, min=1, max=TILE),
    x_group: Scalar(u28),
    x_in: Scalar(u28),
    x_tile_y: Scalar(u28),
    x_tile_x: Scalar(u28),
    x_row: Scalar(u28),
    x: Mem(i8),
    tile: Buffer(i8, TILE, PI),
):
    held = Array(i8, PI, init=0)
    assert rows * cols <= TILE, "an input tile of at most TILE pixels"
    for g in range(groups):
        for _b in range(blocks):
            for by in range(tiles_y):
                for bx in range(tiles_x):
                    for ci in range(tiles_in):
                        tile.acquire()
                        for r in range(rows):
                            for c in range(cols):
                                for h in range(IN_BEATS):
                                    start = g * x_group + ci * x_in + by * x_tile_y + bx * x_tile_x
                                    at = start + r * x_row + c * PI + h * IN_LANES
                                    for q in range(PI):
                                        later = q + IN_LANES
                                        held[q] = held[later] if later < PI else x[at + later - PI]
                                    if h == IN_BEATS - 1:
                                        for q in range(PI):
                                            tile[r * cols + c, q] = held[q]
                        tile.release()


@process
def load_weights(
    w_blocks: Scalar(u20, min=1),
    tiles: Scalar(u20, min=1),
    w_beats: Scalar(u24, min=BEATS),
    w: Mem(i8),
    ws: Stream(i8, PORT),
):
    for b in range(w_blocks):
        for _s in range(tiles):
            for n in range(w_beats):
                ws.put([w[(b * w_beats + n) * PORT + q] for q in range(PORT)])


@process
def load_more_weights(
    w_blocks: Scalar(u20, min=1),
    tiles: Scalar(u20, min=1),
    w_beats: Scalar(u24, min=BEATS),
    v: Mem(i8),
    vs: Stream(i8, PORT),
):
    for b in range(w_blocks):
        for _s in range(tiles):
            for n in range(w_beats):
                vs.put([v[(b * w_beats + n) * PORT + q] for q in range(PORT)])


@process
def load_channels(
    w_blocks: Scalar(u20, min=1),
    tiles: Scalar(u20, min=1),
    p_beats: Scalar(u16, min=PO),
    p: Mem(i32),
    ps: Stream(i32, 2),
):
    for b in range(w_blocks):
        for _s in range(tiles):
            for n in range(p_beats):
                ps.put([p[(b * p_beats + n) * 2 + q] for q in range(2)])


def byte(one, two, n):
    """Byte n of what both ports bring."""
    return one[n] if n < PORT else two[n - PORT]


def plain(active, a, o):
    return [sum(active[SLOT[i][o]] * a[i] for i in range(PI))]


def packed(active, a, o):
    chains = [
        sum(
            (
                (active[SLOT[c * CHAIN + i][2 * o + 1]] << SHIFT)
                | (active[SLOT[c * CHAIN + i][2 * o]] & MASK)
            )
            * a[c * CHAIN + i]
            for i in range(CHAIN)
        )
        for c in range(PI // CHAIN)
    ]
    lower = sum(LANE(s) for s in chains)
    return [lower, sum(LANE((s >> SHIFT) + ((s >> SHIFT - 1) & 1)) for s in chains)]


@process
def compute(
    rounds: Scalar(u28, min=1),
    tiles_in: Scalar(u10, min=1),
    block: Scalar(u10, min=1),
    kh: Scalar(u4, min=1, max=11),
    kw: Scalar(u4, min=1, max=11),
    th: Scalar(u12, min=1, max=PSUM),
    tw: Scalar(u12, min=1, max=PSUM),
    pass_pixels: Scalar(u12, min=1, max=PSUM),
    t_row: Scalar(u12, max=4 * TILE - 1),
    t_col: Scalar(u3, min=1, max=4),
    t_ky: Scalar(u12),
    t_kx: Scalar(u12),
    tile: Buffer(i8, TILE, PI),
    ws: Stream(i8, PORT),
    vs: Stream(i8, PORT),
    sums: Stream(i32, PO),
):
    acc = Array(i32, PSUM, PO)
    shadow = Array(i8, PI * PO, init=0)
    active = Array(i8, PI * PO, init=0)
    assert pass_pixels == th * tw, "pass_pixels is th * tw"
    assert pass_pixels >= BEATS, "a pass of at least as many pixels as a set of weights has beats"
    assert block * pass_pixels <= PSUM, "partial sums of block * pass_pixels pixels fit PSUM"
    last = (th - 1) * t_row + (tw - 1) * t_col + (kh - 1) * t_ky + (kw - 1) * t_kx
    assert last < TILE, "every pixel of a pass lies in the tile"
    for b in range(BEATS):
        one = ws.get()
        two = vs.get()
        for n in range(PI * PO - 1, -1, -1):
            shadow[n] = shadow[n - 1] if n % BEATS else byte(one, two, n // BEATS)
        if b == BEATS - 1:
            for n in range(PI * PO):
                active[n] = shadow[n]
    for r in range(rounds):
        for ci in range(tiles_in):
            tile.acquire()
            for po in range(block):
                for ky in range(kh):
                    for kx in range(kw):
                        for ty in range(th):
                            for tx in range(tw):
                                swept = ci == tiles_in - 1 and ky == kh - 1 and kx == kw - 1
                                final = swept and po == block - 1 and r == rounds - 1
                                if ty * tw + tx < BEATS and not final:
                                    more = ws.get()
                                    rest = vs.get()
                                    for n in range(PI * PO - 1, -1, -1):
                                        shadow[n] = (
                                            shadow[n - 1]
                                            if n % BEATS
                                            else byte(more, rest, n // BEATS)
                                        )
                                at = ty * t_row + tx * t_col + ky * t_ky + kx * t_kx
                                a = [tile[at, i] for i in range(PI)]
                                first = ci == 0 and ky == 0 and kx == 0
                                row = po * pass_pixels + ty * tw + tx
                                out = []
                                for o in range(PO // WIDE):
                                    products = (
                                        packed(active, a, o) if SHIFT else plain(active, a, o)
                                    )
                                    for k in range(WIDE):
                                        old = 0 if first else acc[row, o * WIDE + k]
                                        new = i32(old + products[k])
                                        acc[row, o * WIDE + k] = new
                                        out = [*out, new]
                                if swept:
                                    sums.put(out)
                                if ty == th - 1 and tx == tw - 1:
                                    for n in range(PI * PO):
                                        active[n] = shadow[n]
            tile.release()


def clipped(total):
    """To 25 bits, the multiplier's port: beyond them every scale of 2^-16 and more saturates."""
    top = total >> 24
    return i25(total) if top == 0 or top == -1 else ((1 << 24) - 1 if total > 0 else -(1 << 24))


def rounded(product):
    """A multiple of 2^-16 to the nearest integer, ties to even; large ones may saturate."""
    whole = product >> 16
    part = product & 0xFFFF
    up = 1 if part > 0x8000 or (part == 0x8000 and (whole & 1) == 1) else 0
    return sat(i10, whole) + up


@process
def requantise(
    groups: Scalar(u10, min=1),
    blocks: Scalar(u10, min=1),
    tiles_y: Scalar(u10, min=1),
    tiles_x: Scalar(u10, min=1),
    block: Scalar(u10, min=1),
    th: Scalar(u12, min=1, max=PSUM),
    tw: Scalar(u12, min=1, max=PSUM),
    tiles_out: Scalar(u10, min=1),
    oh: Scalar(u12, min=1),
    ow: Scalar(u24, min=1),
    zero: Scalar(i8),
    low: Scalar(i8),
    high: Scalar(i8),
    ps: Stream(i32, 2),
    sums: Stream(i32, PO),
    pixels: Stream(i8, PO),
):
    bias = Array(i32, PO, init=0)
    next_bias = Array(i32, PO, init=0)
    scale = Array(u17, PO, init=0)
    next_scale = Array(u17, PO, init=0)
    assert th * tw >= PO, "a pass of at least as many pixels as outputs, to load their scales"
    for n in range(PO):
        pair = ps.get()
        for o in range(PO - 1, -1, -1):
            next_bias[o] = next_bias[o - 1] if o else pair[0]
            next_scale[o] = next_scale[o - 1] if o else pair[1]
        if n == PO - 1:
            for o in range(PO):
                bias[o] = next_bias[o]
                scale[o] = next_scale[o]
    for g in range(groups):
        for b in range(blocks):
            for by in range(tiles_y):
                for bx in range(tiles_x):
                    for po in range(block):
                        for ty in range(th):
                            for tx in range(tw):
                                final = (
                                    g == groups - 1
                                    and b == blocks - 1
                                    and by == tiles_y - 1
                                    and bx == tiles_x - 1
                                    and po == block - 1
                                )
                                if ty * tw + tx < PO and not final:
                                    more = ps.get()
                                    for o in range(PO - 1, -1, -1):
                                        next_bias[o] = next_bias[o - 1] if o else more[0]
                                        next_scale[o] = next_scale[o - 1] if o else more[1]
                                total = sums.get()
                                out = []
                                for o in range(PO):
                                    product = clipped(i32(total[o] + bias[o])) * scale[o]
                                    near = rounded(product) + zero
                                    out = [*out, i8(min(max(near, low), high))]
                                inside = by * th + ty < oh and bx * tw + tx < ow
                                if inside and b * block + po < tiles_out:
                                    pixels.put(out)
                                if ty == th - 1 and tx == tw - 1:
                                    for o in range(PO):
                                        bias[o] = next_bias[o]
                                        scale[o] = next_scale[o]


@process
def store(
    groups: Scalar(u10, min=1),
    blocks: Scalar(u10, min=1),
    block: Scalar(u10, min=1),
    tiles_out: Scalar(u10, min=1),
    y_tiles_y: Scalar(u10, min=1),
    y_tiles_x: Scalar(u10, min=1),
    y_th: Scalar(u12, min=1, max=PSUM),
    y_tw: Scalar(u12, min=1, max=PSUM),
    y_oh: Scalar(u12, min=1),
    y_ow: Scalar(u24, min=1),
    y_group: Scalar(u28),
    y_block: Scalar(u28),
    y_out: Scalar(u28),
    y_tile_y: Scalar(u28),
    y_tile_x: Scalar(u28),
    y_row: Scalar(u28),
    pixels: Stream(i8, PO),
    y: Mem(i8),
):
    held = Array(i8, PO, init=0)
    for g in range(groups):
        for b in range(blocks):
            for by in range(y_tiles_y):
                for bx in range(y_tiles_x):
                    for po in range(min(block, tiles_out - b * block)):
                        for ty in range(min(y_th, y_oh - by * y_th)):
                            for tx in range(min(y_tw, y_ow - bx * y_tw)):
                                for h in range(OUT_BEATS):
                                    start = g * y_group + b * y_block + po * y_out
                                    at = start + by * y_tile_y + bx * y_tile_x + ty * y_row
                                    if h == 0:
                                        pixel = pixels.get()
                                        for o in range(PO):
                                            held[o] = pixel[o]
                                    for q in range(OUT_LANES):
                                        y[at + tx * PO + h * OUT_LANES + q] = held[q]
                                    for o in range(PO):
                                        later = o + OUT_LANES
                                        held[o] = held[later] if later < PO else 0


def corners():
    """Small layers that belong together: the build plays them through, looking for standstills."""
    out = []
    for groups, blocks, block, tiles_y, tiles_in, taps, th in (
        (1, 1, 1, 1, 1, 1, 1), (2, 2, 2, 2, 2, 1, 4), (1, 1, 3, 2, 2, 3, 5), (1, 2, 2, 2, 1, 2, 2),
    ):  # fmt: skip
        tw = -(-max(BEATS, PO) // th)
        rows, cols = th + taps - 1, tw + taps - 1
        oh, ow = tiles_y * th - (th > 1), tw
        out.append({
            "groups": groups, "blocks": blocks, "block": block, "tiles_y": tiles_y, "tiles_x": 1,
            "tiles_in": tiles_in, "tiles": tiles_y, "w_blocks": groups * blocks,
            "rounds": groups * blocks * tiles_y, "tiles_out": blocks * block - (block > 1),
            "rows": rows, "cols": cols, "kh": taps, "kw": taps, "th": th, "tw": tw,
            "pass_pixels": th * tw, "t_row": cols, "t_col": 1, "t_ky": cols, "t_kx": 1,
            "oh": oh, "ow": ow, "w_beats": tiles_in * block * taps * taps * BEATS,
            "p_beats": block * PO, "y_tiles_y": tiles_y, "y_tiles_x": 1, "y_th": th, "y_tw": tw,
            "y_oh": oh, "y_ow": ow,
        })  # fmt: skip
    return out


def schedule(s):
    unrolled = {
        "load": "q", "compute": "nok", "requantise": "o", "store": "oq",
    }  # fmt: skip
    for process_name, loops in unrolled.items():
        for loop in loops:
            s.unroll(f"{process_name}.{loop}")
    s.partition("tile", dim=1)
    s.partition("compute.acc", dim=1)
    for array in ("load.held", "compute.shadow", "compute.active", "requantise.bias",
                  "requantise.next_bias", "requantise.scale", "requantise.next_scale",
                  "store.held"):  # fmt: skip
        s.partition(array)
    for name in (
        "load",
        "load_weights",
        "load_more_weights",
        "load_channels",
        "compute",
        "requantise",
        "store",
    ):
        s.pipeline(name, ii=1)
    s.reduction("compute", "cascade")
    s.fifo("pixels", OUT_DEPTH)
    s.m_axi("x", "gmem0", PORT * 8)
    s.m_axi("v", "gmem0", PORT * 8)
    s.m_axi("y", "gmem0", PORT * 8)
    s.m_axi("w", "gmem1", PORT * 8)
    s.m_axi("p", "gmem1", PORT * 8)


# ruff: noqa: D103, PLR0917, PLR1714 (processes are described by the file; no sets in hardware)
