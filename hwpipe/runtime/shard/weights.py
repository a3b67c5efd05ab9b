"""`WeightTape`: constants cut like the blocks that read them; how gradients are summed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np

from hwpipe.errors import InputError
from hwpipe.runtime.piece import Array, OpNode, Piece
from hwpipe.runtime.shard.blocks import StageShards
from hwpipe.runtime.shard.boxes import Box, Layout, cover
from hwpipe.runtime.shard.exchange import Sum, all_sum, moves
from hwpipe.runtime.shard.model import Held
from hwpipe.runtime.shard.reshape import indices
from hwpipe.runtime.shard.tape import Tape

__all__ = ["WeightTape", "block_of"]


class WeightTape(Tape):
    """A `Tape` with the stage's constants."""

    def __init__(
        self, piece: Piece, shards: StageShards, *, training: bool,
        shapes: Mapping[str, tuple[int, ...]], tied: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Begin a stage.

        Args:
            piece: of the stage.
            shards: its members.
            training: gradients of `piece.weights` are wanted.
            shapes: of all tensors.
            tied: weights that other stages hold too.
        """
        super().__init__(shards)
        self._piece, self._training, self._tied = piece, training, frozenset(tied)
        self._shapes = shapes
        #: Names that need no activation: constants, weights, and what rests on them alone.
        self.constant: set[str] = set(piece.constants)
        self._helped: set[str] = set()
        self._held: list[dict[str, Held]] = [{} for _ in range(self.members)]
        self._sliced: dict[tuple[str, Layout], str] = {}
        self._readers = Counter(
            name for node in piece.nodes for name in set(node.inputs) if name in piece.constants
        )
        #: Copies of a weight that are computed otherwise would drift apart by rounding.
        self._drift = len(set(shards.kinds)) > 1 or not shards.even

    def _trained(self, name: str) -> bool:
        array = self._piece.constants.get(name)
        return (
            self._training and array is not None and name in self._piece.weights
            and array.dtype.kind not in "iub?"
        )  # fmt: skip

    def _hold_whole(self, name: str, label: str) -> None:
        """Every member holds a weight; gradients of all its uses are added up over members."""
        if name in self._held[0]:
            return
        shape = self._piece.constants[name].shape
        layout, number = Layout.whole(shape, self.members), self._number()
        found = all_sum(shape, self.members)
        self._log(number, "weight", label, None, found)
        for m in range(self.members):
            self._held[m][name] = self._holding(name, layout, found[m], number, m)
            self._constants[m][name] = self._piece.constants[name]

    def _holding(
        self, name: str, layout: Layout, found: Sum | None, number: int, member: int
    ) -> Held:
        if name not in self._tied:
            return Held(layout, found, number)
        first = Layout.only(layout.shape, self.members, 0)
        lend, take = moves(layout, first, self._paths), moves(first, layout, self._paths)
        return Held(layout, found, number, lend[member], take[member])

    def _weight(
        self, node: OpNode, position: int, layout: Layout | None, work: tuple[list[Box], int],
        label: str,
    ) -> str:  # fmt: skip
        """The local name of a constant input, cut to `layout`."""
        name = node.inputs[position]
        array = self._piece.constants.get(name)
        shared = self._readers[name] > 1
        if array is None:  # made by a helper
            if layout is None and not self._rests_on_weights(name):
                return name
            if layout is None:
                layout = Layout.whole(self._shape_of(name, node), self.members)
            return self._use(name, layout, work, node)
        if layout is None:
            layout = Layout.whole(array.shape, self.members)
        if not self._trained(name):
            counted = node.op == "BatchNormalization" and position in (3, 4)
            if counted and self._training and shared:
                raise InputError(f"statistics {name!r} belong to several layers", where=node.where,
                                 limit="one layer in a split stage")  # fmt: skip
            if counted:
                for m in range(self.members):
                    self._held[m][name] = Held(layout)
            return self._cut(name, array, layout, keep=counted)
        if shared:
            self._hold_whole(name, label)
            return self._use(name, layout, work, node)
        found = self._sums(layout, *work, node.where, alike=True, copies=self._drift)
        number = self._number()
        self._log(number, "weight", label, None, found)
        for m in range(self.members):
            one = found[m] if found else None
            self._held[m][name] = self._holding(name, layout, one, number, m)
        return self._cut(name, array, layout, keep=True)

    def _shape_of(self, name: str, node: OpNode) -> tuple[int, ...]:
        if name not in self._shapes:
            raise InputError(f"constant {name!r} has no static shape", where=node.where,
                             limit="static shapes in stages that are split by tensor")  # fmt: skip
        return self._shapes[name]

    def _rests_on_weights(self, name: str) -> bool:
        return self._training and name in self._helped

    def _cut(self, name: str, array: Array, layout: Layout, *, keep: bool) -> str:
        """A constant's blocks; a weight keeps its name, others get one for each layout."""
        key = (name, layout)
        if key not in self._sliced:
            local = name if keep or layout.is_whole else self._name(name)
            for m, box in enumerate(layout.boxes):
                self._constants[m][local] = block_of(array, box)
            self._sliced[key] = local
        return self._sliced[key]

    def _use(
        self, name: str, layout: Layout, work: tuple[list[Box], int], node: OpNode
    ) -> str:  # fmt: skip
        """The block of a constant that is held whole; its gradient counts once over members."""
        chosen = cover(*work, self._paths) or ()
        whole = Layout.whole(layout.shape, self.members)
        local = self._name(name)
        cuts = moves(whole, layout, self._paths)
        self._add("Use", (name,), local, [
            {"move": cuts[m], "keep": m in chosen} for m in range(self.members)
        ])  # fmt: skip
        return local


def block_of(array: Array, box: Box) -> Array:
    """A member's block as an array of its own."""
    if not box:
        return array.copy()
    return np.ascontiguousarray(array[np.ix_(*(indices(runs) for runs in box))])
