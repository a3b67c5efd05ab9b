"""Token slices of causal transformers (TeraPipe): slices of a sequence run through the pipeline.

`best_slicing` finds the slices from a table of slice times, `TokenModel` makes the table;
`slice_partition` slices the sequences of a planned pipeline.
"""

from hwpipe.slicing.model import Slicing, TokenModel, fit_context, flow_shop_s, pipeline_s
from hwpipe.slicing.pipeline import SlicedPipeline, slice_partition
from hwpipe.slicing.solve import best_slicing

__all__ = [
    "SlicedPipeline",
    "Slicing",
    "TokenModel",
    "best_slicing",
    "fit_context",
    "flow_shop_s",
    "pipeline_s",
    "slice_partition",
]
