"""Random kernels in the form of real ones: filters over tiles, bands that end early, strides.

Several processes, ping-pong buffers with lanes, sums over taps with a first and a last step,
requantisation with rounding and saturation, bounds like `min(rows, n - done)`, two memories on
one port, rows with gaps between them.
"""

from __future__ import annotations

import random

__all__ = ["formed_source"]

_SCALARS = "n: Scalar(u4, min=1, max=6), m: Scalar(u3, min=1, max=5)"
_IMPORT = (
    "from hwpipe.hls import Array, Buffer, Mem, Scalar, Stream, process, sat, "
    + ", ".join(f"{k}{w}" for k in "iu" for w in range(1, 41))
    + "\n"
)


def _requantised(r: random.Random, value: str) -> str:
    """A product, rounded in one of the usual ways and saturated."""
    shift = r.randint(1, 9)
    half = r.choice([0, 1 << (shift - 1), (1 << (shift - 1)) - 1])
    scaled = f"({value} * {r.choice([3, 77, -19, 255])} + {half}) >> {shift}"
    kind = r.choice(["i8", "i8", "u8", "i5", "i12"])
    return r.choice([f"sat({kind}, {scaled})", f"max(sat(i8, {scaled}), 0)", f"i16({scaled})"])


def _filter(r: random.Random) -> str:
    """Load a tile with its halo, sum over taps, requantise and store."""
    lanes, tiles = r.choice([1, 1, 2, 4]), r.randint(1, 3)
    kh, kw = r.randint(1, 3), r.randint(1, 3)
    kind, out = r.choice(["i8", "u8"]), r.choice(["i8", "i16"])
    reads = f"m + {kw - 1}" if kw > 1 else "m"
    tall = f"n + {kh - 1}" if kh > 1 else "n"
    where = f"(l1 + l3) * ({reads}) + l2 + l4"
    skip = r.random() < 0.4
    pixel = f"(t[{where}, q] if l2 + l4 > 0 else 0)" if skip else f"t[{where}, q]"
    weight = r.choice(
        ["(l3 * 2 + l4 - 1)", f"(l4 - l3 * {r.randint(1, 5)})", "(3 if l4 > l3 else -2)"]
    )
    step = "l0 * 37 + l1 * 11 + l2"
    width = r.choice([32, 64]) if lanes < 4 else 64
    lines = [
        _IMPORT,
        "@process",
        f"def load({_SCALARS}, a: Mem({kind}), t: Buffer({kind}, 64, {lanes})):",
        f"    for l0 in range({tiles}):",
        "        t.acquire()",
        f"        for l1 in range({tall}):",
        f"            for l2 in range({reads}):",
        f"                for q in range({lanes}):",
        f"                    t[l1 * ({reads}) + l2, q] = a[({step}) * {lanes} + q]",
        "        t.release()",
        "",
        "@process",
        f"def work({_SCALARS}, t: Buffer({kind}, 64, {lanes}), y: Stream(i32, {lanes})):",
        f"    acc = Array(i32, {lanes}, init={r.randint(0, 2)})",
        f"    for l0 in range({tiles}):",
        "        t.acquire()",
        "        for l1 in range(n):",
        "            for l2 in range(m):",
        f"                for l3 in range({kh}):",
        f"                    for l4 in range({kw}):",
        f"                        for q in range({lanes}):",
        "                            old = 0 if l3 == 0 and l4 == 0 else acc[q]",
        f"                            acc[q] = i32(old + {pixel} * {weight})",
        f"                        if l3 == {kh - 1} and l4 == {kw - 1}:",
        "                            y.put("
        + ("acc[0])" if lanes == 1 else f"[acc[q] for q in range({lanes})])"),
        "        t.release()",
        "",
        "@process",
        f"def store({_SCALARS}, y: Stream(i32, {lanes}), o: Mem({out})):",
        f"    for l0 in range({tiles}):",
        "        for l1 in range(n):",
        "            for l2 in range(m):",
        "                w = y.get()" if lanes > 1 else "                w = [y.get()]",
        f"                for q in range({lanes}):",
        "                    v = w[q]",
        f"                    o[((l0 * n + l1) * m + l2) * {lanes} + q] = {_requantised(r, 'v')}",
        "",
        "def schedule(s):",
        f"    s.clock({r.choice([4, 6, 10])})",
        "    s.unroll('load.q'); s.unroll('work.q'); s.unroll('store.q')",
        "    s.partition('t', dim=1)",
        "    s.partition('work.acc')",
        f"    s.pingpong('t', {r.randint(1, 3)})",
        f"    s.reduction('work', '{r.choice(['tree', 'chain', 'cascade'])}')",
        f"    s.m_axi('a', 'g0', {width}, {r.choice([4, 16, 64])})",
        f"    s.m_axi('o', '{r.choice(['g0', 'g1'])}', {width}, {r.choice([4, 64])})",
    ]
    return "\n".join(lines) + "\n"


