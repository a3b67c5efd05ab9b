"""Two processes that use most of the language: lists, helpers, lanes, wide integers, choices."""

from hwpipe.hls import Array, Mem, Scalar, Stream, i8, i16, i32, i40, i128, process, sat, u12

SCALE = 3
BIG = 1 << 40
TABLE = [[1, -2, 3], [4, 5, -6]]


def requant(acc, mult):
    t = acc * mult
    half = 1 << 15
    r = (t + half) >> 16
    return sat(i8, r)


def dot(a, b):
    s = 0
    for k in range(4):
        s = s + a[k] * b[k]
    return s


def a_bias(x):
    x = x & 7
    x = x * 5 - 9
    return x


def peek(win, k):
    return win[k] * 2


@process
def feed(n: Scalar(u12, min=1), a: Stream(i8, 4), new: Stream(i16, 2)):
    win = Array(i8, 4, init=0)
    for i in range(n):
        v = a.get()
        w = [v[3 - k] for k in range(4)]
        d = dot(v, w)
        e = first = d
        bias: int = a_bias(first)
        lo, hi = min(w), max(v[0], v[1], v[2])
        if i > 2 and hi > lo:
            e += peek(win, 1)
        else:
            e -= BIG >> 38
        lo, hi = hi, lo
        for k in range(4):
            win[k] = v[k]
        sel = [v[0], v[1]] if i % 2 == 0 else [w[0], w[1]]
        bent = abs(lo) if hi < 0 else ~lo
        new.put([i16(e + sel[0] - bent + bias),
                 i16(requant(d, 170) * SCALE + TABLE[1][i & 1] + sel[1])])  # fmt: skip


@process
def drain(n: Scalar(u12, min=1), new: Stream(i16, 2), out: Mem(i32), wide: Stream(i128)):
    total = i40(0)
    for i in range(n):
        q = new.get()
        total = i40(total + q[0] * q[1])
        out[i] = i32(total)
        wide.put(i128(total * total * total * BIG) ^ (BIG << 60))


def schedule(s):
    s.unroll("feed.k")
    s.partition("feed.win")
    s.fifo("new", 40)
    s.reduction("drain", "chain")
