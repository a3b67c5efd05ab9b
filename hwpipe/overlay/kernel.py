"""The configuration of the accelerator that a board's overlay holds, and its identity."""

from __future__ import annotations

from dataclasses import asdict

from hwpipe.conv.shape import ConvConfig
from hwpipe.overlay.design import OverlayDesign, design_for

__all__ = ["board_design", "configuration_of"]

#: Ports to memory: one that reads activations, one that reads weights; both write.
PORT_COUNT = 2


def configuration_of(config: ConvConfig) -> dict[str, int | str]:
    """The configuration as plain values; `ident_of` hashes it."""
    return {"kernel": "accelerator", **asdict(config), "ports": PORT_COUNT}


def board_design(board: str, config: ConvConfig | None = None,
                 clock_hz: float | None = None) -> OverlayDesign:  # fmt: skip
    """The overlay of a board.

    Args:
        board: name of a board with an overlay.
        config: of the kernel; by default the board's.
        clock_hz: of the kernel; by default the clock of the board's figures.

    Raises:
        InputError: unknown board, or one that cannot hold it.
    """
    from hwpipe.cluster import boards
    from hwpipe.fpga.interface import ident_of
    from hwpipe.overlay.board import overlay_board

    overlay_board(board)
    if config is None:
        config = ConvConfig.for_board(board)
    if clock_hz is None:
        engine = boards()[board].device.engine
        assert engine is not None
        clock_hz = engine.clock_hz
    plain = configuration_of(config)
    return design_for(
        board, plain, ident_of(plain), clock_hz=clock_hz, port_bits=8 * config.port_bytes,
        port_count=PORT_COUNT,
    )  # fmt: skip
