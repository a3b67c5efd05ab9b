"""The kernel's clock: divided from a PLL of the processing system, else made by an MMCM from it.

`pynq` sets a board's PL clocks to what the `.hwh` says, with dividers of the PLL that the boot
image chose (`pynq/ps.py`): 1.5 GHz on Zynq UltraScale+, 1 GHz on Zynq-7000. 200 MHz is no divisor
of the former, and pynq would settle for 187.5 or 214.3 MHz. So the clock of the processing system
is one that the dividers reach, 100 MHz where the kernel wants another, and an MMCM in the logic
makes the kernel's from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from hwpipe.errors import InputError

__all__ = ["TOLERANCE", "ClockPlan", "plan_clock"]

#: Relative error at which two clocks still are the same: crystals and rounded figures.
TOLERANCE = 1e-3
_BASE_HZ = 100e6
_MAX_DIVISOR = 63  # 6 bits each: UG585 FPGA0_CLK_CTRL, UG1087 PL0_REF_CTRL
#: Range of an MMCM's oscillator: DS187 and DS925, slowest speed grade.
_VCO_HZ = {"zynq-7000": (600e6, 1200e6), "zynq-ultrascale+": (800e6, 1600e6)}


@dataclass(frozen=True)
class ClockPlan:
    """How the kernel's clock comes about.

    Attributes:
        wanted_hz: the kernel's clock as it was asked for.
        pll_hz: PLL of the processing system.
        divisor0: first divider behind it.
        divisor1: second divider.
        multiply: of the MMCM; 1 with `divide` 1 where there is none.
        divide: of the MMCM.
    """

    wanted_hz: float
    pll_hz: float
    divisor0: int
    divisor1: int
    multiply: int = 1
    divide: int = 1

    @property
    def ps_hz(self) -> float:
        """PL clock 0 of the processing system."""
        return self.pll_hz / (self.divisor0 * self.divisor1)

    @property
    def kernel_hz(self) -> float:
        """The kernel's clock."""
        return self.ps_hz * self.multiply / self.divide

    @property
    def ps_wanted_hz(self) -> float:
        """What the processing system is asked for."""
        return _BASE_HZ if self.uses_mmcm else self.wanted_hz

    @property
    def uses_mmcm(self) -> bool:
        """Whether logic makes the kernel's clock from PL clock 0."""
        return self.multiply != self.divide


def _divisors(pll_hz: float, wanted_hz: float) -> tuple[int, int] | None:
    """The first two dividers within the tolerance; the second as small as possible."""
    for second in range(1, _MAX_DIVISOR + 1):
        first = round(pll_hz / (wanted_hz * second))
        if 1 <= first <= _MAX_DIVISOR:
            made = pll_hz / (first * second)
            if abs(made - wanted_hz) <= TOLERANCE * wanted_hz:
                return first, second
    return None


def plan_clock(family: str, pll_hz: float, wanted_hz: float) -> ClockPlan:
    """Dividers, and an MMCM where dividers alone miss the wanted clock.

    Args:
        family: of the processing system, `zynq-7000` or `zynq-ultrascale+`.
        pll_hz: PLL that PL clock 0 comes from.
        wanted_hz: the kernel's clock.

    Raises:
        InputError: neither makes it within 0.1 %.
    """
    if not 10e6 <= wanted_hz <= 500e6:
        raise InputError(f"a kernel clock of {wanted_hz / 1e6:g} MHz", limit="10 to 500 MHz")
    direct = _divisors(pll_hz, wanted_hz)
    if direct:
        return ClockPlan(wanted_hz, pll_hz, *direct)
    base = _divisors(pll_hz, _BASE_HZ)
    if base is None:
        raise InputError(f"a PLL of {pll_hz / 1e6:g} MHz", limit="one that divides to 100 MHz")
    low, high = _VCO_HZ[family]
    ps_hz = pll_hz / (base[0] * base[1])
    # The fastest oscillator has the least jitter.
    for multiply in range(int(high / ps_hz * (1 + TOLERANCE)), 1, -1):
        divide = round(ps_hz * multiply / wanted_hz)
        if ps_hz * multiply < low * (1 - TOLERANCE) or not 1 <= divide <= 128:
            continue
        if abs(ps_hz * multiply / divide - wanted_hz) <= TOLERANCE * wanted_hz:
            return ClockPlan(wanted_hz, pll_hz, *base, multiply, divide)
    raise InputError(
        f"a kernel clock of {wanted_hz / 1e6:g} MHz", limit="what an MMCM makes of 100 MHz "
        "by whole factors, within 0.1 %", remedy="choose a clock near it",
    )  # fmt: skip
