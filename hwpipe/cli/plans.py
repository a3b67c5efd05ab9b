"""The verbs that take a plan: `show`, `simulate`, `report`, `run`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import print_json, progress_bar, stdout
from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.report.measured import Comparison

_PLAN = typer.Argument(..., metavar="PLAN.json", help="A plan that `hwpipe compile -o` wrote.")
_JSON = typer.Option(False, "--json", help="Print JSON for programs.")
_QUIET = typer.Option(False, "--quiet", "-q", help="Print nothing but errors.")


@app.command()
def show(
    plan: Path = _PLAN,
    svg: Path | None = typer.Option(None, help="Write a picture of the plan (SVG)."),
    annotate: Path | None = typer.Option(
        None, help="Write the model with stage, device and time of every node, for Netron."
    ),
    model: Path | None = typer.Option(None, help="The model, if it has moved."),
    as_json: bool = _JSON,
    quiet: bool = _QUIET,
) -> None:
    """Print stages, devices, balance, memory, links, baselines, bound and gap."""
    from hwpipe.plan.files import (
        is_distill_file,
        load_plan,
        plan_to_dict,
        write_atomically,
        write_bytes_atomically,
    )

    if is_distill_file(plan):
        from hwpipe.cli import distill

        distill.show(plan, as_json=as_json, quiet=quiet)
        return
    loaded = load_plan(plan)
    if svg is not None:
        from hwpipe.report.picture import plan_svg

        write_atomically(svg, plan_svg(loaded))
    if annotate is not None:
        from hwpipe.plan.locate import locate_model, splits_of
        from hwpipe.report.annotate import annotate_onnx

        source = locate_model(loaded, model, beside=plan)
        proto = source.proto(loaded.micro_batch, splits_of(loaded))
        write_bytes_atomically(annotate, annotate_onnx(loaded, proto).SerializeToString())
    if as_json:
        print_json(plan_to_dict(loaded))
    elif not quiet:
        from hwpipe.report.tables import print_plan

        print_plan(loaded, stdout())


@app.command()
def simulate(
    plan: Path = _PLAN,
    trace: Path | None = typer.Option(None, help="Write a trace that ui.perfetto.dev opens."),
    as_json: bool = _JSON,
    quiet: bool = _QUIET,
) -> None:
    """Run the plan's schedule through the event simulator."""
    import json

    from hwpipe.plan.files import is_distill_file, load_plan, write_atomically
    from hwpipe.plan.timeline import simulate_plan
    from hwpipe.schedule.trace import to_chrome_trace
    from hwpipe.units import format_bytes, format_seconds

    if is_distill_file(plan):
        from hwpipe.cli import distill

        distill.simulate(plan, trace=trace, as_json=as_json, quiet=quiet)
        return
    loaded = load_plan(plan)
    timeline = simulate_plan(loaded)
    if trace is not None:
        held = zip(loaded.rank_names, loaded.rank_stages, strict=True)
        labels = {
            f"rank {rank}": f"{device}: stage {', '.join(map(str, stages))}"
            for rank, (device, stages) in enumerate(held)
        }
        drawn = to_chrome_trace(timeline, title=loaded.model.name, labels=labels)
        write_atomically(trace, json.dumps(drawn))
    devices = loaded.rank_names
    rows: list[dict[str, Any]] = [
        {
            "device": device,
            "busy_s": timeline.rank_busy_s[rank],
            "busy_share": timeline.rank_busy_s[rank] / timeline.makespan_s
            if timeline.makespan_s
            else 0.0,
            "peak_memory_bytes": timeline.peak_memory_bytes[rank],
            "peak_in_flight": timeline.peak_in_flight[rank],
        }
        for rank, device in enumerate(devices)
    ]
    if as_json:
        print_json({"iteration_s": timeline.makespan_s, "devices": rows,
                    "link_busy_s": timeline.link_busy_s})  # fmt: skip
    elif not quiet:
        from rich.table import Table

        table = Table(title=f"one iteration: {format_seconds(timeline.makespan_s)}")
        for column in ("device", "busy", "share", "peak memory", "in flight"):
            table.add_column(column, justify="left" if column == "device" else "right")
        for row in rows:
            table.add_row(
                str(row["device"]),
                format_seconds(row["busy_s"]),
                f"{100 * float(row['busy_share']):.1f} %",
                format_bytes(row["peak_memory_bytes"]),
                str(row["peak_in_flight"]),
            )
        stdout().print(table)
        if trace is not None:
            print(f"trace written to {trace}; open it at ui.perfetto.dev")


@app.command()
def report(
    plan: Path = _PLAN,
    output: Path = typer.Option(Path("report.html"), "--output", "-o", help="HTML file."),
    run: Path | None = typer.Option(None, help="Measurements that `hwpipe run --report` wrote."),
    timeline: Path | None = typer.Option(
        None, help="Timeline of a run of this plan, laid over the prediction."
    ),
    as_json: bool = _JSON,
    quiet: bool = _QUIET,
) -> None:
    """Write one self-contained HTML page about a plan, or about a frontier of plans."""
    import json

    from hwpipe.plan.files import is_distill_file, is_frontier_file, load_plan
    from hwpipe.plan.timeline import simulate_plan
    from hwpipe.report.html import write_report

    if is_distill_file(plan):
        from hwpipe.cli import distill

        _no_timeline(timeline, plan)
        distill.report(plan, output)
        _say_report(output, as_json, quiet)
        return
    if is_frontier_file(plan):
        _no_timeline(timeline, plan)
        from hwpipe.plan.frontier_files import load_frontier
        from hwpipe.report.frontier import write_frontier_report

        write_frontier_report(load_frontier(plan), output, file=plan.name)
        _say_report(output, as_json, quiet)
        return
    loaded = load_plan(plan)
    extra: dict[str, Any] = {}
    if timeline is not None:
        from hwpipe.plan.timeline_files import read_timeline
        from hwpipe.report.measured import compare

        extra["measured"] = compare(loaded, *read_timeline(timeline, loaded))
    if run is not None:
        try:
            extra["run"] = json.loads(run.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"cannot be read: {error}", where=str(run)) from None
    write_report(loaded, output, timeline=simulate_plan(loaded), extra=extra)
    _say_report(output, as_json, quiet, extra.get("measured"))


