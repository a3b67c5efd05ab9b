"""Between front end and scheduler: sums get their shape, memory reads their streams."""

from __future__ import annotations

from dataclasses import replace as replace_fields

from hwpipe.hls.choices import merge_choices
from hwpipe.hls.cone import reachable
from hwpipe.hls.ir import Node
from hwpipe.hls.observed import drop_unobserved
from hwpipe.hls.packing import pack_products
from hwpipe.hls.predicates import common
from hwpipe.hls.process_ir import LevelIR, ProcessIR
from hwpipe.hls.strength import reduce_products
from hwpipe.hls.sums import shape_sums

__all__ = ["lower"]


def _constants(ir: ProcessIR, roots: list[Node]) -> dict[int, Node]:
    """What registers that nothing writes hold, by the ids of their nodes."""
    written = {e.attr for e in ir.effects if e.op == "swrite"}
    still = {k: s.init for k, s in ir.states.items() if k not in written and s.init is not None}
    nodes = [n for n in reachable(roots) if n.op == "state" and n.attr in still]
    ir.states = {k: s for k, s in ir.states.items() if k not in still}
    return {n.id: ir.graph.const(still[n.attr]) for n in nodes}


def lower(ir: ProcessIR, shape: str, replace: dict[int, Node], pack_shift: int = 0) -> None:
    """Rewrite a process's graph in place: no `sum` and no memory read remains.

    Args:
        ir: the process; effects, levels and checks are replaced.
        shape: shape of its sums, `tree` or `chain`.
        replace: nodes that memory reads become.
        pack_shift: 17 or 18 to put two products in one DSP, 0 not to.
    """
    graph = ir.graph
    drop_unobserved(ir)
    merge_choices(ir)
    roots = [a for e in ir.effects for a in e.args]
    for level in ir.levels:
        roots += [level.last, level.trip, *(n for pair in level.choices for n in pair)]
    for check in ir.checks:
        roots += [check.guard, check.condition]
    if ir.first_all is not None:
        roots.append(ir.first_all)
    roots += [p for p in ir.load_preds.values() if p is not None]
    alias = pack_products(ir, roots, pack_shift) if pack_shift else {}
    alias |= reduce_products(graph, roots)
    done = shape_sums(graph, roots, shape, replace | _constants(ir, roots), alias)
    effects = []
    for effect in ir.effects:
        new = graph.make(
            effect.op, [done[a.id] for a in effect.args], effect.attr, 0, 0, unique=True
        )
        new.line = effect.line
        effects.append(new)
    ir.effects = effects
    ir.levels = [
        LevelIR(
            lv.name, lv.count, done[lv.last.id], lv.min_trip, lv.max_trip, done[lv.trip.id],
            lv.line, [(done[a.id], done[b.id]) for a, b in lv.choices],
        )
        for lv in ir.levels
    ]  # fmt: skip
    ir.checks = [
        replace_fields(c, guard=done[c.guard.id], condition=done[c.condition.id]) for c in ir.checks
    ]
    if ir.first_all is not None:
        ir.first_all = done[ir.first_all.id]
    order: dict[int, int] = {}
    preds: dict[int, Node | None] = {}
    for old, value in ir.load_order.items():
        if old in done:
            new_id = done[old].id
            order[new_id] = min(order.get(new_id, value), value)
            pred = ir.load_preds.get(old)
            mapped = done[pred.id] if pred is not None else None
            preds[new_id] = common(graph, preds[new_id], mapped) if new_id in preds else mapped
    ir.load_order, ir.load_preds = order, preds
