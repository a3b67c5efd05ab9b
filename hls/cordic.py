"""CORDIC rotation: sine and cosine of an angle in 1/65536 turns, 14 steps in one pipeline."""

import math

from hwpipe.hls import Scalar, Stream, i16, i18, process, u16

STEPS = 14
ANGLES = [round(math.atan(2.0**-k) / math.tau * 65536) for k in range(STEPS)]
GAIN = round(32760 * math.prod(1 / math.sqrt(1 + 4.0**-k) for k in range(STEPS)))


@process
def cordic(n: Scalar(u16, min=1), angle: Stream(u16), out: Stream(i16, 2)):
    for _t in range(n):
        a = angle.get()
        back = a > 16384 and a <= 49152
        z = i18(i16(a - 32768) if back else i16(a))
        c = i18(-GAIN if back else GAIN)
        s = i18(0)
        for k in range(STEPS):
            right = z < 0
            u = c >> k
            w = s >> k
            c = i18(c + w if right else c - w)
            s = i18(s - u if right else s + u)
            z = i18(z + ANGLES[k] if right else z - ANGLES[k])
        out.put([c, s])


def schedule(s):
    s.pipeline("cordic", ii=1)
    s.unroll("cordic.k")
    s.clock(5)


# ruff: noqa: D103 (processes are described by the file)
