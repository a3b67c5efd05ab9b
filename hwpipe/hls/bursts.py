"""Accesses to the board's memory become streams, fed by address processes of their own.

Reads (writes) of one argument whose addresses differ by constants and run together are one
group; a group is one item of a stream. From the address polynomial follows how many of the
innermost loops walk through memory without a gap: they become one request of an address
process, whose nest is what remains of the loops outside. So a burst is as long as the
program's contiguous run, and addresses are computed ahead of the data.
"""

# ruff: noqa: PLR0917 (an access is described by its graph, array, indices, place)
from __future__ import annotations

from hwpipe.errors import InputError
from hwpipe.hls.front import Front, exclusive, issue_pure, literals
from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.lang import Mem
from hwpipe.hls.poly import Poly, poly_add, poly_mul, poly_node, poly_of, poly_scale
from hwpipe.hls.process_ir import Check, Engine, LaneRef, LevelIR, ProcessIR, StreamPort
from hwpipe.hls.types import Int

__all__ = ["ADDRESS_BITS", "levels_of", "split_bursts", "trip_under"]

#: Bits of a byte address that leaves the kernel: 1 TB, all that a Zynq UltraScale+ can address
#: (UG1085, chapter 10). Pointers are registers of 64 bits, as Vitis HLS lays them out; the top
#: module's assertions and the driver's checks refuse larger ones.
ADDRESS_BITS = 40


def levels_of(node: Node, table: dict[int, frozenset[int]]) -> frozenset[int]:
    """Loop levels that a node's value depends on."""
    if node.id not in table:
        counts = node.op in {"iv", "step"}
        out: frozenset[int] = frozenset({node.attr}) if counts else frozenset()
        for arg in node.args:
            out |= levels_of(arg, table)
        table[node.id] = out
    return table[node.id]


def trip_under(graph: Graph, level: LevelIR, pred: Node | None) -> Node | None:
    """Trip count of a level where `pred` holds; None where it cannot be told."""
    known = literals(pred) if pred is not None else set()
    for held, trip in level.choices:
        if held.const == 1 or literals(held) <= known:
            return trip
    if not level.choices or (
        pred is not None and all(exclusive(graph, held, pred) for held, _ in level.choices)
    ):
        return graph.const(1)
    return None


def _collapse(
    front: Front, pred: Node, index: Poly, table: dict[int, frozenset[int]]
) -> tuple[int, Node]:
    """Drop inner loops in which the access happens once, at their first or last iteration.

    Returns:
        Number of levels that remain, and the predicate over them.
    """
    graph, levels = front.graph, front.ir.levels
    zero = graph.const(0)
    for depth in range(len(levels)):
        if any(d >= depth for key in index for a in key for d in levels_of(graph.nodes[a], table)):
            continue
        first = graph.all_of(graph.compare("eq", lv.count, zero) for lv in levels[depth:])
        last = graph.all_of(lv.last for lv in levels[depth:])

        def inner(node: Node, depth: int = depth) -> set[tuple[int, bool]]:
            return {
                (n, p) for n, p in literals(node)
                if any(d >= depth for d in levels_of(graph.nodes[n], table))
            }  # fmt: skip

        mine = inner(pred)
        if mine and mine in (inner(first), inner(last)):
            rest = [
                graph.nodes[n] if p else graph.lnot(graph.nodes[n])
                for n, p in sorted(literals(pred) - mine)
            ]
            return depth, graph.all_of(rest)
    return len(levels), pred


