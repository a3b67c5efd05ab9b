"""Where a run begins, and how it goes on after a process died: `find_start`, `with_restarts`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from hwpipe.errors import InputError
from hwpipe.runtime.network import in_torchrun
from hwpipe.train.options import TrainOptions
from hwpipe.train.result import TrainResult
from hwpipe.train.state.checkpoint import (
    Checkpoint,
    checkpoint_steps,
    load_checkpoint,
    newest_checkpoint,
    open_folder,
)
from hwpipe.train.supervise import RankLostError

__all__ = ["Say", "Start", "find_start", "with_restarts"]

#: Runs the steps from a start on; None on the ranks above 0 of torchrun.
Attempt = Callable[["Start"], TrainResult | None]
#: Is told of a restart when it happens.
Say = Callable[[str], None]


@dataclass(frozen=True)
class Start:
    """Where a run begins: steps taken, the checkpoint that holds their outcome, remarks."""

    step: int = 0
    path: Path | None = None
    notes: tuple[str, ...] = ()


def find_start(options: TrainOptions, model_hash: str, *, again: bool = False) -> Start:
    """Where to begin.

    Args:
        options: with the folder of checkpoints, and whether to resume.
        model_hash: of the model that is trained.
        again: the run is one that has begun before, so the checkpoints are its own.

    Raises:
        InputError: the folder cannot be written, holds checkpoints of an earlier run, or ones that
            do not fit.
    """
    folder = options.checkpoint
    if folder is None:
        return Start()
    open_folder(folder)
    if not options.resume and not again:
        found = checkpoint_steps(folder)
        if found:
            raise InputError(
                f"holds checkpoints of a run of {found[-1]} steps", where=str(folder),
                remedy="go on from them with --resume, or name another folder",
            )  # fmt: skip
        return Start()
    newest, remarks = newest_checkpoint(folder)
    if newest is None:
        return Start(notes=(*remarks, f"no checkpoint in {folder}: begins at step 0"))
    checkpoint, path = newest
    _check(checkpoint, path, options, model_hash, again)
    notes = [*remarks, f"resumed after step {checkpoint.step}"]
    if checkpoint.residuals and options.compress.density >= 1:
        notes.append("what gradient compression had kept back is dropped: gradients travel whole")
    return Start(checkpoint.step, path, tuple(notes))


def _check(
    checkpoint: Checkpoint, path: Path, options: TrainOptions, model_hash: str, again: bool
) -> None:
    where = str(path)
    if checkpoint.model_hash != model_hash:
        raise InputError("the checkpoint is of another model", where=where,
                         remedy="name another folder with --checkpoint")  # fmt: skip
    if checkpoint.optimizer != options.optimizer.name:
        raise InputError(
            f"the checkpoint holds the state of {checkpoint.optimizer}", where=where,
            limit=f"--optimizer {checkpoint.optimizer}",
            remedy="resume with the same optimizer; its settings may change",
        )  # fmt: skip
    if checkpoint.step > options.steps or (checkpoint.step == options.steps and not again):
        raise InputError(f"the checkpoint stands after step {checkpoint.step}", where=where,
                         limit=f"below --steps {options.steps}",
                         remedy="raise --steps: it counts from the beginning")  # fmt: skip


def with_restarts(
    options: TrainOptions, model_hash: str, attempt: Attempt, say: Say | None = None
) -> TrainResult | None:
    """Run to the end, from the newest checkpoint again when processes die or hang.

    Under torchrun the restarts are its own; a process that it starts again resumes by itself.

    Args:
        options: `max_restarts` and the folder of checkpoints.
        model_hash: of the model.
        attempt: runs the steps from a start on.
        say: told of every restart.

    Raises:
        RankLostError: the restarts are used up.
        InputError, WorkError: what a restart does not help.
    """
    torchrun = in_torchrun()
    if torchrun and options.max_restarts:
        raise InputError("--max-restarts under torchrun", remedy="give it to torchrun itself")
    # torchrun counts the restarts that a process of this host caused, not those of other hosts.
    counted = int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")) > 0
    again = torchrun and (counted or options.resume)
    start = first = find_start(options, model_hash, again=again)
    told: list[str] = []
    for restart in range(options.max_restarts + 1):
        try:
            result = _finished(start, options) if start.step == options.steps else attempt(start)
        except RankLostError as error:
            if restart == options.max_restarts:
                raise
            start = find_start(options, model_hash, again=True)
            what = f"{error.where}: {error.what}" if error.where else error.what
            number = f"restart {restart + 1} of {options.max_restarts}"
            news = [f"{number} after step {start.step}, since {what}"]
            news += [note for note in start.notes if note.startswith("passed over")]
            told += news
            if say is not None:
                say("; ".join(news))
            continue
        if result is None:
            return None
        return replace(result, first_step=first.step, notes=(*first.notes, *told, *result.notes))
    raise AssertionError("every attempt returns or raises")


def _finished(start: Start, options: TrainOptions) -> TrainResult | None:
    """The result of a run whose last checkpoint was written before it died."""
    assert start.path is not None
    if in_torchrun() and os.environ["RANK"] != "0":
        return None
    checkpoint = load_checkpoint(start.path)
    return TrainResult(
        losses=checkpoint.losses, weights=checkpoint.weights, first_step=start.step,
        iteration_s=0.0, predicted_s=None, stages=(), weight_versions=(), runs=(),
        notes=(f"all {options.steps} steps had been taken",),
    )  # fmt: skip
