"""`hwpipe hls sim`: a kernel at register-transfer level against its definition."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer

from hwpipe.cli.console import print_json, status
from hwpipe.cli.hls import hls
from hwpipe.cli.hls_options import assignments, board_limits, load_arrays, named_kernel
from hwpipe.errors import InputError

__all__: list[str] = []

#: Figures of a layer where none are given: small, with padding.
LAYER = {
    "channels": 16, "height": 14, "width": 14, "filters": 16, "kernel": 3, "stride": 1, "pad": 1,
    "groups": 1, "batch": 1,
}  # fmt: skip


def _figure(text: str) -> Any:
    return typer.Option(None, help=f"Layer: {text}.")


@hls.command()
def sim(
    kernel: str | None = typer.Argument(None, metavar="[KERNEL]", help="Name, or a Python file."),
    network: str | None = typer.Option(None, help="Quantised ONNX file: every layer of it."),
    board: str | None = typer.Option(None, help="Board whose kernel is built, and its limits."),
    channels: int | None = _figure("channels of its input [16]"),
    height: int | None = _figure("rows of its input [14]"),
    width: int | None = _figure("columns of its input [14]"),
    filters: int | None = _figure("channels of its output [as many as channels]"),
    taps: int | None = typer.Option(None, "--kernel", help="Layer: taps on each side [3]."),
    stride: int | None = _figure("stride [1]"),
    pad: int | None = _figure("padding on each side [1]"),
    groups: int | None = _figure("groups of conv2d [1]"),
    batch: int | None = _figure("images, for depthwise and conv_weight_grad [1]"),
    assign: list[str] = typer.Option(
        [], "--set", metavar="NAME=VALUE", help="Scalar argument; others are drawn."
    ),
    given: list[str] = typer.Option(
        [], "--input", metavar="NAME=FILE.npy", help="Array or stream items; others are drawn."
    ),
    param: list[str] = typer.Option([], metavar="NAME=VALUE", help="Set a kernel constant."),
    seed: int = typer.Option(1, help="Of random data and stalls."),
    stalls: float = typer.Option(0.0, help="Chance of every channel to pause in a cycle."),
    latency: int = typer.Option(100, help="Latency of the memory in cycles."),
    factor: float = typer.Option(
        2.0, help="Stop at so many times the predicted cycles (stalls allowed for)."
    ),
    waves: Path | None = typer.Option(None, help="Record all signals to this .fst or .vcd file."),
    simulator: str = typer.Option("verilator", help="verilator (compiled) or icarus."),
    report: Path | None = typer.Option(
        None, help="Network: write a page with timeline and losses to this .html file."
    ),
    anyway: bool = typer.Option(
        False, help="Network: let the host compute layers that no kernel runs; accept inexact ones."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """Simulate a kernel cycle by cycle and compare every output with its definition.

    conv2d, depthwise, conv_input_grad and conv_weight_grad take a layer; any other kernel runs on
    random arguments within its declared ranges, compared with its source run as plain Python.
    Exits with 1 if an output differs.
    """
    from hwpipe.hls.trial_run import TrialOptions

    if (kernel is None) == (network is None):
        raise InputError("one of KERNEL and --network is needed")
    if network is not None:
        _network(network, board, given, (seed, latency, stalls), (anyway, as_json, quiet), report)
        return
    if report is not None:
        raise InputError("--report without --network", remedy="name a quantised ONNX file")
    assert kernel is not None
    figures = {
        "channels": channels, "height": height, "width": width, "filters": filters, "kernel": taps,
        "stride": stride, "pad": pad, "groups": groups, "batch": batch,
    }  # fmt: skip
    layer = {name: value for name, value in figures.items() if value is not None}
    limits, _ = board_limits(board)
    options = TrialOptions(simulator, seed, stalls, latency, factor, waves, limits)
    constants = assignments(param, "--param")
    with status(quiet or as_json) as say:
        say(f"simulating {kernel}")
        if kernel == "conv2d":
            _no_values(assign, given, "conv2d")
            result = _conv2d(board, layer, constants, options)
        else:
            result = _other(kernel, board, layer, constants, options,
                            {**assignments(assign, "--set"), **load_arrays(given)})  # fmt: skip
    if as_json:
        print_json(result)
    elif not quiet:
        _print(result)
    if not result["bit_exact"]:
        sys.exit(1)


def _network(
    model: str, board: str | None, given: list[str], memory: tuple[int, int, float],
    flags: tuple[bool, bool, bool], report: Path | None,
) -> None:  # fmt: skip
    """Every layer of a quantised network."""
    from hwpipe.cli.hls_network import network_result, print_network

    if report is not None and not report.resolve().parent.is_dir():
        raise InputError(f"--report {report}", limit="a file in a folder that exists")
    (seed, latency, stalls), (anyway, as_json, quiet) = memory, flags
    with status(quiet or as_json) as say:
        result = network_result(model, board, load_arrays(given), seed=seed, latency=latency,
                                stalls=stalls, anyway=anyway, say=say)  # fmt: skip
    if report is not None:
        from hwpipe.cli.hls_network_page import network_page

        report.write_text(network_page(result), "utf-8")
    if as_json:
        print_json(result)
    elif not quiet:
        print_network(result)
    if not result["bit_exact"]:
        sys.exit(1)


def _no_values(assign: list[str], given: list[str], kernel: str) -> None:
    if assign or given:
        option = "--set" if assign else "--input"
        raise InputError(
            f"{option} with {kernel}", remedy="give the layer: --channels, --height, --width, ..."
        )


def _filled(layer: dict[str, int], ignored: tuple[str, ...], kernel: str) -> dict[str, int]:
    """A layer with its missing figures; the filters follow the channels."""
    for name in ignored:
        if layer.get(name, 1) != 1:
            raise InputError(f"--{name} {layer[name]} with {kernel}", limit="1")
    full = {**LAYER, **layer}
    if "filters" not in layer:
        full["filters"] = full["channels"]
    return full


def _conv2d(
    board: str | None, layer: dict[str, int], constants: dict[str, int], options: Any
) -> dict[str, Any]:
    """A convolution through the planner of layers."""
    from dataclasses import replace

    from hwpipe.conv import ConvConfig, ConvShape, board_config, plan_conv, random_layer, run_conv
    from hwpipe.conv.run import built_kernel, kernel_values
    from hwpipe.hls.trial_run import check_limits, run_trial

    config = board_config(board) if board is not None else ConvConfig()
    fields = {name.upper(): name for name in ("pi", "po", "shift", "psum", "tile", "out_depth")}
    fields["PORT"] = "port_bytes"
    for name in constants:
        if name not in fields:
            raise InputError(f"conv2d has no parameter {name!r}", limit=", ".join(sorted(fields)))
    config = replace(config, **{fields[name]: value for name, value in constants.items()})
    full = _filled(layer, ("batch",), "conv2d")
    shape = ConvShape(**{name: full[name] for name in LAYER if name != "batch"})
    if options.simulator == "icarus":
        plan = plan_conv(shape, config, latency_cycles=options.latency)
        values = kernel_values(plan, random_layer(shape, options.seed))
        products = (shape.macs, config.macs_per_cycle)
        trial = run_trial(built_kernel(config).compiled.kernel, values, options, products=products)
        return {**trial.as_dict(), "layer": full, "board": board}
    check_limits(built_kernel(config), options.limits)
    run = run_conv(
        shape, config, seed=options.seed, latency_cycles=options.latency, stall=options.stalls,
        limit_factor=options.factor, waves=options.waves,
    )  # fmt: skip
    return {
        "kernel": "conv2d", "bit_exact": run.bit_exact, "first_difference": run.first_difference,
        "cycles": run.cycles, "predicted_cycles": round(run.predicted_cycles),
        "mac_use": round(run.mac_use, 4), "scalars": dict(run.plan.scalars), "layer": full,
        "board": board,
    }  # fmt: skip


def _other(
    kernel: str, board: str | None, layer: dict[str, int], constants: dict[str, int], options: Any,
    values: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """A layer on one of the other convolution kernels, or random arguments."""
    from hwpipe.conv.trial import LAYER_KERNELS, random_call
    from hwpipe.hls.trial import trial_values
    from hwpipe.hls.trial_run import run_trial

    loaded = named_kernel(kernel, board, constants)
    if kernel not in LAYER_KERNELS:
        if layer:
            raise InputError(
                f"--{next(iter(layer))} with kernel {loaded.name}",
                limit=", ".join(["conv2d", *LAYER_KERNELS]),
                remedy="set its arguments with --set NAME=VALUE",
            )
        drawn = trial_values(loaded, options.seed, values)
        return {**run_trial(loaded, drawn, options).as_dict(), "board": board}
    if values:
        _no_values(list(values), [], kernel)
    if constants:
        raise InputError(f"--param with {kernel}", remedy="simulate its file with other lanes")
    full = _filled(layer, ("groups",), kernel)
    call = random_call(
        kernel, channels=full["channels"], height=full["height"], width=full["width"],
        filters=full["filters"], taps=full["kernel"], stride=full["stride"], pad=full["pad"],
        batch=full["batch"], seed=options.seed,
    )  # fmt: skip
    lanes = 1
    for name in LAYER_KERNELS[kernel]:
        lanes *= int(loaded.namespace[name])
    done = run_trial(loaded, call.values, options, products=(call.macs, lanes))
    return {**done.as_dict(), "layer": full, "board": board}


def _print(result: dict[str, Any]) -> None:
    first = result["first_difference"]
    if result["bit_exact"]:
        print(f"{result['kernel']}: bit-exact")
    elif isinstance(first, dict):
        print(
            f"{result['kernel']}: {first['output']}[{first['index']}] is {first['got']}, "
            f"{first['expected']} expected ({first['count']} items differ)"
        )
    else:
        print(f"{result['kernel']}: {first}")
    off = result["cycles"] / max(1, result["predicted_cycles"]) - 1
    print(f"cycles            {result['cycles']:,}")
    print(f"predicted cycles  {result['predicted_cycles']:,} ({off:+.2%} in simulation)")
    if result["mac_use"] is not None:
        print(f"MAC use           {result['mac_use']:.1%}")
