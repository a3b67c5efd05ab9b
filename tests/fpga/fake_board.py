"""A small stage, and an accelerator without pynq: the twin's logic called directly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from hwpipe.accel.execute import Memory
from hwpipe.conv import board_config
from hwpipe.fpga.driver import Accelerator, Timeouts
from hwpipe.fpga.integer import Output
from hwpipe.fpga.interface import ident_of
from hwpipe.fpga.requantise import Multiplier, Scale
from hwpipe.fpga.stage_image import StageImage
from hwpipe.lower.model import Conv, MaxPool, Port, Program, Tensor
from hwpipe.lower.run import run_tensors
from hwpipe.overlay.kernel import board_design, configuration_of
from hwpipe.overlay.manifest import load_manifest
from hwpipe.overlay.twin_files import store, twin_files
from hwpipe.stage.image import stage_image
from hwpipe.twin.faults import Refused
from hwpipe.twin.logic import NumpyLogic
from hwpipe.twin.memory import ContiguousMemory

CONFIG = board_config("kv260")
IDENT = ident_of(configuration_of(CONFIG))
BASE = 0x2000_0000


def make_package(folder: Path) -> Path:
    """Overlays of the accelerator as it is now, for three boards."""
    for board in ("kv260", "pynq-z2", "zcu104"):
        store(twin_files(board_design(board)), folder)
    return folder


def bit_of(package: Path, board: str) -> Path:
    entries = load_manifest(package / "manifest.json").overlays
    return package / next(e for e in entries if e.board == board).bit.file


def small_program(seed: int = 0, size: int = 12) -> Program:
    """A padded convolution and a max pool: two commands."""
    rng = np.random.default_rng(seed)
    tensors = {
        "x": Tensor("x", (1, 3, size, size), Scale(1.0, 4)),
        "a": Tensor("a", (1, 20, size, size), Scale(1.0, -9)),
        "y": Tensor("y", (1, 20, size // 2, size // 2), Scale(1.0, -9)),
    }
    conv = Conv(
        name="conv", inputs=("x",), output="a",
        w=rng.integers(-127, 128, (20, 3, 3, 3)).astype(np.int8),
        bias=rng.integers(-3000, 3000, 20).astype(np.int32),
        multiplier=Multiplier(rng.integers(100, 700, 20), 16), out=Output(-9, -128, 127),
        x_zero_point=4, pads=((1, 1), (1, 1)), strides=(1, 1), dilations=(1, 1), groups=1,
    )  # fmt: skip
    pool = MaxPool(name="pool", inputs=("a",), output="y", kernel=(2, 2), strides=(2, 2),
                   pads=((0, 0), (0, 0)), dilations=(1, 1))  # fmt: skip
    return Program("small", tensors, (conv, pool), (Port("x", "x", False, 0),),
                   (Port("y", "y", False, 0),))  # fmt: skip


def small_image(seed: int = 0, ident: int = IDENT, **changes: Any) -> StageImage:
    return stage_image(small_program(seed, **changes), CONFIG, ident, clock_hz=2e8, name="small")


def codes(seed: int = 0, size: int = 12) -> np.ndarray:
    return np.random.default_rng(seed).integers(-128, 128, (1, 3, size, size)).astype(np.int8)


def expected(x: np.ndarray, seed: int = 0, size: int = 12) -> np.ndarray:
    program = small_program(seed, size)
    # Ports of codes: the program takes and gives int8.
    return run_tensors(program, {"x": x})["y"]


class FakeBuffer(np.ndarray):
    """What `pynq.allocate` gives: an array that is sent and fetched."""

    memory: ContiguousMemory
    number: str

    @property
    def device_address(self) -> int:
        return self.memory.address(self.number)

    def sync_to_device(self) -> None:
        self.memory.view(self.number)[:] = self

    def sync_from_device(self) -> None:
        self[:] = self.memory.view(self.number)

    def freebuffer(self) -> None:
        self.memory.free(self.number)


class FakeBoard:
    """A board in this process; faults are put into `before_read`, `before_write` and `logic`.

    Attributes:
        accelerator: of the driver.
    """

    def __init__(
        self,
        *,
        logic: Callable[[Memory], Any] | None = None,
        memory_bytes: int = 1 << 20,
        timeouts: Timeouts | None = None,
        reset: Callable[[], None] | None = None,
        interrupt: Callable[[float], bool] | None = None,
    ) -> None:
        self.memory = ContiguousMemory(BASE, memory_bytes)
        view = Memory(BASE, self.memory.data)
        self.logic = logic(view) if logic else NumpyLogic(view, IDENT, CONFIG)
        self.before_read: Callable[[int], None] = lambda offset: None
        self.before_write: Callable[[int, int], None] = lambda offset, value: None
        self.accelerator = Accelerator(
            self._read, self._write, self._allocate, name="fake board", reset=reset,
            interrupt=interrupt,
            timeouts=timeouts or Timeouts(kernel_s=60, transfer_s=60, abort_s=2),
        )  # fmt: skip

    def _read(self, offset: int) -> int:
        self.before_read(offset)
        return self.logic.read(offset)

    def _write(self, offset: int, value: int) -> None:
        self.before_write(offset, value)
        self.logic.write(offset, value)

    def _allocate(self, shape: tuple[int, ...], dtype: Any) -> FakeBuffer:
        try:
            number = self.memory.allocate(int(np.prod(shape)) * np.dtype(dtype).itemsize)
        except Refused as refused:
            raise MemoryError(str(refused)) from None
        buffer = np.zeros(shape, dtype).view(FakeBuffer)
        buffer.memory, buffer.number = self.memory, number
        return buffer


class StuckLogic(NumpyLogic):
    """A kernel that never finishes: it stands in its second command until it is stopped.

    Args:
        memory: of the board.
        stops: whether it obeys LIMIT = 1.
    """

    def __init__(self, memory: Memory, stops: bool = True) -> None:
        super().__init__(memory, IDENT, CONFIG)
        self.stops = stops

    def compute(self, address: int) -> Any:
        import time

        from hwpipe.accel.execute import Outcome
        from hwpipe.fpga.interface import REGISTERS, TOO_LONG

        with self._lock:
            self._words[REGISTERS["PROGRESS"]], self._words[REGISTERS["TOTAL"]] = 1, 2
        while not (self.stops and self._stop.is_set()) and not self.closed:
            time.sleep(0.002)
        return Outcome(TOO_LONG, 1, 2, 0x200)

    closed = False

    def close(self) -> None:
        self.closed = True
        super().close()
