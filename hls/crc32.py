"""CRC-32 (IEEE 802.3, as zlib's) of packets of a byte stream, one byte a cycle."""

from hwpipe.hls import Scalar, Stream, process, u8, u16, u32


def step(crc):
    return (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)


# What bit k of a byte does to the register eight steps later; the steps are linear.
EFFECT = [step(step(step(step(step(step(step(step(1 << k)))))))) for k in range(8)]


@process
def crc32(packets: Scalar(u16, min=1), length: Scalar(u16, min=1), x: Stream(u8), y: Stream(u32)):
    crc = u32(0)
    for _p in range(packets):
        for t in range(length):
            now = (0xFFFFFFFF if t == 0 else crc) ^ x.get()
            e = [EFFECT[k] if now >> k & 1 else 0 for k in range(8)]
            folded = ((e[0] ^ e[1]) ^ (e[2] ^ e[3])) ^ ((e[4] ^ e[5]) ^ (e[6] ^ e[7]))
            crc = u32(now >> 8 ^ folded)
            if t == length - 1:
                y.put(crc ^ 0xFFFFFFFF)


def schedule(s):
    s.pipeline("crc32", ii=1)


# ruff: noqa: D103 (processes are described by the file)
