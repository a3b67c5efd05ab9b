"""DCT at a stage boundary: of every sample only the largest activations travel.

Source: Gupta et al., "Fast distributed training of deep neural networks: dynamic communication
thresholding for model and data parallelism" (arXiv 2010.08899). What is not sent counts as zero on
the other side, so its gradient is zero too: backwards the same places travel, without their
indices. There is no error feedback here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

__all__ = ["TopActivations", "narrow", "pack_places", "place_bytes", "unpack_places", "widen"]


@dataclass(frozen=True, slots=True)
class TopActivations:
    """The `keep` share of the elements of every sample with the largest magnitude.

    Attributes:
        keep: 0 < keep <= 1; at least one element of every sample travels, and 1 sends everything
            as it is.
    """

    keep: float

    @property
    def exact(self) -> bool:
        """Whether everything travels."""
        return self.keep >= 1

    def kept(self, elements: int) -> int:
        """Number of elements of a sample of `elements` that travel."""
        return max(1, min(elements, math.ceil(self.keep * elements)))

    def encode(self, tensor: Tensor) -> tuple[Tensor, Tensor]:
        """Split a boundary tensor into what travels.

        Args:
            tensor: samples in dimension 0, floating point.

        Returns:
            Values, dtype as `tensor`, and places, both [samples, kept]; the places are ascending
            int32 positions in the flattened sample. Equal magnitudes: the earlier place first.
        """
        flat = tensor.detach().reshape(tensor.shape[0], -1)
        # A stable sort, as topk leaves the choice among equals open.
        order = torch.sort(flat.abs(), dim=1, descending=True, stable=True).indices
        places = torch.sort(order[:, : self.kept(flat.shape[1])], dim=1).values
        return flat.gather(1, places), places.to(torch.int32)

    @staticmethod
    def decode(values: Tensor, places: Tensor, shape: tuple[int, ...]) -> Tensor:
        """Tensor of a shape with the values at their places and zeros elsewhere."""
        flat = values.new_zeros((shape[0], math.prod(shape[1:])))
        return flat.scatter_(1, places.to(torch.int64), values).reshape(shape)

    @staticmethod
    def gather(gradient: Tensor, places: Tensor) -> Tensor:
        """What travels back of a gradient: its values at the places, [samples, kept]."""
        flat = gradient.detach().reshape(gradient.shape[0], -1)
        return flat.gather(1, places.to(torch.int64))

    def wire_bytes(self, shape: tuple[int, ...], element_bytes: int, *, back: bool = False) -> int:
        """Bytes of a tensor on the link; places take 2 bytes where a sample has at most 65,536.

        Args:
            shape: of the tensor, samples first.
            element_bytes: of a value.
            back: the gradient, which needs no places.
        """
        elements = math.prod(shape[1:])
        if self.exact:
            return shape[0] * elements * element_bytes
        index = 0 if back else place_bytes(elements)
        return shape[0] * self.kept(elements) * (element_bytes + index)


def narrow(values: Tensor) -> Tensor:
    """Values as they travel in 2 bytes: the bits of the nearest bfloat16, as int16."""
    return values.to(torch.bfloat16).view(torch.int16)


def widen(packed: Tensor) -> Tensor:
    """What `narrow` made, as float32."""
    return packed.view(torch.bfloat16).to(torch.float32)


def place_bytes(elements: int) -> int:
    """Bytes of a place among `elements`."""
    return 2 if elements <= 1 << 16 else 4


def pack_places(places: Tensor, elements: int) -> Tensor:
    """Places as they travel: 2 bytes where that is enough (the bits of an unsigned number)."""
    if place_bytes(elements) == 4:
        return places
    return torch.where(places > 32767, places - 65536, places).to(torch.int16)


def unpack_places(packed: Tensor) -> Tensor:
    """What `pack_places` made, as int32."""
    if packed.dtype != torch.int16:
        return packed
    wide = packed.to(torch.int32)
    return torch.where(wide < 0, wide + 65536, wide)
