"""`--pin` and `--max-memory`: obeyed, and the smallest conflicting set where they cannot be."""

from __future__ import annotations

import itertools
import re

import pytest

from hwpipe import InputError, compile_plan
from hwpipe.cluster import load_cluster
from hwpipe.errors import InfeasibleError
from hwpipe.plan.model import Plan
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.wishes import conflict, limited, wishes_of, with_wishes

TRAIN = {"mode": "train", "batch": 8, "microbatches": 4, "baselines": False}


def compiled(**more: object) -> Plan:
    options = CompileOptions(**{**TRAIN, **more})  # type: ignore[arg-type]
    return compile_plan("squeezenet", "four-v100", options=options)


def device_of(plan: Plan, node: str) -> tuple[str, ...]:
    return next(stage.devices for stage in plan.stages if node in stage.nodes)


def test_pinned_layers_run_there_and_nowhere_else() -> None:
    plan = compiled(pins=(("n0", "gpu3"), ("n6?", "gpu1")))
    assert device_of(plan, "n0") == ("gpu3",)
    tail = [name for stage in plan.stages for name in stage.nodes if re.fullmatch("n6.", name)]
    assert len(tail) > 3
    assert {device_of(plan, name) for name in tail} == {("gpu1",)}
    assert plan.constraints == ("--pin n0=gpu3", "--pin n6?=gpu1")
    assert plan.method == "joint"


def test_memory_limits_are_obeyed_and_kept_in_the_plan() -> None:
    free = compiled()
    tight = compiled(max_memory=(("", 30e6), ("gpu0", 20e6)))
    limits = {"gpu0": 20e6, "gpu1": 30e6, "gpu2": 30e6, "gpu3": 30e6}
    for name, peak in tight.predicted.peak_memory_bytes.items():
        assert peak <= limits[name] * (1 + 1e-9)
    assert max(free.predicted.peak_memory_bytes.values()) > 30e6, "the limit proves nothing"
    assert {d.name: d.memory_bytes for d in tight.cluster.devices} == limits
    assert tight.constraints == ("--max-memory 30 MB", "--max-memory gpu0=20 MB")


def test_devices_with_other_limits_get_types_of_their_own() -> None:
    cluster = load_cluster("four-v100")
    assert limited(cluster, ()) is cluster
    new = limited(cluster, [("gpu1", 1e9), ("gpu1", 2e9)])
    assert [d.memory_bytes == 1e9 for d in new.devices] == [False, True, False, False]
    types = [d.type for d in new.devices]
    assert types[0] == types[2] == types[3] == cluster.devices[0].type != types[1]
    assert types[1].split("#")[0] == types[0].split("#")[0]


@pytest.mark.parametrize(
    ("wishes", "text"),
    [
        ({"pins": (("n0", "gpu1"), ("n0", "gpu2"), ("n5", "gpu3")), "max_memory": (("", 8e9),)},
         r"squeezenet: --pin n0=gpu1 and --pin n0=gpu2 cannot be met together; drop one of them"),
        ({"max_memory": (("", 1e5), ("gpu0", 12e6))},
         r"squeezenet: --max-memory 100 kB cannot be met; drop it or choose another device"),
        ({"pins": (("n*", "gpu0"), ("n3", "gpu1"))},
         r"squeezenet: --pin n\*=gpu0 and --pin n3=gpu1 cannot be met together; drop one of them"),
    ],
)  # fmt: skip
def test_the_smallest_conflicting_set_is_named(wishes: dict[str, object], text: str) -> None:
    with pytest.raises(InfeasibleError) as caught:
        compiled(**wishes)
    assert re.fullmatch(text, str(caught.value)), str(caught.value)
    assert caught.value.exit_code == 2


def test_the_set_is_minimal() -> None:
    """Without any one of the named wishes there is a plan; the others do not matter."""
    options = CompileOptions(
        pins=(("a", "x"), ("b", "y"), ("c", "z")), max_memory=(("", 1.0), ("x", 2.0))
    )
    needed = [frozenset({"--pin a=x", "--max-memory x=2 B"}), frozenset({"--pin b=y"})]

    def feasible(chosen: CompileOptions) -> bool:
        words = {wish.words for wish in wishes_of(chosen)}
        return not any(core <= words for core in needed)

    named = conflict(options, InfeasibleError("no"), feasible, "net")
    found = frozenset(w.words for w in wishes_of(options) if w.words in str(named))
    assert found in needed
    for drop in found:
        rest = [w for w in wishes_of(options) if w.words in found - {drop}]
        assert feasible(with_wishes(options, rest))


def test_without_any_wish_the_reason_stays() -> None:
    options = CompileOptions(pins=(("a", "x"),))
    error = conflict(options, InfeasibleError("it is too large"), lambda _: False, "net")
    assert str(error) == "net: no plan exists even without --pin a=x: it is too large"


@pytest.mark.parametrize(
    ("wishes", "text"),
    [
        ({"pins": (("n0", "gpu9"),)}, r"no device is named 'gpu9' .*did you mean 'gpu"),
        ({"pins": (("conv99", "gpu0"),)}, r"no node or layer is named 'conv99'"),
        ({"pins": (("n0", "gpu0"),), "method": "exact"}, r"--pin with --method exact"),
        ({"pins": (("n0", "gpu0"),), "objective": "energy"}, r"--pin with --objective energy"),
        ({"max_memory": (("gpu9", 1e9),)}, r"--max-memory gpu9=\.\.\. names no device"),
        ({"max_memory": (("gpu0", 0.0),)}, r"--max-memory 0 .limit: more than 0 bytes"),
        ({"strategies": ("shrink",)}, r"--strategies 'shrink' is unknown"),
    ],
)
def test_wishes_that_name_nothing_are_refused(wishes: dict[str, object], text: str) -> None:
    with pytest.raises(InputError, match=text) as caught:
        compiled(**wishes)
    assert not isinstance(caught.value, InfeasibleError)


def test_a_dimension_that_cannot_be_split_is_not() -> None:
    """One sample and one class, over four devices: never a share of less than one."""
    options = CompileOptions(mode="train", method="accpar", batch=1, baselines=False)
    plan = compile_plan("squeezenet", "four-v100", options=options)
    split = plan.stages[0].split
    assert split is not None
    for bisection in split.bisections:
        assert "I" not in bisection.types, "a batch of 1 was divided"
    parts = list(itertools.chain.from_iterable(layer.shares for layer in split.layers))
    assert min(parts) >= 0
