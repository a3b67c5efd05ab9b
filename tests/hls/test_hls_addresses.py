"""Addresses of 40 bits: refused above by the driver's check and by the RTL, right just below."""

from __future__ import annotations

import pytest

from hwpipe.errors import InputError
from hwpipe.hls import compile_kernel, load_kernel
from hwpipe.hls.builder import emit_files
from hwpipe.hls.bursts import ADDRESS_BITS
from hwpipe.hls.preconditions import check_scalars

SCALE = {"n": 40, "factor": 3, "shift": 1}


def test_a_pointer_of_more_than_40_bits_is_refused():
    compiled = compile_kernel(load_kernel("scale"))
    check_scalars(compiled, {**SCALE, "x": (1 << 40) - 4096, "y": 0})
    with pytest.raises(InputError, match=r"y at 0x10000000000.*addresses of 40 bits"):
        check_scalars(compiled, {**SCALE, "x": 0, "y": 1 << 40})


def test_the_rtl_asserts_it_too():
    top = emit_files(compile_kernel(load_kernel("scale")))["scale.sv"]
    for name in ("x", "y"):
        assert f"start && arg_{name}[63:{ADDRESS_BITS}] != 24'd0" in top


def test_requests_are_as_wide_as_the_run_can_be_long():
    compiled = compile_kernel(load_kernel("scale"))
    # 24 bits of groups: n is one request of the whole vector.
    assert compiled.channels["x_rd_req"].width == ADDRESS_BITS + 24
