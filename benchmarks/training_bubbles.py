"""Bubbles of every schedule: simulated, and measured in real processes.

    python benchmarks/training_bubbles.py [--ranks 2 4] [--microbatches 8] [--unit 0.02] [--json]

Each schedule's action list runs on hwpipe's executor in one process a rank, over sockets, with real
messages, gradients and weight updates. A forward, an input gradient and a weight gradient take one
unit of time each on a whole stage: they compute something small and then wait, so that processes
do not compete for cores, of which there may be fewer than ranks. What is measured is therefore
the order of the lists and the executor's own overhead, not a device's arithmetic.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from common import Figure
from onnx import TensorProto, helper, numpy_helper

WIDTH = 8
#: Those whose lists need more than a chain of layers, or a device of two halves.
NOT_HERE = {
    "fbp-as": "needs devices whose halves compute side by side",
    "terapipe": "needs token slices of a causal model",
    "pipe-bd": "needs a teacher and a student",
    "pipeline": "inference",
}
#: Iterations that are measured of each.
REPEATS = 3
_COMPUTE = ("F", "B", "W", "BW")


def chain(layers: int) -> onnx.ModelProto:
    """Layers of 8 floats."""
    rng = np.random.default_rng(0)
    nodes, weights, x = [], [], "x"
    for i in range(layers):
        array = rng.standard_normal((WIDTH, WIDTH)).astype(np.float32) / WIDTH
        weights.append(numpy_helper.from_array(array, f"w{i}"))
        nodes.append(helper.make_node("Gemm", [x, f"w{i}"], [f"y{i}"], transB=1))
        x = f"y{i}"
    value = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "chain", [value("x", TensorProto.FLOAT, [1, WIDTH])],
                              [value(x, TensorProto.FLOAT, [1, WIDTH])], weights)  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def endless(batch: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Data function."""
    x = np.ones((batch, WIDTH), np.float32)
    while True:
        yield x, x


def names() -> list[str]:
    """Schedules by the names of `hwpipe schedule --list` that are run here."""
    from hwpipe.schedule.generators import GENERATORS

    return [name for name in GENERATORS if name not in NOT_HERE]


def simulated(name: str, ranks: int, count: int, unit: float) -> Any:
    """`Measured` by simulation, F = B = W = one unit on a whole stage."""
    from hwpipe.schedule import PipelineTimes
    from hwpipe.schedule.generators import measure

    times = PipelineTimes.uniform(ranks, forward_s=unit, backward_s=unit, weight_s=unit)
    return measure(name, times, count)


class Waiting:
    """A stage whose steps take a given time."""

    def __init__(self, stage: Any, forward_s: float, input_s: float, weight_s: float) -> None:
        self._stage = stage
        self._seconds = {"forward": forward_s, "backward": input_s + weight_s,
                         "backward_input": input_s, "backward_weight": weight_s}  # fmt: skip

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._stage, name)
        if name not in self._seconds:
            return found

        def timed(*arguments: Any, **options: Any) -> Any:
            until = time.monotonic() + self._seconds[name]
            result = found(*arguments, **options)
            time.sleep(max(0.0, until - time.monotonic()))
            return result

        return timed


def run_list(rank: int, name: str, ranks: int, count: int, unit: float) -> list[list[Any]]:
    """(kind, start, end) of the rank's compute, for each iteration behind the first."""
    import torch.distributed as dist

    from hwpipe.runtime.spec import StageSpec
    from hwpipe.train.channel.mail import GlooMail
    from hwpipe.train.interpreter import channels_of
    from hwpipe.train.options import OptimizerSpec, TrainOptions
    from hwpipe.train.prepare import orders
    from hwpipe.train.rank import TrainRank

    found = simulated(name, ranks, count, unit)
    schedule, times = found.schedule, found.times
    stages = tuple(
        StageSpec(s, (s,), f"stage {s}", "cpu", schedule.replicas[s])
        for s in range(schedule.stages)
    )
    options = TrainOptions(data=endless, loss="mse", optimizer=OptimizerSpec("sgd", {"lr": 1e-3}))
    prepared = orders(chain(schedule.stages), stages, schedule, options, micro_batch=1,
                      micro_batches=count, model_hash="chain")  # fmt: skip
    spec = prepared.specs[rank]
    mail = GlooMail(rank, channels_of(prepared.routes), 60)
    own = TrainRank(spec, {s: prepared.routes.pieces[s] for s in spec.stages}, mail)
    for s, held in own.held.items():
        held.stage = Waiting(held.stage, times.forward_s[s], times.backward_input_s[s],
                             times.backward_weight_s[s])  # fmt: skip
    runs: list[list[Any]] = []
    for step in range(1 + REPEATS):
        runs.append([])
        dist.barrier()
        own.run_list(schedule, step, runs[-1].append)
    dist.barrier()
    mail.close()
    return [
        [(s.kind, s.start_s, s.end_s) for s in spans if s.kind in _COMPUTE] for spans in runs[1:]
    ]


