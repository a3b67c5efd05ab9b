"""What every worker imports: imported once by the launcher, shared by its forks."""

# ruff: noqa: F401
from __future__ import annotations

import torch.distributed

import hwpipe.runtime.backend
import hwpipe.runtime.executor
import hwpipe.runtime.store
import hwpipe.runtime.transport

__all__: list[str] = []
