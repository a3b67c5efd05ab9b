"""Whether the accelerator fits a board, by estimate, before Vivado works for hours."""

from __future__ import annotations

from dataclasses import dataclass

from hwpipe.conv.shape import ConvConfig
from hwpipe.errors import InfeasibleError, InputError

__all__ = ["Share", "board_shares"]

#: LUTs besides the units, estimated: three SmartConnects of 2,000, the sequencer and its guards.
_AROUND_LUT = 9_000


@dataclass(frozen=True)
class Share:
    """One resource: what the accelerator takes by estimate and what the board has."""

    name: str
    estimate: float
    available: float

    def __str__(self) -> str:
        part = self.estimate / self.available
        return f"{self.name} {self.estimate:,g} of {self.available:,g} ({part:.0%})"


def board_shares(board: str, config: ConvConfig) -> list[Share]:
    """Estimated resources of the accelerator on a board.

    Raises:
        InputError: a configuration that the accelerator is not built with.
        InfeasibleError: the board lacks one of them.
    """
    from hwpipe.cluster import boards
    from hwpipe.explore.units import accelerator_area

    logic = boards()[board].resources
    if logic is None:
        raise InputError(f"board {board!r} has no programmable logic")
    area = accelerator_area(config)
    shares = [
        Share("DSP", area.dsp, logic.dsp),
        Share("BRAM36", area.bram36, logic.bram36),
        Share("LUT", area.lut + _AROUND_LUT, logic.lut),
        Share("FF", area.ff, logic.ff),
    ]
    for share in shares:
        if share.estimate > share.available:
            raise InfeasibleError(
                f"the accelerator needs {share.estimate:,g} {share.name} by estimate", where=board,
                limit=f"{share.available:,g}", remedy="choose a smaller kernel: hwpipe hls explore "
                f"--board {board}",
            )  # fmt: skip
    return shares
