"""Vectors of eight sorted by a network of 19 exchanges (the fewest possible), a vector a cycle."""

from hwpipe.hls import Scalar, Stream, i16, process, u16

PAIRS = [
    (0, 1),
    (2, 3),
    (4, 5),
    (6, 7),
    (0, 2),
    (1, 3),
    (4, 6),
    (5, 7),
    (1, 2),
    (5, 6),
    (0, 4),
    (1, 5),
    (2, 6),
    (3, 7),
    (2, 4),
    (3, 5),
    (1, 2),
    (3, 4),
    (5, 6),
]


def exchanged(v, low, high):
    small = min(v[low], v[high])
    large = max(v[low], v[high])
    return [small if k == low else large if k == high else v[k] for k in range(8)]


@process
def sort(n: Scalar(u16, min=1), x: Stream(i16, 8), y: Stream(i16, 8)):
    for _t in range(n):
        v = x.get()
        for p in range(len(PAIRS)):
            v = exchanged(v, PAIRS[p][0], PAIRS[p][1])
        y.put(v)


def schedule(s):
    s.pipeline("sort", ii=1)
    s.unroll("sort.p")
    s.clock(5)


# ruff: noqa: D103 (processes are described by the file)
