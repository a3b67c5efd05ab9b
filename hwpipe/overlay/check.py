"""Whether an overlay's files fit each other: every check a line, with what to do if it is wrong.

`check_files` compares `.bit`, `.hwh`, manifest and board; `hwpipe.overlay.check_plan` compares an
overlay with a plan. Nothing is loaded, and pynq need not be installed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hwpipe.errors import InputError
from hwpipe.overlay.bitfile import BitFile, read_bit, twin_claim
from hwpipe.overlay.board import OverlayBoard, overlay_board, overlay_boards
from hwpipe.overlay.hwh_read import Handoff, read_hwh
from hwpipe.overlay.manifest import (
    OverlayEntry,
    claim_bytes,
    load_manifest,
    package_hash,
    sha256_of,
)
from hwpipe.overlay.part import PartName
from hwpipe.overlay.twin_files import MANIFEST

__all__ = ["Check", "Overlay", "check_files", "same"]


@dataclass(frozen=True)
class Check:
    """One thing that was compared.

    Attributes:
        what: a few words.
        ok: whether it fits.
        found: as text.
        expected: as text.
        remedy: what to do where it does not fit.
    """

    what: str
    ok: bool
    found: str
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        if self.ok:
            return f"ok     {self.what}: {self.found}"
        text = f"WRONG  {self.what}: found {self.found}, expected {self.expected}"
        return f"{text}; {self.remedy}" if self.remedy else text


@dataclass(frozen=True)
class Overlay:
    """The files of an overlay, parsed.

    Attributes:
        path: of the `.bit`.
        bit: its header and data.
        handoff: the `.hwh`.
        entry: of the manifest beside them; None where there is none.
        board: that it is for; None where neither manifest nor part say.
    """

    path: Path
    bit: BitFile
    handoff: Handoff
    entry: OverlayEntry | None
    board: OverlayBoard | None

    @property
    def is_twin(self) -> bool:
        """Whether only a twin takes it."""
        return self.bit.is_twin


def same(
    what: str, found: object, expected: object, remedy: str, *, ok: bool | None = None
) -> Check:
    """A check for equality, or for `ok` where that is given."""
    fits = found == expected if ok is None else ok
    return Check(what, fits, str(found), str(expected), remedy)


def _attempt(what: str, remedy: str, make: Callable[[], object]) -> tuple[object, Check]:
    try:
        made = make()
    except (InputError, OSError) as error:
        text = error.what if isinstance(error, InputError) else error.strerror or str(error)
        return None, Check(what, False, text, "a file that can be read", remedy)
    return made, Check(what, True, "readable")


def _find_board(entry: OverlayEntry | None, bit: BitFile, handoff: Handoff) -> OverlayBoard | None:
    if entry is not None and entry.board in overlay_boards():
        return overlay_board(entry.board)
    for name in overlay_boards():
        board = overlay_board(name)
        if handoff.board.startswith(board.vivado_board + ":"):
            return board
    for name in overlay_boards():
        board = overlay_board(name)
        try:
            if PartName.parse(board.part).agrees(PartName.parse(bit.part)):
                return board
        except InputError:
            return None
    return None


def check_files(path: Path) -> tuple[Overlay | None, list[Check]]:
    """Read an overlay and compare its files with each other.

    Args:
        path: of the `.bit`; `.hwh` and `manifest.json` are looked for beside it.

    Returns:
        The overlay, None where a file cannot be read, and the checks that were made.
    """
    checks: list[Check] = []
    again = "copy both files again from the folder where they were built"
    bit, check = _attempt("bitstream file", again, lambda: read_bit(path.read_bytes()))
    checks.append(check)
    hwh_path = path.with_suffix(".hwh")
    handoff, check = _attempt(
        "hardware handoff", f"put {hwh_path.name} beside the bitstream",
        lambda: read_hwh(hwh_path.read_bytes()),
    )  # fmt: skip
    checks.append(check)
    if not isinstance(bit, BitFile) or not isinstance(handoff, Handoff):
        return None, checks
    entry, found = _manifest(path)
    checks += found
    board = _find_board(entry, bit, handoff)
    overlay = Overlay(path, bit, handoff, entry, board)
    checks += [*_kind(overlay), *_hashes(overlay), *_parts(overlay), *_beside(path)]
    return overlay, checks


def _manifest(path: Path) -> tuple[OverlayEntry | None, list[Check]]:
    listed = path.parent / MANIFEST
    remedy = "build the overlay again with make -C boards/BOARD or hwpipe overlay twin"
    if not listed.exists():
        return None, [Check("manifest", False, "none", f"{MANIFEST} beside the bitstream", remedy)]
    try:
        entries = load_manifest(listed).find(stem=path.stem)
    except InputError as error:
        return None, [Check("manifest", False, error.what, "a manifest", remedy)]
    if not entries:
        return None, [Check("manifest", False, f"no entry {path.stem}", "an entry", remedy)]
    entry = entries[0]
    return entry, [Check("manifest", True, f"{entry.stem}, built with {entry.built.tool}")]


def _kind(overlay: Overlay) -> list[Check]:
    bit = overlay.bit
    found = "a twin's" if bit.is_twin else "configuration data" if bit.is_real else "neither"
    checks = [Check(
        "kind of bitstream", bit.is_twin or bit.is_real, found,
        "configuration data with a sync word, or a twin's file", "build the bitstream again",
    )]  # fmt: skip
    entry = overlay.entry
    if entry is not None:
        listed = "a twin's" if entry.twin else "configuration data"
        checks.append(same("kind in the manifest", found, listed, "build the overlay again"))
    by_vivado = not overlay.handoff.tool.startswith("hwpipe")
    checks.append(Check(
        "tool of the handoff", by_vivado != bit.is_twin, overlay.handoff.tool or "not stated",
        "hwpipe twin for a twin's file, Vivado's version for configuration data",
        "take the .hwh that was built with this .bit",
    ))  # fmt: skip
    return checks


def _hashes(overlay: Overlay) -> list[Check]:
    entry, path = overlay.entry, overlay.path
    if entry is None:
        return []
    raw, hwh = path.read_bytes(), path.with_suffix(".hwh").read_bytes()
    # Files of a pip package are called name_hash.device, with one hash for all of them.
    stem, _, device = path.stem.partition(".")
    digits = package_hash(load_manifest(path.parent / MANIFEST)) if device else sha256_of(raw)[:8]
    stale = "it is of another build: copy both files again, or build the overlay again"
    checks = [
        same("SHA-256 of the bitstream", sha256_of(raw)[:16], entry.bit.sha256[:16], stale),
        same("SHA-256 of the handoff", sha256_of(hwh)[:16], entry.hwh.sha256[:16], stale),
        same(
            "hash in the name", stem.rpartition("_")[2], digits,
            "name files as hwpipe does: a board keeps old bitstreams of equal names",
        ),
    ]  # fmt: skip
    if overlay.bit.is_twin:
        _, digest = twin_claim(overlay.bit.data)
        claimed = sha256_of(claim_bytes(entry))
        checks.append(same("claims of the twin", digest.hex()[:16], claimed[:16], stale))
    return checks


def _parts(overlay: Overlay) -> list[Check]:
    handoff, board = overlay.handoff, overlay.board
    if board is None:
        known = ", ".join(overlay_boards())
        return [Check("board", False, f"part {overlay.bit.part}", f"one of {known}",
                      "add boards/BOARD/overlay.toml")]  # fmt: skip
    wanted = PartName.parse(board.part)
    remedy = f"build the overlay for {board.name}: make -C boards/{board.name}"
    checks = []
    try:
        found = PartName.parse(overlay.bit.part)
        checks.append(same("part of the bitstream", found, wanted, remedy, ok=wanted.agrees(found)))
    except InputError:
        checks.append(same("part of the bitstream", overlay.bit.part, wanted, remedy))
    info = {"DEVICE": handoff.device, "PACKAGE": handoff.package, "SPEEDGRADE": handoff.speed}
    text = " ".join(info.values())
    checks.append(same("part of the handoff", text.lower(),
                       " ".join(wanted.in_hwh.values()).lower(), remedy))  # fmt: skip
    if overlay.entry is not None:
        listed = PartName.parse(overlay.entry.part)
        checks.append(
            same("part in the manifest", listed, wanted, remedy, ok=wanted.agrees(listed))
        )
    return checks


def _beside(path: Path) -> list[Check]:
    """With a .dtbo beside it, pynq inserts a tree on the host when it drives a board remotely."""
    if not path.with_suffix(".dtbo").exists():
        return []
    return [Check("files beside the bitstream", False, path.with_suffix(".dtbo").name, "no .dtbo",
                  "remove it: pynq would insert it on the host")]  # fmt: skip
