"""Cycles of matrix products on a systolic array: compute, memory traffic and stalls.

Compute cycles are those of SCALE-Sim (Samajdar et al., ISPASS 2020, and its version 3,
arXiv 2504.15377), exactly: a product M x K by K x N is cut into folds that occupy the R x C
array; a fold is filled, streamed and drained before the next starts.

- output-stationary: ceil(M/R) ceil(N/C) folds of K + R + C - 2 cycles
- weight-stationary: ceil(K/R) ceil(N/C) folds of 2R + C + M - 2 cycles
- input-stationary:  ceil(K/R) ceil(M/C) folds of 2R + C + N - 2 cycles

Compute cycles alone mis-rank dataflows, so the traffic of every fold is added. The three
memories are double-buffered: half holds what the running fold uses, half takes what the next
one needs. With F folds of loads l_i, stores s_i and c compute cycles:

    total = l_0 + sum_i max(c, l_(i+1) + s_(i-1)) + s_(F-1)

The folds run in two nested loops; both orders are priced and the cheaper one is taken. An
operand that fits in half its memory is loaded once and reused over the outer loop; one that
does not is loaded again in every pass. Edge folds are charged the mean tile of their operand.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from hwpipe.cluster.model import SystolicArray
from hwpipe.graph.model import Gemm

__all__ = ["DATAFLOWS", "Dataflow", "SystolicCost", "compute_cycles", "fold_pipeline",
           "product_cost"]  # fmt: skip

Dataflow = Literal["output", "weight", "input"]
DATAFLOWS: tuple[Dataflow, ...] = ("output", "weight", "input")

#: Partial sums are kept in 32 bits, as in TPU v1 (Jouppi et al., ISCA 2017, section 2).
_SUM_BYTES = 4


class SystolicCost(NamedTuple):
    """Cost of `count` equal products on one array, in cycles and DRAM bytes."""

    dataflow: Dataflow
    compute_cycles: int
    cycles: float
    dram_read_bytes: float
    dram_write_bytes: float


class _Loops(NamedTuple):
    """Two nested loops over folds of `compute` cycles, with a memory of `bytes_per_cycle`."""

    outer: int
    inner: int
    compute: int
    bytes_per_cycle: float


class _Four(NamedTuple):
    """Bytes of a fold by its place in the loops.

    Loads: (first outer, first inner), (first outer, later inner), (later outer, first inner),
    (later outer, later inner). Stores: (last outer, last inner), (last outer, earlier inner),
    (earlier outer, last inner), (earlier outer, earlier inner).
    """

    both: float
    outer_only: float
    inner_only: float
    neither: float

    def total(self, outer: int, inner: int) -> float:
        """Sum over all folds."""
        return (
            self.both
            + self.outer_only * (inner - 1)
            + self.inner_only * (outer - 1)
            + self.neither * (outer - 1) * (inner - 1)
        )


def compute_cycles(m: int, k: int, n: int, *, rows: int, cols: int, dataflow: Dataflow) -> int:
    """Cycles of one M x K by K x N product without memory stalls."""
    row_folds, col_folds, per_fold = _folds(m, k, n, rows=rows, cols=cols, dataflow=dataflow)
    return row_folds * col_folds * per_fold


def _folds(
    m: int, k: int, n: int, *, rows: int, cols: int, dataflow: Dataflow
) -> tuple[int, int, int]:
    """Folds along the array's rows, along its columns, and cycles of one fold."""
    if dataflow == "output":
        return -(-m // rows), -(-n // cols), k + rows + cols - 2
    if dataflow == "weight":
        return -(-k // rows), -(-n // cols), 2 * rows + cols + m - 2
    return -(-k // rows), -(-m // cols), 2 * rows + cols + n - 2


def fold_pipeline(
    outer: int,
    inner: int,
    compute: float,
    loads: tuple[float, float, float, float],
    stores: tuple[float, float, float, float],
) -> float:
    """Cycles of `outer * inner` double-buffered folds, `loads` and `stores` as in `_Four`.

    The closed form of `l_0 + sum_i max(c, l_(i+1) + s_(i-1)) + s_(F-1)`: fold (o, j) has few
    distinct neighbours, so each distinct step is priced once and counted.
    """
    load, load_row, load_col, load_body = loads
    end, end_row, end_col, end_body = stores
    total = load + end
    if inner == 1:
        if outer == 1:
            return total + compute
        total += max(compute, load_col) + max(compute, end_col)
        return total + (outer - 2) * max(compute, load_col + end_col)
    middle = inner - 2
    total += max(compute, load_row) + max(compute, end_row)  # the very first and last step
    if outer == 1:
        return total + middle * max(compute, load_row + end_row)
    later = outer - 1
    total += later * max(compute, load_body + end_col)  # first steps of the later passes
    total += later * max(compute, load_col + end_body)  # last steps of the earlier passes
    return total + middle * (
        max(compute, load_row + end_body)
        + (outer - 2) * max(compute, load_body + end_body)
        + max(compute, load_body + end_row)
    )


def _priced(loops: _Loops, loads: _Four, stores: _Four) -> tuple[float, float, float]:
    """Cycles, bytes read and bytes written of one loop order."""
    outer, inner, rate = loops.outer, loops.inner, loops.bytes_per_cycle
    cycles = fold_pipeline(
        outer,
        inner,
        loops.compute,
        (loads[0] / rate, loads[1] / rate, loads[2] / rate, loads[3] / rate),
        (stores[0] / rate, stores[1] / rate, stores[2] / rate, stores[3] / rate),
    )
    return cycles, loads.total(outer, inner), stores.total(outer, inner)


def _output_stationary(
    loops: _Loops,
    outer_tile: float,
    inner_tile: float,
    result: float,
    *,
    outer_fits: bool,
    inner_fits: bool,
) -> tuple[float, float, float]:
    """One loop order: `outer_tile` changes with the outer loop, `inner_tile` with the inner.

    The outer tile is kept over the inner loop if it fits, the inner tiles over the whole run
    if all of them fit. A result tile is stored by every fold.
    """
    a, b = outer_tile, inner_tile
    again_a, again_b = (0.0 if outer_fits else a), (0.0 if inner_fits else b)
    loads = _Four(a + b, b + again_a, a + again_b, again_a + again_b)
    return _priced(loops, loads, _Four(result, result, result, result))


class _Stationary(NamedTuple):
    """Bytes of a weight- or input-stationary run, and the memories that hold them.

    `tile` of the stationary operand is loaded for every fold, exactly once in all; `stream` of
    the other operand belongs to a row fold (a slice of K). Each column fold has `sums` of
    partial sums and `result` of results.
    """

    tile: float
    stream: float
    stream_memory: float
    sums: float
    sum_memory: float
    result: float


def _stationary(
    row_folds: int, col_folds: int, compute: int, rate: float, size: _Stationary
) -> tuple[float, float, float]:
    """Weight- or input-stationary folds in the better loop order.

    Sums that do not fit are read by every fold but the first along K and written by every fold
    but the last.
    """
    tile, stream, result = size.tile, size.stream, size.result
    # K inside: the sums of one column fold are live; the stream is read again for every column
    # fold unless all of it stays on chip.
    spill = size.sums if row_folds > 1 and size.sums > size.sum_memory else 0.0
    again = 0.0 if stream * row_folds <= size.stream_memory else stream
    inside = _priced(
        _Loops(col_folds, row_folds, compute, rate),
        _Four(tile + stream, tile + stream + spill, tile + again, tile + again + spill),
        _Four(result, spill, result, spill),
    )
    # K outside: a slice of the stream serves all column folds, but all sums are live.
    spill = size.sums if row_folds > 1 and size.sums * col_folds > size.sum_memory else 0.0
    again = 0.0 if stream <= size.stream_memory else stream
    outside = _priced(
        _Loops(row_folds, col_folds, compute, rate),
        _Four(tile + stream, tile + again, tile + stream + spill, tile + again + spill),
        _Four(result, result, spill, spill),
    )
    return min(inside, outside)


def product_cost(
    gemm: Gemm,
    array: SystolicArray,
    dataflow: Dataflow,
    *,
    bytes_per_cycle: float,
    element_bytes: float,
    input_bytes: float | None = None,
) -> SystolicCost:
    """Cost of `gemm.count` equal products, one after the other, on one array.

    Args:
        gemm: the product; a convolution gives its im2col shape.
        array: rows, columns and memories of one array (`dataflow`, `count` are not read).
        dataflow: which operand stays in place.
        bytes_per_cycle: DRAM bandwidth that this array has.
        element_bytes: bytes of one element of inputs, weights and results.
        input_bytes: distinct bytes of the M x K operands of all `count` products where they
            have fewer than M * K elements each: im2col happens between memory and array, so
            a convolution loads each input element once a pass, not once a kernel tap.
    """
    m, k, n, count = gemm.m, gemm.k, gemm.n, gemm.count
    if m * k * n * count == 0:
        return SystolicCost(dataflow, 0, 0.0, 0.0, 0.0)
    row_folds, col_folds, per_fold = _folds(
        m, k, n, rows=array.rows, cols=array.cols, dataflow=dataflow
    )
    ifmap = m * k * element_bytes if input_bytes is None else input_bytes / count
    weights, results = k * n * element_bytes, m * n * element_bytes
    in_half, weight_half = array.ifmap_sram_bytes / 2, array.filter_sram_bytes / 2
    out_half = array.ofmap_sram_bytes / 2
    rate = bytes_per_cycle
    folds = row_folds * col_folds
    if dataflow == "output":
        # Rows hold output pixels, columns filters; a tile of results leaves when complete.
        a, b, tile = ifmap / row_folds, weights / col_folds, results / folds
        cost = min(
            _output_stationary(
                _Loops(row_folds, col_folds, per_fold, rate), a, b, tile,
                outer_fits=a <= in_half, inner_fits=weights <= weight_half,
            ),
            _output_stationary(
                _Loops(col_folds, row_folds, per_fold, rate), b, a, tile,
                outer_fits=b <= weight_half, inner_fits=ifmap <= in_half,
            ),
        )  # fmt: skip
    else:
        if dataflow == "weight":
            stationary, stream, memory = weights, ifmap, in_half
        else:
            stationary, stream, memory = ifmap, weights, weight_half
        sums = m * n * _SUM_BYTES / col_folds
        size = _Stationary(
            stationary / folds, stream / row_folds, memory, sums, out_half, results / col_folds
        )
        cost = _stationary(row_folds, col_folds, per_fold, rate, size)
    cycles, reads, writes = cost
    compute = folds * per_fold
    return SystolicCost(dataflow, count * compute, count * cycles, count * reads, count * writes)
