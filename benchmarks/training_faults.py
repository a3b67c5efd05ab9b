"""Random kills of a training run: what is lost, and what is left behind.

    python benchmarks/training_faults.py [--kills 20] [--seed 0] [--json]

A run of three processes (a stage with two replicas, one without; batch normalisation, Adam,
compressed gradients with residuals, a checkpoint every few steps) restarts by itself. Over and
over one of its processes is killed (SIGKILL) or stopped (SIGSTOP, a hang): a rank, the process that
forks the ranks, or the command itself, which is then started again with `resume`; some of the
kills come while a checkpoint is being written. Moments are chosen by progress (steps done, an open
file), not by the clock. At the end losses and weights must be those of an uninterrupted run, bit
for bit, and no process, socket, shared memory or file may be left.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import psutil
from onnx import TensorProto, helper, numpy_helper

EVERY, MICRO_BATCHES, ROWS = 3, 4, 2
#: Seconds without a sign of life that count as a hang here.
TIMEOUT_S = 3.0
#: Steps between two kills, at most.
APART = 8


def network() -> onnx.ModelProto:
    """Two convolutions with batch normalisation, and a classifier with some weight."""
    rng = np.random.default_rng(0)
    weights: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []

    def weight(name: str, array: Any) -> str:
        weights.append(numpy_helper.from_array(np.asarray(array, np.float32), name))
        return name

    def node(op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    x, channels = "x", 3
    for i, wide in enumerate((8, 16)):
        w = weight(f"conv{i}.w", 0.2 * rng.standard_normal((wide, channels, 3, 3)))
        x = node("Conv", [x, w], f"conv{i}", pads=[1] * 4, kernel_shape=[3, 3])
        parts = [weight(f"norm{i}.{n}", np.full(wide, v))
                 for n, v in (("s", 1), ("o", 0), ("m", 0), ("v", 1))]  # fmt: skip
        x = node("Relu", [node("BatchNormalization", [x, *parts], f"norm{i}")], f"relu{i}")
        channels = wide
    x = node("Flatten", [x], "flat")
    w = weight("head.w", 0.03 * rng.standard_normal((64, 16 * 64)))
    x = node("Relu", [node("Gemm", [x, w], "head", transB=1)], "hidden")
    node("Gemm", [x, weight("last.w", 0.1 * rng.standard_normal((5, 64)))], "y", transB=1)
    value = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "faults", [value("x", TensorProto.FLOAT, [ROWS, 3, 8, 8])],
                              [value("y", TensorProto.FLOAT, [ROWS, 5])], weights)  # fmt: skip
    return onnx.shape_inference.infer_shapes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    )


def batches(batch: int, seed: int = 0) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless (images, classes)."""
    rng = np.random.default_rng(seed)
    while True:
        images = rng.standard_normal((batch, 3, 8, 8)).astype(np.float32)
        yield images, rng.integers(0, 5, batch)


def train(folder: Path, steps: int, *, restarts: int = 0, resume: bool = False,
          progress: Callable[[int, float], None] | None = None) -> Any:  # fmt: skip
    """The run: on processes where restarts are asked for, else on threads, undisturbed."""
    from hwpipe.compress import Compression
    from hwpipe.runtime.spec import StageSpec
    from hwpipe.schedule import make_schedule
    from hwpipe.train import train_stages
    from hwpipe.train.options import TrainOptions, parse_optimizer

    model = network()
    stages = (StageSpec(0, tuple(range(4)), "left", "cpu", 2),
              StageSpec(1, tuple(range(4, len(model.graph.node))), "right", "cpu"))  # fmt: skip
    options = TrainOptions(
        data=batches, optimizer=parse_optimizer("adam:lr=0.002"), steps=steps, resume=resume,
        checkpoint=folder / "checkpoints", checkpoint_every=EVERY, max_restarts=restarts,
        timeout_s=TIMEOUT_S, compress=Compression(density=0.1, refresh=5),
    )  # fmt: skip
    schedule = make_schedule("1f1b-as", stages=2, microbatches=MICRO_BATCHES, replicas=[2, 1])
    return train_stages(model, stages, schedule, options, micro_batch=ROWS, progress=progress,
                        in_process=not restarts)  # fmt: skip


