"""A process as a C++ function: statements, loops with their pragmas, scopes of buffers."""

from __future__ import annotations

import ast
from collections.abc import Callable

from hwpipe.hls.lang import Array, Buffer, Mem, Scalar, Stream
from hwpipe.hls.vitis.cpp import (
    Cx,
    ap_type,
    as_operand,
    exact_type,
    identifier,
    unwrapped,
)
from hwpipe.hls.vitis.expr import Place, subscripts
from hwpipe.hls.vitis.helpers import Helpers
from hwpipe.hls.vitis.variables import appended

__all__ = ["Body", "block_type", "parameter"]


def block_type(name: str) -> str:
    """C++ type of one half of a buffer."""
    return identifier(f"{name}_block_t")


def parameter(name: str, item: object) -> str:
    """C++ parameter of an argument."""
    c = identifier(name)
    if isinstance(item, Scalar):
        return f"{ap_type(item.dtype)} {c}"
    if isinstance(item, Mem):
        return f"{ap_type(item.dtype)}* {c}"
    if isinstance(item, Stream):
        return f"hls::stream<{stream_type(item)} >& {c}"
    return f"hls::stream_of_blocks<{block_type(name)}>& {c}"


def stream_type(item: Stream) -> str:
    """Element of a stream: one integer, or all lanes in one word, lane 0 lowest."""
    if item.lanes == 1:
        return ap_type(item.dtype)
    return f"ap_uint<{item.dtype.width * item.lanes}>"


