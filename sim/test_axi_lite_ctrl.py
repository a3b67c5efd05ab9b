"""`hwp_axi_lite_ctrl`: the register map of Vitis HLS and the ap_ctrl_hs handshake."""

from __future__ import annotations

from typing import Any

import cocotb
import pytest

from axi_lite import AxiLiteMaster
from bench import Bench, settings
from hwpipe.rtl import Argument, RegisterMap, module_files
from runner import Runner

CTRL, GIE, IER, ISR = 0x00, 0x04, 0x08, 0x0C
START, DONE, IDLE, READY, RESTART = 0x01, 0x02, 0x04, 0x08, 0x80
MAP = RegisterMap.of([Argument("src", 64, bundle="gmem"), Argument("n", 32), Argument("k", 8)])


class FakeKernel:
    """Takes a start, works some cycles, reports done and ready in one pulse."""

    def __init__(self, dut: Any, work_cycles: int) -> None:
        """Leave the kernel idle."""
        self._dut, self._work, self._left, self.runs = dut, work_cycles, 0, 0
        self._finish = False
        self.idle()

    def idle(self) -> None:
        """Report idle."""
        self._left, self._finish = 0, False
        self._dut.ap_done.value = 0
        self._dut.ap_ready.value = 0
        self._dut.ap_idle.value = 1

    def drive(self) -> None:
        """Report what the last cycle led to."""
        self._dut.ap_done.value = int(self._finish)
        self._dut.ap_ready.value = int(self._finish)
        self._dut.ap_idle.value = int(self._left == 0 and not self._finish)

    def sample(self) -> None:
        """Take a start, count down."""
        if self._finish:
            self._finish = False
            self.runs += 1
        elif self._left:
            self._left -= 1
            self._finish = self._left == 0
        elif int(self._dut.ap_start.value):
            self._left = self._work


async def _started(dut: Any, work: int = 20) -> tuple[Bench, AxiLiteMaster, FakeKernel]:
    bench = Bench(dut)
    kernel = bench.add(FakeKernel(dut, work))
    lite = bench.add(AxiLiteMaster(bench, "s_axi", settings().get("stall", 0.0)))
    await bench.start()
    return bench, lite, kernel


@cocotb.test()
async def registers_after_reset(dut: Any) -> None:
    """All registers are 0 but AP_IDLE; reserved and unmapped addresses read 0."""
    _, lite, _ = await _started(dut)
    assert await lite.read(CTRL) == IDLE
    for offset in range(4, 64, 4):
        assert await lite.read(offset) == 0, f"register {offset:#x}"
    assert int(dut.irq.value) == 0


@cocotb.test()
async def arguments(dut: Any) -> None:
    """Arguments stand where the map says, byte strobes hold, reserved words stay 0."""
    bench, lite, _ = await _started(dut)
    values = {"src": 0x1234_5678_9ABC_DEF0, "n": 0xCAFE_F00D, "k": 0x5A}
    for offset, value in MAP.writes(values):
        await lite.write(offset, value)
        assert await lite.read(offset) == value
    assert (MAP.offset("src"), MAP.offset("n"), MAP.offset("k")) == (0x10, 0x1C, 0x24)
    whole = int(dut.args.value)
    for placed in MAP.arguments:
        mask = (1 << placed.argument.bits) - 1
        got = whole >> 32 * placed.first_word & mask
        assert got == values[placed.argument.name], placed.argument.name
    for reserved in (0x18, 0x20, 0x28):
        await lite.write(reserved, 0xFFFFFFFF)
        assert await lite.read(reserved) == 0
    expected = values["n"]
    for strobe in (0b0001, 0b0100, 0b1010, 0b1111, 0b0000):
        word = bench.rng.getrandbits(32)
        await lite.write(0x1C, word, strobe)
        for byte in range(4):
            if strobe >> byte & 1:
                mask = 0xFF << 8 * byte
                expected = expected & ~mask | word & mask
        assert await lite.read(0x1C) == expected


@cocotb.test()
async def start_and_done(dut: Any) -> None:
    """AP_START holds until the kernel takes it; AP_DONE and AP_READY clear on read."""
    bench, lite, kernel = await _started(dut, 40)
    for run in range(1, 4):
        await lite.write(CTRL, START)
        assert await lite.read(CTRL) & (START | IDLE | DONE) == START
        await lite.write(CTRL, 0)  # writing 0 does not withdraw a start
        assert int(dut.ap_start.value) == 1
        await bench.until(lambda n=run: kernel.runs == n, "the kernel's end", 200)
        await bench.step()
        assert int(dut.ap_start.value) == 0
        assert await lite.read(GIE) == 0  # another register does not clear the flags
        assert await lite.read(CTRL) == DONE | IDLE | READY
        assert await lite.read(CTRL) == IDLE
        await bench.cycles(60)
        assert kernel.runs == run, "one start, one run"


@cocotb.test()
async def interrupts(dut: Any) -> None:
    """Done and ready set ISR if enabled, GIE gates irq, writing 1 toggles."""
    bench, lite, kernel = await _started(dut, 5)

    async def run() -> None:
        target = kernel.runs + 1
        await lite.write(CTRL, START)
        await bench.until(lambda: kernel.runs == target, "the kernel's end", 100)
        await bench.cycles(2)

    await run()
    assert await lite.read(ISR) == 0
    for enabled in (1, 2, 3):
        await lite.write(IER, enabled)
        await lite.write(GIE, 0)
        await run()
        assert int(dut.irq.value) == 0, "irq without GIE"
        assert await lite.read(ISR) == enabled
        await lite.write(GIE, 1)
        await bench.step()
        assert int(dut.irq.value) == 1
        assert await lite.read(CTRL) & 0x200
        await lite.write(ISR, enabled)
        await bench.step()
        assert int(dut.irq.value) == 0
        assert await lite.read(ISR) == 0
    await lite.write(ISR, 1)  # toggling sets a bit that is clear
    await bench.step()
    assert await lite.read(ISR) == 1
    assert int(dut.irq.value) == 1


@cocotb.test()
async def auto_restart(dut: Any) -> None:
    """With AUTO_RESTART the kernel runs again and again until the bit is cleared."""
    bench, lite, kernel = await _started(dut, 5)
    await lite.write(CTRL, START | RESTART)
    await bench.until(lambda: kernel.runs >= 4, "four runs of one start", 200)
    assert await lite.read(CTRL) & RESTART
    await lite.write(CTRL, 0)
    await bench.cycles(20)
    runs = kernel.runs
    await bench.cycles(40)
    assert kernel.runs == runs, "AUTO_RESTART was cleared"
    assert await lite.read(CTRL) & (START | RESTART | IDLE) == IDLE


@pytest.mark.parametrize("stall", [0.0, 0.6])
def test_axi_lite_ctrl(runner: Runner, stall: float) -> None:
    """All of the above on a map with a pointer and two scalars."""
    runner.run(
        "test_axi_lite_ctrl",
        "hwp_axi_lite_ctrl",
        module_files(["hwp_axi_lite_ctrl"]),
        parameters={
            "ADDR_W": MAP.address_bits,
            "WORDS": MAP.words,
            "WRITABLE": MAP.writable,
        },
        settings={"stall": stall},
    )
