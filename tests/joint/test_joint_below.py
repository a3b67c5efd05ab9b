"""Searches that ask only for plans below a known one; equal plans in every process."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "partition"))

from instances import random_problem

from hwpipe.errors import InfeasibleError
from hwpipe.joint import Effort, joint_search
from hwpipe.joint.run import JointSearch
from hwpipe.partition.model import NoneBetter
from hwpipe.partition.problem import Clock

EFFORT = Effort(cuts=10**6, split_cuts=10**6, split_sets=10**6, expansions=10**6, plans=10**6)

COMPILE = "from hwpipe.cli.entry import main; main()"


def no_splits(nodes, devices, held):
    return None


def below(problem, enough_s):
    return JointSearch(
        problem, (), clock=Clock(None), splitter=no_splits, effort=EFFORT, enough_s=enough_s
    ).run_below()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0.5, 0.9, 1.0, 1.01, 1.5, 4.0]))
def test_finds_the_optimum_or_proves_that_nothing_is_below(seed, factor):
    problem = random_problem(random.Random(seed), 5, 3)
    try:
        best = joint_search(problem, splitter=no_splits, effort=EFFORT)
    except InfeasibleError:
        found = below(problem, 1.0)
        assert isinstance(found, NoneBetter)
        assert found.certificate.lower >= 1.0
        return
    cutoff = best.iteration_s * factor
    found = below(problem, cutoff)
    if factor <= 1.0:
        assert isinstance(found, NoneBetter)
        assert found.certificate.lower == pytest.approx(cutoff, rel=1e-9)
        assert found.certificate.exact
    elif cutoff > best.iteration_s:
        assert not isinstance(found, NoneBetter)
        assert found.iteration_s == pytest.approx(best.iteration_s, rel=1e-9)
        assert found.certificate.gap <= 1e-9


def test_equal_bytes_whatever_the_hash_seed(tmp_path):
    plans = []
    for seed in ("0", "1"):
        path = tmp_path / f"{seed}.json"
        subprocess.run(
            [sys.executable, "-c", COMPILE, "compile", "squeezenet", "--cluster", "eight-mixed",
             "--mode", "train", "--method", "joint", "--effort", "0.2", "-o", str(path),
             "--quiet"],
            check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        plans.append(path.read_bytes())
    assert plans[0] == plans[1]
    assert b'"joint"' in plans[0]
