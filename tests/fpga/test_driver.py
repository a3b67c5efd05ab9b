"""The driver against the twin's logic, without pynq: results, register accesses, faults."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from hwpipe.errors import InputError, WorkError
from hwpipe.fpga.driver import Timeouts
from hwpipe.fpga.interface import REGISTERS, STRAY_ACCESS
from hwpipe.fpga.polling import Progress, next_look_s
from hwpipe.fpga.stage_image import MAX_REGION_BYTES, StageImage, StageRegion, raw_port

sys.path.insert(0, str(Path(__file__).resolve().parent))
from fake_board import (
    IDENT,
    FakeBoard,
    StuckLogic,
    codes,
    expected,
    small_image,
)


def test_inference_is_bit_exact_with_few_register_accesses():
    board = FakeBoard()
    with board.accelerator.load(small_image()) as stage:
        taken = []
        for seed in range(6):
            x = codes(seed)
            assert np.array_equal(stage.run({"x": x})["y"], expected(x))
            assert stage.stats is not None
            taken.append(stage.stats.register_operations)
    # A machine that is busy elsewhere delays the end, and then it takes more looks.
    assert sorted(taken)[1] <= 10
    assert board.memory.buffers == 0


def test_stages_of_several_threads_take_turns():
    board = FakeBoard()
    wrong: list[int] = []

    def work(seed: int) -> None:
        with board.accelerator.load(small_image(seed)) as stage:
            for k in range(5):
                x = codes(10 * seed + k)
                if not np.array_equal(stage.run({"x": x})["y"], expected(x, seed)):
                    wrong.append(seed)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert board.memory.buffers == 0


def test_another_kernel_is_refused_before_anything_is_allocated():
    board = FakeBoard()
    with pytest.raises(WorkError, match=rf"fake board: the bitstream's kernel is {IDENT:016x} "
                       r"\(another kernel\) \(limit: 0+5\); load the bitstream"):  # fmt: skip
        board.accelerator.load(small_image(ident=5))
    assert board.memory.buffers == 0


def test_no_kernel_answers():
    board = FakeBoard()
    board.logic.read = lambda offset: 0xFFFFFFFF  # type: ignore[method-assign]
    with pytest.raises(WorkError, match="no accelerator answers"):
        board.accelerator.load(small_image())


def test_out_of_memory_frees_what_was_allocated():
    image = small_image()
    board = FakeBoard(memory_bytes=-(-image.bytes // 4096) * 4096 - 4096)
    with pytest.raises(WorkError, match=r"fake board: no room for .*out of contiguous memory"):
        board.accelerator.load(image)
    assert board.memory.buffers == 0


@pytest.mark.parametrize(
    ("inputs", "text"),
    [
        ({}, "small: inputs missing or unknown: x"),
        ({"x": codes(), "z": codes()}, "inputs missing or unknown: z"),
        ({"x": codes(size=6)}, r"input 'x' is int8 \(1, 3, 6, 6\) \(limit: int8 \(1, 3, 12, 12\)"),
        ({"x": codes().astype(np.uint8)}, "input 'x' is uint8"),
    ],
)
def test_wrong_inputs_leave_the_stage_usable(inputs: dict[str, np.ndarray], text: str):
    board = FakeBoard()
    with board.accelerator.load(small_image()) as stage:
        with pytest.raises(InputError, match=text):
            stage.run(inputs)
        assert np.array_equal(stage.run({"x": codes()})["y"], expected(codes()))


def test_kernel_that_never_finishes_is_stopped():
    board = FakeBoard(logic=StuckLogic, timeouts=Timeouts(kernel_s=0.15, transfer_s=5))
    stage = board.accelerator.load(small_image())
    with pytest.raises(
        WorkError,
        match=r"fake board, small: no end within [\d.]+ s: 1 of 2 commands have finished; "
        r"registers: .*PROGRESS 0x1, TOTAL 0x2.*it is running; allow it more time",
    ):
        stage.run({"x": codes()})
    assert board.memory.buffers == 0
    assert board.logic.read(REGISTERS["STATE"]) == 3
    assert board.logic.read(REGISTERS["LIMIT"]) == 0  # other stages may run
    with pytest.raises(WorkError, match="the stage is closed; load it again"):
        stage.run({"x": codes()})


def test_expected_progress_is_told():
    board = FakeBoard(logic=StuckLogic, timeouts=Timeouts(kernel_s=0.1, transfer_s=5))
    plain = small_image()
    image = StageImage(
        plain.ident, plain.regions, plain.commands, plain.inputs, plain.outputs,
        expected_cycles=(1e6, 1e6), clock_hz=2e8, name="timed",
    )  # fmt: skip
    assert image.expected_s == pytest.approx(0.01)
    with pytest.raises(WorkError, match="1 of 2 commands have finished, 2 expected"):
        board.accelerator.load(image).run({"x": codes()})


@pytest.mark.parametrize("has_reset", [False, True])
def test_kernel_that_does_not_stop_keeps_its_buffers(has_reset: bool):
    boards: list[FakeBoard] = []

    def reset() -> None:
        logic = boards[0].logic
        logic.close()

    limits = Timeouts(kernel_s=0.05, transfer_s=5, abort_s=0.05)
    board = FakeBoard(
        logic=lambda memory: StuckLogic(memory, stops=False), timeouts=limits,
        reset=reset if has_reset else None,
    )  # fmt: skip
    boards.append(board)
    stage = board.accelerator.load(small_image())
    with pytest.raises(WorkError, match="load the bitstream again" if not has_reset else "no end"):
        stage.run({"x": codes()})
    # Nobody else may get memory that a kernel still writes into.
    assert (board.memory.buffers == 0) is has_reset
    assert bool(board.accelerator.held) is not has_reset
    board.logic.close()


def test_lists_above_4_gb():
    """The upper half of a list's address is written at every run where it matters."""
    board = FakeBoard()
    high = 0x8_0000_0000
    with board.accelerator.load(small_image(1)) as low_stage:
        board.memory.base = high
        board.logic._memory.base = high
        with board.accelerator.load(small_image(2)) as high_stage:
            board.logic._memory.base = 0x2000_0000
            assert np.array_equal(low_stage.run({"x": codes()})["y"], expected(codes(), 1))
            board.logic._memory.base = high
            assert np.array_equal(high_stage.run({"x": codes()})["y"], expected(codes(), 2))
            assert board.logic.read(REGISTERS["LIST"] + 4) == 8


