"""Shared links: bandwidth shares of devices behind one uplink, solved jointly with their work.

`allocate` is the joint optimum, `allocate_whole` the same in whole channels or samples;
`finish_together` shares an uplink among the devices of a split stage, layer by layer.
"""

from hwpipe.sharing.layers import finish_together
from hwpipe.sharing.model import Allocation, Worker, uplink_workers
from hwpipe.sharing.solve import allocate, shares_for_work, work_for_shares
from hwpipe.sharing.whole import allocate_whole

__all__ = [
    "Allocation",
    "Worker",
    "allocate",
    "allocate_whole",
    "finish_together",
    "shares_for_work",
    "uplink_workers",
    "work_for_shares",
]