class Body(Helpers):
    """Writes the function of one process."""

    def write(self, name: str) -> list[str]:
        """Lines of the whole function."""
        parameters = []
        for argument, item in self.process.arguments.items():
            parameters.append(parameter(argument, item))
            c = identifier(argument)
            self.out.taken.add(c)
            if isinstance(item, Scalar):
                self.scope[argument] = Cx(c, item.lo, item.hi)
            elif isinstance(item, Mem):
                self.scope[argument] = Place(c, item, lambda at, c=c: f"{c}[{at[0]}]")  # type: ignore[misc]
            else:
                self.scope[argument] = Place(c, item, self._without_lock(argument))
        if self.process.name in self.schedule.pack_shift:
            self.out.add(
                "// pack: two products share a DSP in hwpipe's own RTL; no pragma asks for it."
            )
        if self.schedule.sum_shape.get(self.process.name, "tree") != "tree":
            self.out.add("#pragma HLS expression_balance off")
        self.enter(self.tree)
        self.statements(self.tree.body)
        head = f"static void {name}("
        pad = " " * len(head)
        where = f"// {self.kernel.path.name}:{self.tree.lineno} {self.process.name}"
        return [
            where,
            head + f",\n{pad}".join(parameters) + ") {",
            "#pragma HLS inline off",
            *self.out.lines,
            "}",
        ]

    def _without_lock(self, name: str) -> Callable[[list[str]], str]:
        def access(_: list[str]) -> str:
            raise self.error(
                self.at, f"buffer {name} is used where it is not acquired", "acquire it first"
            )

        return access

    def statements(self, stmts: list[ast.stmt]) -> None:
        """A statement list; what lies between acquire and release of a buffer is a scope."""
        open_locks: list[str] = []
        for stmt in stmts:
            verb = _buffer_verb(stmt)
            if verb is None or not isinstance(self.scope.get(verb[0]), Place):
                self.statement(stmt)
                continue
            place = self.scope[verb[0]]
            assert isinstance(place, Place)
            if not isinstance(place.item, Buffer):
                self.statement(stmt)
            elif verb[1] == "acquire":
                self._acquire(verb[0], place, stmt, stmts)
                open_locks.append(verb[0])
            else:
                self._release(verb[0], stmt, open_locks)
        if open_locks:
            raise self.error(
                stmts[-1],
                f"buffer {open_locks[-1]} is acquired in a loop or branch that does not release it",
                "release it in the same statement list: Vitis HLS ties a lock to a scope",
            )  # fmt: skip

    def _acquire(self, name: str, place: Place, stmt: ast.stmt, stmts: list[ast.stmt]) -> None:
        if not any(self.has_pipeline(s) for s in stmts):
            raise self.error(
                stmt, f"buffer {name} is acquired inside the pipelined loop",
                "acquire it outside the innermost loop",
            )  # fmt: skip
        side = "write" if _written(self.tree, name) else "read"
        lock = self.out.fresh(f"{name}_half")
        self.out.add(f"{{{self.source(stmt)} acquire")
        self.out.depth += 1
        self.out.add(f"hls::{side}_lock<{block_type(name)}> {lock}({place.name});")
        place.access = lambda at: subscripts(lock, at)

    def _release(self, name: str, stmt: ast.stmt, open_locks: list[str]) -> None:
        if name not in open_locks:
            raise self.error(
                stmt, f"buffer {name} is released in another loop or branch than it is acquired",
                "acquire and release it in one statement list: Vitis HLS ties a lock to a scope",
            )  # fmt: skip
        # Neighbouring releases may come in any order: the scopes end together.
        if open_locks[-1] != name:
            later = open_locks[open_locks.index(name) + 1 :]
            if not self._released_next(stmt, later):
                raise self.error(
                    stmt, f"buffer {name} is released before {later[-1]}, acquired after it",
                    "release buffers in the reverse order: Vitis HLS ties a lock to a scope",
                )  # fmt: skip
        open_locks.remove(name)
        place = self.scope[name]
        assert isinstance(place, Place)
        place.access = self._without_lock(name)
        self.out.depth -= 1
        self.out.add(f"}}{self.source(stmt)} release")

    def _released_next(self, stmt: ast.stmt, names: list[str]) -> bool:
        """Whether the statements right after this one release all these buffers."""
        for node in ast.walk(self.tree):
            for part in (getattr(node, "body", None), getattr(node, "orelse", None)):
                if isinstance(part, list) and stmt in part:
                    following = part[part.index(stmt) + 1 :][: len(names)]
                    verbs = [_buffer_verb(s) for s in following]
                    return {v[0] for v in verbs if v and v[1] == "release"} == set(names)
        return False

    def statement(self, stmt: ast.stmt) -> None:
        """One statement."""
        start, self.at = len(self.out.lines), stmt
        if isinstance(stmt, ast.For):
            self.loop(stmt)
            return
        if isinstance(stmt, ast.If):
            self._if(stmt)
            return
        if isinstance(stmt, ast.Assign):
            for target in stmt.targets:
                self._assign(target, stmt.value, stmt)
        elif isinstance(stmt, ast.Assert):
            self.assertion(stmt.test)
        elif isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call):
            self._call_statement(stmt.value)
        elif not isinstance(stmt, ast.Pass | ast.Expr):
            raise self.error(stmt, f"statement {type(stmt).__name__}")
        for k in range(start, len(self.out.lines)):
            line = self.out.lines[k]
            if line.endswith(";") and not line.startswith("#"):
                self.out.lines[k] += self.source(stmt)
                break

    def _assign(self, target: ast.expr, value: ast.expr, stmt: ast.stmt) -> None:
        if (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and self.kernel.namespace.get(value.func.id) is Array
        ):
            assert isinstance(target, ast.Name)
            self.declare_array(target.id, value)
            return
        if isinstance(target, ast.Tuple | ast.List):
            self._unpack(target, value, stmt)
            return
        if self.fact(value) is None and not isinstance(target, ast.Subscript):
            return
        if isinstance(target, ast.Subscript):
            if self.fact(value) is not None:
                self._store(target, value)
            return
        assert isinstance(target, ast.Name)
        name = target.id
        if name in self.process.arguments and not self.inlining:
            raise self.error(stmt, f"argument {name} is assigned", "use a variable of its own")
        if name not in self.types:
            raise self.error(stmt, f"{ast.unparse(value)} kept in a variable")
        here = name in self.declared.get(id(stmt), set())
        if self.types[name].shape and self.grows(name):
            self._grow(name, value, stmt, here=here)
            return
        if self.types[name].shape and here and self._list_in_place(name, value):
            self.hint = name
            self.scope[name] = self.expr(value)
            return
        if self.types[name].shape:
            variable = self.declare(name, stmt) if here else self.scope[name]
            assert isinstance(variable, Cx)
            if _reads(value, name):
                fresh = self.make_list(value, f"new_{name}")
                self.copy_list(variable.text, fresh)
            else:
                self.fill(variable.text, value)
            return
        if here and len(self.assigned.get(name, [])) == 1 and self._is_counted(value):
            x = self.counting(value)
            if x.kind in {"int", "long"}:
                c = self.out.fresh(name)
                kind = "int" if x.kind == "int" else "long long"
                self.out.add(f"const {kind} {c} = {unwrapped(x.text)};")
                self.scope[name] = Cx(c, x.lo, x.hi, x.kind)
                return
        x = self.expr(value)
        if here:
            self.declare(name, stmt, unwrapped(x.text))
        else:
            variable = self.scope[name]
            assert isinstance(variable, Cx)
            self.out.add(f"{variable.text} = {unwrapped(x.text)};")

    def _grow(self, name: str, value: ast.expr, stmt: ast.stmt, *, here: bool) -> None:
        """Empty a list, or append to it: an array and a count that unrolling makes constant."""
        variable = self.declare(name, stmt) if here else self.scope[name]
        assert isinstance(variable, Cx)
        count = self.filled[variable.text]
        more = appended(value, name)
        if more is None and not here:
            self.out.add(f"{count} = 0;")
        for element in more or []:
            self.fill(f"{variable.text}[{count}]", element)
            self.out.add(f"++{count};")

    def _is_counted(self, value: ast.expr) -> bool:
        """Whether a value is made of loop counters and run-time scalars alone: an address."""
        counters = 0
        for node in ast.walk(value):
            if isinstance(node, ast.Name):
                found = self.scope.get(node.id)
                if isinstance(found, Cx) and found.kind in {"int", "long"} and not found.shape:
                    counters += 1
                elif node.id not in self.process.arguments and not self._is_constant(node.id):
                    return False
            elif not isinstance(node, ast.BinOp | ast.Constant | ast.operator | ast.expr_context):
                return False
        return counters > 0

    def _list_in_place(self, name: str, value: ast.expr) -> bool:
        """Whether a variable can be the array that its only value is made in."""
        fresh = isinstance(value, ast.List | ast.ListComp) or (
            isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
        )
        return fresh and len(self.assigned.get(name, [])) == 1

    def _unpack(self, target: ast.Tuple | ast.List, value: ast.expr, stmt: ast.stmt) -> None:
        # Values first, in variables of their own: a, b = b, a swaps.
        values: list[Cx]
        if isinstance(value, ast.Tuple | ast.List):
            values = []
            for element in value.elts:
                x = self.scalar(element)
                held = self.out.fresh("part")
                self.out.add(f"const {exact_type(x.lo, x.hi)} {held} = {x.text};")
                values.append(Cx(held, x.lo, x.hi))
        else:
            whole = self.make_list(value, "parts")
            values = [
                Cx(f"{whole.text}[{k}]", whole.lo, whole.hi, "ap", whole.shape[1:])
                for k in range(whole.shape[0])
            ]
        for part, x in zip(target.elts, values, strict=True):
            if isinstance(part, ast.Name):
                variable = self.scope.get(part.id)
                if isinstance(variable, Cx):
                    self.copy_list(variable.text, x)
                elif x.shape:
                    self.copy_list(self.declare(part.id, stmt).text, x)
                else:
                    self.declare(part.id, stmt, x.text)
            elif isinstance(part, ast.Subscript):
                self._store_text(part, x)
            else:
                raise self.error(stmt, f"assignment to {ast.unparse(target)}")

    def _store(self, target: ast.Subscript, value: ast.expr) -> None:
        x = as_operand(self.scalar(value))
        self._store_text(target, x)

    def _store_text(self, target: ast.Subscript, x: Cx) -> None:
        place = self.scope.get(ast.unparse(target.value))
        if not isinstance(place, Place):
            raise self.error(target, f"store into {ast.unparse(target.value)}")
        where = place.access(self.indices(target.slice))
        self.out.add(f"{where} = {unwrapped(x.text)};")

    def _call_statement(self, call: ast.Call) -> None:
        func = call.func
        if isinstance(func, ast.Attribute) and func.attr == "put":
            place = self.scope.get(ast.unparse(func.value))
            if not isinstance(place, Place) or not isinstance(place.item, Stream):
                raise self.error(call, f"call of {ast.unparse(func)}")
            self._put(place, call)
        elif isinstance(func, ast.Attribute) and func.attr in {"acquire", "release"}:
            raise self.error(
                call, f"{ast.unparse(func)} under a condition",
                "acquire and release in one statement list of a loop body",
            )  # fmt: skip
        else:
            self.expr(call)

    def _put(self, place: Place, call: ast.Call) -> None:
        spec = place.item
        element = ap_type(spec.dtype)
        if spec.lanes == 1:
            x = as_operand(self.scalar(call.args[0]))
            text = x.text if x.text.startswith("(") and x.text.endswith(")") else f"({x.text})"
            self.out.add(f"{place.name}.write({element}{text});")
            return
        items = self.expr(call.args[0])
        width = spec.dtype.width
        word = self.out.fresh("word")
        self.out.add(f"ap_uint<{width * spec.lanes}> {word};")
        k = self.out.fresh("lane")
        with self.out.braces(f"for (int {k} = 0; {k} < {spec.lanes}; ++{k})"):
            self.out.add("#pragma HLS unroll")
            cut = f"{word}.range({width} * {k} + {width - 1}, {width} * {k})"
            self.out.add(f"{cut} = ap_uint<{width}>({element}({items.text}[{k}]));")
        self.out.add(f"{place.name}.write({word});")

    def _if(self, stmt: ast.If) -> None:
        fact = self.fact(stmt.test)
        if fact is None:
            return
        if fact.lo == fact.hi and not fact.other:
            if self.reads_stream(stmt.test):
                self.condition(stmt.test)
            self.statements(stmt.body if fact.lo else stmt.orelse)
            return
        test = self.condition(stmt.test)
        text = test.text if test.text.startswith("(") else f"({test.text})"
        self.out.add(f"if {text} {{{self.source(stmt)}")
        self._indented(stmt.body)
        if stmt.orelse:
            self.out.add("} else {")
            self._indented(stmt.orelse)
        self.out.add("}")

    def _indented(self, stmts: list[ast.stmt]) -> None:
        for stmt in stmts:
            verb = _buffer_verb(stmt)
            if verb is not None:
                raise self.error(
                    stmt,
                    f"buffer {verb[0]}: {verb[1]} under a condition",
                    "acquire and release it in the body of one loop: Vitis HLS ties a lock to a "
                    "scope",
                )
        self.out.depth += 1
        self.statements(stmts)
        self.out.depth -= 1


def _reads(node: ast.AST, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node))


def _buffer_verb(stmt: ast.stmt) -> tuple[str, str] | None:
    """Name and verb of `name.acquire()` or `name.release()`."""
    if isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call):
        func = stmt.value.func
        if (
            isinstance(func, ast.Attribute)
            and func.attr in {"acquire", "release"}
            and isinstance(func.value, ast.Name)
        ):
            return func.value.id, func.attr
    return None


def _written(tree: ast.FunctionDef, name: str) -> bool:
    return any(
        isinstance(n, ast.Subscript)
        and isinstance(n.ctx, ast.Store)
        and isinstance(n.value, ast.Name)
        and n.value.id == name
        for n in ast.walk(tree)
    )
