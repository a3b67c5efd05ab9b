"""Kernels that nobody planned for: they compile, simulate and match without a compiler change."""

from __future__ import annotations

import numpy as np
from hls_help import kernel_of, needs_icarus, run_and_compare

pytestmark = needs_icarus


def ints(rng: np.random.Generator, lo: int, hi: int, n: int) -> list[int]:
    return [int(v) for v in rng.integers(lo, hi, n)]


def test_histogram(tmp_path):
    """A recurrence through memory at an address that data decides."""
    source = """
@process
def histogram(n: Scalar(u16, min=1), x: Stream(u4), y: Stream(u16)):
    bins = Array(u16, 16)
    for z in range(16):
        bins[z] = 0
    for t in range(n):
        v = x.get()
        bins[v] = bins[v] + 1
    for o in range(16):
        y.put(bins[o])
"""
    x = ints(np.random.default_rng(1), 0, 16, 200)
    values = {"n": 200, "x": x}
    _, got = run_and_compare(kernel_of(source), values, tmp_path)
    assert got.streams["y"] == list(np.bincount(x, minlength=16))


def test_run_length_encoder(tmp_path):
    """Puts that data decides, and vectors over a stream."""
    source = """
@process
def encode(n: Scalar(u16, min=1), x: Stream(i8), y: Stream(i16, 2)):
    last = i8(0)
    run = u8(0)
    for t in range(n):
        v = x.get()
        same = v == last and run < 200
        if t > 0 and not same:
            y.put([last, run])
        run = u8(run + 1 if same and t > 0 else 1)
        last = i8(v)
"""
    x = [5, 5, 5, -1, -1, 7, 7, 7, 7, 0, 1, 1]
    _, got = run_and_compare(kernel_of(source), {"n": len(x), "x": x}, tmp_path)
    assert got.streams["y"] == [[5, 3], [-1, 2], [7, 4], [0, 1]]


def test_transpose(tmp_path):
    """A ping-pong buffer written by rows and read by columns."""
    source = """
@process
def load(tiles: Scalar(u8, min=1), a: Mem(i16), t: Buffer(i16, 8, 8)):
    for k in range(tiles):
        t.acquire()
        for r in range(8):
            for c in range(8):
                t[r, c] = a[k * 64 + r * 8 + c]
        t.release()

@process
def store(tiles: Scalar(u8, min=1), t: Buffer(i16, 8, 8), b: Mem(i16)):
    for k in range(tiles):
        t.acquire()
        for r in range(8):
            for c in range(8):
                b[k * 64 + r * 8 + c] = t[c, r]
        t.release()
"""
    a = np.random.default_rng(2).integers(-(1 << 15), 1 << 15, 5 * 64)
    values = {"tiles": 5, "a": a, "b": np.zeros(5 * 64, np.int64)}
    result, got = run_and_compare(kernel_of(source), values, tmp_path, stall=0.0)
    expected = a.reshape(5, 8, 8).transpose(0, 2, 1).ravel()
    assert np.array_equal(got.memories["b"], expected)
    assert all(p.ii == 1 for p in result.compiled.processes)
    # Loads and stores overlap: far less than the 2 x 64 cycles a tile that they would take apart.
    assert got.cycles < 64 * 6 + 120


def test_integer_square_root(tmp_path):
    """A fully unrolled iteration: bit by bit, eight digits in one pipeline."""
    source = """
def step(rest, root, bit):
    trial = root + (1 << bit)
    fits = rest >= (trial << bit) + (root << bit)
    return [rest - (trial << bit) - (root << bit) if fits else rest, trial if fits else root]

@process
def sqrt(n: Scalar(u8, min=1), x: Stream(u16), y: Stream(u8)):
    for t in range(n):
        rest = x.get()
        root = 0
        for k in range(8):
            pair = step(rest, root, 7 - k)
            rest = u16(pair[0])
            root = u8(pair[1])
        y.put(root)

def schedule(s):
    s.pipeline("sqrt", ii=1)
    s.unroll("sqrt.k")
    s.clock(5)
"""
    x = [0, 1, 2, 3, 4, 15, 16, 17, 65535, 65025, 65024, 40000]
    values = {"n": len(x), "x": x}
    result, got = run_and_compare(kernel_of(source), values, tmp_path)
    assert got.streams["y"] == [int(np.sqrt(v)) for v in x]
    assert result.compiled.process("sqrt").depth > 4


def test_depthwise_convolution(tmp_path):
    """3-tap convolution along the rows of many channels, weights in registers of a memory."""
    source = """
@process
def depthwise(c: Scalar(u8, min=1, max=16), width: Scalar(u8, min=3), w: Mem(i8), x: Mem(i8),
              y: Mem(i32)):
    taps = Array(i8, 3)
    line = Array(i8, 3)
    for ch in range(c):
        for k in range(3):
            taps[k] = w[ch * 3 + k]
        for col in range(width):
            line[0] = line[1]
            line[1] = line[2]
            line[2] = x[ch * width + col]
            total = sum(taps[k] * (line[k] if col >= 2 - k else 0) for k in range(3))
            y[ch * width + col] = total

def schedule(s):
    s.partition("depthwise.taps")
    s.partition("depthwise.line")
    s.m_axi("w", "g0")
    s.m_axi("x", "g0")
    s.m_axi("y", "g1")
"""
    # Registers start undefined in the definition too: give them a value.
    source = source.replace("taps = Array(i8, 3)", "taps = Array(i8, 3, init=0)")
    source = source.replace("line = Array(i8, 3)", "line = Array(i8, 3, init=0)")
    rng = np.random.default_rng(3)
    c, width = 4, 9
    w, x = rng.integers(-128, 128, c * 3), rng.integers(-128, 128, c * width)
    values = {"c": c, "width": width, "w": w, "x": x, "y": np.zeros(c * width, np.int64)}
    _, got = run_and_compare(kernel_of(source), values, tmp_path)
    for ch in range(c):
        row = np.pad(x.reshape(c, width)[ch], (2, 0))
        expected = np.correlate(row, w.reshape(c, 3)[ch], "valid")
        assert np.array_equal(got.memories["y"].reshape(c, width)[ch], expected)


