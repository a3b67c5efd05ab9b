"""Differential fuzzing: random kernels, their plain Python run against their RTL.

`generate(seed)` writes the source of a kernel with random loops (constant, run-time and
dependent bounds, several in a row, tiled, unrolled), arrays (memories, banks, registers),
carried registers, conditions, integer types and interfaces; `check` compiles it, simulates it in
Icarus with random stalls, twice without reset, and compares every output.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from hwpipe.errors import InputError, WorkError
from hwpipe.hls.builder import build
from hwpipe.hls.fuzz_forms import formed_source
from hwpipe.hls.fuzz_nests import nested_source
from hwpipe.hls.fuzz_shapes import shaped_source
from hwpipe.hls.icarus import run_icarus
from hwpipe.hls.interp import interpret, random_array, writers
from hwpipe.hls.kernel import Kernel, load_kernel
from hwpipe.hls.lang import Mem, Stream
from hwpipe.hls.rtl_run import compare

__all__ = ["Case", "Outcome", "check", "generate"]


@dataclass
class Case:
    """A random kernel: its source and the values of its scalars."""

    seed: int
    source: str
    scalars: dict[str, int]


@dataclass
class Outcome:
    """What became of a case: `match`, `refused` (by the compiler, with a reason) or `mismatch`."""

    status: str
    detail: str = ""
    iis: list[int] = field(default_factory=list)


class _Writer:
    """Writes one random kernel."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.seed = seed
        self.lines: list[str] = []
        self.schedule: list[str] = []
        self.count = 0
        self.scalars = {"n": self.rng.randint(1, 6), "m": self.rng.randint(1, 5)}

    def fresh(self, stem: str) -> str:
        self.count += 1
        return f"{stem}{self.count}"

    def dtype(self) -> str:
        width = self.rng.choice([1, 2, 3, 5, 7, 8, 8, 11, 12, 16, 16, 18, 24, 32, 33, 40])
        return f"{self.rng.choice('iu')}{width}"

    def atom(self, names: list[str]) -> str:
        if names and self.rng.random() < 0.8:
            return self.rng.choice(names)
        return str(self.rng.choice([0, 1, -1, 2, 3, 5, -7, 13, 100, -128, 255]))

    def condition(self, names: list[str]) -> str:
        op = self.rng.choice(["<", "<=", "==", "!=", ">", ">="])
        text = f"{self.atom(names)} {op} {self.atom(names)}"
        if self.rng.random() < 0.25:
            text = f"({text}) {self.rng.choice(['and', 'or'])} ({self.condition(names)})"
        if self.rng.random() < 0.1:
            text = f"not ({text})"
        return text

    def expr(self, names: list[str], depth: int = 3) -> str:
        r = self.rng
        if depth == 0:
            return self.atom(names)

        def a() -> str:
            return self.expr(names, depth - 1)

        kind = r.randrange(14)
        if kind < 4:
            return f"({a()} {r.choice(['+', '-'])} {a()})"
        if kind == 4:
            return f"({self.dtype()}({a()}) * {self.atom(names)})"
        if kind == 5:
            return f"({a()} {r.choice(['&', '|', '^'])} {a()})"
        if kind == 6:
            amount = r.choice(["1", "3", f"u2({self.atom(names)})"])
            return f"({a()} {r.choice(['<<', '>>'])} {amount})"
        if kind == 7:
            return f"({a()} if {self.condition(names)} else {a()})"
        if kind == 8:
            return f"{self.dtype()}({a()})"
        if kind == 9:
            return f"sat({self.dtype()}, {a()})"
        if kind == 10:
            return f"{r.choice(['min', 'max'])}({a()}, {a()})"
        if kind == 11:
            return f"{r.choice(['-', '~'])}({a()})" if r.random() < 0.7 else f"abs({a()})"
        if kind == 12:
            return f"({a()} {r.choice(['// 4', '% 8', '% 2'])})"
        q = self.fresh("q")
        term = f"{self.dtype()}({self.atom(names)} + {q}) * {self.atom([*names, q])}"
        return f"sum({term} for {q} in range({r.randint(1, 4)}))"

    def bounds(self, loops: list[str]) -> str:
        r = self.rng
        kind = r.randrange(8)
        if kind < 3:
            return str(r.randint(1, 5))
        if kind < 5:
            return r.choice(["n", "m"])
        if kind == 5 and loops:
            return f"{r.choice(loops)} + {r.randint(1, 2)}"
        if kind == 6:
            return f"1, {r.choice(['n', 'm'])} + 2"
        if kind == 7:
            return f"{r.randint(0, 2)}, {r.randint(4, 9)}, 2"
        return f"min(n, {r.randint(1, 4)})"

    def statements(self, pad: str, names: list[str], carried: dict[str, str],
                   arrays: dict[str, tuple[str, int]], budget: int) -> list[str]:  # fmt: skip
        """Random statements of a loop body; `names` grows by the temporaries made."""
        r = self.rng
        out: list[str] = []
        for _ in range(budget):
            kind = r.randrange(9)
            if kind < 2:
                name = self.fresh("t")
                out.append(f"{pad}{name} = {self.expr(names)}")
                names.append(name)
            elif kind == 2 and carried:
                name = r.choice(list(carried))
                out.append(f"{pad}{name} = {carried[name]}({self.expr([*names, name])})")
            elif kind == 3 and carried:
                name = r.choice(list(carried))
                value = self.expr([*names, name], 2)
                out.append(f"{pad}if {self.condition([*names, name])}:")
                out.append(f"{pad}    {name} = {carried[name]}({value})")
                if r.random() < 0.4:
                    out.append(f"{pad}else:")
                    out.append(f"{pad}    {name} = {carried[name]}({self.expr(names, 1)})")
            elif kind in {4, 5} and arrays:
                name = r.choice(list(arrays))
                _, size = arrays[name]
                temp = self.fresh("v")
                out.append(f"{pad}{temp} = {name}[{self.index(names, size)}]")
                names.append(temp)
            elif kind == 6 and arrays:
                name = r.choice(list(arrays))
                _, size = arrays[name]
                line = f"{name}[{self.index(names, size)}] = {self.expr(names, 2)}"
                if r.random() < 0.4:
                    out.append(f"{pad}if {self.condition(names)}:")
                    line = "    " + line
                out.append(pad + line)
            elif kind == 7 and arrays:
                # Read, change, write one element: the hard case for the scheduler.
                name = r.choice(list(arrays))
                _, size = arrays[name]
                where = self.fresh("a")
                out.append(f"{pad}{where} = {self.index(names, size)}")
                out.append(f"{pad}{name}[{where}] = {name}[{where}] + {self.expr(names, 1)}")
            elif kind == 8 and r.random() < 0.5:
                var = self.fresh("l")
                self.schedule.append(f's.unroll("p.{var}")')
                out.append(f"{pad}for {var} in range({r.randint(1, 3)}):")
                inner = self.statements(pad + "    ", [*names, var], carried, arrays, 1)
                out += inner or [f"{pad}    pass"]
        return out

    def index(self, names: list[str], size: int) -> str:
        simple = [x for x in names if x[0] == "l"]
        base = (
            self.rng.choice(simple) if simple and self.rng.random() < 0.7 else self.expr(names, 1)
        )
        if self.rng.random() < 0.3:
            base = f"{base} + {self.rng.randint(0, 3)}"
        return f"({base}) % {size}"

    def nest(  # noqa: PLR0917
        self, pad: str, loops: list[str], names: list[str], carried: dict[str, str],
        arrays: dict[str, tuple[str, int]], depth: int,
    ) -> list[str]:  # fmt: skip
        r = self.rng
        var = self.fresh("l")
        out = [f"{pad}for {var} in range({self.bounds(loops)}):"]
        if r.random() < 0.15:
            self.schedule.append(f's.tile("p.{var}", {r.choice([2, 4])})')
            depth = 1
        inside = [*names, var]
        inner = pad + "    "
        if depth > 1:
            if r.random() < 0.5:
                out += self.statements(inner, list(inside), carried, arrays, 1)
            out += self.nest(inner, [*loops, var], inside, carried, arrays, depth - 1)
            if r.random() < 0.2:
                out += self.nest(inner, [*loops, var], inside, carried, arrays, 1)
            if r.random() < 0.5:
                out += self.statements(inner, list(inside), carried, arrays, 1)
            return out
        body: list[str] = []
        if r.random() < 0.8:
            name = self.fresh("g")
            if r.random() < 0.25:
                body.append(f"{inner}{name} = 0")
                body.append(f"{inner}if {var} % 2 == 0:")
                body.append(f"{inner}    {name} = x.get()")
            else:
                body.append(f"{inner}{name} = x.get()")
            inside.append(name)
        body += self.statements(inner, inside, carried, arrays, r.randint(1, 5))
        usable = [*inside, *carried]
        if r.random() < 0.3:
            body.append(f"{inner}if {self.condition(usable)}:")
            body.append(f"{inner}    y.put({self.expr(usable)})")
        else:
            body.append(f"{inner}y.put({self.expr(usable)})")
        return out + body

    def write(self) -> Case:
        r = self.rng
        self.schedule = []
        carried = {self.fresh("s"): self.dtype() for _ in range(r.randint(0, 2))}
        arrays = {
            self.fresh("b"): (self.dtype(), r.choice([2, 4, 8])) for _ in range(r.randint(0, 2))
        }
        body: list[str] = []
        head: list[str] = []
        for name, (dtype, size) in arrays.items():
            style = r.randrange(4)
            if style == 0:
                self.schedule.append(f's.partition("p.{name}")')
                head.append(f"    {name} = Array({dtype}, {size}, init={r.randint(0, 1)})")
                continue
            if style == 1:
                kind = r.choice(["cyclic", "block"])
                self.schedule.append(f's.partition("p.{name}", "{kind}", factor=2)')
            head.append(f"    {name} = Array({dtype}, {size})")
            var = self.fresh("z")
            body += [f"    for {var} in range({size}):", f"        {name}[{var}] = {var} * 3 - 1"]
        for name, dtype in carried.items():
            head.append(f"    {name} = {dtype}({r.randint(-3, 9)})")
        for _ in range(r.randint(1, 2)):
            body += self.nest("    ", [], ["n", "m"], carried, arrays, r.randint(1, 3))
        tx, ty = self.dtype(), self.dtype()
        used = sorted({f"{k}{w}" for k in "iu" for w in range(1, 41)})
        lines = [
            f"from hwpipe.hls import Array, Scalar, Stream, process, sat, {', '.join(used)}",
            "",
            "@process",
            f"def p(n: Scalar(u4, min=1, max=6), m: Scalar(u3, min=1, max=5), x: Stream({tx}), "
            f"y: Stream({ty})):",
            *head, *body, "",
            "def schedule(s):",
            f"    s.clock({r.choice([3, 5, 10, 20])})",
            f"    s.reduction('p', '{r.choice(['tree', 'chain', 'cascade'])}')",
            *(f"    {line}" for line in self.schedule),
        ]  # fmt: skip
        return Case(self.seed, "\n".join(lines) + "\n", dict(self.scalars))


