"""Arrays of a process in its symbolic run: banks, registers, loads that know the stores before."""

from __future__ import annotations

import ast
from typing import Any

from hwpipe.hls.banks import locate
from hwpipe.hls.evaluate import Handle
from hwpipe.hls.front_state import FrontState
from hwpipe.hls.ir import Node
from hwpipe.hls.lang import Mem
from hwpipe.hls.predicates import common
from hwpipe.hls.process_ir import ArrayIR, StateIR

__all__ = ["FrontArrays"]


class FrontArrays(FrontState):
    """Loads and stores of arrays and buffers."""

    def _array(self, handle: Handle, index: list[Any], at: ast.AST) -> tuple[ArrayIR, list[Node]]:
        array = self.ir.arrays[handle.name]
        nodes = [self.lift(i, at) for i in index]
        if len(nodes) != len(array.shape):
            raise self.error(at, f"{len(nodes)} indices for {array.name} of shape {array.shape}")
        for node, extent in zip(nodes, array.shape, strict=True):
            if node.const is not None and not 0 <= node.const < extent and self.pred.const == 1:
                raise self.error(at, f"index {node.const} of {array.name}, extent {extent}")
        return array, nodes

    def load(self, handle: Handle, index: list[Any]) -> Any:
        """Element of an array or of memory."""
        at = self.here()
        if handle.kind == "mem":
            return self.memory_read(handle.name, self.lift(index[0], at))
        array, nodes = self._array(handle, index, at)
        if array.registers:
            return self._register_read(array, nodes, at)
        if array.role == "write":
            raise self.error(at, f"{array.name} is read by its writer", "keep a local array")
        bank, address, picks = locate(self.graph, array, self.schedule_of(array), nodes, at, self)
        if bank is None:
            return self._bank_load(array, picks[0], address)
        hits = {b: self.graph.compare("eq", bank, self.graph.const(b)) for b in picks}
        possible = [b for b, hit in hits.items() if hit.const != 0] or picks[:1]
        values = [self._bank_load(array, b, address) for b in possible]
        out = values[0]
        for b, value in zip(possible[1:], values[1:], strict=True):
            out = self.graph.select(hits[b], value, out)
        return out

    def schedule_of(self, array: ArrayIR) -> Any:
        """Partition directives of an array."""
        name = array.name if array.role != "local" else f"{self.process.name}.{array.name}"
        return self.schedule.partitions.get(name, {})

    def _bank_load(self, array: ArrayIR, bank: int, address: Node) -> Node:
        done = self.stores.get((array.name, bank), [])
        value: Node | None = None
        hits: list[tuple[Node, Node]] = []
        barrier = 0
        for position in range(len(done) - 1, -1, -1):
            pred, where, stored = done[position]
            if where is address:
                hits.append((pred, stored))
                if pred.const == 1:
                    value = stored
                    break
            elif self.graph.sub(where, address).const is None:
                barrier = position + 1
                break
        if value is None:
            # The first `barrier` stores may be to this address: the load comes after them.
            value = self.graph.make(
                "load", (address,), (array.name, bank, barrier), array.dtype.lo, array.dtype.hi
            )
            self.load_order.setdefault(value.id, len(done))
            seen = self.load_preds.setdefault(value.id, self.pred)
            self.load_preds[value.id] = common(self.graph, seen, self.pred)
        for pred, stored in reversed(hits):
            value = self.graph.select(pred, stored, value)
        return value

    def _register_read(self, array: ArrayIR, nodes: list[Node], at: ast.AST) -> Node:
        flat = self.graph.const(0)
        for node, extent in zip(nodes, array.shape, strict=True):
            flat = self.graph.add(self.graph.mul(flat, self.graph.const(extent)), node)
        size = array.banks
        if flat.const is not None:
            if not 0 <= flat.const < size:
                if self.pred.const != 1:
                    return self.graph.const(0)
                raise self.error(at, f"index outside {array.name}")
            return self._element(array, flat.const)
        out = self._element(array, 0)
        for k in range(1, size):
            hit = self.graph.compare("eq", flat, self.graph.const(k))
            out = self.graph.select(hit, self._element(array, k), out)
        return out

    def _element(self, array: ArrayIR, k: int) -> Node:
        key = f"{array.name}[{k}]"
        if key not in self.env:
            self.env[key] = self.new_state(key, array.dtype, array.init, array.line)
        return self.env[key]  # type: ignore[no-any-return]

    def store(self, target: ast.Subscript, value: Any) -> None:
        """`array[index] = value` under the current predicate."""
        handle = self.value(target.value)
        index = self.value(target.slice)
        index = index if isinstance(index, list) else [index]
        node = self.lift(value, target)
        if not isinstance(handle, Handle):
            raise self.error(target, f"store into {ast.unparse(target.value)}")
        if handle.kind == "mem":
            spec = self.process.arguments[handle.name]
            assert isinstance(spec, Mem)
            where = self.lift(index[0], target)
            self.graph.effect(
                "mwrite", (self.pred, where, self.graph.wrap(spec.dtype, node)), handle.name
            )
            return
        array, nodes = self._array(handle, index, target)
        node = self.graph.wrap(array.dtype, node)
        if array.registers:
            flat = self.graph.const(0)
            for n, extent in zip(nodes, array.shape, strict=True):
                flat = self.graph.add(self.graph.mul(flat, self.graph.const(extent)), n)
            only = flat.const
            for k in range(array.banks) if only is None else range(max(0, only), only + 1):
                hit = self.graph.compare("eq", flat, self.graph.const(k))
                hit = self.graph.logic("band", self.pred, hit)
                if hit.const == 0:
                    continue
                key = f"{array.name}[{k}]"
                if hit.const == 1:
                    self.env[key] = node
                else:
                    self.env[key] = self.graph.select(hit, node, self._element(array, k))
                if key not in self.ir.states:
                    self.ir.states[key] = StateIR(key, array.dtype, array.init, array.line)
            return
        bank, address, picks = locate(
            self.graph, array, self.schedule_of(array), nodes, target, self
        )
        for b in picks:
            pred = self.pred
            if bank is not None:
                hit = self.graph.compare("eq", bank, self.graph.const(b))
                pred = self.graph.logic("band", pred, hit)
            if pred.const == 0:
                continue  # the index cannot lie in this bank
            effect = self.graph.effect("store", (pred, address, node), (array.name, b))
            self.stores.setdefault((array.name, b), []).append((pred, address, node))
            effect.line = self.graph.line
