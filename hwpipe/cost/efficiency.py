"""How much of a GPU's or CPU's peak an operator reaches, from its shape.

The peak of a data sheet is reached by large, deep matrix products only. What is lost:

- **tile padding**: a product is cut into output tiles; edge tiles compute padding;
- **wave quantisation**: tiles run in waves over the multiprocessors, the last wave is partly
  empty (NVIDIA, "Matrix Multiplication Background User's Guide", tile and wave quantisation);
  products with few tiles are split along k;
- **k depth**: a tile's prologue and epilogue are worth about `k_half` steps of its inner loop;
- **memory**: streams reach a fraction of the data sheet's bandwidth, and short ones pay the
  latency of the memory once (Little's law).

The constants are fitted to the public V100 profiles of PipeDream (alexnet, vgg16, resnet50,
densenet121 and inception_v3 in float32); `tests/cost/test_cost_gpu_profiles.py` states how
well they predict them.
"""

from __future__ import annotations

from dataclasses import dataclass

from hwpipe.graph.model import Gemm

__all__ = ["CPU", "GPU_SIMT", "GPU_TENSOR", "Efficiency", "gemm_efficiency", "memory_s"]


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Efficiency data of one kind of arithmetic unit.

    Attributes:
        tiles: output tiles (m, n, share of peak inside a full, deep tile) to choose from.
        slot_per_s: rate of one slot of a wave, in operations per second; a device has
            `peak / slot_per_s` slots. For GPUs it is one multiprocessor of a V100 (64 fused
            multiply-adds x 1.53 GHz, NVIDIA V100 white paper), so that a wider multiprocessor
            counts as several slots, as it also holds several tiles.
        k_half: depth of the inner product at which half of the tile's rate is reached.
        split_k: smallest depth of a part when a product is split along k.
        memory: share of the data sheet's bandwidth that long streams reach.
        memory_latency_s: exposed once per operator.
        special: share of the peak for depthwise and other products with no reuse.
    """

    tiles: tuple[tuple[int, int, float], ...]
    slot_per_s: float
    k_half: int
    split_k: int
    memory: float
    memory_latency_s: float
    special: float


#: CUDA-core arithmetic (float32, float64).
GPU_SIMT = Efficiency(
    tiles=((128, 128, 0.75), (128, 64, 0.70), (64, 64, 0.61), (64, 32, 0.49), (32, 32, 0.37)),
    slot_per_s=0.196e12,
    k_half=64,
    split_k=256,
    memory=0.70,
    memory_latency_s=1.5e-6,
    special=0.20,
)

#: Tensor-core arithmetic (tf32, float16, bfloat16, float8, int8). A slot is one
#: multiprocessor of an A100 (312 TFLOP/s over 108, NVIDIA A100 white paper); large bfloat16
#: products reach 0.75 to 0.8 of the data sheet's rate on Hopper GPUs.
GPU_TENSOR = Efficiency(
    tiles=((256, 128, 0.80), (128, 128, 0.72), (128, 64, 0.58), (64, 64, 0.42), (64, 32, 0.28)),
    slot_per_s=2.9e12,
    k_half=96,
    split_k=512,
    memory=0.70,
    memory_latency_s=1.5e-6,
    special=0.02,
)

#: Blocked matrix product on CPU cores (register block of GotoBLAS: Goto and van de Geijn,
#: "Anatomy of high-performance matrix multiplication", 2008); one core a slot.
CPU = Efficiency(
    tiles=((48, 64, 0.80), (16, 16, 0.60), (1, 16, 0.15)),
    slot_per_s=0.1e12,
    k_half=16,
    split_k=512,
    memory=0.70,
    memory_latency_s=0.2e-6,
    special=0.20,
)


def gemm_efficiency(gemm: Gemm, peak_per_s: float, data: Efficiency) -> float:
    """Share of the peak that `gemm` reaches with the best tile, in (0, 1).

    For a tile of (a, b): padding `mn / (ceil(m/a) a ceil(n/b) b)`, times waves
    `t / (ceil(t/s) s)` for t tiles on s slots, times depth `k / (k + k_half)`. With t < s the
    product is split along k into `min(s // t, k // split_k)` parts, each of depth k / parts.
    """
    m, n, k, count = gemm.m, gemm.n, gemm.k, gemm.count
    if m * n * k * count == 0:
        return 1.0
    slots = max(1, round(peak_per_s / data.slot_per_s))
    best = 0.0
    for a, b, rate in data.tiles:
        rows, cols = -(-m // a), -(-n // b)
        tiles = count * rows * cols
        depth = float(k)
        if tiles < slots:
            parts = max(1, min(slots // tiles, k // data.split_k))
            tiles *= parts
            depth /= parts
        value = (
            rate
            * (m * n / (rows * a * cols * b))
            * (tiles / (-(-tiles // slots) * slots))
            * (depth / (depth + data.k_half))
        )
        best = max(best, value)
    return best


def memory_s(size_bytes: float, bytes_per_s: float, data: Efficiency) -> float:
    """Seconds to stream `size_bytes` between device memory and the arithmetic units."""
    if size_bytes <= 0:
        return 0.0
    return size_bytes / (bytes_per_s * data.memory) + data.memory_latency_s
