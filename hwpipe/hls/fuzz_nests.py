"""Random kernels whose loops share what hardware shares: counters, steps, ports, intervals.

Several nests in one process with products of counters and scalars, memories that are used at one
iteration of a loop only, tables that data looks up, helpers with loops of their own.
"""

from __future__ import annotations

import random

from hwpipe.hls.fuzz_shapes import IMPORT, SCALARS

__all__ = ["nested_source"]


def _bound(r: random.Random) -> str:
    return r.choice(["n", "m", "n + 1", str(r.randint(1, 5)), "min(n, 3)"])


def _product(r: random.Random, loops: list[str]) -> str:
    """A polynomial of counters and scalars; some of it needs no multiplier."""
    terms = []
    for _ in range(r.randint(1, 3)):
        factor = r.choice(["n", "m", "n * m", "n * n", "(n + m)", str(r.randint(2, 19))])
        count = r.choice([*loops, f"({r.choice(loops)} + {r.randint(0, 2)})"])
        if len(loops) > 1 and r.random() < 0.4:
            count = f"({loops[0]} {r.choice('+-')} {loops[1]})"
        text = f"{count} * {factor}"
        kind = r.choice(["", "", "i18", "u7", "i5"])
        terms.append(f"{kind}({text})" if kind else text)
    return f" {r.choice('+-')} ".join(terms)


