"""The kernel that an engine's figures in a catalogue or cluster file stand for."""

from __future__ import annotations

from hwpipe.cluster.model import FpgaEngine
from hwpipe.conv.shape import ConvConfig, packing_shift
from hwpipe.errors import InputError

__all__ = ["config_of"]


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
