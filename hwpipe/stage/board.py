"""What a run is told about a board: its kernel, its clock, and what stands in for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hwpipe.cluster.model import Device
from hwpipe.conv import ConvConfig, board_config
from hwpipe.conv.engine import config_of
from hwpipe.errors import InputError

__all__ = ["BOARD_MODES", "BoardMode", "BoardOptions", "BoardSpec", "board_spec", "kernel_of"]

#: `reference`: integer layers in this process; `numpy` and `rtl`: a twin of the board, driven
#: through pynq; `hardware`: the board at an address, or the one that this runs on.
BoardMode = Literal["reference", "numpy", "rtl", "hardware"]
BOARD_MODES: tuple[BoardMode, ...] = ("reference", "numpy", "rtl", "hardware")


#: Seconds that one inference may take where the user says nothing.
_TIMEOUT_S: dict[BoardMode, float] = {
    "reference": 60.0, "numpy": 60.0, "rtl": 1800.0, "hardware": 60.0,
}  # fmt: skip


@dataclass(frozen=True)
class BoardOptions:
    """What a user says of the boards of a run.

    Attributes:
        mode: None: the boards at `PYNQ_REMOTE_DEVICES` or the one that this runs on, else a
            numpy twin, else (without pynq) the integer reference.
        package: folder with overlays and their manifest; for boards.
        timeout_s: for one inference; then the board counts as lost. None: a minute, and half an
            hour for simulated RTL.
        retry: whether a stage moves to the integer reference when its board is lost.
    """

    mode: BoardMode | None = None
    package: Path | None = None
    timeout_s: float | None = None
    retry: bool = False

    def __post_init__(self) -> None:
        if self.mode is not None and self.mode not in BOARD_MODES:
            raise InputError(f"--twin {self.mode}", limit=", ".join(BOARD_MODES))
        if self.timeout_s is not None and not self.timeout_s > 0:
            raise InputError(f"--board-timeout {self.timeout_s:g}", limit="more than 0 seconds")


@dataclass(frozen=True)
class BoardSpec:
    """A board of a run.

    Attributes:
        device: name in the cluster.
        board: folder name under `boards/`.
        config: of the kernel on it.
        clock_hz: of the kernel.
        mode: what runs the kernel's part of the stage.
        address: of the board or its twin; None for the board that this process runs on.
        bitstream: path of the `.bit`, its `.hwh` beside it; of a twin made by the run where None.
        timeout_s: for one inference; then the board counts as lost.
        retry: whether the stage moves to the integer reference when the board is lost.
    """

    device: str
    board: str
    config: ConvConfig
    clock_hz: float
    mode: BoardMode = "reference"
    address: str | None = None
    bitstream: str | None = None
    timeout_s: float = 30.0
    retry: bool = False


def kernel_of(device: Device) -> ConvConfig | None:
    """The kernel that a board of the cluster holds; None where it has another engine.

    It is the one that the plan was priced with. The accelerator has equal lanes on both sides:
    where a cluster file asks for others, the board's own kernel.
    """
    if device.engine is None:
        return None
    from hwpipe.cluster import boards

    entry = boards().get(device.board or "")
    part = entry.resources.part if entry is not None and entry.resources is not None else ""
    config = config_of(device.engine, part)
    if config is not None and config.pi != config.po:
        return board_config(device.board) if device.board else None
    return config


def board_spec(
    device: Device, mode: BoardMode, options: BoardOptions | None = None
) -> BoardSpec | None:
    """The board behind a device of a cluster; None where its engine is not hwpipe's kernel."""
    options = options or BoardOptions()
    config = kernel_of(device)
    if config is None or device.engine is None:
        return None
    return BoardSpec(
        device.name, device.board or device.type, config, device.engine.clock_hz, mode,
        timeout_s=options.timeout_s or _TIMEOUT_S[mode], retry=options.retry,
    )  # fmt: skip
