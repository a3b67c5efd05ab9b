"""Any kernel against any case, in cocotb: this project's RTL or an export of Vitis HLS.

`pytest sim/test_kernel.py --rtl DIR --case DIR` runs the RTL in the first folder on the case in
the second (`hwpipe.sim.case.KernelCase.save`), several times in a row without reset, with random
stalls on every channel.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import cocotb
import numpy as np
import pytest

from axi import AxiMemory
from axi_lite import AxiLiteMaster
from axi_stream import Joined, Sink, Source
from bench import Bench, settings
from hwpipe.rtl import module_files
from hwpipe.sim.case import KernelCase, first_difference
from kernels import axis_case, copy_case
from memory import Memory
from runner import Runner, bench_rtl

CTRL, GIE, IER, ISR = 0x00, 0x04, 0x08, 0x0C
START, DONE, IDLE = 0x01, 0x02, 0x04


class KernelBench:
    """All buses of a kernel, found by the names of its ports."""

    def __init__(self, dut: Any, case: KernelCase) -> None:
        """Join a model to every bus."""
        self.dut, self.case = dut, case
        names = {handle._name for handle in dut}
        self.bench = bench = Bench(dut, "ap_clk", "ap_rst_n", active_low=True)
        self.memory = Memory()
        pattern = re.compile(r"m_axi_(\w+)_(?:AR|AW)VALID$", re.I)
        bundles = sorted({match[1] for name in names if (match := pattern.match(name))})
        self.axi = {
            name: bench.add(AxiMemory(bench, f"m_axi_{name}", self.memory)) for name in bundles
        }
        self.lite = None
        if any(name.lower() == "s_axi_control_awvalid" for name in names):
            self.lite = bench.add(AxiLiteMaster(bench, "s_axi_control"))
        self.irq = getattr(dut, "irq" if "irq" in names else "interrupt", None)
        self.sources: dict[str, Source] = {}
        self.sinks: dict[str, Sink] = {}
        for name in case.streams_in:
            self.sources[name] = bench.add(self._stream(name, Source))
        for name in case.streams_out:
            self.sinks[name] = bench.add(self._stream(name, Sink))

    def _stream(self, name: str, model: Any) -> Any:
        pins = [getattr(self.dut, f"{name}_{pin}") for pin in ("TVALID", "TREADY", "TDATA")]
        if hasattr(self.dut, f"{name}_TLAST"):
            pins[2] = Joined(pins[2], getattr(self.dut, f"{name}_TLAST"))
        for pin in ("TKEEP", "TSTRB"):
            if model is Source and hasattr(self.dut, f"{name}_{pin}"):
                handle = getattr(self.dut, f"{name}_{pin}")
                handle.value = (1 << len(handle)) - 1
        return model(*pins, self.bench.rng)

    def set_stalls(self, chance: float, latency: int) -> None:
        """Set the chance of every channel to pause, and the memory's latency."""
        for model in self.bench.models:
            model.stall = chance
        for port in self.axi.values():
            port.latency = latency

    def _beats(self, name: str, data: np.ndarray[Any, Any]) -> list[int]:
        raw, width = data.tobytes(), len(getattr(self.dut, f"{name}_TDATA")) // 8
        last = hasattr(self.dut, f"{name}_TLAST")
        words = [int.from_bytes(raw[at : at + width], "little") for at in range(0, len(raw), width)]
        if last:
            words[-1] |= 1 << 8 * width
        return words

    async def run(self, limit: int) -> int:
        """Run the case once, compare everything, and return the cycles it took."""
        case, bench = self.case, self.bench
        addresses = {
            name: self.memory.allocate(
                buffer.initial.tobytes(), writable=buffer.expected is not None
            )
            for name, buffer in case.buffers.items()
        }
        for name, data in case.streams_in.items():
            self.sources[name].push(self._beats(name, data))
        for sink in self.sinks.values():
            sink.words.clear()
        start = bench.cycle
        if self.lite is not None:
            assert await self.lite.read(CTRL) & IDLE, "not idle before the start"
            for offset, value in case.registers.writes({**case.scalars, **addresses}):
                await self.lite.write(offset, value)
            await self.lite.write(GIE, 1)
            await self.lite.write(IER, 1)
            start = bench.cycle
            await self.lite.write(CTRL, START)
            await bench.until(lambda: bool(int(self.irq.value)), "the interrupt", limit)
        expected = {name: self._beats(name, data) for name, data in case.streams_out.items()}
        await bench.until(
            lambda: all(len(self.sinks[n].words) >= len(expected[n]) for n in expected),
            "the output streams",
            limit,
        )
        cycles = bench.cycle - start
        if self.lite is not None:
            await self.lite.write(ISR, await self.lite.read(ISR))
            await bench.cycles(2)
            assert not int(self.irq.value), "the interrupt stays high after ISR was cleared"
            control = await self.lite.read(CTRL)
            assert control & (START | DONE | IDLE) == DONE | IDLE, f"CTRL is {control:#x}"
        for name, words in expected.items():
            got = self.sinks[name].words
            bits = len(getattr(self.dut, f"{name}_TDATA"))
            for index, (is_word, word) in enumerate(zip(got, words, strict=False)):
                mask = (1 << bits) - 1
                assert is_word & mask == word & mask, (
                    f"{name}: beat {index} of {len(words)} is {is_word & mask:#x} "
                    f"instead of {word & mask:#x}"
                )
            assert len(got) == len(words), f"{name}: {len(got)} beats instead of {len(words)}"
            assert [w >> bits for w in got] == [w >> bits for w in words], f"{name}: TLAST"
        for name, buffer in case.buffers.items():
            wanted = buffer.initial if buffer.expected is None else buffer.expected
            raw = self.memory.read(addresses[name], wanted.nbytes)
            got_array = np.frombuffer(raw, wanted.dtype).reshape(wanted.shape)
            difference = first_difference(name, got_array, wanted)
            assert difference is None, difference
        return cycles


