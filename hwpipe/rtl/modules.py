"""Names, files and dependencies of the run-time modules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hwpipe.errors import InputError

__all__ = ["ACCELERATOR_MODULES", "MODULES", "module_files"]

MODULES: dict[str, tuple[str, ...]] = {
    "hwp_fifo": (),
    "hwp_skid": (),
    "hwp_round_robin": (),
    "hwp_axi_lite_ctrl": (),
    "hwp_axi_split": (),
    "hwp_axi_read": ("hwp_axi_split", "hwp_fifo"),
    "hwp_axi_write": ("hwp_axi_split", "hwp_fifo"),
    "hwp_axi_read_arbiter": ("hwp_fifo", "hwp_round_robin"),
    "hwp_axi_write_arbiter": ("hwp_fifo", "hwp_round_robin"),
}
"""Every module of a kernel's run time and the ones that it instantiates itself."""

ACCELERATOR_MODULES: dict[str, tuple[str, ...]] = {
    "hwp_axi_lite_status": (),
    "hwp_clock_gate": (),
    "hwp_guard_check": (),
    "hwp_guard_read": ("hwp_guard_check",),
    "hwp_guard_write": ("hwp_guard_check",),
    "hwp_list_fetch": (),
    "hwp_sequencer": (),
    "hwp_traffic_counters": (),
}
"""Modules that the accelerator's top level has besides."""

_ALL = MODULES | ACCELERATOR_MODULES


def module_files(names: Iterable[str] = tuple(MODULES)) -> tuple[Path, ...]:
    """Return the files of run-time modules and of all that they instantiate, sorted by name.

    Raises:
        InputError: there is no such module.
    """
    wanted: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in _ALL:
            raise InputError(
                f"there is no run-time module {name}", limit=f"one of {', '.join(_ALL)}"
            )
        if name not in wanted:
            wanted.add(name)
            todo += _ALL[name]
    return tuple(Path(__file__).with_name(f"{name}.sv") for name in sorted(wanted))
