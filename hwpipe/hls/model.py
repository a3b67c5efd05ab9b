"""Cycles of a kernel by name: closed form to search with, exact to certify with.

Compiled kernels are kept, so that a search pays for compilation once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from hwpipe.hls.closed_form import closed_form_cycles
from hwpipe.hls.compiler import Compiled, compile_kernel
from hwpipe.hls.exact import ExactModel, MemoryTiming
from hwpipe.hls.kernel import Kernel, load_kernel
from hwpipe.hls.preconditions import check_scalars

__all__ = ["cycles", "exact_cycles"]


@lru_cache(maxsize=64)
def _compiled(name: str, params: tuple[tuple[str, int], ...]) -> Compiled:
    return compile_kernel(load_kernel(name, dict(params)))


@lru_cache(maxsize=16)
def _exact(name: str, params: tuple[tuple[str, int], ...]) -> ExactModel:
    return ExactModel(_compiled(name, params))


def _key(params: Mapping[str, int] | None) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((params or {}).items()))


def cycles(
    kernel: Kernel | Compiled | str | Path,
    scalars: Mapping[str, int],
    timing: MemoryTiming | None = None,
    params: Mapping[str, int] | None = None,
) -> float:
    """Cycles in closed form, from start to interrupt.

    Args:
        kernel: a name or path (compiled once for each set of parameters), or an object.
        scalars: run-time scalars.
        timing: of the board's memory.
        params: parameters of the kernel, with a name or path.

    Raises:
        InputError: scalars outside of what the kernel was built for.
    """
    if isinstance(kernel, Kernel):
        compiled = compile_kernel(kernel)
    else:
        compiled = kernel if isinstance(kernel, Compiled) else _compiled(str(kernel), _key(params))
    check_scalars(compiled, scalars)
    return closed_form_cycles(compiled, scalars, timing)


def exact_cycles(
    kernel: Kernel | Compiled | str | Path,
    scalars: Mapping[str, int],
    timing: MemoryTiming | None = None,
    params: Mapping[str, int] | None = None,
) -> int:
    """Cycles as the RTL takes them, by its control path alone; arguments as for `cycles`.

    Raises:
        InputError: scalars outside of what the kernel was built for.
        WorkError: without a C++ compiler or Verilator, or if the kernel does not finish.
    """
    if isinstance(kernel, Kernel):
        model = ExactModel(compile_kernel(kernel))
    elif isinstance(kernel, Compiled):
        model = ExactModel(kernel)
    else:
        model = _exact(str(kernel), _key(params))
    check_scalars(model.compiled, scalars)
    return model.cycles(scalars, timing)
