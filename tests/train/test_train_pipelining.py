"""torch.distributed.pipelining as oracle: the same weights, bit for bit, in the same processes."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> Any:
    if not BENCHMARKS.is_dir():
        pytest.skip("the benchmarks are not part of this tree")
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("training")


def test_same_weights_as_torch_pipelining(training: Any) -> None:
    rows = training.measure(4, 4, ["1f1b-as", "gpipe"])
    assert [row["schedule"] for row in rows] == ["1f1b-as", "gpipe"]
    for row in rows:
        assert row["same_weights"]
        # A bound that load cannot break; `make bench` prints the figure itself.
        assert 0 < row["ratio"] < 20
