"""`BoardRunner`: the kernel parts of a stage on a board or its twin, through pynq."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy.typing as npt

from hwpipe.errors import WorkError
from hwpipe.fpga.driver import Timeouts
from hwpipe.fpga.driver_stage import LoadedStage
from hwpipe.stage.board import BoardSpec
from hwpipe.stage.image import at_batch, stage_image
from hwpipe.stage.model import StageProgram
from hwpipe.stage.runner import run_samples

__all__ = ["BoardRunner"]

Array = npt.NDArray[Any]


class BoardRunner:
    """A `KernelRunner` on one board.

    Args:
        program: of the stage.
        board: with the bitstream to load and the address of the board.

    Raises:
        InputError: no such bitstream, or pynq is not installed.
        WorkError: the board does not answer, refuses the bitstream, or has no room.
    """

    def __init__(self, program: StageProgram, board: BoardSpec) -> None:
        from hwpipe.overlay.kernel import ident_of_config
        from hwpipe.overlay.open_board import open_board

        if board.bitstream is None:
            raise WorkError("no bitstream to load", where=board.device)
        ident = ident_of_config(board.config)
        limits = Timeouts(kernel_s=board.timeout_s, transfer_s=board.timeout_s)
        driver = open_board(Path(board.bitstream), board.address, timeouts=limits)
        self.name = f"{driver.device.name} through pynq"
        self.simulated = driver.is_twin
        self._programs = program.kernels
        self._stages: list[LoadedStage] = []
        self._samples: list[int] = []
        with ExitStack() as undo:
            for k, own in enumerate(self._programs):
                samples = program.samples[k]
                image = stage_image(
                    at_batch(own, samples), board.config, ident, clock_hz=board.clock_hz,
                    name=f"{board.device}, part {k}",
                )  # fmt: skip
                self._stages.append(driver.load(image))
                undo.callback(self._stages[-1].close)
                self._samples.append(samples)
            undo.pop_all()

    def run(self, k: int, inputs: Mapping[str, Array]) -> tuple[dict[str, Array], int | None]:
        """See `KernelRunner.run`."""
        stage, cycles = self._stages[k], 0

        def once(codes: Mapping[str, Array]) -> dict[str, Array]:
            nonlocal cycles
            made = stage.run(codes)
            cycles += stage.stats.cycles if stage.stats else 0
            return made

        results = run_samples(self._programs[k], once, inputs, self._samples[k])
        return results, cycles or None

    def close(self) -> None:
        """Free the board's buffers."""
        for stage in self._stages:
            stage.close()
