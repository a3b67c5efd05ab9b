"""The catalogue of device types: data files, every figure with its source beside it.

GPUs, TPUs, the parametric systolic array and the CPU lie in `hwpipe/cluster/catalogue/`,
FPGA boards in `boards/<board>/board.toml`. A file has

    title, kind, dtype              what it is, and the precision its stages run at
    [documents]                     short name = title and address of a source
    [figures]                       name = { value = ..., source = "document: where in it" }

A source names one of the documents, or says plainly how else the figure came about:
`recalled:` (from memory, not looked up), `derived:` (computed from figures beside it),
`estimate:` or `choice:` (a default of hwpipe that the cluster file may override).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from hwpipe.cluster.fit import FpgaResources, engine_use
from hwpipe.cluster.model import Device, DeviceKind, FpgaEngine, SystolicArray
from hwpipe.cluster.quantities import DTYPES, FIGURES, PEAK, read_figure
from hwpipe.cluster.tomlfile import read_toml
from hwpipe.errors import InputError
from hwpipe.resources import data_dir

__all__ = ["CatalogueEntry", "PortLimit", "boards", "catalogue", "close_names", "device_type"]

_FOLDER = Path(__file__).resolve().parent / "catalogue"
_KINDS = ("gpu", "tpu", "fpga", "cpu")
_DATAFLOWS = ("output", "weight", "input", "best")
_OTHER_SOURCES = ("recalled", "derived", "estimate", "choice")
_TEXT_FIGURES = ("part", "ps", "engine.kernel", "array.dataflow", "port.name")


@dataclass(frozen=True, slots=True)
class PortLimit:
    """The network port of a device: nothing goes in or out of it faster."""

    name: str
    bytes_per_s: float
    latency_s: float


@dataclass(frozen=True)
class CatalogueEntry:
    """A device type of the catalogue.

    Attributes:
        name: name of the file or board folder, as `type` in a cluster file.
        title: the product's full name.
        device: the figures as a `Device` named like the type.
        resources: programmable logic, for an FPGA board.
        port: the network port, where the device has one of its own.
        sources: where each figure comes from, by its path (`peak.float32`, `engine.pi`).
        path: the data file.
    """

    name: str
    title: str
    device: Device
    path: Path
    resources: FpgaResources | None = None
    port: PortLimit | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> DeviceKind:
        """`gpu`, `tpu`, `fpga` or `cpu`."""
        return self.device.kind


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    files = {path.stem: path for path in _FOLDER.glob("*.toml")}
    files |= {path.parent.name: path for path in data_dir("boards").glob("*/board.toml")}
    return dict(sorted(files.items()))


def catalogue() -> dict[str, CatalogueEntry]:
    """Every device type by name, sorted.

    Raises:
        InputError: if a data file is damaged.
    """
    return {name: _entry(name, path) for name, path in _files().items()}


def boards() -> dict[str, CatalogueEntry]:
    """The FPGA boards by name, sorted."""
    return {name: entry for name, entry in catalogue().items() if entry.kind == "fpga"}


def close_names(name: str, known: list[str]) -> str:
    """A remedy that names the closest of `known`, or all of them."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower()[:64], known, n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(known)}"


def device_type(name: str) -> CatalogueEntry:
    """The catalogue entry of a type; `h100#2` (an overridden `h100` of a cluster) is `h100`.

    Raises:
        InputError: if there is none, naming the closest.
    """
    base = name.split("#", 1)[0]
    files = _files()
    if base not in files:
        raise InputError(
            f"unknown device type {base[:60]!r}", remedy=close_names(base, list(files))
        )
    return _entry(base, files[base])


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and "value" not in value:
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


@lru_cache(maxsize=256)
def _entry(name: str, path: Path) -> CatalogueEntry:
    raw = read_toml(path)
    documents = raw.get("documents", {})
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for key, figure in _flatten(raw.get("figures", {})):
        if not isinstance(figure, dict) or set(figure) != {"value", "source"}:
            raise InputError("a figure is { value, source }", where=f"{path}, {key}")
        document, _, place = str(figure["source"]).partition(":")
        if document in documents:
            sources[key] = f"{documents[document]}: {place.strip()}"
        elif document in _OTHER_SOURCES and place.strip():
            sources[key] = figure["source"]
        else:
            raise InputError(
                f"source {figure['source']!r} names no document",
                where=f"{path}, {key}",
                remedy="add it to [documents]",
            )
        values[key] = _value(key, figure["value"], path)
    try:
        return _assemble(name, path, raw, values, sources)
    except KeyError as error:
        raise InputError(f"lacks {error.args[0]}", where=str(path)) from None


