"""A kernel file read: its processes as source trees, its arguments, its schedule.

The file is executed once, so that constants and the schedule function can be ordinary
Python; the processes themselves are taken from the syntax tree.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError
from hwpipe.hls.directives import Schedule
from hwpipe.hls.lang import Buffer, Mem, Scalar, Stream
from hwpipe.hls.user_code import check_names, check_recursion, user_code

__all__ = ["Kernel", "Process", "kernel_dir", "load_kernel"]

Argument = Scalar | Stream | Mem | Buffer


@dataclass(frozen=True)
class Process:
    """One process: its syntax tree, its function and its arguments in order."""

    name: str
    tree: ast.FunctionDef
    function: Callable[..., Any]
    arguments: dict[str, Argument]


@dataclass
class Kernel:
    """A kernel: processes, the objects that they name, constants and schedule.

    Attributes:
        name: module name of the emitted top.
        path: its source file.
        objects: every argument of every process by name.
        namespace: the executed file, for constants and helper functions.
    """

    name: str
    path: Path
    source: str
    processes: list[Process]
    objects: dict[str, Argument]
    namespace: dict[str, Any]
    params: dict[str, int] = field(default_factory=dict)

    def users(self, name: str) -> list[str]:
        """Processes that name an object, in program order."""
        return [p.name for p in self.processes if name in p.arguments]

    def schedule(self) -> Schedule:
        """A new schedule filled by the file's `schedule(s)`."""
        out = Schedule()
        function = self.namespace.get("schedule")
        if function is not None:
            with user_code(self.path):
                function(out)
        return out

    def corners(self) -> list[dict[str, int]] | None:
        """Scalars that belong together, from the file's `corners()`; None if it has none."""
        function = self.namespace.get("corners")
        return None if function is None else [dict(case) for case in function()]

    def of_kind(self, kind: str) -> list[str]:
        """Names of the objects of one kind, in order of appearance."""
        return [name for name, item in self.objects.items() if item.kind == kind]


def kernel_dir() -> Path:
    """Folder of the kernels that come with hwpipe: package data of a wheel, else the checkout."""
    here = Path(__file__).resolve().parent.parent
    packed = here / "_data" / "hls"
    return packed if packed.is_dir() else here.parent / "hls"


def _find(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if path.suffix == ".py":
        if path.is_file():
            return path
        raise InputError(f"kernel file {path} does not exist")
    candidate = kernel_dir() / f"{name_or_path}.py"
    if candidate.is_file():
        return candidate
    known = sorted(p.stem for p in kernel_dir().glob("*.py") if not p.stem.startswith("_"))
    raise InputError(
        f"no kernel named {str(name_or_path)!r}", limit=", ".join(known),
        remedy="give one of these names or the path of a kernel file",
    )  # fmt: skip


def _override(tree: ast.Module, params: Mapping[str, int], path: Path) -> None:
    """Give top-level constants (`PI = 8`) the values asked for."""
    seen = {}
    for stmt in tree.body:
        if isinstance(stmt, ast.Assign) and isinstance(stmt.targets[0], ast.Name):
            name = stmt.targets[0].id
            if name.isupper():
                seen[name] = stmt
    for name, value in params.items():
        if name not in seen:
            raise InputError(
                f"kernel has no parameter {name!r}", where=path.name,
                limit=", ".join(sorted(seen)) or "it has none",
            )  # fmt: skip
        seen[name].value = ast.copy_location(ast.Constant(value), seen[name].value)


def load_kernel(
    name_or_path: str | Path, params: Mapping[str, int] | None = None, *, source: str | None = None
) -> Kernel:
    """Read a kernel by name (`fir`) or path.

    Args:
        name_or_path: name of a kernel that comes with hwpipe, or a Python file.
        params: values for the file's upper-case constants.
        source: text to use in place of the file's (for generated kernels).

    Raises:
        InputError: no such kernel or parameter, or a file that is no kernel.
    """
    path = Path(name_or_path) if source is not None else _find(name_or_path)
    try:
        text = path.read_text(encoding="utf-8") if source is None else source
        tree = ast.parse(text, filename=str(path))
    except SyntaxError as error:
        raise InputError(f"{error.msg}", where=f"{path.name}:{error.lineno}") from error
    except (OSError, ValueError) as error:
        raise InputError(f"not a file of Python: {error}", where=path.name) from error
    _override(tree, params or {}, path)
    namespace: dict[str, Any] = {"__name__": f"hwpipe_kernel_{path.stem}", "__file__": str(path)}
    # optimize=0: `assert` states preconditions, which python -O must not drop.
    with user_code(path):
        exec(compile(tree, str(path), "exec", optimize=0), namespace)
    helpers = {
        s.name: s for s in tree.body if isinstance(s, ast.FunctionDef) and not s.decorator_list
    }
    namespace["__hls_helpers__"] = helpers
    objects: dict[str, Argument] = {}
    processes = _processes(tree, namespace, objects, path)
    lines = {a.arg: a.lineno for p in processes for a in p.tree.args.args}
    check_names(path.stem, path, lines)
    check_recursion(helpers, [p.tree for p in processes], path)
    return Kernel(path.stem, path, text, processes, objects, namespace, dict(params or {}))


def _processes(
    tree: ast.Module, namespace: dict[str, Any], objects: dict[str, Argument], path: Path
) -> list[Process]:
    """The processes of an executed file; their arguments are added to `objects`."""
    processes = []
    for stmt in tree.body:
        if not isinstance(stmt, ast.FunctionDef):
            continue
        function = namespace.get(stmt.name)
        if not getattr(function, "__hls_process__", False):
            continue
        arguments: dict[str, Argument] = {}
        for arg in stmt.args.args:
            arguments[arg.arg] = _argument(arg, function, namespace, objects, path)
        assert function is not None
        processes.append(Process(stmt.name, stmt, function, arguments))
    if not processes:
        raise InputError(
            "no process in the kernel file", where=path.name,
            remedy="mark a function with @process",
        )  # fmt: skip
    return processes


def _argument(
    arg: ast.arg, function: Any, namespace: dict[str, Any], objects: dict[str, Argument], path: Path
) -> Argument:
    where = f"{path.name}:{arg.lineno}"
    item = function.__annotations__.get(arg.arg)
    if isinstance(item, str):
        with user_code(path, arg.lineno):
            item = eval(item, namespace)
    if not isinstance(item, Scalar | Stream | Mem | Buffer):
        raise InputError(
            f"argument {arg.arg} has no type", where=where,
            remedy="annotate it with Scalar, Stream, Mem or Buffer",
        )  # fmt: skip
    known = objects.setdefault(arg.arg, item)
    same = known == item or (
        isinstance(known, Buffer)
        and isinstance(item, Buffer)
        and (known.dtype, known.shape) == (item.dtype, item.shape)
    )
    if not same:
        raise InputError(
            f"{arg.arg} is declared in two ways", where=where,
            remedy="give one name one type in every process",
        )  # fmt: skip
    return item
