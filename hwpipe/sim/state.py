"""Words for the state of a kernel that hangs: what each process does and waits for.

Emitted process modules carry these signals, which `PROCESS_SIGNALS` selects for a simulator:
`running`, `wait_get_S`, `wait_put_S` and `wait_half_B` (the next iteration needs an item of
stream S, room in it, or a half of buffer B), and a loop counter `count_L_D` for loop L at depth D.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["PROCESS_SIGNALS", "describe_state"]

PROCESS_SIGNALS = ("running", "wait_*", "count_*")
"""Patterns for the `watch` of `compiled.build`."""

_WAITS = {
    "get": "waits for stream {}",
    "put": "waits for room in stream {}",
    "half": "waits for buffer {}",
}


def _process(signals: Mapping[str, int]) -> str:
    words = ["running" if signals.get("running") else "idle"]
    others = []
    for name, value in signals.items():
        wait = re.fullmatch(r"wait_(get|put|half)_(\w+)", name)
        count = re.fullmatch(r"count_(\w+)_\d+", name)
        if wait:
            words += [_WAITS[wait[1]].format(wait[2])] * bool(value)
        elif count:
            others.append(f"{count[1]} = {value}")
        elif name != "running":
            others.append(f"{name} = {value:#x}")
    return ", ".join([*words, *others])


def describe_state(state: Mapping[str, int]) -> str:
    """Return one phrase for each process, then all other signals by name.

    Args:
        state: values by path below the top module, as `Simulator.state` gives them.
    """
    processes: dict[str, dict[str, int]] = {}
    others = []
    for path, value in state.items():
        instance, _, signal = path.rpartition(".")
        if f"{instance}.running" in state and instance:
            processes.setdefault(instance, {})[signal] = value
        else:
            others.append(f"{path}={value:#x}")
    phrases = [
        f"{instance.removeprefix('u_process_')}: {_process(signals)}"
        for instance, signals in processes.items()
    ]
    return "; ".join([*phrases, *([", ".join(others)] if others else [])])
