"""Whether the overlays of a folder fit a plan's FPGA devices, before anything is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.overlay.check import Check, Overlay, check_files, same
from hwpipe.overlay.check_design import check_design, kernel_clock_hz
from hwpipe.overlay.clocks import TOLERANCE
from hwpipe.overlay.kernel import configuration_of, ident_of_config
from hwpipe.overlay.manifest import Manifest, OverlayEntry, load_manifest
from hwpipe.overlay.twin_files import MANIFEST
from hwpipe.plan.model import Plan
from hwpipe.stage.board import board_spec

__all__ = ["Deployment", "PlannedBoard", "check_deployment", "planned_boards"]


@dataclass(frozen=True)
class PlannedBoard:
    """An FPGA device of a plan.

    Attributes:
        device: its name in the cluster.
        stages: indices of the stages that it runs.
        board: folder name under `boards/`.
        config: of the kernel that the plan was priced with; None where the engine is no kernel of
            hwpipe.
        clock_hz: that it was priced with.
        memory_bytes: that its stages need.
    """

    device: str
    stages: tuple[int, ...]
    board: str
    config: ConvConfig | None
    clock_hz: float
    memory_bytes: float


@dataclass(frozen=True)
class Deployment:
    """One device, its overlay and what was compared.

    Attributes:
        planned: the device.
        overlay: that would be loaded; None where there is none that can be read.
        checks: in order.
    """

    planned: PlannedBoard
    overlay: Overlay | None
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether everything fits."""
        return all(check.ok for check in self.checks)


def planned_boards(plan: Plan) -> list[PlannedBoard]:
    """The FPGA devices that stages of a plan run on, in the order of the stages."""
    stages: dict[str, list[int]] = {}
    memory: dict[str, float] = {}
    for stage in plan.stages:
        for name in stage.devices:
            if plan.cluster.by_name[name].kind == "fpga":
                stages.setdefault(name, []).append(stage.index)
                memory[name] = memory.get(name, 0.0) + stage.memory_bytes
    found = []
    for name, indices in stages.items():
        device = plan.cluster.by_name[name]
        spec = board_spec(device, "hardware")
        clock_hz = device.engine.clock_hz if device.engine else 0.0
        found.append(PlannedBoard(
            name, tuple(indices), device.board or device.type.split("#")[0],
            spec.config if spec else None, clock_hz, memory[name],
        ))  # fmt: skip
    return found


def check_deployment(plan: Plan, package: Path) -> list[Deployment]:
    """Choose an overlay for every FPGA device of a plan and compare everything.

    Args:
        plan: as compiled.
        package: a `.bit` file, or a folder with `manifest.json`; of a folder the overlay with the
            plan's kernel is taken, real ones before twins, else another one of the board, so that
            the checks say what differs.

    Raises:
        InputError: the plan has no FPGA stage, or there is no such file, folder or manifest.
    """
    boards = planned_boards(plan)
    if not boards:
        raise InputError(
            "no stage of the plan runs on an FPGA", remedy="compile it for a cluster with a board"
        )
    single = package.suffix == ".bit"
    if not package.exists() or (not single and not package.is_dir()):
        raise InputError(
            "no such folder or .bit file", where=str(package),
            remedy="name a folder with manifest.json: make -C boards/BOARD fills bitstreams/",
        )  # fmt: skip
    manifest = Manifest() if single else load_manifest(package / MANIFEST)
    found = []
    for planned in boards:
        path = package if single else _choose(planned, manifest, package)
        if path is None:
            there = ", ".join(entry.board for entry in manifest.overlays) or "none"
            missing = Check(
                "overlay", False, f"overlays of {there}", f"one of {planned.board}",
                f"build it: make -C boards/{planned.board}, or hwpipe overlay twin "
                f"--board {planned.board} -o {package}",
            )  # fmt: skip
            found.append(Deployment(planned, None, (missing,)))
            continue
        overlay, checks = check_files(path)
        if overlay is not None:
            checks += check_design(overlay) + check_plan(planned, overlay)
        found.append(Deployment(planned, overlay, tuple(checks)))
    return found


def _choose(planned: PlannedBoard, manifest: Manifest, package: Path) -> Path | None:
    entries = manifest.find(board=planned.board)
    if not entries:
        return None
    wanted = f"{ident_of_config(planned.config):016x}" if planned.config else ""

    def rank(entry: OverlayEntry) -> tuple[bool, float, bool]:
        away = abs(entry.clock_hz - planned.clock_hz)
        return (entry.ident != wanted, away, entry.twin)

    return package / min(entries, key=rank).bit.file


def _difference(config: ConvConfig, entry: OverlayEntry | None) -> tuple[str, str]:
    """Parameters in which overlay and plan differ: what is there, what is wanted."""
    wanted = configuration_of(config)
    have = dict(entry.configuration) if entry else {}
    names = [name for name in wanted if have.get(name) != wanted[name]]
    return (
        ", ".join(f"{name} {have.get(name, 'not stated')}" for name in names),
        ", ".join(f"{name} {wanted[name]}" for name in names),
    )


def check_plan(planned: PlannedBoard, overlay: Overlay) -> list[Check]:
    """Compare an overlay with what a plan counts on."""
    checks = []
    name = overlay.board.name if overlay.board else "unknown"
    checks.append(same("board of the plan", name, planned.board,
                       f"take an overlay of {planned.board}"))  # fmt: skip
    build = f"build it: hwpipe overlay sources or twin --board {planned.board} with --plan"
    if planned.config is None:
        checks.append(Check(
            "kernel of the plan", False, "an engine that hwpipe has no kernel for",
            'kernel = "conv2d" with pi = po', "change the device's engine and compile again",
        ))  # fmt: skip
    else:
        have, wanted = _difference(planned.config, overlay.entry)
        checks.append(Check(
            "kernel of the plan", not have, have or f"{ident_of_config(planned.config):016x}",
            wanted, f"{build}, or compile for the overlay's kernel",
        ))  # fmt: skip
    hz = kernel_clock_hz(overlay) or 0
    near = abs(hz - planned.clock_hz) <= TOLERANCE * planned.clock_hz
    checks.append(Check(
        "clock of the plan", near, f"{hz / 1e6:.3f} MHz", f"{planned.clock_hz / 1e6:.3f} MHz",
        f"set engine = {{ clock = \"{hz / 1e6:g} MHz\" }} in the cluster file and compile again",
    ))  # fmt: skip
    if overlay.board is not None:
        held = overlay.board.ddr_bytes
        checks.append(Check(
            "memory of the plan", planned.memory_bytes <= held,
            f"{held / 2**20:,.0f} MB on the board", f"{planned.memory_bytes / 2**20:,.1f} MB",
            "give this device fewer layers",
        ))  # fmt: skip
    return checks
