"""The published closed forms are tests of the event simulator (systems.md sections 1 and 9)."""

import pytest

from hwpipe.schedule import (
    SCHEDULES,
    Action,
    PipelineTimes,
    Schedule,
    closed_form,
    make_schedule,
    makespan,
    simulate,
    validate,
)

FB = ((1, 1), (1, 2), (2, 1), (1, 3))
SRS = (0.1, 0.3, 0.5, 1, 1.5)
STAGES = range(2, 10)


def grid(n):
    return [(m, f, b, sr) for m in range(n, 41) for f, b in FB for sr in SRS]


def check(name, n, m, f, b, sr):
    timeline = simulate(
        make_schedule(name, stages=n, microbatches=m),
        PipelineTimes.uniform(n, forward_s=f, backward_s=b, transfer_s=sr),
    )
    seconds, in_flight = closed_form(name, f, b, sr, n, m)
    case = f"{name} N={n} M={m} F={f} B={b} SR={sr}"
    assert timeline.makespan_s == pytest.approx(seconds, abs=1e-6), case
    assert timeline.peak_in_flight == in_flight, case


def test_the_grid_has_5680_cases():
    assert sum(len(grid(n)) for n in STAGES) == 5680


@pytest.mark.parametrize("n", STAGES)
def test_1f1b_sno_on_the_whole_grid(n):
    for m, f, b, sr in grid(n):
        check("1f1b-sno", n, m, f, b, sr)


@pytest.mark.parametrize("n", STAGES)
def test_1f1b_so_wherever_the_link_keeps_up(n):
    for m, f, b, sr in grid(n):
        if 2 * sr <= f + b:
            check("1f1b-so", n, m, f, b, sr)


def test_1f1b_so_misses_where_the_link_does_not_keep_up():
    # The reference counts 281 of the 284 cases with 2 SR > F + B as misses.
    misses = 0
    for n in STAGES:
        times = PipelineTimes.uniform(n, forward_s=1, backward_s=1, transfer_s=1.5)
        for m in range(n, 41):
            seconds = makespan(make_schedule("1f1b-so", stages=n, microbatches=m), times)
            expected, _ = closed_form("1f1b-so", 1, 1, 1.5, n, m)
            assert seconds >= expected - 1e-9
            misses += abs(seconds - expected) > 1e-6
    assert misses == 281


@pytest.mark.parametrize("name", ["1f1b-as", "fbp-as"])
def test_asynchronous_schedules_with_streamed_transfers(name):
    for n in STAGES:
        for m in range(n, 41):
            for f, b in FB:
                check(name, n, m, f, b, 0.0)


def test_gpipe_and_the_inference_pipeline():
    for n in STAGES:
        for m in (n, n + 1, 17, 40):
            for f, b in FB:
                for sr in (0.0, *SRS):
                    check("gpipe", n, m, f, b, sr)
                    check("pipeline", n, m, f, b, sr)


def test_pipedream_without_update_cost_is_1f1b():
    for n, m in ((2, 2), (4, 9), (9, 40)):
        check("pipedream", n, m, 1, 3, 0.3)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("m", [1, 2, 3])
def test_fewer_micro_batches_than_stages(name, m):
    if name != "1f1b-sno":  # its form needs M >= N once transfers take time
        check(name, 4, m, 1, 2, 0.0)


def test_one_stage_runs_without_a_bubble():
    for name in ("1f1b-as", "1f1b-sno", "1f1b-so", "gpipe", "pipedream"):
        check(name, 1, 7, 1, 2, 0.5)
    check("pipeline", 1, 7, 1, 2, 0.5)
    check("fbp-as", 1, 7, 1, 2, 0.5)


