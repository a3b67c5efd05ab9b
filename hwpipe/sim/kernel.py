"""Start a simulated kernel the way a driver does, and time it.

The sequence is the one that the PYNQ driver uses: write the arguments, enable the interrupt,
set AP_START, wait for the interrupt, clear it, read AP_DONE.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hwpipe.errors import WorkError
from hwpipe.rtl.registers import AP_DONE, AP_IDLE, AP_START, CTRL, GIE, IER, ISR, RegisterMap
from hwpipe.sim.simulator import Simulator

__all__ = ["Call", "call"]


@dataclass(frozen=True)
class Call:
    """One run of a kernel.

    Attributes:
        cycles: from the clock edge that gives the kernel AP_START's write (address and data
            taken) to the edge after which the interrupt is high.
        start_cycle: the simulator's clock at that first edge.
    """

    cycles: int
    start_cycle: int


def call(
    simulator: Simulator,
    registers: RegisterMap,
    values: Mapping[str, int],
    *,
    limit_cycles: int = 1_000_000_000,
    predicted_cycles: int | None = None,
    limit_factor: float = 2.0,
    quiet_cycles: int = 100_000,
) -> Call:
    """Run a kernel once and leave it idle, ready for the next call without reset.

    Args:
        simulator: of the kernel; its buffers must be allocated.
        registers: the kernel's register map.
        values: every argument; pointers are addresses that `Simulator.allocate` returned.
        limit_cycles: how long it may take at most.
        predicted_cycles: what the cycle model says; the run then stops at `limit_factor` times
            that (plus 1,000 cycles).
        limit_factor: the factor.
        quiet_cycles: a run in which no port moves for so long is stopped; 0: never.

    Raises:
        InputError: an argument is missing or does not fit its register.
        WorkError: the kernel broke a rule, did not finish in time, or is not idle afterwards.
    """
    writes = registers.writes(dict(values))
    control = simulator.read_register(CTRL)
    if not control & AP_IDLE:
        raise WorkError(f"the kernel is not idle before it is started (CTRL = {control:#x})")
    for offset, value in writes:
        simulator.write_register(offset, value)
    simulator.write_register(GIE, 1)
    simulator.write_register(IER, 1)
    simulator.write_register(CTRL, AP_START)
    start = simulator.write_taken_cycle
    limit = limit_cycles
    if predicted_cycles is not None:
        limit = min(limit, int(predicted_cycles * limit_factor) + 1000)
    try:
        simulator.run_until_irq(max(0, start + limit - simulator.cycle), quiet_cycles)
    except WorkError as error:
        if predicted_cycles is None:
            raise
        raise WorkError(
            f"{error.what} (predicted: {predicted_cycles:,} cycles)",
            where=error.where,
            limit=error.limit,
            remedy=error.remedy,
        ) from error
    cycles = simulator.irq_cycle - start
    pending = simulator.read_register(ISR)
    simulator.write_register(ISR, pending)
    control = simulator.read_register(CTRL)
    if simulator.irq:
        raise WorkError("the interrupt stays high after ISR was cleared")
    if not (control & AP_DONE and control & AP_IDLE) or control & AP_START:
        raise WorkError(
            f"CTRL is {control:#x} after the interrupt", limit="AP_DONE and AP_IDLE, no AP_START"
        )
    return Call(cycles, start)
