"""A plan in plain words: the sentences and figures that tables and pages share."""

from __future__ import annotations

from hwpipe.plan.model import Bound, Plan, PlanStage
from hwpipe.units import format_bytes, format_count, format_seconds

__all__ = [
    "SCHEDULE_WORDS",
    "bottleneck_name",
    "bound_words",
    "clean",
    "device_words",
    "exposed_s",
    "format_metric",
    "layer_range",
    "link_s",
    "percent",
    "plan_title",
    "schedule_words",
    "search_words",
    "shorten",
    "sources",
    "stage_s",
    "times_words",
    "type_words",
]

#: What a schedule does, in one sentence.
SCHEDULE_WORDS: dict[str, str] = {
    "pipeline": "micro-batches stream through the stages, forward only",
    "gpipe": "all forward passes, then all backward passes (GPipe)",
    "1f1b-as": "one forward, one backward in turn, transfers asynchronous (BaPipe 1F1B-AS)",
    "1f1b-sno": "one forward, one backward in turn, transfers synchronous, not overlapped "
    "(BaPipe 1F1B-SNO)",
    "1f1b-so": "one forward, one backward in turn, transfers overlapped by twice the warm-up "
    "micro-batches (BaPipe 1F1B-SO)",
    "fbp-as": "forward and backward side by side on two halves of a device (BaPipe FBP-AS)",
}

_MODEL_WORDS = {
    "gpu": "GPU: roofline by data type with per-operator efficiency",
    "tpu": "TPU-like: systolic-array model with SRAM and DRAM stalls",
    "fpga": "FPGA: cycle model of the kernels, tiles and DDR ports",
    "cpu": "CPU: roofline by data type",
}


def schedule_words(name: str) -> str | None:
    """What a schedule does, in one sentence; None for one that is not known."""
    if name in SCHEDULE_WORDS:
        return SCHEDULE_WORDS[name]
    from hwpipe.schedule.generators import GENERATORS

    info = GENERATORS.get(name)
    return None if info is None else f"{info.summary} ({info.source})"


def clean(text: str) -> str:
    """One line of printable characters: names from files may hold escapes and control codes.

    An escape sequence would reach the terminal, and XML allows no control characters.
    """
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(c if c.isprintable() else "�" for c in line)


def shorten(text: str, width: int) -> str:
    """Cut `text` to `width` characters; the ends stay, since names differ there."""
    text = clean(text)
    if len(text) <= width:
        return text
    if width < 4:  # the end of a name tells more than its beginning
        return "…" + text[len(text) - width + 1 :] if width > 1 else "…"
    head = (width - 1) // 2
    return text[:head] + "…" + text[len(text) - (width - 1 - head) :]


def percent(share: float) -> str:
    """`0.1234` as `12.3%`; tiny shares as `<0.1%`."""
    if 0 < share < 0.001:
        return "<0.1%"
    return f"{share * 100:.0f}%" if share >= 0.9995 else f"{share * 100:.1f}%"


def _exposed_s(plan: Plan, index: int) -> float:
    """Seconds of transfers over the boundary after stage `index` that stop both ends."""
    send = plan.stages[index].send if 0 <= index < len(plan.stages) else None
    if send is None or send.overlap:
        return 0.0
    return send.forward_s + send.backward_s


def exposed_s(plan: Plan, stage: PlanStage) -> float:
    """Seconds per micro-batch that a stage stands still for synchronous transfers."""
    return _exposed_s(plan, stage.index - 1) + _exposed_s(plan, stage.index)


def stage_s(plan: Plan, stage: PlanStage) -> float:
    """Period of a stage: seconds it spends on one micro-batch in the steady state.

    Compute and synchronous transfers, divided by the replicas, which take micro-batches in
    turn (PipeDream, Harlap et al. 2018, section 3.2), plus the stage's share of the gradient
    all-reduce, which happens once an iteration.
    """
    busy = stage.time_s + exposed_s(plan, stage)
    return busy / stage.pace + stage.reduce_s / plan.schedule.microbatches


def link_s(plan: Plan, stage: PlanStage) -> float:
    """Period of the link after `stage`: seconds per micro-batch; 0 after the last stage.

    The two directions of an overlapped link run side by side, a synchronous link carries one
    after the other; between replicated stages min(replicas) transfers run side by side.
    """
    send = stage.send
    if send is None:
        return 0.0
    ways = (send.forward_s, send.backward_s)
    lanes = send.lanes or min(stage.ranks, plan.stages[stage.index + 1].ranks)
    return (max(ways) if send.overlap else sum(ways)) / lanes


def bottleneck_name(plan: Plan) -> str:
    """The resource with the longest period: `stage 2`, `link 1>2` or `shared link NAME`.

    A device that holds several stages counts with all of them.
    """
    loads = [(stage_s(plan, s), f"stage {s.index}") for s in plan.stages]
    for name, held in zip(plan.rank_names, plan.rank_stages, strict=True):
        if len(held) > 1:  # chunks of one device
            stages = ", ".join(map(str, held))
            loads.append((sum(stage_s(plan, plan.stages[s]) for s in held),
                          f"{clean(name)} with stages {stages}"))  # fmt: skip
    shared: dict[str, list[PlanStage]] = {}
    for stage in plan.stages:
        if stage.send is not None:
            shared.setdefault(stage.send.link, []).append(stage)
    for name, users in shared.items():
        first = users[0].index
        words = f"link {first}>{first + 1}" if len(users) == 1 else f"shared link {name}"
        loads.append((sum(link_s(plan, s) for s in users), words))
    return max(loads, key=lambda load: load[0])[1] if loads else "none"


