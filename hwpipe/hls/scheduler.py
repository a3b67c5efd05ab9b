"""Stages of a process at one initiation interval: bounds that are raised until all hold."""

from __future__ import annotations

from hwpipe.hls.cone import control_roots, reachable
from hwpipe.hls.depend import Carried, Local, carried_dependences, local_orders
from hwpipe.hls.front import exclusive
from hwpipe.hls.node import Node
from hwpipe.hls.process_ir import ProcessIR
from hwpipe.hls.retime import late_states, pipeline_bits
from hwpipe.hls.scheduled import Interlock
from hwpipe.hls.timing import CLK_TO_OUT_NS, delay_ns, is_multiplier

__all__ = ["MAX_STAGES", "SETUP_NS", "MissedError", "Scheduler"]

#: A pipeline longer than this has diverged.
MAX_STAGES = 2000
#: Setup time of registers and memories, in nanoseconds.
SETUP_NS = 0.5


class MissedError(Exception):
    """The interval cannot be met; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Scheduler:
    """Lower bounds of one process at one interval, and the stages that follow from them."""

    def __init__(self, ir: ProcessIR, ii: int, clock_ns: float, share: bool) -> None:
        self.share = share
        self.ir, self.ii, self.clock_ns = ir, ii, clock_ns - SETUP_NS
        loads = [n for n in reachable(ir.effects) if n.op == "load"]
        preds = {k: v for k, v in ir.load_preds.items() if v is not None}
        # Loads of one bank may share its port; what decides between them is needed in time.
        banks = [n.attr[:2] for n in loads]
        deciders = [preds[n.id] for n in loads if n.id in preds and banks.count(n.attr[:2]) > 1]
        self.nodes = reachable([*(control_roots(ir)), *deciders, *ir.effects])
        self.control = {n.id for n in reachable(control_roots(ir))}
        self.loads = [n for n in self.nodes if n.op == "load"]
        self.states = {n.attr: n for n in self.nodes if n.op == "state"}
        self.writes = {e.attr: e for e in ir.effects if e.op == "swrite"}
        self.shared: dict[int, Node] = {}
        self.locals: list[Local] = local_orders(ir, self.loads)
        self.carried: list[Carried] = carried_dependences(ir, self.loads, preds)
        self.groups = self._port_groups(preds)
        # What every pass looks up, once.
        self.moving = {
            n.id: [a.id for a in n.args if a.op not in {"const", "scalar"}] for n in self.nodes
        }
        self.delay = {n.id: delay_ns(n) for n in self.nodes}
        self.products = {n.id for n in self.nodes if is_multiplier(n)}
        self.lower: dict[int, int] = {}
        self.extra: dict[int, int] = {}
        self.stage: dict[int, int] = {}
        self.ready: dict[int, int] = {}
        self.reason = ""

    def _port_groups(self, preds: dict[int, Node]) -> list[tuple[str, list[list[Node]]]]:
        """Accesses of each port, in groups that exclude each other."""
        ports: dict[str, list[tuple[Node, Node | None]]] = {}
        for load in self.loads:
            ports.setdefault(f"{load.attr[0]} bank {load.attr[1]} read", []).append(
                (load, preds.get(load.id))
            )
        for effect in self.ir.effects:
            if effect.op == "store":
                key = f"{effect.attr[0]} bank {effect.attr[1]} write"
                ports.setdefault(key, []).append((effect, effect.args[0]))
            elif effect.op == "put":
                ports.setdefault(f"stream {effect.attr}", []).append((effect, effect.args[0]))
        out = []
        for name, members in ports.items():
            groups: list[list[tuple[Node, Node | None]]] = []
            for node, pred in members:
                for group in groups:
                    shared = self.share or name.startswith("stream")
                    if (
                        shared
                        and pred is not None
                        and all(
                            p is not None and exclusive(self.ir.graph, p, pred) for _, p in group
                        )
                    ):
                        group.append((node, pred))
                        break
                else:
                    groups.append([(node, pred)])
            if len(groups) > self.ii:
                lines = ", ".join(str(g[0][0].line) for g in groups)
                raise MissedError(
                    f"port {name} is used {len(groups)} times an iteration (lines {lines})"
                )
            out.append((name, [[n for n, _ in g] for g in groups]))
            for group in groups:
                if len(group) > 1:
                    self.shared.update({n.id: p for n, p in group if n.op == "load" and p})
        return out

    def asap(self) -> None:
        """Stages from operands and lower bounds."""
        time: dict[int, float] = {}
        for node in self.nodes:
            stage, when = self.lower.get(node.id, 0), 0.0
            for arg in self.moving[node.id]:
                ready = self.ready[arg]
                if ready > stage:
                    stage, when = ready, time[arg]
                elif ready == stage and time[arg] > when:
                    when = time[arg]
            if node.op == "step":
                # A register of the loop control; what it adds is constant during a run.
                self.stage[node.id] = self.ready[node.id] = 0
                time[node.id] = CLK_TO_OUT_NS["step"]
                continue
            if node.id in self.control:
                self.stage[node.id] = self.ready[node.id] = 0
                time[node.id] = when + self.delay[node.id]
                continue
            if node.op == "load":
                if when > self.clock_ns - 0.5:
                    stage, when = stage + 1, 0.0
                self.stage[node.id], self.ready[node.id] = stage, stage + 1
                time[node.id] = CLK_TO_OUT_NS["load"]
            elif node.id in self.products:
                if when > 0.7:
                    stage += 1
                self.stage[node.id], self.ready[node.id] = stage, stage + 1
                time[node.id] = 0.0
            else:
                delay = self.delay[node.id]
                if when + delay > self.clock_ns and when > 0.7:
                    stage, when = stage + 1, 0.0
                self.stage[node.id] = self.ready[node.id] = stage
                time[node.id] = when + delay
            if stage > MAX_STAGES:
                raise MissedError(self.reason or "the pipeline does not converge")

    def _raise(self, node: Node, stage: int) -> bool:
        if self.stage[node.id] >= stage:
            return False
        self.lower[node.id] = stage
        return True

    def solve(self) -> None:
        """Raise lower bounds until every condition holds.

        Raises:
            MissedError: if a recurrence or a port forbids this interval.
        """
        extra = self.extra
        hits: dict[object, int] = {}
        for _ in range(MAX_STAGES):
            self.asap()
            moved = False
            for order in self.locals:
                moved |= self._raise(order.after, self.stage[order.before.id] + order.gap)
            for load in self.loads:
                pred = self.shared.get(load.id)
                if pred is not None and pred.op not in {"const", "scalar"}:
                    moved |= self._raise(load, self.ready[pred.id])
            for name, groups in self.groups:
                taken: dict[int, int] = {}
                for group in sorted(groups, key=lambda g: max(self.stage[n.id] for n in g)):
                    stage = max(self.stage[n.id] for n in group)
                    while stage % self.ii in taken:
                        stage += 1
                    taken[stage % self.ii] = stage
                    for node in group:
                        if self._raise(node, stage):
                            moved = True
                            self.reason = f"port {name}"
            for key, write in self.writes.items():
                state = self.states.get(key)
                if state is None:
                    continue
                moved |= self._raise(write, self.stage[state.id])
                need = self.stage[write.id] + 1 - self.ii
                if self._raise(state, need):
                    moved = True
                    hits[key] = hits.get(key, 0) + 1
                    if hits[key] > 60:
                        raise MissedError(
                            f"the recurrence through {key} "
                            f"(line {self.ir.states[key].line}) takes more than {self.ii} stages"
                        )
            for number, dep in enumerate(self.carried):
                distance = max(self.ii * dep.iterations, extra.get(number, 0))
                need = self.stage[dep.before.id] + dep.gap - distance
                if self.stage[dep.after.id] >= need:
                    continue
                hits[number] = hits.get(number, 0) + 1
                if hits[number] > 12:
                    if dep.level >= len(self.ir.levels):
                        raise MissedError(
                            f"the recurrence through {dep.bank[0]} (line {dep.after.line}) "
                            f"takes more than {self.ii} stages"
                        )
                    extra[number] = self.stage[dep.before.id] + dep.gap - self.stage[dep.after.id]
                    self.lower = {}
                    hits.clear()
                    moved = True
                    break
                moved |= self._raise(dep.after, need)
            if not moved:
                return
        raise MissedError(self.reason or "the schedule does not converge")

    def retime(self) -> None:
        """Move carried registers towards their readers where that takes fewer registers."""
        old = dict(self.lower), dict(self.stage), dict(self.ready)
        deepest = max([0, *(self.stage[n.id] for n in self.ir.effects)])
        bits = pipeline_bits(self.nodes, self.stage, self.ready)
        self.lower |= late_states(self.nodes, self.stage, self.control, self.products)
        try:
            self.solve()
            good = max([0, *(self.stage[n.id] for n in self.ir.effects)]) <= deepest
        except MissedError:
            good = False
        if not good or pipeline_bits(self.nodes, self.stage, self.ready) >= bits:
            self.lower, self.stage, self.ready = old

    def interlocks(self) -> list[Interlock]:
        """Interlocks for the dependences that the trip counts alone do not keep."""
        found: dict[tuple[int, bool], int] = {}
        for dep in self.carried:
            need = self.stage[dep.before.id] + dep.gap - self.stage[dep.after.id]
            if need <= self.ii * dep.iterations:
                continue
            key = (dep.level, dep.counted)
            found[key] = max(found.get(key, 0), -(-need // self.ii))
        return [Interlock(lv, n, c) for (lv, c), n in sorted(found.items())]

    def releases(self) -> None:
        """A half is handed over in the stage of its last access."""
        for effect in self.ir.effects:
            if effect.op != "release":
                continue
            last = 0
            for node in [*self.loads, *(e for e in self.ir.effects if e.op == "store")]:
                if node.attr[0] == effect.attr:
                    last = max(last, self.stage[node.id])
            self.stage[effect.id] = self.ready[effect.id] = last
