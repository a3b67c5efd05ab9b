"""`hwpipe compile` as a user meets it: whole commands in fresh processes, and the planner alone.

    python benchmarks/compiling.py [--json]

Times are the least of several runs; the load of the machine stands beside them. The planner
alone is what `Search.run` spends on an open model with its cost tables built: every micro-batch
size and method that one compilation compares.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import Figure, print_figures

RUNS = 5


def whole_command(*arguments: str, runs: int) -> tuple[float, float, str]:
    """Least seconds, largest resident megabytes and standard output of fresh processes."""
    least, most, text = float("inf"), 0.0, ""
    for _ in range(runs):
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "hwpipe", *arguments], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"hwpipe {' '.join(arguments)} failed")
        least = min(least, time.perf_counter() - begin)
        most = max(most, usage.ru_maxrss * 1024 / 1e6)
    return least, most, text


def planner_s(microbatches: int | None) -> float:
    """Seconds of the planner alone on ResNet-50 and eight mixed devices.

    With `microbatches` given it plans one micro-batch size, else it compares all seven.
    """
    from hwpipe.cluster import load_cluster
    from hwpipe.cost import build_cost_table
    from hwpipe.graph import open_model
    from hwpipe.plan.options import CompileOptions
    from hwpipe.plan.search import Search

    cluster = load_cluster("eight-mixed")
    least = float("inf")
    for _ in range(RUNS + 1):
        source = open_model("resnet50")
        search = Search(
            source,
            cluster,
            CompileOptions(microbatches=microbatches),
            lambda graph: build_cost_table(graph, cluster.devices, training=False),
        )
        for size in search.sizes:
            search.tables(size)
        begin = time.perf_counter()
        search.run()
        least = min(least, time.perf_counter() - begin)
    return least


def figures() -> list[Figure]:
    """The figures of this benchmark."""
    from models import gpt2_like

    seconds, megabytes, _ = whole_command(
        "compile", "resnet50", "--cluster", "eight-mixed", "--quiet", runs=RUNS
    )
    rows = [
        Figure("hwpipe compile resnet50, 8 mixed devices", seconds, "s", 1.0),
        Figure("  resident memory", megabytes, "MB", 250),
        Figure("  planner alone, one micro-batch size", planner_s(16) * 1e3, "ms", 50),
        Figure("  planner alone, comparing seven sizes", planner_s(None) * 1e3, "ms", 50),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gpt2.onnx"
        gpt2_like(path, layers=96, external=True)
        seconds, megabytes, text = whole_command(
            "compile", str(path), "--cluster", "sixty-four", "--json", runs=2
        )
    plan = json.loads(text)
    nodes = plan["model"]["nodes"]
    rows += [
        Figure(f"hwpipe compile GPT-2-like, {nodes} nodes, 64 devices", seconds, "s", 5.0),
        Figure("  resident memory", megabytes, "MB", 500),
        Figure("  gap to the bound", 100 * plan["bound"]["gap"], "%", 1.0),
    ]
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    sys.exit(print_figures(figures(), as_json=parser.parse_args().json))
