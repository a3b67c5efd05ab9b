"""Loops with their pragmas: unrolled ones, and nests whose innermost loop is a pipeline."""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from hwpipe.hls.directives import Schedule
from hwpipe.hls.kernel import Kernel, Process
from hwpipe.hls.vitis.calls import Calls
from hwpipe.hls.vitis.cpp import (
    Cx,
    fits_int,
    fits_long,
    literal,
    unwrapped,
)
from hwpipe.hls.vitis.record import record

__all__ = ["Loops"]


class Loops(Calls):
    """Translates `for` statements under the schedule's directives."""

    def __init__(self, kernel: Kernel, process: Process, schedule: Schedule, ii: int) -> None:
        super().__init__(kernel, process, record(kernel, process, schedule))
        self.schedule, self.ii = schedule, ii
        self.prefix = f"{process.name}."
        self.inlining: list[str] = []

    @abstractmethod
    def statements(self, stmts: list[ast.stmt]) -> None:
        """A statement list."""

    def source(self, at: ast.AST) -> str:
        """Comment that names the source line."""
        return f"  // {self.kernel.path.name}:{getattr(at, 'lineno', 0)}"

    def is_unrolled(self, stmt: ast.For) -> bool:
        """Whether the schedule unrolls a loop; loops of helper functions always are."""
        if self.inlining:
            return True
        return self.schedule.unroll_factor.get(self.prefix + ast.unparse(stmt.target), -1) == 0

    def has_pipeline(self, stmt: ast.stmt) -> bool:
        """Whether a statement is or holds a loop that is not unrolled."""
        return any(isinstance(n, ast.For) and not self.is_unrolled(n) for n in ast.walk(stmt))

    def loop(self, stmt: ast.For) -> None:
        """A `for` statement."""
        assert isinstance(stmt.target, ast.Name)
        name = stmt.target.id
        saved = self.scope.get(name)
        if self.is_unrolled(stmt):
            with self.unrolled(name, stmt.iter, stmt):
                self.statements(stmt.body)
        else:
            self._pipelined(stmt, name)
        if saved is None:
            self.scope.pop(name, None)
        else:
            self.scope[name] = saved

    def _bounds(self, call: ast.Call) -> tuple[ast.expr | None, ast.expr, int]:
        args = call.args
        step = 1
        if len(args) == 3:
            fact = self.fact(args[2])
            step = int(ast.literal_eval(args[2])) if fact is None else fact.lo
        return (None if len(args) == 1 else args[0]), args[0 if len(args) == 1 else 1], step

    @contextmanager
    def unrolled(self, var: str, over: ast.expr, stmt: ast.stmt | None = None) -> Iterator[str]:
        """An unrolled loop; gives the C++ name of its counter."""
        note = self.source(stmt) if stmt is not None else ""
        if isinstance(over, ast.Call):
            lo, hi, step = self._bounds(over)
            seen = self.fact(over)
            low = literal(0) if lo is None else self.counting(lo)
            high = self.counting(hi)
            c = self.out.fresh(var)
            range_of = (low.lo, high.hi) if seen is None or seen.other else (seen.lo, seen.hi)
            sign = "<" if step > 0 else ">"
            move = f"++{c}" if step == 1 else f"--{c}" if step == -1 else f"{c} += {step}"
            self.out.add(f"for (int {c} = {low.text}; {c} {sign} {high.text}; {move}) {{{note}")
            self.scope[var] = Cx(c, *range_of, "int")
            counter = c
        else:
            items = self.expr(over)
            counter = self.out.fresh(f"{var}_at")
            self.out.add(
                f"for (int {counter} = 0; {counter} < {items.shape[0]}; ++{counter}) {{{note}"
            )
            value = Cx(f"{items.text}[{counter}]", items.lo, items.hi, "ap", items.shape[1:])
            self.scope[var] = value
        self.out.add("#pragma HLS unroll")
        self.out.depth += 1
        yield counter
        self.out.depth -= 1
        self.out.add("}")

    def _pipelined(self, stmt: ast.For, name: str) -> None:
        assert isinstance(stmt.iter, ast.Call)
        lo, hi, step = self._bounds(stmt.iter)
        low = literal(0) if lo is None else self.counting(lo)
        high = self.counting(hi)
        top = high.hi + step - 1
        if not fits_long(low.lo, top):
            raise self.error(
                stmt, f"loop {name} counts to {top}", "declare a smaller maximum of its bound"
            )
        native = fits_int(low.lo, low.hi, high.lo, top)
        kind, shown = ("int", "int") if native else ("long long", "long")
        if high.compound:
            # Python evaluates a bound once.
            bound = self.out.fresh(f"{name}_end")
            self.out.add(f"const {kind} {bound} = {unwrapped(high.text)};")
            high = Cx(bound, high.lo, high.hi, shown)
        c = self.out.fresh(name)
        fixed = low.const is not None and high.const is not None
        label = self.out.fresh(f"loop_{name}")
        move = f"++{c}" if step == 1 else f"{c} += {step}"
        head = f"for ({kind} {c} = {low.text}; {c} < {high.text}; {move})"
        self.out.add(f"{label}: {head} {{{self.source(stmt)}")
        innermost = not any(self.has_pipeline(s) for s in stmt.body)
        if innermost:
            self.out.add(f"#pragma HLS pipeline II={self.ii}")
        if not fixed:
            least = max(1, -(-(high.lo - low.hi) // step))
            most = max(least, -(-(high.hi - low.lo) // step))
            self.out.add(f"#pragma HLS loop_tripcount min={least} max={most}")
        self.scope[name] = Cx(c, low.lo, max(low.lo, high.hi - 1), shown)
        self.out.depth += 1
        self.statements(stmt.body)
        self.out.depth -= 1
        self.out.add("}")
