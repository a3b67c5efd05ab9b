"""The kernel's registers as a `.hwh` lists them, from the constants of hardware and driver."""

from __future__ import annotations

from hwpipe.fpga.interface import REGISTERS, WIDE, WRITABLE
from hwpipe.overlay.hwh_modules import Register

__all__ = ["kernel_registers"]

_FIELDS = {
    "CTRL": (("AP_START", 0, 1), ("AP_DONE", 1, 1), ("AP_IDLE", 2, 1), ("AP_READY", 3, 1),
             ("AUTO_RESTART", 7, 1), ("INTERRUPT", 9, 1)),
    "GIE": (("ENABLE", 0, 1),),
    "IER": (("DONE", 0, 1), ("READY", 1, 1)),
    "ISR": (("DONE", 0, 1), ("READY", 1, 1)),
}  # fmt: skip
_TEXTS = {
    "CTRL": "control signals",
    "GIE": "global interrupt enable",
    "IER": "interrupt enable",
    "ISR": "interrupt status",
    "LIST": "address of the command list",
    "QUIET": "cycles without progress that stop a command, 0: never",
    "LIMIT": "cycles that stop a command, 0: never",
    "IDENT": "hash of configuration and list format",
    "STATE": "0 idle, 1 running, 2 finished, 3 stopped by an error",
    "ERROR": "why the list stopped",
    "PROGRESS": "commands finished since the start",
    "TOTAL": "commands of the list",
    "CYCLES": "clock cycles since the start",
    "DETAIL": "what the error concerns",
}


def kernel_registers() -> list[Register]:
    """Every register by rising offset; those of 64 bits as two words."""
    rows = []
    for name, offset in REGISTERS.items():
        access = "read-write" if name in WRITABLE else "read-only"
        text = _TEXTS.get(name, f"counter {name.lower().replace('_', ' ')}")
        rows.append(Register(name, offset, access, text, _FIELDS.get(name, ())))
        if name in WIDE:
            rows.append(Register(f"{name}_HIGH", offset + 4, access, f"{text}, high word"))
    return sorted(rows, key=lambda row: row.offset)
