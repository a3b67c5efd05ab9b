"""What the user may ask of `compile`, checked before any work starts."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from hwpipe.errors import InputError

__all__ = ["MODES", "OBJECTIVES", "OPTIMIZERS", "STRATEGIES", "CompileOptions"]

MODES = ("infer", "train")
OBJECTIVES = ("throughput", "latency", "memory", "energy")
OPTIMIZERS = ("sgd", "momentum", "adam")
#: What may make a stage fit that does not fit as it is.
STRATEGIES = ("recompute", "swap", "shard", "spill")
_MAX_BATCH = 1 << 24
_MAX_EFFORT = 1e6


@dataclass(frozen=True)
class CompileOptions:
    """Options of one compilation; None means "let hwpipe choose".

    Attributes:
        mode: `infer` or `train`; None: `train` for a measured profile graph, else `infer`.
        batch: samples per iteration; None: the default of the objective (see `batch_or`).
        microbatches: micro-batches per iteration, None tries the divisors of the batch.
        schedule: name of a schedule, None compares those that fit mode and links; in training
            also those of `hwpipe.schedule.generators` that are exact mini-batch SGD.
        objective: `throughput` and `latency` minimise the time of one iteration (their default
            batches differ: 64 and 1), `memory` the largest share of a device's memory,
            `energy` the joules of one iteration.
        method: planning method by name, `auto` takes the best.
        baselines: evaluate the other methods on the same cost table.
        optimizer: decides the training state per weight.
        replication: allow several devices of one type to share a stage.
        splits: allow a layer to be split between neighbouring stages.
        time_limit_s: stop the search after this time with the best plan so far.
        effort: multiple of the usual work of the search where there is no time limit.
        dims: values of symbolic dimensions other than the batch.
        pins: (layer, device): the layers that a name, a prefix or a pattern with `*`, `?` and
            `[]` stands for run on that device and nowhere else.
        max_memory: (device, bytes); an empty name stands for every device.
        strategies: measures that may make a stage fit which does not: `recompute`, `swap`,
            `shard`, `spill`.
        slices: token slices of a sequence in the training of a causal transformer; 0: none, None
            looks for the fastest where the model shows that its attention is causal.
    """

    mode: str | None = None
    batch: int | None = None
    microbatches: int | None = None
    schedule: str | None = None
    objective: str = "throughput"
    method: str = "auto"
    baselines: bool = True
    optimizer: str = "momentum"
    replication: bool = True
    splits: bool = True
    time_limit_s: float | None = None
    effort: float = 1.0
    dims: Mapping[str, int] = field(default_factory=dict)
    pins: tuple[tuple[str, str], ...] = ()
    max_memory: tuple[tuple[str, float], ...] = ()
    strategies: tuple[str, ...] = STRATEGIES
    slices: int | None = None

    def __post_init__(self) -> None:
        from hwpipe.plan.methods import METHODS
        from hwpipe.schedule import SCHEDULES

        one_of("mode", self.mode, (None, *MODES))
        one_of("objective", self.objective, OBJECTIVES)
        one_of("optimizer", self.optimizer, OPTIMIZERS)
        one_of("method", self.method, tuple(METHODS))
        if self.schedule not in (None, *SCHEDULES):  # generators load only where they are asked for
            from hwpipe.plan.reschedule import trainable

            known = (None, *SCHEDULES, *trainable(), "terapipe", "partime")
            one_of("schedule", self.schedule, known)
        if self.slices is not None and not 0 <= self.slices <= _MAX_BATCH:
            raise InputError(f"--slices {self.slices}", limit=f"0 to {_MAX_BATCH}")
        for name in ("batch", "microbatches"):
            value = getattr(self, name)
            if value is not None and not 1 <= value <= _MAX_BATCH:
                raise InputError(f"--{name} {value}", limit=f"1 to {_MAX_BATCH}")
        if self.batch and self.microbatches and self.batch % self.microbatches:
            raise InputError(
                f"--batch {self.batch} does not divide into --microbatches {self.microbatches}",
                remedy="choose a batch that is a multiple of the number of micro-batches",
            )
        if self.time_limit_s is not None and not self.time_limit_s > 0:
            raise InputError(f"--time-limit {self.time_limit_s}", limit="above 0 seconds")
        if not 0 < self.effort <= _MAX_EFFORT:
            raise InputError(f"--effort {self.effort:g}", limit=f"above 0, up to {_MAX_EFFORT:g}")

        for strategy in self.strategies:
            one_of("strategies", strategy, STRATEGIES)
        if self.pins and self.method not in ("auto", "joint"):
            raise InputError(
                f"--pin with --method {self.method}", limit="auto, joint",
                remedy="leave the method to hwpipe, or the pins out",
            )  # fmt: skip
        if self.pins and self.objective not in ("throughput", "latency"):
            raise InputError(
                f"--pin with --objective {self.objective}", limit="throughput, latency"
            )

    def mode_for(self, kind: str) -> str:
        """The mode asked for; by default `train` for a `ModelSource.kind` of `profile`."""
        return self.mode or ("train" if kind == "profile" else "infer")


def one_of(option: str, value: str | None, choices: tuple[str | None, ...]) -> None:
    """Raise an `InputError` that lists `choices` unless `value` is among them."""
    if value in choices:
        return
    names = [choice for choice in choices if choice is not None]
    close = difflib.get_close_matches(str(value), names, n=1)
    raise InputError(
        f"--{option} {value!r} is unknown",
        limit=", ".join(names),
        remedy=f"did you mean {close[0]!r}?" if close else None,
    )
