"""`Execution`: what the actions of a rank share, and `Port`, one message of an action."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from torch import Tensor

from hwpipe.runtime.shard.model import PHASES
from hwpipe.schedule.model import Action
from hwpipe.train.buckets import BUCKETS, BucketedSum, Lines
from hwpipe.train.channel.mail import Expected, Mail, Message
from hwpipe.train.codec import BoundaryCodec, GradientCodec
from hwpipe.train.program import Program
from hwpipe.train.routes import Routes
from hwpipe.train.stage import Forward, TrainStage
from hwpipe.train.weights import WeightStore

__all__ = ["BoundAction", "Execution", "Feed", "Held", "LossOf", "Port", "channels_of",
           "shared_channel"]  # fmt: skip

#: Channels of a replicated stage.
_SHARED = 2 * BUCKETS + 1

#: Loss of the last stage's outputs on a micro-batch, not scaled, and its value.
LossOf = Callable[[int, tuple[Tensor, ...]], tuple[Tensor, float]]
#: Graph inputs of a micro-batch by name, on the host.
Feed = Callable[[int, str], Tensor]


@dataclass
class Held:
    """A stage on this rank."""

    stage: TrainStage
    weights: WeightStore


def channels_of(routes: Routes) -> int:
    """Channels of a run: two an edge, some for what replicas share of a stage, two a tie.

    Token slices of different lengths have channels of their own above those of the first.
    """
    return exchange_channel(routes, len(routes.exchanges))


def exchange_channel(routes: Routes, stage: int) -> int:
    """First of the channels on which members of a stage exchange blocks of tensors."""
    first = _channels_of_a_slice(routes) * routes.slices
    return first + PHASES * sum(routes.exchanges[:stage])


def _channels_of_a_slice(routes: Routes) -> int:
    return shared_channel(routes, routes.stages) + 2 * len(routes.ties)


def shared_channel(routes: Routes, stage: int) -> int:
    """First of the channels of a stage's replicas: two a bucket, the last for statistics.

    That of the stage behind the last one is the first of the ties' channels.
    """
    return 2 * len(routes.edges) + _SHARED * stage


class BoundAction(ABC):
    """An action of a list with everything looked up that does not change between runs of it.

    Calling it executes the action and returns the seconds that it waited for other ranks.
    """

    __slots__ = ()

    @abstractmethod
    def __call__(self) -> float:
        """Execute."""

    def expects(self) -> Iterator[Expected]:
        """Messages of other ranks that it will receive, in order, where they are sure to come."""
        return iter(())


@dataclass
class Execution:
    """Parts of a rank, and what its actions leave for each other while a list runs.

    Attributes:
        rank: own rank.
        routes: pieces and edges.
        held: the stages of this rank.
        mail: to the other ranks.
        boundary: compression of what other stages get.
        gradients: compression of what replicas exchange.
        program: the schedule that runs.
        feed: gives graph inputs.
        loss_of: used on the last stage.
        loss_scale: what each micro-batch's loss is divided by.
        kept: by (stage, micro-batch), what its forward left for the backward.
        losses: by micro-batch, the loss that the backward of the last stage starts from.
        wants: by (edge, micro-batch), whether the reader wants to send each gradient back.
        local: by (edge, micro-batch, back), messages between stages of this rank.
        sums: while a list is being bound, its sums over replicas by `Reduction.number`.
        pending: by stage, what its UPDATE has to wait for before.
    """

    rank: int
    routes: Routes
    held: dict[int, Held]
    mail: Mail
    boundary: BoundaryCodec
    gradients: GradientCodec
    program: Program = field(init=False)
    feed: Feed = field(init=False)
    loss_of: LossOf = field(init=False)
    loss_scale: int = field(init=False, default=1)
    kept: dict[tuple[int, int], Forward] = field(init=False, default_factory=dict)
    losses: dict[int, Tensor] = field(init=False, default_factory=dict)
    wants: dict[tuple[int, int], tuple[bool, ...]] = field(init=False, default_factory=dict)
    local: dict[tuple[int, int, bool], Message] = field(init=False, default_factory=dict)
    sums: dict[int, BucketedSum] = field(init=False, default_factory=dict)
    pending: dict[int, Callable[[], None]] = field(init=False, default_factory=dict)

    @cached_property
    def lines(self) -> Lines:
        """What sums over replicas go through."""
        return Lines(self.mail)

    def begin(self, program: Program, feed: Feed, loss_of: LossOf, loss_scale: int) -> None:
        """Start a list with empty tables; they are the same objects all along."""
        self.program, self.feed, self.loss_of = program, feed, loss_of
        self.loss_scale = loss_scale
        for table in (self.kept, self.losses, self.wants, self.local, self.pending):
            table.clear()
        self.boundary.clear()

    def ports(self, action: Action, *, into: bool, back: bool) -> list[Port]:
        """The messages of an action along the edges that end at its stage, or begin there.

        Args:
            action: of a stage and a micro-batch.
            into: edges that end at the stage; else those that begin there, the farthest
                reader first.
            back: against the edges' direction.
        """
        edges = self.routes.into(action.stage) if into else self.routes.out_of(action.stage)
        return [Port(self, e, action.micro_batch, into=into, back=back) for e in edges]


class Port:
    """The message of one micro-batch on one edge in one direction, seen from one of its ends."""

    __slots__ = ("_at", "_back", "_boundary", "_channel", "_expected", "_key", "_local", "_mail",
                 "_peer", "_to_host", "edge", "k", "tensors")  # fmt: skip

    def __init__(self, execution: Execution, edge: int, k: int, *, into: bool, back: bool) -> None:
        """Look up the rank at the other end.

        Args:
            execution: whose program is being bound.
            edge: number of the edge.
            k: micro-batch.
            into: this is the edge's reader; the other end is its producer.
            back: the message is the gradient.
        """
        route = execution.routes.edges[edge]
        program, other = execution.program, route.src if into else route.dst
        peer = program.owner[other, k]
        own = route.dst if into else route.src
        #: Number of the edge, names of its tensors, and the micro-batch.
        self.edge, self.tensors, self.k = edge, route.tensors, k
        self._back, self._peer = back, peer
        slices = execution.routes.slices
        self._channel = 2 * edge + back + k % slices * _channels_of_a_slice(execution.routes)
        self._key = (edge, k, back)
        self._local = execution.local if peer == execution.rank else None
        self._mail, self._boundary = execution.mail, execution.boundary
        # A frozen stage has no backward; nobody sends it a gradient.
        self._at = program.place.get(("B" if back else "F", other, k), -1)
        self._to_host = execution.held[own].stage.device.type != "cpu"
        self._expected = Expected(peer, self._channel, k)

    @property
    def expected(self) -> Expected | None:
        """How the mail knows it, where it crosses ranks."""
        return None if self._local is not None else self._expected

    def receive(self) -> Message:
        """Wait for the message."""
        if self._local is not None:
            return self._local.pop(self._key)
        message = self._mail.recv(self._peer, self._channel, self.k, self._at)
        return self._boundary.unpack(self.edge, self.k, message, back=self._back)

    def post(self, tensors: Sequence[Tensor], wanted: tuple[bool, ...]) -> None:
        """Send tensors, detached, and which of them want a gradient back."""
        if self._local is not None:
            self._local[self._key] = Message(tensors, wanted)
            return
        if self._to_host:
            tensors = [tensor.cpu() for tensor in tensors]
        message = self._boundary.pack(self.edge, self.k, Message(tensors, wanted), back=self._back)
        self._mail.send(self._peer, self._channel, self.k, message, self._at)
