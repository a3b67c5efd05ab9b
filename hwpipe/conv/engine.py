"""The kernel that a board holds, and that an engine's figures in a cluster file stand for."""

from __future__ import annotations

from hwpipe.cluster.model import FpgaEngine
from hwpipe.conv.shape import ConvConfig, packing_shift
from hwpipe.errors import InputError

__all__ = ["board_config", "config_of"]


def config_of(engine: FpgaEngine, part: str = "") -> ConvConfig | None:
    """Parameters of `conv2d` that an engine's figures say; None where it is another kernel.

    Args:
        engine: its figures.
        part: of the FPGA: says how two products are packed into its DSPs (DSP48E2 where unknown).

    Raises:
        InputError: figures that no `conv2d` has.
    """
    if engine.kernel != "conv2d":
        return None
    try:
        return ConvConfig(
            engine.pi, engine.po, 0 if engine.macs_per_dsp == 1 else packing_shift(part),
            psum=min(4095, engine.tile_pixels),
            tile=min(4095, engine.ifmap_buffer_bytes // 2 // engine.pi),
            out_depth=max(64, engine.ofmap_buffer_bytes // 2 // engine.po),
            port_bytes=engine.port_bytes,
        )  # fmt: skip
    except InputError as error:
        raise InputError(
            f"the engine is no conv2d: {error}", where="engine",
            remedy='change the figure, or set kernel = "conv" for the general engine',
        ) from None  # fmt: skip


def board_config(board: str) -> ConvConfig:
    """The kernel of a board of the catalogue, `pynq-z2` for instance: what plans count on.

    Where its engine is another kernel, 256 products a cycle.

    Raises:
        InputError: unknown board, or one without programmable logic.
    """
    from hwpipe.cluster import boards
    from hwpipe.cluster.catalogue import close_names

    known = boards()
    if board not in known:
        raise InputError(f"board {board!r} is unknown", remedy=close_names(board, list(known)))
    entry = known[board]
    if entry.resources is None or entry.device.engine is None:
        raise InputError(f"board {board!r} has no programmable logic")
    part = entry.resources.part
    return config_of(entry.device.engine, part) or ConvConfig(shift=packing_shift(part))
