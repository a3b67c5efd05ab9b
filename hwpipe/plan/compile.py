"""`compile_plan`: a model and a cluster in, a certified plan out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from hwpipe.cluster import default_cluster, load_cluster
from hwpipe.cluster.model import Cluster
from hwpipe.cost import build_cost_table, load_profile, profile_cost_table
from hwpipe.cost.table import CostTable
from hwpipe.errors import HwpipeError, InfeasibleError
from hwpipe.graph import ModelSource, ProfileSource, open_model
from hwpipe.graph.model import Graph
from hwpipe.partition import NodeSplit, NoneBetter, propose_splits, solve_below
from hwpipe.plan.assemble import Evaluated, layer_rows, plan_stages, predict, timeline_of
from hwpipe.plan.boards import BoardLimits, float_note
from hwpipe.plan.judge import TIMED
from hwpipe.plan.measured import with_measured_links
from hwpipe.plan.model import Baseline, Bound, ModelRef, Plan, PlanStage
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.scheduling import chosen_schedule, compares, rescheduled
from hwpipe.plan.search import Candidate, Outcome, Progress, Search
from hwpipe.plan.slices import sliced, slices_wanted
from hwpipe.plan.wishes import conflict, limited, wishes_of
from hwpipe.units import format_bytes

__all__ = ["assemble_plan", "compile_plan", "table_maker"]

#: A split must gain this much to be worth a concatenation at run time.
_SPLIT_GAIN = 1e-3


def compile_plan(
    model: str | Path | ModelSource,
    cluster: str | Path | Cluster | None = None,
    *,
    options: CompileOptions | None = None,
    profiles: Sequence[str | Path] = (),
    progress: Progress | None = None,
) -> Plan:
    """Split a network into balanced pipeline stages on a mixed cluster.

    Args:
        model: path of an ONNX file or of a measured profile graph, name of a bundled model, or
            an open source.
        cluster: path of a cluster file, name of a bundled cluster, a `Cluster`, or None for
            the default mixed cluster.
        options: see `CompileOptions`.
        profiles: files of `hwpipe profile` that override the cost models node by node.
        progress: called with a line of text as the search goes on.

    Returns:
        The plan with its certificate and baselines.

    Raises:
        InputError: if a file, name or option cannot be used.
        InfeasibleError: if no split of the model fits the cluster's memory.
    """
    options = options or CompileOptions()
    source = open_model(model, dims=options.dims) if isinstance(model, str | Path) else model
    if cluster is None:
        cluster = default_cluster()
    elif not isinstance(cluster, Cluster):
        cluster = load_cluster(cluster)
    cluster = with_measured_links(cluster, profiles)
    search, outcome = _searched(source, cluster, options, profiles, progress)
    found, candidate = outcome.found, outcome.candidate
    splits: tuple[NodeSplit, ...] = ()
    if (
        options.splits
        and source.kind == "onnx"
        and options.method in ("auto", "exact", "bapipe")
        and found.joint is None
        and found.generated is None
    ):
        found, splits = _try_splits(search, found, candidate)
    return assemble_plan(search, found, outcome, splits)


def _searched(
    source: ModelSource,
    cluster: Cluster,
    options: CompileOptions,
    profiles: Sequence[str | Path],
    progress: Progress | None,
) -> tuple[Search, Outcome]:
    """Search; where nothing fits make stages fit, and where that fails say which wish to drop."""

    def search_with(chosen: CompileOptions, on: Cluster) -> Search:
        return Search(source, on, chosen, table_maker(source, on, chosen, profiles), progress)

    search = search_with(options, limited(cluster, options.max_memory))
    if options.pins:
        search.check_pins()
    try:
        return search, _run(search)
    except InfeasibleError as error:
        if not wishes_of(options):
            raise

        def feasible(chosen: CompileOptions) -> bool:
            quick = replace(chosen, baselines=False, effort=min(chosen.effort, 0.2))
            try:
                _run(search_with(quick, limited(cluster, chosen.max_memory)))
            except InfeasibleError:
                return False
            return True

        raise conflict(options, error, feasible, source.name) from error


def _run(search: Search) -> Outcome:
    """The best plan that fits as it is, or else the best one that is made to fit.

    Layers that fit no device whole may fit several that share them.
    """
    outcome: Outcome | None = None
    chosen = chosen_schedule(search)
    try:
        outcome = search.run()
    except InfeasibleError as error:
        failure = error
    if outcome is None and search.planner == "auto" and search.options.objective in TIMED:
        search.splitting = True
        try:
            outcome = search.run()
        except InfeasibleError:
            search.splitting = False
    if compares(search):
        outcome = rescheduled(search, outcome)
    if slices_wanted(search):
        outcome = sliced(search, outcome)
    if outcome is not None or chosen is not None:
        assert outcome is not None, "a schedule that was asked for is refused or found"
        return outcome
    from hwpipe.plan.fitting import fitted_outcome

    return fitted_outcome(search, failure)


def table_maker(
    source: ModelSource,
    cluster: Cluster,
    options: CompileOptions,
    profiles: Sequence[str | Path],
) -> Callable[[Graph], CostTable]:
    """How this compilation costs a graph: from a measured profile graph, or by the models."""
    training = options.mode_for(source.kind) == "train"
    if isinstance(source, ProfileSource):
        return lambda graph: profile_cost_table(
            source, cluster.devices, training=training, optimizer=options.optimizer
        )
    measured = {}
    for path in profiles:
        profile = load_profile(path)
        measured[profile.device_type] = profile
    limits = BoardLimits(source, cluster.devices)

    def make(graph: Graph) -> CostTable:
        table = build_cost_table(
            graph,
            cluster.devices,
            training=training,
            profiles=measured,
            optimizer=options.optimizer,
        )
        return table if training else limits.applied(graph, table)

    return make


def _try_splits(
    search: Search, found: Evaluated, candidate: Candidate
) -> tuple[Evaluated, tuple[NodeSplit, ...]]:
    """Split boundary layers between neighbours as long as that makes the plan faster."""
    problem = search.problem(candidate)
    proposals = propose_splits(problem, found.partition)
    if not proposals:
        return found, ()
    try:
        split_problem = search.problem(candidate, proposals)
        partition = solve_below(split_problem, found.value * (1 - _SPLIT_GAIN))
    except InfeasibleError:
        return found, ()
    if isinstance(partition, NoneBetter):
        return found, ()
    again = search.evaluate(split_problem, partition)
    if again.value < found.value * (1 - _SPLIT_GAIN):
        return again, proposals
    return found, ()


def assemble_plan(
    search: Search,
    found: Evaluated,
    outcome: Outcome,
    splits: tuple[NodeSplit, ...],
) -> Plan:
    """The whole plan of what a search found.

    Args:
        search: which found it.
        found: the plan as it was judged.
        outcome: what is proven of it.
        splits: layers split between neighbouring stages.
    """
    candidate = outcome.candidate
    source, cluster, options = search.source, search.cluster, search.options
    split_rows = tuple((s.node, s.channels, s.total_channels, s.stage) for s in splits)
    timeline = timeline_of(found)
    stages = plan_stages(found, cluster, search.training, timeline, split_rows)
    batch = candidate.micro_batch * candidate.microbatches
    graph = found.graph
    return Plan(
        model=ModelRef(
            name=source.name,
            source=source.ref,
            hash=source.model_hash,
            kind=source.kind,
            nodes=len(graph),
            macs=graph.macs // graph.batch,
            param_bytes=graph.param_bytes,
            dims=dict(options.dims),
        ),
        cluster=cluster,
        mode=search.mode,
        objective=options.objective,
        method=found.partition.method,
        batch=batch,
        micro_batch=candidate.micro_batch,
        optimizer=options.optimizer if search.training else None,
        schedule=found.schedule_ref,
        stages=stages,
        splits=split_rows,
        predicted=predict(found, stages, timeline, batch=batch),
        bound=_bound(search, found, outcome, splits),
        baselines=_baselines(search, candidate) if options.baselines else (),
        layers=layer_rows(found, cluster, search.training),
        notes=_notes(search, found, graph, stages),
        constraints=tuple(wish.words for wish in wishes_of(options)),
        schedules=outcome.schedules,
    )


def _bound(
    search: Search, found: Evaluated, outcome: Outcome, splits: tuple[NodeSplit, ...]
) -> Bound:
    """The certificate of the whole search.

    Intra-layer splits, and replicas of several device types, lie outside the space that the
    bound holds for; such a plan may beat the bound, and is not called optimal.
    """
    metric = {"memory": "memory_share", "energy": "energy_j"}.get(
        search.options.objective, "iteration_s"
    )
    value, space = found.value, outcome.space
    if splits:
        space += "; the intra-layer splits of this plan lie outside that space"
    elif not outcome.inside:
        space += f"; this plan ({found.partition.method}) lies outside that space"
    lower = min(outcome.lower, value)
    gap = (value - lower) / lower if lower > 0 else 0.0
    return Bound(
        metric=metric,
        lower_s=lower,
        gap=gap,
        exact=gap <= 1e-9 and outcome.inside and not splits,
        space=space,
        cuts=outcome.cuts,
        stopped_early=outcome.stopped_early,
        bottleneck_lower_s=min(outcome.bottleneck_lower_s, found.bottleneck_s),
    )


def _baselines(search: Search, candidate: Candidate) -> tuple[Baseline, ...]:
    rows: list[Baseline] = []
    for name, result in search.baselines(candidate).items():
        if isinstance(result, HwpipeError):
            rows.append(Baseline(name, False, None, None, 0, candidate.microbatches, str(result)))
            continue
        rows.append(
            Baseline(
                name=name,
                feasible=True,
                iteration_s=result.iteration_s,
                bottleneck_s=result.bottleneck_s,
                stages=len(result.partition.stages),
                microbatches=result.microbatches,
            )
        )
    return tuple(rows)


def _notes(
    search: Search, found: Evaluated, graph: Graph, stages: Sequence[PlanStage]
) -> tuple[str, ...]:
    notes = [
        *search.notes,
        *graph.notes,
        *found.table.notes,
        *search.cluster.notes,
        *found.partition.notes,
    ]
    if graph.costed_by_bytes:
        notes.append("costed by bytes: " + ", ".join(graph.costed_by_bytes))
    for stage in stages:
        kinds = sorted({search.cluster.by_name[name].type for name in stage.devices})
        if len(kinds) > 1 and not stage.rank_times and stage.mode != "split":
            notes.append(
                f"stage {stage.index} mixes {' and '.join(kinds)}: its times are the slowest's, "
                "its memory the smallest's"
            )
        if stage.memory_bytes > stage.memory_available_bytes:
            notes.append(
                f"stage {stage.index} does not fit: {format_bytes(stage.memory_bytes)} on "
                f"{stage.devices[0]} of {format_bytes(stage.memory_available_bytes)} "
                f"({found.partition.method} ignores memory)"
            )
    warning = None if search.training else float_note(graph, stages)
    if warning is not None:
        notes.append(warning)
    used = {name for stage in found.partition.stages for name in stage.devices}
    unused = len(search.cluster.devices) - len(used)
    if unused:
        notes.append(f"{unused} of {len(search.cluster.devices)} devices are not used")
    return tuple(dict.fromkeys(notes))
