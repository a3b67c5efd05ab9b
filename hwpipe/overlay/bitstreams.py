"""`python -m hwpipe.overlay.bitstreams`: make the twins in `bitstreams/` and its schema again."""

from __future__ import annotations

import json
from pathlib import Path

from hwpipe.overlay.board import overlay_boards
from hwpipe.overlay.kernel import board_design
from hwpipe.overlay.manifest import manifest_schema
from hwpipe.overlay.twin_files import store, twin_files

__all__ = ["write_bitstreams"]


def write_bitstreams(folder: Path) -> None:
    """Twins of all boards with the kernel that plans count on, and the manifest's schema.

    Real bitstreams in the folder stay, with their entries.
    """
    for board in overlay_boards():
        store(twin_files(board_design(board)), folder)
    text = json.dumps(manifest_schema(), indent=1) + "\n"
    (folder / "manifest.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_bitstreams(Path(__file__).resolve().parents[2] / "bitstreams")
