"""Profiles of training: what is measured and how it is joined, without any limit in seconds."""

from __future__ import annotations

import itertools
import json
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from train_models import cnn, gpt, resnet

from hwpipe.cost import MeasuredNode, MeasuredProfile, load_profile, save_profile
from hwpipe.cost.executor import ExecutorCosts
from hwpipe.cost.in_flight import InFlight
from hwpipe.errors import InputError, WorkError
from hwpipe.graph import open_model
from hwpipe.partition.executor_costs import flight_of
from hwpipe.runtime.piece import split_model
from hwpipe.schedule.model import Action
from hwpipe.schedule.validate import validate
from hwpipe.train.losses import make_loss
from hwpipe.train.options import parse_optimizer
from hwpipe.train.profiling import size
from hwpipe.train.profiling import whole as profiling
from hwpipe.train.profiling.data import sample_target, write_data
from hwpipe.train.profiling.executor import (
    SIZES,
    alone_schedule,
    channel_of,
    run_segments,
    segments_of,
)
from hwpipe.train.profiling.nodes import NodeSeconds, NodeTimer, least
from hwpipe.train.profiling.size import Measured
from hwpipe.train.profiling.speed import Speed
from hwpipe.train.profiling.whole import TrainProfileOptions, joined, profile_training
from hwpipe.train.routes import route
from hwpipe.train.trainable import trainable_weights


def ticking():
    """A clock that a second passes on at every look."""
    return partial(next, itertools.count(0.0))


def timer(model: onnx.ModelProto, clock=None, loss: str | None = "cross_entropy") -> NodeTimer:
    (piece,) = route(model, [range(len(model.graph.node))], trainable_weights(model, (), ())).pieces
    sample, target = sample_target(model, "cross_entropy", 2)
    wanted = torch.from_numpy(target)
    loss_of = (lambda y: make_loss(loss)(y, wanted)) if loss else None
    inputs = [torch.from_numpy(sample[name]) for name in piece.inputs]
    return NodeTimer(piece, inputs, loss_of, clock=clock or ticking())


@pytest.mark.parametrize("make", [cnn, resnet, gpt])
def test_every_node_is_timed_and_computes_what_it_computes_alone(make):
    model = make()
    found = timer(model).one_pass()
    (piece,) = split_model(model, [range(len(model.graph.node))])
    assert set(found) == {node.index for node in piece.nodes}


def test_what_is_timed_of_each_operator():
    """On a clock that a look takes a second of: looks between are counted."""
    model = cnn()
    found = timer(model, loss=None).one_pass()
    by_name = {model.graph.node[i].name: seconds for i, seconds in found.items()}
    # A forward lies between two looks. A call of autograd does too, less that of a node that does
    # nothing, which took one second as well: what stays are the sums of weight and bias.
    assert all(seconds.forward_s == 1.0 for seconds in found.values())
    assert by_name["n_c2"].backward_s == by_name["n_c2"].weight_s == 2.0
    assert by_name["n_c2"].input_s == 0.0
    # Normalisation gives its weight gradients in B.
    assert by_name["n_bn1"].input_s == 0.0
    assert by_name["n_r1"].weight_s == 0.0


def test_the_loss_belongs_to_the_node_that_makes_the_output():
    without = timer(cnn(), loss=None).one_pass()
    having = timer(cnn()).one_pass()
    last = max(having)
    assert having[last].forward_s == without[last].forward_s + 1.0
    assert {i: s.forward_s for i, s in having.items() if i != last} == {
        i: s.forward_s for i, s in without.items() if i != last
    }


def test_the_least_of_all_passes_counts_for_each_figure():
    a = {0: NodeSeconds(1.0, 5.0, 3.0, 2.0)}
    b = {0: NodeSeconds(2.0, 4.0, 2.5, 2.5)}
    assert least([a, b]) == {0: NodeSeconds(1.0, 4.0, 2.5, 2.0)}


@pytest.mark.parametrize("split", [False, True])
@pytest.mark.parametrize("flight", [1, 2, 4])
@pytest.mark.parametrize("processes", [1, 2])
def test_profile_schedules_are_schedules(split: bool, flight: int, processes: int):
    schedule = alone_schedule(3, 6 * processes, split=split, processes=processes, flight=flight)
    validate(schedule)
    for rank in flight_of(schedule):
        assert rank == tuple((stage, float(flight)) for stage in range(3))
    for rank, actions in enumerate(schedule.ranks):
        own = {a.micro_batch for a in actions if a.kind == "F"}
        assert own == set(range(rank, 6 * processes, processes))
        assert sum(a.kind == "UPDATE" for a in actions) == 3
        assert sum(a.kind == "REDUCE" for a in actions) == (3 if processes > 1 else 0)
    first = [a for a in schedule.ranks[0] if a.stage == 0][: flight + 1]
    assert [a.kind for a in first] == ["F"] * flight + ["B" if split else "BW"]
    assert first[-1] == Action("B" if split else "BW", 0, 0)


