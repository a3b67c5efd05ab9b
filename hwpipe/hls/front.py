"""The front end: a process's source to its data-flow graph, by a symbolic run of one iteration."""

from __future__ import annotations

import ast
from typing import Any

from hwpipe.errors import InputError
from hwpipe.hls.banks import array_ir
from hwpipe.hls.directives import Schedule
from hwpipe.hls.evaluate import Handle
from hwpipe.hls.front_arrays import FrontArrays
from hwpipe.hls.ir import Node
from hwpipe.hls.kernel import Kernel, Process
from hwpipe.hls.lang import Array
from hwpipe.hls.nest import Choice, Guard, Nest, build_nest
from hwpipe.hls.predicates import exclusive, issue_pure, literals
from hwpipe.hls.process_ir import Check, LevelIR, ProcessIR
from hwpipe.hls.reorder import reorder_loops
from hwpipe.hls.split import split_loops
from hwpipe.hls.variables import (
    assigned_first,
    assignments,
    block_local,
    local_everywhere,
    scoped_once,
)

__all__ = ["Front", "compile_front", "exclusive", "issue_pure", "literals"]


class Front(FrontArrays):
    """Symbolic run of one process."""

    # ---- statements ----

    def statement(self, stmt: ast.stmt) -> None:
        """Run one statement of the body."""
        self.graph.line = stmt.lineno
        if isinstance(stmt, ast.Assign):
            value = self.value(stmt.value)
            for target in stmt.targets:
                self._bind(target, value)
        elif isinstance(stmt, ast.AnnAssign) and stmt.value is not None:
            self._bind(stmt.target, self.value(stmt.value))
        elif isinstance(stmt, ast.AugAssign):
            value = self.value(
                ast.copy_location(ast.BinOp(_as_load(stmt.target), stmt.op, stmt.value), stmt)
            )
            self._bind(stmt.target, value)
        elif isinstance(stmt, ast.If):
            self._if(stmt)
        elif isinstance(stmt, ast.For):
            if not isinstance(stmt.target, ast.Name):
                raise self.error(stmt, "unrolled loop with several targets")
            self.locals.append(self.locals[-1] | block_local(self.tree, tuple(stmt.body)))
            for item in self.iterable(stmt.iter):
                self.env[stmt.target.id] = item
                for inner in stmt.body:
                    self.statement(inner)
            self.locals.pop()
        elif isinstance(stmt, ast.Assert):
            self._assert(stmt)
        elif isinstance(stmt, ast.Expr):
            if not isinstance(stmt.value, ast.Constant):
                self.value(stmt.value)
        elif not isinstance(stmt, ast.Pass):
            raise self.error(
                stmt, f"statement {type(stmt).__name__}",
                "use assignments, if, for over range, assert, and stream or buffer calls",
            )  # fmt: skip

    def _bind(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.assign(target.id, value, target)
        elif isinstance(target, ast.Subscript):
            self.store(target, value)
        elif isinstance(target, ast.Tuple | ast.List):
            for part, item in zip(target.elts, value, strict=True):
                self._bind(part, item)
        else:
            raise self.error(target, f"assignment to {ast.unparse(target)}")

    def _assert(self, stmt: ast.Assert) -> None:
        """A precondition: an assertion of the RTL, and a check before a start."""
        held = self.graph.truth(self.integer(stmt.test))
        text = ast.unparse(stmt.test)
        if isinstance(stmt.msg, ast.Constant) and isinstance(stmt.msg.value, str):
            text = stmt.msg.value
        elif stmt.msg is not None:
            raise self.error(
                stmt.msg, f"message {ast.unparse(stmt.msg)} of an assertion",
                "write it as plain text in quotes",
            )  # fmt: skip
        if held.const == 0 and self.pred.const == 1:
            raise self.error(
                stmt, f"assertion never holds: {text}", "correct it, or the ranges of the scalars"
            )
        if held.const is None:
            always = self.in_if == 0
            self.ir.checks.append(Check(self.pred, held, text, stmt.lineno, always))

    def _if(self, stmt: ast.If) -> None:
        test = self.graph.truth(self.integer(stmt.test))
        before = self.pred
        self.in_if += 1
        for branch, cond in ((stmt.body, test), (stmt.orelse, self.graph.lnot(test))):
            self.pred = self.graph.logic("band", before, cond)
            if self.pred.const == 0:
                continue
            self.locals.append(block_local(self.tree, tuple(branch)))
            for inner in branch:
                self.statement(inner)
            self.locals.pop()
        self.in_if -= 1
        self.pred = before

    # ---- the nest ----

    def guard(self, guard: Guard) -> Node:
        """Node of a sinking guard."""
        levels = self.ir.levels
        if guard.kind == "phase":
            return self.graph.compare(
                "eq", levels[guard.level].count, self.graph.const(guard.value)
            )
        if guard.kind == "first":
            zero = self.graph.const(0)
            return self.graph.all_of(
                self.graph.compare("eq", lv.count, zero) for lv in levels[guard.level :]
            )
        return self.graph.all_of(lv.last for lv in levels[guard.level :])

    def guards(self, guards: tuple[Guard, ...]) -> Node:
        """Conjunction of guards."""
        return self.graph.all_of(self.guard(g) for g in guards)

    def levels(self, nest: Nest) -> dict[int, Node]:
        """Make the loop levels; gives the value of each choice's variable by its identity."""
        g = self.graph
        values: dict[int, Node] = {}
        scopes: dict[int, list[tuple[int, Choice]]] = {}
        for block in nest.blocks:
            chain = list(block.scope)
            for position, (_, choice) in enumerate(chain):
                scopes.setdefault(id(choice), chain[:position])
        for depth, level in enumerate(nest.levels):
            bounds = []
            for choice in level.choices:
                saved = dict(self.env)
                for _, outer in scopes.get(id(choice), []):
                    self.env[outer.var] = values[id(outer)]
                lo = self.integer(choice.lo) if choice.lo is not None else g.const(0)
                hi = self.integer(choice.hi)
                self.env = saved
                for bound in (lo, hi):
                    if not issue_pure(bound):
                        raise InputError(
                            f"bound of loop {choice.var} depends on data",
                            where=f"{self.path}:{choice.line}",
                            remedy="bounds may use scalars and outer loop variables",
                        )
                bounds.append((choice, lo, hi))
            spans = [g.sub(hi, lo) for _, lo, hi in bounds]
            tops = [max(1, -(-s.hi // c.step)) for s, (c, _, _) in zip(spans, bounds, strict=True)]
            lows = [max(1, -(-s.lo // c.step)) for s, (c, _, _) in zip(spans, bounds, strict=True)]
            count = g.make("iv", (), depth, 0, max(tops, default=1) - 1)
            if count.hi == 0:
                count = g.const(0)
            last = g.const(1)
            trip = g.const(1)
            choices: list[tuple[Node, Node]] = []
            for (choice, lo, hi), span in zip(bounds, spans, strict=True):
                scaled = g.mul(count, g.const(choice.step))
                if span.const is not None:  # as a source says it: `i == COUNT - 1`
                    final = max(1, -(-span.const // choice.step)) - 1
                    mine = g.compare("eq", count, g.const(final))
                else:
                    mine = g.compare("le", span, g.add(scaled, g.const(choice.step)))
                held = self.guards(choice.guards)
                last = g.logic("band", last, g.logic("bor", g.lnot(held), mine))
                trips = span
                if choice.step > 1:
                    up = g.add(span, g.const(choice.step - 1))
                    k = choice.step
                    trips = (
                        g.shr(up, k.bit_length() - 1)
                        if k & (k - 1) == 0
                        else g.make("cdiv", (up,), k, up.lo // k, up.hi // k)
                    )
                trip = g.select(held, trips, trip)
                choices.append((held, trips))
                inside = g.compare("lt", lo, hi)
                if inside.const != 1:
                    text = f"loop {choice.var} runs at least once"
                    self.ir.checks.append(Check(held, inside, text, choice.line))
                raw = g.add(lo, scaled)
                if raw.op == "add" and raw.const is None and raw.hi > hi.hi - 1:
                    raw = g.make("add", raw.args, ("iv", hi.hi), raw.lo, max(raw.lo, hi.hi - 1))
                if raw.op == "iv" and raw.hi > hi.hi - 1:
                    # Another phase counts further: inside this one the range is tighter.
                    raw = g.make("wrapiv", (raw,), hi.hi, 0, max(0, hi.hi - 1))
                values[id(choice)] = raw
            self.ir.levels.append(
                LevelIR(
                    level.name, count, last, min(lows, default=1) if level.choices else 1,
                    max(tops, default=1), trip, bounds[0][0].line if bounds else 0, choices,
                )
            )  # fmt: skip
            guarded = [c for c in level.choices if c.guards]
            if guarded and len(level.choices) == len(guarded):
                self.ir.levels[-1].min_trip = 1
        return values

    def run(self) -> ProcessIR:
        """Symbolic run of the whole process."""
        ordered = reorder_loops(self.process.tree, self.process.name, self.schedule, self.path)
        tree = split_loops(
            ordered, self.process.name, self.schedule, self.path,
            {k: v for k, v in self.namespace.items() if isinstance(v, int)},
        )  # fmt: skip
        self.assigned = assignments(tree)
        self.once = scoped_once(tree)
        self.tree = tree
        body = list(tree.body)
        rest: list[ast.stmt] = []
        while body and not isinstance(body[0], ast.For):
            stmt = body.pop(0)
            after = any(not isinstance(s, ast.Assert) for s in rest)
            if not self._declare(stmt, only_arrays=after):
                rest.append(stmt)
        nest = build_nest(self.process.name, rest + body, self.schedule, self.path)
        values = self.levels(nest)
        self.ir.first_all = self.graph.all_of(
            self.graph.compare("eq", lv.count, self.graph.const(0)) for lv in self.ir.levels
        )
        everywhere = local_everywhere(tree, [block.stmts for block in nest.blocks])
        for block in nest.blocks:
            for _, choice in block.scope:
                self.env[choice.var] = values[id(choice)]
            self.pred = self.guards(block.guards)
            here = assigned_first(block.stmts) & everywhere
            self.locals = [block_local(tree, block.stmts) | here]
            for stmt in block.stmts:
                self.statement(stmt)
        self.pred = self.graph.const(1)
        for key in list(self.ir.states):
            final = self.env.get(key)
            node = self.state_nodes.get(key)
            if node is None:
                # Written but never read.
                del self.ir.states[key]
                continue
            if final is not node and final is not None:
                value = self.lift(final, self.process.tree)
                dtype = self.ir.states[key].dtype
                self.graph.effect("swrite", (self.graph.wrap(dtype, value),), key)
        self.ir.effects = self.graph.effects
        self.ir.load_order = self.load_order
        self.ir.load_preds = self.load_preds
        return self.ir

    def _declare(self, stmt: ast.stmt, only_arrays: bool) -> bool:
        """Statements before the first loop that need no hardware of their own."""
        if isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Constant):
            return True
        if not (isinstance(stmt, ast.Assign) and isinstance(stmt.targets[0], ast.Name)):
            return False
        name = stmt.targets[0].id
        call = stmt.value
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and self.namespace.get(call.func.id) is Array
        ):
            self._declare_array(name, call)
            return True
        if only_arrays:
            return False
        uses = [n for n in ast.walk(call) if isinstance(n, ast.Attribute | ast.Subscript)]
        if uses:
            return False
        value = self.value(call)
        if len(self.assigned.get(name, [])) == 1:
            self.env[name] = value
            return True
        node = self.lift(value, stmt)
        if node.const is not None and name not in self.inits:
            self.inits[name] = node.const
            return True
        return False

    def _declare_array(self, name: str, call: ast.Call) -> None:
        dtype = self.value(call.args[0])
        shape = []
        for arg in call.args[1:]:
            extent = self.integer(arg).const
            if extent is None or extent < 1:
                raise self.error(
                    call, f"extent {ast.unparse(arg)} of {name}", "use a constant >= 1"
                )
            shape.append(extent)
        init: int | None = None
        for keyword in call.keywords:
            init = self.integer(keyword.value).const
        directives = self.schedule.partitions.get(f"{self.process.name}.{name}", {})
        array = array_ir(name, dtype, tuple(shape), directives, "local", init, call.lineno, 1)
        if init is not None and not array.registers:
            raise self.error(
                call, f"{name} has an initial value but is a memory",
                "partition it completely, or write it in a loop: "
                f"partition('{self.process.name}.{name}')",
            )  # fmt: skip
        self.ir.arrays[name] = array
        self.env[name] = Handle(name, "array")


def _as_load(target: ast.expr) -> ast.expr:
    copy: ast.expr = ast.parse(ast.unparse(target), mode="eval").body
    for node in ast.walk(copy):
        if hasattr(node, "lineno"):
            node.lineno = target.lineno
    return copy


def compile_front(kernel: Kernel, process: Process, schedule: Schedule) -> Front:
    """Run the front end on one process; the result carries the IR and the memory reads."""
    front = Front(kernel, process, schedule)
    front.run()
    return front
