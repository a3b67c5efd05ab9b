"""`RankProgram`: what a rank must know of everybody's action lists before it starts.

Transfers are not actions here: they follow from the stage graph. A message is named by its edge,
direction and micro-batch, so sender and receiver need not agree on an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hwpipe.errors import InputError
from hwpipe.schedule.model import Action, Schedule
from hwpipe.schedule.program import compile_schedule, describe_action
from hwpipe.train.options import OptimizerSpec
from hwpipe.train.routes import Edge, Tie
from hwpipe.train.tokens.plan import flattened

__all__ = ["Program", "Reduction", "build_program", "check_network", "check_optimizer"]

_COMPUTE = ("F", "B", "BW", "W", "UPDATE", "REDUCE")


@dataclass(frozen=True, slots=True)
class Reduction:
    """A sum of gradients over replicas.

    Attributes:
        number: of the reduction in the list, for messages.
        members: ranks in the order of the sum.
        places: position of the REDUCE in each member's list.
        micro_batches: of each member, those whose gradients it adds up.
    """

    number: int
    members: tuple[int, ...]
    places: tuple[int, ...]
    micro_batches: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        """Micro-batches in the sum."""
        return sum(map(len, self.micro_batches))


@dataclass(frozen=True)
class Program:
    """A schedule with its data flow spelled out.

    Attributes:
        schedule: where it came from; every token slice counts as a micro-batch.
        ranks: the compute, REDUCE and UPDATE actions of each rank.
        owner: rank that runs (stage, micro-batch).
        place: position of the F and of the B or BW of (stage, micro-batch) in its owner's list,
            by (kind "F" or "B", stage, micro-batch).
        reductions: by (stage, micro-batch field, version) of their REDUCE actions.
        needed: by (rank, position of an UPDATE), the weight versions of the stage that actions
            behind it read.
        contributions: by (rank, position of an UPDATE), the micro-batches whose gradients it
            takes, over all replicas.
        split: stages whose backward is split into B and W.
        ties: the sums of each tie of the model, in its order.
        tie_at: position in each rank's list before which it takes part in them.
    """

    schedule: Schedule
    ranks: tuple[tuple[Action, ...], ...]
    owner: dict[tuple[int, int], int]
    place: dict[tuple[str, int, int], int]
    reductions: dict[tuple[int, int, int], Reduction]
    needed: dict[tuple[int, int], frozenset[int]]
    contributions: dict[tuple[int, int], int]
    split: frozenset[int]
    ties: tuple[Reduction, ...] = ()
    tie_at: tuple[int, ...] = ()

    @cached_property
    def synchronous(self) -> bool:
        """Whether the list is one step of mini-batch descent: every stage updates once."""
        for stage in range(self.schedule.stages):
            rank = self.owner[stage, 0]
            if sum(a.kind == "UPDATE" and a.stage == stage for a in self.ranks[rank]) != 1:
                return False
        return all(a.version == 0 for actions in self.ranks for a in actions)


def build_program(schedule: Schedule, edges: Sequence[Edge], ties: Sequence[Tie] = ()) -> Program:
    """Spell out a schedule.

    Raises:
        InputError: malformed lists, an action that training does not execute, or replicas of
            which some would miss an update.
    """
    compile_schedule(schedule)
    if not schedule.training:
        raise InputError("has no backward steps", where=f"schedule {schedule.name}",
                         remedy="compile with --mode train")  # fmt: skip
    schedule = flattened(schedule)
    ranks = tuple(
        tuple(action for action in actions if action.kind not in ("SEND", "RECV"))
        for actions in schedule.ranks
    )
    owner: dict[tuple[int, int], int] = {}
    place: dict[tuple[str, int, int], int] = {}
    split = set()
    for rank, actions in enumerate(ranks):
        for position, action in enumerate(actions):
            if action.kind not in _COMPUTE:
                raise InputError(
                    f"{describe_action(action)} cannot be executed",
                    where=f"schedule {schedule.name}",
                    limit=", ".join(_COMPUTE),
                    remedy="compile with --strategies none, or another schedule",
                )
            if action.kind == "F":
                owner[action.stage, action.micro_batch] = rank
                place["F", action.stage, action.micro_batch] = position
            elif action.kind in ("B", "BW"):
                place["B", action.stage, action.micro_batch] = position
                if action.kind == "B":
                    split.add(action.stage)
    reductions = _reductions(schedule, ranks)
    needed, contributions = _updates(schedule, ranks, reductions)
    _check_flow(schedule, edges, owner)
    program = Program(
        schedule, ranks, owner, place, reductions, needed, contributions, frozenset(split)
    )
    return _tied(program, ties) if ties else program


def _tied(program: Program, ties: Sequence[Tie]) -> Program:
    """Put the sums of tied weights before the first REDUCE or UPDATE of every rank.

    All ranks take them in one order there, and none waits for what comes later, so they cannot
    block each other.
    """
    schedule = program.schedule
    weight = ties[0].weights[0]
    if not program.synchronous:
        raise InputError(
            f"weight {weight!r} is held by stages {', '.join(map(str, ties[0].stages))}, which "
            "update at different times",
            where=f"schedule {schedule.name}", limit="synchronous schedules",
            remedy="use 1f1b-as, or cut so that one stage holds it",
        )  # fmt: skip
    places = []
    for actions in program.ranks:
        at = next(i for i, a in enumerate(actions) if a.kind in ("REDUCE", "UPDATE"))
        late = {a.stage for a in actions[at:] if a.kind not in ("REDUCE", "UPDATE")}
        if any(late & set(tie.stages) for tie in ties):
            raise InputError(f"weight {weight!r} is held by several stages, and the schedule "
                             "updates before all are through", where=f"schedule {schedule.name}",
                             remedy="use 1f1b-as")  # fmt: skip
        places.append(at)
    sums = []
    for number, tie in enumerate(ties):
        members = tuple(
            rank for rank, held in enumerate(schedule.rank_stage) if set(held) & set(tie.stages)
        )
        sums.append(
            Reduction(
                len(program.reductions) + number, members,
                tuple(places[rank] for rank in members), (),
            )
        )  # fmt: skip
    return replace(program, ties=tuple(sums), tie_at=tuple(places))


def check_network(schedule: Schedule) -> None:
    """Check that a schedule is one of a single network.

    Raises:
        InputError: it has a stage graph of its own, as that of a distillation.
    """
    if schedule.frozen or schedule.edges is not None:
        raise InputError(
            "has a teacher's stages and a student's", where=f"schedule {schedule.name}",
            limit="schedules of one network",
            remedy="train a plan of `hwpipe compile --distill TEACHER STUDENT`, or use 1f1b-as",
        )  # fmt: skip


def check_optimizer(schedule: Schedule, spec: OptimizerSpec) -> None:
    """Check that a schedule's corrections exist for an optimizer.

    Raises:
        InputError: spike compensation or weight prediction with anything but plain SGD.
    """
    rule = schedule.update_rule
    if rule is None or not (rule.spike_compensation or rule.weight_prediction):
        return
    odd = [key for key in ("nesterov", "dampening") if spec.settings.get(key)]
    if spec.name != "sgd" or odd or not 0 <= spec.settings.get("momentum", 0.0) < 1:
        raise InputError(
            f"--optimizer {spec}", where=f"schedule {schedule.name}",
            limit="sgd with lr, momentum below 1 and weight_decay: its late gradients are "
            "corrected by the impulse of SGD",
            remedy="use sgd:lr=...,momentum=..., or another schedule",
        )  # fmt: skip


def _check_flow(
    schedule: Schedule, edges: Sequence[Edge], owner: dict[tuple[int, int], int]
) -> None:
    for edge in edges:
        if max(edge.src, edge.dst) >= schedule.stages:
            raise InputError(
                f"the model is cut into {max(edge.src, edge.dst) + 1} stages or more",
                where=f"schedule {schedule.name}", limit=f"{schedule.stages} stages",
            )  # fmt: skip


def _reductions(
    schedule: Schedule, ranks: Sequence[Sequence[Action]]
) -> dict[tuple[int, int, int], Reduction]:
    members: dict[tuple[int, int, int], dict[int, int]] = {}
    numbers: dict[tuple[int, int, int], dict[int, tuple[int, ...]]] = {}
    holders: dict[int, set[int]] = {}
    for rank, held in enumerate(schedule.rank_stage):
        for stage in held:
            holders.setdefault(stage, set()).add(rank)
    for rank, actions in enumerate(ranks):
        gathered: dict[int, list[int]] = {}
        for position, action in enumerate(actions):
            if action.kind in ("W", "BW"):
                gathered.setdefault(action.stage, []).append(action.micro_batch)
            elif action.kind == "REDUCE":
                key = (action.stage, action.micro_batch, action.version)
                members.setdefault(key, {})[rank] = position
                numbers.setdefault(key, {})[rank] = tuple(gathered.pop(action.stage, ()))
    for (stage, _, _), found in members.items():
        if set(found) != holders[stage]:
            raise InputError(
                f"ranks {sorted(holders[stage] - set(found))} miss an update of stage {stage}",
                where=f"schedule {schedule.name}",
                limit=f"micro-batches that fill every round of {len(holders[stage])} replicas",
                remedy=f"use a multiple of {len(holders[stage])} micro-batches",
            )
    for stage, ranks_of_stage in holders.items():
        learns = stage not in schedule.frozen
        if learns and len(ranks_of_stage) > 1 and not any(key[0] == stage for key in members):
            raise InputError(f"stage {stage} is replicated and never reduced",
                             where=f"schedule {schedule.name}", limit="a REDUCE before UPDATE",
                             remedy="correct the action lists")  # fmt: skip
    return {
        key: Reduction(
            number,
            tuple(sorted(found)),
            tuple(found[rank] for rank in sorted(found)),
            tuple(numbers[key][rank] for rank in sorted(found)),
        )
        for number, (key, found) in enumerate(sorted(members.items()))
    }


def _updates(
    schedule: Schedule,
    ranks: Sequence[Sequence[Action]],
    reductions: dict[tuple[int, int, int], Reduction],
) -> tuple[dict[tuple[int, int], frozenset[int]], dict[tuple[int, int], int]]:
    needed: dict[tuple[int, int], frozenset[int]] = {}
    contributions: dict[tuple[int, int], int] = {}
    for rank, actions in enumerate(ranks):
        later: dict[int, set[int]] = {}
        for position in range(len(actions) - 1, -1, -1):
            action = actions[position]
            if action.kind == "UPDATE":
                needed[rank, position] = frozenset(later.get(action.stage, ()))
            elif action.kind != "REDUCE":
                later.setdefault(action.stage, set()).add(action.version)
        gathered: dict[int, int] = {}
        for position, action in enumerate(actions):
            stage = action.stage
            if action.kind in ("W", "BW"):
                gathered[stage] = gathered.get(stage, 0) + 1
            elif action.kind == "REDUCE":
                key = (stage, action.micro_batch, action.version)
                gathered[stage] = reductions[key].count
            elif action.kind == "UPDATE":
                contributions[rank, position] = gathered.pop(stage, 0)
        left = [stage for stage, count in gathered.items() if count]
        if left:
            raise InputError(f"gradients of stage {left[0]} are left without an UPDATE",
                             where=f"schedule {schedule.name}",
                             remedy="correct the action lists")  # fmt: skip
    return needed, contributions
