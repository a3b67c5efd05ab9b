"""`compile_schedule`: a schedule as integer arrays, checked for structure.

The event engines and the validator work on these arrays. Actions are numbered so that the
actions of one *queue* are consecutive and in program order; a queue is what runs one action
at a time: a rank, or one half of a rank whose engine is split.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError
from hwpipe.schedule.edges import collectives, local_edges
from hwpipe.schedule.kinds import (
    BW,
    CODE,
    FORWARD_HALF,
    KINDS,
    RECOMPUTE,
    RECV,
    REDUCE,
    SEND,
    UPDATE,
    B,
    F,
    IntArray,
    W,
)
from hwpipe.schedule.model import Action, Schedule

__all__ = [
    "BW", "FORWARD_HALF", "KINDS", "RECOMPUTE", "RECV", "REDUCE", "SEND", "UPDATE",
    "B", "F", "IntArray", "Program", "W", "compile_schedule", "describe_action",
]  # fmt: skip


@dataclass(frozen=True)
class Program:
    """The arrays of a schedule with A actions, Q queues, S stages and U units.

    A unit is a slice of a micro-batch, number `micro_batch * slices + slice`; without slices it
    is the micro-batch.

    Attributes:
        schedule: where it came from.
        kind, stage, micro, unit, peer, version, rank, queue: of each action, shape (A,).
        place: index of each action in its rank's list, shape (A,).
        first, stop: action ids of queue q are first[q] .. stop[q] - 1, shape (Q,).
        queue_rank: rank of each queue, shape (Q,).
        queue_name: track name of each queue.
        forward: id of the F of (stage, unit), shape (S, U).
        backward: id of the B or BW, -1 in inference and on frozen stages, shape (S, U).
        release: id of the last action that needs the activations: W, BW, B or F, shape (S, U).
        sends, receives: ids of explicit SEND and RECV by (stage, peer, unit).
        local: (before, after) pairs of ids on one rank whose order no queue enforces.
        groups: for each REDUCE id, the ids of its collective, itself included.
    """

    schedule: Schedule
    kind: IntArray
    stage: IntArray
    micro: IntArray
    unit: IntArray
    peer: IntArray
    version: IntArray
    rank: IntArray
    queue: IntArray
    place: IntArray
    first: tuple[int, ...]
    stop: tuple[int, ...]
    queue_rank: tuple[int, ...]
    queue_name: tuple[str, ...]
    forward: IntArray
    backward: IntArray
    release: IntArray
    sends: dict[tuple[int, int, int], int]
    receives: dict[tuple[int, int, int], int]
    local: tuple[tuple[int, int], ...]
    groups: dict[int, tuple[int, ...]]

    def action(self, index: int) -> Action:
        """The action with number `index`."""
        return self.schedule.ranks[int(self.rank[index])][int(self.place[index])]


def describe_action(action: Action) -> str:
    """Name an action in a message: `F of micro-batch 3 on stage 1`."""
    text: str = action.kind
    if action.micro_batch >= 0:
        text += f" of micro-batch {action.micro_batch}"
        text += f" slice {action.slice}" if action.slice else ""
    text += f" on stage {action.stage}"
    return text + (f" (peer {action.peer})" if action.peer >= 0 else "")


def compile_schedule(schedule: Schedule) -> Program:
    """Compile `schedule`, once per object (the result is kept with it).

    Raises:
        InputError: the first violation of structure: unknown kind, numbers out of range, a
            stage on the wrong rank, an action missing or listed twice, a backward before its
            forward, or a collective or transfer without its partner.
    """
    kept: Program | None = schedule.__dict__.get("_program")
    if kept is None:
        kept = _compile(schedule)
        schedule.__dict__["_program"] = kept
    return kept


def _bad(schedule: Schedule, what: str, limit: str, remedy: str = "") -> InputError:
    return InputError(
        what, where=f"schedule {schedule.name}", limit=limit,
        remedy=remedy or "correct the action list or use make_schedule",
    )  # fmt: skip


def _columns(schedule: Schedule) -> dict[str, IntArray]:
    """Transpose the action lists into columns, in rank order."""
    parts: list[list[Any]] = [[] for _ in Action._fields]
    for actions in schedule.ranks:
        for part, column in zip(parts, zip(*actions, strict=True), strict=False):
            part.extend(column)
    codes = [CODE.get(kind, -1) for kind in parts[0]]
    columns = {"kind": np.array(codes, dtype=np.int64)}
    for name, part in zip(Action._fields[1:], parts[1:], strict=True):
        columns[name] = np.array(part, dtype=np.int64)
    lengths = [len(actions) for actions in schedule.ranks]
    columns["rank"] = np.repeat(np.arange(len(lengths)), lengths)
    columns["place"] = np.concatenate([np.arange(0), *(np.arange(n) for n in lengths)])
    columns["unit"] = columns["micro_batch"] * schedule.slices + columns["slice"]
    return columns


def _check_numbers(schedule: Schedule, c: dict[str, IntArray]) -> None:
    """Ranges of kind, stage, micro-batch and peer, and the placement of stages."""
    S, M = schedule.stages, schedule.microbatches
    if len(schedule.rank_stage) != len(schedule.ranks) or len(schedule.replicas) != S:
        raise _bad(
            schedule,
            f"{len(schedule.ranks)} action lists, {len(schedule.rank_stage)} rank_stage entries "
            f"and {len(schedule.replicas)} replica counts",
            f"one rank_stage entry a rank and {S} replica counts",
        )
    whole = np.isin(c["kind"], (UPDATE, REDUCE))
    bad_stage = (c["stage"] < 0) | (c["stage"] >= S)
    bad_micro = ((c["micro_batch"] < 0) | (c["micro_batch"] >= M)) & ~whole
    transfer = np.isin(c["kind"], (SEND, RECV))
    bad_peer = transfer & ((c["peer"] < 0) | (c["peer"] >= S) | (c["peer"] == c["stage"]))
    holds = np.zeros((len(schedule.ranks), S), dtype=bool)
    for rank, stages in enumerate(schedule.rank_stage):
        for stage in stages:
            if not 0 <= stage < S:
                raise _bad(schedule, f"rank {rank} holds stage {stage}", f"stages 0 to {S - 1}")
            holds[rank, stage] = True
    foreign = ~holds[c["rank"], np.where(bad_stage, 0, c["stage"])]
    for flags, limit in (
        (c["kind"] < 0, "kinds " + ", ".join(KINDS)),
        (bad_stage, f"stages 0 to {S - 1}"),
        (bad_micro, f"micro-batches 0 to {M - 1}"),
        (
            (c["slice"] < 0) | (c["slice"] >= schedule.slices),
            f"slices 0 to {schedule.slices - 1}"
            if schedule.slices > 1
            else "whole micro-batches (slice 0)",
        ),
        (bad_peer, f"a peer among stages 0 to {S - 1} other than its own"),
        (foreign, "actions of the stages that the rank holds"),
    ):
        if flags.any():
            at = int(np.flatnonzero(flags)[0])
            rank, place = int(c["rank"][at]), int(c["place"][at])
            action = schedule.ranks[rank][place]
            raise _bad(schedule, f"rank {rank}, action {place}: {describe_action(action)}", limit)


def _slots(schedule: Schedule, c: dict[str, IntArray], *kinds: int) -> IntArray:
    """Ids of the actions of `kinds` by (stage, unit); -1 where absent, never two."""
    ids = np.flatnonzero(np.isin(c["kind"], kinds))
    units = schedule.microbatches * schedule.slices
    slots = np.full((schedule.stages, units), -1, dtype=np.int64)
    slots[c["stage"][ids], c["unit"][ids]] = ids
    twice = ids[slots[c["stage"][ids], c["unit"][ids]] != ids]
    if len(twice):
        at = int(twice[0])
        action = schedule.ranks[int(c["rank"][at])][int(c["place"][at])]
        raise _bad(schedule, f"{describe_action(action)} is listed twice", "once an iteration")
    return slots


def _require(schedule: Schedule, missing: npt.NDArray[np.bool_], what: str) -> None:
    if missing.any():
        stage, unit = (int(v) for v in np.argwhere(missing)[0])
        micro, part = divmod(unit, schedule.slices)
        name = f"micro-batch {micro}" + (f" slice {part}" if schedule.slices > 1 else "")
        raise _bad(schedule, f"no {what} of {name} on stage {stage}", "once an iteration")


def _require_order(
    schedule: Schedule, c: dict[str, IntArray], before: IntArray, after: IntArray
) -> None:
    """Every `before` stands on the same rank as `after` and earlier; -1 in `after` is skipped."""
    pairs = after >= 0
    a, b = before[pairs], after[pairs]
    wrong = (c["rank"][a] != c["rank"][b]) | (c["place"][a] >= c["place"][b])
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        first, second = (
            schedule.ranks[int(c["rank"][i])][int(c["place"][i])] for i in (a[at], b[at])
        )
        raise _bad(
            schedule, f"rank {int(c['rank'][b[at]])}: {describe_action(second)} has no "
            f"{describe_action(first)} before it", "each step after the one that it needs",
        )  # fmt: skip


def _compile(schedule: Schedule) -> Program:
    S, M = schedule.stages, schedule.microbatches
    if S < 1 or M < 1:
        raise _bad(schedule, f"{S} stages and {M} micro-batches", "at least 1 of each")
    _check_graph(schedule)
    c = _columns(schedule)
    _check_numbers(schedule, c)

    if schedule.split_engine and np.isin(c["kind"], (SEND, RECV)).any():
        raise _bad(
            schedule, "SEND or RECV on a split engine", "compute actions only",
            "leave the transfers to the simulator",
        )  # fmt: skip
    if schedule.split_engine:  # renumber: the forward half of a rank, then its backward half
        half = np.where(np.isin(c["kind"], FORWARD_HALF), 0, 1)
        order = np.lexsort((c["place"], half, c["rank"]))
        c = {name: column[order] for name, column in c.items()}
        c["queue"] = 2 * c["rank"] + half[order]
        queue_rank = [q // 2 for q in range(2 * len(schedule.ranks))]
        names = [
            f"rank {r} {h}" for r in range(len(schedule.ranks)) for h in ("forward", "backward")
        ]
    else:
        c["queue"] = c["rank"]
        queue_rank = list(range(len(schedule.ranks)))
        names = [f"rank {r}" for r in queue_rank]
    stop = np.cumsum(np.bincount(c["queue"], minlength=len(queue_rank)))

    forward = _slots(schedule, c, F)
    backward = _slots(schedule, c, B, BW)
    weight = _slots(schedule, c, W)
    _require(schedule, forward < 0, "F")
    if schedule.training:
        trained = np.ones((S, 1), dtype=bool)
        trained[list(schedule.frozen)] = False
        _require(schedule, (backward < 0) & trained, "B or BW")
        _require(schedule, (backward >= 0) & ~trained, "trained stage (it is frozen) for the B")
        split = (backward >= 0) & (c["kind"][backward] == B)
        _require(schedule, split & (weight < 0), "W for the B")
        _require(schedule, ~split & (weight >= 0), "B (instead of BW) for the W")
    elif (backward >= 0).any() or (weight >= 0).any():
        raise _bad(schedule, "backward steps in an inference schedule", "forwards only")
    _require_order(schedule, c, forward.ravel(), backward.ravel())
    _require_order(schedule, c, backward.ravel(), weight.ravel())
    if schedule.slices > 1:  # tokens read what stands before them, gradients come from behind
        inner = np.arange(M * schedule.slices) % schedule.slices > 0
        _require_order(
            schedule, c, forward[:, :-1][:, inner[1:]].ravel(), forward[:, inner].ravel()
        )
        later, sooner = backward[:, inner].ravel(), backward[:, :-1][:, inner[1:]].ravel()
        _require_order(schedule, c, later, sooner)
    release = np.where(weight >= 0, weight, np.where(backward >= 0, backward, forward))

    sends, receives = (_transfers(schedule, c, kind) for kind in (SEND, RECV))
    for (stage, peer, unit), at in sends.items():
        if (peer, stage, unit) not in receives:
            raise _bad(schedule, f"{describe_action(_at(schedule, c, at))} has no RECV",
                       "one RECV for each SEND")  # fmt: skip
        made = forward[stage, unit] if peer > stage else backward[stage, unit]
        _require_order(schedule, c, np.array([made]), np.array([at]))
    for (stage, peer, unit), at in receives.items():
        if (peer, stage, unit) not in sends:
            raise _bad(schedule, f"{describe_action(_at(schedule, c, at))} has no SEND",
                       "one SEND for each RECV")  # fmt: skip
        used = forward[stage, unit] if peer < stage else backward[stage, unit]
        _require_order(schedule, c, np.array([at]), np.array([used]))

    return Program(
        schedule=schedule,
        kind=c["kind"],
        stage=c["stage"],
        micro=c["micro_batch"],
        unit=c["unit"],
        peer=c["peer"],
        version=c["version"],
        rank=c["rank"],
        queue=c["queue"],
        place=c["place"],
        first=(0, *(int(v) for v in stop[:-1])),
        stop=tuple(int(v) for v in stop),
        queue_rank=tuple(queue_rank),
        queue_name=tuple(names),
        forward=forward,
        backward=backward,
        release=release,
        sends=sends,
        receives=receives,
        local=local_edges(schedule, c, forward, backward),
        groups=collectives(c),
    )


def _check_graph(schedule: Schedule) -> None:
    """Slices, edges and frozen stages are in range."""
    S = schedule.stages
    if schedule.slices < 1:
        raise _bad(schedule, f"{schedule.slices} slices", "at least 1")
    for src, dst in schedule.edges or ():
        if not 0 <= src < dst < S:
            raise _bad(schedule, f"an edge from stage {src} to stage {dst}",
                       f"forward, stages 0 to {S - 1}")  # fmt: skip
    for stage in schedule.frozen:
        if not 0 <= stage < S:
            raise _bad(schedule, f"frozen stage {stage}", f"stages 0 to {S - 1}")


def _at(schedule: Schedule, c: dict[str, IntArray], index: int) -> Action:
    return schedule.ranks[int(c["rank"][index])][int(c["place"][index])]


def _transfers(
    schedule: Schedule, c: dict[str, IntArray], kind: int
) -> dict[tuple[int, int, int], int]:
    """Explicit SEND or RECV actions by (stage, peer, unit)."""
    found: dict[tuple[int, int, int], int] = {}
    for at in np.flatnonzero(c["kind"] == kind):
        key = (int(c["stage"][at]), int(c["peer"][at]), int(c["unit"][at]))
        if key in found:
            raise _bad(schedule, f"{describe_action(_at(schedule, c, int(at)))} is listed twice",
                       "once an iteration")  # fmt: skip
        found[key] = int(at)
    return found
