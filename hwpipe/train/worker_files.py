"""Names of the files that rank 0 of a forked run leaves for its parent, which has no torch."""

from __future__ import annotations

__all__ = ["FINAL", "RUNS"]

#: State after the last step (`Checkpoint`), and the pickled `RankRun`s.
FINAL, RUNS = "final.ckpt", "runs"
