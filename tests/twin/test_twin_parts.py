"""Parts of a twin without any connection: files, memory, registers, bitstreams, addresses."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from hwpipe.errors import InputError
from hwpipe.overlay.bitfile import read_bit, swap_words, twin_bit
from hwpipe.overlay.board import overlay_board, overlay_boards
from hwpipe.overlay.manifest import load_manifest
from hwpipe.resources import data_dir
from hwpipe.twin.board import TwinBoard
from hwpipe.twin.faults import Refused
from hwpipe.twin.files import FileSystem
from hwpipe.twin.logic import Leds
from hwpipe.twin.memory import PAGE_BYTES, ContiguousMemory
from hwpipe.twin.server import check_address
from hwpipe.twin.system import SystemRegisters

PACKAGE = data_dir("bitstreams")


def bin_of(board: str) -> tuple[str, bytes]:
    """Name and content of the `.bin` that pynq makes of a board's twin."""
    entry = next(e for e in load_manifest(PACKAGE / "manifest.json").overlays if e.board == board)
    raw = (PACKAGE / entry.bit.file).read_bytes()
    return f"{entry.stem}.bin", swap_words(read_bit(raw).data)


def program(board: TwinBoard, name: str, content: bytes) -> None:
    board.write_file(f"/lib/firmware/{name}", content)
    board.write_file("/sys/class/fpga_manager/fpga0/firmware", name.encode())


# -- files ---------------------------------------------------------------------------------------


def test_files_are_a_dictionary(tmp_path: Path):
    files = FileSystem({"/proc/version": b"twin"})
    target = tmp_path / "x"
    files.write(str(target), b"abc")
    assert files.read(str(target)) == b"abc"
    assert not target.exists()  # no file of this machine is touched
    assert files.exists("/proc/version")
    assert not files.exists("/etc/passwd")


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("/proc/version", b"", "PERMISSION_DENIED"),
        ("relative", b"", "INVALID_ARGUMENT"),
        ("/a\0b", b"", "INVALID_ARGUMENT"),
        ("/" + "a" * 2000, b"", "INVALID_ARGUMENT"),
        ("/big", bytes((256 << 20) + 1), "RESOURCE_EXHAUSTED"),
    ],
    ids=["fixed", "relative", "nul", "long", "big"],
)
def test_files_refuse(path: str, content: bytes, status: str):
    files = FileSystem({"/proc/version": b"twin"})
    with pytest.raises(Refused) as refused:
        files.write(path, content)
    assert refused.value.status == status


def test_files_are_limited_in_number():
    files = FileSystem({})
    for k in range(256):
        files.write(f"/tmp/{k}", b"")
    with pytest.raises(Refused, match="at most 256 files"):
        files.write("/tmp/more", b"")
    files.write("/tmp/3", b"again")
    with pytest.raises(Refused, match="no such file: /tmp/none"):
        files.read("/tmp/none")


# -- memory --------------------------------------------------------------------------------------


def test_memory_is_reused_first_fit():
    memory = ContiguousMemory(0x1000_0000, 8 * PAGE_BYTES)
    a, b, c = (memory.allocate(2 * PAGE_BYTES) for _ in range(3))
    memory.free(b)
    d = memory.allocate(PAGE_BYTES + 1)  # two pages: b's place
    assert memory.address(d) == memory.base + 2 * PAGE_BYTES
    assert memory.buffers == 3
    assert memory.used == 5 * PAGE_BYTES + 1
    with pytest.raises(Refused, match="out of contiguous memory: 12,289 bytes asked for"):
        memory.allocate(3 * PAGE_BYTES + 1)
    for number in (a, c, d):
        memory.free(number)
    with pytest.raises(Refused, match=f"no buffer '{a}'"):
        memory.free(a)
    assert memory.allocate(8 * PAGE_BYTES)


def test_memory_has_no_overlaps():
    rng = np.random.default_rng(0)
    memory = ContiguousMemory(0, 64 * PAGE_BYTES)
    held: list[str] = []
    for _ in range(400):
        if held and rng.random() < 0.45:
            memory.free(held.pop(int(rng.integers(len(held)))))
            continue
        try:
            held.append(memory.allocate(int(rng.integers(1, 6 * PAGE_BYTES))))
        except Refused:
            continue
        spans = sorted(memory.place(number) for number in held)
        for (at, size), (later, _) in itertools.pairwise(spans):
            assert at + size <= later
        assert all(at % PAGE_BYTES == 0 for at, _ in spans)


@pytest.mark.parametrize("size", [0, -4])
def test_memory_refuses_sizes(size: int):
    with pytest.raises(Refused, match=f"buffer of {size} bytes"):
        ContiguousMemory(0, PAGE_BYTES).allocate(size)


def test_memory_size_is_pages():
    with pytest.raises(InputError, match="whole pages"):
        ContiguousMemory(0, 5000)


# -- registers of the processing system ------------------------------------------------------------


@pytest.mark.parametrize("board", overlay_boards())
def test_clocks_start_at_100_mhz(board: str):
    system = SystemRegisters(overlay_board(board))
    assert system.clock_hz(0) == pytest.approx(100e6, rel=1e-3)


