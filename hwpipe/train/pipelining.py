"""torch.distributed.pipelining as a second back end: the same action lists on torch's own runtime.

It trains whole layers on one rank a stage, by synchronous schedules, and relays tensors that are
read several stages on; there it gives the weights of hwpipe's interpreter, bit for bit, which makes
it the interpreter's oracle (tensors that cross with gaps or in another order lose it there, and
kernels may then round otherwise). Its pitfalls are avoided: every stage is told what crosses its
boundaries, so that no forward is run on memory that nobody has filled, and losses are scaled
instead of gradients. torch calls this runtime alpha; nothing else of hwpipe touches it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.runtime.transport import TransportError
from hwpipe.schedule.model import Schedule
from hwpipe.train.channel.mail import Mail
from hwpipe.train.rank import TrainRank
from hwpipe.train.record import Span
from hwpipe.train.routes import Routes
from hwpipe.train.spec import TrainSpec
from hwpipe.train.split.ranks import Pieces
from hwpipe.train.stage import TrainStage

__all__ = ["PipeliningRank", "boundaries", "check_schedule", "compute_actions"]

#: torch's letters of the actions that compute.
_LETTER = {"F": "F", "B": "I", "W": "W", "BW": "B"}


def check_schedule(schedule: Schedule) -> None:
    """Check that torch.distributed.pipelining can run a schedule.

    Raises:
        InputError: replicated stages, token slices, a stage graph, weight versions.
    """
    where = f"schedule {schedule.name}"
    if max(schedule.replicas) > 1:
        raise InputError(
            "replicated stages", where=where, remedy="leave --engine out",
            limit="one rank a stage in torch.distributed.pipelining",
        )  # fmt: skip
    updates = [a for actions in schedule.ranks for a in actions if a.kind == "UPDATE"]
    if (
        schedule.slices > 1 or schedule.edges is not None or len(updates) != schedule.stages
        or any(a.version for actions in schedule.ranks for a in actions)
    ):  # fmt: skip
        raise InputError(
            "not one synchronous step of whole micro-batches", where=where,
            limit="synchronous schedules in torch.distributed.pipelining",
            remedy="leave --engine out",
        )  # fmt: skip


def compute_actions(schedule: Schedule) -> dict[int, list[str]]:
    """The lists of a schedule in torch's notation, by rank: `0F0`, `1I3` (B), `1W3`, `0B2` (BW).

    Transfers are left out on both sides: torch derives them from the stages, too.
    """
    return {
        rank: [
            f"{a.stage}{_LETTER[a.kind]}{a.micro_batch}" for a in actions if a.kind in _LETTER
        ]
        for rank, actions in enumerate(schedule.ranks)
    }  # fmt: skip


def boundaries(routes: Routes) -> list[tuple[str, ...]]:
    """Tensors that cross each boundary where every tensor is relayed from stage to stage."""
    found = []
    for stage in range(routes.stages - 1):
        crossing: dict[str, None] = {}
        for edge in routes.edges:
            if edge.src <= stage < edge.dst:
                crossing.update(dict.fromkeys(edge.tensors))
        found.append(tuple(crossing))
    return found


class _Packed(torch.autograd.Function):
    """Hands a tensor on; its gradient leaves without gaps, as torch's runtime can send it."""

    @staticmethod
    def forward(ctx: Any, tensor: Tensor) -> Tensor:
        return tensor.view_as(tensor)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        return gradients[0].contiguous()


class _Relay(nn.Module):
    """A stage as torch's runtime calls it: what arrives, in order, and a micro-batch's number."""

    def __init__(
        self,
        stage: TrainStage,
        arriving: tuple[str, ...],
        leaving: tuple[str, ...],
        feeds: tuple[str, ...],
        feed: Callable[[int, str], Tensor],
    ) -> None:
        super().__init__()
        self.operators = stage.module
        self._piece, self._device = stage.piece, stage.device
        self._arriving, self._leaving, self._feeds, self._feed = arriving, leaving, feeds, feed

    def forward(self, *arrived: Tensor, number: Tensor) -> tuple[Tensor, ...]:
        """Run the operators; what they do not read is handed on."""
        values = {
            name: _Packed.apply(tensor)  # type: ignore[no-untyped-call]
            if tensor.requires_grad
            else tensor
            for name, tensor in zip(self._arriving, arrived, strict=True)
        }
        for name in self._feeds:
            values[name] = self._feed(int(number), name).to(self._device)
        made = self.operators(*[values[name] for name in self._piece.inputs])
        values.update(zip(self._piece.outputs, made, strict=True))
        # Own tensors without gaps: torch sends no others, and cuts the graph behind what leaves a
        # stage in place, which must not be a result that an operator has kept for its backward.
        whole = torch.contiguous_format
        return tuple(values[name].clone(memory_format=whole) for name in self._leaving)


