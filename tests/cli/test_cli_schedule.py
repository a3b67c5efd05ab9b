"""`hwpipe schedule` as a user runs it."""

import json

import pytest
from typer.testing import CliRunner

from hwpipe.cli.app import app
from hwpipe.cli.schedule import schedule as _registered  # noqa: F401
from hwpipe.errors import InputError
from hwpipe.schedule.files import schedule_from_json
from hwpipe.schedule.generators import GENERATORS


def run(*arguments):
    result = CliRunner().invoke(app, ["schedule", *arguments], catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def figures(*arguments):
    return json.loads(run(*arguments, "--json"))


def test_list_names_every_schedule():
    text = run("--list")
    assert all(name in text for name in GENERATORS)
    assert [row["name"] for row in json.loads(run("--list", "--json"))] == list(GENERATORS)


@pytest.mark.parametrize("name", GENERATORS)
def test_every_schedule_runs_with_the_defaults(name):
    found = figures(name)
    assert found["schedule"] == name
    assert found["makespan"] >= found["span"] > 0
    assert len(found["peak_activations"]) == len(found["weight_versions"]) == found["ranks"] == 4


def test_figures_of_a_schedule():
    found = figures("zb-h1", "--stages", "4", "--microbatches", "8", "--f", "1", "--b", "1.2",
                    "--w", "0.8", "--comm", "0.1")  # fmt: skip
    assert found["bubble"] == pytest.approx(5.4)
    assert found["peak_activations"] == [4, 3.5, 3, 2.5]
    assert found["weight_versions"] == [1, 1, 1, 1]
    assert figures("pipedream")["weight_versions"] == [4, 3, 2, 1]
    assert figures("1f1b-interleaved", "--chunks", "4", "--b", "2", "--w", "0")["makespan"] == 26.25


def test_unequal_stages_and_a_memory_limit():
    free = figures("zb-auto", "--f", "1,3,1,2", "--b", "2,1,1,1")
    capped = figures("zb-auto", "--f", "1,3,1,2", "--b", "2,1,1,1", "--memory-limit", "2")
    assert max(capped["peak_activations"]) <= 2
    assert capped["span"] >= free["span"]


def test_auto_takes_the_best_that_fits():
    best = figures("auto", "--memory-limit", "4", "--objective", "makespan")
    fixed = [figures(name) for name in ("1f1b-as", "zb-h1", "zb-v", "v-half", "chimera")]
    fixed = [x for x in fixed if max(x["peak_activations"]) <= 4]
    assert len(fixed) == 5
    assert best["makespan"] <= min(x["makespan"] for x in fixed)
    assert "best first" in run("auto")


def test_picture_trace_and_action_lists(tmp_path):
    picture, trace = tmp_path / "x.svg", tmp_path / "x.json"
    found = figures("v-half", "--draw", str(picture), "--trace", str(trace), "--actions")
    assert "weight gradient" in picture.read_text(encoding="utf-8")
    assert json.loads(trace.read_text(encoding="utf-8"))["traceEvents"]
    schedule = schedule_from_json(found["actions"])
    assert (schedule.name, len(schedule.ranks), schedule.stages) == ("v-half", 4, 8)
    assert run("zb-h1", "--quiet") == ""
    assert "peak activations by rank: 4 3.5 3 2.5" in run("zb-h1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no schedule named; name one, auto, or see --list"),
        (["zb-h3"], "unknown schedule 'zb-h3' (limit: one of gpipe, "),
        (["chimera", "--stages", "3"], "schedule chimera: 3 stages (limit: an even number, "),
        (["zb-h1", "--stages", "0"], "--stages 0 (limit: at least 1)"),
        (["zb-h1", "--microbatches", "0"], "schedule zb-h1: 0 micro-batches (limit: at least 1)"),
        (["auto", "--microbatches", "0"], "--microbatches 0 (limit: at least 1)"),
        (["zb-h1", "--f", "1,2"], "--f '1,2' has 2 numbers (limit: 1, or one for each of 4"),
        (["zb-h1", "--b", "-1"], "--b '-1' (limit: numbers of at least 0, as in 1 or 1,2,1,1)"),
        (["zb-h1", "--w", "nan"], "--w 'nan' (limit: numbers of at least 0"),
        (["zb-h1", "--comm", "a"], "--comm 'a' (limit: numbers of at least 0"),
        (["zb-h1", "--kept", "2"], "--kept 2 (limit: 0 to 1)"),
        (["zb-auto", "--memory-limit", "0.5"], "--memory-limit 0.5 (limit: at least 1, "),
        (["zb-auto", "--objective", "best"], "--objective 'best' (limit: span or makespan)"),
        (["zb-h2", "--memory-limit", "4"],
         "schedule zb-h2: rank 0 holds the activations of 7 micro-batches (limit: "
         "--memory-limit 4); allow more, use more stages, or zb-auto, v-half or v-min"),
        (["auto", "--chunks", "2"], "schedule auto: an option of one schedule given"),
        (["gpipe", "--slices", "2"], "schedule gpipe: slices given (limit: only for terapipe)"),
    ],
)  # fmt: skip
def test_errors_are_one_line_with_limit_and_remedy(arguments, message):
    with pytest.raises(InputError) as error:
        run(*arguments)
    assert str(error.value).startswith(message)
    assert error.value.exit_code == 2
    assert "\n" not in str(error.value)
