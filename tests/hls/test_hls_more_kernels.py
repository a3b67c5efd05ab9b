"""Kernels written to see what the compiler does not take, against numpy; and the bugs found."""

from __future__ import annotations

import numpy as np
import pytest
from hls_help import kernel_of, needs_icarus, run_and_compare

from hwpipe.errors import InputError
from hwpipe.hls import interpret, load_kernel
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.ir import Graph


def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def softmax():
    """Largest error of a probability: tables of 12 bits, results of 8."""
    x = rng().integers(-128, 128, (3, 17))
    x[1] = 5
    p = np.exp((x - x.max(1, keepdims=True)) / 16)
    want = 256 * p / p.sum(1, keepdims=True)
    return {"rows": 3, "cols": 17, "x": x.ravel().tolist()}, "y", np.minimum(want, 255).ravel(), 0.7


def layernorm():
    x = rng().integers(-128, 128, (4, 32))
    want = np.stack([x.mean(1) * 256, x.var(1) * 256], 1).ravel()
    values = {"rows": 4, "blocks": 4, "shift": 5, "x": x.ravel(), "stats": np.zeros(8, np.int64)}
    return values, "stats", want, 3.0


def upscale():
    image = rng().integers(0, 256, (4, 5))
    rows, cols = (np.clip((np.arange(2 * n) + 0.5) / 2 - 0.5, 0, n - 1) for n in image.shape)
    y0, x0 = np.floor(rows).astype(int), np.floor(cols).astype(int)
    y1, x1 = np.minimum(y0 + 1, 3), np.minimum(x0 + 1, 4)
    fy, fx = (rows - y0)[:, None], (cols - x0)[None]
    top = image[np.ix_(y0, x0)] * (1 - fx) + image[np.ix_(y0, x1)] * fx
    low = image[np.ix_(y1, x0)] * (1 - fx) + image[np.ix_(y1, x1)] * fx
    want = np.floor(top * (1 - fy) + low * fy + 0.5).ravel()
    return {"height": 4, "width": 5, "x": image.ravel().tolist()}, "y", want, 0


def scan():
    x = rng().integers(-(1 << 15), 1 << 15, 36)
    return {"n": 9, "x": x, "y": np.zeros(36, np.int64)}, "y", np.cumsum(x), 0


def sort8():
    x = rng().integers(-(1 << 15), 1 << 15, (30, 8))
    x[3], x[4] = 7, [3, 3, 1, 1, 2, 2, 3, 1]
    return {"n": 30, "x": x.tolist()}, "y", np.sort(x, 1).ravel(), 0


def spmv():
    matrix = rng().integers(-128, 128, (6, 20)) * (rng().random((6, 20)) < 0.3)
    matrix[:, 3] = 1  # no row is empty
    v = rng().integers(-128, 128, 20)
    row, column = np.nonzero(matrix)
    last = np.append(row[1:] != row[:-1], True).astype(int)
    values = {
        "n": 20, "entries": len(row), "v": v.tolist(), "column": column.tolist(),
        "value": matrix[row, column].tolist(), "last": last.tolist(),
    }  # fmt: skip
    return values, "y", matrix @ v, 0


def cordic():
    angle = np.concatenate([np.arange(0, 65536, 4096), [1, 16383, 16385, 49151, 65535]])
    turn = 2j * np.pi * angle / 65536
    want = 32760 * np.stack([np.exp(turn).real, np.exp(turn).imag], 1).ravel()
    return {"n": len(angle), "angle": angle.tolist()}, "out", want, 12


CASES = [softmax, layernorm, upscale, scan, sort8, spmv, cordic]


@needs_icarus
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.__name__)
def test_kernel_in_rtl_does_what_numpy_does(case, tmp_path):
    kernel = load_kernel(case.__name__)
    code = [x for x in kernel.source.splitlines() if x.strip() and not x.startswith("#")]
    assert len(code) < 40
    values, name, want, slack = case()
    result, got = run_and_compare(kernel, values, tmp_path, stall=0.3, repeat=2)
    assert all(p.ii == 1 for p in result.compiled.processes)
    found = np.ravel(got.memories[name] if name in got.memories else got.streams[name])
    assert len(found) == len(want)
    assert np.abs(found - want).max() <= slack


