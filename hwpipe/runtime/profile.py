"""`profile_model`: measured forward seconds of every node, for the cost room to plan with.

Rules (they come from measuring what goes wrong): one thread, since more of them spin against
whatever else runs; the minimum of many passes, since load only adds; several repetitions with
fresh weights and buffers, whose spread tells how far to trust it; the load is recorded, and a
node that will not hold still is left out, so that the model costs it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hwpipe.cost.measured import MeasuredNode, MeasuredProfile
from hwpipe.errors import InputError, WorkError
from hwpipe.graph import ModelSource
from hwpipe.runtime.piece import Array, Piece, split_model

__all__ = ["Profile", "judge", "profile_model", "spread_of"]

#: A node below this is dominated by the call itself and always jitters; it is not judged.
_SHORT_S = 50e-6


@dataclass(frozen=True)
class Profile:
    """A measured profile and how far to trust it.

    Attributes:
        measured: what `hwpipe.cost` reads and writes.
        spread: (largest - smallest) / mean of a node's minima over the repetitions, the
            largest over the batch sizes.
        rejected: nodes left out because their spread was too wide.
        load_average: of the machine, before and after.
    """

    measured: MeasuredProfile
    spread: Mapping[str, float]
    rejected: tuple[str, ...]
    load_average: tuple[float, float]


def _sample(source: ModelSource, batch: int) -> dict[str, Array]:
    rng = np.random.default_rng(0)
    arrays: dict[str, Array] = {}
    for info in source.input_specs(batch):
        if np.dtype(info.dtype).kind == "f":
            arrays[info.name] = rng.standard_normal(info.shape).astype(info.dtype)
        else:  # small enough for any embedding
            arrays[info.name] = rng.integers(0, 2, info.shape).astype(info.dtype)
    return arrays


def _repetition(
    piece: Piece, arrays: Mapping[str, Array], device: str, passes: int
) -> dict[int, float]:
    """Smallest seconds of every node over `passes`, with a fresh stage; by node index."""
    import torch

    from hwpipe.runtime.module import TorchStage, to_torch

    stage = TorchStage(piece).eval().to(device)
    tensors = [to_torch(arrays[name].copy()).to(device) for name in piece.inputs]
    clock: Callable[[], float]
    if device == "cpu":
        clock = time.thread_time  # one thread: its own time, without that of neighbours
    else:

        def clock() -> float:
            torch.cuda.synchronize(device)
            return time.perf_counter()

    best: dict[int, float] = {}
    with torch.inference_mode():
        for number in range(passes + 1):
            start = clock()
            for node in stage.walk(*tensors):
                end = clock()
                if number:  # the first pass warms caches and allocators
                    best[node.index] = min(best.get(node.index, end - start), end - start)
                start = clock()
    return best


def spread_of(values: Sequence[float]) -> float:
    """(largest - smallest) / mean."""
    mean = sum(values) / len(values)
    return (max(values) - min(values)) / mean if mean > 0 else 0.0


def profile_model(
    source: ModelSource,
    *,
    device: str = "cpu",
    device_type: str | None = None,
    batches: Sequence[int] = (1,),
    repetitions: int = 3,
    passes: int = 5,
    max_spread: float = 0.5,
) -> Profile:
    """Measure the forward seconds of every node on a device of this machine.

    Args:
        source: an open ONNX model.
        device: "cpu" or "cuda:N".
        device_type: catalogue name that the measurements stand for; "cpu" by default there.
        batches: batch sizes, each measured on its own.
        repetitions: fresh stages per batch size, at least 2.
        passes: timed passes of each.
        max_spread: widest spread of a node over the repetitions that is accepted; nodes
            under 50 us are not judged.

    Raises:
        InputError: for a device that is not there, or counts out of range.
        WorkError: if the nodes that had to be rejected make up over half of the time.
    """
    import torch

    if device != "cpu" and not (device.startswith("cuda") and torch.cuda.is_available()):
        raise InputError(f"device {device!r} is not available", limit="cpu, cuda:N",
                         remedy="profile on a machine that has it")  # fmt: skip
    if device_type is None and device != "cpu":
        raise InputError(f"the type of {device!r} is not known", limit="a catalogue name",
                         remedy="give the device type, e.g. h100")  # fmt: skip
    if repetitions < 2 or passes < 1 or not batches or min(batches) < 1:
        raise InputError(f"{repetitions} repetitions of {passes} passes at batches {batches}",
                         limit="at least 2, 1 and 1", remedy="raise the counts")  # fmt: skip
    before = os.getloadavg()[0]
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    times: dict[str, dict[int, float]] = {}
    spread: dict[str, float] = {}
    try:
        for batch in sorted(set(batches)):
            graph, model = source.graph(batch), source.materialise(batch)
            (piece,) = split_model(model, [range(len(model.graph.node))])
            arrays = _sample(source, batch)
            minima = [_repetition(piece, arrays, device, passes) for _ in range(repetitions)]
            for index in minima[0]:
                name = graph.nodes[index].name
                values = [found[index] for found in minima]
                times.setdefault(name, {})[batch] = min(values)
                if max(values) >= _SHORT_S:
                    spread[name] = max(spread.get(name, 0.0), spread_of(values))
    finally:
        torch.set_num_threads(threads)
    load = (before, os.getloadavg()[0])
    rejected = tuple(sorted(name for name, wide in spread.items() if wide > max_spread))
    judge(times, rejected, spread, max_spread, load)
    nodes = {
        name: MeasuredNode(batch=tuple(found), forward_s=tuple(found.values()))
        for name, found in times.items()
        if name not in rejected
    }
    measured = MeasuredProfile(
        device_type=device_type or "cpu", nodes=nodes, threads=1, load_average=max(load),
        model=graph.name, model_hash=source.model_hash,
    )  # fmt: skip
    return Profile(measured, spread, rejected, load)


def judge(
    times: Mapping[str, Mapping[int, float]], rejected: Sequence[str],
    spread: Mapping[str, float], max_spread: float, load: tuple[float, float],
) -> None:  # fmt: skip
    """Refuse measurements of which most are not to be trusted.

    Args:
        times: seconds of each node by batch size.
        rejected: nodes whose spread was too wide.
        spread: of each node.
        max_spread: what was too wide.
        load: before and after.

    Raises:
        WorkError: if the rejected nodes make up over half of the time.
    """
    whole = sum(sum(found.values()) for found in times.values())
    lost = sum(sum(times[name].values()) for name in rejected)
    if lost > whole / 2:
        worst = max(rejected, key=lambda name: spread[name])
        raise WorkError(
            f"nodes with {100 * lost / whole:.0f} % of the time spread too widely over the "
            f"repetitions, {worst} by {100 * spread[worst]:.0f} % (load {load[0]:.1f} to "
            f"{load[1]:.1f})",
            where="profile", limit=f"{100 * max_spread:.0f} %",
            remedy="measure on an idle machine",
        )  # fmt: skip
