"""FIR filter over streams: y[t] = sum of COEFFICIENTS[k] x[t - k], one sample a cycle."""

from hwpipe.hls import Array, Scalar, Stream, i16, i40, process, u20

TAPS = 16
COEFFICIENTS = [(k * 37 + 11) % 256 - 128 for k in range(TAPS)]


@process
def filter(n: Scalar(u20, min=1), x: Stream(i16), y: Stream(i40)):
    window = Array(i16, TAPS, init=0)
    for t in range(n):
        for k in range(TAPS - 1, 0, -1):
            window[k] = window[k - 1]
        window[0] = x.get()
        y.put(sum(COEFFICIENTS[k] * window[k] for k in range(TAPS)))


def schedule(s):
    s.pipeline("filter", ii=1)
    s.unroll("filter.k")
    s.partition("filter.window", "complete")


# ruff: noqa: B007, D103 (processes are described by the file; loop variables may only count)