def _run(
    front: Front, index: Poly, lanes: int, pred: Node, table: dict[int, frozenset[int]], top: int
) -> tuple[int, Poly]:
    """Levels left to the address process, and groups per request."""
    graph, levels = front.graph, front.ir.levels
    keep = top
    run: Poly = {(): 1}
    deps = levels_of(pred, table)
    while keep:
        depth = keep - 1
        level = levels[depth]
        if depth in deps:
            break
        trip = trip_under(graph, level, pred)
        if trip is not None and trip.const == 1:
            keep -= 1
            continue
        if level.count.const is not None:
            keep -= 1
            continue
        if trip is None:
            break
        atoms = {level.count.id}
        slope: Poly = {}
        odd = False
        for key, value in index.items():
            hits = [a for a in key if depth in levels_of(graph.nodes[a], table)]
            if not hits:
                continue
            node = graph.nodes[hits[0]]
            direct = node.op in {"iv", "wrapiv"}
            if len(hits) > 1 or not direct:
                odd = True
                break
            rest = list(key)
            rest.remove(hits[0])
            slope = poly_add(slope, {tuple(rest): value})
        want = poly_scale(run, lanes)
        spread = any(depth in levels_of(graph.nodes[a], table) for k in run for a in k)
        if odd or slope != want or spread or not atoms:
            break
        run = poly_mul(run, poly_of(trip))
        keep -= 1
    outer_ok = all(max(levels_of(graph.nodes[a], table), default=-1) < keep for k in run for a in k)
    if not outer_ok:
        return top, {(): 1}
    return keep, run


def _site(
    front: Front, memory: str, number: int, lanes: int, first: Node, pred: Node, write: bool,
    line: int,
) -> tuple[Engine, ProcessIR]:  # fmt: skip
    graph: Graph = front.graph
    spec = front.process.arguments[memory]
    assert isinstance(spec, Mem)
    element_bytes = spec.dtype.width // 8
    where = f"{front.path}:{line}"
    if spec.dtype.width % 8:
        raise InputError(f"{memory} in memory has elements of {spec.dtype.width} bits",
                         where=where, limit="whole bytes")  # fmt: skip
    if lanes & (lanes - 1):
        raise InputError(f"{lanes} neighbouring elements of {memory} in one iteration",
                         where=where, limit="a power of two")  # fmt: skip
    if not issue_pure(pred) or not issue_pure(first):
        raise InputError(f"address or condition of an access to {memory} depends on data",
                         where=where, remedy="use loop variables and scalars")  # fmt: skip
    table: dict[int, frozenset[int]] = {}
    index = poly_of(first)
    top, pred = _collapse(front, pred, index, table)
    keep, run = _run(front, index, lanes, pred, table, top)
    # The address of the run's first group: inner counters at zero.
    start: Poly = {}
    for key, value in index.items():
        if not any(d >= keep for a in key for d in levels_of(graph.nodes[a], table)):
            start[key] = value
    base = graph.make("scalar", (), memory, 0, (1 << ADDRESS_BITS) - 1)
    graph.line = line
    address = graph.add(base, graph.mul(poly_node(graph, start), graph.const(element_bytes)))
    groups = poly_node(graph, run)
    tag = f"{memory}_{'wr' if write else 'rd'}{number or ''}"
    name = f"{front.process.name}_{tag}_addr"
    # A request: number of groups, as wide as the run can be long, above the byte address.
    count_bits = min(32, max(1, groups.hi.bit_length()))
    counted = graph.wrap(Int(count_bits, False), groups)
    address = graph.wrap(Int(ADDRESS_BITS, False), address)
    request = graph.bits("or", graph.shl(counted, ADDRESS_BITS), address)
    put = graph.make("put", (pred, request), f"{tag}_req", 0, 0, unique=True)
    levels = front.ir.levels[:keep]
    ir = ProcessIR(name, front.path, graph, levels=levels, line=line, effects=[put])
    ir.streams[f"{tag}_req"] = StreamPort(
        f"{tag}_req", Int(ADDRESS_BITS + count_bits, False), 1, True, True
    )
    group_bytes = element_bytes * lanes
    if group_bytes > 1:
        low = graph.bits("and", address, graph.const(group_bytes - 1))
        aligned = graph.compare("eq", low, graph.const(0))
        text = f"{memory}[...] starts at a multiple of {group_bytes} bytes"
        ir.checks.append(Check(pred, aligned, text, line))
    engine = Engine(memory, tag, f"{tag}_req", spec.dtype, lanes, write, front.process.name)
    return engine, ir


