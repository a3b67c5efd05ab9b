"""Published and derived figures of the generated schedules (systems.md sections 5 to 12)."""

import pytest
from sched_gen_helpers import equal_times, figures

from hwpipe.schedule import simulate
from hwpipe.schedule.generators import generate, measure

#: The three cost triples of the table of Zero Bubble at p = 4.
TRIPLES = ((1, 1, 1), (1, 1.2, 0.8), (2, 2.5, 1.5))

#: ZB-1p and ZB-2p of the public scheduler: (m, triple, communication) -> bubble.
ZB_1P = {
    (8, 0, 0): 3.0, (8, 0, 0.1): 4.2, (8, 1, 0): 4.2, (8, 1, 0.1): 5.4, (8, 2, 0): 9.0,
    (8, 2, 0.1): 10.2, (12, 0, 0): 3.0, (12, 1, 0): 4.2, (12, 2, 0): 9.0,
}  # fmt: skip
ZB_2P = {
    (8, 0, 0): 0.0, (8, 0, 0.1): 0.6, (8, 1, 0): 1.2, (8, 1, 0.1): 1.6, (8, 2, 0): 3.0,
    (8, 2, 0.1): 3.6, (12, 0, 0): 0.0, (12, 1, 0): 0.6, (12, 2, 0): 1.5,
}  # fmt: skip


@pytest.mark.parametrize("case", ZB_1P, ids=str)
def test_zb_1p_table(case):
    m, triple, comm = case
    for name, cap in (("zb-h1", float("inf")), ("zb-auto", 4)):
        found = figures(name, 4, m, TRIPLES[triple], comm, cap=cap,
                        **({"objective": "span"} if name == "zb-auto" else {}))  # fmt: skip
        assert found.bubble_s == pytest.approx(ZB_1P[case]), name
        assert max(found.peak_activations) <= 4


@pytest.mark.parametrize("case", ZB_2P, ids=str)
def test_zb_2p_is_as_good_as_the_public_scheduler(case):
    m, triple, comm = case
    found = figures("zb-auto", 4, m, TRIPLES[triple], comm, cap=8, objective="span")
    assert found.bubble_s <= ZB_2P[case] + 1e-9
    assert max(found.peak_activations) <= 8


def test_the_automatic_scheduler_beats_the_public_one_where_it_can():
    better = {(8, 0, 0.1): 0.4, (8, 1, 0): 1.0, (12, 1, 0): 0.4, (12, 2, 0): 0.5}
    for (m, triple, comm), bubble in better.items():
        found = figures("zb-auto", 4, m, TRIPLES[triple], comm, cap=8, objective="span")
        assert found.bubble_s == pytest.approx(bubble)


@pytest.mark.parametrize("p", [2, 3, 4, 7, 8])
@pytest.mark.parametrize("fbw", TRIPLES)
def test_zero_bubble_closed_forms(p, fbw):
    f, b, w = fbw
    for m in (2 * p, 3 * p + 1):
        one = figures("1f1b-as", p, m, fbw)
        h1 = figures("zb-h1", p, m, fbw)
        h2 = figures("zb-h2", p, m, fbw)
        assert one.bubble_s == pytest.approx((p - 1) * (f + b + w))
        assert h1.bubble_s == pytest.approx((p - 1) * (f + b - w))
        assert h2.bubble_s == pytest.approx((p - 1) * (f + b - 2 * w), abs=1e-9)
        assert max(h1.peak_activations) == p
        assert max(h2.peak_activations) == 2 * p - 1
        # Where W keeps all of the activations every rank of H1 holds p, of H2 2 p - 1.
        times = equal_times(p, *fbw, kept=1.0)
        assert set(measure("zb-h1", times, m).peak_activations) == {p}
        assert set(measure("zb-h2", times, m).peak_activations) == {2 * p - 1}


def test_zero_bubble_is_of_the_span_not_of_the_makespan():
    found = figures("zb-h2", 4, 8)
    assert (found.span_s, found.makespan_s, found.bubble_s) == (24, 27, 0)


