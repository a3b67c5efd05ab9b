"""The catalogue: every entry loads, every figure has a source, and the figures are right."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from hwpipe.cluster import boards, catalogue, device_type
from hwpipe.cluster.catalogue import array_peak_per_s, engine_peak_per_s
from hwpipe.cluster.fit import FpgaResources, dsp_of, engine_use, lut_of
from hwpipe.errors import InputError
from hwpipe.units import DTYPE_BYTES

GPUS = ["a100", "h100", "h200", "jetson-orin", "p100", "rtx-4090", "v100", "v100-32gb"]
TPUS = ["systolic", "tpu-v2", "tpu-v3", "tpu-v4", "tpu-v5e"]
BOARDS = ["alveo-u250", "aup-zu3", "kv260", "pynq-z1", "pynq-z2", "ultra96-v2", "vcu118",
          "zcu102", "zcu104"]  # fmt: skip

#: Multiples of a data sheet's rounding: "989 TFLOPS" stands for 989.4.
CLOSE = 0.003


def test_the_catalogue_holds_what_the_documentation_lists():
    assert list(catalogue()) == sorted([*GPUS, *TPUS, *BOARDS, "cpu"])
    assert list(boards()) == BOARDS
    assert {n for n, e in catalogue().items() if e.kind == "gpu"} == set(GPUS)
    assert {n for n, e in catalogue().items() if e.kind == "tpu"} == set(TPUS)


@pytest.mark.parametrize("name", [*GPUS, *TPUS, *BOARDS, "cpu"])
def test_every_figure_has_a_source_beside_it(name: str):
    entry = catalogue()[name]
    raw = tomllib.loads(entry.path.read_text(encoding="utf-8"))
    figures: dict[str, dict[str, object]] = {}

    def walk(table: dict[str, object], prefix: str) -> None:
        for key, value in table.items():
            assert isinstance(value, dict), f"{prefix}{key} is a bare value without a source"
            if "value" in value:
                figures[prefix + key] = value
            else:
                walk(value, f"{prefix}{key}.")

    walk(raw["figures"], "")
    for key, figure in figures.items():
        assert set(figure) == {"value", "source"}, key
        document, place = str(figure["source"]).split(":", 1)
        assert document in {*raw["documents"], "recalled", "derived", "estimate", "choice"}, key
        assert place.strip(), key
    # Nothing outside [figures] is a number that a plan could depend on.
    assert set(raw) == {"title", "kind", "dtype", "documents", "figures"}
    device = entry.device
    expected = {"memory", "memory_bandwidth", "launch_overhead", "idle_power", "busy_power"}
    expected |= {f"peak.{dtype}" for dtype in device.peak_per_s}
    assert expected <= set(entry.sources)
    # A named document is spelt out, so a reader needs no second look-up.
    for key, source in entry.sources.items():
        document = str(figures.get(key, {"source": "derived:"})["source"]).split(":")[0]
        if document in raw["documents"]:
            assert source.startswith(raw["documents"][document]), key


@pytest.mark.parametrize("name", [*GPUS, *TPUS, *BOARDS, "cpu"])
def test_figures_are_plausible_and_complete(name: str):
    device = catalogue()[name].device
    assert device.type == name
    assert device.cost_key == name
    assert device.dtype in device.peak_per_s
    assert device.dtype in DTYPE_BYTES
    assert all(1e9 < rate < 1e16 for rate in device.peak_per_s.values())
    assert 1e8 < device.memory_bytes < 1e12
    assert 1e9 < device.memory_bytes_per_s < 1e13
    assert 1e-7 < device.launch_overhead_s < 1e-3
    assert 0 < device.idle_w < device.busy_w
    assert (device.array is None) == (device.kind != "tpu")
    assert (device.engine is None) == (device.board is None) == (device.kind != "fpga")


@pytest.mark.parametrize(
    ("name", "dtype", "published_per_s"),
    [
        # Data sheets, dense rates.
        ("h100", "bfloat16", 989e12),
        ("h100", "float16", 989e12),
        ("h100", "float8", 1979e12),
        ("h100", "int8", 1979e12),
        ("h100", "tf32", 494.7e12),
        ("h100", "float32", 67e12),
        ("h200", "bfloat16", 989e12),
        ("a100", "float32", 19.5e12),
        ("a100", "tf32", 156e12),
        ("a100", "bfloat16", 312e12),
        ("a100", "int8", 624e12),
        ("v100", "float32", 15.7e12),
        ("v100", "float16", 125e12),
        ("p100", "float32", 10.6e12),
        ("p100", "float16", 21.2e12),
        ("rtx-4090", "float32", 82.6e12),
        ("rtx-4090", "float16", 165.2e12),
        ("rtx-4090", "int8", 660.6e12),
        ("jetson-orin", "float32", 5.3e12),
        ("jetson-orin", "int8", 85e12),
        # Google Cloud documentation, per chip.
        ("tpu-v3", "bfloat16", 123e12),
        ("tpu-v4", "bfloat16", 275e12),
        ("tpu-v4", "int8", 275e12),
        ("tpu-v5e", "bfloat16", 197e12),
        ("tpu-v5e", "int8", 393e12),
    ],
)
def test_peaks_are_the_published_dense_rates(name: str, dtype: str, published_per_s: float):
    assert device_type(name).device.peak_per_s[dtype] == pytest.approx(published_per_s, rel=CLOSE)


@pytest.mark.parametrize(
    ("name", "memory_bytes", "bytes_per_s"),
    [
        ("h100", 80e9, 3.35e12),
        ("h200", 141e9, 4.8e12),
        ("a100", 80e9, 2.039e12),
        ("v100", 16e9, 900e9),
        ("v100-32gb", 32e9, 900e9),
        ("p100", 16e9, 732e9),
        ("rtx-4090", 24e9, 1008e9),
        ("tpu-v2", 16 * 2**30, 700e9),
        ("tpu-v3", 32 * 2**30, 900e9),
        ("tpu-v4", 32 * 2**30, 1200e9),
        ("tpu-v5e", 16e9, 819e9),
    ],
)
def test_memories_are_the_published_ones(name: str, memory_bytes: int, bytes_per_s: float):
    device = device_type(name).device
    assert device.memory_bytes == memory_bytes
    assert device.memory_bytes_per_s == bytes_per_s


def test_gpus_without_a_unit_have_no_rate_for_it():
    v100, p100, a100 = (device_type(n).device.peak_per_s for n in ("v100", "p100", "a100"))
    assert not {"tf32", "bfloat16", "float8"} & set(v100)
    assert not {"tf32", "bfloat16", "float8", "int8"} & set(p100)
    assert "float8" not in a100


@pytest.mark.parametrize("name", TPUS)
def test_the_array_of_a_tpu_gives_its_peak(name: str):
    device = device_type(name).device
    assert device.array is not None
    lowest = min(device.peak_per_s.values())  # v5e's int8 runs at twice the array's rate
    assert array_peak_per_s(device.array) == pytest.approx(lowest, rel=CLOSE)
    if name != "systolic":
        assert (device.array.rows, device.array.cols) == (128, 128)


@pytest.mark.parametrize(
    ("name", "part", "dsp", "bram36", "uram", "lut", "ff"),
    [
        ("pynq-z1", "xc7z020", 220, 140, 0, 53_200, 106_400),
        ("pynq-z2", "xc7z020", 220, 140, 0, 53_200, 106_400),
        ("aup-zu3", "xczu3eg", 360, 216, 0, 70_560, 141_120),
        ("ultra96-v2", "xczu3eg", 360, 216, 0, 70_560, 141_120),
        ("kv260", "xck26", 1248, 144, 64, 117_120, 234_240),
        ("zcu104", "xczu7ev", 1728, 312, 96, 230_400, 460_800),
        ("zcu102", "xczu9eg", 2520, 912, 0, 274_080, 548_160),
        ("vcu118", "xcvu9p", 6840, 2160, 960, 1_182_240, 2_364_480),
        ("alveo-u250", "xcu250", 12_288, 2688, 1280, 1_728_000, 3_456_000),
    ],
)
def test_boards_have_the_resources_of_their_part(
    name: str, part: str, dsp: int, bram36: int, uram: int, lut: int, ff: int
):
    board = boards()[name].resources
    assert board is not None
    assert board.part.startswith(part)
    assert (board.dsp, board.bram36, board.uram) == (dsp, bram36, uram)
    assert (board.lut, board.ff) == (lut, ff)


@pytest.mark.parametrize(
    ("name", "bus_bits", "transfers_per_s", "channels"),
    [
        ("pynq-z1", 16, 1050e6, 1),
        ("pynq-z2", 16, 1050e6, 1),
        ("ultra96-v2", 32, 1066e6, 1),
        ("aup-zu3", 32, 2400e6, 1),
        ("kv260", 64, 2400e6, 1),
        ("zcu104", 64, 2134e6, 1),
        ("zcu102", 64, 2134e6, 1),
        ("vcu118", 64, 2400e6, 2),
        ("alveo-u250", 64, 2400e6, 4),
    ],
)
def test_board_memory_bandwidth_is_bus_times_transfer_rate(
    name: str, bus_bits: int, transfers_per_s: float, channels: int
):
    expected = bus_bits / 8 * transfers_per_s * channels
    assert boards()[name].device.memory_bytes_per_s == pytest.approx(expected, rel=CLOSE)


@pytest.mark.parametrize("name", BOARDS)
def test_the_default_engine_fits_its_board_with_room_to_route(name: str):
    entry = boards()[name]
    board, engine = entry.resources, entry.device.engine
    assert isinstance(board, FpgaResources)
    assert engine is not None
    use = engine_use(engine, has_uram=board.uram > 0)
    assert engine.dsp == use.dsp >= engine.pi * engine.po / engine.macs_per_dsp
    assert use.dsp <= 0.85 * board.dsp
    assert use.bram36 <= 0.85 * board.bram36
    assert use.uram <= 0.85 * board.uram
    assert use.lut <= 0.7 * board.lut
    # Buffers fit the memories that were counted for them: 4,608 B a block RAM, 36,864 B a URAM.
    stored = engine.ifmap_buffer_bytes + engine.weight_buffer_bytes + engine.ofmap_buffer_bytes
    stored += 4 * engine.po * engine.tile_pixels
    assert stored <= 4608 * use.bram36 + 36_864 * use.uram
    # The ports can ask for no more than four times what the memory gives.
    ports = (engine.read_ports + engine.write_ports) * engine.port_bytes * engine.clock_hz
    assert ports <= 4 * entry.device.memory_bytes_per_s
    assert entry.device.dtype == "int8"
    assert entry.device.peak_per_s == {"int8": engine_peak_per_s(engine)}


def test_engine_use_matches_the_synthesised_reference_engine():
    # yosys synth_xilinx of the reference engine: 8 x 8, 8 x 16 and 16 x 16 at one MAC per DSP.
    for lanes, dsp, lut in ((64, 66, 890), (128, 130, 1553), (256, 258, 2713)):
        assert dsp_of(lanes, 1) == dsp
        assert lut_of(lanes) - lut_of(0) >= lut
    assert dsp_of(256, 2) == 130


def test_engine_use_by_hand():
    # 8 x 16 lanes. Weights 1,024 bit x 512: 15 block RAMs of 72 x 512. Maps in: 64 bit x
    # 16,384: 16 x 2 of 9 x 4096 ... or 1 x 32 of 72 x 512, so 32. Sums 512 bit x 512: 8.
    # Maps out 128 bit x 1,024: 4 of 36 x 1024.
    given = boards()["pynq-z2"].device.engine
    assert given is not None
    engine = replace(given, pi=8, tile_pixels=512, ifmap_buffer_bytes=128 << 10,
                     ofmap_buffer_bytes=16 << 10)  # fmt: skip
    assert engine_use(engine, has_uram=False).bram36 == 15 + 32 + 8 + 4
    # With UltraRAM 72 x 4096: in 1 x 4, sums 8 x 1, out 2 x 1.
    use = engine_use(engine, has_uram=True)
    assert (use.bram36, use.uram) == (15, 4 + 8 + 2)


def test_device_type_knows_the_variants_of_a_cluster():
    assert device_type("h100#2").name == "h100"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("h10", r"unknown device type 'h10'; did you mean h100( or [\w-]+)*\?"),
        ("zcu106", r"unknown device type 'zcu106'; did you mean zcu10[24] or zcu10[24]( or .*)?\?"),
        ("xyzzy", r"unknown device type 'xyzzy'; known are a100, alveo-u250, .*, zcu104"),
    ],
)
def test_an_unknown_type_names_the_closest(name: str, message: str):
    with pytest.raises(InputError) as caught:
        device_type(name)
    assert re.fullmatch(message, str(caught.value)), str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"80 GB"', '"80 bananas"', r".*x\.toml, memory: '80 bananas' is no quantity in B .*"),
        ('"80 GB"', '"80 B"', r".*x\.toml, memory: '80 B' is out of range \(limit: 64 KiB to .*\)"),
        (', source = "', ', source = "hearsay: ',
         r".*x\.toml, peak\.float32: source 'hearsay.*' names no document; add it to .*"),
        ("memory = ", "memroy = ", r".*x\.toml, memroy: unknown figure"),
        ('kind = "gpu"', 'kind = "vpu"', r".*x\.toml: unknown kind 'vpu' \(limit: gpu, .*\)"),
        ('dtype = "float32"', 'dtype = "int4"', r".*x\.toml: no peak for dtype 'int4'"),
        ('title = "NVIDIA A100 SXM4 80 GB"', "", r".*x\.toml: lacks title"),
    ],
)  # fmt: skip
def test_a_damaged_data_file_is_named(tmp_path: Path, old: str, new: str, message: str):
    from hwpipe.cluster.catalogue import _entry

    text = device_type("a100").path.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "x.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        _entry("x", path)
    assert re.fullmatch(message, str(caught.value)), str(caught.value)