class PipeliningRank(TrainRank):
    """A rank whose lists torch's runtime executes."""

    def __init__(self, spec: TrainSpec, pieces: Pieces, mail: Mail) -> None:
        """Bind stages, weights and data as `TrainRank` does; the runtime is built at first use.

        Raises:
            InputError: as `TrainRank`; a schedule or a model that torch's runtime does not take.
        """
        check_schedule(spec.schedule)
        if spec.ties:
            raise InputError(
                f"weight {spec.ties[0].weights[0]!r} is held by several stages",
                limit="weights of one stage in torch.distributed.pipelining",
                remedy="leave --engine out",
            )  # fmt: skip
        if not dist.is_initialized():
            raise InputError("threads of one process", remedy="run it in processes",
                             limit="processes in torch.distributed.pipelining")  # fmt: skip
        super().__init__(spec, pieces, mail)
        for s, held in self.held.items():
            if type(held.stage).forward is not TrainStage.forward:
                raise InputError(
                    f"stage {s} is more than operators of one device with all they keep",
                    limit="plain stages in torch.distributed.pipelining",
                    remedy="leave --engine out",
                )  # fmt: skip
        self._first = 0
        self._values: dict[int, float] = {}
        self._runtime: Any = None

    def run_list(
        self, schedule: Any, step: int, report: Callable[[Span], None]
    ) -> dict[int, float]:
        """As `TrainRank.run_list`; actions are not reported one by one.

        Raises:
            WorkError: an operator fails, or the loss is not finite.
            TransportError: a peer is lost.
        """
        self._first, self._values = step * self.spec.micro_batches, {}
        try:
            if self._runtime is None:
                self._runtime = self._build(schedule)
            numbers = torch.arange(schedule.microbatches)
            self._runtime.step(number=numbers, target=numbers, return_outputs=False)
        except Exception as error:
            raise _first_cause(error) from error
        for held in self.held.values():
            weights = held.weights.weights
            held.weights.accumulate([weight.grad for weight in weights])
            for weight in weights:
                weight.grad = None
            held.weights.update(0, frozenset(), 1)
            held.weights.rewind()
        return self._values

    def _feed(self, k: int, name: str) -> Tensor:
        assert self._batches is not None
        return self._batches.inputs(self._first + k, name)

    def _scaled_loss(self, output: Any, number: Tensor) -> Tensor:
        """Called by the runtime on the last stage."""
        assert self._batches is not None
        k = self._first + int(number)
        outputs = output if isinstance(output, tuple) else (output,)
        loss: Tensor = self._loss(outputs if len(outputs) > 1 else outputs[0],
                                  self._batches.target(k))  # fmt: skip
        self._values[k] = value = float(loss.detach())
        if not math.isfinite(value):
            raise WorkError(
                f"the loss is {value}", where=f"micro-batch {int(number)}, loss",
                limit="finite numbers", remedy="lower the learning rate, or check the data",
            )  # fmt: skip
        return loss / self.spec.micro_batches

    def _build(self, schedule: Schedule) -> Any:
        """Torch's runtime with this rank's stages and everybody's lists."""
        from torch.distributed.pipelining import PipelineStage
        from torch.distributed.pipelining.schedules import _Action, _PipelineScheduleRuntime

        modules = self._modules()
        crossing = self._first_tensors(modules)
        stages = [
            PipelineStage(
                modules[s], s, len(self.spec.feeds), self.held[s].stage.device,
                input_args=crossing[s], output_args=crossing[s + 1],
            )
            for s in sorted(modules)
        ]  # fmt: skip
        runtime: Any = _PipelineScheduleRuntime(  # type: ignore[no-untyped-call]
            stages, schedule.microbatches, loss_fn=self._scaled_loss, scale_grads=False
        )
        runtime._prepare_schedule_with_comms({
            rank: [_Action.from_str(text) for text in row]
            for rank, row in compute_actions(schedule).items()
        })  # fmt: skip
        return runtime

    def _modules(self) -> dict[int, _Relay]:
        routes = self.spec.routes
        between = boundaries(routes)
        last = routes.stages - 1
        return {
            s: _Relay(
                held.stage, between[s - 1] if s else (),
                between[s] if s < last else held.stage.piece.outputs, routes.feeds[s], self._feed,
            )
            for s, held in self.held.items()
        }  # fmt: skip

    def _first_tensors(self, modules: Mapping[int, _Relay]) -> list[tuple[Tensor, ...]]:
        """What crosses each boundary of the first micro-batch, before the first stage on.

        Stage after stage is run once by its rank, which tells all; running statistics of
        normalisation are put back afterwards.
        """
        found: list[tuple[Tensor, ...]] = [()]
        for s in range(len(self.spec.feeds)):
            box: list[Any] = [None]
            if s in modules:
                stage = self.held[s].stage
                statistics = stage.statistics.values()
                before = [tensor.clone() for tensor in statistics]
                entering = [_leaf(t.to(stage.device), t.requires_grad) for t in found[-1]]
                made = modules[s](*entering, number=torch.tensor([0]))
                box = [[(tensor.detach().cpu(), tensor.requires_grad) for tensor in made]]
                for tensor, old in zip(statistics, before, strict=True):
                    tensor.copy_(old)
            dist.broadcast_object_list(box, src=self.spec.rank_of_first(s))
            found.append(tuple(_leaf(tensor, want) for tensor, want in box[0]))
        return found


def _leaf(tensor: Tensor, wanted: bool) -> Tensor:
    return tensor.detach().requires_grad_(wanted)


def _first_cause(error: BaseException) -> Exception:
    """What lies under the errors that the runtime has put around it, as hwpipe's own."""
    while error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, HwpipeError | TransportError):
        return error
    text = str(error).strip().splitlines()[0] if str(error).strip() else ""
    if isinstance(error, RuntimeError) and ("gloo" in text or "NCCL" in text):
        return TransportError(text)
    return WorkError(f"{type(error).__name__}: {text}", where="torch.distributed.pipelining")
