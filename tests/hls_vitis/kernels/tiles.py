"""Ping-pong tiles: two buffers held at once, a tiled loop, memory in, memory out."""

from hwpipe.hls import Array, Buffer, Mem, Scalar, i8, i20, i32, process, u8

T = 8


@process
def load(n: Scalar(u8, min=1, max=16), a: Mem(i8), left: Buffer(i8, T, T)):
    for b in range(n):
        left.acquire()
        for y in range(T):
            for x in range(T):
                left[y, x] = a[(b * T + y) * T + x]
        left.release()


@process
def weigh(n: Scalar(u8, min=1, max=16), w: Mem(i8), right: Buffer(i8, T)):
    for b in range(n):
        right.acquire()
        for x in range(T):
            right[x] = w[b * T + x]
        right.release()


@process
def work(n: Scalar(u8, min=1, max=16), left: Buffer(i8, T, T), right: Buffer(i8, T), o: Mem(i32)):
    part = Array(i20, T)
    for b in range(n):
        left.acquire()
        right.acquire()
        for y in range(T):
            for x in range(T):
                old = part[y] if x > 0 else 0
                part[y] = i20(old + left[y, x] * right[x])
        for y in range(T):
            o[b * T + y] = part[y]
        left.release()
        right.release()


def schedule(s):
    s.pipeline("work", ii=4)
    s.tile("load.x", 4)
    s.pingpong("left", 3)
    s.partition("left", "cyclic", factor=2, dim=1)
    s.ram_style("left", "block")
    s.ram_style("work.part", "distributed")
    s.m_axi("a", bundle="in", width=32, burst=16)
    s.m_axi("w", bundle="in", width=32, burst=16)
    s.m_axi("o", bundle="out", width=32, burst=8)