def test_helpers_act_under_the_callers_condition(tmp_path):
    """Stores, puts and register writes inside a helper happen only where it is called."""
    source = """
def remember(box, k, value):
    twice = value * 2
    if twice < 0:
        twice = -twice
    box[k] = twice

def emit(out, value):
    out.put(value + 1)

@process
def p(n: Scalar(u8, min=1), x: Stream(i8), y: Stream(i16)):
    regs = Array(i16, 4, init=0)
    mem = Array(i16, 8)
    for z in range(8):
        mem[z] = 0
    for t in range(n):
        v = x.get()
        if v > 3:
            remember(regs, v & 3, v)
            remember(mem, t & 7, v)
        if v < 0:
            emit(y, v)
    for o in range(8):
        y.put(mem[o] + regs[o & 3])

def schedule(s):
    s.partition("p.regs")
"""
    x = ints(np.random.default_rng(4), -10, 10, 30)
    run_and_compare(kernel_of(source), {"n": 30, "x": x}, tmp_path)


def test_convolution_core(tmp_path):
    """64 products a cycle, two in a DSP, weights loaded ahead, partial sums over run-time tiles."""
    from pathlib import Path

    from hwpipe.hls import load_kernel

    kernel = load_kernel(Path(__file__).parent / "conv_core.py")
    rng = np.random.default_rng(5)
    tiles, kernel_size, out, stride = 2, 3, 5, 2
    size = (out - 1) * stride + kernel_size
    x = rng.integers(-128, 128, (tiles, size, size, 8))
    w = rng.integers(-127, 128, (tiles, kernel_size, kernel_size, 8, 8))
    values = {
        "cts": tiles, "size": size * size, "kh": 3, "kw": 3, "taps": 9, "oh": out, "ow": out,
        "stride": stride, "pitch": size, "x": x.ravel(), "w": w.ravel(),
        "z": np.zeros(out * out * 8, np.int64),
    }  # fmt: skip
    result, got = run_and_compare(kernel, values, tmp_path, repeat=2)
    expected = np.zeros((out, out, 8), np.int64)
    for ky in range(3):
        for kx in range(3):
            part = x[:, ky : ky + 9 : stride, kx : kx + 9 : stride]
            expected += np.einsum("cyxi,coi->yxo", part, w[:, ky, kx])
    assert np.array_equal(got.memories["z"], expected.ravel())
    compute = result.compiled.process("compute")
    assert compute.ii == 1
    assert result.report["resources"]["dsp"] <= 40


def shipped(name, values, tmp_path, **options):
    """A kernel of `hls/` that was written to see whether the compiler takes it."""
    from hwpipe.hls import load_kernel

    kernel = load_kernel(name)
    code = [x for x in kernel.source.splitlines() if x.strip() and not x.startswith(("#", '"'))]
    assert len(code) < 40
    result, got = run_and_compare(kernel, values, tmp_path, **options)
    assert all(p.ii == 1 for p in result.compiled.processes)
    return got


def test_crc32_is_zlibs(tmp_path):
    """A recurrence through one register that must close within a cycle."""
    import zlib

    packets = [b"123456789", b"the quick", bytes(9), b"\xff" * 9]
    values = {"packets": 4, "length": 9, "x": list(b"".join(packets))}
    got = shipped("crc32", values, tmp_path)
    assert got.streams["y"] == [zlib.crc32(p) for p in packets]
    assert got.streams["y"][0] == 0xCBF43926


def test_median_of_nine(tmp_path):
    """Line buffers and a sorting network of helpers."""
    image = np.random.default_rng(6).integers(0, 256, (6, 9))
    values = {"height": 6, "width": 9, "x": image.ravel().tolist()}
    got = shipped("median3x3", values, tmp_path)
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3)).reshape(4, 7, 9)
    assert got.streams["y"] == np.median(windows, axis=-1).astype(int).ravel().tolist()


def test_polyphase_decimator(tmp_path):
    """Coefficients that change with the loop counter; sums that move from register to register."""
    from hwpipe.hls import load_kernel

    taps = np.array(load_kernel("decimate").namespace["C"])
    rng = np.random.default_rng(7)
    x = rng.integers(-32768, 32768, 160)
    x[20:60], x[60:100] = 32767, -32768
    got = shipped("decimate", {"n": 40, "x": x.tolist()}, tmp_path)
    full = np.convolve(x, taps)[:160][3::4]
    assert got.streams["y"] == np.clip((full + 16384) >> 15, -32768, 32767).tolist()
    assert abs(full).max() >> 15 > 32767  # the saturation is met
