"""`hwpipe deploy`: does the board's bitstream fit the plan, and does it compute right?"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import print_json
from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.deploy.plan import Deployment

__all__ = ["deploy"]


@app.command()
def deploy(
    plan: Path = typer.Argument(..., metavar="PLAN.json", help="From hwpipe compile."),
    check: bool = typer.Option(False, "--check", help="Compare only; load nothing."),
    board_address: list[str] = typer.Option(
        [],
        "--board-address",
        metavar="IP",
        help="Board with PYNQ.remote, or a twin; once for every FPGA device of the plan "
        "[default: PYNQ_REMOTE_DEVICES, else this board].",
    ),
    package: Path | None = typer.Option(
        None,
        "--package",
        metavar="DIR",
        help="Folder with manifest.json, or one .bit file [default: hwpipe's own].",
    ),
    timeout: float = typer.Option(30.0, "--board-timeout", help="Seconds to wait for a board."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
) -> None:
    """Say whether bitstream, .hwh, kernel, clock, addresses and part fit the plan, then load them.

    Exits with 2 before anything is loaded if one does not fit. Without --check every board is
    loaded and one inference compared bit for bit.
    """  # fmt: skip
    from hwpipe.cli.overlay import package_folder
    from hwpipe.deploy.plan import check_deployment
    from hwpipe.plan.files import load_plan

    found = check_deployment(load_plan(plan), package_folder(package))
    if not as_json:
        for item in found:
            _show(item)
    wrong = sum(not row.ok for item in found for row in item.checks)
    results: list[dict[str, object]] = []
    if not wrong and not check:
        addresses = _addresses(found, board_address)
        results = [
            _load(item, address, timeout, as_json)
            for item, address in zip(found, addresses, strict=True)
        ]
    if as_json:
        print_json({"devices": [_plain(item) for item in found], "self_tests": results})
    if wrong:
        total = sum(len(item.checks) for item in found)
        raise InputError(f"{wrong} of {total} checks failed; nothing was loaded", where=str(plan))


def _show(item: Deployment) -> None:
    planned = item.planned
    stages = ", ".join(map(str, planned.stages))
    print(f"{planned.device} ({planned.board}, stage {stages}):")
    if item.overlay is not None:
        kind = "twin" if item.overlay.is_twin else "bitstream"
        print(f"  {kind} {item.overlay.path.name}")
    for row in item.checks:
        print(f"  {row}")


def _plain(item: Deployment) -> dict[str, object]:
    return {
        "device": item.planned.device,
        "board": item.planned.board,
        "stages": list(item.planned.stages),
        "bitstream": None if item.overlay is None else item.overlay.path.name,
        "twin": None if item.overlay is None else item.overlay.is_twin,
        "ok": item.ok,
        "checks": [dataclasses.asdict(row) for row in item.checks],
    }


def _addresses(found: list[Deployment], given: list[str]) -> list[str | None]:
    """An address for every device.

    Raises:
        InputError: fewer addresses than devices, or a twin's file and no address.
    """
    from hwpipe.overlay.open_board import board_addresses

    addresses: list[str] = list(given) or board_addresses()
    if not addresses and len(found) == 1 and not (found[0].overlay and found[0].overlay.is_twin):
        return [None]  # the board that this runs on
    if len(addresses) < len(found):
        raise InputError(
            f"{len(addresses)} addresses for {len(found)} FPGA devices", where="--board-address",
            remedy="start `hwpipe twin --board "
            f"{found[0].planned.board}` and give its address, or that of a board",
        )  # fmt: skip
    return list(addresses[: len(found)])


def _load(item: Deployment, address: str | None, timeout: float, quiet: bool) -> dict[str, object]:
    from hwpipe.deploy.selftest import self_test
    from hwpipe.fpga.driver import Timeouts

    assert item.overlay is not None
    assert item.planned.config is not None
    limits = Timeouts(kernel_s=timeout, transfer_s=timeout)
    done = self_test(item.overlay.path, item.planned.config, address=address, timeouts=limits)
    if not quiet:
        kind = "twin" if done.is_twin else "board"
        print(
            f"{item.planned.device}: self-test passed on {kind} {done.device}: {done.elements} "
            f"elements equal, {done.commands} commands, {done.cycles:,} cycles, "
            f"{done.register_operations} register operations"
        )
    return {"device": item.planned.device, **dataclasses.asdict(done)}
