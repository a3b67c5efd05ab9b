"""From a stage's program to what the driver uploads: regions, commands, ports."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.format import encode
from hwpipe.accel.image import Image
from hwpipe.accel.lowering import build_image
from hwpipe.conv import ConvConfig
from hwpipe.errors import WorkError
from hwpipe.fpga.stage_image import MAX_REGION_BYTES, StageImage, StagePort, StageRegion
from hwpipe.lower.buffers import tensor_bytes
from hwpipe.lower.model import Program

__all__ = ["at_batch", "samples_a_start", "stage_image"]

Array = npt.NDArray[Any]


def at_batch(program: Program, batch: int) -> Program:
    """A program for a number of samples; its layers do not depend on it."""
    tensors = {
        name: dataclasses.replace(tensor, shape=(batch, *tensor.shape[1:]))
        for name, tensor in program.tensors.items()
    }
    return dataclasses.replace(program, tensors=tensors)


def samples_a_start(program: Program, micro_batch: int, lanes: int) -> int:
    """Samples that one start of the accelerator takes: the most whose inputs fit one buffer."""
    for ports in (program.inputs, program.outputs):
        one = sum(
            tensor_bytes(at_batch(program, 1).tensors[name], lanes)
            for name in {port.tensor for port in ports}
        )
        # Rings and pages around tensors take some more.
        while micro_batch > 1 and 2 * one * micro_batch > MAX_REGION_BYTES:
            micro_batch = max(n for n in range(1, micro_batch) if micro_batch % n == 0)
    return micro_batch


def stage_image(
    program: Program, config: ConvConfig, ident: int, *, clock_hz: float = 0.0, name: str = "stage"
) -> StageImage:
    """Lower a program and describe it as the driver takes it.

    Args:
        program: layers that the kernel runs, for as many samples as one start takes.
        config: of the kernel.
        ident: of the bitstream with that configuration.
        clock_hz: of the kernel on the board.
        name: for messages.

    Raises:
        InputError: the image cannot be built.
        WorkError: a layer that the kernel does not run.
    """
    image = build_image(program, config)
    for step in image.steps:
        if step.host is not None:
            layer = program.layers[step.layer]
            raise WorkError(f"the kernel does not run it: {step.host}", where=layer.name)
    return StageImage(
        ident,
        tuple(
            StageRegion(r.size, image.content(r), True, r.writable, r.name) for r in image.regions
        ),
        tuple(encode(image.relative(command)) for command in image.commands),
        {n: _port(image, n, entering=True) for n in {p.tensor: 0 for p in program.inputs}},
        {n: _port(image, n, entering=False) for n in {p.tensor: 0 for p in program.outputs}},
        clock_hz=clock_hz, name=name,
    )  # fmt: skip


def _port(image: Image, tensor: str, *, entering: bool) -> StagePort:
    """How a tensor enters or leaves the region that holds it for all samples."""
    index = image.region_of(image.address_of(tensor))
    base = image.regions[index].address
    place = image.places[tensor]
    # The same image seen from the region's first byte.
    local = dataclasses.replace(
        image, places={tensor: dataclasses.replace(place, address=place.address - base)}
    )
    shape = (image.batch, *image.program.tensors[tensor].shape[1:])

    def enter(value: Array, room: Array) -> None:
        for n in range(image.batch):
            local.enter(tensor, value[n], n, room)

    def leave(room: Array) -> Array:
        return np.concatenate([local.read(tensor, n, room) for n in range(image.batch)])

    return StagePort(index, shape, enter if entering else None, None if entering else leave)
