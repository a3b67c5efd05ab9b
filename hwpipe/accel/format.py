"""The command format: 128 bytes, versioned; assembler and disassembler of binary and text.

    bytes 0-3   "HWPC"
    byte  4     version
    byte  5     operation: 1 conv2d, 2 window, 3 elementwise
    bytes 6-7   zero
    bytes 8-127 fields of the operation one behind the other, lowest bit first: its pointers of
                40 bits each, then its scalars with the widths that the kernel declares, two's
                complement where signed. Bits behind the last field are zero.

`FIELDS` is the format: a version's widths never change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hwpipe.accel.command import OPS, POINTERS, Command
from hwpipe.errors import InputError

__all__ = [
    "COMMAND_BYTES", "MAGIC", "POINTER_BITS", "VERSION", "Field", "assemble", "decode",
    "disassemble", "encode", "fields",
]  # fmt: skip

COMMAND_BYTES, VERSION, POINTER_BITS = 128, 2, 40
MAGIC = b"HWPC"
_HEAD_BYTES = 8


@dataclass(frozen=True)
class Field:
    """A field of a command: its bits, and the smallest and largest value that the kernel takes."""

    name: str
    bits: int
    signed: bool
    low: int
    high: int

    @property
    def is_pointer(self) -> bool:
        """Whether it is an address."""
        return self.name.startswith("@")


@lru_cache(maxsize=8)
def fields(op: str) -> tuple[Field, ...]:
    """Fields of an operation in their order; pointers are called `@name`.

    Raises:
        InputError: unknown operation.
    """
    if op not in OPS:
        raise InputError(f"operation {op!r}", limit=", ".join(OPS))
    from hwpipe.hls.kernel import load_kernel
    from hwpipe.hls.lang import Scalar

    top = (1 << POINTER_BITS) - 1
    found = [Field(f"@{name}", POINTER_BITS, False, 0, top) for name in POINTERS[op]]
    for name, spec in load_kernel(op, {}).objects.items():
        if isinstance(spec, Scalar):
            found.append(Field(name, spec.dtype.width, spec.dtype.signed, spec.lo, spec.hi))
    total = sum(f.bits for f in found)
    assert total <= 8 * (COMMAND_BYTES - _HEAD_BYTES), f"{op} has {total} bits"
    return tuple(found)


def _values(command: Command) -> dict[str, int]:
    return {**{f"@{n}": v for n, v in command.pointers.items()}, **command.scalars}


def encode(command: Command) -> bytes:
    """A command as 128 bytes.

    Raises:
        InputError: a field is missing, unknown or does not fit its bits.
    """
    wanted, values = fields(command.op), _values(command)
    if {f.name for f in wanted} != set(values):
        odd = ", ".join(sorted({f.name for f in wanted} ^ set(values)))
        raise InputError(f"fields missing or unknown: {odd}", where=command.op)
    word = at = 0
    for f in wanted:
        value = int(values[f.name])
        least = -(1 << (f.bits - 1)) if f.signed else 0
        if not least <= value < least + (1 << f.bits):
            raise InputError(f"{f.name} = {value}", where=command.op, limit=f"{f.bits} bits")
        word |= (value & ((1 << f.bits) - 1)) << at
        at += f.bits
    head = MAGIC + bytes([VERSION, OPS.index(command.op) + 1, 0, 0])
    return head + word.to_bytes(COMMAND_BYTES - _HEAD_BYTES, "little")


def decode(raw: bytes) -> Command:
    """128 bytes as a command.

    Raises:
        InputError: another length, mark, version or operation, or bits set where none belong.
    """
    if len(raw) != COMMAND_BYTES:
        raise InputError(f"command of {len(raw)} bytes", limit=str(COMMAND_BYTES))
    if raw[:4] != MAGIC or raw[6:8] != b"\0\0":
        raise InputError("no command: its mark is missing")
    if raw[4] != VERSION:
        raise InputError(f"command of version {raw[4]}", limit=str(VERSION))
    if not 1 <= raw[5] <= len(OPS):
        raise InputError(f"operation code {raw[5]}", limit=f"1 to {len(OPS)}")
    op = OPS[raw[5] - 1]
    word = int.from_bytes(raw[_HEAD_BYTES:], "little")
    scalars, pointers = {}, {}
    for f in fields(op):
        value = word & ((1 << f.bits) - 1)
        word >>= f.bits
        if f.signed and value >> (f.bits - 1):
            value -= 1 << f.bits
        if f.is_pointer:
            pointers[f.name[1:]] = value
        else:
            scalars[f.name] = value
    if word:
        raise InputError("bits are set behind the last field", where=op)
    return Command(op, scalars, pointers)


def disassemble(commands: Sequence[Command]) -> str:
    """Commands as text: one a line, `op name=value ...`, addresses in hexadecimal."""
    lines = [f".version {VERSION}"]
    for command in commands:
        values = _values(command)
        parts = [
            f"{f.name}={values[f.name]:#x}" if f.is_pointer else f"{f.name}={values[f.name]}"
            for f in fields(command.op)
        ]
        lines.append(" ".join([command.op, *parts]))
    return "\n".join(lines) + "\n"


def assemble(text: str) -> list[Command]:
    """Read what `disassemble` writes; `#` begins a comment.

    Raises:
        InputError: with the line, for anything else.
    """
    found: list[Command] = []
    version = None
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        where = f"line {number}"
        if words[0] == ".version":
            version = words[1] if len(words) == 2 else ""
            if version != str(VERSION):
                raise InputError(f"version {version!r}", where=where, limit=str(VERSION))
            continue
        if version is None:
            raise InputError("no .version in front of the first command", where=where)
        found.append(_line(words, where))
    return found


def _line(words: list[str], where: str) -> Command:
    """One line of text as a command."""
    known = {f.name for f in fields(words[0])}
    values: dict[str, int] = {}
    for word in words[1:]:
        name, _, number = word.partition("=")
        if name not in known or name in values:
            raise InputError(f"{words[0]} has no field {name!r}, or it is given twice", where=where)
        try:
            values[name] = int(number, 0)
        except ValueError:
            raise InputError(f"{name} = {number!r}", where=where, limit="a whole number") from None
    command = Command(
        words[0], {n: v for n, v in values.items() if n[0] != "@"},
        {n[1:]: v for n, v in values.items() if n[0] == "@"},
    )  # fmt: skip
    encode(command)
    return command
