"""Training a plan: one interpreter of action lists, equal to single-process training.

Public: `train` and its nouns; torch loads on first use. The package itself can be called like
`train`, so that `hwpipe.train(plan, ...)` works.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hwpipe.train.api import train, train_stages
    from hwpipe.train.options import TrainOptions
    from hwpipe.train.result import TrainResult

__all__ = ["TrainOptions", "TrainResult", "train", "train_stages"]

_HOME = {
    "TrainOptions": "options", "TrainResult": "result", "train": "api", "train_stages": "api",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


class _Callable(ModuleType):
    """This package, called as `train`."""

    def __call__(self, *arguments: Any, **options: Any) -> TrainResult:
        """See `hwpipe.train.api.train`."""
        from hwpipe.train.api import train

        return train(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
