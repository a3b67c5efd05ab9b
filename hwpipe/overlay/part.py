"""Part names: device, package and speed grade as Vivado, `.bit` headers and `.hwh` files say it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hwpipe.errors import InputError

__all__ = ["PartName"]

_SEVEN = re.compile(r"(?:xc)?(7[avkz]\d+[st]?)([a-z]+\d+)(?:-(\d[a-z]?))?")
_PLUS = re.compile(r"(xc[a-z]+\d+[a-z]*)-([a-z]+\d+)(?:-(\d[a-z]*)(?:-([a-z]))?)?")


@dataclass(frozen=True)
class PartName:
    """A part, letters lower case; `speed` and `grade` are empty where a source leaves them out.

    Attributes:
        device: `7z020`, `xck26`.
        package: `clg400`.
        speed: `1`, `2lv`.
        grade: temperature grade, `c`, `e` or `i`.
    """

    device: str
    package: str
    speed: str = ""
    grade: str = ""

    @classmethod
    def parse(cls, text: str) -> PartName:
        """Read `xc7z020clg400-1`, `7z020clg400` or `xck26-sfvc784-2LV-c`.

        Raises:
            InputError: no such form.
        """
        lower = text.strip().lower()
        if found := _SEVEN.fullmatch(lower):
            return cls(found[1], found[2], found[3] or "")
        if found := _PLUS.fullmatch(lower):
            return cls(found[1], found[2], found[3] or "", found[4] or "")
        raise InputError(
            f"part {text[:60]!r}", limit="such as xc7z020clg400-1 or xck26-sfvc784-2LV-c"
        )

    def agrees(self, other: PartName) -> bool:
        """Whether both name one part, as far as both say it."""
        return (self.device, self.package) == (other.device, other.package) and all(
            not mine or not theirs or mine == theirs
            for mine, theirs in ((self.speed, other.speed), (self.grade, other.grade))
        )

    @property
    def is_seven_series(self) -> bool:
        """Zynq-7000 and its relatives: their names differ in `.bit` and `.hwh`."""
        return self.device.startswith("7")

    @property
    def in_bit(self) -> str:
        """As Vivado writes it into a `.bit` header: 7-series without family and speed grade."""
        if self.is_seven_series:
            return self.device + self.package
        speed = f"-{self.speed.upper()}" if self.speed else ""
        return f"{self.device}-{self.package}{speed}" + (f"-{self.grade}" if self.grade else "")

    @property
    def in_hwh(self) -> dict[str, str]:
        """Attributes DEVICE, PACKAGE and SPEEDGRADE of a `.hwh`'s SYSTEMINFO."""
        return {
            "DEVICE": self.device, "PACKAGE": self.package,
            "SPEEDGRADE": f"-{self.speed.upper()}" if self.speed else "",
        }  # fmt: skip

    def __str__(self) -> str:
        if self.is_seven_series:
            return f"xc{self.device}{self.package}" + (f"-{self.speed}" if self.speed else "")
        return self.in_bit
