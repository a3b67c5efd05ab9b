"""Joint plans of devices behind shared uplinks, against enumeration."""

import math
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "partition"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from instances import random_problem
from test_joint_brute_force import EFFORT, FakeSplits, enumerated

from hwpipe.errors import InfeasibleError
from hwpipe.joint import evaluate, joint_search


def check(seed, nodes, devices):
    problem = random_problem(random.Random(seed), nodes, devices, uplinks=True)
    splitter = FakeSplits(problem, seed)
    expected, _ = enumerated(problem, splitter)
    if not math.isfinite(expected):
        with pytest.raises(InfeasibleError):
            joint_search(problem, splitter=splitter, effort=EFFORT)
        return
    plan = joint_search(problem, splitter=splitter, effort=EFFORT)
    assert plan.certificate.lower <= expected * (1 + 1e-9)
    if plan.method != "joint" and plan.iteration_s < expected:
        return  # another planner left the space; see test_joint_brute_force
    assert plan.iteration_s == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert plan.certificate.gap <= 1e-9
    assert evaluate(problem, plan.stages).iteration_s == pytest.approx(plan.iteration_s)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32))
def test_equals_enumeration_on_machines_with_uplinks(seed):
    check(seed, 4, 3)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_equals_enumeration_on_four_devices_with_uplinks(seed):
    check(seed, 5, 4)
