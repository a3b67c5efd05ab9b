"""The accelerator's units: compiled kernels with the configuration's lanes and ports."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from hwpipe.accel.command import OPS, POINTERS
from hwpipe.accel.cycles import compiled_kernel
from hwpipe.accel.format import VERSION, fields
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.fpga.interface import ident_of

if TYPE_CHECKING:
    from hwpipe.hls.compiler import Compiled
    from hwpipe.hls.process_ir import Engine

__all__ = ["EARLY", "Master", "accelerator_config", "accelerator_ident", "compiled_unit", "masters"]

#: Pointers of every operation at what no command writes: read ahead while the command before runs.
EARLY: dict[str, tuple[str, ...]] = {
    op: tuple(p for p in names if op == "conv2d" and p in {"w", "v", "p"})
    for op, names in POINTERS.items()
}
#: Widest port: the list's reader takes its words apart up to here.
MAX_PORT_BYTES = 16


def compiled_unit(op: str, config: ConvConfig) -> Compiled:
    """A kernel compiled with the configuration's parameters."""
    return compiled_kernel(op, config)


@dataclass(frozen=True)
class Master:
    """A burst engine of a unit.

    Attributes:
        op: operation of the unit.
        stream: name of the engine's stream in the kernel.
        pointer: argument that it follows.
        number: of that pointer among the operation's.
        write: the direction.
        port: AXI4 port of the accelerator.
        early: belongs to the part that reads ahead.
        burst: beats of its longest burst.
    """

    op: str
    stream: str
    pointer: str
    number: int
    write: bool
    port: int
    early: bool
    burst: int

    @property
    def name(self) -> str:
        """Prefix of its signals."""
        return f"{self.op}_{self.stream}"


def _port_of(compiled: Compiled, engine: Engine, ports: int, width: int) -> int:
    bundle, bits = compiled.schedule.bundles.get(engine.memory, ("gmem0", width))
    if bits != width:
        raise InputError(
            f"{engine.memory} of {compiled.kernel.name} is {bits} bits wide", limit=f"{width}"
        )
    return int(bundle.removeprefix("gmem") or 0) % ports


def masters(config: ConvConfig, ports: int = 2) -> tuple[Master, ...]:
    """Burst engines of all units, in the order of operations.

    Raises:
        InputError: ports of unequal width.
    """
    found = []
    for op in OPS:
        compiled, names = compiled_unit(op, config), list(POINTERS[op])
        for engine in compiled.engines:
            port = _port_of(compiled, engine, ports, 8 * config.port_bytes)
            early = engine.memory in EARLY[op]
            number = names.index(engine.memory)
            most = compiled.schedule.burst_beats.get(engine.memory, 64)
            burst = min(most, 4096 // config.port_bytes)
            found.append(
                Master(op, engine.stream, engine.memory, number, engine.write, port, early, burst)
            )
    return tuple(found)


def accelerator_config(config: ConvConfig, ports: int = 2) -> dict[str, Any]:
    """What tells accelerators apart, as plain data for `interface.ident_of` and manifests.

    Raises:
        InputError: port widths or counts that the accelerator is not built with.
    """
    if config.port_bytes not in {8, MAX_PORT_BYTES}:
        raise InputError(f"ports of {config.port_bytes} bytes", limit="8 or 16 bytes")
    if not 1 <= ports <= 4:
        raise InputError(f"{ports} ports", limit="1 to 4")
    layout = [[op, f.name, f.bits, f.signed] for op in OPS for f in fields(op)]
    digest = hashlib.sha256(json.dumps(layout).encode()).hexdigest()[:16]
    # Flat: the overlay's manifest and the .hwh carry it as parameters (hwpipe.overlay.kernel).
    return {
        "kernel": "accelerator", **asdict(config), "ports": ports, "version": VERSION,
        "fields": digest,
    }  # fmt: skip


def accelerator_ident(config: ConvConfig, ports: int = 2) -> int:
    """IDENT of the accelerator with this configuration."""
    return ident_of(accelerator_config(config, ports))
