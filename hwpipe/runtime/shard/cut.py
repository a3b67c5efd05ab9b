"""`shard_piece`: a stage's piece cut into one piece for each of its members.

The operators are walked in order. Each is given the blocks that its partition type, or the result
that it transforms, asks for; where a tensor does not lie so, an exchange is put in between; weights
are cut like the blocks that read them. All members get the same operators and the same exchanges in
the same order, which is why they cannot block each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from hwpipe.errors import InputError
from hwpipe.runtime.piece import OpNode, Piece, TensorSpec
from hwpipe.runtime.shard.blocks import LayerBlocks, StageShards
from hwpipe.runtime.shard.boxes import Layout
from hwpipe.runtime.shard.columns import column_candidates
from hwpipe.runtime.shard.emit import Emitter
from hwpipe.runtime.shard.layer_rules import join_layout, layer_ruling
from hwpipe.runtime.shard.model import Shard
from hwpipe.runtime.shard.rules import follow
from hwpipe.runtime.shard.ruling import Ruling, Site

__all__ = ["shard_piece"]


def shard_piece(
    piece: Piece,
    specs: Mapping[str, TensorSpec],
    shards: StageShards,
    *,
    training: bool,
    feeds: Sequence[str] = (),
    tied: Collection[str] = (),
) -> tuple[Shard, ...]:
    """Cut a piece for the members of its stage.

    Args:
        piece: of the stage.
        specs: shapes and dtypes of the model's tensors at the micro-batch.
        shards: how the layers are shared.
        training: gradients are wanted of `piece.weights`, and batch normalisation takes the
            statistics of the micro-batch.
        feeds: graph inputs among `piece.inputs`, which every member has whole.
        tied: weights that other stages hold too.

    Returns:
        A shard for every member.

    Raises:
        InputError: for a tensor without a static shape, or a split that an operator does not allow.
    """
    cutter = _Cutter(piece, specs, shards, training=training, feeds=feeds, tied=tied)
    shards_made = cutter.run()
    _same_order(shards_made)
    return shards_made


def _same_order(made: Sequence[Shard]) -> None:
    """All members take part in the same exchanges in the same order."""
    orders = {tuple(n.attrs["number"] for n in s.piece.nodes if "number" in n.attrs) for s in made}
    if len(orders) > 1 or len({len(s.piece.nodes) for s in made}) > 1:
        raise AssertionError("members of a stage would wait for each other")


class _Cutter:
    def __init__(
        self, piece: Piece, specs: Mapping[str, TensorSpec], shards: StageShards, *,
        training: bool, feeds: Sequence[str], tied: Collection[str],
    ) -> None:  # fmt: skip
        self._piece, self._shards, self._training = piece, shards, training
        self._feeds = tuple(name for name in piece.inputs if name in feeds)
        self._shapes: dict[str, tuple[int, ...]] = {
            name: tuple(array.shape) for name, array in piece.constants.items()
        }
        self._dtypes: dict[str, str] = {}
        for name, spec in specs.items():
            if None not in spec.shape:
                self._shapes.setdefault(name, tuple(n for n in spec.shape if n is not None))
            self._dtypes[name] = spec.dtype
        self._layer_of: dict[int, LayerBlocks] = {}
        self._forks: dict[str, LayerBlocks] = {}
        for layer in shards.layers:
            if layer.name.endswith(":fork") and not layer.nodes:
                self._forks[layer.name.removesuffix(":fork")] = layer
            self._layer_of.update(dict.fromkeys(layer.nodes, layer))
        self._emit = Emitter(piece, shards, training=training, shapes=self._shapes,
                             dtypes=self._dtypes, tied=tied)  # fmt: skip
        self._home: dict[str, LayerBlocks | None] = {}  # layer that made a tensor
        self._notes: Counter[str] = Counter()

    def run(self) -> tuple[Shard, ...]:
        piece, emit = self._piece, self._emit
        for name in piece.inputs:
            if name in self._feeds:
                emit.give(name, Layout.whole(self._shape(name, "graph input"), emit.members))
        for position, node in enumerate(piece.nodes):
            self._node(node, piece.nodes[position + 1 :])
        for name in piece.outputs:
            if name in emit.constant or (name in piece.inputs and name not in self._home):
                continue  # passes through, or needs nobody
            emit.leave(name)
        return emit.finish(self._feeds, tuple(
            note if count == 1 else f"{note} ({count} times)"
            for note, count in self._notes.items()
        ))  # fmt: skip

    def _shape(self, name: str, where: str) -> tuple[int, ...]:
        if name not in self._shapes:
            raise InputError(
                f"tensor {name!r} has no static shape", where=where,
                limit="static shapes in stages that are split by tensor",
                remedy="export the model with fixed dimensions",
            )  # fmt: skip
        return self._shapes[name]

    def _node(self, node: OpNode, behind: Sequence[OpNode]) -> None:
        emit = self._emit
        if all(not name or name in emit.constant for name in node.inputs):
            emit.helper(node)
            return
        emit.at = node.index, node.name
        layer = self._layer_of.get(node.index)
        self._enter(node, layer, behind)
        site = self._site(node, layer)
        ruling = self._ruling(site, layer, behind)
        if ruling is None:
            ruling = self._whole(site)
            share = layer is not None and _shared(layer)
            if share and (site.layouts and (_main(node, layer) or not _all_whole(site))):
                self._notes[f"{node.where}: every device computes it whole"] += 1
        elif ruling.note is not None:
            self._notes[ruling.note] += 1
        emit.run(node, ruling, self._label(layer), {p: self._source(n, layer)
                 for p, n in enumerate(node.inputs) if p in site.layouts})  # fmt: skip
        for name in node.outputs:
            if name:
                self._home[name] = layer

    @staticmethod
    def _label(layer: LayerBlocks | None) -> str:
        return layer.name if layer is not None else ""

    def _enter(self, node: OpNode, layer: LayerBlocks | None, behind: Sequence[OpNode]) -> None:
        """Bring tensors of other stages in the layout that their first reader likes."""
        emit = self._emit
        late = [n for n in node.inputs if n in self._piece.inputs and n not in emit.layouts]
        if not late:
            return
        for name in late:
            emit.layouts[name] = Layout.whole(self._shape(name, node.where), emit.members)
        ruling = self._ruling(self._site(node, layer), layer, behind)
        for name in dict.fromkeys(late):
            at = node.inputs.index(name)
            wanted = emit.layouts[name] if ruling is None else ruling.needs[at]
            if ruling is not None and not _main(node, layer) and layer is not None:
                samples = tuple((block[0], (0, 1), (0, 1)) for block in layer.blocks)
                rows = replace(layer, sizes=(layer.sizes[0], 1, 1), blocks=samples)
                wanted = join_layout(rows, wanted.shape) or wanted
            emit.enter(name, wanted, self._label(layer))

    def _site(self, node: OpNode, layer: LayerBlocks | None) -> Site:
        emit = self._emit
        layouts = {
            position: emit.layouts[self._source(name, layer)]
            for position, name in enumerate(node.inputs)
            if name and name not in emit.constant
        }
        return Site(node, emit.members, self._shapes, layouts, self._piece.constants,
                    self._training)  # fmt: skip

    def _source(self, name: str, layer: LayerBlocks | None) -> str:
        """The local tensor that a layer reads: behind the fork where there is one."""
        home = self._home.get(name)
        if home is None or layer is None or home.name == layer.name:
            return name
        fork = self._forks.get(home.name)
        if fork is None:
            return name
        blocks = [(b[0], b[2], b[2]) for b in home.blocks]
        sizes = (home.sizes[0], home.sizes[2], home.sizes[2])
        if fork.sizes == sizes and [b[:2] for b in fork.blocks] == [b[:2] for b in blocks]:
            return name
        target = join_layout(fork, self._shape(name, fork.name))
        if target is None:
            return name
        return self._emit.forked(name, target, fork.name)

    def _ruling(
        self, site: Site, layer: LayerBlocks | None, behind: Sequence[OpNode]
    ) -> Ruling | None:
        if not _main(site.node, layer):
            return follow(site)
        assert layer is not None
        best = layer_ruling(site, layer, None)
        if best is None or not best.outputs or layer.kind not in ("conv", "fc"):
            return best
        names = self._label(layer)
        folded = [n for n in behind if n.index in layer.nodes]
        least = self._gathered(best, site, folded)
        for columns in column_candidates(site, layer, folded, self._shapes) if least else ():
            other = layer_ruling(site, layer, columns)
            cost = least if other is None else self._gathered(other, site, folded)
            if other is not None and cost < least:
                best, least = other, cost
                best.note = f"layer {names}: shares of its channels are rounded to whole heads"
        return best

    def _gathered(self, ruling: Ruling, site: Site, folded: Sequence[OpNode]) -> int:
        """Operators behind a layer, of those that belong to it, that would need a gather."""
        layouts = dict(zip(site.node.outputs, ruling.outputs, strict=False))
        count = 0
        for node in folded:
            known = {p: layouts[n] for p, n in enumerate(node.inputs) if n in layouts}
            others = [n for n in node.inputs if n and n not in layouts
                      and n not in self._emit.constant]  # fmt: skip
            if not known or others:
                continue
            at = Site(node, site.members, self._shapes, known, self._piece.constants,
                      self._training)  # fmt: skip
            found = follow(at)
            if found is None:
                found = self._whole(at)
            count += sum(found.needs[p] != layout for p, layout in known.items())
            layouts.update(zip(node.outputs, found.outputs, strict=False))
        return count

    def _whole(self, site: Site) -> Ruling:
        """Every member runs the node on everything."""
        outputs = [site.whole(self._shape(name, site.node.where) if name else ())
                   for name in site.node.outputs]  # fmt: skip
        return Ruling({p: site.whole(x.shape) for p, x in site.layouts.items()}, outputs)


def _main(node: OpNode, layer: LayerBlocks | None) -> bool:
    return layer is not None and node.name == layer.name


def _shared(layer: LayerBlocks) -> bool:
    return len(set(layer.blocks)) > 1


def _all_whole(site: Site) -> bool:
    return all(layout.is_whole for layout in site.layouts.values())
