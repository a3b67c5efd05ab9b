"""One micro-batch size: nodes measured alone, segments under the executor, and their join."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from hwpipe.cost.executor import ExecutorCosts
from hwpipe.cost.in_flight import InFlight
from hwpipe.runtime.piece import tensor_specs
from hwpipe.runtime.profile import spread_of
from hwpipe.train.losses import make_loss
from hwpipe.train.options import TrainOptions
from hwpipe.train.prepare import drop_softmax
from hwpipe.train.profiling.data import sample_target, write_data
from hwpipe.train.profiling.executor import Samples, run_segments, segments_of
from hwpipe.train.profiling.nodes import NodeSeconds, NodeTimer, least
from hwpipe.train.profiling.options import TrainProfileOptions
from hwpipe.train.profiling.speed import Speed
from hwpipe.train.routes import route
from hwpipe.train.trainable import trainable_weights

__all__ = ["Measured", "measure_size", "whole_s"]

#: A node below this is dominated by the call itself and always jitters; it is not judged.
_SHORT_S = 50e-6
#: Most segments that a model is cut into, and steps taken of each measurement.
_SEGMENTS, _STEPS = 6, 3
#: Micro-batches of a step: as many as take this long, within limits.
_STEP_S, _LEAST, _MOST = 1.5, 4, 12
#: Micro-batches in flight.
_FLIGHTS = (1, 2, 4)


@dataclass(frozen=True)
class Measured:
    """Seconds of one micro-batch size by node index, their spread, and what flight costs."""

    nodes: Mapping[int, NodeSeconds]
    update_s: Mapping[int, float]
    spread: Mapping[int, float]
    segment_spread: float
    in_flight: InFlight


def measure_size(  # noqa: PLR0917 (every one is a different thing)
    model: onnx.ModelProto, batch: int, options: TrainProfileOptions, executor: ExecutorCosts,
    speed: Speed, say: Callable[[str], None],
) -> Measured:  # fmt: skip
    """All measurements of one micro-batch size.

    Args:
        model: normalised, weights inline, static shapes at the size.
        batch: samples.
        options: how.
        executor: what does not belong to nodes.
        speed: of the processors.
        say: told what is being measured.

    Raises:
        InputError, WorkError: as `train_stages`.
    """
    model, _ = drop_softmax(model, options.loss)
    trained = trainable_weights(model, (), ())
    (piece,) = route(model, [range(len(model.graph.node))], trained).pieces
    with tempfile.TemporaryDirectory(prefix="hwpipe-profile-") as folder:
        sample, target = sample_target(model, options.loss, batch)
        data = options.data or write_data(Path(folder), sample, target)
        loss_of = make_loss(options.loss)
        inputs = [torch.from_numpy(sample[name]) for name in piece.inputs]
        wanted = torch.from_numpy(target)
        say(f"nodes at micro-batches of {batch}")
        minima, used = [], 0.0
        for _ in range(options.repetitions):
            timer = NodeTimer(piece, inputs, None if options.data else
                              lambda output: loss_of(output, wanted))  # fmt: skip
            timer.one_pass()  # warms caches and allocators
            begun = time.perf_counter()
            minima.append(least([timer.one_pass() for _ in range(options.passes)]))
            used = max(used, (time.perf_counter() - begun) / options.passes)
        nodes = least(minima)
        order = [nodes[i].forward_s + nodes[i].backward_s if i in nodes else 0.0
                 for i in range(len(model.graph.node))]  # fmt: skip
        segments = segments_of(order, _SEGMENTS)
        train = TrainOptions(data=data, loss=options.loss, optimizer=options.optimizer,
                             steps=_STEPS)  # fmt: skip
        count = int(np.clip(_STEP_S / max(used, 1e-9), _LEAST, _MOST))
        flights = [flight for flight in _FLIGHTS if flight <= count]
        taken: list[Samples] = []
        for flight in flights:
            taken.append({})
            for split in (False, True):
                say(f"{'B and W' if split else 'whole backwards'} in {len(segments)} segments, "
                    f"{flight} micro-batches of {batch} in flight")  # fmt: skip
                found = speed.steady(partial(
                    run_segments, model, segments, train, micro_batch=batch, micro_batches=count,
                    split=split, processes=options.processes, flight=flight,
                ))  # fmt: skip
                for (stage, kind), values in found.items():
                    name = "FS" if split and kind == "F" else kind
                    taken[-1].setdefault((stage, name), values)
    samples = taken[0]
    check = [executor.check_s_per_byte * size for size in _boundary_bytes(model, segments)]
    totals = _totals(samples, executor.action_s, check)
    held = [s.node_indices for s in segments]
    return Measured(
        nodes=_set_right(nodes, held, totals),
        update_s=_updates(model, held, totals, frozenset(piece.weights)),
        spread={
            i: spread_of([whole_s(one[i]) for one in minima]) for i in nodes
            if max(whole_s(one[i]) for one in minima) >= _SHORT_S
        },
        segment_spread=max(map(_segment_spread, taken)),
        in_flight=_in_flight(batch, flights, taken),
    )  # fmt: skip


def whole_s(seconds: NodeSeconds) -> float:
    """Forward and whole backward."""
    return seconds.forward_s + seconds.backward_s


def _in_flight(batch: int, flights: Sequence[int], taken: Sequence[Samples]) -> InFlight:
    """How all segments together slow down; never faster with more in flight than with fewer."""
    factors: dict[str, tuple[float, ...]] = {}

    def total(samples: Samples, kind: str) -> float:
        return sum(float(np.median(v)) for (_, k), v in samples.items() if k == kind)

    for kind, over in (("F", "F"), ("FS", "F"), ("B", "B"), ("W", "W"), ("BW", "BW")):
        base = total(taken[0], over)
        sums = np.array([total(samples, kind) for samples in taken])
        if base > 0 and sums.all():
            factors[kind] = tuple(map(float, np.maximum.accumulate(np.maximum(sums / base, 1.0))))
    return InFlight(batch, tuple(flights), factors)


def _segment_spread(samples: Samples) -> float:
    """(median - least) / median of the actions' seconds, weighted by their time."""
    lost = total = 0.0
    for (_, kind), values in samples.items():
        if kind != "UPDATE":
            median = float(np.median(values))
            lost, total = lost + median - min(values), total + median
    return lost / total if total > 0 else 0.0


