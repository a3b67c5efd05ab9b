"""From Vivado's files to an overlay in `bitstreams/`: checked, named by content, listed."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hwpipe import __version__
from hwpipe.errors import InputError, WorkError
from hwpipe.overlay.bitfile import read_bit
from hwpipe.overlay.check import check_files
from hwpipe.overlay.check_design import check_design
from hwpipe.overlay.design import OverlayDesign
from hwpipe.overlay.hwh import PYNQ4_CLOCK_PARAMETER
from hwpipe.overlay.manifest import Built
from hwpipe.overlay.twin_files import OverlayFiles, entry_of, named, store

__all__ = ["adopt", "utilisation", "with_pynq4_clocks"]

#: Rows of `report_utilization` (UG949) by device family: 7-series and UltraScale+ names.
_ROWS = {
    "lut": ("CLB LUTs", "Slice LUTs"),
    "ff": ("CLB Registers", "Slice Registers"),
    "bram36": ("Block RAM Tile",),
    "uram": ("URAM",),
    "dsp": ("DSPs",),
}
_ACTUAL = re.compile(
    r'<PARAMETER NAME="PCW_ACT_FPGA(\d)_PERIPHERAL_FREQMHZ" VALUE="([0-9.]+)"\s*/>'
)


def utilisation(report: str) -> dict[str, float]:
    """Figures of Vivado's `report_utilization`.

    Raises:
        InputError: a row that every report has is missing.
    """
    found: dict[str, float] = {}
    for name, titles in _ROWS.items():
        for title in titles:
            row = re.search(rf"^\|\s*{re.escape(title)}\*?\s*\|\s*([0-9.]+)\s*\|", report, re.M)
            if row:
                found[name] = float(row[1])
                break
        else:
            if name != "uram":  # 7-series devices have none
                raise InputError(f"no row {titles[0]!r}", where="utilization.txt",
                                 remedy="build again with make -C boards/BOARD")  # fmt: skip
            found[name] = 0.0
    return found


def with_pynq4_clocks(hwh: str) -> str:
    """A Zynq-7000's `.hwh` with the clocks where pynq 4.0.0 looks for them.

    Must happen before the files are named: pynq keeps metadata by the `.bit`'s hash, so a `.hwh`
    is never edited afterwards.
    """
    if PYNQ4_CLOCK_PARAMETER.format(index=0) in hwh:
        return hwh

    def doubled(found: re.Match[str]) -> str:
        name = PYNQ4_CLOCK_PARAMETER.format(index=found[1])
        return f'{found[0]}\n        <PARAMETER NAME="{name}" VALUE="{found[2]}"/>'

    return _ACTUAL.sub(doubled, hwh)


def adopt(build: Path, design: OverlayDesign, folder: Path) -> Path:
    """Take a finished Vivado build into a folder of overlays.

    Args:
        build: folder that `boards/vivado/build.tcl` filled.
        design: that the build was made from.
        folder: for both files and the manifest.

    Returns:
        The `.bit` in `folder`.

    Raises:
        InputError: a file of the build is missing.
        WorkError: `.bit` and `.hwh` do not fit each other or the design; names every misfit.
    """
    try:
        results = json.loads((build / "results.json").read_text(encoding="utf-8"))
        bit = (build / f"{design.name}.bit").read_bytes()
        hwh = (build / f"{design.name}.hwh").read_text(encoding="utf-8-sig")
        resources = utilisation((build / "utilization.txt").read_text(encoding="utf-8"))
        tool, slack_s = str(results["tool"]), 1e-9 * float(results["setup_slack_ns"])
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", where=str(error.filename),
            remedy="run the build to its end: make -C boards/BOARD",
        ) from None  # fmt: skip
    except (KeyError, ValueError) as error:
        raise InputError(f"is damaged: {error}", where=str(build / "results.json")) from None
    if not read_bit(bit, f"{design.name}.bit").is_real:
        raise InputError("holds no sync word: it configures nothing", where=f"{design.name}.bit",
                         remedy="build it with Vivado")  # fmt: skip
    if design.board.family == "zynq-7000":
        hwh = with_pynq4_clocks(hwh)
    raw = hwh.encode()
    built = Built(tool, __version__, f"make -C boards/{design.board.name}", slack_s)
    entry = entry_of(design, raw, built, twin=False, resources=resources)
    files = OverlayFiles(named(entry, design.name, bit), bit, raw)
    _check(files, build / "adopted")
    return store(files, folder)


def _check(files: OverlayFiles, folder: Path) -> None:
    """Compare everything before the folder of overlays is touched."""
    overlay, checks = check_files(store(files, folder))
    if overlay is not None:
        checks += check_design(overlay)
    wrong = [str(check) for check in checks if not check.ok]
    if wrong:
        raise WorkError(
            f"{len(wrong)} misfits: {' | '.join(wrong)}", where=str(folder),
            remedy="remove the build folder and build again",
        )  # fmt: skip
