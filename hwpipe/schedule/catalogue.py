"""The schedules that hwpipe knows by name, with their published closed forms.

The closed forms are tests of the event simulator and material for the documentation; plans are
always timed by the simulator.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hwpipe.errors import InputError

__all__ = ["SCHEDULES", "ScheduleInfo", "closed_form", "schedule_info"]


@dataclass(frozen=True, slots=True)
class ScheduleInfo:
    """What a schedule is for.

    Attributes:
        name: as `make_schedule` takes it.
        summary: one line for `hwpipe schedule --list` and the docs.
        training: whether it has backward passes.
        needs_overlap: True where it is meant for links that move tensors beside compute, False
            where it is meant for links that do not, None where it suits both.
        device_class: the devices that BaPipe (arXiv 2012.12544) names for it, or "any".
        warmup: forwards of stage i (1-based) of N before its first backward, as text.
    """

    name: str
    summary: str
    training: bool
    needs_overlap: bool | None
    device_class: str
    warmup: str


_INFOS = (
    ScheduleInfo(
        "pipeline", "inference: micro-batches stream through the stages, forwards only",
        False, None, "any", "M",
    ),
    ScheduleInfo(
        "1f1b-as", "BaPipe 1F1B-AS: one forward one backward over asynchronous streams",
        True, True, "fpga", "N-i+1",
    ),
    ScheduleInfo(
        "fbp-as", "BaPipe FBP-AS: forward and backward side by side on a split engine",
        True, True, "fpga", "2(N-i+1)",
    ),
    ScheduleInfo(
        "1f1b-sno", "BaPipe 1F1B-SNO: ordinary 1F1B, transfers exposed",
        True, False, "gpu", "N-i+1",
    ),
    ScheduleInfo(
        "1f1b-so", "BaPipe 1F1B-SO: 1F1B with doubled warm-up that hides the transfers",
        True, True, "gpu", "2(N-i)+1",
    ),
    ScheduleInfo(
        "gpipe", "GPipe: all forwards, then all backwards",
        True, None, "any", "M",
    ),
    ScheduleInfo(
        "pipedream", "PipeDream: asynchronous 1F1B with weight stashing, an update per micro-batch",
        True, None, "any", "N-i+1",
    ),
)  # fmt: skip

#: Schedules by name, in the order in which they are listed to the user.
SCHEDULES: Mapping[str, ScheduleInfo] = MappingProxyType({info.name: info for info in _INFOS})


def schedule_info(name: str) -> ScheduleInfo:
    """The entry of `SCHEDULES` for `name`.

    Raises:
        InputError: unknown name; the message gives the closest ones.
    """
    info = SCHEDULES.get(name)
    if info is None:
        import difflib  # only to word the error

        close = difflib.get_close_matches(str(name).lower(), SCHEDULES, n=2, cutoff=0.5)
        raise InputError(
            f"unknown schedule {name!r}",
            limit="one of " + ", ".join(SCHEDULES),
            remedy="did you mean " + " or ".join(close) + "?" if close else "choose one of these",
        )
    return info


def closed_form(  # noqa: PLR0917 (the letters in the order of the papers)
    name: str, F: float, B: float, SR: float, N: int, M: int
) -> tuple[float, tuple[int, ...]]:
    """Iteration time and micro-batches in flight of N equal stages, as published or derived.

    Sources: the four BaPipe forms from arXiv 2012.12544, where the AS forms assume that
    transfers stream beside compute (SR is not exposed) and FBP-AS is the derived
    (M + 2N - 1)(F + B) of a device split so that both halves take F + B per micro-batch; GPipe
    from arXiv 1811.06965 with each transfer exposed once per phase; `pipeline` is the
    permutation flow shop with equal jobs. `1f1b-so` holds where 2 SR <= F + B; beyond that the
    link is the bottleneck.

    Args:
        name: schedule.
        F: forward seconds of a micro-batch on a stage.
        B: whole backward seconds of a micro-batch on a stage.
        SR: one-way transfer seconds of a boundary tensor, a pure latency.
        N: stages.
        M: micro-batches; M >= N for `1f1b-sno` and `pipedream` with SR > 0.

    Returns:
        Seconds, and for each stage the largest number of micro-batches in flight.
    """
    schedule_info(name)
    T = F + B
    if name == "pipeline":
        # An activation lives from the start of its forward until it has been sent.
        sending = min(M, math.ceil((F + SR) / F)) if F > 0 else M
        return (M + N - 1) * F + (N - 1) * SR, (sending,) * (N - 1) + (1,)
    if name == "fbp-as":
        return (M + 2 * N - 1) * T, tuple(min(M, 2 * (N - i + 1)) for i in range(1, N + 1))
    if name == "1f1b-so":
        seconds = (M + N - 1) * T + (N - 1) * 2 * SR
        return seconds, tuple(min(M, 2 * (N - i) + 1) for i in range(1, N + 1))
    if name == "gpipe":
        return (M + N - 1) * T + (N - 1) * 2 * SR, (M,) * N
    in_flight = tuple(min(M, N - i + 1) for i in range(1, N + 1))
    if name in ("1f1b-sno", "pipedream"):
        return (M + N - 1) * T + (N + M - 2 - math.ceil((M - 1) / N)) * 2 * SR, in_flight
    return (M + N - 1) * T, in_flight
