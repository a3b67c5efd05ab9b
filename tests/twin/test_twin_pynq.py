"""Unchanged pynq code on twins: overlays, drivers, buffers, and every refusal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("pynq")

from hwpipe.errors import InputError, WorkError
from hwpipe.fpga.driver import Timeouts
from hwpipe.fpga.interface import REGISTERS
from hwpipe.overlay.manifest import load_manifest
from hwpipe.overlay.open_board import _one_program, _patiently, open_board
from hwpipe.twin import TwinServer
from hwpipe.twin.process import free_address

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fpga"))
from fake_board import IDENT, bit_of, codes, expected, make_package, small_image

BOARDS = ("kv260", "pynq-z2")
LIMITS = Timeouts(kernel_s=30, transfer_s=30)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_package(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def servers(package: Path) -> Iterator[dict[str, TwinServer]]:
    found = {board: TwinServer(board, free_address(), package=package) for board in BOARDS}
    yield found
    for server in found.values():
        server.stop()


@pytest.fixture(scope="module")
def drivers(servers: dict[str, TwinServer], package: Path) -> dict[str, Any]:
    return {
        board: open_board(bit_of(package, board), server.address, timeouts=LIMITS)
        for board, server in servers.items()
    }


@pytest.mark.parametrize("board", BOARDS)
def test_selftest_of_pynq(package: Path, board: str, servers: dict[str, TwinServer]):
    """AMD's own test of a board with PYNQ.remote."""
    with _one_program(60):
        run = _selftest(package, board, servers)
    assert "summary: 11 passed, 0 failed, 0 skipped" in run.stdout, run.stdout + run.stderr
    assert run.returncode == 0


def _selftest(
    package: Path, board: str, servers: dict[str, TwinServer]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "pynq.remote.selftest", "--ip",
         servers[board].address, "--bitstream", str(bit_of(package, board))],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("board", BOARDS)
def test_overlay_has_driver_clock_and_twin_name(board: str, drivers: dict[str, Any],
                                                servers: dict[str, TwinServer]):  # fmt: skip
    driver = drivers[board]
    assert type(driver).__name__ == "AcceleratorDriver"
    assert driver.is_twin
    assert driver.device.name == f"hwpipe-twin-{board}"
    assert driver.device.arch == ("armv7l" if board == "pynq-z2" else "aarch64")
    entry = servers[board].board.loaded
    assert entry is not None
    # pynq set the clock that the .hwh asks for, and the ports' widths.
    asked = next(iter(driver.overlay.clock_dict.values()))["frequency"]
    assert servers[board].board.system.clock_hz(0) == pytest.approx(float(asked) * 1e6, rel=2e-3)
    assert servers[board].board.widths_fit()
    assert int(driver.register_map.IDENT) == int(entry.ident, 16) & 0xFFFFFFFF


@pytest.mark.parametrize("board", BOARDS)
def test_inference_through_pynq(board: str, drivers: dict[str, Any],
                                servers: dict[str, TwinServer]):  # fmt: skip
    from fake_board import CONFIG, small_program

    from hwpipe.stage.image import stage_image

    entry = servers[board].board.loaded
    assert entry is not None
    from hwpipe.overlay.kernel import config_of_entry

    config = config_of_entry(entry)
    assert board != "kv260" or config == CONFIG
    image = stage_image(small_program(), config, int(entry.ident, 16), name="small")
    with drivers[board].load(image) as stage:
        taken = []
        for seed in range(4):
            assert np.array_equal(stage.run({"x": codes(seed)})["y"], expected(codes(seed)))
            taken.append(stage.stats.register_operations)
    assert min(taken) <= 10
    assert servers[board].board.memory.buffers == 0


def test_clocks_of_every_board_are_set(
    package: Path, drivers: dict[str, Any], servers: dict[str, TwinServer]
):
    """pynq alone would set the first board's clocks again."""
    registers = {"kv260": 0xFF5E00C0, "pynq-z2": 0xF8000170}
    for board, address in registers.items():
        system = servers[board].board.system
        before = system.clock_hz(0)
        system.write(address, system.read(address) & ~0x3F00 | 3 << 8)
        assert system.clock_hz(0) != pytest.approx(before)
        open_board(bit_of(package, board), servers[board].address, timeouts=LIMITS)
        assert system.clock_hz(0) == pytest.approx(before)


