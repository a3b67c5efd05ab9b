"""From a plan's stage to what an FPGA board runs: cuts, parts, images.

Public: `divide`, `settle_cuts`, `Part`, `StageProgram`.
"""

from hwpipe.stage.cuts import settle_cuts
from hwpipe.stage.divide import divide
from hwpipe.stage.model import Part, StageProgram

__all__ = ["Part", "StageProgram", "divide", "settle_cuts"]
