"""Where a variable of the source is declared in C++: as far inside as its values allow.

Python's variables live as long as the function. A variable that every pass through a statement
list sets before it reads it can be declared inside that list; any other one is carried from
iteration to iteration and is declared at the top of the function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

__all__ = ["declarations", "loop_targets"]

Path = tuple[tuple[int, int], ...]


def loop_targets(tree: ast.FunctionDef) -> set[str]:
    """Names that a `for` statement sets."""
    return {
        n.target.id
        for n in ast.walk(tree)
        if isinstance(n, ast.For) and isinstance(n.target, ast.Name)
    }


def _lists(stmt: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse"):
        inner = getattr(stmt, name, None)
        if isinstance(inner, list):
            yield inner


def _own_names(stmt: ast.stmt) -> Iterator[ast.Name]:
    """Names in a statement, those of its inner statement lists left out."""
    inner = {id(s) for part in _lists(stmt) for s in part}
    stack: list[ast.AST] = [stmt]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            yield node
        stack.extend(c for c in ast.iter_child_nodes(node) if id(c) not in inner)


def _set_by(target: ast.expr) -> set[str]:
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return {p.id for p in parts if isinstance(p, ast.Name)}


def declarations(tree: ast.FunctionDef) -> dict[int, set[str]]:
    """Names to declare at an assignment, by the identity of the assignment statement.

    A name that appears nowhere in the result is declared at the top of the function.
    """
    uses: dict[str, list[Path]] = {}
    lists: dict[int, list[ast.stmt]] = {}

    def visit(stmts: list[ast.stmt], path: Path) -> None:
        lists[id(stmts)] = stmts
        for position, stmt in enumerate(stmts):
            here = (*path, (id(stmts), position))
            for name in _own_names(stmt):
                uses.setdefault(name.id, []).append(here)
            for inner in _lists(stmt):
                visit(inner, here)

    visit(tree.body, ())
    out: dict[int, set[str]] = {}
    for name, paths in uses.items():
        common = 0
        while all(len(p) > common and p[common][0] == paths[0][common][0] for p in paths):
            common += 1
            if len({p[common - 1][1] for p in paths}) > 1:
                break
        if common == 0:
            continue
        which = paths[0][common - 1][0]
        first = lists[which][min(p[common - 1][1] for p in paths)]
        if (
            isinstance(first, ast.Assign)
            and len(first.targets) == 1
            and name in _set_by(first.targets[0])
            and not any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(first.value))
        ):
            out.setdefault(id(first), set()).add(name)
    return out