def test_two_boards_in_one_process(drivers: dict[str, Any]):
    assert drivers["kv260"].device is not drivers["pynq-z2"].device
    with drivers["kv260"].load(small_image()) as stage:
        assert drivers["pynq-z2"].accelerator.read(REGISTERS["STATE"]) in {0, 2}
        assert np.array_equal(stage.run({"x": codes(3)})["y"], expected(codes(3)))


def test_fast_transfers_are_whole(drivers: dict[str, Any]):
    """16 MB there and back in pieces, without a byte lost."""
    device = drivers["kv260"].device
    buffer = device.allocate((16 << 20,), np.uint8)
    data = np.random.default_rng(0).integers(0, 256, 16 << 20).astype(np.uint8)
    buffer[:] = data
    buffer.sync_to_device()
    buffer[:] = 0
    buffer.sync_from_device()
    assert np.array_equal(buffer, data)
    buffer.freebuffer()


PLAIN = """
import sys
import numpy as np
from pynq import Clocks, MMIO, Overlay, allocate

overlay = Overlay(sys.argv[1])
ip = overlay.accelerator_0
print(type(ip).__name__, hex(int(ip.register_map.IDENT)), f"{Clocks.fclk0_mhz:.1f}")
overlay.leds.channel1.write(5, 0xF)
leds = MMIO(overlay.ip_dict["leds"]["phys_addr"], 16)
with allocate((1000,), dtype="i4") as buffer:
    buffer[:] = np.arange(1000)
    buffer.sync_to_device()
    buffer[:] = 0
    buffer.sync_from_device()
    print(leds.read(0), int(buffer.sum()), buffer.device_address % 4096)
"""


def test_program_that_knows_pynq_alone(
    package: Path, tmp_path: Path, servers: dict[str, TwinServer]
):
    """No line of hwpipe: overlay, clock, registers, an AXI GPIO's driver, a buffer."""
    script = tmp_path / "plain.py"
    script.write_text(PLAIN)
    with _one_program(60):
        run = subprocess.run(
            [sys.executable, "-W", "ignore", str(script), str(bit_of(package, "kv260"))],
            capture_output=True, text=True, timeout=300, check=False,
            env=os.environ | {"PYNQ_REMOTE_DEVICES": servers["kv260"].address},
        )  # fmt: skip
    assert run.returncode == 0, run.stderr
    low = IDENT & 0xFFFFFFFF
    assert run.stdout.splitlines() == [f"DefaultIP {low:#x} 100.0", "5 499500 0"]


# -- what does not work remotely (pynq 4.0.0), and must not work by accident ---


def test_slices_of_buffers_are_not_synced_by_themselves(drivers: dict[str, Any]):
    """A slice goes to the beginning of the buffer: why the driver has a buffer for a region."""
    buffer = drivers["kv260"].device.allocate((64,), np.uint8)
    buffer[:] = np.arange(64, dtype=np.uint8)
    buffer.sync_to_device()
    buffer[8:16].sync_to_device()
    buffer.sync_from_device()
    assert buffer[:8].tolist() == list(range(8, 16))
    with pytest.raises(ValueError, match=r"reshape|broadcast"):
        buffer[8:16].sync_from_device()
    buffer.freebuffer()


def test_registers_take_whole_words(drivers: dict[str, Any]):
    mmio = drivers["kv260"].mmio
    low = mmio.read(REGISTERS["IDENT"])
    assert mmio.read(REGISTERS["IDENT"], 8) == low  # eight bytes give the low word only
    for value in (np.uint16(3), 1.5):
        with pytest.raises(ValueError, match="int or bytes"):
            mmio.write(REGISTERS["LIMIT"], value)
    mmio.write(REGISTERS["LIMIT"], b"\5\0\0\0\6\0\0\0")  # of bytes only the first word is written
    assert mmio.read(REGISTERS["LIMIT"]) == 5
    assert mmio.read(REGISTERS["LIMIT"] + 4) == 0
    mmio.write(REGISTERS["LIMIT"], 0)
    with pytest.raises(MemoryError, match="Unaligned read"):
        mmio.read(2)
    with pytest.raises(RuntimeError, match="twin: offset 0x10000 in a window"):
        mmio.read(0x10000)


