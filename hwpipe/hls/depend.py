"""Dependences through memories: which accesses must keep which order, at what distance.

Two accesses of one bank whose addresses are the same injective function of the innermost
loops (from level m on) and of nothing else meet again only after those loops have wrapped, as
many iterations later as they have (only one, if outer loops move the address). If the trip
counts are too small for the pipeline's latency, an interlock at level m makes up the difference
at run time: it counts the issues since the last wrap and holds the next one back for the rest.
It costs nothing where the loops are long enough, and is right where they are not.
"""

from __future__ import annotations

from dataclasses import dataclass

from hwpipe.hls.bursts import levels_of, trip_under
from hwpipe.hls.front import exclusive, literals
from hwpipe.hls.ir import Node
from hwpipe.hls.poly import Poly, poly_add, poly_mul, poly_of
from hwpipe.hls.process_ir import ProcessIR

__all__ = ["Carried", "Local", "carried_dependences", "local_orders"]


@dataclass(frozen=True)
class Local:
    """stage(after) >= stage(before) + gap, within one iteration."""

    before: Node
    after: Node
    gap: int
    bank: tuple[str, int]


@dataclass(frozen=True)
class Carried:
    """A store (or load) of one iteration and an access of a later one.

    Attributes:
        before: earlier access.
        after: later access.
        gap: cycles that must lie between (1 after a store, 0 after a load).
        level: loops from here inwards have wrapped in between; number of levels if none has.
        counted: the iterations of those loops lie in between (else only one step does).
        iterations: how many iterations lie in between at least.
    """

    before: Node
    after: Node
    gap: int
    level: int
    counted: bool
    iterations: int
    bank: tuple[str, int]


def _bank(node: Node) -> tuple[str, int]:
    return (node.attr[0], node.attr[1])


def _address(node: Node) -> Node:
    return node.args[0] if node.op == "load" else node.args[1]


def pinned_levels(ir: ProcessIR, *preds: Node | None) -> frozenset[int]:
    """Levels whose counter all of the predicates hold at the same constant."""
    sets = []
    for pred in preds:
        equal = set()
        for ident, positive in literals(pred) if pred is not None else ():
            node = ir.graph.nodes[ident]
            if positive and node.op == "eq" and node.args[1].const is not None:
                counter = node.args[0].args[0] if node.args[0].op == "wrapiv" else node.args[0]
                if counter.op == "iv":
                    equal.add((int(counter.attr), node.args[1].const))
        sets.append(equal)
    return frozenset(level for level, _ in set.intersection(*sets)) if sets else frozenset()


def injective_level(
    ir: ProcessIR, address: Node, pred: Node | None, pinned: frozenset[int] = frozenset()
) -> tuple[int, bool]:
    """Smallest m such that the address is injective in the counters of levels >= m.

    Only linear terms with constant coefficients are understood. For fixed outer counters, then,
    two iterations with one address are the same iteration.

    Args:
        ir: the process.
        address: of both accesses.
        pred: condition of an access.
        pinned: levels at whose one iteration both happen, so that these need not be told apart.

    Returns:
        m (the number of levels if nothing is known), and whether the address also depends on
        levels outside of m: then iterations of different inner counters can meet.
    """
    graph = ir.graph
    table: dict[int, frozenset[int]] = {}
    slopes: dict[int, int] = {}
    opaque = -1
    for key, value in poly_of(address).items():
        if not key:
            continue
        node = graph.nodes[key[0]]
        if len(key) == 1 and node.op in {"iv", "wrapiv"}:
            depth = node.attr if node.op == "iv" else node.args[0].attr
            slopes[depth] = slopes.get(depth, 0) + value
        elif len(key) == 1 and node.op == "step" and node.args[0].const is not None:
            slopes[node.attr] = slopes.get(node.attr, 0) + value * node.args[0].const
        else:
            if not all(pure_levels(graph.nodes[a]) for a in key):
                return len(ir.levels), True
            opaque = max(opaque, *(max(levels_of(graph.nodes[a], table), default=-1) for a in key))
    dense = _dense_level(ir, address, pred, table, pinned)
    if dense is not None:
        return dense, False
    m = len(ir.levels)
    terms: list[tuple[int, int]] = []
    for depth in range(len(ir.levels) - 1, opaque, -1):
        level = ir.levels[depth]
        if level.max_trip == 1 or (depth in pinned and depth not in slopes):
            m = depth
            continue
        if depth not in slopes:
            break
        terms.append((abs(slopes[depth]), level.max_trip))
        reach = 0
        for slope, trip in sorted(terms):
            if slope <= reach:
                return m, True
            reach += slope * (trip - 1)
        m = depth
    return m, opaque >= 0 or any(depth < m for depth in slopes)


