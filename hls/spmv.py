"""Sparse matrix by a dense vector that is held on chip: an entry a cycle, int8 by int8 in int32.

Entries come row by row as three streams: column, value, and whether the row ends with it.
"""

from hwpipe.hls import Array, Scalar, Stream, i8, i32, process, u1, u10, u12, u24

N = 1024


@process
def spmv(
    n: Scalar(u12, min=1, max=N), entries: Scalar(u24, min=1), v: Stream(i8), column: Stream(u10),
    value: Stream(i8), last: Stream(u1), y: Stream(i32),
):  # fmt: skip
    dense = Array(i8, N)
    acc = i32(0)
    first = u1(1)
    for z in range(N):
        dense[z] = v.get() if z < n else 0
    for _e in range(entries):
        end = last.get()
        total = (0 if first == 1 else acc) + dense[column.get()] * value.get()
        acc = i32(total)
        first = u1(end)
        if end == 1:
            y.put(total)


def schedule(s):
    s.pipeline("spmv", ii=1)


# ruff: noqa: D103, PLR0917 (processes are described by the file)
