"""Plans of int8 models on clusters with boards, and `hwpipe run` on them."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from stage_support import quantised
from typer.testing import CliRunner

from hwpipe.cli.app import app
from hwpipe.cluster import load_cluster
from hwpipe.errors import HwpipeError, InputError
from hwpipe.plan.boards import BoardLimits
from hwpipe.plan.compile import compile_plan
from hwpipe.plan.options import CompileOptions
from hwpipe.stage.board import BoardOptions, kernel_of
from hwpipe.stage.choose import choose_boards

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lower"))

CLUSTER = Path(__file__).resolve().parents[2] / "examples" / "two-gpus-one-kv260.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


@pytest.fixture(scope="module")
def squeezenet(folder: Path) -> Path:
    quantised("squeezenet", "QOperator", folder)
    return folder / "squeezenet-QOperator.onnx"


def pinned(model: Path, *pins: str, batch: int = 4, **more):
    options = CompileOptions(
        batch=batch, baselines=False, pins=tuple((pin, "board") for pin in pins), **more
    )
    return compile_plan(model, CLUSTER, options=options)


def test_a_node_that_the_kernel_lacks_is_never_placed_on_a_board(squeezenet: Path):
    """Softmax costs infinity there, by the lowering's own verdict and with its reason."""
    plan = pinned(squeezenet, "concat*")
    softmax = next(row for row in plan.layers if row.op == "Softmax")
    assert plan.stages[softmax.stage].kind == "gpu"
    (stage,) = [s for s in plan.stages if s.kind == "fpga"]
    assert sum("oncat" in name for name in stage.nodes) >= 2
    assert any(
        "kv260 does not run 1 of" in note and "the accelerator has no such operator" in note
        for note in plan.notes
    )
    with pytest.raises(HwpipeError, match=r"--pin softmax.*=board"):
        pinned(squeezenet, softmax.name)


def test_a_model_of_arbitrary_scales_stays_off_the_board(folder: Path):
    """Convolutions whose multipliers the kernel cannot hold: hwpipe quantize makes none."""
    from onnx import numpy_helper

    model, _ = quantised("vgg", "QOperator", folder)
    odd = onnx.ModelProto()
    odd.CopyFrom(model)
    convs = [n for n in odd.graph.node if n.op_type == "QLinearConv"]
    scales = {n.input[4] for n in convs}
    for tensor in odd.graph.initializer:
        if tensor.name in scales:
            value = numpy_helper.to_array(tensor) * np.float32(1.0001)
            tensor.CopyFrom(numpy_helper.from_array(value, tensor.name))
    path = folder / "odd.onnx"
    onnx.save(odd, path)
    from hwpipe.graph import open_model

    limits = BoardLimits(open_model(path), load_cluster(CLUSTER).devices)
    refused = limits.refused["kv260"]
    assert {n.name for n in convs} <= set(refused)
    assert all("2^-16" in refused[n.name][1] for n in convs)


def test_a_float_model_on_a_board_comes_with_a_warning(folder: Path):
    quantised("vgg", "QOperator", folder)
    plan = pinned(folder / "vgg.onnx", "conv*", batch=2)
    assert any("compute in int8 and this model is float" in note for note in plan.notes)
    plan = pinned(folder / "vgg-QOperator.onnx", "conv*", batch=2)
    assert not any("this model is float" in note for note in plan.notes)


