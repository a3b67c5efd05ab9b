"""`Shard`: what one member of a split stage computes, holds and exchanges."""

from __future__ import annotations

from dataclasses import dataclass, field

from hwpipe.runtime.piece import Piece
from hwpipe.runtime.shard.boxes import Layout
from hwpipe.runtime.shard.exchange import Move, Sum

__all__ = ["DOMAIN", "PHASES", "Boundary", "Exchange", "Held", "Shard"]

#: Domain of the operators that exist between the members of a split stage only.
DOMAIN = "hwpipe.shard"
#: Messages of one exchange between two members, there and back.
PHASES = 8


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an exchange moves, for reports and tests.

    Attributes:
        number: of the exchange in its stage.
        kind: `seam` (a tensor changes its layout), `sum` (partial results of a layer), `statistics`
            (of a normalisation), `boundary` (to and from the member that talks to other stages),
            `weight` (gradients, before an update).
        layer: the layer that reads, or sums.
        forward, backward: elements that this member receives for one micro-batch.
    """

    number: int
    kind: str
    layer: str
    forward: int
    backward: int


@dataclass(frozen=True, slots=True)
class Boundary:
    """A tensor that enters or leaves a stage through its first member.

    Attributes:
        name: of the tensor.
        number: of the exchange.
        forward, backward: of the tensor, and of its gradient the other way.
        dtype: numpy name.
    """

    name: str
    number: int
    forward: Move
    backward: Move
    dtype: str


@dataclass(frozen=True, slots=True)
class Held:
    """A weight, or a running statistic, of which members hold blocks.

    Attributes:
        layout: the blocks.
        sum: how gradients of the own block are completed before an update; None: they are.
        number: of that exchange.
        lend, take: of a weight that other stages hold too: its gradient to member 0, and back.
    """

    layout: Layout
    sum: Sum | None = None
    number: int = -1
    lend: Move | None = None
    take: Move | None = None


@dataclass(frozen=True)
class Shard:
    """One member of a split stage.

    Attributes:
        member, members: which, of how many. Member 0 talks to the other stages.
        piece: its own operators on its own blocks, exchanges between them.
        inputs, outputs: tensors of the whole stage that come from and go to other stages, in their
            order; member 0 takes and gives them whole.
        feeds: graph inputs, which every member reads itself.
        enters, leaves: boundaries, in the order in which all members take part.
        held: by initialiser name.
        exchanges: in the order of their numbers.
        notes: what runs otherwise than the plan says.
    """

    member: int
    members: int
    piece: Piece
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    feeds: tuple[str, ...]
    enters: tuple[Boundary, ...]
    leaves: tuple[Boundary, ...]
    held: dict[str, Held]
    exchanges: tuple[Exchange, ...] = ()
    notes: tuple[str, ...] = field(default=())
