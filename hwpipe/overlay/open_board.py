"""From an address and a bitstream to a driver, with errors that say what is wrong."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.fpga import interface
from hwpipe.fpga.driver import Timeouts, short_text

if TYPE_CHECKING:
    from hwpipe.fpga.driver_pynq import AcceleratorDriver

__all__ = ["board_addresses", "open_board"]

_NO_PROXY = "no_grpc_proxy"
_VARIABLE = "PYNQ_REMOTE_DEVICES"
#: Parameter of the IP in a `.hwh` that says what its identity register holds.
_IDENT = "HWPIPE_IDENT"
_NUMBERS = itertools.count()
#: pynq keeps the device that registers are written to in a global variable.
_LOADING = threading.Lock()


def board_addresses() -> list[str]:
    """Addresses in `PYNQ_REMOTE_DEVICES`; empty on a board itself."""
    return [a.strip() for a in os.environ.get(_VARIABLE, "").split(",") if a.strip()]


def _prepare(address: str) -> None:
    """What must be set before pynq is imported and connects."""
    if "pynq" not in sys.modules and address not in board_addresses():
        os.environ[_VARIABLE] = ",".join([*board_addresses(), address])
    # grpc would send even loopback traffic through http_proxy.
    around = os.environ.get(_NO_PROXY) or os.environ.get("no_proxy", "")
    if address not in around.split(","):
        os.environ[_NO_PROXY] = ",".join(filter(None, [around, address]))


def _connect(address: str | None) -> Any:
    """A pynq device."""
    if address is not None:
        _prepare(address)
    try:
        with _quiet():
            from pynq.pl_server.device import Device
            from pynq.pl_server.remote_device import RemoteDevice
    except ImportError as error:
        raise InputError(
            f"pynq cannot be imported: {error}", remedy="pip install 'hwpipe[pynq]'"
        ) from error
    try:
        return RemoteDevice(next(_NUMBERS), address) if address else Device.active_device
    except Exception as error:
        where = address or "this machine"
        raise WorkError(
            f"no board answers: {error}", where=where,
            remedy="check its address and power, and that PYNQ.remote (or hwpipe twin) runs there"
            if address else f"set {_VARIABLE} to a board's address, or run on the board",
        ) from error  # fmt: skip


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave out what pynq 4.0.0 and pynqutils 0.1.3 warn of themselves.

    They leave files open and use functions of setuptools and pydantic that go away; programs that
    turn warnings into errors could not use them otherwise.
    """
    with warnings.catch_warnings():
        for kind in (DeprecationWarning, PendingDeprecationWarning, ResourceWarning):
            warnings.simplefilter("ignore", kind)
        yield


def _patiently(load: Callable[[], Any], attempts: int = 4) -> Any:
    """Load; once more where another program was just writing pynq's pickle of metadata."""
    for attempt in range(attempts):
        try:
            return load()
        except RuntimeError as error:
            if "parse metadata" not in str(error) or attempt == attempts - 1:
                raise
            time.sleep(0.1 * (attempt + 1))
    raise AssertionError("the last attempt returns or raises")


@contextmanager
def _one_program(seconds: float) -> Iterator[None]:
    """Keep other programs of this user from loading: pynq keeps one pickle for all of them.

    After so many seconds it goes on without.
    """
    try:
        import fcntl
    except ImportError:  # no Unix: no such locks
        yield
        return
    name = f"hwpipe-pynq-{os.getuid()}.lock"
    with (Path(tempfile.gettempdir()) / name).open("a") as file:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                time.sleep(0.02)
        yield


def open_board(
    bitstream: str | Path,
    address: str | None = None,
    *,
    timeouts: Timeouts | None = None,
    download: bool = True,
) -> AcceleratorDriver:
    """Connect to a board, load a bitstream and return the accelerator's driver.

    Args:
        bitstream: `.bit` with its `.hwh` beside it.
        address: of a board with PYNQ.remote, or of a twin; by default the first one in
            `PYNQ_REMOTE_DEVICES`, and without that the board that this program runs on.
        timeouts: of the driver.
        download: load the bitstream; without, it must be loaded already (its identity is checked
            when a stage is loaded).

    Raises:
        InputError: no such file, pynq is not installed, or no accelerator in the `.hwh`.
        WorkError: the board does not answer, or refuses the bitstream.
    """
    path = Path(bitstream)
    for each in (path, path.with_suffix(".hwh")):
        if not each.is_file():
            raise InputError("no such file", where=str(each),
                             remedy="a bitstream needs its .hwh of the same name")  # fmt: skip
    limits = timeouts or Timeouts()
    overlay_tree = path.with_suffix(".dtbo")
    if overlay_tree.exists() and (address or board_addresses()):
        raise InputError(
            "pynq would insert it on this machine, not on the board", where=str(overlay_tree),
            remedy="remove it from beside the bitstream",
        )  # fmt: skip
    if address is None:
        address = next(iter(board_addresses()), None)
    device = _connect(address)
    from hwpipe.overlay.bitfile import check_device

    check_device(path.read_bytes(), str(getattr(device, "name", "")), str(path))
    from hwpipe.fpga.driver_pynq import AcceleratorDriver, closing_guard

    with _errors_of(path, address):
        with _LOADING, _one_program(limits.transfer_s), closing_guard(device, limits.transfer_s):
            from pynq import Clocks, Overlay
            from pynq.pl_server.device import Device

            Device.active_device = device
            # pynq 4.0.0 keeps the clock registers of the first device for all others.
            if "_real_instance" in vars(Clocks):
                del Clocks._real_instance
            with _quiet():
                overlay = _patiently(lambda: Overlay(str(path), device=device, download=download))
        name, ident = _accelerator_of(overlay.ip_dict, path)
        with closing_guard(device, limits.transfer_s):
            driver = getattr(overlay, name)
    assert isinstance(driver, AcceleratorDriver)
    driver.timeouts = limits
    driver.overlay = overlay
    driver.accelerator.reset = overlay.download
    if ident is not None:
        driver.accelerator.check_ident(ident)
    return driver


def _accelerator_of(found: Mapping[str, Any], path: Path) -> tuple[str, int | None]:
    """Name of the accelerator in a `.hwh`, and the identity that it says to have."""
    names = [name for name, ip in found.items() if ip["type"] == interface.VLNV]
    if len(names) != 1:
        types = ", ".join(sorted({str(ip["type"]) for ip in found.values()})) or "none"
        raise InputError(
            f"{len(names)} accelerators; its IP are {types}", where=str(path),
            limit=f"one {interface.VLNV}", remedy="take the .hwh that was built with this .bit",
        )  # fmt: skip
    text = str(found[names[0]].get("parameters", {}).get(_IDENT, ""))
    try:
        return names[0], int(text, 16)
    except ValueError:
        return names[0], None


@contextmanager
def _errors_of(path: Path, address: str | None) -> Iterator[None]:
    """Errors that say which bitstream was not loaded, and where."""
    try:
        yield
    except HwpipeError:
        raise
    except PermissionError as error:
        raise WorkError(
            f"pynq cannot write its state: {error}",
            remedy="install pynq into an environment of your own",
        ) from error
    except Exception as error:
        raise WorkError(
            f"{path.name} was not loaded: {short_text(error)}", where=address or "board",
            remedy="check with `hwpipe deploy --check` that bitstream, .hwh and board fit",
        ) from error  # fmt: skip
