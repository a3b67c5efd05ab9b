"""What the validator found wrong with a cluster file, as one line for a person."""

from __future__ import annotations

from typing import Any, cast

from hwpipe.cluster.catalogue import close_names
from hwpipe.cluster.schema import MAX_DEVICES, known_keys
from hwpipe.errors import InputError

__all__ = ["explain", "key_path", "show"]

_TYPE_NAMES = {
    "string_type": "no string",
    "bool_type": "neither true nor false",
    "int_type": "no whole number",
    "list_type": "no array of tables",
    "dict_type": "no table",
}


def show(value: object) -> str:
    """`value` in at most about 60 characters, however long or deep it is."""
    from reprlib import Repr

    short = Repr()
    short.maxstring = short.maxother = short.maxlong = 60
    return short.repr(value)


def key_path(loc: tuple[str | int, ...]) -> str:
    """`("device", 2, "memory")` as `device[2].memory`."""
    text = ""
    for step in loc:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def explain(errors: list[dict[str, Any]], source: str) -> InputError:
    """The first of pydantic's findings as an `InputError`; unknown keys come before the rest.

    A misspelt key is also a missing one, and its name says more.
    """
    error = min(errors, key=lambda found: found["type"] != "extra_forbidden")
    loc = cast("tuple[str | int, ...]", error["loc"])
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    where = f"{source}, {key_path(loc)}" if loc else source
    if kind == "extra_forbidden":
        key = str(loc[-1])
        where = f"{source}, {key_path(loc[:-1])}" if loc[:-1] else source
        return InputError(
            f"unknown key {show(key)}", where=where, remedy=close_names(key, known_keys(loc[:-1]))
        )
    if kind == "missing":
        where = f"{source}, {key_path(loc[:-1])}" if loc[:-1] else source
        remedy = "add a [[device]] block" if loc == ("device",) else f"add {loc[-1]} = ..."
        return InputError(f"lacks the key {loc[-1]!r}", where=where, remedy=remedy)
    if kind == "figure":
        return InputError(
            context["problem"],
            where=where,
            limit=context["limit"],
            remedy=f"write for example {loc[-1]} = {context['example']}",
        )
    if kind == "literal_error":
        known = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return InputError(f"unknown value {show(value)}", where=where, limit=", ".join(known))
    if kind == "string_pattern_mismatch":
        return InputError(
            f"{show(value)} is no name",
            where=where,
            limit="a letter, then up to 63 letters, digits, '.', '_' or '-'",
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        return InputError(
            f"{show(value)} is out of range", where=where, limit=f"1 to {MAX_DEVICES:,}"
        )
    if kind == "too_short":
        return InputError("no device", where=where, remedy="add a [[device]] block")
    if kind in _TYPE_NAMES:
        return InputError(
            f"{show(value)} is {_TYPE_NAMES[kind]}",
            where=where,
            remedy=f"write [[{loc[-1]}]]" if kind == "list_type" else None,
        )
    return InputError(f"{show(value)}: {error['msg']}", where=where)
