"""`compile --objective frontier`: whole plans, the file, the page that shows a clicked point."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

sys.path.append(str(Path(__file__).parents[1] / "partition"))
sys.path.append(str(Path(__file__).parents[1] / "report"))

import itertools

from browser import BROWSER, dump_dom, without_scripts
from builders import plans

from hwpipe import simulate_plan
from hwpipe.cluster.load import cluster_from_table
from hwpipe.cost import build_cost_table
from hwpipe.errors import InputError
from hwpipe.frontier import non_dominated
from hwpipe.frontier.pipeline import judge
from hwpipe.graph import open_model
from hwpipe.partition import make_problem
from hwpipe.plan.compile import compile_plan
from hwpipe.plan.files import is_frontier_file
from hwpipe.plan.frontier import ENDS, compile_frontier
from hwpipe.plan.frontier_files import frontier_to_dict, load_frontier, save_frontier
from hwpipe.plan.options import CompileOptions
from hwpipe.report.frontier import render_frontier

needs_browser = pytest.mark.skipif(BROWSER is None, reason="no chromium or google-chrome on PATH")


def cluster(**counts):
    return cluster_from_table(
        {
            "name": "test",
            "device": [{"name": f"{kind}-", "type": kind, "count": n}
                       for kind, n in counts.items()],
            "topology": {"kind": "switch", "bandwidth": "5 GB/s", "latency": "5 us",
                         "overlap": True},
        },
        "test", Path(), "test",
    )  # fmt: skip


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """Five dense layers of unequal widths."""
    widths = (512, 2048, 256, 1024, 1024, 64)
    nodes, weights = [], []
    for k, (a, b) in enumerate(itertools.pairwise(widths)):
        weights.append(numpy_helper.from_array(np.zeros((a, b), np.float32), f"w{k}"))
        nodes.append(helper.make_node("MatMul", [f"t{k}", f"w{k}"], [f"t{k + 1}"], name=f"fc{k}"))
    values = [helper.make_tensor_value_info(f"t{k}", TensorProto.FLOAT, ["N", w])
              for k, w in ((0, 512), (5, 64))]  # fmt: skip
    graph = helper.make_graph(nodes, "tiny", values[:1], values[1:], weights)
    path = tmp_path_factory.mktemp("model") / "tiny.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9),
              path)  # fmt: skip
    return path


OPTIONS = CompileOptions(batch=64, microbatches=8, replication=False, splits=False)


@pytest.fixture(scope="module")
def found(tiny):
    return compile_frontier(tiny, cluster(v100=1, p100=1), options=OPTIONS)


def test_equals_enumeration_of_every_pipeline(tiny, found):
    devices = cluster(v100=1, p100=1)
    graph = open_model(str(tiny)).graph(8)
    table = build_cost_table(graph, devices.devices, training=False)
    problem = make_problem(graph, table, devices, training=False, microbatches=8,
                           schedule="pipeline", allow_replication=False)  # fmt: skip
    judged = [judge(problem, plan) for plan in plans(problem)]
    values = np.array([point.values for point in judged if point is not None])
    assert len(values) >= 10
    best = values[non_dominated(values)]
    best = best[np.lexsort(best.T[::-1])]
    assert len(best) >= 3
    assert found.exact
    assert np.array([point.values for point in found.points]) == pytest.approx(best)


def test_holds_the_best_plan_of_each_objective(tiny, found):
    for k, objective in enumerate(ENDS):
        options = CompileOptions(batch=64, microbatches=8, replication=False, splits=False,
                                 objective=objective)  # fmt: skip
        plan = compile_plan(tiny, cluster(v100=1, p100=1), options=options)
        alone = (plan.predicted.iteration_s,
                 max(s.memory_bytes / s.memory_available_bytes for s in plan.stages),
                 plan.predicted.energy_j)[k]  # fmt: skip
        named = [point.values[k] for point in found.points if objective in point.best_of]
        assert named
        assert max(named) <= alone * (1 + 1e-9)
        assert max(named) == pytest.approx(min(point.values[k] for point in found.points))


@pytest.mark.parametrize("mode", ["infer", "train"])
def test_points_of_several_candidates_do_not_beat_each_other(mode):
    options = CompileOptions(mode=mode, batch=8)
    made = compile_frontier("alexnet", cluster(v100=2, p100=1), options=options)
    values = np.array([point.values for point in made.points])
    assert len(values) >= 2
    assert len(non_dominated(values)) == len(values)
    assert (np.diff(values[:, 0]) >= 0).all()
    assert {name for point in made.points for name in point.best_of} == set(ENDS)
    # Several micro-batch sizes are worth choosing.
    assert len({point.plan.micro_batch for point in made.points}) > 1


def test_training_plans_buy_memory_with_time(tmp_path):
    devices = cluster(v100=2)
    options = CompileOptions(mode="train", batch=8, microbatches=4)
    made = compile_frontier("squeezenet", devices, options=options)
    tight = [p for p in made.points if any(s.memory_strategy for s in p.plan.stages)]
    assert len(tight) >= 3
    for point in made.points:
        assert simulate_plan(point.plan).makespan_s == pytest.approx(point.iteration_s, rel=1e-9)
    values = np.array([point.values for point in made.points])
    assert len(non_dominated(values)) == len(values)
    plain = compile_frontier("squeezenet", devices, options=replace(options, strategies=()))
    assert not any(s.memory_strategy for p in plain.points for s in p.plan.stages)
    least = min(point.memory_share for point in made.points)
    assert least < 0.8 * min(point.memory_share for point in plain.points)
    only = compile_frontier("squeezenet", devices,
                            options=replace(options, strategies=("recompute",)))  # fmt: skip
    used = {c for p in only.points for s in p.plan.stages if s.memory_strategy
            for _, c in s.memory_strategy.blocks}  # fmt: skip
    assert used == {"keep", "recompute"}
    # Forwards that run again cost energy.
    again = [p for p in only.points for s in p.plan.stages if s.memory_strategy]
    assert min(p.energy_j for p in again) > min(p.energy_j for p in plain.points)
    save_frontier(made, tmp_path / "f.json")
    assert load_frontier(tmp_path / "f.json").points == made.points
    assert "recomputes" in render_frontier(made) or "swaps" in render_frontier(made)


def test_a_file_holds_whole_plans_and_reads_back(found, tmp_path):
    path = tmp_path / "f.json"
    save_frontier(found, path)
    assert is_frontier_file(path)
    again = load_frontier(path)
    assert [point.values for point in again.points] == [point.values for point in found.points]
    assert again.points[0].plan == found.points[0].plan
    assert again.points[0].best_of == found.points[0].best_of
    save_frontier(again, tmp_path / "g.json")
    assert (tmp_path / "g.json").read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: raw.update(format="other"), r"not a frontier \(no key format"),
        (lambda raw: raw.update(version=99), r"frontier format version 99, .*; upgrade hwpipe"),
        (lambda raw: raw.update(points=[]), r"key points: no points"),
        (lambda raw: raw["points"][0].update(plan={}), r"points\.0: not a plan"),
        (lambda raw: raw["points"][1]["plan"].update(batch="x"), r"points\.1: key batch"),
    ],
)
def test_a_broken_file_is_refused_in_one_line(found, tmp_path, change, words):
    raw = json.loads(json.dumps(frontier_to_dict(found)))
    change(raw)
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(raw))
    with pytest.raises(InputError, match=words) as caught:
        load_frontier(path)
    assert "\n" not in str(caught.value)


def test_the_page_is_self_contained_and_escapes(found):
    page = render_frontier(found, file="<f>.json")
    body = without_scripts(page)
    assert not re.search(r"(src|href)\s*=\s*[\"']?https?:", body)
    assert "<f>.json" not in body
    assert body.count('class="plan"') == len(found.points)
    for index in range(len(found.points)):
        assert f"--point {index} -o plan.json" in body


def test_command_line(tiny, tmp_path):
    def run(*words, code=0):
        done = subprocess.run([sys.executable, "-m", "hwpipe", *map(str, words)], cwd=tmp_path,
                              capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    text = run("compile", tiny, "--objective", "frontier", "--batch", 8, "-o", "f.json")
    assert "none beaten in time, memory and energy at once" in text
    assert "throughput" in text
    assert "hwpipe report f.json draws it" in text
    assert "report written" in run("report", "f.json", "-o", "f.html")
    run("frontier", "f.json", "--point", 0, "-o", "p.json", "-q")
    fastest = json.loads(run("frontier", "f.json", "--json"))["points"][0]
    assert json.loads((tmp_path / "p.json").read_text()) == fastest["plan"]
    assert "stage" in run("show", "p.json")
    assert "--point 999" in run("frontier", "f.json", "--point", 999, code=2)
    assert "--output without --point" in run("frontier", "f.json", "-o", "p.json", code=2)
    assert "not a frontier" in run("frontier", "p.json", code=2)


@needs_browser
def test_a_click_on_a_point_shows_its_plan(found, tmp_path):
    last = len(found.points) - 1
    page = tmp_path / "page.html"
    # A click as plotly reports it, once both charts are drawn.
    click = (
        "<script>setInterval(() => { if (document.documentElement.dataset.drawn === '2' && "
        "!window.clicked) { window.clicked = true; document.getElementById('plot-energy')"
        ".emit('plotly_click', {points: [{customdata: " + str(last) + "}]}); } }, 20);</script>"
    )
    page.write_text(render_frontier(found).replace("</body>", click + "</body>"))
    elements, console = dump_dom(page)
    assert not [line for line in console if "rror" in line]
    root = elements[""]
    assert next(e for e in root.all() if e.tag == "html").attributes["data-chosen"] == str(last)
    assert elements["chosen-number"].text == str(last)
    chosen = [e for e in root.select("article") if "chosen" in e.attributes["class"].split()]
    assert [e.attributes["data-point"] for e in chosen] == [str(last)]
    rows = list(root.select("tr", "chosen"))
    assert [e.attributes["data-point"] for e in rows] == [str(last)]
    # Both charts hold every point.
    for name in ("plot-memory", "plot-energy"):
        marks = list(elements[name].select("path", "point"))
        assert len(marks) == len(found.points)


@needs_browser
def test_without_a_click_the_fastest_plan_is_shown(found, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(render_frontier(found))
    elements, _ = dump_dom(page)
    assert elements["chosen-number"].text == "0"
