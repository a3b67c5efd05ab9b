"""Plan files: versioned JSON, deterministic bytes, validated at the edge.

`schema.json` beside this file is the published JSON Schema; a test holds it equal to what
`plan_schema()` derives from the nouns of `model.py`.
"""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hwpipe import __version__
from hwpipe.cluster import cluster_from_dict, cluster_to_dict
from hwpipe.errors import InputError
from hwpipe.plan.model import Plan, PlanStage
from hwpipe.plan.schedule_model import is_generated

__all__ = [
    "DISTILL_FORMAT",
    "FORMAT",
    "FRONTIER_FORMAT",
    "VERSION",
    "dumps",
    "is_distill_file",
    "is_frontier_file",
    "load_plan",
    "plan_from_dict",
    "plan_schema",
    "plan_to_dict",
    "save_plan",
    "write_atomically",
    "write_bytes_atomically",
]

FORMAT = "hwpipe-plan"
#: Of the files of `hwpipe.plan.frontier_files`, which hold several plans.
FRONTIER_FORMAT = "hwpipe-frontier"
#: Of the files of `hwpipe.plan.distill_files`.
DISTILL_FORMAT = "hwpipe-distillation"
#: Raised when a reader of the old version could not understand a new file. Version 2 brought
#: stages that are split by tensor or on unequal replicas, memory strategies, and schedules of
#: `hwpipe.schedule.generators`.
VERSION = 2
_MAX_BYTES = 256 * 2**20


def plan_to_dict(plan: Plan) -> dict[str, Any]:
    """The plan as JSON types, in the order of the file."""
    body = {
        field.name: _plain(getattr(plan, field.name))
        for field in dataclasses.fields(plan)
        if field.name != "cluster"
    }
    model = body.pop("model")
    return {
        "format": FORMAT,
        "version": VERSION,
        "hwpipe": __version__,
        "model": model,
        "cluster": cluster_to_dict(plan.cluster),
        **body,
    }


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):  # a numpy scalar
        return value.item()
    return value


def dumps(plan: Plan) -> str:
    """The bytes of a plan file: the same plan gives the same text."""
    return json.dumps(plan_to_dict(plan), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def save_plan(plan: Plan, path: str | Path) -> None:
    """Write a plan file; an interrupted write leaves the old file as it was."""
    write_atomically(path, dumps(plan))


def write_atomically(path: str | Path, text: str) -> None:
    """Write `text` as UTF-8; see `write_bytes_atomically`."""
    write_bytes_atomically(path, text.encode())


def write_bytes_atomically(path: str | Path, data: bytes) -> None:
    """Write `data` to a temporary sibling and rename it over `path`.

    Raises:
        InputError: if the folder does not exist or cannot be written.
    """
    target = Path(path)
    folder = target.parent
    if target.is_dir():
        raise InputError(f"{path} is a folder", remedy="name a file to write")
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{target.name}.", suffix=".tmp")
    except OSError as error:
        raise InputError(
            f"cannot write there: {error.strerror}",
            where=str(path),
            remedy="name a file in an existing, writable folder",
        ) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def is_frontier_file(path: str | Path) -> bool:
    """Whether a file begins like a frontier file; False where it cannot be read."""
    return FRONTIER_FORMAT.encode() in _head(path)


def is_distill_file(path: str | Path) -> bool:
    """Whether a file begins like a distillation plan; False where it cannot be read."""
    return DISTILL_FORMAT.encode() in _head(path)


def _head(path: str | Path) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(100)
    except OSError:
        return b""


def load_plan(path: str | Path) -> Plan:
    """Read and validate a plan file.

    Raises:
        InputError: if it is no plan, of a newer format, or a key is missing or wrong; the
            message names file, key and remedy.
    """
    try:
        size = Path(path).stat().st_size
        if size > _MAX_BYTES:
            raise InputError(f"{size} bytes", where=str(path), limit=f"{_MAX_BYTES} bytes")
        raw = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}",
            where=str(path),
            remedy="name a plan that `hwpipe compile -o` wrote",
        ) from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(
            f"not a JSON file ({error})",
            where=str(path),
            remedy="name a plan that `hwpipe compile -o` wrote",
        ) from None
    return plan_from_dict(raw, where=str(path))


def plan_from_dict(raw: Any, *, where: str = "plan") -> Plan:
    """The inverse of `plan_to_dict`, with every value checked."""
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise InputError(
            f"not a plan (no key format = {FORMAT!r})",
            where=where,
            remedy="name a plan that `hwpipe compile -o` wrote",
        )
    version = raw.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= VERSION:
        raise InputError(
            f"plan format version {version!r}, written by hwpipe {raw.get('hwpipe', '?')}",
            where=where,
            limit=f"versions 1 to {VERSION}",
            remedy="upgrade hwpipe, or compile the plan again",
        )
    from pydantic import TypeAdapter, ValidationError

    try:
        cluster = cluster_from_dict(raw["cluster"])
        raw = _upgraded(raw)
        fields = {f.name for f in dataclasses.fields(Plan)}
        body = {key: value for key, value in raw.items() if key in fields and key != "cluster"}
        checked: Any = TypeAdapter(_plan_file_type()).validate_python(body)
        plan = Plan(cluster=cluster, **{name: getattr(checked, name) for name in body})
    except KeyError as error:
        raise InputError(f"key {error} is missing", where=where) from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"{first['msg'].lower()}, read {str(first.get('input'))[:60]!r}",
            where=f"{where}: key {key}",
            remedy="compile the plan again",
        ) from None
    _check(plan, where)
    return plan


