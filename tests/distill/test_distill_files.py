"""`compile --distill`: the plan as a file, its timeline, its page, and what users get wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "report"))

import itertools

from browser import BROWSER, dump_dom, without_scripts

from hwpipe.cluster import load_cluster
from hwpipe.distill import distill_models, run_s
from hwpipe.errors import InputError
from hwpipe.graph import open_model
from hwpipe.plan.distill import compile_distill, read_blocks
from hwpipe.plan.distill_files import distill_to_dict, load_distill, save_distill
from hwpipe.report.distill import render_distill

needs_browser = pytest.mark.skipif(BROWSER is None, reason="no chromium or google-chrome on PATH")


@pytest.fixture(scope="module")
def plan():
    return compile_distill("squeezenet", "squeezenet", "four-v100", batch=32, blocks=4)


def test_stages_are_those_of_the_exact_distribution(plan):
    source, cluster = open_model("squeezenet"), load_cluster("four-v100")
    found = distill_models(source, source, cluster, batch=32, blocks=4)
    assert plan.period_s == found.plan.period_s
    assert plan.baseline_period_s == found.baseline.period_s
    assert [(s.start, s.stop, s.devices) for s in plan.stages] == [
        (s.start, s.stop, s.devices) for s in found.plan.stages
    ]
    assert plan.baseline_teacher_runs == 10
    assert plan.teacher_runs == 4
    nodes = [name for block in plan.blocks for name in block.teacher_nodes]
    assert nodes == [node.name for node in source.graph(32).nodes]
    # The events of the file are those of the problem it was made from.
    assert max(e.end_s for e in plan.events(20)) == run_s(found.problem, found.plan, 20)


def test_the_pipeline_reaches_its_period_and_no_stage_does_two_things_at_once(plan):
    events = plan.events(60)
    finished = [max(e.end_s for e in events if e.batch == k) for k in range(60)]
    period = (finished[-1] - finished[-21]) / 20
    assert period == pytest.approx(plan.period_s, rel=1e-6)
    for stage in range(len(plan.stages)):
        mine = sorted((e.start_s, e.end_s) for e in events
                      if e.stage == stage and e.kind != "relay")  # fmt: skip
        for (_, end), (start, _) in itertools.pairwise(mine):
            assert start >= end - 1e-12


def test_a_file_reads_back(plan, tmp_path):
    save_distill(plan, tmp_path / "d.json")
    again = load_distill(tmp_path / "d.json")
    assert again == plan
    save_distill(again, tmp_path / "e.json")
    assert (tmp_path / "d.json").read_bytes() == (tmp_path / "e.json").read_bytes()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: raw.update(format="x"), r"not a distillation plan"),
        (lambda raw: raw.update(version=7), r"distillation plan version 7"),
        (lambda raw: raw.pop("batch"), r"key 'batch' is missing"),
        (lambda raw: raw["stages"][0].update(teacher_s="x"), r"key stages\.0\.teacher_s"),
        (lambda raw: raw["stages"][0].update(start=1), r"stage 0 holds blocks 1 to"),
        (lambda raw: raw["stages"].pop(), r"stages hold \d of 4 blocks"),
        (lambda raw: raw["stages"][0].update(devices=["none"]), r"device 'none' is unknown"),
        (lambda raw: raw.update(period_s=0.0), r"a period of 0 seconds"),
    ],
)
def test_a_broken_file_is_refused_in_one_line(plan, tmp_path, change, words):
    raw = json.loads(json.dumps(distill_to_dict(plan)))
    change(raw)
    (tmp_path / "bad.json").write_text(json.dumps(raw))
    with pytest.raises(InputError, match=words) as caught:
        load_distill(tmp_path / "bad.json")
    assert "\n" not in str(caught.value)


def test_blocks_as_users_write_them():
    assert read_blocks("4") == 4
    assert read_blocks("-1") == -1
    assert read_blocks("a, b=c") == ["a", ("b", "c")]
    for text in ("", "a,,b", "a="):
        with pytest.raises(InputError, match=r"^--blocks .* \(limit: a number, or boundary"):
            read_blocks(text)


def test_without_a_number_there_is_a_block_for_each_device():
    made = compile_distill("squeezenet", "squeezenet", "four-v100", batch=8)
    assert len(made.blocks) == 4


def hwpipe(*words, cwd=None):
    return subprocess.run([sys.executable, "-m", "hwpipe", *map(str, words)], cwd=cwd,
                          capture_output=True, text=True, timeout=120, check=False)  # fmt: skip


def test_command_line(plan, tmp_path):
    done = hwpipe("compile", "--distill", "squeezenet", "squeezenet", "-c", "four-v100",
                  "--batch", 32, "--blocks", 4, "-o", "d.json", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"{plan.speedup:.2f} times as fast" in done.stdout.replace("\n", " ")
    assert load_distill(tmp_path / "d.json") == plan
    shown = hwpipe("show", "d.json", "--json", cwd=tmp_path)
    assert json.loads(shown.stdout)["period_s"] == plan.period_s
    simulated = hwpipe("simulate", "d.json", "--trace", "t.json", "--json", cwd=tmp_path)
    assert json.loads(simulated.stdout)["period_s"] == plan.period_s
    trace = json.loads((tmp_path / "t.json").read_text())["traceEvents"]
    assert {e["name"].split()[0] for e in trace if e["ph"] == "X"} >= {"teacher", "student"}
    assert hwpipe("report", "d.json", "-o", "d.html", cwd=tmp_path).returncode == 0
    refused = hwpipe("run", "d.json", cwd=tmp_path)
    assert refused.returncode == 2
    assert "not a plan" in refused.stderr


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("--blocks", 0), r"hwpipe: 0 blocks \(limit: at least 1\)"),
        (("--blocks", 400), r".*no 399 boundaries of equal shapes.*; ask for fewer blocks.*"),
        (("--blocks", "nothing"), r".*no tensor 'nothing'.*"),
        (("--method", "exact"), r".*--distill beside options of a pipeline plan.*"),
        (("--optimizer", "x"), r".*--optimizer 'x' is unknown.*"),
        (("--batch", 0), r".*batch 0 \(limit: 1 to .*"),
    ],
)
def test_bad_input_is_one_line(words, text):
    done = hwpipe("compile", "--distill", "squeezenet", "squeezenet", "-c", "four-v100", *words)
    lines = done.stderr.strip().splitlines()
    assert done.returncode in (1, 2)
    assert len(lines) == 1
    assert re.fullmatch(text, lines[0]), lines[0]


def test_blocks_alone_is_refused():
    done = hwpipe("compile", "squeezenet", "--blocks", 3)
    assert done.returncode == 2
    assert "--blocks 3 without --distill" in done.stderr


@needs_browser
def test_the_page_draws_every_stage(plan, tmp_path):
    page = tmp_path / "page.html"
    text = render_distill(plan)
    assert not re.search(r"(src|href)\s*=\s*[\"']?https?:", without_scripts(text))
    page.write_text(text)
    elements, console = dump_dom(page)
    assert not [line for line in console if "rror" in line]
    root = next(e for e in elements[""].all() if e.tag == "html")
    assert root.attributes["data-drawn"] == "plot-timeline"
    ticks = "".join(e.text for e in elements["plot-timeline"].select("g", "ytick"))
    for k in range(len(plan.stages)):
        assert f"stage {k}" in ticks
