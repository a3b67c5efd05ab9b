"""Counts the work of one operator: which table entry, and what the tables share.

Entries are keyed by (domain, operator); "" is the ONNX domain. Every count is for the whole
batch of the graph. An operator without an entry costs its bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onnx import AttributeProto, NodeProto

from hwpipe.errors import InputError
from hwpipe.graph.check import describe
from hwpipe.graph.model import TensorInfo, Work

__all__ = ["TABLE", "Operand", "OperatorView", "count_work", "operator"]


@dataclass(frozen=True, slots=True)
class Operand:
    """An input of an operator: its tensor, and where it comes from.

    `constant` is True for an initialiser and for what is computed from initialisers alone
    (a dequantised weight); `needs_grad` if a trainable parameter stands behind it upstream.
    """

    info: TensorInfo
    constant: bool
    needs_grad: bool


class OperatorView:
    """What a table entry sees of a node."""

    __slots__ = ("_attributes", "inputs", "node", "outputs", "where")

    def __init__(
        self,
        node: NodeProto,
        inputs: list[Operand | None],
        outputs: list[TensorInfo | None],
        where: str,
    ) -> None:
        self.node, self.inputs, self.outputs, self.where = node, inputs, outputs, where
        self._attributes: dict[str, Any] | None = None

    def attribute(self, name: str, default: Any) -> Any:
        """Value of an attribute: int, float, bytes, or list of int or float."""
        if self._attributes is None:
            self._attributes = {a.name: _value(a) for a in self.node.attribute}
        return self._attributes.get(name, default)

    def operand(self, index: int) -> Operand:
        """An input that the operator cannot do without.

        Raises:
            InputError: if it is left out.
        """
        found = self.inputs[index] if index < len(self.inputs) else None
        if found is None:
            raise self.error(f"lacks input {index}")
        return found

    def shape(self, index: int, rank: int | None = None) -> tuple[int, ...]:
        """Shape of an input.

        Raises:
            InputError: if it is left out, or has fewer than `rank` dimensions.
        """
        shape = self.operand(index).info.shape
        if rank is not None and len(shape) < rank:
            raise self.error(f"has an input {index} of shape {list(shape)}", f"rank {rank} or more")
        return shape

    @property
    def out(self) -> TensorInfo:
        """The first output that is present."""
        return next(o for o in self.outputs if o is not None)

    @property
    def out_elements(self) -> int:
        """Elements of all outputs."""
        return sum(o.elements for o in self.outputs if o is not None)

    def has(self, index: int) -> bool:
        """Whether an optional input is given."""
        return index < len(self.inputs) and self.inputs[index] is not None

    def error(self, what: str, limit: str | None = None) -> InputError:
        """An error that names this operator."""
        return InputError(f"{describe(self.node)} {what}", where=self.where, limit=limit)


def _value(attribute: AttributeProto) -> Any:
    kind = attribute.type
    if kind == AttributeProto.INT:
        return attribute.i
    if kind == AttributeProto.INTS:
        return list(attribute.ints)
    if kind == AttributeProto.FLOAT:
        return attribute.f
    if kind == AttributeProto.FLOATS:
        return list(attribute.floats)
    if kind == AttributeProto.STRING:
        return attribute.s
    return None


Counter = Callable[[OperatorView], Work]

#: (domain, operator) -> how to count it. Filled by the modules `work_*`.
TABLE: dict[tuple[str, str], Counter] = {}


def operator(*names: str, domain: str = "") -> Callable[[Counter], Counter]:
    """Register a counting function for operators of a domain."""

    def register(function: Counter) -> Counter:
        for name in names:
            TABLE[domain, name] = function
        return function

    return register


_BYTES = Work("bytes")


def count_work(view: OperatorView) -> tuple[Work, bool]:
    """The work of a node, and whether its operator is in the table.

    Raises:
        InputError: if the shapes of its tensors contradict each other.
    """
    node = view.node
    domain = "" if node.domain == "ai.onnx" else node.domain
    function = TABLE.get((domain, node.op_type))
    if function is None:
        return _BYTES, False
    return function(view), True