def _phases(r: random.Random) -> str:
    """Nests one after the other: their loops share counters, and registers that step with them."""
    body: list[str] = []
    for k in range(r.randint(2, 3)):
        loops = [f"l{k}{d}" for d in range(r.randint(1, 3))]
        for d, name in enumerate(loops):
            inner = f"{loops[d - 1]} + 1" if d and r.random() < 0.2 else _bound(r)
            body.append(f"{'    ' * (d + 1)}for {name} in range({inner}):")
        pad = "    " * (len(loops) + 1)
        body.append(f"{pad}v = x.get()")
        value = f"{_product(r, loops)} {r.choice('+-^')} v"
        guard = r.choice(["", "", f"if {loops[-1]} > 0:", f"if {_product(r, loops)} > 9:"])
        body += [pad + guard, f"{pad}    y.put({value})"] if guard else [f"{pad}y.put({value})"]
    lines = [
        IMPORT, "@process",
        f"def p({SCALARS}, x: Stream(i8), y: Stream(i{r.choice([7, 12, 20, 33])})):", *body, "",
        "def schedule(s):", f"    s.clock({r.choice([3, 5, 10])})",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _pinned(r: random.Random) -> str:
    """Memories written and read at one iteration of some loop, at addresses of other loops."""
    depth = r.randint(2, 4)
    loops = [f"l{d}" for d in range(depth)]
    sizes = [r.choice(["n", "m", "1", "2", "3"]) for _ in loops]
    loops_text = [
        f"{'    ' * (d + 1)}for {name} in range({size}):"
        for d, (name, size) in enumerate(zip(loops, sizes, strict=True))
    ]
    pad = "    " * (depth + 1)

    def address() -> str:
        one, two = r.choice(loops), r.choice(loops)
        return r.choice([one, one, f"{one} * 6 + {two}", f"{one} * n + {two}", f"{one} + {two}"])

    def pin() -> str:
        return r.choice([f"{r.choice(loops)} == {r.choice('0001')}", f"{r.choice(loops)} > 0"])

    same, guards = address(), [pin(), pin()]
    body = [f"{pad}v = x.get()", f"{pad}t = 0"]
    for name in r.sample(["a", "b"], r.randint(1, 2)):
        where = same if r.random() < 0.7 else address()
        read = f"    t = t + {name}[{where}]"
        # A long way from what is read to what is written: the next reader is early.
        value = r.choice([f"v + {r.choice(loops)}", "(t * 5 + v * v) >> 1", "t * t + v * v * 3"])
        write = f"    {name}[{where if r.random() < 0.8 else address()}] = {value}"
        if r.random() < 0.5:
            joint = r.choice([" and ", " and ", " or "]).join(guards)
            actions = [f"if {r.choice([guards[0], joint])}:", read, f"if {guards[-1]}:", write]
        else:
            actions = [f"if {guards[0]}:", *r.sample([read, write], 2)]
        body += [pad + line for line in actions]
    lines = [
        IMPORT, "@process", f"def p({SCALARS}, x: Stream(i8), y: Stream(i16)):",
        "    a = Array(i12, 64)", "    b = Array(i12, 64)",
        "    for z in range(64):", "        a[z] = z", "        b[z] = 100 - z",
        *loops_text, *body, f"{pad}y.put(t)", "",
        "def schedule(s):", f"    s.clock({r.choice([2, 3, 5, 10])})",
    ]  # fmt: skip
    if r.random() < 0.3:
        lines.append("    s.partition('p.a', 'cyclic', factor=2)")
    return "\n".join(lines) + "\n"


def _tables(r: random.Random) -> str:
    """Tables by data, division bit by bit in a helper, a shift by what was looked up."""
    size = r.choice([4, 8, 16])
    top = r.choice([15, 255, 40_000])
    table = [r.choice([0, 1, r.randint(-top, top)]) for _ in range(size)]
    bits = r.randint(3, 9)
    carried = r.choice(["i12", "u9", "i24"])
    index = r.choice([f"v % {size}", f"(v >> 1) & {size - 1}", f"min(abs(v), {size - 1})"])
    value = r.choice(
        ["T[k] * v", "T[k] - acc", "divided(abs(v), abs(T[k]) + 1)", "v << (T[k] & 3)",
         "sat(i9, T[k] + v)", "T[l1 % len(T)] ^ T[k]"]
    )  # fmt: skip
    lines = [
        IMPORT, f"T = {table}", "",
        "def divided(a, b):",
        "    rest = a",
        "    out = 0",
        f"    for q in range({bits}):",
        f"        fits = rest >= b << ({bits - 1} - q)",
        f"        rest = rest - (b << ({bits - 1} - q)) if fits else rest",
        "        out = out * 2 + (1 if fits else 0)",
        "    return out", "",
        "@process",
        f"def p({SCALARS}, x: Stream(i8), y: Stream(i24)):",
        f"    acc = {carried}({r.randint(0, 9)})",
        "    for l0 in range(n):",
        "        for l1 in range(m):",
        "            v = x.get()",
        f"            k = {index}",
        f"            t = {value}",
        f"            if {r.choice(['t > 3', 'l1 == 0', 'T[k] != 0'])}:",
        f"                acc = {carried}({r.choice(['acc + t', 't', 'acc - T[k]'])})",
        f"            y.put({r.choice(['acc', 't + acc', 'min(t, acc)'])})", "",
        "def schedule(s):", f"    s.clock({r.choice([3, 5, 10])})",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _turned(r: random.Random) -> str:
    """Tiles written by rows and read by columns, in banks by either index or both."""
    kind, size = r.choice(["i8", "u5", "i17"]), r.choice([2, 4])
    wide, tall = r.random() < 0.6, r.random() < 0.6
    row, column = r.choice([("l1", "q"), ("q", "l1"), (f"{size - 1} - l1", "q")])
    lines = [
        IMPORT, "@process",
        f"def p({SCALARS}, x: Stream({kind}, {size}), t: Buffer({kind}, {size}, {size})):",
        "    for l0 in range(n):",
        "        t.acquire()",
        f"        for l1 in range({size}):",
        "            v = x.get()",
        f"            for q in range({size}):",
        f"                t[{row}, {column}] = v[q] {r.choice(['+ l1', '- q', '+ 0'])}",
        "        t.release()", "",
        "@process",
        f"def u({SCALARS}, t: Buffer({kind}, {size}, {size}), y: Stream(i24, {size})):",
        "    for l0 in range(n):",
        "        t.acquire()",
        f"        for l1 in range({size}):",
        f"            y.put([t[{r.choice(['q, l1', 'l1, q'])}] * (l1 + q) for q in range({size})])",
        "        t.release()", "",
        "def schedule(s):", f"    s.clock({r.choice([4, 10])})", "    s.unroll('p.q')",
        f"    s.pingpong('t', {r.randint(1, 3)})",
    ]  # fmt: skip
    lines += [f"    s.partition('t', dim={d})" for d, on in ((0, wide), (1, tall)) if on]
    return "\n".join(lines) + "\n"


def nested_source(seed: int) -> str:
    """Source of a random kernel of one of the kinds."""
    r = random.Random(seed * 4421 + 3)
    return r.choice([_phases, _phases, _pinned, _pinned, _tables, _turned])(r)
