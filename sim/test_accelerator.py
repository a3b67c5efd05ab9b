"""The accelerator in cocotb: whole lists under stalls, errors of the bus, the interrupt.

The network is quantised and lowered by the test, its tensors are compared with the integer
reference; the bench knows registers, the list and memory, and nothing of the commands.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cocotb
import numpy as np
import pytest

from axi import AxiMemory
from axi_lite import AxiLiteMaster
from bench import Bench, settings
from hwpipe.fpga.interface import (
    BAD_COMMAND,
    BAD_HEADER,
    BAD_OPERATION,
    BUS_ERROR,
    FINISHED,
    LIST_UNREADABLE,
    REGISTERS,
    RUNNING,
    STOPPED,
    STRAY_ACCESS,
    Region,
    encode_list,
)
from memory import Memory
from runner import Runner

START, DONE, IDLE = 0x01, 0x02, 0x04


class Accelerator:
    """The top level with memory, registers, and one network's regions and commands."""

    def __init__(self, dut: Any) -> None:
        """Join a model to every bus."""
        folder = Path(settings()["case"])
        self.note = json.loads((folder / "case.json").read_text())
        self.data = np.load(folder / "case.npz")
        self.commands = [bytes(c) for c in self.data["commands"]]
        self.bench = bench = Bench(dut, "ap_clk", "ap_rst_n", active_low=True)
        self.memory, self.irq = Memory(), dut.irq
        self.ports = [bench.add(AxiMemory(bench, f"m_axi_gmem{i}", self.memory)) for i in range(2)]
        self.lite = bench.add(AxiLiteMaster(bench, "s_axi_control"))

    def stalls(self, chance: float, latency: int) -> None:
        """Of every channel, and the memory's latency."""
        for model in self.bench.models:
            model.stall = chance
        for port in self.ports:
            port.latency = latency

    def place(self, **change: Any) -> tuple[int, list[Region]]:
        """Put regions and list into fresh memory; the list's address and the regions.

        Args:
            change: `size`: (region, bytes) in the table only.
        """
        regions = []
        for i, writable in enumerate(self.note["writable"]):
            content = self.data[f"region{i}"].tobytes()
            at = self.memory.allocate(content, writable=writable)
            regions.append(Region(at, len(content), True, writable))
        listed = list(regions)
        if "size" in change:
            i, size = change["size"]
            listed[i] = Region(regions[i].base, size, True, regions[i].writable)
        raw = encode_list(listed, self.commands, self.note["ident"])
        return self.memory.allocate(raw), regions

    async def write(self, name: str, value: int) -> None:
        """A register by name; LIST takes two accesses."""
        await self.lite.write(REGISTERS[name], value & 0xFFFFFFFF)
        if name == "LIST":
            await self.lite.write(REGISTERS[name] + 4, value >> 32)

    async def read(self, name: str) -> int:
        """A register by name."""
        value: int = await self.lite.read(REGISTERS[name])
        return value

    async def begin(self, at: int) -> None:
        """Start the list."""
        for name, value in (("LIST", at), ("QUIET", 4000), ("LIMIT", 0), ("GIE", 1), ("IER", 1)):
            await self.write(name, value)
        assert await self.read("CTRL") & IDLE
        await self.write("CTRL", START)

    async def end(self) -> tuple[int, int, int]:
        """Wait for the interrupt and clear it; STATE, ERROR and PROGRESS."""
        await self.bench.until(lambda: bool(int(self.irq.value)), "the interrupt", 60_000)
        assert all(port.quiet for port in self.ports), "a transfer is under way after the end"
        await self.write("ISR", await self.read("ISR"))
        await self.bench.cycles(2)
        assert not int(self.irq.value), "the interrupt stays high after ISR was cleared"
        assert await self.read("CTRL") & (START | DONE | IDLE) == DONE | IDLE
        return await self.read("STATE"), await self.read("ERROR"), await self.read("PROGRESS")

    def check(self, regions: list[Region]) -> None:
        """Every region holds what the reference left there."""
        for i, region in enumerate(regions):
            got = np.frombuffer(self.memory.read(region.base, region.size), np.uint8)
            want = self.data[f"after{i}"]
            wrong = np.nonzero(got != want)[0]
            assert not len(wrong), f"region {i}: byte {wrong[0]} is {got[wrong[0]]}"


