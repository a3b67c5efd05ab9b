"""`profile_training`: measured seconds of every node's F, B and W, of updates and of the executor.

Three measurements are joined. Every node alone gives shares, by the rules of
`hwpipe.runtime.profile` (one thread, minima over passes and fresh weights, the spread reported, the
load recorded). Segments of the model under the real executor give totals (medians, since a step is
a sum of many actions), by which the shares are set right; with several processes they compute side
by side as a run's ranks do. Actions without work and messages give what does not belong to nodes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping

import torch

from hwpipe.cost.executor import ExecutorCosts
from hwpipe.cost.measured import MeasuredNode, MeasuredProfile
from hwpipe.errors import WorkError
from hwpipe.graph import ModelSource
from hwpipe.runtime.profile import Profile, judge
from hwpipe.train.finite import all_finite
from hwpipe.train.profiling.executor import action_seconds, measure_channel
from hwpipe.train.profiling.options import TrainProfileOptions
from hwpipe.train.profiling.size import Measured, measure_size, whole_s
from hwpipe.train.profiling.speed import Speed

__all__ = ["TrainProfileOptions", "joined", "profile_training"]


def profile_training(
    source: ModelSource, options: TrainProfileOptions, say: Callable[[str], None] | None = None
) -> Profile:
    """Measure a model's training on this machine's processors.

    Args:
        source: an open ONNX model.
        options: how.
        say: told what is being measured.

    Returns:
        The profile, with the spread of every node (the largest over batch sizes); beside them
        `(segments)`, how much longer actions took in the middle than at best, and `(speed)`, by how
        much the processors were slower than at best where that had to be accepted.

    Raises:
        InputError: options out of range, a model that cannot be trained.
        WorkError: nodes with over half of the time, or the segments under the executor, spread
            too widely.
    """
    options.check()
    say = say or (lambda text: None)
    before = os.getloadavg()[0]
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    found: dict[int, Measured] = {}
    try:
        say("actions and messages")
        speed = Speed(cores=options.processes)
        actions = speed.steady(lambda: action_seconds(options.optimizer))
        channel = speed.steady(measure_channel) if options.links else None
        executor = ExecutorCosts(actions, _check_s_per_byte(), channel)
        for batch in sorted(set(options.batches)):
            model = source.materialise(batch)
            found[batch] = measure_size(model, batch, options, executor, speed, say)
    finally:
        torch.set_num_threads(threads)
    load = (before, os.getloadavg()[0])
    graph = source.graph(min(found))
    names = {i: node.name for i, node in enumerate(graph.nodes)}
    nodes, spread, rejected = joined(names, found, options.max_spread, load)
    profile = MeasuredProfile(
        device_type=options.device_type, nodes=nodes, threads=1, load_average=max(load),
        model=graph.name, model_hash=source.model_hash, optimizer=str(options.optimizer),
        processes=options.processes, executor=executor,
        in_flight=tuple(measured.in_flight for measured in found.values()),
    )  # fmt: skip
    spread["(speed)"] = speed.slowdown
    return Profile(profile, spread, rejected, load)


def _check_s_per_byte() -> float:
    """Least seconds for a byte of looking for numbers that are not finite."""
    tensor = torch.zeros(1 << 18)
    best = float("inf")
    for _ in range(20):
        begun = time.thread_time()
        all_finite(tensor)
        best = min(best, time.thread_time() - begun)
    return best / (4 << 18)


def joined(
    names: Mapping[int, str], found: Mapping[int, Measured], max_spread: float,
    load: tuple[float, float],
) -> tuple[dict[str, MeasuredNode], dict[str, float], tuple[str, ...]]:  # fmt: skip
    """Sizes joined node by node.

    Args:
        names: of the nodes by index.
        found: measurements by micro-batch size.
        max_spread: widest spread that is accepted.
        load: of the machine, before and after.

    Returns:
        Nodes, the spread of each and of the segments, and the nodes that are left out.

    Raises:
        WorkError: if nodes with over half of the time, or the segments, spread too widely.
    """
    spread: dict[str, float] = {}
    times: dict[str, dict[int, float]] = {}
    for batch, measured in found.items():
        for i, value in measured.spread.items():
            spread[names[i]] = max(spread.get(names[i], 0.0), value)
        for i, seconds in measured.nodes.items():
            times.setdefault(names[i], {})[batch] = whole_s(seconds)
    rejected = tuple(sorted(name for name, wide in spread.items() if wide > max_spread))
    judge(times, rejected, spread, max_spread, load)
    widest = max(measured.segment_spread for measured in found.values())
    if widest > max_spread:
        raise WorkError(
            f"the same actions took {100 * widest:.0f} % longer in the middle than at best "
            f"(load {load[0]:.1f} to {load[1]:.1f})",
            where="profile", limit=f"{100 * max_spread:.0f} %",
            remedy="measure on an idle machine",
        )  # fmt: skip
    nodes = {}
    for i, name in names.items():
        sizes = [b for b, measured in found.items() if i in measured.nodes]
        if name in rejected or not sizes:
            continue
        own = [found[b].nodes[i] for b in sizes]
        nodes[name] = MeasuredNode(
            batch=tuple(sizes),
            forward_s=tuple(s.forward_s for s in own),
            backward_input_s=tuple(s.input_s for s in own),
            backward_weight_s=tuple(s.weight_s for s in own),
            backward_s=tuple(s.backward_s for s in own),
            update_s=min(found[b].update_s.get(i, 0.0) for b in sizes),
        )
    return nodes, {**spread, "(segments)": widest}, rejected
