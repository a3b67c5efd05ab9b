"""Cycles and DDR traffic of commands in closed form: what a search over configurations runs on.

Cycles come from the compiled kernel's own schedule (`hwpipe.hls.closed_form`), so that they follow
every change of the kernels. A planned convolution brings its own closed form, which needs no
compiled kernel (`hwpipe.conv.blocking`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from hwpipe.accel.command import Command
from hwpipe.conv import ConvConfig

if TYPE_CHECKING:
    from hwpipe.hls.compiler import Compiled

__all__ = ["compiled_kernel", "predicted_cycles", "traffic_bytes"]


@lru_cache(maxsize=64)
def compiled_kernel(op: str, config: ConvConfig) -> Compiled:
    """A kernel compiled with the configuration's lanes and ports; only `conv2d` sees the rest."""
    from hwpipe.hls.compiler import compile_kernel
    from hwpipe.hls.kernel import load_kernel

    params = config.params if op == "conv2d" else {"LANES": config.pi, "PORT": config.port_bytes}
    return compile_kernel(load_kernel(op, params))


def _key(op: str, config: ConvConfig) -> ConvConfig:
    """The same configuration for all that give the same kernel."""
    if op == "conv2d":
        return config
    return ConvConfig(config.pi, config.po, port_bytes=config.port_bytes)


def predicted_cycles(
    op: str, scalars: Mapping[str, int], config: ConvConfig, latency_cycles: int = 100
) -> float:
    """Cycles of a command from its start to its end.

    Args:
        op: operation.
        scalars: of the command.
        config: that the kernels are built with.
        latency_cycles: of the memory.
    """
    from hwpipe.hls.closed_form import closed_form_cycles
    from hwpipe.hls.exact import MemoryTiming

    kernel = compiled_kernel(op, _key(op, config))
    return closed_form_cycles(kernel, scalars, MemoryTiming(latency_cycles))


def traffic_bytes(command: Command, config: ConvConfig) -> tuple[int, int]:
    """Bytes that a command reads and writes over all ports.

    Pixels that tiles share are read once for each; rows in the padding are not read.
    """
    s, lanes = command.scalars, config.pi
    if command.op == "conv2d":
        tiles = s["w_blocks"] * s["tiles"]
        read = s["rounds"] * s["tiles_in"] * s["rows"] * s["cols"] * lanes
        read += tiles * (2 * s["w_beats"] * config.port_bytes + s["p_beats"] * 8)
        return read, s["groups"] * s["tiles_out"] * s["oh"] * s["ow"] * config.po
    from hwpipe.hls.counting import Counter

    kernel = compiled_kernel(command.op, _key(command.op, config))
    read = written = 0
    for engine in kernel.engines:
        process = kernel.process(engine.process)
        counter, table = Counter(process.ir, s), "put" if engine.write else "pop"
        items = sum(
            counter.count(e.args[0])
            for e in process.ir.effects if e.op == table and e.attr == engine.stream
        )  # fmt: skip
        moved = items * engine.lanes * engine.dtype.width // 8
        if engine.write:
            written += moved
        else:
            read += moved
    return read, written
