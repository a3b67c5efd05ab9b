"""Checkpoints: one file with everything by initializer name, written atomically, verified by hash.

The file does not know how the model was cut, so a run resumes on another number of processes.
Layout: a line of magic, a line of JSON (step, settings, table of arrays, SHA-256 of the rest of the
file), then the arrays, each on a multiple of 64 bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from hwpipe.errors import InputError, WorkError
from hwpipe.runtime.piece import Array
from hwpipe.runtime.store import dtype_named
from hwpipe.train.state.atomic import sweep, whole_file
from hwpipe.train.state.residuals import Residual

__all__ = [
    "Checkpoint",
    "checkpoint_path",
    "checkpoint_steps",
    "load_checkpoint",
    "newest_checkpoint",
    "open_folder",
    "save_checkpoint",
]

_MAGIC = b"hwpipe-checkpoint 1\n"
_ALIGN = 64
_NAME = re.compile(r"step-(\d{8})\.ckpt")


@dataclass(frozen=True)
class Checkpoint:
    """The state of a training run after a step.

    Attributes:
        step: steps taken.
        model_hash: of the model that is trained.
        optimizer: its name; settings may change between runs.
        weights: by initializer name, running statistics of batch normalisation included.
        state: optimizer state by initializer name and key ("momentum_buffer", "exp_avg", "step").
        losses: of the steps taken so far.
        residuals: what gradient compression has kept back, of every replica.
    """

    step: int
    model_hash: str
    optimizer: str
    weights: dict[str, Array]
    state: dict[str, dict[str, Array]] = field(default_factory=dict)
    losses: tuple[float, ...] = ()
    residuals: tuple[Residual, ...] = ()


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Write a checkpoint; an interrupted write leaves nothing that looks like one.

    Raises:
        WorkError: if it cannot be written.
    """
    arrays = _arrays(checkpoint)
    table, offset = [], 0
    flat = {}
    for name, array in arrays.items():
        flat[name] = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        table.append([name, array.dtype.name, list(array.shape), offset])
        offset += -(-flat[name].nbytes // _ALIGN) * _ALIGN
    digest = hashlib.sha256()
    for chunk in _chunks(flat):
        digest.update(chunk)
    head = {
        "step": checkpoint.step,
        "model": checkpoint.model_hash,
        "optimizer": checkpoint.optimizer,
        "losses": list(checkpoint.losses),
        "residuals": [
            {"replica": one.replica, "replicas": one.replicas, "density": one.density,
             "counters": dict(one.counters)}
            for one in checkpoint.residuals
        ],
        "arrays": table,
    }  # fmt: skip
    text = json.dumps(head, ensure_ascii=False)
    digest.update(text.encode())
    line = json.dumps({"sha256": digest.hexdigest(), "head_bytes": len(text.encode())}) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(_MAGIC + line.encode() + text.encode() + b"\n")
            for chunk in _chunks(flat):
                file.write(chunk)
    except OSError as error:
        raise WorkError(
            f"the checkpoint cannot be written: {error.strerror}", where=str(path),
            remedy="free room on the disk, or name a writable folder with --checkpoint",
        ) from error  # fmt: skip


def _arrays(checkpoint: Checkpoint) -> dict[str, Array]:
    """All arrays by the names that the file gives them."""
    arrays = {f"w/{name}": array for name, array in checkpoint.weights.items()}
    for name, entries in checkpoint.state.items():
        arrays.update({f"s/{key}/{name}": array for key, array in entries.items()})
    for number, residual in enumerate(checkpoint.residuals):
        arrays.update({f"r/{number}/{name}": a for name, a in residual.arrays.items()})
    return arrays


def _chunks(flat: Mapping[str, Array]) -> Any:
    for array in flat.values():
        yield array.data
        padding = -array.nbytes % _ALIGN
        if padding:
            yield bytes(padding)


def load_checkpoint(path: Path) -> Checkpoint:
    """Read and verify a checkpoint.

    Raises:
        InputError: if it is none, or its hash is wrong.
    """
    where = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=where) from None
    if not data.startswith(_MAGIC):
        raise InputError("no checkpoint of hwpipe", where=where,
                         remedy="name a file that `hwpipe train --checkpoint` wrote")  # fmt: skip
    try:
        end = data.index(b"\n", len(_MAGIC))
        frame = json.loads(data[len(_MAGIC) : end])
        start, size = end + 1, int(frame["head_bytes"])
        text = data[start : start + size]
        payload = memoryview(data)[start + size + 1 :]
        digest = hashlib.sha256(payload)
        digest.update(text)
        if digest.hexdigest() != frame["sha256"]:
            raise ValueError("the hash differs")
        head = json.loads(text)
        weights: dict[str, Array] = {}
        state: dict[str, dict[str, Array]] = {}
        kept: list[dict[str, Array]] = [{} for _ in head.get("residuals", ())]
        for name, dtype, shape, offset in head["arrays"]:
            kind = dtype_named(dtype)
            size = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
            raw = np.frombuffer(payload[offset : offset + size], np.uint8)
            array = raw.view(kind).reshape(shape).copy()
            what, _, rest = name.partition("/")
            if what == "w":
                weights[rest] = array
                continue
            key, _, owner = rest.partition("/")
            into = state.setdefault(owner, {}) if what == "s" else kept[int(key)]
            into[key if what == "s" else owner] = array
        residuals = tuple(
            Residual(**entry, arrays=arrays)
            for entry, arrays in zip(head.get("residuals", ()), kept, strict=True)
        )
        return Checkpoint(head["step"], head["model"], head["optimizer"], weights, state,
                          tuple(head["losses"]), residuals)  # fmt: skip
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InputError(f"the checkpoint is damaged ({error})", where=where,
                         remedy="delete it: the one before is used then") from None  # fmt: skip


def checkpoint_path(folder: Path, step: int) -> Path:
    """File of the checkpoint after `step` steps."""
    return folder / f"step-{step:08d}.ckpt"


def newest_checkpoint(
    folder: Path,
) -> tuple[tuple[Checkpoint, Path] | None, list[str]]:
    """The newest sound checkpoint of a folder, and remarks on those that are not.

    Returns:
        None where there is none; damaged files are passed over with a remark.
    """
    remarks: list[str] = []
    for step in reversed(checkpoint_steps(folder)):
        path = checkpoint_path(folder, step)
        try:
            return (load_checkpoint(path), path), remarks
        except InputError as error:
            remarks.append(f"passed over: {error}")
    return None, remarks


def checkpoint_steps(folder: Path) -> list[int]:
    """Steps of the checkpoints in a folder, sound or not, in order."""
    try:
        return sorted(int(m[1]) for p in folder.iterdir() if (m := _NAME.fullmatch(p.name)))
    except OSError:
        return []


def open_folder(folder: Path) -> None:
    """Make a folder ready for checkpoints, and find out now if it cannot be written.

    What killed writers have left in it is removed.

    Raises:
        InputError: if it is no folder, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise InputError(f"no checkpoint can be written: {error.strerror}", where=str(folder),
                         remedy="name a writable folder with --checkpoint") from None  # fmt: skip
