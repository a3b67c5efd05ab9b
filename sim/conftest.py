"""Options of `pytest sim/` and the fixture that runs cocotb benches on each simulator."""

from __future__ import annotations

from pathlib import Path

import pytest

from hwpipe.sim.verilator import toolchain
from runner import SIMULATORS, Runner, unavailable


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("hwpipe simulation")
    group.addoption(
        "--simulator",
        choices=(*SIMULATORS, "both"),
        default="both",
        help="simulator to run the benches on",
    )
    group.addoption("--waves", metavar="DIR", help="record all signals of each test under DIR")
    group.addoption("--rtl", metavar="DIR", help="RTL of a kernel to test, e.g. a Vitis HLS export")
    group.addoption("--case", metavar="DIR", help="case to run on it (hwpipe.sim.case)")
    group.addoption("--full", action="store_true", help="run the slow sweeps and proofs too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow set to `--full` (`make sim-full`) or an explicit `-m`."""
    if config.getoption("--full") or config.getoption("markexpr"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every bench on the chosen simulators."""
    if "runner" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--simulator")
        metafunc.parametrize("runner", SIMULATORS if chosen == "both" else (chosen,), indirect=True)


@pytest.fixture
def runner(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Runner:
    """Return what builds and runs benches on one simulator; skip if that is not installed."""
    simulator = str(request.param)
    reason = unavailable(simulator)
    if reason:
        pytest.skip(reason)
    if simulator == "verilator":
        for name, value in toolchain().environment().items():
            monkeypatch.setenv(name, value)
    monkeypatch.delenv("PYTEST_CURRENT_TEST", raising=False)
    waves = request.config.getoption("--waves")
    work = tmp_path
    if waves:
        work = Path(waves).absolute() / request.node.name.replace("/", "_")
        work.mkdir(parents=True, exist_ok=True)
    return Runner(simulator, work, bool(waves))
