"""The way to host memory: from the catalogue, overridden, kept in plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from hwpipe.cluster import catalogue, cluster_from_dict, cluster_to_dict, load_cluster
from hwpipe.errors import InputError

FILE = """
[[device]]
name = "a"
type = "v100"
[[device]]
name = "b"
type = "v100"
host_link = "{rate}"
[topology]
kind = "switch"
bandwidth = "1 GB/s"
latency = "5 us"
"""


def test_the_catalogue_knows_it_and_a_cluster_file_may_change_it(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(FILE.format(rate="6 GB/s"))
    cluster = load_cluster(path)
    assert [d.host_bytes_per_s for d in cluster.devices] == [12e9, 6e9]
    assert [d.type for d in cluster.devices] == ["v100", "v100#2"]
    assert cluster_from_dict(cluster_to_dict(cluster)) == cluster
    path.write_text(FILE.format(rate="6 B/s"))
    with pytest.raises(InputError, match=r"host_link"):
        load_cluster(path)


def test_no_way_where_host_and_device_share_one_memory() -> None:
    entries = catalogue()
    assert entries["cpu"].device.host_bytes_per_s == 0
    assert entries["jetson-orin"].device.host_bytes_per_s == 0
    assert entries["h100"].device.host_bytes_per_s > entries["v100"].device.host_bytes_per_s
