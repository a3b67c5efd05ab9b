"""Functions of the user by name: `file.py:function` and `module:function`."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hwpipe.errors import HwpipeError, InputError, WorkError

__all__ = ["call_maker", "load_function", "name_of"]


def load_function(reference: str | Callable[..., Any], what: str) -> Callable[..., Any]:
    """Import a function.

    Args:
        reference: `file.py:function`, `module:function`, or the function itself.
        what: for messages, as "--data".

    Raises:
        InputError: no such file, module or function, or importing it fails.
    """
    if not isinstance(reference, str):
        return reference
    place, _, name = reference.rpartition(":")
    where = f"{what} {reference}"
    if not place or not name:
        raise InputError("names no function", where=where, limit="file.py:function",
                         remedy="put the name of the function behind a colon")  # fmt: skip
    try:
        if place.endswith(".py"):
            path = Path(place).resolve()
            if not path.is_file():
                raise InputError("there is no such file", where=where)
            alias = f"hwpipe_user_{path.stem}"
            spec = importlib.util.spec_from_file_location(alias, path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[alias] = module
            sys.path.insert(0, str(path.parent))
            try:
                spec.loader.exec_module(module)
            finally:
                sys.path.remove(str(path.parent))
        else:
            module = importlib.import_module(place)
    except HwpipeError:
        raise
    except Exception as error:
        raise InputError(f"importing it fails: {type(error).__name__}: {error}",
                         where=where) from error  # fmt: skip
    function = getattr(module, name, None)
    if not callable(function):
        raise InputError(f"there is no function {name!r} in it", where=where)
    return function  # type: ignore[no-any-return]


def name_of(function: str | Callable[..., Any], what: str) -> str:
    """A reference by which another process finds a function.

    Raises:
        InputError: for a lambda, a local function or a method.
    """
    if isinstance(function, str):
        place, colon, name = function.rpartition(":")
        return f"{Path(place).resolve()}:{name}" if colon and place.endswith(".py") else function
    name = getattr(function, "__qualname__", "")
    if not name or "." in name or "<" in name:
        raise InputError(
            f"{name or function!r} cannot be found by other processes", where=what,
            limit="functions at the top level of a file", remedy="move it there",
        )  # fmt: skip
    path = inspect.getsourcefile(function)
    if path is None or not Path(path).is_file():
        raise InputError(f"the file of {name} is not known", where=what,
                         remedy="put the function into a file")  # fmt: skip
    return f"{Path(path).resolve()}:{name}"


def call_maker(function: Callable[..., Any], **offered: Any) -> Any:
    """Call a data function with those keywords that it takes.

    Raises:
        WorkError: if it fails.
    """
    parameters = inspect.signature(function).parameters
    every = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    chosen = {key: value for key, value in offered.items() if every or key in parameters}
    try:
        return function(**chosen)
    except HwpipeError:
        raise
    except Exception as error:
        raise WorkError(f"{type(error).__name__}: {error}",
                        where=f"data function {function.__name__}") from error  # fmt: skip
