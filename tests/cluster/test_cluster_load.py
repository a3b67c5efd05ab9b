"""Cluster files: examples, overrides, names, cost keys, the way to JSON and back."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from hwpipe.cluster import (
    Cluster,
    cluster_from_dict,
    cluster_to_dict,
    default_cluster,
    device_type,
    example_clusters,
    load_cluster,
)
from hwpipe.cluster.catalogue import engine_peak_per_s
from hwpipe.cluster.load import cluster_from_table
from hwpipe.errors import InputError

SWITCH = {"kind": "switch", "bandwidth": "1 GB/s"}


def cluster_of(*devices: dict[str, object], folder: Path | None = None) -> Cluster:
    table = {"device": list(devices), "topology": SWITCH}
    return cluster_from_table(table, "test", folder or Path(), "test")


def test_examples_are_these():
    assert list(example_clusters()) == [
        "default", "eight-mixed", "four-v100", "four-v100-fast", "machine-room", "pynq-lab",
        "single-cpu", "sixty-four", "two-cpus", "two-gpus-one-kv260",
    ]  # fmt: skip


def test_the_default_cluster_mixes_all_kinds():
    cluster = default_cluster()
    assert [d.kind for d in cluster.devices] == ["fpga", "fpga", "gpu", "tpu"]
    assert cluster.name == "default"
    assert cluster.source == "example default"
    assert all(cluster.link(a.name, b.name) for a in cluster.devices for b in cluster.devices
               if a is not b)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "bytes_per_s"), [("four-v100", 1_000_000_000), ("four-v100-fast", 4_294_967_296)]
)
def test_the_pipedream_clusters_have_exact_figures(name: str, bytes_per_s: int):
    cluster = load_cluster(name)
    assert [d.name for d in cluster.devices] == ["gpu0", "gpu1", "gpu2", "gpu3"]
    assert {d.memory_bytes for d in cluster.devices} == {256_000_000_000}  # may not bind
    for link in cluster.links.values():
        assert (link.bytes_per_s, link.latency_s, link.overlap) == (bytes_per_s, 0.0, True)


def test_the_large_examples_have_the_promised_sizes():
    assert len(load_cluster("eight-mixed").devices) == 8
    assert len({d.type for d in load_cluster("eight-mixed").devices}) >= 4
    large = load_cluster("sixty-four")
    assert len(large.devices) == 64
    assert {d.kind for d in large.devices} == {"gpu", "tpu", "fpga"}
    assert len({d.cost_key for d in large.devices}) == 3


def test_a_file_comes_before_an_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "default").write_text('name = "mine"\n[[device]]\ntype = "cpu"\n')
    assert load_cluster("default").name == "mine"
    (tmp_path / "default").unlink()
    (tmp_path / "default").mkdir()  # a folder of that name does not hide the example
    assert load_cluster("default").name == "default"


def test_name_and_source_default_to_the_file(tmp_path: Path):
    path = tmp_path / "bench.toml"
    path.write_text('[[device]]\ntype = "cpu"\n')
    cluster = load_cluster(path)
    assert (cluster.name, cluster.source) == ("bench", str(path))
    assert not cluster.ordered
    assert [d.name for d in cluster.devices] == ["cpu"]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_files_of_other_editors_are_read(tmp_path: Path, mark: str):
    path = tmp_path / "windows.toml"
    path.write_bytes((mark + '[[device]]\r\ntype = "cpu"\r\n').encode())
    assert len(load_cluster(path).devices) == 1


def test_counted_names():
    cluster = cluster_of(
        {"type": "v100", "count": 2},
        {"name": "gpu", "type": "v100", "count": 1},
        {"name": "solo", "type": "v100"},
    )
    assert [d.name for d in cluster.devices] == ["v100-0", "v100-1", "gpu0", "solo"]


def test_overrides_reach_the_device(tmp_path: Path):
    (tmp_path / "p.json").write_text("{}")
    device = cluster_of(
        {
            "name": "g", "type": "h100", "memory": "40 GB", "memory_bandwidth": "2 TB/s",
            "peak": {"float32": "30 TFLOP/s"}, "dtype": "float16", "launch_overhead": "9 us",
            "idle_power": "50 W", "busy_power": 400, "profile": "p.json",
        },
        folder=tmp_path,
    ).devices[0]  # fmt: skip
    base = device_type("h100").device
    assert device == replace(
        base,
        name="g",
        type="h100#2",
        memory_bytes=40_000_000_000,
        memory_bytes_per_s=2e12,
        peak_per_s={**base.peak_per_s, "float32": 30e12},
        dtype="float16",
        launch_overhead_s=9e-6,
        idle_w=50.0,
        busy_w=400.0,
        profile=str(tmp_path / "p.json"),
    )
    assert isinstance(device.memory_bytes, int)
    assert base.peak_per_s["float32"] == pytest.approx(66.9e12)  # the catalogue is untouched


def test_a_new_array_scales_the_peak_unless_it_is_given():
    array = {"rows": 32, "cols": 128, "count": 2, "clock": "500 MHz", "dataflow": "output",
             "ifmap_sram": "64 KiB"}  # fmt: skip
    device = cluster_of({"type": "systolic", "array": array}).devices[0]
    assert device.array is not None
    assert (device.array.rows, device.array.clock_hz) == (32, 500e6)
    assert device.array.ifmap_sram_bytes == 65536
    assert device.array.dataflow == "output"
    assert device.peak_per_s["int8"] == pytest.approx(2 * 32 * 128 * 2 * 500e6)
    # v5e's int8 stays at twice its bfloat16.
    v5e = cluster_of({"type": "tpu-v5e", "array": {"count": 2}}).devices[0]
    assert v5e.peak_per_s == pytest.approx({"bfloat16": 98.3e12, "int8": 196.6e12})
    given = cluster_of({"type": "systolic", "array": array, "peak": {"int8": "1 TOP/s"}})
    assert given.devices[0].peak_per_s["int8"] == 1e12


def test_a_new_engine_gives_peak_and_resources():
    device = cluster_of(
        {"type": "pynq-z2", "engine": {"pi": 16, "po": 16, "macs_per_dsp": 2, "clock": "150 MHz"}}
    ).devices[0]
    assert device.engine is not None
    assert device.engine.dsp == 130
    assert device.peak_per_s == {"int8": 2 * 256 * 150e6}
    assert engine_peak_per_s(device.engine) == 2 * 256 * 150e6
    assert device.board == "pynq-z2"


def test_figures_are_exact_to_the_last_digit():
    """Scaling by a prefix must not leave 4.9999999999999996e-06 in a plan."""
    cluster = cluster_of(
        {"type": "v100", "launch_overhead": "5 us", "peak": {"int8": "66.9 TOP/s"}}
    )
    assert cluster.devices[0].launch_overhead_s == 5e-6
    assert cluster.devices[0].peak_per_s["int8"] == 66.9e12


def test_cost_keys_tell_overridden_devices_apart():
    cluster = cluster_of(
        {"name": "a", "type": "h100", "memory": "40 GB"},
        {"name": "b", "type": "h100"},
        {"name": "c", "type": "h100", "dtype": "float16"},
        {"name": "d", "type": "h100", "memory": "40 GB"},
        {"name": "e", "type": "h100", "memory": "80 GB"},  # what the catalogue says anyway
        {"name": "f", "type": "h100", "port": {"latency": "1 us"}},  # ports cost no compute
        {"name": "g", "type": "v100", "memory": "10 GB"},
    )
    assert {d.name: d.cost_key for d in cluster.devices} == {
        "a": "h100#2", "b": "h100", "c": "h100#3", "d": "h100#2", "e": "h100", "f": "h100",
        "g": "v100#2",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(example_clusters()) - {"machine-room"}))
def test_clusters_survive_json(name: str):
    cluster = load_cluster(name)
    record = cluster_to_dict(cluster)
    text = json.dumps(record, allow_nan=False)
    again = cluster_from_dict(json.loads(text))
    assert again == cluster
    assert dict(again.links) == dict(cluster.links)
    assert json.dumps(cluster_to_dict(again)) == text  # the same bytes
    assert cluster_to_dict(load_cluster(name)) == record
    assert len(text) < 16_000


def test_json_keeps_rings_overrides_and_variants():
    base = {
        "device": [
            {"name": "g", "type": "v100", "count": 3, "memory": "12 GB"},
            {"name": "f", "type": "pynq-z2", "engine": {"pi": 4}},
        ],
        "ordered": True,
    }
    link = [{"from": "g0", "to": "f", "bandwidth": "3 GB/s", "shared": "bus", "one_way": True}]
    for topology in (
        {"kind": "ring", "bandwidth": "1 GB/s"},
        SWITCH,
        {"kind": "all-to-all", "bandwidth": "1 GB/s"},
    ):
        cluster = cluster_from_table({**base, "topology": topology, "link": link}, "t", Path(), "t")
        again = cluster_from_dict(json.loads(json.dumps(cluster_to_dict(cluster))))
        assert again == cluster
        assert again.links["g0", "f"].shared == "bus"
        assert again.devices[3].engine == cluster.devices[3].engine


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d.pop("devices"),
        lambda d: d["devices"][0].update(type="nothing"),
        lambda d: d["types"]["a100"].pop("kind"),
        lambda d: d["types"]["a100"].update(surprise=1),
        lambda d: d["links"].append({"src": "x", "dst": "gpu0", "bytes_per_s": 1.0,
                                     "latency_s": 0.0, "overlap": True}),
        lambda d: d.update(network=3),
        lambda d: d.update(types=[]),
    ],
)  # fmt: skip
def test_a_damaged_record_is_an_input_error(damage):
    record = cluster_to_dict(default_cluster())
    damage(record)
    with pytest.raises(InputError, match=r"^plan, cluster: damaged cluster record \(.*\); compile "
                       r"the plan again$"):  # fmt: skip
        cluster_from_dict(record)


def test_loading_is_quick():
    load_cluster("sixty-four")  # pydantic's core is loaded
    best = min(_time(lambda: load_cluster("sixty-four")) for _ in range(5))
    assert best < 0.05  # 64 devices; 0.15 s with the import is the goal


def _time(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def test_loading_imports_nothing_heavy():
    code = (
        "import sys; from hwpipe.cluster import load_cluster; load_cluster('eight-mixed');"
        "print(sorted({'torch', 'onnx', 'numpy', 'pydantic', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["four-v100", "two-gpus-one-kv260"])
def test_clusters_travel_between_processes(name: str):
    cluster = load_cluster(name)
    assert pickle.loads(pickle.dumps(cluster)) == cluster


def test_a_pipe_is_read(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=('[[device]]\ntype = "cpu"\n',))
    writer.start()
    cluster = load_cluster(pipe)
    writer.join(timeout=10)
    assert [d.type for d in cluster.devices] == ["cpu"]


def documented_file() -> str:
    """The cluster file that the docstring of the schema shows."""
    import textwrap

    from hwpipe.cluster import schema

    assert schema.__doc__ is not None
    lines = schema.__doc__.splitlines()
    return textwrap.dedent("\n".join(x for x in lines if not x or x.startswith("    ")))


def test_the_documented_file_loads(tmp_path: Path):
    (tmp_path / "lab.toml").write_text(documented_file())
    (tmp_path / "p.json").write_text("{}")
    cluster = load_cluster(tmp_path / "lab.toml")
    assert [d.name for d in cluster.devices] == ["gpu0", "gpu1", "gpu2", "gpu3", "tpu0", "fpga0"]
    assert cluster.devices[0].peak_per_s["int8"] == 60e12
    array, engine = cluster.devices[4].array, cluster.devices[5].engine
    assert array is not None
    assert engine is not None
    assert (array.rows, array.dataflow, engine.po) == (64, "output", 16)
    link = cluster.links["gpu0", "fpga0"]
    assert (link.bytes_per_s, link.shared, link.overlap) == (1e9, "pcie0", False)
    assert cluster.links["gpu1", "tpu0"].latency_s == pytest.approx((2 + 3 + 5) * 1e-6)


def test_every_key_is_documented():
    import re

    from hwpipe.cluster.schema import known_keys

    text = documented_file()
    tables = [(), ("device", 0), ("device", 0, "array"), ("device", 0, "engine"),
              ("device", 0, "port"), ("topology",), ("topology", "group", 0),
              ("topology", "group", 0, "uplink"), ("link", 0)]  # fmt: skip
    for table in tables:
        keys = known_keys(table)
        assert keys
        for key in keys:
            assert re.search(rf"\b{key} = |\[{key}\]|\.{key}\]", text), (table, key)


def test_an_example_may_be_named_with_its_suffix():
    assert load_cluster("four-v100.toml") == load_cluster("four-v100")
