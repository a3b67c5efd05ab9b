"""Random kernels of particular shapes: memory to memory, accumulation tiles, ping-pong buffers.

These aim at what free random programs rarely hit: bursts with odd starts, reuse distances shorter
than the pipeline, banks that several processes share.
"""

from __future__ import annotations

import random

__all__ = ["IMPORT", "SCALARS", "shaped_source"]

SCALARS = "n: Scalar(u4, min=1, max=6), m: Scalar(u3, min=1, max=5)"
IMPORT = (
    "from hwpipe.hls import Array, Buffer, Mem, Scalar, Stream, process, sat, "
    + ", ".join(f"{k}{w}" for k in "iu" for w in range(1, 41))
    + "\n"
)


def _loops(r: random.Random, names: list[str]) -> list[str]:
    return [
        f"for {name} in range({r.choice(['n', 'm', str(r.randint(1, 4))])}):" for name in names
    ]  # fmt: skip


def _nested(loops: list[str], body: list[str]) -> list[str]:
    out = ["    " * (k + 1) + text for k, text in enumerate(loops)]
    return out + ["    " * (len(loops) + 1) + line for line in body]


def _memory(r: random.Random) -> str:
    """Copy with arithmetic, memory to memory, through two processes."""
    kind = r.choice(["i8", "u8", "i16", "i32"])
    out = r.choice(["i8", "i16", "u32"])
    lanes = r.choice([1, 1, 2, 4])
    names = [f"l{k}" for k in range(r.randint(1, 3))]
    loops = _loops(r, names)
    weights = r.sample(["1", "m", "6", "n * 6", "40"], len(names))
    if r.random() < 0.5:
        # Row-major, so that runs are long.
        weights = ["1"]
        for text in reversed(loops[1:]):
            bound = text[text.index("range(") + 6 : -2]
            weights.insert(0, f"{bound} * {weights[0]}")
    index = " + ".join(f"{name} * {w}" for name, w in zip(names, weights, strict=True))
    # Writes must not collide, so they go out in order.
    dense = names[0]
    for text, name in zip(loops[1:], names[1:], strict=True):
        bound = text[text.index("range(") + 6 : -2]
        dense = f"({dense}) * ({bound}) + {name}"
    start = r.choice(["", " + 3", " + n"]) if lanes == 1 else ""
    shift = r.choice(["0", "5"]) if lanes == 1 else "0"
    guard = r.random() < 0.3
    lines = [
        IMPORT,
        "@process",
        f"def rd({SCALARS}, a: Mem({kind}), s: Stream({kind}, {lanes})):",
    ]
    if lanes == 1:
        body = [f"s.put(a[{index}{start}])"]
    else:
        body = [f"s.put([a[({index}) * {lanes} + q] for q in range({lanes})])"]
    if guard:
        body = [f"if {names[0]} > 0:", "    " + body[0]]
    lines += _nested(loops, body)
    lines += ["", "@process", f"def wr({SCALARS}, s: Stream({kind}, {lanes}), o: Mem({out})):"]
    value = r.choice(["v * 3 - 1", "v >> 1", "sat(i5, v)", "v * v"])
    if lanes == 1:
        body = ["v = s.get()", f"o[{dense} + {shift}] = {value}"]
    else:
        body = ["w = s.get()", f"for q in range({lanes}):", "    v = w[q]",
                f"    o[({dense}) * {lanes} + q] = {value}"]  # fmt: skip
    if guard:
        body = [f"if {names[0]} > 0:", *("    " + line for line in body)]
    lines += _nested(loops, body)
    bundles = r.choice([("g0", "g1"), ("g0", "g0")])
    width = (
        r.choice([32, 64]) if lanes * int(out[1:]) <= 32 and lanes * int(kind[1:]) <= 32 else 128
    )
    lines += ["", "def schedule(s):", f"    s.clock({r.choice([4, 10])})"]
    burst = r.choice([4, 16, 64])
    lines += [f"    s.m_axi('a', '{bundles[0]}', {width}, {burst})",
              f"    s.m_axi('o', '{bundles[1]}', {width}, {burst})"]  # fmt: skip
    if lanes > 1:
        lines.append("    s.unroll('wr.q')")
    return "\n".join(lines) + "\n"


