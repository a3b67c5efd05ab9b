"""Overhead of the training executor on tiny stages, against torch.distributed.pipelining.

Two processes, gloo, 1F1B, the same weights and data, in the same run:

    python benchmarks/training.py [--steps 60] [--microbatches 8] [--json]

Both train two stages of Gemm(8, 8) + Tanh with SGD; the time per micro-batch is the least of all
steps. The weights of both must agree bit for bit at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from common import Figure
from onnx import TensorProto, helper, numpy_helper

WIDTH, ROWS = 8, 1
#: The engines take turns, so that a change of load meets both.
ROUNDS = 3


def model() -> onnx.ModelProto:
    """Two layers of 8 floats."""
    rng = np.random.default_rng(0)
    nodes, weights, x = [], [], "x"
    for i in range(2):
        weights += [
            numpy_helper.from_array(
                rng.standard_normal((WIDTH, WIDTH)).astype(np.float32), f"w{i}"
            ),
            numpy_helper.from_array(rng.standard_normal(WIDTH).astype(np.float32), f"b{i}"),
        ]
        nodes.append(helper.make_node("Gemm", [x, f"w{i}", f"b{i}"], [f"g{i}"], transB=1))
        nodes.append(helper.make_node("Tanh", [f"g{i}"], [f"t{i}"]))
        x = f"t{i}"
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes, "tiny", [value("x", TensorProto.FLOAT, [ROWS, WIDTH])],
        [value(x, TensorProto.FLOAT, [ROWS, WIDTH])], weights,
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def arrays(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    x, y = (rng.standard_normal((count * ROWS, WIDTH)).astype(np.float32) for _ in range(2))
    return x, y


def endless(batch: int) -> Any:
    """Data function of hwpipe."""
    pair = arrays(batch // ROWS)
    while True:
        yield pair


def hwpipe_rank(rank: int, steps: int, count: int, name: str) -> tuple[list[float], list[Any]]:
    """Seconds of each step, and the weights of this rank's stage."""
    import torch.distributed as dist

    from hwpipe.runtime.spec import StageSpec
    from hwpipe.schedule import make_schedule
    from hwpipe.train.channel.mail import GlooMail
    from hwpipe.train.interpreter import channels_of
    from hwpipe.train.options import OptimizerSpec, TrainOptions
    from hwpipe.train.prepare import orders
    from hwpipe.train.rank import TrainRank

    stages = (StageSpec(0, (0, 1), "a", "cpu"), StageSpec(1, (2, 3), "b", "cpu"))
    options = TrainOptions(data=endless, loss="mse", optimizer=OptimizerSpec("sgd", {"lr": 0.1}))
    schedule = make_schedule(name, stages=2, microbatches=count)
    prepared = orders(model(), stages, schedule, options, micro_batch=ROWS, micro_batches=count,
                      model_hash="tiny")  # fmt: skip
    spec = prepared.specs[rank]
    mail = GlooMail(rank, channels_of(prepared.routes), 60)
    own = TrainRank(spec, {rank: prepared.routes.pieces[rank]}, mail)
    times = []
    for step in range(steps):
        dist.barrier()
        begun = time.perf_counter()
        own.run_list(schedule, step, lambda span: None)
        times.append(time.perf_counter() - begun)
    dist.barrier()
    mail.close()
    return times, [own.state()[0][f"{kind}{rank}"] for kind in "wb"]


def torch_rank(rank: int, steps: int, count: int, name: str) -> tuple[list[float], list[Any]]:
    """The same with torch.distributed.pipelining, its pitfalls avoided."""
    import torch
    import torch.distributed as dist
    from torch.distributed.pipelining import PipelineStage, Schedule1F1B, ScheduleGPipe

    weights = {t.name: numpy_helper.to_array(t).copy() for t in model().graph.initializer}
    linear = torch.nn.Linear(WIDTH, WIDTH)
    with torch.no_grad():
        linear.weight.copy_(torch.from_numpy(weights[f"w{rank}"]))
        linear.bias.copy_(torch.from_numpy(weights[f"b{rank}"]))
    module = torch.nn.Sequential(linear, torch.nn.Tanh())
    sample = torch.zeros(ROWS, WIDTH)
    # Given shapes keep it from running the module on uninitialised memory.
    stage = PipelineStage(
        module, rank, 2, torch.device("cpu"),
        input_args=(sample.clone().requires_grad_(rank > 0),),
        output_args=(sample.clone().requires_grad_(),),
    )  # fmt: skip
    kind = {"1f1b-as": Schedule1F1B, "gpipe": ScheduleGPipe}[name]
    # The loss is scaled, since scale_grads would divide what has been accumulated in place.
    schedule = kind(
        stage, count, loss_fn=lambda y, t: torch.nn.functional.mse_loss(y, t) / count,
        scale_grads=False,
    )  # fmt: skip
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1)
    x, target = (torch.from_numpy(array) for array in arrays(count))
    times = []
    for _ in range(steps):
        dist.barrier()
        begun = time.perf_counter()
        if rank == 0:
            schedule.step(x)
        else:
            schedule.step(target=target)
        optimizer.step()
        optimizer.zero_grad()
        times.append(time.perf_counter() - begun)
    return times, [linear.weight.detach().numpy(), linear.bias.detach().numpy()]


