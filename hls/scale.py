"""Vector scale in memory: y[i] = saturate(x[i] * factor >> shift), 8 elements a cycle."""

from hwpipe.hls import Mem, Scalar, i8, process, sat, u5, u16, u24

LANES = 8


@process
def scale(n: Scalar(u24, min=1), factor: Scalar(u16), shift: Scalar(u5), x: Mem(i8), y: Mem(i8)):
    for i in range(n):
        for k in range(LANES):
            y[i * LANES + k] = sat(i8, x[i * LANES + k] * factor >> shift)


def schedule(s):
    s.unroll("scale.k")
    s.m_axi("x", bundle="gmem0", width=64)
    s.m_axi("y", bundle="gmem1", width=64)


# ruff: noqa: D103 (processes are described by the file; loop variables may only count)
