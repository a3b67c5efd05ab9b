"""Sums over replicas beside compute: buckets, their order, early starts, and the same bits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from test_train_replicas import Grouped, replicated
from train_models import MODELS, Alone, assert_equal, cut, gpt, tokens

from hwpipe.schedule import Schedule, make_schedule
from hwpipe.schedule.generators.bidirectional import bitpipe, chimera
from hwpipe.schedule.generators.widen import widen
from hwpipe.train import buckets
from hwpipe.train.api import train_stages
from hwpipe.train.buckets import BUCKETS, BucketedSum, plan_buckets
from hwpipe.train.channel.aside import Aside
from hwpipe.train.options import TrainOptions, parse_optimizer

MOMENTUM = parse_optimizer("sgd:lr=0.1,momentum=0.9")
TYPES = (torch.float32, torch.float16, torch.float64)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def small_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many buckets as there are, all on the thread of exchanges."""
    monkeypatch.setattr(buckets, "_BUCKET_BYTES", 1)
    monkeypatch.setattr(buckets, "LARGEST_BYTES", 0)


@given(st.lists(st.tuples(st.integers(1, 5000), st.sampled_from(TYPES)), max_size=30), st.data())
def test_buckets_hold_every_weight_once_from_the_last_on(
    sizes: list[tuple[int, torch.dtype]], data: Any
) -> None:
    weights = [torch.empty(size, dtype=dtype) for size, dtype in sizes]
    chosen = [at for at in range(len(weights)) if data.draw(st.booleans())]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(buckets, "_BUCKET_BYTES", data.draw(st.sampled_from([1, 4000, 1 << 20])))
        found = plan_buckets(weights, chosen)
    assert sorted(at for bucket in found for at in bucket) == chosen
    assert len(found) <= BUCKETS
    for bucket in found:
        assert bucket == sorted(bucket, reverse=True)
        assert len({weights[at].dtype for at in bucket}) == 1


def test_a_megabyte_makes_a_bucket() -> None:
    weights = [torch.empty(1 << 17) for _ in range(5)]  # half a megabyte each
    assert plan_buckets(weights, range(5)) == [[4, 3], [2, 1], [0]]
    many = [torch.empty(1 << 18) for _ in range(70)]
    assert [len(bucket) for bucket in plan_buckets(many, range(70))] == [10] * 7


def test_jobs_run_in_the_announced_order_whenever_they_come() -> None:
    aside, seen = Aside(), []

    def note(name: str) -> str:
        seen.append((name, threading.current_thread().name))
        return name.upper()

    aside.announce("abc")
    outcomes = {name: aside.submit(name, lambda name=name: note(name)) for name in "cba"}
    assert [outcomes[name].wait() for name in "bca"] == ["B", "C", "A"]
    assert seen == [("a", "exchange"), ("b", "exchange"), ("c", "exchange")]
    aside.announce("d")
    failed = aside.submit("d", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        failed.wait()


class Starts:
    """Counts the buckets that leave in a backward and at the REDUCE."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.early = self.late = 0
        start, close = BucketedSum._start, BucketedSum.close
        inside = threading.local()

        def counted(summed: BucketedSum, bucket: int) -> None:
            if summed._pending[bucket] is None:
                if getattr(inside, "closing", False):
                    self.late += 1
                else:
                    self.early += 1
            start(summed, bucket)

        def closing(summed: BucketedSum) -> None:
            inside.closing = True
            close(summed)
            inside.closing = False

        monkeypatch.setattr(BucketedSum, "_start", counted)
        monkeypatch.setattr(BucketedSum, "close", closing)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("counts", [[2, 1], [2, 3]])
@pytest.mark.usefixtures("small_buckets")
def test_buckets_change_no_bit(
    name: str, counts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    make, data = MODELS[name]
    model, starts = make(), Starts(monkeypatch)
    stages = replicated(cut(model, 2), counts)
    schedule = make_schedule("1f1b-as", stages=2, microbatches=6, replicas=counts)
    result = train_stages(model, stages, schedule,
                          TrainOptions(data=data, optimizer=MOMENTUM, steps=2),
                          micro_batch=2, in_process=True)  # fmt: skip
    alone, batches = Grouped(model, MOMENTUM), data(12)
    groups = [[list(range(r, 6, n)) for r in range(n)] for n in counts]
    for _ in range(2):
        alone.stagewise(model, stages, *next(batches), groups)
    assert_equal(result.weights, alone.state, statistics=False)
    # Whole backwards hand out every gradient before they end.
    assert starts.late == 0
    assert starts.early >= 2 * sum(n for n in counts if n > 1)


TWO_REPLICAS: dict[str, tuple[Schedule, list[list[int]]]] = {
    "chimera": (chimera("chimera", 2, 4), [[0, 2], [1, 3]]),
    "bitpipe": (bitpipe("bitpipe", 2, 4), [[0, 2], [1, 3]]),
    "1f1b-as twice": (
        widen(make_schedule("1f1b-as", stages=2, microbatches=2), 2),
        [[0, 2], [1, 3]],
    ),
}


@pytest.mark.parametrize("schedule", TWO_REPLICAS)
@pytest.mark.usefixtures("small_buckets")
def test_ranks_of_several_stages_do_not_wait_crosswise(schedule: str) -> None:
    lists, groups = TWO_REPLICAS[schedule]
    make, data = MODELS["gpt"]
    model = make()
    result = train_stages(model, cut(model, lists.stages), lists,
                          TrainOptions(data=data, optimizer=MOMENTUM, steps=3, timeout_s=60),
                          micro_batch=2, in_process=True)  # fmt: skip
    alone, batches = Alone(model, MOMENTUM), data(8)
    for _ in range(3):
        alone.step(*next(batches), 4, groups)
    assert_equal(result.weights, alone.state, statistics=False)
    assert list(result.losses) == alone.losses


def test_large_gradients_of_processes_go_beside_compute() -> None:
    """Weights above what sockets take: gloo, from the thread of exchanges."""
    model = gpt(width=48)
    stages = replicated(cut(model, 1), [2])
    schedule = make_schedule("gpipe", stages=1, microbatches=4, replicas=[2])
    result = train_stages(model, stages, schedule,
                          TrainOptions(data=tokens, optimizer=MOMENTUM, steps=3, timeout_s=60),
                          micro_batch=2)  # fmt: skip
    alone, batches = Alone(model, MOMENTUM), tokens(8)
    assert sum(w.nbytes for w in alone.weights) > 3 * buckets.LARGEST_BYTES
    for _ in range(3):
        alone.step(*next(batches), 4, [[0, 2], [1, 3]])
    assert_equal(result.weights, alone.state)
