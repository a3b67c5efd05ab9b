"""Fixtures of the report's tests."""

from __future__ import annotations

import pytest


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """True with `--update-golden`, where the run knows that option (or UPDATE_GOLDEN=1)."""
    return bool(request.config.getoption("--update-golden", default=False))
