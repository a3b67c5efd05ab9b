"""Which variables a process assigns, and which of them never outlive their scope."""

from __future__ import annotations

import ast
from typing import Any

__all__ = [
    "assigned_first",
    "assignments",
    "block_local",
    "local_everywhere",
    "scoped_once",
]


def assignments(tree: ast.FunctionDef) -> dict[str, list[Any]]:
    """Assignments (plain, annotated, augmented) to each name."""
    out: dict[str, list[Any]] = {}
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = list(node.targets)
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
            for part in parts:
                if isinstance(part, ast.Name):
                    out.setdefault(part.id, []).append(node)
    return out


def _reads(nodes: list[ast.stmt], name: str) -> int:
    return sum(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load)
        for stmt in nodes
        for n in ast.walk(stmt)
    )


def scoped_once(tree: ast.FunctionDef) -> dict[str, bool]:
    """Names assigned once and read only by later statements of the same statement list.

    Such a name never carries a value out of its statement list, so it needs no old value.
    The flag tells whether the list is the branch of an `if` (true) or the body of a loop or of
    the function (false).
    """
    counts = {name: len(stmts) for name, stmts in assignments(tree).items()}
    out: dict[str, bool] = {}

    def visit(stmts: list[ast.stmt], branch: bool) -> None:
        for position, stmt in enumerate(stmts):
            if isinstance(stmt, ast.Assign) and isinstance(stmt.targets[0], ast.Name):
                name = stmt.targets[0].id
                inside = _reads(stmts[position + 1 :], name)
                if counts[name] == 1 and inside == _reads([tree], name):
                    out[name] = branch
            if isinstance(stmt, ast.If):
                visit(stmt.body, True)
                visit(stmt.orelse, True)
            elif isinstance(stmt, ast.For):
                visit(stmt.body, False)

    visit(tree.body, False)
    return out


def _occurrences(nodes: list[ast.stmt], name: str) -> int:
    return sum(isinstance(n, ast.Name) and n.id == name for stmt in nodes for n in ast.walk(stmt))


def assigned_first(stmts: tuple[ast.stmt, ...]) -> set[str]:
    """Names that these statements assign before any of them reads them."""
    out: set[str] = set()
    seen: set[str] = set()

    def names(node: ast.AST, kind: type[ast.expr_context]) -> set[str]:
        return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, kind)}

    def visit(part: list[ast.stmt]) -> None:
        for stmt in part:
            if isinstance(stmt, ast.For):
                # Unrolled: its body runs in order, like any other statements.
                seen.update(names(stmt.iter, ast.Load))
                visit(stmt.body)
                continue
            loads = names(stmt, ast.Load)
            if isinstance(stmt, ast.AugAssign):
                loads |= names(stmt.target, ast.Store)
            if isinstance(stmt, ast.Assign):
                out.update(n for t in stmt.targets for n in names(t, ast.Store) - loads - seen)
            seen.update(loads | names(stmt, ast.Store))

    visit(list(stmts))
    return out


def block_local(tree: ast.FunctionDef, stmts: tuple[ast.stmt, ...]) -> set[str]:
    """Names that occur in these statements alone, and are assigned there before any read."""
    return {
        name
        for name in assigned_first(stmts)
        if _occurrences(list(stmts), name) == _occurrences([tree], name)
    }


def local_everywhere(tree: ast.FunctionDef, blocks: list[tuple[ast.stmt, ...]]) -> set[str]:
    """Names that every block in which they occur assigns first: one name, several variables."""
    firsts = [assigned_first(stmts) for stmts in blocks]
    return {
        name
        for name in set().union(*firsts)
        if _occurrences([tree], name)
        == sum(
            _occurrences(list(stmts), name)
            for stmts, first in zip(blocks, firsts, strict=True)
            if name in first
        )
    }
