"""What a driver must check before it starts a kernel.

The same conditions stand as assertions in the RTL; here they are evaluated for given scalars,
so that a layer outside of what the schedule relies on is refused before it runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hwpipe.errors import InputError
from hwpipe.hls.bursts import ADDRESS_BITS, levels_of
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.cone import reachable
from hwpipe.hls.counting import Counter
from hwpipe.hls.front import issue_pure
from hwpipe.hls.ir import Node
from hwpipe.hls.lang import Mem, Scalar
from hwpipe.hls.process_ir import ProcessIR

__all__ = ["check_scalars", "preconditions"]


def preconditions(compiled: Compiled) -> list[str]:
    """Every precondition as `file:line: text`."""
    found = [
        f"{p.ir.path}:{check.line}: {check.text}"
        for p in compiled.processes
        for check in p.ir.checks
    ]
    return list(dict.fromkeys(found))


def _scalars_of(ir: ProcessIR, condition: Node) -> set[str]:
    """Scalars that a condition depends on, also as bounds of the loops that it looks at."""
    cone = reachable([condition])
    loops = [ir.levels[n.attr].trip for n in cone if n.op in {"iv", "step"}]
    return {n.attr for n in [*cone, *reachable(loops)] if n.op == "scalar"}


def check_scalars(compiled: Compiled, scalars: Mapping[str, int]) -> None:
    """Refuse scalars (and pointers, where given) that the kernel was not built for.

    Raises:
        InputError: outside the declared range, an empty loop, or a misaligned address.
    """
    kernel = compiled.kernel
    env: dict[str, int] = {}
    for name, item in kernel.objects.items():
        if isinstance(item, Scalar):
            if name not in scalars:
                raise InputError(f"no value for {name}", where=kernel.path.name)
            value = int(scalars[name])
            if not item.lo <= value <= item.hi:
                raise InputError(
                    f"{name} = {value}", where=kernel.path.name, limit=f"{item.lo} to {item.hi}",
                    remedy="split the layer, or build the kernel with a larger maximum",
                )  # fmt: skip
            env[name] = value
        elif isinstance(item, Mem):
            env[name] = int(scalars.get(name, 0))
            if not 0 <= env[name] < 1 << ADDRESS_BITS:
                raise InputError(
                    f"{name} at {env[name]:#x}", where=kernel.path.name,
                    limit=f"addresses of {ADDRESS_BITS} bits",
                )  # fmt: skip
    for process in compiled.processes:
        graph = process.ir.graph
        for check in process.ir.checks:
            if not (issue_pure(check.guard) and issue_pure(check.condition)):
                continue
            broken = graph.logic("band", check.guard, graph.lnot(check.condition))
            if broken.const == 0:
                continue
            # What an empty loop holds makes no iterations: count in the loops that decide alone.
            depth = max(levels_of(broken, {}), default=-1) + 1
            deciding = replace(process.ir, levels=process.ir.levels[:depth])
            if Counter(deciding, env).count(broken):
                named = _scalars_of(process.ir, broken)
                given = ", ".join(f"{k} = {v}" for k, v in env.items() if k in named)
                raise InputError(
                    f"precondition broken with {given}", where=f"{process.ir.path}:{check.line}",
                    limit=check.text,
                )  # fmt: skip