def _bands(r: random.Random) -> str:
    """Rows in bands, the last of them shorter; a running extreme and a count."""
    band = r.randint(1, 3)
    kind = r.choice(["i8", "u6", "i13"])
    best = r.choice(["max", "min"])
    bands = f"(n + {band - 1}) // {band}" if band in {1, 2} else "(n + 3) // 4"
    size = band if band in {1, 2} else 4
    put = r.choice(["best", "best - count", "sat(i6, best + l2)"])
    lines = [
        _IMPORT,
        "@process",
        f"def p({_SCALARS}, x: Stream({kind}), y: Stream(i20)):",
        f"    best = {kind}(0)",
        "    count = u8(0)",
        f"    for l0 in range({bands}):",
        f"        for l1 in range(min({size}, n - l0 * {size})):",
        f"            for l2 in range({r.choice(['m', 'l1 + 1', 'm + l1'])}):",
        "                v = x.get()",
        "                fresh = l1 == 0 and l2 == 0",
        f"                best = {kind}(v if fresh else {best}(best, v))",
        "                count = u8(1 if fresh else count + 1)",
        f"                if {r.choice(['v > 1', 'l2 == 0', 'count % 2 == 0', 'best < v + 2'])}:",
        f"                    y.put({put})",
        "",
        "def schedule(s):",
        f"    s.clock({r.choice([3, 5, 10])})",
    ]
    return "\n".join(lines) + "\n"


def _strides(r: random.Random) -> str:
    """Two memories on one port at strides, joined by streams; rows written with gaps."""
    ka, kb = r.choice(["i8", "u16", "i32"]), r.choice(["i8", "i16"])
    a = f"l0 * {r.choice([1, 6, 17, 40])} + l1 * {r.choice([1, 2, 5])} + {r.randint(0, 3)}"
    b = r.choice(
        ["l1 * n + l0", f"l0 * {r.randint(1, 9)}", "l0 * m + l1", f"{r.randint(2, 9)} + l1"]
    )
    pitch = r.choice(["5", "7", "m", "8"])
    join = r.choice(["p * q", "p - q", "max(p, q)", "(p if q > 0 else -p)"])
    guard = r.choice(["", "if l1 % 2 == 0:", "if l0 < m:"])
    write = f"o[l0 * {pitch} + l1] = {_requantised(r, 'v')}"
    bundles = r.choice(["g0 g0 g0", "g0 g1 g0", "g0 g1 g2", "g0 g0 g1"]).split()
    inner = "            "
    lines = [
        _IMPORT,
        "@process",
        f"def left({_SCALARS}, a: Mem({ka}), s: Stream({ka})):",
        "    for l0 in range(n):",
        "        for l1 in range(m):",
        f"{inner}s.put(a[{a}])",
        "",
        "@process",
        f"def right({_SCALARS}, b: Mem({kb}), s: Stream({ka}), u: Stream(i40)):",
        "    for l0 in range(n):",
        "        for l1 in range(m):",
        f"{inner}p = s.get()",
        f"{inner}q = b[{b}]",
        f"{inner}u.put({join})",
        "",
        "@process",
        f"def out({_SCALARS}, u: Stream(i40), o: Mem(i16)):",
        "    for l0 in range(n):",
        "        for l1 in range(m):",
        f"{inner}v = i20(u.get())",
        *([inner + guard, f"{inner}    {write}"] if guard else [inner + write]),
        "",
        "def schedule(s):",
        f"    s.clock({r.choice([4, 10])})",
        *(
            f"    s.m_axi('{name}', '{bundle}', 32, {r.choice([4, 16, 64])})"
            for name, bundle in zip("abo", bundles, strict=True)
        ),
    ]
    return "\n".join(lines) + "\n"


def formed_source(seed: int) -> str:
    """Source of a random kernel of one of the forms."""
    r = random.Random(seed * 6151 + 5)
    return r.choice([_filter, _filter, _bands, _strides])(r)
