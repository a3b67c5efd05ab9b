"""One simulated run of a kernel against its definition: what `hwpipe hls sim` prints."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError, WorkError
from hwpipe.hls.builder import BuildResult, build
from hwpipe.hls.closed_form import closed_form_cycles
from hwpipe.hls.compiler import Compiled
from hwpipe.hls.cone import reachable
from hwpipe.hls.counting import Counter
from hwpipe.hls.exact import MemoryTiming
from hwpipe.hls.icarus import available, run_icarus
from hwpipe.hls.ir import Node
from hwpipe.hls.kernel import Kernel
from hwpipe.hls.lang import Scalar
from hwpipe.hls.preconditions import check_scalars
from hwpipe.hls.predicates import issue_pure
from hwpipe.hls.process_ir import ProcessIR
from hwpipe.hls.rtl_run import RunResult, run_rtl, simulator_of
from hwpipe.hls.timing import is_multiplier
from hwpipe.hls.trial import Difference, differences

__all__ = ["SIMULATORS", "Trial", "TrialOptions", "check_limits", "run_trial"]

SIMULATORS = ("verilator", "icarus")
#: Cycles of the register writes around a run, and of a simulation in Icarus at most.
SLACK, ICARUS_CYCLES = 1000, 2_000_000


@dataclass(frozen=True)
class TrialOptions:
    """How a run is simulated.

    Attributes:
        simulator: `verilator` (compiled) or `icarus`.
        seed: of random stalls.
        stalls: chance of every channel to pause in a cycle.
        latency: of the memory, in cycles.
        factor: the run is stopped at so many times the predicted cycles.
        waves: file `.fst` or `.vcd` for all signals.
        limits: what the board has, by `dsp`, `bram36`, `lut` and `ff`.
    """

    simulator: str = "verilator"
    seed: int = 1
    stalls: float = 0.0
    latency: int = 100
    factor: float = 2.0
    waves: Path | None = None
    limits: Mapping[str, float] | None = None

    def __post_init__(self) -> None:
        if self.simulator not in SIMULATORS:
            raise InputError(f"--simulator {self.simulator!r}", limit=", ".join(SIMULATORS))
        if not 0.0 <= self.stalls < 1.0:
            raise InputError(f"--stalls {self.stalls:g}", limit="0 to below 1")
        if not self.factor > 0.0:
            raise InputError(f"--factor {self.factor:g}", limit="above 0")
        if not 0 <= self.latency <= 10_000:
            raise InputError(f"--latency {self.latency}", limit="0 to 10000 cycles")
        if self.waves is not None and self.simulator == "icarus":
            raise InputError("--waves with Icarus", remedy="use --simulator verilator")
        if self.simulator == "icarus" and not available():
            raise InputError(
                "Icarus Verilog is not on PATH", remedy="install iverilog, or use verilator"
            )


@dataclass(frozen=True)
class Trial:
    """What a run gave.

    Attributes:
        kernel: its name.
        cycles: from start to interrupt.
        predicted_cycles: by the closed form.
        mac_use: useful products over multipliers times cycles; None without multipliers.
        differences: the first of every output that is not as the definition has it.
    """

    kernel: str
    cycles: int
    predicted_cycles: int
    mac_use: float | None
    differences: tuple[Difference, ...]
    scalars: dict[str, int] = field(default_factory=dict)

    @property
    def bit_exact(self) -> bool:
        """Whether every output is as the kernel's definition has it."""
        return not self.differences

    def as_dict(self) -> dict[str, Any]:
        """JSON types."""
        first = self.differences[0] if self.differences else None
        return {
            "kernel": self.kernel,
            "bit_exact": self.bit_exact,
            "first_difference": None
            if first is None
            else {
                "output": first.name, "index": first.index, "expected": first.expected,
                "got": first.got, "count": first.count,
            },
            "cycles": self.cycles,
            "predicted_cycles": self.predicted_cycles,
            "mac_use": None if self.mac_use is None else round(self.mac_use, 4),
            "scalars": self.scalars,
        }  # fmt: skip


def check_limits(result: BuildResult, limits: Mapping[str, float] | None) -> None:
    """Refuse a built kernel that a board cannot hold.

    Raises:
        InputError: it needs more of something.
    """
    for what, limit in (limits or {}).items():
        need = result.report["resources"].get(what, 0)
        if need > limit:
            raise InputError(
                f"kernel {result.name} needs about {need:g} {what.upper()}",
                limit=f"{limit:g} on this board", remedy="choose smaller lanes or buffers",
            )  # fmt: skip


