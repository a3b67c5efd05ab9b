"""Colours of stages and devices: one stage has one colour in every chart and picture.

The hues are those of Okabe and Ito, "Color Universal Design" (2008), chosen to stay apart
under the common colour-vision deficiencies. Black is replaced by a mid grey, so that the
palette reads on light and on dark paper. After eight stages the hues repeat in a lighter
and then a darker tone; neighbours always differ in hue.
"""

from __future__ import annotations

from typing import Final

__all__ = ["KIND_LABEL", "ink_on", "mix", "stage_colour", "tones"]

_HUES: Final = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#8A8F98",
)  # fmt: skip

#: Words for a device kind.
KIND_LABEL: Final[dict[str, str]] = {"gpu": "GPU", "tpu": "TPU-like", "fpga": "FPGA", "cpu": "CPU"}


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, other: str, share: float) -> str:
    """Blend `share` (0 to 1) of `other` into `colour`; both as `#RRGGBB`."""
    parts = [
        round(a + (b - a) * share) for a, b in zip(_channels(colour), _channels(other), strict=True)
    ]
    return "#{:02X}{:02X}{:02X}".format(*parts)


def stage_colour(stage: int) -> str:
    """Colour of stage `stage` (0-based) as `#RRGGBB`."""
    hue = _HUES[stage % len(_HUES)]
    match (stage // len(_HUES)) % 3:
        case 1:
            return mix(hue, "#FFFFFF", 0.35)
        case 2:
            return mix(hue, "#000000", 0.30)
        case _:
            return hue


def tones(colour: str) -> dict[str, str]:
    """Tones of a stage colour by action kind: F full, B dark, W light, BW between."""
    return {
        "F": colour,
        "B": mix(colour, "#000000", 0.48),
        "BW": mix(colour, "#000000", 0.42),
        "W": mix(colour, "#FFFFFF", 0.50),
    }


def ink_on(colour: str) -> str:
    """Black or white, whichever has the higher WCAG 2 contrast on `colour`."""

    def linear(channel: int) -> float:
        c = channel / 255
        return c / 12.92 if c <= 0.03928 else float(((c + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(c) for c in _channels(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else "#FFFFFF"