@dataclass
class Report:
    """What `run` saw."""

    kills: dict[str, int] = field(default_factory=dict)
    seen: set[psutil.Process] = field(default_factory=set)
    steps_again: int = 0
    seconds: float = 0.0
    equal: bool = False
    left: list[str] = field(default_factory=list)


class Victim:
    """The command under fire, as a process of its own, and everything below it."""

    def __init__(self, folder: Path, steps: int, report: Report) -> None:
        """Start it; its temporary files go to a folder of their own."""
        self._command = [sys.executable, __file__, "--folder", str(folder), "--steps", str(steps)]
        self._env = {**os.environ, "TMPDIR": str(folder / "tmp")}
        self._report, self.folder = report, folder
        self._process: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> None:
        """Start the command (again)."""
        again = ["--resume"] if (self.folder / "checkpoints").exists() else []
        self._process = subprocess.Popen([*self._command, *again], env=self._env, text=True,
                                         stdout=subprocess.PIPE)  # fmt: skip

    def step(self) -> int | None:
        """The next step that it says it has taken; None at its end."""
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return int(line) if line.strip() else None

    def end(self) -> int:
        """Its exit status."""
        assert self._process is not None
        assert self._process.stdout is not None
        status = self._process.wait(60)
        self._process.stdout.close()
        return status

    def tree(self) -> tuple[psutil.Process, psutil.Process | None, list[psutil.Process]]:
        """The command, the process that forks, the ranks by number."""
        assert self._process is not None
        command = psutil.Process(self._process.pid)
        below = [p for p in command.children() if "hwpipe.runtime.launcher" in _words(p)]
        forks = below[-1] if below else None
        ranks = sorted(forks.children(), key=lambda p: p.pid) if forks is not None else []
        self._report.seen |= {command, *below, *ranks}
        return command, forks, ranks


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def writes(process: psutil.Process, folder: Path) -> bool:
    """Whether a process has a file of a folder open, with a name or not yet."""
    place = Path("/proc", str(process.pid), "fd")
    with contextlib.suppress(OSError):
        for entry in place.iterdir():
            with contextlib.suppress(OSError):
                target = os.readlink(entry)
                if target.startswith(f"{folder}/"):
                    return True
    return False


def strike(victim: Victim, how: str, rng: random.Random) -> str:
    """Hit one process; returns how, in the end."""
    command, forks, ranks = victim.tree()
    if how == "while writing" and ranks:
        folder = victim.folder / "checkpoints"
        known = sorted(folder.glob("*.ckpt"))
        while ranks[0].is_running() and sorted(folder.glob("*.ckpt")) == known:
            if writes(ranks[0], folder):
                ranks[0].kill()
                return how
        how = "rank killed"  # it was faster
    target = {"command killed": command, "launcher killed": forks}.get(how)
    if target is None and ranks:
        target = rng.choice(ranks)
    if target is None:
        return "none"
    target.send_signal(signal.SIGSTOP if how == "rank stopped" else signal.SIGKILL)
    if target is command:
        victim.end()
        victim.start()
    return how


HOWS = ("rank killed", "while writing", "rank stopped", "launcher killed", "command killed")


