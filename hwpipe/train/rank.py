"""One rank of a training run: stages, weights and data joined, steps taken, states given away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from hwpipe.errors import HwpipeError, InputError
from hwpipe.runtime.module import to_torch
from hwpipe.runtime.piece import Array
from hwpipe.runtime.shard.model import Shard
from hwpipe.train.callables import load_function
from hwpipe.train.channel.mail import Mail
from hwpipe.train.codec import BoundaryCodec, GradientCodec
from hwpipe.train.delayed import LatestStage, delayed_stage, stage_optimizer
from hwpipe.train.execution import exchange_channel
from hwpipe.train.feeding import Batches
from hwpipe.train.interpreter import Held, Interpreter
from hwpipe.train.losses import make_loss
from hwpipe.train.program import Program, build_program
from hwpipe.train.record import Span, Traffic
from hwpipe.train.relay.credit import Credits
from hwpipe.train.relay.stage import TeacherStage, block_losses
from hwpipe.train.spec import TrainSpec
from hwpipe.train.special import begin_list, report_copies, special_stage
from hwpipe.train.split.group import MailGroup, UnitMail
from hwpipe.train.split.ranks import Pieces
from hwpipe.train.split.stage import SplitStage
from hwpipe.train.split.state import Block, block_for, own_block
from hwpipe.train.stage import TrainStage
from hwpipe.train.state.checkpoint import Checkpoint, load_checkpoint
from hwpipe.train.state.residuals import Residual
from hwpipe.train.tokens.stage import SlicedStage, of_slice, slice_input, slice_target
from hwpipe.train.weights import WeightStore

__all__ = ["RankState", "TrainRank", "device_of"]

#: Weights and optimizer state of a rank by initializer name, and what it has kept back.
RankState = tuple[
    dict[str, Array | Block], dict[str, dict[str, Array | Block]], tuple[Residual, ...]
]


def device_of(kind: str, ordinal: int) -> torch.device:
    """The torch device that stands for a planned device: GPUs in turn where there are any."""
    if kind == "gpu" and torch.cuda.is_available():
        return torch.device("cuda", ordinal % torch.cuda.device_count())
    return torch.device("cpu")


class TrainRank:
    """A rank that is ready to take steps."""

    def __init__(self, spec: TrainSpec, pieces: Pieces, mail: Mail) -> None:
        """Bind the stages, load the checkpoint if there is one, call the data function.

        Args:
            spec: the orders.
            pieces: of the stages that the rank holds.
            mail: to the other ranks.

        Raises:
            InputError: for operators, data, losses or checkpoints that do not fit.
        """
        self.spec = spec
        routes = spec.routes
        self._programs: dict[int, Program] = {}
        program = self._program(spec.schedule)
        held: dict[int, Held] = {}
        for stage in spec.stages:
            before = sum(kind == spec.devices[stage] for kind in spec.devices[:stage])
            device = device_of(spec.devices[stage], before + spec.replica)
            bound: TrainStage
            piece = pieces[stage]
            if isinstance(piece, Shard):
                group = MailGroup(mail, spec.member, spec.first_of[spec.unit],
                                  exchange_channel(routes, stage))  # fmt: skip
                bound = SplitStage(piece, device, group, split=stage in program.split,
                                   replicated=spec.replicas[stage] > 1)  # fmt: skip
            elif stage in spec.schedule.frozen:
                bound = TeacherStage(piece, device)
            elif spec.tokens is not None:
                bound = SlicedStage(piece, device, spec.tokens)
            else:
                bound = special_stage(spec, program, stage, piece, device) or delayed_stage(
                    spec.schedule, piece, device, split=stage in program.split,
                    replicated=spec.replicas[stage] > 1,
                )  # fmt: skip
            tied = {name for tie in spec.ties if stage in tie.stages for name in tie.weights}
            build = stage_optimizer(spec.schedule, stage, spec.options.optimizer)
            held[stage] = Held(bound, WeightStore(bound, build, tied))
            if isinstance(bound, LatestStage):
                bound.optimizer = held[stage].weights.optimizer
        self.held = held
        self._boundary = BoundaryCodec(spec.options.compress)
        self._gradients = GradientCodec(spec.options.compress)
        #: Losses of the steps before.
        self.losses: tuple[float, ...] = ()
        if spec.resume_from is not None:
            self._load(load_checkpoint(spec.resume_from))
        units = UnitMail(mail, spec.first_of, spec.member) if spec.members else mail
        self._mail = units
        self._interpreter = Interpreter(
            spec.unit, routes, held, units, self._boundary, self._gradients
        )
        self._loss = make_loss(spec.options.loss)
        reads = any(spec.feeds[stage] for stage in spec.stages)
        last = len(spec.feeds) - 1 in spec.stages and spec.member == 0 and not spec.blocks
        self._batches: Batches | None = None
        if reads or last:
            in_flight = 4 * len(spec.feeds)
            self._batches = Batches(
                load_function(spec.options.data, "--data"), spec.inputs,
                micro_batch=spec.micro_batch, micro_batches=spec.micro_batches,
                seed=spec.options.seed, start=spec.first_step,
                keep=2 + in_flight // spec.micro_batches,
            )  # fmt: skip

    def _program(self, schedule: Any) -> Program:
        count = schedule.microbatches
        if count not in self._programs:
            self._programs[count] = build_program(schedule, self.spec.edges, self.spec.ties)
        return self._programs[count]

    def run_list(
        self, schedule: Any, step: int, report: Callable[[Span], None]
    ) -> dict[int, float]:
        """Execute an action list that begins with step `step`.

        Returns:
            Unscaled loss of each micro-batch that this rank took through the last stage, by its
            number counted over all steps.
        """
        program = self._program(schedule)
        first = step * self.spec.micro_batches
        scale = self.spec.micro_batches if program.synchronous else 1
        values: dict[int, float] = {}
        begin_list(self.held.values(), self.spec.options.seed, first)
        if self.spec.tokens is not None:
            return self._run_slices(program, first, report)
        if self.spec.blocks:
            return self._run_blocks(program, first, report)

        def loss_of(k: int, outputs: tuple[Tensor, ...]) -> tuple[Tensor, float]:
            assert self._batches is not None
            target = _moved(self._batches.target(first + k), outputs[0].device)
            loss = self._loss(outputs if len(outputs) > 1 else outputs[0], target)
            values[first + k] = value = float(loss.detach())
            return loss, value

        def feed(k: int, name: str) -> Tensor:
            assert self._batches is not None
            return self._batches.inputs(first + k, name)

        self._interpreter.run(program, feed, loss_of, report, loss_scale=scale)
        report_copies(self.held.values(), report)
        return values

    def _run_blocks(
        self, program: Program, first: int, report: Callable[[Span], None]
    ) -> dict[int, float]:
        """As `run_list`, where every block of a student has a loss of its own."""
        (held,) = (s for s in self.spec.stages if s in self.spec.ends)
        start, stop = self.spec.blocks[held - len(self.spec.blocks)]
        blocks = self.spec.blocks[-1][1]
        values: dict[int, float] = {}

        def loss_of(k: int, outputs: tuple[Tensor, ...]) -> tuple[Tensor, float]:
            total, each = block_losses(outputs, self._loss)
            values.update(
                ((first + k) * blocks + b, value)
                for b, value in zip(range(start, stop), each, strict=True)
            )
            return total, sum(each)

        def feed(k: int, name: str) -> Tensor:
            assert self._batches is not None
            return self._batches.inputs(first + k, name)

        credits = Credits(self._mail, self.spec.rank, program, self.spec.routes)

        def tell(span: Span) -> None:
            report(span)
            if span.kind == "UPDATE":
                credits.updated()

        self._interpreter.run(program, feed, loss_of, tell)
        return values

    def _run_slices(
        self, program: Program, first: int, report: Callable[[Span], None]
    ) -> dict[int, float]:
        """As `run_list`, where the list counts token slices."""
        tokens, batches = self.spec.tokens, self._batches
        assert tokens is not None
        count = len(tokens.lengths)
        values: dict[int, float] = {}

        def loss_of(unit: int, outputs: tuple[Tensor, ...]) -> tuple[Tensor, float]:
            assert batches is not None
            k, j = divmod(unit, count)
            whole = _moved(batches.target(first + k), outputs[0].device)
            loss = self._loss(outputs[0], slice_target(whole, tokens, j))
            # The mean over a micro-batch's tokens is that of the slices' means by length.
            loss = loss * (tokens.lengths[j] / tokens.tokens)
            value = float(loss.detach())
            values[first + k] = values.get(first + k, 0.0) + value
            return loss, value

        def feed(unit: int, name: str) -> Tensor:
            assert batches is not None
            k, j = divmod(unit, count)
            return slice_input(batches.inputs(first + k, name), tokens, name, j)

        def tell(span: Span) -> None:
            k, j = divmod(span.micro_batch, count) if span.micro_batch >= 0 else (-1, 0)
            report(replace(span, micro_batch=k, slice=j))

        scale = self.spec.micro_batches if program.synchronous else 1
        try:
            self._interpreter.run(program, feed, loss_of, tell, loss_scale=scale)
        except HwpipeError as error:
            raise of_slice(error, count) from error
        return values

    @property
    def traffic(self) -> tuple[Traffic, Traffic]:
        """What was sent to other stages, and to the replicas of the own ones."""
        return self._boundary.traffic, self._gradients.traffic

    def state(self) -> RankState:
        """Weights, running statistics and optimizer state of the stages this rank speaks for.

        What gradient compression has kept back is every rank's own.
        """
        weights: dict[str, Array | Block] = {}
        state: dict[str, dict[str, Array | Block]] = {}
        for stage, held in self.held.items():
            if self.spec.rank_of_first(stage) != self.spec.unit:
                continue
            for name, weight in zip(held.stage.names, held.weights.weights, strict=True):
                weights[name] = own_block(held.stage, name, _array(weight))
                optimizer = held.weights.optimizer
                entries = optimizer.state.get(weight, {}) if optimizer is not None else {}
                kept = {key: own_block(held.stage, name, _array(v))
                        for key, v in entries.items() if isinstance(v, Tensor)}  # fmt: skip
                if kept:
                    state[name] = kept
            weights.update({n: own_block(held.stage, n, _array(t))
                            for n, t in held.stage.statistics.items()})  # fmt: skip
        return weights, state, self._gradients.residuals()

    def _load(self, checkpoint: Checkpoint) -> None:
        self.losses = checkpoint.losses
        self._gradients.load(checkpoint.residuals)
        for held in self.held.values():
            tensors = dict(zip(held.stage.names, held.weights.weights, strict=True))
            for name, tensor in {**tensors, **held.stage.statistics}.items():
                array = checkpoint.weights.get(name)
                array = array if array is None else block_for(held.stage, name, array)
                if array is None or tuple(array.shape) != tuple(tensor.shape):
                    raise InputError(
                        f"weight {name!r} of shape {tuple(tensor.shape)} is not in the checkpoint",
                        where=str(self.spec.resume_from),
                        remedy="resume with the model and plan options that it was made with",
                    )  # fmt: skip
                with torch.no_grad():
                    tensor.copy_(to_torch(array))
            for name, weight in tensors.items():
                entries = checkpoint.state.get(name)
                if entries and held.weights.optimizer is not None:
                    held.weights.optimizer.state[weight] = {
                        key: to_torch(block_for(held.stage, name, array)).to(
                            "cpu" if key == "step" else weight.device
                        )
                        for key, array in entries.items()
                    }


def _array(tensor: Tensor) -> Array:
    host = tensor.detach().cpu()
    if host.dtype == torch.bfloat16:
        import ml_dtypes

        narrow: Array = host.view(torch.int16).numpy().view(ml_dtypes.bfloat16).copy()
        return narrow
    found: Array = host.numpy().copy()
    return found


def _moved(value: Any, device: torch.device) -> Any:
    if isinstance(value, dict):
        return {key: _moved(item, device) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_moved(item, device) for item in value)
    return value.to(device)
