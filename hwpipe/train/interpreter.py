"""The interpreter: one rank's action list, executed on its stages, their weights and the mail."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from hwpipe.errors import HwpipeError, WorkError
from hwpipe.schedule.model import Action
from hwpipe.train.codec import BoundaryCodec, GradientCodec
from hwpipe.train.mail import Expected, Mail, Message
from hwpipe.train.program import Program
from hwpipe.train.record import Span
from hwpipe.train.reduce import KINDS, reduce_gradients, share_statistics
from hwpipe.train.routes import Routes
from hwpipe.train.stage import Forward, TrainStage
from hwpipe.train.weights import WeightStore

__all__ = ["Held", "Interpreter", "channels_of"]

#: Scaled loss of the last stage's outputs on a micro-batch, and its unscaled value.
LossOf = Callable[[int, tuple[Tensor, ...]], tuple[Tensor, float]]
#: Graph inputs of a micro-batch by name, on the host.
Feed = Callable[[int, str], Tensor]


@dataclass
class Held:
    """A stage on this rank."""

    stage: TrainStage
    weights: WeightStore


def channels_of(routes: Routes) -> int:
    """Channels of a run: two an edge, three for what replicas share of a stage, two a tie."""
    return 2 * len(routes.edges) + 3 * routes.stages + 2 * len(routes.ties)


class Interpreter:
    """Executes action lists; the same for every schedule."""

    def __init__(  # noqa: PLR0917 (every one is a different thing)
        self,
        rank: int,
        routes: Routes,
        held: dict[int, Held],
        mail: Mail,
        boundary: BoundaryCodec,
        gradients: GradientCodec,
    ) -> None:
        """Join the parts of a rank.

        Args:
            rank: own rank.
            routes: pieces and edges.
            held: the stages of this rank.
            mail: to the other ranks.
            boundary: compression of what other stages get.
            gradients: compression of what replicas exchange.
        """
        self._boundary, self._gradients = boundary, gradients
        self._rank, self._routes, self._held, self._mail = rank, routes, held, mail
        self._into = [routes.into(s) for s in range(routes.stages)]
        self._out_of = [routes.out_of(s) for s in range(routes.stages)]
        self._last = routes.stages - 1

    def run(
        self,
        program: Program,
        feed: Feed,
        loss_of: LossOf,
        report: Callable[[Span], None],
    ) -> None:
        """Execute this rank's list once.

        Args:
            program: the schedule.
            feed: graph inputs.
            loss_of: used on the last stage.
            report: called after every action.

        Raises:
            WorkError: if an operator fails or a number is not finite; the message names stage,
                micro-batch and node.
            TransportError: if a peer is lost.
        """
        self._program, self._feed, self._loss_of = program, feed, loss_of
        self._kept: dict[tuple[int, int], Forward] = {}
        self._starts: dict[tuple[int, int], tuple[list[Tensor], list[Tensor | None]]] = {}
        self._local: dict[tuple[int, int, bool], Message] = {}
        self._wants: dict[tuple[int, int], tuple[bool, ...]] = {}
        self._boundary.clear()
        actions = program.ranks[self._rank]
        self._mail.expect(self._receives(actions))
        for position, action in enumerate(actions):
            begun = time.monotonic()
            try:
                if program.ties and position == program.tie_at[self._rank]:
                    self._sum_ties()
                waited = self._execute(action, position)
            except HwpipeError as error:
                raise _placed(error, action) from error
            end = time.monotonic()
            report(Span(action.kind, action.stage, action.micro_batch, begun + waited, end))
        self._mail.finish(
            max(
                program.schedule.microbatches, KINDS * (len(program.reductions) + len(program.ties))
            )
        )
        for held in self._held.values():
            held.weights.rewind()

    def _receives(self, actions: Sequence[Action]) -> Iterator[Expected]:
        """Receives of a list, in order; those of gradients that nobody wants never come."""
        owner = self._program.owner
        for action in actions:
            s, k = action.stage, action.micro_batch
            if action.kind == "F":
                for e in self._into[s]:
                    peer = owner[self._routes.edges[e].src, k]
                    if peer != self._rank:
                        yield Expected(peer, 2 * e, k)
            elif action.kind in ("B", "BW"):
                for e in self._out_of[s]:
                    peer = owner[self._routes.edges[e].dst, k]
                    if peer != self._rank:
                        yield Expected(peer, 2 * e + 1, k)

    def _execute(self, action: Action, position: int) -> float:
        """Run one action; returns the seconds that it waited for others."""
        stage, k = action.stage, action.micro_batch
        held = self._held[stage]
        if action.kind == "F":
            return self._forward(held, stage, k, action.version)
        if action.kind in ("B", "BW"):
            return self._backward(held, stage, k, action.kind == "B")
        if action.kind == "W":
            kept = self._kept.pop((stage, k))
            held.weights.accumulate(held.stage.backward_weight(kept))
        elif action.kind == "REDUCE":
            key = (stage, k, action.version)
            channel = 2 * len(self._routes.edges) + 3 * stage
            reduction = self._program.reductions[key]
            sums = held.weights.sums()
            reduced = reduce_gradients(
                self._mail, self._rank, reduction, channel, list(sums.values()),
                self._gradients, tuple(sums),
            )  # fmt: skip
            held.weights.put_sums(dict(zip(sums, reduced, strict=True)))
            share_statistics(self._mail, self._rank, reduction, channel + 2, held.stage.normalised)
        else:
            needed = self._program.needed[self._rank, position]
            count = self._program.contributions[self._rank, position]
            # A synchronous loss is scaled before it goes back, as in one process.
            held.weights.update(action.version, needed, 1 if self._program.synchronous else count)
        return 0.0

    def _sum_ties(self) -> None:
        """Add up the gradients of weights that several stages hold: stage by stage, then ranks."""
        first = 2 * len(self._routes.edges) + 3 * self._routes.stages
        for number, tie in enumerate(self._routes.ties):
            reduction = self._program.ties[number]
            if self._rank not in reduction.members:
                continue
            own = [self._held[stage].weights for stage in tie.stages if stage in self._held]
            sums = own[0].sums_of(tie.weights)
            for other in own[1:]:
                sums = [a + b for a, b in zip(sums, other.sums_of(tie.weights), strict=True)]
            channel = first + 2 * number
            reduced = reduce_gradients(self._mail, self._rank, reduction, channel, sums)
            for weights in own:
                weights.put_sums(dict(zip(tie.weights, reduced, strict=True)))

    def _forward(self, held: Held, stage: int, k: int, version: int) -> float:
        piece, edges = held.stage.piece, self._routes.edges
        device = held.stage.device
        arrived: dict[str, Tensor] = {}
        begun = time.monotonic()
        for e in self._into[stage]:
            message = self._receive(e, k, back=False)
            for name, tensor, wanted in zip(
                edges[e].tensors, message.tensors, message.wanted, strict=True
            ):
                leaf = tensor.to(device).detach()
                arrived[name] = leaf.requires_grad_() if wanted else leaf
        waited = time.monotonic() - begun
        for name in self._routes.feeds[stage]:
            arrived[name] = self._feed(k, name).to(device)
        inputs = [arrived[name] for name in piece.inputs]
        leaves = held.weights.version(version)
        kept = held.stage.forward(inputs, leaves, k)
        self._kept[stage, k] = kept
        if stage == self._last:
            loss, value = self._loss_of(k, kept.outputs)
            if not math.isfinite(value):
                self._check_finite(held, kept)
                raise WorkError(f"the loss is {value}", where="loss", limit="finite numbers",
                                remedy="lower the learning rate, or check the data")  # fmt: skip
            self._starts[stage, k] = ([loss], [None])
        else:
            self._check_finite(held, kept)
        made = dict(zip(piece.outputs, kept.outputs, strict=True))
        for e in self._out_of[stage]:
            tensors = [made[name] for name in edges[e].tensors]
            flags = tuple(t.requires_grad for t in tensors)
            self._wants[e, k] = flags
            self._post(e, k, Message([t.detach() for t in tensors], flags), back=False)
        return waited

    @staticmethod
    def _check_finite(held: Held, kept: Forward) -> None:
        for tensor in kept.outputs:
            if tensor.is_floating_point() and not bool(torch.isfinite(tensor.detach()).all()):
                node = held.stage.find_nonfinite(kept.inputs, kept.leaves)
                raise WorkError(
                    "a result is not finite", where=node, limit="finite numbers",
                    remedy="lower the learning rate, or check data and initial weights",
                )  # fmt: skip

    def _backward(self, held: Held, stage: int, k: int, split: bool) -> float:
        edges = self._routes.edges
        kept = self._kept[stage, k]
        made = dict(zip(held.stage.piece.outputs, kept.outputs, strict=True))
        outputs, gradients = self._starts.pop((stage, k), ([], []))
        sums: dict[str, Tensor] = {}
        begun = time.monotonic()
        for e in self._out_of[stage]:
            wanted = self._wants.pop((e, k))
            if not any(wanted):
                continue
            names = [n for n, want in zip(edges[e].tensors, wanted, strict=True) if want]
            message = self._receive(e, k, back=True)
            for name, tensor in zip(names, message.tensors, strict=True):
                moved = tensor.to(held.stage.device)
                sums[name] = sums[name] + moved if name in sums else moved
        waited = time.monotonic() - begun
        for name, gradient in sums.items():
            outputs.append(made[name])
            gradients.append(gradient)
        if split:
            found = held.stage.backward_input(kept, outputs, gradients)
        else:
            del self._kept[stage, k]
            found, weights = held.stage.backward(kept, outputs, gradients)
            held.weights.accumulate(weights)
        by_name = dict(zip(held.stage.piece.inputs, zip(kept.inputs, found, strict=True),
                           strict=True))  # fmt: skip
        for e in self._into[stage]:
            back = [
                torch.zeros_like(leaf) if gradient is None else gradient
                for leaf, gradient in (by_name[name] for name in edges[e].tensors)
                if leaf.requires_grad
            ]
            if back:
                self._post(e, k, Message(back, (False,) * len(back)), back=True)
        return waited

    def _post(self, edge: int, k: int, message: Message, *, back: bool) -> None:
        """Send along an edge, or back along it."""
        route = self._routes.edges[edge]
        target = route.src if back else route.dst
        peer = self._program.owner[target, k]
        if peer == self._rank:
            self._local[edge, k, back] = message
            return
        host = Message([t.cpu() for t in message.tensors], message.wanted)
        host = self._boundary.pack(edge, k, host, back=back)
        at = self._program.place["B" if back else "F", target, k]
        self._mail.send(peer, 2 * edge + back, k, host, at)

    def _receive(self, edge: int, k: int, *, back: bool) -> Message:
        route = self._routes.edges[edge]
        source = route.dst if back else route.src
        peer = self._program.owner[source, k]
        if peer == self._rank:
            return self._local.pop((edge, k, back))
        at = self._program.place["B" if back else "F", source, k]
        message = self._mail.recv(peer, 2 * edge + back, k, at)
        return self._boundary.unpack(edge, k, message, back=back)


def _placed(error: HwpipeError, action: Action) -> HwpipeError:
    """The error with stage and micro-batch in front of where it happened."""
    spot = f"stage {action.stage}"
    if action.kind not in ("UPDATE", "REDUCE"):
        spot += f", micro-batch {action.micro_batch}"
    where = f"{spot}, {error.where}" if error.where else spot
    return type(error)(error.what, where=where, limit=error.limit, remedy=error.remedy)
