"""`Lane`: how the messages of one channel between two ranks are laid out and travel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from hwpipe.runtime.transport import Header, Layout
from hwpipe.train.channel.direct import LARGEST_BYTES

__all__ = ["Form", "Lane", "form_of", "formed", "narrowed"]

#: Shape and strides of a tensor.
Form = tuple[tuple[int, ...], tuple[int, ...]]


def form_of(tensor: Tensor) -> Form:
    """Shape and strides."""
    return tuple(tensor.shape), tensor.stride()


def narrowed(tensor: Tensor) -> Tensor:
    """The tensor without the copies that an expanded dimension (stride 0) stands for."""
    for dim, (size, stride) in enumerate(zip(tensor.shape, tensor.stride(), strict=True)):
        if stride == 0 and size > 1:
            tensor = tensor.narrow(dim, 0, 1)
    return tensor


def formed(tensor: Tensor, form: Form) -> Tensor:
    """A received tensor in the memory layout that it had where it was made.

    Kernels choose their order of additions by layout, so results would differ in the last bit.
    """
    shape, strides = form
    if tensor.shape == shape and tensor.stride() == strides:
        return tensor
    if tensor.stride() != strides:
        laid = torch.empty_strided(
            tensor.shape, [s or 1 for s in strides], dtype=tensor.dtype
        )  # fmt: skip
        tensor = laid.copy_(tensor)
    return tensor.expand(shape)


def _plain(header: Header, forms: Sequence[Form]) -> tuple[torch.Size, torch.dtype] | None:
    """Shape and type of a message that is one tensor whose elements lie in order, without gaps."""
    if len(header) != 1:
        return None
    ((shape, dtype),), (form,) = header, forms
    whole = torch.empty(shape, dtype=dtype, device="meta")
    known = dtype in (torch.float32, torch.float64, torch.float16)  # that numpy has, too
    return (whole.shape, dtype) if known and form == form_of(whole) and whole.numel() else None


class Lane:
    """One direction of an edge between two ranks, once its first message has told the layout."""

    __slots__ = ("direct", "forms", "layout", "plain", "posted", "wanted")

    def __init__(
        self, header: Header, forms: list[Form], wanted: tuple[bool, ...], *, near: bool
    ) -> None:
        """Choose how its messages travel.

        Args:
            header: shapes and types of the tensors as they are sent.
            forms: shape and strides that each has where it was made.
            wanted: whether gradients of them are wanted.
            near: whether sockets reach the other rank.
        """
        self.layout, self.forms, self.wanted = Layout(header), forms, wanted
        messages = self.layout.messages
        #: Small messages to ranks of this host go over a socket, others over gloo.
        self.direct = near and len(messages) == 1 and messages[0][2] <= LARGEST_BYTES
        self.plain = _plain(header, forms) if self.direct else None
        #: Receives under way by number: works and buffers.
        self.posted: dict[int, tuple[list[Any], list[Tensor]]] = {}