def test_interrupt_takes_the_place_of_looks():
    boards: list[FakeBoard] = []
    waits: list[float] = []

    def interrupt(seconds: float) -> bool:
        waits.append(seconds)
        logic = boards[0].logic
        while not logic.read(REGISTERS["ISR"]):
            time.sleep(0.0005)
        return True

    boards.append(FakeBoard(interrupt=interrupt))
    with boards[0].accelerator.load(small_image()) as stage:
        for seed in range(3):
            assert np.array_equal(stage.run({"x": codes(seed)})["y"], expected(codes(seed)))
            assert stage.stats is not None
            assert stage.stats.register_operations == 9
            assert boards[0].logic.read(REGISTERS["ISR"]) == 0
    # Without it the driver would have looked after some milliseconds.
    assert len(waits) == 3
    assert min(waits) > 30


def test_interrupt_that_fails_gives_way_to_looks():
    def interrupt(seconds: float) -> bool:
        raise RuntimeError("no /dev/uio")

    board = FakeBoard(interrupt=interrupt)
    with board.accelerator.load(small_image()) as stage:
        assert np.array_equal(stage.run({"x": codes()})["y"], expected(codes()))
    assert board.accelerator.interrupt is None


def test_another_program_running_is_not_disturbed():
    board = FakeBoard(logic=StuckLogic)
    stage = board.accelerator.load(small_image())
    board.logic.write(REGISTERS["CTRL"], 1)  # the other program's start
    with pytest.raises(WorkError, match="the accelerator is running already; let the other"):
        stage.run({"x": codes()})
    assert board.logic.read(REGISTERS["STATE"]) == 1
    assert board.memory.buffers == 0
    board.logic.close()


def test_another_program_between_start_and_end_is_noticed():
    board = FakeBoard()
    stage = board.accelerator.load(small_image())

    def steal(offset: int) -> None:
        if offset == REGISTERS["STATE"]:
            board.logic.write(REGISTERS["LIST"], 0x2008_0000)

    board.before_read = steal
    with pytest.raises(WorkError, match=r"another program used the board meanwhile \(list 0x2008"):
        stage.run({"x": codes()})
    assert board.memory.buffers == 0


