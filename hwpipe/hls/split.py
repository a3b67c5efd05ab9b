"""Loop splitting: `tile` and partial `unroll` as a rewrite of the syntax tree."""

from __future__ import annotations

import ast
import copy

from hwpipe.errors import InputError
from hwpipe.hls.directives import Schedule

__all__ = ["split_loops"]


class _Splitter(ast.NodeTransformer):
    def __init__(self, process: str, schedule: Schedule, path: str) -> None:
        self.process, self.schedule, self.path = process, schedule, path
        self.seen: set[str] = set()

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name):
            return node
        var = node.target.id
        name = f"{self.process}.{var}"
        self.seen.add(name)
        factor = self.schedule.unroll_factor.get(name, 0)
        unrolled = factor > 0
        factor = factor or self.schedule.tile_factor.get(name, 0)
        if factor <= 1:
            return node
        call = node.iter
        if not isinstance(call, ast.Call) or not 1 <= len(call.args) <= 2:
            raise InputError(
                f"loop {var} is split but its range is not range(n) or range(a, b)",
                where=f"{self.path}:{node.lineno}",
            )
        low: ast.expr = call.args[0] if len(call.args) == 2 else ast.Constant(0)
        high = call.args[-1]
        lo, hi = ast.unparse(low), ast.unparse(high)
        exact = self._multiple(low, high, factor)
        count = f"(({hi}) - ({lo}) + {factor - 1}) // {factor}"
        if factor & (factor - 1) and not exact:
            raise InputError(
                f"loop {var} of run-time length is split by {factor}",
                where=f"{self.path}:{node.lineno}", limit="powers of two",
            )  # fmt: skip
        text = (
            f"for {var}_o in range({count}):\n"
            f"    for {var}_i in range({factor}):\n"
            f"        {var} = ({lo}) + {var}_o * {factor} + {var}_i\n"
        )
        outer = ast.parse(text).body[0]
        for part in ast.walk(outer):
            if hasattr(part, "lineno"):
                part.lineno = node.lineno
        assert isinstance(outer, ast.For)
        inner = outer.body[0]
        assert isinstance(inner, ast.For)
        body = node.body
        if not exact:
            test = ast.parse(f"{var} < ({hi})", mode="eval").body
            guarded = ast.If(test=test, body=body, orelse=[])
            for part in ast.walk(test):
                if hasattr(part, "lineno"):
                    part.lineno = node.lineno
            ast.copy_location(guarded, node)
            body = [guarded]
        inner.body = [*inner.body, *body]
        if unrolled:
            self.schedule.unroll_factor[f"{self.process}.{var}_i"] = 0
        return outer

    def _multiple(self, low: ast.expr, high: ast.expr, factor: int) -> bool:
        try:
            span = eval(ast.unparse(high), self.constants) - eval(ast.unparse(low), self.constants)
        except (NameError, TypeError, AttributeError):
            return False
        return isinstance(span, int) and span % factor == 0

    constants: dict[str, int]


def split_loops(
    tree: ast.FunctionDef, process: str, schedule: Schedule, path: str,
    constants: dict[str, int] | None = None,
) -> ast.FunctionDef:  # fmt: skip
    """The process with its tiled and partly unrolled loops split in two.

    `for i in range(n)` split by 4 becomes `i_o`, `i_i` with `i = 4 * i_o + i_i`; where n is
    not known to be a multiple, the body runs under `if i < n`.

    Raises:
        InputError: for a loop that cannot be split.
    """
    splitter = _Splitter(process, schedule, path)
    splitter.constants = dict(constants or {})
    out = splitter.visit(copy.deepcopy(tree))
    assert isinstance(out, ast.FunctionDef)
    return out
