"""`hwpipe deploy`: what is compared before anything is loaded, and the self-test on a twin."""

import importlib.util
import json
import subprocess
import sys

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from hwpipe.conv import ConvConfig, board_config
from hwpipe.deploy.plan import check_deployment, planned_boards
from hwpipe.deploy.selftest import test_network as selftest_network
from hwpipe.errors import InputError
from hwpipe.lower import lower_model
from hwpipe.overlay.board import overlay_boards
from hwpipe.overlay.kernel import board_design
from hwpipe.overlay.twin_files import MANIFEST, store, twin_files
from hwpipe.plan.files import load_plan
from hwpipe.resources import data_dir

CLUSTER = """
name = "desk"
[[device]]
name = "board"
type = "kv260"
[[device]]
name = "cpu"
type = "cpu"
[topology]
kind = "switch"
bandwidth = "125 MB/s"
latency = "100 us"
"""


def hwpipe(*arguments, code=0, cwd=None):
    done = subprocess.run(
        [sys.executable, "-m", "hwpipe", *map(str, arguments)],
        capture_output=True, text=True, timeout=240, cwd=cwd, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def compiled(folder, pins, cluster=CLUSTER):
    """A plan for a network of one convolution for each pinned device."""
    rng = np.random.default_rng(0)
    names = [f"t{k}" for k in range(len(pins))] + ["y"]
    weights, nodes = [], []
    for k in range(len(pins)):
        shape = (16, 16 if k else 3, 3, 3)
        values = rng.standard_normal(shape).astype(np.float32) / 5
        weights.append(numpy_helper.from_array(values, f"w{k}"))
        nodes.append(helper.make_node("Conv", [names[k], f"w{k}"], [names[k + 1]], name=f"conv{k}",
                                      pads=[1, 1, 1, 1]))  # fmt: skip
    image = helper.make_tensor_value_info("t0", TensorProto.FLOAT, [1, 3, 12, 12])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 16, 12, 12])
    graph = helper.make_graph(nodes, "tiny", [image], [y], weights)
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=9), folder / "tiny.onnx")
    np.savez(folder / "i.npz", t0=rng.standard_normal((2, 3, 12, 12)).astype(np.float32))
    (folder / "desk.toml").write_text(cluster)
    hwpipe("quantize", "tiny.onnx", "--calibration", "i.npz", "-o", "int8.onnx", cwd=folder)
    options = [option for k, device in enumerate(pins) for option in ("--pin", f"conv{k}={device}")]
    hwpipe("compile", "int8.onnx", "--cluster", "desk.toml", *options, "--batch", "4",
           "-o", "plan.json", "-q", cwd=folder)  # fmt: skip
    return folder / "plan.json"


@pytest.fixture(scope="module")
def plan_path(tmp_path_factory):
    """A plan with a convolution pinned to a KV260."""
    return compiled(tmp_path_factory.mktemp("plan"), ["board"])


@pytest.fixture(scope="module")
def fitting(plan_path, tmp_path_factory):
    """A folder with the twin of the plan's kernel."""
    folder = tmp_path_factory.mktemp("bits")
    hwpipe("overlay", "twin", "--board", "kv260", "--plan", plan_path, "-o", folder)
    return folder


def only(plan_path, package):
    [found] = check_deployment(load_plan(plan_path), package)
    return found, {check.what: check for check in found.checks if not check.ok}


def test_the_plans_boards_are_found(plan_path):
    [planned] = planned_boards(load_plan(plan_path))
    assert (planned.device, planned.board, planned.stages) == ("board", "kv260", (0,))
    assert isinstance(planned.config, ConvConfig)
    assert planned.clock_hz == 200e6


def test_an_overlay_of_the_plans_kernel_fits(plan_path, fitting):
    found, wrong = only(plan_path, fitting)
    assert found.ok
    assert not wrong
    names = [check.what for check in found.checks]
    for what in ("part of the bitstream", "part of the handoff", "identity in the handoff",
                 "address map", "clock of the kernel", "board of the plan", "kernel of the plan",
                 "clock of the plan", "memory of the plan"):  # fmt: skip
        assert what in names


def another(planned):
    """A kernel that is not the plan's."""
    return ConvConfig(8, 8, 18) if planned.config.pi != 8 else ConvConfig(16, 16, 18)


def test_a_plan_for_another_kernel_names_the_parameters(plan_path, tmp_path):
    [planned] = planned_boards(load_plan(plan_path))
    store(twin_files(board_design("kv260", another(planned))), tmp_path)
    found, wrong = only(plan_path, tmp_path)
    assert not found.ok
    assert set(wrong) == {"kernel of the plan"}
    assert f"pi {another(planned).pi}" in wrong["kernel of the plan"].found
    assert f"pi {planned.config.pi}" in wrong["kernel of the plan"].expected


def test_a_plan_for_another_clock_says_which(plan_path, tmp_path):
    [planned] = planned_boards(load_plan(plan_path))
    store(twin_files(board_design("kv260", planned.config, 100e6)), tmp_path)
    _, wrong = only(plan_path, tmp_path)
    assert set(wrong) == {"clock of the plan"}
    assert 'engine = { clock = "100 MHz" }' in wrong["clock of the plan"].remedy


def test_a_folder_without_the_board_says_how_to_build_it(plan_path, tmp_path):
    store(twin_files(board_design("zcu104")), tmp_path)
    found, wrong = only(plan_path, tmp_path)
    assert found.overlay is None
    assert "make -C boards/kv260" in wrong["overlay"].remedy


def test_a_bit_file_of_another_board_is_compared(plan_path, tmp_path):
    [planned] = planned_boards(load_plan(plan_path))
    bit = store(twin_files(board_design("zcu104", planned.config)), tmp_path)
    _, wrong = only(plan_path, bit)
    assert wrong["board of the plan"].found == "zcu104"


