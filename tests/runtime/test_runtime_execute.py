"""`run_plan` before any process starts: what is missing is named."""

from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hwpipe import CompileOptions, InputError, Plan, compile_plan, open_model, run_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan("squeezenet", options=CompileOptions(batch=2))


def test_a_missing_package_is_named(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[[str], Any] = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "torch" else real(name)
    )
    with pytest.raises(InputError, match=r"torch is not installed; pip install 'hwpipe\[run\]'"):
        run_plan(plan)


def test_a_training_plan_is_refused(plan: Plan) -> None:
    with pytest.raises(InputError, match=r"a plan of mode 'train' cannot be run"):
        run_plan(dataclasses.replace(plan, mode="train"))


def test_another_model_is_refused(plan: Plan) -> None:
    other = dataclasses.replace(plan, model=dataclasses.replace(plan.model, source="alexnet"))
    with pytest.raises(InputError, match=r"model alexnet has hash .* the plan was made for"):
        run_plan(other)


def test_a_plan_with_a_split_layer_runs_and_is_checked() -> None:
    plan = compile_plan("alexnet", options=CompileOptions(batch=8))
    assert plan.splits, "this test needs a plan that splits a layer"
    assert any(stage.tensor_split for stage in plan.stages)
    source = open_model("alexnet")
    name = source.graph(1).inputs[0]
    x = np.random.default_rng(3).standard_normal((8, 3, 224, 224)).astype(np.float32)
    done = run_plan(plan, {name: x}, source=source, check=True)
    assert done.check is not None
    assert done.check.ok