def _value(key: str, value: object, path: Path) -> float | str:
    if key in _TEXT_FIGURES:
        return str(value)
    accepted = PEAK if key.startswith("peak.") and key[5:] in DTYPES else FIGURES.get(key)
    if accepted is None:
        raise InputError("unknown figure", where=f"{path}, {key}")
    try:
        return read_figure(value, accepted)
    except ValueError as error:
        raise InputError(str(error), where=f"{path}, {key}", limit=accepted.shown) from None


def array_from(v: Mapping[str, Any]) -> SystolicArray:
    """A `SystolicArray` from figures `array.*`."""
    if v["array.dataflow"] not in _DATAFLOWS:
        raise InputError(f"unknown dataflow {v['array.dataflow']!r}", limit=", ".join(_DATAFLOWS))
    return SystolicArray(
        rows=int(v["array.rows"]),
        cols=int(v["array.cols"]),
        count=int(v["array.count"]),
        clock_hz=v["array.clock"],
        dataflow=v["array.dataflow"],
        ifmap_sram_bytes=int(v["array.ifmap_sram"]),
        filter_sram_bytes=int(v["array.filter_sram"]),
        ofmap_sram_bytes=int(v["array.ofmap_sram"]),
    )


def engine_from(v: Mapping[str, Any], *, has_uram: bool) -> FpgaEngine:
    """An `FpgaEngine` from figures `engine.*`; its resources are computed (`fit.engine_use`)."""
    from dataclasses import replace

    engine = FpgaEngine(
        kernel=v["engine.kernel"],
        pi=int(v["engine.pi"]),
        po=int(v["engine.po"]),
        clock_hz=v["engine.clock"],
        tile_pixels=int(v["engine.tile_pixels"]),
        ifmap_buffer_bytes=int(v["engine.ifmap_buffer"]),
        weight_buffer_bytes=int(v["engine.weight_buffer"]),
        ofmap_buffer_bytes=int(v["engine.ofmap_buffer"]),
        read_ports=int(v["engine.read_ports"]),
        write_ports=int(v["engine.write_ports"]),
        port_bytes=int(v["engine.port_bytes"]),
        ddr_latency_cycles=int(v["engine.ddr_latency_cycles"]),
        macs_per_dsp=int(v["engine.macs_per_dsp"]),
        dsp=0,
        bram36=0,
        lut=0,
    )
    use = engine_use(engine, has_uram=has_uram)
    return replace(engine, dsp=use.dsp, bram36=use.bram36, lut=use.lut)


def array_peak_per_s(array: SystolicArray) -> float:
    """Operations per second of an array: 2 per multiply-accumulator and cycle."""
    return 2.0 * array.rows * array.cols * array.count * array.clock_hz


def engine_peak_per_s(engine: FpgaEngine) -> float:
    """Operations per second of an engine: 2 per lane and cycle."""
    return 2.0 * engine.pi * engine.po * engine.clock_hz


def _assemble(
    name: str, path: Path, raw: Mapping[str, Any], v: Mapping[str, Any], sources: dict[str, str]
) -> CatalogueEntry:
    kind, dtype = raw["kind"], raw["dtype"]
    if kind not in _KINDS:
        raise InputError(f"unknown kind {kind!r}", where=str(path), limit=", ".join(_KINDS))
    resources = None
    if kind == "fpga":
        resources = FpgaResources(
            v["part"],
            int(v["dsp"]),
            int(v["bram36"]),
            int(v["uram"]),
            int(v["lut"]),
            int(v["ff"]),
            v["ps"],
        )
    array = array_from(v) if kind == "tpu" else None
    engine = engine_from(v, has_uram=bool(v["uram"])) if kind == "fpga" else None
    peak = {dt: v[f"peak.{dt}"] for dt in DTYPES if f"peak.{dt}" in v}
    if engine is not None:
        peak = {"int8": engine_peak_per_s(engine)}
        sources["peak.int8"] = "derived: 2 x engine.pi x engine.po x engine.clock"
    if dtype not in peak:
        raise InputError(f"no peak for dtype {dtype!r}", where=str(path))
    port = None
    if "port.bandwidth" in v:
        port = PortLimit(v["port.name"], v["port.bandwidth"], v["port.latency"])
    device = Device(
        name=name,
        type=name,
        kind=cast("DeviceKind", kind),
        peak_per_s=peak,
        memory_bytes=int(v["memory"]),
        memory_bytes_per_s=v["memory_bandwidth"],
        launch_overhead_s=v["launch_overhead"],
        idle_w=v["idle_power"],
        busy_w=v["busy_power"],
        dtype=dtype,
        array=array,
        engine=engine,
        board=name if kind == "fpga" else None,
        host_bytes_per_s=v.get("host_link", 0.0),
    )
    return CatalogueEntry(name, raw["title"], device, path, resources, port, sources)