def _totals(
    samples: Samples, actions: Mapping[str, float], check: Sequence[float]
) -> dict[tuple[int, str], float]:
    """Seconds of segments without what the executor adds to any action.

    Medians, but of updates, of which there is one a step, the least.
    """
    found = {}
    for (segment, kind), values in samples.items():
        if kind == "FS":
            continue
        extra = actions.get(kind, 0.0) + (check[segment] if kind == "F" else 0.0)
        middle = float(np.median(values)) if kind != "UPDATE" else min(values)
        found[segment, kind] = max(middle - extra, 0.0)
    return found


def _set_right(
    nodes: Mapping[int, NodeSeconds], segments: Sequence[Sequence[int]],
    totals: Mapping[tuple[int, str], float],
) -> dict[int, NodeSeconds]:  # fmt: skip
    """Seconds of nodes scaled so that each segment's sum is what the executor took."""
    found: dict[int, NodeSeconds] = {}
    fields = {"forward_s": "F", "backward_s": "BW", "input_s": "B", "weight_s": "W"}
    for number, held in enumerate(segments):
        own = [i for i in held if i in nodes]
        scale = {}
        for name, kind in fields.items():
            alone = sum(getattr(nodes[i], name) for i in own)
            scale[name] = totals[number, kind] / alone if alone > 0 else 0.0
        for i in own:
            scaled = {name: getattr(nodes[i], name) * scale[name] for name in fields}
            found[i] = NodeSeconds(**scaled)
    return found


def _updates(
    model: onnx.ModelProto, segments: Sequence[Sequence[int]],
    totals: Mapping[tuple[int, str], float], trained: frozenset[str],
) -> dict[int, float]:  # fmt: skip
    """Seconds of each node's share of its segment's update, by bytes of trained weights."""
    sizes = {t.name: float(np.prod(t.dims)) for t in model.graph.initializer if t.name in trained}
    found: dict[int, float] = {}
    for number, held in enumerate(segments):
        own = {i: sum(sizes.get(name, 0.0) for name in model.graph.node[i].input) for i in held}
        total = sum(own.values())
        for i, size in own.items():
            if size:
                found[i] = totals[number, "UPDATE"] * size / total
    return found


def _boundary_bytes(model: onnx.ModelProto, segments: Sequence[Any]) -> list[float]:
    """Bytes that each segment sends; 0 for the last, whose loss is looked at instead."""
    routes = route(model, [s.node_indices for s in segments], ())
    specs = tensor_specs([*model.graph.value_info, *model.graph.output])
    found = []
    for piece in routes.pieces[:-1]:
        known = [specs[name] for name in piece.outputs if name in specs]
        size = 0.0
        for spec in known:
            if spec.dtype.startswith("float"):
                elements = math.prod(int(n or 1) for n in spec.shape)
                size += elements * np.dtype(spec.dtype).itemsize
        found.append(size)
    return [*found, 0.0]
