"""At which precision a node runs on a device."""

from __future__ import annotations

import dataclasses

import pytest
from cost_helpers import H100, V100

from hwpipe.cost.precision import bytes_of, peak_per_s, run_dtype, storage_scale
from hwpipe.errors import InputError


@pytest.mark.parametrize(
    ("node", "device", "runs", "scale"),
    [
        ("float32", "float32", "float32", 1.0),
        ("float32", "tf32", "tf32", 1.0),  # stored as float32
        ("float32", "bfloat16", "bfloat16", 0.5),
        ("float32", "int8", "int8", 0.25),
        ("float64", "bfloat16", "bfloat16", 0.25),
        ("float16", "float32", "float16", 1.0),  # never widened
        ("float16", "bfloat16", "bfloat16", 1.0),
        ("bfloat16", "int8", "int8", 0.5),
        ("int8", "float32", "int8", 1.0),
        ("uint8", "bfloat16", "int8", 1.0),
        ("int64", "bfloat16", "int64", 1.0),  # indices are never narrowed
        ("bool", "int8", "bool", 1.0),
    ],
)
def test_run_dtype_and_storage(node, device, runs, scale):
    assert run_dtype(node, device) == runs
    assert storage_scale(node, device) == scale


def test_rates_fall_back_to_wider_precisions():
    assert peak_per_s(V100, "float16") == 125e12
    assert peak_per_s(V100, "bfloat16") == 15.7e12  # emulated in float32
    assert peak_per_s(V100, "int8") == 125e12  # dequantised to float16
    assert peak_per_s(H100, "int8") == 1979e12
    assert peak_per_s(V100, "int64") == 7.8e12  # index arithmetic, slowest rate
    none = dataclasses.replace(V100, peak_per_s={})
    with pytest.raises(InputError, match=r"no peak rate for float32 \(limit: rates for nothing\)"):
        peak_per_s(none, "float32")


def test_unknown_precision():
    with pytest.raises(
        InputError, match=r"^unknown precision 'float31' \(limit: one of bfloat16, "
    ):
        bytes_of("float31")
