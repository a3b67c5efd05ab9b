"""A schedule as JSON: for executors in other processes, and for people who keep them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from hwpipe.errors import InputError
from hwpipe.schedule.model import Action, Schedule
from hwpipe.schedule.program import compile_schedule
from hwpipe.schedule.rules import UpdateRule

__all__ = ["dump_schedule", "load_schedule", "schedule_from_json", "schedule_to_json"]

_FORMAT = 1


def schedule_to_json(schedule: Schedule) -> dict[str, Any]:
    """A document for `json.dump`; an action is the list of its fields, defaults at the end cut.

    The fields are kind, stage, micro_batch, peer, slice and version, as `Action` has them.
    """
    rule = schedule.update_rule
    return {
        "format": _FORMAT,
        "name": schedule.name,
        "stages": schedule.stages,
        "microbatches": schedule.microbatches,
        "slices": schedule.slices,
        "training": schedule.training,
        "split_engine": schedule.split_engine,
        "edges": None if schedule.edges is None else [list(edge) for edge in schedule.edges],
        "frozen": list(schedule.frozen),
        "replicas": list(schedule.replicas),
        "rank_stage": [list(held) for held in schedule.rank_stage],
        "update_rule": None if rule is None else asdict(rule),
        "ranks": [[_row(action) for action in actions] for actions in schedule.ranks],
    }


def _row(action: Action) -> list[str | int]:
    row: list[str | int] = list(action)
    defaults = [None, None, *Action._field_defaults.values()]
    while row[-1] == defaults[len(row) - 1] and len(row) > 2:
        row.pop()
    return row


def schedule_from_json(document: dict[str, Any]) -> Schedule:
    """The schedule of a document, checked for structure.

    Raises:
        InputError: another format, a field that is missing or wrong, or a schedule that
            `compile_schedule` refuses.
    """
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise InputError("no schedule of this format", limit=f"format {_FORMAT}",
                         remedy="write it again with hwpipe schedule --json --actions")  # fmt: skip
    try:
        rule = document["update_rule"]
        edges = document["edges"]
        schedule = Schedule(
            name=str(document["name"]),
            stages=int(document["stages"]),
            microbatches=int(document["microbatches"]),
            ranks=tuple(
                tuple(Action(str(row[0]), *map(int, row[1:])) for row in actions)  # type: ignore[arg-type]
                for actions in document["ranks"]
            ),
            rank_stage=tuple(tuple(map(int, held)) for held in document["rank_stage"]),
            replicas=tuple(map(int, document["replicas"])),
            training=bool(document["training"]),
            split_engine=bool(document["split_engine"]),
            slices=int(document["slices"]),
            edges=None if edges is None else tuple((int(a), int(b)) for a, b in edges),
            frozen=tuple(map(int, document["frozen"])),
            update_rule=None
            if rule is None
            else UpdateRule(**{**rule, "delay": tuple(rule["delay"])}),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InputError(
            f"a schedule document is malformed ({error})",
            remedy="write it again with hwpipe schedule --json --actions",
        ) from error
    compile_schedule(schedule)
    return schedule


def dump_schedule(schedule: Schedule) -> str:
    """The document as text; the same schedule gives the same text."""
    return json.dumps(schedule_to_json(schedule), separators=(",", ":"))


def load_schedule(text: str) -> Schedule:
    """Read what `dump_schedule` wrote.

    Raises:
        InputError: no JSON, or as `schedule_from_json`.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise InputError(f"a schedule file is no JSON ({error})") from error
    return schedule_from_json(document)
