"""Fewer bytes on a link: hard thresholds with error feedback, top activations, bounded loss.

`parse_compression` reads what a user asks for, without torch. The methods work on host tensors of
torch and are the same on every run: `boundary.TopActivations` and `gradients.HardThreshold` (DCT,
arXiv 2010.08899), `loss.BoundedLoss` (DLCP, arXiv 2008.08445).
"""

from hwpipe.compress.options import Compression, parse_compression

__all__ = ["Compression", "parse_compression"]
