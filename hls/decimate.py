"""Polyphase decimator: y[t] = round(sum of C[k] x[t FACTOR - k] / 2^15), one sample in a cycle.

Only TAPS / FACTOR multipliers: each sample meets the coefficients of its own phase, and sums are
handed on from multiplier to multiplier.
"""

from hwpipe.hls import Array, Scalar, Stream, i16, i40, process, sat, u16

FACTOR, TAPS = 4, 32
C = [4096 - 256 * abs(k - 15) for k in range(TAPS)]
DEPTH = TAPS // FACTOR


@process
def decimate(n: Scalar(u16, min=1), x: Stream(i16), y: Stream(i16)):
    sums = Array(i40, DEPTH + 1, init=0)
    for _t in range(n):
        for p in range(FACTOR):
            sample = x.get()
            # Sample p of a block is k = FACTOR - 1 - p samples before the block's last one.
            for d in range(DEPTH):
                taps = [C[d * FACTOR + FACTOR - 1 - q] for q in range(FACTOR)]
                tap = taps[0] if p == 0 else taps[1] if p == 1 else taps[2] if p == 2 else taps[3]
                old = sums[d + 1] if p == 0 else sums[d]
                sums[d] = i40(old + tap * sample)
            if p == FACTOR - 1:
                y.put(sat(i16, (sums[0] + 16384) >> 15))


def schedule(s):
    s.pipeline("decimate", ii=1)
    s.unroll("decimate.d")
    s.partition("decimate.sums")


# ruff: noqa: D103 (processes are described by the file)
