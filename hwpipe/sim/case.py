"""A test case of a kernel: what goes in, what must come out. Every simulator runs the same one.

A case can be run by the compiled simulation (`run_compiled`) or saved to a folder, from which the
cocotb bench `sim/test_kernel.py` runs it, on this project's RTL or on RTL that Vitis HLS exported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwpipe.errors import InputError
from hwpipe.rtl.registers import Argument, RegisterMap
from hwpipe.sim.kernel import call
from hwpipe.sim.simulator import Simulator

__all__ = ["Buffer", "CaseResult", "KernelCase", "first_difference", "run_compiled"]


@dataclass(frozen=True)
class Buffer:
    """Memory behind a pointer argument.

    Attributes:
        initial: its content before the run.
        expected: its content after the run; None: the kernel must not write to it.
    """

    initial: NDArray[Any]
    expected: NDArray[Any] | None = None


@dataclass(frozen=True)
class KernelCase:
    """One run of one kernel.

    Attributes:
        top: name of the top module.
        arguments: register arguments in the order of the signature.
        scalars: values of those that are not pointers.
        buffers: memory of those that are.
        streams_in: arrays for the input streams; their bytes are cut into beats.
        streams_out: what the output streams must deliver.
        predicted_cycles: what the cycle model says, 0 if unknown.
    """

    top: str
    arguments: tuple[Argument, ...] = ()
    scalars: Mapping[str, int] = field(default_factory=dict)
    buffers: Mapping[str, Buffer] = field(default_factory=dict)
    streams_in: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    streams_out: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    predicted_cycles: int = 0

    def __post_init__(self) -> None:
        pointers = {a.name for a in self.arguments if a.bundle is not None}
        scalars = {a.name for a in self.arguments if a.bundle is None}
        for kind, wanted, given in (
            ("buffer", pointers, set(self.buffers)),
            ("value", scalars, set(self.scalars)),
        ):
            if wanted != given:
                names = ", ".join(sorted(wanted ^ given))
                raise InputError(
                    f"a {kind} is missing, or given without an argument: {names}", where=self.top
                )

    @property
    def registers(self) -> RegisterMap:
        """The kernel's register map."""
        return RegisterMap.of(self.arguments)

    def save(self, folder: Path) -> None:
        """Write the case as `case.json` and `arrays.npz`."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, NDArray[Any]] = {}
        for name, buffer in self.buffers.items():
            arrays[f"initial:{name}"] = buffer.initial
            if buffer.expected is not None:
                arrays[f"expected:{name}"] = buffer.expected
        arrays |= {f"in:{name}": data for name, data in self.streams_in.items()}
        arrays |= {f"out:{name}": data for name, data in self.streams_out.items()}
        with (folder / "arrays.npz").open("wb") as file:
            np.savez(file, **arrays)
        head = {
            "top": self.top,
            "arguments": [[a.name, a.bits, a.signed, a.bundle] for a in self.arguments],
            "scalars": {name: int(value) for name, value in self.scalars.items()},
            "predicted_cycles": self.predicted_cycles,
        }
        text = json.dumps(head, indent=2) + "\n"
        (folder / "case.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> KernelCase:
        """Read what `save` wrote.

        Raises:
            InputError: the folder holds no case.
        """
        if not (folder / "case.json").is_file():
            raise InputError("no case.json in this folder", where=str(folder))
        head = json.loads((folder / "case.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz") as arrays:
            parts: dict[str, dict[str, NDArray[Any]]] = {}
            for key in arrays.files:
                kind, name = key.split(":", 1)
                parts.setdefault(kind, {})[name] = arrays[key]
        expected = parts.get("expected", {})
        return cls(
            head["top"],
            tuple(Argument(*fields) for fields in head["arguments"]),
            head["scalars"],
            {
                name: Buffer(data, expected.get(name))
                for name, data in parts.get("initial", {}).items()
            },
            parts.get("in", {}),
            parts.get("out", {}),
            head["predicted_cycles"],
        )


@dataclass(frozen=True)
class CaseResult:
    """What a run gave.

    Attributes:
        cycles: from AP_START taken to the interrupt; for a kernel without control registers,
            from the first cycle to the last output beat.
        difference: the first difference from what was expected, None if bit for bit equal.
        outputs: what buffers and output streams hold.
    """

    cycles: int
    difference: str | None
    outputs: dict[str, NDArray[Any]]

    @property
    def bit_exact(self) -> bool:
        """Whether every byte is as expected."""
        return self.difference is None


def first_difference(name: str, got: NDArray[Any], expected: NDArray[Any]) -> str | None:
    """Return where two arrays first differ, or None.

    The text gives the index, both values, and how many elements differ.
    """
    if got.size != expected.size:
        return f"{name}: {got.size} elements instead of {expected.size}"
    wrong = np.flatnonzero(got.reshape(-1) != expected.reshape(-1))
    if not wrong.size:
        return None
    at = np.unravel_index(int(wrong[0]), expected.shape)
    place = ", ".join(str(int(i)) for i in at)
    return (
        f"{name}[{place}] is {got.reshape(-1)[wrong[0]]} instead of "
        f"{expected.reshape(-1)[wrong[0]]} ({wrong.size} of {expected.size} elements differ)"
    )


def run_compiled(
    case: KernelCase,
    simulator: Simulator,
    *,
    limit_cycles: int = 1_000_000_000,
    waves: Path | str | None = None,
    **options: Any,
) -> CaseResult:
    """Run a case on a compiled simulator; it may be run again without reset.

    Args:
        case: the case.
        simulator: of its kernel, ports configured as wanted.
        limit_cycles: how long it may take at most.
        waves: file for all signals; the simulator must be built with `trace`
            (`compiled.trace_kind(waves)` says which), and stays open until it is closed.
        options: of `kernel.call`.

    Raises:
        WorkError: the kernel broke a rule or did not finish.
    """
    if waves is not None:
        simulator.open_waves(waves)
    simulator.free_all()
    addresses = {}
    for name, buffer in case.buffers.items():
        writable = buffer.expected is not None
        addresses[name] = simulator.allocate(np.asarray(buffer.initial), writable=writable)
    for name, data in case.streams_in.items():
        simulator.push(name, data)
    widths = {stream.name: stream.data_bytes for stream in simulator.ports.streams}
    if simulator.ports.control:
        done = call(
            simulator,
            case.registers,
            {**case.scalars, **addresses},
            limit_cycles=limit_cycles,
            predicted_cycles=case.predicted_cycles or None,
            **options,
        )
        cycles = done.cycles
    else:
        cycles = 0
    start = simulator.cycle
    for name, data in case.streams_out.items():
        beats = data.nbytes // widths[name]
        simulator.run_until_beats(name, beats, limit_cycles)
    cycles = cycles or simulator.cycle - start

    outputs: dict[str, NDArray[Any]] = {}
    difference = None
    for name, buffer in case.buffers.items():
        expected = buffer.initial if buffer.expected is None else buffer.expected
        outputs[name] = simulator.read(addresses[name], expected.shape, expected.dtype)
        difference = difference or first_difference(name, outputs[name], expected)
    for name, expected in case.streams_out.items():
        raw, _ = simulator.pop(name)
        usable = raw.nbytes // expected.itemsize * expected.itemsize
        got = raw.reshape(-1)[:usable].view(expected.dtype)
        outputs[name] = got.reshape(expected.shape) if got.size == expected.size else got
        difference = difference or first_difference(name, outputs[name], expected)
    return CaseResult(cycles, difference, outputs)
