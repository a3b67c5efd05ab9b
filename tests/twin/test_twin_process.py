"""Twins in processes of their own: the command, and boards that die or hang in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("pynq")

import hwpipe.cli.entry  # noqa: F401 (registers the verbs)
from hwpipe.cli.app import app
from hwpipe.errors import InputError, WorkError
from hwpipe.fpga.driver import Timeouts
from hwpipe.overlay.open_board import open_board
from hwpipe.twin import start_twin
from hwpipe.twin.process import TwinProcess, free_address

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fpga"))
from fake_board import bit_of, codes, expected, make_package, small_image


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_package(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def twin(package: Path) -> Iterator[TwinProcess]:
    with start_twin("kv260", package=package) as found:
        yield found


@pytest.fixture
def stopped(twin: TwinProcess) -> Iterator[Callable[[], None]]:
    """Stops the twin's process until the test has ended."""
    yield lambda: os.kill(twin.pid, signal.SIGSTOP)
    os.kill(twin.pid, signal.SIGCONT)


def stage_on(package: Path, twin: TwinProcess, seconds: float) -> Any:
    driver = open_board(bit_of(package, "kv260"), twin.address, timeouts=Timeouts(60, 60))
    stage = driver.load(small_image())
    assert np.array_equal(stage.run({"x": codes()})["y"], expected(codes()))
    driver.timeouts = Timeouts(seconds, seconds)
    return stage


def test_board_that_loses_power(package: Path):
    with start_twin("kv260", package=package) as twin:
        stage = stage_on(package, twin, 60)
        twin.kill()
        begin = time.monotonic()
        with pytest.raises(
            WorkError, match=r"hwpipe-twin-kv260 at 127\..*: send the inputs: UNAVAILABLE"
        ):
            stage.run({"x": codes()})
        assert time.monotonic() - begin < 30  # long before any timeout
        with pytest.raises(WorkError, match="the stage is closed"):
            stage.run({"x": codes()})


def test_board_that_hangs(twin: TwinProcess, package: Path, stopped: Callable[[], None]):
    """A stopped process keeps its connections and says nothing: pynq alone would wait for ever."""
    stage = stage_on(package, twin, 0.3)
    stopped()
    with pytest.raises(WorkError, match=r"send the inputs: no answer within 0\.3 s; check that"):
        stage.run({"x": codes()})


def test_board_that_hangs_while_loading(
    twin: TwinProcess, package: Path, stopped: Callable[[], None]
):
    driver = open_board(bit_of(package, "kv260"), twin.address, timeouts=Timeouts(60, 60))
    driver.timeouts = Timeouts(0.3, 0.3)
    stopped()
    with pytest.raises(WorkError, match=r"read its identity: no answer within 0\.3 s"):
        driver.load(small_image())


def test_another_program_loads_its_bitstream(twin: TwinProcess, package: Path):
    """The second program resets the logic under the first one: no wrong numbers, an error."""
    stage = stage_on(package, twin, 60)
    other = open_board(bit_of(package, "kv260"), twin.address, timeouts=Timeouts(60, 60))
    with other.load(small_image(5)) as second:
        # Both still get their own results as long as they take turns.
        for seed in range(3):
            x = codes(seed)
            assert np.array_equal(second.run({"x": x})["y"], expected(x, 5))
            assert np.array_equal(stage.run({"x": x})["y"], expected(x))
    stage.close()


def test_two_programs_at_once_give_no_wrong_numbers(twin: TwinProcess, package: Path):
    """Each run ends with the right numbers or with an error that says why."""
    results: list[tuple[str, str]] = []

    def work(seed: int) -> None:
        for k in range(25):
            driver = open_board(
                bit_of(package, "kv260"), twin.address, timeouts=Timeouts(60, 60), download=False
            )
            with driver.load(small_image(seed)) as stage:
                try:
                    x = codes(k)
                    right = np.array_equal(stage.run({"x": x})["y"], expected(x, seed))
                    results.append(("right" if right else "wrong", ""))
                except WorkError as error:
                    results.append(("error", str(error)))

    stage_on(package, twin, 60).close()
    # One driver for each thread: nothing in this process keeps them apart.
    threads = [threading.Thread(target=work, args=(seed,)) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kinds = {kind for kind, _ in results}
    assert kinds <= {"right", "error"}
    assert "right" in kinds
    for kind, text in results:
        assert kind != "error" or "another program" in text or "running already" in text, text


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["--board", "kv26"], "board 'kv26' has no overlay; did you mean kv260"),
        (["--board", "kv260", "--bind", "0.0.0.0"], "lets other machines in"),
        (["--board", "kv260", "--bind", "here"], "limit: an IPv4 address"),
        (["--board", "kv260", "--cma", "much"], "--cma 'much'"),
        (["--board", "kv260", "--cma", "100GB"], "bytes of contiguous memory"),
        (["--board", "kv260", "--package", "/nowhere"], "/nowhere/manifest.json: cannot be read"),
    ],
)
def test_wrong_options(options: list[str], text: str):
    with pytest.raises(InputError) as error:
        app(args=["twin", *options], standalone_mode=False)
    assert text in str(error.value)
    assert error.value.exit_code == 2


def test_twin_says_what_it_is_and_ends_with_its_parent():
    address = free_address()
    run = subprocess.run(
        [sys.executable, "-m", "hwpipe", "twin", "--board", "pynq-z2", "--bind", address,
         "--until-stdin-closes"],
        capture_output=True, text=True, timeout=300, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert f"twin of TUL PYNQ-Z2 at {address}:7967, logic: numpy" in run.stdout
    assert f"PYNQ_REMOTE_DEVICES={address} ready" in run.stdout


def test_start_twin_tells_why_it_failed():
    with pytest.raises(InputError, match=r"twin of nothing did not start: .*has no overlay"):
        start_twin("nothing")


def test_free_addresses_differ():
    found = {free_address() for _ in range(20)}
    assert len(found) == 20
    assert all(address.startswith("127.") for address in found)
