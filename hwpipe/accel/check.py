"""The checker: what a command list must fulfil before a kernel is started on it.

Every access of every command lies inside one declared buffer, written ones in writable buffers;
pointers and strides are aligned to the port; scalars are within the kernel's declared limits; and
processes of a kernel agree on how much they hand each other, so that none waits for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from hwpipe.accel.command import POINTERS, Buffer, Command
from hwpipe.accel.format import POINTER_BITS, fields
from hwpipe.accel.windows import PIXELS, STEPS, TAPS
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.hls.compiler import Compiled, compile_kernel
from hwpipe.hls.kernel import load_kernel
from hwpipe.hls.lang import Scalar
from hwpipe.hls.preconditions import check_scalars

__all__ = ["agreements", "check_command", "check_commands", "spans"]

#: Scalars that are distances between addresses, in bytes.
_STRIDES = {
    "conv2d": ("x_group", "x_in", "x_tile_y", "x_tile_x", "x_row", "y_group", "y_block", "y_out",
               "y_tile_y", "y_tile_x", "y_row"),
    "window": ("x_block", "x_band", "x_row", "x_top", "k_block", "y_block", "y_row"),
    "elementwise": ("a_block", "a_row", "b_block", "b_row", "y_block", "y_step", "y_row"),
}  # fmt: skip


@lru_cache(maxsize=16)
def _compiled(op: str, config: ConvConfig) -> Compiled:
    params = config.params if op == "conv2d" else {"LANES": config.pi, "PORT": config.port_bytes}
    return compile_kernel(load_kernel(op, params))


@lru_cache(maxsize=1024)
def _loops_fit(op: str, config: ConvConfig, scalars: tuple[tuple[str, int], ...]) -> None:
    """The kernel's own preconditions: no empty loop, nothing that overflows (slow)."""
    check_scalars(_compiled(op, config), dict(scalars))


def _check_ranges(op: str, config: ConvConfig, scalars: Mapping[str, int]) -> None:
    """Every scalar within what the kernel declares."""
    for name, spec in _compiled(op, config).kernel.objects.items():
        if isinstance(spec, Scalar) and not spec.lo <= scalars[name] <= spec.hi:
            raise InputError(f"{name} = {scalars[name]}", where=op, limit=f"{spec.lo} to {spec.hi}")


def _reach(*loops: tuple[int, int]) -> int:
    """Last offset of nested loops of (trips, stride)."""
    return sum((trips - 1) * stride for trips, stride in loops)


def _last_of_tiles(tiles: int, part: int, total: int, apart: int, stride: int) -> int:
    """Last offset of tiles `apart` of `part` items `stride` apart; the last one may be shorter."""
    rest = total - (tiles - 1) * part
    last = (tiles - 1) * apart + (min(part, rest) - 1) * stride
    return max(last, (tiles - 2) * apart + (part - 1) * stride) if tiles > 1 else last


def spans(command: Command, config: ConvConfig) -> dict[str, int]:
    """Bytes from each pointer on that the command may touch; unused pointers are left out."""
    s, port, lanes = command.scalars, config.port_bytes, config.pi
    if command.op == "conv2d":
        x = _reach((s["groups"], s["x_group"]), (s["tiles_in"], s["x_in"]),
                   (s["tiles_y"], s["x_tile_y"]), (s["tiles_x"], s["x_tile_x"]),
                   (s["rows"], s["x_row"]))  # fmt: skip
        y = (s["groups"] - 1) * s["y_group"]
        for tiles, part, total, apart, stride in (
            ("blocks", "block", "tiles_out", "y_block", s["y_out"]),
            ("y_tiles_y", "y_th", "y_oh", "y_tile_y", s["y_row"]),
            ("y_tiles_x", "y_tw", "y_ow", "y_tile_x", config.po),
        ):
            y += _last_of_tiles(s[tiles], s[part], s[total], s[apart], stride)
        return {
            "x": x + s["cols"] * config.pi, "w": s["w_blocks"] * s["w_beats"] * port,
            "v": s["w_blocks"] * s["w_beats"] * port,
            "p": s["w_blocks"] * s["p_beats"] * 8,
            "y": y + config.po,
        }  # fmt: skip
    if command.op == "window":
        return {
            "x": _reach((s["blocks"], s["x_block"]), (s["h"], s["x_row"])) + s["w"] * lanes,
            "y": _reach((s["blocks"], s["y_block"]), (s["y_rows"], s["y_row"])) + s["ow"] * lanes,
            "k": s["blocks"] * s["k_block"],
        }  # fmt: skip
    found = {
        "a": _reach((s["blocks"], s["a_block"]), (s["rows"], s["a_row"])) + s["a_beats"] * port,
        "y": _reach((s["blocks"], s["y_block"]), (s["rows"], s["y_step"]),
                    (s["up_y"], s["y_row"])) + s["y_beats"] * port,
    }  # fmt: skip
    if s["pair"]:
        found["b"] = (
            _reach((s["blocks"], s["b_block"]), (s["rows"], s["b_row"])) + s["b_beats"] * port
        )
    return found