def _no_timeline(timeline: Path | None, plan: Path) -> None:
    if timeline is not None:
        raise InputError("--timeline with a file that holds no single plan", where=str(plan),
                         remedy="give the plan that was run")  # fmt: skip


def _say_report(
    output: Path, as_json: bool, quiet: bool, measured: Comparison | None = None
) -> None:
    if as_json:
        summary: dict[str, Any] = {"report": str(output), "bytes": output.stat().st_size}
        if measured is not None:
            from hwpipe.report.measured import comparison_dict

            summary["measured"] = comparison_dict(measured)
        print_json(summary)
    elif not quiet:
        if measured is not None:
            _print_measured(measured)
        print(f"report written to {output}")


def _print_measured(measured: Comparison) -> None:
    from rich.table import Table

    from hwpipe.report.measured import comparison_rows

    table = Table(title="measured against predicted")
    for column in ("stage", "action", "count", "predicted", "measured", "error"):
        table.add_column(column, justify="left" if column in ("stage", "action") else "right")
    for row in comparison_rows(measured):
        table.add_row(*row)
    stdout().print(table)


@app.command()
def run(
    plan: Path = _PLAN,
    inputs: Path | None = typer.Option(
        None, "--input", "-i", help="Arrays by input name (.npz); default: seeded random ones."
    ),
    output: Path | None = typer.Option(None, "--output", "-o", help="Write outputs (.npz)."),
    check: bool = typer.Option(False, "--check", help="Compare with onnxruntime."),
    model: Path | None = typer.Option(None, help="The model, if it has moved."),
    timeout: float | None = typer.Option(
        None, help="Give up after this many seconds of silence [default: 600, RTL twins 1800]."
    ),
    twin: str | None = typer.Option(
        None,
        metavar="numpy|rtl|reference",
        help="What stands for FPGA boards; default: PYNQ_REMOTE_DEVICES, else a numpy twin.",
    ),
    package: Path | None = typer.Option(
        None, help="Folder with the boards' bitstreams; default: hwpipe's own."
    ),
    retry: bool = typer.Option(
        False, "--retry", help="Go on with the integer reference where a board is lost."
    ),
    board_timeout: float | None = typer.Option(
        None, help="Seconds for one inference, then a board is lost [default: 60, RTL twins 1800]."
    ),
    report_to: Path | None = typer.Option(
        None, "--report", help="Write measurements as JSON for `hwpipe report --run`."
    ),
    timeline: Path | None = typer.Option(
        None, help="Write the run as it was, for ui.perfetto.dev and `hwpipe report --timeline`."
    ),
    as_json: bool = _JSON,
    quiet: bool = _QUIET,
) -> None:
    """Execute an inference plan here, a process for each device; or as one process of torchrun."""
    import json

    from hwpipe.cli.run_summary import print_run, run_summary, write_run_timeline
    from hwpipe.plan.files import load_plan, write_atomically
    from hwpipe.plan.locate import locate_model
    from hwpipe.runtime.arrays import load_arrays, save_arrays
    from hwpipe.runtime.execute import execute_plan, random_inputs
    from hwpipe.runtime.network import leave_torchrun
    from hwpipe.stage.board import BOARD_MODES, BoardOptions

    modes = {mode: mode for mode in BOARD_MODES}
    if twin is not None and twin not in modes:
        raise InputError(f"--twin {twin!r}", limit=", ".join(modes))
    boards = BoardOptions(modes[twin] if twin else None, package, board_timeout, retry)
    loaded = load_plan(plan)
    source = locate_model(loaded, model, beside=plan)
    arrays = load_arrays(inputs) if inputs else random_inputs(source, loaded)
    if twin == "rtl" and not (quiet or as_json):
        print(
            "starting twins in RTL; the first one of a kernel compiles its simulator (a minute)",
            flush=True,
        )
    with progress_bar(quiet or as_json, "micro-batches") as advance:
        done = execute_plan(
                        loaded, arrays, source=source, check=check,
                        timeout_s=timeout or (1800.0 if twin == "rtl" else 600.0),
                        progress=advance, boards=boards)  # fmt: skip
    if done is None:  # a rank above 0 of torchrun
        leave_torchrun()
        return
    summary = run_summary(loaded, done)
    if output is not None:
        save_arrays(output, done.outputs)
    if report_to is not None:
        write_atomically(report_to, json.dumps(summary, indent=1) + "\n")
    if timeline is not None:
        write_run_timeline(loaded, done, timeline)
    if as_json:
        print_json(summary)
    elif not quiet:
        print_run(loaded, summary, seeded=inputs is None)
        if output is not None:
            print(f"outputs written to {output}")
        if timeline is not None:
            print(f"timeline written to {timeline}; open it at ui.perfetto.dev")
    if done.check is not None:
        done.check.require()
    leave_torchrun()