@cocotb.test()
async def lists_under_stalls(dut: Any) -> None:
    """List after list without reset, whatever stalls: the same bytes, the same identity."""
    top = Accelerator(dut)
    await top.bench.start(16)
    low, high = await top.read("IDENT"), await top.lite.read(REGISTERS["IDENT"] + 4)
    assert high << 32 | low == top.note["ident"]
    cycles = []
    for chance, latency in ((0.0, 20), (0.4, 3), (0.0, 20)):
        top.stalls(chance, latency)
        at, regions = top.place()
        await top.begin(at)
        assert await top.end() == (FINISHED, 0, len(top.commands))
        top.check(regions)
        cycles.append(await top.read("CYCLES"))
    dut._log.info("cycles of the lists: %s", cycles)
    assert cycles[0] == cycles[2] < cycles[1]


@cocotb.test()
async def a_second_start_is_refused(dut: Any) -> None:
    """AP_START and LIST written while a list runs change nothing."""
    top = Accelerator(dut)
    await top.bench.start(16)
    at, regions = top.place()
    await top.begin(at)
    await top.bench.cycles(300)
    assert await top.read("STATE") == RUNNING
    await top.write("LIST", 0x80)
    await top.write("CTRL", START)
    assert await top.end() == (FINISHED, 0, len(top.commands))
    top.check(regions)
    await top.bench.cycles(50)
    assert await top.read("STATE") == FINISHED


@cocotb.test()
async def errors_of_the_bus_and_of_lists(dut: Any) -> None:
    """SLVERR on weights, on results, on the list; a region too short: codes, then a good list."""
    top = Accelerator(dut)
    await top.bench.start(16)
    top.stalls(0.1, 10)
    weights = top.note["writable"].index(False)
    output = top.note["output"]
    for what, code in (("weights", BUS_ERROR), ("output", BUS_ERROR), ("list", LIST_UNREADABLE),
                       ("short", STRAY_ACCESS)):  # fmt: skip
        change = {"size": (output, 64)} if what == "short" else {}
        at, regions = top.place(**change)
        first = {"weights": regions[weights].base, "output": regions[output].base, "list": at}
        for port in top.ports:
            start = first.get(what, 0)
            port.bad = (start, start + (256 if what == "list" else 4096)) if start else (0, 0)
        await top.begin(at)
        state, error, progress = await top.end()
        assert (state, error) == (STOPPED, code), (what, state, error)
        assert progress < len(top.commands), what
        for port in top.ports:
            port.bad = (0, 0)
        at, regions = top.place()
        await top.begin(at)
        assert await top.end() == (FINISHED, 0, len(top.commands)), f"after {what}"
        top.check(regions)