def agreements(command: Command, config: ConvConfig) -> list[tuple[str, bool]]:
    """What the processes of a kernel must agree on, as text and whether it holds."""
    s, lanes = command.scalars, config.pi
    beats = max(1, lanes // config.port_bytes)
    if command.op == "conv2d":
        return _conv_agreements(s, config)
    if command.op == "window":
        return _window_agreements(s, config)
    handed = s["blocks"] * s["rows"]
    return [
        ("a_beats fill pixels", handed * s["up_y"] * s["a_beats"] == s["pixels"] * beats),
        ("beats = pixels up_x", s["beats"] == s["pixels"] * beats * s["up_x"]),
        ("b_beats fill beats", not s["pair"] or handed * s["b_beats"] == s["beats"]),
        ("y_beats fill beats", handed * s["up_y"] * s["y_beats"] == s["beats"]),
    ]


def _window_agreements(s: Mapping[str, int], config: ConvConfig) -> list[tuple[str, bool]]:
    split = s["split"] == 1
    taps = 2 if s["unit"] else s["kh"] * s["span"]
    stride = s["step"] // s["rows"]
    dilation = s["t_ky"] // s["w"]
    return [
        ("k_block = constants and weights of a block", s["k_block"] == config.pi * (8 + taps)),
        ("k_beats = k_block / port", s["k_beats"] * config.port_bytes == s["k_block"]),
        (f"at most {TAPS} weights a channel", taps <= TAPS),
        (f"kh span of at least {STEPS}", s["kh"] * s["span"] >= STEPS),
        ("kw of at most span", s["kw"] <= s["span"]),
        ("step = rows stride", s["step"] == s["rows"] * stride),
        ("t_row = stride w", s["t_row"] == (stride * s["w"] if s["rows"] > 1 else 0)),
        ("t_ky = dilation w", s["t_ky"] == dilation * s["w"]),
        ("t_pair = 2 t_next", s["t_pair"] == 2 * s["t_next"]),
        ("x_band = step x_row", s["x_band"] == s["step"] * s["x_row"]),
        ("x_top = top x_row", s["x_top"] == s["top"] * s["x_row"]),
        ("tall = rows of a band with its window",
         s["tall"] == (s["rows"] - 1) * stride + (s["kh"] - 1) * dilation + 1),
        (f"a band of less than {PIXELS} pixels", s["tall"] * s["w"] < PIXELS),
        ("pairs cover ow", s["pairs"] == -(-s["ow"] // 2)),
        ("bands cover oh", (s["bands"] - 1) * s["rows"] < s["oh"] <= s["bands"] * s["rows"]),
        ("y_rows = oh, or one row where the window is split",
         (s["oh"] == s["bands"] and s["rows"] == s["y_rows"] == 1 and s["step"] == s["tall"]
          and dilation <= 1 and bool(s["unit"])) if split
         else s["y_rows"] == s["oh"]),
    ]  # fmt: skip


def _conv_agreements(s: Mapping[str, int], config: ConvConfig) -> list[tuple[str, bool]]:
    def cut(total: str, count: str, part: str) -> bool:
        return (s[count] - 1) * s[part] < s[total] <= s[count] * s[part]

    pixels = min(s["oh"], s["tiles_y"] * s["th"]) * min(s["ow"], s["tiles_x"] * s["tw"])
    tiles = s["tiles_y"] * s["tiles_x"]
    last = (
        (s["th"] - 1) * s["t_row"] + (s["tw"] - 1) * s["t_col"]
        + (s["kh"] - 1) * s["t_ky"] + (s["kw"] - 1) * s["t_kx"]
    )  # fmt: skip
    taps = s["kh"] * s["kw"]
    return [
        ("tiles = tiles_y tiles_x", s["tiles"] == tiles),
        ("w_blocks = groups blocks", s["w_blocks"] == s["groups"] * s["blocks"]),
        ("rounds = w_blocks tiles", s["rounds"] == s["w_blocks"] * tiles),
        ("w_beats of a block",
         s["w_beats"] == s["tiles_in"] * s["block"] * taps * config.weight_beats),
        ("p_beats = block PO", s["p_beats"] == s["block"] * config.po),
        ("blocks cover tiles_out", cut("tiles_out", "blocks", "block")),
        ("tiles cover oh", cut("oh", "tiles_y", "th")),
        ("tiles cover ow", cut("ow", "tiles_x", "tw")),
        ("stores cover y_oh", cut("y_oh", "y_tiles_y", "y_th")),
        ("stores cover y_ow", cut("y_ow", "y_tiles_x", "y_tw")),
        ("stores take all pixels", s["y_oh"] * s["y_ow"] == pixels),
        ("an input tile fits", s["rows"] * s["cols"] <= config.tile and last < config.tile),
        ("partial sums fit", s["block"] * s["th"] * s["tw"] <= config.psum),
        ("a pass as long as its weights take",
         s["th"] * s["tw"] >= max(config.weight_beats, config.po)),
    ]  # fmt: skip


def check_command(command: Command, buffers: Sequence[Buffer], config: ConvConfig) -> None:
    """Check one command.

    Args:
        command: as `decode` or a lowering gave it.
        buffers: that it may touch.
        config: that the kernels were built with.

    Raises:
        InputError: with the field or pointer, its limit, and what is wrong.
    """
    op, s = command.op, command.scalars
    wanted = {f.name for f in fields(op)}
    if wanted != set(s) | {f"@{name}" for name in command.pointers}:
        raise InputError("fields are missing or unknown", where=op)
    _check_ranges(op, config, s)
    for name in _STRIDES[op]:
        if s[name] % config.port_bytes:
            raise InputError(
                f"{name} = {s[name]}", where=op, limit=f"multiples of {config.port_bytes}"
            )
    for text, holds in agreements(command, config):
        if not holds:
            raise InputError("its scalars contradict each other", where=op, limit=text)
    for name, size in spans(command, config).items():
        at = command.pointers[name]
        if at % config.port_bytes or not 0 <= at < 1 << POINTER_BITS:
            raise InputError(f"pointer {name} = {at:#x}", where=op,
                             limit=f"multiples of {config.port_bytes}")  # fmt: skip
        writes = POINTERS[op][name]
        if not any(
            b.address <= at and at + size <= b.address + b.size and (b.writable or not writes)
            for b in buffers
        ):
            raise InputError(
                f"{'writes' if writes else 'reads'} {size:,} bytes at {at:#x} ({name})",
                where=op, limit=f"one {'writable' if writes else 'declared'} buffer",
            )  # fmt: skip
    _loops_fit(op, config, tuple(s.items()))


def check_commands(
    commands: Sequence[Command], buffers: Sequence[Buffer], config: ConvConfig
) -> None:
    """Check a list; errors name the position.

    Raises:
        InputError: as `check_command`.
    """
    for i, command in enumerate(commands):
        try:
            check_command(command, buffers, config)
        except InputError as error:
            raise InputError(
                error.what, where=f"command {i} ({error.where or command.op})", limit=error.limit,
                remedy=error.remedy,
            ) from error  # fmt: skip
