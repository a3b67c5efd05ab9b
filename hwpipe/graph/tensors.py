"""Element types of ONNX tensors: names, bits, and conversion of constants to numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, numpy_helper

__all__ = [
    "DTYPE_NAME",
    "NUMPY_DTYPE",
    "AnyArray",
    "element_bits",
    "from_array",
    "is_inline",
    "to_array",
]

AnyArray = npt.NDArray[Any]

#: ONNX element type -> numpy's spelling, as in `hwpipe.units.DTYPE_BYTES`.
DTYPE_NAME: dict[int, str] = {
    TensorProto.FLOAT: "float32", TensorProto.UINT8: "uint8", TensorProto.INT8: "int8",
    TensorProto.UINT16: "uint16", TensorProto.INT16: "int16", TensorProto.INT32: "int32",
    TensorProto.INT64: "int64", TensorProto.STRING: "string", TensorProto.BOOL: "bool",
    TensorProto.FLOAT16: "float16", TensorProto.DOUBLE: "float64", TensorProto.UINT32: "uint32",
    TensorProto.UINT64: "uint64", TensorProto.COMPLEX64: "complex64",
    TensorProto.COMPLEX128: "complex128", TensorProto.BFLOAT16: "bfloat16",
    TensorProto.FLOAT8E4M3FN: "float8e4m3fn", TensorProto.FLOAT8E4M3FNUZ: "float8e4m3fnuz",
    TensorProto.FLOAT8E5M2: "float8e5m2", TensorProto.FLOAT8E5M2FNUZ: "float8e5m2fnuz",
    TensorProto.UINT4: "uint4", TensorProto.INT4: "int4",
}  # fmt: skip
if hasattr(TensorProto, "FLOAT4E2M1"):  # onnx 1.18
    DTYPE_NAME[TensorProto.FLOAT4E2M1] = "float4e2m1"

#: Element types that numpy computes with itself; constants of these are folded.
NUMPY_DTYPE: dict[int, np.dtype[Any]] = {
    kind: np.dtype(name)
    for kind, name in DTYPE_NAME.items()
    if name
    in {
        "float64", "float32", "float16", "bool",
        "int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8",
    }
}  # fmt: skip
_ONNX_TYPE = {dtype: kind for kind, dtype in NUMPY_DTYPE.items()}

_BITS = {
    "float64": 64, "float16": 16, "bfloat16": 16, "int64": 64, "uint64": 64, "int16": 16,
    "uint16": 16, "complex64": 64, "complex128": 128, "int4": 4, "uint4": 4, "float4e2m1": 4,
    "int8": 8, "uint8": 8, "bool": 8, "string": 128,
}  # fmt: skip


def element_bits(data_type: int) -> int:
    """Bits of one element of an ONNX type (strings are taken as 16 bytes)."""
    name = DTYPE_NAME[data_type]
    return 8 if name.startswith("float8") else _BITS.get(name, 32)


def is_inline(tensor: TensorProto) -> bool:
    """Whether the message itself holds the values."""
    return bool(tensor.data_location != TensorProto.EXTERNAL)


def to_array(tensor: TensorProto) -> AnyArray:
    """The values of an inline tensor of a type in `NUMPY_DTYPE`, or of any other ONNX type."""
    if tensor.data_type in NUMPY_DTYPE and tensor.HasField("raw_data"):
        dtype = NUMPY_DTYPE[tensor.data_type].newbyteorder("<")
        return np.frombuffer(tensor.raw_data, dtype=dtype).reshape(tuple(tensor.dims))
    array: AnyArray = numpy_helper.to_array(tensor)
    return array


def from_array(array: AnyArray, name: str) -> TensorProto:
    """An inline tensor of the array's values."""
    tensor = onnx.TensorProto(
        name=name, data_type=_ONNX_TYPE[array.dtype.newbyteorder("=")], dims=array.shape
    )
    tensor.raw_data = np.ascontiguousarray(array).tobytes()
    return tensor
