"""Calls in a kernel's source: types, saturation, built-in functions, helper functions in place."""

from __future__ import annotations

import ast
from abc import abstractmethod

from hwpipe.hls.lang import within
from hwpipe.hls.types import Int, sat
from hwpipe.hls.vitis.cpp import (
    Cx,
    ap_type,
    as_operand,
    exact_type,
    literal,
    paren,
    unwrapped,
)
from hwpipe.hls.vitis.lists import Lists

__all__ = ["Calls"]


class Calls(Lists):
    """Translates calls."""

    @abstractmethod
    def inline(self, helper: ast.FunctionDef, node: ast.Call) -> Cx:
        """A call of a helper function, written in place."""

    def _call(self, node: ast.Call) -> Cx:
        if isinstance(node.func, ast.Attribute):
            return self.read_stream(node, node.func)
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        known = self.kernel.namespace.get(name)
        if isinstance(known, Int) and name not in self.scope:
            value = as_operand(self.scalar(node.args[0]))
            return Cx(f"{ap_type(known)}{paren(value.text)}", known.lo, known.hi)
        if known is within:
            return self._within(node)
        if known is sat:
            return self._saturate(node)
        if name == "sum":
            return self.total(node)
        if name in {"min", "max"}:
            return self.extreme(node, name)
        if name == "abs":
            a = as_operand(self.scalar(node.args[0]))
            holder = exact_type(min(a.lo, -a.hi), max(a.hi, -a.lo))
            lo, hi = self._range(node, a)
            return Cx(f"hwpipe::abs_of<{holder} >({a.text})", lo, hi)
        if name == "int":
            return self.scalar(node.args[0])
        helper = self.recorded.helpers.get(name)
        if helper is not None:
            return self.inline(helper, node)
        raise self.error(node, f"call of {name}")

    def assertion(self, test: ast.expr) -> None:
        """A precondition: the vendor's C simulation checks it, its synthesis may rely on it."""
        fact = self.fact(test)
        if fact is not None and not (fact.lo == fact.hi != 0):
            self.out.add(f"assert({unwrapped(self.condition(test).text)});")

    def _within(self, node: ast.Call) -> Cx:
        value, lo, hi = node.args
        a = as_operand(self.scalar(value))
        held = self.out.fresh("promised")
        self.out.add(f"const {exact_type(a.lo, a.hi)} {held} = {unwrapped(a.text)};")
        ends = [as_operand(self.scalar(end)) for end in (lo, hi)]
        bounds = []
        if a.lo < ends[0].lo:
            bounds.append(f"{held} >= {ends[0].text}")
        if a.hi > ends[1].hi:
            bounds.append(f"{held} <= {ends[1].text}")
        if bounds:
            self.out.add(f"assert({' && '.join(bounds)});")
        return Cx(held, a.lo, a.hi)

    def _saturate(self, node: ast.Call) -> Cx:
        dtype = self.kernel.namespace.get(ast.unparse(node.args[0]))
        if not isinstance(dtype, Int):
            raise self.error(
                node, "sat to a type computed at run time", "name the type: sat(i8, x)"
            )
        a = as_operand(self.scalar(node.args[1]))
        holder = exact_type(min(a.lo, dtype.lo), max(a.hi, dtype.hi))
        text = (
            f"hwpipe::clamp<{ap_type(dtype)}, {holder} >"
            f"({a.text}, {literal(dtype.lo).text}, {literal(dtype.hi).text})"
        )
        return Cx(text, dtype.lo, dtype.hi)