def test_segments_take_equal_time():
    stages = segments_of([1.0, 1.0, 3.0, 2.0, 1.0, 2.0, 2.0], 3)
    assert [s.node_indices for s in stages] == [(0, 1, 2), (3, 4), (5, 6)]
    assert [s.node_indices for s in segments_of([1.0, 0.0], 6)] == [(0,), (1,)]
    whole = segments_of([0.0, 0.0], 2)
    assert sorted(i for s in whole for i in s.node_indices) == [0, 1]


@pytest.mark.parametrize("make", [cnn, gpt])
def test_random_data_fit_the_model(tmp_path: Path, make):
    from hwpipe.train.callables import load_function

    model = make()
    sample, target = sample_target(model, "cross_entropy", 2)
    inputs, wanted = next(load_function(write_data(tmp_path, sample, target), "--data")(batch=6))
    (name,) = sample
    assert inputs[name].shape == (6, *sample[name].shape[1:])
    np.testing.assert_array_equal(inputs[name][2:4], sample[name])
    assert len(wanted) == 6
    if make is gpt:  # tokens of the whole vocabulary
        assert sample[name].max() > 5


def test_losses_that_need_data_say_so():
    with pytest.raises(InputError, match=r"--loss own\.py:f without data; give --data"):
        sample_target(cnn(), "own.py:f", 2)


class Slow:
    """Seconds of the fixed computation, one after the other."""

    def __init__(self, *seconds: float) -> None:
        self.left = list(seconds)

    def __call__(self) -> float:
        return self.left.pop(0)


def test_what_was_measured_on_slow_processors_is_measured_again():
    results = iter("abcd")
    speed = Speed(reference=Slow(1.0, 1.0, 1.5, 1.0, 1.02))
    assert speed.steady(lambda: next(results)) == "b"
    assert speed.slowdown == pytest.approx(0.02)
    assert not speed._reference.left  # type: ignore[attr-defined]


def test_the_fastest_attempt_counts_where_none_was_fast():
    results = iter("abc")
    speed = Speed(reference=Slow(1.0, 1.6, 1.7, 1.3, 1.2, 1.9, 1.4), attempts=3)
    assert speed.steady(lambda: next(results)) == "b"
    assert speed.slowdown == pytest.approx(0.3)


def test_messages_cost_both_sides_and_fly_between_them():
    count = len(SIZES)
    sent = np.arange(3.0)[None, :] + np.zeros((count, 1))
    sender = {"call": np.full(count, 0.01), "threads": np.full(count, 0.02), "at": sent}
    late = np.array([0.5, 0.2, 0.3])  # noise only adds: the least counts
    receiver = {
        "call": np.full(count, 0.03), "threads": np.full(count, 0.04), "at": sent + 0.1 + late,
    }  # fmt: skip
    receiver["at"][1] -= 0.29  # as if it had flown faster than a smaller one
    channel = channel_of(sender, receiver)
    assert channel.send_s == pytest.approx((0.03,) * count)
    assert channel.receive_s == pytest.approx((0.07,) * count)
    assert channel.flight_s == pytest.approx((0.27,) * count)


def test_split_forwards_have_a_factor_of_their_own():
    taken = [
        {(0, "F"): [1.0], (0, "FS"): [1.2], (0, "BW"): [2.0], (0, "B"): [1.0], (0, "W"): [1.0]},
        {(0, "F"): [0.9], (0, "FS"): [1.1], (0, "BW"): [3.0], (0, "B"): [1.5], (0, "W"): [1.0]},
    ]
    found = size._in_flight(8, (1, 2), taken)
    assert found.factors == {
        "F": (1.0, 1.0), "FS": (1.2, 1.2), "B": (1.0, 1.5), "W": (1.0, 1.0), "BW": (1.0, 1.5),
    }  # fmt: skip
    assert found.at("FS", 0.5) == 1.2
    assert InFlight(8, (1,), {"F": (1.5,)}).at("FS", 3.0) == 1.5


def test_the_command_writes_and_sums_what_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from typer.testing import CliRunner

    from hwpipe.cli.app import app
    from hwpipe.runtime.profile import Profile

    asked = []

    def fake(source: object, options: TrainProfileOptions, say: object) -> Profile:
        asked.append(options)
        node = MeasuredNode((2,), (1.0,), (3.0,), (1.0,), (3.5,), 0.5)
        made = MeasuredProfile(
            "cpu", {"a": node, "b": node}, optimizer="sgd:lr=0.1", processes=2,
            executor=ExecutorCosts({"F": 1e-5}),
        )  # fmt: skip
        return Profile(made, {"a": 0.25}, ("c",), (0.5, 1.0))

    monkeypatch.setattr(profiling, "profile_training", fake)
    onnx.save(cnn(2), tmp_path / "cnn.onnx")
    out = tmp_path / "p.json"
    done = CliRunner().invoke(app, [
        "profile", str(tmp_path / "cnn.onnx"), "--mode", "train", "--batches", "2",
        "--processes", "2", "--no-links", "--optimizer", "sgd:lr=0.1", "-o", str(out), "--json",
    ])  # fmt: skip
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["sums"] == [{"batch": 2, "forward_s": 2.0, "backward_s": 7.0,
                             "backward_input_s": 6.0, "backward_weight_s": 2.0}]  # fmt: skip
    assert said["update_s"] == 1.0
    assert said["rejected"] == ["c"]
    assert said["largest_spread"] == 0.25
    assert load_profile(out).nodes["a"].backward_s == (3.5,)
    (options,) = asked
    assert (options.batches, options.processes, options.links) == ((2,), 2, False)
    assert options.optimizer == parse_optimizer("sgd:lr=0.1")


