"""The table of links that several devices of a stage share."""

from __future__ import annotations

from hwpipe.plan.model import Plan
from hwpipe.report.sharing_model import SharingTable
from hwpipe.report.words import clean, percent
from hwpipe.units import format_bytes

__all__ = ["shared_links"]


def shared_links(plan: Plan) -> SharingTable:
    """Each device's part of the links that it shares with others of its stage."""
    rows = []
    for stage in plan.stages:
        for use in stage.uplinks:
            receives = stage.mode == "split"
            lanes = "-"
            if not receives and stage.send is not None:
                lanes = str(stage.send.lanes or stage.ranks)
            rows.append((
                str(stage.index), clean(use.link), clean(use.device),
                "receives" if receives else "sends", percent(use.share),
                format_bytes(use.size_bytes), lanes,
            ))  # fmt: skip
    columns = (("#", True), ("Link", False), ("Device", False), ("Way", False), ("Share", True),
               ("Bytes", True), ("At once", True))  # fmt: skip
    remark = (
        "Share: of the link's bandwidth, such that all end together. Bytes: of an iteration. "
        "At once: transfers side by side; the others wait."
    )
    return SharingTable("Shared links", remark, columns, tuple(rows))
