"""A data function for `hwpipe train`: random images of ImageNet's size, for trying things out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def make(batch: int, seed: int = 0) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless (inputs, target) batches; the batch stands in front."""
    rng = np.random.default_rng(seed)
    while True:
        images = rng.standard_normal((batch, 3, 224, 224)).astype(np.float32)
        yield images, rng.integers(0, 1000, batch)
