"""`hwpipe hls sim --network`: a whole quantised network on the kernels' RTL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.accel.network import LayerRun, NetworkRun
    from hwpipe.accel.spent import Spent

__all__ = ["network_result", "print_network"]


def _images(program: Any, given: dict[str, Any], seed: int) -> dict[str, Any]:
    """Arrays for every input port; random normal numbers or codes where none is given."""
    import numpy as np

    rng, images = np.random.default_rng(seed), {}
    known = {port.name for port in program.inputs}
    for name in given:
        if name not in known:
            raise InputError(f"--input names no input {name!r}", limit=", ".join(sorted(known)))
    for port in program.inputs:
        shape = program.tensors[port.tensor].shape
        if port.name in given:
            images[port.name] = given[port.name]
        elif port.is_float:
            images[port.name] = rng.standard_normal(shape).astype(np.float32)
        else:
            codes = rng.integers(-128, 128, shape) + port.offset
            images[port.name] = codes.astype(np.uint8 if port.offset else np.int8)
    return images


def network_result(
    model: str, board: str | None, given: dict[str, Any], *, seed: int, latency: int,
    stalls: float, anyway: bool, say: Any,
) -> dict[str, Any]:  # fmt: skip
    """Simulate a network and return what `--json` prints.

    Raises:
        InputError: no such file, a model that is not quantised, an unknown board or input; and
            unless `anyway`, a layer that no kernel runs or that is not exact.
    """
    from hwpipe.accel import run_network
    from hwpipe.accel.limits import check_network
    from hwpipe.accel.lowering import config_for
    from hwpipe.conv import ConvConfig, board_config
    from hwpipe.lower import lower_model

    if not Path(model).is_file():
        raise InputError(f"--network {model} does not exist", limit="a quantised ONNX file")
    config = board_config(board) if board is not None else ConvConfig()
    program = lower_model(model)
    check_network(program, config_for(program, config), memory_bytes=_memory_bytes(board),
                  anyway=anyway, latency_cycles=latency)  # fmt: skip
    images = _images(program, given, seed)
    run = run_network(
        program, images, config, latency_cycles=latency, stall=stalls,
        seed=seed, runtime=_runtime(model, program, images),
        progress=lambda name: say(f"simulating {name}"),
    )  # fmt: skip
    return _as_dict(run, board)


def _memory_bytes(board: str | None) -> int | None:
    """DDR of a board that is known to exist."""
    if board is None:
        return None
    from hwpipe.cluster import boards

    return boards()[board].device.memory_bytes


def _runtime(model: str, program: Any, images: dict[str, Any]) -> Any:
    """Tensors that onnxruntime computes; None where it is not installed or lacks an input."""
    from importlib.util import find_spec

    if find_spec("onnxruntime") is None:
        return None
    import onnx

    from hwpipe.quantize.compare import runtime_tensors

    proto = onnx.load(model)
    constants = {tensor.name for tensor in proto.graph.initializer}
    wanted = {value.name for value in proto.graph.input} - constants
    if wanted != set(images):  # host nodes come first: the program's inputs are drawn behind them
        return None
    return runtime_tensors(program, proto, images)


def _as_dict(run: NetworkRun, board: str | None) -> dict[str, Any]:
    return {
        "network": run.name, "board": board, "bit_exact": run.bit_exact,
        "runtime_differences": run.runtime_differences,
        "mac_use": round(run.mac_use, 4), "macs_per_cycle": run.macs_per_cycle,
        "image_bytes": run.image_bytes, "weight_bytes": run.weight_bytes,
        "predicted_cycles": round(run.predicted_cycles), "list_cycles": run.lists.cycles,
        **_spent(run.spent),
        "layers": [_layer(layer) for layer in run.layers],
        "outside": [{"name": n, "op": op, "reason": why} for n, op, why in run.outside],
    }  # fmt: skip


def _spent(spent: Spent) -> dict[str, int]:
    import dataclasses

    return {**dataclasses.asdict(spent), "busy_cycles": spent.busy_cycles}


def _layer(layer: LayerRun) -> dict[str, Any]:
    return {
        "name": layer.name, "kind": layer.kind, "where": layer.where, "reason": layer.reason,
        "commands": layer.commands, "macs": layer.macs,
        "predicted_cycles": round(layer.predicted_cycles), **_spent(layer.spent),
        "bit_exact": layer.bit_exact, "first_difference": layer.first_difference,
        "runtime_differences": layer.runtime_differences,
    }  # fmt: skip


def _percent(part: float, whole: float) -> str:
    return f"{part / whole:.1%}" if whole and part else ""


def _kilobytes(count: int) -> str:
    return f"{count / 1000:,.1f}" if count else ""


_COUNTS = (
    "cycles",
    "closed form",
    "MAC use",
    "refill",
    "read",
    "write",
    "drain",
    "kB read",
    "kB written",
)


def print_network(result: dict[str, Any]) -> None:
    """The same as a table; waits are cycles."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None)
    for column in ("layer", "operation", "runs on"):
        table.add_column(column)
    for column in _COUNTS:
        table.add_column(column, justify="right")
    table.add_column("equal")
    for layer in result["layers"]:
        cycles = layer["cycles"]
        waits = [f"{layer[f'{cause}_cycles']:,}" if cycles else ""
                 for cause in ("refill", "read", "write", "drain")]  # fmt: skip
        equal = "bit for bit" if layer["bit_exact"] else escape(str(layer["first_difference"]))
        table.add_row(
            escape(layer["name"]), layer["kind"], layer["where"], f"{cycles:,}" if cycles else "",
            f"{layer['predicted_cycles'] / cycles - 1:+.1%}" if cycles else "",
            _percent(layer["macs"], cycles * result["macs_per_cycle"]), *waits,
            _kilobytes(layer["read_bytes"]), _kilobytes(layer["write_bytes"]), equal,
        )  # fmt: skip
    Console().print(table)
    for layer in result["layers"]:
        if layer["reason"]:
            print(f"{layer['name']} runs on the host: {layer['reason']}")
    for node in result["outside"]:
        print(f"{node['name']} ({node['op']}) stays on the host: {node['reason']}")
    _print_total(result)


def _print_total(result: dict[str, Any]) -> None:
    cycles = result["cycles"]
    waits = ", ".join(
        f"{cause} {_percent(result[f'{cause}_cycles'], cycles) or '0 %'}"
        for cause in ("refill", "read", "write", "drain")
    )
    print(f"waiting: {waits}; DDR: {result['read_bytes']:,} bytes read, "
          f"{result['write_bytes']:,} written")  # fmt: skip
    off = result["runtime_differences"]
    if off is not None:
        print(f"onnxruntime: {f'{off:,} elements differ' if off else 'every tensor equal'}")
    exact = "bit-exact" if result["bit_exact"] else "differs"
    print(
        f"{result['network']}: {exact}, {cycles:,} cycles "
        f"({result['predicted_cycles'] / max(1, cycles) - 1:+.2%} in closed form), "
        f"MAC use {result['mac_use']:.1%}, DDR image {result['image_bytes']:,} bytes"
    )
