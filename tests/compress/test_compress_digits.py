"""Traffic and accuracy of a thin boundary behind a ReLU (benchmarks/training_compress.py)."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    pytest.importorskip("sklearn", reason="the digits are scikit-learn's")
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield importlib.import_module("training_compress")
    sys.modules.pop("training_compress", None)


def test_a_twentieth_of_the_bytes_crosses_the_boundary(benchmark: Any) -> None:
    """Of 4,096 floats a sample 123, there with their places (2 bytes each) and back without."""
    found = benchmark.run(0, 0.03, epochs=1)
    steps, rows = benchmark.TRAINED // benchmark.BATCH, benchmark.BATCH
    assert found.whole_bytes == steps * rows * 4096 * 4 * 2
    header = 4 * (1 + 4) * steps * benchmark.MICRO_BATCHES  # the shape, in whole numbers
    assert found.sent_bytes == steps * rows * 123 * (4 + 2 + 4) + header
    assert found.ratio > 20
    assert found.accuracy > 50  # after one epoch


@pytest.mark.slow
def test_accuracy_is_that_of_whole_tensors(benchmark: Any) -> None:
    """The mean of six seeds; the standard error of the difference is about 0.3 points."""
    pairs = [(benchmark.run(seed, 1.0), benchmark.run(seed, 0.03)) for seed in range(6)]
    lost = mean(plain.accuracy - thin.accuracy for plain, thin in pairs)
    assert lost < 0.5 + 0.3
    assert min(thin.accuracy for _, thin in pairs) > 96
