"""A network ready for the accelerator: DDR image, regions, commands; tensors in and out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.command import Buffer, Command
from hwpipe.accel.places import Place, Region, image_size
from hwpipe.conv.pack import pack_input, pack_tensor, unpack_tensor
from hwpipe.conv.plan import ConvPlan
from hwpipe.lower.model import Program

__all__ = ["Image", "Step"]

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Step:
    """What becomes of one layer for one image of the batch.

    Attributes:
        layer: position in the program.
        commands: none where it is done by addressing, or on the host.
        host: why it runs on the host, None where it does not.
        macs: useful multiply-accumulates.
        image: position in the batch.
        planned: of every command the planned cycles; None for what is no convolution.
    """

    layer: int
    commands: tuple[Command, ...] = ()
    host: str | None = None
    macs: int = 0
    image: int = 0
    planned: tuple[float | None, ...] = ()


@dataclass(frozen=True, eq=False)
class Image:
    """A network ready for the accelerator.

    Attributes:
        program: the network.
        memory: the DDR image: weights in, rings filled, activations as they happen to be.
        buffers: that commands may touch, by address; each lies in one region.
        regions: what the host allocates; all of `memory` but its first page.
        places: of every tensor, for the first image of the batch.
        steps: one for every layer and image, in order.
        lanes: channels of a block.
        inputs: plans of inputs that the host packs for a convolution (folded), by tensor.
        strides: bytes from an image of the batch to the next, of roots that are inputs or
            outputs; other tensors of all images use the same bytes one after the other.
        batch: images.
    """

    program: Program
    memory: Array
    buffers: tuple[Buffer, ...]
    regions: tuple[Region, ...]
    places: dict[str, Place]
    steps: tuple[Step, ...]
    lanes: int
    inputs: dict[str, ConvPlan] = field(default_factory=dict)
    strides: dict[str, int] = field(default_factory=dict)
    batch: int = 1

    @property
    def commands(self) -> list[Command]:
        """Of all steps, in order; pointers are addresses in `memory`."""
        return [command for step in self.steps for command in step.commands]

    def region_of(self, address: int) -> int:
        """Index of the region that holds an address.

        Raises:
            ValueError: none does.
        """
        for i, region in enumerate(self.regions):
            if region.address <= address < region.address + region.size:
                return i
        raise ValueError(f"address {address:#x} lies in no region")

    def pointer(self, address: int) -> int:
        """An address as the command list has it: region index above 32 bits of offset."""
        i = self.region_of(address)
        return i << 32 | address - self.regions[i].address

    def relative(self, command: Command) -> Command:
        """A command with pointers as the command list has them."""
        moved = {name: self.pointer(at) for name, at in command.pointers.items()}
        return Command(command.op, command.scalars, moved)

    def content(self, region: Region) -> Array:
        """What the host writes into a region before the first run (a view of `memory`)."""
        return self.memory[region.address : region.address + region.size]

    def address_of(self, tensor: str, image: int = 0) -> int:
        """Address of a tensor's layout for an image of the batch."""
        place = self.places[tensor]
        return place.address + image * self.strides.get(place.root, 0)

    def read(self, name: str, index: int = 0, memory: Array | None = None) -> Array:
        """A tensor of one image as numpy has it, batch of 1 in front.

        Args:
            name: of the tensor.
            index: of the image in the batch.
            memory: bytes in the addresses of the image, uint8; by default its own.
        """
        lay, at = self.places[name].layout, self.address_of(name, index)
        raw = (self.memory if memory is None else memory)[at : at + lay.total_bytes]
        shape = self.program.tensors[name].shape[1:]
        return unpack_tensor(raw.view(np.int8), lay).reshape((1, *shape))

    def write(self, name: str, value: Array, index: int = 0, memory: Array | None = None) -> None:
        """A tensor of one image into the memory; the ring around it stays as it is."""
        tensor, lay = self.program.tensors[name], self.places[name].layout
        at, zero = self.address_of(name, index), tensor.scale.zero_point
        c, h, w = image_size(tensor)
        data = pack_tensor(np.asarray(value, np.int8).reshape(c, h, w), lay, zero).view(np.uint8)
        rows = (lay.groups * lay.blocks, lay.rows, lay.columns, lay.lanes)
        top, left, _, _ = lay.ring
        inside = (slice(None), slice(top, top + h), slice(left, left + w))
        room = (self.memory if memory is None else memory)[at : at + lay.total_bytes]
        room.reshape(rows)[inside] = data.reshape(rows)[inside]

    def enter(self, name: str, codes: Array, index: int = 0, memory: Array | None = None) -> None:
        """An input's codes into the memory, folded where its first convolution wants it."""
        if name not in self.inputs:
            self.write(name, codes, index, memory)
            return
        zero = self.program.tensors[name].scale.zero_point
        shaped = codes.reshape(image_size(self.program.tensors[name]))
        packed = pack_input(self.inputs[name], shaped, zero).view(np.uint8)
        at = self.address_of(name, index)
        (self.memory if memory is None else memory)[at : at + packed.size] = packed
