"""From a layer to the kernel's scalars: folding, blocking, addresses."""

# ruff: noqa: PLR0917 (a plan is made from a layer, a kernel and two layouts)
from __future__ import annotations

from dataclasses import dataclass

from hwpipe.conv.blocking import Blocking, Geometry, best_blocking, geometry
from hwpipe.conv.fold import Fold, folded_shape
from hwpipe.conv.layout import TensorLayout
from hwpipe.conv.shape import ConvConfig, ConvShape
from hwpipe.errors import InputError

__all__ = ["ConvPlan", "plan_conv"]

_FOLDS: tuple[Fold, ...] = ("none", "columns", "taps")


@dataclass(frozen=True)
class ConvPlan:
    """A layer ready for the kernel.

    Attributes:
        shape: the layer.
        config: the kernel's parameters.
        fold: what the host folds into the input's channels.
        folded: the convolution that the kernel runs.
        geometry: its loops.
        blocking: its cut.
        x_layout: of the (folded) input.
        y_layout: of the output.
        x_offset: byte offset of the first pixel that the kernel reads.
        y_offset: byte offset of the first pixel that it writes.
        x_bytes: bytes that must be readable from the start of the input on: tiles that reach
            over the edge read what nobody uses.
        scalars: the kernel's scalars, without the zero point and limits of the output.
    """

    shape: ConvShape
    config: ConvConfig
    fold: Fold
    folded: ConvShape
    geometry: Geometry
    blocking: Blocking
    x_layout: TensorLayout
    y_layout: TensorLayout
    x_offset: int
    y_offset: int
    x_bytes: int
    scalars: dict[str, int]

    @property
    def predicted_cycles(self) -> float:
        """Cycles in closed form, from start to interrupt, of a kernel that runs alone."""
        return self.blocking.cycles + self.blocking.fill_cycles

    @property
    def mac_use(self) -> float:
        """Useful products over what the array could do in the predicted time."""
        return self.shape.macs / (self.config.macs_per_cycle * self.predicted_cycles)


def _addresses(
    geo: Geometry, cut: Blocking, folded: ConvShape, config: ConvConfig,
    x: TensorLayout, y: TensorLayout,
) -> dict[str, int]:  # fmt: skip
    """Strides through memory and through the input tile, in bytes and pixels."""
    (sy, sx), (dy, dx) = geo.stride, folded.dilations
    tile_y, tile_x = cut.th * y.row_bytes, cut.tw * config.po
    if geo.stores_joined(cut.tw):
        tile_y, tile_x = 0, tile_y
    return {
        "x_group": x.group_bytes, "x_in": x.block_bytes,
        "x_tile_y": cut.th * sy * x.row_bytes, "x_tile_x": cut.tw * sx * config.pi,
        "x_row": geo.row_step * x.row_bytes,
        "t_row": sy // geo.row_step * cut.cols, "t_col": sx,
        "t_ky": dy * cut.cols, "t_kx": dx,
        "y_group": y.group_bytes, "y_block": cut.block * y.block_bytes,
        "y_out": y.block_bytes, "y_tile_y": tile_y,
        "y_tile_x": tile_x, "y_row": y.row_bytes,
    }  # fmt: skip


def _runs(geo: Geometry, cut: Blocking) -> dict[str, int]:
    """Bounds of the loads and stores; rows that are neighbours in memory become one run."""
    rows, cols = cut.rows, cut.cols
    if geo.loads_joined(cols):
        rows, cols = 1, rows * cols
    if geo.stores_joined(cut.tw):
        # All columns lie in one tile, so the tiles of rows become tiles of the only row.
        return {
            "rows": rows, "cols": cols, "y_tiles_y": 1, "y_tiles_x": cut.tiles[0], "y_th": 1,
            "y_tw": min(cut.th, geo.oh) * geo.ow, "y_oh": 1, "y_ow": geo.oh * geo.ow,
        }  # fmt: skip
    return {
        "rows": rows, "cols": cols, "y_tiles_y": cut.tiles[0], "y_tiles_x": cut.tiles[1],
        "y_th": cut.th, "y_tw": cut.tw, "y_oh": geo.oh, "y_ow": geo.ow,
    }  # fmt: skip


def _counts(geo: Geometry, cut: Blocking, config: ConvConfig) -> dict[str, int]:
    """Trip counts."""
    tiles = cut.tiles[0] * cut.tiles[1]
    return {
        "groups": geo.groups, "blocks": cut.blocks, "block": cut.block,
        "tiles_y": cut.tiles[0], "tiles_x": cut.tiles[1], "tiles": tiles,
        "tiles_in": geo.tiles_in, "tiles_out": geo.tiles_out,
        "rounds": geo.groups * cut.blocks * tiles, "w_blocks": geo.groups * cut.blocks,
        "kh": geo.kh, "kw": geo.kw,
        "th": cut.th, "tw": cut.tw, "pass_pixels": cut.th * cut.tw, "oh": geo.oh, "ow": geo.ow,
        "w_beats": geo.tiles_in * cut.block * geo.taps * config.weight_beats,
        "p_beats": cut.block * config.po, **_runs(geo, cut),
    }  # fmt: skip


