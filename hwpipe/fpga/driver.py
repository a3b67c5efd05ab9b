"""The accelerator as a program sees it: registers, buffers, one start for a whole stage.

`Accelerator` needs three functions and nothing else: read and write a 32-bit register, allocate a
buffer that the accelerator can reach. `AcceleratorDriver` (hwpipe.fpga.driver_pynq) gives it those
of pynq, on the board, over PYNQ.remote, or to a twin, with the same code.

    accelerator.check_ident(image.ident)
    with accelerator.load(image) as stage:
        outputs = stage.run({"image": codes})
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.fpga.interface import DEFAULT_QUIET_CYCLES, REGISTERS, STATES, WIDE
from hwpipe.fpga.stage_image import StageImage

if TYPE_CHECKING:
    from hwpipe.fpga.driver_pynq import AcceleratorDriver
    from hwpipe.fpga.driver_stage import LoadedStage

__all__ = ["Accelerator", "AcceleratorDriver", "DeviceBuffer", "Timeouts", "short_text"]

_WORD = 0xFFFFFFFF


class DeviceBuffer(Protocol):
    """What the driver uses of `pynq.allocate`'s buffers (a numpy array besides)."""

    @property
    def device_address(self) -> int:
        """Physical address that the accelerator sees."""

    def sync_to_device(self) -> None:
        """Send the whole array."""

    def sync_from_device(self) -> None:
        """Fetch the whole array."""

    def freebuffer(self) -> None:
        """Give the memory back."""


@dataclass(frozen=True)
class Timeouts:
    """How long the driver waits.

    Attributes:
        kernel_s: from start to end of a list of commands.
        transfer_s: for the transfers of one inference, and for each buffer of an upload.
        abort_s: for the accelerator to stop after it ran too long.
        quiet_cycles: without progress on any port after which the accelerator stops a command
            itself; 0: never.
    """

    kernel_s: float = 30.0
    transfer_s: float = 30.0
    abort_s: float = 1.0
    quiet_cycles: int = DEFAULT_QUIET_CYCLES

    def __post_init__(self) -> None:
        for name in ("kernel_s", "transfer_s", "abort_s"):
            if not getattr(self, name) > 0:
                raise InputError(f"{name} = {getattr(self, name)}", limit="more than 0 seconds")
        if not 0 <= self.quiet_cycles <= _WORD:
            raise InputError(f"quiet_cycles = {self.quiet_cycles}", limit="0 to 2^32 - 1")


