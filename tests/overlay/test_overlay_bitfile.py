"""`.bit` headers, twin payloads and what must never be taken for a bitstream."""

import hashlib
import struct

import pytest

from hwpipe.errors import InputError
from hwpipe.overlay.bitfile import (
    SYNC_WORD,
    check_device,
    read_bit,
    swap_words,
    twin_bit,
    twin_claim,
)


def _real(data=SYNC_WORD + bytes(60)):
    """A file as Vivado writes it, byte by byte, independent of the writer under test."""
    raw = b"\x00\x09\x0f\xf0\x0f\xf0\x0f\xf0\x0f\xf0\x00\x00\x01"
    for letter, text in (
        (b"a", b"top;UserID=0XFFFFFFFF;Version=2025.2"),
        (b"b", b"7z020clg400"),
        (b"c", b"2026/01/02"),
        (b"d", b"03:04:05"),
    ):
        raw += letter + struct.pack(">H", len(text) + 1) + text + b"\0"
    return raw + b"e" + struct.pack(">I", len(data)) + data


def test_a_file_of_vivado_is_parsed():
    bit = read_bit(_real(bytes(32) + SYNC_WORD))
    assert (bit.design.split(";")[0], bit.part) == ("top", "7z020clg400")
    assert (bit.date, bit.time) == ("2026/01/02", "03:04:05")
    assert bit.is_real
    assert not bit.is_twin
    assert bit.data == bytes(32) + SYNC_WORD


def test_a_twins_file_states_its_name_and_the_digest_of_its_claims():
    raw = twin_bit("hwpipe_kv260_twin", "xck26-sfvc784-2LV-c", b"claims")
    bit = read_bit(raw)
    assert bit.is_twin
    assert not bit.is_real
    assert twin_claim(bit.data) == ("hwpipe_kv260_twin", hashlib.sha256(b"claims").digest())
    assert bit.data.startswith(b"HWPIPE-TWIN:hwpipe_kv260_twin\0")
    assert len(bit.data) % 4 == 0
    assert twin_claim(swap_words(bit.data), swapped=True) == twin_claim(bit.data)


@pytest.mark.parametrize("name", [f"n{k}" for k in range(40)])
def test_no_twins_file_holds_a_sync_word_at_any_alignment(name):
    data = read_bit(twin_bit(name, "7z020clg400", name.encode())).data
    assert SYNC_WORD not in data
    assert SYNC_WORD not in swap_words(data)


def test_word_swap_is_that_of_pynq():
    assert swap_words(bytes(range(8))) == bytes([3, 2, 1, 0, 7, 6, 5, 4])
    with pytest.raises(InputError, match="6 bytes of configuration"):
        swap_words(bytes(6))


@pytest.mark.parametrize("cut", [0, 1, 12, 14, 30, 60, 90, 100, 130])
def test_a_file_that_ends_early_is_refused(cut):
    with pytest.raises(InputError, match=r"is no \.bit file"):
        read_bit(_real()[:cut], "x.bit")


def test_a_length_that_is_not_the_rest_of_the_file_is_refused():
    with pytest.raises(InputError, match="field e promises 64 bytes, 65 follow"):
        read_bit(_real() + b"\0")
    with pytest.raises(InputError, match="3 bytes of configuration are no whole words"):
        read_bit(_real(b"abc"))


def test_real_configuration_is_not_taken_for_a_twin():
    with pytest.raises(InputError, match="is not the file of a twin"):
        twin_claim(read_bit(_real()).data)


@pytest.mark.parametrize("change", [
    lambda d: d[:-4], lambda d: d + bytes(4), lambda d: d.replace(b"\0", b"x", 1),
    lambda d: b"HWPIPE-TWIM:" + d[12:], lambda d: swap_words(d), lambda d: b"",
])  # fmt: skip
def test_a_twins_file_with_any_other_shape_is_refused(change):
    data = read_bit(twin_bit("abc", "7z020clg400", b"claims")).data
    with pytest.raises(InputError, match="is not the file of a twin"):
        twin_claim(change(data))


@pytest.mark.parametrize("name", ["", "x" * 201, "a\nb", "ä"])
def test_names_that_do_not_fit_a_header_are_refused(name):
    with pytest.raises(InputError, match="overlay name"):
        twin_bit(name, "7z020clg400", b"")


def test_a_twins_file_is_not_loaded_on_hardware(tmp_path, monkeypatch):
    raw = twin_bit("abc", "7z020clg400", b"claims")
    check_device(raw, "hwpipe-twin-kv260")
    check_device(_real(), "KV260")
    with pytest.raises(InputError, match=r"is a twin's file, .* and KV260 is no twin"):
        check_device(raw, "KV260")
    from hwpipe.overlay import open_board

    class Board:
        name = "KV260"

    monkeypatch.setattr(open_board, "_connect", lambda address: Board())
    (tmp_path / "x.bit").write_bytes(raw)
    (tmp_path / "x.hwh").write_text("")
    with pytest.raises(InputError, match="make -C boards/BOARD"):
        open_board.open_board(tmp_path / "x.bit", "127.0.0.1")