def run(folder: Path, kills: int, seed: int, hows: tuple[str, ...] = ()) -> Report:
    """Train under fire and compare.

    Args:
        folder: empty.
        kills: how many.
        seed: of moments and victims.
        hows: the kinds of the kills in turn; random ones where empty.
    """
    rng, report = random.Random(seed), Report()
    steps = kills * (APART // 2 + EVERY) + 2 * APART
    (folder / "tmp").mkdir()
    begun = time.monotonic()
    victim = Victim(folder, steps, report)
    try:
        _fire(victim, kills, rng, hows, report)
    except BaseException:
        victim.tree()
        for process in report.seen:
            with contextlib.suppress(psutil.Error):
                process.kill()
        raise
    report.seconds = time.monotonic() - begun
    report.left = left_behind(folder, report.seen)
    report.equal = equal(folder, steps)
    return report


def _fire(victim: Victim, kills: int, rng: random.Random, hows: tuple[str, ...],
          report: Report) -> None:  # fmt: skip
    highest, wait, how, number = -1, rng.randint(1, APART), "", 0
    while True:
        step = victim.step()
        if step is None:
            break
        report.steps_again += step <= highest
        highest = max(highest, step)
        if number == kills:
            continue
        how = how or (hows[number % len(hows)] if hows else rng.choice(HOWS))
        wait -= 1
        # The file of a checkpoint is opened behind the step after this one: time to look closely.
        if wait > 0 or (how == "while writing" and (step + 2) % EVERY):
            continue
        done = strike(victim, how, rng)
        if done != "none":
            report.kills[done] = report.kills.get(done, 0) + 1
            number, wait, how = number + 1, rng.randint(1, APART), ""
    status = victim.end()
    if status:
        raise SystemExit(f"the run ended with status {status} after {number} kills")


def equal(folder: Path, steps: int) -> bool:
    """Whether losses, weights, optimizer state and residuals are those of an uninterrupted run."""
    from hwpipe.train.state.checkpoint import checkpoint_path, load_checkpoint

    calm = folder / "calm"
    train(calm, steps)
    one, other = (load_checkpoint(checkpoint_path(place / "checkpoints", steps))
                  for place in (folder, calm))  # fmt: skip
    same = one.losses == other.losses and one.weights.keys() == other.weights.keys()
    pairs = [(one.weights[name], array) for name, array in other.weights.items()]
    for name, entries in other.state.items():
        pairs += [(one.state[name][key], array) for key, array in entries.items()]
    for mine, theirs in zip(one.residuals, other.residuals, strict=True):
        same &= mine.counters == theirs.counters and mine.replica == theirs.replica
        pairs += [(mine.arrays[name], array) for name, array in theirs.arrays.items()]
    return same and len(other.residuals) == 2 and all(np.array_equal(a, b) for a, b in pairs)


def left_behind(folder: Path, seen: set[psutil.Process]) -> list[str]:
    """Processes with their sockets, shared memory, temporary files."""
    _, alive = psutil.wait_procs(list(seen), 20)
    found = [f"process {p.pid}" for p in alive]
    # torch makes an empty folder for the caches of its compiler.
    found += [str(p) for p in (folder / "tmp").iterdir() if "torchinductor" not in p.name]
    found += [str(p) for p in (folder / "checkpoints").iterdir() if p.suffix != ".ckpt"]
    with contextlib.suppress(OSError):
        shared = Path("/dev/shm").iterdir()
        found += [str(p) for p in shared if any(f"_{q.pid}_" in p.name for q in seen)]
    return found


def main() -> None:
    """Kill, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)  # the run under fire
    parser.add_argument("--steps", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--resume", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder is not None:
        train(options.folder, options.steps, restarts=1000, resume=options.resume,
              progress=lambda step, loss: print(step, flush=True))  # fmt: skip
        return
    with tempfile.TemporaryDirectory(prefix="hwpipe-faults-") as folder:
        report = run(Path(folder), options.kills, options.seed)
    row = {
        "kills": report.kills, "seconds": report.seconds, "steps_taken_again": report.steps_again,
        "bit_equal": report.equal, "left_behind": report.left,
    }  # fmt: skip
    if options.json:
        print(json.dumps(row))
    else:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(report.kills.items()))
        print(f"{sum(report.kills.values())} kills ({kinds}) in {report.seconds:.0f} s: losses, "
              f"weights, Adam's state and residuals {'bit-equal' if report.equal else 'DIFFERENT'}"
              f", {report.steps_again} steps taken twice, left behind: "
              f"{', '.join(report.left) or 'nothing'}")  # fmt: skip
    raise SystemExit(0 if report.equal and not report.left else 1)


if __name__ == "__main__":
    main()
