"""Ranks of torchrun with an FPGA stage among them, on a numpy twin that its rank starts itself."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from rank_support import Ranks

from hwpipe.runtime import StageSpec, run_pipeline

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stage"))
from stage_support import board, quantised


@pytest.mark.skipif(importlib.util.find_spec("pynq") is None, reason="pip install 'hwpipe[pynq]'")
def test_a_board_between_two_hosts_stages(tmp_path: Path) -> None:
    model, _ = quantised("resnet18", "QOperator", tmp_path)
    x = np.random.default_rng(7).standard_normal((4, 3, 32, 32)).astype(np.float32)
    n = len(model.graph.node)
    edges = (0, n // 3, 2 * n // 3, n)

    def stages(mode: str) -> list[StageSpec]:
        kinds = ("gpu", "fpga", "gpu")
        return [
            StageSpec(i, tuple(range(edges[i], edges[i + 1])), f"{kind}{i}", kind,
                      boards=(board(mode=mode),) if kind == "fpga" else ())
            for i, kind in enumerate(kinds)
        ]  # fmt: skip

    ranks = Ranks(tmp_path, model, stages("numpy"), {"image": x}, micro_batch=1, timeout_s=60)
    ended = ranks.end()
    assert [status for status, _ in ended] == [0, 0, 0], ended
    want = run_pipeline(model, stages("reference"), {"image": x}, micro_batch=1, in_process=True)
    for name, value in want.outputs.items():
        np.testing.assert_array_equal(ranks.result.outputs[name], value)
    report = ranks.result.stage_reports[1]
    assert report.backend == "hwpipe-twin-kv260 through pynq"
    assert report.board is not None
    assert (report.board.mode, report.board.moved, report.board.simulated) == ("numpy", None, True)
    assert report.board.layers > 2
