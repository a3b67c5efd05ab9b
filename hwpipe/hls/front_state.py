"""Variables, streams and memory of a process: what the symbolic run keeps as it goes."""

from __future__ import annotations

import ast
from abc import abstractmethod
from typing import Any

from hwpipe.errors import InputError
from hwpipe.hls.banks import array_ir
from hwpipe.hls.directives import Schedule
from hwpipe.hls.evaluate import Evaluator, Handle
from hwpipe.hls.interp import writers
from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.kernel import Kernel, Process
from hwpipe.hls.lang import Buffer, Mem, Scalar, Stream
from hwpipe.hls.predicates import exclusive, issue_pure
from hwpipe.hls.process_ir import Check, LaneRef, ProcessIR, StateIR, StreamPort
from hwpipe.hls.types import Int, bits_of_range, sat
from hwpipe.hls.variables import assignments, block_local, scoped_once

__all__ = ["FrontState"]


class FrontState(Evaluator):
    """State of the symbolic run of one process."""

    def __init__(self, kernel: Kernel, process: Process, schedule: Schedule) -> None:
        super().__init__(Graph(), kernel.path.name, kernel.namespace)
        self.kernel, self.process, self.schedule = kernel, process, schedule
        self.ir = ProcessIR(process.name, kernel.path.name, self.graph, line=process.tree.lineno)
        self.state_nodes: dict[str, Node] = {}
        self.stores: dict[tuple[str, int], list[tuple[Node, Node, Node]]] = {}
        self.inits: dict[str, int] = {}
        self.pops: dict[str, list[Node]] = {}
        self.puts: dict[str, list[Node]] = {}
        self.mem_reads: dict[tuple[str, int, int], Node] = {}
        self.guard_pred = self.graph.const(1)
        self.in_if = 0
        self.assigned = assignments(process.tree)
        self.once = scoped_once(process.tree)
        #: Names local to the statement list that runs, innermost list last.
        self.locals: list[set[str]] = [set()]
        self.tree = process.tree
        self.load_order: dict[int, int] = {}
        self.load_preds: dict[int, Node | None] = {}
        self._arguments()

    def _arguments(self) -> None:
        for name, item in self.process.arguments.items():
            if isinstance(item, Scalar):
                node = self.graph.make("scalar", (), name, item.lo, item.hi)
                self.env[name] = self.ir.scalars[name] = node
                continue
            self.env[name] = Handle(name, item.kind)
            if isinstance(item, Stream):
                output = self.process.name in writers(self.kernel, name)
                self.ir.streams[name] = StreamPort(name, item.dtype, item.lanes, output)
            elif isinstance(item, Buffer):
                role = "write" if self.process.name in writers(self.kernel, name) else "read"
                halves = self.schedule.buffer_depth.get(name, 2)
                self.ir.arrays[name] = array_ir(
                    name, item.dtype, item.shape, self.schedule.partitions.get(name, {}),
                    role, None, self.process.tree.lineno, halves,
                )  # fmt: skip

    # ---- variables ----

    def state_type(self, name: str) -> Int:
        """Type of a carried variable, from the casts in its assignments."""
        found: set[Int] = set()
        constants: list[int] = []
        line = self.process.tree.lineno
        stmts = self.assigned.get(name, [])
        for stmt in stmts:
            line = stmt.lineno
            value = stmt.value
            if isinstance(stmt, ast.AugAssign):
                found = set()
                break
            if isinstance(value, ast.Constant):
                constants.append(value.value if isinstance(value.value, int) else 0)
                continue
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
                kind = self.namespace.get(value.func.id)
                if isinstance(kind, Int):
                    found.add(kind)
                    continue
                if kind is sat:
                    found.add(self.value(value.args[0]))
                    continue
            found = set()
            break
        if not found and len(constants) == len(self.assigned.get(name, [])):
            return Int(bits_of_range(min(constants), max(constants)))
        if len(found) != 1:
            raise InputError(
                f"{name} is carried from one iteration to the next and has no single type",
                where=f"{self.path}:{line}",
                remedy=f"cast in every assignment: {name} = i32(...)",
            )
        return found.pop()

    def variable(self, name: str) -> Any:
        """A variable read before this iteration assigns it: a register."""
        if name not in self.assigned:
            return None
        if name not in self.state_nodes:
            dtype = self.state_type(name)
            line = self.assigned[name][0].lineno
            self.new_state(name, dtype, self.inits.get(name), line)
        self.env[name] = self.state_nodes[name]
        return self.env[name]

    def new_state(self, key: str, dtype: Int, init: int | None, line: int) -> Node:
        """A register carried from iteration to iteration."""
        self.ir.states[key] = StateIR(key, dtype, init, line)
        self.state_nodes[key] = self.graph.make("state", (), key, dtype.lo, dtype.hi)
        return self.state_nodes[key]

    def assign(self, name: str, value: Any, at: ast.AST) -> None:
        """Bind a variable under the current predicate."""
        if isinstance(value, Node) and not value.name:
            value.name = name
        if self.pred.const == 1 or name in self.locals[-1]:
            self.env[name] = value
            return
        if not isinstance(value, Node | int):
            old = self.env.get(name)
            if not (isinstance(value, list) and isinstance(old, list) and len(old) == len(value)):
                raise self.error(
                    at, f"vector {name} outlives its loop body or branch",
                    "keep it in an array that is partitioned completely",
                )  # fmt: skip
            self.env[name] = [
                self.graph.select(self.pred, self.lift(n, at), self.lift(o, at))
                for n, o in zip(value, old, strict=True)
            ]
            return
        node = self.lift(value, at)
        pure = name in self.once and not self.in_if and name not in self.state_nodes
        if pure and issue_pure(node):
            self.env[name] = node
            return
        old = self.env.get(name)
        if old is None:
            old = self.variable(name)
        self.env[name] = self.graph.select(self.pred, node, self.lift(old, at))

    # ---- streams, memory, buffers ----

    def here(self) -> ast.AST:
        """Where messages say that it happened."""
        marker = ast.Pass()
        marker.lineno = self.graph.line
        return marker

    def memory_read(self, name: str, index: Node) -> Node:
        """Element of an argument in memory."""
        spec = self.process.arguments[name]
        assert isinstance(spec, Mem)
        key = (name, index.id, self.pred.id)
        if key not in self.mem_reads:
            self.mem_reads[key] = self.graph.make(
                "get", (self.pred, index), LaneRef(name), spec.dtype.lo, spec.dtype.hi, unique=True
            )
        return self.mem_reads[key]

    def _exclusive(self, name: str, table: dict[str, list[Node]], verb: str, at: ast.AST) -> None:
        for other in table.setdefault(name, []):
            if not exclusive(self.graph, other, self.pred):
                raise self.error(
                    at, f"two {verb}s of stream {name} in one iteration",
                    "give the stream lanes, or do not unroll the loop around them",
                )  # fmt: skip
        table[name].append(self.pred)

    def method(self, handle: Handle, name: str, args: list[Any]) -> Any:
        """`get`, `put`, `acquire`, `release`."""
        at = self.here()
        item = self.process.arguments[handle.name]
        if len(args) != int(name == "put"):
            raise self.error(at, f"{len(args)} values for {handle.name}.{name}()")
        if isinstance(item, Stream) and name == "get":
            if not issue_pure(self.pred):
                raise self.error(
                    at, f"get of {handle.name} under a condition on data",
                    "read always, or decide from loop variables and scalars",
                )  # fmt: skip
            self._exclusive(handle.name, self.pops, "get", at)
            self.graph.effect("pop", (self.pred,), handle.name)
            lanes = [
                self.graph.make(
                    "get", (), LaneRef(handle.name, k), item.dtype.lo, item.dtype.hi, unique=True
                )
                for k in range(item.lanes)
            ]
            return lanes if item.lanes > 1 else lanes[0]
        if isinstance(item, Stream) and name == "put":
            self._exclusive(handle.name, self.puts, "put", at)
            values = args[0] if item.lanes > 1 or isinstance(args[0], list) else [args[0]]
            if not isinstance(values, list) or len(values) != item.lanes:
                raise self.error(
                    at, f"put into {handle.name} needs {item.lanes} values",
                    f"declare {handle.name} as Stream(type, lanes)",
                )  # fmt: skip
            nodes = [self.graph.wrap(item.dtype, self.lift(v, at)) for v in values]
            self.graph.effect("put", (self.pred, *nodes), handle.name)
            return None
        if isinstance(item, Buffer) and name in {"acquire", "release"}:
            if not issue_pure(self.pred):
                raise self.error(at, f"{name} of {handle.name} under a condition on data")
            self.graph.effect(name, (self.pred,), handle.name)
            return None
        raise self.error(
            at, f"{handle.name}.{name}()", "streams get and put, buffers acquire and release"
        )

    def promise(self, value: Node, lo: int, hi: int) -> None:
        """A promised interval becomes an assertion of the RTL."""
        g = self.graph
        above = g.compare("le", g.const(lo), value)
        held = g.logic("band", above, g.compare("le", value, g.const(hi)))
        text = f"value within {lo} to {hi}"
        self.ir.checks.append(Check(self.pred, held, text, g.line))

    def call_function(self, function: ast.FunctionDef, args: list[Any]) -> Any:
        """Inline a helper function: assignments, unrolled loops and one final return."""
        names = [a.arg for a in function.args.args]
        if len(names) != len(args):
            raise self.error(function, f"{function.name} takes {len(names)} arguments")
        saved = self.env, self.assigned, self.tree, self.once
        # Elements of register arrays live in the environment; all else comes as an argument.
        shared = {k: v for k, v in self.env.items() if "[" in k}
        self.env = {**shared, **dict(zip(names, args, strict=True))}
        self.assigned, self.once, self.tree = {}, {}, function
        self.locals.append(block_local(function, tuple(function.body)) - set(names))
        result: Any = None
        body = function.body
        for stmt in body:
            if isinstance(stmt, ast.Return) and stmt is body[-1] and stmt.value is not None:
                result = self.value(stmt.value)
            else:
                self.statement(stmt)
        self.locals.pop()
        changed = {k: v for k, v in self.env.items() if "[" in k}
        self.env, self.assigned, self.tree, self.once = saved
        self.env.update(changed)
        return result

    @abstractmethod
    def statement(self, stmt: ast.stmt) -> None:
        """Run one statement of the body."""