@pytest.mark.parametrize(("p", "m"), [(4, 8), (4, 12), (8, 16), (8, 24), (16, 48)])
def test_v_schedules_at_equal_times(p, m):
    # b = (p - 1)(F + B + W) is the bubble of 1F1B; F = B = W = 2, so a chunk's step takes 1.
    b = (p - 1) * 6
    bound = {"zb-v": 0, "v-half": b / 2, "v-min": 2 * b / 3}
    # Half and a third of 1F1B's p, up to two chunks that the block's steps last themselves.
    memory = {"zb-v": p, "v-half": p / 2 + 1, "v-min": p / 3 + 1}
    for name, bubble in bound.items():
        found = figures(name, p, m, (2, 2, 2))
        assert found.bubble_s <= bubble + 1e-9, name
        assert max(found.peak_activations) <= memory[name], name
    assert figures("v-min", p, m, (2, 2, 2)).bubble_s > 0


@pytest.mark.parametrize("p", [1, 2, 3, 5, 6, 12, 20])
def test_zb_v_has_no_bubble_at_all(p):
    for m in (2 * p, 3 * p + 1, 5 * p, 150):
        found = figures("zb-v", p, m, (2, 2, 2))
        assert found.bubble_s == 0
        assert found.makespan_s == 6 * m + p - 1  # the last rank begins p - 1 chunk steps late
        assert max(found.peak_activations) == p


@pytest.mark.parametrize("m", [8, 12])
def test_zb_v_at_unequal_times_is_that_of_the_public_scheduler(m):
    # Chunk times (4, 5, 3): the last rank cannot begin before 3 F = 12.
    for name, options in (("zb-v", {}), ("zb-v-auto", {"objective": "span"})):
        found = figures(name, 4, m, (8, 10, 6), cap=4, **options)
        assert found.bubble_s == 9
        assert 24 * m + 12 <= found.makespan_s <= 24 * m + 15
        assert max(found.peak_activations) <= 4


@pytest.mark.parametrize("n", [2, 4, 8])
@pytest.mark.parametrize("factor", [1, 2, 4])
def test_2bp_makespans(n, factor):
    m = factor * n
    assert figures("1f1b-as", n, m).makespan_s == 3 * (m + n - 1)
    assert figures("2bp", n, m).makespan_s == 3 * m + (n - 1)
    assert figures("gpipe-2bp", n, m).makespan_s == 3 * m + 2 * (n - 1)


def test_2bp_figures_of_the_paper_and_its_memory():
    assert [figures(name, 4, 4).makespan_s for name in ("1f1b-as", "2bp")] == [21, 15]
    assert [figures(name, 4, 8).makespan_s for name in ("1f1b-as", "2bp")] == [33, 27]
    assert max(figures("2bp", 4, 8).peak_activations) > max(figures("zb-h1", 4, 8).peak_activations)


def test_interleaved_figures():
    spans = [figures("1f1b-interleaved", 4, 8, (1, 2, 0), chunks=v).makespan_s for v in (1, 2, 4)]
    assert spans == [33.0, 28.5, 26.25]
    assert figures("1f1b-interleaved", 4, 8, (1, 2, 0), chunks=2).peak_activations[0] == 5.5
    assert figures("1f1b-as", 4, 8, (1, 2, 0)).peak_activations[0] == 4


@pytest.mark.parametrize("p", [2, 3, 4, 8])
@pytest.mark.parametrize("v", [1, 2, 3, 4])
def test_interleaved_closed_forms(p, v):
    for m in (2 * p, 5 * p):
        for f, b in ((1, 1), (1, 2), (2, 1)):
            found = figures("1f1b-interleaved", p, m, (f, b, 0), chunks=v)
            assert found.bubble_s == pytest.approx((p - 1) * (f + b) / v)
            held = min(m * v, 2 * (p - 1) + (v - 1) * p + 1)
            assert found.peak_activations[0] == pytest.approx(held / v)


