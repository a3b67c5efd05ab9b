"""Loop interchange: `reorder` as a rewrite of the syntax tree, where it is provably allowed.

Allowed are perfectly nested loops whose bounds do not depend on each other and whose body does
not care about order: it touches no stream and no buffer hand-over, carries no variable, and every
array that it writes is either written at an index that names all the loops in dimensions of
their own (so no element is written twice) and not read, or only accumulated into
(`a[i] = T(a[i] + ...)`: wrapping addition commutes).
"""

from __future__ import annotations

import ast
import copy

from hwpipe.errors import InputError
from hwpipe.hls.directives import Schedule
from hwpipe.hls.variables import assignments, block_local

__all__ = ["reorder_loops"]


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _accumulates(stmt: ast.Assign, target: ast.Subscript) -> bool:
    """Whether a store only adds to the element that it replaces."""
    where = ast.unparse(target)
    value: ast.expr = stmt.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and len(value.args) == 1:
        value = value.args[0]
    if not (isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add)):
        return False
    base = ast.unparse(target.value)
    for one, other in ((value.left, value.right), (value.right, value.left)):
        if ast.unparse(one) == where and base not in _names(other):
            return True
    return False


def _why_not(tree: ast.FunctionDef, body: list[ast.stmt], loops: set[str]) -> str | None:
    """Reason why a body cares about the order of its loops."""
    local = block_local(tree, tuple(body))
    carried = {name for stmt in body for name in assignments_of(stmt)} - local
    if carried:
        return f"{', '.join(sorted(carried))} is carried from iteration to iteration"
    for stmt in body:
        for node in ast.walk(stmt):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                return f"{ast.unparse(node)} happens in the order of the loops"
    for stmt in body:
        for node in ast.walk(stmt):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Subscript):
                continue
            target = node.targets[0]
            if _accumulates(node, target):
                continue
            parts = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
            plain = {p.id for p in parts if isinstance(p, ast.Name)}
            array = ast.unparse(target.value)
            reads = [
                n for s in body for n in ast.walk(s)
                if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Load)
                and ast.unparse(n.value) == array
            ]  # fmt: skip
            if not loops <= plain or reads:
                return f"{ast.unparse(target)} may be written in several iterations"
    return None


def assignments_of(stmt: ast.stmt) -> set[str]:
    """Variables that a statement assigns."""
    holder = ast.parse("def f():\n    pass").body[0]
    assert isinstance(holder, ast.FunctionDef)
    holder.body = [stmt]
    return set(assignments(holder))


def _chain(loop: ast.For) -> list[ast.For]:
    """A loop and the loops perfectly nested in it."""
    out = [loop]
    while len(out[-1].body) == 1 and isinstance(out[-1].body[0], ast.For):
        out.append(out[-1].body[0])
    return out


def reorder_loops(
    tree: ast.FunctionDef, process: str, schedule: Schedule, path: str
) -> ast.FunctionDef:
    """The process with the loops named by `reorder` in their new order.

    Raises:
        InputError: if the loops are not perfectly nested or the body cares about their order.
    """
    wanted = schedule.reorders.get(process)
    if not wanted:
        return tree
    out = copy.deepcopy(tree)
    for node in ast.walk(out):
        if not isinstance(node, ast.For) or ast.unparse(node.target) not in wanted:
            continue
        chain = _chain(node)[: len(wanted)]
        names = [ast.unparse(loop.target) for loop in chain]
        where = f"{path}:{node.lineno}"
        if set(names) != set(wanted):
            raise InputError(
                f"loops {', '.join(wanted)} are not perfectly nested", where=where,
                remedy="move the statements between them inside",
            )  # fmt: skip
        if any(_names(loop.iter) & set(names) for loop in chain):
            raise InputError(
                f"bounds of {', '.join(names)} depend on each other", where=where,
                remedy="leave these loops in their order",
            )  # fmt: skip
        reason = _why_not(out, chain[-1].body, set(names))
        if reason:
            raise InputError(
                f"reorder of {', '.join(names)} would change the result: {reason}", where=where,
                remedy="leave these loops in their order",
            )  # fmt: skip
        by_name = {ast.unparse(loop.target): (loop.target, loop.iter) for loop in chain}
        for loop, name in zip(chain, wanted, strict=True):
            loop.target, loop.iter = by_name[name]
        return out
    raise InputError(
        f"reorder names {', '.join(wanted)}, which are no loops of {process}", where=path
    )
