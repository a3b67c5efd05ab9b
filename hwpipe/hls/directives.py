"""The schedule of a kernel: directives apart from the algorithm.

A kernel file's function `schedule(s)` fills one of these; a caller may pass another. Loops
are named `process.variable`, arrays `process.array`, streams, buffers and arguments by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hwpipe.errors import InputError

__all__ = ["Partition", "Schedule"]


@dataclass(frozen=True)
class Partition:
    """How one dimension of an array is spread over memories."""

    kind: str
    factor: int = 0


@dataclass
class Schedule:
    """Directives; every one has a default, so an empty schedule builds too."""

    clock_ns: float = 10.0
    pipeline_ii: dict[str, int] = field(default_factory=dict)
    unroll_factor: dict[str, int] = field(default_factory=dict)
    tile_factor: dict[str, int] = field(default_factory=dict)
    reorders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    partitions: dict[str, dict[int, Partition]] = field(default_factory=dict)
    fifo_depth: dict[str, int] = field(default_factory=dict)
    buffer_depth: dict[str, int] = field(default_factory=dict)
    bundles: dict[str, tuple[str, int]] = field(default_factory=dict)
    burst_beats: dict[str, int] = field(default_factory=dict)
    sum_shape: dict[str, str] = field(default_factory=dict)
    ram_styles: dict[str, str] = field(default_factory=dict)
    pack_shift: dict[str, int] = field(default_factory=dict)

    def clock(self, ns: float) -> None:
        """Clock period that operator chaining aims at."""
        self.clock_ns = ns

    def pipeline(self, process: str, ii: int = 1) -> None:
        """Initiation interval asked of a process (its nest is always pipelined)."""
        if ii < 1:
            raise InputError(f"pipeline({process!r}, ii={ii})", limit="ii at least 1")
        self.pipeline_ii[process.split(".", maxsplit=1)[0]] = ii

    def unroll(self, loop: str, factor: int = 0) -> None:
        """Unroll a loop fully (factor 0), or split it and unroll the inner `factor`."""
        self.unroll_factor[loop] = factor

    def tile(self, loop: str, factor: int) -> None:
        """Split a loop in two, `loop_o` and `loop_i`, the inner one of `factor` iterations."""
        if factor < 1:
            raise InputError(f"tile({loop!r}, {factor})", limit="factor at least 1")
        self.tile_factor[loop] = factor

    def reorder(self, process: str, *loops: str) -> None:
        """New order of perfectly nested loops, outermost first."""
        self.reorders[process] = loops

    def partition(self, array: str, kind: str = "complete", factor: int = 0, dim: int = -1) -> None:
        """Spread an array over memories.

        Args:
            array: `process.array`, or the name of a buffer.
            kind: `cyclic`, `block` or `complete`.
            factor: number of memories for `cyclic` and `block`.
            dim: dimension, -1 for all of them.
        """
        if kind not in {"cyclic", "block", "complete"}:
            raise InputError(f"partition({array!r}, {kind!r})", limit="cyclic, block or complete")
        if kind != "complete" and factor < 1:
            raise InputError(
                f"partition({array!r}, {kind!r}) without a factor", limit="factor >= 1"
            )
        self.partitions.setdefault(array, {})[dim] = Partition(kind, factor)

    def fifo(self, stream: str, depth: int) -> None:
        """Depth of a stream beyond what its writer's pipeline needs."""
        self.fifo_depth[stream] = depth

    def pingpong(self, buffer: str, depth: int = 2) -> None:
        """Number of halves of a buffer."""
        self.buffer_depth[buffer] = depth

    def m_axi(self, argument: str, bundle: str = "gmem", width: int = 64, burst: int = 64) -> None:
        """Port of an argument in memory: bundle, data width in bits, longest burst in beats."""
        if width not in {32, 64, 128, 256, 512}:
            raise InputError(f"m_axi({argument!r}, width={width})", limit="32, 64, 128, 256, 512")
        self.bundles[argument] = (bundle, width)
        self.burst_beats[argument] = burst

    def reduction(self, process: str, shape: str) -> None:
        """Shape of the sums of a process: `tree`, `chain`, `cascade` of DSPs, or `addend`.

        `addend` is a cascade whose first slice also adds what is no product, in its C port.
        """
        shapes = ("tree", "chain", "cascade", "addend")
        if shape not in shapes:
            raise InputError(f"reduction({process!r}, {shape!r})", limit=", ".join(shapes))
        self.sum_shape[process] = shape

    def pack(self, process: str, shift: int = 17) -> None:
        """Two products that share an operand in one DSP: shift 17 on DSP48E1, 18 on DSP48E2."""
        if shift not in {17, 18}:
            raise InputError(f"pack({process!r}, shift={shift})", limit="17 or 18")
        self.pack_shift[process] = shift

    def ram_style(self, array: str, style: str) -> None:
        """Memory kind of an array: `block`, `distributed` or `auto`."""
        if style not in {"block", "distributed", "auto"}:
            raise InputError(f"ram_style({array!r}, {style!r})", limit="block, distributed, auto")
        self.ram_styles[array] = style
