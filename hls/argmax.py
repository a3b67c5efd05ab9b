"""Row-wise argmax over memory: index of the first largest of `cols` int8 values, LANES a cycle.

`blocks` is cols / LANES; rows start at multiples of LANES bytes.
"""

from hwpipe.hls import Mem, Scalar, i8, i9, i32, process, u16

LANES = 4


@process
def argmax(rows: Scalar(u16, min=1), blocks: Scalar(u16, min=1), x: Mem(i8), index: Mem(i32)):
    for r in range(rows):
        best = i9(-129)
        where = u16(0)
        for b in range(blocks):
            value = [x[(r * blocks + b) * LANES + k] for k in range(LANES)]
            top = max(value)
            at = 3 if value[2] < top and value[1] < top and value[0] < top else 2
            at = at if value[1] < top and value[0] < top else 1
            at = at if value[0] < top else 0
            if top > best:
                best = i9(top)
                where = u16(b)
                lane = u16(at)
        index[r] = where * LANES + lane


def schedule(s):
    s.pipeline("argmax", ii=1)
    s.m_axi("x", bundle="gmem0", width=32)
    s.m_axi("index", bundle="gmem1", width=32)


# ruff: noqa: D103 (processes are described by the file; loop variables may only count)
