"""`all_finite`: the check of results and gradients, cheap where all is well."""

from __future__ import annotations

import math

import torch
from torch import Tensor

__all__ = ["all_finite"]


def all_finite(tensor: Tensor) -> bool:
    """Whether no element is infinite or not a number."""
    if not tensor.is_floating_point():
        return True
    plain = tensor.detach()
    # A sum over an element that is not finite is not finite, whatever the others are. The
    # converse does not hold, since a sum may overflow, so only then is every element looked at.
    return math.isfinite(plain.sum().item()) or bool(torch.isfinite(plain).all())
