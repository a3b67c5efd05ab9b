"""`Emitter`: the pieces of all members of a stage, written operator by operator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import prod

import numpy as np

from hwpipe.errors import InputError
from hwpipe.runtime.piece import Array, OpNode, Piece
from hwpipe.runtime.shard.blocks import StageShards
from hwpipe.runtime.shard.boxes import Box, Layout, cover
from hwpipe.runtime.shard.exchange import Move, Sum, all_sum, moves, sums
from hwpipe.runtime.shard.model import DOMAIN, Boundary, Exchange, Held, Shard
from hwpipe.runtime.shard.reshape import indices
from hwpipe.runtime.shard.ruling import Ruling

__all__ = ["Emitter"]


class Emitter:
    """Nodes, constants and exchanges of every member."""

    def __init__(
        self, piece: Piece, shards: StageShards, *, training: bool,
        shapes: Mapping[str, tuple[int, ...]], dtypes: Mapping[str, str],
        tied: Collection[str] = (),
    ) -> None:  # fmt: skip
        self._piece, self._training, self._tied = piece, training, frozenset(tied)
        self._shapes, self._dtypes = shapes, dtypes
        self.members = shards.members
        self._paths = shards.paths
        #: Names that need no activation: constants, weights, and what rests on them alone.
        self.constant: set[str] = set(piece.constants)
        #: Blocks of every activation, by its local name.
        self.layouts: dict[str, Layout] = {}
        every = range(self.members)
        self._nodes: list[list[OpNode]] = [[] for _ in every]
        self._constants: list[dict[str, Array]] = [{} for _ in every]
        self._held: list[dict[str, Held]] = [{} for _ in every]
        self._exchanges: list[list[Exchange]] = [[] for _ in every]
        self._inputs: list[str] = []
        self._outputs: list[str] = []
        self._enters: list[list[Boundary]] = [[] for _ in every]
        self._leaves: list[list[Boundary]] = [[] for _ in every]
        self._variants: dict[tuple[str, Layout], str] = {}
        self._sliced: dict[tuple[str, Layout], str] = {}
        self._made = 0
        self._readers = Counter(
            name for node in piece.nodes for name in set(node.inputs) if name in piece.constants
        )
        #: Index and name of the node that is being written, for messages.
        self.at: tuple[int, str] = (-1, "")
        self._helped: set[str] = set()
        self._given: set[str] = set()
        #: Copies of a weight that are computed otherwise would drift apart by rounding.
        self._drift = len(set(shards.kinds)) > 1 or not shards.even

    # -- tensors ---------------------------------------------------------------------------

    def give(self, name: str, layout: Layout) -> None:
        """A graph input that every member has."""
        self.layouts[name] = layout
        self._inputs.append(name)
        self._given.add(name)

    def enter(self, name: str, layout: Layout, label: str) -> None:
        """A tensor of another stage, handed out by member 0."""
        self.layouts[name] = layout
        self._inputs.append(name)
        whole = Layout.only(layout.shape, self.members, 0)
        self._boundary(name, whole, layout, label, self._enters)

    def leave(self, name: str) -> None:
        """A tensor for another stage, collected by member 0."""
        layout = self.layouts[name]
        self._outputs.append(name)
        self._boundary(name, layout, Layout.only(layout.shape, self.members, 0), "", self._leaves)

    def _boundary(
        self, name: str, have: Layout, need: Layout, label: str, rows: list[list[Boundary]]
    ) -> None:
        number = self._number()
        there, back = moves(have, need, self._paths), moves(need, have, self._paths)
        dtype = self._dtypes.get(name, "float32")
        for m, own in enumerate(rows):
            own.append(Boundary(name, number, there[m], back[m], dtype))
            self._exchanges[m].append(
                Exchange(number, "boundary", label, there[m].received, back[m].received)
            )

    def forked(self, name: str, layout: Layout, label: str) -> str:
        """A tensor in the layout in which its readers share it."""
        return self._read(name, layout, label)

    def _number(self) -> int:
        return len(self._exchanges[0])

    def _name(self, base: str) -> str:
        self._made += 1
        return f"{base}@{self._made}"

    def _read(self, name: str, need: Layout, label: str) -> str:
        """The local name of a tensor in another layout, exchanged once for all who want it so."""
        have = self.layouts[name]
        if have == need:
            return name
        key = (name, need)
        if key not in self._variants:
            there, back = moves(have, need, self._paths), moves(need, have, self._paths)
            local = self._name(name)
            number = self._number()
            self._add("Exchange", (name,), local, [
                {"number": number, "forward": there[m], "backward": back[m]}
                for m in range(self.members)
            ])  # fmt: skip
            # Graph inputs want no gradient.
            self._log(number, "seam", label, there, None if name in self._given else back)
            self._variants[key] = local
            self.layouts[local] = need
        return self._variants[key]

    def _log(  # noqa: PLR0917 (private)
        self, number: int, kind: str, label: str, there: Sequence[Move | Sum] | None,
        back: Sequence[Move | Sum] | None, times: tuple[int, int] = (1, 1),
    ) -> None:  # fmt: skip
        for m in range(self.members):
            forward = there[m].received * times[0] if there else 0
            backward = back[m].received * times[1] if back else 0
            self._exchanges[m].append(Exchange(number, kind, label, forward, backward))

    def _add(
        self, op: str, inputs: Sequence[str], output: str, attrs: Sequence[dict[str, object]]
    ) -> None:
        index, name = self.at
        for m, own in enumerate(self._nodes):
            own.append(OpNode(index, name, op, DOMAIN, 1, tuple(inputs), (output,), attrs[m]))

    def _sums(
        self, parts: Layout, work: Sequence[Box], total: int, where: str, *,
        alike: bool = False, copies: bool = False,
    ) -> tuple[Sum, ...] | None:  # fmt: skip
        try:
            return sums(parts, work, total, self._paths, alike=alike, copies=copies)
        except ValueError:
            raise InputError(
                "the devices' parts of it overlap without being equal", where=where,
                limit="splits whose halves divide a layer alike, or apart",
                remedy="compile with another --method",
            ) from None  # fmt: skip

    # -- operators -------------------------------------------------------------------------

    def helper(self, node: OpNode) -> None:
        """A node that rests on constants alone: every member runs it on whole ones."""
        for m in range(self.members):
            for name in node.inputs:
                if name in self._piece.constants:
                    self._constants[m][name] = self._piece.constants[name]
            self._nodes[m].append(node)
        for name in node.inputs:
            if self._trained(name):
                self._hold_whole(name, "")
        self.constant.update(name for name in node.outputs if name)
        self._helped.update(name for name in node.outputs if name)

    def run(self, node: OpNode, ruling: Ruling, label: str, sources: Mapping[int, str]) -> None:
        """A node as a rule has it.

        Args:
            node: as in the model.
            ruling: blocks.
            label: of its layer.
            sources: local names of the activations that it reads, by position.
        """
        first = ruling.outputs[0]
        own = (list(first.boxes), prod(first.shape))
        work = ruling.work or own
        leave = None
        if ruling.leave is not None:
            leave = self._sums(first, *ruling.leave, node.where)
        inputs: list[str] = [""] * max(len(node.inputs), 1 + max(ruling.fixed, default=0))
        late: str | None = None
        for position, name in enumerate(node.inputs):
            if not name or position in ruling.fixed:
                continue
            if position in sources:
                local = self._read(sources[position], ruling.needs[position], label)
                inputs[position] = self._entered(local, ruling, label, node)
                continue
            layout = ruling.weights.get(position)
            is_bias = ruling.bias is not None and ruling.bias[0] == position
            local = self._weight(node, position, layout, own if is_bias else work, label)
            if is_bias and leave is not None:
                late = local
            else:
                inputs[position] = local
        for position, arrays in ruling.fixed.items():
            inputs[position] = self._name(f"{node.outputs[0]}:{position}")
            for m, array in enumerate(arrays):
                self._constants[m][inputs[position]] = array
        while inputs and not inputs[-1]:
            inputs.pop()
        self._emit(node, ruling, tuple(inputs), label, leave=leave, late=late)
        for name, layout in zip(node.outputs, ruling.outputs, strict=True):
            if name:
                self.layouts[name] = layout

    def _entered(self, local: str, ruling: Ruling, label: str, node: OpNode) -> str:
        """Where members share inputs and divide outputs, input gradients are summed."""
        if ruling.enter is None or not self._training:
            return local
        found = self._sums(self.layouts[local], *ruling.enter, node.where)
        if found is None:
            return local
        number, name = self._number(), self._name(local)
        self._add("SumBackward", (local,), name,
                  [{"number": number, "sum": one} for one in found])  # fmt: skip
        self._log(number, "sum", label, None, found)
        self.layouts[name] = self.layouts[local]
        return name

    def _emit(
        self, node: OpNode, ruling: Ruling, inputs: tuple[str, ...], label: str, *,
        leave: tuple[Sum, ...] | None, late: str | None,
    ) -> None:  # fmt: skip
        domain, op, version = ruling.op[0:3] if ruling.op else (node.domain, node.op, node.version)
        extra = self._statistics(node, ruling, label) if domain == DOMAIN else [{}] * self.members
        outputs = node.outputs
        if leave is not None:
            outputs = (self._name(node.outputs[0]), *node.outputs[1:])
        for m, own in enumerate(self._nodes):
            attrs = {**node.attrs, **(ruling.attrs[m] if ruling.attrs else {}), **extra[m]}
            if op == "Split":
                attrs.pop("split", None)
                attrs.pop("num_outputs", None)
            own.append(replace(node, domain=domain, op=op, version=version, inputs=inputs,
                               outputs=outputs, attrs=attrs))  # fmt: skip
        if leave is None:
            return
        number = self._number()
        summed = node.outputs[0] if late is None else self._name(node.outputs[0])
        self._add("SumForward", outputs[:1], summed,
                  [{"number": number, "sum": one} for one in leave])  # fmt: skip
        self._log(number, "sum", label, leave, None)
        if late is not None:
            assert ruling.bias is not None
            _, axis, factor = ruling.bias
            self._add("AddBias", (summed, late), node.outputs[0],
                      [{"axis": axis, "factor": factor}] * self.members)  # fmt: skip

    def _statistics(self, node: OpNode, ruling: Ruling, label: str) -> list[dict[str, object]]:
        """Attributes of a normalisation over blocks: sums over members."""
        layout = ruling.needs[0]
        if node.op == "BatchNormalization":
            parts = Layout((layout.shape[1],), tuple((box[1],) for box in layout.boxes))
            count = prod(layout.shape) // layout.shape[1]
            times = (2, 2)  # mean and variance; two sums of the gradient
        else:
            parts = Layout(layout.shape[:-1], tuple(box[:-1] for box in layout.boxes))
            count = layout.shape[-1]
            once = node.op != "LayerNormalization"
            times = (1, 1) if once else (2, 2)
        found = self._sums(parts, layout.boxes, prod(layout.shape), node.where)
        number = self._number()
        kind = "statistics" if node.op == "BatchNormalization" else "sum"
        self._log(number, kind, label, found, found, times)
        return [
            {"number": number, "sum": found[m] if found else None, "count": count}
            for m in range(self.members)
        ]

    # -- weights ---------------------------------------------------------------------------

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

    # -- result ----------------------------------------------------------------------------

    def finish(self, feeds: tuple[str, ...], notes: tuple[str, ...]) -> tuple[Shard, ...]:
        """The shards of all members."""
        piece = self._piece
        made = []
        for m in range(self.members):
            read = {name for node in self._nodes[m] for name in node.inputs}
            kept = {n: a for n, a in self._constants[m].items() if n in read}
            weights = frozenset(n for n in kept if n in piece.weights)
            own = replace(piece, nodes=tuple(self._nodes[m]), constants=kept, weights=weights,
                          inputs=tuple(self._inputs), outputs=tuple(self._outputs))  # fmt: skip
            held = {n: h for n, h in self._held[m].items() if n in kept}
            made.append(
                Shard(m, self.members, own, piece.inputs, piece.outputs, feeds,
                      tuple(self._enters[m]), tuple(self._leaves[m]), held,
                      tuple(self._exchanges[m]), notes)
            )  # fmt: skip
        return tuple(made)


def block_of(array: Array, box: Box) -> Array:
    """A member's block as an array of its own."""
    if not box:
        return array.copy()
    return np.ascontiguousarray(array[np.ix_(*(indices(runs) for runs in box))])
