"""What a board's overlay needs: `boards/<board>/overlay.toml` beside the catalogue's figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from hwpipe.cluster.catalogue import boards, close_names
from hwpipe.cluster.tomlfile import read_toml
from hwpipe.errors import InputError
from hwpipe.resources import data_dir

__all__ = ["OverlayBoard", "overlay_board", "overlay_boards", "twin_device_name"]

Family = Literal["zynq-7000", "zynq-ultrascale+"]
_SOURCES = ("recalled", "derived", "estimate", "choice")
_REQUIRED = {
    "vivado_board": str, "vivado_board_files": str, "vivado_connections": str, "pynq_name": str,
    "ps_reference_mhz": float, "pll_feedback": int, "pll_divide": int, "ddr_bytes": int,
}  # fmt: skip
_OPTIONAL = {"led_pins": str, "led_standard": str}


@dataclass(frozen=True)
class OverlayBoard:
    """A board that overlays are built for.

    Attributes:
        name: folder under `boards/`.
        title: the product's full name.
        part: device, package and speed grade, as Vivado writes it (`xck26-sfvc784-2lv-c`).
        family: of the processing system.
        vivado_board: board part without its version.
        vivado_board_files: where Vivado users find the board files.
        vivado_connections: connection of a module to its carrier, or empty.
        pynq_name: what PYNQ's device tree calls the board (`device.name`).
        ps_reference_hz: oscillator of the processing system.
        pll_feedback: factor of the PLL that the logic's clocks are divided from.
        pll_divide: divider behind that PLL.
        ddr_bytes: memory on the board, what Linux holds included.
        led_pins: package pins of user LEDs; empty where none are known.
        led_standard: I/O standard of those pins.
    """

    name: str
    title: str
    part: str
    family: Family
    vivado_board: str
    vivado_board_files: str
    vivado_connections: str
    pynq_name: str
    ps_reference_hz: float
    pll_feedback: int
    pll_divide: int
    ddr_bytes: int
    led_pins: tuple[str, ...] = ()
    led_standard: str = ""

    @property
    def pll_hz(self) -> float:
        """Frequency of the PLL: reference x feedback / divider."""
        return self.ps_reference_hz * self.pll_feedback / self.pll_divide


def twin_device_name(board: str) -> str:
    """What a twin of a board calls itself, as `pynq` reads it into `device.name`."""
    return f"hwpipe-twin-{board}"


def overlay_boards() -> list[str]:
    """Names of the boards with an `overlay.toml`, sorted."""
    return sorted(path.parent.name for path in data_dir("boards").glob("*/overlay.toml"))


@lru_cache(maxsize=32)
def overlay_board(name: str) -> OverlayBoard:
    """Read a board's `overlay.toml` together with its catalogue entry.

    Raises:
        InputError: no such board, one without overlay, or a damaged file.
    """
    known = overlay_boards()
    if name not in known:
        raise InputError(f"board {name!r} has no overlay", remedy=close_names(name, known))
    path = data_dir("boards") / name / "overlay.toml"
    raw = read_toml(path)
    documents = raw.get("documents", {})
    values: dict[str, Any] = {}
    for key, figure in raw.get("figures", {}).items():
        kind = {**_REQUIRED, **_OPTIONAL}.get(key)
        if kind is None or not isinstance(figure, dict) or set(figure) != {"value", "source"}:
            raise InputError("no figure { value, source } of an overlay", where=f"{path}, {key}")
        if str(figure["source"]).partition(":")[0] not in (*documents, *_SOURCES):
            raise InputError(
                f"source {figure['source']!r} names no document", where=f"{path}, {key}",
                remedy="add it to [documents]",
            )  # fmt: skip
        value = float(figure["value"]) if kind is float else figure["value"]
        if not isinstance(value, kind):
            raise InputError(f"{value!r} is no {kind.__name__}", where=f"{path}, {key}")
        values[key] = value
    missing = [key for key in _REQUIRED if key not in values]
    if missing:
        raise InputError(f"lacks {', '.join(missing)}", where=str(path))
    entry = boards()[name]
    if entry.resources is None:
        raise InputError(f"board {name!r} has no programmable logic", where=str(entry.path))
    return OverlayBoard(
        name=name,
        title=entry.title,
        part=entry.resources.part,
        family=cast("Family", entry.resources.ps),
        vivado_board=values["vivado_board"],
        vivado_board_files=values["vivado_board_files"],
        vivado_connections=values["vivado_connections"],
        pynq_name=values["pynq_name"],
        ps_reference_hz=1e6 * values["ps_reference_mhz"],
        pll_feedback=values["pll_feedback"],
        pll_divide=values["pll_divide"],
        ddr_bytes=values["ddr_bytes"],
        led_pins=tuple(values.get("led_pins", "").split()),
        led_standard=values.get("led_standard", ""),
    )