@pytest.mark.parametrize("d", [2, 4, 6, 8, 12])
def test_chimera_idles_d_minus_2_slots(d):
    for n in (d, 2 * d, 5 * d):
        found = figures("chimera", d, n, (1, 1, 0))
        assert found.makespan_s == 2 * n + d - 2
        idle = [found.makespan_s - busy for busy in found.timeline.rank_busy_s]
        assert idle == [d - 2] * d
        assert found.bubble_s / found.span_s == pytest.approx((d - 2) / (2 * n + d - 2))
        # Activations between (D / 2 + 1) and D, weights twice.
        assert (min(found.peak_activations), max(found.peak_activations)) == (d // 2 + 1, d)
        assert all(len(held) == 2 for held in found.schedule.rank_stage)


def test_chimera_makespans_of_the_reference():
    assert [figures("chimera", d, d, (1, 1, 0)).makespan_s for d in (2, 4, 6, 8)] == [4, 10, 16, 22]


@pytest.mark.parametrize("d", [2, 4, 6, 8, 12])
def test_bitpipe_has_half_the_bubble_of_chimera(d):
    for n in (d, 2 * d, 4 * d):
        found = figures("bitpipe", d, n, (1, 1, 0))
        assert found.bubble_s == figures("chimera", d, n, (1, 1, 0)).bubble_s / 2 == (d - 2) / 2
        assert found.makespan_s == 2 * n + (d - 2) / 2
        assert max(found.peak_activations) <= d
        longer = figures("bitpipe", d, n, (1, 2, 0))
        assert longer.bubble_s == figures("chimera", d, n, (1, 2, 0)).bubble_s / 2
        assert longer.bubble_s < figures("1f1b-as", d, n, (1, 2, 0)).bubble_s
    assert all(len(held) == 4 for held in found.schedule.rank_stage if d > 2)


def test_gpipe_and_flush_bubbles():
    for d, m in ((2, 4), (4, 8), (8, 24)):
        for name in ("gpipe", "pipedream-flush"):
            found = figures(name, d, m, (1, 2, 0))
            assert found.bubble_s / found.makespan_s == pytest.approx((d - 1) / (m + d - 1))


def test_pipe_bd_runs_every_teacher_block_once_and_never_flushes():
    blocks, batches = 6, 10
    found = figures("pipe-bd", blocks, batches, (1, 2, 0), comm=0.25)
    teacher = [a for rank in found.schedule.ranks for a in rank
               if a.kind == "F" and a.stage in found.schedule.frozen]  # fmt: skip
    assert len(teacher) == blocks * batches  # against 21 a batch without relaying
    # Every rank is busy from its first batch on: teacher 1, student forward 1 and backward 2.
    assert found.timeline.rank_span_s == pytest.approx((4.0 * batches,) * blocks)
    assert found.makespan_s == pytest.approx(4 * batches + (blocks - 1) * 1.25)
    backward = [e for e in found.timeline.events if e.kind == "SEND" and e.track == "link 1>0"]
    assert not backward


def test_terapipe_simulates_to_its_formula():
    import numpy as np

    from hwpipe.schedule import PipelineTimes
    from hwpipe.slicing import TokenModel, best_slicing, pipeline_s

    stages = 5
    model = TokenModel(fixed_s=3.0, token_s=0.5, pair_s=0.01)
    slicing = best_slicing(model.table((1,), 64, 8)[0], stages, grid=8)
    parts = np.array(slicing.tokens[0], dtype=float)
    assert len(parts) > 1
    each = model.seconds(np.ones_like(parts), parts, np.cumsum(parts) - parts)
    total = float(each.sum())
    schedule = generate("terapipe", stages, 1, options=_slices(len(parts)))
    times = PipelineTimes.uniform(stages, forward_s=total)
    times = _with_shares(times, tuple((each / total).tolist()), tuple((parts / 64).tolist()))
    assert simulate(schedule, times).makespan_s == pytest.approx(slicing.latency_s)
    assert slicing.latency_s == pytest.approx(pipeline_s(each.tolist(), stages))
    # Backwards come in the opposite order and take the same form.
    both = PipelineTimes.uniform(stages, forward_s=total, backward_s=total)
    both = _with_shares(both, tuple((each / total).tolist()), tuple((parts / 64).tolist()))
    assert simulate(schedule, both).makespan_s == pytest.approx(2 * slicing.latency_s)


def _slices(count):
    from hwpipe.schedule.generators import ScheduleOptions

    return ScheduleOptions(slices=count)


def _with_shares(times, seconds, sizes):
    from dataclasses import replace

    return replace(times, slice_time_share=seconds, slice_size_share=sizes)