def generate(seed: int) -> Case:
    """The random kernel of a seed."""
    kinds = {1: nested_source, 2: shaped_source, 3: formed_source, 5: shaped_source}
    if seed % 6 in kinds:
        rng = random.Random(seed)
        source = kinds[seed % 6](seed)
        return Case(seed, source, {"n": rng.randint(1, 6), "m": rng.randint(1, 5)})
    return _Writer(seed).write()


def random_items(rng: np.random.Generator, spec: Stream, count: int = 4000) -> list[Any]:
    """Items of a stream, corners of its type often."""
    flat = []
    raw = rng.integers(-(1 << 40), 1 << 40, count * spec.lanes)
    for value, corner in zip(raw, rng.random(count * spec.lanes), strict=True):
        ends = spec.dtype.lo if corner < 0.1 else spec.dtype.hi
        flat.append(ends if corner < 0.2 else spec.dtype(int(value)))
    if spec.lanes == 1:
        return flat
    return [flat[k : k + spec.lanes] for k in range(0, len(flat), spec.lanes)]


def values_for(kernel: Kernel, case: Case) -> dict[str, Any]:
    """Random inputs, exactly as many as the kernel reads."""
    rng = np.random.default_rng(case.seed)
    values: dict[str, Any] = dict(case.scalars)
    for name, spec in kernel.objects.items():
        if isinstance(spec, Mem):
            values[name] = random_array(rng, spec, 2000)
        elif (
            isinstance(spec, Stream) and len(kernel.users(name)) == 1 and not writers(kernel, name)
        ):
            values[name] = random_items(rng, spec)
    consumed: dict[str, int] = {}
    copies = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in values.items()}
    interpret(kernel, copies, consumed)
    for name, count in consumed.items():
        values[name] = values[name][:count]
    return values


def check(case: Case, work: Path) -> Outcome:
    """Compile, simulate and compare a case."""
    work.mkdir(parents=True, exist_ok=True)
    path = work / f"case{case.seed}.py"
    path.write_text(case.source, encoding="utf-8")
    kernel = load_kernel(path)
    try:
        values = values_for(kernel, case)
    except WorkError as error:
        return Outcome("refused", f"interpreter: {error}")
    try:
        result = build(kernel, work / f"case{case.seed}")
    except InputError as error:
        return Outcome("refused", str(error))
    iis = [p.ii for p in result.compiled.processes]
    try:
        got = run_icarus(
            result, values, work / f"case{case.seed}", seed=case.seed + 1,
            stall=[0.0, 0.3, 0.6][case.seed % 3],
        )  # fmt: skip
    except WorkError as error:
        return Outcome("mismatch", str(error), iis)
    wrong = compare(kernel, values, got)
    return Outcome("mismatch", wrong, iis) if wrong else Outcome("match", "", iis)