def asserted(ir: ProcessIR) -> dict[int, Poly]:
    """Scalars that an assertion of the kernel equates with a polynomial of other scalars.

    `assert pixels == rows * columns` lets a product be an argument of the kernel and still be
    known as one; RTL and driver check it.
    """
    out: dict[int, Poly] = {}
    for check in ir.checks:
        node = check.condition
        if not check.always or node.op != "eq":
            continue
        for one, other in (node.args, node.args[::-1]):
            poly = poly_of(other)
            atoms = [ir.graph.nodes[a] for key in poly for a in key]
            if one.op == "scalar" and all(a.op == "scalar" and a is not one for a in atoms):
                out.setdefault(one.id, poly)
                break
    return out


def _expanded(poly: Poly, known: dict[int, Poly]) -> Poly:
    """A polynomial with every scalar in terms of what it was asserted to be (one step)."""
    out: Poly = {}
    for key, value in poly.items():
        term: Poly = {(): value}
        for atom in key:
            term = poly_mul(term, known.get(atom, {(atom,): 1}))
        out = poly_add(out, term)
    return out


def _dense_level(
    ir: ProcessIR, address: Node, pred: Node | None, table: dict[int, frozenset[int]],
    pinned: frozenset[int],
) -> int | None:  # fmt: skip
    """Level m if the address is the row-major position in the loops from m inwards.

    Loops further out may take part too, `(po * oh + oy) * ow + ox`, with other loops between:
    two iterations of one address then have equal counters in all of these loops, so they lie
    whole runs of the loops from m inwards apart. Slopes and trip counts are compared as
    polynomials of the scalars. None if it is not of that form, or if the loops have several
    bounds.
    """
    graph = ir.graph
    slopes: dict[int, Poly] = {}
    known = asserted(ir)
    for key, value in poly_of(address).items():
        depth: int | None = None
        rest: Poly = {(): value}
        for atom in key:
            node = graph.nodes[atom]
            if node.op in {"iv", "wrapiv", "step"}:
                if depth is not None:
                    return None
                depth = node.args[0].attr if node.op == "wrapiv" else node.attr
                if node.op == "step":
                    rest = poly_mul(rest, poly_of(node.args[0]))
            elif node.op == "assume" or levels_of(node, table) or not pure_levels(node):
                return None
            else:
                rest = poly_mul(rest, {(atom,): 1})
        if depth is not None:
            slopes[depth] = poly_add(slopes.get(depth, {}), _expanded(rest, known))
    extent: Poly = {(): 1}
    m, gap = len(ir.levels), False
    for depth in range(len(ir.levels) - 1, -1, -1):
        if gap and not slopes:
            break
        trip = trip_under(graph, ir.levels[depth], pred)
        if depth not in slopes:
            if depth not in pinned and (trip is None or trip.const != 1):
                gap = True
            elif not gap:
                m = depth
            continue
        if trip is None or slopes.pop(depth) != extent or levels_of(trip, table):
            return None
        extent = poly_mul(extent, _expanded(poly_of(trip), known))
        if not gap:
            m = depth
    return m if not slopes and m < len(ir.levels) else None


def pure_levels(node: Node) -> bool:
    """Whether an atom changes only with loop counters and scalars."""
    return node.op not in {"get", "load", "state"} and all(pure_levels(a) for a in node.args)