def _accumulate(r: random.Random) -> str:
    """Partial sums in a memory: the reuse distance is the tile, however small it is."""
    acc = r.choice(["i20", "i32", "u16"])
    two = r.random() < 0.5
    tile = r.choice(["l1 * 5 + l2", "l1 * n + l2"]) if two else "l1"
    inner = ["for l1 in range(m):"] + (["for l2 in range(n):"] if two else [])
    if r.random() < 0.3:
        tile, inner = "l1", ["for l1 in range(m):", "for l2 in range(2):"]
    size = 32
    x = r.choice(["i8", "i12", "u6"])
    clock = r.choice([2, 3, 4, 10])
    f = r.choice(["v * v", "v * (v + l0)", "v", "(v * 3 if v > 0 else v)"])
    first = r.choice(["l0 == 0", "l0 % 2 == 0"])
    update = f"b[{tile}] = {acc}((0 if {first} else b[{tile}]) + {f})"
    if "range(2)" in inner[-1]:
        update = f"b[{tile}] = {acc}((0 if {first} and l2 == 0 else b[{tile}]) + {f})"
    emit = r.choice(
        [f"y.put(b[{tile}])", f"if l0 == n - 1:\n{'    ' * (len(inner) + 3)}y.put(b[{tile}] + 1)"]
    )
    lines = [IMPORT, "@process", f"def p({SCALARS}, x: Stream({x}), y: Stream(i40)):",
             f"    b = Array({acc}, {size})"]  # fmt: skip
    lines += _nested(["for l0 in range(n):", *inner], ["v = x.get()", update, emit])
    lines += ["", "def schedule(s):", f"    s.clock({clock})"]
    if r.random() < 0.4:
        lines.append(f"    s.partition('p.b', '{r.choice(['cyclic', 'block'])}', factor=2)")
    return "\n".join(lines) + "\n"


def _pingpong(r: random.Random) -> str:
    """A buffer written in one order and read in another, over a number of tiles."""
    kind = r.choice(["i8", "u5", "i17"])
    size = r.choice([4, 6, 8])
    write = r.choice(["l1", f"{size - 1} - l1", f"(l1 + l0) % {size}" if size != 6 else "l1"])
    read = r.choice(["l1", f"{size - 1} - l1"])
    reads = r.randint(1, 2)
    lines = [
        IMPORT, "@process",
        f"def p({SCALARS}, x: Stream({kind}), t: Buffer({kind}, {size})):",
        "    for l0 in range(n):",
        "        t.acquire()",
        f"        for l1 in range({size}):",
        f"            t[{write}] = x.get()",
        "        t.release()",
        "",
        "@process",
        f"def q({SCALARS}, t: Buffer({kind}, {size}), y: Stream(i40)):",
        "    for l0 in range(n):",
        "        t.acquire()",
        f"        for l2 in range({reads}):",
        f"            for l1 in range({size}):",
        f"                y.put(t[{read}] * (l2 + 2) + l0)",
        "        t.release()",
        "",
        "def schedule(s):",
        f"    s.clock({r.choice([2, 4, 10])})",
        f"    s.pingpong('t', {r.randint(1, 3)})",
    ]  # fmt: skip
    if r.random() < 0.5:
        lines.append(f"    s.partition('t', '{r.choice(['cyclic', 'block'])}', factor=2)")
    return "\n".join(lines) + "\n"


def _dots(r: random.Random) -> str:
    """Dot products of vectors that share operands: packed in DSPs or cascaded."""
    pi, po = r.randint(1, 9), r.choice([1, 2, 3, 4])
    x, w = r.choice(["i8", "u8", "i5"]), r.choice(["i8", "i8", "i4", "i9"])
    acc = r.choice(["i20", "i24", "i32"])
    how = r.choice(
        [
            "s.pack('p', 17)",
            "s.pack('p', 18)",
            "s.reduction('p', 'cascade')",
            "s.pack('p', 17); s.reduction('p', 'cascade')",
            "s.reduction('p', 'chain')",
        ]
    )
    weight = "max(ws[o * PI + k], -127)" if w == "i8" and r.random() < 0.8 else "ws[o * PI + k]"
    if x == "u8" and r.random() < 0.5:
        xs = "(xs[k] - 128)"
    else:
        xs = "xs[k]"
    body = [
        "xs = x.get()" if pi > 1 else "xs = [x.get()]",
        "ws = w.get()" if pi * po > 1 else "ws = [w.get()]",
        "for o in range(PO):",
        f"    acc[o] = {acc}(acc[o] + sum({weight} * {xs} for k in range(PI)))",
        "if l1 == m - 1:",
        "    y.put([acc[o] for o in range(PO)])" if po > 1 else "    y.put(acc[0])",
    ]
    lines = [
        IMPORT, f"PI, PO = {pi}, {po}", "", "@process",
        f"def p({SCALARS}, x: Stream({x}, {pi}), w: Stream({w}, {pi * po}), "
        f"y: Stream({acc}, {po})):",
        f"    acc = Array({acc}, PO, init={r.randint(0, 3)})",
        *_nested(["for l0 in range(n):", "for l1 in range(m):"], body),
        "", "def schedule(s):", f"    s.clock({r.choice([4, 6, 10])})", "    s.unroll('p.o')",
        "    s.partition('p.acc')", f"    {how}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def shaped_source(seed: int) -> str:
    """Source of a random kernel of one of the shapes."""
    r = random.Random(seed * 7919 + 1)
    return r.choice([_memory, _memory, _accumulate, _pingpong, _dots])(r)
