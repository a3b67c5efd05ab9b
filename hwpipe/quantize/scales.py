"""Power-of-two scales of activations and the weight grid on which requantisation is exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError
from hwpipe.fpga.exact import accumulator_range
from hwpipe.fpga.requantise import GRID_SHIFT, MULTIPLIER_BITS, Scale
from hwpipe.quantize.images import Images
from hwpipe.quantize.layout import Layout
from hwpipe.quantize.net import Net
from hwpipe.quantize.ranges import session

__all__ = ["LayerWeights", "choose_scales", "power_of_two", "quantise_weights"]

Array = npt.NDArray[Any]

#: Images that decide between neighbouring powers of two.
_DECIDING_IMAGES = 16


def power_of_two(low: float, high: float, finer: int = 0) -> Scale:
    """Smallest power of two that covers the range, or `finer` powers below it.

    The range is widened to hold zero; what the scale covers beyond it, or leaves out, is divided
    between both ends in proportion, so that zero is a code and a range from zero starts at -128.
    """
    low, high = min(low, 0.0), max(high, 0.0)
    width = high - low
    if width == 0:
        return Scale(2.0**-7, 0)
    exponent = int(np.ceil(np.log2(width / 255)))
    exponent = int(np.clip(exponent - finer, -60, 60))
    zero = int(np.clip(np.rint(-128 - 255 * low / width), -128, 127))
    return Scale(2.0**exponent, zero)


def choose_scales(
    net: Net, layout: Layout, ranges: dict[str, tuple[float, float]], images: Images
) -> dict[str, Scale]:
    """A power-of-two scale for every group of integer tensors.

    Of the two powers of two around the exact scale, the one with the smaller squared error on
    some calibration images is taken: the finer one saturates the ends of the range.

    Returns:
        Scale by the group's representative.
    """
    members = layout.members()
    candidates: dict[str, list[Scale]] = {}
    for root, names in members.items():
        known = [ranges[name] for name in names if name in ranges]
        low = min((r[0] for r in known), default=0.0)
        high = max((r[1] for r in known), default=0.0)
        candidates[root] = [power_of_two(low, high), power_of_two(low, high, 1)]
    noise = _noise(net, layout, candidates, images)
    chosen = {root: both[int(np.argmin(noise[root]))] for root, both in candidates.items()}
    _keep_means_finer(layout, members, chosen)
    return chosen


def _noise(
    net: Net, layout: Layout, candidates: dict[str, list[Scale]], images: Images
) -> dict[str, Array]:
    """Relative squared error of every candidate, summed over the tensors of its group."""
    names = [name for name in layout.group if net.dtypes.get(name, "float32") == "float32"]
    entering = {value.name for value in net.inputs}
    run = session(net.to_model([n for n in names if n not in entering]))
    outputs = [o.name for o in run.get_outputs()]
    noise = {root: np.zeros(len(found)) for root, found in candidates.items()}
    for feed in images.feeds(_DECIDING_IMAGES * images.batch):
        values = dict(zip(outputs, run.run(None, feed), strict=True)) | feed
        for name in names:
            root, x = layout.root(name), values[name]
            signal = float(np.square(x, dtype=np.float64).sum())
            for i, scale in enumerate(candidates[root]):
                codes = np.clip(np.rint(x / scale.scale) + scale.zero_point, -128, 127)
                back = (codes - scale.zero_point) * scale.scale
                if signal:
                    noise[root][i] += float(np.square(back - x, dtype=np.float64).sum()) / signal
    return noise


def _keep_means_finer(
    layout: Layout, members: dict[str, list[str]], chosen: dict[str, Scale]
) -> None:
    """A mean is never coarser than its input: sums over odd counts then are never ties."""
    computed: dict[str, int] = {}
    for node in layout.integer:
        if node.output[0] in layout.result:
            root = layout.root(layout.result[node.output[0]])
            computed[root] = computed.get(root, 0) + 1
    for node in layout.integer:
        if node.op_type not in ("AveragePool", "GlobalAveragePool"):
            continue
        x, y = layout.root(node.input[0]), layout.root(layout.result[node.output[0]])
        if x != y and chosen[y].scale > chosen[x].scale and computed[y] == 1:
            chosen[y] = chosen[x]


@dataclass(frozen=True, eq=False)
class LayerWeights:
    """Quantised weights of a convolution or product.

    Attributes:
        codes: int8, -127 .. 127, output channels first.
        scale: float32 (M,): `k * 2**-GRID_SHIFT * ys / xs`.
        bias: int32 (M,) at scale xs * ws.
        multiplier: k of every channel.
    """

    codes: Array
    scale: Array
    bias: Array
    multiplier: Array


def quantise_weights(w: Array, bias: Array, x: Scale, y: Scale, where: str) -> LayerWeights:
    """Per-channel symmetric weights on the exact grid.

    A channel takes the k next above or below its exact scale, whichever has the smaller squared
    error (below, the largest weights saturate at 127). A bias too large for int32 at the
    resulting scale raises k.

    Args:
        w: float (M, ...).
        bias: float (M,).
        x: of the input.
        y: of the output.
        where: layer for messages.

    Raises:
        InputError: if a weight is not finite, or the layer needs a multiplier of 2**17 or more.
    """
    flat = w.reshape(w.shape[0], -1)
    if not (np.isfinite(flat).all() and np.isfinite(bias).all()):
        raise InputError("a weight or bias is not a finite number", where=where,
                         remedy="train or export the model again")  # fmt: skip
    largest = np.maximum(flat.max(axis=1, initial=0.0), -flat.min(axis=1, initial=0.0))
    largest = largest.astype(np.float64)
    # A layer whose multipliers need more than 17 bits uses a coarser grid for all channels.
    coarse = 0
    unit = y.scale / x.scale * 2.0**-GRID_SHIFT
    while coarse < GRID_SHIFT and np.any(np.ceil(largest / 127 / unit) >= 2**MULTIPLIER_BITS):
        coarse, unit = coarse + 1, unit * 2
    exact = largest / 127 / unit
    k = _best_k(flat, exact, unit)
    # The bias gets a quarter of the accumulator at most.
    k = np.maximum(k, np.ceil(np.abs(bias) / (x.scale * unit) / 2.0**29))
    if np.any(k >= 2**MULTIPLIER_BITS):
        raise InputError(
            f"its weights reach {largest.max():g} at input scale {x.scale:g} and output scale "
            f"{y.scale:g}", where=where, limit=f"multipliers below {2**MULTIPLIER_BITS} x 2**-16",
            remedy="the output's calibrated range is too small; calibrate with more images",
        )  # fmt: skip
    scale = k * unit
    codes = np.empty(flat.shape, np.int8)
    for rows in _blocks(flat):
        codes[rows] = np.clip(np.rint(flat[rows].astype(np.float64) / scale[rows, None]), -127, 127)
    codes = codes.reshape(w.shape)
    b = np.rint(bias.astype(np.float64) / (x.scale * scale)).astype(np.int64)
    low, high = accumulator_range(codes, b, x.zero_point)
    if max(int(high.max(initial=0)), -int(low.min(initial=0))) >= 2**31:
        raise InputError("its accumulator exceeds 32 bits", where=where,
                         limit="about 66,000 products", remedy="split the layer")  # fmt: skip
    return LayerWeights(
        codes, scale.astype(np.float32), b.astype(np.int32), (k * 2.0**coarse).astype(np.int64)
    )


def _blocks(flat: Array) -> list[slice]:
    """Rows in blocks of about a million weights: what stays in the cache is computed faster."""
    step = max(1, (1 << 20) // max(1, flat.shape[1]))
    return [slice(at, at + step) for at in range(0, len(flat), step)]


def _best_k(flat: Array, exact: Array, unit: float) -> Array:
    both = [np.maximum(np.floor(exact), 1.0), np.maximum(np.ceil(exact), 1.0)]
    errors = [np.empty(len(flat)), np.empty(len(flat))]
    for rows in _blocks(flat):
        block = flat[rows].astype(np.float64)
        for k, error in zip(both, errors, strict=True):
            scale = (k[rows] * unit)[:, None]
            back = np.clip(np.rint(block / scale), -127, 127) * scale
            error[rows] = np.square(back - block).sum(axis=1)
    return np.asarray(np.where(errors[0] < errors[1], both[0], both[1]))
