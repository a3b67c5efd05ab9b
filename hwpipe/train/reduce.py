"""Summing gradients over replicas in a fixed order, so that every run gives the same bits.

Every member owns a part of the flattened gradients, adds up that part of all members in their
order, and sends the sum round: as much traffic as a ring, and the order of additions is the same
for every element and every number of members' speeds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from hwpipe.train.channel.mail import Mail, Message
from hwpipe.train.codec import GradientCodec
from hwpipe.train.norm import Normalised, move_statistics
from hwpipe.train.program import Reduction

__all__ = ["KINDS", "reduce_gradients", "share_statistics", "sum_parts"]

#: Element types that a stage's gradients may have; each travels under a number of its own.
KINDS = 8


def reduce_gradients(  # noqa: PLR0917 (every one is a different thing)
    mail: Mail,
    rank: int,
    reduction: Reduction,
    channel: int,
    sums: Sequence[Tensor],
    codec: GradientCodec | None = None,
    names: Sequence[str] = (),
) -> list[Tensor]:
    """Sums over all members, by exchanging parts.

    Args:
        mail: to the other ranks.
        rank: own rank, a member.
        reduction: members in the order of the sum.
        channel: of parts; the channel behind it carries the sums.
        sums: own gradients, shapes as on every member.
        codec: compression; None or an exact one sends everything.
        names: of the weights, where there is a codec: it keeps what it holds back by name.

    Returns:
        (g_0 + g_1) + g_2 + ... over the members, bit-equal on all of them.
    """
    own = reduction.members.index(rank)
    result = list(sums)
    for kind, dtype in enumerate(sorted({tensor.dtype for tensor in sums}, key=str)):
        chosen = [i for i, tensor in enumerate(sums) if tensor.dtype == dtype]
        host = [sums[i].detach().cpu() for i in chosen]
        flat = torch.cat([tensor.reshape(-1) for tensor in host])
        number = reduction.number * KINDS + kind
        sizes = [tensor.numel() for tensor in host]
        if codec is not None and not codec.exact and dtype.is_floating_point:
            layers = {names[i]: tuple(sums[i].shape) for i in chosen}
            total = codec.sum(mail, reduction, own, channel, number, flat, layers)
        else:
            total = sum_parts(mail, reduction, own, channel, number, flat)
        pieces = torch.split(total, sizes)
        for i, piece in zip(chosen, pieces, strict=True):
            result[i] = piece.reshape(sums[i].shape).to(sums[i].device)
    return result


def sum_parts(  # noqa: PLR0917 (every one is a different thing)
    mail: Mail, reduction: Reduction, own: int, channel: int, number: int, flat: Tensor
) -> Tensor:
    """The sum of one flat tensor over all members.

    Args:
        mail: to the other ranks.
        reduction: members in the order of the sum.
        own: position among the members.
        channel: of parts; the channel behind it carries the sums.
        number: of the messages.
        flat: own summand, on the host.
    """
    members, places = reduction.members, reduction.places
    parts = list(torch.tensor_split(flat, len(members)))
    others = [i for i in range(len(members)) if i != own]
    for i in others:
        mail.send(members[i], channel, number, Message([parts[i]], (False,)), places[i])
    received = {own: parts[own]}
    for i in others:  # a member at its REDUCE has finished what stands before it
        received[i] = mail.recv(members[i], channel, number, places[i] - 1).tensors[0]
    total = received[0]
    for i in range(1, len(members)):
        total = total + received[i]
    whole = {own: total}
    for i in others:
        mail.send(members[i], channel + 1, number, Message([total], (False,)), places[i])
    for i in others:
        whole[i] = mail.recv(members[i], channel + 1, number, places[i] - 1).tensors[0]
    return torch.cat([whole[i] for i in range(len(members))])


def share_statistics(  # noqa: PLR0917 (every one is a different thing)
    mail: Mail,
    rank: int,
    reduction: Reduction,
    channel: int,
    normalised: dict[int, list[Normalised]],
    taken_at: Sequence[int],
) -> Callable[[], None]:
    """Move the running statistics of a replicated stage by the micro-batches of all replicas.

    All replicas end with the same statistics, those of one process that takes the micro-batches in
    order (torch may round the last bit otherwise, since it mixes before it rounds).

    Args:
        mail: to the other ranks.
        rank: own rank, a member.
        reduction: whose micro-batches count.
        channel: of the statistics.
        normalised: own ones by micro-batch; used entries are removed.
        taken_at: position in each member's list where it finishes.

    Returns:
        What waits for those of the others and moves the statistics; own ones are on their way.
    """
    own = reduction.members.index(rank)
    if not normalised:
        return lambda: None
    layers = next(iter(normalised.values()))
    mine = [normalised.pop(k) for k in reduction.micro_batches[own]]
    rows = {
        k: torch.cat([part.reshape(-1) for layer in found for part in layer.batch]).cpu()
        for k, found in zip(reduction.micro_batches[own], mine, strict=True)
    }
    table = torch.stack(list(rows.values()))
    others = [i for i in range(len(reduction.members)) if i != own]
    for i in others:
        mail.send(reduction.members[i], channel, reduction.number, Message([table], (False,)),
                  taken_at[i])  # fmt: skip

    def finish() -> None:
        for i in others:
            (theirs,) = mail.recv(reduction.members[i], channel, reduction.number, -1).tensors
            rows.update(zip(reduction.micro_batches[i], theirs, strict=True))
        move_statistics(layers, [rows[k] for k in sorted(rows)])

    return finish