def test_bitstream_loaded_by_somebody_else_is_noticed():
    board = FakeBoard()
    stage = board.accelerator.load(small_image())
    fresh = FakeBoard()

    def replace(offset: int) -> None:
        if offset == REGISTERS["STATE"]:
            board.logic = fresh.logic

    board.before_read = replace
    with pytest.raises(WorkError, match=r"another program used the board meanwhile .*state idle"):
        stage.run({"x": codes()})


def test_error_of_the_accelerator_is_told():
    board = FakeBoard()
    plain = small_image()
    regions = [
        StageRegion(r.size, r.data, r.readable, False, r.name) for r in plain.regions
    ]  # nothing may be written
    image = StageImage(plain.ident, tuple(regions), plain.commands, plain.inputs, plain.outputs)
    with pytest.raises(
        WorkError,
        match=rf"command 0, operation 1, pointer \d: a command reached outside .*"
        rf"\(error {STRAY_ACCESS}\); registers: .*it is stopped by an error",
    ):
        board.accelerator.load(image).run({"x": codes()})
    assert board.memory.buffers == 0


def test_board_that_dies_in_the_middle():
    board = FakeBoard()
    stage = board.accelerator.load(small_image())

    def gone(offset: int) -> None:
        raise ConnectionError("the cable was pulled")

    board.before_read = gone
    with pytest.raises(WorkError, match="fake board: run: the cable was pulled; check that"):
        stage.run({"x": codes()})
    assert board.memory.buffers == 0


def test_regions_have_a_limit():
    big = StageRegion(MAX_REGION_BYTES + 1, name="weights")
    image = StageImage(IDENT, (big,), (), {}, {}, name="large")
    board = FakeBoard()
    with pytest.raises(InputError, match=r"large: region 'weights' of 16,777,217 bytes \(limit: "):
        board.accelerator.load(image)
    assert board.memory.buffers == 0


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: Timeouts(kernel_s=0), "kernel_s = 0"),
        (lambda: Timeouts(quiet_cycles=-1), "quiet_cycles = -1"),
        (lambda: StageRegion(0), "region '' of 0 bytes"),
        (lambda: StageRegion(4, np.zeros(5, np.int8)), "is given 5 bytes"),
        (lambda: StageImage(1, (), (), {"x": raw_port(0, (1,))}, {}), "lies in region 0"),
        (
            lambda: StageImage(1, (StageRegion(8),), (b"",), {}, {}, expected_cycles=(1, 2)),
            "2 predicted cycles",
        ),
    ],
)
def test_bad_descriptions(make, text: str):
    with pytest.raises(InputError, match=text):
        make()


def test_raw_port_round_trip():
    port = raw_port(0, (2, 3), offset=4)
    room = np.zeros(16, np.uint8)
    value = np.arange(-3, 3, dtype=np.int8).reshape(2, 3)
    assert port.enter is not None
    assert port.leave is not None
    port.enter(value, room)
    assert room[:4].tolist() == [0] * 4
    assert np.array_equal(port.leave(room), value)


def test_first_look_and_later_ones():
    assert next_look_s(0.0, 0.5, None) == 0.5
    assert next_look_s(0.0, None, None) == 5e-3
    # Half of the work in one second: the rest in another.
    assert next_look_s(1.0, None, 0.5) == pytest.approx(1.0)
    # Nothing has finished yet: look again after a while, not in the blink of an eye.
    assert next_look_s(1.0, None, 0.0) == 7.0
    # A tenth of a percent says little: not a thousand seconds.
    assert next_look_s(1.0, None, 0.001) == 8.0
    assert next_look_s(1.0, None, 1.0) == pytest.approx(0.05)


def test_progress_by_cycles_and_by_count():
    weighed = Progress([90.0, 10.0], 2)
    assert weighed.share(1) == pytest.approx(0.9)
    assert weighed.finished(0.95) == 1
    assert Progress([], 4).share(1) == 0.25
    assert Progress([], 4).finished(0.5) == 2
    assert Progress([], 0).share(0) == 1.0


def test_slow_list_takes_few_looks():
    """A run of unknown length is followed through its progress."""
    looks, passed, share = 0, 0.0, None
    wait = next_look_s(0.0, None, None)
    while passed < 7.3 and looks < 20:
        passed += wait
        looks += 1
        share = min(1.0, passed / 7.3)
        wait = next_look_s(passed, None, share)
    assert looks <= 7
