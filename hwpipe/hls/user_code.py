"""Errors of a kernel file's own code, and names that hardware cannot have, as one line."""

from __future__ import annotations

import ast
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from hwpipe.errors import HwpipeError, InputError

__all__ = ["check_names", "check_recursion", "user_code"]

# Keywords of SystemVerilog (IEEE 1800-2017, annex B) that a Python file can be named.
_WORDS = """
    accept_on alias always always_comb always_ff always_latch assume automatic before begin bind
    bins binsof bit buf bufif0 bufif1 byte case casex casez cell chandle checker class clocking
    cmos config const constraint context cover covergroup coverpoint cross deassign default
    defparam design disable dist do edge end endcase endclass endfunction endgenerate endmodule
    endpackage endtask enum event eventually expect export extends extern final first_match
    force foreach forever fork forkjoin function generate genvar highz0 highz1 iff ifnone
    ignore_bins illegal_bins implements implies incdir include initial inout input inside
    instance int integer interconnect interface intersect join large let liblist library local
    localparam logic longint macromodule matches medium modport module nand negedge nettype new
    nexttime nmos nor noshowcancelled notif0 notif1 null output package packed parameter pmos
    posedge primitive priority program property pull0 pull1 pulldown pullup pure rand randc
    randcase randsequence rcmos real realtime ref reg reject_on release repeat restrict return
    rnmos rpmos rtran sequence shortint shortreal signed small soft solve specify specparam
    static string strong strong0 strong1 struct super supply0 supply1 table tagged task this
    throughout time timeprecision timeunit tran tri tri0 tri1 triand trior trireg type typedef
    union unique unique0 unsigned until untyped use uwire var vectored virtual void wait wand
    weak weak0 weak1 wildcard wire within wor xnor
"""
_KEYWORDS = frozenset(_WORDS.split())


@contextmanager
def user_code(path: Path, line: int = 0) -> Iterator[None]:
    """Run a kernel file's own code; what it raises becomes an `InputError` with its line.

    Args:
        path: the file.
        line: that holds the code, where its own frames do not say.

    Raises:
        InputError: whatever went wrong inside.
    """
    try:
        yield
    except Exception as error:
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == str(path)
        ]
        line = (lines[-1] if lines else 0) or line
        where = f"{path.name}:{line}" if line else path.name
        if isinstance(error, HwpipeError):
            if error.where:
                raise
            raise InputError(
                error.what, where=where, limit=error.limit, remedy=error.remedy
            ) from error
        raise InputError(f"{type(error).__name__}: {error}", where=where) from error


def check_names(name: str, path: Path, arguments: Mapping[str, int]) -> None:
    """Refuse names that cannot stand in SystemVerilog.

    Signals of an argument begin with its name, so any name will do that no other one becomes; the
    kernel's own is that of a module.

    Args:
        name: of the kernel.
        path: its file.
        arguments: names of arguments, with their lines.

    Raises:
        InputError: for the first of them.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        raise InputError(
            f"a kernel named {name!r}", where=path.name, limit="letters, digits and underscores",
            remedy="rename the file",
        )  # fmt: skip
    if name in _KEYWORDS or name.startswith("hwp_"):
        raise InputError(
            f"a kernel named {name!r}", where=path.name,
            limit="no keyword of SystemVerilog, nothing that begins with hwp_",
            remedy="rename the file",
        )  # fmt: skip
    known: dict[str, str] = {}
    for argument, line in arguments.items():
        other = known.setdefault(re.sub("_+", "_", argument).strip("_"), argument)
        if other != argument:
            raise InputError(
                f"the name {argument!r}", where=f"{path.name}:{line}",
                limit=f"too much like {other!r}", remedy="choose another",
            )  # fmt: skip


def check_recursion(
    helpers: Mapping[str, ast.FunctionDef], processes: Sequence[ast.FunctionDef], path: Path
) -> None:
    """Refuse helpers of processes that call themselves: hardware has no stack.

    Raises:
        InputError: for the first of them.
    """

    def called(tree: ast.FunctionDef) -> list[str]:
        names = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call)
                 and isinstance(n.func, ast.Name)}  # fmt: skip
        return sorted(names & set(helpers))

    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise InputError(
                f"helper {name} calls itself", where=f"{path.name}:{helpers[name].lineno}",
                remedy="write a loop of constant length",
            )  # fmt: skip
        if name not in done:
            for inner in called(helpers[name]):
                visit(inner, (*above, name))
            done.add(name)

    for tree in processes:
        for name in called(tree):
            visit(name, ())