class Accelerator:
    """One accelerator on one board.

    Args:
        read: register at a byte offset.
        write: 32 bits to a register at a byte offset.
        allocate: an array of a shape and dtype that the accelerator reaches (`DeviceBuffer`).
        name: of the board, for messages.
        timeouts: see there.
        guard: a context that ends what is done in it after so many seconds, by an error; for
            boards that may stop answering.
        reset: loads the bitstream anew; for an accelerator that does not stop.
        interrupt: waits so many seconds for the accelerator's interrupt and says whether it came;
            without, or where it raises an error, the driver looks at registers.
    """

    def __init__(
        self,
        read: Callable[[int], int],
        write: Callable[[int, int], None],
        allocate: Callable[[tuple[int, ...], Any], Any],
        *,
        name: str = "board",
        timeouts: Timeouts | None = None,
        guard: Callable[[float], AbstractContextManager[None]] | None = None,
        reset: Callable[[], None] | None = None,
        interrupt: Callable[[float], bool] | None = None,
    ) -> None:
        self._read, self._write, self._allocate = read, write, allocate
        self.name = name
        self.timeouts = timeouts or Timeouts()
        self._guard = guard or (lambda seconds: nullcontext())
        self.reset, self.interrupt = reset, interrupt
        #: Register accesses since the beginning.
        self.register_operations = 0
        #: Whether some list lies above 4 GB.
        self.high_lists = False
        #: Buffers that an accelerator which would not stop may still write into.
        self.held: list[Any] = []
        #: Only one thread talks to the accelerator; stages of one process take turns.
        self.lock = threading.RLock()

    # -- registers -------------------------------------------------------------------------------

    def read(self, offset: int) -> int:
        """A register; whole words only, so that no field access reads or clears others."""
        self.register_operations += 1
        return int(self._read(offset)) & _WORD

    def write(self, offset: int, value: int) -> None:
        """Write a register."""
        self.register_operations += 1
        self._write(offset, int(value) & _WORD)

    def read64(self, offset: int) -> int:
        """Two registers, low word first."""
        return self.read(offset) | self.read(offset + 4) << 32

    def registers(self) -> dict[str, int]:
        """All registers but CTRL and ISR, which reading would clear."""
        found = {}
        for name, offset in REGISTERS.items():
            if name not in {"CTRL", "ISR"}:
                found[name] = self.read64(offset) if name in WIDE else self.read(offset)
        return found

    @staticmethod
    def text(values: dict[str, int]) -> str:
        """Registers as one line."""
        listed = ", ".join(f"{name} {value:#x}" for name, value in values.items())
        return f"registers: {listed}; it is {STATES.get(values['STATE'], 'in no known state')}"

    def dump(self) -> str:
        """The registers as one line; why not, where the board does not answer."""
        try:
            with self.deadline("register dump", self.timeouts.abort_s):
                return self.text(self.registers())
        except HwpipeError as error:
            return f"no registers ({error})"

    # -- errors and deadlines --------------------------------------------------------------------

    @contextmanager
    def deadline(self, doing: str, seconds: float) -> Iterator[None]:
        """Turn what pynq raises, and too long a silence, into one error.

        Raises:
            WorkError: naming the board and what was done.
        """
        try:
            with self._guard(seconds):
                yield
        except HwpipeError:
            raise
        except (MemoryError, OSError, RuntimeError, ValueError) as error:
            raise WorkError(
                f"{doing}: {short_text(error)}", where=self.name,
                remedy="check that the board is switched on and answers",
            ) from error  # fmt: skip
        except Exception as error:
            # grpc's errors derive from Exception alone, and grpc may not be installed.
            if not type(error).__module__.startswith("grpc"):
                raise
            raise WorkError(
                f"{doing}: {short_text(error)}", where=self.name,
                remedy="check that the board is switched on and answers, then load the stage again",
            ) from error  # fmt: skip

    # -- use -------------------------------------------------------------------------------------

    def allocate(self, size: int, what: str) -> Any:
        """A buffer of bytes.

        Raises:
            WorkError: the board has no such piece of contiguous memory left.
        """
        import numpy as np

        with self.deadline(f"allocate {size:,} bytes for {what}", self.timeouts.transfer_s):
            try:
                buffer = self._allocate((size,), np.uint8)
                # PYNQ.remote ignores the error message and returns a buffer without a number.
                if getattr(buffer, "buffer_id", None) != "":
                    return buffer
                message = "no buffer was given"
            except (MemoryError, RuntimeError) as error:
                message = short_text(error)
            except Exception as error:
                if "RESOURCE_EXHAUSTED" not in str(error):
                    raise
                message = short_text(error)
        raise WorkError(
            f"no room for {what}: {size:,} bytes ({message})", where=self.name,
            remedy="free buffers of other programs, enlarge the board's CMA memory, "
            "or give this device fewer layers",
        )  # fmt: skip

    def check_ident(self, expected: int) -> None:
        """Compare the identity register with the kernel configuration that commands are for.

        Raises:
            WorkError: another configuration is loaded, or none.
        """
        with self.lock, self.deadline("read its identity", self.timeouts.transfer_s):
            found = self.read64(REGISTERS["IDENT"])
        if found != expected:
            other = "no accelerator answers" if found in {0, (1 << 64) - 1} else "another kernel"
            raise WorkError(
                f"the bitstream's kernel is {found:016x} ({other})", where=self.name,
                limit=f"{expected:016x}",
                remedy="load the bitstream that the plan was made for, or compile again",
            )  # fmt: skip

    def load(self, image: StageImage) -> LoadedStage:
        """Check the identity, allocate and upload everything of a stage.

        Raises:
            WorkError: another kernel is loaded, no memory, or the board does not answer; nothing
                stays allocated.
        """
        from hwpipe.fpga.driver_stage import LoadedStage

        return LoadedStage(self, image)


def short_text(error: BaseException) -> str:
    """First line of an error; of grpc's, code and details."""
    code, details = getattr(error, "code", None), getattr(error, "details", None)
    if callable(code) and callable(details):
        return f"{getattr(code(), 'name', code())}: {details()}"
    text = str(error).strip().splitlines()
    return text[0] if text else type(error).__name__


def __getattr__(name: str) -> Any:
    """`AcceleratorDriver` derives from pynq's class: pynq is imported when it is asked for."""
    if name == "AcceleratorDriver":
        from hwpipe.fpga.driver_pynq import AcceleratorDriver

        return AcceleratorDriver
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
