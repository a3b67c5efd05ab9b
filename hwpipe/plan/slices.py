"""Token slices of causal transformers as part of a compilation (TeraPipe, arXiv 2102.07988).

`hwpipe.joint.joint_search_sliced` finds stages, and slices of a sequence; every micro-batch is
sliced alike. Here its plans become actions, which the event simulator times with the seconds that
each stage takes for each slice, and the fastest plan stays. All activations of an iteration are
kept, as GPipe does.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.partition import Partition, PlanningProblem, bottleneck_bound, stage_times
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.inputs import relaxed_bound
from hwpipe.plan.judge import TIMED
from hwpipe.plan.outcome import Candidate, Outcome
from hwpipe.plan.schedule_model import ScheduleRef, slice_sizes
from hwpipe.plan.timeline import generated_schedule
from hwpipe.schedule.model import PipelineTimes

if TYPE_CHECKING:
    from hwpipe.plan.search import Search

__all__ = ["sliced", "sliced_times", "slices_wanted"]

#: Steps of a sequence between which slices may be cut.
_STEPS = 32
#: Devices and nodes up to which slices are looked for unasked.
_MOST_DEVICES, _MOST_NODES = 64, 5000
#: Equal slices for which stages are planned.
_PIECES = (1, 4, 16)


def slices_wanted(search: Search) -> bool:
    """Whether a compilation looks for token slices.

    Raises:
        InputError: slices were asked for where there can be none.
    """
    options = search.options
    forced = _forced(search)
    if options.slices == 0 or not (forced or search.training):
        return False
    why = None
    if not search.training:
        why = "inference (limit: training)"
    elif search.source.kind != "onnx":
        why = "a profile, which has no tokens"
    elif options.objective not in TIMED:
        why = f"--objective {options.objective}"
    elif options.pins:
        why = "--pin"
    elif search.large:
        why = f"{len(search.cluster.devices)} devices"
    if why is not None:
        if forced:
            raise InputError(f"--slices with {why}", remedy="--slices off")
        return False
    unasked = (
        options.method == "auto"
        and options.schedule is None
        and not search.stopped_early
        and 1 < len(search.cluster.devices) <= _MOST_DEVICES
    )
    return forced or unasked


def _forced(search: Search) -> bool:
    return bool(search.options.slices) or search.options.schedule == "terapipe"


def sliced(search: Search, outcome: Outcome | None) -> Outcome | None:
    """The outcome with token slices where they are faster, or were asked for.

    Raises:
        InputError: slices were asked for, and the model has no attention over equal sequences, or
            not so many tokens.
        InfeasibleError: slices were asked for, and no pipeline with them fits.
    """
    forced = _forced(search)
    below = math.inf if forced or outcome is None else outcome.found.value
    best: tuple[Evaluated, Candidate] | None = None
    failure: InfeasibleError | None = None
    for candidate, problem, tokens in _candidates(search, outcome, forced):
        if relaxed_bound(problem) * _least_part(problem, tokens) >= below:
            continue
        search.say(f"slicing sequences of {tokens} tokens in micro-batches of "
                   f"{candidate.micro_batch}")  # fmt: skip
        try:
            found = _planned(search, problem, tokens)
        except InfeasibleError as error:
            failure = failure or error
            continue
        if found is not None and found.value < below * (1 - 1e-9):
            best, below = (found, candidate), found.value
    if best is None:
        if forced:
            raise failure or InfeasibleError(
                "no pipeline with token slices fits", where=search.source.name,
                remedy="use a smaller batch, more devices, or --slices off",
            )  # fmt: skip
        return outcome
    found, candidate = best
    kept = outcome.schedules if outcome is not None else ()
    return Outcome(
        found=found,
        candidate=candidate,
        inside=False,
        lower=found.value if outcome is None else outcome.lower,
        space="plans of whole sequences" if outcome is None else outcome.space,
        cuts="all" if outcome is None else outcome.cuts,
        bottleneck_lower_s=bottleneck_bound(problem_of(search, candidate)),
        stopped_early=search.stopped_early,
        schedules=kept,
    )


def problem_of(search: Search, candidate: Candidate) -> PlanningProblem:
    """The problem of a candidate, all of whose forwards come first."""
    return search.problem(replace(candidate, schedule="gpipe", bound=0.0))


def _candidates(
    search: Search, outcome: Outcome | None, forced: bool
) -> list[tuple[Candidate, PlanningProblem, int]]:
    """Micro-batch sizes worth slicing: single sequences, and that of the best plan."""
    from hwpipe.graph.source import OnnxSource
    from hwpipe.slicing.causal import attention_tokens, causal_tokens

    sizes = search.sizes
    if len(sizes) > 2:
        own = {outcome.candidate.micro_batch} if outcome is not None else set()
        sizes = sorted({sizes[0], *own})
    found = []
    for size in sizes:
        candidate = Candidate(size, search.batch // size, "gpipe")
        try:
            problem = problem_of(search, candidate)
        except InputError:
            continue
        graph = problem.graph
        if len(graph) > _MOST_NODES and not forced:
            return []
        tokens = attention_tokens(graph)
        if tokens is not None and not forced and isinstance(search.source, OnnxSource):
            tokens = causal_tokens(search.source.proto(size), graph, search.source.path)
        if tokens is not None:
            found.append((candidate, problem, tokens))
    if forced and not found:
        raise InputError(
            "no attention over sequences of one length", where=search.source.name,
            limit="transformers with one matrix of scores a head", remedy="--slices off",
        )  # fmt: skip
    return found


def _least_part(problem: PlanningProblem, tokens: int) -> float:
    """The part of the work that slices leave at least: attention's masked half may go."""
    scores = [
        node.index
        for node in problem.graph.nodes
        if any(
            problem.graph.tensors[name].shape[-2:] == (tokens, tokens)
            for name in (*node.inputs, *node.outputs)
            if name in problem.graph.tensors
        )
    ]
    time = np.where(np.isfinite(problem.node_time_s), problem.node_time_s, 0.0)
    part = time[:, scores].sum(axis=1) / np.maximum(time.sum(axis=1), 1e-300)
    return float(1 - part.max() / 2)