def _plan(
    shape: ConvShape, config: ConvConfig, fold: Fold, latency: int,
    x_layout: TensorLayout | None, y_layout: TensorLayout | None,
) -> ConvPlan:  # fmt: skip
    folded = folded_shape(shape, fold)
    oh, ow = shape.out_size
    x = x_layout or TensorLayout(
        folded.channels, folded.height, folded.width, config.pi, folded.pads, folded.groups
    )
    y = y_layout or TensorLayout(shape.filters, oh, ow, config.po, groups=shape.groups)
    plain = folded.taps == (1, 1) and folded.strides == (1, 1) and folded.pads == (0, 0, 0, 0)
    flat = plain and not any(x.ring[1::2]) and not any(y.ring[1::2])
    geo = geometry(folded, config, x, y, flat=flat)
    cut = best_blocking(geo, config, latency)
    scalars = _counts(geo, cut, config) | _addresses(geo, cut, folded, config, x, y)
    top, left, _, _ = folded.pads
    x_offset = x.offset(-top, -left)
    last = (
        (geo.groups - 1) * x.group_bytes + (geo.tiles_in - 1) * x.block_bytes
        + (cut.tiles[0] - 1) * scalars["x_tile_y"] + (cut.tiles[1] - 1) * scalars["x_tile_x"]
        + (cut.rows - 1) * scalars["x_row"] + cut.cols * config.pi
    )  # fmt: skip
    return ConvPlan(
        shape, config, fold, folded, geo, cut, x, y, x_offset, y.offset(0, 0),
        max(x.total_bytes, x_offset + last), scalars,
    )  # fmt: skip


def _check_layouts(
    shape: ConvShape, config: ConvConfig, x: TensorLayout | None, y: TensorLayout | None
) -> None:
    oh, ow = shape.out_size
    for name, layout, want in (
        ("input", x, (shape.channels, shape.height, shape.width, config.pi, shape.groups)),
        ("output", y, (shape.filters, oh, ow, config.po, shape.groups)),
    ):
        if layout is None:
            continue
        have = (layout.channels, layout.height, layout.width, layout.lanes, layout.groups)
        if have != want:
            raise InputError(
                f"the {name}'s layout has (channels, rows, columns, lanes, groups) = {have}",
                limit=str(want),
            )
    if x is not None and any(r < p for r, p in zip(x.ring, shape.pads, strict=True)):
        raise InputError(
            f"the input's ring of {x.ring} pixels", limit=f"at least the padding {shape.pads}"
        )


def plan_conv(
    shape: ConvShape,
    config: ConvConfig | None = None,
    *,
    fold: Fold | None = None,
    latency_cycles: int = 100,
    x_layout: TensorLayout | None = None,
    y_layout: TensorLayout | None = None,
) -> ConvPlan:
    """Choose folding and blocking of a layer for the fewest predicted cycles.

    Args:
        shape: the layer.
        config: of the kernel.
        fold: what the host folds into channels; by default whatever is fastest where the input
            has fewer channels than the array has lanes, and nothing elsewhere or where
            `x_layout` says how the input lies.
        latency_cycles: of the memory.
        x_layout: of the input, with a ring of at least the padding; by default the padding's.
        y_layout: of the output; by default without a ring.

    Raises:
        InputError: a layer outside of what the kernel was built for.
    """
    config = config or ConvConfig()
    _check_layouts(shape, config, x_layout, y_layout)
    few = shape.groups == 1 and shape.channels < config.pi and x_layout is None
    folds = (fold,) if fold else _FOLDS if few else ("none",)
    if shape.groups > 1 and folds != ("none",):
        raise InputError(f"fold = {fold!r} with {shape.groups} groups", limit="'none'")
    plans, errors = [], []
    for each in folds:
        try:
            plan = _plan(shape, config, each, latency_cycles, x_layout, y_layout)
            _check_scalars(plan)
            plans.append(plan)
        except InputError as error:
            errors.append(error)
    if not plans:
        raise errors[0]
    return min(plans, key=lambda p: p.predicted_cycles)


#: Largest value of each scalar (hls/conv2d.py); what a tile holds is checked by the blocking.
_LIMITS = {
    "groups": 1023, "blocks": 1023, "tiles_y": 1023, "tiles_x": 1023, "tiles_in": 1023,
    "tiles_out": 1023, "oh": 4095, "y_tiles_x": 1023,
    "w_blocks": (1 << 20) - 1, "tiles": (1 << 20) - 1,
    "w_beats": (1 << 24) - 1, "p_beats": (1 << 16) - 1,
    **dict.fromkeys(
        ("x_group", "x_in", "x_tile_y", "x_tile_x", "x_row", "y_group", "y_block", "y_out",
         "y_tile_y", "y_tile_x", "y_row"), (1 << 28) - 1,
    ),
}  # fmt: skip


def _check_scalars(plan: ConvPlan) -> None:
    for name, limit in _LIMITS.items():
        if plan.scalars[name] > limit:
            raise InputError(
                f"{name} = {plan.scalars[name]:,}", where="conv2d", limit=f"{limit:,}",
                remedy="split the layer into bands of rows or groups of filters",
            )  # fmt: skip