def _uses(ir: ProcessIR, effect: Node, product: Node) -> list[Node | None]:
    """Conditions, decided at issue, under which an effect writes what is made of a product."""
    if effect.op != "swrite":
        guard = effect.args[0]
        return [guard if issue_pure(guard) else None]
    found: list[Node | None] = []

    def visit(value: Node, condition: Node | None) -> None:
        if value.op == "wrap":
            visit(value.args[0], condition)
        elif value.op == "sel" and issue_pure(value.args[0]):
            test = value.args[0]
            for branch, holds in ((value.args[1], test), (value.args[2], ir.graph.lnot(test))):
                both = holds if condition is None else ir.graph.logic("band", condition, holds)
                visit(branch, both)
        elif any(n.id == product.id for n in reachable([value])):
            found.append(condition)

    visit(effect.args[0], None)
    return found


def _multiplier_use(compiled: Compiled, scalars: Mapping[str, int], cycles: int) -> float | None:
    """Useful products over multipliers times cycles; products of addresses do not count.

    A product is useful in an iteration in which something that is made of it is written.
    """
    have = useful = 0
    for done in compiled.processes:
        counter = Counter(done.ir, scalars)
        cones = [(e, {node.id for node in reachable(e.args)}) for e in done.ir.effects]
        for node in done.nodes:
            if not is_multiplier(node) or issue_pure(node):
                continue
            have += 1
            conditions = [
                c for e, cone in cones if node.id in cone for c in _uses(done.ir, e, node)
            ]
            useful += max(map(counter.count, conditions), default=0)
    return useful / (have * cycles) if have else None


def run_trial(
    kernel: Kernel, values: Mapping[str, Any], options: TrialOptions | None = None,
    *, products: tuple[int, int] | None = None,
) -> Trial:  # fmt: skip
    """Build a kernel, simulate it once and compare it with its source run as plain Python.

    Args:
        kernel: the kernel.
        values: as for `interpret`; arrays are not changed.
        options: of the simulation.
        products: products that the layer needs, and multipliers of the kernel; counted in the
            schedule without it.

    Raises:
        InputError: the kernel or its scalars are refused, or the board is too small.
        WorkError: the simulation broke a rule or took too long.
    """
    options = options or TrialOptions()
    with tempfile.TemporaryDirectory(prefix="hwpipe-sim-") as folder:
        result = build(kernel, Path(folder) / "rtl", limits=options.limits)
        scalars = {
            n: int(values[n]) for n, item in kernel.objects.items() if isinstance(item, Scalar)
        }
        check_scalars(result.compiled, scalars)
        timing = MemoryTiming(options.latency)
        predicted = round(closed_form_cycles(result.compiled, scalars, timing))
        got = _simulate(result, values, options, predicted, Path(folder))
    if products is None:
        use = _multiplier_use(result.compiled, scalars, got.cycles)
    else:
        use = products[0] / (products[1] * got.cycles)
    return Trial(
        kernel.name, got.cycles, predicted, use, tuple(differences(kernel, values, got)), scalars
    )


def _simulate(
    result: BuildResult, values: Mapping[str, Any], options: TrialOptions, predicted: int,
    folder: Path,
) -> RunResult:  # fmt: skip
    # A channel that pauses with chance p takes 1 / (1 - p) as long, and two meet at a handshake.
    expected = int(predicted / (1 - options.stalls) ** 2)
    if options.simulator == "icarus":
        limit = int(expected * options.factor) + SLACK
        if limit > ICARUS_CYCLES:
            raise InputError(
                f"a run of about {expected:,} cycles in Icarus", limit=f"{ICARUS_CYCLES:,} cycles",
                remedy="use --simulator verilator",
            )  # fmt: skip
        got = run_icarus(
            result, values, folder / "icarus", seed=options.seed, stall=options.stalls, repeat=1,
            latency=min(options.latency, 255), limit_cycles=limit + SLACK,
        )  # fmt: skip
        if got.cycles > limit:
            raise WorkError(
                f"kernel {result.name} took {got.cycles:,} cycles", limit=f"{limit:,} cycles"
            )
        return got
    place = simulator_of(result, waves=options.waves)
    return run_rtl(
        result, place, values, seed=options.seed, stall=options.stalls, latency=options.latency,
        limit_cycles=1 << 40, predicted_cycles=expected, limit_factor=options.factor,
        waves=options.waves,
    )  # fmt: skip
