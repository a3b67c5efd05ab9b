"""`TrainOptions`: what the user asks of a training run, parsed and checked before it starts."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hwpipe.compress import Compression
from hwpipe.errors import InputError
from hwpipe.stage.board import BoardOptions

__all__ = ["LOSSES", "OptimizerSpec", "TrainOptions", "parse_optimizer"]

#: Losses by name; others are `file.py:function`.
LOSSES = ("cross_entropy", "mse")

#: Keys of each optimizer and their kinds; the defaults are torch's.
_KEYS: dict[str, dict[str, type]] = {
    "sgd": {"lr": float, "momentum": float, "dampening": float, "weight_decay": float,
            "nesterov": bool},
    "adam": {"lr": float, "beta1": float, "beta2": float, "eps": float, "weight_decay": float,
             "amsgrad": bool},
    "adamw": {"lr": float, "beta1": float, "beta2": float, "eps": float, "weight_decay": float,
              "amsgrad": bool},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OptimizerSpec:
    """An optimizer by name with its settings, as `parse_optimizer` reads them."""

    name: str
    settings: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        inner = ",".join(f"{key}={value}" for key, value in sorted(self.settings.items()))
        return f"{self.name}:{inner}" if inner else self.name

    def build(self, weights: list[Any]) -> Any:
        """The `torch.optim` optimizer of a list of tensors."""
        import torch

        settings = dict(self.settings)
        if self.name == "sgd":
            settings.setdefault("lr", 1e-3)
            return torch.optim.SGD(weights, **settings)
        betas = (settings.pop("beta1", 0.9), settings.pop("beta2", 0.999))
        kind = torch.optim.Adam if self.name == "adam" else torch.optim.AdamW
        return kind(weights, betas=betas, **settings)


def parse_optimizer(text: str) -> OptimizerSpec:
    """Read `NAME:key=value,...`, as in `sgd:lr=0.1,momentum=0.9` or `adamw:lr=1e-3`.

    Raises:
        InputError: unknown name or key, or a value that is no number of its kind.
    """
    name, _, rest = text.partition(":")
    where = f"--optimizer {text!r}"
    keys = _KEYS.get(name.lower())
    if keys is None:
        raise InputError(f"unknown optimizer {name!r}", where=where, limit=", ".join(_KEYS))
    settings: dict[str, Any] = {}
    for item in filter(None, rest.split(",")):
        key, _, value = item.partition("=")
        if key not in keys:
            close = difflib.get_close_matches(key, keys, n=1)
            raise InputError(
                f"unknown setting {key!r} of {name}", where=where, limit=", ".join(keys),
                remedy=f"did you mean {close[0]}?" if close else None,
            )  # fmt: skip
        settings[key] = _value(key, value, keys[key], where)
    if settings.get("nesterov") and not settings.get("momentum"):
        raise InputError("nesterov without momentum", where=where, remedy="add momentum=0.9")
    return OptimizerSpec(name.lower(), settings)


def _value(key: str, text: str, kind: type, where: str) -> Any:
    if kind is bool:
        if text.lower() in ("1", "true", "yes"):
            return True
        if text.lower() in ("0", "false", "no"):
            return False
        raise InputError(f"{key}={text}", where=where, limit="true or false")
    try:
        number = float(text)
    except ValueError:
        raise InputError(f"{key}={text}", where=where, limit="a number") from None
    if not math.isfinite(number) or number < 0 or (key.startswith("beta") and number >= 1):
        limit = "0 or more and below 1" if key.startswith("beta") else "a finite number, 0 or more"
        raise InputError(f"{key}={text}", where=where, limit=limit)
    return number


#: What executes action lists.
ENGINES = ("hwpipe", "torch")


@dataclass(frozen=True)
class TrainOptions:
    """How to train.

    Attributes:
        data: `file.py:function`, `module:function` or a function; called with those of the
            keywords `batch`, `seed`, `start_step` that it takes, it returns an iterable of
            (inputs, target) batches: inputs an array or a dictionary by input name, target an
            array, a tuple or a dictionary, the batch in front. Every process calls it and takes
            what its stages need, so it must give the same data each time.
        loss: `cross_entropy`, `mse`, or a function of (outputs, target) that gives a scalar, a mean
            over the samples; outputs is the tensor, or a tuple where the model has several.
        optimizer: of every stage.
        steps: to take in all; a resumed run takes those that are left.
        seed: given to `data`.
        checkpoint: folder for checkpoints, None for none.
        checkpoint_every: steps between them; 0: only after the last step.
        resume: start from the newest sound checkpoint of the folder.
        max_restarts: how often a run whose processes die or hang begins again at its newest
            checkpoint.
        timeout_s: a run without a sign of life for so long is given up.
        threads: compute threads of a process.
        freeze: patterns of weights that are not trained.
        train: patterns of initialisers that are trained though their use does not show it.
        compress: what travels of boundary tensors and gradients.
        boards: what stands for the boards of FPGA stages.
        engine: what executes the action lists: `hwpipe`, or `torch` for
            torch.distributed.pipelining.
    """

    data: str | Callable[..., Any]
    loss: str | Callable[..., Any] = "cross_entropy"
    optimizer: OptimizerSpec = field(default_factory=lambda: OptimizerSpec("sgd", {"lr": 0.1}))
    steps: int = 1
    seed: int = 0
    checkpoint: Path | None = None
    checkpoint_every: int = 0
    resume: bool = False
    max_restarts: int = 0
    timeout_s: float = 300.0
    threads: int = 1
    boards: BoardOptions = field(default_factory=BoardOptions)
    freeze: tuple[str, ...] = ()
    train: tuple[str, ...] = ()
    compress: Compression = field(default_factory=Compression)
    engine: str = "hwpipe"

    def check(self) -> None:
        """Check the numbers.

        Raises:
            InputError: one out of range, or a resume without a folder.
        """
        for name, value, least in (
            ("steps", self.steps, 1), ("threads", self.threads, 1),
            ("checkpoint-every", self.checkpoint_every, 0), ("max-restarts", self.max_restarts, 0),
        ):  # fmt: skip
            if value < least:
                raise InputError(f"--{name} {value}", limit=f"{least} or more")
        if not self.timeout_s > 0:
            raise InputError(f"--timeout {self.timeout_s}", limit="above 0 s")
        if self.checkpoint is None and (self.resume or self.checkpoint_every):
            raise InputError("--resume or --checkpoint-every without a folder of checkpoints",
                             remedy="name it with --checkpoint DIR")  # fmt: skip
        if self.max_restarts and not self.checkpoint_every:
            raise InputError("--max-restarts without checkpoints to begin at",
                             remedy="add --checkpoint DIR --checkpoint-every N")  # fmt: skip
        if self.engine not in ENGINES:
            raise InputError(f"--engine {self.engine}", limit=", ".join(ENGINES))
        if self.engine == "torch" and self.compress != Compression():
            raise InputError("--compress with --engine torch", limit="--engine hwpipe")
        if isinstance(self.loss, str) and ":" not in self.loss and self.loss not in LOSSES:
            raise InputError(
                f"--loss {self.loss}", limit=", ".join(LOSSES) + " or file.py:function"
            )
