"""Devices of a cluster: catalogue figures with the overrides of a `[[device]]` block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hwpipe.cluster.catalogue import CatalogueEntry, array_peak_per_s, engine_peak_per_s
from hwpipe.cluster.fit import engine_use
from hwpipe.cluster.model import Device, FpgaEngine, SystolicArray
from hwpipe.errors import InputError

__all__ = ["build_device", "mark_overridden"]

_DEVICE_FIELDS = {
    "memory": "memory_bytes",
    "memory_bandwidth": "memory_bytes_per_s",
    "launch_overhead": "launch_overhead_s",
    "host_link": "host_bytes_per_s",
    "idle_power": "idle_w",
    "busy_power": "busy_w",
}
_ARRAY_FIELDS = {
    "clock": "clock_hz",
    "ifmap_sram": "ifmap_sram_bytes",
    "filter_sram": "filter_sram_bytes",
    "ofmap_sram": "ofmap_sram_bytes",
}
_ENGINE_FIELDS = {
    "clock": "clock_hz",
    "ifmap_buffer": "ifmap_buffer_bytes",
    "weight_buffer": "weight_buffer_bytes",
    "ofmap_buffer": "ofmap_buffer_bytes",
}


def _renamed(table: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Figures of a table by field name; whole bytes as int."""
    fields = {names.get(key, key): value for key, value in table.items()}
    return {k: int(v) if k.endswith("_bytes") else v for k, v in fields.items()}


def build_device(
    block: Mapping[str, Any], entry: CatalogueEntry, where: str, folder: Path
) -> Device:
    """The device that a validated `[[device]]` block describes, named like its type.

    Args:
        block: the block with figures in SI units.
        entry: catalogue entry of `block["type"]`.
        where: place for errors, such as `lab.toml, device[2]`.
        folder: folder that a relative `profile` starts from.

    Raises:
        InputError: if an override does not suit the kind of device, or breaks a limit that
            involves several figures.
    """
    base = entry.device
    for key, kind in (("array", "tpu"), ("engine", "fpga")):
        if key in block and entry.kind != kind:
            raise InputError(
                f"{entry.name} is a {entry.kind}, it has no {key}",
                where=f"{where}.{key}",
                remedy=f"remove {key}",
            )
    peak = dict(base.peak_per_s)
    array, engine = base.array, base.engine
    if array is not None and "array" in block:
        array = _override_array(array, block["array"])
        scale = array_peak_per_s(array) / array_peak_per_s(_as_array(base))
        peak = {dtype: rate * scale for dtype, rate in peak.items()}
    if engine is not None and "engine" in block:
        engine = _override_engine(engine, block["engine"], entry, f"{where}.engine")
        peak = {"int8": engine_peak_per_s(engine)}
    peak |= block.get("peak", {})
    dtype = block.get("dtype", base.dtype)
    if dtype not in peak:
        raise InputError(
            f"{entry.name} has no peak rate for {dtype}",
            where=f"{where}.dtype",
            limit=", ".join(peak),
            remedy=f"add peak = {{ {dtype} = ... }}",
        )
    fields = _renamed({k: v for k, v in block.items() if k in _DEVICE_FIELDS}, _DEVICE_FIELDS)
    device = replace(
        base,
        peak_per_s=peak,
        dtype=dtype,
        array=array,
        engine=engine,
        profile=_profile(block, where, folder),
        **fields,
    )
    if device.idle_w > device.busy_w:
        raise InputError(
            f"idle power {device.idle_w:g} W is above busy power {device.busy_w:g} W",
            where=where,
            remedy="set idle_power and busy_power together",
        )
    return device


def _as_array(device: Device) -> SystolicArray:
    assert device.array is not None  # kind tpu, as the catalogue guarantees
    return device.array


def _override_array(array: SystolicArray, table: Mapping[str, Any]) -> SystolicArray:
    return replace(array, **_renamed(table, _ARRAY_FIELDS))


def _override_engine(
    engine: FpgaEngine, table: Mapping[str, Any], entry: CatalogueEntry, where: str
) -> FpgaEngine:
    board = entry.resources
    assert board is not None  # kind fpga, as the catalogue guarantees
    engine = replace(engine, **_renamed(table, _ENGINE_FIELDS))
    use = engine_use(engine, has_uram=board.uram > 0)
    for name, used, available in (
        ("DSP slices", use.dsp, board.dsp),
        ("block RAMs (36 Kb)", use.bram36, board.bram36),
        ("UltraRAMs", use.uram, board.uram),
        ("LUTs", use.lut, board.lut),
    ):
        if used > available:
            raise InputError(
                f"an engine of {engine.pi} x {engine.po} needs {used:,} {name}",
                where=where,
                limit=f"{available:,} on {entry.name}",
                remedy="use fewer lanes"
                if name != "block RAMs (36 Kb)"
                else "use fewer lanes or smaller buffers",
            )
    return replace(engine, dsp=use.dsp, bram36=use.bram36, lut=use.lut)


def _profile(block: Mapping[str, Any], where: str, folder: Path) -> str | None:
    if "profile" not in block:
        return None
    path = folder / block["profile"]
    try:
        found = path.is_file()
    except (OSError, ValueError):  # a name that no file system takes
        found = False
    if not found:
        raise InputError(
            f"no measured profile {str(path)[:200]!r}",
            where=f"{where}.profile",
            remedy="check the path; it starts from the cluster file",
        )
    return str(path)


def figures_of(device: Device) -> tuple[object, ...]:
    """Everything that decides a device's costs: all fields but its name and type."""
    return (
        device.kind,
        tuple(sorted(device.peak_per_s.items())),
        device.memory_bytes,
        device.memory_bytes_per_s,
        device.launch_overhead_s,
        device.idle_w,
        device.busy_w,
        device.dtype,
        device.array,
        device.engine,
        device.board,
        device.profile,
        device.host_bytes_per_s,
    )


def mark_overridden(devices: list[Device], catalogued: Mapping[str, Device]) -> list[Device]:
    """Give devices of one type but other figures types of their own: `h100`, `h100#2`, ...

    The plain name stays with the catalogue's figures; a `CostTable` has a row for each.
    """
    variants: dict[str, dict[tuple[object, ...], str]] = {}
    marked: list[Device] = []
    for device in devices:
        base = device.type
        known = variants.setdefault(base, {figures_of(catalogued[base]): base})
        kind = known.setdefault(figures_of(device), f"{base}#{len(known) + 1}")
        marked.append(replace(device, type=kind))
    return marked
