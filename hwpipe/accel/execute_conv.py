"""Command `conv2d` in numpy: from its scalars alone, bit for bit what hls/conv2d.py computes.

Pixels are gathered as the kernel's loads and taps reach them, multiplied as one matrix product
(float32 is exact up to 1,024 products of int8; longer sums add up in float64), requantised, and
scattered in the order of the kernel's stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.conv import ConvConfig
from hwpipe.conv.pack import weight_order

__all__ = ["run_conv2d", "stores_match"]

Array = npt.NDArray[Any]

#: Products of int8 whose sum float32 holds exactly: 1,024 x 2^14 = 2^24.
_EXACT = 1024
#: Elements of a gathered matrix.
_CHUNK = 1 << 22


def _rows(view: Array, port: int, width: int) -> Array:
    """Every run of `width` bytes that starts at a multiple of the port's width."""
    count = max(0, (view.size - width) // port + 1)
    return np.lib.stride_tricks.as_strided(view, (count, width), (port, 1))


@lru_cache(maxsize=16)
def _places(config: ConvConfig) -> Array:
    """Where in its set's bytes each weight of a flat (PI, PO) set lies."""
    return np.argsort(weight_order(config))


def _weights(s: Mapping[str, int], views: Mapping[str, Array], config: ConvConfig) -> Array:
    """(w_blocks, tiles_in, block, taps, PI, PO) int16 from the order of bytes on both ports."""
    lanes, port = config.pi * config.po, config.port_bytes
    halves = [views[name].view(np.int8).reshape(-1, config.weight_beats, port) for name in "wv"]
    raw = np.concatenate(halves, axis=2).reshape(-1, lanes)
    # `take` is 40 times faster than an index here.
    sets = np.take(raw, _places(config), axis=1).astype(np.int16)
    if config.shift:
        # The host took a borrow from the upper weight of a pair whose lower one is negative.
        pairs = sets.reshape(-1, lanes // 2, 2)
        pairs[..., 1] += pairs[..., 0] < 0
    shape = (s["w_blocks"], s["tiles_in"], s["block"], s["kh"] * s["kw"], config.pi, config.po)
    weights: Array = sets.reshape(shape)
    return weights


def _pixels(s: Mapping[str, int], pi: int) -> tuple[Array, Array]:
    """Byte offsets of (tiles_y tiles_x th tw) pixels and of (tiles_in taps) rows of weights.

    An element of the matrix lies at the sum of both; -1 in the second result's place of a pixel
    that was never loaded cannot happen in a list that passed the checker.
    """
    tile = (
        np.arange(s["tiles_y"])[:, None] * s["x_tile_y"]
        + np.arange(s["tiles_x"])[None, :] * s["x_tile_x"]
    ).reshape(-1)
    pixel = (
        np.arange(s["th"])[:, None] * s["t_row"] + np.arange(s["tw"])[None, :] * s["t_col"]
    ).reshape(-1)
    tap = (
        np.arange(s["kh"])[:, None] * s["t_ky"] + np.arange(s["kw"])[None, :] * s["t_kx"]
    ).reshape(-1)
    at = pixel[:, None] + tap[None, :]
    inside = at // s["cols"] * s["x_row"] + at % s["cols"] * pi
    inside = np.where(at < s["rows"] * s["cols"], inside, -1)
    return tile, inside


def _gather(x: Array, tile: Array, inside: Array, channel: Array, config: ConvConfig) -> Array:
    """(tiles pixels, tiles_in taps PI) int8."""
    taps, port, pi = inside.shape[1], config.port_bytes, config.pi
    at = tile[:, None, None, None] + channel[None, None, :, None] + inside[None, :, None, :]
    loaded = inside >= 0
    rows = _rows(x.view(np.int8), port, pi)
    if not loaded.all():
        at = np.where(loaded[None, :, None, :], at, 0)
    got: Array = rows[(at // port).reshape(-1)]
    if not loaded.all():
        got = got.reshape(*at.shape, pi) * loaded[None, :, None, :, None]
    return got.reshape(tile.size * inside.shape[0], channel.size * taps * pi)


def _product(a: Array, w: Array) -> Array:
    """(M, K) int8 by (K, F) int16 as exact float64."""
    total = np.zeros((a.shape[0], w.shape[1]), np.float64)
    for k in range(0, a.shape[1], _EXACT):
        part = a[:, k : k + _EXACT].astype(np.float32) @ w[k : k + _EXACT].astype(np.float32)
        total += part
    return total


def _wrapped(values: Array, bits: int) -> Array:
    """Two's complement of so many bits."""
    half = 1 << (bits - 1)
    return ((values + half) & ((1 << bits) - 1)) - half


def _chained(a: Array, w: Array, config: ConvConfig, filters: int) -> Array:
    """The product as chains of packed multipliers give it, where a weight of -128 overflows them.

    Args:
        a: (M, K) int8, K a multiple of PI.
        w: (K, F) int16; F = (output tiles, PO).
        config: of the kernel.
        filters: F.
    """
    shift = config.shift
    chain = min(config.pi, {17: 4, 18: 8}[shift])
    total = np.zeros((a.shape[0], filters), np.int64)
    for k in range(0, a.shape[1], chain):
        sums = a[:, k : k + chain].astype(np.int64) @ w[k : k + chain].astype(np.int64)
        low, high = sums[:, 0::2], sums[:, 1::2]
        packed = (high << shift) + low
        total[:, 0::2] += _wrapped(packed, shift)
        total[:, 1::2] += _wrapped((packed >> shift) + ((packed >> (shift - 1)) & 1), shift)
    return total.astype(np.float64)


def _codes(total: Array, pairs: Array, s: Mapping[str, int]) -> Array:
    """Requantised codes of sums (M, F); pairs (F, 2) int32 of bias and scale.

    A sum of 25 bits times a scale of 17 is exact in float64, and so is `rint` (half to even).
    """
    sums = total.astype(np.int64).astype(np.int32) + pairs[:, 0]
    kept = np.clip(sums, -(1 << 24), (1 << 24) - 1).astype(np.float64)
    kept *= (pairs[:, 1] & 0x1FFFF) * 2.0**-16
    near: Array = np.rint(kept, out=kept)
    near += s["zero"]
    codes: Array = np.minimum(np.maximum(near, s["low"]), s["high"]).astype(np.int8)
    return codes


def _sources(s: Mapping[str, int]) -> tuple[Array, Array]:
    """Pixels that leave `requantise`, tile by tile, and how many each tile gives."""
    ty = np.arange(s["tiles_y"] * s["th"]).reshape(s["tiles_y"], 1, s["th"], 1)
    tx = np.arange(s["tiles_x"] * s["tw"]).reshape(1, s["tiles_x"], 1, s["tw"])
    kept = ((ty < s["oh"]) & (tx < s["ow"])).reshape(s["tiles_y"] * s["tiles_x"], -1)
    return np.flatnonzero(kept), kept.sum(1)


def _targets(s: Mapping[str, int], po: int) -> tuple[Array, Array]:
    """Byte offsets that `store` writes for one output tile, tile by tile, and their counts."""
    found, counts = [], []
    for by in range(s["y_tiles_y"]):
        rows = np.arange(max(0, min(s["y_th"], s["y_oh"] - by * s["y_th"])))
        for bx in range(s["y_tiles_x"]):
            cols = np.arange(max(0, min(s["y_tw"], s["y_ow"] - bx * s["y_tw"])))
            start = by * s["y_tile_y"] + bx * s["y_tile_x"]
            found.append((start + rows[:, None] * s["y_row"] + cols[None, :] * po).reshape(-1))
            counts.append(found[-1].size)
    return np.concatenate(found), np.array(counts)


def stores_match(s: Mapping[str, int]) -> bool:
    """Whether the pixels that leave `requantise` are as many as `store` takes."""
    rows = min(s["oh"], s["tiles_y"] * s["th"]) * min(s["ow"], s["tiles_x"] * s["tw"])
    return rows == s["y_oh"] * s["y_ow"]


def _scatter(codes: Array, s: Mapping[str, int], y: Array, config: ConvConfig) -> None:
    """Write (pixels, output tiles of a block, PO) codes of one block where `store` puts them."""
    port, po = config.port_bytes, config.po
    out = _rows(y.view(np.int8), port, po)
    sources, given = _sources(s)
    targets, taken = _targets(s, po)
    tiles = np.arange(codes.shape[1])
    if np.array_equal(given, taken):
        # Tile by tile both sides handle the same number of pixels: output tiles stay apart.
        at = targets[None, :] + tiles[:, None] * s["y_out"]
        out[at // port] = codes[sources].transpose(1, 0, 2)
        return
    ends_in, ends_out = np.cumsum(given)[:-1], np.cumsum(taken)[:-1]
    stream = np.concatenate([
        codes[part].transpose(1, 0, 2).reshape(-1, po) for part in np.split(sources, ends_in)
    ])  # fmt: skip
    at = np.concatenate([
        (part[None, :] + tiles[:, None] * s["y_out"]).reshape(-1)
        for part in np.split(targets, ends_out)
    ])  # fmt: skip
    out[at // port] = stream


def run_conv2d(s: Mapping[str, int], views: Mapping[str, Array], config: ConvConfig) -> None:
    """Run the command.

    Args:
        s: scalars that passed `hwpipe.accel.check`.
        views: bytes from every pointer on, as many as the command touches.
        config: of the kernel.
    """
    pi, po = config.pi, config.po
    blocks, block = s["blocks"], s["block"]
    weights = _weights(s, views, config)
    overflow = bool(config.shift) and int(np.abs(weights).max()) > 127
    pairs = views["p"].view(np.int32).reshape(s["groups"], blocks, block, po, 2)[:, :, :, ::-1]
    tile, inside = _pixels(s, pi)
    channel = np.arange(s["tiles_in"]) * s["x_in"]
    depth, filters = channel.size * inside.shape[1] * pi, blocks * block * po
    step = max(1, _CHUNK // max(1, depth * inside.shape[0]))
    for g in range(s["groups"]):
        own = weights[g * blocks : (g + 1) * blocks].transpose(1, 3, 4, 0, 2, 5)
        w = np.ascontiguousarray(own).reshape(depth, filters)
        codes = np.empty((tile.size, inside.shape[0], filters), np.int8)
        for t in range(0, tile.size, step):
            a = _gather(views["x"], tile[t : t + step] + g * s["x_group"], inside, channel, config)
            total = _chained(a, w, config, filters) if overflow else _product(a, w)
            own_codes = _codes(total, pairs[g].reshape(filters, 2), s)
            codes[t : t + step] = own_codes.reshape(-1, inside.shape[0], filters)
        by_block = codes.reshape(-1, blocks, block, po)
        for b in range(blocks):
            used = min(block, s["tiles_out"] - b * block)
            start = g * s["y_group"] + b * s["y_block"]
            _scatter(by_block[:, b, :used], s, views["y"][start:], config)
