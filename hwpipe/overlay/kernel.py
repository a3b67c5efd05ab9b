"""The configuration of the accelerator that a board's overlay holds, and its identity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache

from hwpipe.conv.engine import board_config
from hwpipe.conv.shape import ConvConfig
from hwpipe.errors import InputError
from hwpipe.fpga.interface import ident_of
from hwpipe.overlay.design import OverlayDesign, design_for
from hwpipe.overlay.manifest import OverlayEntry

__all__ = [
    "board_design",
    "config_of_entry",
    "config_of_parameters",
    "configuration_of",
    "ident_of_config",
]

#: Ports to memory: one that reads activations, one that reads weights; both write.
PORT_COUNT = 2


@lru_cache(maxsize=32)
def _configuration(config: ConvConfig) -> tuple[tuple[str, int | str], ...]:
    from hwpipe.accel.units import accelerator_config

    return tuple(accelerator_config(config, PORT_COUNT).items())


def configuration_of(config: ConvConfig) -> dict[str, int | str]:
    """The configuration as plain values; `ident_of` hashes it.

    Raises:
        InputError: port widths that the accelerator is not built with.
    """
    return dict(_configuration(config))


def ident_of_config(config: ConvConfig) -> int:
    """The identity register of the accelerator with a configuration."""
    return ident_of(configuration_of(config))


def config_of_entry(entry: OverlayEntry) -> ConvConfig:
    """The configuration that a manifest's entry states.

    Raises:
        InputError: it states another kernel's, or one that cannot be.
    """
    return _config(entry.stem, entry.configuration)


def config_of_parameters(where: str, parameters: Mapping[str, object]) -> ConvConfig:
    """The configuration that the parameters of the IP state, as `pynq` shows them.

    Args:
        where: for messages.
        parameters: `ip_dict[...]["parameters"]`, text or numbers.

    Raises:
        InputError: they state another kernel's, or one that cannot be.
    """
    found: dict[str, int | str] = {}
    for name, value in parameters.items():
        if name.startswith("HWPIPE_"):
            text = str(value)
            found[name[7:].lower()] = int(text) if text.isdigit() else text
    return _config(where, found)


def _config(where: str, plain: Mapping[str, int | str]) -> ConvConfig:
    names = [f.name for f in fields(ConvConfig)]
    missing = [name for name in names if not isinstance(plain.get(name), int)]
    if missing:
        raise InputError(
            f"states no {', '.join(missing)} of the kernel", where=where,
            remedy="build the overlay again with this version of hwpipe",
        )  # fmt: skip
    return ConvConfig(**{name: int(plain[name]) for name in names})


def board_design(board: str, config: ConvConfig | None = None,
                 clock_hz: float | None = None) -> OverlayDesign:  # fmt: skip
    """The overlay of a board.

    Args:
        board: name of a board with an overlay.
        config: of the kernel; by default `board_config`.
        clock_hz: of the kernel; by default the clock of the board's figures.

    Raises:
        InputError: unknown board, or one that cannot hold it.
    """
    from hwpipe.cluster import boards
    from hwpipe.overlay.board import overlay_board

    overlay_board(board)
    if config is None:
        config = board_config(board)
    if clock_hz is None:
        engine = boards()[board].device.engine
        assert engine is not None
        clock_hz = engine.clock_hz
    return design_for(
        board, configuration_of(config), ident_of_config(config), clock_hz=clock_hz,
        port_bits=8 * config.port_bytes, port_count=PORT_COUNT,
    )  # fmt: skip
