"""A stage into a board's memory: a buffer for every region, then the list with their addresses."""

from __future__ import annotations

from typing import Any

import numpy as np

from hwpipe.fpga.driver import Accelerator
from hwpipe.fpga.interface import REGISTERS, Region, encode_list
from hwpipe.fpga.stage_image import StageImage

__all__ = ["upload"]


def upload(accelerator: Accelerator, image: StageImage, buffers: list[Any]) -> int:
    """Allocate all buffers, send what the image brings, set the accelerator's limits.

    Args:
        accelerator: to use.
        image: of the stage.
        buffers: gets every buffer as soon as it is allocated, regions first and in order, so that
            the caller can free them where this fails.

    Returns:
        Address of the list of commands.

    Raises:
        WorkError: no memory, or the board does not answer.
    """
    limits = accelerator.timeouts
    regions = []
    for i, region in enumerate(image.regions):
        what = region.name or f"region {i}"
        buffer = accelerator.allocate(region.size, what)
        buffers.append(buffer)
        with accelerator.deadline(f"upload {what}", limits.transfer_s):
            regions.append(
                Region(int(buffer.device_address), region.size, region.readable, region.writable)
            )
            if region.data is not None:
                raw = region.data.reshape(-1).view(np.uint8)
                buffer[: raw.size] = raw
                buffer[raw.size :] = 0
                buffer.sync_to_device()
    encoded = encode_list(regions, image.commands, image.ident)
    buffer = accelerator.allocate(len(encoded), "the list of commands")
    buffers.append(buffer)
    interrupt = int(accelerator.interrupt is not None)
    with accelerator.deadline("upload the list", limits.transfer_s):
        address = int(buffer.device_address)
        buffer[:] = np.frombuffer(encoded, np.uint8)
        buffer.sync_to_device()
        # Boards keep contiguous memory below 4 GB: the upper half is written once, unless not.
        accelerator.high_lists |= bool(address >> 32)
        accelerator.write(REGISTERS["LIST"] + 4, address >> 32)
        for name, value in (("QUIET", limits.quiet_cycles), ("LIMIT", 0), ("GIE", interrupt),
                            ("IER", interrupt)):  # fmt: skip
            accelerator.write(REGISTERS[name], value)
    return address
