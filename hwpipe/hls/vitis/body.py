"""A process as a C++ function: statements, calls and branches."""

from __future__ import annotations

import ast

from hwpipe.hls.lang import Buffer, Mem, Scalar, Stream
from hwpipe.hls.vitis.assign import Assignments
from hwpipe.hls.vitis.cpp import (
    Cx,
    ap_type,
    as_operand,
    identifier,
)
from hwpipe.hls.vitis.locks import block_type, buffer_verb
from hwpipe.hls.vitis.place import Place

__all__ = ["Body", "block_type", "parameter"]


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


class Body(Assignments):
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
                self.scope[argument] = Place(c, item, self.without_lock(argument))
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

    def statements(self, stmts: list[ast.stmt]) -> None:
        """A statement list; what lies between acquire and release of a buffer is a scope."""
        open_locks: list[str] = []
        for stmt in stmts:
            verb = buffer_verb(stmt)
            if verb is None or not isinstance(self.scope.get(verb[0]), Place):
                self.statement(stmt)
                continue
            place = self.scope[verb[0]]
            assert isinstance(place, Place)
            if not isinstance(place.item, Buffer):
                self.statement(stmt)
            elif verb[1] == "acquire":
                self.acquire(verb[0], place, stmt, stmts)
                open_locks.append(verb[0])
            else:
                self.release(verb[0], stmt, open_locks)
        if open_locks:
            raise self.error(
                stmts[-1],
                f"buffer {open_locks[-1]} is acquired in a loop or branch that does not release it",
                "release it in the same statement list: Vitis HLS ties a lock to a scope",
            )  # fmt: skip

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
                self.assign(target, stmt.value, stmt)
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
            verb = buffer_verb(stmt)
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
