"""Golden files: compare with, or rewrite, `tests/report/golden`."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def check_golden(name: str, text: str, update: bool = False) -> None:
    """Assert that `text` is what the file holds; rewrite it with UPDATE_GOLDEN=1."""
    path = FOLDER / name
    if update or os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: run the test once with UPDATE_GOLDEN=1"
    assert text == path.read_text(encoding="utf-8"), (
        f"{path.name} differs: look at the change, then run with UPDATE_GOLDEN=1"
    )
