"""A pip package of overlays, as PYNQ users expect: `pip install`, then `Overlay("NAME.bit")`.

pynq searches packages of the entry point group `pynq.overlays` for `NAME.bit.d/NAME.DEVICE.bit`
with the name that the device gives itself, so that one package serves boards and twins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hwpipe import __version__
from hwpipe.errors import InputError
from hwpipe.overlay.board import overlay_board, overlay_boards, twin_device_name
from hwpipe.overlay.check import check_files
from hwpipe.overlay.check_design import check_design
from hwpipe.overlay.manifest import (
    Manifest,
    OverlayEntry,
    load_manifest,
    manifest_text,
    package_hash,
)
from hwpipe.overlay.package_text import (
    drivers_text,
    init_text,
    notebook_text,
    pyproject_text,
    readme_text,
)
from hwpipe.overlay.twin_files import MANIFEST

__all__ = ["device_name", "write_package"]

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def device_name(entry: OverlayEntry) -> str:
    """What `device.name` is on the device that takes an overlay."""
    return twin_device_name(entry.board) if entry.twin else overlay_board(entry.board).pynq_name


def _chosen(source: Path, boards: Sequence[str]) -> list[OverlayEntry]:
    manifest = load_manifest(source / MANIFEST)
    for board in boards:
        if board not in overlay_boards():
            overlay_board(board)  # raises with the closest names
    entries = [e for e in manifest.overlays if not boards or e.board in boards]
    for board in boards:
        if not any(entry.board == board for entry in entries):
            raise InputError(
                f"no overlay of {board}", where=str(source / MANIFEST),
                remedy=f"build it: make -C boards/{board}, or hwpipe overlay twin",
            )  # fmt: skip
    names = [device_name(entry) for entry in entries]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"{names.count(name)} overlays for device {name}", where=str(source / MANIFEST),
                limit="one for each device in a package", remedy="use a folder with one of them",
            )  # fmt: skip
    if not entries:
        raise InputError("no overlay", where=str(source / MANIFEST),
                         remedy="make -C boards/BOARD, or hwpipe overlay twin")  # fmt: skip
    return entries


def _checked(source: Path, entry: OverlayEntry) -> None:
    overlay, checks = check_files(source / entry.bit.file)
    if overlay is not None:
        checks += check_design(overlay)
    wrong = [str(check) for check in checks if not check.ok]
    if wrong:
        raise InputError(wrong[0], where=str(source / entry.bit.file),
                         remedy="hwpipe overlay check says more")  # fmt: skip


def write_package(
    source: Path, boards: Sequence[str], folder: Path, name: str = "hwpipe-overlays"
) -> str:
    """Write the sources of a pip package.

    Args:
        source: folder with overlays and their manifest.
        boards: whose overlays are taken; all of the folder where empty.
        folder: for the package; must not hold something else.
        name: of the package.

    Returns:
        What users give to `pynq.Overlay`.

    Raises:
        InputError: no overlay of a board, one that does not fit its files, a name that is none, or
            a folder that cannot be written or is not empty.
    """
    if not _NAME.fullmatch(name):
        raise InputError(f"package name {name!r}", limit="lower-case words joined by dashes")
    entries = _chosen(source, boards)
    for entry in entries:
        _checked(source, entry)
    module = name.replace("-", "_")
    digits = package_hash(Manifest(tuple(entries)))
    overlay = f"hwpipe_{digits}.bit"
    devices = {
        device_name(e): f"{overlay_board(e.board).title}, {'twin' if e.twin else e.built.tool}"
        for e in entries
    }
    texts = {
        "pyproject.toml": pyproject_text(name, module, f"{__version__}+{digits}", __version__),
        "README.md": readme_text(name, module, overlay, devices),
        f"{module}/__init__.py": init_text(overlay, devices),
        f"{module}/drivers.py": drivers_text(),
        f"{module}/notebooks/__init__.py": '"""Notebooks, for `pynq get-notebooks`."""\n',
        f"{module}/notebooks/accelerator.ipynb": notebook_text(module),
    }
    try:
        if folder.exists() and any(folder.iterdir()):
            raise InputError("is not empty", where=str(folder), remedy="name a new folder")
        bits = folder / module / f"{overlay}.d"
        bits.mkdir(parents=True)
        (folder / module / "notebooks").mkdir()
        for path, text in texts.items():
            (folder / path).write_text(text, encoding="utf-8")
        _copy(source, bits, overlay.removesuffix(".bit"), entries)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", where=str(folder),
            remedy="name a folder of your own",
        ) from None  # fmt: skip
    return overlay


def _copy(source: Path, bits: Path, stem: str, entries: Sequence[OverlayEntry]) -> None:
    """Both files of every overlay under the device's name, with a manifest of these names."""
    packed = []
    for entry in entries:
        own = f"{stem}.{device_name(entry)}"
        moved = replace(
            entry, stem=own, bit=replace(entry.bit, file=f"{own}.bit"),
            hwh=replace(entry.hwh, file=f"{own}.hwh"),
        )  # fmt: skip
        for old, new in ((entry.bit, moved.bit), (entry.hwh, moved.hwh)):
            (bits / new.file).write_bytes((source / old.file).read_bytes())
        packed.append(moved)
    manifest = Manifest(tuple(sorted(packed, key=lambda entry: entry.stem)))
    (bits / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