def _grid(tokens: int) -> int:
    """Tokens of a step: the smallest divisor that makes at most `_STEPS` steps."""
    return next(d for d in range(1, tokens + 1) if tokens % d == 0 and tokens // d <= _STEPS)


def _equal(tokens: int, count: int) -> tuple[int, ...]:
    """That many slices as equal as can be, the longer ones first."""
    if not 1 <= count <= tokens:
        raise InputError(f"--slices {count}", limit=f"1 to {tokens}, the tokens of a sequence")
    return tuple(tokens // count + (k < tokens % count) for k in range(count))


def _planned(search: Search, problem: PlanningProblem, tokens: int) -> Evaluated | None:
    """The best plan of one micro-batch size, simulated; None where it does not fit."""
    from hwpipe.joint import joint_search_sliced
    from hwpipe.schedule import simulate

    asked = search.options.slices
    lengths = _equal(tokens, asked) if asked else ()
    overhead = min(d.launch_overhead_s for d in problem.cluster.devices)
    found = joint_search_sliced(
        search.timed(problem),
        tokens,
        grid=_grid(tokens),
        node_overhead_s=overhead,
        pieces=(asked,) if asked and tokens // asked >= _grid(tokens) else _PIECES,
        batches=(problem.graph.batch,),
    )
    lengths = lengths or found.pipeline.slicing.tokens[0]
    times = sliced_times(problem, found.partition, tokens, lengths)
    ref = ScheduleRef("terapipe", problem.microbatches, slices=tuple(lengths))
    schedule = generated_schedule(ref, times, [1] * len(found.partition.stages),
                                  problem.microbatches)  # fmt: skip
    timeline = simulate(schedule, times)
    peaks = zip(timeline.peak_memory_bytes, times.memory_bytes, strict=True)
    if any(peak > room * (1 + 1e-9) for peak, room in peaks):
        return None
    return Evaluated(
        partition=replace(found.partition, method="sliced", certificate=None),
        graph=problem.graph,
        table=problem.table,
        times=times,
        schedule=ref.name,
        microbatches=problem.microbatches,
        iteration_s=timeline.makespan_s,
        bottleneck_s=_bottleneck(times),
        ideal_s=bottleneck_bound(problem),
        value=timeline.makespan_s,
        generated=(ref, schedule),
    )


def _bottleneck(times: PipelineTimes) -> float:
    """Longest time of a stage or a link for one micro-batch."""
    busy = [f + b + w for f, b, w in zip(times.forward_s, times.backward_input_s,
                                         times.backward_weight_s, strict=True)]  # fmt: skip
    links = zip(times.send_forward_s, times.send_backward_s, strict=True)
    return max(*busy, *(max(pair) for pair in links), 0.0)


def sliced_times(
    problem: PlanningProblem, partition: Partition, tokens: int, lengths: tuple[int, ...]
) -> PipelineTimes:
    """Times of the stages of a pipeline whose sequences are cut into slices.

    Every node pays its launch once a slice; a slice attends to its context and to all of itself,
    so short slices compute less of the masked half. F, B and W are sliced alike.

    Args:
        problem: costs of whole sequences.
        partition: one device a stage.
        tokens: of a sequence.
        lengths: tokens of each slice, front to back.
    """
    from hwpipe.slicing import TokenModel

    times = stage_times(problem, partition)
    size = np.array(lengths, dtype=np.float64)
    context = np.concatenate([[0.0], np.cumsum(size)[:-1]])
    shares: list[tuple[float, ...]] = []
    factors: list[float] = []
    for stage in partition.stages:
        device = problem.cluster.by_name[stage.devices[0]]
        seconds = problem.node_time_s[problem.group_of[device.name]]
        model = TokenModel.of_stage(
            problem.graph, seconds, stage.nodes, tokens, node_overhead_s=device.launch_overhead_s
        )
        each: FloatArray = model.seconds(np.array(float(problem.graph.batch)), size, context)
        whole = float(seconds[list(stage.nodes)].sum())
        total = float(each.sum())
        shares.append(tuple((each / total).tolist()) if total > 0 else slice_sizes(
            ScheduleRef("terapipe", 1, slices=lengths)))  # fmt: skip
        factors.append(total / whole if whole > 0 else 1.0)

    def scaled(row: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(seconds * factor for seconds, factor in zip(row, factors, strict=True))

    return replace(
        times,
        forward_s=scaled(times.forward_s),
        backward_input_s=scaled(times.backward_input_s),
        backward_weight_s=scaled(times.backward_weight_s),
        slice_size_share=slice_sizes(ScheduleRef("terapipe", 1, slices=lengths)),
        stage_slice_share=tuple(shares),
    )