def test_read_only_registers_stay(drivers: dict[str, Any]):
    driver = drivers["kv260"]
    before = driver.accelerator.read64(REGISTERS["IDENT"])
    for name in ("IDENT", "STATE", "PROGRESS", "ERROR"):
        value = driver.accelerator.read(REGISTERS[name])
        driver.accelerator.write(REGISTERS[name], value ^ 0xFFFF)
        assert driver.accelerator.read(REGISTERS[name]) == value
    assert driver.accelerator.read64(REGISTERS["IDENT"]) == before


def test_no_slave_at_an_address(drivers: dict[str, Any]):
    from pynq import MMIO

    with pytest.raises(RuntimeError, match="twin: no slave answers at 0xb0000000"):
        MMIO(0xB000_0000, 0x1000, device=drivers["kv260"].device)


def test_interrupts_and_pins_of_the_processing_system(drivers: dict[str, Any]):
    import grpc
    from pynq.pl_server.remote_device import RemoteGPIO, RemoteInterrupt

    with pytest.warns(UserWarning, match="not yet implemented"):
        interrupt = RemoteInterrupt("x")
    with pytest.raises(RuntimeError, match="not yet implemented"):
        interrupt.wait()
    with pytest.raises(grpc.RpcError, match="no pins of the processing system"):
        RemoteGPIO(0, "out", device=drivers["kv260"].device)


def test_buffers_that_are_gone(drivers: dict[str, Any]):
    buffer = drivers["kv260"].device.allocate((16,), np.uint8)
    buffer.freebuffer()
    with pytest.raises(RuntimeError, match="twin: no buffer"):
        buffer.sync_to_device()
    with pytest.raises(RuntimeError, match="twin: no buffer"):
        _ = buffer.device_address


def test_more_bytes_than_a_buffer_has(drivers: dict[str, Any]):
    from pynq.remote import buffer_pb2

    device = drivers["kv260"].device
    buffer = device.allocate((16,), np.uint8)
    pieces = [buffer_pb2.BufferWriteRequest(buffer_id=buffer.buffer_id, data=bytes(12))] * 2
    answer = device._stub["buffer"].write(iter(pieces))
    assert answer.msg == "twin: 24 bytes for a buffer of 16"
    buffer.freebuffer()


def test_out_of_contiguous_memory(drivers: dict[str, Any], servers: dict[str, TwinServer]):
    """pynq ignores the refusal; the driver does not."""
    memory = servers["kv260"].board.memory
    hog = memory.allocate(memory.data.size - 8 * 4096)
    try:
        with pytest.raises(WorkError, match=r"hwpipe-twin-kv260 at 127\..*no room for .*bytes"):
            drivers["kv260"].load(small_image())
        assert memory.buffers == 1
    finally:
        memory.free(hog)


def test_overlay_memories_fall_back(drivers: dict[str, Any]):
    from pynq.pl_server.remote_device import RemoteMemory

    with pytest.warns(UserWarning, match="default memory"):
        memory = RemoteMemory(drivers["kv260"].device, {})
    buffer = memory.allocate((4,), np.uint8)
    assert int(buffer.device_address) >= 0x2000_0000
    buffer.freebuffer()


# -- bitstreams ------------------------------------------------------------------------------------


def _copy(folder: Path, package: Path, board: str, stem: str) -> Path:
    source = bit_of(package, board)
    target = folder / f"{stem}.bit"
    target.write_bytes(source.read_bytes())
    target.with_suffix(".hwh").write_bytes(source.with_suffix(".hwh").read_bytes())
    return target


def test_bitstream_that_is_none_of_a_twin(
    package: Path, tmp_path: Path, servers: dict[str, TwinServer]
):
    path = _copy(tmp_path, package, "kv260", "design_11111111")
    raw = bytearray(path.read_bytes())
    at = raw.find(b"HWPIPE-TWIN:hw")
    raw[at : at + 12] = b"\xff" * 12
    path.write_bytes(raw)
    with pytest.raises(WorkError, match=r"design_11111111.bit was not loaded: FAILED_PRECONDITION: "
                       "twin: .*a twin loads only files that hwpipe made"):  # fmt: skip
        open_board(path, servers["kv260"].address, timeouts=LIMITS)


