"""What host and accelerator agree on: registers, error codes, and the command list in memory.

One IP with an AXI4-Lite slave reads a list of commands from DDR and runs it in one start. The
list begins with a header, a table of regions follows, then the commands. A command's pointers
name a region and an offset in it, so that only the table changes when buffers move:

    header, 128 bytes, little-endian
        0-3    "HWPL"
        4-7    version of the list, 2
        8-11   number of regions, at most 64
        12-15  number of commands, at most 2^24 - 1
        16-23  identity of the accelerator that the list was made for
        24-127 zero
    region table, 16 bytes a region, zeros up to the next multiple of 128
        0-7    byte address of the region, a multiple of 64, below 2^40
        8-11   bytes
        12-15  bit 0: it may be read, bit 1: it may be written
    commands, 128 bytes each (`hwpipe.accel.format`); pointers of 40 bits hold the region's
    index in the upper 8 and the byte offset in the lower 32
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hwpipe.errors import InputError

__all__ = [
    "COMMAND_BYTES", "DEFAULT_QUIET_CYCLES", "ERRORS", "LIST_ALIGN", "LIST_VERSION",
    "MAX_COMMANDS", "MAX_REGIONS", "REGION_ALIGN", "REGISTERS", "STATES", "VLNV", "WIDE",
    "CommandList", "Region", "decode_list", "encode_list", "error_text", "ident_of", "pointer",
    "relocate", "split_pointer",
]  # fmt: skip

VLNV = "hwpipe:kernel:accelerator:1.0"

#: Byte offsets of the registers; those of 64 bits are the low word, the high one follows.
#: CTRL to ISR are laid out as in `hwpipe.rtl.registers` (AP_START and so on).
REGISTERS: dict[str, int] = {
    "CTRL": 0x00, "GIE": 0x04, "IER": 0x08, "ISR": 0x0C,
    "LIST": 0x10, "QUIET": 0x1C, "LIMIT": 0x24,
    "IDENT": 0x40, "STATE": 0x48, "ERROR": 0x4C, "PROGRESS": 0x50, "TOTAL": 0x54,
    "CYCLES": 0x58, "DETAIL": 0x60,
    "READ_BEATS": 0x64, "WRITE_BEATS": 0x68, "READ_STALLS": 0x6C, "WRITE_STALLS": 0x70,
}  # fmt: skip
#: Registers of 64 bits.
WIDE = ("LIST", "IDENT", "CYCLES")
#: Registers that the host may write; LIST, QUIET and LIMIT only take effect as said below.
#:
#: - LIST: byte address of the list, a multiple of `LIST_ALIGN`; read at the start.
#: - QUIET: cycles without a beat on any port after which a command is stopped, 0: never.
#: - LIMIT: cycles after which a command is stopped, 0: never. Writing 1 stops a running list.
WRITABLE = ("CTRL", "GIE", "IER", "ISR", "LIST", "QUIET", "LIMIT")
#: QUIET that drivers set unless told otherwise.
DEFAULT_QUIET_CYCLES = 1 << 22

#: Values of STATE.
IDLE, RUNNING, FINISHED, STOPPED = 0, 1, 2, 3
STATES = {IDLE: "idle", RUNNING: "running", FINISHED: "finished", STOPPED: "stopped by an error"}

NO_ERROR, BAD_HEADER, BAD_OPERATION, BAD_COMMAND, BAD_REGION = 0, 1, 2, 3, 4
STRAY_ACCESS, TOO_QUIET, BUS_ERROR, LIST_UNREADABLE, TOO_LONG = 5, 6, 7, 8, 9
#: Values of ERROR.
ERRORS: dict[int, str] = {
    NO_ERROR: "no error",
    BAD_HEADER: "the list's header or region table is malformed, or made for another accelerator",
    BAD_OPERATION: "a command names an unknown operation",
    BAD_COMMAND: "a command is malformed: mark, version, reserved bits, or a scalar out of range",
    BAD_REGION: "a command's pointer names a region that the list does not have",
    STRAY_ACCESS: "a command reached outside of a pointer's region, or without its permission",
    TOO_QUIET: "a command made no progress for QUIET cycles",
    BUS_ERROR: "memory answered a command's access with an error",
    LIST_UNREADABLE: "memory answered the reading of the list with an error",
    TOO_LONG: "a command took more than LIMIT cycles, or was stopped by the host",
}

LIST_MAGIC, LIST_VERSION = b"HWPL", 2
HEADER_BYTES = COMMAND_BYTES = LIST_ALIGN = 128
MAX_REGIONS, MAX_COMMANDS = 64, (1 << 24) - 1
ADDRESS_BITS, REGION_ALIGN = 40, 64
_READ, _WRITE = 1, 2
_HEADER, _REGION = struct.Struct("<4sIIIQ"), struct.Struct("<QII")


@dataclass(frozen=True)
class Region:
    """Bytes of memory that commands may touch.

    Attributes:
        base: byte address, a multiple of `REGION_ALIGN`.
        size: bytes.
        readable: commands may read it.
        writable: commands may write it.
    """

    base: int
    size: int
    readable: bool = True
    writable: bool = False

    def check(self, where: str) -> None:
        """Refuse what the hardware would refuse.

        Raises:
            InputError: with `where` and the limit.
        """
        top = 1 << ADDRESS_BITS
        if self.base % REGION_ALIGN or not 0 <= self.base < top:
            raise InputError(
                f"region at {self.base:#x}", where=where,
                limit=f"multiples of {REGION_ALIGN} below 2^{ADDRESS_BITS}",
            )  # fmt: skip
        if not 0 <= self.size < 1 << 32 or self.base + self.size > top:
            raise InputError(
                f"region of {self.size:,} bytes at {self.base:#x}", where=where,
                limit=f"less than 4 GB, its end at most 2^{ADDRESS_BITS}",
            )  # fmt: skip


@dataclass(frozen=True)
class CommandList:
    """What a list in memory says."""

    regions: tuple[Region, ...]
    commands: tuple[bytes, ...]
    ident: int


def pointer(region: int, offset: int) -> int:
    """A command's pointer: index of a region and byte offset in it.

    Raises:
        InputError: the index or the offset does not fit.
    """
    if not 0 <= region < MAX_REGIONS or not 0 <= offset < 1 << 32:
        raise InputError(f"pointer to byte {offset:,} of region {region}",
                         limit=f"{MAX_REGIONS} regions of less than 4 GB")  # fmt: skip
    return region << 32 | offset


def split_pointer(value: int) -> tuple[int, int]:
    """(region, offset) of a pointer; the region may be one that no list can have."""
    return value >> 32 & 0xFF, value & 0xFFFFFFFF


def ident_of(config: Mapping[str, Any]) -> int:
    """The 64-bit identity of an accelerator: a hash of its configuration and of this format.

    Args:
        config: whatever tells accelerators apart, plain data that JSON can hold; the order of
            its keys does not matter.
    """
    plain = {"list": LIST_VERSION, "config": dict(config)}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little") or 1


def _table_bytes(regions: int) -> int:
    return -(-regions * _REGION.size // LIST_ALIGN) * LIST_ALIGN


def encode_list(regions: Sequence[Region], commands: Sequence[bytes], ident: int) -> bytes:
    """A list as it lies in memory, from an address that is a multiple of `LIST_ALIGN`.

    Args:
        regions: that the commands' pointers name by index.
        commands: of 128 bytes each.
        ident: of the accelerator.

    Raises:
        InputError: too many regions or commands, a region or command that is malformed.
    """
    for what, count, limit in (("regions", len(regions), MAX_REGIONS),
                               ("commands", len(commands), MAX_COMMANDS)):  # fmt: skip
        if count > limit:
            raise InputError(f"list of {count:,} {what}", limit=f"{limit:,}")
    for i, command in enumerate(commands):
        if len(command) != COMMAND_BYTES:
            raise InputError(f"command of {len(command)} bytes", where=f"command {i}",
                             limit=str(COMMAND_BYTES))  # fmt: skip
    head = _HEADER.pack(LIST_MAGIC, LIST_VERSION, len(regions), len(commands), ident)
    table = _encode_table(regions)
    return head.ljust(HEADER_BYTES, b"\0") + table + b"".join(commands)


def _encode_table(regions: Sequence[Region]) -> bytes:
    entries = []
    for i, region in enumerate(regions):
        region.check(f"region {i}")
        flags = _READ * region.readable | _WRITE * region.writable
        entries.append(_REGION.pack(region.base, region.size, flags))
    return b"".join(entries).ljust(_table_bytes(len(regions)), b"\0")


def decode_list(raw: bytes) -> CommandList:
    """Read a list; refuses what the hardware refuses with `BAD_HEADER`, except for the identity.

    Bytes behind the last command are ignored.

    Raises:
        InputError: it is cut off, or a field holds what no list may hold.
    """
    if len(raw) < HEADER_BYTES:
        raise InputError(f"list of {len(raw)} bytes", limit=f"{HEADER_BYTES} bytes of header")
    magic, version, regions, commands, ident = _HEADER.unpack_from(raw)
    if magic != LIST_MAGIC or any(raw[_HEADER.size : HEADER_BYTES]):
        raise InputError("no command list: its mark is missing, or reserved bytes are set")
    if version != LIST_VERSION:
        raise InputError(f"command list of version {version}", limit=str(LIST_VERSION))
    for what, count, limit in (("regions", regions, MAX_REGIONS),
                               ("commands", commands, MAX_COMMANDS)):  # fmt: skip
        if count > limit:
            raise InputError(f"list of {count:,} {what}", limit=f"{limit:,}")
    first = HEADER_BYTES + _table_bytes(regions)
    need = first + COMMAND_BYTES * commands
    if len(raw) < need:
        raise InputError(f"list of {len(raw):,} bytes", limit=f"its header says {need:,}")
    found = []
    for i in range(regions):
        base, size, flags = _REGION.unpack_from(raw, HEADER_BYTES + i * _REGION.size)
        if flags & ~(_READ | _WRITE):
            raise InputError(f"flags {flags:#x}", where=f"region {i}", limit="bits 0 and 1")
        region = Region(base, size, bool(flags & _READ), bool(flags & _WRITE))
        region.check(f"region {i}")
        found.append(region)
    cut = [raw[at : at + COMMAND_BYTES] for at in range(first, need, COMMAND_BYTES)]
    return CommandList(tuple(found), tuple(cut), ident)


def relocate(raw: bytes, bases: Sequence[int]) -> bytes:
    """The same list with its regions at other addresses.

    Args:
        raw: what `encode_list` made.
        bases: byte address of every region.

    Raises:
        InputError: another number of bases than regions, or a base that is malformed.
    """
    listed = decode_list(raw)
    if len(bases) != len(listed.regions):
        raise InputError(f"{len(bases)} bases", limit=f"the list has {len(listed.regions)} regions")
    moved = [
        Region(base, r.size, r.readable, r.writable)
        for base, r in zip(bases, listed.regions, strict=True)
    ]
    table = _encode_table(moved)
    return raw[:HEADER_BYTES] + table + raw[HEADER_BYTES + len(table) :]


def error_text(code: int, detail: int = 0, progress: int = 0) -> str:
    """One line for what ERROR, DETAIL and PROGRESS say.

    DETAIL holds the operation's code in bits 15..8 and, for a stray access or a bad region, the
    pointer's number in bits 7..0 (in the order in which the operation declares its pointers); for
    a malformed region table the region's index; 255 where there is none of these.
    """
    text = ERRORS.get(code, f"unknown error {code}")
    if code in {NO_ERROR, BAD_HEADER, LIST_UNREADABLE}:
        return text
    where = f"command {progress}"
    if detail >> 8:
        where += f", operation {detail >> 8 & 0xFF}"
    if code in {BAD_REGION, STRAY_ACCESS}:
        where += f", pointer {detail & 0xFF}"
    return f"{where}: {text}"
