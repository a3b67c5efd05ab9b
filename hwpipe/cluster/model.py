"""The nouns of a cluster: `Device`, `Link`, `Cluster`, and the hardware parameters of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

__all__ = ["Cluster", "Device", "DeviceKind", "FpgaEngine", "Link", "SystolicArray"]

DeviceKind = Literal["gpu", "tpu", "fpga", "cpu"]


@dataclass(frozen=True, slots=True)
class SystolicArray:
    """An R x C array of multiply-accumulators with its on-chip memories."""

    rows: int
    cols: int
    count: int  # arrays that work side by side
    clock_hz: float
    dataflow: Literal["output", "weight", "input", "best"]
    ifmap_sram_bytes: int
    filter_sram_bytes: int
    ofmap_sram_bytes: int


@dataclass(frozen=True, slots=True)
class FpgaEngine:
    """A convolution engine of `pi` input x `po` output lanes, as a kernel configuration has it.

    Buffer sizes count both halves of a double buffer. `dsp`, `bram36` and `lut` are what the
    engine takes of its board (`hwpipe.cluster.fit`).
    """

    kernel: str  # name of the kernel
    pi: int
    po: int
    clock_hz: float
    tile_pixels: int  # output pixels of a partial-sum tile
    ifmap_buffer_bytes: int
    weight_buffer_bytes: int
    ofmap_buffer_bytes: int
    read_ports: int
    write_ports: int
    port_bytes: int  # bytes per beat of one port
    ddr_latency_cycles: int
    macs_per_dsp: int
    dsp: int
    bram36: int
    lut: int


@dataclass(frozen=True, slots=True)
class Device:
    """One device of a cluster.

    Attributes:
        name: unique in the cluster (`gpu0`).
        type: catalogue entry (`h100`); devices of one type with equal figures cost the same.
        kind: `gpu`, `tpu`, `fpga` or `cpu`.
        peak_per_s: arithmetic operations per second by dtype (2 per multiply-accumulate).
        memory_bytes: device memory available to a stage.
        memory_bytes_per_s: bandwidth of that memory.
        launch_overhead_s: fixed time of one operator call.
        idle_w, busy_w: power while idle and while computing, in watts.
        dtype: precision at which stages run there by default (`float32`, `bfloat16`, `int8`).
        host_bytes_per_s: bandwidth to host memory, and of the way back; 0: there is none, as where
            host and device share one memory.
        array, engine: present for kinds `tpu` and `fpga`.
        board: folder name under `boards/` for an FPGA.
    """

    name: str
    type: str
    kind: DeviceKind
    peak_per_s: Mapping[str, float]
    memory_bytes: int
    memory_bytes_per_s: float
    launch_overhead_s: float
    idle_w: float
    busy_w: float
    dtype: str
    array: SystolicArray | None = None
    engine: FpgaEngine | None = None
    board: str | None = None
    profile: str | None = None  # path of a measured profile that overrides the model
    host_bytes_per_s: float = 0.0

    @property
    def cost_key(self) -> str:
        """Devices with the same key have the same row in a `CostTable`."""
        return self.type


@dataclass(frozen=True, slots=True)
class Link:
    """One direction of a connection between two devices.

    `overlap` says whether a transfer runs while both ends compute (DMA, streams) or stops
    them (synchronous copies). A transfer of n bytes takes `latency_s + n / bytes_per_s`.
    `shared` names the physical resource (an uplink, a bus) when several links share it, and
    `shared_bytes_per_s` is its rate (0: that of the link).
    """

    src: str
    dst: str
    bytes_per_s: float
    latency_s: float
    overlap: bool
    shared: str | None = None
    shared_bytes_per_s: float = 0.0

    def transfer_s(self, size_bytes: float) -> float:
        """Seconds to move `size_bytes`; nothing takes no time."""
        return self.latency_s + size_bytes / self.bytes_per_s if size_bytes > 0 else 0.0


@dataclass(frozen=True)
class Cluster:
    """Devices and the links between them.

    `links` maps (source name, destination name) to a `Link`; a pair that is absent cannot
    exchange tensors. `topology` is `switch`, `ring`, `tree`, `all-to-all` or `pairs`.
    `ordered` forbids the planner to reorder devices (a chain wired as it stands).
    """

    name: str
    devices: tuple[Device, ...]
    links: Mapping[tuple[str, str], Link]
    topology: str
    ordered: bool = False
    source: str = "<built in>"
    notes: tuple[str, ...] = field(default=())

    @cached_property
    def by_name(self) -> dict[str, Device]:
        """Devices by name."""
        return {device.name: device for device in self.devices}

    def link(self, src: str, dst: str) -> Link | None:
        """The link from `src` to `dst`, or None where they are not connected."""
        return self.links.get((src, dst))
