"""`TokenPlan`: how the nodes of a causal transformer run on a slice of the tokens (TeraPipe).

A slice is tokens `start` to `stop` - 1 of every sequence of a micro-batch. Most operators work on
each token by itself and need no change; others take their part of a constant (tables of places,
masks), another target shape, or the keys and values of the slices before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from hwpipe.errors import InputError
from hwpipe.schedule.model import Schedule

__all__ = ["Cut", "NodeRule", "Role", "TokenPlan", "check_lengths", "equal_slices", "flattened"]


@dataclass(frozen=True, slots=True)
class Role:
    """Where the tokens stand in a tensor.

    Attributes:
        axis: of the tensor.
        outer, inner: the axis is [outer, tokens, inner] in one, as where sequences have been
            flattened into rows.
    """

    axis: int
    outer: int = 1
    inner: int = 1

    def size(self, tokens: int) -> int:
        """Extent of the axis at so many tokens."""
        return self.outer * tokens * self.inner


@dataclass(frozen=True, slots=True)
class Cut:
    """An operand of whole sequences of which a slice takes a part.

    Attributes:
        operand: position among the node's inputs.
        role: where its tokens are.
        context: whether the slice takes all tokens up to its own last one, not its own alone.
    """

    operand: int
    role: Role
    context: bool = False


@dataclass(frozen=True, slots=True)
class NodeRule:
    """What changes for a node.

    Attributes:
        cuts: operands to cut.
        shape: target shape of whole sequences, where it is an operand.
        shape_operand: its position.
        tokens: where the slice's own tokens stand in `shape`.
        context: where those up to its last one do.
        cached: operands that earlier slices have made the front part of, with its axis.
    """

    cuts: tuple[Cut, ...] = ()
    shape: tuple[int, ...] | None = None
    shape_operand: int = 1
    tokens: Role | None = None
    context: Role | None = None
    cached: tuple[tuple[int, int], ...] = ()

    def target(self, start: int, stop: int) -> list[int]:
        """The target shape of a slice."""
        assert self.shape is not None
        found = list(self.shape)
        for role, tokens in ((self.tokens, stop - start), (self.context, stop)):
            if role is not None:
                found[role.axis] = role.size(tokens)
        return found


@dataclass(frozen=True)
class TokenPlan:
    """Slices of a model's sequences.

    Attributes:
        tokens: of a sequence.
        lengths: tokens of each slice, front to back.
        rules: by node index, what changes.
        inputs: by graph input that has tokens, where they are.
        output: where they are in the graph's output.
    """

    tokens: int
    lengths: tuple[int, ...]
    rules: dict[int, NodeRule]
    inputs: dict[str, Role]
    output: Role

    @property
    def bounds(self) -> tuple[tuple[int, int], ...]:
        """First token of each slice, and the one behind its last."""
        ends = tuple(accumulate(self.lengths))
        return tuple(zip((0, *ends[:-1]), ends, strict=True))


def equal_slices(tokens: int, count: int) -> tuple[int, ...]:
    """That many slices, as equal as can be, the longer ones first.

    Raises:
        InputError: fewer tokens than slices.
    """
    if not 1 <= count <= tokens:
        raise InputError(f"{count} token slices", limit=f"1 to {tokens}, the tokens of a sequence")
    return tuple(tokens // count + (k < tokens % count) for k in range(count))


def check_lengths(lengths: Sequence[int], tokens: int, schedule: Schedule) -> None:
    """Check slices against a schedule.

    Raises:
        InputError: they do not make up a sequence, or are not as many as the schedule has.
    """
    where = f"schedule {schedule.name}"
    if len(lengths) != schedule.slices:
        raise InputError(f"{len(lengths)} lengths of token slices", where=where,
                         limit=f"its {schedule.slices} slices")  # fmt: skip
    if min(lengths) < 1 or sum(lengths) != tokens:
        raise InputError(
            f"token slices of {', '.join(map(str, lengths))}", where=where,
            limit=f"1 token or more each, {tokens} in all",
        )  # fmt: skip


def flattened(schedule: Schedule) -> Schedule:
    """The schedule with every slice as a micro-batch of its own: k * slices + j.

    Transfers follow from the lists, so SEND and RECV are left out.
    """
    count = schedule.slices
    if count == 1:
        return schedule
    ranks = tuple(
        tuple(
            action if action.micro_batch < 0
            else action._replace(micro_batch=action.micro_batch * count + action.slice, slice=0)
            for action in actions if action.kind not in ("SEND", "RECV")
        )
        for actions in schedule.ranks
    )  # fmt: skip
    return replace(
        schedule, ranks=ranks, microbatches=schedule.microbatches * count, slices=1
    )  # fmt: skip
