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


def _mean(values: list[float]) -> float:
    return math.exp(sum(math.log(v) for v in values) / len(values)) if values else math.nan


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
    from benchmarks.study_measure import array_row, cluster_row
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