def test_bitstream_of_another_board(package: Path, servers: dict[str, TwinServer]):
    with pytest.raises(WorkError, match=r"is for zcu104 .*this is a twin of kv260"):
        open_board(bit_of(package, "zcu104"), servers["kv260"].address, timeouts=LIMITS)


def test_stale_bitstream_of_the_same_name(
    package: Path, tmp_path: Path, servers: dict[str, TwinServer]
):
    """A board keeps the first file of a name: the old kernel answers, and is found out."""
    from hwpipe.conv import ConvConfig
    from hwpipe.overlay.kernel import board_design
    from hwpipe.overlay.twin_files import store, twin_files

    old, new = tmp_path / "old", tmp_path / "new"
    store(twin_files(board_design("kv260", ConvConfig(8, 8, 18))), old)
    path = store(twin_files(board_design("kv260")), new)
    # Same name, other content, as a build without a hash in its name would have it.
    for folder in (old, new):
        for file in folder.glob("*.bit"):
            file.rename(folder / "design.bit")
        for file in folder.glob("*.hwh"):
            file.rename(folder / "design.hwh")
    assert not path.exists()
    from hwpipe.overlay.manifest import manifest_text

    both = tmp_path / "both"
    both.mkdir()
    entries = [load_manifest(folder / "manifest.json") for folder in (old, new)]
    joined = type(entries[0])(entries[0].overlays + entries[1].overlays)
    (both / "manifest.json").write_text(manifest_text(joined))
    with TwinServer("kv260", free_address(), package=both) as server:
        open_board(old / "design.bit", server.address, timeouts=LIMITS)
        with pytest.raises(
            WorkError, match=r"the bitstream's kernel is [0-9a-f]{16} \(another ker"
        ):
            open_board(new / "design.bit", server.address, timeouts=LIMITS)


def test_handoff_of_another_build(package: Path, tmp_path: Path, servers: dict[str, TwinServer]):
    path = _copy(tmp_path, package, "kv260", "moved_22222222")
    # pynq finds metadata by the hash of the .bit: this one must be new to it.
    raw = path.read_bytes().replace(b"00:00:00", b"00:00:01")
    path.write_bytes(raw)
    hwh = path.with_suffix(".hwh")
    text = hwh.read_text()
    assert f"{IDENT:016x}" in text
    hwh.write_text(text.replace(f"{IDENT:016x}", "0123456789abcdef"))
    with pytest.raises(WorkError, match=rf"kernel is {IDENT:016x} .*limit: 0123456789abcdef"):
        open_board(path, servers["kv260"].address, timeouts=LIMITS)


def test_handoff_with_another_address(
    package: Path, tmp_path: Path, servers: dict[str, TwinServer]
):
    path = _copy(tmp_path, package, "kv260", "address_33333333")
    path.write_bytes(path.read_bytes().replace(b"00:00:00", b"00:00:02"))
    hwh = path.with_suffix(".hwh")
    text = hwh.read_text()
    assert "A0000000" in text.upper()
    for old in ("0xA0000000", "0xa0000000"):
        text = text.replace(old, "0xA4000000")
    for old in ("0xA000FFFF", "0xa000ffff"):
        text = text.replace(old, "0xA400FFFF")
    hwh.write_text(text)
    with pytest.raises(WorkError, match="not loaded: twin: no slave answers at 0xa4000000"):
        open_board(path, servers["kv260"].address, timeouts=LIMITS)


def test_handoff_without_an_accelerator(
    package: Path, tmp_path: Path, servers: dict[str, TwinServer]
):
    path = _copy(tmp_path, package, "kv260", "other_44444444")
    path.write_bytes(path.read_bytes().replace(b"00:00:00", b"00:00:03"))
    hwh = path.with_suffix(".hwh")
    hwh.write_text(hwh.read_text().replace("hwpipe:kernel:accelerator:1.0", "a:b:other:2.0"))
    with pytest.raises(InputError, match=r"0 accelerators; its IP are a:b:other:2.0, .*limit: one"):
        open_board(path, servers["kv260"].address, timeouts=LIMITS)


def test_files_that_are_missing(tmp_path: Path):
    with pytest.raises(InputError, match=r"none\.bit: no such file; a bitstream needs its .hwh"):
        open_board(tmp_path / "none.bit", "127.0.0.2")