@cocotb.test()
async def case_matches(dut: Any) -> None:
    """The case matches bit for bit, run after run without reset, whatever stalls."""
    case = KernelCase.load(Path(settings()["case"]))
    top = KernelBench(dut, case)
    await top.bench.start(16)
    cycles = []
    for chance, latency in ((0.0, 20), (0.3, 5), (0.6, 1), (0.0, 20)):
        top.set_stalls(chance, latency)
        cycles.append(await top.run(int(settings()["limit_cycles"])))
    dut._log.info("cycles of the runs: %s", cycles)
    assert cycles[-1] <= cycles[0] + 4, "the last run took longer than the first alike"


@cocotb.test()
async def reset_in_the_middle(dut: Any) -> None:
    """After a reset in the middle of a run the next one is right."""
    case = KernelCase.load(Path(settings()["case"]))
    top = KernelBench(dut, case)
    await top.bench.start(16)
    clean = await top.run(int(settings()["limit_cycles"]))
    if top.lite is not None:
        scratch = {
            name: top.memory.allocate(buffer.initial.tobytes(), writable=True)
            for name, buffer in case.buffers.items()
        }
        for offset, value in case.registers.writes({**case.scalars, **scratch}):
            await top.lite.write(offset, value)
        await top.lite.write(CTRL, START)
    for name, data in case.streams_in.items():
        top.sources[name].push(top._beats(name, data))
    await top.bench.cycles(max(1, clean // 2))
    await top.bench.reset(16)
    await top.run(int(settings()["limit_cycles"]))


def _run(
    runner: Runner, case: KernelCase, folder: Path, sources: tuple[Path, ...], seed: int = 1
) -> None:
    case.save(folder)
    runner.run(
        "test_kernel",
        case.top,
        sources,
        seed=seed,
        settings={"case": str(folder), "limit_cycles": 200_000},
    )


@pytest.mark.parametrize("beats", [1, 300])
def test_memory_kernel(runner: Runner, tmp_path: Path, beats: int) -> None:
    """A kernel with control registers and a memory port."""
    _run(runner, copy_case(beats, 5), tmp_path / "case", bench_rtl("bench_copy"))


def test_stream_kernel(runner: Runner, tmp_path: Path) -> None:
    """A kernel with streams only."""
    _run(runner, axis_case(200, 5), tmp_path / "case", bench_rtl("bench_axis"))


def test_wrong_result_is_caught(runner: Runner, tmp_path: Path) -> None:
    """The bench can fail: one bit of the expected memory is wrong."""
    case = copy_case(40, 5)
    expected = case.buffers["dst"].expected
    assert expected is not None
    expected[17] ^= np.uint64(4)
    with pytest.raises(pytest.fail.Exception, match=r"dst\[17\] is \d+ instead of \d+ \(1 of 44"):
        _run(runner, case, tmp_path / "case", bench_rtl("bench_copy"))


def test_given_rtl(request: pytest.FixtureRequest, runner: Runner, tmp_path: Path) -> None:
    """RTL of `--rtl` on the case of `--case`."""
    rtl, case_folder = request.config.getoption("--rtl"), request.config.getoption("--case")
    if not rtl or not case_folder:
        pytest.skip("give --rtl DIR and --case DIR to test a kernel of your own")
    files = sorted(p for p in Path(rtl).rglob("*") if p.suffix in (".v", ".sv"))
    have = {path.name for path in files}
    files += [path for path in module_files() if path.name not in have]
    _run(runner, KernelCase.load(Path(case_folder)), tmp_path / "case", tuple(files))