def work(  # noqa: PLR0917 (every one is a different thing)
    rank: int, folder: str, ranks: int, count: int, unit: float, chosen: list[str]
) -> None:
    """One process: all schedules one after the other."""
    from datetime import timedelta

    import torch
    import torch.distributed as dist

    torch.set_num_threads(1)
    store = dist.FileStore(f"{folder}/store", ranks)
    dist.init_process_group("gloo", store=store, rank=rank, world_size=ranks,
                            timeout=timedelta(seconds=60))  # fmt: skip
    rows = {name: run_list(rank, name, ranks, count, unit) for name in chosen}
    Path(folder, f"rank-{rank}.json").write_text(json.dumps(rows))
    dist.destroy_process_group()


def measured(ranks: int, count: int, unit: float, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Bubbles in units of time, simulated and measured, by schedule."""
    from hwpipe.runtime.network import loopback_interface

    rows = {name: simulated(name, ranks, count, unit) for name in chosen}
    with tempfile.TemporaryDirectory(prefix="hwpipe-bench-") as folder:
        env = {"GLOO_SOCKET_IFNAME": loopback_interface() or "lo", **os.environ}
        processes = [
            subprocess.Popen(
                [sys.executable, __file__, "--rank", str(rank), "--folder", folder,
                 "--ranks", str(ranks), "--microbatches", str(count), "--unit", str(unit),
                 "--schedules", *rows],
                env=env,
            )
            for rank in range(ranks)
        ]  # fmt: skip
        try:
            failed = [process.wait(600) for process in processes]
        finally:
            for process in processes:
                process.kill()
                process.wait()
        if any(failed):
            raise SystemExit("a rank failed")
        spans = [json.loads(Path(folder, f"rank-{r}.json").read_text()) for r in range(ranks)]
    found = []
    for name, row in rows.items():
        own = [rank[name] for rank in spans]
        # The least of the iterations: others of the machine only ever delay one.
        span = min(max(rank[i][-1][2] - rank[i][0][1] for rank in own) for i in range(REPEATS))
        busy = max(row.timeline.rank_busy_s)
        found.append({
            "schedule": name, "ranks": ranks, "microbatches": count,
            "busy": busy / unit, "simulated_span": row.span_s / unit,
            "simulated_bubble": row.bubble_s / unit, "measured_span": span / unit,
            "measured_bubble": (span - busy) / unit,
        })  # fmt: skip
    return found


def figures() -> list[Figure]:
    """For `make bench`: the largest difference of a span."""
    rows = measured(2, 8, 0.02, names())
    worst = max(abs(r["measured_span"] / r["simulated_span"] - 1) for r in rows)
    return [Figure(f"spans of {len(rows)} schedules, 2 ranks: farthest from simulated",
                   100 * worst, "%")]  # fmt: skip


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ranks", type=int, nargs="+", default=[2, 4])
    parser.add_argument("--microbatches", type=int, default=8)
    parser.add_argument("--unit", type=float, default=0.02, help="seconds of F, of B and of W")
    parser.add_argument("--schedules", nargs="+")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rank", type=int, help=argparse.SUPPRESS)  # one of the processes
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    chosen = options.schedules or names()
    if options.rank is not None:
        work(options.rank, options.folder, options.ranks[0], options.microbatches, options.unit,
             chosen)  # fmt: skip
        return
    rows = {p: measured(p, options.microbatches, options.unit, chosen) for p in options.ranks}
    if options.json:
        print(json.dumps([row for found in rows.values() for row in found]))
        return
    heads = [f"p = {p}: {what}" for p in rows for what in ("simulated", "measured", "span")]
    print("| schedule | " + " | ".join(heads) + " |")
    print("| --- |" + " --- |" * len(heads))
    for i, name in enumerate(chosen):
        cells = []
        for found in rows.values():
            row = found[i]
            off = row["measured_span"] / row["simulated_span"] - 1
            cells += [f"{row['simulated_bubble']:.2f}", f"{row['measured_bubble']:.2f}",
                      f"{100 * off:+.1f} %"]  # fmt: skip
        print(f"| `{name}` | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
