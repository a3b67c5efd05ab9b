"""Fewer bytes on a link: hard thresholds with error feedback, top activations, bounded loss.

Public: `TopActivations` and `HardThreshold` (DCT, arXiv 2010.08899), `BoundedLoss` (DLCP, arXiv
2008.08445), `parse_compression`. Everything works on host tensors of torch, and is the same on
every run.
"""

from hwpipe.compress.boundary import TopActivations
from hwpipe.compress.gradients import HardThreshold, Sent
from hwpipe.compress.loss import BoundedLoss
from hwpipe.compress.options import Compression, parse_compression

__all__ = [
    "BoundedLoss",
    "Compression",
    "HardThreshold",
    "Sent",
    "TopActivations",
    "parse_compression",
]
