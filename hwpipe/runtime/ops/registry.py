"""The operator table: one torch function for an ONNX operator and a range of its versions.

A function is called `fn(node, *inputs)`. `node` is the decoded `OpNode`; absent optional
inputs are None (trailing ones are left out). Inputs named in `host` arrive as Python numbers
or nested lists instead of tensors: shapes, axes, scales, which torch wants on the host. The
result is one tensor, or a tuple with one entry per output that the operator defines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from hwpipe.errors import InputError
from hwpipe.runtime.piece import OpNode

__all__ = ["NEWEST_OPSET", "Operator", "lookup", "op", "supported"]

#: Newest opset whose operator versions this table was checked against.
NEWEST_OPSET = 27

_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Operator:
    """An entry: the function, the first version it covers, the inputs it wants on the host."""

    function: Callable[..., Any]
    since: int
    host: frozenset[int]


_TABLE: dict[tuple[str, str], list[Operator]] = {}


def op(
    *names: str, since: int = 1, host: tuple[int, ...] = (), domain: str = ""
) -> Callable[[_Function], _Function]:
    """Register a function for operators `names` from version `since` to the next entry.

    Args:
        names: ONNX operator types.
        since: first `since_version` covered; a later entry of the same name ends the range.
        host: positions of inputs that the function takes as Python values.
        domain: "" for the standard operators.
    """

    def register(function: _Function) -> _Function:
        for name in names:
            entries = _TABLE.setdefault((domain, name), [])
            entries.append(Operator(function, since, frozenset(host)))
            entries.sort(key=lambda entry: entry.since)
        return function

    return register


def lookup(node: OpNode) -> Operator:
    """The entry for a node.

    Raises:
        InputError: if the operator, or this version of it, is not in the table.
    """
    entries = _TABLE.get((node.domain, node.op))
    if not entries:
        raise InputError(
            f"operator {node.op!r} of domain {node.domain or 'ai.onnx'!r}, version "
            f"{node.version}, is not in the table of operators that stages can run",
            where=node.where,
            remedy="export the model with standard operators, or give that node to a stage "
            "outside the run",
        )
    position = bisect_right([entry.since for entry in entries], node.version)
    if position == 0 or (not node.domain and node.version > NEWEST_OPSET):
        raise InputError(
            f"version {node.version} of operator {node.op!r} cannot be run",
            where=node.where,
            limit=f"versions {entries[0].since} to those of opset {NEWEST_OPSET}",
            remedy="convert the model with onnx.version_converter",
        )
    return entries[position - 1]


def supported() -> dict[tuple[str, str], tuple[int, ...]]:
    """First versions covered by each entry, by (domain, operator)."""
    return {key: tuple(e.since for e in entries) for key, entries in sorted(_TABLE.items())}
