"""Command lists in numpy: whole networks bit for bit, and lists that the hardware refuses."""

from __future__ import annotations

import struct
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.accel import build_image
from hwpipe.accel.command import Command
from hwpipe.accel.execute import Memory, Outcome, execute_command, execute_list
from hwpipe.accel.format import decode, encode, fields
from hwpipe.accel.lowering import config_for
from hwpipe.conv import ConvConfig, ConvShape, plan_conv
from hwpipe.conv.pack import pack_channels, pack_input, pack_weights, unpack_output
from hwpipe.errors import InputError
from hwpipe.fpga import interface
from hwpipe.fpga.integer import Output, conv
from hwpipe.fpga.interface import Region, encode_list
from hwpipe.fpga.requantise import Multiplier
from hwpipe.lower.run import enter_inputs, run_tensors

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lower"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from lower_networks import NETWORKS
from test_accel_networks import SMALL, folder, quantised  # noqa: F401 (a fixture)

BASE, IDENT = 0x1000_0000, 77


@lru_cache(maxsize=4)
def loaded(name: str, where: Path, config: ConvConfig):
    """An image in memory with its list behind it."""
    program, images = quantised(name, where)
    config = config_for(program, config)
    image = build_image(program, config)
    for tensor, values in enter_inputs(program, images).items():
        image.enter(tensor, values[0])
    regions = [Region(BASE + r.address, r.size, True, r.writable) for r in image.regions]
    listed = encode_list(regions, [encode(image.relative(c)) for c in image.commands], IDENT)
    at = -(-image.memory.size // 128) * 128
    memory = np.zeros(at + len(listed), np.uint8)
    memory[: image.memory.size] = image.memory
    memory[at:] = np.frombuffer(listed, np.uint8)
    assert [s.host for s in image.steps if s.host] == []
    return program, images, image, memory, at, config


@pytest.mark.parametrize(
    "config", [SMALL, ConvConfig(8, 8, 0), ConvConfig(16, 16, 18)], ids=["8", "plain", "16"]
)
@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_network_is_bit_exact(name: str, config: ConvConfig, folder: Path):  # noqa: F811
    program, images, image, memory, at, config = loaded(name, folder, config)
    memory = memory.copy()
    seen: list[tuple[int, int]] = []
    outcome = execute_list(
        Memory(BASE, memory), BASE + at, IDENT, config,
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    total = len(image.commands)
    assert outcome == Outcome(0, total, total)
    assert seen == [(k, total) for k in range(total + 1)]
    want = run_tensors(program, images)
    for port in program.outputs:
        assert np.array_equal(image.read(port.tensor, 0, memory), want[port.tensor])


def test_only_writable_regions_change(folder: Path):  # noqa: F811
    _, _, image, memory, at, config = loaded("resnet18", folder, SMALL)
    changed = memory.copy()
    execute_list(Memory(BASE, changed), BASE + at, IDENT, config)
    allowed = np.zeros(memory.size, bool)
    for region in image.regions:
        allowed[region.address : region.address + region.size] = region.writable
    assert not (changed != memory)[~allowed].any()


HEADER = {
    "magic": (0, b"HWPX"), "version": (4, b"\3\0\0\0"), "regions": (8, b"\x41\0\0\0"),
    "commands": (12, b"\0\0\0\1"), "reserved": (60, b"\1"), "identity": (16, b"\0"),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(HEADER))
def test_bad_header(what: str, folder: Path):  # noqa: F811
    _, _, _, memory, at, config = loaded("vgg", folder, SMALL)
    memory = memory.copy()
    offset, raw = HEADER[what]
    memory[at + offset : at + offset + len(raw)] = np.frombuffer(raw, np.uint8)
    outcome = execute_list(Memory(BASE, memory), BASE + at, IDENT, config)
    assert (outcome.error, outcome.progress) == (interface.BAD_HEADER, 0)


def test_bad_region_table_names_the_region(folder: Path):  # noqa: F811
    _, _, _, memory, at, config = loaded("vgg", folder, SMALL)
    memory = memory.copy()
    entry = at + 128 + 16
    memory[entry : entry + 8] = np.frombuffer(struct.pack("<Q", BASE + 4), np.uint8)
    outcome = execute_list(Memory(BASE, memory), BASE + at, IDENT, config)
    assert outcome == Outcome(interface.BAD_HEADER, 0, 0, 1)


@pytest.mark.parametrize("address", [0, BASE - 128, BASE + (1 << 30), BASE + 64, 1 << 40])
def test_list_outside_of_memory(address: int, folder: Path):  # noqa: F811
    _, _, _, memory, _, config = loaded("vgg", folder, SMALL)
    outcome = execute_list(Memory(BASE, memory), address, IDENT, config)
    bad = address % 128 or address >> 40
    assert outcome.error == (interface.BAD_HEADER if bad else interface.LIST_UNREADABLE)


def _with_command(where: Path, index: int, raw: bytes) -> Outcome:
    """The list of a network with one command replaced."""
    _, _, image, memory, at, config = loaded("vgg", where, SMALL)
    memory = memory.copy()
    first = at + 128 + -(-16 * len(image.regions) // 128) * 128
    memory[first + 128 * index : first + 128 * (index + 1)] = np.frombuffer(raw, np.uint8)
    return execute_list(Memory(BASE, memory), BASE + at, IDENT, config)


def _command(where: Path, index: int) -> Command:
    image = loaded("vgg", where, SMALL)[2]
    return image.relative(image.commands[index])


def test_malformed_commands(folder: Path):  # noqa: F811
    plain = bytearray(encode(_command(folder, 1)))
    for offset, value, error in (
        (0, 0x58, interface.BAD_COMMAND),
        (4, 99, interface.BAD_COMMAND),
        (6, 1, interface.BAD_COMMAND),
        (5, 9, interface.BAD_OPERATION),
        (5, 0, interface.BAD_OPERATION),
        (127, 0x80, interface.BAD_COMMAND),
    ):
        raw = bytearray(plain)
        raw[offset] = value
        assert _with_command(folder, 1, bytes(raw)) == Outcome(error, 1, 8, 255)


def test_pointer_to_no_region_and_out_of_one(folder: Path):  # noqa: F811
    command = _command(folder, 0)
    code, names = 1, list(command.pointers)
    assert command.op == "conv2d"
    for k, name in enumerate(names):
        moved = Command(command.op, command.scalars, command.pointers | {name: 63 << 32})
        assert _with_command(folder, 0, encode(moved)) == Outcome(interface.BAD_REGION, 0, 8, k)
        far = command.pointers[name] | 0xFFFFFF00
        moved = Command(command.op, command.scalars, command.pointers | {name: far})
        assert _with_command(folder, 0, encode(moved)) == Outcome(
            interface.STRAY_ACCESS, 0, 8, code << 8 | k
        )
    swapped = command.pointers | {"y": command.pointers["w"]}  # weights are read-only
    moved = Command(command.op, command.scalars, swapped)
    assert _with_command(folder, 0, encode(moved)).error == interface.STRAY_ACCESS


def test_processes_that_disagree_stand_still(folder: Path):  # noqa: F811
    command = _command(folder, 0)
    scalars = command.scalars | {"rounds": command.scalars["rounds"] + 1}
    raw = encode(Command(command.op, scalars, command.pointers))
    assert _with_command(folder, 0, raw) == Outcome(interface.TOO_QUIET, 0, 8, 0x1FF)


def test_stopped_between_commands(folder: Path):  # noqa: F811
    _, _, _, memory, at, config = loaded("vgg", folder, SMALL)
    count = iter([False, False, True])
    outcome = execute_list(
        Memory(BASE, memory.copy()), BASE + at, IDENT, config, stopped=lambda: next(count)
    )
    assert (outcome.error, outcome.progress, outcome.total) == (interface.TOO_LONG, 2, 8)


def test_region_outside_of_memory_is_a_bus_error(folder: Path):  # noqa: F811
    _, _, image, memory, at, config = loaded("vgg", folder, SMALL)
    memory = memory.copy()
    for k in range(len(image.regions)):
        entry = at + 128 + 16 * k
        memory[entry : entry + 8] = np.frombuffer(struct.pack("<Q", 0x7000_0000), np.uint8)
    outcome = execute_list(Memory(BASE, memory), BASE + at, IDENT, config)
    assert outcome.error == interface.BUS_ERROR


def test_execute_command_says_what_is_wrong(folder: Path):  # noqa: F811
    _, _, image, memory, _, config = loaded("vgg", folder, SMALL)
    command = _command(folder, 0)
    with pytest.raises(InputError, match=r"conv2d: .*names a region that the list does not have"):
        execute_command(command, (), Memory(BASE, memory), config)
    assert image.commands


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_mutated_commands_never_touch_anything_else(data: st.DataObject, folder: Path):  # noqa: F811
    """Whatever a field says: an error code or an end, and writes only where they are allowed."""
    _, _, image, memory, at, config = loaded("vgg", folder, SMALL)
    index = data.draw(st.integers(0, len(image.commands) - 1))
    command = image.relative(image.commands[index])
    field = data.draw(st.sampled_from(fields(command.op)))
    value = data.draw(st.integers(0, (1 << field.bits) - 1))
    if field.signed:
        value -= (value >> (field.bits - 1)) << field.bits
    scalars, pointers = dict(command.scalars), dict(command.pointers)
    if field.is_pointer:
        pointers[field.name[1:]] = value
    else:
        scalars[field.name] = value
    changed = memory.copy()
    first = at + 128 + -(-16 * len(image.regions) // 128) * 128 + 128 * index
    raw = encode(Command(command.op, scalars, pointers))
    changed[first : first + 128] = np.frombuffer(raw, np.uint8)
    assert decode(raw).op == command.op
    before = changed.copy()
    outcome = execute_list(Memory(BASE, changed), BASE + at, IDENT, config)
    assert outcome.error in interface.ERRORS
    allowed = np.zeros(memory.size, bool)
    for region in image.regions:
        allowed[region.address : region.address + region.size] = region.writable
    assert not (changed != before)[~allowed].any()


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 1 << 30), channels=st.integers(1, 40), filters=st.integers(1, 40),
    size=st.tuples(st.integers(1, 17), st.integers(1, 17)), kernel=st.integers(1, 4),
    stride=st.integers(1, 3), pad=st.integers(0, 2), dilation=st.integers(1, 2),
    shift=st.sampled_from([0, 17, 18]),
)  # fmt: skip
def test_any_convolution(
    seed: int, channels: int, filters: int, size: tuple[int, int], kernel: int, stride: int,
    pad: int, dilation: int, shift: int,
):  # fmt: skip
    """Planned convolutions of any geometry against the integer operator."""
    rng = np.random.default_rng(seed)
    try:
        shape = ConvShape(channels, *size, filters, kernel, stride, pad, 1, dilation)
        plan = plan_conv(shape, ConvConfig(8, 8, shift))
    except InputError:
        return
    x = rng.integers(-128, 128, (channels, *size)).astype(np.int8)
    w = rng.integers(-127, 128, (filters, channels, kernel, kernel)).astype(np.int8)
    bias = rng.integers(-(1 << 20), 1 << 20, filters).astype(np.int32)
    k = rng.integers(1, 1 << 11, filters)
    zero_in, out = int(rng.integers(-128, 128)), Output(int(rng.integers(-50, 50)), -100, 110)
    want = conv(
        x[None], w, bias, Multiplier(k, 16), out, x_zero_point=zero_in, strides=(stride,) * 2,
        pads=((pad, pad), (pad, pad)), dilations=(dilation,) * 2,
    )[0]  # fmt: skip
    first, second = pack_weights(plan, w)
    parts = {
        "x": pack_input(plan, x, zero_in), "w": first, "v": second,
        "p": pack_channels(plan, w, bias, k / 65536, zero_in),
        "y": np.zeros(plan.y_layout.total_bytes, np.int8),
    }  # fmt: skip
    regions, memory, pointers = [], [], {}
    at = BASE
    offsets = {"x": plan.x_offset, "y": plan.y_offset}
    for i, (name, array) in enumerate(parts.items()):
        raw = array.reshape(-1).view(np.uint8)
        room = -(-raw.size // 64) * 64
        regions.append(Region(at, room, True, name == "y"))
        memory.append(np.pad(raw, (0, room - raw.size)))
        pointers[name] = interface.pointer(i, offsets.get(name, 0))
        at += room
    data = np.concatenate(memory)
    scalars = {**plan.scalars, "zero": out.zero_point, "low": out.low, "high": out.high}
    command = Command("conv2d", scalars, pointers)
    execute_command(command, tuple(regions), Memory(BASE, data), plan.config)
    start = regions[-1].base - BASE
    got = unpack_output(plan, data[start : start + parts["y"].size].view(np.int8))
    assert np.array_equal(got, want)