def test_without_download_the_identity_is_asked(package: Path, servers: dict[str, TwinServer]):
    with (
        TwinServer("kv260", free_address(), package=package) as fresh,
        pytest.raises(WorkError, match="no slave answers at 0xa0000000"),
    ):
        open_board(bit_of(package, "kv260"), fresh.address, timeouts=LIMITS, download=False)
    open_board(bit_of(package, "kv260"), servers["kv260"].address, timeouts=LIMITS, download=False)


def test_first_address_of_the_variable(
    package: Path, servers: dict[str, TwinServer], monkeypatch: pytest.MonkeyPatch
):
    addresses = f" {servers['pynq-z2'].address}, {servers['kv260'].address}"
    monkeypatch.setenv("PYNQ_REMOTE_DEVICES", addresses)
    driver = open_board(bit_of(package, "pynq-z2"), timeouts=LIMITS)
    assert driver.device.ip_addr == servers["pynq-z2"].address


def test_proxies_are_left_aside(
    package: Path, servers: dict[str, TwinServer], monkeypatch: pytest.MonkeyPatch
):
    """grpc would send even loopback traffic through a proxy."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("grpc_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_grpc_proxy", "example.org")
    driver = open_board(bit_of(package, "kv260"), servers["kv260"].address, timeouts=LIMITS)
    assert driver.accelerator.read64(REGISTERS["IDENT"]) == IDENT


def test_device_tree_overlay_beside_the_bitstream(tmp_path: Path, package: Path):
    path = _copy(tmp_path, package, "kv260", "tree_55555555")
    path.with_suffix(".dtbo").write_bytes(b"")
    with pytest.raises(InputError, match="would insert it on this machine, not on the board"):
        open_board(path, "127.0.0.2", timeouts=LIMITS)


def test_metadata_that_another_program_is_writing():
    """pynq's pickle of metadata is shared by all programs of an environment."""
    answers = iter([RuntimeError("Unable to parse metadata"), "loaded"])

    def load() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert _patiently(load) == "loaded"
    broken = iter([RuntimeError("Unable to parse metadata")] * 2)

    def fail() -> str:
        raise next(broken)

    with pytest.raises(RuntimeError, match="parse metadata"):
        _patiently(fail, attempts=2)


def test_folder_that_pynq_cannot_write(
    package: Path, servers: dict[str, TwinServer], monkeypatch: pytest.MonkeyPatch
):
    from pynq.pl_server import remote_device

    def refuse(state: Any) -> None:
        raise PermissionError(13, "Permission denied", "global_pl_state_.json")

    monkeypatch.setattr(remote_device, "save_global_state", refuse)
    # A file of another build, so that pynq makes its metadata anew.
    with pytest.raises(
        WorkError, match=r"pynq cannot write its state: .*an environment of your own"
    ):
        open_board(
            _touched(package, "kv260"), servers["kv260"].address, timeouts=LIMITS
        )  # fmt: skip


def _touched(package: Path, board: str) -> Path:
    """A copy with another date in its header, which pynq has not seen yet."""
    folder = package / "touched"
    folder.mkdir(exist_ok=True)
    path = _copy(folder, package, board, "date_66666666")
    path.write_bytes(path.read_bytes().replace(b"00:00:00", b"00:00:09"))
    return path


# -- the server ------------------------------------------------------------------------------------


def test_nobody_answers(package: Path):
    with pytest.raises(
        WorkError, match=r"127\..*: no board answers: Failed to connect.*hwpipe twin"
    ):
        open_board(bit_of(package, "kv260"), free_address(), timeouts=LIMITS)


def test_two_twins_do_not_share_an_address(package: Path, servers: dict[str, TwinServer]):
    address = servers["kv260"].address
    with pytest.raises(WorkError, match=f"cannot listen on {address}:7967; a twin may run there"):
        TwinServer("kv260", address, package=package)


def test_calls_that_pynq_never_makes(drivers: dict[str, Any]):
    import grpc
    from pynq.remote import remote_device_pb2

    stub = drivers["kv260"].device._stub["device"]
    with pytest.raises(grpc.RpcError, match="a twin has no shutdown"):
        stub.shutdown(remote_device_pb2.ShutdownRequest())
    with pytest.raises(grpc.RpcError, match="no such file: /etc/passwd"):
        drivers["kv260"].device.read_file("/etc/passwd")
