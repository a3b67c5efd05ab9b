"""The study: hwpipe's joint plan beside the published methods, on one cost table for each row.

`python benchmarks/study.py` prints the tables and writes `study.json` (`--out`); `--only TEXT`
keeps rows whose name holds it, `--arrays` or `--clusters` one half. `python benchmarks/study.py
accpar-public --network alexnet [--levels 7] [--json]` prints the integers of the released AccPar
program, `python benchmarks/study.py growth` the time of a search on 100 to 10,000 nodes, `...
mixed` that of single searches, `... large` 96-layer GPTs on 1,024 GPUs, `... slices` token slices.
Without a row to look for the whole study ends with all four. `--plots FOLDER` draws `study.svg` and
`growth.svg`.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

#: Averages over networks as their authors published them (HPCA 2020; arXiv 2012.12544).
PUBLISHED = {
    "AccPar paper, mixed array, over DP": {"owt": 2.98, "hypar": 3.78, "accpar": 6.30},
    "BaPipe paper, up to": {"speedup": 3.2, "memory": 4.0},
}
ARRAY_METHODS = ("data-parallel", "owt", "hypar", "accpar")
#: Micro-batches of an iteration of 512 samples that the joint plan may choose on an array.
ARRAY_COUNTS = (1, 4)


def _mean(values: list[float]) -> float:
    return math.exp(sum(math.log(v) for v in values) / len(values)) if values else math.nan


def array_row(name: str, boards: tuple[int, int]) -> dict[str, Any]:
    """A published network on an array of TPU boards."""
    from benchmarks.study_rows import ArraySplitter, array_cluster, array_problem
    from hwpipe.joint import Effort, joint_search
    from hwpipe.tensor.published import network
    from hwpipe.tensor.stage import tensor_stage_time

    cluster = array_cluster(*boards)
    layers = network(name, 512)
    seconds = {
        method: tensor_stage_time(layers, cluster.devices, cluster.links, method).seconds_s
        for method in ARRAY_METHODS
    }
    began = time.perf_counter()
    best, lower = None, math.inf
    effort = Effort(cuts=18, split_cuts=2, split_sets=3, expansions=600, plans=80)
    for count in ARRAY_COUNTS:
        problem = array_problem(name, cluster, count, "1f1b-as")
        known = math.inf if best is None else best[0].iteration_s
        plan = joint_search(problem, splitter=ArraySplitter(problem), effort=effort, enough_s=known)
        lower = min(lower, plan.certificate.lower)
        if best is None or plan.iteration_s < best[0].iteration_s:
            best = (plan, count)
    plan, count = best
    return {
        "row": f"{name}, {cluster.name}",
        "group": "array" if min(boards) == 0 else "mixed array",
        "network": name,
        "seconds": seconds | {"joint": plan.iteration_s},
        "speedup": {m: seconds["data-parallel"] / s
                    for m, s in (seconds | {"joint": plan.iteration_s}).items()},
        "best_baseline": min(seconds.values()) / plan.iteration_s,
        "gap": max(0.0, plan.iteration_s / lower - 1),
        "lower_s": lower,
        "relaxed_lower_s": plan.relaxed_lower_s,
        "stopped_early": plan.certificate.stopped_early,
        "plan": f"M={count}: {plan.describe()}",
        "search_s": time.perf_counter() - began,
    }  # fmt: skip


def _baselines(row: Any) -> dict[str, dict[str, Any]]:
    """Every compared method at its best micro-batch count and schedule."""
    from hwpipe.errors import InfeasibleError
    from hwpipe.joint.candidates import as_stages
    from hwpipe.joint.timing import evaluate
    from hwpipe.partition import solve

    wanted = {"data-parallel": ("data-parallel", row.schedules, {}),
              "bapipe": ("bapipe", row.schedules, {}),
              "single-device": ("single-device", row.schedules, {}),
              "exact": ("exact", row.schedules, {})}  # fmt: skip
    if row.training:
        wanted["pipedream"] = ("pipedream", row.schedules, {})
        wanted["gpipe"] = ("bapipe", ("gpipe",), {"allow_replication": False})
    found: dict[str, dict[str, Any]] = {}
    for name, (method, schedules, more) in wanted.items():
        for count in row.counts:
            for schedule in schedules:
                try:
                    problem = row.problem(count, schedule, **more)
                    stages = as_stages(problem, solve(problem, method))
                    plan = evaluate(problem, stages)
                except InfeasibleError:
                    continue
                if name not in found or plan.iteration_s < found[name]["seconds"]:
                    found[name] = {"seconds": plan.iteration_s,
                                   "memory_bytes": max(plan.rank_memory_bytes),
                                   "choice": f"{schedule}, M={count}"}  # fmt: skip
    return found


def cluster_row(row: Any) -> dict[str, Any]:
    """A network on a cluster of GPUs, FPGA boards or both."""
    from hwpipe.joint import Effort, joint_search
    from hwpipe.joint.solve import relaxed_lower

    baselines = _baselines(row)
    began = time.perf_counter()
    effort = Effort(cuts=16, split_cuts=5, split_sets=6, expansions=6000, plans=1000)
    best, lower = None, math.inf
    problems = [(row.problem(count, schedule), count, schedule)
                for count in row.counts for schedule in row.schedules]  # fmt: skip
    for problem, count, schedule in sorted(problems, key=lambda p: (relaxed_lower(p[0]), p[1])):
        bound = relaxed_lower(problem)
        if best is not None and bound >= best[0].iteration_s:
            lower = min(lower, bound)
            continue
        known = math.inf if best is None else best[0].iteration_s
        plan = joint_search(problem, splitter=row.splitter(problem), effort=effort, enough_s=known)
        lower = min(lower, plan.certificate.lower)
        if best is None or plan.iteration_s < best[0].iteration_s:
            best = (plan, f"{schedule}, M={count}")
    plan, choice = best
    published = {n: b for n, b in baselines.items() if n != "exact"}
    fastest = min(published.values(), key=lambda b: b["seconds"])
    parallel = baselines.get("data-parallel")
    return {
        "row": row.name,
        "group": row.group,
        "network": row.network,
        "methods": baselines,
        "joint": {"seconds": plan.iteration_s, "memory_bytes": max(plan.rank_memory_bytes),
                  "choice": choice},
        "speedup": {n: parallel["seconds"] / b["seconds"] for n, b in baselines.items()}
        | {"joint": parallel["seconds"] / plan.iteration_s} if parallel else {},
        "memory_ratio": parallel["memory_bytes"] / max(plan.rank_memory_bytes)
        if parallel else None,
        "best_baseline": fastest["seconds"] / plan.iteration_s,
        "over_exact": baselines["exact"]["seconds"] / plan.iteration_s
        if "exact" in baselines else None,
        "gap": max(0.0, plan.iteration_s / lower - 1),
        "lower_s": lower,
        "relaxed_lower_s": plan.relaxed_lower_s,
        "stopped_early": plan.certificate.stopped_early,
        "plan": f"{choice}: {plan.describe()}",
        "search_s": time.perf_counter() - began,
    }  # fmt: skip


def _print_arrays(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    print("\nArrays of TPU boards, training, batch 512: speedup over data parallelism")
    heads = ("owt", "hypar", "accpar", "joint")
    print(f"{'row':<34}" + "".join(f"{h:>9}" for h in heads) + f"{'vs best':>9}{'gap':>8}  plan")
    for r in rows:
        print(f"{r['row']:<34}" + "".join(f"{r['speedup'][h]:>8.2f}x" for h in heads)
              + f"{r['best_baseline']:>8.3f}x{100 * r['gap']:>7.2f}%  {r['plan']}")  # fmt: skip
    for group in dict.fromkeys(r["group"] for r in rows):
        part = [r for r in rows if r["group"] == group]
        print(f"{'geometric mean, ' + group:<34}"
              + "".join(f"{_mean([r['speedup'][h] for r in part]):>8.2f}x" for h in heads)
              + f"{_mean([r['best_baseline'] for r in part]):>8.3f}x")  # fmt: skip


def _print_clusters(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    print("\nClusters: speedup over data parallelism, largest memory of a device (GB)")
    heads = ("gpipe", "pipedream", "bapipe", "exact")
    print(f"{'row':<36}" + "".join(f"{h:>11}" for h in heads)
          + f"{'joint':>9}{'vs best':>9}{'gap':>8}{'DP GB':>7}{'GB':>6}  plan")  # fmt: skip
    for r in rows:
        cells = ""
        for h in heads:
            cells += f"{r['speedup'][h]:>10.2f}x" if h in r["speedup"] else f"{'-':>11}"
        parallel = r["methods"].get("data-parallel", {}).get("memory_bytes", math.nan)
        print(f"{r['row']:<36}{cells}{r['speedup'].get('joint', math.nan):>8.2f}x"
              f"{r['best_baseline']:>8.3f}x{100 * r['gap']:>7.2f}%{parallel / 1e9:>7.2f}"
              f"{r['joint']['memory_bytes'] / 1e9:>6.2f}  {r['plan']}")  # fmt: skip
    for group in dict.fromkeys(r["group"] for r in rows):
        part = [r for r in rows if r["group"] == group]
        print(f"geometric mean over the best baseline, {group}: "
              f"{_mean([r['best_baseline'] for r in part]):.3f}x")  # fmt: skip


def _save(
    path: Path, arrays: list[dict[str, Any]], clusters: list[dict[str, Any]]
) -> dict[str, Any]:
    """Write what is known so far."""
    from benchmarks.common import machine

    mixed = [r["best_baseline"] for r in [*arrays, *clusters] if r["group"].startswith("mixed")]
    result = {
        "machine": machine(),
        "published": PUBLISHED,
        "arrays": arrays,
        "clusters": clusters,
        "mixed_geometric_mean": _mean(mixed) if mixed else None,
        "peak_memory_bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def main(argv: list[str] | None = None) -> int:
    """Run the study or the public AccPar figures; 1 if a figure is missed."""
    given = sys.argv[1:] if argv is None else argv
    if given[:1] == ["accpar-public"]:
        from benchmarks.study_accpar import main as accpar_public

        return accpar_public(given[1:])
    if given[:1] in (["large"], ["slices"], ["growth"], ["mixed"]):
        from benchmarks import study_size

        show = {
            "large": study_size.print_large,
            "slices": study_size.print_slices,
            "growth": study_size.print_growth,
            "mixed": study_size.print_mixed,
        }[given[0]]
        return show("--json" in given)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    parser.add_argument("--arrays", action="store_true", help="TPU arrays alone")
    parser.add_argument("--clusters", action="store_true", help="GPU, FPGA and mixed alone")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--plots", type=Path, help="folder for study.svg and growth.svg")
    parser.add_argument("--out", type=Path, default=Path("study.json"), help="file to write")
    options = parser.parse_args(given)
    from benchmarks.study_rows import cluster_rows
    from hwpipe.tensor.published import PUBLISHED_NETWORKS

    arrays: list[dict[str, Any]] = []
    clusters: list[dict[str, Any]] = []
    if not options.clusters:
        for boards in ((128, 128), (0, 256)):
            for name in PUBLISHED_NETWORKS:
                if options.only in f"{name}, {boards[0]} v2 + {boards[1]} v3":
                    arrays.append(array_row(name, boards))
                    _save(options.out, arrays, clusters)
                    if not options.json:
                        print(".", end="", flush=True)
    if not options.arrays:
        for row in cluster_rows():
            if options.only in row.name:
                clusters.append(cluster_row(row))
                _save(options.out, arrays, clusters)
                if not options.json:
                    print(".", end="", flush=True)
    result = _save(options.out, arrays, clusters)
    if options.plots is not None and (arrays or clusters):
        from benchmarks.study_plots import speedup_svg

        drawn = speedup_svg([*arrays, *(r for r in clusters if r["speedup"])])
        (options.plots / "study.svg").write_text(drawn, encoding="utf-8")
    mixed = [r["best_baseline"] for r in [*arrays, *clusters] if r["group"].startswith("mixed")]
    slower = [r["row"] for r in [*arrays, *clusters] if r["best_baseline"] < 1 - 1e-9]
    loose = [r["row"] for r in [*arrays, *clusters] if r["gap"] > 0.05]
    if options.json:
        print(json.dumps(result))
        return int(bool(slower))
    _print_arrays(arrays)
    _print_clusters(clusters)
    print("\nas published, not reproduced (other set-ups):")
    for what, figures in PUBLISHED.items():
        print(f"  {what}: " + ", ".join(f"{k} {v:g}x" for k, v in figures.items()))
    print(f"slower than a baseline: {', '.join(slower) or 'no row'}")
    print(f"gap above 5 %: {', '.join(loose) or 'no row'}")
    if mixed:
        print(f"mixed rows, geometric mean over the best baseline: {_mean(mixed):.3f}x")
    missed = bool(slower or loose)
    if not (options.only or options.arrays or options.clusters):
        from benchmarks.study_size import print_growth, print_large, print_mixed, print_slices

        print("\nTime of single searches")
        missed |= bool(print_mixed(False))
        print("\nTime of a joint search on chains of layers, 4 + 4 boards")
        missed |= bool(print_growth(False, options.plots))
        print("\n96-layer GPTs on 1,024 GPUs in 128 machines of two kinds")
        missed |= bool(print_large(False))
        print("Token slices: a 24-layer GPT on 8 A100, training, 1,024 tokens")
        missed |= bool(print_slices(False))
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