def test_parts_of_a_split_layer_are_refused_as_the_layer_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """A float layer beside int8 ones may be split; the lowering knows it by its own name."""
    monkeypatch.setattr("hwpipe.plan.boards.is_quantised_graph", lambda graph: True)
    from hwpipe.cost import build_cost_table
    from hwpipe.graph import open_model
    from hwpipe.partition.model import NodeSplit

    quantised("vgg", "QOperator", folder)
    source, devices = open_model(folder / "vgg.onnx"), load_cluster(CLUSTER).devices
    node = next(n for n in source.graph(1).nodes if n.op == "Conv" and n.splittable > 1)
    parts = source.graph(1, [NodeSplit(node.name, node.splittable // 2, node.splittable, 0)])
    limits = BoardLimits(source, devices)
    limits.__dict__["refused"] = {"kv260": {node.name: (node.op, "for the test")}}
    table = limits.applied(parts, build_cost_table(parts, devices, training=False))
    seconds = table.forward_s[table.row("kv260")]
    infinite = [parts.nodes[i].name for i in np.flatnonzero(np.isinf(seconds))]
    assert infinite == [f"{node.name}/part0", f"{node.name}/part1"]
    assert any("for the test" in note for note in table.notes)


DESK = """
name = "desk"
[[device]]
name = "gpu"
type = "rtx-4090"
[[device]]
name = "board"
type = "kv260"
[topology]
kind = "switch"
bandwidth = "117 MB/s"
latency = "150 us"
"""


def test_run_from_the_command_line(squeezenet: Path, tmp_path: Path):
    cluster = tmp_path / "desk.toml"
    cluster.write_text(DESK)
    plan, runner = tmp_path / "plan.json", CliRunner()
    name = onnx.load(squeezenet).graph.input[0].name
    x = np.random.default_rng(2).standard_normal((4, 3, 35, 35)).astype(np.float32)
    np.savez(tmp_path / "x.npz", **{name: x})
    done = runner.invoke(app, ["compile", str(squeezenet), "-c", str(cluster), "--batch", "4",
                               "--pin", "concat*=board", "-o", str(plan), "--quiet",
                               "--no-baselines"])  # fmt: skip
    assert done.exit_code == 0, done.output
    done = runner.invoke(app, ["run", str(plan), "-i", str(tmp_path / "x.npz"), "--check",
                               "--twin", "reference", "--json"])  # fmt: skip
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    (row,) = [row for row in said["stages"] if "board" in row]
    assert (row["device"], row["backend"]) == ("board", "integer reference")
    # Nobody measured the board: host time must not stand for it.
    assert row["busy_s"] is None
    assert row["board"]["host_s"] > 0
    assert row["board"]["board_s"] is None
    assert said["check"]["max_relative_error"] < 1e-6
    from hwpipe.plan.files import load_plan
    from hwpipe.report.run_section import run_section

    section = run_section(load_plan(plan), said)
    assert [cells[0] for cells in section.rows] == [str(i) for i in range(len(said["stages"]))]
    (shown,) = [cells for cells in section.rows if cells[1] == "board"]
    assert shown[2:4] == ("integer reference", "-")
    done = runner.invoke(app, ["run", str(plan), "--twin", "reference"])
    assert done.exit_code == 0, done.output
    assert "layers on the integer reference" in done.output


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--twin", "verilog"], "--twin 'verilog'"), (["--board-timeout", "0"], "--board-timeout 0")],
)
def test_options_that_mean_nothing(options: list[str], message: str, tmp_path: Path):
    done = CliRunner().invoke(app, ["run", str(tmp_path / "none.json"), *options])
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)


def test_hardware_takes_the_addresses_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from hwpipe.overlay.kernel import board_design
    from hwpipe.overlay.twin_files import store, twin_files

    pytest.importorskip("pynq")
    kv260 = load_cluster(CLUSTER).by_name["board"]
    two = [dataclasses.replace(kv260, name=name) for name in ("a", "b")]
    bit = store(twin_files(board_design("kv260", kernel_of(kv260), 200e6)), tmp_path)
    options = BoardOptions(package=tmp_path)
    monkeypatch.setenv("PYNQ_REMOTE_DEVICES", "192.0.2.1,192.0.2.2")
    found = choose_boards(two, options)
    assert [(b.mode, b.address, b.bitstream) for b in found.values()] == [
        ("hardware", "192.0.2.1", str(bit)), ("hardware", "192.0.2.2", str(bit)),
    ]  # fmt: skip
    monkeypatch.setenv("PYNQ_REMOTE_DEVICES", "192.0.2.1")
    with pytest.raises(InputError, match=r"1 addresses for 2 boards \(a, b\)"):
        choose_boards(two, options)
    monkeypatch.setattr("hwpipe.stage.choose.data_dir", {"bitstreams": tmp_path}.__getitem__)
    assert choose_boards(two[:1], BoardOptions())["a"].bitstream == str(bit)
    other = dataclasses.replace(kv260, engine=dataclasses.replace(kv260.engine, pi=8, po=8))
    with pytest.raises(InputError, match="no overlay of kv260 with the plan's kernel"):
        choose_boards([other], options)
    # A twin that is asked for is taken, whatever the variable says.
    assert choose_boards(two[:1], BoardOptions("numpy"))["a"].mode == "numpy"


def test_boards_without_an_overlay_run_on_the_reference_unless_asked(
    monkeypatch: pytest.MonkeyPatch,
):
    pytest.importorskip("pynq")
    monkeypatch.delenv("PYNQ_REMOTE_DEVICES", raising=False)
    kv260 = load_cluster(CLUSTER).by_name["board"]
    other = dataclasses.replace(kv260, board="ultra96-v2")
    assert choose_boards([kv260], BoardOptions())["board"].mode == "numpy"
    assert choose_boards([other], BoardOptions())["board"].mode == "reference"


def test_a_general_engine_has_no_board():
    """A device configured with another engine than hwpipe's kernel stays a float reference."""
    kv260 = load_cluster(CLUSTER).by_name["board"]
    general = dataclasses.replace(kv260, engine=dataclasses.replace(kv260.engine, kernel="conv"))
    assert choose_boards([general], BoardOptions("reference")) == {}
    assert choose_boards([kv260], BoardOptions("reference"))["board"].clock_hz == 200e6
