"""Estimate of what a kernel takes of an FPGA: DSPs, block RAMs, LUTs and registers.

Counted from the scheduled graph with one figure per operator; the fixed modules (AXI, control)
are counts of yosys `synth_xilinx` on the modules themselves. Block RAM counts follow the
shapes that a RAMB18E1 has (UG473, table 1-11: 512 x 36 to 16K x 1, simple dual port).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hwpipe.hls.compiler import Compiled
from hwpipe.hls.emit_nodes import address_bits
from hwpipe.hls.emit_process import emit_process
from hwpipe.hls.emit_top import register_map
from hwpipe.hls.ir import Node
from hwpipe.hls.luts import demanded, luts, multiplexers, shared_adders
from hwpipe.hls.sched import Scheduled
from hwpipe.hls.sv_expr import identifier
from hwpipe.hls.timing import is_multiplier

__all__ = ["Resources", "estimate", "ram_halves"]

#: Widths of a half block RAM by depth (UG473).
_SHAPES = {512: 36, 1024: 18, 2048: 9, 4096: 4, 8192: 2, 16384: 1}


@dataclass(frozen=True)
class Resources:
    """Counts; `bram18` are halves of a 36 Kbit block."""

    dsp: int = 0
    bram18: int = 0
    lut: int = 0
    ff: int = 0

    def __add__(self, other: Resources) -> Resources:
        return Resources(
            self.dsp + other.dsp, self.bram18 + other.bram18, self.lut + other.lut,
            self.ff + other.ff,
        )  # fmt: skip

    @property
    def bram36(self) -> float:
        """Block RAMs of 36 Kbit, halves counted as such."""
        return self.bram18 / 2


def ram_halves(width: int, depth: int) -> int:
    """Halves of block RAM that a memory of `depth` words of `width` bits takes."""
    return min(-(-width // bits) * -(-depth // words) for words, bits in _SHAPES.items())


def _dsps(node: Node) -> int:
    """DSP slices of one product: 25 x 18 bits signed each, 27 x 18 where two weights are packed.

    Only weights packed with shift 18 are that wide in a chain, and that is a DSP48E2's packing.
    """
    wide, narrow = sorted((node.args[0].width, node.args[1].width), reverse=True)
    if wide + narrow <= 8:
        return 0
    if node.op == "mac" and wide <= 27 and narrow <= 18:
        return 1
    if wide <= 25 and narrow <= 18:
        return 1
    return -(-wide // 24) * -(-narrow // 17)


def _accumulators(done: Scheduled, products: list[Node]) -> tuple[set[str], set[int]]:
    """Carried registers that are a slice's P register, and choices that its Z multiplexer makes.

    A slice adds its product to P, to C or to PCIN (UG479, table 2-9: OPMODE[6:4]); so `acc =
    (acc or anything) + product` is one slice, its register and its choice included.

    Returns:
        Keys of the registers, and ids of the `sel` nodes.
    """
    users: dict[int, int] = {}
    for node in done.nodes:
        for arg in node.args:
            users[arg.id] = users.get(arg.id, 0) + 1
    made = {n.id for n in products if users.get(n.id) == 1}
    states: set[str] = set()
    choices: set[int] = set()
    for effect in done.ir.effects:
        if effect.op != "swrite":
            continue
        value = effect.args[0]
        if value.op == "sel" and value.args[2].op == "state" and value.args[2].attr == effect.attr:
            value = value.args[1]  # the clock enable
        alone = True  # a sum that something else reads too is needed outside, a cycle early
        while value.op in {"wrap", "assume"}:
            alone &= users.get(value.id) == 1
            value = value.args[0]
        alone &= users.get(value.id) == 1
        if value.op != "add" or value.width > 48 or not any(a.id in made for a in value.args):
            continue
        if not alone:
            continue
        states.add(effect.attr)
        choices |= {
            a.id for a in value.args if a.op == "sel"
            and any(x.op == "state" and x.attr == effect.attr for x in a.args[1:])
        }  # fmt: skip
    return states, choices


def _process(done: Scheduled, compiled: Compiled) -> Resources:
    module = emit_process(done, compiled.kernel.name, compiled.schedule.ram_styles)
    products = [n for n in done.nodes if is_multiplier(n) and done.ready[n.id] > done.stage[n.id]]
    # A carried register that a multiplier reads lies in the slice.
    absorbed = {
        f"{identifier(a.attr)}_reg" for n in products for a in n.args[:2] if a.op == "state"
    }
    accumulators, chosen = _accumulators(done, products)
    absorbed |= {f"{identifier(key)}_reg" for key in accumulators}
    absorbed |= {f"{n.op}_{n.id}" for n in products} | {f"_{n.id};" for n in products}
    ff = 0
    demand = demanded(done.nodes)
    packed = {
        a.id for n in done.nodes if n.op == "mac" for a in n.args[:2]
        if a.op == "add" and any(x.op == "shl" for x in a.args)
    }  # fmt: skip
    # What packs two operands is the DSP's pre-adder.
    # What a carried register keeps otherwise is its clock enable.
    kept = {
        e.args[0].id for e in done.ir.effects if e.op == "swrite"
        and e.args[0].op == "sel" and e.args[0].args[2].op == "state"
        and e.args[0].args[2].attr == e.attr
    }  # fmt: skip
    free = packed | kept | chosen | shared_adders(done.nodes)
    ways = multiplexers([n for n in done.nodes if n.id not in free], demand)
    lut = sum(
        ways[n.id] if n.id in ways else luts(n, demand[n.id])
        for n in done.nodes if n.id not in free
    )  # fmt: skip
    chains: dict[str, list[int]] = {}
    for width, name in _registers(module.text):
        if any(name == a or f"{name};".endswith(a) for a in absorbed):
            continue
        match = re.fullmatch(r"(.*)_s\d+", name)
        if match:
            chains.setdefault(match.group(1), []).append(width)
        else:
            ff += width
    operands = {a.id for n in products for a in n.args[:2]}
    by_id = {n.id: n for n in done.nodes}
    for base, widths in chains.items():
        tail = base.rsplit("_", 1)[-1]
        node = by_id.get(int(tail)) if tail.isdigit() else None
        # A DSP takes in two registers of each operand, and the one behind its adder.
        inside = 2 if node is not None and node.id in operands else 0
        if node is not None and node.op == "add" and any(is_multiplier(a) for a in node.args):
            inside = 1
        left = max(0, len(widths) - inside)
        # Delays of three stages and more become shift registers in LUTs.
        if left >= 3:
            lut += widths[0]
        else:
            ff += left * widths[0]
    halves = 0
    for array in done.ir.arrays.values():
        if array.registers or array.role == "read":
            continue
        depth = array.bank_depth if array.role == "local" else 1 << address_bits(array)
        width = array.dtype.width
        key = array.name if array.role != "local" else f"{done.ir.name}.{array.name}"
        style = compiled.schedule.ram_styles.get(key, "auto")
        if style == "block" or (style == "auto" and depth * width > 1024):
            halves += array.banks * ram_halves(width, depth)
        else:
            lut += array.banks * _lutram(width, depth)
            ff += array.banks * width
    return Resources(sum(_dsps(n) for n in products), halves, round(lut), max(0, ff))


def _registers(text: str) -> Iterable[tuple[int, str]]:
    for bits, name in re.findall(r"^\s*logic(?: signed)?(?: \[(\d+):\d+\])? (\w+);", text, re.M):
        yield int(bits or 0) + 1, name


def _lutram(width: int, depth: int) -> int:
    """LUTs of distributed RAM: RAM32M holds 32 words of 6 bits in 4 (UG474)."""
    return -(-width // 6) * 4 * -(-depth // 32)


def _fifo(width: int, depth: int) -> Resources:
    control = Resources(lut=12 + 3 * depth.bit_length(), ff=3 * depth.bit_length() + 2)
    if width * depth > 2048:
        return control + Resources(bram18=ram_halves(width, depth), lut=4, ff=1)
    return control + Resources(lut=_lutram(width, depth))


def estimate(compiled: Compiled) -> Resources:
    """Estimate of a whole kernel, bus interfaces included."""
    total = Resources()
    for process in compiled.processes:
        total += _process(process, compiled)
    for channel in compiled.channels.values():
        if not channel.source.startswith("@"):
            total += _fifo(channel.width, channel.depth if channel.source else 2)
    # Reserved words and bits above an argument's width are no registers.
    bits = sum(placed.argument.bits for placed in register_map(compiled).arguments)
    total += Resources(lut=65 + round(0.6 * bits), ff=85 + bits)
    engines: dict[tuple[str, bool], int] = {}
    for engine in compiled.engines:
        bundle, width = compiled.schedule.bundles.get(engine.memory, ("gmem", 64))
        burst = compiled.schedule.burst_beats.get(engine.memory, 64)
        engines[bundle, engine.write] = engines.get((bundle, engine.write), 0) + 1
        if engine.write:
            beats = max(2 * burst, burst)
            total += _fifo(width + width // 8, beats) + Resources(lut=300, ff=260)
        else:
            total += _fifo(width, 256) + Resources(lut=260, ff=245)
        if engine.dtype.width * engine.lanes < width:
            total += Resources(lut=430, ff=127) if engine.write else Resources(lut=167, ff=55)
    for (_, write), count in engines.items():
        if count > 1:
            total += Resources(lut=90 * count, ff=90) if write else Resources(lut=70 * count, ff=85)
    return total
