"""Where the processes of torchrun meet: one place for each time that they are started.

torchrun keeps one store for all its restarts, and gloo's addresses of the processes that died are
still in it: ranks that read them before they are written anew try to reach the dead. So the
ranks agree on a prefix first. Rank 0 publishes a fresh token; every rank answers under it with a
number of its own, and goes on when rank 0 has repeated that number, which nobody before can have.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from datetime import timedelta
from typing import Any

import torch.distributed as dist
from torch._C._distributed_c10d import PrefixStore
from torch.distributed.rendezvous import rendezvous

from hwpipe.runtime.transport import TransportError

__all__ = ["agree", "join_environment"]

_POLL_S = 0.02


def join_environment(timeout_s: float) -> None:
    """Join the gloo process group that the environment describes.

    Args:
        timeout_s: longest wait for the others.

    Raises:
        TransportError: not all came in time.
    """
    rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    limit = timedelta(seconds=timeout_s)
    store, _, _ = next(iter(rendezvous("env://", rank, world, timeout=limit)))
    prefix = agree(store, rank, world, timeout_s)
    dist.init_process_group(
        "gloo", store=PrefixStore(prefix, store), rank=rank, world_size=world, timeout=limit
    )


def agree(store: Any, rank: int, world: int, timeout_s: float) -> str:
    """A prefix that the ranks of this start share, and none of an earlier one.

    Args:
        store: of all ranks; it may hold what earlier ones have left.
        rank: own.
        world: number of ranks.
        timeout_s: longest wait for the others.

    Raises:
        TransportError: not all came in time.
    """
    deadline = time.monotonic() + timeout_s
    number = secrets.token_hex(8)
    if rank == 0:
        token = secrets.token_hex(8)
        store.set("hwpipe/token", token)
        numbers = [_wait(store, f"hwpipe/{token}/{r}", deadline) for r in range(1, world)]
        store.set(f"hwpipe/{token}/all", json.dumps([number, *numbers]))
        return f"hwpipe/{token}"
    while True:
        token = _wait(store, "hwpipe/token", deadline)  # perhaps of an earlier start
        store.set(f"hwpipe/{token}/{rank}", number)
        seen = token
        while seen == token:
            answer = f"hwpipe/{token}/all"
            if store.check([answer]) and json.loads(store.get(answer))[rank] == number:
                return f"hwpipe/{token}"
            if time.monotonic() > deadline:
                raise TransportError(f"rank 0 did not come within {timeout_s:g} s")
            time.sleep(_POLL_S)
            seen = _wait(store, "hwpipe/token", deadline)


def _wait(store: Any, key: str, deadline: float) -> str:
    """The value of a key, once somebody has set it."""
    while not store.check([key]):
        if time.monotonic() > deadline:
            raise TransportError("not all ranks came in time")
        time.sleep(_POLL_S)
    value = store.get(key)
    return value.decode() if isinstance(value, bytes) else str(value)
