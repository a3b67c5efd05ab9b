"""What the user demands of a plan: `--pin`, `--max-memory`, and the smallest conflicting set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hwpipe.cluster.build import mark_overridden
from hwpipe.cluster.model import Cluster
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.plan.options import CompileOptions
from hwpipe.units import format_bytes

__all__ = ["Wish", "conflict", "limited", "wishes_of"]


@dataclass(frozen=True, slots=True)
class Wish:
    """One demand: `words` as messages name it, and the option that it stands for."""

    words: str
    pin: tuple[str, str] | None = None
    limit: tuple[str, float] | None = None


def wishes_of(options: CompileOptions) -> tuple[Wish, ...]:
    """Every demand of the options once."""
    pins = [Wish(f"--pin {layer}={device}", pin=(layer, device)) for layer, device in options.pins]
    limits = [
        Wish(f"--max-memory {name + '=' if name else ''}{format_bytes(size)}", limit=(name, size))
        for name, size in options.max_memory
    ]
    return tuple(dict.fromkeys([*pins, *limits]))


def with_wishes(options: CompileOptions, wishes: Sequence[Wish]) -> CompileOptions:
    """The options with these demands and no others."""
    return replace(
        options,
        pins=tuple(w.pin for w in wishes if w.pin is not None),
        max_memory=tuple(w.limit for w in wishes if w.limit is not None),
    )


def limited(cluster: Cluster, limits: Sequence[tuple[str, float]]) -> Cluster:
    """The cluster with the memory that the user allows; the smallest limit of a device counts.

    Args:
        cluster: devices and links.
        limits: (device, bytes); an empty name stands for every device.

    Raises:
        InputError: for a device that the cluster does not have, or a limit that is not positive.
    """
    if not limits:
        return cluster
    allowed: dict[str, float] = {}
    for name, size in limits:
        if name and name not in cluster.by_name:
            raise InputError(
                f"--max-memory {name}=... names no device",
                where=cluster.source,
                limit=", ".join(d.name for d in cluster.devices[:16]),
            )
        if not size > 0:
            raise InputError(f"--max-memory {size:g}", limit="more than 0 bytes",
                             remedy="give a size such as 8GB")  # fmt: skip
        for device in [name] if name else cluster.by_name:
            allowed[device] = min(size, allowed.get(device, size))
    devices = [
        replace(d, memory_bytes=int(min(d.memory_bytes, allowed.get(d.name, d.memory_bytes))))
        for d in cluster.devices
    ]
    # Devices of one type with different memory need types of their own, as in cluster files.
    known = {d.type: d for d in reversed(cluster.devices)}
    return replace(cluster, devices=tuple(mark_overridden(devices, known)))


def conflict(
    options: CompileOptions,
    error: InfeasibleError,
    feasible: Callable[[CompileOptions], bool],
    where: str,
) -> InfeasibleError:
    """The error that names a smallest conflicting set of demands.

    Args:
        options: with demands that cannot be met together.
        error: why the search found no plan.
        feasible: whether there is a plan under other options.
        where: name of the model.
    """
    from hwpipe.joint.constraints import Constraint, smallest_conflict

    wishes = wishes_of(options)
    by_words = {wish.words: wish for wish in wishes}
    kept = [Constraint(words, -1, "") for words in by_words]
    names = smallest_conflict(
        kept,
        lambda some: feasible(with_wishes(options, [by_words[c.words] for c in some])),
    )
    if not names:
        return InfeasibleError(
            f"no plan exists even without {' and '.join(by_words)}: {error.what}",
            where=where, limit=error.limit, remedy=error.remedy,
        )  # fmt: skip
    together = " and ".join(names) if len(names) < 3 else ", ".join(names)
    return InfeasibleError(
        f"{together} cannot be met" + ("" if len(names) == 1 else " together"),
        where=where,
        remedy="drop one of them" if len(names) > 1 else "drop it or choose another device",
    )