def test_softmax_adds_up_to_one():
    values = softmax()[0]
    rows = np.reshape(interpret(load_kernel("softmax"), values)["y"], (3, 17))
    assert np.abs(rows.sum(1) - 256).max() <= 9
    assert (rows[1] == 256 // 17).all()


@needs_icarus
def test_products_of_loops_in_several_phases(tmp_path):
    """Loops one after the other share a counter: `l * n` of the longer one needs all of its bits.

    The register that steps by n was once as narrow as the shorter loop needs: a silent miscompile
    that the fuzzer found (seed 8100192 of its grammar then).
    """
    source = """
@process
def p(n: Scalar(u4, min=1, max=6), m: Scalar(u3, min=1, max=5), x: Stream(i8), y: Stream(i9)):
    for a in range(m):
        for b in range(4):
            y.put((a + b) * n + x.get())
    for c in range(1):
        for d in range(5):
            y.put(x.get() + c * n)
"""
    values = {"n": 6, "m": 5, "x": rng().integers(-128, 128, 25).tolist()}
    run_and_compare(kernel_of(source), values, tmp_path)


def test_a_node_is_never_taken_for_one_of_fewer_bits():
    graph = Graph()
    factor = graph.const(3)
    narrow = graph.make("step", (factor,), 0, 0, 3)
    assert graph.make("step", (factor,), 0, 0, 2) is narrow
    with pytest.raises(AssertionError, match=r"step in \[0, 9\] is known in \[0, 3\]"):
        graph.make("step", (factor,), 0, 0, 9)


PINNED = """
@process
def p(n: Scalar(u4, min=1), x: Stream(i8), y: Stream(i16)):
    b = Array(i16, 16)
    for z in range(16):
        b[z] = 0
    for r in range(4):
        for c in range(n):
            for side in range(8):
                t = x.get()
                if side == 0:
                    b[c] = b[c] + t * t * 3
                if side == {read}:
                    y.put(b[c])

def schedule(s):
    s.pipeline("p", ii=1)
    s.clock({clock})
"""


@needs_icarus
def test_a_memory_used_at_one_iteration_of_a_loop(tmp_path):
    """b[c] at side == 0 comes back after 8 n iterations, not after one: an interval of 1."""
    source = PINNED.replace("{read}", "0").replace("{clock}", "3")
    values = {"n": 1, "x": rng().integers(-128, 128, 32).tolist()}
    result, _ = run_and_compare(kernel_of(source), values, tmp_path)
    assert result.compiled.process("p").ii == 1


@needs_icarus
def test_a_memory_used_at_two_iterations_of_a_loop(tmp_path):
    """Read at side == 1, right behind the store at side == 0: that the two meet must be seen."""
    source = PINNED.replace("{read}", "1").replace("{clock}", "3")
    with pytest.raises(InputError, match=r"the recurrence through b \(line \d+\)"):
        compile_kernel(kernel_of(source))
    slow = source.replace("ii=1", "ii=8")
    values = {"n": 2, "x": rng().integers(-128, 128, 64).tolist()}
    run_and_compare(kernel_of(slow), values, tmp_path)


@needs_icarus
def test_tiles_in_banks_by_both_indices(tmp_path):
    """Rows of a DCT are written, columns read, eight elements a cycle each: 64 banks."""
    source = """
import math
C = [[round(2048 * math.cos((2 * j + 1) * k * math.pi / 16) * (0.5 if k else 0.35355339))
      for j in range(8)] for k in range(8)]

@process
def rows(n: Scalar(u16, min=1), x: Stream(i16, 8), t: Buffer(i16, 8, 8)):
    for b in range(n):
        t.acquire()
        for r in range(8):
            v = x.get()
            for k in range(8):
                t[r, k] = sum(C[k][j] * v[j] for j in range(8)) >> 11
        t.release()

@process
def cols(n: Scalar(u16, min=1), t: Buffer(i16, 8, 8), y: Stream(i16, 8)):
    for b in range(n):
        t.acquire()
        for c in range(8):
            v = [t[j, c] for j in range(8)]
            y.put([sum(C[k][j] * v[j] for j in range(8)) >> 11 for k in range(8)])
        t.release()

def schedule(s):
    s.unroll("rows.k")
    s.partition("t")
    s.pipeline("rows", ii=1)
    s.pipeline("cols", ii=1)
"""
    x = rng().integers(-256, 256, (16, 8))
    values = {"n": 2, "x": x.tolist()}
    _, got = run_and_compare(kernel_of(source.lstrip()), values, tmp_path, repeat=2)
    k, j = np.mgrid[0:8, 0:8]
    dct = np.cos((2 * j + 1) * k * np.pi / 16) * np.where(k, 0.5, np.sqrt(1 / 8))
    blocks = np.array([(dct @ b @ dct.T).T for b in x.reshape(2, 8, 8)]).reshape(16, 8)
    assert np.abs(np.array(got.streams["y"]) - blocks).max() < 5
