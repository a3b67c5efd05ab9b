"""A stage on a board: uploaded once, then input, one start, output.

An inference takes at most ten register accesses: the list's address, a look that the accelerator
is idle, the start, one or two looks until it has finished, the progress in between, and the state,
the list's address and the cycles at the end. The address is compared at the end because nothing
keeps two programs from using one board: whose list ran last is what the register says.

An error closes the stage: its buffers are freed, after the accelerator was seen to stand still,
because memory that is given to others while a kernel writes into it is nobody's.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.fpga.driver import Accelerator
from hwpipe.fpga.driver_upload import upload
from hwpipe.fpga.interface import (
    FINISHED,
    IDLE,
    REGISTERS,
    RUNNING,
    STATES,
    error_text,
)
from hwpipe.fpga.polling import Progress, next_look_s
from hwpipe.fpga.stage_image import MAX_REGION_BYTES, StageImage
from hwpipe.rtl.registers import AP_DONE, AP_IDLE, AP_START

__all__ = ["LoadedStage", "RunStats"]

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class RunStats:
    """What one inference took.

    Attributes:
        cycles: of the accelerator from start to end, as it counted them.
        register_operations: reads and writes.
        layout_s: bringing inputs into the layout that the accelerator reads, outputs out of it.
        transfer_s: sending inputs and fetching outputs.
        wait_s: from the start to the look that saw the end.
        host_s: everything else: checks, register accesses before and behind.
    """

    cycles: int
    register_operations: int
    layout_s: float
    transfer_s: float
    wait_s: float
    host_s: float


class LoadedStage:
    """A stage whose weights and commands lie in the board's memory.

    Args:
        accelerator: to run on; its identity is checked first.
        image: of the stage.

    Raises:
        InputError: a region larger than 16 MB, or too many of them.
        WorkError: another kernel is loaded, no memory left, or the board does not answer; nothing
            stays allocated.
    """

    def __init__(self, accelerator: Accelerator, image: StageImage) -> None:
        self.accelerator, self.image = accelerator, image
        #: Of the last inference.
        self.stats: RunStats | None = None
        self._progress = Progress(image.expected_cycles, len(image.commands))
        #: When the first look comes, and the latest one that saw the accelerator run.
        self._usual_s, self._too_early_s = image.expected_s, 0.0
        self._buffers: list[Any] = []
        self._list_address = 0
        self._open, self._in_flight = True, False
        for region in image.regions:
            if region.size > MAX_REGION_BYTES:
                raise InputError(
                    f"region {region.name!r} of {region.size:,} bytes", where=image.name,
                    limit=f"{MAX_REGION_BYTES:,}", remedy="divide the weights or the layer",
                )  # fmt: skip
        with accelerator.lock:
            try:
                accelerator.check_ident(image.ident)
                self._list_address = upload(accelerator, image, self._buffers)
            except BaseException:
                self.close()
                raise

    # -- running ---------------------------------------------------------------------------------

    def run(self, inputs: Mapping[str, Array]) -> dict[str, Array]:
        """One inference.

        Args:
            inputs: int8 arrays of the shapes that the image's inputs have, by name.

        Returns:
            int8 arrays, by name.

        Raises:
            InputError: an input is missing, unknown, or of another shape or type.
            WorkError: the accelerator reported an error, did not finish in time, was used by
                another program, or the board stopped answering. The stage is closed then.
        """
        accelerator = self.accelerator
        with accelerator.lock:
            if not self._open:
                raise WorkError("the stage is closed", where=accelerator.name,
                                remedy="load it again")  # fmt: skip
            self._check(inputs)
            begin, before = time.perf_counter(), accelerator.register_operations
            try:
                entered_s, sent_s = self._send(inputs)
                cycles, wait_s = self._execute()
                outputs, left_s, fetched_s = self._fetch()
            except BaseException:
                self.close()
                raise
            layout_s, transfer_s = entered_s + left_s, sent_s + fetched_s
            self.stats = RunStats(
                cycles, accelerator.register_operations - before, layout_s, transfer_s, wait_s,
                time.perf_counter() - begin - layout_s - transfer_s - wait_s,
            )  # fmt: skip
            return outputs

    def _check(self, inputs: Mapping[str, Array]) -> None:
        wanted = self.image.inputs
        if set(inputs) != set(wanted):
            odd = ", ".join(sorted(set(inputs) ^ set(wanted)))
            raise InputError(f"inputs missing or unknown: {odd}", where=self.image.name)
        for name, port in wanted.items():
            value = inputs[name]
            if value.dtype != np.int8 or value.shape != port.shape:
                raise InputError(
                    f"input {name!r} is {value.dtype} {value.shape}", where=self.image.name,
                    limit=f"int8 {port.shape}",
                )  # fmt: skip

    def _send(self, inputs: Mapping[str, Array]) -> tuple[float, float]:
        """Lay inputs out in their buffers and send these; seconds of both."""
        accelerator, touched = self.accelerator, {}
        laid = time.perf_counter()
        for name, port in self.image.inputs.items():
            assert port.enter is not None
            buffer = self._buffers[port.region]
            port.enter(np.ascontiguousarray(inputs[name]), buffer.view(np.ndarray))
            touched[port.region] = buffer
        begin = time.perf_counter()
        with accelerator.deadline("send the inputs", accelerator.timeouts.transfer_s):
            for buffer in touched.values():
                buffer.sync_to_device()
        return begin - laid, time.perf_counter() - begin

    def _fetch(self) -> tuple[dict[str, Array], float, float]:
        """Outputs, and seconds of taking them out of their layout and of fetching them."""
        accelerator = self.accelerator
        regions = {port.region for port in self.image.outputs.values()}
        begin = time.perf_counter()
        with accelerator.deadline("fetch the outputs", accelerator.timeouts.transfer_s):
            for region in sorted(regions):
                self._buffers[region].sync_from_device()
        fetched = time.perf_counter()
        outputs = {}
        for name, port in self.image.outputs.items():
            assert port.leave is not None
            outputs[name] = port.leave(self._buffers[port.region].view(np.ndarray))
        return outputs, time.perf_counter() - fetched, fetched - begin

    def _execute(self) -> tuple[int, float]:
        """One start; cycles and seconds until it was seen to have finished."""
        accelerator, limits = self.accelerator, self.accelerator.timeouts
        with accelerator.deadline("run", limits.kernel_s + limits.transfer_s):
            accelerator.write(REGISTERS["LIST"], self._list_address)
            if accelerator.high_lists:
                accelerator.write(REGISTERS["LIST"] + 4, self._list_address >> 32)
            if not accelerator.read(REGISTERS["CTRL"]) & AP_IDLE:
                raise WorkError(
                    "the accelerator is running already", where=accelerator.name,
                    remedy="let the other program on this board end first",
                )  # fmt: skip
            self._in_flight = True
            accelerator.write(REGISTERS["CTRL"], AP_START)
            begin = time.perf_counter()
            looks = self._wait(begin)
            seconds = time.perf_counter() - begin
            if not looks:
                raise WorkError(
                    self._too_long(seconds), where=f"{accelerator.name}, {self.image.name}",
                    remedy="allow it more time" if self._stop()
                    else "it does not stop: load the bitstream again",
                )  # fmt: skip
            self._in_flight = False
            cycles = self._judge()
        self._learn(seconds, looks)
        return cycles, seconds

    def _learn(self, seconds: float, looks: int) -> None:
        """When to look first next time: as early as a look that still saw it run allows."""
        self._too_early_s *= 0.99
        if looks > 1:
            self._usual_s = seconds
        else:
            self._usual_s = max(0.7 * seconds, min(seconds, 1.03 * self._too_early_s))

    def _wait(self, begin: float) -> int:
        """Look until the accelerator is idle; the number of looks, 0 where the time is over."""
        accelerator, limit = self.accelerator, self.accelerator.timeouts.kernel_s
        share: float | None = None
        looks, seen = 0, 1.0
        wait = next_look_s(0.0, self._usual_s, None)
        while True:
            passed = time.perf_counter() - begin
            self._pause(max(0.0, min(wait, limit - passed)), max(0.0, limit - passed))
            looks += 1
            control = accelerator.read(REGISTERS["CTRL"])
            # Another reader of CTRL may have taken the mark of the end; the state tells more.
            if control & (AP_DONE | AP_IDLE) and not control & AP_START:
                return looks
            passed = time.perf_counter() - begin
            if passed >= limit:
                return 0
            self._too_early_s = passed
            if not share and looks > 1:
                share, seen = self._progress.share(accelerator.read(REGISTERS["PROGRESS"])), passed
            wait = next_look_s(passed, self._usual_s, min(1.0, (share or 0.0) * passed / seen))

    def _pause(self, wait: float, limit: float) -> None:
        """Sleep until the next look; with an interrupt, until it comes."""
        accelerator = self.accelerator
        if accelerator.interrupt is not None:
            try:
                if accelerator.interrupt(limit):
                    pending = accelerator.read(REGISTERS["ISR"])
                    accelerator.write(REGISTERS["ISR"], pending)
                return
            except (OSError, RuntimeError, ValueError):
                accelerator.interrupt = None  # looks will do
        time.sleep(wait)

    def _judge(self) -> int:
        """Whether it was this stage's list that ended, and ended well; its cycles."""
        accelerator = self.accelerator
        state = accelerator.read(REGISTERS["STATE"])
        ran = accelerator.read(REGISTERS["LIST"])
        if ran != self._list_address & 0xFFFFFFFF or state in {
            IDLE, RUNNING
        }:  # fmt: skip
            raise WorkError(
                f"another program used the board meanwhile (list {ran:#x}, state "
                f"{STATES.get(state, state)})", where=accelerator.name,
                remedy="use a board for one program at a time",
            )  # fmt: skip
        if state != FINISHED:
            raise WorkError(self._failure(), where=f"{accelerator.name}, {self.image.name}")
        return accelerator.read(REGISTERS["CYCLES"])

    def _failure(self) -> str:
        """What the accelerator says that was wrong."""
        accelerator = self.accelerator
        values = accelerator.registers()
        text = error_text(values["ERROR"], values["DETAIL"], values["PROGRESS"])
        return f"{text} (error {values['ERROR']}); {accelerator.text(values)}"

    def _too_long(self, seconds: float) -> str:
        """How far a list came that did not end in time."""
        at, expected = self.accelerator.read(REGISTERS["PROGRESS"]), self.image.expected_s
        hint = ""
        if expected:
            hint = f", {self._progress.finished(min(1.0, seconds / expected))} expected"
        return (
            f"no end within {seconds:.3g} s: {at} of {len(self.image.commands)} commands have "
            f"finished{hint}; {self.accelerator.dump()}"
        )

    def _stop(self) -> bool:
        """Make a running list end: a limit of one cycle, then the bitstream anew."""
        accelerator = self.accelerator
        if not (self._in_flight and self._running()):
            self._in_flight = False
            return True
        accelerator.write(REGISTERS["LIMIT"], 1)
        end = time.perf_counter() + accelerator.timeouts.abort_s
        while time.perf_counter() < end:
            if not self._running():
                accelerator.write(REGISTERS["LIMIT"], 0)
                return True
            time.sleep(accelerator.timeouts.abort_s / 20)
        if accelerator.reset is not None:
            accelerator.reset()
            return not self._running()
        return False

    def _running(self) -> bool:
        return self.accelerator.read(REGISTERS["STATE"]) == RUNNING

    # -- end -------------------------------------------------------------------------------------

    def close(self) -> None:
        """Free all buffers; once is enough. A board that does not answer is left alone.

        Buffers of an accelerator that cannot be stopped stay allocated: it may still write there.
        """
        with self.accelerator.lock:
            buffers, self._buffers, self._open = self._buffers, [], False
            if not buffers:
                return
            try:
                with self.accelerator.deadline("stop", self.accelerator.timeouts.transfer_s):
                    stands = self._stop()
            except HwpipeError:
                stands = True  # nobody answers: there is nothing to free either
            if not stands:
                self.accelerator.held.extend(buffers)
                return
            for buffer in reversed(buffers):
                with (
                    suppress(HwpipeError),
                    self.accelerator.deadline(
                        "free a buffer", self.accelerator.timeouts.transfer_s
                    ),
                ):
                    buffer.freebuffer()

    def __enter__(self) -> LoadedStage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()
