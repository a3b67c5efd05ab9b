"""SCALE-Sim's own compute classes as an oracle for systolic cycles.

`systolic_compute_os/ws/is` build one row of demands per cycle, fold by fold, so the number of
rows is the number of cycles. For a whole network that is gigabytes of addresses of which only
the count matters here. `demand_cycles(shape_only=True)` runs the same code, all folds at full
size, over a stand-in for numpy in the class's module whose arrays have a shape and no elements
(`_Shapes`): what is compared is SCALE-Sim's fold loops, gaps, skews and concatenations, not
the addresses. `shape_only=False` runs it over numpy itself.
"""

from __future__ import annotations

import importlib
from contextlib import contextmanager

import numpy as np
import pytest

_SUFFIX = {"output": "os", "weight": "ws", "input": "is"}


class _Array:
    """A matrix without elements."""

    def __init__(self, rows, cols):
        self.shape, self.dtype = (rows, cols), np.dtype(float)

    def __mul__(self, other):
        return self

    def __iter__(self):
        return iter(())  # rows are only walked to count zeros for a utilisation figure

    def __getitem__(self, key):
        rows, cols = key
        return _Array(_length(rows, self.shape[0]), _length(cols, self.shape[1]))

    def __setitem__(self, key, value):
        rows, cols = key
        height = _length(rows, self.shape[0])
        assert isinstance(cols, int | np.integer)
        assert 0 <= cols < self.shape[1]
        assert height == value.shape[0], "skewed column does not fit"


def _length(key, size):
    return len(range(*key.indices(size))) if isinstance(key, slice) else 1


class _Shapes:
    """The part of numpy that the compute classes use, on shapes alone."""

    @staticmethod
    def zeros(shape):
        return _Array(*shape)

    ones = zeros

    @staticmethod
    def full(shape, value, dtype=None):
        return _Array(*shape)

    @staticmethod
    def transpose(matrix):
        return _Array(matrix.shape[1], matrix.shape[0])

    @staticmethod
    def flip(matrix, axis):
        return matrix

    @staticmethod
    def concatenate(parts, axis=0):
        fixed = {part.shape[1 - axis] for part in parts}
        assert len(fixed) == 1, "parts do not line up"
        total = sum(part.shape[axis] for part in parts)
        return _Array(total, *fixed) if axis == 0 else _Array(*fixed, total)

    def __getattr__(self, name):
        raise AssertionError(f"numpy.{name} has no stand-in: extend _Shapes")


@contextmanager
def _numpy_of(module, stand_in):
    real = module.np
    module.np = stand_in
    try:
        yield
    finally:
        module.np = real


def demand_cycles(gemm, rows, cols, dataflow, *, shape_only=True):
    """Cycles that SCALE-Sim counts for one M x K by K x N product."""
    pytest.importorskip("scalesim", reason="scalesim is a development dependency")
    from scalesim.scale_config import scale_config

    suffix = _SUFFIX[dataflow]
    module = importlib.import_module(f"scalesim.compute.systolic_compute_{suffix}")
    config = scale_config()
    config.array_rows, config.array_cols = rows, cols
    config.valid_conf_flag = True
    stand_in = _Shapes() if shape_only else np
    with _numpy_of(module, stand_in):
        unit = getattr(module, f"systolic_compute_{suffix}")()
        unit.set_params(
            config_obj=config,
            ifmap_op_mat=stand_in.ones((gemm.m, gemm.k)),
            filter_op_mat=stand_in.ones((gemm.k, gemm.n)),
            ofmap_op_mat=stand_in.ones((gemm.m, gemm.n)),
        )
        counts = set()
        for name in ("ifmap", "filter", "ofmap"):  # one at a time: each may take a gigabyte
            getattr(unit, f"create_{name}_demand_mat")()
            counts.add(getattr(unit, f"{name}_demand_matrix").shape[0])
            setattr(unit, f"{name}_demand_matrix", None)
    assert len(counts) == 1, "demands of the three operands are out of step"
    return counts.pop()