def _phase_level(ir: ProcessIR, a: Node, b: Node) -> int | None:
    """Level of the phase counter that keeps two predicates apart."""
    ours = {n: True for n, p in literals(a) if p}
    for n, p in literals(b):
        node = ir.graph.nodes[n]
        if not p and n in ours and node.op == "eq" and node.args[0].op == "iv":
            return int(node.args[0].attr)
        if p and node.op == "eq" and node.args[0].op == "iv" and node.args[1].const is not None:
            for m in ours:
                other = ir.graph.nodes[m]
                if (
                    other.op == "eq"
                    and other.args[0] is node.args[0]
                    and other.args[1].const not in {None, node.args[1].const}
                ):
                    return int(node.args[0].attr)
    return None


def accesses(ir: ProcessIR, loads: list[Node]) -> dict[tuple[str, int], list[Node]]:
    """Loads and stores by bank, in the order given."""
    out: dict[tuple[str, int], list[Node]] = {}
    for node in [*loads, *(e for e in ir.effects if e.op == "store")]:
        out.setdefault(_bank(node), []).append(node)
    return out


def local_orders(ir: ProcessIR, loads: list[Node]) -> list[Local]:
    """Orders that one iteration's own accesses must keep."""
    out = []
    for bank, nodes in accesses(ir, loads).items():
        stores = [n for n in nodes if n.op == "store"]
        for load in (n for n in nodes if n.op == "load"):
            barrier = load.attr[2]
            pred = ir.load_preds.get(load.id)
            for position, store in enumerate(stores):
                if pred is not None and exclusive(ir.graph, pred, store.args[0]):
                    continue
                apart = ir.graph.sub(_address(store), _address(load)).const
                if apart not in {None, 0}:
                    continue
                if position < barrier:
                    out.append(Local(store, load, 1, bank))
                elif position >= ir.load_order.get(load.id, 0):
                    out.append(Local(load, store, 0, bank))
        for i, first in enumerate(stores):
            for second in stores[i + 1 :]:
                if not exclusive(ir.graph, first.args[0], second.args[0]):
                    out.append(Local(first, second, 1, bank))
    return out


def carried_dependences(ir: ProcessIR, loads: list[Node], preds: dict[int, Node]) -> list[Carried]:
    """Orders between iterations.

    Args:
        ir: the process.
        loads: its loads.
        preds: condition under which a load's value matters, by node id (missing: always).
    """
    out = []
    n = len(ir.levels)
    for bank, nodes in accesses(ir, loads).items():
        for before in nodes:
            for after in nodes:
                if before.op == "load" and after.op == "load":
                    continue
                if before is after and before.op == "load":
                    continue
                gap = 1 if before.op == "store" else 0
                pa = before.args[0] if before.op == "store" else preds.get(before.id)
                pb = after.args[0] if after.op == "store" else preds.get(after.id)
                level, counted, iterations = n, False, 1
                phase = _phase_level(ir, pa, pb) if pa is not None and pb is not None else None
                difference = poly_add(poly_of(_address(before)), poly_of(_address(after)), -1)
                constant = all(not key for key in difference)
                if phase is not None:
                    level = phase + 1
                elif constant and not difference:
                    pinned = pinned_levels(ir, pa, pb)
                    level, outer = injective_level(ir, _address(before), pa, pinned)
                    counted = level < n and not outer
                    if counted:
                        for lv in ir.levels[level:]:
                            iterations *= lv.min_trip
                elif (not constant and _fixed_apart(ir, _address(before), _address(after))) or (
                    constant and all(_address(x).const is not None for x in (before, after))
                ):
                    continue
                out.append(Carried(before, after, gap, level, counted, iterations, bank))
    return out


def _fixed_apart(ir: ProcessIR, a: Node, b: Node) -> bool:
    """Whether the intervals of two addresses do not meet."""
    return a.hi < b.lo or b.hi < a.lo
