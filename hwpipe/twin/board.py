"""A board that is none: files, memory, processing system, and logic when a bitstream is loaded."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from hwpipe.accel.execute import Memory
from hwpipe.errors import HwpipeError, InputError
from hwpipe.overlay.bitfile import twin_claim
from hwpipe.overlay.board import OverlayBoard, overlay_board, twin_device_name
from hwpipe.overlay.design import LED_COUNT, WINDOW_BYTES
from hwpipe.overlay.kernel import config_of_entry
from hwpipe.overlay.manifest import Manifest, OverlayEntry, claim_bytes, load_manifest, sha256_of
from hwpipe.overlay.processing_system import PROCESSING_SYSTEMS
from hwpipe.rtl.registers import AP_START, CTRL
from hwpipe.twin.faults import Refused
from hwpipe.twin.files import FileSystem
from hwpipe.twin.logic import Leds, Logic, NumpyLogic
from hwpipe.twin.memory import ContiguousMemory
from hwpipe.twin.system import SystemRegisters

__all__ = ["CMA_BYTES", "MakeLogic", "TwinBoard", "logic_maker", "numpy_logic"]

#: Contiguous memory by default; PYNQ's images keep 128 MB (Zynq-7000) and 512 MB and more.
CMA_BYTES = {"zynq-7000": 128 << 20, "zynq-ultrascale+": 1 << 30}
#: Where it begins: within the memory that the logic's ports reach, on every board.
_CMA_BASE = {"zynq-7000": 0x1000_0000, "zynq-ultrascale+": 0x2000_0000}
_MANAGER = "/sys/class/fpga_manager/fpga0/"
_FIRMWARE = "/lib/firmware/"
_MAX_HANDLES = 1 << 16

MakeLogic = Callable[[OverlayEntry, ContiguousMemory], Logic]


def numpy_logic(entry: OverlayEntry, memory: ContiguousMemory) -> Logic:
    """The accelerator of an overlay in numpy."""
    reached = Memory(memory.base, memory.data)
    return NumpyLogic(reached, int(entry.ident, 16), config_of_entry(entry))


def logic_maker(*, rtl: bool) -> MakeLogic:
    """What makes the logic: numpy, or the compiled RTL."""
    if not rtl:
        return numpy_logic
    from hwpipe.twin.rtl import RtlLogic

    def make(entry: OverlayEntry, memory: ContiguousMemory) -> Logic:
        return RtlLogic(memory, config_of_entry(entry), entry.port_count)

    return make


class TwinBoard:
    """Everything that PYNQ.remote's services reach.

    Args:
        name: of a board with an overlay.
        package: folder with `manifest.json` of the overlays that may be loaded.
        make_logic: what stands behind the accelerator's registers.
        cma_bytes: contiguous memory.

    Raises:
        InputError: no such board, no manifest, or an impossible size.
    """

    def __init__(
        self,
        name: str,
        package: Path,
        *,
        make_logic: MakeLogic = numpy_logic,
        cma_bytes: int | None = None,
    ) -> None:
        self.board: OverlayBoard = overlay_board(name)
        self.manifest: Manifest = load_manifest(package / "manifest.json")
        family = self.board.family
        size = cma_bytes or min(CMA_BYTES[family], self.board.ddr_bytes // 4)
        top = PROCESSING_SYSTEMS[family].low_ddr[1] - _CMA_BASE[family]
        if size > min(top, self.board.ddr_bytes):
            raise InputError(f"{size:,} bytes of contiguous memory on {self.board.title}",
                             limit=f"{min(top, self.board.ddr_bytes):,}")  # fmt: skip
        self.memory = ContiguousMemory(_CMA_BASE[family], size)
        self.system = SystemRegisters(self.board)
        machine = "armv7l" if family == "zynq-7000" else "aarch64"
        self.files = FileSystem({
            "/proc/version": f"Linux version 6.12.0-hwpipe-twin ({machine})\n".encode(),
            "/proc/device-tree/chosen/pynq_board": twin_device_name(name).encode() + b"\0",
            _MANAGER + "state": b"operating\n",
        })  # fmt: skip
        self.files.write(_MANAGER + "flags", b"0\n")
        #: Overlay that is loaded.
        self.loaded: OverlayEntry | None = None
        self._make_logic = make_logic
        self._slaves: dict[int, Logic] = {}
        self._handles: list[tuple[int, int]] = []
        self._numbers: dict[tuple[int, int], int] = {}
        self._lock = threading.RLock()

    # -- files -----------------------------------------------------------------------------------

    def write_file(self, path: str, content: bytes) -> None:
        """Write a file; the FPGA manager's `firmware` loads a bitstream.

        Raises:
            Refused: as the file system does, or the bitstream is none for this twin.
        """
        if path == _MANAGER + "firmware":
            self._program(content.decode("utf-8", "replace").strip().strip("\0"))
        else:
            self.files.write(path, content)

    def _program(self, name: str) -> None:
        data = self.files.read(_FIRMWARE + name)
        try:
            overlay, digest = twin_claim(data, swapped=True)
        except InputError as error:
            raise Refused(
                f"{name} {error.what}: a twin loads only files that hwpipe made for twins",
                "FAILED_PRECONDITION",
            ) from None
        entry = next((e for e in self.manifest.overlays
                      if e.twin and sha256_of(claim_bytes(e)) == digest.hex()), None)  # fmt: skip
        if entry is None:
            raise Refused(f"{name}: overlay {overlay!r} is not in the twin's package, or of "
                          "another build", "FAILED_PRECONDITION")  # fmt: skip
        if entry.board != self.board.name:
            raise Refused(f"{name} is for {entry.board} ({entry.part}), this is a twin of "
                          f"{self.board.name} ({self.board.part})",
                          "FAILED_PRECONDITION")  # fmt: skip
        with self._lock:
            self.close()
            try:
                logic = self._make_logic(entry, self.memory)
            except HwpipeError as error:
                raise Refused(str(error), "INTERNAL") from error
            ps = PROCESSING_SYSTEMS[self.board.family]
            self._slaves = {
                entry.control_base: logic,
                ps.leds_base: Leds(LED_COUNT),
            }
            self.loaded = entry

    def widths_fit(self) -> bool:
        """Whether the processing system's ports have the widths of the loaded logic."""
        if self.loaded is None:
            return True
        ps = PROCESSING_SYSTEMS[self.board.family]
        want = min(self.loaded.port_bits, ps.slave_bits)
        found = [self.system.port_bits(s.index) for s in ps.slaves[: self.loaded.port_count]]
        return all(bits is None or bits == (want, want) for bits in found)

    # -- registers -------------------------------------------------------------------------------

    def map(self, base: int, length: int) -> int:
        """A handle for registers.

        Raises:
            Refused: nothing answers there.
        """
        if base % 4 or not 0 < length <= 1 << 28:
            raise Refused(f"registers at {base:#x}, {length:,} bytes")
        with self._lock:
            if self._slave(base) is None and not self.system.holds(base):
                raise Refused(f"no slave answers at {base:#x}", "NOT_FOUND")
            known = self._numbers.get((base, length))
            if known is not None:
                return known
            if len(self._handles) >= _MAX_HANDLES:
                raise Refused(f"at most {_MAX_HANDLES:,} register windows", "RESOURCE_EXHAUSTED")
            self._handles.append((base, length))
            self._numbers[base, length] = len(self._handles) - 1
            return len(self._handles) - 1

    def _slave(self, address: int) -> tuple[Logic, int] | None:
        """The slave in the logic that an address belongs to, and the offset in it."""
        for base, logic in self._slaves.items():
            if base <= address < base + WINDOW_BYTES:
                return logic, address - base
        return None

    def _address(self, handle: int, offset: int) -> int:
        with self._lock:
            if not 0 <= handle < len(self._handles):
                raise Refused(f"no register window {handle}", "NOT_FOUND")
            base, length = self._handles[handle]
        if offset % 4 or not 0 <= offset <= length - 4:
            raise Refused(f"offset {offset:#x} in a window of {length:#x} bytes", "OUT_OF_RANGE")
        return base + offset

    def read_register(self, handle: int, offset: int) -> int:
        """A word.

        Raises:
            Refused: a bad handle or offset, or nothing answers there (any more).
        """
        address = self._address(handle, offset)
        with self._lock:
            slave = self._slave(address)
        if slave is not None:
            return slave[0].read(slave[1])
        if self.system.holds(address):
            return self.system.read(address)
        raise Refused(f"no slave answers at {address:#x}", "NOT_FOUND")

    def write_register(self, handle: int, offset: int, value: int) -> None:
        """Write a word.

        Raises:
            Refused: as `read_register`.
        """
        address = self._address(handle, offset)
        with self._lock:
            slave = self._slave(address)
        if slave is not None:
            starts = slave[1] == CTRL and value & AP_START and not isinstance(slave[0], Leds)
            if starts and not self.widths_fit():
                raise Refused(
                    "the ports to memory are not as wide as the logic's: the .hwh is of "
                    "another build, or pynq set another board's",
                    "FAILED_PRECONDITION",
                )
            slave[0].write(slave[1], value)
        elif self.system.holds(address):
            self.system.write(address, value)
        else:
            raise Refused(f"no slave answers at {address:#x}", "NOT_FOUND")

    def close(self) -> None:
        """Stop the logic."""
        with self._lock:
            for logic in self._slaves.values():
                logic.close()
            self._slaves, self.loaded = {}, None
