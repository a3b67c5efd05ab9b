"""Arrays over memories: bank and address of an element under the partition directives."""

# ruff: noqa: PLR0917 (an access is described by its graph, array, indices, place)
from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from hwpipe.errors import InputError
from hwpipe.hls.directives import Partition
from hwpipe.hls.ir import Graph, Node
from hwpipe.hls.poly import poly_node, poly_of
from hwpipe.hls.process_ir import ArrayIR
from hwpipe.hls.types import Int

if TYPE_CHECKING:
    from hwpipe.hls.evaluate import Evaluator

__all__ = ["array_ir", "locate"]


def _dim(directives: Mapping[int, Partition], dim: int) -> Partition | None:
    return directives.get(dim, directives.get(-1))


def _split(extent: int, how: Partition | None) -> tuple[int, int]:
    """Banks and elements of each along one dimension."""
    if how is None:
        return 1, extent
    if how.kind == "complete":
        return extent, 1
    banks = min(how.factor, extent)
    return banks, -(-extent // banks)


def array_ir(
    name: str, dtype: Int, shape: tuple[int, ...], directives: Mapping[int, Partition],
    role: str, init: int | None, line: int, halves: int,
) -> ArrayIR:  # fmt: skip
    """Lay an array out.

    Raises:
        InputError: if a directive names a dimension that the array does not have.
    """
    for dim in directives:
        if dim >= len(shape):
            raise InputError(
                f"partition of dimension {dim} of {name}", limit=f"0 to {len(shape) - 1}"
            )
    banks, depth = 1, 1
    for dim, extent in enumerate(shape):
        count, size = _split(extent, _dim(directives, dim))
        banks *= count
        depth *= size
    registers = depth == 1 and role == "local"
    return ArrayIR(name, dtype, shape, role, banks, depth, registers, init, line, halves)


def _cyclic(
    graph: Graph, node: Node, banks: int, name: str, at: ast.AST, front: Evaluator
) -> tuple[Node, Node]:
    poly = poly_of(node)
    offset = poly.get((), 0)
    if all(value % banks == 0 for key, value in poly.items() if key):
        bank = offset % banks
        rest = {k: v // banks for k, v in poly.items() if k}
        if offset - bank:
            rest[()] = (offset - bank) // banks
        return graph.const(bank), poly_node(graph, rest)
    if banks & (banks - 1):
        raise front.error(
            at, f"the bank of {name} is not known at compile time",
            f"make the index a multiple of {banks} plus a constant, or use a power of two",
        )  # fmt: skip
    return (
        graph.bits("and", node, graph.const(banks - 1)),
        graph.shr(node, banks.bit_length() - 1),
    )


def locate(
    graph: Graph, array: ArrayIR, directives: Mapping[int, Partition], index: list[Node],
    at: ast.AST, front: Evaluator,
) -> tuple[Node | None, Node, list[int]]:  # fmt: skip
    """Bank and address of an element.

    Returns:
        The bank as a node (None where it is constant), the address inside the bank, and the
        banks that the element can be in.

    Raises:
        InputError: if the bank can neither be known nor be computed with shifts.
    """
    bank, address = graph.const(0), graph.const(0)
    for dim, (node, extent) in enumerate(zip(index, array.shape, strict=True)):
        how = _dim(directives, dim)
        count, size = _split(extent, how)
        if how is None or count == 1:
            which, local = graph.const(0), node
        elif how.kind == "complete":
            which, local = node, graph.const(0)
        elif how.kind == "cyclic":
            which, local = _cyclic(graph, node, count, array.name, at, front)
        elif node.lo // size == node.hi // size:
            which = graph.const(node.lo // size)
            local = graph.sub(node, graph.const(node.lo // size * size))
        elif size & (size - 1) == 0:
            which = graph.shr(node, size.bit_length() - 1)
            local = graph.bits("and", node, graph.const(size - 1))
        else:
            raise front.error(
                at, f"the bank of {array.name} is not known at compile time",
                "make the block size a power of two",
            )  # fmt: skip
        bank = graph.add(graph.mul(bank, graph.const(count)), which)
        address = graph.add(graph.mul(address, graph.const(size)), local)
    if bank.const is not None:
        if not 0 <= bank.const < array.banks:
            if front.pred.const == 1:
                raise front.error(at, f"index outside {array.name} of shape {array.shape}")
            return None, address, [0]
        return None, address, [bank.const]
    return bank, address, list(range(array.banks))
