"""Running sums over memory (inclusive scan): 4 int16 a cycle into int32, which wraps."""

from hwpipe.hls import Mem, Scalar, i16, i32, process, u20

LANES = 4


def scanned(v):
    one = [v[0], v[0] + v[1], v[1] + v[2], v[2] + v[3]]
    return [one[0], one[1], one[2] + one[0], one[3] + one[1]]


@process
def scan(n: Scalar(u20, min=1), x: Mem(i16), y: Mem(i32)):
    carry = i32(0)
    for t in range(n):
        part = scanned([x[t * LANES + k] for k in range(LANES)])
        for k in range(LANES):
            y[t * LANES + k] = carry + part[k]
        carry = i32(carry + part[LANES - 1])


def schedule(s):
    s.unroll("scan.k")
    s.m_axi("x", "gmem0", 64)
    s.m_axi("y", "gmem1", 128)


# ruff: noqa: D103 (processes are described by the file)
