"""TPU-like cost model: systolic arrays for products, a vector unit for the rest.

Products are priced by `hwpipe.cost.systolic` with stalls, in the array's dataflow or, for
`best`, in the dataflow with the fewest cycles for that product. The arrays of a device split
a product (or the products of a grouped convolution) between them and share the memory
bandwidth. Everything else runs on a vector unit at memory bandwidth; activations and inference
batch normalisations that only follow a product or a sum are fused into it, as XLA does.
"""

from __future__ import annotations

import math

from hwpipe.cluster.model import Device, SystolicArray
from hwpipe.cost.classes import NodeClass, NodeTimes
from hwpipe.cost.gradients import input_gradient, weight_gradient
from hwpipe.cost.precision import bytes_of, peak_per_s, run_dtype, storage_scale
from hwpipe.cost.systolic import DATAFLOWS, product_cost
from hwpipe.cost.traffic import backward_bytes
from hwpipe.errors import InputError
from hwpipe.graph.model import Gemm

__all__ = ["SystolicModel", "array_seconds"]

_MATRIX = frozenset({"conv", "depthwise", "gemm", "matmul", "rnn"})


def _shares(gemm: Gemm, arrays: int) -> tuple[Gemm, ...]:
    """Ways to split `gemm` over `arrays` arrays, each by its largest part.

    Equal products go to different arrays. Arrays that are left over split each product by rows
    (pixels, every array reads all weights) or by columns (filters, every array reads all input).
    """
    if arrays == 1:
        return (gemm,)
    count = -(-gemm.count // arrays)
    parts = max(1, arrays // gemm.count)
    if parts == 1:
        return (Gemm(count, gemm.m, gemm.k, gemm.n),)
    return (
        Gemm(count, -(-gemm.m // parts), gemm.k, gemm.n),
        Gemm(count, gemm.m, gemm.k, -(-gemm.n // parts)),
    )


def array_seconds(
    gemm: Gemm,
    device: Device,
    array: SystolicArray,
    dtype: str,
    input_bytes: float | None = None,
) -> float:
    """Seconds of `gemm` on all arrays of `device`, stalls included, with the best split.

    Args:
        gemm: product, or `count` equal ones.
        device: gives bandwidth and peak rates.
        array: one of its arrays; its figures are per array.
        dtype: precision; where the device's peak at that precision differs from rows x cols x
            count x clock (float32 in several passes, int8 at double rate) the clock of the
            array is scaled by the ratio.
        input_bytes: as in `product_cost`.
    """
    native = 2.0 * array.rows * array.cols * array.count * array.clock_hz
    clock_hz = array.clock_hz * peak_per_s(device, dtype) / native
    bandwidth = device.memory_bytes_per_s / array.count / clock_hz
    element = bytes_of(dtype)
    flows = DATAFLOWS if array.dataflow == "best" else (array.dataflow,)
    best = math.inf
    for part in _shares(gemm, array.count):
        seen = None
        if input_bytes is not None:  # of a share of the products, and of their rows
            seen = input_bytes * (part.count / gemm.count) * (part.m / gemm.m)
        for flow in flows:
            cost = product_cost(
                part, array, flow, bytes_per_cycle=bandwidth, element_bytes=element,
                input_bytes=seen,
            )  # fmt: skip
            best = min(best, cost.cycles)
    return best / clock_hz


class SystolicModel:
    """Prices node classes on one TPU-like device.

    Args:
        device: kind `tpu` with an `array`; `launch_overhead_s` is charged per operator.
        training: False leaves the backward columns 0.

    Raises:
        InputError: if the device has no array.
    """

    def __init__(self, device: Device, *, training: bool) -> None:
        if device.array is None:
            raise InputError(
                "a tpu needs a systolic array",
                where=f"device {device.name}",
                remedy="give it array = { rows = ..., cols = ..., ... }",
            )
        self._device, self._array = device, device.array
        self._training = training

    def times(self, node: NodeClass) -> NodeTimes:
        """Seconds of forward, input gradient and weight gradient of one node."""
        work = node.work
        if work.kind in ("view", "shape"):
            return NodeTimes(0.0)
        # A batch normalisation in training needs the whole batch before it can scale.
        fused = node.fused and not (self._training and node.op == "BatchNormalization")
        device = self._device
        dtype = run_dtype(node.dtype, device.dtype)
        scale = storage_scale(node.dtype, device.dtype)
        launch = device.launch_overhead_s
        if work.kind not in _MATRIX or not work.gemms:
            params = node.param_bytes
            if work.kind == "move" and "Gather" in node.op:
                params = min(params, node.write_bytes)
            moved = (node.read_bytes + node.write_bytes + params) * scale
            back = backward_bytes(node) * scale if self._training else 0.0
            rate = device.memory_bytes_per_s
            wait = launch if back else 0.0
            if fused:
                return NodeTimes(0.0, back / rate + wait, 0.0, 0.0, wait)
            return NodeTimes(moved / rate + launch, back / rate + wait, 0.0, launch, wait)
        read, write = node.read_bytes * scale, node.write_bytes * scale
        conv = work.kind in ("conv", "depthwise")
        forward = self._products(work.gemms, work.macs, dtype, read if conv else None)
        inputs = weights = 0.0
        if self._training:
            # The input gradient of a convolution gathers dY as the forward pass gathers X.
            if work.bwd_input_macs:
                inputs = launch + self._products(
                    input_gradient(work), work.bwd_input_macs, dtype, write if conv else None
                )
            if work.bwd_weight_macs:
                weights = launch + self._products(
                    weight_gradient(work), work.bwd_weight_macs, dtype, read if conv else None
                )
        wait = launch * ((inputs > 0) + (weights > 0))
        return NodeTimes(forward + launch, inputs, weights, launch, wait)

    def _products(
        self, gemms: tuple[Gemm, ...], macs: int, dtype: str, input_bytes: float | None
    ) -> float:
        """Seconds of `macs` multiply-accumulates shaped like `gemms` (scaled: steps, strides)."""
        listed = sum(g.macs for g in gemms)
        if not listed:
            return 0.0
        seconds = 0.0
        for gemm in gemms:
            part = None if input_bytes is None else input_bytes * gemm.macs / listed
            seconds += array_seconds(gemm, self._device, self._array, dtype, part)
        return seconds * (macs / listed)