def work(rank: int, folder: str, steps: int, count: int, names: Sequence[str]) -> None:
    """One process: both engines in turn, several rounds of each."""
    from datetime import timedelta

    import torch
    import torch.distributed as dist

    torch.set_num_threads(1)
    store = dist.FileStore(f"{folder}/store", 2)
    dist.init_process_group("gloo", store=store, rank=rank, world_size=2,
                            timeout=timedelta(seconds=60))  # fmt: skip
    rows = []
    for name in names:
        found: dict[str, Any] = {"hwpipe": {"times": []}, "torch": {"times": []}}
        for _ in range(ROUNDS):
            for engine, function in (("hwpipe", hwpipe_rank), ("torch", torch_rank)):
                times, found[engine]["weights"] = function(rank, steps, count, name)
                found[engine]["times"] += times[1:]
        same = all(
            np.array_equal(a, b)
            for a, b in zip(found["hwpipe"]["weights"], found["torch"]["weights"], strict=True)
        )
        rows.append({"same": same, **{e: min(f["times"]) / count for e, f in found.items()}})
    Path(folder, f"rank-{rank}.json").write_text(json.dumps(rows))
    dist.destroy_process_group()


def measure(steps: int, count: int, names: Sequence[str]) -> list[dict[str, Any]]:
    """By schedule: seconds per micro-batch of both engines, and whether weights are bit-equal."""
    from hwpipe.runtime.network import loopback_interface

    with tempfile.TemporaryDirectory(prefix="hwpipe-bench-") as folder:
        env = {"GLOO_SOCKET_IFNAME": loopback_interface() or "lo", **os.environ}
        ranks = [
            subprocess.Popen(
                [sys.executable, __file__, "--rank", str(rank), "--folder", folder, "--steps",
                 str(steps), "--microbatches", str(count), "--schedules", *names],
                env=env,
            )
            for rank in range(2)
        ]  # fmt: skip
        try:
            failed = [process.wait(300) for process in ranks]
        finally:
            for process in ranks:
                process.kill()
                process.wait()
        if any(failed):
            raise SystemExit("a rank failed")
        ranks_rows = [json.loads(Path(folder, f"rank-{r}.json").read_text()) for r in range(2)]
    found = []
    for name, *pair in zip(names, *ranks_rows, strict=True):
        ours, theirs = (max(row[engine] for row in pair) for engine in ("hwpipe", "torch"))
        found.append({
            "schedule": name, "microbatches": count, "same_weights": all(r["same"] for r in pair),
            "hwpipe_s": ours, "torch_s": theirs, "ratio": ours / theirs,
        })  # fmt: skip
    return found


def scheduling_s(stages: int = 32, count: int = 512) -> float:
    """Seconds of ordering F, B and W automatically, the least of two."""
    from hwpipe.schedule import PipelineTimes
    from hwpipe.schedule.generators import generate

    times = PipelineTimes.uniform(stages, forward_s=1, backward_s=1.2, weight_s=0.8,
                                  transfer_s=0.1)  # fmt: skip
    times = replace(times, memory_bytes=(float(stages),) * stages)
    found = []
    for _ in range(2):
        begun = time.perf_counter()
        generate("zb-auto", stages, count, times=times)
        found.append(time.perf_counter() - begun)
    return min(found)


def figures() -> list[Figure]:
    """For `make bench`."""
    (row,) = measure(60, 8, ["1f1b-as"])
    name = "1F1B, tiny stage, 2 processes over gloo:"
    return [
        Figure(f"{name} per micro-batch", 1e3 * row["hwpipe_s"], "ms"),
        Figure(f"{name} part of torch.distributed.pipelining's", row["ratio"], "x", 0.6),
        Figure("zb-auto, 32 stages x 512 micro-batches", scheduling_s(), "s", 5.0),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--microbatches", type=int, default=8)
    parser.add_argument("--schedules", nargs="+", default=["1f1b-as", "gpipe"])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rank", type=int, help=argparse.SUPPRESS)  # one of the two processes
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rank is not None:
        work(options.rank, options.folder, options.steps, options.microbatches, options.schedules)
        return
    for row in measure(options.steps, options.microbatches, options.schedules):
        if options.json:
            print(json.dumps(row))
        else:
            print(f"{row['schedule']}: {1e3 * row['hwpipe_s']:.3f} ms per micro-batch, "
                  f"torch.distributed.pipelining {1e3 * row['torch_s']:.3f} ms, "
                  f"ratio {row['ratio']:.2f} (limit 0.6 for 1F1B), "
                  f"weights {'bit-equal' if row['same_weights'] else 'DIFFERENT'}")  # fmt: skip
    if not options.json:
        print(f"zb-auto, 32 stages x 512 micro-batches: {scheduling_s():.2f} s (limit 5)")


if __name__ == "__main__":
    main()