def test_an_overlay_with_the_plans_kernel_is_preferred(plan_path, tmp_path):
    [planned] = planned_boards(load_plan(plan_path))
    store(twin_files(board_design("kv260", another(planned))), tmp_path)
    from hwpipe.overlay.manifest import load_manifest, manifest_text

    first = load_manifest(tmp_path / MANIFEST)
    kept = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.name != MANIFEST}
    bit = store(twin_files(board_design("kv260", planned.config)), tmp_path)
    both = load_manifest(tmp_path / MANIFEST).with_entry(first.overlays[0], replace_board=False)
    for name, raw in kept.items():
        (tmp_path / name).write_bytes(raw)
    (tmp_path / MANIFEST).write_text(manifest_text(both))
    found, wrong = only(plan_path, tmp_path)
    assert not wrong
    assert found.overlay.path == bit


@pytest.mark.parametrize("package", ["no/such", "plan.json"])
def test_a_package_that_is_none_is_refused(plan_path, package):
    with pytest.raises(InputError, match=r"no such folder or \.bit file"):
        check_deployment(load_plan(plan_path), plan_path.parent / package)


def test_a_plan_without_fpga_stage_is_refused(tmp_path):
    hwpipe("compile", "squeezenet", "--batch", "2", "-o", "p.json", "-q", cwd=tmp_path)
    done = hwpipe("deploy", "p.json", "--check", code=2, cwd=tmp_path)
    assert "no stage of the plan runs on an FPGA" in done.stderr


def test_the_command_prints_a_line_a_check_and_exits_2_on_a_misfit(plan_path, fitting, tmp_path):
    [planned] = planned_boards(load_plan(plan_path))
    fits = hwpipe("deploy", plan_path, "--check", "--package", fitting).stdout
    assert "WRONG" not in fits
    assert fits.startswith("board (kv260, stage 0):\n  twin hwpipe_kv260_twin_")
    store(twin_files(board_design("kv260", another(planned))), tmp_path)
    done = hwpipe("deploy", plan_path, "--package", tmp_path, code=2)
    assert done.stdout.count("WRONG") == 1
    assert "checks failed; nothing was loaded" in done.stderr
    raw = json.loads(hwpipe("deploy", plan_path, "--check", "--package", fitting, "--json").stdout)
    assert raw["devices"][0]["ok"]
    assert raw["self_tests"] == []


def test_a_twins_file_without_an_address_is_refused(plan_path, fitting):
    done = hwpipe("deploy", plan_path, "--package", fitting, code=2)
    assert "0 addresses for 1 FPGA devices; start `hwpipe twin --board kv260`" in done.stderr


def test_the_self_tests_network_uses_every_unit():
    from hwpipe.accel.lowering import build_image

    config = ConvConfig(8, 8, 18)
    image = build_image(lower_model(selftest_network(16)), config)
    assert {command.op for command in image.commands} == {"conv2d", "elementwise", "window"}
    assert not any(step.host for step in image.steps)


@pytest.mark.skipif(importlib.util.find_spec("pynq") is None, reason="pynq is not installed")
def test_the_self_test_passes_on_a_twin(plan_path, fitting):
    from hwpipe.twin.process import start_twin

    with start_twin("kv260", package=fitting) as twin:
        done = hwpipe("deploy", plan_path, "--package", fitting, "--board-address", twin.address,
                      "--json")  # fmt: skip
    [result] = json.loads(done.stdout)["self_tests"]
    assert result["is_twin"]
    assert result["device"].startswith("hwpipe-twin-kv260")
    assert result["elements"] > 0
    assert result["register_operations"] <= 10


@pytest.mark.skipif(importlib.util.find_spec("pynq") is None, reason="pynq is not installed")
def test_two_boards_of_one_plan_are_loaded_in_one_process(tmp_path):
    from hwpipe.twin.process import start_twin

    two = CLUSTER.replace('type = "kv260"', 'type = "kv260"\ncount = 2')
    plan = compiled(tmp_path, ["board0", "board1"], two)
    assert [b.device for b in planned_boards(load_plan(plan))] == ["board0", "board1"]
    bits = tmp_path / "bits"
    hwpipe("overlay", "twin", "--board", "kv260", "--plan", plan, "-o", bits)
    with start_twin("kv260", package=bits) as one, start_twin("kv260", package=bits) as other:
        done = hwpipe("deploy", plan, "--package", bits, "--board-address", one.address,
                      "--board-address", other.address, "--json")  # fmt: skip
    results = json.loads(done.stdout)["self_tests"]
    assert [r["device"].split(" at ")[1] for r in results] == [one.address, other.address]


@pytest.mark.skipif(importlib.util.find_spec("pynq") is None, reason="pynq is not installed")
def test_a_board_that_does_not_answer_is_one_line(plan_path, fitting):
    from hwpipe.twin.process import free_address

    done = hwpipe("deploy", plan_path, "--package", fitting, "--board-address", free_address(),
                  code=1)  # fmt: skip
    assert "no board answers" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("board", overlay_boards())
def test_the_overlays_that_come_with_hwpipe_are_those_that_plans_count_on(board):
    from hwpipe.cluster import boards
    from hwpipe.overlay.kernel import ident_of_config
    from hwpipe.overlay.manifest import load_manifest
    from hwpipe.stage.board import kernel_of

    config = board_config(board)
    assert kernel_of(boards()[board].device) == config
    [entry] = load_manifest(data_dir("bitstreams") / MANIFEST).find(board=board, twin=True)
    assert entry.ident == f"{ident_of_config(config):016x}"
