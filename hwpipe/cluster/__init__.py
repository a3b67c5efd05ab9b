"""Clusters: the catalogue of devices, cluster files, and the links between devices.

`load_cluster` reads a file or a bundled example; `catalogue` lists the device types; a plan
carries its cluster through `cluster_to_dict` and `cluster_from_dict`.
"""

from hwpipe.cluster.catalogue import CatalogueEntry, boards, catalogue, device_type
from hwpipe.cluster.groups import device_groups
from hwpipe.cluster.load import default_cluster, example_clusters, load_cluster
from hwpipe.cluster.model import Cluster, Device, FpgaEngine, Link, SystolicArray
from hwpipe.cluster.serial import cluster_from_dict, cluster_to_dict

__all__ = [
    "CatalogueEntry",
    "Cluster",
    "Device",
    "FpgaEngine",
    "Link",
    "SystolicArray",
    "boards",
    "catalogue",
    "cluster_from_dict",
    "cluster_to_dict",
    "default_cluster",
    "device_groups",
    "device_type",
    "example_clusters",
    "load_cluster",
]
