"""`Finder`: follows the tokens of a model from its inputs to its output, node by node."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import onnx

from hwpipe.errors import InputError
from hwpipe.train.tokens.mask import Constants, additive_mask, mask_of_where, ones_mask
from hwpipe.train.tokens.plan import Cut, NodeRule, Role

__all__ = ["At", "Finder", "Rule"]


#: By elementwise operator, what stays shut behind it (`At.shut`).
_KEPT = {
    **dict.fromkeys(("Add", "Sub", "Where", "Max"), frozenset({"scores"})),
    **dict.fromkeys(("Mul", "Div"), frozenset({"scores", "weights"})),
}


@dataclass(frozen=True, slots=True)
class At:
    """Where tokens stand in a tensor.

    Attributes:
        own: those of the slice itself.
        context: all up to its last one (keys of a matrix of scores).
        shut: what later tokens of the context have: "scores" so low that a Softmax gives them no
            weight, or "weights" of zero; "" where neither is known.
    """

    own: Role | None = None
    context: Role | None = None
    shut: str = ""

    @property
    def tokens(self) -> bool:
        """Whether the tensor has tokens at all."""
        return self.own is not None or self.context is not None

    def roles(self) -> list[tuple[Role, bool]]:
        """(role, whether it is the context)."""
        both = ((self.own, False), (self.context, True))
        return [(role, context) for role, context in both if role is not None]


class Finder:
    """Follows tokens through a model; the rules of operators are in `tokens_rules`."""

    def __init__(self, model: onnx.ModelProto) -> None:
        """Read shapes; find the length of sequences.

        Raises:
            InputError: as `token_plan`.
        """
        self.model, self.constants = model, Constants(model)
        self.shape = self.constants.shapes
        self.opset = next((o.version for o in model.opset_import if o.domain in ("", "ai.onnx")), 1)
        self.tokens = self._length()
        self.at: dict[str, At] = {}
        self.inputs: dict[str, At] = {}
        for value in model.graph.input:
            if value.name not in self.constants.fixed:
                self.inputs[value.name] = self.at[value.name] = self._input(value.name)
        self.index, self.node = 0, onnx.NodeProto()

    def _length(self) -> int:
        lengths = set()
        for node in self.model.graph.node:
            shape = self.shape.get(node.input[0], ()) if node.op_type == "Softmax" else ()
            if len(shape) > 2 and shape[-1] == shape[-2] > 1:
                lengths.add(shape[-1])
        if len(lengths) != 1:
            raise InputError(
                f"attention over sequences of {sorted(lengths)} tokens" if lengths
                else "no attention with a matrix of scores",
                where=f"model {self.model.graph.name}",
                limit="token slices need sequences of one length", remedy="use 1f1b-as",
            )  # fmt: skip
        return int(lengths.pop())

    def _input(self, name: str) -> At:
        """Dimension 1 where it is as long as a sequence, else the last that is."""
        shape = self.shape.get(name, ())
        axes = [axis for axis, size in enumerate(shape) if size == self.tokens]
        if not axes:
            return At()
        return At(Role(1 if 1 in axes else axes[-1]))

    def output(self) -> Role:
        """Where the tokens of the graph's output are.

        Raises:
            InputError: it has none, or there are several outputs.
        """
        names = [value.name for value in self.model.graph.output]
        at = self.at.get(names[0], At())
        if len(names) > 1 or at.own is None or at.context is not None:
            raise InputError(
                f"output {names[0]!r} has no tokens to take the loss of" if len(names) == 1
                else f"{len(names)} outputs",
                where=f"model {self.model.graph.name}",
                limit="token slices need one output with a result for each token",
                remedy="use 1f1b-as",
            )  # fmt: skip
        return at.own

    def follow(self, known: Mapping[str, Rule]) -> dict[int, NodeRule]:
        """Rules of the nodes that need one, by their index.

        Args:
            known: what finds the rule of each operator.

        Raises:
            InputError: as `token_plan`.
        """
        rules: dict[int, NodeRule] = {}
        for index, node in enumerate(self.model.graph.node):
            self.index, self.node = index, node
            if all(name in self.constants.fixed for name in self.node.output):
                continue
            if not any(self.place(name).tokens for name in self.node.input):
                self.at.update(dict.fromkeys(self.node.output, At()))
                continue
            find = known.get(self.node.op_type)
            if find is None:
                raise self.refuse("it is not known to treat each token by itself")
            rule = find(self)
            if rule is not None:
                rules[self.index] = rule
        return rules

    def place(self, name: str) -> At:
        """Where the tokens of a tensor are; nowhere in a constant."""
        return self.at.get(name, At())

    def is_fixed(self, name: str) -> bool:
        """Whether a tensor rests on constants and weights alone."""
        return name in self.constants.fixed

    def dims(self, name: str) -> tuple[int, ...]:
        """Shape of a tensor.

        Raises:
            InputError: it is not known.
        """
        if name not in self.shape:
            raise self.refuse(f"the shape of {name!r} is not known")
        return self.shape[name]

    def attribute(self, name: str, default: Any = None) -> Any:
        """An attribute of the current node."""
        for attribute in self.node.attribute:
            if attribute.name == name:
                return onnx.helper.get_attribute_value(attribute)
        return default

    def value(self, name: str) -> np.ndarray[Any, Any]:
        """A constant operand.

        Raises:
            InputError: it is none.
        """
        found = self.constants.value(name) if self.is_fixed(name) else None
        if found is None:
            raise self.refuse(f"{name!r} is not constant")
        return found

    def give(self, at: At) -> None:
        """All outputs of the current node have their tokens there."""
        self.at.update({name: at for name in self.node.output if name})

    def refuse(self, why: str) -> InputError:
        """An error that names the current node."""
        name = self.node.name or repr(self.node.output[0])
        return InputError(
            f"no token slices through it: {why}",
            where=f"node {self.index} {name} ({self.node.op_type})",
            limit="causal transformers: operators on single tokens, and attention as MatMul, "
            "mask, Softmax, MatMul",
            remedy="use a schedule of whole sequences, as 1f1b-as",
        )

    def cut_fixed(self, operand: int, at: At, rank: int) -> list[Cut]:
        """What a constant operand gives to a slice, aligned from the last axis on.

        Args:
            operand: its position.
            at: where the result's tokens are.
            rank: of the result.
        """
        shape = self.dims(self.node.input[operand])
        cuts = []
        for role, context in at.roles():
            axis = role.axis - (rank - len(shape))
            if axis < 0 or shape[axis] == 1:
                continue
            if shape[axis] != role.size(self.tokens):
                raise self.refuse(f"{self.node.input[operand]!r} does not lie along the tokens")
            cuts.append(Cut(operand, replace(role, axis=axis), context))
        return cuts

    def aligned(self, rank: int, names: Sequence[str]) -> At:
        """Where the tokens of an elementwise result are.

        Raises:
            InputError: operands have them in different places.
        """
        found: dict[bool, Role] = {}
        for name in names:
            at, shift = self.place(name), rank - len(self.dims(name)) if name else 0
            for role, context in at.roles():
                moved = replace(role, axis=role.axis + shift)
                if found.setdefault(context, moved) != moved:
                    raise self.refuse("its operands have their tokens in different places")
        for name in names:
            if not name or self.is_fixed(name) or self.place(name).tokens:
                continue
            shape = self.dims(name)
            for role in found.values():
                axis = role.axis - (rank - len(shape))
                if axis >= 0 and shape[axis] != 1:
                    raise self.refuse(f"{name!r} lies along the tokens and has none")
        return At(found.get(False), found.get(True))

    def moved(self, role: Role, before: Sequence[int], after: Sequence[int]) -> Role:
        """A role behind a change of shape that keeps the order of elements.

        Raises:
            InputError: the tokens do not stay together.
        """
        front = math.prod(before[: role.axis]) * role.outer
        behind = math.prod(before[role.axis + 1 :]) * role.inner
        for axis, size in enumerate(after):
            outside, inside = math.prod(after[:axis]), math.prod(after[axis + 1 :])
            outer, rest = divmod(front, outside)
            if rest or not outer or size % (outer * self.tokens):
                continue
            inner = size // (outer * self.tokens)
            if inner * inside == behind:
                return Role(axis, outer, inner)
        raise self.refuse("it takes the tokens of a sequence apart")

    def mask_with(self, at: At, names: Sequence[str]) -> str:
        """What an elementwise node does to later tokens (see `At.shut`)."""
        before = {self.place(name).shut for name in names} - {""}
        kept = _KEPT.get(self.node.op_type, frozenset())
        shut = next(iter(before)) if len(before) == 1 and before <= kept else ""
        if self.node.op_type == "Where" and before == {"weights"} and self._zeros(names[1:]):
            shut = "weights"  # where a weight is not a number, say
        if shut or at.own is None or at.context is None:
            return shut
        rank = len(self.dims(self.node.output[0]))
        if (at.own, at.context) != (Role(rank - 2), Role(rank - 1)):
            return ""
        match self.node.op_type:
            case "Add":
                return "scores" if self._masks_by(names, additive_mask) else ""
            case "Mul":
                return "weights" if self._masks_by(names, ones_mask) else ""
            case "Where":
                return "scores" if self._chooses(names) else ""
        return ""

    def _masks_by(self, names: Sequence[str], test: Callable[[Any], bool]) -> bool:
        for name in names:
            if self.is_fixed(name) and self.shape.get(name, ())[-2:] == (self.tokens,) * 2:
                value = self.constants.value(name)
                if value is not None and test(value.reshape(-1, self.tokens, self.tokens)):
                    return True
        return False

    def _zeros(self, names: Sequence[str]) -> bool:
        values = [self.constants.value(name) for name in names if self.is_fixed(name)]
        return all(value is not None and not value.any() for value in values)

    def _chooses(self, names: Sequence[str]) -> bool:
        if not self.is_fixed(names[0]):
            return False
        constants = [self.constants.value(n) if self.is_fixed(n) else None for n in names]
        return constants[0] is not None and mask_of_where(constants, self.tokens)


#: Reads where the current node's operands have their tokens, says where its result has them.
Rule = Callable[[Finder], NodeRule | None]
