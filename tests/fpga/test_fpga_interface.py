"""The command list in memory and the register map."""

from __future__ import annotations

import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.fpga import interface
from hwpipe.fpga.interface import (
    REGISTERS,
    CommandList,
    Region,
    decode_list,
    encode_list,
    error_text,
    ident_of,
    pointer,
    relocate,
    split_pointer,
)

_REGIONS = st.builds(
    Region, st.integers(0, (1 << 33) - 1).map(lambda v: 64 * v), st.integers(0, (1 << 32) - 1),
    st.booleans(), st.booleans(),
)  # fmt: skip
_COMMANDS = st.lists(st.binary(min_size=128, max_size=128), max_size=5)


@given(st.lists(_REGIONS, max_size=64), _COMMANDS, st.integers(0, (1 << 64) - 1))
def test_a_list_reads_back(regions: list[Region], commands: list[bytes], ident: int) -> None:
    raw = encode_list(regions, commands, ident)
    assert len(raw) % 128 == 0
    assert decode_list(raw) == CommandList(tuple(regions), tuple(commands), ident)


def test_the_bytes_are_where_the_page_says() -> None:
    raw = encode_list([Region(0x1_2345_6780, 0x99, True, True)], [b"\x11" * 128], 0xA1B2)
    assert raw[:24] == b"HWPL" + struct.pack("<IIIQ", 2, 1, 1, 0xA1B2)
    assert raw[128:144] == struct.pack("<QII", 0x1_2345_6780, 0x99, 3)
    assert raw[144:256] == bytes(112)
    assert raw[256:] == b"\x11" * 128


def test_relocation_changes_bases_alone() -> None:
    regions = [Region(64 * i, 1000 + i, i % 2 == 0, i % 3 == 0) for i in range(9)]
    raw = encode_list(regions, [bytes([7]) * 128], 5)
    moved = decode_list(relocate(raw, [4096 * i for i in range(9)]))
    assert [r.base for r in moved.regions] == [4096 * i for i in range(9)]
    assert [(r.size, r.readable, r.writable) for r in moved.regions] == [
        (r.size, r.readable, r.writable) for r in regions
    ]
    assert moved.commands == (bytes([7]) * 128,)
    assert moved.ident == 5
    assert relocate(raw, [r.base for r in regions]) == raw
    with pytest.raises(InputError, match=re.escape("the list has 9 regions")):
        relocate(raw, [0])


@pytest.mark.parametrize(
    ("at", "value", "text"),
    [
        (0, b"X", "its mark is missing"),
        (4, b"\x03", "command list of version 3"),
        (8, b"\x41", "list of 65 regions"),
        (12, b"\0\0\0\x01", "list of 16,777,216 commands"),
        (12, b"\x02", "its header says"),
        (100, b"\x01", "reserved bytes are set"),
        (128, b"\x01", "region at 0x1"),
        (133, b"\x01", "below 2^40"),
        (140, b"\x04", "flags 0x4"),
    ],
)
def test_malformed_lists(at: int, value: bytes, text: str) -> None:
    raw = bytearray(encode_list([Region(0, 64)], [bytes(128)], 1))
    raw[at : at + len(value)] = value
    with pytest.raises(InputError, match=re.escape(text)):
        decode_list(bytes(raw))


def test_what_cannot_be_encoded() -> None:
    with pytest.raises(InputError, match="65 regions"):
        encode_list([Region(0, 1)] * 65, [], 0)
    with pytest.raises(InputError, match="command of 3 bytes"):
        encode_list([], [b"abc"], 0)
    with pytest.raises(InputError, match=re.escape("its end at most 2^40")):
        encode_list([Region((1 << 40) - 64, 65)], [], 0)
    with pytest.raises(InputError, match="header"):
        decode_list(b"HWPL")


@given(st.integers(0, 63), st.integers(0, (1 << 32) - 1))
def test_pointers(region: int, offset: int) -> None:
    value = pointer(region, offset)
    assert value >> 40 == 0
    assert split_pointer(value) == (region, offset)


def test_pointers_that_do_not_fit() -> None:
    for region, offset in ((64, 0), (0, 1 << 32), (-1, 0)):
        with pytest.raises(InputError, match="64 regions"):
            pointer(region, offset)


def test_identity_depends_on_every_value_and_on_no_order() -> None:
    one = ident_of({"pi": 16, "ports": [8, 8]})
    assert one == ident_of({"ports": [8, 8], "pi": 16})
    assert len({one, ident_of({"pi": 8, "ports": [8, 8]}), ident_of({"pi": 16, "ports": [8]})}) == 3
    assert 0 < one < 1 << 64


def test_registers_do_not_overlap() -> None:
    words = []
    for name, offset in REGISTERS.items():
        assert offset % 4 == 0
        words += [offset, offset + 4] if name in interface.WIDE else [offset]
    assert len(words) == len(set(words))
    assert max(words) < 0x80


def test_error_text() -> None:
    assert error_text(5, 0x0203, 7) == (
        "command 7, operation 2, pointer 3: "
        "a command reached outside of a pointer's region, or without its permission"
    )
    assert error_text(1).startswith("the list's header")
    assert error_text(99) == "command 0: unknown error 99"
