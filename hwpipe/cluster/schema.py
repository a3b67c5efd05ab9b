"""The cluster file: every key, what it means and what it accepts.

    name = "lab"                  # optional; the file's name by default
    ordered = false               # true: a chain wired as it stands, the planner keeps the order

    [[device]]                    # one block a device, or several equal ones with `count`
    name = "gpu"                  # letters, digits, . _ -; default: the type
    type = "h100"                 # catalogue entry (`hwpipe devices` lists them)
    count = 4                     # gives gpu0 .. gpu3
    group = "rack0"               # tree only: the group this device hangs in; default: the root
    # Any figure of the catalogue may be overridden. A number without a unit is in SI units.
    memory = "40 GB"              # bytes a stage may use
    memory_bandwidth = "2 TB/s"
    peak = { float32 = "30 TFLOP/s", int8 = "60 TOP/s" }      # the precisions named change
    dtype = "float16"             # precision stages run at; needs a peak
    launch_overhead = "5 us"      # fixed time of one operator
    host_link = "24 GB/s"         # to host memory and back, for swapping; leave out: none
    idle_power = "30 W"
    busy_power = "300 W"
    profile = "p.json"            # measured profile, relative to this file

    [[device]]
    name = "tpu0"
    type = "systolic"
    [device.array]                # kind tpu; peak follows unless it is given too
    rows = 64
    cols = 64
    count = 1                     # arrays side by side
    clock = "800 MHz"
    dataflow = "output"           # output | weight | input | best (of the three, layer by layer)
    ifmap_sram = "512 KiB"        # on-chip memories, both halves of a double buffer
    filter_sram = "512 KiB"
    ofmap_sram = "256 KiB"

    [[device]]
    name = "fpga0"
    type = "zcu104"
    [device.engine]               # kind fpga; must fit the board
    kernel = "conv"
    pi = 16                       # input lanes
    po = 16                       # output lanes
    clock = "200 MHz"
    tile_pixels = 512             # output pixels of a partial-sum tile
    ifmap_buffer = "128 KiB"      # both halves of a double buffer
    weight_buffer = "128 KiB"
    ofmap_buffer = "32 KiB"
    read_ports = 2
    write_ports = 1
    port_bytes = 16               # bytes per beat of one port
    ddr_latency_cycles = 64
    macs_per_dsp = 2
    [device.port]                 # switch and tree: how this device hangs on the network
    bandwidth = "1 Gb/s"          # out of the device
    bandwidth_back = "1 Gb/s"     # into the device; default the same
    latency = "20 us"
    overlap = true

    [topology]
    kind = "tree"                 # switch | ring | tree | all-to-all | pairs
    bandwidth = "12.5 GB/s"       # of the switch (or the tree's root) per path; of each link of
                                  # a ring or all-to-all
    # bandwidth_back = "1 GB/s"   # ring only: the direction against the order of the devices
    latency = "5 us"              # of the switch or root; of each link. Default 0
    overlap = true                # transfers run beside compute. Default true

    [[topology.group]]            # tree only: a switch below the root, or below `parent`
    name = "row0"
    [[topology.group]]
    name = "rack0"
    parent = "row0"               # default: the root
    # count = 16                  # as many groups, rack0-0 .. rack0-15: each has the devices with
                                  # `group = "rack0"`, named rack0-0-gpu0 ...; default: one group
    bandwidth = "50 GB/s"         # of the group's own switch per path
    latency = "2 us"
    uplink = { bandwidth = "12.5 GB/s", bandwidth_back = "12.5 GB/s", latency = "3 us" }

    [[link]]                      # one pair: sets (pairs) or overrides a link
    from = "gpu0"
    to = "fpga0"
    bandwidth = "1 GB/s"
    bandwidth_back = "1 GB/s"     # of the way back; default the same
    latency = "10 us"             # default: what the topology gives the pair, else 0
    overlap = false               # default: what the topology gives the pair, else true
    shared = "pcie0"              # links of one name share one physical resource
    one_way = false               # true: no way back

Paths: through a switch or tree the bandwidth is the smallest along the path and the latency
the sum along it. In a tree without `[topology] bandwidth` the root does not limit. A board with
a network port of its own (1 GbE) is limited by it unless `port.bandwidth` says otherwise.
A cluster of one device needs no topology; with `[[link]]` blocks alone it is `pairs`.

Validation runs on pydantic's core (`pydantic_core`), which loads in a third of the time of the
whole package; `load` turns its findings into one-line errors.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic_core import PydanticCustomError, SchemaValidator
from pydantic_core import core_schema as cs

from hwpipe.cluster.quantities import (
    BANDWIDTH,
    DTYPES,
    FIGURES,
    LATENCY,
    PEAK,
    Range,
    read_figure,
)

__all__ = ["MAX_DEVICES", "known_keys", "validator"]

#: Devices of one cluster, after `count` is expanded.
MAX_DEVICES = 4096

_NAME = r"^[A-Za-z][A-Za-z0-9._-]{0,63}$"


def _figure(accepted: Range) -> cs.CoreSchema:
    def read(value: object) -> float:
        try:
            return read_figure(value, accepted)
        except ValueError as error:
            raise PydanticCustomError(
                "figure",
                "{problem}",
                {"problem": str(error), "limit": accepted.shown, "example": accepted.example},
            ) from None

    return cs.no_info_plain_validator_function(read)


def _table(fields: dict[str, cs.CoreSchema], required: tuple[str, ...] = ()) -> cs.CoreSchema:
    return cs.typed_dict_schema(
        {
            key: cs.typed_dict_field(schema, required=key in required)
            for key, schema in fields.items()
        },
        extra_behavior="forbid",
        strict=True,
    )


def _figures(prefix: str) -> dict[str, cs.CoreSchema]:
    return {
        key.removeprefix(prefix): _figure(accepted)
        for key, accepted in FIGURES.items()
        if key.startswith(prefix)
    }


def _file_schema() -> cs.CoreSchema:
    text = cs.str_schema(min_length=1, max_length=4096, strict=True)
    name = cs.str_schema(pattern=_NAME, strict=True)
    flag = cs.bool_schema(strict=True)
    bandwidth, latency = _figure(BANDWIDTH), _figure(LATENCY)
    device = {
        "name": name,
        "type": text,
        "count": cs.int_schema(ge=1, le=MAX_DEVICES, strict=True),
        "group": name,
        "dtype": cs.literal_schema(list(DTYPES)),
        "profile": text,
        "peak": _table({dtype: _figure(PEAK) for dtype in DTYPES}),
        "array": _table(
            {
                "dataflow": cs.literal_schema(["output", "weight", "input", "best"]),
                **_figures("array."),
            }
        ),
        "engine": _table({"kernel": text, **_figures("engine.")}),
        "port": _table({"overlap": flag, **_figures("port.")}),
        **{
            key: _figure(FIGURES[key])
            for key in (
                "memory",
                "memory_bandwidth",
                "launch_overhead",
                "host_link",
                "idle_power",
                "busy_power",
            )
        },
    }
    rates = {"bandwidth": bandwidth, "bandwidth_back": bandwidth, "latency": latency}
    group = {
        "name": name,
        "parent": name,
        "count": cs.int_schema(ge=1, le=MAX_DEVICES, strict=True),
        "bandwidth": bandwidth,
        "latency": latency,
        "uplink": _table(rates),
    }
    topology = {
        "kind": cs.literal_schema(["switch", "ring", "tree", "all-to-all", "pairs"]),
        "overlap": flag,
        "group": cs.list_schema(_table(group, required=("name",)), strict=True),
        **rates,
    }
    link = {
        "from": name,
        "to": name,
        "overlap": flag,
        "shared": name,
        "one_way": flag,
        **rates,
    }
    return _table(
        {
            "name": cs.str_schema(min_length=1, max_length=200, strict=True),
            "ordered": flag,
            "device": cs.list_schema(_table(device, required=("type",)), min_length=1, strict=True),
            "topology": _table(topology, required=("kind",)),
            "link": cs.list_schema(_table(link, required=("from", "to")), strict=True),
        },
        required=("device",),
    )


@lru_cache(maxsize=1)
def _schema() -> Any:
    return _file_schema()


@lru_cache(maxsize=1)
def validator() -> SchemaValidator:
    """The validator of a parsed cluster file; it returns plain dicts with figures in SI units."""
    return SchemaValidator(_schema())


def known_keys(path: tuple[str | int, ...]) -> list[str]:
    """Keys of the table at `path` (as pydantic names a place: keys and list indices)."""
    node = _schema()
    for step in path:
        node = node["items_schema"] if isinstance(step, int) else node["fields"][step]["schema"]
    return sorted(node["fields"]) if "fields" in node else []
