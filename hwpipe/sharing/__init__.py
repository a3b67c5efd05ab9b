"""Shared links: bandwidth shares of devices behind one uplink, solved jointly with their work.

`allocate` is the joint optimum, `allocate_whole` the same in whole channels or samples.
"""

from hwpipe.sharing.model import Allocation, Worker, uplink_workers
from hwpipe.sharing.solve import allocate, shares_for_work, work_for_shares
from hwpipe.sharing.whole import allocate_whole

__all__ = [
    "Allocation",
    "Worker",
    "allocate",
    "allocate_whole",
    "shares_for_work",
    "uplink_workers",
    "work_for_shares",
]
