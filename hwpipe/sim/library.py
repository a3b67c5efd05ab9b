"""The C functions of a compiled simulator, and the settings that they take."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError

__all__ = ["AxiSettings", "PortSettings", "PortUse", "Taken", "load_library", "stall_threshold"]


class AxiSettings(ctypes.Structure):
    """`AxiSettings` of `cpp/axi.hpp`."""

    _fields_ = (
        ("read_latency", ctypes.c_uint32),
        ("write_latency", ctypes.c_uint32),
        ("outstanding", ctypes.c_uint32),
        ("read_rate", ctypes.c_uint64),
        ("write_rate", ctypes.c_uint64),
        ("read_pool", ctypes.c_int32),
        ("write_pool", ctypes.c_int32),
        ("stall_ar", ctypes.c_uint32),
        ("stall_r", ctypes.c_uint32),
        ("stall_aw", ctypes.c_uint32),
        ("stall_w", ctypes.c_uint32),
        ("stall_b", ctypes.c_uint32),
    )


@dataclass(frozen=True)
class PortSettings:
    """How the memory behind one `m_axi` port behaves.

    Attributes:
        read_latency_cycles: from the cycle that takes an address to the first beat.
        write_latency_cycles: from the cycle that takes the last beat to the response.
        outstanding: bursts in flight, each way.
        read_bytes_per_cycle: 0 means the width of the port.
        write_bytes_per_cycle: the same for writes.
        read_pool: number that `Simulator.add_pool` returned; the ports of a pool share its rate.
        write_pool: the same for writes.
        stall: chance of every channel to pause in a cycle, 0 to below 1.
    """

    read_latency_cycles: int = 100
    write_latency_cycles: int = 100
    outstanding: int = 16
    read_bytes_per_cycle: float = 0.0
    write_bytes_per_cycle: float = 0.0
    read_pool: int | None = None
    write_pool: int | None = None
    stall: float = 0.0


@dataclass(frozen=True)
class PortUse:
    """What one port has transferred since the simulator was made."""

    read_bursts: int
    read_beats: int
    write_bursts: int
    write_beats: int
    write_bytes: int
    reads_in_flight: int
    writes_in_flight: int


@dataclass(frozen=True)
class Taken:
    """What a process did, in cycles of the simulator's clock.

    Attributes:
        opened_cycle: in which its first inputs were there; 0 if that did not happen.
        last_cycle: in which it ran last.
        read_cycles: in which it waited for inputs after it had opened.
        write_cycles: in which it waited for room only.
    """

    opened_cycle: int
    last_cycle: int
    read_cycles: int
    write_cycles: int


def stall_threshold(chance: float) -> int:
    """Return a probability as the 32-bit number that the bus models compare with."""
    if not 0.0 <= chance < 1.0:
        raise InputError(f"a stall probability of {chance:g}", limit="0 to below 1")
    return int(chance * 2**32)


_P, _U64, _U32, _INT = ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_int
_TEXT, _U8 = ctypes.c_char_p, ctypes.c_uint8
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "create": (_P, (_U64,)),
    "destroy": (None, (_P,)),
    "reset": (None, (_P, _U64)),
    "run": (_INT, (_P, _U64, _INT, _INT, _U64, _U64)),
    "run_change": (_INT, (_P, _INT, _U64, _U64)),
    "lite": (_INT, (_P, _INT, _U64, _U32, _U8, _U64)),
    "lite_data": (_U32, (_P,)),
    "lite_taken_cycle": (_U64, (_P,)),
    "lite_stall": (None, (_P, _U32)),
    "cycle": (_U64, (_P,)),
    "irq_cycle": (_U64, (_P,)),
    "irq": (_INT, (_P,)),
    "error": (_TEXT, (_P,)),
    "clear_error": (None, (_P,)),
    "printed": (_TEXT, (_P,)),
    "clear_printed": (None, (_P,)),
    "memory_write": (None, (_P, _U64, _P, _U64)),
    "memory_read": (None, (_P, _U64, _P, _U64)),
    "memory_allow": (None, (_P, _U64, _U64, _U64, _INT)),
    "memory_forget": (None, (_P,)),
    "axi_configure": (None, (_P, _INT, _P)),
    "axi_counters": (None, (_P, _INT, _P)),
    "pool_add": (_INT, (_P, _U64)),
    "stream_stall": (None, (_P, _INT, _U32)),
    "stream_push": (None, (_P, _INT, _P, _P, _U64)),
    "stream_waiting": (_U64, (_P, _INT)),
    "stream_pop": (None, (_P, _INT, _P, _P, _U64)),
    "watch_count": (_INT, (_P,)),
    "watch_name": (_TEXT, (_P, _INT)),
    "watch_bits": (_INT, (_P, _INT)),
    "watch_read": (None, (_P, _INT, _P)),
    "watch_write": (None, (_P, _INT, _P)),
    "tally_add": (_INT, (_P, _INT, _INT)),
    "tally_take": (None, (_P, _INT, _P)),
    "lenient": (None, (_P, _INT)),
    "count_add": (_INT, (_P, _INT)),
    "count_take": (_U64, (_P, _INT)),
    "trace_open": (_INT, (_P, _TEXT)),
    "trace_close": (None, (_P,)),
}


@cache
def load_library(path: Path) -> ctypes.CDLL:
    """Load the library of a simulator and declare its functions."""
    library = ctypes.CDLL(str(path))
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, f"hwp_{name}")
        function.restype = result
        function.argtypes = arguments
    return library
