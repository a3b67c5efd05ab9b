"""A scheduled process without its data path, for the exact cycle model."""

from __future__ import annotations

from dataclasses import replace

from hwpipe.hls.predicates import issue_pure
from hwpipe.hls.sched import Scheduled, control_roots, reachable

__all__ = ["cut_data", "data_decides"]


def cut_data(done: Scheduled) -> Scheduled:
    """The same schedule without its data path: only what decides when things happen.

    Addresses stay, since bursts depend on them. Put conditions are decided at issue (a kernel
    with others is never cut, see `data_decides`).
    """
    ir = done.ir
    zero = ir.graph.const(0)
    effects = []
    for effect in ir.effects:
        if effect.op in {"store", "swrite"}:
            continue
        if effect.op == "put" and not effect.attr.endswith("_req"):
            lanes = [zero] * (len(effect.args) - 1)
            new = ir.graph.make("put", (effect.args[0], *lanes), effect.attr, 0, 0, unique=True)
            done.stage[new.id] = done.stage[effect.id]
            effects.append(new)
        else:
            effects.append(effect)
    cut = replace(ir, effects=effects, states={})
    nodes = reachable([*control_roots(cut), *effects])
    for node in nodes:
        done.stage.setdefault(node.id, 0)
        done.ready.setdefault(node.id, 0)
    return replace(done, ir=cut, nodes=nodes)


def data_decides(done: Scheduled) -> bool:
    """Whether data decides if something is put, so that cycles depend on it."""
    return any(e.op == "put" and not issue_pure(e.args[0]) for e in done.ir.effects)
