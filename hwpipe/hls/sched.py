"""Modulo scheduling of a process: the stage of every operation, and the proof of its interval.

Iterations are issued at least II cycles apart (exactly at multiples of II); only the issue
waits, what was issued runs through. A schedule is right if

* every operand is ready when it is used,
* a carried register is read and written within II stages,
* accesses to one memory port fall on different stages modulo II, or on the same stage under
  conditions that exclude each other,
* every dependence between iterations is kept by their distance, or by an interlock.

The scheduler starts from as-soon-as-possible and raises lower bounds until all hold; loads
only rise when a store before them forces it, so they end as late as that needs. `verify`
proves the result by checking each condition again.
"""

from __future__ import annotations

from hwpipe.errors import InputError, WorkError
from hwpipe.hls.cone import control_roots, reachable
from hwpipe.hls.process_ir import ProcessIR
from hwpipe.hls.scheduled import Interlock, Scheduled
from hwpipe.hls.scheduler import SETUP_NS, MissedError, Scheduler

__all__ = [
    "SETUP_NS", "Interlock", "Scheduled", "control_roots", "reachable", "schedule_process",
]  # fmt: skip


def verify(done: Scheduled, scheduler: Scheduler) -> None:
    """Check every condition of a schedule again.

    Raises:
        WorkError: if one does not hold (a bug of the scheduler, never of the kernel).
    """
    stage, ready = done.stage, done.ready
    good = True
    for node in done.nodes:
        if node.op in {"release", "step"}:
            continue
        for arg in node.args:
            if arg.op not in {"const", "scalar"}:
                good &= ready[arg.id] <= stage[node.id]
    for order in scheduler.locals:
        good &= stage[order.after.id] >= stage[order.before.id] + order.gap
    for _, groups in scheduler.groups:
        slots = []
        for group in groups:
            good &= len({stage[n.id] for n in group}) == 1
            slots.append(stage[group[0].id] % done.ii)
        good &= len(set(slots)) == len(slots)
    for load in scheduler.loads:
        pred = scheduler.shared.get(load.id)
        if pred is not None and pred.op not in {"const", "scalar"}:
            good &= ready[pred.id] <= stage[load.id]
    for key, write in scheduler.writes.items():
        state = scheduler.states.get(key)
        if state is not None:
            good &= stage[state.id] <= stage[write.id] <= stage[state.id] + done.ii - 1
    for dep in scheduler.carried:
        need = stage[dep.before.id] + dep.gap - stage[dep.after.id]
        held = [
            lock.iterations for lock in done.interlocks
            if lock.level == dep.level and lock.counted == dep.counted
        ]  # fmt: skip
        distance = max([dep.iterations, *held]) * done.ii
        good &= need <= distance
    if not good:
        raise WorkError(f"the schedule of {done.ir.name} breaks one of its own conditions")


def _attempt(ir: ProcessIR, ii: int, clock_ns: float, share: bool) -> Scheduled:
    scheduler = Scheduler(ir, ii, clock_ns, share)
    scheduler.solve()
    if ii == 1:
        scheduler.retime()
    scheduler.releases()
    depth = 1 + max([0, *(scheduler.stage[e.id] for e in ir.effects)])
    done = Scheduled(
        ir, ii, scheduler.stage, scheduler.ready, scheduler.nodes, scheduler.interlocks(), depth,
        control=scheduler.control, shared=scheduler.shared,
    )  # fmt: skip
    verify(done, scheduler)
    return done


def schedule_process(ir: ProcessIR, asked_ii: int | None, clock_ns: float) -> Scheduled:
    """Schedule a process at the smallest interval that can be met.

    Raises:
        InputError: if that is more than what was asked for; names the port or recurrence.
    """
    reasons: list[str] = []
    for ii in range(1, 65):
        if asked_ii is not None and ii < asked_ii:
            continue
        done = None
        # Accesses that exclude each other share a slot of their port; that can contradict
        # the order between them, and then each gets its own.
        for share in (True, False):
            try:
                done = _attempt(ir, ii, clock_ns, share)
                break
            except MissedError as missed:
                if share:
                    reasons.append(missed.reason)
        if done is None:
            continue
        if asked_ii is not None and ii > asked_ii:
            raise InputError(
                f"process {ir.name} reaches an initiation interval of {ii}, {asked_ii} was asked "
                f"for: {reasons[-1]}",
                where=f"{ir.path}:{ir.line}",
                remedy=f"pipeline('{ir.name}', ii={ii}), partition the array, or shorten the chain",
            )
        done.reason = reasons[-1] if reasons else ""
        return done
    raise InputError(
        f"process {ir.name} has no schedule: {reasons[-1]}",
        where=f"{ir.path}:{ir.line}", limit="initiation interval 64",
    )  # fmt: skip
