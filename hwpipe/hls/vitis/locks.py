"""Scopes of buffers: what lies between acquire and release holds a lock of Vitis HLS."""

from __future__ import annotations

import ast
from collections.abc import Callable

from hwpipe.hls.vitis.cpp import identifier
from hwpipe.hls.vitis.helpers import Helpers
from hwpipe.hls.vitis.place import Place, subscripts

__all__ = ["Locks", "block_type", "buffer_verb"]


def block_type(name: str) -> str:
    """C++ type of one half of a buffer."""
    return identifier(f"{name}_block_t")


def buffer_verb(stmt: ast.stmt) -> tuple[str, str] | None:
    """Name and verb of `name.acquire()` or `name.release()`."""
    if isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call):
        func = stmt.value.func
        if (
            isinstance(func, ast.Attribute)
            and func.attr in {"acquire", "release"}
            and isinstance(func.value, ast.Name)
        ):
            return func.value.id, func.attr
    return None


def _written(tree: ast.FunctionDef, name: str) -> bool:
    return any(
        isinstance(n, ast.Subscript)
        and isinstance(n.ctx, ast.Store)
        and isinstance(n.value, ast.Name)
        and n.value.id == name
        for n in ast.walk(tree)
    )


class Locks(Helpers):
    """Opens and closes the scopes."""

    def without_lock(self, name: str) -> Callable[[list[str]], str]:
        """Access to a buffer outside of its scope: an error."""

        def access(_: list[str]) -> str:
            raise self.error(
                self.at, f"buffer {name} is used where it is not acquired", "acquire it first"
            )

        return access

    def acquire(self, name: str, place: Place, stmt: ast.stmt, stmts: list[ast.stmt]) -> None:
        """Open the scope of a buffer."""
        if not any(self.has_pipeline(s) for s in stmts):
            raise self.error(
                stmt, f"buffer {name} is acquired inside the pipelined loop",
                "acquire it outside the innermost loop",
            )  # fmt: skip
        side = "write" if _written(self.tree, name) else "read"
        lock = self.out.fresh(f"{name}_half")
        self.out.add(f"{{{self.source(stmt)} acquire")
        self.out.depth += 1
        self.out.add(f"hls::{side}_lock<{block_type(name)}> {lock}({place.name});")
        place.access = lambda at: subscripts(lock, at)

    def release(self, name: str, stmt: ast.stmt, open_locks: list[str]) -> None:
        """Close the scope of a buffer."""
        if name not in open_locks:
            raise self.error(
                stmt, f"buffer {name} is released in another loop or branch than it is acquired",
                "acquire and release it in one statement list: Vitis HLS ties a lock to a scope",
            )  # fmt: skip
        # Neighbouring releases may come in any order: the scopes end together.
        if open_locks[-1] != name:
            later = open_locks[open_locks.index(name) + 1 :]
            if not self._released_next(stmt, later):
                raise self.error(
                    stmt, f"buffer {name} is released before {later[-1]}, acquired after it",
                    "release buffers in the reverse order: Vitis HLS ties a lock to a scope",
                )  # fmt: skip
        open_locks.remove(name)
        place = self.scope[name]
        assert isinstance(place, Place)
        place.access = self.without_lock(name)
        self.out.depth -= 1
        self.out.add(f"}}{self.source(stmt)} release")

    def _released_next(self, stmt: ast.stmt, names: list[str]) -> bool:
        """Whether the statements right after this one release all these buffers."""
        for node in ast.walk(self.tree):
            for part in (getattr(node, "body", None), getattr(node, "orelse", None)):
                if isinstance(part, list) and stmt in part:
                    following = part[part.index(stmt) + 1 :][: len(names)]
                    verbs = [buffer_verb(s) for s in following]
                    return {v[0] for v in verbs if v and v[1] == "release"} == set(names)
        return False