def measured(spread: float, segment_spread: float = 0.0) -> Measured:
    nodes = {0: NodeSeconds(1.0, 2.0, 1.5, 1.0), 1: NodeSeconds(3.0, 6.0, 3.0, 3.0)}
    return Measured(nodes, {0: 0.5}, {0: spread, 1: 0.1}, segment_spread, in_flight=None)  # type: ignore[arg-type]


def test_widely_spread_nodes_are_left_out():
    nodes, spread, rejected = joined({0: "a", 1: "b"}, {8: measured(0.9)}, 0.5, (0.0, 0.0))
    assert rejected == ("a",)
    assert set(nodes) == {"b"}
    assert spread["a"] == 0.9
    kept, _, none = joined({0: "a", 1: "b"}, {8: measured(0.4)}, 0.5, (0.0, 0.0))
    assert none == ()
    assert kept["a"].backward_s == (2.0,)
    assert kept["a"].update_s == 0.5


def test_restless_machines_are_refused():
    with pytest.raises(WorkError, match=r"the same actions took 70 % longer in the middle .*"
                       r"load 1\.0 to 2\.0.*limit: 50 %.*measure on an idle machine"):  # fmt: skip
        joined({0: "a", 1: "b"}, {8: measured(0.1, 0.7)}, 0.5, (1.0, 2.0))
    both = measured(0.9)
    wide = Measured(both.nodes, {}, {0: 0.9, 1: 0.8}, 0.0, in_flight=None)  # type: ignore[arg-type]
    with pytest.raises(WorkError, match="nodes with 100 % of the time spread too widely"):
        joined({0: "a", 1: "b"}, {8: wide}, 0.5, (0.0, 0.0))


def test_a_whole_profile_sums_to_what_the_executor_took(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    taken = []
    segments = []

    def noted(*arguments, **options):
        found = run_segments(*arguments, **options, in_process=True)
        taken.append((options["split"], options["flight"], found))
        segments[:] = [stage.node_indices for stage in arguments[1]]
        return found

    monkeypatch.setattr(size, "run_segments", noted)
    monkeypatch.setattr(profiling, "Speed", partial(Speed, reference=lambda: 1.0))
    monkeypatch.setattr(profiling, "action_seconds", lambda optimizer: {"F": 0.0, "BW": 0.0})
    onnx.save(cnn(2), tmp_path / "cnn.onnx")
    source = open_model(str(tmp_path / "cnn.onnx"))
    options = TrainProfileOptions(
        batches=(2,), repetitions=2, passes=1, max_spread=1e9, links=False
    )
    found = profile_training(source, options)
    graph = source.graph(2)
    assert set(found.measured.nodes) == {node.name for node in graph.nodes}
    own = next(samples for split, flight, samples in taken if not split and flight == 1)
    whole = sum(float(np.median(v)) for (_, kind), v in own.items() if kind == "BW")
    nodes = found.measured.nodes.values()
    assert sum(node.backward_s[0] for node in nodes) == pytest.approx(whole, rel=1e-6)
    halves = next(samples for split, flight, samples in taken if split and flight == 1)
    trained = ("Conv", "BatchNormalization", "Gemm")
    learns = [any(graph.nodes[i].op in trained for i in held) for held in segments]
    weights = sum(
        float(np.median(v)) for (s, kind), v in halves.items() if kind == "W" and learns[s]
    )
    assert sum(node.backward_weight_s[0] for node in nodes) == pytest.approx(weights, rel=1e-6)
    by_name = found.measured.nodes
    assert {n for n in by_name if by_name[n].update_s > 0} == {
        node.name for node in graph.nodes if node.op in trained
    }
    (flight,) = found.measured.in_flight
    assert flight.micro_batches == (1, 2, 4)
    assert all(a <= b for values in flight.factors.values()
               for a, b in itertools.pairwise(values))  # fmt: skip
    assert found.measured.optimizer == "sgd:lr=0.001,momentum=0.9"
    save_profile(found.measured, tmp_path / "p.json")
    assert load_profile(tmp_path / "p.json").nodes == found.measured.nodes


def test_bad_requests():
    for options, message in (
        (TrainProfileOptions(repetitions=1), "1 repetitions of 5 passes"),
        (TrainProfileOptions(processes=0), "0 processes .limit: 1 to 64."),
    ):
        with pytest.raises(InputError, match=message):
            options.check()
