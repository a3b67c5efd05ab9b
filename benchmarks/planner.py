"""Planner figures: time of `solve`, gap to the bound, on real and large models.

Run `python -m benchmarks.planner` or `python benchmarks/planner.py [--json]` from the repository
root. Times are the least of several runs, with the machine's load beside them.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


def _measure(graph, table, cluster, microbatches, repeat, **options):
    from hwpipe.partition import make_problem, quick_bound, solve

    best = {"make_s": float("inf"), "quick_bound_s": float("inf"), "solve_s": float("inf"),
            "solve_cpu_s": float("inf")}  # fmt: skip
    for _ in range(repeat):
        marks = [time.perf_counter()]
        problem = make_problem(graph, table, cluster, training=False, microbatches=microbatches,
                               schedule="pipeline", **options)  # fmt: skip
        marks.append(time.perf_counter())
        quick_bound(problem)
        marks.append(time.perf_counter())
        cpu = time.process_time()
        plan = solve(problem, "exact")
        cpu = time.process_time() - cpu
        marks.append(time.perf_counter())
        spent = [b - a for a, b in itertools.pairwise(marks)]
        for key, value in zip(best, [*spent, cpu], strict=True):
            best[key] = min(best[key], value)
    certificate = plan.certificate
    return best | {
        "nodes": len(graph),
        "devices": len(cluster.devices),
        "microbatches": microbatches,
        "stages": len(plan.stages),
        "iteration_s": certificate.achieved,
        "lower_s": certificate.lower,
        "gap": certificate.gap,
        "exact": certificate.exact,
    }


def figures(repeat: int = 5) -> list[dict[str, object]]:
    """One row per case."""
    from benchmarks.models import gpt2_like
    from hwpipe.cluster import load_cluster
    from hwpipe.cost import build_cost_table
    from hwpipe.graph import open_model

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "gpt2-like.onnx"
        gpt2_like(large)
        cases = [
            ("ResNet-50, 4 devices (default)", "resnet50", "default", (1, 4, 16)),
            ("ResNet-50, 8 mixed devices", "resnet50", "eight-mixed", (1, 2, 4, 8)),
            ("GPT-2-like, 96 layers, 64 devices", str(large), "sixty-four", (1, 2, 4, 8)),
        ]
        for name, model, cluster_name, sizes in cases:
            cluster = load_cluster(ROOT / "examples" / f"{cluster_name}.toml")
            source = open_model(model)
            for size in sizes:
                graph = source.graph(size)
                table = build_cost_table(graph, cluster.devices, training=False)
                for replication in (True, False):
                    row = _measure(graph, table, cluster, 64 // size, repeat,
                                   allow_replication=replication)  # fmt: skip
                    rows.append({"case": name, "micro_batch": size, "replicas": replication} | row)
    return rows


def main() -> None:
    """Print the figures as a table, or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    before = os.getloadavg()[0]
    rows = figures(arguments.repeat)
    load = max(before, os.getloadavg()[0])
    if arguments.json:
        print(json.dumps({"load": load, "cpus": os.cpu_count(), "planner": rows}, indent=1))
        return
    print(f"load {load:.1f} on {os.cpu_count()} CPUs; least of {arguments.repeat} runs")
    head = ("case", "mb", "M", "repl", "nodes", "dev", "bound ms", "solve ms", "cpu ms",
            "iteration ms", "gap", "proven")  # fmt: skip
    print("{:34} {:>3} {:>3} {:>4} {:>5} {:>4} {:>8} {:>8} {:>7} {:>12} {:>7} {}".format(*head))
    for r in rows:
        print(
            f"{r['case']:34} {r['micro_batch']:3} {r['microbatches']:3} "
            f"{'yes' if r['replicas'] else 'no':>4} {r['nodes']:5} {r['devices']:4} "
            f"{1e3 * r['quick_bound_s']:8.1f} {1e3 * r['solve_s']:8.1f} "
            f"{1e3 * r['solve_cpu_s']:7.1f} {1e3 * r['iteration_s']:12.3f} "
            f"{100 * r['gap']:6.2f}% {'optimal' if r['exact'] else ''}"
        )


if __name__ == "__main__":
    main()
