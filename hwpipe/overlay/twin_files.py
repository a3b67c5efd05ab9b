"""A twin's `.bit` and `.hwh` with their manifest entry, and folders that hold overlays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from hwpipe import __version__
from hwpipe.errors import InputError
from hwpipe.overlay.bitfile import twin_bit
from hwpipe.overlay.design import KERNEL_VLNV, OverlayDesign
from hwpipe.overlay.hwh import TWIN_TOOL, hwh_text
from hwpipe.overlay.manifest import (
    Built,
    Manifest,
    OverlayEntry,
    OverlayFile,
    claim_bytes,
    load_manifest,
    manifest_text,
    sha256_of,
)
from hwpipe.overlay.part import PartName

__all__ = ["MANIFEST", "OverlayFiles", "entry_of", "store", "twin_files"]

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class OverlayFiles:
    """An overlay in memory: its manifest entry and the bytes of both files."""

    entry: OverlayEntry
    bit: bytes
    hwh: bytes


def entry_of(design: OverlayDesign, hwh: bytes, built: Built, *, twin: bool,
             resources: dict[str, float] | None) -> OverlayEntry:  # fmt: skip
    """A manifest entry that lacks its `.bit`, and so its name."""
    return OverlayEntry(
        stem="", board=design.board.name, part=design.board.part, twin=twin, vlnv=KERNEL_VLNV,
        ident=f"{design.ident:016x}", configuration=dict(design.configuration),
        clock_hz=round(design.clock.kernel_hz), control_base=design.control.base,
        port_bits=design.port_bits, port_count=design.port_count, resources=resources,
        built=built, hwh=OverlayFile("", len(hwh), sha256_of(hwh)), bit=OverlayFile("", 0, ""),
    )  # fmt: skip


def named(entry: OverlayEntry, name: str, bit: bytes) -> OverlayEntry:
    """The entry with its `.bit` and the names of both files, which hold the `.bit`'s hash."""
    digest = sha256_of(bit)
    stem = f"{name}_{digest[:8]}"
    return replace(
        entry, stem=stem, bit=OverlayFile(f"{stem}.bit", len(bit), digest),
        hwh=replace(entry.hwh, file=f"{stem}.hwh"),
    )  # fmt: skip


def twin_files(design: OverlayDesign, *, pynq4_clocks: bool = True) -> OverlayFiles:
    """The overlay of a twin: nothing in it configures a device."""
    hwh = hwh_text(design, pynq4_clocks=pynq4_clocks).encode()
    built = Built(TWIN_TOOL, __version__, f"hwpipe overlay twin --board {design.board.name}")
    entry = entry_of(design, hwh, built, twin=True, resources=None)
    name = f"{design.name}_twin"
    bit = twin_bit(name, PartName.parse(design.board.part).in_bit, claim_bytes(entry))
    return OverlayFiles(named(entry, name, bit), bit, hwh)


def store(files: OverlayFiles, folder: Path) -> Path:
    """Write both files and the manifest; older files of the same board and kind are removed.

    Returns:
        The `.bit`.

    Raises:
        InputError: the folder cannot be written, or holds something else by the manifest's name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / MANIFEST
        old = load_manifest(path) if path.exists() else Manifest()
        new = old.with_entry(files.entry)
        bit = folder / files.entry.bit.file
        bit.write_bytes(files.bit)
        (folder / files.entry.hwh.file).write_bytes(files.hwh)
        path.write_text(manifest_text(new), encoding="utf-8")
        kept = {file.file for entry in new.overlays for file in (entry.bit, entry.hwh)}
        for entry in old.overlays:
            for file in (entry.bit, entry.hwh):
                if file.file not in kept:
                    (folder / file.file).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", where=str(folder),
            remedy="name a folder of your own",
        ) from None  # fmt: skip
    return bit
