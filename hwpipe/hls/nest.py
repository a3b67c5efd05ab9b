"""From a process's statements to one perfect loop nest.

Statements around an inner loop are sunk into it under "first iteration" or "last iteration"
predicates. Loops that follow each other in one body become one loop over phases, so that a
process always is a single pipelined nest whose levels may have different bounds in each
phase. Both need every loop to run at least once.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from hwpipe.errors import InputError
from hwpipe.hls.directives import Schedule

__all__ = ["Block", "Choice", "Guard", "Level", "Nest", "build_nest"]


@dataclass(frozen=True)
class Guard:
    """One condition on the loop state: `first`, `last` or `phase` (equal to `value`)."""

    kind: str
    level: int
    value: int = 0


@dataclass(frozen=True)
class Choice:
    """One source loop at a level, taken where its guards hold."""

    guards: tuple[Guard, ...]
    var: str
    lo: ast.expr | None
    hi: ast.expr
    step: int
    line: int


@dataclass
class Level:
    """One level of the nest: where none of its choices holds it runs once."""

    name: str
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """Statements that run where all guards hold, with the loop variables in scope."""

    guards: tuple[Guard, ...]
    stmts: tuple[ast.stmt, ...]
    scope: tuple[tuple[int, Choice], ...]


@dataclass
class Nest:
    """Levels outermost first, and blocks in program order of one iteration."""

    levels: list[Level]
    blocks: list[Block]


def loop_range(node: ast.For, where: str) -> tuple[ast.expr | None, ast.expr, int]:
    """Bounds and constant step of `for v in range(...)`."""
    call = node.iter
    if not (
        isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range"
    ):
        raise InputError(
            "loop over something else than range(...)", where=f"{where}:{node.lineno}",
            remedy="write for i in range(n)",
        )  # fmt: skip
    if not isinstance(node.target, ast.Name) or node.orelse:
        raise InputError(
            "loop with several targets or an else", where=f"{where}:{node.lineno}",
            remedy="use one variable",
        )  # fmt: skip
    args = call.args
    step = 1
    if len(args) == 3:
        try:
            step = ast.literal_eval(args[2])
        except ValueError:
            step = 0
        if not isinstance(step, int) or step < 1:
            raise InputError(
                f"step {ast.unparse(args[2])} of a pipelined loop",
                where=f"{where}:{node.lineno}", limit="a positive constant",
            )  # fmt: skip
    return (None if len(args) == 1 else args[0]), args[0 if len(args) == 1 else 1], step


class _Builder:
    def __init__(self, process: str, schedule: Schedule, where: str) -> None:
        self.process, self.schedule, self.where = process, schedule, where
        self.levels: list[Level] = []
        self.blocks: list[Block] = []

    def unrolled(self, node: ast.For) -> bool:
        name = f"{self.process}.{ast.unparse(node.target)}"
        return self.schedule.unroll_factor.get(name, -1) == 0

    def has_loop(self, node: ast.stmt) -> bool:
        return any(isinstance(n, ast.For) and not self.unrolled(n) for n in ast.walk(node))

    def level(self, depth: int) -> Level:
        while len(self.levels) <= depth:
            self.levels.append(Level(f"l{len(self.levels)}"))
        return self.levels[depth]

    def build(
        self, stmts: list[ast.stmt], depth: int, guards: tuple[Guard, ...],
        scope: tuple[tuple[int, Choice], ...],
    ) -> list[tuple[int, Block]]:  # fmt: skip
        """Blocks of a loop body, each with the depth of its own loop."""
        loops = []
        for stmt in stmts:
            if isinstance(stmt, ast.For) and not self.unrolled(stmt):
                loops.append(stmt)
            elif self.has_loop(stmt):
                inner = next(
                    n for n in ast.walk(stmt) if isinstance(n, ast.For) and not self.unrolled(n)
                )
                raise InputError(
                    f"loop {ast.unparse(inner.target)} inside an if or an unrolled loop",
                    where=f"{self.where}:{inner.lineno}",
                    remedy="unroll it too, or put the condition inside it",
                )
        if not loops:
            return [(depth, Block(guards, tuple(stmts), scope))] if stmts else []
        inner_depth = depth
        if len(loops) > 1:
            inner_depth = depth + 1
            count = ast.Constant(len(loops))
            self.level(depth).choices.append(
                Choice(guards, f"phase{depth}", None, count, 1, loops[0].lineno)
            )
        out: list[tuple[int, Block]] = []
        run: list[ast.stmt] = []
        index = -1
        for position, stmt in enumerate(stmts):
            if stmt not in loops:
                run.append(stmt)
                continue
            index += 1
            here = (*guards, Guard("phase", depth, index)) if len(loops) > 1 else guards
            if run:
                out.append((depth, Block((*here, Guard("first", inner_depth)), tuple(run), scope)))
                run = []
            lo, hi, step = loop_range(stmt, self.where)
            var = ast.unparse(stmt.target)
            choice = Choice(here, var, lo, hi, step, stmt.lineno)
            self.level(inner_depth).choices.append(choice)
            out += self.build(stmt.body, inner_depth + 1, here, (*scope, (inner_depth, choice)))
            rest = stmts[position + 1 :]
            if rest and not any(s in loops for s in rest):
                out.append((depth, Block((*here, Guard("last", inner_depth)), tuple(rest), scope)))
                break
        return out


def build_nest(process: str, stmts: list[ast.stmt], schedule: Schedule, where: str) -> Nest:
    """One perfect nest for a process's statements.

    Guards `first` and `last` at level d mean: every level from d inwards is at its first
    (last) iteration.

    Raises:
        InputError: if a loop stands where it cannot be flattened.
    """
    builder = _Builder(process, schedule, where)
    blocks = builder.build(stmts, 0, (), ())
    for level in builder.levels:
        level.name = "_".join(dict.fromkeys(choice.var for choice in level.choices))
    return Nest(builder.levels, [block for _, block in blocks])
