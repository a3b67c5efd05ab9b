"""Command lists in numpy: what the accelerator does with its memory, bit for bit, and fast.

`execute_list` reads a list as the hardware does, from memory and with the same error codes, and
runs its commands one after the other from their scalars alone. It is the logic of the board twin
and the reference of the sequencer. Where a command fails, the hardware has written parts of its
output; here it has written nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy.typing as npt

from hwpipe.accel.check import agreements, spans
from hwpipe.accel.command import OPS, POINTERS, Command
from hwpipe.accel.format import VERSION as COMMAND_VERSION
from hwpipe.accel.format import Field, fields
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.fpga import interface
from hwpipe.fpga.interface import (
    BAD_COMMAND,
    BAD_HEADER,
    BAD_OPERATION,
    BAD_REGION,
    BUS_ERROR,
    COMMAND_BYTES,
    LIST_UNREADABLE,
    NO_ERROR,
    STRAY_ACCESS,
    TOO_LONG,
    TOO_QUIET,
    CommandList,
    Region,
    split_pointer,
)

__all__ = ["Memory", "Outcome", "execute_command", "execute_list"]

Array = npt.NDArray[Any]
#: Low byte of DETAIL where no pointer and no region is to blame.
_NOWHERE = 255


class Memory:
    """Physical memory: one run of bytes.

    Args:
        base: address of the first byte.
        data: uint8.
    """

    def __init__(self, base: int, data: Array) -> None:
        self.base, self.data = base, data

    def view(self, address: int, size: int) -> Array | None:
        """Bytes from an address on, None where some of them do not exist."""
        at = address - self.base
        if at < 0 or at + size > self.data.size:
            return None
        return self.data[at : at + size]


@dataclass(frozen=True)
class Outcome:
    """How a list ended.

    Attributes:
        error: of `interface.ERRORS`, 0 for none.
        progress: commands that finished.
        total: commands of the list, 0 where its header was refused.
        detail: as `interface.error_text` explains.
    """

    error: int
    progress: int
    total: int
    detail: int = 0


class _Refused(Exception):  # noqa: N818 (an error code, not an error of the program)
    """A command that ends its list."""

    def __init__(self, code: int, detail: int = _NOWHERE) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


@lru_cache(maxsize=64)
def _limits(op: str, config: ConvConfig) -> tuple[Field, ...]:
    """Fields of an operation with the ranges of this configuration's kernel."""
    from hwpipe.hls.kernel import load_kernel
    from hwpipe.hls.lang import Scalar

    params = config.params if op == "conv2d" else {"LANES": config.pi, "PORT": config.port_bytes}
    objects = load_kernel(op, params).objects
    found = []
    for f in fields(op):
        spec = objects.get(f.name)
        low, high = (spec.lo, spec.hi) if isinstance(spec, Scalar) else (f.low, f.high)
        found.append(Field(f.name, f.bits, f.signed, low, high))
    return tuple(found)


def _decoded(raw: bytes, config: ConvConfig) -> Command:
    """A command, checked as the hardware checks it."""
    code = raw[5]
    if raw[:4] != b"HWPC" or raw[4] != COMMAND_VERSION or raw[6:8] != b"\0\0":
        raise _Refused(BAD_COMMAND)
    if not 1 <= code <= len(OPS):
        raise _Refused(BAD_OPERATION)
    op, word = OPS[code - 1], int.from_bytes(raw[8:], "little")
    scalars, pointers = {}, {}
    for f in _limits(op, config):
        value = word & ((1 << f.bits) - 1)
        word >>= f.bits
        if f.is_pointer:
            pointers[f.name[1:]] = value
            continue
        if f.signed and value >> (f.bits - 1):
            value -= 1 << f.bits
        if not f.low <= value <= f.high:
            raise _Refused(BAD_COMMAND)
        scalars[f.name] = value
    if word:
        raise _Refused(BAD_COMMAND)
    return Command(op, scalars, pointers)


def _regions_of(command: Command, regions: tuple[Region, ...]) -> dict[str, tuple[Region, int]]:
    """Region and offset of every pointer."""
    found = {}
    for i, (name, value) in enumerate(command.pointers.items()):
        index, offset = split_pointer(value)
        if index >= len(regions):
            raise _Refused(BAD_REGION, i)
        found[name] = (regions[index], offset)
    return found