def _upgraded(raw: dict[str, Any]) -> dict[str, Any]:
    """A file of version 1 as one of version 2: several devices are replicas."""
    if raw["version"] != 1 or not isinstance(raw.get("stages"), list):
        return raw
    stages = [
        {"mode": "replicated", **stage}
        if isinstance(stage, dict)
        and isinstance(stage.get("devices"), list)
        and len(stage["devices"]) > 1
        else stage
        for stage in raw["stages"]
    ]
    return {**raw, "stages": stages}


def _plan_file_type() -> type:
    """`Plan` without its cluster, as a dataclass that pydantic can validate."""
    hints = typing.get_type_hints(Plan)
    specs: list[Any] = []
    for f in dataclasses.fields(Plan):
        if f.name == "cluster":
            continue
        if f.default is not dataclasses.MISSING:
            specs.append((f.name, hints[f.name], dataclasses.field(default=f.default)))
        else:
            specs.append((f.name, hints[f.name]))
    made: type = dataclasses.make_dataclass("PlanFile", specs, frozen=True)
    return made


def plan_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a plan file."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(_plan_file_type()).json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"{FORMAT} version {VERSION}"
    head = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "hwpipe": {"type": "string", "description": "version that wrote the file"},
        "cluster": {"type": "object", "description": "devices and links, see docs/clusters.md"},
    }
    schema["properties"] = {**head, **schema["properties"]}
    schema["required"] = [*head, *schema["required"]]
    return schema


def _check(plan: Plan, where: str) -> None:
    """What types alone cannot say: indices, devices and sends fit together.

    Raises:
        InputError: the first thing that does not.
    """

    def wrong(key: str, what: str) -> InputError:
        return InputError(what, where=f"{where}: key {key}", remedy="compile the plan again")

    if not plan.stages:
        raise wrong("stages", "a plan needs at least one stage")
    _check_schedule(plan, wrong)
    seen: set[int] = set()
    for position, stage in enumerate(plan.stages):
        key = f"stages.{position}"
        if stage.index != position:
            raise wrong(key, f"index {stage.index} at position {position}")
        if not stage.devices:
            raise wrong(key, "no device")
        for device in stage.devices:
            if device not in plan.cluster.by_name:
                raise wrong(f"{key}.devices", f"device {device!r} is not in the plan's cluster")
        _check_sharing(stage, key, wrong)
        overlap = seen.intersection(stage.node_indices)
        if overlap:
            raise wrong(f"{key}.node_indices", f"node {min(overlap)} is in two stages")
        seen.update(stage.node_indices)
        if (stage.send is None) != (position == len(plan.stages) - 1):
            raise wrong(f"{key}.send", "every stage but the last sends")
    if seen != set(range(plan.model.nodes)):
        raise wrong("stages", f"{len(seen)} nodes in stages, the model has {plan.model.nodes}")
    if plan.micro_batch < 1 or plan.batch != plan.micro_batch * plan.schedule.microbatches:
        raise wrong(
            "schedule.microbatches",
            f"{plan.schedule.microbatches} micro-batches of {plan.micro_batch} are no "
            f"batch of {plan.batch}",
        )


def _check_schedule(plan: Plan, wrong: Callable[[str, str], InputError]) -> None:
    """A generated schedule fits its stages: whole chunks, as many devices at each."""
    ref = plan.schedule
    if ref.chunks < 1 or len(plan.stages) % ref.chunks:
        raise wrong("schedule.chunks", f"{len(plan.stages)} stages in chunks of {ref.chunks}")
    if ref.slices and min(ref.slices) < 1:
        raise wrong("schedule.slices", f"a slice of {min(ref.slices)} tokens")
    if not is_generated(ref.name):
        if ref.chunks > 1 or ref.slices:
            raise wrong("schedule", f"{ref.name} has neither chunks nor token slices")
        return
    from hwpipe.schedule.generators import generator_info

    generator_info(ref.name)
    if len({len(stage.devices) for stage in plan.stages}) > 1 or plan.rank_times is not None:
        raise wrong("stages", f"{ref.name} takes as many equal devices at every stage")
    if any(len(stage.slice_share) != len(ref.slices) for stage in plan.stages):
        raise wrong("schedule.slices", "not one share of each stage's time for every slice")


def _check_sharing(stage: PlanStage, key: str, wrong: Callable[[str, str], InputError]) -> None:
    """Mode, shares, rank times, split and memory strategy of a stage fit its devices."""
    count = len(stage.devices)
    if (stage.mode == "single") != (count == 1):
        raise wrong(f"{key}.mode", f"{stage.mode!r} with {count} devices")
    if stage.shares and len(stage.shares) != count:
        raise wrong(f"{key}.shares", f"{len(stage.shares)} shares of {count} devices")
    if stage.rank_times and len(stage.rank_times) != stage.ranks:
        raise wrong(f"{key}.rank_times", f"{len(stage.rank_times)} times of {stage.ranks} ranks")
    if (stage.split is not None) != (stage.mode == "split"):
        raise wrong(f"{key}.split", f"a stage of mode {stage.mode!r}")
    if stage.units < 1 or count % stage.units or (stage.units > 1 and stage.split is None):
        raise wrong(f"{key}.units", f"{stage.units} units of {count} devices")
    if stage.split is not None:
        if len(stage.split.memory_bytes) != count // stage.units:
            raise wrong(f"{key}.split.memory_bytes", f"not one entry for each of "
                        f"{count // stage.units} devices")  # fmt: skip
        layers = len(stage.split.layers)
        for level, part in enumerate(stage.split.bisections):
            if len(part.types) != layers or len(part.ratios) != layers:
                raise wrong(f"{key}.split.bisections.{level}", f"not one type and ratio for each "
                            f"of {layers} layers")  # fmt: skip


if __name__ == "__main__":
    write_atomically(
        Path(__file__).with_name("schema.json"), json.dumps(plan_schema(), indent=1) + "\n"
    )
