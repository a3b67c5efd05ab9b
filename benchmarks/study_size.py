"""Size and speed of the joint search: growth with nodes, 1,024 devices, token slices."""

from __future__ import annotations

import itertools
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

__all__ = ["growth", "large", "print_growth", "print_large", "print_slices", "slices"]


def growth(sizes: tuple[int, ...] = (100, 300, 1000, 3000, 10000)) -> list[dict[str, float]]:
    """Processor seconds of one joint search on chains of so many nodes, 4 + 4 boards."""
    from benchmarks.study_rows import array_cluster, chain_problem, long_chain
    from hwpipe.joint import Effort, joint_search

    cluster = array_cluster(4, 4)
    effort = Effort(baselines=False, exact=False, expansions=200, plans=30)
    rows = []
    for nodes in sizes:
        problem = chain_problem("chain", long_chain(nodes), cluster, microbatches=16,
                                schedule="1f1b-as", micro_batch=8)  # fmt: skip
        began = time.process_time()
        plan = joint_search(problem, splitter=lambda *_: None, effort=effort)
        rows.append({"nodes": nodes, "cpu_s": time.process_time() - began,
                     "gap": plan.certificate.gap})  # fmt: skip
    return rows


def large(width: int = 12288) -> dict[str, Any]:
    """A 96-layer GPT on 1,024 GPUs in 128 machines of two kinds: seconds, memory, gap.

    Args:
        width: of the model; 12,288 with 96 heads is GPT-3 (Brown et al. 2020) at 1,024 tokens.
    """
    import tempfile

    from benchmarks.models import gpt2_like
    from benchmarks.study_rows import machine_room
    from hwpipe.cost import build_cost_table
    from hwpipe.graph import open_model
    from hwpipe.joint import JointPlan, joint_search_machines

    cluster = machine_room(128, 8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gpt.onnx"
        gpt2_like(path, layers=96, width=width, heads=width // 128, seq=1024)
        graph = open_model(str(path)).graph(1)
    table = build_cost_table(graph, cluster.devices, training=True)
    wall, cpu = time.perf_counter(), time.process_time()
    best, lower = None, math.inf
    for schedule in ("1f1b-so", "1f1b-as"):
        known = math.inf if best is None else best.iteration_s
        plan = joint_search_machines(graph, table, cluster, training=True, microbatches=1024,
                                     schedule=schedule, enough_s=known)  # fmt: skip
        lower = min(lower, plan.certificate.lower)
        if isinstance(plan, JointPlan) and plan.iteration_s < known:
            best = plan
    assert best is not None
    plan = best
    return {
        "width": width, "nodes": len(graph), "devices": len(cluster.devices),
        "param_count": sum(node.param_count for node in graph.nodes),
        "wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu,
        "peak_memory_bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "iteration_s": plan.iteration_s, "gap": max(0.0, plan.iteration_s / lower - 1),
        "schedule": plan.schedule.name,
        "stopped_early": plan.certificate.stopped_early, "plan": plan.describe(),
    }  # fmt: skip


def mixed() -> list[dict[str, Any]]:
    """ResNet-50 on eight mixed devices and on 256 TPU boards: processor seconds and gap."""
    from benchmarks.study_measure import array_row
    from hwpipe.cluster import load_cluster
    from hwpipe.cost import build_cost_table
    from hwpipe.graph import open_model
    from hwpipe.joint import joint_search
    from hwpipe.partition import make_problem
    from hwpipe.plan.compile import compile_plan
    from hwpipe.plan.joint import effort_of
    from hwpipe.plan.options import CompileOptions

    options = CompileOptions(mode="train", method="joint")
    rows = []
    began = time.process_time()
    plan = compile_plan("resnet50", "eight-mixed", options=options)
    assert plan.bound is not None
    rows.append({"what": "ResNet-50, 8 mixed devices, all batch sizes and schedules of compile",
                 "cpu_s": time.process_time() - began, "gap": plan.bound.gap})  # fmt: skip
    cluster = load_cluster("eight-mixed")
    graph = open_model("resnet50").graph(64 // plan.schedule.microbatches)
    table = build_cost_table(graph, cluster.devices, training=True)
    began = time.process_time()
    problem = make_problem(graph, table, cluster, training=True, schedule=plan.schedule.name,
                           microbatches=plan.schedule.microbatches)  # fmt: skip
    found = joint_search(problem, effort=effort_of(options))
    rows.append({"what": "ResNet-50, 8 mixed devices, one search",
                 "cpu_s": time.process_time() - began, "gap": found.certificate.gap})  # fmt: skip
    began = time.process_time()
    row = array_row("resnet50", (128, 128))
    rows.append({"what": "ResNet-50, 128 v2 + 128 v3 boards, 8 levels",
                 "cpu_s": time.process_time() - began, "gap": row["gap"]})  # fmt: skip
    return rows


def print_mixed(as_json: bool) -> int:
    """Print `mixed`; 1 if a search takes longer than the study asks for."""
    rows = mixed()
    if as_json:
        print(json.dumps(rows))
    for row in () if as_json else rows:
        print(f"{row['what']}: {row['cpu_s']:.1f} s of processor time, gap {row['gap']:.1%}")
    limits = (4.0, 1.0, 10.0)
    return int(any(r["cpu_s"] > most for r, most in zip(rows, limits, strict=True)))


def slices() -> list[dict[str, Any]]:
    """A 24-layer GPT on 8 A100 with token slices inside batch slices, beside whole sequences."""
    import tempfile

    from benchmarks.models import gpt2_like
    from benchmarks.study_rows import _cluster, _switch
    from hwpipe.cost import build_cost_table
    from hwpipe.graph import open_model
    from hwpipe.joint import joint_search_sliced
    from hwpipe.partition import make_problem

    cluster = _cluster("8 A100, 100 Gb/s", {"a100": 8}, _switch("12.5 GB/s"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gpt.onnx"
        gpt2_like(path, layers=24, width=1024, heads=16, seq=1024)
        graph = open_model(str(path)).graph(1)
    table = build_cost_table(graph, cluster.devices, training=True)
    rows = []
    for batch in (1, 4, 16):
        problem = make_problem(graph, table, cluster, training=True, microbatches=batch,
                               schedule="gpipe")  # fmt: skip
        began = time.process_time()
        found = joint_search_sliced(problem, 1024, grid=32, node_overhead_s=5e-6)
        rows.append({"batch": batch, "whole_s": found.whole_s, "sliced_s": found.iteration_s,
                     "speedup": found.whole_s / found.iteration_s,
                     "stages": len(found.partition.stages),
                     "slices": found.pipeline.slicing.slices,
                     "tokens": found.pipeline.slicing.tokens[0],
                     "cpu_s": time.process_time() - began})  # fmt: skip
    return rows


def print_slices(as_json: bool) -> int:
    """Print `slices`; 1 if slicing ever costs time."""
    rows = slices()
    if as_json:
        print(json.dumps(rows))
    for row in () if as_json else rows:
        print(f"batch {row['batch']:>2}: whole sequences {1e3 * row['whole_s']:.1f} ms, sliced "
              f"{1e3 * row['sliced_s']:.1f} ms ({row['speedup']:.2f}x), {row['stages']} stages, "
              f"first sequence in {row['tokens']}")  # fmt: skip
    return int(any(row["speedup"] < 1 for row in rows))


def print_large(as_json: bool) -> int:
    """Print `large` for two widths; 1 if one takes more than 30 s or 1 GB."""
    rows = [large(2048), large()]
    if as_json:
        print(json.dumps(rows))
    else:
        for row in rows:
            print("\n".join(f"{k}: {v}" for k, v in row.items()), end="\n\n")
    return int(any(r["cpu_s"] > 30 or r["peak_memory_bytes"] > 1e9 for r in rows))


def print_growth(as_json: bool, plots: Path | None = None) -> int:
    """Print `growth`, draw it into a folder; 1 if an exponent is above 2."""
    rows = growth()
    if plots is not None:
        from benchmarks.study_plots import growth_svg

        (plots / "growth.svg").write_text(growth_svg(rows), encoding="utf-8")
    slopes = [math.log(b["cpu_s"] / a["cpu_s"]) / math.log(b["nodes"] / a["nodes"])
              for a, b in itertools.pairwise(rows)]  # fmt: skip
    if as_json:
        print(json.dumps({"growth": rows, "exponents": slopes}))
        return int(max(slopes) > 2)
    for row, slope in zip(rows, [math.nan, *slopes], strict=True):
        print(f"{row['nodes']:>6} nodes {row['cpu_s']:>8.2f} s CPU, gap {100 * row['gap']:.2f} %"
              + ("" if math.isnan(slope) else f", exponent {slope:.2f}"))  # fmt: skip
    return int(max(slopes) > 2)