def execute_command(
    command: Command, regions: tuple[Region, ...], memory: Memory, config: ConvConfig
) -> None:
    """Run one command on memory.

    Args:
        command: its pointers are (region << 32) | offset.
        regions: of the list.
        memory: that the regions lie in.
        config: of the kernels.

    Raises:
        InputError: as `interface.error_text` says it; memory is unchanged.
    """
    try:
        _execute(command, regions, memory, config)
    except _Refused as refused:
        raise InputError(
            interface.error_text(refused.code, refused.detail), where=command.op
        ) from None


def _execute(
    command: Command, regions: tuple[Region, ...], memory: Memory, config: ConvConfig
) -> None:
    code, port = OPS.index(command.op) + 1, config.port_bytes
    places = _regions_of(command, regions)
    order = list(POINTERS[command.op])
    if not all(holds for _, holds in agreements(command, config)):
        # Processes that hand each other unequal amounts wait for ever.
        raise _Refused(TOO_QUIET, code << 8 | _NOWHERE)
    views: dict[str, Array] = {}
    for name, size in spans(command, config).items():
        region, offset = places[name]
        allowed = region.writable if POINTERS[command.op][name] else region.readable
        if offset % port or offset + size > region.size or not allowed:
            raise _Refused(STRAY_ACCESS, code << 8 | order.index(name))
        view = memory.view(region.base + offset, size)
        if view is None:
            raise _Refused(BUS_ERROR, code << 8 | _NOWHERE)
        views[name] = view
    _kernel(command.op)(command.scalars, views, config)


@lru_cache(maxsize=8)
def _kernel(op: str) -> Callable[[Mapping[str, int], Mapping[str, Array], ConvConfig], None]:
    from hwpipe.accel.execute_conv import run_conv2d
    from hwpipe.accel.execute_elementwise import run_elementwise
    from hwpipe.accel.execute_window import run_window

    return {"conv2d": run_conv2d, "window": run_window, "elementwise": run_elementwise}[op]


def _read_list(memory: Memory, address: int, ident: int) -> CommandList | Outcome:
    """The list in memory, or how the hardware refuses it."""
    head = memory.view(address, interface.HEADER_BYTES)
    if address % interface.LIST_ALIGN or address >> interface.ADDRESS_BITS:
        return Outcome(BAD_HEADER, 0, 0, _NOWHERE)
    if head is None:
        return Outcome(LIST_UNREADABLE, 0, 0, _NOWHERE)
    regions = int.from_bytes(head[8:12].tobytes(), "little")
    commands = int.from_bytes(head[12:16].tobytes(), "little")
    size = interface.HEADER_BYTES
    if regions <= interface.MAX_REGIONS and commands <= interface.MAX_COMMANDS:
        table = -(-16 * regions // interface.LIST_ALIGN) * interface.LIST_ALIGN
        size += table + COMMAND_BYTES * commands
    raw = memory.view(address, size)
    if raw is None:
        return Outcome(LIST_UNREADABLE, 0, 0, _NOWHERE)
    try:
        listed = interface.decode_list(raw.tobytes())
    except InputError as error:
        where = (error.where or "").removeprefix("region ")
        return Outcome(BAD_HEADER, 0, 0, int(where) if where.isdigit() else _NOWHERE)
    return listed if listed.ident == ident else Outcome(BAD_HEADER, 0, 0, _NOWHERE)


def execute_list(
    memory: Memory,
    address: int,
    ident: int,
    config: ConvConfig,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Run the list at an address.

    Args:
        memory: that holds the list and its regions.
        address: of the list.
        ident: of the accelerator.
        config: of its kernels.
        progress: told how many commands of how many have finished.
        stopped: asked before every command whether to stop.
    """
    listed = _read_list(memory, address, ident)
    if isinstance(listed, Outcome):
        return listed
    total = len(listed.commands)
    progress(0, total)
    for i, raw in enumerate(listed.commands):
        try:
            if stopped():
                raise _Refused(TOO_LONG, raw[5] << 8 | _NOWHERE)
            _execute(_decoded(raw, config), listed.regions, memory, config)
        except _Refused as refused:
            return Outcome(refused.code, i, total, refused.detail)
        progress(i + 1, total)
    return Outcome(NO_ERROR, total, total)