def interleaved(p, m, v):
    """Megatron's interleaved 1F1B as an action list: chunk c of rank r is stage c p + r."""
    ranks = []
    for r in range(p):

        def unit(index, backward):
            group, within = divmod(index, p * v)
            chunk = within // p
            if backward:
                chunk = v - 1 - chunk
            return chunk * p + r, group * p + within % p  # noqa: B023 (called in this turn only)

        total = m * v
        warmup = total if m == p else min(total, (p - r - 1) * 2 + (v - 1) * p)
        actions = [Action("F", *unit(i, False)) for i in range(warmup)]
        for i in range(total - warmup):
            actions.append(Action("F", *unit(i + warmup, False)))
            actions.append(Action("BW", *unit(i, True)))
        actions += [Action("BW", *unit(i, True)) for i in range(total - warmup, total)]
        ranks.append(tuple(actions))
    return Schedule(
        name=f"interleaved v={v}",
        stages=p * v,
        microbatches=m,
        ranks=tuple(ranks),
        rank_stage=tuple(tuple(range(r, p * v, p)) for r in range(p)),
        replicas=(1,) * (p * v),
        training=True,
    )


@pytest.mark.parametrize(("v", "seconds"), [(1, 33.0), (2, 28.5), (4, 26.25)])
def test_interleaved_1f1b_as_a_hand_made_list(v, seconds):
    schedule = interleaved(4, 8, v)
    validate(schedule)
    times = PipelineTimes.uniform(4 * v, forward_s=1 / v, backward_s=2 / v)
    timeline = simulate(schedule, times)
    assert timeline.makespan_s == pytest.approx(seconds, abs=1e-9)
    # 2(p-1) + (v-1)p + 1 chunk activations at rank 0; plain 1F1B keeps p.
    assert timeline.peak_in_flight[0] == (2 * 3 + (v - 1) * 4 + 1 if v > 1 else 7)


def zb_h1(p, m):
    """1F1B with the backward split; a stage fills its drain with the weight gradients it owes."""
    ranks = []
    for s in range(p):
        warmup = min(m, p - s)
        actions = [Action("F", s, k) for k in range(warmup)]
        owed, following = [], warmup
        for k in range(m):
            actions.append(Action("B", s, k))
            owed.append(k)
            if following < m:  # steady state: one W per micro-batch once s of them are owed
                if len(owed) > s:
                    actions.append(Action("W", s, owed.pop(0)))
                actions.append(Action("F", s, following))
                following += 1
            elif k < m - 1:
                actions.append(Action("W", s, owed.pop(0)))
        actions += [Action("W", s, k) for k in owed]
        ranks.append(tuple(actions))
    return Schedule("zb-h1", p, m, tuple(ranks), tuple((s,) for s in range(p)), (1,) * p, True)


@pytest.mark.parametrize("m", [8, 12])
def test_zero_bubble_h1_has_a_third_of_the_bubble(m):
    # Qi et al. (ICLR 2024): bubble (p-1)(F+B-W) per stage span instead of (p-1)(F+B+W).
    times = PipelineTimes.uniform(4, forward_s=1, backward_s=1, weight_s=1)
    split = simulate(zb_h1(4, m), times)
    plain = simulate(make_schedule("1f1b-as", stages=4, microbatches=m), times)
    assert max(split.rank_span_s) - 3 * m == pytest.approx(3.0)
    assert max(plain.rank_span_s) - 3 * m == pytest.approx(9.0)


@pytest.mark.parametrize("n", [2, 4, 8])
@pytest.mark.parametrize("rounds", [1, 2, 4])
def test_a_delayed_weight_gradient_shortens_1f1b(n, rounds):
    # 2BP (arXiv 2405.18047) with F = p1 = p2 = 1: 3(M+N-1) becomes 3M + (N-1).
    m = rounds * n
    times = PipelineTimes.uniform(n, forward_s=1, backward_s=1, weight_s=1)
    plain = makespan(make_schedule("1f1b-as", stages=n, microbatches=m), times)
    delayed = simulate(zb_h1(n, m), times)
    assert plain == 3 * (m + n - 1)
    assert delayed.makespan_s == 3 * m + (n - 1)
    assert delayed.peak_in_flight == (n,) * n  # never above what 1F1B keeps on its first stage
