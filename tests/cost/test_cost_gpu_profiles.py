"""The GPU model against measured V100 profiles (PipeDream, float32)."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from cost_helpers import V100, profiled_layers
from scipy.stats import spearmanr

from hwpipe.cost import build_cost_table

#: Profile, batch, and the least rank correlation of layers forward and backward.
NETWORKS = [
    ("vgg16", 128, 0.95, 0.95),
    ("alexnet", 256, 0.9, 0.9),
    ("resnet50", 128, 0.9, 0.9),
    ("densenet121", 64, 0.8, 0.9),
    ("inception_v3", 128, 0.8, 0.85),
]
TOLERANCE = 0.10  # of the total; the issue asks for 0.30


@pytest.mark.parametrize(("name", "batch", "rank_forward", "rank_backward"), NETWORKS)
def test_predicted_against_measured(name, batch, rank_forward, rank_backward):
    """Totals within 10 % forward and backward, layers in the right order.

    The profiler's hooks and synchronisation cost 0.26 to 0.28 ms a layer forward and less
    backward, seen as the floor under the smallest layers: it takes the place of the launch
    overhead. The first convolution is left out, since its measurement contains the library's
    set-up (22 ms in alexnet and vgg16 alike, whose first layers differ by 1.6 in work).
    """
    graph, forward, backward = profiled_layers(name, batch)
    kinds = [node.work.kind for node in graph.nodes]
    first = kinds.index("conv")
    for measured, rank, columns in (
        (np.array(forward), rank_forward, ("forward_s",)),
        (np.array(backward), rank_backward, ("backward_input_s", "backward_weight_s")),
    ):
        used = np.array([k not in ("view", "move") for k in kinds]) & (measured > 0)
        used[first] = False
        floor = float(measured[used].min())
        table = build_cost_table(
            graph, [dataclasses.replace(V100, launch_overhead_s=floor)], training=True
        )
        predicted = sum(getattr(table, column)[0] for column in columns)
        assert predicted[used].sum() == pytest.approx(measured[used].sum(), rel=TOLERANCE)
        assert spearmanr(predicted[used], measured[used]).statistic >= rank


def test_single_layers_are_close_in_the_median():
    """Half of all 437 forward layers are predicted within 16 %."""
    errors = []
    for name, batch, *_ in NETWORKS:
        graph, forward, _ = profiled_layers(name, batch)
        measured = np.array(forward)
        kinds = np.array([node.work.kind for node in graph.nodes])
        used = (kinds != "view") & (kinds != "move") & (measured > 0)
        device = dataclasses.replace(V100, launch_overhead_s=float(measured[used].min()))
        predicted = build_cost_table(graph, [device], training=True).forward_s[0]
        errors += list(np.abs(np.log(predicted[used] / measured[used])))
    assert len(errors) > 400
    assert np.median(errors) < np.log(1.16)
