"""The driver bound to pynq: on a board, over PYNQ.remote, or to a twin, the code is the same.

Importing this file imports pynq, which reads `PYNQ_REMOTE_DEVICES` then; `open_board` sets it
first. pynq's remote calls know no time limit, so that a board that stops answering would hold its
program for ever: the guard closes the connection when the time is over, which ends the call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from pynq import DefaultIP

from hwpipe.fpga import interface
from hwpipe.fpga.driver import Accelerator, Timeouts
from hwpipe.fpga.driver_stage import LoadedStage
from hwpipe.fpga.stage_image import StageImage

__all__ = ["AcceleratorDriver", "closing_guard"]


@contextmanager
def closing_guard(device: Any, seconds: float) -> Iterator[None]:
    """Close the connection to a remote device if what is done in the context takes longer."""
    client = getattr(device, "client", None)
    if client is None:  # on the board: no connection that could break
        yield
        return
    late = threading.Event()

    def end() -> None:
        late.set()
        client.channel.close()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if late.is_set():
            raise TimeoutError(f"no answer within {seconds:g} s") from error
        raise
    finally:
        timer.cancel()


class AcceleratorDriver(DefaultIP):  # type: ignore[misc]
    """pynq driver of the accelerator; `overlay.<name of the IP>` is one.

    Attributes:
        accelerator: that it drives.
        overlay: that it came with, where `open_board` loaded it.
    """

    overlay: Any = None
    bindto = [interface.VLNV]  # noqa: RUF012 (pynq reads it so)

    def __init__(self, description: dict[str, Any]) -> None:
        super().__init__(description)
        self.accelerator = Accelerator(
            self.mmio.read, self._write_word, self._allocate, name=_name(self.device),
            guard=lambda seconds: closing_guard(self.device, seconds),
            interrupt=self._interrupt(),
        )  # fmt: skip

    def _interrupt(self) -> Callable[[float], bool] | None:
        """What waits for the interrupt; None where there is none, as always through PYNQ.remote."""
        if self.device.has_capability("REMOTE") or not self._interrupts:
            return None
        event = getattr(self, next(iter(self._interrupts)))
        if event is None:
            return None
        import asyncio

        loop = asyncio.new_event_loop()

        def wait(seconds: float) -> bool:
            asyncio.set_event_loop(loop)
            try:
                loop.run_until_complete(asyncio.wait_for(event.wait(), seconds))
            except TimeoutError:
                return False
            return True

        return wait

    def _write_word(self, offset: int, value: int) -> None:
        self.mmio.write(offset, int(value))

    def _allocate(self, shape: tuple[int, ...], dtype: Any) -> Any:
        return self.device.allocate(shape, np.dtype(dtype))

    @property
    def is_twin(self) -> bool:
        """Whether the device calls itself a twin."""
        return "twin" in str(getattr(self.device, "name", ""))

    @property
    def timeouts(self) -> Timeouts:
        """How long it waits."""
        return self.accelerator.timeouts

    @timeouts.setter
    def timeouts(self, value: Timeouts) -> None:
        self.accelerator.timeouts = value

    def load(self, image: StageImage) -> LoadedStage:
        """Check the identity and upload a stage; see `Accelerator.load`."""
        return self.accelerator.load(image)


def _name(device: Any) -> str:
    """The board and its address, for messages."""
    name = str(getattr(device, "name", "board"))
    address = getattr(device, "ip_addr", None)
    return f"{name} at {address}" if address else name
