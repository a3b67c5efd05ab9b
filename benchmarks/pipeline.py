"""Overhead of `hwpipe run`: steady time per micro-batch over the slowest stage's own time.

Two stages of one thread each. Both times are taken over the same micro-batches of the same round,
so that other load on the machine slows both; the median round counts.
`python benchmarks/pipeline.py [--json] [--rounds N] [--model NAME] [--micro-batch N]`
"""

from __future__ import annotations

import argparse
import json
import os

import numpy as np
from common import Figure

from hwpipe.graph import open_model
from hwpipe.runtime import RunResult, StageSpec, run_pipeline

LIMIT = 1.10  # of the slowest stage's own time per micro-batch, for stages over 20 ms
LEAST_STAGE_S = 0.020


def balanced_cut(graph) -> int:
    """Node index that halves the multiply-accumulates."""
    half, done = graph.macs / 2, 0
    for node in graph.nodes:
        done += node.work.macs
        if done >= half:
            return node.index + 1
    return len(graph.nodes) // 2


def measure(source, model, cut: int, micro_batch: int, count: int) -> RunResult:
    (value,) = model.graph.input
    shape = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
    x = np.random.default_rng(0).standard_normal((micro_batch * count, *shape[1:]))
    nodes = len(model.graph.node)
    stages = [StageSpec(0, tuple(range(cut)), "cpu0", "cpu"),
              StageSpec(1, tuple(range(cut, nodes)), "cpu1", "cpu")]  # fmt: skip
    return run_pipeline(model, stages, {value.name: x.astype(np.float32)},
                        micro_batch=micro_batch, threads_per_stage=1)  # fmt: skip


def figures() -> list[Figure]:
    """The row of `make bench`: the median of five rounds on ResNet-50."""
    source = open_model("resnet50")
    model = source.materialise(1)
    cut = balanced_cut(source.graph(1))
    ratios = sorted(measure(source, model, cut, 1, 40).overhead for _ in range(5))
    what = "pipeline overhead of hwpipe run (steady time / slowest stage's own)"
    return [Figure(what, ratios[2], "x", LIMIT)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--model", default="resnet50")
    parser.add_argument("--micro-batch", type=int, default=1)
    parser.add_argument("--count", type=int, default=40, help="micro-batches a round")
    options = parser.parse_args()

    source = open_model(options.model)
    model = source.materialise(options.micro_batch)
    cut = balanced_cut(source.graph(options.micro_batch))
    rows = []
    for _ in range(options.rounds):
        load = os.getloadavg()[0]
        result = measure(source, model, cut, options.micro_batch, options.count)
        first = result.steady_first
        stage_s = [float(np.mean(report.busy_s[first:])) for report in result.stage_reports]
        rows.append({
            "steady_s": result.steady_s, "stage_s": stage_s,
            "stage_min_s": [report.busy_s_min for report in result.stage_reports],
            "ratio": result.overhead, "startup_s": result.startup_s,
            "load_before": load,
        })  # fmt: skip
    middle = sorted(rows, key=lambda row: row["ratio"])[len(rows) // 2]
    figures = {
        "model": options.model, "micro_batch": options.micro_batch,
        "micro_batches": options.count, "cut": cut, "rounds": rows, "ratio": middle["ratio"],
        "limit": LIMIT, "long_enough": max(middle["stage_s"]) >= LEAST_STAGE_S,
        "ok": middle["ratio"] <= LIMIT, "cpus": os.cpu_count(), "load": os.getloadavg(),
    }  # fmt: skip
    if options.json:
        print(json.dumps(figures))
        return
    print(f"pipeline overhead: {options.model}, 2 stages, micro-batch {options.micro_batch}, "
          f"{options.count} micro-batches, {os.cpu_count()} cpus")  # fmt: skip
    print("round  load  stage 0 ms  stage 1 ms  steady ms  ratio  start-up s")
    for number, row in enumerate(rows):
        first, second = (1e3 * s for s in row["stage_s"])
        print(
            f"{number:5}  {row['load_before']:4.1f}  {first:10.1f}  {second:10.1f}  "
            f"{1e3 * row['steady_s']:9.1f}  {row['ratio']:5.3f}  {row['startup_s']:10.1f}"
        )
    print(f"median {middle['ratio']:.3f} x the slowest stage's own time (reach: {LIMIT:.2f}, "
          f"{'reached' if figures['ok'] else 'missed'})")  # fmt: skip


if __name__ == "__main__":
    main()
