"""Shards on disk: a folder for each member of a stage."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

from hwpipe.runtime.shard.model import Shard
from hwpipe.runtime.store import load_piece, save_piece

__all__ = ["has_shard", "load_shard", "save_shard"]


def save_shard(shard: Shard, folder: Path) -> None:
    """Write a shard below the folder of a run, which is private to it."""
    own = _folder(folder, shard.piece.index, shard.member)
    own.mkdir()
    save_piece(shard.piece, own)
    bare = replace(shard, piece=replace(shard.piece, nodes=(), constants={}))
    with (own / "shard").open("wb") as file:
        pickle.dump(bare, file, protocol=pickle.HIGHEST_PROTOCOL)


def has_shard(folder: Path, stage: int) -> bool:
    """Whether a stage was stored in shards."""
    return _folder(folder, stage, 0).exists()


def load_shard(folder: Path, stage: int, member: int) -> Shard:
    """Read what `save_shard` wrote."""
    own = _folder(folder, stage, member)
    with (own / "shard").open("rb") as file:
        shard: Shard = pickle.load(file)
    return replace(shard, piece=load_piece(own, stage))


def _folder(folder: Path, stage: int, member: int) -> Path:
    return folder / f"stage-{stage}-member-{member}"
