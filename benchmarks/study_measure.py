"""Single rows of the study: every method and the joint search on one cost table."""

from __future__ import annotations

import math
import time
from typing import Any

ARRAY_METHODS = ("data-parallel", "owt", "hypar", "accpar")
#: Micro-batches of an iteration of 512 samples that the joint plan may choose on an array.
ARRAY_COUNTS = (1, 4)


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
