"""`TorchStage`: an `nn.Module` that interprets the nodes of a piece through the operator table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.runtime.ops import lookup
from hwpipe.runtime.piece import Array, OpNode, Piece

__all__ = ["Step", "TorchStage", "to_torch"]

_VIEWED = {"bfloat16": (np.int16, torch.bfloat16), "float8_e4m3fn": (np.uint8, torch.float8_e4m3fn),
           "float8_e5m2": (np.uint8, torch.float8_e5m2)}  # fmt: skip


def to_torch(array: Array) -> Tensor:
    """Tensor that shares memory with a numpy array (a copy where the array is read-only).

    Raises:
        InputError: for element types that torch does not have (strings, 4-bit integers).
    """
    if not array.flags.writeable or not array.flags.c_contiguous:
        array = array.copy(order="C")
    try:
        if array.dtype.name in _VIEWED:
            carrier, dtype = _VIEWED[array.dtype.name]
            return torch.from_numpy(array.view(carrier)).view(dtype)
        return torch.from_numpy(array)
    except TypeError:
        raise InputError(f"element type {array.dtype.name} cannot be run",
                         remedy="cast to a type that torch has") from None  # fmt: skip


class Step:
    """A bound node: function, where its arguments lie, where its results go, what dies after."""

    __slots__ = ("arguments", "dead", "function", "host", "node", "results")

    def __init__(self, node: OpNode, function: Any, host: tuple[int, ...]) -> None:
        """Bind a node; arguments, results and deaths are filled in by the stage."""
        self.node, self.function, self.host = node, function, host
        self.arguments: list[tuple[int, Any]] = []  # (slot, -) or (-1, fixed value)
        self.results: list[int] = []
        self.dead: tuple[int, ...] = ()

    def call(self, values: list[Any]) -> Any:
        """Run the node on the values of the slots; returns a tensor or a tuple of them."""
        return self.call_on([value if slot < 0 else values[slot] for slot, value in self.arguments])

    def call_on(self, arguments: list[Any]) -> Any:
        """Run the node on its arguments.

        Raises:
            WorkError: if the operator fails; the message names node and input shapes.
        """
        for position in self.host:
            arguments[position] = arguments[position].tolist()
        try:
            return self.function(self.node, *arguments)
        except HwpipeError:
            raise
        except Exception as error:
            shapes = ", ".join(
                f"{tuple(a.shape)} {str(a.dtype)[6:]}" if isinstance(a, Tensor) else repr(a)
                for a in arguments
            )
            raise WorkError(
                f"{type(error).__name__}: {str(error).strip().splitlines()[0]} on inputs {shapes}"
                if str(error).strip()
                else f"{type(error).__name__} on inputs {shapes}",
                where=self.node.where,
            ) from error


class TorchStage(nn.Module):
    """The nodes of one pipeline stage as a torch module.

    Initialisers of float type are `Parameter`s; batch-normalisation statistics and every
    other constant are buffers. `forward` takes the tensors of `piece.inputs` in order and
    returns those of `piece.outputs`.
    """

    def __init__(self, piece: Piece, *, fold_weights: bool = True) -> None:
        """Bind every node to its operator.

        Args:
            piece: the sub-graph and its constants. Writable constant arrays are shared, not
                copied.
            fold_weights: compute nodes that rest on weights alone once, here. False keeps
                them in `forward`, so that gradients reach the weights.

        Raises:
            InputError: for an operator that is not in the table.
            WorkError: if folding a constant fails.
        """
        super().__init__()
        self.piece = piece
        statistics = {
            name
            for node in piece.nodes
            if node.op == "BatchNormalization"
            for name in node.inputs[3:5]
        }
        constants: dict[str, Tensor | None] = {"": None}
        self._attribute_of: dict[str, str] = {}
        trained: set[str] = set()
        for number, (name, array) in enumerate(piece.constants.items()):
            tensor = to_torch(array)
            if name in piece.weights and name not in statistics and tensor.is_floating_point():
                tensor = nn.Parameter(tensor, requires_grad=not fold_weights)
                self.register_parameter(f"w{number}", tensor)
                trained.add(name)
            else:
                self.register_buffer(f"c{number}", tensor)
            constants[name] = tensor
            self._attribute_of[name] = f"w{number}" if name in trained else f"c{number}"
        self._slots: dict[str, int] = {name: i for i, name in enumerate(piece.inputs)}
        self._steps: list[Step] = []
        with torch.no_grad():
            self._bind(constants, trained, fold_weights)
        self._plan_lifetimes()

    def weight_name(self, name: str) -> str:
        """Name under which `state_dict` holds the ONNX constant `name`."""
        return self._attribute_of[name]

    def _bind(
        self, constants: dict[str, Tensor | None], trained: set[str], fold_weights: bool
    ) -> None:
        for node in self.piece.nodes:
            entry = lookup(node)
            fixed = all(name in constants for name in node.inputs)
            if fixed and (fold_weights or not any(name in trained for name in node.inputs)):
                self._fold(node, entry.function, entry.host, constants)
                continue
            inputs = node.inputs
            while inputs and not inputs[-1]:
                inputs = inputs[:-1]
            host = []
            step = Step(node, entry.function, ())
            for position, name in enumerate(inputs):
                if name not in constants:
                    step.arguments.append((self._slots[name], None))
                    host += [position] if position in entry.host else []
                elif position in entry.host:
                    tensor = constants[name]
                    step.arguments.append((-1, None if tensor is None else tensor.tolist()))
                elif not name:
                    step.arguments.append((-1, None))
                else:
                    step.arguments.append((self._slot(name), None))
            step.host = tuple(host)
            step.results = [self._slot(name) if name else -1 for name in node.outputs]
            self._steps.append(step)

    def _fold(
        self, node: OpNode, function: Any, host: frozenset[int],
        constants: dict[str, Tensor | None],
    ) -> None:  # fmt: skip
        """Compute a constant node now and keep its results as buffers."""
        step = Step(node, function, ())
        for position, name in enumerate(node.inputs):
            value = constants[name]
            if position in host and value is not None:
                step.arguments.append((-1, value.tolist()))
            else:
                step.arguments.append((-1, value))
        result = step.call([])
        results = result if isinstance(result, tuple) else (result,)
        for name, tensor in zip(node.outputs, results, strict=False):
            if name:
                constants[name] = tensor.detach()
                attribute = f"f{len(self._attribute_of)}"
                self.register_buffer(attribute, constants[name], persistent=False)
                self._attribute_of[name] = attribute

    def _slot(self, name: str) -> int:
        return self._slots.setdefault(name, len(self._slots))

    def _plan_lifetimes(self) -> None:
        """Drop constants that nothing reads, and note where every tensor dies."""
        self._outputs = [self._slot(name) for name in self.piece.outputs]
        self._constants = [
            (self._slots[name], attribute)
            for name, attribute in self._attribute_of.items()
            if name in self._slots
        ]
        for name, attribute in list(self._attribute_of.items()):
            if name not in self._slots:
                delattr(self, attribute)
                del self._attribute_of[name]
        last: dict[int, int] = {}
        for position, step in enumerate(self._steps):
            for slot, _ in step.arguments:
                last[slot] = position
            for slot in step.results:
                last[slot] = max(last.get(slot, 0), position)
        keep = {*self._outputs, *(slot for slot, _ in self._constants), -1}
        dying: dict[int, list[int]] = {}
        for slot, position in last.items():
            if slot not in keep:
                dying.setdefault(position, []).append(slot)
        for position, slots in dying.items():
            self._steps[position].dead = tuple(slots)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """Run the piece.

        Args:
            *inputs: tensors of `piece.inputs`, in order.

        Returns:
            Tensors of `piece.outputs`, in order.

        Raises:
            WorkError: if an operator fails; the message names its node and input shapes.
        """
        values = self._values(inputs)
        for _ in self._walk(values):
            pass
        return tuple(values[slot] for slot in self._outputs)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The bound nodes in order, for interpreters of their own (`hwpipe.train`)."""
        return tuple(self._steps)

    @property
    def slots(self) -> dict[str, int]:
        """Slot of every tensor by its ONNX name."""
        return self._slots

    @property
    def constants(self) -> tuple[tuple[str, int, Tensor], ...]:
        """ONNX name, slot and tensor of every weight and buffer that a node reads."""
        return tuple(
            (name, self._slots[name], getattr(self, attribute))
            for name, attribute in self._attribute_of.items()
            if name in self._slots
        )

    def walk(self, *inputs: Tensor) -> Iterator[OpNode]:
        """Run the piece step by step, yielding each node right after it has run."""
        return self._walk(self._values(inputs))

    def _values(self, inputs: Sequence[Tensor]) -> list[Any]:
        """Slots of one pass, inputs and constants filled in."""
        values: list[Any] = [None] * len(self._slots)
        values[: len(inputs)] = inputs
        for slot, attribute in self._constants:
            values[slot] = getattr(self, attribute)
        return values

    def _walk(self, values: list[Any]) -> Iterator[OpNode]:
        for step in self._steps:
            result = step.call(values)
            if isinstance(result, tuple):
                for slot, value in zip(step.results, result, strict=False):
                    if slot >= 0:
                        values[slot] = value
            else:
                values[step.results[0]] = result
            for slot in step.dead:
                values[slot] = None
            yield step.node