def test_port_widths_follow_registers():
    system = SystemRegisters(overlay_board("kv260"))
    assert system.port_bits(2) == (128, 128)
    system.write(0xFD380000, 0x3B1)
    assert system.port_bits(2) == (64, 128)
    system.write(0xFD380014, 0x3B2)
    assert system.port_bits(2) == (64, 32)
    assert system.holds(0xFF5E0000)
    assert not system.holds(0xA000_0000)
    assert SystemRegisters(overlay_board("pynq-z2")).port_bits(0) is None


def test_leds_keep_what_is_written():
    leds = Leds(4)
    leds.write(0, 0x75)
    leds.write(4, 3)
    leds.write(8, 1)
    assert (leds.read(0), leds.read(4), leds.read(8)) == (5, 3, 0)


# -- bitstreams ------------------------------------------------------------------------------------


def test_programming_makes_slaves_appear():
    board = TwinBoard("kv260", PACKAGE)
    with pytest.raises(Refused, match="no slave answers at 0xa0000000"):
        board.map(0xA000_0000, 0x10000)
    program(board, *bin_of("kv260"))
    handle = board.map(0xA000_0000, 0x10000)
    assert board.loaded is not None
    low, high = board.read_register(handle, 0x40), board.read_register(handle, 0x44)
    assert f"{high << 32 | low:016x}" == board.loaded.ident
    assert board.map(0xA000_0000, 0x10000) == handle  # one handle for one window
    board.close()
    with pytest.raises(Refused, match="no slave answers"):
        board.read_register(handle, 0x40)


def test_programming_refuses_what_is_no_twin():
    board = TwinBoard("kv260", PACKAGE)
    real = b"\xff" * 32 + bytes.fromhex("665599aa") + bytes(64)
    with pytest.raises(Refused, match="a twin loads only files that hwpipe made for twins"):
        program(board, "real.bin", real)
    assert board.loaded is None


def test_programming_refuses_another_boards_overlay():
    board = TwinBoard("kv260", PACKAGE)
    with pytest.raises(Refused, match=r"is for zcu104 \(xczu7ev.*this is a twin of kv260"):
        program(board, *bin_of("zcu104"))


def test_programming_refuses_an_unknown_build():
    board = TwinBoard("kv260", PACKAGE)
    other = swap_words(read_bit(twin_bit("hwpipe_kv260_twin", "xck26", b"other claims")).data)
    with pytest.raises(Refused, match="is not in the twin's package, or of another build"):
        program(board, "other.bin", other)
    with pytest.raises(Refused, match=r"no such file: /lib/firmware/none\.bin"):
        board.write_file("/sys/class/fpga_manager/fpga0/firmware", b"none.bin")


@pytest.mark.parametrize(
    ("offset", "text"),
    [(0x10000, "offset 0x10000 in a window of 0x10000 bytes"), (2, "offset 0x2")],
)
def test_register_offsets_are_checked(offset: int, text: str):
    board = TwinBoard("kv260", PACKAGE)
    program(board, *bin_of("kv260"))
    handle = board.map(0xA000_0000, 0x10000)
    with pytest.raises(Refused, match=text):
        board.read_register(handle, offset)
    with pytest.raises(Refused, match=text):
        board.write_register(handle, offset, 0)
    with pytest.raises(Refused, match="no register window 99"):
        board.read_register(99, 0)
    board.close()


def test_port_widths_of_the_bitstream_are_checked():
    board = TwinBoard("zcu104", PACKAGE)
    program(board, *bin_of("zcu104"))
    assert board.loaded is not None
    blocks = [0xFD380000 + 0x10000 * k for k in range(board.loaded.port_count)]
    right = {32: 2, 64: 1, 128: 0}[min(board.loaded.port_bits, 128)]
    for value in {0, 1, 2} - {right}:
        for block in blocks:
            for at in (0, 0x14):
                board.system.write(block + at, 0x3B0 | value)
        assert not board.widths_fit()
    for block in blocks:
        for at in (0, 0x14):
            board.system.write(block + at, 0x3B0 | right)
    assert board.widths_fit()
    board.close()


@pytest.mark.parametrize("board", overlay_boards())
def test_twins_name_themselves(board: str):
    twin = TwinBoard(board, PACKAGE)
    assert b"twin" in twin.files.read("/proc/version")
    name = twin.files.read("/proc/device-tree/chosen/pynq_board")
    assert name == f"hwpipe-twin-{board}\0".encode()


def test_memory_must_fit_the_board():
    with pytest.raises(InputError, match="bytes of contiguous memory on TUL PYNQ-Z2"):
        TwinBoard("pynq-z2", PACKAGE, cma_bytes=1 << 31)
    with pytest.raises(InputError, match=r"manifest\.json"):
        TwinBoard("kv260", Path("nowhere"))


# -- addresses -------------------------------------------------------------------------------------


def test_addresses():
    assert check_address("127.3.4.5") == "127.3.4.5"
    assert check_address("0.0.0.0", expose=True) == "0.0.0.0"
    with pytest.raises(InputError, match="lets other machines in, without password"):
        check_address("192.168.2.99")
    with pytest.raises(InputError, match="an IPv4 address"):
        check_address("localhost")
