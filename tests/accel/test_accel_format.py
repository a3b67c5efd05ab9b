"""Command format and checker: round trips, and lists that were tampered with."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.accel.check import check_command, check_commands
from hwpipe.accel.command import OPS, POINTERS, Buffer, Command
from hwpipe.accel.format import (
    COMMAND_BYTES,
    Field,
    assemble,
    decode,
    disassemble,
    encode,
    fields,
)
from hwpipe.accel.layers import conv_command, elementwise
from hwpipe.accel.places import Place
from hwpipe.accel.rounding import clip_scalars
from hwpipe.accel.windows import window
from hwpipe.conv import ConvConfig, ConvShape, plan_conv
from hwpipe.conv.layout import TensorLayout
from hwpipe.errors import InputError
from hwpipe.fpga.integer import Output

CONFIG = ConvConfig(pi=8, po=8)


def any_value(field: Field) -> st.SearchStrategy[int]:
    least = -(1 << (field.bits - 1)) if field.signed else 0
    return st.integers(least, least + (1 << field.bits) - 1)


@st.composite
def commands(draw: st.DrawFn) -> Command:
    op = draw(st.sampled_from(OPS))
    values = {f.name: draw(any_value(f)) for f in fields(op)}
    return Command(
        op, {n: v for n, v in values.items() if n[0] != "@"},
        {n[1:]: v for n, v in values.items() if n[0] == "@"},
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(commands(), max_size=3))
def test_round_trip_through_bytes_and_text(listed: list[Command]):
    for command in listed:
        raw = encode(command)
        assert len(raw) == COMMAND_BYTES
        assert decode(raw) == command
    assert assemble(disassemble(listed)) == listed


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=COMMAND_BYTES, max_size=COMMAND_BYTES), st.booleans())
def test_any_bytes_decode_to_what_encodes_to_them_or_are_refused(raw: bytes, marked: bool):
    if marked:
        raw = b"HWPC" + bytes([1, 1 + raw[5] % 3, 0, 0]) + raw[8:100] + bytes(28)
    try:
        command = decode(raw)
    except InputError:
        return
    assert encode(command) == raw


def test_fields_of_version_2_do_not_move():
    """Command lists of older builds must stay readable: widths and order are the format."""
    total = {op: sum(f.bits for f in fields(op)) for op in OPS}
    assert total == {"conv2d": 933, "window": 715, "elementwise": 703}
    assert [f.name for f in fields("elementwise")][:6] == [
        "@a", "@b", "@y", "blocks", "rows", "a_beats",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw[:-1], "command of 127 bytes"),
        (lambda raw: b"X" + raw[1:], "its mark is missing"),
        (lambda raw: raw[:4] + b"\1" + raw[5:], "command of version 1"),
        (lambda raw: raw[:5] + b"\4" + raw[6:], "operation code 4"),
        (lambda raw: raw[:-1] + b"\x80", "bits are set behind the last field"),
    ],
)
def test_malformed_bytes(change, message: str):
    raw = encode(example_commands()[0][0])
    with pytest.raises(InputError, match=message):
        decode(change(raw))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("conv2d", "no .version"),
        (".version 7", "version '7'"),
        (".version 2\nfly @x=1", "operation 'fly'"),
        (".version 2\nwindow wings=2", "window has no field 'wings'"),
        (".version 2\nwindow kh=two", "kh = 'two'"),
        (".version 2\nwindow kh=3", "fields missing or unknown"),
    ],
)
def test_malformed_text(text: str, message: str):
    with pytest.raises(InputError, match=message):
        assemble(text)


def example_commands() -> tuple[list[Command], list[Buffer]]:
    """One command of each kind on buffers that fit it to the byte."""
    at, buffers = 0x1000, []

    def write(data: np.ndarray) -> int:
        return room(np.asarray(data).nbytes, False)

    def room(size: int, writable: bool) -> int:
        nonlocal at
        here, at = at, at + size + 64
        buffers.append(Buffer(here, size, writable))
        return here

    def place(name: str, layout: TensorLayout, slack: int = 0) -> Place:
        size = max(layout.total_bytes, slack)
        here = room(size, True)
        return Place(name, layout, here, (here, size))

    shape = ConvShape(12, 9, 7, 20, 3, 2, 1)
    plan = plan_conv(shape, CONFIG)
    x, y = place("x", plan.x_layout, plan.x_bytes), place("y", plan.y_layout)
    values = {"w": np.ones((20, 12, 3, 3), np.int8), "bias": np.zeros(20, np.int32),
              "scale": np.ones(20), "x_zero_point": 0, "out": Output()}  # fmt: skip
    conv = conv_command(plan, values, x.address, y.address, write)
    a = place("a", TensorLayout(12, 9, 7, 8, (1, 1, 1, 1)))
    b = place("b", TensorLayout(12, 5, 4, 8))
    geometry = {"kernel": (3, 3), "strides": (2, 2), "dilations": (1, 1), "pads": ((1, 1), (1, 1))}
    (pool,) = window(
        a, b, geometry, (np.ones((12, 9), np.int8), np.zeros(12), np.ones(12, np.int64)), write,
        rounding=clip_scalars(), before=0, fill=0,
    )  # fmt: skip
    c, d = (place(n, TensorLayout(12, 5, 4, 8, (0, 0, 1, 1))) for n in "cd")
    add = elementwise(c, d, b, {"kb": 3})
    large = place("e", TensorLayout(12, 10, 8, 8))
    enlarge = elementwise(b, None, large, {}, factors=(2, 2))
    return [conv, pool, add, enlarge], buffers


def addresses(command: Command) -> dict[str, tuple[np.ndarray, int]]:
    """Every access of a command, as first byte addresses and bytes, by walking its loops."""
    s, p = command.scalars, command.pointers

    def walk(*loops: tuple[int, int]) -> np.ndarray:
        total = np.zeros(1, np.int64)
        for trips, stride in loops:
            total = np.unique((total[:, None] + np.arange(trips) * stride).ravel())
        return total

    if command.op == "conv2d":
        y = [
            p["y"] + g * s["y_group"] + b * s["y_block"] + po * s["y_out"] + by * s["y_tile_y"]
            + bx * s["y_tile_x"] + ty * s["y_row"] + tx * 8
            for g in range(s["groups"]) for b in range(s["blocks"])
            for po in range(min(s["block"], s["tiles_out"] - b * s["block"]))
            for by in range(s["y_tiles_y"]) for bx in range(s["y_tiles_x"])
            for ty in range(min(s["y_th"], s["y_oh"] - by * s["y_th"]))
            for tx in range(min(s["y_tw"], s["y_ow"] - bx * s["y_tw"]))
        ]  # fmt: skip
        x = walk((s["groups"], s["x_group"]), (s["tiles_in"], s["x_in"]),
                 (s["tiles_y"], s["x_tile_y"]), (s["tiles_x"], s["x_tile_x"]),
                 (s["rows"], s["x_row"]), (s["cols"], 8))  # fmt: skip
        return {"x": (x + p["x"], 8), "y": (np.asarray(y), 8),
                "w": (p["w"] + walk((s["w_blocks"] * s["w_beats"], 8)), 8),
                "v": (p["v"] + walk((s["w_blocks"] * s["w_beats"], 8)), 8),
                "p": (p["p"] + walk((s["w_blocks"] * s["p_beats"], 8)), 8)}  # fmt: skip
    if command.op == "window":
        rows = {b * s["step"] + r - s["top"] for b in range(s["bands"]) for r in range(s["tall"])}
        inside = np.array(sorted(r for r in rows if 0 <= r < s["h"]), np.int64)
        x = (walk((s["blocks"], s["x_block"]), (s["w"], 8))[:, None] + inside * s["x_row"]).ravel()
        y = walk((s["blocks"], s["y_block"]), (s["y_rows"], s["y_row"]), (s["ow"], 8))
        k = walk((s["blocks"], s["k_block"]), (s["k_beats"], 8))
        return {"x": (p["x"] + x, 8), "y": (p["y"] + y, 8), "k": (p["k"] + k, 8)}
    beats = {n: (s[f"{n}_beats"], 8) for n in "aby"}
    a = walk((s["blocks"], s["a_block"]), (s["rows"], s["a_row"]), beats["a"])
    y = walk((s["blocks"], s["y_block"]), (s["rows"], s["y_step"]), (s["up_y"], s["y_row"]),
             beats["y"])  # fmt: skip
    found = {"a": (p["a"] + a, 8), "y": (p["y"] + y, 8)}
    if s["pair"]:
        b = walk((s["blocks"], s["b_block"]), (s["rows"], s["b_row"]), beats["b"])
        found["b"] = (p["b"] + b, 8)
    return found


def outside(command: Command, buffers: list[Buffer]) -> str | None:
    """An access outside every declared buffer, or a write to one that is not writable."""
    for name, (starts, size) in addresses(command).items():
        fine = np.zeros(len(starts), bool)
        for b in buffers:
            if b.writable or not POINTERS[command.op][name]:
                fine |= (starts >= b.address) & (starts + size <= b.address + b.size)
        if not fine.all():
            return f"{name} at {int(starts[~fine][0]):#x}"
    return None


def test_examples_pass_and_fill_their_buffers():
    """The examples reach the last byte that the checker allows: one less is refused."""
    listed, buffers = example_commands()
    check_commands(listed, buffers, CONFIG)
    for command in listed:
        assert outside(command, buffers) is None
        at = command.pointers["y"]
        mine = next(b for b in buffers if b.address <= at < b.address + b.size)
        short = [dataclasses.replace(b, size=b.size - 8) if b is mine else b for b in buffers]
        if outside(command, short) is not None:
            with pytest.raises(InputError, match=r"writes [\d,]+ bytes at"):
                check_command(command, short, CONFIG)
        sealed = [dataclasses.replace(b, writable=False) for b in buffers]
        with pytest.raises(InputError, match="writes"):
            check_command(command, sealed, CONFIG)


def mutated(command: Command, rng: random.Random) -> Command:
    """One to three fields changed: a bit, a step, a pointer moved, or another field's value."""
    scalars, pointers = dict(command.scalars), dict(command.pointers)
    known = {f.name: f for f in fields(command.op)}
    for _ in range(rng.randint(1, 3)):
        name = rng.choice(sorted(known))
        field, table = known[name], pointers if name[0] == "@" else scalars
        key = name.lstrip("@")
        least = -(1 << (field.bits - 1)) if field.signed else 0
        change = rng.randrange(4)
        value = table[key]
        if change == 0:
            value = least + ((value - least) ^ (1 << rng.randrange(field.bits)))
        elif change == 1:
            value += rng.choice([-64, -8, -1, 1, 8, 64])
        elif change == 2:
            value = rng.choice(sorted(scalars.values()))
        else:
            value = least + rng.getrandbits(min(field.bits, 12))
        table[key] = min(max(value, least), least + (1 << field.bits) - 1)
    return Command(command.op, scalars, pointers)


def test_no_mutated_list_passes_with_an_access_outside_its_buffers():
    listed, buffers = example_commands()
    rng = random.Random(11)
    passed = refused = escaping = 0
    for round_ in range(1000):
        broken = [mutated(c, rng) if i == round_ % 4 else c for i, c in enumerate(listed)]
        try:
            check_commands(broken, buffers, CONFIG)
        except InputError:
            refused += 1
            continue
        passed += 1
        for command in broken:
            found = outside(command, buffers)
            assert found is None, (command, found)
        escaping += broken != listed
    assert refused > 500
    assert escaping > 20, "some mutations are harmless, or the enumeration was never needed"
