"""Weight versions and delays of the schedules without a flush, recounted from the lists."""

import pytest
from sched_gen_helpers import figures

from hwpipe.errors import InputError
from hwpipe.schedule.generators import ScheduleOptions, generate, measure, training_schedules


def replay(schedule):
    """Walk every rank's list as an executor would; yields what each BW finds.

    Gives (stage, micro-batch, version of its forward, version it reads, newest version) and
    checks that no step reads a version that is not there yet.
    """
    found = []
    for actions in schedule.ranks:
        newest, read = 0, {}
        for a in actions:
            if a.kind == "UPDATE":
                assert a.version == newest + 1
                newest = a.version
            elif a.kind == "F":
                assert a.version <= newest
                read[a.micro_batch] = a.version
            else:
                assert a.version <= newest
                found.append((a.stage, a.micro_batch, read[a.micro_batch], a.version, newest))
    return found


@pytest.mark.parametrize("n", [1, 2, 4, 7])
def test_weight_stashing_keeps_n_minus_s_plus_1_versions(n):
    found = figures("pipedream", n, 4 * n)
    assert found.weight_versions == tuple(n - s + 1 for s in range(1, n + 1))
    for stage, k, forward, read, newest in replay(found.schedule):
        assert read == forward
        assert newest - read == min(k, n - 1 - stage)
    assert found.schedule.update_rule.delay == tuple(range(n - 1, -1, -1))


@pytest.mark.parametrize("n", [1, 2, 4, 7])
def test_vertical_sync_reads_one_version_on_all_stages(n):
    found = figures("pipedream-vertical", n, 4 * n)
    by_batch = {}
    for _, k, forward, read, newest in replay(found.schedule):
        assert forward == read
        assert newest - read == min(k, n - 1)
        by_batch.setdefault(k, set()).add(read)
    assert all(len(versions) == 1 for versions in by_batch.values())
    assert found.weight_versions == (n,) * n


@pytest.mark.parametrize("d", [1, 2, 4, 6])
def test_2bw_never_has_more_than_two_versions(d):
    for group in range(d, 2 * d + 3):
        found = measure(
            "pipedream-2bw", figures("gpipe", d, 1).times, 4 * group,
            options=ScheduleOptions(per_update=group),
        )  # fmt: skip
        assert max(found.weight_versions) <= 2
        for _, k, forward, read, _newest in replay(found.schedule):
            assert forward == read == max(0, k // group - 1)
        updates = [a for a in found.schedule.ranks[0] if a.kind == "UPDATE"]
        assert len(updates) == 4
    assert figures("pipedream-2bw", 4, 16).weight_versions == (2, 2, 2, 2)


def test_flush_has_one_version():
    assert figures("pipedream-flush", 4, 8).weight_versions == (1, 1, 1, 1)


@pytest.mark.parametrize("s", [1, 2, 5])
def test_pipelined_backprop_delays(s):
    found = figures("pipelined-backprop", s, 6 * s + 4, (1, 1, 0))
    schedule = found.schedule
    for stage, k, forward, read, newest in replay(schedule):
        assert read == newest == k  # no stashing: an update a sample, the newest is read
        assert newest - forward == min(k, schedule.update_rule.delay[stage])
        assert schedule.update_rule.delay[stage] == 2 * (s - 1 - stage)
    assert found.weight_versions == (1,) * s
    # Once full, every stage is busy in every slot.
    last = [e for e in found.timeline.events if e.track == "rank 0" and e.end_s > e.start_s]
    gaps = [
        b.start_s - a.end_s for a, b in zip(last[2 * s :], last[2 * s + 1 : -2 * s], strict=False)
    ]
    assert max(gaps, default=0) == 0


def test_partime_holds_the_activations_of_one_sample():
    found = figures("partime", 5, 30, (1, 1, 0))
    assert found.peak_activations == (1.0,) * 5
    assert found.timeline.peak_in_flight == (1,) * 5
    assert max(figures("pipelined-backprop", 5, 30, (1, 1, 0)).peak_activations) == 9
    assert found.schedule.update_rule.backward_activations == "latest"


def test_pipe_bd_updates_each_block_after_each_of_its_batches():
    schedule = generate("pipe-bd", 3, 4)
    for actions in schedule.ranks:
        kinds = [a.kind for a in actions]
        assert kinds == ["F", "F", "BW", "UPDATE"] * 4
    assert schedule.update_rule.synchronous


@pytest.mark.parametrize(
    ("name", "stages", "microbatches", "options", "message"),
    [
        ("pipedream-2bw", 4, 8, {"per_update": 2}, "2 micro-batches per update on 4 stages"),
        ("pipedream-2bw", 4, 10, {}, "10 micro-batches with 4 per update"),
        ("1f1b-interleaved", 4, 6, {}, "6 micro-batches on 4 stages"),
        ("chimera", 3, 6, {}, "3 stages"),
        ("bitpipe", 5, 6, {}, "5 stages"),
        ("zb-h1", 0, 6, {}, "0 stages"),
        ("zb-h1", 4, 0, {}, "0 micro-batches"),
        ("terapipe", 4, 2, {"slices": 0}, "0 slices"),
        ("gpipe", 4, 2, {"slices": 2}, "slices given"),
        ("zb-h3", 4, 2, {}, "unknown schedule 'zb-h3'"),
    ],
)  # fmt: skip
def test_numbers_that_a_schedule_does_not_exist_for(name, stages, microbatches, options, message):
    with pytest.raises(InputError) as error:
        generate(name, stages, microbatches, options=ScheduleOptions(**options))
    assert error.value.what == message
    assert error.value.limit


def test_candidates_for_planning_are_exact_sgd_unless_asked():
    from hwpipe.schedule.generators import GENERATORS, Limits

    names = {c.name for c in training_schedules(4, 8)}
    assert {"gpipe", "1f1b-as", "zb-h1", "zb-v-auto", "chimera", "1f1b-interleaved"} <= names
    assert all(GENERATORS[name].synchronous for name in names)
    more = {c.name for c in training_schedules(4, 8, Limits(asynchronous=True))}
    assert more - names == {
        "pipedream", "pipedream-vertical", "pipedream-2bw", "pipelined-backprop"
    }  # fmt: skip
    few = training_schedules(4, 8, Limits(weight_copies=1, split_backward=False, chunks=1))
    assert {c.name for c in few} == {"gpipe", "1f1b-as", "1f1b-sno", "1f1b-so", "pipedream-flush"}
    odd = {c.name for c in training_schedules(3, 7)}
    assert not odd & {"chimera", "bitpipe", "1f1b-interleaved"}