def layer_range(stage: PlanStage, width: int = 40) -> str:
    """First and last layer of a stage, cut to `width` characters together."""
    if not stage.nodes:
        return "-"
    first, last = clean(stage.nodes[0]), clean(stage.nodes[-1])
    if first == last:
        return shorten(first, width)
    if len(first) + len(last) + 3 <= width:
        return f"{first} … {last}"
    half = (width - 3) // 2
    spare = max(0, half - min(len(first), len(last)))
    return (
        f"{shorten(first, half + (spare if len(first) > len(last) else 0))} … "
        f"{shorten(last, half + (spare if len(last) >= len(first) else 0))}"
    )


def device_words(stage: PlanStage, width: int = 24) -> str:
    """The devices of a stage: `gpu0`, or `gpu0 … gpu3 (4)` for replicas."""
    names = [clean(name) for name in stage.devices]
    if len(names) == 1:
        return shorten(names[0], width)
    if len(names) == 2 and len(names[0]) + len(names[1]) + 2 <= width:
        return f"{names[0]}, {names[1]}"
    count = f" ({len(names)})"
    for words in (f"{names[0]} … {names[-1]}{count}", f"{names[0]}…{names[-1]}{count}"):
        if len(words) <= width:
            return words
    half = max(3, (width - len(count) - 1) // 2)
    return f"{shorten(names[0], half)}…{shorten(names[-1], half)}{count}"


def type_words(plan: Plan, stage: PlanStage) -> str:
    """The device type of a stage: `h100`, or `h100 + 1 type` where replicas differ."""
    types = {plan.cluster.by_name[n].type for n in stage.devices if n in plan.cluster.by_name}
    more = len(types | {stage.device_type}) - 1
    return stage.device_type + (f" + {more} type{'s' * (more > 1)}" if more else "")


def plan_title(plan: Plan) -> str:
    """Model and cluster: `resnet50 on lab (4 of 5 devices)`."""
    used = len({name for s in plan.stages for name in s.devices})
    total = len(plan.cluster.devices)
    many = f"{used} of {total}" if used != total else f"{total}"
    plural = "s" if total != 1 else ""
    return f"{clean(plan.model.name)} on {clean(plan.cluster.name)} ({many} device{plural})"


def times_words(ratio: float) -> str:
    """A baseline's time over this plan's: `2.31 x slower`, `same`, `1.20 x faster`."""
    if abs(ratio - 1) < 5e-4:
        return "same"
    return f"{ratio:.2f} x slower" if ratio > 1 else f"{1 / ratio:.2f} x faster"


_METRICS = {
    "iteration_s": "time of an iteration",
    "bottleneck_s": "time of the bottleneck per micro-batch",
    "latency_s": "latency of one micro-batch",
    "memory_bytes": "peak memory of the fullest device",
    "energy_j": "energy of an iteration",
}


def format_metric(metric: str, value: float) -> str:
    """Print `value` in the unit that the name of the metric ends in."""
    if metric.endswith("_bytes"):
        return format_bytes(value)
    if metric.endswith("_j"):
        return format_count(value) + " J" if value >= 1 else f"{value:.3g} J"
    return format_seconds(value)


#: Gap from which on the reader is told how to narrow it.
_WORTH_EFFORT = 0.005


def bound_words(bound: Bound | None) -> list[str]:
    """The certificate in sentences: what no plan can beat, and how far this one is from it."""
    if bound is None:
        return ["No lower bound was computed for this plan."]
    name = _METRICS.get(bound.metric, bound.metric)
    lower = format_metric(bound.metric, bound.lower_s)
    if bound.exact:
        first = f"Proven optimal: no plan of the space has a smaller {name} than {lower}."
    else:
        first = (
            f"No plan of the space has a smaller {name} than {lower}; "
            f"this plan is {percent(bound.gap)} above that bound."
        )
    lines = [first, f"Space: {bound.space.rstrip('.')}.", f"Cuts: {bound.cuts.rstrip('.')}."]
    if bound.stopped_early:
        lines.append(f"The search stopped early: {bound.stopped_early.rstrip('.')}.")
    elif bound.gap > _WORTH_EFFORT:
        lines.append("More work (--effort 10) may narrow the gap.")
    return lines


def search_words(bound: Bound) -> str:
    """How the search ended."""
    if bound.stopped_early:
        return f"stopped early: {bound.stopped_early}"
    return "complete" if bound.exact else "its default work is done; --effort gives it more"


def sources(plan: Plan) -> list[str]:
    """Where the figures of a plan come from, a line per device kind or measured profile."""
    if plan.model.kind == "profile":
        return [f"Layer times: measured profile {clean(plan.model.source)}"]
    lines = []
    used = {name for stage in plan.stages for name in stage.devices}
    devices = [d for d in plan.cluster.devices if d.name in used]
    for kind in sorted({d.kind for d in devices if d.profile is None}):
        lines.append(f"{_MODEL_WORDS[kind]} (predicted)")
    for profile in sorted({d.profile for d in devices if d.profile is not None}):
        types = sorted({d.type for d in devices if d.profile == profile})
        lines.append(f"{', '.join(types)}: measured profile {clean(profile)}")
    return lines
