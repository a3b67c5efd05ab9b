"""Plan files: round trip, schema, and every way a file can be wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hwpipe import InputError, compile_plan
from hwpipe.plan import files
from hwpipe.plan.files import (
    dumps,
    load_plan,
    plan_schema,
    plan_to_dict,
    save_plan,
    write_atomically,
)
from hwpipe.plan.model import Plan
from hwpipe.plan.options import CompileOptions

SCHEMA = Path(files.__file__).parent / "schema.json"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan("squeezenet", options=CompileOptions(batch=8))


@pytest.fixture
def raw(plan: Plan) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(dumps(plan))
    return loaded


def write(tmp_path: Path, raw: Any) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(raw))
    return path


def test_round_trip_keeps_every_byte(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    save_plan(plan, path)
    assert dumps(load_plan(path)) == path.read_text() == dumps(plan)
    assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]


def test_keys_that_others_read(raw: dict[str, Any]) -> None:
    for key in ("iteration_s", "bottleneck_s", "throughput_per_s"):
        assert raw["predicted"][key] > 0
    assert set(raw["predicted"]["peak_memory_bytes"]) == {
        device for stage in raw["stages"] for device in stage["devices"]
    }
    assert raw["bound"]["lower_s"] > 0
    assert raw["bound"]["gap"] >= 0
    assert raw["schedule"]["name"] == "pipeline"
    assert raw["schedule"]["microbatches"] >= 1
    for stage in raw["stages"]:
        for key in ("devices", "nodes", "time_s", "weight_bytes", "activation_bytes",
                    "tensor_split"):  # fmt: skip
            assert key in stage
    for baseline in raw["baselines"]:
        assert {"name", "iteration_s", "bottleneck_s"} <= set(baseline)


def test_the_published_schema_is_the_one_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text()) == plan_schema(), (
        "python -m hwpipe.plan.files rewrites schema.json"
    )


def test_plans_satisfy_the_schema(raw: dict[str, Any]) -> None:
    schema = plan_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(raw, schema)
    raw["predicted"]["iteration_s"] = "fast"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(raw, schema)


def _set(*path: Any, value: Any) -> Any:
    def change(raw: dict[str, Any]) -> None:
        target: Any = raw
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value

    return change


def _drop(*path: Any) -> Any:
    def change(raw: dict[str, Any]) -> None:
        target: Any = raw
        for key in path[:-1]:
            target = target[key]
        del target[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            _set("format", value="x"),
            r".*plan\.json: not a plan \(no key format = 'hwpipe-plan'\).*",
        ),
        (
            _set("version", value=3),
            r".*plan\.json: plan format version 3, written by hwpipe .* "
            r"\(limit: versions 1 to 2\); upgrade hwpipe, or compile the plan again",
        ),
        (_drop("cluster"), r".*key 'cluster' is missing"),
        (_drop("model", "hash"), r".*key model\.hash: field required.*"),
        (_set("stages", value=[]), r".*key stages: a plan needs at least one stage.*"),
        (_set("stages", 0, "time_s", value="long"), r".*key stages\.0\.time_s: .*'long'.*"),
        (_set("stages", 0, "devices", value=["nobody"]), r".*stages\.0\.devices: .*'nobody'.*"),
        (_set("stages", 0, "index", value=3), r".*stages\.0: index 3 at position 0.*"),
        (_set("stages", 0, "node_indices", 0, value=5), r".*node.*"),
        (_set("schedule", "microbatches", value=7), r".*schedule\.microbatches: 7 micro-batches.*"),
    ],
)
def test_wrong_files_are_named(change: Any, text: str, raw: dict[str, Any], tmp_path: Path) -> None:
    change(raw)
    with pytest.raises(InputError) as caught:
        load_plan(write(tmp_path, raw))
    assert re.fullmatch(text, str(caught.value)), str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe\x00", b"[]", b"null", b"[" * 100_000, b'{"format": NaN}']
)
def test_garbage_is_no_plan(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"not a (JSON file|plan)"):
        load_plan(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json: cannot be read: No such file"):
        load_plan(tmp_path / "none.json")


def test_writing_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write there"):
        write_atomically(tmp_path / "no" / "plan.json", "x")
    with pytest.raises(InputError, match="is a folder"):
        write_atomically(tmp_path, "x")


def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")

    def interrupted(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]


def test_dictionary_form_is_plain_json(plan: Plan) -> None:
    assert json.loads(json.dumps(plan_to_dict(plan))) == json.loads(dumps(plan))