def split_bursts(
    front: Front, numbers: dict[tuple[str, bool], int]
) -> tuple[list[Engine], list[ProcessIR], dict[int, Node]]:
    """Give every memory access its stream, engine and address process.

    Args:
        front: the process.
        numbers: engines so far by argument and direction, over the whole kernel.

    Returns:
        Engines, address processes, and the nodes that take the place of memory reads.

    Raises:
        InputError: for an access that no burst engine can serve.
    """
    graph, ir = front.graph, front.ir
    engines: list[Engine] = []
    processes: list[ProcessIR] = []
    replace: dict[int, Node] = {}
    reads: dict[
        tuple[str, int, tuple[tuple[tuple[int, ...], int], ...]], list[tuple[int, Node]]
    ] = {}
    for (memory, _, _), node in front.mem_reads.items():
        poly = poly_of(node.args[1])
        rest = tuple(sorted((k, v) for k, v in poly.items() if k))
        reads.setdefault((memory, node.args[0].id, rest), []).append((poly.get((), 0), node))

    def number(memory: str, write: bool) -> int:
        count = numbers.get((memory, write), 0)
        numbers[memory, write] = count + 1
        return count

    def runs(items: list[tuple[int, Node]]) -> list[list[tuple[int, Node]]]:
        items = sorted(items, key=lambda item: item[0])
        out = [[items[0]]]
        for item in items[1:]:
            if item[0] == out[-1][-1][0] + 1:
                out[-1].append(item)
            else:
                out.append([item])
        return out

    for (memory, pred_id, _), items in reads.items():
        for group in runs(items):
            nodes = [n for _, n in group]
            pred = graph.nodes[pred_id]
            engine, address = _site(
                front, memory, number(memory, False), len(nodes), nodes[0].args[1], pred, False,
                nodes[0].line,
            )  # fmt: skip
            engines.append(engine)
            processes.append(address)
            ir.streams[engine.stream] = StreamPort(
                engine.stream, engine.dtype, len(nodes), False, True
            )
            ir.effects.append(graph.make("pop", (pred,), engine.stream, 0, 0, unique=True))
            for lane, node in enumerate(nodes):
                replace[node.id] = graph.make(
                    "get", (), LaneRef(engine.stream, lane), node.lo, node.hi
                )
    writes: dict[
        tuple[str, int, tuple[tuple[tuple[int, ...], int], ...]], list[tuple[int, Node]]
    ] = {}
    for node in [e for e in ir.effects if e.op == "mwrite"]:
        poly = poly_of(node.args[1])
        rest = tuple(sorted((k, v) for k, v in poly.items() if k))
        writes.setdefault((node.attr, node.args[0].id, rest), []).append((poly.get((), 0), node))
    ir.effects = [e for e in ir.effects if e.op != "mwrite"]
    for (memory, pred_id, _), items in writes.items():
        latest = dict(items)  # the last store to one address wins
        for group in runs(list(latest.items())):
            nodes = [n for _, n in group]
            pred = graph.nodes[pred_id]
            engine, address = _site(
                front, memory, number(memory, True), len(nodes), nodes[0].args[1], pred, True,
                nodes[0].line,
            )  # fmt: skip
            engines.append(engine)
            processes.append(address)
            ir.streams[engine.stream] = StreamPort(
                engine.stream, engine.dtype, len(nodes), True, True
            )
            ir.effects.append(
                graph.make(
                    "put", (pred, *[n.args[2] for n in nodes]), engine.stream, 0, 0, unique=True
                )
            )
    for memory in {m for m, _ in numbers}:
        if numbers.get((memory, False)) and numbers.get((memory, True)):
            raise InputError(
                f"{memory} is read and written by one kernel", where=front.path,
                remedy="use two arguments: the order of bursts is not defined",
            )  # fmt: skip
        if numbers.get((memory, True), 0) > 1:
            raise InputError(
                f"{memory} is written in {numbers[memory, True]} places", where=front.path,
                remedy="write it in one place: the order of bursts is not defined",
            )  # fmt: skip
    return engines, processes, replace
