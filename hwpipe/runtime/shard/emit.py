"""`Emitter`: the pieces of all members of a stage, written operator by operator."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from math import prod

from hwpipe.runtime.piece import OpNode, Piece
from hwpipe.runtime.shard.blocks import StageShards
from hwpipe.runtime.shard.boxes import Layout
from hwpipe.runtime.shard.exchange import Sum, moves
from hwpipe.runtime.shard.model import DOMAIN, Boundary, Exchange, Shard
from hwpipe.runtime.shard.ruling import Ruling
from hwpipe.runtime.shard.weights import WeightTape

__all__ = ["Emitter"]


class Emitter(WeightTape):
    """Inputs, operators and results of every member."""

    def __init__(
        self, piece: Piece, shards: StageShards, *, training: bool,
        shapes: Mapping[str, tuple[int, ...]], dtypes: Mapping[str, str],
        tied: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Begin a stage; see `WeightTape`. `dtypes` are those of all tensors."""
        super().__init__(piece, shards, training=training, shapes=shapes, tied=tied)
        self._dtypes = dtypes
        self._inputs: list[str] = []
        self._outputs: list[str] = []
        self._enters: list[list[Boundary]] = [[] for _ in range(self.members)]
        self._leaves: list[list[Boundary]] = [[] for _ in range(self.members)]

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