@cocotb.test()
async def malformed_lists(dut: Any) -> None:
    """A header, a region and a command that break the format: codes and no access, then a list."""
    top = Accelerator(dut)
    await top.bench.start(16)
    for what, offset, code in (
        ("reserved", 64, BAD_HEADER),
        ("region", 128, BAD_HEADER),
        ("mark", 0, BAD_COMMAND),
        ("operation", 5, BAD_OPERATION),
    ):
        at, regions = top.place()
        table = -(-16 * len(regions) // 128) * 128
        byte = at + offset + (128 + table if offset < 64 else 0)
        top.memory.write(byte, bytes([top.memory.read(byte, 1)[0] | 0x3F]))
        await top.begin(at)
        assert await top.end() == (STOPPED, code, 0), what
    at, regions = top.place()
    await top.begin(at)
    assert await top.end() == (FINISHED, 0, len(top.commands))
    top.check(regions)


def _network(folder: Path) -> Any:
    """A network that uses every unit: convolutions, a pooling, a sum."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    from hwpipe.quantize import quantize_model

    rng = np.random.default_rng(4)
    weights = [
        numpy_helper.from_array((rng.standard_normal(shape) / 5).astype(np.float32), name)
        for name, shape in (("a", (8, 8, 3, 3)), ("b", (8, 8, 1, 1)), ("c", (8, 8, 1, 1)))
    ]
    nodes = [
        helper.make_node("Conv", ["x", "a"], ["ya"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["ya"], ["ra"]),
        helper.make_node("MaxPool", ["ra"], ["p"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Conv", ["p", "b"], ["yb"]),
        helper.make_node("Add", ["yb", "p"], ["s"]),
        helper.make_node("Conv", ["s", "c"], ["y"]),
    ]
    ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 8, h, h])
            for n, h in (("x", 10), ("y", 5))]  # fmt: skip
    graph = helper.make_graph(nodes, "units", ends[:1], ends[1:], weights)
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=9), folder / "net.onnx")
    images = rng.standard_normal((2, 8, 10, 10)).astype(np.float32)
    np.savez(folder / "images.npz", images)
    return quantize_model(folder / "net.onnx", folder / "images.npz").program, images[:1]


def _case(folder: Path) -> tuple[Path, ...]:
    """Write the case: regions before and after, commands; gives the RTL files."""
    from hwpipe.accel import build_image
    from hwpipe.accel.execute import Memory as Bytes
    from hwpipe.accel.execute import execute_list
    from hwpipe.accel.format import encode
    from hwpipe.accel.lowering import config_for
    from hwpipe.accel.top import build_accelerator
    from hwpipe.conv import ConvConfig
    from hwpipe.lower.run import enter_inputs, run_tensors

    program, image_in = _network(folder)
    config = config_for(program, ConvConfig(8, 8))
    built = build_accelerator(config, folder / "rtl")
    image = build_image(program, config)
    for tensor, codes in enter_inputs(program, {"x": image_in}).items():
        image.enter(tensor, codes[0])
    commands = [encode(image.relative(c)) for c in image.commands]
    # What the reference leaves: the list in numpy, its output checked against the integers.
    regions = [Region(r.address, r.size, True, r.writable) for r in image.regions]
    raw = encode_list(regions, commands, built.ident)
    memory = np.concatenate([image.memory, np.frombuffer(raw, np.uint8)])
    assert execute_list(Bytes(0, memory), image.memory.size, built.ident, config).error == 0
    port = program.outputs[0].tensor
    want = run_tensors(program, {"x": image_in})[port]
    assert np.array_equal(image.read(port, 0, memory), want)
    arrays: dict[str, Any] = {"commands": np.frombuffer(b"".join(commands), np.uint8)}
    arrays["commands"] = arrays["commands"].reshape(-1, 128)
    for i, r in enumerate(image.regions):
        arrays[f"region{i}"] = image.content(r)
        arrays[f"after{i}"] = memory[r.address : r.address + r.size]
    np.savez(folder / "case.npz", **arrays)
    output = image.region_of(image.address_of(port))
    assert (arrays[f"region{output}"] != arrays[f"after{output}"]).any()
    note = {"ident": built.ident, "writable": [r.writable for r in image.regions],
            "output": output}  # fmt: skip
    (folder / "case.json").write_text(json.dumps(note))
    return built.files


def test_accelerator(runner: Runner, tmp_path: Path) -> None:
    """All of the above on one simulator."""
    pytest.importorskip("onnx")
    files = _case(tmp_path)
    runner.run("test_accelerator", "accelerator", files, settings={"case": str(tmp_path)})


#: (module, text, what takes its place, what kind of mistake it is)
FAULTS = [
    ("hwp_sequencer", "progress_reg + 1'b1;", "progress_reg + 2'd2;", "commands counted twice"),
    ("hwp_sequencer", "if (drained) phase_reg", "phase_reg", "reset with bursts in flight"),
    ("hwp_sequencer", "if (stop) begin", "if (1'b0) begin", "errors ignored"),
    ("hwp_sequencer", "cycles_reg + 1'b1;", "48'd0;", "cycles not counted"),
    ("hwp_list_fetch", "region_base + {{", "region_base - {{", "offset subtracted"),
    ("hwp_list_fetch", "left_reg - 1'b1;", "left_reg;", "list without an end"),
    ("hwp_list_fetch", "list_reg + 1'b1, 7'd0}", "list_reg, 7'd0}", "header read as table"),
    ("hwp_guard_read", "beat_passed && m_axi_rresp[1]", "1'b0", "read errors unseen"),
    ("hwp_guard_write", "over && m_axi_bresp[1]", "1'b0", "write errors unseen"),
    ("hwp_guard_check", "last < limit[ADDR_W:SIZE];", "1'b1;", "no upper bound"),
    ("hwp_axi_lite_status", "offset[INDEX_W+1:2];", "offset[INDEX_W+1:2] + 1'b1;", "next register"),
]  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Path, ...]]:
    """A case and its RTL, without faults."""
    pytest.importorskip("onnx")
    folder = tmp_path_factory.mktemp("case")
    return folder, _case(folder)


@pytest.mark.parametrize(
    "fault",
    [pytest.param(f, id=f[3], marks=[] if i in {1, 5} else pytest.mark.slow)
     for i, f in enumerate(FAULTS)],
)  # fmt: skip
def test_faults_are_caught(
    runner: Runner, whole: tuple[Path, tuple[Path, ...]], tmp_path: Path, fault: tuple[str, ...]
) -> None:
    """The bench fails for each of these faults; on Icarus, which builds the RTL in seconds."""
    if runner.simulator != "icarus":
        pytest.skip("one simulator is enough")
    folder, files = whole
    module, text, planted, _ = fault
    sources = []
    for path in files:
        if path.stem == module:
            rtl = path.read_text()
            assert text in rtl, f"{module} has no {text!r}"
            path = tmp_path / path.name  # noqa: PLW2901
            path.write_text(rtl.replace(text, planted))
        sources.append(path)
    with pytest.raises(pytest.fail.Exception):
        runner.run("test_accelerator", "accelerator", sources, settings={"case": str(folder)})
