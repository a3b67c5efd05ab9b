"""GPU and CPU cost model: a roofline per operator with shape-dependent efficiency.

Per node and direction: `max(operations / (peak * efficiency), bytes / (bandwidth * share))`
plus launch overhead (Williams, Waterman and Patterson, "Roofline", CACM 2009). Matrix work
takes its efficiency from `hwpipe.cost.efficiency`; everything else is bound by memory.
"""

from __future__ import annotations

from hwpipe.cluster.model import Device
from hwpipe.cost.classes import NodeClass, NodeTimes
from hwpipe.cost.efficiency import (
    CPU,
    GPU_SIMT,
    GPU_TENSOR,
    Efficiency,
    gemm_efficiency,
    memory_s,
)
from hwpipe.cost.gradients import input_gradient, weight_gradient
from hwpipe.cost.precision import peak_per_s, run_dtype, storage_scale
from hwpipe.cost.traffic import backward_bytes
from hwpipe.graph.model import ConvShape, Gemm, Work

__all__ = ["RooflineModel"]

_MATRIX = frozenset({"conv", "depthwise", "gemm", "matmul", "rnn"})
#: Winograd F(4x4, r x r) of square stride-1 kernels, r: (saving, growth). (4 + r - 1)^2
#: multiplications make a 4 x 4 output tile instead of 16 r^2, and transformed tensors are
#: (4 + r - 1)^2 / 16 of the size (Lavin and Gray, CVPR 2016, section 4). cuDNN's non-fused
#: Winograd takes r = 3 and 5.
_WINOGRAD = {(r, r): (16 * r * r / (r + 3) ** 2, (r + 3) ** 2 / 16) for r in (3, 5)}


def _winograd(conv: ConvShape | None) -> tuple[float, float] | None:
    """Saving and growth where a convolution can be computed by Winograd's algorithm."""
    if (
        conv is None
        or conv.transposed
        or len(conv.kernel) != 2
        or set(conv.stride) != {1}
        or set(conv.dilation) != {1}
        or conv.groups != 1
        or min(conv.in_channels, conv.out_channels) < 16
    ):
        return None
    return _WINOGRAD.get((conv.kernel[0], conv.kernel[1]))


class RooflineModel:
    """Prices node classes on one GPU or CPU.

    Args:
        device: kind `gpu` or `cpu`; `launch_overhead_s` is charged per kernel, one per
            forward, input-gradient and weight-gradient operator (a recurrent layer: per step).
        training: False leaves the backward columns 0.
    """

    def __init__(self, device: Device, *, training: bool) -> None:
        self._device = device
        self._training = training

    def times(self, node: NodeClass) -> NodeTimes:
        """Seconds of forward, input gradient and weight gradient of one node."""
        work = node.work
        if work.kind in ("view", "shape"):
            return NodeTimes(0.0)
        device = self._device
        dtype = run_dtype(node.dtype, device.dtype)
        peak = peak_per_s(device, dtype)
        data = self._efficiency(dtype)
        scale = storage_scale(node.dtype, device.dtype)
        read, write = node.read_bytes * scale, node.write_bytes * scale
        params = node.param_bytes * scale
        if work.kind == "move" and "Gather" in node.op:
            params = min(params, write)  # a lookup reads the rows that it returns
        launch = device.launch_overhead_s
        forward_bytes = read + write + params
        if work.kind not in _MATRIX:
            # Elementary functions run on the vector units, a fraction of the peak.
            rate = peak * data.special
            if self._training and node.op == "BatchNormalization":
                forward_bytes += read  # statistics of the batch first
            forward = max(work.flops / rate, self._stream(forward_bytes, data))
            backward = 0.0
            if self._training:
                moved = backward_bytes(node) * scale
                backward = max(2 * work.flops / rate, self._stream(moved, data)) if moved else 0.0
            wait = launch if backward else 0.0
            return NodeTimes(forward + launch, backward + wait, 0.0, launch, wait)
        tensors = read + write

        def seconds(gemms: tuple[Gemm, ...], macs: int, moved_bytes: float) -> float:
            return self._matrix(
                work, gemms, macs, dtype=dtype, moved_bytes=moved_bytes, tensor_bytes=tensors
            )

        launches = work.steps * launch
        forward = seconds(work.gemms, work.macs, forward_bytes) + launches
        if not self._training:
            return NodeTimes(forward, forward_wait_s=launches)
        inputs = weights = 0.0
        if work.bwd_input_macs:
            # Two activations: both gradients are products, each reads dY and one operand.
            moved = tensors + params + (tensors if work.kind == "matmul" else 0.0)
            inputs = seconds(input_gradient(work), work.bwd_input_macs, moved) + launches
        if work.bwd_weight_macs:
            weights = seconds(weight_gradient(work), work.bwd_weight_macs, tensors + params)
            weights += launches
        wait = launches * ((inputs > 0) + (weights > 0))
        return NodeTimes(forward, inputs, weights, launches, wait)

    def _efficiency(self, dtype: str) -> Efficiency:
        if self._device.kind == "cpu":
            return CPU
        if dtype in ("float32", "float64"):
            return GPU_SIMT
        # Before tensor cores (P100) float16 runs on the CUDA cores at twice their rate.
        peaks = self._device.peak_per_s
        simt = peaks.get("float32", 0.0)
        return GPU_TENSOR if peaks.get(dtype, 0.0) > 2.5 * simt else GPU_SIMT

    def _stream(self, size_bytes: float, data: Efficiency) -> float:
        return memory_s(size_bytes, self._device.memory_bytes_per_s, data)

    def _matrix(
        self,
        work: Work,
        gemms: tuple[Gemm, ...],
        macs: int,
        *,
        dtype: str,
        moved_bytes: float,
        tensor_bytes: float,
    ) -> float:
        """Seconds of `macs` multiply-accumulates shaped like `gemms`, without launches.

        A list of products is summed by its own efficiencies and scaled to `macs`, which
        counts recurrent steps and strided input gradients exactly. `tensor_bytes` are the
        activations on both sides, which a Winograd convolution transforms.
        """
        data = self._efficiency(dtype)
        peak = peak_per_s(self._device, dtype)
        memory = self._stream(moved_bytes, data)
        listed = sum(g.macs for g in gemms)
        if work.kind == "depthwise" or not listed:
            return max(2 * macs / (peak * data.special), memory)
        compute = sum(2 * g.macs / (peak * gemm_efficiency(g, peak, data)) for g in gemms)
        compute *= macs / listed
        direct = max(compute, memory)
        winograd = _winograd(work.conv) if data is GPU_SIMT and dtype == "float32" else None
        if winograd is None:
            return direct
        # Non-fused: transform, product and inverse transform run one after the other.
        saving, growth = winograd
        transforms = self._stream(tensor_bytes * (1 + 2 * growth), data)
        return min(direct, compute / saving + transforms)
