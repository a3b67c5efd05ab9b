"""`--explore-kernels`: kernels and partition searched together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hwpipe.cluster import boards, load_cluster
from hwpipe.conv import board_config
from hwpipe.conv.engine import config_of
from hwpipe.errors import InputError
from hwpipe.explore import explore
from hwpipe.explore.network import fitting_area
from hwpipe.graph import open_model
from hwpipe.plan.compile import compile_plan
from hwpipe.plan.files import load_plan
from hwpipe.plan.kernels import engine_with, explore_kernels
from hwpipe.plan.options import CompileOptions
from hwpipe.stage.board import kernel_of

BOARDS = """
name = "boards"

[[device]]
name = "big"
type = "kv260"
engine = { pi = 8, po = 8, port_bytes = 8, ifmap_buffer = "16 KiB", ofmap_buffer = "16 KiB" }

[[device]]
name = "small"
type = "ultra96-v2"

[[device]]
name = "host"
type = "cpu"

[topology]
kind = "switch"
bandwidth = "1.25 GB/s"
latency = "50 us"
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    path = tmp_path / "boards.toml"
    path.write_text(BOARDS, "utf-8")
    return path


@pytest.mark.parametrize("board", [b for b, e in boards().items() if e.device.engine is not None
                                   and e.device.engine.kernel == "conv2d"])  # fmt: skip
def test_the_kernels_that_plans_count_on_can_be_built(board: str):
    config = board_config(board)
    assert fitting_area(config, board) is not None
    assert kernel_of(boards()[board].device) == config


def test_engines_carry_their_configuration_both_ways():
    found = explore(open_model("squeezenet").graph(1), "kv260")
    base = boards()["kv260"].device.engine
    assert base is not None
    for choice in found.choices[:40]:
        engine = engine_with(choice.config, choice.area, base)
        back = config_of(engine)
        packed = 18 if choice.config.shift else 0
        assert back == replace(choice.config, shift=packed)
        assert (engine.dsp, engine.lut) == (choice.area.dsp, choice.area.lut)
        assert engine.clock_hz == base.clock_hz


def test_no_single_change_of_a_kernel_makes_a_better_plan(cluster: Path):
    options = CompileOptions(batch=8, microbatches=8, baselines=False)
    plan = explore_kernels("squeezenet", cluster, options=options)
    own = compile_plan("squeezenet", cluster, options=options)
    assert plan.predicted.iteration_s < own.predicted.iteration_s
    assert any("better than with the cluster's own" in note for note in plan.notes)
    graph = open_model("squeezenet").graph(1)
    for device in plan.cluster.devices:
        if device.engine is None:
            continue
        assert any(note.startswith(f"{device.cost_key}: conv2d") for note in plan.notes)
        front = sorted((c for c in explore(graph, device.board).choices if c.pareto
                        and fitting_area(c.config, device.board) is not None),
                       key=lambda c: c.cycles)[:3]  # fmt: skip
        assert front
        for choice in front:
            engine = engine_with(choice.config, choice.area, device.engine)
            others = tuple(
                replace(d, engine=engine) if d is device else d for d in plan.cluster.devices
            )
            other = compile_plan("squeezenet", replace(plan.cluster, devices=others),
                                 options=options)  # fmt: skip
            assert other.predicted.iteration_s >= plan.predicted.iteration_s * (1 - 1e-9)


def test_chosen_kernels_fit_their_boards(cluster: Path):
    options = CompileOptions(batch=8, baselines=False, objective="energy")
    plan = explore_kernels("squeezenet", cluster, options=options)
    for device in (d for d in plan.cluster.devices if d.engine is not None):
        config, logic = config_of(device.engine), boards()[device.board].resources
        assert fitting_area(config, device.board) is not None
        assert device.engine.lut <= 0.7 * logic.lut


def test_command_records_the_choice_in_the_plan(cluster: Path, tmp_path: Path):
    from hwpipe.cli.entry import app

    out = tmp_path / "plan.json"
    run = CliRunner().invoke(app, ["compile", "squeezenet", "-c", str(cluster), "--batch", "8",
                                   "--explore-kernels", "--no-baselines", "-o", str(out),
                                   "--quiet"])  # fmt: skip
    assert run.exit_code == 0, run.output
    plan = load_plan(out)
    assert any("chosen among" in note for note in plan.notes)

    def lanes(devices):
        return {d.name: (d.engine.pi, d.engine.po) for d in devices if d.engine is not None}

    own = load_cluster(cluster).devices
    assert lanes(plan.cluster.devices) != lanes(own)
    assert set(lanes(plan.cluster.devices)) == set(lanes(own)) == {"big", "small"}


def test_a_cluster_without_boards_is_refused(tmp_path: Path):
    path = tmp_path / "gpu.toml"
    path.write_text('name = "gpu"\n[[device]]\nname = "gpu0"\ntype = "h100"\n'
                    '[topology]\nkind = "switch"\nbandwidth = "1 GB/s"\nlatency = "1 us"\n',
                    "utf-8")  # fmt: skip
    with pytest.raises(InputError, match="on a cluster without FPGA boards"):
        explore_kernels("squeezenet", path)
