"""The SVG picture: a golden file, its elements, and a size that stays bounded."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from hwpipe.errors import InputError
from hwpipe.schedule import PipelineTimes, make_schedule, simulate, to_svg

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"

CASES = {
    "1f1b-sno": ("1f1b-sno", 3, 4, {"transfer_s": 0.25, "latency_only": False}),
    "1f1b-blocking": ("1f1b-sno", 3, 4, {"transfer_s": 0.25, "overlap": False}),
    "fbp-as": ("fbp-as", 2, 4, {}),
}


def picture(name, **options):
    schedule, n, m, changes = CASES[name]
    times = PipelineTimes.uniform(n, forward_s=1e-3, backward_s=2e-3, **{
        key: value * 1e-3 if key == "transfer_s" else value for key, value in changes.items()
    })  # fmt: skip
    return to_svg(
        simulate(make_schedule(schedule, stages=n, microbatches=m), times), title=name, **options
    )


@pytest.mark.parametrize("name", CASES)
def test_the_picture_is_the_golden_one(name, request):
    path = GOLDEN / f"{name}.svg"
    text = picture(name)
    if request.config.getoption("--update-golden", default=False):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()


def test_every_step_is_a_bar_with_its_number():
    root = ElementTree.fromstring(picture("1f1b-sno"))
    bars = [e for e in root.iter(f"{SVG}rect") if e.find(f"{SVG}title") is not None]
    assert len(bars) == 3 * 4 * 2 + 2 * 2 * 4
    titles = [e.findtext(f"{SVG}title") for e in bars]
    assert titles[0] == "F of stage 0, micro-batch 0: 0 s to 1 ms"
    numbers = [e.text for e in root.iter(f"{SVG}text") if e.get("class") == "n"]
    assert [n for n in numbers if n.isdigit()].count("3") == 3 * 2 + 2 * 2
    rows = [e.text for e in root.iter(f"{SVG}text") if e.get("class") == "t"]
    assert rows == ["rank 0", "rank 1", "rank 2", "link 0>1", "link 1>0", "link 1>2", "link 2>1"]
    # The last bar ends at the right edge, the first begins at the axis.
    assert min(float(e.get("x")) for e in bars) == 120
    assert max(float(e.get("x")) + float(e.get("width")) for e in bars) == pytest.approx(
        948, abs=0.1
    )


def test_links_can_be_left_out_and_tracks_renamed():
    root = ElementTree.fromstring(
        picture("1f1b-sno", links=False, labels={"rank 1": "gpu <1> & co"})
    )
    rows = [e.text for e in root.iter(f"{SVG}text") if e.get("class") == "t"]
    assert rows == ["rank 0", "gpu <1> & co", "rank 2"]


def test_a_large_schedule_stays_a_small_picture():
    times = PipelineTimes.uniform(8, forward_s=1, backward_s=2, transfer_s=0.25, latency_only=False)
    timeline = simulate(make_schedule("1f1b-so", stages=8, microbatches=4000), times)
    text = to_svg(timeline)
    ElementTree.fromstring(text)
    assert len(text) < 100_000
    assert "steps (BW, F) of stage 0" in text


def test_an_empty_run_and_a_narrow_picture():
    times = PipelineTimes.uniform(1, forward_s=0)
    timeline = simulate(make_schedule("pipeline", stages=1, microbatches=1), times)
    ElementTree.fromstring(to_svg(timeline))
    with pytest.raises(
        InputError, match=r"^a picture 100 pixels wide \(limit: at least 240\); make it wider$"
    ):
        to_svg(timeline, width=100)
