"""Training a plan: one interpreter of action lists, equal to single-process training.

Public: `train` and its nouns; torch loads on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hwpipe.train.api import train
    from hwpipe.train.options import TrainOptions
    from hwpipe.train.result import TrainResult

__all__ = ["TrainOptions", "TrainResult", "train"]

_HOME = {"TrainOptions": "options", "TrainResult": "result", "train": "api"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
