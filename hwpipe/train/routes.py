"""Which stage sends which tensor to which: pieces that read their tensors where they are made.

`hwpipe.runtime.piece.split_model` relays a tensor through all stages between its producer and
its last reader. Training sends it straight to each reader: a skip connection crosses one link
once, and its gradient comes back the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import onnx

from hwpipe.errors import InputError
from hwpipe.runtime.piece import Piece, split_model
from hwpipe.runtime.shard.model import Shard

__all__ = ["Edge", "Routes", "Tie", "route"]


@dataclass(frozen=True, slots=True)
class Edge:
    """The tensors that stage `src` makes and stage `dst` reads, in production order."""

    src: int
    dst: int
    tensors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Weights that the same stages hold, as embedding and head of a language model do."""

    stages: tuple[int, ...]
    weights: tuple[str, ...]


@dataclass(frozen=True)
class Routes:
    """Pieces and the edges between them.

    Attributes:
        pieces: one a stage (empty where others hold them); `inputs` are the tensors that it
            reads (graph inputs first, then edge by edge), `outputs` those that others read (of
            the last stage: the graph's).
        edges: in order of (dst, src).
        feeds: for each stage, the graph inputs that it reads itself.
        ties: weights that several stages hold.
        slices: token slices of a micro-batch, each of which has messages of its own shape.
        ends: stages whose outputs the loss is taken of; empty: the last.
        shards: of stages that are split by tensor, what each member holds.
        exchanges: between the members of each stage; empty: no stage is split.
    """

    pieces: tuple[Piece, ...]
    edges: tuple[Edge, ...]
    feeds: tuple[tuple[str, ...], ...]
    ties: tuple[Tie, ...] = ()
    slices: int = 1
    ends: tuple[int, ...] = ()
    shards: Mapping[int, tuple[Shard, ...]] = field(default_factory=dict)
    exchanges: tuple[int, ...] = ()

    @property
    def stages(self) -> int:
        """Number of stages."""
        return len(self.feeds)

    @property
    def loss_stages(self) -> tuple[int, ...]:
        """Stages whose outputs the loss is taken of."""
        return self.ends or (self.stages - 1,)

    def into(self, stage: int) -> tuple[int, ...]:
        """Indices of the edges that end at a stage."""
        return tuple(i for i, edge in enumerate(self.edges) if edge.dst == stage)

    def out_of(self, stage: int) -> tuple[int, ...]:
        """Indices of the edges that begin at a stage, the farthest reader first.

        Gradients of a tensor with several readers are added in this order, which is the order in
        which autograd adds them in one process: the last reader's first.
        """
        found = [i for i, edge in enumerate(self.edges) if edge.src == stage]
        return tuple(sorted(found, key=lambda i: -self.edges[i].dst))


def route(
    model: onnx.ModelProto, stages: Sequence[Sequence[int]], trained: Collection[str]
) -> Routes:
    """Cut a model into pieces that are joined by direct edges.

    Args:
        model: normalised model with weights inline and static shapes.
        stages: indices into `model.graph.node` of every stage, in pipeline order.
        trained: initialisers that are learned; the `weights` of the pieces are among them.

    Raises:
        InputError: as `split_model`, or for a stage without any node.
    """
    relayed = split_model(model, stages)
    maker: dict[str, int] = {}
    for piece in relayed:
        for node in piece.nodes:
            if all(name in piece.constants for name in node.inputs if name):
                continue  # constant helpers stand in every piece that needs them
            maker.update((name, piece.index) for name in node.outputs if name)
    pieces, edges, feeds = [], [], []
    last = len(relayed) - 1
    graph_inputs = {value.name for value in model.graph.input}
    for piece in relayed:
        if not piece.nodes:
            raise InputError(f"stage {piece.index} computes nothing", limit="at least one node",
                             remedy="compile the plan again")  # fmt: skip
        made = {name for node in piece.nodes for name in node.outputs}
        read = {name for node in piece.nodes for name in node.inputs}
        if piece.index == last:
            read.update(piece.outputs)
        wanted = [name for name in piece.inputs if name in read and name not in made]
        feeds.append(tuple(name for name in wanted if name in graph_inputs))
        inputs = list(feeds[-1])
        for src in range(piece.index):
            tensors = tuple(n for n in wanted if n not in graph_inputs and maker[n] == src)
            if tensors:
                edges.append(Edge(src, piece.index, tensors))
                inputs += tensors
        weights = piece.weights & frozenset(trained)
        pieces.append(replace(piece, inputs=tuple(inputs), weights=weights))
    for index, piece in enumerate(pieces[:-1]):
        sent = {name for edge in edges if edge.src == index for name in edge.tensors}
        outputs = tuple(n for node in piece.nodes for n in node.outputs if n in sent)
        pieces[index] = replace(piece, outputs=outputs)
    return Routes(tuple(pieces), tuple(edges), tuple(feeds), _ties(pieces))


def _ties(pieces: Sequence[Piece]) -> tuple[Tie, ...]:
    holders: dict[str, list[int]] = {}
    for piece in pieces:
        for name in sorted(piece.weights & piece.constants.keys()):
            holders.setdefault(name, []).append(piece.index)
    groups: dict[tuple[int, ...], list[str]] = {}
    for name, stages in holders.items():
        if len(stages) > 1:
            groups.setdefault(tuple(stages), []).append(name)
    return tuple(Tie(stages, tuple(sorted(names))) for stages, names in sorted(groups.items()))
